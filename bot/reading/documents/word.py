"""A .docx as text: paragraphs and tables in their order, a table's row as one line with tabs.

What stands on the page and cannot be told in letters leaves a mark (`LOST`), which is doubted: a figure must not be
another one because a piece of it fell out.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from lxml import etree  # type: ignore[import-untyped]

from bot.reading.documents.document import LOST

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLDER_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {_W + "del", _W + "moveFrom", _W + "pPr", _W + "rPr", _OLDER_COPY}
"""What is not on the page: deleted words, properties (whose tab stops are called tab too), a drawing's second form."""
_WRAPPERS = {_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_SIGNS = {_W + "tab": "\t", _W + "ptab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SYMBOLS = dict(zip("°±²³´·¸¹£®", "°±″≥×•÷≠≤→", strict=True))
"""What the font Symbol draws in place of these letters (Unicode's mapping of Adobe's Symbol encoding)."""
_BOXES = dict(zip("¨oþýüû", "☐☐☑☒✓✗", strict=True))
"""The same of Wingdings; its other signs are ornaments, and no part of a sentence."""
MOST_SPAN = 64
# Decree 30/2020: a document's head and its foot are tables of two columns without lines, each column for itself.
_COLUMNS = ("CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "ĐẢNG CỘNG SẢN VIỆT NAM", "Nơi nhận")


def word_text(data: bytes) -> str:
    """The text of a .docx; content controls and accepted insertions too, deleted words not."""
    document = docx.Document(io.BytesIO(data))
    # Not python-docx's own walk: it leaves out content controls, in which forms keep all of their words.
    return "\n".join(_blocks(document.element.body))


def _blocks(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "p":
            yield _words(child)
        elif child.tag == _W + "tbl":
            yield from _table(child)
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag in (etree.Entity, _W + "altChunk"):
            # A text of its own format that only Word itself puts in here.
            yield LOST


def _words(element: Any) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag == _W + "t":
            parts.append(_letters(child))
        elif child.tag is etree.Entity:
            parts.append(LOST)
        elif child.tag == _W + "sym":
            parts.append(_symbol(child))
        elif child.tag == _M + "oMath":
            parts.append(_formula(child))
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        elif child.tag == _W + "txbxContent":
            parts += ["\n", "\n".join(_blocks(child)), "\n"]
        elif child.tag not in _GONE and isinstance(child.tag, str):
            parts.append(_words(child))
    return "".join(parts)


def _letters(element: Any) -> str:
    """The letters of one element: a comment between them ends nothing, an entity is defined outside of what is read."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in (etree.Comment, etree.ProcessingInstruction):
            parts.append(LOST)
        parts.append(child.tail or "")
    return "".join(parts)


def _symbol(element: Any) -> str:
    """A letter of a font that draws signs in the place of letters, from U+F000 on or where the letters stand."""
    font, code = element.get(_W + "font", ""), element.get(_W + "char", "")
    try:
        char = chr(int(code, 16) & 0xFFF if code.upper().startswith("F0") else int(code, 16))
    except (ValueError, OverflowError):
        return LOST
    if font.startswith(("Wingdings", "Webdings")):
        return _BOXES.get(char, "") if font == "Wingdings" else ""
    return _SYMBOLS.get(char, LOST) if font == "Symbol" else char


def _formula(element: Any) -> str:
    """A formula on one line, where it is one of letters, fractions and powers."""
    parts: list[str] = []
    for child in element:
        if child.tag == _M + "t":
            parts.append(_letters(child))
        elif child.tag == _M + "f":
            parts.append("/".join(_formula(part) for part in child if part.tag in (_M + "num", _M + "den")))
        elif child.tag == _M + "sSup":
            base, power = ("".join(map(_formula, child.iterfind(_M + name))) for name in ("e", "sup"))
            parts.append(base + (power.translate(_POWERS) if power.isdigit() else f"^{power}"))
        elif child.tag == _M + "r":
            parts.append(_formula(child))
        elif child.tag not in (_M + "rPr", _M + "ctrlPr", _W + "rPr"):
            parts.append(LOST)
    return "".join(parts)


def _table(table: Any) -> Iterator[str]:
    for row in _inside(table, "tr"):
        cells: list[list[str]] = []
        for cell in _inside(row, "tc"):
            cells.append([line.strip() for line in "\n".join(_blocks(cell)).split("\n") if line.strip()])
            cells += [[]] * (_span(cell) - 1)
        if any(line.startswith(_COLUMNS) for cell in cells for line in cell):
            yield from (line for cell in cells for line in cell)
        else:
            yield "\t".join(" ".join(" ".join(cell).split()) for cell in cells)


def _inside(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if child.tag == _W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _span(cell: Any) -> int:
    """Over how many columns a cell goes, so that what stands right of it keeps its column."""
    spans = cell.findall(f"{_W}tcPr/{_W}gridSpan")
    value = spans[0].get(_W + "val", "1") if spans else "1"
    return min(int(value), MOST_SPAN) if value.isascii() and value.isdigit() else 1
