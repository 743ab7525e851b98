"""What figures of many posts are about, of which period each is, and how they are put together. Pure."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import Figure
from bot.domain.periods import Period, months
from bot.domain.posts import Audience, PostNumber
from bot.domain.results import MOST_PERIODS, around, assembled, matter_of, period_told, series_of
from bot.domain.views import SourcedFigure


def told(
    value: str, *, number: int = 1, label: str = "Thu ngân sách", period: str | None = None, title: str = "Báo cáo"
) -> SourcedFigure:
    figure = Figure(f"đạt {value}%", label, Decimal(value), "%", period=period, phrase=f"{label} đạt {value}%")
    return SourcedFigure(figure, PostNumber(Audience.EVERYONE, number), 0, title, date(2026, 7, 3))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tổng thu ngân sách", "Thu ngân sách đạt"), ("Tỷ lệ hộ nghèo", "Hộ nghèo"), ("Số ca mắc", "ca mắc")],
)
def test_words_around_what_is_counted_make_no_other_matter(one: str, other: str) -> None:
    assert matter_of(told("1", label=one).figure) == matter_of(told("1", label=other).figure)


def test_another_unit_is_another_matter() -> None:
    share = told("1").figure
    assert matter_of(share) != matter_of(Figure("1 tỷ", share.label, Decimal(10**9), "đồng"))


@pytest.mark.parametrize(
    ("period", "title", "is_of"),
    [
        ("2022", "Báo cáo năm 2023", months(2022, 1, 12)),
        ("6 tháng đầu năm", "Báo cáo năm 2023", months(2023, 1, 6)),
        ("6 tháng đầu năm", "Báo cáo", months(2026, 1, 6)),
        (None, "Báo cáo quý II năm 2024", months(2024, 4, 6)),
        ("so với cùng kỳ", "Báo cáo quý II năm 2024", months(2024, 4, 6)),
        (None, "Hội nghị giữa nhiệm kỳ 2020-2025", None),
        ("10 năm qua", "Báo cáo năm 2023", None),
    ],
)
def test_a_figures_period_is_its_own_or_that_of_the_title(period: str | None, title: str, is_of: Period | None) -> None:
    assert period_told(told("1", period=period, title=title)) == is_of


def test_periods_of_one_kind_are_compared_where_there_are_enough() -> None:
    years = [told(str(year - 1900), number=year, period=str(year)) for year in range(2020, 2024)]
    halves = [told("50", number=3000, period="6 tháng đầu năm 2023")]
    series = series_of(matter_of(years[0].figure), [*halves, *reversed(years)])
    assert [period.name for period, _ in series.points] == [f"năm {year}" for year in range(2020, 2024)]
    few = series_of(matter_of(years[0].figure), [*halves, *years[:2]])
    assert [period.name for period, _ in few.points] == ["năm 2020", "năm 2021", "6 tháng đầu năm 2023"]


def test_a_series_keeps_the_latest_periods_and_of_each_what_the_newest_post_says() -> None:
    years = [told("1", number=2, period=str(year)) for year in range(2000, 2020)]
    series = series_of(matter_of(years[0].figure), [told("7", number=3, period="2019"), *years])
    assert len(series.points) == MOST_PERIODS
    assert series.points[-1][1].figure.value == 7
    assert series.points[0][0] == months(2020 - MOST_PERIODS, 1, 12)


LINES = st.builds(
    told,
    st.integers(0, 3).map(str),
    number=st.integers(1, 4),
    label=st.sampled_from(("Thu ngân sách", "Hộ nghèo", "Tổng thu ngân sách")),
    period=st.none() | st.sampled_from(("2023", "2024", "6 tháng đầu năm 2024")),
)


@given(st.lists(LINES, max_size=12))
def test_every_value_is_told_and_what_is_of_one_matter_stands_together(figures: list[SourcedFigure]) -> None:
    shown = assembled(figures)
    said = {(matter_of(one), one.period, one.value) for line in shown for one in line.line}
    assert said == {(matter_of(one.figure), one.figure.period, one.figure.value) for one in figures}
    matters = [matter_of(one.line[0]) for one in shown]
    assert len([one for at, one in enumerate(matters) if at == 0 or matters[at - 1] != one]) == len(set(matters))


def test_a_figure_is_looked_at_with_its_sentence_and_the_heading_above() -> None:
    body = "Phần một.\nAn sinh xã hội:\n- Trao 40 suất quà cho hộ nghèo. Sửa 2 căn nhà.\nKinh tế: thu đạt 90%."
    seen = around(body, "40 suất quà")
    assert "An sinh xã hội" in seen
    assert "hộ nghèo" in seen
    assert "Sửa" not in seen
    assert around(body, "không có") == ""
