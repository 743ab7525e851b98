"""A span of time as it is typed is spelled out with its day, or left as it is."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.reading.reader import read
from bot.reading.spans import spelled_out

NOW = datetime(2026, 11, 30, 15, 0, tzinfo=VIETNAM)  # a Monday


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mai 7h den 11h", "từ 7 giờ đến 11 giờ, thứ Ba 01/12/2026"),
        ("từ 7h30 đến 11h30 ngày 2/12", "từ 7 giờ 30 đến 11 giờ 30, thứ Tư 02/12/2026"),
        ("sáng mai 7h - 11h", "từ 7 giờ đến 11 giờ, thứ Ba 01/12/2026"),
        ("2h chiều mai đến 4h", "từ 14 giờ đến 16 giờ, thứ Ba 01/12/2026"),
        ("22h mai đến 4h", "từ 22 giờ thứ Ba 01/12/2026 đến 4 giờ thứ Tư 02/12/2026"),
        ("thứ bảy 7h đến chủ nhật 17h", "từ 7 giờ thứ Bảy 05/12/2026 đến 17 giờ Chủ nhật 06/12/2026"),
        ("7h toi 11h mai", "từ 7 giờ đến 11 giờ, thứ Ba 01/12/2026"),
        ("tu 18h toi nay", "từ 18 giờ thứ Hai 30/11/2026"),
        ("19h thứ sáu", "19 giờ thứ Sáu 04/12/2026"),
    ],
)
def test_the_day_is_told_in_full_and_read_back(typed: str, told: str) -> None:
    assert spelled_out(typed, NOW) == told
    notice = f"Thông báo cúp điện\n\nKính báo bà con.\nThời gian: {told}.\nĐịa điểm cúp điện: hẻm 47."
    reading = read(notice)
    assert reading.starts_at is not None
    assert f"{reading.starts_at:%d/%m/%Y}" in told
    assert reading.warnings == ()


@pytest.mark.parametrize(
    "typed",
    [
        "7h30 đến 11h ngày 25/11/2026",
        "7h đến 11h",
        "cả ngày mai",
        "7h đến 11h và 13h đến 17h mai",
        "sáng thứ Năm hằng tuần",
        "mai 11h đến 31/2 7h",
        "",
    ],
)
def test_what_is_full_has_no_day_or_is_not_plain_stays_as_it_was_typed(typed: str) -> None:
    assert spelled_out(typed, NOW) is None


@given(st.text(alphabet="0123456789h -/đếnmaitừ:.sángchiều", max_size=40))
def test_it_never_fails_and_a_span_never_ends_before_it_begins(typed: str) -> None:
    spelled_out(typed, NOW)
