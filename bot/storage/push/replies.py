"""Replies and live lines: delivery rows that carry their own content to one chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, false, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import ANSWER
from bot.domain.delivery import DeliveryState, Lane
from bot.domain.people import Role
from bot.storage.push.outbox import Claimed
from bot.storage.tables import address, delivery, person

HURRY = "hurry"
"""The slot of the line that asks somebody to be slower: one line, however often."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where somebody can be told something."""

    route: str
    chat_id: str
    address_id: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that waits for a chat; `answer` names the answer that it is a part of."""

    id: int
    content: dict[str, Any]

    @property
    def answer(self) -> str | None:
        """None of a notice, and of rows of an older version."""
        return self.content.get(ANSWER)


async def lock_chat(
    connection: AsyncConnection, address_id: int, now: datetime
) -> tuple[datetime | None, list[Owed], datetime | None]:
    """A chat's own next instant, what waits for it, oldest first, and when it was last asked to be slower."""
    of_chat = and_(
        delivery.c.dispatch_id.is_(None),
        delivery.c.route == address.c.route,
        delivery.c.chat_id == address.c.chat_id,
        or_(and_(delivery.c.state == DeliveryState.QUEUED, delivery.c.slot.is_(None)), delivery.c.slot == HURRY),
    )
    rows = (
        await connection.execute(
            select(address.c.next_at, delivery.c.id, delivery.c.content, delivery.c.slot, delivery.c.expires_at)
            .select_from(address)
            .outerjoin(delivery, of_chat)
            .where(address.c.id == address_id)
            .order_by(delivery.c.id)
            .with_for_update(of=address)
        )
    ).all()
    owed = [Owed(row.id, row.content) for row in rows if row.id is not None and row.slot is None]
    hurried = max((row.expires_at for row in rows if row.slot == HURRY), default=None)
    return rows[0].next_at if rows else None, owed, hurried


async def delete_replies(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Take back answers that wait: a newer one says more."""
    waits = delivery.c.state == DeliveryState.QUEUED
    await connection.execute(delete(delivery).where(delivery.c.id.in_(ids), waits))


async def put_reply(
    connection: AsyncConnection,
    *,
    route: str,
    chat_id: str,
    content: dict[str, Any],
    edit: str | None = None,
    slot: str | None = None,
    rewrites: bool = True,
    claim: str | None = None,
    at: datetime,
    lease_until: datetime | None = None,
    expires_at: datetime | None,
) -> Claimed | None:
    """Write a reply, leased to this process when `claim` is given, else waiting until `at`.

    With a `slot` the row of that live line is used again and its message edited; if that row is being sent at
    this moment it is only marked, and goes out once more afterwards (None is returned). Where the channel cannot edit
    (`rewrites` is False), a line that says the same as before is not sent once more.
    """
    values: dict[str, Any] = {
        "content": content,
        "lane": int(Lane.REPLY),
        "state": DeliveryState.SENDING if claim else DeliveryState.QUEUED,
        "attempts": 1 if claim else 0,
        "not_before": at,
        "expires_at": expires_at,
        "claim": claim,
        "lease_until": lease_until,
        "error": None,
        "maybe_sent": 0,
        "plain": False,
        "finished_at": None,
    }
    if slot is not None:
        row = (
            await connection.execute(
                select(delivery.c.id, delivery.c.state, delivery.c.message_id, delivery.c.content)
                .where(
                    delivery.c.dispatch_id.is_(None),
                    delivery.c.route == route,
                    delivery.c.chat_id == chat_id,
                    delivery.c.slot == slot,
                )
                .with_for_update()
            )
        ).one_or_none()
        if row is not None:
            if not rewrites and row.content == content:
                return None
            this = update(delivery).where(delivery.c.id == row.id)
            if row.state == DeliveryState.SENDING:
                await connection.execute(this.values(content=content, dirty=True, expires_at=expires_at))
                return None
            await connection.execute(this.values(**values))
            message_id = row.message_id if rewrites else None
            return _reply_claimed(row.id, route, chat_id, content, message_id, claim, at, lease_until)
    row_id: int = (
        await connection.execute(
            insert(delivery)
            .values(route=route, chat_id=chat_id, slot=slot, message_id=edit, **values)
            .returning(delivery.c.id)
        )
    ).scalar_one()
    return _reply_claimed(row_id, route, chat_id, content, edit, claim, at, lease_until)


def _reply_claimed(
    row_id: int,
    route: str,
    chat_id: str,
    content: dict[str, Any],
    edit: str | None,
    claim: str | None,
    at: datetime,
    lease_until: datetime | None,
) -> Claimed | None:
    if claim is None or lease_until is None:
        return None
    return Claimed(row_id, claim, route, chat_id, at, lease_until, 1, content=content, edit=edit)


async def delete_stale_replies(connection: AsyncConnection, late_before: datetime, lines_before: datetime) -> None:
    """Drop replies nobody waits for any more, and live lines that stopped moving long ago."""
    idle = delivery.c.state != DeliveryState.SENDING
    late = and_(delivery.c.slot.is_(None), delivery.c.expires_at < late_before)
    old_line = and_(delivery.c.slot.is_not(None), delivery.c.not_before < lines_before)
    await connection.execute(delete(delivery).where(delivery.c.dispatch_id.is_(None), idle, or_(late, old_line)))


async def list_chats(
    connection: AsyncConnection, *, role: int | None = None, person_id: int | None = None, besides: int | None = None
) -> list[Chat]:
    """Where one official and everyone with at least a role but `besides` can be told something.

    Officials only, as they are now: whoever lost their role hears no more of what they wrote.
    """
    who = [and_(person.c.id == person_id, person.c.role > int(Role.RESIDENT))] if person_id is not None else []
    who += [person.c.role >= int(role)] if role is not None else []
    rows = await connection.execute(
        select(address.c.route, address.c.chat_id, address.c.id)
        .join(person)
        .where(
            or_(false(), *who),
            person.c.id != (besides or 0),
            person.c.kind == "private",
            address.c.preferred,
            address.c.active,
        )
        # So that two who tell the same people take their chats' numbers in one order.
        .order_by(address.c.id)
    )
    return [Chat(route, chat_id, address_id) for route, chat_id, address_id in rows]
