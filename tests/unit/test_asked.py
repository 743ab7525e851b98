"""Periods in questions and titles."""

from datetime import date

import pytest

from bot.domain.asked import asked_in, named_in
from bot.domain.periods import months

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("typed", "words", "period", "year"),
    [
        ("ngan sach 2023", "ngan sach", "năm 2023", 2023),
        ("hộ nghèo 6 tháng", "hộ nghèo", "6 tháng đầu", None),
        ("Ngân sách, 6 tháng đầu năm 2023?", "Ngân sách,", "6 tháng đầu năm 2023", 2023),
        ("thu quý này", "thu", "quý II năm 2026", 2026),
        ("tháng trước thu ngân sách", "thu ngân sách", "tháng 4 năm 2026", 2026),
        ("9 tháng năm ngoái", "", "9 tháng đầu năm 2025", 2025),
        ("quý iv 2024", "", "quý IV năm 2024", 2024),
    ],
)
def test_a_period_is_taken_out_of_a_question(typed: str, words: str, period: str, year: int | None) -> None:
    rest, asked = asked_in(typed, TODAY)
    assert asked is not None
    assert (rest, asked.name, asked.year) == (words, period, year)


@pytest.mark.parametrize(
    "typed", ["khen thưởng", "trẻ 9 tháng tuổi", "chỉ tiêu 2020-2025", "tháng 13", "quỹ vì người nghèo"]
)
def test_words_that_name_no_period_stay_as_they_are(typed: str) -> None:
    assert asked_in(typed, TODAY) == (typed, None)


def test_last_month_in_january_is_of_last_year() -> None:
    _, asked = asked_in("tháng trước", date(2026, 1, 3))
    assert asked is not None
    assert asked.name == "tháng 12 năm 2025"


def test_a_year_is_met_by_its_parts_and_months_by_the_same_of_any_year() -> None:
    _, year = asked_in("2023", TODAY)
    _, half = asked_in("6 tháng", TODAY)
    assert year is not None
    assert half is not None
    assert year.met_by(months(2023, 1, 6))
    assert not year.met_by(months(2022, 1, 12))
    assert half.met_by(months(2019, 1, 6))
    assert not half.met_by(months(2019, 1, 12))


def test_a_title_names_the_period_of_its_figures_but_no_term() -> None:
    assert named_in("Báo cáo 6 tháng đầu năm 2024; nhiệm vụ 6 tháng cuối năm", 2026) == months(2024, 1, 6)
    assert named_in("Báo cáo tháng 3", 2026) == months(2026, 3, 3)
    assert named_in("Hội nghị giữa nhiệm kỳ 2020-2025", 2026) is None
