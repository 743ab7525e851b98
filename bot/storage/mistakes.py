"""What residents say is wrong in a post, until an official has answered, and after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.mistakes import Mistake
from bot.domain.posts import Audience, PostNumber
from bot.storage.tables import mistake, post, revision


async def insert_mistake(
    connection: AsyncConnection,
    *,
    post_id: int,
    person_id: int,
    words: str,
    now: datetime,
    due_at: datetime,
    remind_at: datetime,
) -> int:
    """Keep a report; returns its id."""
    values = {"post_id": post_id, "person_id": person_id, "words": words}
    written = insert(mistake).values(**values, created_at=now, due_at=due_at, remind_at=remind_at)
    report_id: int = (await connection.execute(written.returning(mistake.c.id))).scalar_one()
    return report_id


async def count_open_of(connection: AsyncConnection, person_id: int) -> int:
    """How many of somebody's reports wait for an answer."""
    mine = select(func.count()).where(mistake.c.person_id == person_id, mistake.c.answered_at.is_(None))
    return await connection.scalar(mine) or 0


def _reports() -> Select[Any]:
    return (
        select(mistake, post.c.audience, post.c.number, post.c.author_id, revision.c.title)
        .join(post, post.c.id == mistake.c.post_id)
        .join(revision, revision.c.id == post.c.revision_id)
    )


def _mistake(row: Row[Any]) -> Mistake:
    return Mistake(
        id=row.id,
        post_id=row.post_id,
        number=PostNumber(Audience(row.audience), row.number),
        title=row.title,
        author_id=row.author_id,
        person_id=row.person_id,
        words=row.words,
        created_at=row.created_at,
        due_at=row.due_at,
        remind_at=row.remind_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


async def lock_mistake(connection: AsyncConnection, report_id: int) -> Mistake | None:
    """A report that nobody else answers meanwhile."""
    await connection.execute(select(mistake.c.id).where(mistake.c.id == report_id).with_for_update())
    row = (await connection.execute(_reports().where(mistake.c.id == report_id))).one_or_none()
    return _mistake(row) if row is not None else None


async def list_open(connection: AsyncConnection, author_id: int | None, limit: int) -> list[Mistake]:
    """Reports that wait for an answer, those that are due first; of this author's posts, or of all."""
    waiting = _reports().where(*_open(author_id))
    rows = await connection.execute(waiting.order_by(mistake.c.due_at, mistake.c.id).limit(limit))
    return [_mistake(row) for row in rows]


async def count_open(connection: AsyncConnection, author_id: int | None) -> int:
    """How many reports wait for an answer; of this author's posts, or of all."""
    waiting = select(func.count()).select_from(mistake).join(post, post.c.id == mistake.c.post_id)
    return await connection.scalar(waiting.where(*_open(author_id))) or 0


def _open(author_id: int | None) -> list[ColumnElement[bool]]:
    mine = [post.c.author_id == author_id] if author_id is not None else []
    return [mistake.c.answered_at.is_(None), *mine]


async def list_of(connection: AsyncConnection, person_id: int) -> list[Mistake]:
    """All that somebody has reported."""
    rows = await connection.execute(_reports().where(mistake.c.person_id == person_id).order_by(mistake.c.id))
    return [_mistake(row) for row in rows]


async def update_mistake(connection: AsyncConnection, report_id: int, **values: Any) -> None:
    """Change a report's fields."""
    await connection.execute(update(mistake).where(mistake.c.id == report_id).values(**values))


async def list_to_remind(connection: AsyncConnection, now: datetime) -> Sequence[int]:
    """Reports about which officials are to be told once more."""
    waiting = mistake.c.answered_at.is_(None), mistake.c.remind_at <= now
    return (await connection.scalars(select(mistake.c.id).where(*waiting))).all()


async def delete_mistakes_of(connection: AsyncConnection, person_id: int) -> None:
    """Forget what somebody reported, and that they answered others."""
    await connection.execute(delete(mistake).where(mistake.c.person_id == person_id))
    await connection.execute(update(mistake).where(mistake.c.answered_by == person_id).values(answered_by=None))
