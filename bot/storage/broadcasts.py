"""Channels of the ward that many read and nobody counts, and what of a push stands in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import Aired, DeliveryState
from bot.domain.people import AT_ONCE, BROADCAST, Broadcast, Role
from bot.storage.tables import address, delivery, person

# The kind stands in the text: an index for these rows alone is not used for one that is handed in.
IS_BROADCAST = text("person.kind = 'broadcast'")


def broadcast_ids() -> Select[tuple[int]]:
    """Every channel, also those that get nothing any more: they are a handful, found by an index of their own."""
    return select(person.c.id).where(IS_BROADCAST)


async def find_named(connection: AsyncConnection) -> Broadcast | None:
    """The channel that gets the ward's posts."""
    row = (
        await connection.execute(
            select(person.c.id, person.c.name, address.c.active)
            .join(address, address.c.person_id == person.c.id)
            .where(IS_BROADCAST, person.c.subscribed)
        )
    ).first()
    return None if row is None else Broadcast(row.id, row.name, reachable=row.active)


class There(NamedTuple):
    """A channel at an address, and whether it gets the ward's posts."""

    channel: Broadcast
    named: bool


async def find_there(connection: AsyncConnection, route: str, chat_id: str) -> There | None:
    """The channel of that address; None where no channel ever had it."""
    row = (
        await connection.execute(
            select(person.c.id, person.c.name, address.c.active, person.c.subscribed)
            .join(address, address.c.person_id == person.c.id)
            .where(IS_BROADCAST, address.c.route == route, address.c.chat_id == chat_id)
        )
    ).one_or_none()
    return None if row is None else There(Broadcast(row.id, row.name, reachable=row.active), bool(row.subscribed))


async def name(connection: AsyncConnection, route: str, chat_id: str, title: str, now: datetime) -> None:
    """Let the ward's posts go to this channel from now on, and to no other."""
    await stop_all(connection)
    there = await find_there(connection, route, chat_id)
    if there is not None:
        theirs = update(person).where(person.c.id == there.channel.person_id)
        await connection.execute(theirs.values(name=title, subscribed=True))
        await reach(connection, there.channel.person_id)
        return
    values = {"kind": BROADCAST, "name": title, "role": int(Role.RESIDENT), "subscribed": True, "bundle": AT_ONCE}
    person_id = (
        await connection.execute(
            insert(person).values(**values, created_at=now, seen_at=now, areas_asked=True).returning(person.c.id)
        )
    ).scalar_one()
    await connection.execute(
        insert(address).values(
            person_id=person_id, route=route, chat_id=chat_id, preferred=True, active=True, created_at=now
        )
    )


async def reach(connection: AsyncConnection, person_id: int) -> None:
    """Note that the bot may post in a channel."""
    theirs = update(address).where(address.c.person_id == person_id)
    await connection.execute(theirs.values(active=True, preferred=True))


async def stop_all(connection: AsyncConnection) -> None:
    """Let no channel get new posts; what stands in one is corrected and withdrawn there all the same."""
    await connection.execute(update(person).where(IS_BROADCAST).values(subscribed=False))


async def list_copies(connection: AsyncConnection, dispatch_id: int) -> Sequence[Aired]:
    """What became of a dispatch in channels."""
    rows = await connection.execute(
        select(person.c.name, delivery.c.state, delivery.c.error, delivery.c.maybe_sent + delivery.c.released)
        .join(person, person.c.id == delivery.c.person_id)
        .where(delivery.c.dispatch_id == dispatch_id, delivery.c.person_id.in_(broadcast_ids()))
        .order_by(delivery.c.id)
    )
    return [Aired(title, DeliveryState(state), error, bool(tried)) for title, state, error, tried in rows]
