"""Persons, groups and their addresses, choices, consents and invites."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Consent, Member, Role, Viewer
from bot.storage import roles
from bot.storage.drafts import delete_drafts_of
from bot.storage.tables import (
    address,
    approval,
    area,
    audit,
    consent,
    conversation,
    delivery,
    dispatch,
    invite,
    job,
    person,
    person_area,
    person_topic,
    post,
    revision,
    role_change,
    topic,
    warning,
)


async def find_viewer(connection: AsyncConnection, route: str, chat_id: str) -> Viewer | None:
    """Return who writes from this address, or None for somebody new."""
    row = (
        await connection.execute(
            select(address.c.id, address.c.person_id, person.c.role, person.c.kind, person.c.subscribed)
            .join(person)
            .where(address.c.route == route, address.c.chat_id == chat_id)
        )
    ).one_or_none()
    if row is None:
        return None
    group = row.kind == "group"
    role = Role.RESIDENT if group else Role(row.role)
    return Viewer(row.person_id, row.id, route, chat_id, role, group, row.subscribed)


async def list_names(connection: AsyncConnection, ids: Collection[int | None]) -> dict[int, str]:
    """Names of persons by id; those who were erased are left out."""
    rows = await connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_([*ids])))
    return {person_id: name for person_id, name in rows}  # noqa: C416 - rows are no pairs to mypy


async def find_official(connection: AsyncConnection, person_id: int) -> Viewer | None:
    """A person at the address where they can be told something."""
    row = (
        await connection.execute(
            select(address.c.id, address.c.route, address.c.chat_id, person.c.role, person.c.subscribed)
            .join(person, person.c.id == address.c.person_id)
            .where(person.c.id == person_id, person.c.kind == "private", address.c.preferred)
        )
    ).first()
    if row is None:
        return None
    return Viewer(person_id, row.id, row.route, row.chat_id, Role(row.role), subscribed=row.subscribed)


async def insert_person(
    connection: AsyncConnection, *, route: str, chat_id: str, name: str, group: bool, role: Role, now: datetime
) -> Viewer | None:
    """Remember somebody who wrote for the first time, with this as their preferred address.

    None where another transaction has just done so: people send two messages at once.
    """
    both = await connection.begin_nested()
    person_id = (
        await connection.execute(
            insert(person)
            .values(
                kind="group" if group else "private",
                name=name,
                role=int(role),
                subscribed=False,
                created_at=now,
                seen_at=now,
            )
            .returning(person.c.id)
        )
    ).scalar_one()
    maker = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    address_id: int | None = await connection.scalar(
        maker(address)
        .values(person_id=person_id, route=route, chat_id=chat_id, preferred=True, active=True, created_at=now)
        .on_conflict_do_nothing()
        .returning(address.c.id)
    )
    if address_id is None:
        await both.rollback()
        return None
    await both.commit()
    return Viewer(person_id, address_id, route, chat_id, role, group)


async def touch_person(connection: AsyncConnection, viewer: Viewer, name: str, now: datetime) -> None:
    """Note that the person wrote (so the address works) and what they are called now."""
    await connection.execute(update(person).where(person.c.id == viewer.person_id).values(name=name, seen_at=now))
    # No lock where nothing changes: a claim holds the pace and may want this address, the answer wants the pace.
    off = and_(address.c.id == viewer.address_id, address.c.active.is_(False))
    await connection.execute(update(address).where(off).values(active=True))


async def set_address_active(connection: AsyncConnection, route: str, chat_id: str, *, active: bool) -> None:
    """Switch an address off (blocked, gone) or on again."""
    await connection.execute(
        update(address).where(address.c.route == route, address.c.chat_id == chat_id).values(active=active)
    )


async def move_address(connection: AsyncConnection, route: str, old_chat_id: str, new_chat_id: str) -> None:
    """Give a group its new id; where a subscriber has that already, the old address is only switched off."""
    known = await find_viewer(connection, route, new_chat_id)
    if known is not None and not known.subscribed and await find_viewer(connection, route, old_chat_id) is not None:
        # It was heard under its new id before the platform told of the move: what it chose stands at the old one.
        await erase_person(connection, known.person_id)
        known = None
    old = and_(address.c.route == route, address.c.chat_id == old_chat_id)
    if known is None:
        both = await connection.begin_nested()
        try:
            await connection.execute(update(address).where(old).values(chat_id=new_chat_id, active=True))
        except IntegrityError:
            # It wrote under its new id at this very moment, and is known by now.
            await both.rollback()
            await move_address(connection, route, old_chat_id, new_chat_id)
            return
        await both.commit()
    else:
        await connection.execute(update(address).where(old).values(active=False))
    # Replies to the old chat follow; a push's row looks for its address anew when it is claimed.
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.dispatch_id.is_(None),
            delivery.c.route == route,
            delivery.c.chat_id == old_chat_id,
            delivery.c.slot.is_(None),
        )
        .values(chat_id=new_chat_id)
    )


async def set_role(connection: AsyncConnection, person_id: int, role: Role) -> None:
    """Give a person a role."""
    await connection.execute(update(person).where(person.c.id == person_id).values(role=int(role)))


async def lock_members(connection: AsyncConnection) -> list[Member]:
    """Everyone with more than a resident's role, largest first, kept from changing until the transaction ends."""
    rows = await connection.execute(
        select(person.c.id, person.c.name, person.c.role)
        .where(person.c.role > int(Role.RESIDENT), person.c.kind == "private")
        .order_by(person.c.role.desc(), person.c.name, person.c.id)
        .with_for_update()
    )
    people = rows.all()
    channels: dict[int, list[str]] = {}
    for person_id, route in await connection.execute(
        select(address.c.person_id, address.c.route)
        .where(address.c.person_id.in_([row.id for row in people]))
        .order_by(address.c.id)
    ):
        channels.setdefault(person_id, []).append(route.partition(":")[0])
    return [Member(row.id, row.name, Role(row.role), tuple(channels.get(row.id, ()))) for row in people]


