"""Doubts about marks of direction: nobody sees them, but "đạt ⟨U+202E⟩%8,301" shows as "đạt 103,8%"."""

import re
from collections.abc import Iterator
from itertools import islice

from bot.domain.figures import Warning, WarningCode
from bot.domain.text import view_of
from bot.reading.grammar.text import Text

_MOST = 20
_LONGEST = 200
_CLOSES = "\u202a-\u202e\u2066-\u2069\n"
# An override turns every letter; an embedding or isolate keeps words but swaps what stands around them; a lone mark
# swaps the two numbers of "8 - 10" that follow it. Marks from left to right change nothing in a Vietnamese text.
_TURNED = re.compile(
    rf"\u202e(?P<override>[^{_CLOSES}]+)"
    rf"|[\u202b\u2067](?P<embedding>[^{_CLOSES}]+)"
    r"|[\u200f\u061c](?P<numbers>[^\w\n\u200f\u061c]{0,10}\d[\d.,:/]{0,30}[^\w\n\u200f\u061c]{1,10}\d[\d.,:/]{0,30})"
)
_ONE_WORD = re.compile(r"\w*")


def doubts_about_direction(text: Text) -> list[Warning]:
    """List the pieces that eyes see in another order than the bot reads them; the quotes hold no such marks."""
    return [Warning(WarningCode.TURNED_TEXT, (quote,)) for quote in islice(_turned(text.view.raw), _MOST)]


def _turned(raw: str) -> Iterator[str]:
    for found in _TURNED.finditer(raw):
        start, end = found.span(found.lastgroup or 0)
        piece = view_of(raw[start : min(end, start + _LONGEST)])
        seen = piece.text.strip()
        same = _ONE_WORD.fullmatch(seen) if found.lastgroup == "embedding" else seen == seen[::-1]
        if not same:
            yield piece.quote(0, len(piece.text))
