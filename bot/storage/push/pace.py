"""The pace of tokens and of chats: rows that hold the next free instant, shared by all processes."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import BigInteger, Update, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import LONGEST_PAUSE
from bot.storage import bulk
from bot.storage.tables import address, pace, throttle
from bot.storage.types import Instant
from bot.storage.upsert import upsert


class TokenPace(NamedTuple):
    """Where a token stands: its next free instant, when a stall is made up for, where replies stand in their share.

    Until `paused_until` nothing goes out, until `slow_until` at half the pace; some chat waits until `waits_until`.
    """

    next_at: datetime
    even_at: datetime | None
    replies_at: datetime | None
    paused_until: datetime | None
    slow_until: datetime | None
    waits_until: datetime | None


_PACE = (
    select(*(pace.c[name] for name in TokenPace._fields)).where(pace.c.token == bindparam("route")).with_for_update()
)


async def lock_pace(connection: AsyncConnection, route: str, now: datetime) -> TokenPace:
    """Where the token stands, locked from now on."""
    mine = {"route": route}
    row = (await connection.execute(_PACE, mine)).one_or_none()
    if row is None:
        # Only a token's very first message; two processes may come here at once.
        first = upsert(connection, pace).values(token=route, next_at=now)
        await connection.execute(first.on_conflict_do_nothing())
        row = (await connection.execute(_PACE, mine)).one()
    return TokenPace._make(row)


_NEXT_AT = update(pace).where(pace.c.token == bindparam("route"))


async def set_next_at(connection: AsyncConnection, route: str, next_at: datetime, even_at: datetime | None) -> None:
    """Move the token's next free instant, and when a stall is made up for."""
    await connection.execute(_NEXT_AT.values(next_at=next_at, even_at=even_at), {"route": route})


async def take_for_reply(connection: AsyncConnection, route: str, next_at: datetime, replies_at: datetime) -> None:
    """Move the token's next free instant for a reply, and where replies stand in their share."""
    await connection.execute(_NEXT_AT.values(next_at=next_at, replies_at=replies_at), {"route": route})


async def slow_token(connection: AsyncConnection, route: str, until: datetime) -> None:
    """Let everybody send at half the pace until then; a longer time that already holds stays."""
    longer = or_(pace.c.slow_until.is_(None), pace.c.slow_until < until)
    await connection.execute(update(pace).where(pace.c.token == route, longer).values(slow_until=until))


async def hold_chat(connection: AsyncConnection, route: str, chat_id: str, method: str, until: datetime) -> None:
    """Send nothing of this method to this chat before `until`."""
    await connection.execute(
        upsert(connection, throttle)
        .values(route=route, chat_id=chat_id, method=method, until=until)
        .on_conflict_do_update(index_elements=["route", "chat_id", "method"], set_={"until": until})
    )
    longer = or_(pace.c.waits_until.is_(None), pace.c.waits_until < until)
    await connection.execute(update(pace).where(pace.c.token == route, longer).values(waits_until=until))


async def list_waits(connection: AsyncConnection, route: str, now: datetime) -> dict[tuple[str, str], datetime]:
    """Until when the platform lets which (chat, method) wait; few at any time.

    One that is longer than any pause comes from a clock that jumped, and is not believed.
    """
    rows = await connection.execute(
        select(throttle.c.chat_id, throttle.c.method, throttle.c.until).where(
            throttle.c.route == route, throttle.c.until > now, throttle.c.until <= now + LONGEST_PAUSE
        )
    )
    return {(chat_id, method): until for chat_id, method, until in rows}


async def delete_waits(connection: AsyncConnection, now: datetime) -> None:
    """Forget waits that are over, or longer than any is."""
    gone = or_(throttle.c.until < now, throttle.c.until > now + LONGEST_PAUSE)
    await connection.execute(delete(throttle).where(gone))


async def pause_token(connection: AsyncConnection, route: str, until: datetime, reason: str) -> None:
    """Let nobody send on this token before `until`; a longer pause that already holds stays."""
    longer = or_(pace.c.paused_until.is_(None), pace.c.paused_until < until)
    await connection.execute(
        update(pace).where(pace.c.token == route, longer).values(paused_until=until, pause_reason=reason)
    )


async def set_chat_next_at(connection: AsyncConnection, address_id: int, next_at: datetime) -> None:
    """Move a chat's own next instant."""
    await connection.execute(update(address).where(address.c.id == address_id).values(next_at=next_at))


async def spend_chats(connection: AsyncConnection, spent: Mapping[int, datetime], rang: Mapping[int, datetime]) -> None:
    """Move the next instants of addresses, and note when a push made a sound there."""
    chats = spent.keys() | rang.keys()
    if chats:
        rows = [{"chat": one, "next_at": spent.get(one), "rang_at": rang.get(one)} for one in chats]
        await connection.execute(_spend_chats(connection.dialect.name), bulk.rows(rows))


@cache
def _spend_chats(dialect: str) -> Update:
    one = bulk.given(dialect, chat=BigInteger(), next_at=Instant(), rang_at=Instant()).c
    return (
        update(address)
        .where(address.c.id == one.chat)
        .values(
            next_at=func.coalesce(one.next_at, address.c.next_at),
            rang_at=func.coalesce(one.rang_at, address.c.rang_at),
        )
    )
