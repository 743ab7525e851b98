"""Which post answers a question best: pure, over posts that hold some of its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache, lru_cache

from bot.clock import VIETNAM, in_vietnam
from bot.domain.posts import Kind, Post, PostState
from bot.domain.text import lower, normalise
from bot.domain.words import fold, fold_words
from bot.services.days import Days, tells_of
from bot.understanding import Ask
from bot.understanding.patterns import lines_of
from bot.understanding.spelling import is_syllable
from bot.understanding.synonyms import groups
from bot.understanding.words import DEEDS, LITTLE

Groups = tuple[tuple[str, ...], ...]
"""Groups of phrases that mean the same."""

MOST_WORDS = 8
ENOUGH, ENOUGH_TITLE, ENOUGH_BELOW = 0.5, 0.6, 0.75
"""The part of a question's words that must stand together in a post before it is called an answer: of one whose title
is about a thing that we know by its names or that lacks but one word, of one whose title has some, and of any other."""

_WORD = re.compile(r"[^\W_]+")
_NUMBERED = frozenset(["khóm", "hẻm", "tổ", "ấp", "kiệt", "ngõ", "thôn", "phố"])
_KINDS_OF_PLACE = frozenset(map(fold, _NUMBERED))
VAGUE = 3
"""Letters up to which a lone word without accents may be too many words: "cu", "tam", "can"."""
LEAST_NAME = 4
"""Letters of a name: what is shorter is short for something."""
CLOSE_WORDS, CLOSE = 3, 100
"""So many words of a question that stand within so many characters of a post are meant together, in whatever order."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: its words as typed, in lower case, and accented phrases that mean the same."""

    typed: str
    same: tuple[str, ...] = ()

    @property
    def folded(self) -> tuple[str, ...]:
        """All its phrases as the search index has them."""
        return _folded(self)


@lru_cache
def _folded(term: Term) -> tuple[str, ...]:
    # Asked anew for every post that is looked at.
    return tuple(dict.fromkeys((fold_words(term.typed), *map(fold_words, term.same))))


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
def _says_little() -> frozenset[str]:
    """The words and phrases that say little, each with its accents and without."""
    phrases = [one.replace("_", " ") for line in lines_of(LITTLE) for one in line.split()]
    without = (fold(one) for one in phrases if not one.startswith("="))
    return frozenset((*(one.removeprefix("=") for one in phrases), *without))


def _little(words: Sequence[str]) -> set[int]:
    """Where words stand that say little; accents that were typed must be the same: "của" is no "cửa"."""
    found: set[int] = set()
    for place in range(len(words)):
        for count in (2, 1):
            if " ".join(words[place : place + count]) in _says_little():
                found |= set(range(place, min(place + count, len(words))))
    return found


def is_known(phrase: str, own: Groups = ()) -> bool:
    """Whether some words are one of the phrases that have others of the same meaning."""
    return fold_words(phrase) in _phrases(own)


def terms_of(question: str, own: Groups = ()) -> tuple[Term, ...]:
    """What a question looks for: phrases that have synonyms, the ward's `own` too, as one, else single words."""
    # Digits of other scripts fold to nothing, which neither database can look for.
    words = [word for word in spaced(question).split() if fold_words(word)]
    words = words[1:] if words[:1] == ["ma"] else words  # "cảm ơn, mà …"
    little = _little(words)
    terms: list[Term] = []
    small: list[Term] = []
    place = 0
    while place < len(words):
        count = next((count for count in (5, 4, 3, 2, 1) if _same(words[place : place + count], count, own)), 0)
        piece = words[place : place + max(count, 1)]
        # "con" says little, and "con nít" does not.
        among = small if count < 2 and place in little else terms
        among.append(Term(" ".join(piece), _same(piece, count, own) if count else ()))
        place += len(piece)
    terms = (terms or small)[:MOST_WORDS]
    return tuple(terms)


