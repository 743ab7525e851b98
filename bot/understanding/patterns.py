"""The small language of the phrase tables, and how a phrase is found among the words of a message.

A line is a phrase, its words parted by blanks; what stands behind "#" is a remark.

    a/b       either word;  a_b is one choice of two words
    a?        may be missing
    …         up to three words of any kind
    <số>      a number: digits, or "một" to "mười"; "cb" before it belongs to it
    =a        only where its accents were typed; else a word typed without accents is any word of those letters
    ^  $      nothing stands before, behind
    ~         the line is only a hint
    @a        the choices of the lines "@a = …" of this table

Words that carry no meaning ("dạ", "cho tôi", "với ạ") may stand between any two words, and before "^" and behind "$".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.domain.text import lower, normalise
from bot.domain.words import fold

GAP = 3
_NAME = re.compile(r"@\w+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a message: as it is shown, as it is compared, and whether it may be missing its accents."""

    shown: str
    low: str
    bare: str
    plain: bool
    idle: bool = False
    """Whether it is one of the words that carry no meaning."""


@dataclass(frozen=True, slots=True)
class _Syllable:
    low: str
    bare: str
    strict: bool

    def fits(self, token: Token) -> bool:
        return token.bare == self.bare and (token.low == self.low or (token.plain and not self.strict))


@dataclass(frozen=True, slots=True)
class _Slot:
    choices: tuple[tuple[_Syllable, ...], ...]
    optional: bool = False
    gap: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One compiled line of a table."""

    line: str
    slots: tuple[_Slot, ...]
    from_start: bool
    to_end: bool
    hint: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Where a phrase stands: half-open, in tokens; the tokens that its own words are, and the number that it names."""

    start: int
    end: int
    hits: tuple[int, ...] = ()
    number: int | None = None
    hint: bool = False


NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ("một", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy bẩy", "tám", "chín", "mười"), 1
    )
    for word in words.split()
}
_NUMBERS_BARE = {fold(word): number for word, number in NUMBER_WORDS.items()}


def number_of(token: Token) -> int | None:
    """The number that a word is: of at most six digits, or a word up to ten."""
    if token.low.isascii() and token.low.isdigit():
        return int(token.low) if len(token.low) <= 6 else None
    return _NUMBERS_BARE.get(token.bare) if token.plain else NUMBER_WORDS.get(token.low)


class Table:
    """The phrases of one table, found by the first word that each can begin with."""

    def __init__(self, text: str, *, close: bool = False) -> None:
        """Read a table; the words of a `close` one stand right behind each other, without fillers between them."""
        self._close = close
        self.phrases = tuple(map(_compiled, _written_out(lines_of(text))))
        self._by_first: dict[str, list[Phrase]] = {}
        self._anywhere: list[Phrase] = []
        for phrase in self.phrases:
            firsts = _firsts(phrase)
            if firsts is None:
                self._anywhere.append(phrase)
            for first in firsts or ():
                self._by_first.setdefault(first, []).append(phrase)

    def words(self) -> Iterator[str]:
        """Every word of the table, without accents."""
        for phrase in self.phrases:
            for slot in phrase.slots:
                for choice in slot.choices:
                    yield from (syllable.bare for syllable in choice)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every two words that follow each other in the table, without accents."""
        for phrase in self.phrases:
            for at, slot in enumerate(phrase.slots):
                for choice in slot.choices:
                    yield from pairwise(syllable.bare for syllable in choice)
                    following = phrase.slots[at + 1].choices if at + 1 < len(phrase.slots) else ()
                    yield from ((choice[-1].bare, after[0].bare) for after in following)

    def find(self, tokens: Sequence[Token]) -> Iterator[Found]:
        """The places where phrases stand, from the left, the longest of each place."""
        busy = _first_busy(tokens)
        for start, token in enumerate(tokens):
            best: Found | None = None
            for phrase in (*self._by_first.get(token.bare, ()), *self._anywhere):
                if phrase.from_start and start > busy:
                    continue
                found = _match(phrase, tokens, start, close=self._close)
                if found is not None and (best is None or (found.end, best.hint) > (best.end, found.hint)):
                    best = found
            if best is not None:
                yield best

    def first(self, tokens: Sequence[Token]) -> Found | None:
        """The leftmost place, or None."""
        return next(self.find(tokens), None)


def singly(text: str) -> str:
    """A table of words that stand many on a line as one of a word a line."""
    return "\n".join(word for line in lines_of(text) for word in line.split())


def lines_of(text: str) -> list[str]:
    """The lines of a table, without remarks."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


