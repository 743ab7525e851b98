"""Targets with their plans and measurements."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.targets import Direction, Measurement, Plan, Source, Target, in_order
from bot.domain.words import fold_words
from bot.storage.tables import measurement, plan, post, revision, target, topic
from bot.storage.visibility import visible


def key_of(name: str, term: str) -> str:
    """What a target is known by: its name in its term."""
    return fold_words(f"{name} {term}")


async def list_targets(connection: AsyncConnection, viewer: Viewer, ids: Collection[int] | None = None) -> list[Target]:
    """Targets in the order in which they were written, ended ones too, with the measurements that this viewer may see.

    All of them, or those with these `ids`.
    """
    plans: dict[int, list[Plan]] = {}
    for target_id, name, value in await connection.execute(
        select(plan.c.target_id, plan.c.name, plan.c.value).order_by(plan.c.id)
    ):
        plans.setdefault(target_id, []).append(Plan(name, value))
    measured: dict[int, list[Measurement]] = {}
    for row in await connection.execute(
        select(measurement, post.c.audience, post.c.number, revision.c.number.label("revision_number"))
        .outerjoin(post, post.c.id == measurement.c.post_id)
        .outerjoin(revision, revision.c.id == measurement.c.revision_id)
        .where(
            measurement.c.ended_at.is_(None),
            or_(measurement.c.post_id.is_(None), visible(viewer)),
        )
    ):
        measured.setdefault(row.target_id, []).append(_measurement(row))
    query = select(target, topic.c.name.label("topic")).outerjoin(topic, topic.c.id == target.c.topic_id)
    if ids is not None:
        query = query.where(target.c.id.in_(ids))
    return [
        Target(
            row.id,
            row.name,
            row.unit,
            Direction(row.direction),
            tuple(plans.get(row.id, ())),
            term=row.term,
            yearly=row.yearly,
            due=date.fromisoformat(row.due) if row.due else None,
            topic=row.topic or "",
            owner=row.owner,
            ended_at=row.ended_at,
            measurements=in_order(measured.get(row.id, ())),
        )
        for row in await connection.execute(query.order_by(target.c.id))
    ]


def _measurement(row: Row[*tuple[Any, ...]]) -> Measurement:
    source = None
    if row.number is not None:
        source = Source(PostNumber(Audience(row.audience), row.number), row.revision_number or 0, row.quote)
    return Measurement(row.id, row.period, row.value, row.cumulative, row.measured_at, source)


async def find_target(connection: AsyncConnection, name: str, term: str) -> int | None:
    """The id of the target of this name in this term, or None."""
    found: int | None = await connection.scalar(select(target.c.id).where(target.c.folded == key_of(name, term)))
    return found


async def write_target(
    connection: AsyncConnection,
    target_id: int | None,
    one: Target,
    topic_id: int | None,
    now: datetime,
) -> int:
    """Add a target with its plans, or make the one with this id so; returns its id. Its measurements are left alone."""
    values: dict[str, Any] = {
        "name": one.name,
        "folded": key_of(one.name, one.term),
        "unit": one.unit,
        "direction": one.direction,
        "term": one.term,
        "yearly": one.yearly,
        "due": one.due.isoformat() if one.due else None,
        "topic_id": topic_id,
        "owner": one.owner,
        "ended_at": one.ended_at,
    }
    if target_id is None:
        new = insert(target).values(created_at=now, **values).returning(target.c.id)
        target_id = int((await connection.execute(new)).scalar_one())
    else:
        await connection.execute(update(target).where(target.c.id == target_id).values(**values))
        await connection.execute(delete(plan).where(plan.c.target_id == target_id))
    for each in one.plans:
        await connection.execute(insert(plan).values(target_id=target_id, name=each.name, value=each.value))
    return target_id


async def insert_measurement(
    connection: AsyncConnection,
    target_id: int,
    *,
    period: str,
    value: Decimal,
    now: datetime,
    cumulative: bool = True,
    post_id: int | None = None,
    revision_id: int | None = None,
    quote: str = "",
) -> None:
    """Note a target's actual value; what was noted of the same period, counted the same way, holds no more."""
    same = and_(
        measurement.c.target_id == target_id,
        measurement.c.period == period,
        measurement.c.cumulative == cumulative,
        measurement.c.ended_at.is_(None),
    )
    await connection.execute(update(measurement).where(same).values(ended_at=now, ended="replaced"))
    await connection.execute(
        insert(measurement).values(
            target_id=target_id,
            period=period,
            value=value,
            cumulative=cumulative,
            post_id=post_id,
            revision_id=revision_id,
            quote=quote,
            measured_at=now,
        )
    )


async def end_measurement(connection: AsyncConnection, measurement_id: int, why: str, now: datetime) -> None:
    """Let a measurement hold no more: `why` is replaced, corrected, unsaid, withdrawn or removed."""
    await connection.execute(
        update(measurement).where(measurement.c.id == measurement_id).values(ended_at=now, ended=why)
    )


async def list_of_post(connection: AsyncConnection, post_id: int) -> list[Mapping[str, Any]]:
    """The measurements that hold and came from a post, with the names of their targets."""
    rows = await connection.execute(
        select(measurement, target.c.name, target.c.unit)
        .join(target, target.c.id == measurement.c.target_id)
        .where(measurement.c.post_id == post_id, measurement.c.ended_at.is_(None))
        .order_by(measurement.c.id)
    )
    return [dict(row._mapping) for row in rows]
