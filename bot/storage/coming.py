"""Posts whose day is still ahead, without their texts: what a list of days is made of."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM
from bot.domain.people import Viewer
from bot.domain.posts import PostState
from bot.storage.tables import area, post, post_area, revision
from bot.storage.visibility import visible

LOOKED_AT = 300
"""Revisions of each sort that are looked at, those that come first; of a post that was mended every one counts."""
LONGEST = timedelta(days=62)
"""How long before a day something may have begun that lasts for days and names no hour."""


async def list_ahead(
    connection: AsyncConnection, viewer: Viewer, first: date, states: Collection[PostState] = (PostState.PUBLISHED,)
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Published posts of something that may take place on `first` or later, those that come first of each sort; or
    those in other `states`.

    id, kind, title, starts_at, ends_at, event_date (YYYY-MM-DD), when_lines.
    """
    begins = datetime.combine(first, time.min, VIETNAM)
    day, began = revision.c.event_date, first - LONGEST
    ahead: tuple[tuple[ColumnElement[bool], ColumnElement[Any]], ...] = (
        (revision.c.ends_at >= begins, revision.c.ends_at),
        (revision.c.starts_at >= begins, revision.c.starts_at),
        (day >= first.isoformat(), day),
        (and_(day >= began.isoformat(), day < first.isoformat()), day.desc()),
    )
    # Each by its own index, before anything is joined: else the planner reads every published post.
    sorts = [
        select(revision.c.post_id).where(wanted).order_by(nearest).limit(LOOKED_AT).subquery()
        for wanted, nearest in ahead
    ]
    ids = list(await connection.scalars(union(*(select(one.c.post_id) for one in sorts))))
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
        .join(revision, revision.c.id == post.c.revision_id)
        .where(post.c.id.in_(ids), visible(viewer, states))
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
