"""Which posts stand on a public shelf: by topic, by area, by code, urgent ones, and those of a calendar."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.life import VISIBLE
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Post, PostNumber, PostState
from bot.storage.posts import NEWEST, WRITTEN_BEFORE, fetch_posts, newest, select_posts
from bot.storage.tables import dispatch, post, post_area, post_topic, revision
from bot.storage.visibility import visible

TOLD = (*VISIBLE, PostState.WITHDRAWN)
"""States of which everybody is told that there is such a post."""
MOST_URGENT, MOST_OF_A_CODE, MOST_WITHDRAWN, MOST_GONE_OUT = 5, 5, 10, 50


async def list_ids_of_topic(connection: AsyncConnection, viewer: Viewer, topic_id: int, *, limit: int) -> Sequence[int]:
    """Ids of published posts about a topic, what was written last first."""
    # By the index of topics first, and then by ids, as with kinds; what was written last is not always what went out
    # last.
    about = (
        select(post_topic.c.post_id)
        .where(post_topic.c.topic_id == topic_id)
        .order_by(post_topic.c.post_id.desc())
        .limit(2 * limit + WRITTEN_BEFORE)
    )
    ids = list(await connection.scalars(about))
    return (await connection.scalars(select(post.c.id).where(post.c.id.in_(ids), visible(viewer)))).all()


async def list_ids_of_area(connection: AsyncConnection, viewer: Viewer, area_id: int, *, limit: int) -> Sequence[int]:
    """Ids of the newest published posts that apply to an area: those that name it, and those that name none."""
    named = exists().where(post_area.c.post_id == post.c.id)
    here = or_(~named, named.where(post_area.c.area_id == area_id))
    found = newest(select(post.c.id).where(visible(viewer), here), limit)
    ids = select(post.c.id).join(found, found.c.id == post.c.id).order_by(*NEWEST).limit(limit)
    return (await connection.scalars(ids)).all()


async def list_urgent(connection: AsyncConnection, viewer: Viewer, since: datetime) -> list[Post]:
    """Urgent posts that went out after that moment and are not over, newest first."""
    wanted = (post.c.published_at >= since, post.c.urgent, visible(viewer, (PostState.PUBLISHED,)))
    return await fetch_posts(connection, _first(select_posts().where(*wanted), MOST_URGENT))


async def list_of_code(connection: AsyncConnection, viewer: Viewer, code: str) -> list[Post]:
    """Posts that went out under a code, withdrawn ones too, newest first: of many thousands two may share one."""
    return await fetch_posts(
        connection, _first(select_posts().where(post.c.code == code, visible(viewer, TOLD)), MOST_OF_A_CODE)
    )


async def list_newest_withdrawn(connection: AsyncConnection, viewer: Viewer) -> list[Post]:
    """The newest posts of those that were withdrawn."""
    return await fetch_posts(
        connection, _first(select_posts().where(visible(viewer, (PostState.WITHDRAWN,))), MOST_WITHDRAWN)
    )


async def list_gone_out(connection: AsyncConnection, viewer: Viewer, after: int | None) -> tuple[list[PostNumber], int]:
    """Numbers of the posts that the pushes behind `after` are about, and the newest push; without it of the last few.

    Where several write at once a push may come late, and is passed over: whoever needs all of them asks otherwise.
    """
    newest_push = await connection.scalar(select(func.max(dispatch.c.id))) or 0
    first = max(newest_push - MOST_GONE_OUT, 0 if after is None else after)
    rows = await connection.execute(
        select(post.c.audience, post.c.number)
        .join(revision, revision.c.post_id == post.c.id)
        .join(dispatch, dispatch.c.revision_id == revision.c.id)
        .where(dispatch.c.id > first, dispatch.c.id <= newest_push, visible(viewer))
        .distinct()
    )
    return [PostNumber(Audience(row.audience), row.number) for row in rows], newest_push


def _first(query: Select[tuple[int]], most: int) -> Select[tuple[int]]:
    return query.order_by(*NEWEST).limit(most)
