"""A new text beside the table of targets: what contradicts it is doubted with both, and what agrees is not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.figures import Figure, WarningCode
from bot.domain.periods import months
from bot.domain.posts import Audience, PostNumber
from bot.domain.targets import Direction, Measurement, Plan, Source, Target, in_order
from bot.reading.doubts.board import doubts_on_board, with_periods
from bot.reading.reader import read

WRITTEN = datetime(2026, 7, 10, tzinfo=UTC)
DAY = date(2026, 11, 30)


def known(name: str, unit: str, **values: str) -> Target:
    """A target of 2026 with values of its quarters and halves, q1 to q4 and h1."""
    periods = {"q1": "quý I năm 2026", "h1": "6 tháng đầu năm 2026", "y": "năm 2026", "last": "năm 2025"}
    measured = in_order(
        Measurement(at, periods[key], Decimal(value), True, WRITTEN) for at, (key, value) in enumerate(values.items())
    )
    return Target(1, name, unit, Direction.AT_LEAST, (Plan("", Decimal(100)),), "2026", measurements=measured)


def doubts(text: str, *targets: Target, corrected: PostNumber | None = None) -> list[tuple[WarningCode, str]]:
    found = doubts_on_board(with_periods(read(f"Báo cáo\n\n{text}"), DAY), targets, corrected)
    assert all(quote in text for one in found for quote in one.quotes)
    return [(one.code, one.note) for one in found]


BUDGET = known("Thu ngân sách", "%", h1="52.4")
GIFTS = known("Hỗ trợ hộ khó khăn", "hộ", h1="120")
PLANTED = Figure("500 cây", "trồng cây xanh", Decimal(500), "cây", period="đến năm 2026", is_target=True)


@pytest.mark.parametrize(
    "text",
    [
        "Thu ngân sách đạt 52,4% trong 6 tháng đầu năm 2026.",
        "Thu ngân sách đạt 98% năm 2026.",
        "Chi ngân sách đạt 40% trong 6 tháng đầu năm 2026.",
        "Thu ngân sách đạt 63,5 tỷ đồng trong 6 tháng đầu năm 2026.",
    ],
)
def test_what_agrees_or_is_about_another_thing_is_not_doubted(text: str) -> None:
    assert doubts(text, BUDGET) == []


def test_another_value_of_the_same_period_is_doubted_with_what_is_known() -> None:
    told = doubts("Thu ngân sách đạt 25,4% trong 6 tháng đầu năm 2026.", BUDGET)
    assert told == [(WarningCode.HISTORY_DIFFERS, "bảng chỉ tiêu ghi 52,4%, 6 tháng đầu năm 2026")]


def test_a_thousandfold_is_doubted_in_another_period_too() -> None:
    target = replace(known("Thu ngân sách", "tỷ đồng", h1="31.7"), yearly=True)
    told = doubts("Thu ngân sách đạt 63.544 tỷ đồng năm 2026.", target)
    assert [code for code, _ in told] == [WarningCode.HISTORY_DIFFERS]
    assert doubts("Thu ngân sách đạt 63,5 tỷ đồng năm 2026.", target) == []


def test_a_sum_that_fell_within_its_year_is_doubted() -> None:
    figure = Figure("90 hộ", "hỗ trợ hộ khó khăn", Decimal(90), "hộ")
    (told,) = doubts_on_board([(figure, months(2026, 1, 9))], [GIFTS])
    assert (told.code, told.quotes) == (WarningCode.CUMULATIVE_FELL, ("90 hộ",))
    assert doubts_on_board([(replace(figure, value=Decimal(130)), months(2026, 1, 9))], [GIFTS]) == ()
    assert doubts_on_board([(figure, months(2026, 7, 9))], [GIFTS]) == (), "a quarter of its own may be less"


def test_a_share_of_another_whole_than_its_post_says_is_doubted_with_both() -> None:
    post = PostNumber(Audience.EVERYONE, 3)
    measured = Measurement(1, "năm 2026", Decimal(9), True, WRITTEN, Source(post, 1, "9/13 chi bộ"))
    cells = replace(known("Chi bộ hoàn thành tốt nhiệm vụ", "chi bộ"), measurements=(measured,))
    figure = Figure("9/14 chi bộ", "chi bộ hoàn thành tốt nhiệm vụ", Decimal(9), "chi bộ", of=Decimal(14))
    (told,) = doubts_on_board([(figure, months(2026, 1, 12))], [cells])
    assert (told.quotes, told.note) == (
        ("9/14 chi bộ",),
        "bảng chỉ tiêu lấy từ tin số 3, ghi “9/13 chi bộ”, khác tổng số",
    )
    assert doubts_on_board([(replace(figure, of=Decimal(13)), months(2026, 1, 12))], [cells]) == ()
    assert doubts_on_board([(figure, months(2026, 1, 12))], [cells], post) == (), "its own correction"


def test_another_plan_than_the_one_that_is_known_is_doubted() -> None:
    trees = known("Trồng cây xanh", "cây")
    (told,) = doubts_on_board([(PLANTED, None)], [trees])
    assert told.note == "bảng chỉ tiêu ghi kế hoạch 100 cây"
    assert doubts_on_board([(replace(PLANTED, value=Decimal(100)), None)], [trees]) == ()


def test_a_post_that_is_corrected_is_not_held_against_its_own_correction() -> None:
    number = PostNumber(Audience.EVERYONE, 4)
    sourced = replace(
        BUDGET, measurements=tuple(replace(one, source=Source(number, 1, "x")) for one in BUDGET.measurements)
    )
    text = "Thu ngân sách đạt 25,4% trong 6 tháng đầu năm 2026."
    assert doubts(text, sourced)
    assert doubts(text, sourced, corrected=number) == []
