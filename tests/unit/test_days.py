"""Which days a question names, and whether a post tells of them."""

from datetime import date

import pytest

from bot.services.days import days_of
from bot.understanding import understand

TODAY = date(2026, 11, 30)
"""A Monday."""

ASKED = {
    "mai có cúp điện không": "12-01",
    "hom nay cup dien khong": "11-30",
    "bữa nay có gom rác không": "11-30",
    "hôm qua cúp điện mấy giờ": "11-29",
    "thu nam co cup dien khong": "12-03",
    "thứ 2 cúp nước": "11-30",
    "thứ hai tuần sau cúp nước hả": "12-07",
    "chủ nhật này có tiêm không": "12-06",
    "t7 có làm lễ gì ở chùa": "12-05",
    "3/12 co cup nuoc khong": "12-03",
    "ngày 5 tháng 12 cúp điện ở đâu": "12-05",
    "mung 3 thang 1 co phat gao khong": "01-03",
    "ngay 25 co cup dien khong": "12-25",
    "mốt cúp nước không": "12-02",
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_day_is_read_as_it_is_said(asked: str) -> None:
    days = days_of(understand(asked), TODAY)
    assert days is not None
    assert days[0] == days[1]
    assert f"{days[0]:%m-%d}" == ASKED[asked]


@pytest.mark.parametrize(
    "asked",
    [
        "thu nam 2025 bao nhieu",
        "thu năm nay đạt mấy phần trăm",
        "cúp điện hẻm 3/12",
        "số nhà 12/4 cúp nước",
        "thủ tục làm khai sinh",
        "họp khóm 3",
        "tin ngày hội",
    ],
)
def test_what_only_looks_like_a_day_is_none(asked: str) -> None:
    assert understand(asked).on is None
