"""A person's addresses, the codes by which another becomes theirs, and who became one with whom (see domain.links)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, literal, select, update
from sqlalchemy import Row as RowOfPerson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import DeliveryState, DispatchKind, DispatchState
from bot.domain.links import Linked, Place, Row, merged, role_at, told_at
from bot.domain.people import Role
from bot.storage.push import digests
from bot.storage.tables import (
    address,
    answer,
    approval,
    consent,
    delivery,
    dispatch,
    invite,
    mistake,
    person,
    person_area,
    person_topic,
    post,
    proposal,
    reminder,
    revision,
    role_change,
    warning,
)

_THEIRS: tuple[ColumnElement[int | None], ...] = (
    consent.c.person_id,
    invite.c.created_by,
    invite.c.redeemed_by,
    role_change.c.person_id,
    role_change.c.asked_by,
    role_change.c.decided_by,
    post.c.author_id,
    revision.c.created_by,
    warning.c.accepted_by,
    mistake.c.person_id,
    mistake.c.answered_by,
    answer.c.author_id,
    proposal.c.asked_by,
    proposal.c.decided_by,
)
"""What goes over to who stays. The audit cannot: it is only ever added to, so it is read by `merged_into`."""


async def lock_people(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Let nobody else change where these people are told what until the transaction ends; always before an address."""
    await connection.execute(select(person.c.id).where(person.c.id.in_(ids)).order_by(person.c.id).with_for_update())


async def lock_owner(connection: AsyncConnection, route: str, chat_id: str) -> int | None:
    """The person of an address, locked as above; None where nobody is there."""
    whose = select(address.c.person_id).where(address.c.route == route, address.c.chat_id == chat_id)
    person_id = await connection.scalar(whose)
    if person_id is not None:
        await lock_people(connection, [person_id])
    return await connection.scalar(whose)


async def settle(connection: AsyncConnection, person_id: int) -> None:
    """Let each of somebody's addresses be told what it is to be told now; of a single one nothing ever changes."""
    columns = address.c.id, address.c.active, address.c.wished, address.c.role
    rows = await connection.execute(select(*columns).where(address.c.person_id == person_id).order_by(address.c.id))
    places = [Place(*row) for row in rows]
    if len(places) < 2:
        return
    everyone, officials = told_at(places)
    await connection.execute(
        update(address)
        .where(address.c.person_id == person_id)
        .values(preferred=address.c.id == everyone, official=address.c.id == officials)
    )


async def list_linked(connection: AsyncConnection, person_id: int) -> list[Linked]:
    """A person's addresses, the oldest first, each with the role that they have there."""
    rows = await connection.execute(
        select(address, person.c.role.label("theirs"))
        .join(person)
        .where(person.c.id == person_id)
        .order_by(address.c.id)
    )
    return [
        Linked(
            address_id=row.id,
            channel=row.route.partition(":")[0],
            chat_id=row.chat_id,
            told=row.preferred,
            wished=row.wished,
            active=row.active,
            role=role_at(row.theirs, row.role),
        )
        for row in rows
    ]


async def find_person(connection: AsyncConnection, address_id: int) -> tuple[int, str, Role, bool] | None:
    """Who has an address: id, name, role, whether they are subscribed; None where nobody, or a group, has it."""
    columns = person.c.id, person.c.name, person.c.role, person.c.subscribed
    found = select(*columns).join(address).where(address.c.id == address_id, person.c.kind == "private")
    row = (await connection.execute(found)).one_or_none()
    return (row.id, row.name, Role(row.role), row.subscribed) if row is not None else None


async def set_code(connection: AsyncConnection, address_id: int, code_hash: str, until: datetime) -> None:
    """Keep a code's hash, in place of an older one: the code itself is shown once and never kept."""
    values = {"link_hash": code_hash, "link_until": until}
    await connection.execute(update(address).where(address.c.id == address_id).values(values))


async def use_code(
    connection: AsyncConnection, code_hash: str, now: datetime, token: str, until: datetime
) -> int | None:
    """Turn a code into an offer of the address that it was given at; None where it is unknown, used or too old.

    The offer stands in the code's place, so that it ends with the address and with a newer code.
    """
    good = (address.c.link_hash == code_hash, address.c.link_until > now)
    first = select(func.min(address.c.id)).where(*good).scalar_subquery()
    used = update(address).where(*good, address.c.id == first).values(link_hash=token, link_until=until)
    found: int | None = await connection.scalar(used.returning(address.c.id))
    return found


