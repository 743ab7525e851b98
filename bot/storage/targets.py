"""Targets with their plans and measurements."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.targets import Direction, Measurement, Target
from bot.domain.words import fold_words
from bot.storage.tables import measurement, plan, post, target
from bot.storage.visibility import visible


async def list_targets(connection: AsyncConnection, viewer: Viewer) -> list[Target]:
    """Every target with its plans and the newest measurement that this viewer may see."""
    plans: dict[int, list[tuple[str, Decimal]]] = {}
    for target_id, name, value in await connection.execute(
        select(plan.c.target_id, plan.c.name, plan.c.value).order_by(plan.c.id)
    ):
        plans.setdefault(target_id, []).append((name, value))
    latest: dict[int, Measurement] = {}
    rows = await connection.execute(
        select(measurement, post.c.audience, post.c.number)
        .outerjoin(post, post.c.id == measurement.c.post_id)
        .where(or_(measurement.c.post_id.is_(None), visible(viewer)))
        .order_by(measurement.c.measured_at, measurement.c.id)
    )
    for row in rows:
        source = PostNumber(Audience(row.audience), row.number) if row.number is not None else None
        latest[row.target_id] = Measurement(row.period, row.value, row.cumulative, row.measured_at, source)
    found = await connection.execute(select(target).order_by(target.c.id))
    return [
        Target(row.id, row.name, row.unit, Direction(row.direction), tuple(plans.get(row.id, ())), latest.get(row.id))
        for row in found
    ]


async def upsert_target(
    connection: AsyncConnection, *, name: str, unit: str, direction: Direction, planned: Decimal, now: datetime
) -> int:
    """Write a target and its plan, or change those of the one with this name; returns its id."""
    folded = fold_words(name)
    values = {"name": name, "unit": unit, "direction": direction}
    target_id = await connection.scalar(
        update(target).where(target.c.folded == folded).values(**values).returning(target.c.id)
    )
    if target_id is None:
        target_id = (
            await connection.execute(
                insert(target).values(folded=folded, created_at=now, **values).returning(target.c.id)
            )
        ).scalar_one()
    await connection.execute(delete(plan).where(and_(plan.c.target_id == target_id, plan.c.name == "")))
    await connection.execute(insert(plan).values(target_id=target_id, name="", value=planned))
    return int(target_id)


async def insert_measurement(
    connection: AsyncConnection, target_id: int, *, period: str, value: Decimal, post_id: int | None, now: datetime
) -> None:
    """Note a target's actual value."""
    await connection.execute(
        insert(measurement).values(
            target_id=target_id, period=period, value=value, cumulative=True, post_id=post_id, measured_at=now
        )
    )
