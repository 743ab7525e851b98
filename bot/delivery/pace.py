"""How fast one token may send, whoever sends: one row a token holds the next free instant.

This is the generic cell rate algorithm: a message takes the instant and moves it on by 1/rate. All processes
read and move it inside the transaction that claims the rows, so together they keep the rate.
"""

from datetime import datetime, timedelta

from bot.domain.delivery import FAR, LONGEST_PAUSE
from bot.storage.engine import Transaction
from bot.storage.push import pace as storage

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


async def reserve_reply(transaction: Transaction, route: str, rate: float, now: datetime) -> datetime:
    """Take an instant for a reply: at once beside a broadcast, but never faster than the token's rate."""
    next_at, even_at, paused_until = await storage.lock_pace(transaction, route, now)
    late = lateness(even_at, now)
    free_at = now - late if next_at - now > FAR else max(next_at, now - late)
    at = max(now, free_at + late - AHEAD)
    await storage.set_next_at(transaction, route, free_at + timedelta(seconds=1 / rate), even_at)
    return max(at, paused_until) if paused_until and holds(paused_until, now) else at


def holds(paused_until: datetime, now: datetime) -> bool:
    """Whether a pause is still on; one that reaches further than any pause may comes from a clock that jumped."""
    return now < paused_until <= now + LONGEST_PAUSE
