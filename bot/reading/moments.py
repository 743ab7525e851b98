"""When to send, as it is typed in a chat: "8h sáng mai", "thu 2 tuan sau 7h", "24/11 08:00", "sau 30 phút".

The grammar of dates in `dates.py` reads ward texts, which have accents and sentences around; this one reads one answer,
typed without accents, blanks or order, and takes it only when every word of it is about time.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.clock import VIETNAM, in_vietnam
from bot.domain.text import lower, normalise
from bot.domain.words import fold

_LONGEST = 80
_GUESSED_BACK = timedelta(days=31)

# Without accents "tới" and "tối" are one word; with them they are kept apart.
_COMING = re.compile(r"(?<![^\W\d_])tới(?![^\W\d_])")
_EVENING = re.compile(r"(?<![^\W\d_])tối(?![^\W\d_])")
_SOON = re.compile(
    r"(?P<sau>sau )?(?:(?P<hours>\d{1,2}|mot|nua) ?(?P<unit>tieng|gio|h)(?![a-z])(?: dong ho)?(?P<half> ?ruoi)?)? ?"
    r"(?:(?P<minutes>\d{1,3}) ?(?:phut|p)(?![a-z]))?(?P<nua> (?:nua|sau))?"
)
_O_CLOCK = r"(?P<h>\d{1,2}) ?(?:gio|h|g)"
_HOUR = (
    _O_CLOCK + r"(?: ?(?P<min>\d\d)(?!\d| ?[/.\-:] ?\d| ?(?:thang|h|g|gio|tieng)(?![a-z])))?'?"
    r"(?= ?(?:sang|trua|chieu|too?i|dem|thu|chu|ngay|hom|mai|nay|mot|cn|t\d|luc|tuan)(?![a-z])|[^a-z]|\Z)"
)
_WEEKDAY = (
    r"(?:thu ?(?P<w>hai|ba|tu|nam|sau|bay|[2-7](?!\d|h|g|:|/|\.| ?gio))|t(?P<t>[2-7])(?!\d)|"
    r"(?P<cn>chu ?nhat|cn))(?![a-z])(?: (?P<which>nay|sau|toi)(?![a-z]))?"
)
# In the order of trying: what is longer or surer comes first.
_GRAMMAR = [
    (name, re.compile(pattern))
    for name, pattern in (
        ("iso", r"(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)t?"),
        (
            "day",
            r"(?:ngay )?(?P<d>\d{1,2}) ?(?P<sep>[/.\-]) ?(?P<m>\d{1,2})(?: ?(?P=sep) ?(?P<y>20\d\d|\d\d))?(?![\d:])",
        ),
        ("day", r"(?:ngay )?(?P<d>\d{1,2}) ?thang ?(?P<m>\d{1,2})(?!\d)(?:,? ?(?:nam )?(?P<y>20\d\d)(?!\d))?"),
        ("hour", r"(?P<h>\d{1,2}):(?P<min>\d\d)(?!\d)"),
        ("hour", rf"{_O_CLOCK}(?: ?(?P<half>ruoi)(?![a-z])| ?(?P<min>\d{{1,2}}) ?(?:phut|ph|p)(?![a-z]))"),
        ("hour", _HOUR),
        ("later", r"(?P<days>\d{1,2}) ngay nua(?![a-z])|sau (?P<after>\d{1,2}) ngay(?![a-z])"),
        ("week", r"tuan (?P<week>nay|sau|toi)(?![a-z])"),
        ("weekday", _WEEKDAY),
        ("near", r"(?:ngay )?(?:hom|bua) (?P<near>nay|mai|mot)(?![a-z])|ngay (?P<near2>mai|mot|kia)(?![a-z])"),
        ("part", r"(?:buoi )?(?P<part>sang|trua|chieu|too?i|dem)(?![a-z])"),
        ("hour", r"(?P<h>\d{1,2})(?= (?:sang|trua|chieu|too?i|dem)(?![a-z]))"),
        ("near", r"(?P<near>nay|mai|mot)(?![a-z])"),
        ("filler", r"(?:vao luc|luc|vao|ngay|hoi|dung|som)(?![a-z])|[,.;]"),
    )
]
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_NEAR = {"nay": 0, "mai": 1, "mot": 2, "kia": 2}
# Hours of a part of the day as people say them: "2h chiều" is 14, "8h tối" is 20; others contradict themselves.
_PARTS = {
    "sang": {hour: hour for hour in range(12)},
    "trua": {10: 10, 11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "chieu": {**{hour: hour + 12 for hour in range(1, 8)}, **{hour: hour for hour in range(12, 20)}},
    "toi": {**{hour: hour + 12 for hour in range(1, 12)}, **{hour: hour for hour in range(17, 24)}},
    "dem": {**{hour: hour + 12 for hour in range(7, 12)}, **{hour: hour for hour in range(18, 24)}},
}


@dataclass(frozen=True, slots=True)
class Due:
    """A moment in Vietnam's time, possibly past; `guessed_year` tells that the day was typed without its year.

    `today` tells that no day was typed at all.
    """

    at: datetime
    guessed_year: bool
    today: bool = False


@dataclass(slots=True)
class _Told:
    """What was typed so far: the hour, the part of the day, and all that names the day."""

    hour: tuple[int, int] | None = None
    part: str | None = None
    days: list[date] = field(default_factory=list)
    weekday: int | None = None
    which: str | None = None
    week: str | None = None
    guessed: bool = False


def parse_due(typed: str, now: datetime) -> Due | None:
    """Read a moment; None for what names no hour, contradicts itself or holds any word that is not about time.

    `now` is aware. Without a day it is today's hour; a day without a year is this year's, or the next one's when it is
    more than a month past; a weekday is the next one. Never raises.
    """
    if len(typed) > _LONGEST:
        return None
    written = " ".join(lower(normalise(typed)).split())
    low = fold(_EVENING.sub("tooi", _COMING.sub("sau", written)))
    local = in_vietnam(now)
    if not low.isascii():
        return None
    soon = _soon(low, local)
    if soon is not None:
        return soon
    told = _Told()
    at = 0
    while at < len(low):
        if low[at] == " ":
            at += 1
            continue
        for name, pattern in _GRAMMAR:
            match = pattern.match(low, at)
            if match and _take(told, name, match, local.date()):
                at = match.end()
                break
        else:
            return None
    return _due(told, local)


def _soon(low: str, local: datetime) -> Due | None:
    match = _SOON.fullmatch(low)
    if match is None or not (match["hours"] or match["minutes"]) or not (match["sau"] or match["nua"]):
        return None
    if match["sau"] and not match["nua"] and match["unit"] in {"gio", "h"}:
        return None  # "sau 8h" is rather "after eight o'clock"
    minutes = int(match["minutes"] or 0) + (30 if match["half"] else 0)
    hours = match["hours"] or "0"
    minutes += {"mot": 60, "nua": 30}.get(hours) or (int(hours) * 60 if hours.isdigit() else 0)
    at = local.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return Due(at, guessed_year=False) if minutes else None


def _take(told: _Told, name: str, match: "re.Match[str]", today: date) -> bool:
    """Note what a piece says; False when it says a second time what was said, or what no calendar has."""
    groups = match.groupdict()
    if name in {"day", "iso"}:
        day = _day(int(groups["d"]), int(groups["m"]), groups["y"], today)
        told.guessed |= groups["y"] is None
        if day is None:
            return False
        told.days.append(day)
    elif name == "hour":
        hour, minute = int(groups["h"]), int(groups.get("min") or 0) if not groups.get("half") else 30
        if told.hour or hour > 23 or minute > 59:
            return False
        told.hour = hour, minute
    elif name == "later":
        told.days.append(today + timedelta(days=int(groups["days"] or groups["after"])))
    elif name == "near":
        told.days.append(today + timedelta(days=_NEAR[groups["near"] or groups["near2"]]))
    elif name == "week":
        if told.week:
            return False
        told.week = groups["week"]
    elif name == "weekday":
        if told.weekday is not None:
            return False
        told.which = groups["which"]
        if told.which == "toi":
            return False  # "thu hai toi 7h": Monday evening, or Monday next
        spoken = groups["w"] or groups["t"]
        told.weekday = 6 if groups["cn"] else _WEEKDAYS[spoken] if spoken in _WEEKDAYS else int(spoken) - 2
    elif name == "part":
        if told.part:
            return False
        told.part = groups["part"].replace("oo", "o")
    return True


def _day(day: int, month: int, year: str | None, today: date) -> date | None:
    """The calendar day; without a year this year's, or the next one's when that is long past."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year, today.year + 1]
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or found >= today - _GUESSED_BACK:
            return found
    return None


