"""Counts over those who get posts; never who they are."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import NEEDLESS, DeliveryState, DispatchKind
from bot.domain.people import Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.stats import Counts, Reach
from bot.storage.broadcasts import broadcast_ids
from bot.storage.posts import NEWEST, newest
from bot.storage.tables import (
    address,
    area,
    consent,
    delivery,
    dispatch,
    person,
    person_area,
    person_topic,
    post,
    revision,
    topic,
)
from bot.storage.visibility import visible

PRIVATE, GROUP = "private", "group"
_reached = exists().where(address.c.person_id == person.c.id, address.c.preferred, address.c.active)


async def count_people(connection: AsyncConnection) -> tuple[int, int, int, int]:
    """Subscribed people, groups, people whom no message reaches any more, and people who chose no area."""
    private, there = person.c.kind == PRIVATE, _reached
    nowhere = not_(exists().where(person_area.c.person_id == person.c.id))
    row = (
        await connection.execute(
            select(
                _count(and_(private, there)),
                _count(and_(person.c.kind == GROUP, there)),
                _count(and_(private, not_(there))),
                _count(and_(private, there, nowhere)),
            ).where(person.c.subscribed)
        )
    ).one()
    return row[0] or 0, row[1] or 0, row[2] or 0, row[3] or 0


def _count(wanted: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((wanted, 1), else_=0))


async def count_routes(connection: AsyncConnection) -> Sequence[Row[str, int]]:
    """Subscribed people by the route that they are told on."""
    rows = await connection.execute(
        select(address.c.route, func.count())
        .join(person, person.c.id == address.c.person_id)
        .where(person.c.subscribed, person.c.kind == PRIVATE, address.c.preferred, address.c.active)
        .group_by(address.c.route)
    )
    return rows.all()


async def count_areas(connection: AsyncConnection) -> Counts:
    """Subscribed people by the areas in use, the largest first."""
    theirs = and_(person_area.c.area_id == area.c.id, person_area.c.person_id.in_(_subscribers()))
    rows = await connection.execute(
        select(area.c.name, func.count(person_area.c.person_id))
        .select_from(area.outerjoin(person_area, theirs))
        .where(area.c.active)
        .group_by(area.c.id, area.c.name)
        .order_by(func.count(person_area.c.person_id).desc(), area.c.id)
    )
    return tuple((name, count) for name, count in rows)


async def count_topics(connection: AsyncConnection) -> Counts:
    """Subscribed people by the topics in use, the largest first."""
    theirs = and_(person_topic.c.topic_id == topic.c.id, person_topic.c.person_id.in_(_subscribers()))
    rows = await connection.execute(
        select(topic.c.name, func.count(person_topic.c.person_id))
        .select_from(topic.outerjoin(person_topic, theirs))
        .where(topic.c.active)
        .group_by(topic.c.id, topic.c.name, topic.c.position)
        .order_by(func.count(person_topic.c.person_id).desc(), topic.c.position)
    )
    return tuple((name, count) for name, count in rows)


def _subscribers() -> Select[tuple[int]]:
    return select(person.c.id).where(person.c.subscribed, person.c.kind == PRIVATE, _reached)


async def count_consents(connection: AsyncConnection, bounds: Sequence[datetime]) -> list[tuple[int, int]]:
    """How many agreed and how many stopped from each moment to the next."""
    spans = list(pairwise(bounds))
    sums = [
        _count(and_(moment >= since, moment < until))
        for since, until in spans
        for moment in (consent.c.given_at, consent.c.withdrawn_at)
    ]
    row = (
        await connection.execute(
            select(*sums).where(or_(consent.c.given_at >= bounds[0], consent.c.withdrawn_at >= bounds[0]))
        )
    ).one()
    return [(row[2 * place] or 0, row[2 * place + 1] or 0) for place in range(len(spans))]


async def list_reach(connection: AsyncConnection, viewer: Viewer, *, limit: int) -> list[Reach]:
    """The newest posts, each with how many it was for and how many of them have it."""
    found = newest(select(post.c.id).where(visible(viewer)), limit)
    posts = (
        await connection.execute(
            select(post.c.id, post.c.audience, post.c.number, revision.c.title)
            .join(found, found.c.id == post.c.id)
            .join(revision, revision.c.id == post.c.revision_id)
            .order_by(*NEWEST)
            .limit(limit)
        )
    ).all()
    needed = or_(delivery.c.error.is_(None), delivery.c.error.not_in(NEEDLESS))
    counted = await connection.execute(
        select(revision.c.post_id, func.count(), _count(delivery.c.state == DeliveryState.SENT))
        .select_from(dispatch.join(revision, revision.c.id == dispatch.c.revision_id))
        .join(delivery, delivery.c.dispatch_id == dispatch.c.id)
        .where(
            revision.c.post_id.in_([one.id for one in posts]),
            dispatch.c.kind == DispatchKind.NEW,
            needed,
            or_(delivery.c.person_id.is_(None), delivery.c.person_id.not_in(broadcast_ids())),
        )
        .group_by(revision.c.post_id)
    )
    sent = {post_id: (people, got or 0) for post_id, people, got in counted}
    return [
        Reach(PostNumber(Audience(one.audience), one.number), one.title, got, people)
        for one in posts
        for people, got in [sent.get(one.id, (0, 0))]
    ]
