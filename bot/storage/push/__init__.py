"""The push engine's rows: what waits to be sent to whom, and what became of it.

    fanout       from a post to a row for each person               dispatches   a push: counted, held, ended
    replies      what one chat is told                              digests      what waits for people's own hours
    outbox       what waits, and claiming it                        claimed      what decides about a claimed row
    outcomes     what became of claimed rows                        copies       what stands in chats, and its changes
    unsent       replies that go out no more                        pace         where a token and its chats stand
    states       states as the text of a statement names them

What is decided about rows is pure and stands in `domain`: `claims`, `turns`, `delivery`, `digests`.
"""
