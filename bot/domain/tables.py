"""Tables in a post's text: rows whose cells are parted by tabs, as they come out of documents and out of a paste."""

import re
from dataclasses import dataclass
from itertools import groupby

MOST_COLUMNS, MOST_ROWS = 10, 40
"""What can be read in a picture; a table that is larger is only text."""

_NUMERIC = re.compile(r"[-+]?[\d.,]+ ?[%‰]?|-|–|")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and rows of as many cells; `numeric` says which columns hold nothing but numbers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column whether its cells are numbers, which are set below one another."""
        return tuple(all(_NUMERIC.fullmatch(cell) for cell in column) for column in zip(*self.rows, strict=True))


def tables_in(text: str) -> tuple[Table, ...]:
    """Give the tables of a text that a picture can show, in their order: two columns and two rows at least."""
    found = (list(lines) for tabbed, lines in groupby(text.splitlines(), key=lambda line: "\t" in line) if tabbed)
    tables = (_table([[" ".join(cell.split()) for cell in line.split("\t")] for line in lines]) for lines in found)
    return tuple(one for one in tables if one is not None)


def _table(cells: list[list[str]]) -> Table | None:
    columns = max(map(len, cells))
    if len(cells) < 2 or columns > MOST_COLUMNS or len(cells) > MOST_ROWS + 1:
        return None
    even = [(*row, *[""] * (columns - len(row))) for row in cells]
    return Table(even[0], tuple(even[1:]))
