"""Where a target stands: its direction, its plans, its periods, and how much of the time has run."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Period, months, period_of
from bot.domain.targets import (
    REACHED,
    Direction,
    Measurement,
    Plan,
    Reached,
    Status,
    Target,
    Trend,
    count,
    in_order,
    standing,
    status,
    trend,
)

TODAY = date(2026, 11, 30)
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
VALUES = st.decimals(-1000, 1000, places=2)
GOOD = st.decimals(0, 1000, places=2)
SHARES = st.decimals(0, 1, places=2)


def measured(period: str, value: str, *, cumulative: bool = True) -> Measurement:
    return Measurement(1, period, Decimal(value), cumulative, WRITTEN)


def target(
    direction: Direction,
    plan: str | Sequence[str],
    *measurements: Measurement,
    unit: str = "căn",
    term: str = "2026",
    yearly: bool = False,
    due: date | None = None,
) -> Target:
    plans = tuple(Plan(str(n), Decimal(one)) for n, one in enumerate([plan] if isinstance(plan, str) else plan))
    return Target(
        1,
        "Nhà",
        unit,
        direction,
        plans,
        term=term,
        yearly=yearly,
        due=due,
        measurements=in_order(measurements),
    )


MOST, LEAST, KEEP, MILESTONE = Direction.AT_MOST, Direction.AT_LEAST, Direction.KEEP, Direction.MILESTONE


@pytest.mark.parametrize(
    ("direction", "plan", "period", "value", "expected"),
    [
        (LEAST, "100", "năm 2026", "100", Status.MET),
        (LEAST, "100", "năm 2026", "103.9", Status.EXCEEDED),
        (LEAST, "100", "năm 2026", "99.99", Status.MISSED),
        (LEAST, "100", "6 tháng đầu năm 2026", "51", Status.ON_TRACK),
        (LEAST, "100", "6 tháng đầu năm 2026", "49", Status.BEHIND),
        (LEAST, "100", "6 tháng đầu năm 2026", "101", Status.EXCEEDED),
        (MOST, "10", "năm 2026", "10", Status.MET),
        (MOST, "10", "năm 2026", "9", Status.MET),
        (MOST, "10", "năm 2026", "11", Status.MISSED),
        (MOST, "10", "6 tháng đầu năm 2026", "4", Status.ON_TRACK),
        (MOST, "10", "6 tháng đầu năm 2026", "6", Status.BEHIND),
        (MOST, "10", "6 tháng đầu năm 2026", "11", Status.MISSED),
        (KEEP, "5", "năm 2026", "5.0", Status.MET),
        (KEEP, "5", "năm 2026", "5.1", Status.MISSED),
        (KEEP, "50", "6 tháng đầu năm 2026", "47", Status.BEHIND),
        (KEEP, "50", "6 tháng đầu năm 2026", "40", Status.MISSED),
    ],
)
def test_a_target_stands_where_its_numbers_say(
    direction: Direction, plan: str, period: str, value: str, expected: Status
) -> None:
    assert standing(target(direction, plan, measured(period, value)), TODAY).status is expected


def test_a_poverty_rate_above_its_limit_may_still_fall_before_the_term_is_over() -> None:
    rate = measured("năm 2023", "2.1", cumulative=False)
    assert standing(target(MOST, "1.5", rate, unit="%", term="2020-2025"), TODAY).status is Status.BEHIND
    at_last = measured("năm 2025", "2.1", cumulative=False)
    assert standing(target(MOST, "1.5", at_last, unit="%", term="2020-2025"), TODAY).status is Status.MISSED
    good = measured("năm 2023", "1.4", cumulative=False)
    assert standing(target(MOST, "1.5", good, unit="%", term="2020-2025"), TODAY).status is Status.MET


@pytest.mark.parametrize("cumulative", [True, False])
@pytest.mark.parametrize(
    ("unit", "plan", "period", "value", "expected"),
    [
        ("%", "1", "6 tháng đầu năm 2026", "0.8", Status.MET),
        ("%", "5", "6 tháng đầu năm 2026", "5.2", Status.BEHIND),
        ("%", "5", "năm 2026", "5.2", Status.MISSED),
        ("vụ/10.000 dân", "3", "quý I/2026", "2.9", Status.MET),
    ],
)
def test_a_rate_that_is_to_stay_below_is_no_sum_however_it_was_counted(
    cumulative: bool, unit: str, plan: str, period: str, value: str, expected: Status
) -> None:
    stands = standing(target(MOST, plan, measured(period, value, cumulative=cumulative), unit=unit), TODAY)
    assert (stands.status, stands.is_partial) == (expected, False)


@pytest.mark.parametrize("direction", [LEAST, MOST, KEEP])
@pytest.mark.parametrize("yearly", [True, False])
@pytest.mark.parametrize("value", ["90", "100", "120"])
@pytest.mark.parametrize("period", ["năm 2025", "quý IV/2025", "năm 2027", "2020-2025"])
def test_a_figure_of_another_year_does_not_decide(direction: Direction, yearly: bool, value: str, period: str) -> None:
    alone = target(direction, "100", measured(period, value), yearly=yearly)
    assert standing(alone, TODAY).status is Status.UNKNOWN
    assert standing(alone, TODAY).reached is None
    assert alone.latest == measured(period, value), "it is shown, for comparing"
    own = measured("6 tháng đầu năm 2026", "40")
    beside = target(direction, "100", own, measured(period, value), yearly=yearly)
    assert standing(beside, TODAY) == standing(target(direction, "100", own, yearly=yearly), TODAY)
    assert beside.latest == own


def test_what_was_done_before_its_term_is_done() -> None:
    one = target(MILESTONE, "100", measured("năm 2025", "100"), unit="%", due=date(2026, 9, 30))
    assert standing(one, TODAY).status is Status.MET


def test_single_years_of_a_term_add_up_and_are_judged_by_the_years_that_are_known() -> None:
    years = [measured(f"năm {year}", "12", cumulative=False) for year in (2021, 2023)]
    stands = standing(target(LEAST, "75", *years, term="2020-2025"), TODAY)
    assert stands.reached is not None
    assert stands.reached.value == 24
    assert round(stands.reached.share, 2) == Decimal("0.33")
    assert stands.status is Status.BEHIND
    assert standing(target(LEAST, "70", *years, term="2020-2025"), TODAY).status is Status.ON_TRACK


def test_periods_that_overlap_are_not_counted_twice() -> None:
    parts = [
        measured("6 tháng đầu năm 2026", "40"),
        measured("quý II/2026", "25", cumulative=False),
        measured("quý III/2026", "20", cumulative=False),
    ]
    stands = standing(target(LEAST, "100", *parts), TODAY)
    assert stands.reached is not None
    assert stands.reached.value == 45, "the second and the third quarter, whose months lie in no other"


def test_a_yearly_plan_is_judged_within_the_year_of_the_figure() -> None:
    half = target(LEAST, "100", measured("6 tháng đầu năm 2023", "87.8"), unit="%", term="2020-2025", yearly=True)
    assert standing(half, TODAY).status is Status.ON_TRACK
    assert standing(half, TODAY).is_partial
    whole = target(LEAST, "100", measured("năm 2022", "103.9"), unit="%", term="2020-2025", yearly=True)
    assert standing(whole, TODAY).status is Status.EXCEEDED


def test_of_several_plans_the_worst_counts_and_each_is_told() -> None:
    stands = standing(target(LEAST, ["48", "50"], measured("năm 2026", "49")), TODAY)
    assert stands.status is Status.MISSED
    assert [one for _, one in stands.by_plan] == [Status.EXCEEDED, Status.MISSED]


@pytest.mark.parametrize(
    ("done", "period", "today", "expected"),
    [
        ("100", "6 tháng đầu năm 2026", date(2026, 7, 1), Status.MET),
        ("100", "năm 2027", date(2028, 1, 1), Status.MET),
        ("40", "quý I/2026", date(2026, 7, 1), Status.ON_TRACK),
        ("5", "6 tháng đầu năm 2026", date(2026, 7, 1), Status.BEHIND),
        ("90", "6 tháng đầu năm 2026", date(2026, 10, 1), Status.MISSED),
    ],
)
def test_a_milestone_follows_its_date(done: str, period: str, today: date, expected: Status) -> None:
    one = target(MILESTONE, "100", measured(period, done), unit="%", term="2026", due=date(2026, 9, 30))
    written = datetime(2026, 9, 1, tzinfo=UTC)
    known = replace(one, measurements=tuple(replace(each, measured_at=written) for each in one.measurements))
    assert standing(known, today).status is expected


def test_a_milestone_that_is_reached_after_its_date_came_late() -> None:
    one = target(MILESTONE, "100", measured("tháng 10/2026", "100"), unit="%", due=date(2026, 9, 30))
    assert standing(one, TODAY).status is Status.BEHIND


def test_without_a_plan_or_a_figure_nothing_can_be_told() -> None:
    assert standing(target(LEAST, [], measured("năm 2026", "1")), TODAY).status is Status.UNKNOWN
    assert standing(target(LEAST, "1"), TODAY).status is Status.UNKNOWN


# --- what holds for all numbers -----------------------------------------------------------------------------------


@given(st.sampled_from([LEAST, MOST, MILESTONE]), GOOD, GOOD, GOOD, SHARES, st.booleans(), st.booleans())
def test_a_status_never_worsens_as_the_value_nears_its_plan(
    direction: Direction, plan: Decimal, one: Decimal, other: Decimal, share: Decimal, over: bool, grows: bool
) -> None:
    worse, better = sorted((one, other), reverse=direction is MOST)
    low, high = (status(direction, plan, Reached(value, share, over, grows)) for value in (worse, better))
    assert low.place <= high.place


@given(VALUES, VALUES, VALUES, st.booleans())
def test_what_is_to_be_kept_falls_with_its_distance(plan: Decimal, one: Decimal, other: Decimal, over: bool) -> None:
    near, far = sorted((one, other), key=lambda value: abs(value - plan))
    assert status(KEEP, plan, Reached(far, over=over)).place <= status(KEEP, plan, Reached(near, over=over)).place


@given(st.integers(-400, 400), st.integers(0, 400), st.decimals(0, 99, places=1))
def test_a_milestone_never_looks_better_as_days_go_by(start: int, later: int, done: Decimal) -> None:
    due = date(2026, 6, 30)
    one = target(MILESTONE, "100", measured("tháng 1/2026", str(done)), unit="%", due=due)
    first = due + timedelta(days=start)
    stands = [standing(one, day).status for day in (first, first + timedelta(days=later))]
    assert stands[1].place <= stands[0].place
    assert (stands[0] is Status.MISSED) == (first >= due)


@given(st.lists(st.tuples(st.sampled_from(list(Direction)), GOOD, GOOD, st.booleans()), max_size=20))
def test_the_tally_counts_what_is_shown_as_reached(rows: list[tuple[Direction, Decimal, Decimal, bool]]) -> None:
    stands = [
        standing(target(direction, str(plan), *([measured("năm 2026", str(value))] if known else [])), TODAY)
        for direction, plan, value, known in rows
    ]
    told = count(stands)
    assert told.met == sum(one.status in REACHED for one in stands)
    assert (told.total, told.unknown) == (len(rows), sum(not known for *_, known in rows))


def test_a_rate_that_rose_is_bad_news_where_it_was_to_fall() -> None:
    assert trend(target(MOST, "1"), Decimal(1), Decimal(2)) is Trend.WORSE
    assert trend(target(LEAST, "1"), Decimal(1), Decimal(2)) is Trend.BETTER
    assert trend(target(KEEP, "5"), Decimal(5), Decimal(4)) is Trend.WORSE
    assert trend(target(KEEP, "5"), Decimal(5), Decimal(5)) is Trend.SAME


# --- periods ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2022", "năm 2022"),
        ("năm 2022", "năm 2022"),
        ("cả năm 2022", "năm 2022"),
        ("6 tháng đầu năm 2023", "6 tháng đầu năm 2023"),
        ("06 tháng 2023", "6 tháng đầu năm 2023"),
        ("sáu tháng đầu năm 2023", "6 tháng đầu năm 2023"),
        ("6 tháng cuối năm 2023", "6 tháng cuối năm 2023"),
        ("9T/2023", "9 tháng đầu năm 2023"),
        ("6 T 2024", "6 tháng đầu năm 2024"),
        ("Q.I/2024", "quý I năm 2024"),
        ("Q3-2024", "quý III năm 2024"),
        ("T6/2024", "tháng 6 năm 2024"),
        ("lũy kế đến tháng 9/2024", "9 tháng đầu năm 2024"),
        ("tính đến hết ngày 30/6/2024", "6 tháng đầu năm 2024"),
        ("đến 15/6/2024", None),
        ("13T/2024", None),
        ("quý II/2024", "quý II năm 2024"),
        ("Quý 4 năm 2025", "quý IV năm 2025"),
        ("tháng 5-2026", "tháng 5 năm 2026"),
        ("thang 5 2026", "tháng 5 năm 2026"),
        ("nhiệm kỳ 2020 – 2025", "2020-2025"),
        ("2020-2025", "2020-2025"),
        ("3 tháng đầu năm 2024", "quý I năm 2024"),
        ("so với cùng kỳ 2022", None),
        ("tháng 13/2026", None),
        ("quý II", None),
        ("2025-2020", None),
        ("", None),
    ],
)
def test_a_period_is_read_as_it_is_written(written: str, name: str | None) -> None:
    found = period_of(written)
    assert (found.name if found else None) == name


@given(st.integers(1990, 2100), st.integers(1, 12), st.integers(1, 12))
def test_a_periods_name_is_read_back(year: int, one: int, other: int) -> None:
    first, last = sorted((one, other))
    if first == 1 or last == 12 or first == last or (last - first == 2 and last % 3 == 0):
        span = months(year, first, last)
        assert period_of(span.name) == span


def test_the_same_period_a_year_before_has_all_its_days() -> None:
    assert period_of("tháng 2 năm 2024") == Period(date(2024, 2, 1), date(2024, 2, 29))
    span = period_of("tháng 2 năm 2025")
    assert span is not None
    assert span.before() == period_of("tháng 2 năm 2024")


def test_a_missing_year_is_the_one_that_is_meant() -> None:
    assert period_of("6 tháng", 2026) == period_of("6 tháng đầu năm 2026")
