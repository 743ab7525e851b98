"""Whose turn it is: no lane starves, none waits while nobody else wants the pace, and every worker sees it alike."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import Lane
from bot.domain.turns import FIRST, dealt, owner, shares

START = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
LANES = st.sets(st.sampled_from(list(Lane)), min_size=1)


def instants(count: int, rate: float = 30, start: datetime = START) -> list[datetime]:
    return [start + timedelta(seconds=number / rate) for number in range(count)]


def part(lane: Lane, waiting: Sequence[Lane], *, rate: float = 30) -> float:
    """What a lane has of ten seconds in which these lanes have more than they can send."""
    order = shares(instants(round(10 * rate), rate), rate, waiting)
    return Counter(order)[lane] / len(order)


def test_beside_all_others_a_warning_has_three_quarters_and_nobody_starves() -> None:
    everybody = list(Lane)
    assert part(Lane.URGENT, everybody) >= 0.75
    assert part(Lane.REPLY, everybody) >= 0.15
    assert min(part(lane, everybody) for lane in Lane) >= 0.02
    assert part(Lane.ROUTINE, everybody) >= 0.05


@pytest.mark.parametrize("lane", list(Lane))
def test_alone_each_has_all_of_it(lane: Lane) -> None:
    assert part(lane, [lane]) == 1


def test_answers_beside_a_routine_push_leave_it_its_part() -> None:
    assert part(Lane.ROUTINE, [Lane.REPLY, Lane.ROUTINE]) >= 0.05
    assert part(Lane.REPLY, [Lane.REPLY, Lane.ROUTINE]) >= 0.75


@given(waiting=LANES, rate=st.sampled_from([1, 10, 27.5, 30, 1000]), offset=st.integers(0, 10**7))
def test_every_instant_is_somebodys_who_waits(waiting: set[Lane], rate: float, offset: int) -> None:
    start = START + timedelta(microseconds=offset)
    order = shares(instants(40, rate, start), rate, waiting)
    assert len(order) == 40
    assert set(order) <= waiting


def test_two_workers_that_take_turns_see_the_same_owner_of_an_instant() -> None:
    whole = instants(60)
    assert shares(whole, 30, list(Lane)) == [owner(instant, 30, list(Lane)) for instant in whole]


@given(
    turns=st.lists(st.sampled_from(list(Lane)), max_size=20),
    rows=st.dictionaries(st.sampled_from(list(Lane)), st.integers(0, 12)),
    most=st.integers(0, 20),
)
def test_rows_are_dealt_once_oldest_first_and_no_turn_is_wasted(
    turns: list[Lane], rows: dict[Lane, int], most: int
) -> None:
    found = {lane: [int(lane) * 100 + number for number in range(count)] for lane, count in rows.items()}
    taken = dealt(turns, found, most)
    assert len(taken) == len(set(taken)) == min(most, sum(rows.values()))
    for ids in found.values():
        mine = [one for one in taken if one in ids]
        assert mine == ids[: len(mine)]


def test_a_turn_that_nobody_uses_goes_to_the_warning_first() -> None:
    found = {Lane.URGENT: [1, 2], Lane.ROUTINE: [7]}
    assert dealt([Lane.REPLY, Lane.ROUTINE, Lane.CHANGE], found, 3) == [1, 7, 2]
    assert FIRST[0] is Lane.URGENT
