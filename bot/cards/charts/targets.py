"""Targets as a picture and as a sheet of paper: each with its mark, how it stands in words, its value and its plan."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.messages.message import Drawing


@dataclass(frozen=True, slots=True)
class Row:
    """One target: `kind` is the mark's shape, `word` says the same; `told` is all that the picture says of it."""

    kind: str
    word: str
    name: str
    told: str
    unit: str = ""
    plan: str = ""
    value: str = ""
    period: str = ""


def board(rows: Sequence[Row], *, over: str, title: str, tally: str, foot: str) -> Drawing:
    """Draw targets below one another, for a phone."""
    return Drawing("board", _data(rows, over, title, tally, foot))


def sheet(rows: Sequence[Row], *, over: str, title: str, tally: str, foot: str) -> Drawing:
    """Draw the same as a table on A4, to be printed."""
    return Drawing("sheet", _data(rows, over, title, tally, foot), "pdf")


def _data(rows: Sequence[Row], over: str, title: str, tally: str, foot: str) -> dict[str, object]:
    return {"over": over, "title": title, "tally": tally, "foot": foot, "rows": [asdict(one) for one in rows]}
