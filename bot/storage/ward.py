"""The ward itself: its name and hotline, its topics and areas."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.hours import NEVER, QuietHours
from bot.domain.posts import Audience
from bot.domain.views import WardInfo
from bot.domain.words import fold_words
from bot.storage.tables import area, target, topic, ward
from bot.storage.upsert import upsert

FIRST_TOPICS = (
    "Điện–nước",
    "Y tế",
    "Thuế–phí",
    "Giáo dục",
    "An ninh–PCCC",
    "Thủ tục–VNeID",
    "Họp–báo cáo",
    "Văn hóa",
)


async def ensure_ward(connection: AsyncConnection, name: str, hotline: str, quiet: QuietHours = NEVER) -> None:
    """On the very first start, write the ward's row and its first topics; later starts change nothing."""
    if await connection.scalar(select(ward.c.id)) is not None:
        return
    first = await connection.scalar(
        upsert(connection, ward)
        .values(id=1, name=name, hotline=hotline, quiet=str(quiet), next_number=1, next_cadre_number=1)
        .on_conflict_do_nothing()
        .returning(ward.c.id)
    )
    if first is None:
        # Another process that starts at this moment writes them.
        return
    await connection.execute(
        insert(topic),
        [
            {"name": name, "folded": fold_words(name), "position": position, "preselected": True, "active": True}
            for position, name in enumerate(FIRST_TOPICS)
        ],
    )


_WARD = select(
    ward.c.name,
    ward.c.hotline,
    ward.c.quiet,
    ward.c.welcome,
    ward.c.public_url,
    exists(select(target.c.id)).label("keeps_targets"),
)


async def load_ward(connection: AsyncConnection) -> WardInfo:
    """The ward's name, the number to call, and when phones are let be."""
    row = (await connection.execute(_WARD)).one()
    return WardInfo(
        row.name,
        row.hotline,
        QuietHours.parse(row.quiet) or NEVER,
        row.welcome,
        row.public_url,
        keeps_targets=bool(row.keeps_targets),
    )


async def is_quiet(connection: AsyncConnection, at: datetime) -> bool:
    """Whether phones are let be at this moment, by all that is not urgent."""
    return (await load_ward(connection)).quiet.covers(at)


async def update_ward(connection: AsyncConnection, **values: str) -> None:
    """Change the name, the hotline or the quiet hours."""
    await connection.execute(update(ward).values(**values))


async def take_number(connection: AsyncConnection, audience: Audience) -> int:
    """Hand out the next number of a series; the ward's row stays locked until the transaction ends, so no gaps."""
    column = ward.c.next_cadre_number if audience is Audience.CADRES else ward.c.next_number
    following: int = (
        await connection.execute(update(ward).values({column: column + 1}).returning(column))
    ).scalar_one()
    return following - 1


async def list_topics(connection: AsyncConnection) -> Sequence[Row[Any, Any, Any, Any]]:
    """Topics in use, in the ward's order: id, name, folded, preselected."""
    rows = await connection.execute(
        select(topic.c.id, topic.c.name, topic.c.folded, topic.c.preselected)
        .where(topic.c.active)
        .order_by(topic.c.position, topic.c.id)
    )
    return rows.all()


async def upsert_topic(connection: AsyncConnection, name: str) -> None:
    """Add a topic, or take a retired one back into use."""
    folded = fold_words(name)
    updated = await connection.execute(
        update(topic).where(topic.c.folded == folded).values(name=name, active=True, preselected=True)
    )
    if not updated.rowcount:
        last = await connection.scalar(select(func.max(topic.c.position)))
        await connection.execute(
            insert(topic).values(name=name, folded=folded, position=(last or 0) + 1, preselected=True, active=True)
        )


async def retire_topic(connection: AsyncConnection, topic_id: int) -> None:
    """Take a topic out of use; posts keep it."""
    await connection.execute(update(topic).where(topic.c.id == topic_id).values(active=False))


async def list_areas(connection: AsyncConnection) -> Sequence[Row[Any, Any, Any, Any]]:
    """Areas in use, by name: id, name, folded, aliases."""
    rows = await connection.execute(
        select(area.c.id, area.c.name, area.c.folded, area.c.aliases).where(area.c.active).order_by(area.c.id)
    )
    return rows.all()


async def upsert_area(connection: AsyncConnection, name: str, aliases: Sequence[str]) -> None:
    """Add an area with the old names people still use, or change those of one that exists."""
    folded = fold_words(name)
    values = {"name": name, "aliases": list(aliases), "active": True}
    updated = await connection.execute(update(area).where(area.c.folded == folded).values(**values))
    if not updated.rowcount:
        await connection.execute(insert(area).values(folded=folded, **values))


async def retire_area(connection: AsyncConnection, area_id: int) -> None:
    """Take an area out of use; posts keep it."""
    await connection.execute(update(area).where(area.c.id == area_id).values(active=False))