def _due(told: _Told, local: datetime) -> Due | None:
    if told.hour is None:
        return None
    hour, minute = told.hour
    if told.part:
        if hour not in _PARTS[told.part]:
            return None
        hour = _PARTS[told.part][hour]
    clock = time(hour, minute)
    days = set(told.days)
    if told.weekday is not None:
        if not days or told.week or told.which:
            days.add(_weekday(told, told.weekday, local, clock))
        elif any(day.weekday() != told.weekday for day in days):
            return None
    elif told.week:
        return None
    if len(days) > 1:
        return None
    today = not days
    day = days.pop() if days else local.date()
    return Due(datetime.combine(day, clock, tzinfo=VIETNAM), told.guessed, today)


def _weekday(told: _Told, weekday: int, local: datetime, clock: time) -> date:
    """The day of a weekday: of this week, of the next one, or the one that comes next; weeks begin on Monday."""
    today = local.date()
    monday = today - timedelta(days=today.weekday())
    if told.week in {"sau", "toi"}:
        return monday + timedelta(days=7 + weekday)
    if told.week == "nay" or told.which == "nay":
        return monday + timedelta(days=weekday)
    ahead = (weekday - today.weekday()) % 7
    if ahead == 0 and (told.which == "sau" or clock <= local.time()):
        ahead = 7
    return today + timedelta(days=ahead)
