"""Lines of figures as people see them: the figures of one clause together, their numbers found, a writer's choice."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.figures import Figure, Wording
from bot.errors import InvalidError

Line = tuple[Figure, ...]

LONGEST_LINE = 200
"""Characters of a line that a writer may put in place of the text's own."""

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MORE = r"(?: ?(?:/|-|–|đến|tới|còn|xuống còn|xuống|lên|(?:trong|trên|của) (?:tổng )?số) ?)"
_SCALE = r"(?: ?(?:nghìn|ngàn|triệu|tỷ|tỉ))*"
_MONEY = rf"{_SCALE}(?: ?(?:đồng(?! chí)|đ|vnđ|vnd)(?!\w))?"
# "từ 25 đến 35 triệu", "3/14", "1 tỷ 357 triệu đồng", "28,6 tỷ đồng/31,2 tỷ đồng": one piece, its unit behind it.
_PIECE = re.compile(
    rf"(?:(?<!\w)(?:gần|hơn|trên|khoảng|dưới|từ|xấp xỉ) |[≥≤<>] ?)?\d+(?:[.,] ?\d+)*"
    rf"(?:(?:{_MONEY}| ?%|(?: [^\W\d_]+){{0,2}}?){_MORE}\d+(?:[.,]\d+)*)?"
    rf"(?: ?[%‰](?:/\w+)?|{_MONEY}(?: \d+(?:,\d+)?{_MONEY})?(?:/\w+)*)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?! (?:vượt|đạt|hoàn thành)(?!\w))(?: ?[^\W\d_]+[²³23]?)+")


def lines_of(figures: Sequence[Figure]) -> list[Line]:
    """Gather neighbours that share a phrase, the figures of one clause; without a phrase each stands alone."""
    lines: list[list[Figure]] = []
    for one in figures:
        if lines and one.phrase and lines[-1][-1].phrase == one.phrase:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [tuple(line) for line in lines]


def headlines_of(figures: Sequence[Figure]) -> list[Line]:
    """Give the lines that were ranked, the first one first."""
    ranked = [(line[0].rank, line) for line in lines_of(figures) if line[0].rank is not None]
    return [line for _, line in sorted(ranked, key=lambda one: one[0] or 0)]


def in_order(figures: Sequence[Figure]) -> list[Line]:
    """Give all lines, those that were ranked before the others, which keep the text's order."""
    ranked = headlines_of(figures)
    return ranked + [line for line in lines_of(figures) if line[0].rank is None]


def bold_in(phrase: str, line: Line) -> list[tuple[int, int]]:
    """Find where the numbers of a line's figures stand in its phrase, each with its unit, in order.

    A row's phrase has its first number; so has one that was written anew and keeps no figure's quote.
    """
    spans: list[tuple[int, int]] = []
    at = 0
    for figure in line:
        if figure.wording is Wording.ROW:
            break
        quote = " ".join(figure.quote.split())
        start = phrase.find(quote, at)
        begin = start if start >= 0 else 0
        literal = NUMBER.search(quote)
        found = literal and re.compile(rf"(?<![\d.,]){re.escape(literal[0])}(?!\d|[.,]\d)").search(phrase, begin)
        if found:
            span = _piece(phrase, found.start(), figure)
            if not spans or span[0] >= spans[-1][1]:
                spans.append(span)
                at = span[1]
    if not spans and (first := NUMBER.search(phrase)):
        spans.append(_piece(phrase, first.start(), line[0]))
    return spans


def _piece(phrase: str, number: int, figure: Figure) -> tuple[int, int]:
    """The span of the number that begins there, with the words that bound it and its unit."""
    match = next((m for m in _PIECE.finditer(phrase, max(0, number - 9)) if m.start() <= number < m.end()), None)
    if match is None:
        return number, number
    end = match.end()
    unit = figure.unit or ""
    if (
        unit
        and (unit == "đồng chí" or not unit.startswith(("%", "‰", "đồng")))
        and (words := _WORDS.match(phrase, end))
    ):
        named = words[0].split()[0].lower() in unit.lower()
        wanted = len(unit.partition("/")[0].split()) + (not named and unit == "người")
        pieces = list(re.finditer(r" ?[^\W\d_]+[²³23]?", words[0]))[:wanted]
        end += pieces[-1].end() if pieces else 0
    return match.start(), end


def arranged(figures: Sequence[Figure], typed: str, body: str) -> tuple[Figure, ...]:
    """Give the figures ranked or worded as a writer typed it: "2 1 5", or "3: Thu ngân sách đạt 103,9%".

    The numbers are those of `in_order`, from 1. What is not named is no headline any more; the words that replace a
    line's are marked as the ward's own, and may hold no number that the `body` does not. Raises InvalidError.
    """
    lines = in_order(figures)
    if match := re.match(r"\s*(\d{1,3})\s*[:.)=]\s*(\S.*)", typed, re.DOTALL):
        return _reworded(figures, lines, int(match[1]), " ".join(match[2].split()), body)
    places = [int(one) for one in re.findall(r"\d{1,3}", typed)]
    if not re.fullmatch(r"[\d\s,;.]+", typed) or not places or len(set(places)) < len(places):
        raise InvalidError("figures-order", most=len(lines))
    if not all(1 <= place <= len(lines) for place in places):
        raise InvalidError("figures-order", most=len(lines))
    ranks = {id(one): rank for rank, place in enumerate(places) for one in lines[place - 1]}
    return tuple(replace(one, rank=ranks.get(id(one))) for one in figures)


def _reworded(
    figures: Sequence[Figure], lines: Sequence[Line], place: int, words: str, body: str
) -> tuple[Figure, ...]:
    if not 1 <= place <= len(lines) or len(words) > LONGEST_LINE:
        raise InvalidError("figures-words", most=LONGEST_LINE)
    known = set(NUMBER.findall(body))
    if strange := [number for number in NUMBER.findall(words) if number not in known]:
        raise InvalidError("figures-number", number=strange[0])
    if not NUMBER.search(words):
        raise InvalidError("figures-words", most=LONGEST_LINE)
    chosen = {id(one) for one in lines[place - 1]}
    return tuple(replace(one, phrase=words, wording=Wording.WARD) if id(one) in chosen else one for one in figures)


def carried(before: Sequence[Figure], after: Sequence[Figure], unarranged: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give a mended text's figures the place and the words that a writer chose for them before.

    `unarranged` are the figures before as the reading alone ranks them: where nothing was chosen nothing is carried.
    """
    chosen = [one.rank for one in before] != [one.rank for one in unarranged]
    by_quote = {(old.quote, old.value): old for old in reversed(before)}
    by_label = {(old.label, old.unit): old for old in reversed(before)}
    made: list[Figure] = []
    for one in after:
        same = by_quote.get((one.quote, one.value))
        alike = same or by_label.get((one.label, one.unit))
        kept = replace(one, rank=alike.rank if alike else None) if chosen else one
        if same and same.wording is Wording.WARD:
            kept = replace(kept, phrase=same.phrase, wording=Wording.WARD)
        made.append(kept)
    return tuple(made)
