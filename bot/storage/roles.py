"""Role changes that another admin decides about."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Member, Role
from bot.domain.roles import RoleChange
from bot.storage.tables import address, invite, person, role_change


async def insert_role_change(
    connection: AsyncConnection,
    *,
    role: Role,
    asked_by: int,
    now: datetime,
    until: datetime,
    invite_id: int | None = None,
    person_id: int | None = None,
) -> int:
    """Write what waits for another admin, of a code or of a person; returns its id."""
    values = {"role": int(role), "invite_id": invite_id, "person_id": person_id, "asked_by": asked_by}
    change_id: int = (
        await connection.execute(
            insert(role_change).values(asked_at=now, expires_at=until, **values).returning(role_change.c.id)
        )
    ).scalar_one()
    return change_id


async def lock_role_change(connection: AsyncConnection, change_id: int) -> RoleChange | None:
    """What waits, kept from being decided by another until the transaction ends; None where code or person are gone."""
    row = (
        await connection.execute(select(role_change).where(role_change.c.id == change_id).with_for_update())
    ).one_or_none()
    if row is None or (row.invite_id is None and row.person_id is None):
        return None
    return RoleChange(
        row.id, Role(row.role), row.asked_by, row.expires_at, row.person_id, decided=row.decided_at is not None
    )


async def decide_role_change(
    connection: AsyncConnection, change_id: int, *, by: int, now: datetime, agreed: bool
) -> None:
    """Note who decided what."""
    await connection.execute(
        update(role_change).where(role_change.c.id == change_id).values(decided_by=by, decided_at=now, agreed=agreed)
    )


async def find_own_code(connection: AsyncConnection, code_hash: str, person_id: int, since: datetime) -> Role | None:
    """The role of a code that this person has used up since then; None for any other."""
    role: int | None = await connection.scalar(
        select(invite.c.role).where(
            invite.c.code_hash == code_hash, invite.c.redeemed_by == person_id, invite.c.redeemed_at >= since
        )
    )
    return None if role is None else Role(role)


async def is_waiting(connection: AsyncConnection, code_hash: str, now: datetime) -> bool:
    """Whether a code is good but for another admin's word."""
    query = (
        select(role_change.c.id)
        .join(invite, invite.c.id == role_change.c.invite_id)
        .where(invite.c.code_hash == code_hash, role_change.c.decided_at.is_(None), role_change.c.expires_at > now)
    )
    return await connection.scalar(query) is not None


async def may_come_back(connection: AsyncConnection, person_ids: Collection[int], now: datetime) -> bool:
    """Whether one of these people may still be given back a role that was taken from them."""
    open_still = (role_change.c.decided_at.is_(None), role_change.c.expires_at > now)
    found = await connection.scalar(select(exists().where(role_change.c.person_id.in_(person_ids), *open_still)))
    return bool(found)


async def delete_codes_of(connection: AsyncConnection, person_id: int) -> None:
    """Make unused codes of a person worthless."""
    unused = select(invite.c.id).where(invite.c.created_by == person_id, invite.c.redeemed_at.is_(None))
    # The row stays: SQLite would give its number to the next one, and a button held since then would decide about that.
    await connection.execute(update(role_change).where(role_change.c.invite_id.in_(unused)).values(invite_id=None))
    await connection.execute(delete(invite).where(invite.c.id.in_(unused)))


async def forget_person(connection: AsyncConnection, person_id: int) -> None:
    """Take an erased person out of what waits and of what was decided; the rows stay, as above."""
    for column in (role_change.c.person_id, role_change.c.asked_by, role_change.c.decided_by):
        await connection.execute(update(role_change).where(column == person_id).values({column: None}))


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
    able: dict[int, list[str]] = {}
    waiting: dict[int, list[tuple[int, str]]] = {}
    roles = {row.id: row.role for row in people}
    for person_id, address_id, route, role in await connection.execute(
        select(address.c.person_id, address.c.id, address.c.route, address.c.role)
        .where(address.c.person_id.in_(roles))
        .order_by(address.c.id)
    ):
        channel = route.partition(":")[0]
        if role < roles[person_id]:
            waiting.setdefault(person_id, []).append((address_id, channel))
        else:
            able.setdefault(person_id, []).append(channel)
    return [
        Member(row.id, row.name, Role(row.role), tuple(able.get(row.id, ())), tuple(waiting.get(row.id, ())))
        for row in people
    ]


async def count_admins(connection: AsyncConnection) -> int:
    """How many admins there are."""
    return (
        await connection.scalar(select(func.count()).select_from(person).where(person.c.role == int(Role.ADMIN))) or 0
    )


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


async def count_wrong_codes(connection: AsyncConnection, person_id: int, since: datetime) -> int:
    """How many wrong codes a person has sent, if the first of them came after `since`."""
    count = await connection.scalar(
        select(person.c.wrong_codes).where(person.c.id == person_id, person.c.wrong_codes_since > since)
    )
    return count or 0


async def note_wrong_code(connection: AsyncConnection, person_id: int, now: datetime, before: int) -> None:
    """Count one more wrong code after `before` others; the first begins a new span."""
    values: dict[str, Any] = {"wrong_codes": before + 1} | ({} if before else {"wrong_codes_since": now})
    await connection.execute(update(person).where(person.c.id == person_id).values(**values))


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
