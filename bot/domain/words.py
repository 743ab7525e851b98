"""Folding Vietnamese: how words are compared when people type without accents."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Return `text` in lower case without accents: "Chỉ tiêu Đạt" becomes "chi tieu dat"."""
    lowered = text.lower().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold_words(text: str) -> str:
    """Return the folded words of `text`, one blank between: both databases then cut the same words."""
    return _NOT_WORD.sub(" ", fold(text)).strip()