async def take_offer(connection: AsyncConnection, token: str, now: datetime, person_id: int) -> int | None:
    """Use up an offer, with its giver and this person locked; None where it is over. Returns the giver's address."""
    good = (address.c.link_hash == token, address.c.link_until > now)
    giver = await connection.scalar(select(address.c.person_id).where(*good))
    if giver is None:
        return None
    await lock_people(connection, [giver, person_id])
    taken = update(address).where(*good, address.c.person_id == giver).values(link_hash=None, link_until=None)
    found: int | None = await connection.scalar(taken.returning(address.c.id))
    return found


async def wish(connection: AsyncConnection, person_id: int, address_id: int) -> None:
    """Let a person be told at this one of their addresses, whenever it can be reached."""
    await lock_people(connection, [person_id])
    mine = update(address).where(address.c.person_id == person_id)
    await connection.execute(mine.values(wished=address.c.id == address_id))
    await settle(connection, person_id)


async def grant(connection: AsyncConnection, person_id: int, address_id: int, role: Role) -> None:
    """Give a person a role that they have from this address; from others they may what they could before."""
    await lock_people(connection, [person_id])
    before = await connection.scalar(select(person.c.role).where(person.c.id == person_id)) or 0
    if before < role:
        others = update(address).where(address.c.person_id == person_id, address.c.role > before)
        await connection.execute(others.where(address.c.id != address_id).values(role=before))
        await connection.execute(update(person).where(person.c.id == person_id).values(role=int(role)))
    await connection.execute(update(address).where(address.c.id == address_id, address.c.role < role).values(role=role))
    await settle(connection, person_id)


async def confirm(connection: AsyncConnection, person_id: int, address_id: int) -> None:
    """Let a person have all of their role from this address too."""
    await lock_people(connection, [person_id])
    theirs = select(person.c.role).where(person.c.id == person_id).scalar_subquery()
    await connection.execute(update(address).where(address.c.id == address_id).values(role=theirs))
    await settle(connection, person_id)


# --- becoming one -----------------------------------------------------------------------------------------------------


async def merge(connection: AsyncConnection, stays: int, goes: int, *, keeps: bool) -> None:
    """Make one person of two; called with the pushes locked. What who stays has chosen stays where it `keeps`.

    Who goes is kept as a name for copies that both hold and for the audit, and is nobody else any more.
    """
    await lock_people(connection, [stays, goes])
    await _merge_deliveries(connection, stays, goes)
    for column in _THEIRS:
        await connection.execute(update(column.table).where(column == goes).values({column: stays}))
    for table, what in ((reminder, reminder.c.post_id), (approval, approval.c.revision_id)):
        has = select(what).where(table.c.person_id == stays)
        await connection.execute(delete(table).where(table.c.person_id == goes, what.in_(has)))
        await connection.execute(update(table).where(table.c.person_id == goes).values(person_id=stays))
    for table in (person_topic, person_area):
        dropped = delete(table).where(table.c.person_id == (goes if keeps else stays))
        await connection.execute(dropped)
        await connection.execute(update(table).where(table.c.person_id == goes).values(person_id=stays))
    roles = {row.id: row.role for row in await _rows(connection, stays, goes)}
    for one in (stays, goes):
        # Each address may do what its own person could.
        most = case((address.c.role < roles[one], address.c.role), else_=roles[one])
        await connection.execute(update(address).where(address.c.person_id == one).values(role=most))
    await connection.execute(
        update(address).where(address.c.person_id == goes).values(person_id=stays, wished=False, link_hash=None)
    )
    theirs = next(row for row in await _rows(connection, goes))
    chosen = {} if keeps else {name: getattr(theirs, name) for name in ("subscribed", "bundle", "areas_asked")}
    values = {**chosen, "role": max(roles.values())}
    await connection.execute(update(person).where(person.c.id == stays).values(values))
    gone = {"subscribed": False, "role": int(Role.RESIDENT), "merged_into": stays}
    await connection.execute(update(person).where(person.c.id == goes).values(gone))
    await connection.execute(update(person).where(person.c.merged_into == goes).values(merged_into=stays))
    await settle(connection, stays)


async def _rows(connection: AsyncConnection, *ids: int) -> Sequence[RowOfPerson[Any]]:
    columns = (person.c[name] for name in ("id", "name", "role", "subscribed", "bundle", "areas_asked", "seen_at"))
    return (await connection.execute(select(*columns).where(person.c.id.in_(ids)))).all()


