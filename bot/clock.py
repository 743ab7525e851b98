"""The one place that knows what time it is, and Vietnam's time zone."""

from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Tells the time; tests hand in one that stands still or jumps."""

    def now(self) -> datetime:
        """Return the present instant, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, timezone-aware, in UTC."""
        return datetime.now(UTC)


def in_vietnam(moment: datetime) -> datetime:
    """Return the same instant as a clock on a wall in Vietnam shows it."""
    return moment.astimezone(VIETNAM)
