"""The days that a message names: "mai", "tuần này", "thứ năm", "3/12"; which ones they are depends on today."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from bot.understanding import synonyms, words
from bot.understanding.intent import Day, Span
from bot.understanding.patterns import Found, Table, Token, number_of

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/\d{2,4})?")
_PARTED = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-]\d{2,4})?")
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_SHORT = {"cn": 6, **{f"t{number}": number - 2 for number in range(2, 8)}}
_OF_A_YEAR = {"nay", "ngoai", "truoc", "qua"}
"""Behind "thu nam" these make it a year's revenue, as a number of four digits does."""
_NEXT = {"sau", "toi"}
_WHICH = {"nao", "may", "gi"}
_ADDRESSED = {"hem", "so", "sn", "nha", "ngo", "ngach", "kiet", "duong", "to", "khom", "ap", "lo", "can"}
"""Behind these "3/12" is an address."""


@cache
def _table(text: str) -> Table:
    return Table(text)


def kept_places(tokens: Sequence[Token]) -> frozenset[int]:
    """Where words stand that are dropped alone and mean something together."""
    return _kept(tuple(tokens))


@lru_cache(maxsize=8)
def _kept(tokens: tuple[Token, ...]) -> frozenset[int]:
    # Asked several times of one message.
    found = (*_table(words.KEPT).find(tokens), *_known_phrases().find(tokens))
    return frozenset(place for one in found for place in one.hits)


@cache
def _known_phrases() -> Table:
    """Phrases that have others of the same meaning: their words stand together, whatever each says alone."""
    phrases = (entry for group in synonyms.groups() for entry in group)
    return Table("\n".join(one for one in phrases if " " in one and one.replace(" ", "").isalnum()), close=True)


def spans(tokens: Sequence[Token]) -> Sequence[tuple[Span, Found]]:
    """The places that name days from today on; "Mai" may be a name, and "hoa mai" a flower."""
    return _spans(tuple(tokens))


@lru_cache(maxsize=8)
def _spans(tokens: tuple[Token, ...]) -> tuple[tuple[Span, Found], ...]:
    return tuple(_found_spans(tokens))


def _found_spans(tokens: Sequence[Token]) -> Iterator[tuple[Span, Found]]:
    kept = kept_places(tokens)
    for name, table in words.DAYS.items():
        for found in _table(table).find(tokens):
            is_name = len(found.hits) == 1 and found.start > 0 and tokens[found.start].shown[:1].isupper()
            # "Ngày nào trong tuần" asks for a day of any week.
            is_any = tokens[found.start].bare == "trong" and _bare(tokens, found.start - 1) in _WHICH
            if not is_name and not is_any and not kept & set(found.hits):
                yield Span(name), found


def span_of(tokens: Sequence[Token]) -> Span | None:
    """The first span that is named, the longest of its place."""
    places = [(found.start, -found.end, span) for span, found in spans(tokens)]
    return min(places)[2] if places else None


def day_of(tokens: Sequence[Token]) -> tuple[Day, frozenset[int]] | None:
    """The first day of the week or of the calendar that is named, and where its words stand."""
    for place in range(len(tokens)):
        found = _weekday(tokens, place) or _date(tokens, place)
        if found is not None:
            day, end = found
            return day, frozenset(range(place, end))
    return None


def has_date(tokens: Sequence[Token]) -> bool:
    """Whether a day of a month is named, its numbers parted by a stroke, a point or a dash; an address names none."""
    return any(_date(tokens, place, _PARTED) for place in range(len(tokens)))


def named_places(tokens: Sequence[Token]) -> set[int]:
    """Where all words stand that name a day."""
    day = day_of(tokens)
    return {place for _, found in spans(tokens) for place in found.hits} | set(day[1] if day else ())


def _bare(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].bare if 0 <= place < len(tokens) else ""


def _weekday(tokens: Sequence[Token], place: int) -> tuple[Day, int] | None:
    word, behind = _bare(tokens, place), _bare(tokens, place + 1)
    weekday, end = _SHORT.get(word), place + 1
    if word == "thu" and tokens[place].low in ("thu", "thứ") and behind in _WEEKDAYS:
        weekday, end = _WEEKDAYS[behind], place + 2
    elif (word, behind) == ("chu", "nhat"):
        weekday, end = 6, place + 2
    if weekday is None:
        return None
    after = _bare(tokens, end)
    if behind == "nam" and (after in _OF_A_YEAR or (after.isdigit() and len(after) == 4)):
        return None
    week, later = (end + 1, _bare(tokens, end + 1)) if after == "tuan" else (end, after)
    if later in _NEXT or later == "nay":
        return Day(weekday=weekday, next_week=later in _NEXT and after == "tuan"), week + 1
    return Day(weekday=weekday), end


def _date(tokens: Sequence[Token], place: int, written: re.Pattern[str] = _SLASHED) -> tuple[Day, int] | None:
    slashed = written.fullmatch(tokens[place].low)
    if slashed is not None and _bare(tokens, place - 1) not in _ADDRESSED:
        return _on(int(slashed[1]), int(slashed[2]), place + 1)
    if _bare(tokens, place) not in ("ngay", "mung", "mong", "hom") or place + 1 >= len(tokens):
        return None
    day = number_of(tokens[place + 1])
    if day is None:
        return None
    if _bare(tokens, place + 2) == "thang" and place + 3 < len(tokens):
        month = number_of(tokens[place + 3])
        return _on(day, month, place + 4) if month else None
    # "ngày hai" is rather "mấy ngày hai …": a bare day is written in digits.
    return _on(day, None, place + 2) if tokens[place + 1].low.isdigit() else None


def _on(day: int, month: int | None, end: int) -> tuple[Day, int] | None:
    return (Day(day=day, month=month), end) if 1 <= day <= 31 and 1 <= (month or 1) <= 12 else None
