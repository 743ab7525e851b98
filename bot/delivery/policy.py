"""What to do after one attempt: a pure function from what happened to what is recorded.

The caller hands in the random number, so that every decision can be tested.

    | outcome                          | the row                               | everybody else         |
    |----------------------------------|---------------------------------------|------------------------|
    | a message id                     | sent                                  |                        |
    | never sent (refused, 5xx, reset) | again after a growing wait, 8 tries   |                        |
    | maybe sent (silence, cut answer) | once more, then uncertain; what may   |                        |
    |                                  | be repeated: 8 tries, then uncertain  |                        |
    | throttled (429)                  | again, and it costs no try            | the token pauses       |
    | content refused                  | once more as plain text, then failed  |                        |
    | the message to change is gone    | failed                                |                        |
    | person unreachable               | failed                                | the address goes off   |
    | chat moved                       | again at the new id, 8 tries          | the address moves      |
    | token refused                    | again, and it costs no try            | the token pauses 60 s  |
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.delivery import MAX_ATTEMPTS, DeliveryState, backoff
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    GoneError,
    MaybeSentError,
    MovedError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)

CHANNEL_DOWN_WAIT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is recorded for the row, and what else the outcome means for everybody.

    `pause` halts the whole token, `switch_off` the address, `move_to` re-addresses the chat.
    """

    state: DeliveryState
    attempts: int
    not_before: datetime
    message_id: str | None = None
    error: str | None = None
    maybe_sent: int = 0
    plain: bool = False
    pause: timedelta | None = None
    switch_off: bool = False
    move_to: str | None = None


def decide(
    outcome: str | DeliveryError,
    *,
    attempts: int,
    maybe_sent: int,
    plain: bool,
    now: datetime,
    jitter: float,
    repeatable: bool = False,
) -> Decision:
    """Decide after an attempt that gave a message id or an error.

    `attempts` counts this one; `maybe_sent` the earlier ones that ended in silence; `plain` whether this one already
    went out without markup; `jitter` is 0 to 1. What is `repeatable` does no harm when it is done twice.
    """
    if isinstance(outcome, str):
        return Decision(DeliveryState.SENT, attempts, now, outcome, maybe_sent=maybe_sent, plain=plain)

    def again(when: datetime, *, free: bool = False, silent: int = 0, as_plain: bool = plain) -> Decision:
        return Decision(
            DeliveryState.QUEUED,
            attempts - 1 if free else attempts,
            when,
            error=outcome.reason,
            maybe_sent=maybe_sent + silent,
            plain=as_plain,
        )

    def over(state: DeliveryState) -> Decision:
        return Decision(state, attempts, now, error=outcome.reason, maybe_sent=maybe_sent, plain=plain)

    later = now + timedelta(seconds=backoff(attempts, jitter))
    match outcome:
        case ThrottledError():
            pause = timedelta(seconds=outcome.retry_after)
            return replace(again(now + pause, free=True), pause=pause)
        case ChannelDownError():
            return replace(again(now + CHANNEL_DOWN_WAIT, free=True), pause=CHANNEL_DOWN_WAIT)
        case MovedError():
            # Counted like any other try: two chats that name each other would go on for ever.
            ended = over(DeliveryState.FAILED) if attempts >= MAX_ATTEMPTS else again(now)
            return replace(ended, move_to=outcome.new_chat_id)
        case UnreachableError():
            return replace(over(DeliveryState.FAILED), switch_off=True)
        case GoneError():
            return over(DeliveryState.FAILED)
        case RejectedError():
            return over(DeliveryState.FAILED) if plain else again(now, as_plain=True)
        case MaybeSentError():
            ends = attempts >= MAX_ATTEMPTS if repeatable else maybe_sent > 0
            return over(DeliveryState.UNCERTAIN) if ends else again(later, silent=1)
        case _:
            return over(DeliveryState.FAILED) if attempts >= MAX_ATTEMPTS else again(later)
