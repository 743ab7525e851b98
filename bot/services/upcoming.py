"""What is still ahead: by day, of the viewer's areas first."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.clock import in_vietnam
from bot.domain.coming import Coming, Sitting, in_order
from bot.domain.life import tells_of_meeting
from bot.domain.people import Viewer
from bot.domain.posts import Kind
from bot.domain.views import ComingPage, Page
from bot.domain.words import fold_words
from bot.services.context import Context
from bot.services.days import Days, days_of
from bot.storage import choices, coming
from bot.storage import posts as post_storage
from bot.storage.posts import when_of
from bot.understanding import Intent, understand

A_PAGE = 8
LATER = 3
"""How many of those that come next are told where nothing is on the day that was asked for."""


_TURNED = re.compile(r"(?:(?P<first>[0-9-]{10})\.\.(?P<until>[0-9-]{10})|\.\.)(?P<hop> hop)?")
"""What a page's buttons ask for: the days that were understood on the first one, and whether only meetings."""


class Upcoming:
    """Reading what takes place from today on."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def coming(self, viewer: Viewer, asked: str = "", offset: int = 0) -> ComingPage:
        """What takes place on the days that were `asked` for ("mai", "tuần này có họp gì"), else whatever comes."""
        today = in_vietnam(self._context.now).date()
        turned = _TURNED.fullmatch(asked)
        days = _days_between(turned) if turned else days_of(understand(asked), today)
        first, until = _from_today(days, today)
        meetings = bool(turned["hop"]) if turned else "hop" in fold_words(asked).split()
        sittings = await self._sittings(viewer, first, meetings=meetings)
        there = in_order(sittings, first, until)
        shown = await self._told(viewer, there[offset : offset + A_PAGE + 1])
        after = in_order(sittings, first, None) if not there and until is not None else []
        later = await self._told(viewer, after[:LATER])
        question = (f"{first}..{until}" if until else "..") + (" hop" if meetings else "")
        page = Page.cut(shown, offset=offset, size=A_PAGE, question=question)
        return ComingPage(page, today, first, until, tuple(later))

    async def meetings(self, viewer: Viewer) -> list[Coming]:
        """The meetings that are still ahead, the next one first; at most one page."""
        today = in_vietnam(self._context.now).date()
        sittings = await self._sittings(viewer, today, meetings=True)
        return await self._told(viewer, in_order(sittings, today, None)[:A_PAGE])

    async def _sittings(self, viewer: Viewer, first: date, *, meetings: bool) -> list[Sitting]:
        rows = await coming.list_ahead(self._transaction, viewer, first)
        if meetings:
            rows = [row for row in rows if tells_of_meeting(Kind(row.kind), row.title)]
        mine = await choices.list_area_ids(self._transaction, viewer.person_id)
        areas = await coming.list_areas_of(self._transaction, [row.id for row in rows])
        now = self._context.now
        return [
            sitting
            for row in rows
            if row.ends_at is None or row.ends_at >= now
            for sitting in _sittings_of(row, areas.get(row.id, []), mine)
            if sitting.last >= first
        ]

    async def _told(self, viewer: Viewer, entries: Sequence[tuple[date, Sitting]]) -> list[Coming]:
        ids = list({sitting.post_id for _, sitting in entries})
        posts = await post_storage.list_posts(self._transaction, viewer, ids=ids, limit=len(ids)) if ids else []
        by_id = {one.id: one for one in posts}
        return [Coming(sitting, by_id[sitting.post_id], day) for day, sitting in entries]


def _sittings_of(row: Any, areas: Sequence[tuple[int, str]], mine: set[int]) -> list[Sitting]:
    # Not at the start: the reading's patterns take longer to make than all the rest of it needs.
    from bot.reading.days import days_of as sittings_of

    starts = in_vietnam(row.starts_at).date() if row.starts_at else None
    day = date.fromisoformat(row.event_date) if row.event_date else None
    first = starts or day or in_vietnam(row.ends_at).date()
    last = in_vietnam(row.ends_at).date() if row.ends_at else first
    here = not areas or not mine or any(area_id in mine for area_id, _ in areas)
    return [
        Sitting(
            row.id,
            begin,
            end,
            row.starts_at,
            line,
            here,
            tuple(name for _, name in areas),
        )
        for begin, end, line in sittings_of(when_of(row.when_lines).time, first, last)
    ]


def _days_between(turned: re.Match[str]) -> Days | None:
    try:
        return (date.fromisoformat(turned["first"]), date.fromisoformat(turned["until"])) if turned["first"] else None
    except ValueError:
        return None


def days_ahead(meant: Intent, today: date) -> tuple[date, date | None]:
    """The first and the last day that somebody speaks of, from today on; None where it is open, or over."""
    return _from_today(days_of(meant, today), today)


def _from_today(days: Days | None, today: date) -> tuple[date, date | None]:
    if days is None or days[1] < today:
        return today, None
    return max(days[0], today), days[1]
