import pytest

from bot.domain.figures import Tally
from bot.reading.reader import read


@pytest.mark.parametrize(
    ("sentence", "met", "total"),
    [
        ("Phường đã hoàn thành 11/14 chỉ tiêu đạt và vượt nghị quyết.", 11, 14),
        ("Đạt và vượt 11/14 chỉ tiêu nghị quyết giao.", 11, 14),
        ("Trong 15 chỉ tiêu có 6 chỉ tiêu vượt và 7 chỉ tiêu đạt.", 13, 15),
        ("Trong 15 chỉ tiêu có 6 vượt, 7 đạt, 2 chưa đạt.", 13, 15),
        ("Trong tổng số 20 chỉ tiêu, có 18 chỉ tiêu đạt và vượt (trong đó 5 chỉ tiêu vượt).", 18, 20),
        ("Dự kiến đạt 18/18 chỉ tiêu, trong đó 7/18 chỉ tiêu vượt.", 18, 18),
        ("Có 6/15 chỉ tiêu vượt, 7/15 chỉ tiêu đạt.", 13, 15),
        ("Có 13 trên 15 chỉ tiêu đạt kế hoạch.", 13, 15),
        ("Cơ bản hoàn thành 16/19 chỉ tiêu; còn 03 chỉ tiêu chưa có số so sánh.", 16, 19),
    ],
)
def test_targets_met_are_counted(sentence: str, met: int, total: int) -> None:
    assert read(f"Báo cáo của phường\n\n{sentence}").tally == Tally(met, total)


@pytest.mark.parametrize(
    "sentence",
    [
        "Các chỉ tiêu đề ra đều đạt và vượt.",
        "Đại hội đề ra 18 chỉ tiêu cụ thể.",
        "Phấn đấu đến cuối năm đạt 15/15 chỉ tiêu.",
        "Còn 3/15 chỉ tiêu chưa đạt.",
        "Có 10/12 chi bộ đạt trong sạch vững mạnh.",
    ],
)
def test_what_counts_no_targets_met_gives_no_tally(sentence: str) -> None:
    assert read(f"Báo cáo của phường\n\n{sentence}").tally is None
