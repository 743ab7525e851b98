"""Posts whose day is still ahead, without their texts: what a list of days is made of."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM
from bot.domain.people import Viewer
from bot.domain.posts import PostState
from bot.storage.tables import area, post, post_area, revision
from bot.storage.visibility import visible

MOST = 500
LONGEST = timedelta(days=62)
"""How long before a day something may have begun that lasts for days and names no hour."""


async def list_ahead(connection: AsyncConnection, viewer: Viewer, first: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """Published posts of something that may take place on `first` or later, those that come first of each sort.

    id, kind, title, starts_at, ends_at, event_date (YYYY-MM-DD), when_lines.
    """
    begins = datetime.combine(first, time.min, VIETNAM)
    ahead: tuple[tuple[ColumnElement[Any], Any], ...] = (
        (revision.c.ends_at, begins),
        (revision.c.starts_at, begins),
        (revision.c.event_date, (first - LONGEST).isoformat()),
    )
    there = (post.c.state == PostState.PUBLISHED, visible(viewer))
    # Each by its own index: one condition over all three would read every post.
    sorts = [
        select(revision.c.id)
        .join(post, post.c.revision_id == revision.c.id)
        .where(post.c.id == revision.c.post_id, value >= since, *there)
        .order_by(value)
        .limit(MOST)
        .subquery()
        for value, since in ahead
    ]
    ids = union(*(select(one.c.id) for one in sorts)).subquery()
    found = await connection.execute(
        select(
            post.c.id,
            revision.c.kind,
            revision.c.title,
            revision.c.starts_at,
            revision.c.ends_at,
            revision.c.event_date,
            revision.c.when_lines,
        )
        .join(revision, revision.c.post_id == post.c.id)
        .where(revision.c.id.in_(select(ids.c.id)))
    )
    return found.all()


async def list_areas_of(connection: AsyncConnection, post_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The areas of posts, each as (id, name), by the post's id; one that applies to all has none."""
    rows = await connection.execute(
        select(post_area.c.post_id, area.c.id, area.c.name)
        .join(area, area.c.id == post_area.c.area_id)
        .where(post_area.c.post_id.in_(post_ids))
        .order_by(area.c.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for post_id, area_id, name in rows:
        found.setdefault(post_id, []).append((area_id, name))
    return found
