"""A .xlsx as text: each visible sheet with its name, a row as one line with tabs, numbers as Vietnamese write them."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import python_calamine

from bot.errors import DocumentError
from bot.reading.documents.percents import Percents, cell_name


def sheets_text(data: bytes, wanted: str = "") -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The text of a workbook, and the names of its sheets where it has several; of one sheet where one is `wanted`.

    Hidden sheets are not for the readers, and left out. Last comes for each line of the text the cell in which it
    begins ("B4"), empty for what is no row.
    """
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise DocumentError("document-encrypted") from None
    shown = [
        one.name
        for one in workbook.sheets_metadata
        if one.visible == python_calamine.SheetVisibleEnum.Visible
        and one.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    percents = Percents(data)
    found: dict[str, list[tuple[str, str]]] = {}
    for name in shown:
        rows = list(_rows(workbook.get_sheet_by_name(name), percents.of(name)))
        if rows:
            found[name] = rows
    sheets = tuple(found) if len(found) > 1 else ()
    lines = found.get(wanted, [])
    if wanted not in found:
        for name, rows in found.items():
            head = [("", name)] if len(shown) > 1 else []
            lines += [*([("", "")] if lines else []), *head, *rows]
    return "\n".join(line for _, line in lines), sheets, tuple(place for place, _ in lines)


def _rows(sheet: python_calamine.CalamineSheet, percents: set[str]) -> Iterator[tuple[str, str]]:
    # Empty rows at the top are given, empty columns on the left are not.
    first = sheet.start[1] if sheet.start else 0
    for at, row in enumerate(sheet.iter_rows()):
        cells = [
            _percent(value) if percents and cell_name(at, column) in percents else _cell(value)
            for column, value in enumerate(row, first)
        ]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield cell_name(at, first), "\t".join(cells)


_ERRORS = frozenset(("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"))
"""ECMA-376, 18.17.3: what stands where a formula could not be reckoned."""


def _cell(value: Any) -> str:
    match value:
        case bool():
            return "có" if value else "không"
        case int() | float():
            return _number(value)
        case datetime():
            return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%H:%M %d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            return str(value)
    text = " ".join(str(value).split())
    return "" if text in _ERRORS else text


def _percent(value: Any) -> str:
    return f"{_number(value * 100)}%" if isinstance(value, int | float) else _cell(value)


def _number(value: float) -> str:
    """12 significant digits: a sheet keeps 15, of which the last ones are the rounding of its own arithmetic."""
    text = format(Decimal(f"{value:.12g}"), "f")
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text