async def _merge_deliveries(connection: AsyncConnection, stays: int, goes: int) -> None:
    await digests.let_go(connection, [stays, goes])
    found = await connection.execute(
        select(
            delivery.c.id,
            delivery.c.person_id,
            delivery.c.dispatch_id,
            dispatch.c.kind,
            delivery.c.state,
            delivery.c.copy_id,
            revision.c.post_id,
        )
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
        .where(delivery.c.person_id.in_([stays, goes]))
    )
    done = merged((Row(*row) for row in found), stays)
    cancelled = {"state": DeliveryState.CANCELLED, "error": "elsewhere"}
    for ids, values in (
        (done.cancelled, cancelled),
        (done.freed, {"person_id": None, "chat_id": None, "message_id": None}),
        (done.moved, {"person_id": stays}),
    ):
        for some in _few(ids):
            await connection.execute(update(delivery).where(delivery.c.id.in_(some)).values(values))


def _few(ids: Sequence[int]) -> list[Sequence[int]]:
    """The ids in parts that a statement holds: somebody may have had thousands of messages."""
    return [ids[start : start + 1000] for start in range(0, len(ids), 1000)]


# --- parting ----------------------------------------------------------------------------------------------------------


async def part(connection: AsyncConnection, person_id: int, address_id: int, now: datetime) -> int:
    """Make a person of its own of an address, which wants the same but has no role; returns their id.

    What stands in its chat is theirs from now on; called with the pushes locked.
    """
    await lock_people(connection, [person_id])
    (whole,) = await _rows(connection, person_id)
    copied = {name: getattr(whole, name) for name in ("name", "subscribed", "bundle", "areas_asked", "seen_at")}
    written = insert(person).values(kind="private", role=int(Role.RESIDENT), created_at=now, **copied)
    new_id: int = (await connection.execute(written.returning(person.c.id))).scalar_one()
    for table, what in ((person_topic, person_topic.c.topic_id), (person_area, person_area.c.area_id)):
        same = select(literal(new_id), what).where(table.c.person_id == person_id)
        await connection.execute(insert(table).from_select(["person_id", what.name], same))
    # They agree once more, by parting: what was published before has gone to the one person that they were.
    agreed = select(literal(new_id), consent.c.version, literal(now, consent.c.given_at.type)).where(
        consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None)
    )
    await connection.execute(insert(consent).from_select(["person_id", "version", "given_at"], agreed.limit(1)))
    await _part_deliveries(connection, person_id, new_id, address_id)
    alone = {"preferred": True, "wished": True, "official": True, "role": int(Role.ADMIN), "link_hash": None}
    await connection.execute(update(address).where(address.c.id == address_id).values(person_id=new_id, **alone))
    left = await list_linked(connection, person_id)
    await connection.execute(
        update(person).where(person.c.id == person_id).values(role=int(max(one.role for one in left)))
    )
    if len(left) == 1:
        await connection.execute(update(address).where(address.c.id == left[0].address_id).values(alone))
    else:
        await settle(connection, person_id)
    return new_id


async def _part_deliveries(connection: AsyncConnection, person_id: int, new_id: int, address_id: int) -> None:
    chat = (
        await connection.execute(select(address.c.route, address.c.chat_id).where(address.c.id == address_id))
    ).one()
    before = select(person.c.id).where((person.c.id == person_id) | (person.c.merged_into == person_id))
    there = (
        delivery.c.dispatch_id.is_not(None),
        delivery.c.route == chat.route,
        delivery.c.chat_id == chat.chat_id,
        delivery.c.state.not_in([DeliveryState.QUEUED, DeliveryState.HELD]),
    )
    rows = await connection.execute(
        select(delivery.c.id, delivery.c.dispatch_id, dispatch.c.kind, dispatch.c.state, delivery.c.person_id)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .where(delivery.c.person_id.in_(before), *there)
        .order_by(delivery.c.id)
    )
    # Nobody has two rows of one dispatch.
    theirs = {row.dispatch_id: row for row in rows}
    for some in _few([row.id for row in theirs.values()]):
        await connection.execute(update(delivery).where(delivery.c.id.in_(some)).values(person_id=new_id))
    unfinished = (DispatchState.RUNNING, DispatchState.HELD, DispatchState.PAUSED)
    mine = [row for row in theirs.values() if row.person_id == person_id]
    had = [row.id for row in mine if row.kind == DispatchKind.NEW and row.state in unfinished]
    if had:
        # The push is still on its way, and must not find that somebody lacks it.
        marked = [delivery.c.dispatch_id, delivery.c.route, delivery.c.lane, delivery.c.not_before]
        same = select(
            literal(person_id), *marked, literal(str(DeliveryState.CANCELLED)), literal(0), literal("elsewhere")
        ).where(delivery.c.id.in_(had))
        names = ["person_id", *(one.name for one in marked), "state", "attempts", "error"]
        await connection.execute(insert(delivery).from_select(names, same))
