"""A table of targets as text cells: the one form in which they are typed, sent, kept for a yes, and given out. Pure.

The first row that names a column "Chỉ tiêu" is the head; what its columns mean is read in `target_columns`. An empty
cell leaves what is known as it is.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.periods import Period
from bot.domain.target_cells import (
    COLUMNS,
    DONE,
    FIELDS,
    LONGEST,
    fields_of,
    plain_number,
    read_plan,
    read_term,
    read_value,
)
from bot.domain.target_columns import PLAN, Column, column_of, is_name, plan_name, result_column, term_in
from bot.domain.targets import Direction, Plan, Target
from bot.domain.words import fold_words

MOST_ROWS, MOST_PLANS, MOST_RESULTS = 100, 5, 40


@dataclass(frozen=True, slots=True)
class Result:
    """A value in a period, as a table gives it."""

    period: str
    cumulative: bool
    value: Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One target of a table: what the table says of it, and its results."""

    name: str
    term: str
    given: Mapping[str, Any]
    """Fields of `Target` by name, and whether it has `ended`; what is not in it is left as it is."""
    plans: Mapping[str, Decimal] = field(default_factory=dict)
    results: tuple[Result, ...] = ()
    bare: bool = False
    """Whether its name alone is filled in, as that of a heading or of who signs."""

    def onto(self, before: Target | None, now: datetime) -> Target:
        """The target as it is to be; a plan that had no name goes when one with a name comes."""
        one = before or Target(0, self.name, "", Direction.AT_LEAST, (), term=self.term)
        kept = {each.name: each.value for each in one.plans if each.name or not any(self.plans)}
        # A plan that the target knows by its year too ("tỉnh giao năm 2026") is that plan, and keeps its name.
        known = {plan_name(each, self.term): each for each in kept} | {each: each for each in kept}
        plans = kept | {known.get(name, name): value for name, value in self.plans.items()}
        given = {name: value for name, value in self.given.items() if name != "ended"}
        if "ended" in self.given:
            given["ended_at"] = (one.ended_at or now) if self.given["ended"] else None
        one = replace(one, name=self.name, term=self.term, **given)
        if one.direction is Direction.MILESTONE and not plans:
            plans, one = {"": DONE}, replace(one, unit=one.unit or "%")
        return replace(one, plans=tuple(Plan(name, value) for name, value in plans.items()))


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be used: its name ("C7"), the reason, and what stands there."""

    cell: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table says, and which of its cells are wrong: then nothing of it is taken."""

    rows: tuple[Row, ...]
    bad: tuple[BadCell, ...] = ()


Cells = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells with where they stand: the row of each, and the column in which it begins, from 0."""

    rows: tuple[tuple[str, ...], ...]
    places: tuple[tuple[int, int], ...] = ()

    def cell(self, row: int, column: int) -> str:
        """A cell's name as a worksheet has it, "C7"; without places its rows are counted."""
        at, first = self.places[row] if self.places else (row, 0)
        return f"{letters(first + column)}{at + 1}"


