"""The pace of tokens and of chats: rows that hold the next free instant, shared by all processes."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import ChatPace
from bot.storage.tables import address, pace
from bot.storage.upsert import upsert


async def lock_pace(
    connection: AsyncConnection, route: str, now: datetime
) -> tuple[datetime, datetime | None, datetime | None]:
    """The token's next free instant, when a stall is made up for, and the end of a pause; locked from now on."""
    mine = select(pace.c.next_at, pace.c.even_at, pace.c.paused_until).where(pace.c.token == route).with_for_update()
    row = (await connection.execute(mine)).one_or_none()
    if row is None:
        # Only a token's very first message; two processes may come here at once.
        first = upsert(connection, pace).values(token=route, next_at=now)
        await connection.execute(first.on_conflict_do_nothing())
        row = (await connection.execute(mine)).one()
    return row.next_at, row.even_at, row.paused_until


async def set_next_at(connection: AsyncConnection, route: str, next_at: datetime, even_at: datetime | None) -> None:
    """Move the token's next free instant, and when a stall is made up for."""
    await connection.execute(update(pace).where(pace.c.token == route).values(next_at=next_at, even_at=even_at))


async def pause_token(connection: AsyncConnection, route: str, until: datetime, reason: str) -> None:
    """Let nobody send on this token before `until`; a longer pause that already holds stays."""
    longer = or_(pace.c.paused_until.is_(None), pace.c.paused_until < until)
    await connection.execute(
        update(pace).where(pace.c.token == route, longer).values(paused_until=until, pause_reason=reason)
    )


async def take_chat_instant(
    connection: AsyncConnection, address_id: int, at: datetime, pace: ChatPace, *, group: bool
) -> datetime:
    """Reserve a chat's own next instant for a reply meant for `at`."""
    next_at = await connection.scalar(select(address.c.next_at).where(address.c.id == address_id).with_for_update())
    allowed, following = pace.instant(next_at, at, group=group)
    await connection.execute(update(address).where(address.c.id == address_id).values(next_at=following))
    return allowed
