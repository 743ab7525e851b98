"""What to do after one attempt: a pure function from what happened to what is recorded.

The caller hands in the random number, so that every decision can be tested.

    | outcome                          | the row                               | everybody else         |
    |----------------------------------|---------------------------------------|------------------------|
    | a message id                     | sent                                  |                        |
    | never sent (refused, 5xx, reset) | again after a growing wait, 8 tries   |                        |
    | maybe sent (silence, cut answer) | once more, then uncertain; what may   |                        |
    |                                  | be repeated: 8 tries, then uncertain  |                        |
    | throttled (429): a group, an edit| again, and for an hour it costs no try | that chat's method waits|
    | throttled: a private chat        | the same                              | and the token goes at  |
    |                                  |                                       | half its pace          |
    | throttled: a second chat in 10 s | the same                              | and the token pauses   |
    | content refused                  | once more as plain text, then failed  |                        |
    | the message to change is gone    | failed                                |                        |
    | person unreachable               | failed                                | the address goes off   |
    | chat moved                       | again at the new id, 8 tries          | the address moves      |
    | token refused                    | again, and it costs no try            | the token pauses 60 s  |
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.delivery import MAX_ATTEMPTS, Attempted, DeliveryState, backoff
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
class Decision(Attempted):
    """What is recorded for the row, and what else the outcome means for everybody.

    `pause` halts the whole token, `slow` halves its pace, `chat_wait` holds what was refused: the same method in the
    same chat. `switch_off` turns the address off, `move_to` re-addresses the chat.
    """

    pause: timedelta | None = None
    slow: timedelta | None = None
    chat_wait: timedelta | None = None
    switch_off: bool = False
    move_to: str | None = None


class Blame(StrEnum):
    """What a 429 is charged to: the answer never says what it is about, the request does."""

    CHAT = "chat"  # a group, or a change of a message: their limits are their own
    ACCOUNT_SLOWER = "slower"  # a private chat: perhaps it alone, perhaps the account
    ACCOUNT = "account"  # a second chat within SECOND_CHAT


SECOND_CHAT = timedelta(seconds=10)
"""Two chats that are refused within this long are no accident: it is the account that was too fast."""


def blame(*, group: bool, changes: bool, another_lately: bool) -> Blame:
    """What a refusal for speed is about; `another_lately` says that another chat's new message was refused lately."""
    if group or changes:
        return Blame.CHAT
    return Blame.ACCOUNT if another_lately else Blame.ACCOUNT_SLOWER


def decide(
    outcome: str | DeliveryError,
    *,
    attempts: int,
    maybe_sent: int,
    plain: bool,
    now: datetime,
    jitter: float,
    repeatable: bool = False,
    throttled: Blame = Blame.ACCOUNT,
    waits_free: bool = True,
) -> Decision:
    """Decide after an attempt that gave a message id or an error.

    `attempts` counts this one; `maybe_sent` the earlier ones that ended in silence; `plain` whether this one already
    went out without markup; `jitter` is 0 to 1. What is `repeatable` does no harm when it is done twice.
    `throttled` is what a 429 is about; `waits_free` whether this row may still wait for one without a try.
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
            given_up = not waits_free and attempts >= MAX_ATTEMPTS
            wait = timedelta(seconds=outcome.retry_after)
            held = over(DeliveryState.FAILED) if given_up else again(now + wait, free=waits_free)
            return _charged(held, wait, throttled)
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


def _charged(held: Decision, wait: timedelta, about: Blame) -> Decision:
    """What a refusal for speed makes wait: the chat always, and the token where it is about that."""
    slow, pause = (wait if about is blamed else None for blamed in (Blame.ACCOUNT_SLOWER, Blame.ACCOUNT))
    return replace(held, chat_wait=wait, slow=slow, pause=pause)
