"""Doubts from how a text was come by: what a machine read from a picture, what was converted or mended."""

from dataclasses import replace

from bot.domain.figures import Warning, WarningCode
from bot.domain.reading import Reading
from bot.reading.documents.document import Document

_AT_ONCE = 4
"""Figures of one doubt: as many as an eye compares with a page at one glance."""
_SHOWN = 160
_MOST_WORDS = 12


def with_source(reading: Reading, document: Document) -> Reading:
    """The reading with what must be looked at because of the file that it came from, before its own doubts."""
    found: list[Warning] = []
    if document.encoding:
        found.append(Warning(WarningCode.CONVERTED_TEXT, (_sample(document.text),), f"phông {document.encoding}"))
    if document.mended:
        found.append(Warning(WarningCode.BROKEN_TEXT, document.mended[:_MOST_WORDS], "bot đã ghép lại"))
    made = replace(reading, warnings=(*found, *reading.warnings))
    return with_figures_to_compare(made) if document.scanned else made


def with_figures_to_compare(reading: Reading) -> Reading:
    """The reading of a scan: each of its figures is to be compared with the page, a few at a time."""
    quotes = list(dict.fromkeys(figure.quote for figure in reading.figures)) or [reading.title]
    found = [
        Warning(WarningCode.SCANNED_TEXT, tuple(quotes[start : start + _AT_ONCE]))
        for start in range(0, len(quotes), _AT_ONCE)
    ]
    rest = (one for one in reading.warnings if one.code is not WarningCode.SCANNED_TEXT)
    return replace(reading, warnings=(*found, *rest))


def carried_over(reading: Reading, before: Reading) -> Reading:
    """The reading of a mended text with what its source still asks, which no text tells by itself."""
    if any(one.code is WarningCode.SCANNED_TEXT for one in before.warnings):
        return with_figures_to_compare(reading)
    kept = tuple(one for one in before.warnings if one.code is WarningCode.CONVERTED_TEXT)
    return replace(reading, warnings=(*kept, *reading.warnings))


def _sample(text: str) -> str:
    """The first lines, by which a reader tells whether the letters came out right; an exact piece."""
    text = text.strip()
    return text if len(text) <= _SHOWN else text[:_SHOWN].rpartition(" ")[0]
