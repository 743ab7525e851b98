"""A text without a single accent: hard to read for many, and mostly a message that was meant for somebody else."""

import re

from bot.domain.figures import Warning, WarningCode
from bot.domain.text import lower, normalise

_TOP = 4_000
_FEW = 4  # words
_SHOWN = 80
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[^\x00-\x7f]")


def unaccented(body: str) -> tuple[Warning, ...]:
    """Doubt a text in which no letter has an accent, from four words on; codes and names of units do not count."""
    low = lower(normalise(body[:_TOP]))
    words = _WORD.findall(low)
    if len(words) < _FEW or any(_MARKED.search(word) for word in words):
        return ()
    first = body.strip().split("\n")[0]
    return (Warning(WarningCode.NO_ACCENTS, (first[:_SHOWN],)),)
