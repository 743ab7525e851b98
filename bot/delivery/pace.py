"""How fast one token may send, whoever sends: one row a token holds the next free instant.

This is the generic cell rate algorithm: a message takes the instant and moves it on by 1/rate. All processes
read and move it inside the transaction that claims the rows, so together they keep the rate.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.claims import Method, Waits
from bot.domain.delivery import FAR, LONGEST_PAUSE, Lane
from bot.storage.engine import Transaction
from bot.storage.push import outbox
from bot.storage.push import pace as storage
from bot.storage.push.pace import TokenPace

AHEAD = timedelta(seconds=0.25)
"""How far ahead a broadcast reserves. A reply may borrow from these instants, so it waits for none of them.

Half of it is the time between two claims: with 0.1 s a push at 30/s cost twice the CPU, and a busy machine came too
late for one instant in fifty.
"""

LATE = timedelta(seconds=0.5)
"""How late a claim may come and still use the instants it missed: they go out by as much later."""

CATCH_UP = 0.03
"""How much of a lateness is made up for in the time that passes: so nearly 31 of 30 in a second, and no burst."""


def lateness(even_at: datetime | None, now: datetime) -> timedelta:
    """How much later than reserved messages go out now, when all will be made up for at `even_at`."""
    late = CATCH_UP * (even_at - now) if even_at is not None else timedelta()
    # Much more than there can be comes from a clock that jumped.
    return min(late, LATE) if timedelta() < late < 2 * LATE else timedelta()


def made_up_at(late: timedelta, now: datetime) -> datetime:
    """When a lateness will have been made up for."""
    return now + late / CATCH_UP


def free_instants(
    next_at: datetime, even_at: datetime | None, now: datetime, rate: float, most: int
) -> tuple[list[datetime], timedelta]:
    """The instants that may be reserved now, at most `most` and up to AHEAD, and how late they are by now.

    After a stall the missed ones follow one another nearly as slowly as ever: every process that waited for the same
    processor would else send its own at once.
    """
    gap = timedelta(seconds=1 / rate)
    late = lateness(even_at, now)
    first = now - late if next_at - now > FAR else max(next_at, now - LATE)
    late = max(late, now - first)
    count = max(0, min(most, (now + AHEAD - late - first) // gap + 1))
    return [first + late + gap * step for step in range(count)], late


SOON = timedelta(seconds=1)
"""A reply whose instant is nearer than this is sent by the process that wrote it; a later one waits its turn."""

REPLY_SHARE = 0.15
REPLY_BURST = timedelta(seconds=10)
"""How far ahead of their share replies may be beside a push: at 30/s 45 answers, then 4.5 a second."""


def rate_now(held: TokenPace, rate: float, now: datetime) -> float:
    """Messages a second that may go out now: half of it for as long as a private chat was told to wait."""
    slow = held.slow_until is not None and holds(held.slow_until, now)
    return rate / 2 if slow else rate


class Taken(NamedTuple):
    """An instant for a reply, and where the token and the replies' share of it stand then."""

    at: datetime
    next_at: datetime
    replies_at: datetime


def free_for_reply(
    held: TokenPace, lanes: Collection[Lane], rate: float, now: datetime, earliest: datetime
) -> Taken | None:
    """The instant that a reply may take now beside what waits in these lanes; None where it has to wait its turn.

    It waits where others do, and where replies have had their share beside a push; but not for the instants that a push
    has reserved already.
    """
    share = timedelta(seconds=1 / (rate * REPLY_SHARE))
    replies_at = max(held.replies_at or now, now)
    if replies_at - now > REPLY_BURST:
        # Left there by a clock that jumped: they are never let further ahead.
        replies_at = now
    if Lane.REPLY in lanes or (lanes and replies_at + share > now + REPLY_BURST):
        return None
    late = lateness(held.even_at, now)
    free_at = now - late if held.next_at - now > FAR else max(held.next_at, now - late)
    at = max(earliest, free_at + late - AHEAD)
    if at - now >= SOON:
        return None
    # Alone, answers have all of the pace, and none of it is counted.
    return Taken(at, free_at + timedelta(seconds=1 / rate), replies_at + share if lanes else replies_at)


async def reserve_reply(
    transaction: Transaction, route: str, chat_id: str, method: Method, rate: float, now: datetime, earliest: datetime
) -> datetime | None:
    """Take an instant for a reply that can leave now, not before `earliest`; None where it has to wait its turn.

    So it does where the token stands still, or where the platform lets this chat wait. Then nothing is moved: its
    instant is taken once, by the worker that sends it.
    """
    held, lanes = await outbox.lock_pace_and_look(transaction, route, now)
    if stands_still(held, now) or (chat_id, method) in await waits_of(transaction, route, held, now):
        return None
    taken = free_for_reply(held, lanes, rate_now(held, rate, now), now, earliest)
    if taken is None:
        return None
    await storage.take_for_reply(transaction, route, taken.next_at, taken.replies_at)
    return taken.at


async def waits_of(transaction: Transaction, route: str, held: TokenPace, now: datetime) -> Waits:
    """Which chats the platform lets wait: asked only while there is one."""
    if held.waits_until is None or held.waits_until <= now:
        return {}
    return await storage.list_waits(transaction, route, now)


def stands_still(held: TokenPace, now: datetime) -> bool:
    """Whether nothing at all may go out on a token now."""
    return held.paused_until is not None and holds(held.paused_until, now)


def holds(paused_until: datetime, now: datetime) -> bool:
    """Whether a pause is still on; one that reaches further than any pause may comes from a clock that jumped."""
    return now < paused_until <= now + LONGEST_PAUSE