async def count_admins(connection: AsyncConnection) -> int:
    """How many admins there are."""
    return (
        await connection.scalar(select(func.count()).select_from(person).where(person.c.role == int(Role.ADMIN))) or 0
    )


async def list_addresses(connection: AsyncConnection, person_id: int) -> Sequence[Row[Any, Any]]:
    """A person's addresses as (route, chat_id)."""
    rows = await connection.execute(
        select(address.c.route, address.c.chat_id).where(address.c.person_id == person_id).order_by(address.c.id)
    )
    return rows.all()


async def set_subscribed(connection: AsyncConnection, person_id: int, *, subscribed: bool) -> None:
    """Switch pushes on or off."""
    await connection.execute(update(person).where(person.c.id == person_id).values(subscribed=subscribed))


async def insert_consent(connection: AsyncConnection, person_id: int, version: str, now: datetime) -> None:
    """Store that the person agreed to this version of the text, now."""
    await connection.execute(insert(consent).values(person_id=person_id, version=version, given_at=now))


async def withdraw_consents(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """End every consent that still holds."""
    await connection.execute(
        update(consent)
        .where(consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


async def list_consents(connection: AsyncConnection, person_id: int) -> list[Consent]:
    """A person's consents, oldest first."""
    rows = await connection.execute(
        select(consent.c.version, consent.c.given_at, consent.c.withdrawn_at)
        .where(consent.c.person_id == person_id)
        .order_by(consent.c.id)
    )
    return [Consent(*row) for row in rows]


async def list_topic_ids(connection: AsyncConnection, person_id: int) -> set[int]:
    """The topics a person has chosen."""
    rows = await connection.scalars(select(person_topic.c.topic_id).where(person_topic.c.person_id == person_id))
    return set(rows)


async def set_topic_ids(connection: AsyncConnection, person_id: int, topic_ids: Iterable[int]) -> None:
    """Replace the topics a person has chosen."""
    await connection.execute(delete(person_topic).where(person_topic.c.person_id == person_id))
    values = [{"person_id": person_id, "topic_id": topic_id} for topic_id in topic_ids]
    if values:
        await connection.execute(insert(person_topic), values)


async def list_area_ids(connection: AsyncConnection, person_id: int) -> set[int]:
    """The areas a person has chosen."""
    rows = await connection.scalars(select(person_area.c.area_id).where(person_area.c.person_id == person_id))
    return set(rows)


async def set_area_ids(connection: AsyncConnection, person_id: int, area_ids: Iterable[int]) -> None:
    """Replace the areas a person has chosen."""
    await connection.execute(delete(person_area).where(person_area.c.person_id == person_id))
    values = [{"person_id": person_id, "area_id": area_id} for area_id in area_ids]
    if values:
        await connection.execute(insert(person_area), values)


async def load_profile_row(connection: AsyncConnection, person_id: int) -> Row[Any, Any, Any, Any]:
    """A person's own row: name, role, subscribed, created_at."""
    rows = await connection.execute(
        select(person.c.name, person.c.role, person.c.subscribed, person.c.created_at).where(person.c.id == person_id)
    )
    return rows.one()


async def list_choice_names(connection: AsyncConnection, person_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the topics and of the areas a person has chosen."""
    topics = await connection.scalars(
        select(topic.c.name).join(person_topic).where(person_topic.c.person_id == person_id).order_by(topic.c.position)
    )
    areas = await connection.scalars(
        select(area.c.name).join(person_area).where(person_area.c.person_id == person_id).order_by(area.c.name)
    )
    return tuple(topics), tuple(areas)


async def count_person_rows(connection: AsyncConnection, person_id: int) -> tuple[int, int]:
    """How many deliveries and posts name this person."""
    deliveries = await connection.scalar(
        select(func.count()).select_from(delivery).where(delivery.c.person_id == person_id)
    )
    posts = await connection.scalar(select(func.count()).select_from(post).where(post.c.author_id == person_id))
    return deliveries or 0, posts or 0


async def erase_person(connection: AsyncConnection, person_id: int) -> None:
    """Remove a person: rows of their own are deleted, what counts for others stays without a name or an address.

    A message that is on the wire at this moment cannot be called back; the rest of the queue is cancelled.
    """
    addresses = await list_addresses(connection, person_id)
    address_ids = select(address.c.id).where(address.c.person_id == person_id).scalar_subquery()
    await connection.execute(
        update(delivery)
        .where(delivery.c.person_id == person_id, delivery.c.state.in_(["queued", "sending"]))
        .values(state="cancelled")
    )
    await connection.execute(
        update(delivery)
        .where(delivery.c.person_id == person_id)
        .values(person_id=None, chat_id=None, message_id=None, claim=None)
    )
    for route, chat_id in addresses:
        await connection.execute(
            delete(delivery).where(
                delivery.c.dispatch_id.is_(None), delivery.c.route == route, delivery.c.chat_id == chat_id
            )
        )
    await connection.execute(delete(conversation).where(conversation.c.address_id.in_(address_ids)))
    await connection.execute(delete(job).where(job.c.address_id.in_(address_ids)))
    await stop_progress(connection, person_id)
    await roles.forget_person(connection, person_id)
    # Nobody but its author can reach a draft: it would lie there for ever.
    await delete_drafts_of(connection, person_id)
    for column in (
        invite.c.created_by,
        invite.c.redeemed_by,
        post.c.author_id,
        revision.c.created_by,
        warning.c.accepted_by,
        approval.c.person_id,
        audit.c.person_id,
    ):
        await connection.execute(update(column.table).where(column == person_id).values({column: None}))
    for table in (consent, person_topic, person_area, address):
        await connection.execute(delete(table).where(table.c.person_id == person_id))
    await connection.execute(delete(person).where(person.c.id == person_id))


async def stop_progress(connection: AsyncConnection, person_id: int) -> None:
    """Draw no push's live line in a person's chats any more, and send them no alarm of one."""
    for route, chat_id in await list_addresses(connection, person_id):
        await connection.execute(
            update(dispatch)
            .where(dispatch.c.progress_route == route, dispatch.c.progress_chat_id == chat_id)
            .values(progress_route=None, progress_chat_id=None)
        )


async def list_strangers(connection: AsyncConnection, seen_before: datetime, limit: int) -> Sequence[int]:
    """People who neither subscribed nor have a role and have not written since `seen_before`: nothing needs them."""
    rows = await connection.scalars(
        select(person.c.id)
        .where(person.c.subscribed.is_(False), person.c.role == 0, person.c.seen_at < seen_before)
        .limit(limit)
    )
    return rows.all()


async def insert_invite(
    connection: AsyncConnection, *, code_hash: str, role: Role, created_by: int | None, now: datetime, until: datetime
) -> int:
    """Store a one-time code's hash, for the code itself is shown once and never kept; returns the row's id."""
    invite_id: int = (
        await connection.execute(
            insert(invite)
            .values(code_hash=code_hash, role=int(role), created_by=created_by, created_at=now, expires_at=until)
            .returning(invite.c.id)
        )
    ).scalar_one()
    return invite_id


async def redeem_invite(connection: AsyncConnection, code_hash: str, person_id: int, now: datetime) -> Role | None:
    """Use up a code and return its role; None where it is unknown, used, too old, or another admin has not agreed."""
    refused = exists().where(role_change.c.invite_id == invite.c.id, role_change.c.agreed.is_not(True))
    role: int | None = await connection.scalar(
        update(invite)
        .where(invite.c.code_hash == code_hash, invite.c.redeemed_at.is_(None), invite.c.expires_at > now, ~refused)
        .values(redeemed_by=person_id, redeemed_at=now)
        .returning(invite.c.role)
    )
    return None if role is None else Role(role)
