"""Tables as pasted: tabs, pipes, one cell a line."""

from decimal import Decimal

from bot.domain.figures import Figure
from bot.reading.reader import read

HEAD = "Báo cáo kết quả\n\n"


def facts(figures: tuple[Figure, ...]) -> list[tuple[int | Decimal, str | None, bool]]:
    return [(f.value, f.unit, f.is_target) for f in figures]


def test_a_row_gives_plan_actual_and_percent_with_the_row_as_quote() -> None:
    row = "1\tThu ngân sách\ttỷ đồng\t20\t12,3\t61,5"
    figures = read(f"{HEAD}STT\tChỉ tiêu\tĐVT\tKế hoạch năm 2026\tThực hiện 6 tháng\tTỷ lệ (%)\n{row}\n").figures
    assert facts(figures) == [
        (20 * 10**9, "đồng", True),
        (Decimal("12.3") * 10**9, "đồng", False),
        (Decimal("61.5"), "%", False),
    ]
    assert {f.quote for f in figures} == {row}
    assert [f.period for f in figures] == ["2026", "6 tháng", None]
    assert all(f.label.startswith("Thu ngân sách") for f in figures)


def test_pipes_and_units_in_brackets_are_understood() -> None:
    table = "| Nội dung | KH (hộ) | Kết quả (hộ) |\n|---|---|---|\n| Hộ văn hóa | 1.200 | 1.150 |\n"
    assert facts(read(HEAD + table).figures) == [(1200, "hộ", True), (1150, "hộ", False)]


def test_one_cell_a_line_is_a_table_too() -> None:
    table = "STT\nTên mô hình/\nphần việc\nĐVT\nKế hoạch\nKết quả\n1\nCamera\ncái\n20\n18\n2\nĐèn đường\ncái\n5\n6\n"
    figures = read(HEAD + table).figures
    assert facts(figures) == [(20, "cái", True), (18, "cái", False), (5, "cái", True), (6, "cái", False)]
    assert figures[0].quote == "1\nCamera\ncái\n20\n18"


def test_the_line_above_names_the_unit() -> None:
    table = "Đơn vị tính: triệu đồng\nNội dung\tDự toán\tThực hiện\nThu phí\t200\t150\n"
    assert facts(read(HEAD + table).figures) == [(200 * 10**6, "đồng", True), (150 * 10**6, "đồng", False)]


def test_a_letterhead_in_two_columns_is_no_table() -> None:
    text = (
        "UBND PHƯỜNG\tCỘNG HÒA\nSố: 12/BC-UBND\tTân Lộc, ngày 05 tháng 7 năm 2026\n\nBÁO CÁO\nKết quả tháng\n\nĐã xong."
    )
    assert read(text).figures == ()
