"""From a post to a delivery row for each person it is meant for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, insert, literal, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import DeliveryState, DispatchKind, Lane, Recipients
from bot.domain.hours import Bundle, waits
from bot.domain.people import BROADCAST
from bot.domain.posts import Audience
from bot.storage.tables import (
    address,
    consent,
    delivery,
    dispatch,
    person,
    person_area,
    person_topic,
    post,
    post_area,
    post_topic,
    revision,
)
from bot.storage.visibility import addressed
from bot.storage.ward import load_ward


def people_addressed(to: Recipients) -> Select[Any]:
    """Persons a post is meant for, each with how they want it and the address it goes to.

    A post without topics goes to everyone, and so does one without areas; a person who chose no area wants all, and a
    channel gets every public post.
    """
    wanted: list[ColumnElement[bool]] = [person.c.subscribed, addressed(to.audience)]
    if to.topic_ids:
        chosen = exists().where(person_topic.c.person_id == person.c.id, person_topic.c.topic_id.in_(to.topic_ids))
        wanted.append(or_(chosen, person.c.kind == BROADCAST))
    if to.area_ids:
        chosen = exists().where(person_area.c.person_id == person.c.id)
        matching = exists().where(person_area.c.person_id == person.c.id, person_area.c.area_id.in_(to.area_ids))
        wanted.append(or_(not_(chosen), matching))
    told = address.c.preferred if to.audience is Audience.EVERYONE else address.c.official
    return (
        select(person.c.id, person.c.bundle, address.c.route)
        .join(address, and_(address.c.person_id == person.c.id, told, address.c.active))
        .where(*wanted)
    )


async def count_addressed(connection: AsyncConnection, to: Recipients) -> dict[tuple[str, Bundle], int]:
    """How many persons a post would reach, by route and by how they want it."""
    rows = people_addressed(to).where(person.c.kind != BROADCAST).subquery()
    result = await connection.execute(
        select(rows.c.route, rows.c.bundle, func.count()).group_by(rows.c.route, rows.c.bundle)
    )
    return {(route, Bundle(bundle)): count for route, bundle, count in result}


async def insert_rows(
    connection: AsyncConnection,
    dispatch_id: int,
    lane: Lane,
    now: datetime,
    people: Select[Any],
    waits: Mapping[Bundle, datetime],
) -> int:
    """Write a row for each of these people, held where the way in which they want it `waits`; returns how many."""
    rows = people.subquery()
    state: ColumnElement[str] = literal(str(DeliveryState.QUEUED))
    at: ColumnElement[Any] = literal(now, delivery.c.not_before.type)
    if waits:
        state = case((rows.c.bundle.in_(list(waits)), str(DeliveryState.HELD)), else_=state)
        each = {bundle: literal(moment, delivery.c.not_before.type) for bundle, moment in waits.items()}
        at = case(each, value=rows.c.bundle, else_=at)
    inserted = await connection.execute(
        insert(delivery).from_select(
            ["dispatch_id", "person_id", "route", "lane", "state", "attempts", "not_before"],
            select(
                literal(dispatch_id),
                rows.c.id,
                rows.c.route,
                literal(int(lane)),
                state,
                literal(0),
                at,
            ),
        ),
        # SQLAlchemy keeps no row count of a PostgreSQL insert by itself.
        execution_options={"preserve_rowcount": True},
    )
    return inserted.rowcount


async def fill_missing(connection: AsyncConnection, dispatch_id: int) -> int:
    """Write the rows that a running push of a new post lacks, for people who had agreed before it was published."""
    row = (
        await connection.execute(
            select(dispatch.c.lane, dispatch.c.created_at, post.c.id, post.c.audience)
            .join(revision, revision.c.id == dispatch.c.revision_id)
            .join(post, post.c.id == revision.c.post_id)
            .where(dispatch.c.id == dispatch_id, dispatch.c.kind == DispatchKind.NEW)
        )
    ).one_or_none()
    if row is None:
        return 0
    topic_ids = tuple(await connection.scalars(select(post_topic.c.topic_id).where(post_topic.c.post_id == row.id)))
    area_ids = tuple(await connection.scalars(select(post_area.c.area_id).where(post_area.c.post_id == row.id)))
    agreed = exists().where(
        consent.c.person_id == person.c.id,
        consent.c.withdrawn_at.is_(None),
        consent.c.given_at <= literal(row.created_at, consent.c.given_at.type),
    )
    has_row = exists().where(delivery.c.dispatch_id == dispatch_id, delivery.c.person_id == person.c.id)
    people = people_addressed(Recipients(Audience(row.audience), topic_ids, area_ids)).where(agreed, not_(has_row))
    quiet = (await load_ward(connection)).quiet
    hold = waits(row.created_at, quiet) if row.lane == Lane.ROUTINE else {}
    return await insert_rows(connection, dispatch_id, Lane(row.lane), row.created_at, people, hold)
