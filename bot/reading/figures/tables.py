"""Tables as people paste them: cells parted by tabs or pipes, or one cell a line."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.figures import Figure, Wording
from bot.reading.figures.figures import Placed
from bot.reading.grammar.numbers import Amount, Measure, measure_at, parse
from bot.reading.grammar.text import Text

_VALUE = re.compile(r"[≥≤<>~+\- ]{0,3}(\d+(?:[.,]\d+)*)(?: ?/ ?(\d+(?:[.,]\d+)*))?\s*([^\d\s].*)?\Z")
_RULE = re.compile(r"[\s|:\-+=]+\Z")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_PERIOD = re.compile(
    r"(?:6|9|sáu|chín) tháng(?: đầu| cuối)?(?: năm)?(?: 20\d\d)?|tháng \d{1,2}(?:\s?/\s?20\d\d|"
    r" năm 20\d\d)?|quý (?:iv|iii|ii|i|\d)(?:\s?/\s?20\d\d| năm 20\d\d)?|"
    r"20\d\d\s?-\s?20\d\d|20\d\d"
)
_UNIT_LINE = re.compile(r"(?:đvt|đơn vị tính|đơn vị)\s*:\s*([^\n)|\t]{1,30})")
_NUMBERING = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6}|[a-z])(?:\.\d{1,2})*[.)]?\Z")
_STT = frozenset(("stt", "tt", "số tt", "số thứ tự"))
_UNITS = frozenset(("đvt", "đơn vị tính", "đơn vị", "đv tính", "đơn vị đo"))
_SHARE = re.compile(r"%|tỷ lệ|tỉ lệ|so sánh|so với|(?:th|thực hiện)\s?/\s?(?:kh|kế hoạch)|mức độ")
_PLAN = re.compile(
    r"kế hoạch|(?<!\w)kh(?!\w)|dự toán|chỉ tiêu (?:giao|năm|kế|được|20)|mục tiêu|được giao|(?<!\w)giao(?!\w)|phấn đấu"
)
_WIDEST = 60  # characters of a cell that stands alone on its line
_MOST_CELLS = 12
_MOST_ROWS = 3000  # of all tables of a text: 200 KB, the most that is taken in, hold hardly more
_SCALE_WORDS = {Decimal(10**9): "tỷ ", Decimal(10**6): "triệu ", Decimal(10**3): "nghìn "}
_PERCENT = Measure("%", Decimal(1), 0)


@dataclass(slots=True)
class Row:
    """One line of a table: its span and its cells, each with its span."""

    start: int
    end: int
    cells: list[tuple[int, int]]


@dataclass(slots=True)
class _Column:
    """What a column holds: number, label, unit, plan, share or actual; and the unit and period its header names."""

    role: str
    name: str
    measure: Measure | None = None
    period: str | None = None


def tables_of(text: Text) -> tuple[list[Placed], list[tuple[int, int]]]:
    """Give the figures of all tables, and the spans that they fill; a row's quote is the whole row.

    A plan column gives targets, a percent column percentages, any other number a result; units come from the unit
    column, from brackets in a heading or a label, or from "Đơn vị tính: …" above.
    """
    found: list[Placed] = []
    spans: list[tuple[int, int]] = []
    blocks = _blocks(text) if "\t" in text.clean or "|" in text.clean else []
    for block in blocks + _stacked(text):
        made = _read(text, block)
        if made:
            found.extend(made)
            spans.append((block[0].start, block[-1].end))
    return sorted(found, key=lambda p: p.amount.start), sorted(spans)


def _blocks(text: Text) -> list[list[Row]]:
    """Gather runs of lines with tabs or pipes."""
    blocks: list[list[Row]] = []
    rows: list[Row] = []
    at = count = 0
    for line in text.clean.split("\n"):
        row = _row(line, at) if count < _MOST_ROWS else None
        if row:
            rows.append(row)
            count += 1
        elif not (rows and line.strip() and _RULE.match(line)):
            if len(rows) > 1:
                blocks.append(rows)
            rows = []
        at += len(line) + 1
    if len(rows) > 1:
        blocks.append(rows)
    return blocks


def _row(line: str, at: int) -> Row | None:
    mark = "|" if "|" in line else "\t"
    if mark not in line or _RULE.match(line):
        return None
    cells: list[tuple[int, int]] = []
    begin = 0
    for piece in line.split(mark):
        cells.append((at + begin, at + begin + len(piece)))
        begin += len(piece) + 1
    if mark == "|" and line.lstrip().startswith("|"):
        cells = cells[1:]
    if mark == "|" and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return Row(at, at + len(line), cells) if 2 <= len(cells) <= _MOST_CELLS else None


def _stacked(text: Text) -> list[list[Row]]:
    """Gather tables with one cell a line: a header that begins with STT, then rows that begin with 1, 2, 3."""
    if not re.search(r"(?:^|\n)[ ]*(?:stt|tt|số tt)[ ]*\n", text.low):
        return []
    lines: list[tuple[int, int, str]] = []
    at = 0
    for line in text.clean.split("\n"):
        if line.strip():
            lines.append((at, at + len(line), line.strip().lower()))
        at += len(line) + 1
    blocks: list[list[Row]] = []
    index = 0
    while index < len(lines):
        if lines[index][2] in _STT:
            block, index = _stack(lines, index)
            if block:
                blocks.append(block)
        else:
            index += 1
    return blocks


def _stack(lines: list[tuple[int, int, str]], first: int) -> tuple[list[Row], int]:
    header: list[tuple[int, int]] = []
    index = first
    while index < len(lines) and lines[index][2] not in {"1", "01", "i"} and len(header) <= _MOST_CELLS:
        start, end, words = lines[index]
        if len(words) > _WIDEST:
            return [], index + 1
        # A heading cell broken over lines goes on in lower case: "Tên mô hình/⏎phần việc".
        goes_on = header and lines[index - 1][2].endswith("/")
        if goes_on:
            header[-1] = header[-1][0], end
        else:
            header.append((start, end))
        index += 1
    width = len(header)
    if index >= len(lines) or not 3 <= width <= _MOST_CELLS:
        return [], max(index, first + 1)
    rows = [Row(header[0][0], header[-1][1], header)]
    number = 1
    while index < len(lines) and lines[index][2].rstrip(".") in {str(number), f"{number:02d}"}:
        stop = index + 1
        while stop < len(lines) and stop - index < width:
            if (
                lines[stop][2].rstrip(".") == str(number + 1)
                and stop - index >= 3
                and len(lines[stop][2]) < 3
                and (stop - index == width)
            ):
                break
            stop += 1
        cells = [(start, end) for start, end, _ in lines[index:stop]]
        if len(cells) < width:
            break
        rows.append(Row(cells[0][0], cells[-1][1], cells))
        index = stop
        number += 1
    return (rows if len(rows) > 1 else []), max(index, first + 1)


def _read(text: Text, rows: list[Row]) -> list[Placed]:
    width = max(len(row.cells) for row in rows)
    header = 0
    while header < len(rows) and not _has_value(text, rows[header]):
        header += 1
    if header == len(rows) or header > 4:
        return []
    columns = _columns(text, rows[:header], rows[header:], width)
    caption = text.low[max(0, rows[0].start - 200) : rows[0].start]
    unit_line = _UNIT_LINE.search(caption)
    general = _measure(unit_line[1]) if unit_line else None
    made: list[Placed] = []
    for row in rows[header:]:
        made += _figures(text, row, columns, general)
    return made


def _has_value(text: Text, row: Row) -> bool:
    """A row of values has a number in a cell after its first, and that number is no year alone."""
    for start, end in row.cells[1:]:
        cell = text.low[start:end].strip()
        match = _VALUE.match(cell)
        if match and not re.fullmatch(r"(?:năm )?20\d\d", cell) and (match[3] is None or _measure(match[3])):
            return True
    return False


def _columns(text: Text, header: list[Row], body: list[Row], width: int) -> list[_Column]:
    columns: list[_Column] = []
    labelled = False
    for index in range(width):
        names = [text.low[r.cells[index][0] : r.cells[index][1]].strip() for r in header if index < len(r.cells)]
        name = " ".join(n for n in names if n)
        shown = " ".join(text.quote(*r.cells[index]) for r in header if index < len(r.cells)).strip()
        bracket = _IN_BRACKETS.search(name)
        column = _Column("actual", shown, _measure(bracket[1]) if bracket else None, _period(name))
        if name.strip(" .") in _STT or (index == 0 and not name and _all(text, body, 0, _NUMBERING)):
            column.role = "number"
        elif name.strip(" .") in _UNITS:
            column.role = "unit"
        elif not labelled and not _all(text, body, index, _VALUE):
            column.role, labelled = "label", True
        elif _SHARE.search(name):
            column.role = "share"
        elif _PLAN.search(name):
            column.role = "plan"
        columns.append(column)
    return columns


def _all(text: Text, body: list[Row], index: int, pattern: "re.Pattern[str]") -> bool:
    cells = [text.low[r.cells[index][0] : r.cells[index][1]].strip() for r in body[:30] if index < len(r.cells)]
    return bool(cells) and sum(bool(pattern.match(cell)) for cell in cells if cell) > 0.6 * len(cells)


def _period(name: str) -> str | None:
    match = _PERIOD.search(name)
    return match[0] if match else None


def _measure(unit: str) -> Measure | None:
    unit = unit.strip(" .;:")
    if unit in {"đ", "vnđ", "vnd"}:
        unit = "đồng"
    made = measure_at(f" {unit}", 0, lenient=True) if unit else None
    return made if made and made.end >= len(unit) - 1 else None


def _figures(text: Text, row: Row, columns: list[_Column], general: Measure | None) -> list[Placed]:
    label, measure = "", None
    for column, (start, end) in zip(columns, row.cells, strict=False):
        cell = text.low[start:end].strip()
        if column.role == "label":
            label = text.quote(start, end)
            bracket = _IN_BRACKETS.search(cell)
            measure = measure or (_measure(bracket[1]) if bracket else None)
        elif column.role == "unit":
            measure = _measure(cell) or measure
    made: list[Placed] = []
    told: list[tuple[_Column, str]] = []
    quote = text.quote(row.start, row.end)
    for column, (start, end) in zip(columns, row.cells, strict=False):
        if column.role in {"number", "label", "unit"}:
            continue
        match = _VALUE.match(text.low[start:end].strip())
        value = parse(match[1]) if match else None
        if match is None or value is None:
            continue
        own = _measure(match[3]) if match[3] else None
        if match[3] and own is None:
            continue
        share = column.role == "share" and (own is None or own.unit == "%")
        used = _PERCENT if share else own or column.measure or measure or general
        whole = parse(match[2]) if match[2] else None
        scale, extra = (used.scale, used.extra) if used else (Decimal(1), Decimal(0))
        figure = Figure(
            quote=quote,
            label=f"{label} – {column.name}" if column.name and column.role != "plan" else label or column.name,
            value=value * scale + extra,
            unit=used.unit if used else None,
            of=whole * scale if whole else None,
            period=column.period,
            is_target=column.role == "plan",
        )
        amount = Amount(start, end, figure.value, figure.unit, of=figure.of, literal=match[1])
        made.append(Placed(replace(figure, label=figure.label[:120]), amount, row.start, row.end, role=column.role))
        told.append((column, _with_unit(text.quote(start, end), used, own)))
    phrase = _phrase(label, told)
    return [replace(p, figure=replace(p.figure, phrase=phrase, wording=Wording.ROW)) for p in made]


def _with_unit(cell: str, used: Measure | None, own: Measure | None) -> str:
    if used is None or own is not None:
        return cell
    if used.unit.startswith(("%", "‰")):
        return f"{cell}{used.unit}"
    return f"{cell} {_SCALE_WORDS.get(used.scale, '')}{used.unit}"


def _phrase(label: str, told: list[tuple[_Column, str]]) -> str:
    """Compose a row's phrase from its cells: "Thu ngân sách: 16,4/31,2 tỷ đồng (52,6%)".

    What was planned stands behind what was done, and a share of it in brackets; other columns keep their headings.
    """
    label = " ".join(_IN_BRACKETS.sub("", label).split()).rstrip(" .:;,")
    roles = [column.role for column, _ in told]
    if sorted(roles) in (["actual", "plan"], ["actual", "plan", "share"]):
        words = {column.role: cell for column, cell in told}
        done, planned = words["actual"], words["plan"]
        number, _, unit = done.partition(" ")
        ratio = f"{number}/{planned}" if unit and planned.endswith(f" {unit}") else f"{done} / {planned}"
        share = f" ({words['share']})" if "share" in words else ""
        return f"{label}: {ratio}{share}" if label else f"{ratio}{share}"
    if len(told) == 1:
        return ": ".join(filter(None, (label or told[0][0].name, told[0][1])))
    cells = "; ".join(f"{' '.join(column.name.split())} {cell}".strip() for column, cell in told)
    return f"{label}: {cells}" if label else cells
