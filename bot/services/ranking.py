"""Which post answers a question best: pure, over posts that hold some of its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property

from bot.clock import VIETNAM, in_vietnam
from bot.domain.posts import Kind, Outline, PostState
from bot.domain.words import fold, fold_words
from bot.services.days import Days, tells_of
from bot.services.terms import Term, is_plain, is_priced, spaced
from bot.understanding import Ask
from bot.understanding.spelling import is_syllable
from bot.understanding.words import DEEDS

ENOUGH, ENOUGH_TITLE, ENOUGH_BELOW = 0.5, 0.6, 0.75
"""The part of a question's words that must stand together in a post before it is called an answer: of one whose title
is about a thing that we know by its names or that lacks but one word, of one whose title has some, and of any other."""
VAGUE = 3
"""Letters up to which a lone word without accents may be too many words: "cu", "tam", "can"."""
SIGN_UP = "dang ky"
LEAST_NAME = 4
"""Letters of a name: what is shorter is short for something."""
CLOSE_WORDS, CLOSE = 3, 100
"""So many words of a question that stand within so many characters of a post are meant together, in whatever order."""
_KINDS_OF_PLACE = frozenset(["khom", "hem", "to", "ap", "kiet", "ngo", "thon", "pho"])


class Text:
    """A text as it is looked through: with its accents, and without."""

    def __init__(self, text: str) -> None:
        self.exact = f" {spaced(text)} "
        bare = fold(self.exact)
        # Vietnamese has nothing left to be cut; other scripts have.
        self.bare = bare if bare.isascii() else f" {fold_words(bare)} "

    def says(self, term: Term) -> bool:
        """Whether it says what is meant: the words as typed, or a phrase that means the same."""
        if any(f" {phrase} " in self.exact for phrase in term.same):
            return True
        return f" {term.typed} " in (self.exact if term.is_exact else self.bare)

    def lacks(self, term: Term) -> int:
        """How many words of a term are not in it; none where a phrase that means the same is."""
        if any(f" {folded} " in self.bare for folded in term.folded):
            return 0
        return sum(1 for word in term.words if f" {word} " not in self.bare)

    def holds(self, folded: str) -> bool:
        """Whether the folded words stand in it."""
        return f" {folded} " in self.bare

    def stands(self, words: str) -> bool:
        """Whether the words stand in it side by side, with the accents that were typed."""
        return f" {words} " in (self.bare if is_plain(words) else self.exact)


@dataclass(frozen=True)
class Sought:
    """What a question looks for, with what is made of it once for all posts that are looked at."""

    terms: Sequence[Term]
    asks: Sequence[Ask]
    now: datetime
    days: Days | None = None
    signs_up: bool = False
    """Whether somebody wants to sign up for a thing: what only names it beside another is no answer."""

    @cached_property
    def words(self) -> list[str]:
        """The words of all terms, as typed."""
        return " ".join(one.typed for one in self.terms).split()

    @cached_property
    def folded(self) -> str:
        """The words as one phrase, without accents."""
        return fold(" ".join(self.words))

    @cached_property
    def of_places(self) -> set[int]:
        """Which terms are a place's number and the kind before it: of another one is told behind, with a word."""
        numbers = {place for place, one in enumerate(self.terms) if place and one.typed[:1].isdigit()}
        kinds = {place - 1 for place in numbers if fold(self.terms[place - 1].typed) in _KINDS_OF_PLACE}
        return kinds | {place + 1 for place in kinds}

    @cached_property
    def needed(self) -> set[str]:
        """Folded words for which nothing else stands: what is to be done to a thing, names that are no Vietnamese.

        Who wants a paper mended is not told how it is made; who asks about "covid" is not told of measles.
        """
        words = {word for one in self.terms if not one.same for word in one.typed.split()}
        names = {word for word in words if len(word) >= LEAST_NAME and word.isalpha() and not is_syllable(fold(word))}
        return {fold(word) for word in names | (words & set(DEEDS.split()))}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What of a question's terms a post says, in its title and in all of it, and how many words of each it lacks."""

    sought: Sought
    title: Text
    whole: Text
    said: Sequence[bool]
    lacks: Sequence[int]

    @classmethod
    def of(cls, post: Outline, sought: Sought) -> "_Seen":
        whole, terms = Text(f"{post.title}\n{post.body}"), sought.terms
        said, lacks = [whole.says(one) for one in terms], [whole.lacks(one) for one in terms]
        return cls(sought, Text(post.title), whole, said, lacks)

    @property
    def terms(self) -> Sequence[Term]:
        return self.sought.terms

    def pairs(self) -> Iterator[tuple[Term, bool]]:
        """Each term, and whether it is said."""
        return zip(self.terms, self.said, strict=True)


