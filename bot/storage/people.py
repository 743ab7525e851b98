"""Persons, groups and their addresses."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.links import role_at
from bot.domain.people import BROADCAST, Role, Viewer
from bot.storage import links
from bot.storage.tables import address, area, person
from bot.storage.upsert import upsert

SEEN_EVERY = timedelta(hours=1)
"""How exactly it is kept when somebody last wrote: it decides about weeks."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who writes from an address, and what would have to be noted of that: nothing, most times."""

    viewer: Viewer
    name: str
    seen_at: datetime
    active: bool
    names: bool
    """Whether they are called what they are called here: of several addresses one decides."""


async def find_known(connection: AsyncConnection, route: str, chat_id: str) -> Known | None:
    """Return who writes from this address with what is known of them, or None for somebody new."""
    row = (await connection.execute(_known(), {"route": route, "chat": chat_id})).one_or_none()
    if row is None:
        return None
    # A channel of the ward is no person either, and is told nothing but posts.
    group = row.kind != "private"
    role = Role.RESIDENT if group else role_at(row.role, row.most)
    # A group that put the bot out has no address where it wants to be told anything.
    subscribed = row.subscribed and (row.preferred or not group)
    asked = group or row.areas_asked or not row.has_areas
    viewer = Viewer(
        row.person_id, row.id, route, chat_id, role, group, subscribed, pushes_to=row.place, areas_asked=asked
    )
    if not group and not row.preferred:
        viewer = replace(viewer, told_here=False)
    return Known(viewer, row.name, row.seen_at, row.active, row.official)


@cache
def _known() -> Select[Any]:
    # Made once, as every message asks it. Whether there are areas comes with it: most wards' answers ask for nothing.
    mine = [address.c[name] for name in ("id", "person_id", "active", "preferred", "official", "place")]
    return (
        select(*mine, address.c.role.label("most"), person, exists().where(area.c.active).label("has_areas"))
        .select_from(address)
        .join(person)
        .where(address.c.route == bindparam("route"), address.c.chat_id == bindparam("chat"))
    )


async def find_viewer(connection: AsyncConnection, route: str, chat_id: str) -> Viewer | None:
    """Return who writes from this address, or None for somebody new."""
    known = await find_known(connection, route, chat_id)
    return known.viewer if known is not None else None


def reached_as_official() -> ColumnElement[bool]:
    """Whether a person can be told something as the official that they are."""
    there = address.c.official, address.c.active, address.c.role >= person.c.role
    return exists().where(address.c.person_id == person.c.id, *there)


async def list_names(connection: AsyncConnection, ids: Collection[int | None]) -> dict[int, str]:
    """Names of persons by id; those who were erased are left out."""
    rows = await connection.execute(select(person.c.id, person.c.name).where(person.c.id.in_([*ids])))
    return {person_id: name for person_id, name in rows}  # noqa: C416 - rows are no pairs to mypy


async def find_official(connection: AsyncConnection, person_id: int) -> Viewer | None:
    """A person, with all of their role, at the address where they are told what concerns them as an official.

    None where nobody, or a group, has that number.
    """
    row = (
        await connection.execute(
            select(address.c.id, address.c.route, address.c.chat_id, person.c.role, person.c.subscribed)
            .join(person, person.c.id == address.c.person_id)
            .where(person.c.id == person_id, person.c.kind == "private", address.c.official)
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
    address_id: int | None = await connection.scalar(
        upsert(connection, address)
        .values(person_id=person_id, route=route, chat_id=chat_id, preferred=True, active=True, created_at=now)
        .on_conflict_do_nothing()
        .returning(address.c.id)
    )
    if address_id is None:
        await both.rollback()
        return None
    await both.commit()
    return Viewer(person_id, address_id, route, chat_id, role, group)


async def touch_person(connection: AsyncConnection, known: Known, name: str, now: datetime) -> None:
    """Note that the person wrote (so the address works) and what they are called now."""
    viewer = known.viewer
    name = name if known.names else known.name
    if known.name != name or not timedelta() <= now - known.seen_at < SEEN_EVERY:
        await connection.execute(update(person).where(person.c.id == viewer.person_id).values(name=name, seen_at=now))
    # No lock where nothing changes: a claim holds the pace and may want this address, the answer wants the pace.
    if not known.active:
        await set_address_active(connection, viewer.route, viewer.chat_id, active=True)


async def set_address_active(connection: AsyncConnection, route: str, chat_id: str, *, active: bool) -> None:
    """Switch an address off (blocked, gone) or on again; of several the person is told at another meanwhile."""
    owner = await links.lock_owner(connection, route, chat_id)
    if owner is None:
        return
    await connection.execute(
        update(address).where(address.c.route == route, address.c.chat_id == chat_id).values(active=active)
    )
    await links.settle(connection, owner)


async def put_out(connection: AsyncConnection, route: str, chat_id: str) -> None:
    """Note that a group put the bot out: more than that it cannot be reached, and only its admin brings it back."""
    await connection.execute(
        update(address)
        .where(address.c.route == route, address.c.chat_id == chat_id)
        .values(active=False, preferred=False)
    )


async def push_to(connection: AsyncConnection, address_id: int, place: str | None) -> None:
    """Let a group's pushes go to this place of it."""
    await connection.execute(
        update(address).where(address.c.id == address_id).values(active=True, preferred=True, place=place)
    )


async def list_addresses(connection: AsyncConnection, person_id: int) -> Sequence[Row[Any, Any]]:
    """A person's addresses as (route, chat_id)."""
    rows = await connection.execute(
        select(address.c.route, address.c.chat_id).where(address.c.person_id == person_id).order_by(address.c.id)
    )
    return rows.all()


async def count_subscribers(connection: AsyncConnection) -> int:
    """How many people and groups get posts."""
    people = select(func.count()).select_from(person).where(person.c.subscribed, person.c.kind != BROADCAST)
    return await connection.scalar(people) or 0
