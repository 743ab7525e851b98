"""What a file or a page gave: its text, and what a person must know who is to trust it."""

from dataclasses import dataclass

LOST = "\ufffd"
"""What stands in a text where something stands in its source that nobody could read."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text.

    `scanned` tells that a machine read it from pictures, `encoding` names the font that it was typed with before
    Unicode ("VNI", "TCVN3"), `mended` holds the words that were put together out of torn pieces. `sheets` names the
    sheets of a workbook of several; the text is that of the one that was asked for, or of all. `places` names for each
    line of a workbook's text the cell in which it begins ("B4"), empty for what is no row.
    """

    text: str
    scanned: bool = False
    encoding: str = ""
    mended: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
