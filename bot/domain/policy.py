"""When the ward lets phones be: a post that is not urgent asks before it goes out at night."""

from datetime import datetime, time

from bot.clock import in_vietnam

QUIET_FROM = time(21, 30)
QUIET_UNTIL = time(6, 0)


def in_quiet_hours(at: datetime) -> bool:
    """Tell whether an instant falls between 21:30 and 6:00 in Vietnam; at 6:00 sharp the day has begun."""
    hour = in_vietnam(at).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL
