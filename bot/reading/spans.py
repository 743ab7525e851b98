"""A span of time as it is typed in a chat, "mai 7h den 11h", spelled out so that nobody has to ask which day."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.reading.moments import Due, parse_due

_WHOLE_DAY = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|năm \d{4}", re.IGNORECASE)
_FROM = re.compile(r"\W*(?:từ|tu|bắt đầu(?: từ)?|bat dau(?: tu)?)(?!\w)\s*", re.IGNORECASE)
_TO = re.compile(r"\s*(?:[-–—]|(?<!\w)(?:đến|den|tới|toi)(?!\w))\s*", re.IGNORECASE)
_MOST = 120
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_NOON, _EVENING = 12, 18


def spelled_out(typed: str, now: datetime) -> str | None:
    """Give "từ 7 giờ đến 11 giờ, thứ Ba 01/12/2026"; None for what names its day in full, no day, or is not understood.

    Either end may name the day; an end of the afternoon or of the night after is understood from the beginning.
    """
    if len(typed) > _MOST or _WHOLE_DAY.search(typed):
        return None
    since = _FROM.match(typed)
    words = typed[since.end() :] if since else typed
    one = parse_due(words, now)
    if one is not None:
        return None if one.today else f"{'từ ' if since else ''}{_hour(one.at)} {_day(one.at)}"
    for begins, ends in _ends(words, now):
        if begins.date() == ends.date():
            return f"từ {_hour(begins)} đến {_hour(ends)}, {_day(begins)}"
        return f"từ {_hour(begins)} {_day(begins)} đến {_hour(ends)} {_day(ends)}"
    return None


def _ends(words: str, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    for to in _TO.finditer(words):
        begins, ends = parse_due(words[: to.start()], now), parse_due(words[to.end() :], now)
        if begins is None or ends is None or (begins.today and ends.today):
            continue
        first, last = _on_day(begins, ends), _on_day(ends, begins)
        if ends.today and last <= first:
            last += timedelta(hours=12) if last.hour < _NOON and first.hour < _EVENING else timedelta(days=1)
        if first < last:
            yield first, last


def _on_day(one: Due, other: Due) -> datetime:
    """A moment on its own day, else on that of the other end."""
    return datetime.combine(other.at.date(), one.at.timetz()) if one.today else one.at


def _hour(at: datetime) -> str:
    return f"{at.hour} giờ {at.minute:02}" if at.minute else f"{at.hour} giờ"


def _day(at: datetime) -> str:
    return f"{_WEEKDAYS[at.weekday()]} {at:%d/%m/%Y}"
