"""How long reading takes: a text ten times as long should take about ten times as long, whatever stands in it."""

import time
from statistics import median

from bot.reading.reader import read
from tests.bench.house import Figure

PROSE = (
    "Sáng ngày 08-7, Đảng ủy phường Tân Lộc tổ chức hội nghị sơ kết. Đến nay phường đạt 10/12 chỉ tiêu đạt và vượt; "
    "thu ngân sách đạt 103,9% năm 2022; vận động Quỹ với số tiền gần 2,6 tỉ đồng, chăm lo cho 7.950 lượt hộ, "
    "sửa 02 căn nhà.\n"
)
PIECES = (PROSE, "05 hộ, ", "1/2/", "5% và ", "ngày ", "a\t5\t6%\n", "(((", "tổng 5 hộ: 3 hộ, ", "x")
ROUNDS = 3


def _seconds(text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


async def reading() -> list[Figure]:
    """CPU of 100 KB of each piece, and how many times that of 10 KB it is."""
    found = []
    for piece in PIECES:
        short = median(_seconds(piece * (10_000 // len(piece))) for _ in range(ROUNDS))
        long = median(_seconds(piece * (100_000 // len(piece))) for _ in range(ROUNDS))
        ratio = long / max(short, 0.001)
        found.append(Figure(f"read 100 KB of {piece[:12]!r}", f"{long:.2f} s, {ratio:.1f} × 10 KB", "≤ 20 ×, ≤ 5 s"))
    return found
