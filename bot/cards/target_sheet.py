"""The table of targets as a worksheet: to look at, to print, to fill in and send back."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.periods import months
from bot.domain.target_cells import COLUMNS, read_value
from bot.domain.target_columns import PLAN, result_column
from bot.domain.target_table import Cells
from bot.messages.message import File

_NEVER = datetime(2020, 1, 1, tzinfo=UTC)
SHEET, HOW = "Chỉ tiêu", "Cách điền"
_WIDE = {COLUMNS["name"]: 38, COLUMNS["owner"]: 20, COLUMNS["topic"]: 16}
_EXAMPLES = (
    ("Thu ngân sách", "%", "ít nhất", "từng năm", "", "100", "105", "103,9"),
    ("Tỷ lệ hộ nghèo", "%", "nhiều nhất", "cả kỳ", "", "1,5", "", "1,2"),
    ("Khu phố văn hóa", "khu phố", "giữ ở", "cả kỳ", "", "6", "", "6"),
    ("Xây xong trường mầm non", "%", "mốc", "cả kỳ", "31/12/{year}", "100", "", "80"),
)
_ADVICE = (
    "Mỗi hàng một chỉ tiêu. Ô nào chưa biết thì để trống: gửi lại bảng, bot giữ nguyên những gì đã ghi.",
    "Yêu cầu: ít nhất, nhiều nhất, giữ ở, mốc (việc phải xong trước ngày ghi ở cột Hạn).",
    "Nhiệm kỳ: ghi 2025-2030, hoặc một năm: 2026. Tính theo: cả kỳ, hoặc từng năm khi năm nào cũng giao lại.",
    "Nhiều nơi giao thì thêm cột, ví dụ Kế hoạch: tỉnh giao. Mỗi kỳ báo cáo một cột, ví dụ Thực hiện: quý I năm 2026.",
    "(lũy kế) là tính từ đầu kỳ kế hoạch đến hết kỳ ấy; (trong kỳ) là riêng kỳ ấy.",
)


def targets_file(cells: Cells, name: str = "chi-tieu.xlsx") -> File:
    """The table as a file."""
    return File(name, _book([(SHEET, cells, ())]))


def template_file(today: date) -> File:
    """An empty table with its head, and beside it how it is filled in."""
    head = [
        *COLUMNS.values(),
        f"{PLAN}: tỉnh giao",
        f"{PLAN}: HĐND phường giao",
        result_column(months(today.year, 1, 12), cumulative=True),
    ]
    rows = [
        (name, unit, side, str(today.year), basis, due.format(year=today.year), "", "", "", *numbers)
        for name, unit, side, basis, due, *numbers in _EXAMPLES
    ]
    return File("mau-chi-tieu.xlsx", _book([(SHEET, [head], ()), (HOW, [head, *rows], _ADVICE)]))


def _book(sheets: Sequence[tuple[str, Cells, Sequence[str]]]) -> bytes:
    # It takes 40 ms to import, and is needed by whoever asks for a file alone.
    import xlsxwriter  # type: ignore[import-untyped]

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    # The same table is the same file, whenever it is made.
    book.set_properties({"created": _NEVER})
    plain = book.add_format({"valign": "top", "text_wrap": True})
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True, "bottom": 1})
    for title, cells, advice in sheets:
        sheet = book.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(cells[0]):
            sheet.set_column(column, column, _WIDE.get(name, 13), plain)
        for at, row in enumerate(cells):
            for column, text in enumerate(row):
                number = _number(text) if at and column >= len(COLUMNS) else None
                if number is None:
                    sheet.write_string(at, column, text, plain if at else bold)
                else:
                    sheet.write_number(at, column, number, plain)
        for line, said in enumerate(advice, len(cells) + 1):
            sheet.write_string(line, 0, said)
    book.close()
    return made.getvalue()


def _number(text: str) -> float | None:
    """A number that a worksheet keeps as it is: one of more digits than it has stays text."""
    try:
        value = read_value(text)
    except ValueError:
        return None
    return float(value) if Decimal(f"{float(value):.12g}") == value else None
