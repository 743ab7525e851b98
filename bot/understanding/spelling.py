"""Words as people get them onto a phone: Telex and VNI left raw, letters doubled or swapped, blanks lost, short forms.

A word is mended only where it is no Vietnamese syllable and no word that we know: what could be meant stays as typed.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnpqrstvx]"
_VOWELS = (
    "uy[eau]?|uoi|uou|uo|ua[yo]?|ue[o]?|ui|uu|u|ieu|ie|iu|ia|io[ui]?|i|yeu|ye|y"
    "|oa[ioy]?|oe[o]?|oi|o|eo|eu|e|ai|ao|au|ay|a"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_VOWELS})(?:ch|ng|nh|[cmnpt])?")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_DOUBLED = re.compile(r"([aeod])\1")
_VNI = re.compile(r"(?=.*[a-z]\d)[a-z][a-z0-9]*")
_LONGEST = 30
_LEAST_MENDED = 4
_LONGEST_SLIP = 10


def is_syllable(bare: str) -> bool:
    """Whether letters without accents could be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(bare) is not None


def unstretched(word: str) -> str:
    """A word as it is said calmly: "cháyyyy" is "cháy", "alooo" is "alo"."""
    return _STRETCHED.sub(r"\1", word)


def mended(bare: str, known: frozenset[str], pairs: frozenset[tuple[str, str]]) -> Sequence[str]:
    """The words that were meant by letters (and digits) without accents; the same one where nothing is wrong."""
    if len(bare) > _LONGEST or bare in known or is_syllable(bare) or not bare.isascii():
        return (bare,)
    return _mended(bare, known, pairs)


@lru_cache(maxsize=4096)
def _mended(bare: str, known: frozenset[str], pairs: frozenset[tuple[str, str]]) -> Sequence[str]:
    if not bare.isalpha():
        plain = _without_vni(bare)
        return (plain,) if plain else (bare,)
    for raw in _telex_readings(bare):
        if is_syllable(raw):
            return (raw,)
    single = re.sub(r"(.)\1", r"\1", bare)
    if is_syllable(single):
        return (single,)
    parts = _parted(bare, known, pairs)
    if parts:
        return parts
    near = [word for raw in (bare, *_telex_readings(bare)) for word in _near(raw, known)] if len(bare) >= 4 else []
    return (near[0],) if near else (bare,)


def _without_vni(word: str) -> str:
    """ "d9ie65n" without its VNI digits; empty for "khom5" and "12a", whose digits may be meant."""
    if not _VNI.fullmatch(word) or not re.search(r"\d[a-z]", word):
        return ""
    plain = "".join(char for char in word if char.isalpha())
    return plain if is_syllable(plain) else ""


def _telex_readings(word: str) -> list[str]:
    """A word without its Telex letters, with each of the places where the tone may stand."""
    base = _DOUBLED.sub(r"\1", word)
    readings: list[str] = []
    # The horn is typed behind its vowel or behind the whole rime ("guiwr"); alone it is an ư.
    for one in dict.fromkeys((re.sub(r"(?<=[aou])w", "", base).replace("w", "u"), base.replace("w", ""))):
        readings += _toneless(one, word)
    # "cuuws": the horn belongs to both vowels, and one of them was doubled.
    readings += [re.sub(r"([aeiou])\1", r"\1", one) for one in readings]
    return list(dict.fromkeys(readings))


def _toneless(base: str, word: str) -> list[str]:
    readings = [base] if base != word else []
    return readings + [base[:at] + base[at + 1 :] for at in range(len(base) - 1, 0, -1) if base[at] in "sfrxj"]


def _parted(word: str, known: frozenset[str], pairs: frozenset[tuple[str, str]]) -> Sequence[str]:
    """Words that were written together ("chaynha"), as few as possible; empty where that fails.

    Each is known, and each two follow each other in a table: "vitamin" is not "vi ta min".
    """
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 7), end):
            before, piece = best[start], word[start:end]
            if before is None or len(piece) < 2 or piece not in known or not is_syllable(piece):
                continue
            if before and (before[-1], piece) not in pairs:
                continue
            made = best[end]
            if made is None or len(before) + 1 <= len(made):
                best[end] = (*before, piece)
    parts = best[len(word)] or ()
    return parts if len(parts) > 1 else ()


def _near(word: str, known: Iterable[str]) -> list[str]:
    """Known words of four letters and more that one slip makes of `word`: a letter more, less, other or swapped."""
    if len(word) < _LEAST_MENDED:
        return []
    return [one for one in _slips(word) if one in known and len(one) >= _LEAST_MENDED - 1]


def slips(bare: str) -> list[str]:
    """The words of which `bare` may be one slip of typing, the likeliest first: syllables, where it is one itself."""
    if not _LEAST_MENDED <= len(bare) <= _LONGEST_SLIP or not bare.isascii() or not bare.isalpha():
        return []
    own = is_syllable(bare)
    return [one for one in dict.fromkeys(_slips(bare)) if one != bare and (not own or is_syllable(one))]


def _slips(word: str) -> Iterable[str]:
    letters = "abcdeghiklmnopqrstuvxy"
    # From the end: what was begun right is more likely the word.
    yield from (word + letter for letter in letters)
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in reversed(range(len(word) - 1)))
    for at in reversed(range(len(word))):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        for letter in letters:
            yield head + letter + tail[1:]
            yield head + letter + tail