def letters(column: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def typed_grid(text: str) -> Grid:
    """A table that was typed or pasted: cells parted by tabs, or by bars; empty lines are rows too."""
    lines = text.splitlines()
    bar = "\t" if any("\t" in line for line in lines) else "|"
    # Bars around every row, as Markdown has them, are no cells.
    framed = bar == "|" and all(line.lstrip().startswith("|") for line in lines if "|" in line)
    rows, places, at = [], [], 0
    for line in lines:
        cells = [" ".join(cell.split()) for cell in (line.strip()[1:] if framed else line).split(bar)]
        signs = set("".join(cells))
        if signs - set("-: "):
            rows.append(tuple(cells))
            places.append((at, 0))
        # The rule below a head, as Markdown has it, is no row.
        at += not signs or bool(signs - set("-: "))
    return Grid(tuple(rows), tuple(places))


def sheet_grid(lines: Sequence[str], places: Sequence[str]) -> Grid:
    """The first sheet of a workbook that has such a table; without one, its first sheet. A line without a place is none
    of a sheet's rows, and parts one sheet from the next."""
    sheets: list[list[tuple[str, str]]] = [[]]
    for line, place in zip(lines, places, strict=True):
        if place:
            sheets[-1].append((place, line))
        elif sheets[-1]:
            sheets.append([])
    grids = [
        Grid(tuple(tuple(line.split("\t")) for _, line in rows), tuple(_place(place) for place, _ in rows))
        for rows in sheets
    ]
    return next((one for one in grids if _head(one) is not None), grids[0])


def _place(cell: str) -> tuple[int, int]:
    """A cell's row and column by its name, both from 0."""
    column = 0
    for letter in cell.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1, column - 1


def from_head(grid: Grid) -> Grid:
    """The same table with its rows counted from its head, for a text that has no cells of its own."""
    head = _head(grid)
    return grid if head is None else Grid(grid.rows, tuple((at - grid.places[head][0], 0) for at, _ in grid.places))


def has_table(text: str) -> bool:
    """Whether a text holds a head of such a table with at least one more column."""
    return _head(typed_grid(text[:20_000])) is not None


def _head(grid: Grid) -> int | None:
    return next((at for at, row in enumerate(grid.rows[:40]) if _is_head(row)), None)


def _is_head(row: Sequence[str]) -> bool:
    named = any(is_name(cell) for cell in row)
    return named and sum(bool(cell.strip()) for cell in row) >= 2


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    grid: Grid
    today: date
    term: str
    topics: Mapping[str, str]
    undated: Collection[str]
    bad: list[BadCell] = field(default_factory=list)

    def wrong(self, row: int, column: int, reason: str) -> None:
        cells = self.grid.rows[row]
        text = cells[column] if column < len(cells) else ""
        self.bad.append(BadCell(self.grid.cell(row, column), reason, text[:60]))


def read_table(
    grid: Grid, today: date, topics: Mapping[str, str], *, undated: Collection[str] = (), term: str | None = None
) -> Table | None:
    """What a table says; None where it has no head. `topics` are the ward's, each by its folded name.

    A row without a term is of the one that the lines above the head name, else of `term`, else of the one that the
    columns of plans name ("KH 2024"); without any it has none where `undated`, the folded names of the ward's targets
    that have none, holds its name, else it is of this year.
    """
    head = _head(grid)
    if head is None:
        return None
    above = [found for row in grid.rows[:head] for cell in row if (found := term_in(cell))]
    said = above[-1] if above else term
    reading = _Reading(grid, today, str(today.year) if said is None else said, topics, undated if said is None else ())
    columns = _columns(reading, head)
    if said is None:
        _take_planned_term(reading, head, columns)
    rows: list[Row] = []
    known: set[str] = set()
    for at in range(head + 1, len(grid.rows)):
        if at - head > MOST_ROWS:
            reading.wrong(at, 0, "table-long")
            break
        if _is_head(grid.rows[at]):
            # The next table of the same file, or the same one on its next page.
            columns = _columns(reading, at)
            continue
        row = _row(reading, at, columns)
        if row is None:
            continue
        key = fold_words(f"{row.name} {row.term}")
        if key in known and not row.bare:
            reading.wrong(at, _at(columns, "name"), "table-twice")
        known |= set() if row.bare else {key}
        rows.append(row)
    return Table(tuple(rows), tuple(reading.bad))


def _take_planned_term(reading: _Reading, head: int, columns: Mapping[int, Column]) -> None:
    """Let rows be of the term whose plans the columns hold; several of them need a column that says whose a row is."""
    planned = {at: term for at, (kind, of) in columns.items() if kind == "plan" and (term := term_in(of))}
    if not planned or any(kind == "term" for kind, _ in columns.values()):
        return
    if len(set(planned.values())) > 1:
        reading.wrong(head, max(planned), "table-plan-terms")
    reading.term, reading.undated = next(iter(planned.values())), ()


def _columns(reading: _Reading, head: int) -> dict[int, Column]:
    columns: dict[int, Column] = {}
    for at, cell in enumerate(reading.grid.rows[head]):
        try:
            column = column_of(cell)
        except ValueError as error:
            reading.wrong(head, at, str(error))
            continue
        if column is None:
            reading.wrong(head, at, "table-column")
        elif column in columns.values():
            reading.wrong(head, at, "table-column-twice")
        elif column[0]:
            columns[at] = column
    return columns


def _at(columns: Mapping[int, Column], kind: str) -> int:
    return next((at for at, (one, _) in columns.items() if one == kind), 0)


def _row(reading: _Reading, at: int, columns: Mapping[int, Column]) -> Row | None:
    cells = reading.grid.rows[at]
    filled = {place: cells[place].strip() for place in columns if place < len(cells) and cells[place].strip()}
    if not filled:
        return None
    name = filled.get(_at(columns, "name"), "")
    if not fold_words(name):
        # A line of headings ("I. Kinh tế") has a name at least; sums and signatures below the table have none.
        if any(kind in ("plan", "result") for kind, _ in (columns[place] for place in filled)):
            reading.wrong(at, _at(columns, "name"), "table-name")
        return None
    given: dict[str, Any] = {}
    plans: dict[str, Decimal] = {}
    results: list[Result] = []
    term = "" if fold_words(name) in reading.undated else reading.term
    for place in sorted(filled, key=lambda place: _ORDER.get(columns[place][0], 0)):
        kind, of = columns[place]
        text = filled[place]
        try:
            if kind == "term":
                term = read_term(text)
            elif kind == "plan":
                value, direction, unit = read_plan(text, given.get("unit", ""))
                called = plan_name(of, term)
                if called in plans:
                    reading.wrong(at, place, "table-column-twice")
                plans[called] = value
                given.setdefault("direction", direction) if direction else None
                given.setdefault("unit", unit) if unit else None
            elif kind == "result":
                results.append(_result(reading, of, text, given.get("unit", "")))
            elif kind == "topic":
                given["topic"] = _topic(reading, text)
            elif kind != "name":
                given |= FIELDS[kind](text)
        except ValueError as error:
            reading.wrong(at, place, str(error))
    if len(name) > LONGEST["name"]:
        reading.wrong(at, _at(columns, "name"), "table-too-long")
    if len(plans) > MOST_PLANS or len(results) > MOST_RESULTS:
        reading.wrong(at, _at(columns, "name"), "table-many")
    return Row(" ".join(name.split()), term, given, plans, tuple(results), bare=len(filled) == 1)


def _result(reading: _Reading, of: tuple[Period, bool], text: str, unit: str) -> Result:
    span, cumulative = of
    if span.first > reading.today:
        raise ValueError("table-future")
    return Result(span.name, cumulative, read_value(text, unit))


def _topic(reading: _Reading, text: str) -> str:
    known = reading.topics.get(fold_words(text))
    if known is None:
        raise ValueError("table-topic")
    return known


_ORDER = {"plan": 1, "result": 2}
"""Units and directions are read before the numbers that they belong to."""


# --- writing ----------------------------------------------------------------------------------------------------------


def cells_of(targets: Sequence[Target]) -> list[list[str]]:
    """The table that says all that is known of targets: reading it changes nothing."""
    plans = list(dict.fromkeys(plan.name for one in targets for plan in one.plans)) or [""]
    results = sorted(
        {(each.span, each.cumulative) for one in targets for each in one.measurements if each.span is not None},
        key=lambda one: (one[0].last, one[0].first, one[1]),
    )
    head = [
        *COLUMNS.values(),
        *(f"{PLAN}: {name}" if name else PLAN for name in plans),
        *(result_column(span, cumulative=cumulative) for span, cumulative in results),
    ]
    return [head, *(_cells(one, plans, results) for one in targets)]


def _cells(one: Target, plans: Iterable[str], results: Iterable[tuple[Period, bool]]) -> list[str]:
    by_plan = {plan.name: plan.value for plan in one.plans}
    by_period = {(each.span, each.cumulative): each.value for each in one.measurements}
    return [
        *fields_of(one).values(),
        *(plain_number(by_plan[name]) if name in by_plan else "" for name in plans),
        *(plain_number(by_period[each]) if each in by_period else "" for each in results),
    ]