def says_much(question: str) -> bool:
    """Whether a question has a word by which something can be looked for: "tin của phường" is about nothing."""
    words = [word for word in spaced(question).split() if fold_words(word)]
    return len(_little(words)) < len(words)


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


# --- one post ---------------------------------------------------------------------------------------------------------


class Text:
    """A text as it is looked through: with its accents, and without."""

    def __init__(self, text: str) -> None:
        self.exact = f" {spaced(text)} "
        self.bare = f" {fold_words(text)} "

    def says(self, term: Term) -> bool:
        """Whether it says what is meant: the words as typed, or a phrase that means the same."""
        if any(f" {phrase} " in self.exact for phrase in term.same):
            return True
        # Without accents "bao" is the storm that the table knows, and no report ("báo cáo").
        known = bool(term.same) or not _is_plain(term.typed)
        return f" {term.typed} " in (self.exact if known else self.bare)

    def lacks(self, term: Term) -> int:
        """How many words of a term are not in it; none where a phrase that means the same is."""
        if any(self.holds(folded) for folded in term.folded):
            return 0
        return sum(1 for word in fold_words(term.typed).split() if not self.holds(word))

    def holds(self, folded: str) -> bool:
        """Whether the folded words stand in it."""
        return f" {folded} " in self.bare


def _seen(text: Text, pair: str) -> str:
    return text.bare if _is_plain(pair) else text.exact


def _is_plain(text: str) -> bool:
    return text == fold(text)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a post answers: `key` sorts the best first, `answers` tells whether it does at all.

    `lacks` counts the words asked for that it does not have; `over` tells that what it announces has been.
    """

    key: tuple[float, ...]
    answers: bool
    lacks: int = 0
    over: bool = False


def match(post: Post, terms: Sequence[Term], asks: Sequence[Ask], now: datetime, days: Days | None = None) -> Match:
    """How well a post answers: all that is asked, then the days asked about, what is not over, titles, what is next."""
    title, whole = Text(post.title), Text(f"{post.title}\n{post.body}")
    said = [whole.says(one) for one in terms]
    words = " ".join(one.typed for one in terms).split()
    ends = ends_at(post)
    # What was decided and how a thing is done hold beyond their day.
    lasts = post.kind in (Kind.GUIDE, Kind.RESOLUTION)
    over = post.state is PostState.EXPIRED or (not lasts and ends is not None and ends < now)
    ahead = ends is not None and ends >= now
    wanted = post.kind is Kind.GUIDE if Ask.HOW in asks else ahead
    in_title = sum(1 for one in terms if title.says(one))
    lacks = [whole.lacks(one) for one in terms]
    of_places = _of_places(terms)
    elsewhere = sum(lacks[place] for place in of_places)
    alike = whole.holds(fold_words(" ".join(words))) or all(
        one.same and one_said for one, one_said in zip(terms, said, strict=True)
    )
    key = (
        sum(lacks) - elsewhere,
        elsewhere,
        said.count(False),
        days is not None and not tells_of(post, days),
        over,
        -in_title,
        not wanted,
        not alike,
        ends.timestamp() if ends and ahead else 0.0,
        _distance(whole, words),
    )
    together = _together(title, whole, terms, said)
    if len(words) >= CLOSE_WORDS and not sum(lacks) and key[-1] <= CLOSE:
        together = 1.0
    known = any(one.same and title.says(one) for place, one in enumerate(terms) if place not in of_places) or (
        in_title and sum(lacks) <= 1 and all(one_said for one, one_said in zip(terms, said, strict=True) if one.same)
    )
    return Match(
        key,
        lacks=sum(lacks),
        over=over,
        answers=all(whole.holds(fold(word)) for word in _wanted(terms))
        and together >= (ENOUGH if known else ENOUGH_TITLE if in_title else ENOUGH_BELOW),
    )


def _wanted(terms: Sequence[Term]) -> set[str]:
    """Words for which nothing else stands: what is to be done to a thing, and names that are no Vietnamese.

    Who wants a paper mended is not told how it is made; who asks about "covid" is not told of measles.
    """
    words = {word for one in terms if not one.same for word in one.typed.split()}
    names = {word for word in words if len(word) >= LEAST_NAME and word.isalpha() and not is_syllable(fold(word))}
    return names | {word for word in words if word in DEEDS.split()}


def _of_places(terms: Sequence[Term]) -> set[int]:
    """Which terms are a place's number and the kind before it: a post about another one comes behind, with a word."""
    numbers = {place for place, one in enumerate(terms) if place and one.typed[:1].isdigit()}
    kinds = {place - 1 for place in numbers if fold(terms[place - 1].typed) in _KINDS_OF_PLACE}
    return kinds | {place + 1 for place in kinds}


