"""What to do after one attempt: a pure function from what happened to what is recorded.

The caller hands in the random number, so that every decision can be tested.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.delivery import MAX_ATTEMPTS, DeliveryState, backoff
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    MaybeSentError,
    MovedError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)

UNCERTAIN = "uncertain"
"""The mark of a row whose last try may have gone out; a second such try is the last."""

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
    pause: timedelta | None = None
    switch_off: bool = False
    move_to: str | None = None


def decide(
    outcome: str | DeliveryError, *, attempts: int, last_error: str | None, now: datetime, jitter: float
) -> Decision:
    """Decide after an attempt that gave a message id or an error; `attempts` counts this one."""
    if isinstance(outcome, str):
        return Decision(DeliveryState.SENT, attempts, now, message_id=outcome)
    retry_at = now + timedelta(seconds=backoff(attempts, jitter))
    match outcome:
        case ThrottledError():
            pause = timedelta(seconds=outcome.retry_after)
            return Decision(DeliveryState.QUEUED, attempts - 1, now + pause, error=last_error, pause=pause)
        case ChannelDownError():
            return Decision(
                DeliveryState.QUEUED,
                attempts - 1,
                now + CHANNEL_DOWN_WAIT,
                error=last_error,
                pause=CHANNEL_DOWN_WAIT,
            )
        case MovedError():
            return Decision(DeliveryState.QUEUED, attempts - 1, now, error=last_error, move_to=outcome.new_chat_id)
        case UnreachableError():
            return Decision(DeliveryState.FAILED, attempts, now, error=outcome.reason, switch_off=True)
        case RejectedError():
            return Decision(DeliveryState.FAILED, attempts, now, error=outcome.reason)
        case MaybeSentError():
            if last_error == UNCERTAIN:
                return Decision(DeliveryState.UNCERTAIN, attempts, now, error=outcome.reason)
            return Decision(DeliveryState.QUEUED, attempts, retry_at, error=UNCERTAIN)
        case _:
            if attempts >= MAX_ATTEMPTS:
                return Decision(DeliveryState.FAILED, attempts, now, error=outcome.reason)
            kept = UNCERTAIN if last_error == UNCERTAIN else outcome.reason
            return Decision(DeliveryState.QUEUED, attempts, retry_at, error=kept)
