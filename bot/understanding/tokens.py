"""A message cut into words: spelling mended, short forms written out, long numbers hidden."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from bot.domain.text import lower, normalise
from bot.domain.words import fold
from bot.understanding import asks, complaints, dangers, excuses, frauds, officials, phrases, synonyms, words
from bot.understanding.patterns import Table, Token, lines_of, number_of, same_i, singly
from bot.understanding.spelling import mended, unstretched

LOOKED_AT = 600
"""Characters of a message that are looked at: more is a text, and no wish."""

# Digits parted by blanks, dots or dashes belong together: "0790 8500 1234" is one identity number.
_LONG_NUMBER = re.compile(r"\+?\d(?:[ .\-]?\d){8,}")
_WORD = re.compile(r"[^\W_]+(?:[.,/:\-][^\W_]+)*|[\U0001f300-\U0001faff\u2600-\u27bf]")
_PLACE_AND_NUMBER = re.compile(r"(khom|hem|kp|to|ap|khu|tin|so|ngo|bai|p|cb|k)-?(\d{1,4}[a-z]?)")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
"""The colour of a thumb says nothing."""
_SIGNS = {"👍": "ok", "👌": "ok", "🙏": "ok", "✅": "ok", "❤": "cảm ơn", "💕": "cảm ơn", "🥰": "cảm ơn", "😍": "cảm ơn"}


@cache
def _short_forms() -> dict[str, list[str]]:
    """What stands for what, both as the table writes them, in lower case."""
    pairs = (line.split(maxsplit=1) for line in lines_of(words.SHORT_FORMS))
    return {lower(normalise(short)): lower(normalise(meant)).split() for short, meant in pairs}


@cache
def known_words() -> frozenset[str]:
    """Every word of every table, without accents: what a slip of typing may have been meant to be."""
    found = {word for text in _texts() for word in Table(text).words()}
    found |= {fold(same_i(lower(word))) for group in synonyms.groups() for entry in group for word in entry.split()}
    return frozenset(found | {f"{word[:-1]}y" for word in found if word[-1:] == "i"})


@cache
def _known_pairs() -> frozenset[tuple[str, str]]:
    """Every two words that follow each other in a table, as they may be spelt without accents."""
    found = {pair for text in _texts() for pair in Table(text).pairs()}
    entries = (fold(same_i(lower(word))) for group in synonyms.groups() for entry in group for word in entry.split())
    found |= set(pairwise(entries))
    return frozenset({(a, b) for pair in found for a in _spellings(pair[0]) for b in _spellings(pair[1])})


def _spellings(bare: str) -> tuple[str, ...]:
    return (bare, f"{bare[:-1]}y") if bare[-1:] == "i" else (bare,)


def _texts() -> Iterator[str]:
    """The texts of all tables of phrases."""
    for module in (phrases, asks, complaints, officials, words, dangers, frauds, excuses):
        for name, value in vars(module).items():
            if name.isupper():
                yield from value.values() if isinstance(value, dict) else [value]


def cut(text: str) -> tuple[list[Token], bool]:
    """The words of a message, and whether it held a number as long as an identity or telephone number."""
    seen = normalise(text[:LOOKED_AT])
    kept = _LONG_NUMBER.sub(" ", _SKIN.sub("", seen))
    tokens: list[Token] = []
    for found in _WORD.finditer(kept):
        tokens += _tokens(found[0])
    tokens = _in_digits(tokens)
    return _with_idle(tokens), _LONG_NUMBER.search(seen) is not None


def without_long_numbers(text: str) -> str:
    """A text that may be repeated: identity and telephone numbers are taken out, and nothing else where none is in."""
    return " ".join(_LONG_NUMBER.sub(" ", normalise(text)).split()) if _LONG_NUMBER.search(normalise(text)) else text


def _tokens(shown: str) -> list[Token]:
    if shown in _SIGNS:
        return [_token(word, word) for word in _SIGNS[shown].split()]
    low = unstretched(lower(shown))
    meant = _short_forms().get(lower(shown), _short_forms().get(low))
    if meant is not None:
        return [_token(word, word) for word in meant]
    glued = _PLACE_AND_NUMBER.fullmatch(fold(low))
    if glued:
        first, last = len(glued[1]), -len(glued[2])
        kind = "khóm" if glued[1] == "k" else ""
        return [_token(kind or shown[:first], kind or low[:first]), _token(shown[last:], low[last:])]
    bare = fold(same_i(low))
    parts = mended(bare, known_words(), _known_pairs())
    if tuple(parts) == (bare,):
        return [_token(shown if low == lower(shown) else low, low)]
    if any(part in _short_forms() for part in parts):
        return [_token(word, word) for part in parts for word in _short_forms().get(part, [part])]
    return [_token(part, part) for part in parts]


_NAMED_PLACES = {"khóm", "khom", "hẻm", "hem", "ấp", "ngõ", "kiệt", "tổ"}


def _in_digits(tokens: list[Token]) -> list[Token]:
    """The numbers of places in digits, as notices write them: "khóm ba" is khóm 3, "hẻm mười bốn" hẻm 14."""
    told: list[Token] = []
    place = 0
    while place < len(tokens):
        number, count = (0, 0)
        if told and told[-1].low in _NAMED_PLACES:
            number, count = _spoken(tokens[place : place + 3])
        told.append(_token(str(number), str(number)) if count else tokens[place])
        place += max(count, 1)
    return told


def _spoken(tokens: list[Token]) -> tuple[int, int]:
    """The number that words begin with, and of how many words it is; "hai bà …" is a street's name."""
    if not tokens or tokens[0].low.isdigit() or (len(tokens) > 1 and tokens[1].bare == "ba"):
        return 0, 0
    first, then = ((number_of(one) or 0) if one else 0 for one in (*tokens[:2], None)[:2])
    if first == 10 and 0 < then < 10:
        return 10 + then, 2
    return (first, 1) if first else (0, 0)


def _token(shown: str, low: str) -> Token:
    key = same_i(low)
    bare = fold(key)
    return Token(shown, key, bare, plain=key == bare)


def _with_idle(tokens: list[Token]) -> list[Token]:
    idle = idle_places(tokens)
    return [Token(one.shown, one.low, one.bare, one.plain, place in idle) for place, one in enumerate(tokens)]


def idle_places(tokens: list[Token]) -> set[int]:
    """Where the words stand that carry no meaning."""
    return {place for found in _idle_table().find(tokens) for place in found.hits}


@cache
def _idle_table() -> Table:
    return Table(singly(words.IDLE))
