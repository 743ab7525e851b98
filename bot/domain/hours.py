"""When phones are let be: the ward's quiet hours, and how often somebody wants to hear.

All of it on a wall clock in Vietnam; an urgent post asks none of this.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.clock import VIETNAM, in_vietnam


class Bundle(StrEnum):
    """How somebody wants what is not urgent: each post at once, or all of a day or of a week in one message."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


EVENING = time(18, 0)
SUNDAY = 6

_HOUR = r"(\d{1,2})(?:\s*(?:[:hg]|giờ|gio)\s*(\d{2})?)?"
_SPAN = re.compile(rf"{_HOUR}\s*(?:-|–|đến|den|tới|toi|\s)\s*{_HOUR}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when phones are let be; nothing is quiet where both are the same."""

    start: time
    end: time

    def __bool__(self) -> bool:
        return self.start != self.end

    def __str__(self) -> str:
        return f"{_said(self.start)}-{_said(self.end)}" if self else ""

    def covers(self, at: datetime) -> bool:
        """Whether an instant is quiet; at the end sharp the day has begun."""
        hour = in_vietnam(at).time()
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def over(self, at: datetime) -> datetime:
        """The instant itself where it is not quiet, else the end of that night."""
        return _next(at, self.end) if self.covers(at) else at

    @classmethod
    def parse(cls, words: str) -> "QuietHours | None":
        """Read "21:30-6:00", "21h30 6h", "từ 22 giờ đến 5 giờ"; None for anything else."""
        match = _SPAN.fullmatch(re.sub(r"^(?:từ|tu)\s+", "", words.strip(), flags=re.IGNORECASE))
        if match is None:
            return None
        hours = [int(one or 0) for one in match.groups()]
        if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
            return None
        return cls(time(hours[0], hours[1]), time(hours[2], hours[3]))


NIGHT = QuietHours(time(21, 30), time(6, 0))
NEVER = QuietHours(time(0), time(0))


def _said(hour: time) -> str:
    return f"{hour.hour}:{hour.minute:02}"


def _next(at: datetime, hour: time) -> datetime:
    """The first instant after `at` at which a clock on the wall shows this hour."""
    local = in_vietnam(at)
    found = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    found = found if found > local else found + timedelta(days=1)
    return found.astimezone(at.tzinfo)


def goes_at(bundle: Bundle, at: datetime, quiet: QuietHours) -> datetime:
    """When somebody gets what is said at `at`: then, at the end of the night, at 18:00, or on Sunday at 18:00."""
    if bundle is Bundle.NOW:
        return quiet.over(at)
    evening = _next(at, EVENING)
    if bundle is Bundle.WEEKLY:
        evening += timedelta(days=(SUNDAY - in_vietnam(evening).weekday()) % 7)
    return quiet.over(evening)


_FIRST_EVE = datetime(2, 1, 1, tzinfo=VIETNAM)
"""No calendar has an eve of the first day of all, and a text may name it."""


def eve_of(day: datetime) -> datetime:
    """18:00 on the day before."""
    before = max(in_vietnam(day), _FIRST_EVE) - timedelta(days=1)
    return before.replace(hour=EVENING.hour, minute=EVENING.minute, second=0, microsecond=0).astimezone(day.tzinfo)


def waits(at: datetime, quiet: QuietHours) -> Mapping[Bundle, datetime]:
    """Until when what is said at `at` waits, for each way in which people want it that waits at all."""
    moments = {bundle: goes_at(bundle, at, quiet) for bundle in Bundle}
    return {bundle: moment for bundle, moment in moments.items() if moment > at}
