"""Results over time: which figures are about the same thing, of which period each is, and which stand by some words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from bot.domain.asked import AskedPeriod, named_in
from bot.domain.figures import Figure
from bot.domain.lines import Line
from bot.domain.periods import Period, months, period_of
from bot.domain.views import Page, SourcedFigure
from bot.domain.words import fold_words

ENOUGH_PERIODS = 3
"""So many periods of one thing are worth a picture."""

_BESIDE = re.compile(
    r"^(?:(?:tong so|tong|so|ty le|muc|da|duoc|dat|ket qua|cong tac|uoc)\b ?)+|(?: ?\b(?:dat|duoc|la|uoc))+$"
)
"""Words around what is counted."""

_AGAINST = ("so ", "cùng")
"""How what is no period begins, but what a figure is compared with."""

Matter = tuple[str, str]
"""What figures are about, so that those of several reports stand together: the folded label, and the unit."""


@dataclass(frozen=True, slots=True)
class Told:
    """Figures of one clause of a post, the first with its source; `when` is the newest period that they tell of.

    `matter` names what they are about where other lines are too, else it is empty. `periods` is of how many periods
    that is known. With `titled` the period stands in the post's title alone.
    """

    line: Line
    source: SourcedFigure
    when: Period
    matter: str = ""
    periods: int = 1
    titled: bool = False


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Lines of figures, those about one thing together, the newest first.

    `asked` is the period that was named; with `instead` nothing of it is known, and other periods are shown. With
    `beside` no figure tells the words itself: they stand in its sentence. `cut` tells that older
    ones were not looked at.
    """

    page: Page[Told]
    asked: AskedPeriod | None = None
    instead: bool = False
    beside: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One thing over periods, the oldest first, each with the newest post that tells it."""

    name: str
    points: tuple[tuple[Period, SourcedFigure], ...]


MOST_PERIODS = 12


def series_of(matter: Matter, figures: Sequence[SourcedFigure]) -> Series:
    """Give the results about one thing, newest posts first, as a series of its latest periods.

    Where enough of them are periods of one kind, years or first halves, only those are compared.
    """
    told: dict[Period, SourcedFigure] = {}
    for one in figures:
        if _is_result(one.figure, matter) and (period := period_told(one)):
            told.setdefault(period, one)
    kinds = Counter((one.first.month, one.last.month, one.is_term) for one in told)
    kind, count = kinds.most_common(1)[0] if kinds else ((0, 0, False), 0)
    alike = [one for one in told if count < ENOUGH_PERIODS or (one.first.month, one.last.month, one.is_term) == kind]
    latest = sorted(alike, key=lambda one: one.key)[-MOST_PERIODS:]
    return Series(told[latest[-1]].figure.label if latest else "", tuple((one, told[one]) for one in latest))


def _is_result(figure: Figure, matter: Matter) -> bool:
    return not figure.is_target and figure.of is None and matter_of(figure) == matter


def matter_of(figure: Figure) -> Matter:
    """Tell what a figure is about: "Tổng thu ngân sách đạt" and "Thu ngân sách" are one thing, in one unit."""
    return _counted(figure.label), figure.unit or ""


@lru_cache(maxsize=4096)
def _counted(label: str) -> str:
    # Reports tell the same things again and again.
    folded = fold_words(label)
    return _BESIDE.sub("", folded) or folded


def period_told(source: SourcedFigure) -> Period | None:
    """Give the period of a figure: its own, of the year of its post where it lacks one, or the one in the title."""
    titled = _titled(source.title, source.day.year)
    own = _own(source)
    return period_of(own, titled.last.year if titled else source.day.year) if own else titled


def _own(source: SourcedFigure) -> str:
    """A figure's period in its own words; what it is compared with is none."""
    own = source.figure.period or ""
    return "" if own.lower().startswith(_AGAINST) else own


def titled_period(line: Sequence[SourcedFigure]) -> Period | None:
    """Give the period of a line's figures where it stands in their post's title alone."""
    return None if any(map(_own, line)) else period_told(line[0])


@lru_cache(maxsize=1024)
def _titled(title: str, year: int) -> Period | None:
    return named_in(title, year)


def when_of(source: SourcedFigure) -> Period:
    """Give the period of a figure, or else the year of its post."""
    return period_told(source) or months(source.day.year, 1, 12)


def assembled(figures: Sequence[SourcedFigure]) -> tuple[Told, ...]:
    """Put the lines of figures about one thing together, its newest period first; things in the order of the figures.

    What was told again in a later post, of the same period and with the same value, is told once.
    """
    groups: dict[Matter, list[tuple[SourcedFigure, ...]]] = {}
    known: set[tuple[object, ...]] = set()
    for _, same in groupby(figures, key=lambda one: (one.number, one.figure.phrase or one)):
        line = tuple(same)
        told = {_identity(one) for one in line}
        if told <= known:
            continue
        known |= {one for one in told if one[1] is not None}
        groups.setdefault(matter_of(line[0].figure), []).append(line)
    return tuple(one for lines in groups.values() for one in _of_one_matter(lines))


def _identity(source: SourcedFigure) -> tuple[object, ...]:
    figure = source.figure
    own = period_of(figure.period) if figure.period else None
    return matter_of(figure), own, figure.value, figure.of, figure.is_target


def _of_one_matter(lines: Sequence[tuple[SourcedFigure, ...]]) -> list[Told]:
    matter = matter_of(lines[0][0].figure)
    periods = len({period_told(one) for line in lines for one in line if _is_result(one.figure, matter)} - {None})
    name = lines[0][0].figure.label if len(lines) > 1 else ""
    told = [
        Told(
            tuple(one.figure for one in line),
            line[0],
            max(map(when_of, line), key=lambda one: one.key),
            name,
            periods,
            titled=titled_period(line) is not None,
        )
        for line in lines
    ]
    return sorted(told, key=lambda one: (one.when.key, one.source.day), reverse=True)


_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|[A-ZĐÀ-Ỹ])|\n")
_LEAD = 80
"""Characters of a line that may be a heading."""


def around(body: str, quote: str) -> str:
    """The sentence in which a quote stands, with the heading above it; empty where the text does not have the quote."""
    at = body.find(quote)
    if at < 0:
        return ""
    begins = max((one.end() for one in _SENTENCE_ENDS.finditer(body, 0, at)), default=0)
    ends = _SENTENCE_ENDS.search(body, at + len(quote))
    above = (one.strip() for one in reversed(body[:begins].splitlines()))
    heading = next((one for one in above if 0 < len(one) <= _LEAD and (one[-1] == ":" or one[-1].isalpha())), "")
    return f"{heading}\n{body[begins : ends.start() if ends else len(body)]}"
