"""The days on which something takes place, out of its When-lines: each session its own, a range as a whole."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from bot.domain.when_lines import is_ward
from bot.reading.grammar.dates import Day
from bot.reading.grammar.scan import scan
from bot.reading.grammar.text import prepare

_LONGEST = timedelta(days=366)
_HALF_YEAR = 6
_UNTIL = re.compile(r"(?:đến|tới|[-–]) *(?:khoảng |lúc )?\Z")

_AT = re.compile(r"(?<!\w)(?:tại|ở)(?!\w):? *")
_PLACE_ENDS = re.compile(r" *(?:[.;|(\t\n]|\Z)")
_QUARTER = re.compile(
    r"[^\w\n]*((?:các |một phần |toàn bộ )?(?:khóm|khu phố|khu vực|tổ dân phố|tổ|ấp|thôn|xóm|bản|buôn|hẻm|ngõ|đường|"
    r"chung cư|khu dân cư|nhà văn hóa|trạm y tế|hội trường|trường|trụ sở) )"
)
"""How a place begins that stands behind the hours without a word that leads to it."""


def days_of(lines: Sequence[str], first: date, last: date) -> tuple[tuple[date, date, str], ...]:
    """First and last day of each session or range, in order; else that from `first` to `last`.

    Where there are several, each with the line that names it.
    A day without a year is taken for the one nearest behind `first`.
    """
    told = {span: line for line in reversed(lines) for span in _spans(line, first)}
    # A line that does not name the day itself tells of something else.
    if not any(begin <= first <= end for begin, end in told):
        return ((first, max(first, last), ""),)
    return tuple((begin, end, told[begin, end] if len(told) > 1 else "") for begin, end in sorted(told))


def _spans(line: str, near: date) -> Iterator[tuple[date, date]]:
    text = prepare(line)
    dates = scan(text, []).dates
    at = 0
    while at < len(dates):
        begin, end, reaches = dates[at].first, dates[at].last, dates[at].end
        # "Từ 22 giờ ngày 02/12 đến 5 giờ ngày 03/12": the hour parts the two days of one range.
        if at + 1 < len(dates) and begin == end and "đến" in text.low[reaches : dates[at + 1].start].split():
            end, at = dates[at + 1].last, at + 1
        at += 1
        known = _dated(begin, near), _dated(end, near)
        if known[0] and known[1] and timedelta() <= known[1] - known[0] <= _LONGEST:
            yield known[0], known[1]


def _dated(day: Day, near: date) -> date | None:
    if day.year is not None:
        return day.as_date()
    year = near.year + (near.month - day.month > _HALF_YEAR)
    return Day(day.day, day.month, year).as_date()


def hours_of(line: str, *, shared: bool) -> tuple[time, time | None] | None:
    """The hours that a line tells: the first one, and the last where it is an end ("đến 11 giờ").

    Of a line that is `shared` by several days only what is for all: "từ 8 giờ đến 11 giờ ngày 24/11 và 26/11", and not
    "8 giờ ngày 24/11 và 14 giờ ngày 26/11".
    """
    text = prepare(line)
    marks = scan(text, [])
    if not marks.hours:
        return None
    first, last = marks.hours[0], marks.hours[-1]
    if shared and any(first.start < day.start < last.start for day in marks.dates):
        return None
    closes = last is not first and _UNTIL.search(text.low[: last.start])
    return time(first.hour, first.minute), time(last.hour, last.minute) if closes else None


def place_of(line: str) -> str:
    """The place that a line of one session names, "tại nhà văn hóa khóm 5" or behind its day and hours; else empty."""
    text = prepare(line)
    marks = scan(text, [])
    last = max([0, *(one.end for one in marks.dates), *(one.end for one in marks.hours)])
    # In front of its day or hours "tại" would need an end that nothing marks.
    told = [one.end() for one in _AT.finditer(text.low) if one.end() >= last]
    quarter = _QUARTER.match(text.low, last)
    start = told[0] if told else quarter.start(1) if quarter else None
    if start is None:
        return ""
    ends = _PLACE_ENDS.search(text.low, start)
    place = text.clean[start : ends.start() if ends else None].strip(" ,:-–")
    return "" if is_ward(place) else place
