"""What a question looks for: its words without those that say little, and phrases beside those of the same meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from bot.domain.text import lower, normalise
from bot.domain.words import fold, fold_words
from bot.understanding.patterns import lines_of
from bot.understanding.synonyms import groups
from bot.understanding.words import DROPPED, LITTLE, PRICES

Groups = tuple[tuple[str, ...], ...]
"""Groups of phrases that mean the same."""

MOST_WORDS = 8
LONGEST = 6
"""Words of the longest phrase that has others of the same meaning."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: its words as typed, in lower case, and accented phrases that mean the same.

    What is made of them is made once: it is asked of every post that is looked at.
    """

    typed: str
    same: tuple[str, ...] = ()

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """All its phrases as the search index has them."""
        return tuple(dict.fromkeys((fold_words(self.typed), *map(fold_words, self.same))))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as the search index has them."""
        return tuple(self.folded[0].split())

    @cached_property
    def is_exact(self) -> bool:
        """Whether its accents count: "bao" is the storm that the table knows, and no report ("báo cáo")."""
        return bool(self.same) or not is_plain(self.typed)


def is_plain(text: str) -> bool:
    """Whether a text in lower case has no accents, so that any would do."""
    return text == fold(text)


@lru_cache(maxsize=8)
def _phrases(own: Groups) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Every phrase of the table of synonyms, and of the ward's `own`, by its folded form, with its group."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for group in (*groups(), *own):
        whole = tuple(spaced(entry) for entry in group)
        for entry in whole:
            found.setdefault(fold_words(entry), []).append((entry, whole))
    return {folded: tuple(ones) for folded, ones in found.items()}


def spaced(text: str) -> str:
    """The words of a text in lower case with their accents, one blank between."""
    return " ".join(_WORD.findall(lower(normalise(text))))


@cache
def _of(table: str) -> frozenset[str]:
    """The words and phrases of a table that has many in a line, each with its accents and without."""
    phrases = [one.replace("_", " ") for line in lines_of(table) for one in line.split()]
    without = (fold(one) for one in phrases if not one.startswith("="))
    return frozenset((*(one.removeprefix("=") for one in phrases), *without))


def _little(words: Sequence[str]) -> set[int]:
    """Where words stand that say little; accents that were typed must be the same: "của" is no "cửa"."""
    found: set[int] = set()
    for place in range(len(words)):
        for count in (2, 1):
            if " ".join(words[place : place + count]) in _of(LITTLE):
                found |= set(range(place, min(place + count, len(words))))
    # "Cho" gives to whom is named behind it; with nobody there it is the dog.
    return found - {len(words) - 1} if len(words) > 1 and words[-1] == "cho" else found


def may_be_lost(word: str) -> bool:
    """Whether a word of a text, in lower case, may be missing in a question about it: with its accents, or without."""
    return word in _of(DROPPED) or fold(word) in _of(DROPPED)


def is_priced(term: Term) -> bool:
    """Whether a term asks what something costs: no post that is silent about money answers that."""
    return not is_plain(term.typed) and bool(_of(PRICES) & {term.typed, *term.typed.split()})


def is_known(phrase: str, own: Groups = ()) -> bool:
    """Whether some words are one of the phrases that have others of the same meaning."""
    return fold_words(phrase) in _phrases(own)


def terms_of(question: str, own: Groups = ()) -> tuple[Term, ...]:
    """What a question looks for: phrases that have synonyms, the ward's `own` too, as one, else single words."""
    much, little = _terms(question, own)
    return (much or little)[:MOST_WORDS]


def says_much(question: str, own: Groups = ()) -> bool:
    """Whether a question has a word by which something can be looked for: "tin của phường" is about nothing."""
    return bool(_terms(question, own)[0])


def _terms(question: str, own: Groups) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The terms of a question, and those that say little."""
    # Digits of other scripts fold to nothing, which neither database can look for.
    words = [word for word in spaced(question).split() if fold_words(word)]
    words = words[1:] if words[:1] == ["ma"] else words  # "cảm ơn, mà …"
    little = _little(words)
    much: list[Term] = []
    small: list[Term] = []
    place = 0
    while place < len(words):
        count = next((count for count in range(LONGEST, 0, -1) if _same(words[place : place + count], count, own)), 0)
        piece = words[place : place + max(count, 1)]
        # "con" says little, and "con nít" does not.
        among = small if count < 2 and place in little else much
        among.append(Term(" ".join(piece), _same(piece, count, own) if count else ()))
        place += len(piece)
    return tuple(much), tuple(small)


def _same(words: Sequence[str], count: int, own: Groups) -> tuple[str, ...]:
    """The phrases that mean what `words` do; accents that were typed must be the same, missing ones match all."""
    if len(words) != count:
        return ()
    alike = _phrases(own).get(fold_words(" ".join(words)), ())
    groups = (
        group
        for entry, group in alike
        if all(typed in (one, fold(one)) for typed, one in zip(words, entry.split(), strict=True))
    )
    return tuple(dict.fromkeys(phrase for group in groups for phrase in group))
