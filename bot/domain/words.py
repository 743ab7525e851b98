"""Folding Vietnamese: how words are compared when people type without accents."""

import re
import unicodedata
from array import array
from functools import lru_cache

from bot.domain.text import VIETNAMESE, TextView, normalise, view_of

_NOT_WORD = re.compile(r"[^a-z0-9]+")
# A letter of these is one of ASCII and its marks; of other texts every character is asked by itself.
_PLAIN = re.compile(rf"[\t\n -~{VIETNAMESE}]*")


def fold(text: str) -> str:
    """Return `text` normalised, in lower case, without accents: "Chỉ tiêu Đạt" becomes "chi tieu dat"."""
    text = normalise(text)
    if _PLAIN.fullmatch(text):
        return unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return "".join(map(_bare, text))


def fold_words(text: str) -> str:
    """Return the folded words of `text`, one blank between: both databases then cut the same words."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def first_words(text: str, most: int) -> str:
    """As many of the first words as `most` characters hold; of a single longer one its beginning."""
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0].rstrip() or text[:most]


def folded(text: str) -> TextView:
    """Return what `fold` gives, with the way back to `text`."""
    seen = view_of(text)
    pieces: list[str] = []
    offsets: array[int] = array("q")
    for place, char in enumerate(seen.text):
        bare = _bare(char)
        pieces.append(bare)
        offsets.extend([seen.at(place)] * len(bare))
    offsets.append(len(text))
    return TextView(text, "".join(pieces), offsets)


# Letter by letter: decomposing a whole text takes quadratic time where one letter carries endless marks.
@lru_cache(maxsize=4096)
def _bare(char: str) -> str:
    lowered = char.lower().replace("đ", "d")
    return "".join(part for part in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(part))