def ends_at(post: Post) -> datetime | None:
    """When what a post tells of ends, if it says so; a moment without an end, and a bare day, last until midnight."""
    if post.ends_at is not None:
        return post.ends_at
    day = in_vietnam(post.starts_at).date() if post.starts_at else post.event_date
    return datetime.combine(day, time.max, VIETNAM) if day else None


def _distance(text: Text, words: Sequence[str]) -> int:
    """The length of the shortest piece in which each of the words stands that the text has."""
    places = sorted(
        (found.start(), word) for word in {fold(one) for one in words} for found in re.finditer(f" {word} ", text.bare)
    )
    wanted = len({word for _, word in places})
    last: dict[str, int] = {}
    shortest = len(text.bare)
    for place, word in places:
        last[word] = place
        if len(last) == wanted:
            shortest = min(shortest, place - min(last.values()))
    return shortest if places else 0


def _together(title: Text, text: Text, terms: Sequence[Term], said: Sequence[bool]) -> float:
    """The part of the words that say something here: a known phrase, or two that stand side by side as typed.

    Most Vietnamese words have two syllables: "giá vàng" is not meant where "giá" and "vàng" stand apart. In a title two
    may stand the other way round. The number of a place that is not here is no word of it: that is said beside.
    """
    every = [
        (word, bool(one.same) and is_said)
        for one, is_said in dict(zip(terms, said, strict=True)).items()
        for word in one.typed.split()
    ]
    elsewhere = {place for place, (word, _) in enumerate(every) if word.isdigit() and not text.holds(word)}
    elsewhere |= {place - 1 for place in elsewhere if place and fold(every[place - 1][0]) in _KINDS_OF_PLACE}
    words = [one for place, one in enumerate(every) if place not in elsewhere]
    lone = {one.typed for one, is_said in zip(terms, said, strict=True) if one.same and is_said} - {
        *_NUMBERED,
        *_KINDS_OF_PLACE,
    }
    if not words:
        return 0.0
    if len(words) == 1:
        short = len(every) == 1 and len(words[0][0]) <= VAGUE and not terms[0].same
        vague = short and (_is_plain(words[0][0]) or not title.says(terms[0]))
        return float(not vague and any(one.typed == words[0][0] and ok for one, ok in zip(terms, said, strict=True)))
    if all(title.says(one) for one in terms):
        return 1.0
    firm = [known for _, known in words]
    for place, other in ((place, place + step) for step in (1, 2) for place in range(len(words) - step)):
        pair = f"{words[place][0]} {words[other][0]}"
        turned = f"{words[other][0]} {words[place][0]}"
        # "Nước chảy yếu" is "nước yếu".
        stands = f" {pair} " in _seen(text, pair)
        if stands or (other == place + 1 and f" {turned} " in _seen(title, turned)):
            firm[place] = firm[other] = True
    # One syllable that we know ("bão") says as much as two.
    weights = [1 + (word in lone) for word, _ in words]
    return sum(weight for weight, is_firm in zip(weights, firm, strict=True) if is_firm) / sum(weights)
