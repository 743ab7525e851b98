"""The push engine: knows channels by their protocol, never a platform.

    tell       stores what one chat is told: answers, notices, live lines (a push is written by `services.publishing`)
    worker     claims what waits at the token's pace         sender   sends each at its instant, hands its outcome on
    pace       when the next message of a token may leave        render, adapt, files   what it then is
    policy     what an outcome means                             refusals               what has to wait for it
    record     stores outcomes                                   reconcile              looks after all of it

Words: a row is claimed under a lease, and is the claimer's alone until that ends; an instant is the moment at which one
message may leave, reserved together with its row. Rows stand in `storage/push`, what decides about them in `domain`
(`claims`: does it still go out; `turns`: whose turn is it).
"""
