"""Which days a question is about, and whether a post tells of them: pure, over the calendar."""

import re
from datetime import date, timedelta

from bot.clock import in_vietnam
from bot.domain.posts import Outline, Post
from bot.domain.words import fold
from bot.understanding import Day, Intent, Span

_DATE = re.compile(
    r"(?<![\d/])(\d{1,2}) ?[/.\-] ?(\d{1,2})(?: ?[/.\-] ?(20\d\d))?(?![\d/])|\b(\d{1,2}) thang (\d{1,2})\b"
)
_LONGEST = 31
"""Days of a span at which single dates are still looked for in a text."""

Days = tuple[date, date]
"""The first and the last day."""


def days_of(meant: Intent, today: date) -> Days | None:
    """The days that a question names; "sắp tới" has no last one and is none."""
    if meant.on is not None:
        day = _of_week(meant.on, today) if meant.on.weekday is not None else _of_month(meant.on, today)
        return (day, day) if day else None
    first, last = days_in(meant.span or Span.SOON, today)
    return (first, last) if last else None


def _of_week(day: Day, today: date) -> date:
    """The next one of that name; weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    weekday = day.weekday or 0
    if day.next_week:
        return monday + timedelta(days=7 + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _of_month(day: Day, today: date) -> date | None:
    """The one that is nearest: people ask about last week as about next month."""
    months = [day.month] if day.month else [today.month, today.month % 12 + 1]
    found = []
    for month in months:
        for year in (today.year - 1, today.year, today.year + 1):
            try:
                found.append(date(year, month, day.day or 1))
            except ValueError:
                continue
    if not day.month:
        found = [one for one in found if one >= today]
    return min(found, key=lambda one: abs(one - today), default=None)


def days_in(span: Span, today: date) -> tuple[date, date | None]:
    """The first and the last day that somebody speaks of; None where it is open. A week ends on Sunday."""
    sunday = today + timedelta(days=6 - today.weekday())
    month_ends = _month_after(today) - timedelta(days=1)
    spans: dict[Span, tuple[date, date | None]] = {
        Span.YESTERDAY: (today - timedelta(days=1),) * 2,
        Span.TODAY: (today, today),
        Span.TOMORROW: (today + timedelta(days=1),) * 2,
        Span.DAY_AFTER: (today + timedelta(days=2),) * 2,
        Span.WEEKEND: (max(today, sunday - timedelta(days=1)), sunday),
        Span.WEEK: (today, sunday),
        Span.NEXT_WEEK: (sunday + timedelta(days=1), sunday + timedelta(days=7)),
        Span.MONTH: (today, month_ends),
        Span.NEXT_MONTH: (month_ends + timedelta(days=1), _month_after(_month_after(today)) - timedelta(days=1)),
        Span.SOON: (today, None),
    }
    return spans[span]


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def tells_of(post: Post | Outline, days: Days) -> bool | None:
    """Whether a post tells of something on these days; None where it names no day at all."""
    starts = in_vietnam(post.starts_at).date() if post.starts_at else post.event_date
    ends = in_vietnam(post.ends_at).date() if post.ends_at else starts
    first, last = days
    if starts is not None and ends is not None and starts <= last and first <= ends:
        return True
    text = fold(f"{post.title}\n{post.body}")
    found = [(int(one[1] or one[4]), int(one[2] or one[5]), one[3]) for one in _DATE.finditer(text)]
    if not found and starts is None:
        return None
    if (last - first).days > _LONGEST:
        return False
    wanted = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return any(
        day == one.day and month == one.month and (not year or int(year) == one.year)
        for day, month, year in found
        for one in wanted
    )