def _written_out(lines: Sequence[str]) -> Iterator[str]:
    """The lines with "@name" replaced by the choices that stand for it."""
    named: dict[str, list[str]] = {}
    for line in lines:
        name, defines, choices = line.partition(" = ")
        if defines:
            named.setdefault(name, []).append(choices.strip())
    for line in lines:
        if " = " not in line:
            yield _NAME.sub(lambda name: "/".join(named[name[0]]), line)


def _compiled(line: str) -> Phrase:
    words = normalise(line).split()
    anchors = {word for word in words if word in "^$~"}
    slots = tuple(_slot(word) for word in words if word not in anchors)
    return Phrase(line, slots, "^" in anchors, "$" in anchors, "~" in anchors)


def _slot(word: str) -> _Slot:
    if word == "…":
        return _Slot((), optional=True, gap=True)
    optional = word.endswith("?")
    choices = word.removesuffix("?").split("/")
    if choices == ["<số>"]:
        return _Slot((), optional=optional, number=True)
    return _Slot(tuple(tuple(map(_syllable, choice.split("_"))) for choice in choices), optional)


def _syllable(word: str) -> _Syllable:
    strict = word.startswith("=")
    low = same_i(lower(word.removeprefix("=")))
    return _Syllable(low, fold(low), strict)


_LONG_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def same_i(low: str) -> str:
    """A syllable with "i" for a final "y" that sounds the same: ký is kí, tỷ is tỉ; "huy" and "ý" stay."""
    if len(low) > 1 and low[-1] in "yýỳỷỹỵ" and low[-2] in "hklmstv" and low[:-1].isalpha() and len(low) <= 3:
        return low[:-1] + low[-1].translate(_LONG_I)
    return low


def _firsts(phrase: Phrase) -> set[str] | None:
    """The first words that a phrase may begin with; None where it may begin with anything."""
    found: set[str] = set()
    for slot in phrase.slots:
        if slot.number or slot.gap:
            return None
        found |= {choice[0].bare for choice in slot.choices}
        if not slot.optional:
            break
    return found


def _first_busy(tokens: Sequence[Token]) -> int:
    return next((place for place, token in enumerate(tokens) if not token.idle), len(tokens))


def _match(phrase: Phrase, tokens: Sequence[Token], start: int, *, close: bool) -> Found | None:
    """Match a phrase whose first word must stand at `start`; fillers between the words are skipped."""
    best: Found | None = None
    for found in _rest(phrase.slots, tokens, Found(start, start), close=close):
        if not found.hits or (phrase.to_end and not all(token.idle for token in tokens[found.end :])):
            continue
        if best is None or found.end > best.end:
            best = replace(found, hint=phrase.hint)
    return best


def _rest(slots: tuple[_Slot, ...], tokens: Sequence[Token], so_far: Found, *, close: bool) -> Iterator[Found]:
    if not slots:
        yield so_far
        return
    slot, later = slots[0], slots[1:]
    if slot.gap:
        for skipped in range(GAP + 1):
            if so_far.end + skipped <= len(tokens):
                yield from _rest(later, tokens, replace(so_far, end=so_far.end + skipped), close=close)
        return
    for here in _after_idle(tokens, so_far.end) if so_far.hits and not close else [so_far.end]:
        for end, number in _ends(slot, tokens, here):
            hits = (*so_far.hits, *range(here, end))
            yield from _rest(later, tokens, Found(so_far.start, end, hits, number or so_far.number), close=close)
    if slot.optional:
        yield from _rest(later, tokens, so_far, close=close)


def _ends(slot: _Slot, tokens: Sequence[Token], here: int) -> Iterator[tuple[int, int | None]]:
    """Where a slot that begins here may end, and the number that it names."""
    if slot.number and here < len(tokens):
        at = here + (tokens[here].bare == "cb" and here + 1 < len(tokens))
        number = number_of(tokens[at])
        if number is not None:
            yield at + 1, number
    for choice in slot.choices:
        end = here + len(choice)
        if end <= len(tokens) and all(map(_fits, choice, tokens[here:end])):
            yield end, None


def _fits(syllable: _Syllable, token: Token) -> bool:
    return syllable.fits(token)


def _after_idle(tokens: Sequence[Token], place: int) -> Iterator[int]:
    """The place itself, and those behind the fillers that stand there."""
    yield place
    while place < len(tokens) and tokens[place].idle:
        place += 1
        yield place
