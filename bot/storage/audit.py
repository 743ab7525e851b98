"""The audit: rows are only added, and loosened from an erased person. The database itself refuses all else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Action, Entry
from bot.domain.posts import Audience, PostNumber
from bot.storage.tables import audit, person, post


async def insert_audit(
    connection: AsyncConnection,
    *,
    at: datetime,
    person_id: int | None,
    action: Action,
    post_id: int | None = None,
    detail: Mapping[str, str | int],
) -> None:
    """Note who did what; `detail` never holds what names a person, for it stays when the person is erased."""
    await connection.execute(
        insert(audit).values(at=at, person_id=person_id, action=action, post_id=post_id, detail=dict(detail))
    )


async def list_audit_details(connection: AsyncConnection, action: Action) -> list[dict[str, Any]]:
    """What was noted each time this was done."""
    return list(await connection.scalars(select(audit.c.detail).where(audit.c.action == action)))


async def list_entries(
    connection: AsyncConnection, *, post_id: int | None = None, person_id: int | None = None, offset: int, limit: int
) -> list[Entry]:
    """What was noted, newest first; of one post with its corrections, or of one person only, where given."""
    numbered = post.alias("numbered")
    narrowed: list[ColumnElement[bool]] = []
    if post_id is not None:
        narrowed.append(or_(post.c.id == post_id, post.c.corrects_id == post_id))
    if person_id is not None:
        narrowed.append(or_(person.c.id == person_id, person.c.merged_into == person_id))
    rows = await connection.execute(
        select(audit, person.c.name, post.c.corrects_id, numbered.c.audience, numbered.c.number)
        .outerjoin(person, person.c.id == audit.c.person_id)
        .outerjoin(post, post.c.id == audit.c.post_id)
        .outerjoin(numbered, numbered.c.id == func.coalesce(post.c.corrects_id, post.c.id))
        .where(*narrowed)
        .order_by(audit.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [_entry(row) for row in rows]


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    number = PostNumber(Audience(row.audience), row.number) if row.number is not None else None
    correction = row.corrects_id is not None
    return Entry(row.at, row.action, row.name, number, row.post_id is not None, row.detail, correction)


async def find_numbered(connection: AsyncConnection, number: PostNumber) -> int | None:
    """The id of the post that got this number, whatever became of it."""
    return await connection.scalar(
        select(post.c.id).where(post.c.audience == number.audience, post.c.number == number.value)
    )


async def list_known(connection: AsyncConnection) -> Sequence[Row[Any, Any]]:
    """People of whom something is noted or who have a role, by name: id, name."""
    named = person.alias("named")
    now = func.coalesce(named.c.merged_into, named.c.id)
    noted = exists().where(audit.c.person_id == named.c.id, now == person.c.id)
    rows = await connection.execute(
        select(person.c.id, person.c.name)
        .where(person.c.kind == "private", person.c.merged_into.is_(None), or_(person.c.role > 0, noted))
        .order_by(person.c.name, person.c.id)
    )
    return rows.all()
