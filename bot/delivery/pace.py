"""How fast one token may send, whoever sends: one row a token holds the next free instant.

This is the generic cell rate algorithm: a message takes the instant and moves it on by 1/rate. All processes
read and move it inside the transaction that claims the rows, so together they keep the rate.
"""

from datetime import datetime, timedelta

from bot.domain.delivery import FAR, LONGEST_PAUSE
from bot.storage import pace as storage
from bot.storage.engine import Transaction

AHEAD = timedelta(seconds=0.25)
"""How far ahead a broadcast reserves. A reply may borrow from these instants, so it waits for none of them.

Half of it is the time between two claims: with 0.1 s a push at 30/s cost twice the CPU, and a busy machine came too
late for one instant in fifty.
"""

LATE = timedelta(seconds=0.05)
"""How late a claim may come and still use the instants it missed; more would be a burst."""


def free_instants(next_at: datetime, now: datetime, rate: float, most: int) -> list[datetime]:
    """The instants that may be reserved now: from the next free one up to AHEAD, at most `most`."""
    gap = timedelta(seconds=1 / rate)
    first = now if next_at - now > FAR else max(next_at, now - LATE)
    horizon = now + AHEAD
    if first > horizon:
        return []
    count = min(most, (horizon - first) // gap + 1)
    return [first + gap * step for step in range(count)]


async def reserve_reply(transaction: Transaction, route: str, rate: float, now: datetime) -> datetime:
    """Take an instant for a reply: at once beside a broadcast, but never faster than the token's rate."""
    next_at, paused_until = await storage.lock_pace(transaction, route, now)
    if next_at - now > FAR:
        next_at = now
    at = max(now, next_at - AHEAD)
    await storage.set_next_at(transaction, route, max(next_at, now) + timedelta(seconds=1 / rate))
    return max(at, paused_until) if paused_until and holds(paused_until, now) else at


def holds(paused_until: datetime, now: datetime) -> bool:
    """Whether a pause is still on; one that reaches further than any pause may comes from a clock that jumped."""
    return now < paused_until <= now + LONGEST_PAUSE
