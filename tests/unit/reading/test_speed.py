"""Reading is linear: a text ten times as long takes about ten times as long."""

import time

import pytest

from bot.reading.reader import read

PROSE = (
    "Sáng ngày 08-7, Đảng ủy phường Tân Lộc tổ chức hội nghị sơ kết. Đến nay phường đạt 10/12 chỉ tiêu đạt và vượt; "
    "thu ngân sách đạt 103,9% năm 2022; vận động Quỹ với số tiền gần 2,6 tỉ đồng, chăm lo cho 7.950 lượt hộ, "
    "sửa 02 căn nhà.\n"
)


def seconds(text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin


@pytest.mark.parametrize(
    "piece", [PROSE, "05 hộ, ", "1/2/", "5% và ", "ngày ", "a\t5\t6%\n", "(((", "tổng 5 hộ: 3 hộ, ", "x"]
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    short = min(seconds(piece * (10_000 // len(piece))) for _ in range(2))
    long = seconds(piece * (100_000 // len(piece)))
    assert long < 20 * max(short, 0.03)
    assert long < 5
