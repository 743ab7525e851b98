"""Targets with their plans and measurements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import NOBODY, Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.target_changes import TargetProposal
from bot.domain.targets import Direction, Ended, Measurement, Origin, Plan, Source, Target, in_order
from bot.domain.words import fold_words
from bot.storage.tables import measurement, plan, post, proposal, revision, target, topic
from bot.storage.visibility import visible


def key_of(name: str, term: str) -> str:
    """What a target is known by: its name in its term."""
    return fold_words(f"{name} {term}")


async def list_targets(connection: AsyncConnection, viewer: Viewer, ids: Collection[int] | None = None) -> list[Target]:
    """Targets in the order in which they were written, ended ones too, with the measurements that this viewer may see.

    All of them, or those with these `ids`.
    """
    query = select(target, topic.c.name.label("topic")).outerjoin(topic, topic.c.id == target.c.topic_id)
    if ids is not None:
        query = query.where(target.c.id.in_(ids))
    found = (await connection.execute(query.order_by(target.c.id))).all()
    if not found:
        return []
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
        for row in found
    ]


async def list_names(connection: AsyncConnection) -> list[tuple[int, str]]:
    """Every target's id and name."""
    rows = await connection.execute(select(target.c.id, target.c.name).order_by(target.c.id))
    return [(row.id, row.name) for row in rows]


def _measurement(row: Row[*tuple[Any, ...]]) -> Measurement:
    source = None
    if row.number is not None:
        source = Source(PostNumber(Audience(row.audience), row.number), row.revision_number or 0, row.quote)
    return Measurement(row.id, row.period, row.value, row.cumulative, row.measured_at, source)


async def count_targets(connection: AsyncConnection) -> int:
    """How many there are, ended ones too."""
    return await connection.scalar(select(func.count()).select_from(target)) or 0


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
    await connection.execute(update(measurement).where(same).values(ended_at=now, ended=Ended.REPLACED))
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


async def end_measurement(connection: AsyncConnection, measurement_id: int, why: Ended, now: datetime) -> None:
    """Let a measurement hold no more."""
    await connection.execute(
        update(measurement).where(measurement.c.id == measurement_id).values(ended_at=now, ended=why)
    )


async def reopen_measurement(
    connection: AsyncConnection, target_id: int, period: str, cumulative: bool
) -> Measurement | None:
    """Where no value holds, let the newest that was replaced hold again; None where one holds or none can.

    A post must still be out for everybody and say it in its newest revision; what was written by hand needs none.
    """
    same = and_(
        measurement.c.target_id == target_id, measurement.c.period == period, measurement.c.cumulative == cumulative
    )
    if await connection.scalar(select(measurement.c.id).where(same, measurement.c.ended_at.is_(None)).limit(1)):
        return None
    said = and_(visible(NOBODY), post.c.revision_id == measurement.c.revision_id)
    newest = await connection.execute(
        select(measurement, post.c.audience, post.c.number, revision.c.number.label("revision_number"))
        .outerjoin(post, post.c.id == measurement.c.post_id)
        .outerjoin(revision, revision.c.id == measurement.c.revision_id)
        .where(same, measurement.c.ended == Ended.REPLACED, or_(measurement.c.post_id.is_(None), said))
        .order_by(measurement.c.id.desc())
        .limit(1)
    )
    row = newest.one_or_none()
    if row is None:
        return None
    await connection.execute(update(measurement).where(measurement.c.id == row.id).values(ended_at=None, ended=None))
    return _measurement(row)


async def move_measurement(connection: AsyncConnection, measurement_id: int, revision_id: int, quote: str) -> None:
    """The same value stands in a newer revision of its post."""
    await connection.execute(
        update(measurement).where(measurement.c.id == measurement_id).values(revision_id=revision_id, quote=quote)
    )


async def list_origins(connection: AsyncConnection, offset: int, limit: int) -> list[Origin]:
    """How every value came to be, and what ended it: the newest first, those that hold no more too."""
    rows = await connection.execute(
        select(
            measurement,
            target.c.name,
            target.c.unit,
            post.c.audience,
            post.c.number,
            revision.c.number.label("revision_number"),
        )
        .join(target, target.c.id == measurement.c.target_id)
        .outerjoin(post, post.c.id == measurement.c.post_id)
        .outerjoin(revision, revision.c.id == measurement.c.revision_id)
        .order_by(measurement.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Origin(row.name, row.unit, _measurement(row), row.ended_at, Ended(row.ended) if row.ended else None)
        for row in rows
    ]


async def list_of_post(connection: AsyncConnection, post_id: int) -> list[Mapping[str, Any]]:
    """The measurements that hold and came from a post, with the names of their targets."""
    rows = await connection.execute(
        select(measurement, target.c.name, target.c.unit)
        .join(target, target.c.id == measurement.c.target_id)
        .where(measurement.c.post_id == post_id, measurement.c.ended_at.is_(None))
        .order_by(measurement.c.id)
    )
    return [dict(row._mapping) for row in rows]


# --- what waits for a second person -----------------------------------------------------------------------------------

TARGET = "target"
"""The kind of such proposals; the others are of facts."""
MOST_WAITING = 10


async def insert_proposal(
    connection: AsyncConnection, cells: Sequence[Sequence[str]], subject_id: int | None, asked_by: int, now: datetime
) -> TargetProposal:
    """Write down what somebody wants to write."""
    content = [list(row) for row in cells]
    new = insert(proposal).values(kind=TARGET, subject_id=subject_id, content=content, asked_by=asked_by, asked_at=now)
    proposal_id = int((await connection.execute(new.returning(proposal.c.id))).scalar_one())
    return TargetProposal(proposal_id, content, subject_id, asked_by, now)


async def lock_proposal(connection: AsyncConnection, proposal_id: int) -> TargetProposal | None:
    """A proposal, kept from others until the transaction ends; None where there is none."""
    wanted = select(proposal).where(proposal.c.id == proposal_id, proposal.c.kind == TARGET).with_for_update()
    row = (await connection.execute(wanted)).one_or_none()
    return _proposal(row) if row is not None else None


async def list_undecided(connection: AsyncConnection, besides: int) -> list[TargetProposal]:
    """What waits for a yes, but not what this person wants to write; the oldest first."""
    others = or_(proposal.c.asked_by.is_(None), proposal.c.asked_by != besides)
    waiting = select(proposal).where(proposal.c.kind == TARGET, proposal.c.decided_at.is_(None), others)
    rows = await connection.execute(waiting.order_by(proposal.c.asked_at, proposal.c.id).limit(MOST_WAITING))
    return [_proposal(row) for row in rows]


def _proposal(row: Row[*tuple[Any, ...]]) -> TargetProposal:
    return TargetProposal(
        row.id, row.content or (), row.subject_id, row.asked_by, row.asked_at, decided=row.decided_at is not None
    )
