"""Replies and live lines: delivery rows that carry their own content to one chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, case, delete, false, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import DeliveryState, Lane
from bot.domain.people import Role
from bot.storage.push.outbox import Claimed
from bot.storage.tables import address, delivery, person

HURRY = "hurry"
"""The slot of the line that asks somebody to be slower: one line, however often."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where somebody can be told something, and the role that they have."""

    route: str
    chat_id: str
    address_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that waits for a chat; `answer` names the answer that it is a part of, None of a notice."""

    id: int
    content: dict[str, Any]
    answer: str | None
    place: str | None


async def load_chat(
    connection: AsyncConnection, address_id: int
) -> tuple[datetime | None, list[Owed], datetime | None]:
    """A chat's own next instant, what waits for it, oldest first, and until when it was asked to be slower.

    Without a lock: a claim takes the token's pace first and then the chat, and so does who moves both for an answer.
    """
    rows = (await connection.execute(_chat(), {"address": address_id})).all()
    owed = [Owed(row.id, row.content, row.answer, row.place) for row in rows if row.id is not None and row.slot is None]
    hurried = max((row.expires_at for row in rows if row.slot == HURRY), default=None)
    return rows[0].next_at if rows else None, owed, hurried


@cache
def _chat() -> Select[Any]:
    # Made once: that took five times as long as running it.
    answers = delivery.c.lane == int(Lane.REPLY), delivery.c.slot.is_(None)
    waits = and_(delivery.c.state == DeliveryState.QUEUED, *answers)
    of_chat = and_(
        delivery.c.dispatch_id.is_(None),
        delivery.c.route == address.c.route,
        delivery.c.chat_id == address.c.chat_id,
        or_(waits, delivery.c.slot == HURRY),
    )
    columns = (delivery.c[name] for name in ("id", "content", "answer", "place", "slot", "expires_at"))
    return (
        select(address.c.next_at, *columns)
        .select_from(address)
        .outerjoin(delivery, of_chat)
        .where(address.c.id == bindparam("address", type_=BigInteger))
        .order_by(delivery.c.id)
    )


async def delete_replies(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Take back answers that wait: a newer one says more."""
    waits = delivery.c.state == DeliveryState.QUEUED
    await connection.execute(delete(delivery).where(delivery.c.id.in_(ids), waits))


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply to be written: leased to this process until `lease_until` when `claim` is given, else waiting until `at`.

    `edit` is the message that it replaces, `slot` the live line that it is. A line is changed `in_place`, or said once
    more where it would say something else or is over. `role` is the one that it is written for, if it is for one, and
    `answer` names the answer that it is a part of, `place` where in the chat it goes.
    """

    route: str
    chat_id: str
    content: dict[str, Any]
    at: datetime
    expires_at: datetime | None
    edit: str | None = None
    slot: str | None = None
    in_place: bool = True
    claim: str | None = None
    lease_until: datetime | None = None
    lane: Lane = Lane.NOTICE
    role: Role = Role.RESIDENT
    answer: str | None = None
    place: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The row's columns, as of something that was never tried."""
        return {
            "content": self.content,
            "role": int(self.role) or None,
            "answer": self.answer,
            "place": self.place,
            "lane": int(self.lane),
            "state": DeliveryState.SENDING if self.claim else DeliveryState.QUEUED,
            "attempts": 1 if self.claim else 0,
            "not_before": self.at,
            "expires_at": self.expires_at,
            "claim": self.claim,
            "lease_until": self.lease_until,
            "error": None,
            "maybe_sent": 0,
            "plain": False,
            "finished_at": None,
            "throttled_at": None,
        }

    def claimed(self, row_id: int, edit: str | None) -> Claimed | None:
        """The row as this process holds it, where it does."""
        if self.claim is None or self.lease_until is None:
            return None
        held = self.claim, self.route, self.chat_id, self.at, self.lease_until
        return Claimed(row_id, *held, 1, content=self.content, edit=edit, changes=edit is not None, place=self.place)


async def put_reply(connection: AsyncConnection, reply: NewReply) -> Claimed | None:
    """Write a reply, and return it where this process is to send it.

    The row of a live line is used again and its message edited; if that row is being sent at this moment it is only
    marked, and goes out once more afterwards (None is returned).
    """
    line = await _lock_line(connection, reply) if reply.slot is not None else None
    if line is None:
        written = insert(delivery).values(
            route=reply.route, chat_id=reply.chat_id, slot=reply.slot, message_id=reply.edit, **reply.values
        )
        row_id: int = (await connection.execute(written.returning(delivery.c.id))).scalar_one()
        return reply.claimed(row_id, reply.edit)
    over = line.expires_at is not None and line.expires_at <= reply.at
    if not reply.in_place and line.content == reply.content and not over:
        return None
    this = update(delivery).where(delivery.c.id == line.id)
    if line.state == DeliveryState.SENDING:
        said = {name: reply.values[name] for name in ("content", "role", "expires_at")}
        await connection.execute(this.values(**said, dirty=True))
        return None
    anew = {} if reply.in_place else {"message_id": None}
    await connection.execute(this.values(**reply.values, **anew))
    return reply.claimed(line.id, line.message_id if reply.in_place else None)


async def _lock_line(connection: AsyncConnection, reply: NewReply) -> Any:
    """The row of a live line in its chat, None where there is none yet."""
    found = await connection.execute(
        select(delivery.c.id, delivery.c.state, delivery.c.message_id, delivery.c.content, delivery.c.expires_at)
        .where(
            delivery.c.dispatch_id.is_(None),
            delivery.c.route == reply.route,
            delivery.c.chat_id == reply.chat_id,
            delivery.c.slot == reply.slot,
        )
        .with_for_update()
    )
    return found.one_or_none()


async def delete_stale_replies(connection: AsyncConnection, late_before: datetime, lines_before: datetime) -> None:
    """Drop replies nobody waits for any more, and live lines that stopped moving long ago."""
    idle = delivery.c.state != DeliveryState.SENDING
    late = and_(delivery.c.slot.is_(None), delivery.c.expires_at < late_before)
    old_line = and_(delivery.c.slot.is_not(None), delivery.c.not_before < lines_before)
    await connection.execute(delete(delivery).where(delivery.c.dispatch_id.is_(None), idle, or_(late, old_line)))


async def list_chats(
    connection: AsyncConnection,
    *,
    role: int | None = None,
    person_id: int | None = None,
    besides: int | None = None,
    anyone: bool = False,
) -> list[Chat]:
    """Where one official and everyone with at least a role but `besides` can be told something.

    Officials only, as they are now: whoever lost their role hears no more of what they wrote. What answers `anyone`
    reaches the one person whoever they are. Who has a role is told where they have it, of several addresses.
    """
    least = int(Role.RESIDENT) if anyone else int(Role.CADRE)
    theirs = case((address.c.role < person.c.role, address.c.role), else_=person.c.role)
    who = [and_(person.c.id == person_id, theirs >= least)] if person_id is not None else []
    who += [theirs >= int(role)] if role is not None else []
    rows = await connection.execute(
        select(address.c.route, address.c.chat_id, address.c.id, theirs)
        .join(person)
        .where(
            or_(false(), *who),
            person.c.id != (besides or 0),
            person.c.kind == "private",
            case((person.c.role > int(Role.RESIDENT), address.c.official), else_=address.c.preferred),
            address.c.active,
        )
        # So that two who tell the same people take their chats' numbers in one order.
        .order_by(address.c.id)
    )
    return [Chat(route, chat_id, address_id, Role(role)) for route, chat_id, address_id, role in rows]
