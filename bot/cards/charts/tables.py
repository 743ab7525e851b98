"""A post's table as a picture."""

from bot.cards.format import cut
from bot.domain.tables import Table
from bot.messages.message import Drawing

NARROWEST, WIDEST = 4, 24
"""Letters of the longest cell for which a column gets room; a longer one has several lines."""

CELL_UNITS = 160
"""A longer cell ends with "…": the post has all of it."""


def table(found: Table, *, over: str, title: str, foot: str) -> Drawing:
    """Draw a table; each column is as wide as its longest cell, within bounds."""
    columns = zip(found.header, *found.rows, strict=True)
    longest = [max(map(len, column)) for column in columns]
    return Drawing(
        "table",
        {
            "over": over,
            "title": title,
            "foot": foot,
            "columns": len(found.header),
            "widths": [min(max(one, NARROWEST), WIDEST) for one in longest],
            "numeric": list(found.numeric),
            "header": [cut(cell, CELL_UNITS) for cell in found.header],
            "rows": [[cut(cell, CELL_UNITS) for cell in row] for row in found.rows],
        },
    )
