"""Whose turn it is when several lanes wait: shares of the pace instead of a strict order, so that nobody starves.

While all wait, warnings have three quarters of the pace, answers three twentieths, all else the rest. What belongs to
a lane that has nothing to send is shared out among those that wait, by their own shares; alone, each has all of it.
Whose an instant is follows from the instant itself, so that any number of workers share out one token's pace alike,
without telling one another.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.delivery import Lane

_U, _R, _C, _N, _O = Lane.URGENT, Lane.REPLY, Lane.CHANGE, Lane.NOTICE, Lane.ROUTINE
TURNS: Sequence[Lane] = (
    *(_U, _U, _U, _R, _U, _U, _U, _C, _U, _U, _R, _U, _U, _U, _O, _U, _U, _R, _U, _U),
    *(_U, _U, _U, _R, _U, _U, _U, _N, _U, _U, _R, _U, _U, _U, _O, _U, _U, _R, _U, _U),
)
"""Forty instants in a row, each with its owner: 30 urgent, 6 replies, 2 routine, 1 change, 1 notice, spread evenly."""

FIRST: Sequence[Lane] = (_U, _R, _N, _C, _O)
"""Who takes a turn whose lane turns out to have no row."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def owner(instant: datetime, rate: float, waiting: Collection[Lane]) -> Lane | None:
    """The lane that an instant belongs to, of those that wait; None where none does."""
    number = int((instant - _EPOCH) / timedelta(seconds=1) * rate + 0.5)
    mine = TURNS[number % len(TURNS)]
    if mine in waiting:
        return mine
    others = [lane for lane in TURNS if lane in waiting]
    return others[number % len(others)] if others else None


def shares(instants: Sequence[datetime], rate: float, waiting: Collection[Lane]) -> list[Lane]:
    """The lane of each instant, where every lane that waits has enough for its turns."""
    return [lane for instant in instants if (lane := owner(instant, rate, waiting)) is not None]


def dealt(turns: Sequence[Lane], rows: Mapping[Lane, Sequence[int]], most: int) -> list[int]:
    """At most so many rows in the order of their turns; a turn whose lane has none goes to who comes first.

    `rows` holds those that were found of each lane, oldest first.
    """
    left = {lane: list(reversed(found)) for lane, found in rows.items()}
    taken: list[int] = []
    for position in range(most):
        lane = turns[position] if position < len(turns) else None
        mine = (
            lane if lane is not None and left.get(lane) else next((other for other in FIRST if left.get(other)), None)
        )
        if mine is None:
            break
        taken.append(left[mine].pop())
    return taken