@dataclass(frozen=True)
class Match:
    """How well a post answers: `key` sorts the best first.

    `lacks` counts the words asked for that it does not have; `over` tells that what it announces has been.
    """

    id: int
    key: tuple[float, ...]
    lacks: int
    over: bool
    seen: _Seen

    @cached_property
    def answers(self) -> bool:
        """Whether it is an answer at all; dearer than the key, and asked of the best alone."""
        seen, words = self.seen, self.seen.sought.words
        if Ask.NUMBER in seen.sought.asks and len(words) == 1 and not seen.terms[0].same:
            # "Bao nhiêu dân" is not answered by where the people meet.
            return False
        in_title = any(map(seen.title.says, seen.terms))
        topics = [one for place, one in enumerate(seen.terms) if one.same and place not in seen.sought.of_places]
        known = any(map(seen.title.says, topics)) or (
            in_title and self.lacks <= 1 and all(one_said for one, one_said in seen.pairs() if one.same)
        )
        enough = ENOUGH if known else ENOUGH_TITLE if in_title else ENOUGH_BELOW
        if seen.sought.signs_up and not in_title and not seen.whole.holds(SIGN_UP):
            return False
        if any(is_priced(one) and not one_said for one, one_said in seen.pairs()):
            return False
        close = len(words) >= CLOSE_WORDS and not self.lacks and _distance(seen.whole, words) <= CLOSE
        return all(map(seen.whole.holds, seen.sought.needed)) and (close or _together(seen) >= enough)


def match(post: Outline, sought: Sought) -> Match:
    """How well a post answers: all that is asked, then the days asked about, what is not over, titles, what is next."""
    seen, now, days = _Seen.of(post, sought), sought.now, sought.days
    ends = ends_at(post)
    # What was decided and how a thing is done hold beyond their day.
    lasts = post.kind in (Kind.GUIDE, Kind.RESOLUTION)
    over = post.state is PostState.EXPIRED or (not lasts and ends is not None and ends < now)
    ahead = ends is not None and ends >= now
    wanted = post.kind is Kind.GUIDE if Ask.HOW in sought.asks else ahead
    elsewhere = sum(seen.lacks[place] for place in sought.of_places)
    lacks = sum(seen.lacks)
    alike = seen.whole.holds(sought.folded) or all(one.same and one_said for one, one_said in seen.pairs())
    key = (
        lacks - elsewhere,
        elsewhere,
        seen.said.count(False),
        days is not None and not tells_of(post, days),
        over,
        -sum(map(seen.title.says, sought.terms)),
        not wanted,
        not alike,
        ends.timestamp() if ends and ahead else 0.0,
        0 if lacks else _distance(seen.whole, sought.words),
    )
    return Match(post.id, key, lacks, over, seen)


def ends_at(post: Outline) -> datetime | None:
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


def _together(seen: _Seen) -> float:
    """The part of the words that say something here: a known phrase, or two that stand side by side as typed.

    Most Vietnamese words have two syllables: "giá vàng" is not meant where "giá" and "vàng" stand apart. In a title two
    may stand the other way round. The number of a place that is not here is no word of it: that is said beside.
    """
    every = [
        (word, bool(one.same) and is_said) for one, is_said in dict(seen.pairs()).items() for word in one.typed.split()
    ]
    elsewhere = {place for place, (word, _) in enumerate(every) if word.isdigit() and not seen.whole.holds(word)}
    elsewhere |= {place - 1 for place in elsewhere if place and fold(every[place - 1][0]) in _KINDS_OF_PLACE}
    words = [one for place, one in enumerate(every) if place not in elsewhere]
    if not words:
        return 0.0
    if len(words) == 1:
        return float(_is_meant(words[0][0], seen, alone=len(every) == 1))
    if all(map(seen.title.says, seen.terms)):
        return 1.0
    firm = [known for _, known in words]
    for place, other in ((place, place + step) for step in (1, 2) for place in range(len(words) - step)):
        # "Nước chảy yếu" is "nước yếu".
        pair, turned = f"{words[place][0]} {words[other][0]}", f"{words[other][0]} {words[place][0]}"
        if seen.whole.stands(pair) or (other == place + 1 and seen.title.stands(turned)):
            firm[place] = firm[other] = True
    # One syllable that we know ("bão") says as much as two; the kind of a place is no such thing.
    lone = {
        one.typed for one, is_said in seen.pairs() if one.same and is_said and fold(one.typed) not in _KINDS_OF_PLACE
    }
    weights = [1 + (word in lone) for word, _ in words]
    return sum(weight for weight, is_firm in zip(weights, firm, strict=True) if is_firm) / sum(weights)


def _is_meant(word: str, seen: _Seen, *, alone: bool) -> bool:
    """Whether the one word that is looked for is what a post says, and not another one of the same letters."""
    vague = (len(word) <= VAGUE and is_plain(word)) or not seen.title.says(seen.terms[0])
    vague = vague and alone and not seen.terms[0].same
    return not vague and any(one.typed == word and is_said for one, is_said in seen.pairs())
