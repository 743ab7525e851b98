"""Files of posts: kept once by their hash, linked to the revisions that they belong to.

Bytes are read in one place only: every other query leaves them where they are.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, exists, insert, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.attachments import Attachment, Received
from bot.domain.posts import PostState
from bot.storage.tables import attachment, attachment_file, post, revision, revision_attachment
from bot.storage.upsert import upsert

MARK_LETTERS = 12

OVER = (PostState.CANCELLED, PostState.REJECTED, PostState.WITHDRAWN)
"""Posts in these states need their files no more."""


async def store_file(connection: AsyncConnection, got: Received, now: datetime) -> Attachment:
    """Keep a file, once however often it comes, and how its platform names it."""
    stored_id: int = (
        await connection.execute(
            upsert(connection, attachment)
            .values(
                hash=got.hash,
                size=len(got.content),
                content=got.content,
                words=got.words,
                private=list(got.private),
                stored_at=now,
            )
            # Touched, so that it is not cleared away at this very moment.
            .on_conflict_do_update(index_elements=["hash"], set_={"stored_at": now})
            .returning(attachment.c.id)
        )
    ).scalar_one()
    if got.file_id:
        await remember_file(connection, stored_id, got.route, got.file_id, photo=got.photo)
    return Attachment(
        id=stored_id,
        mark=got.hash[:MARK_LETTERS],
        name=got.name,
        size=len(got.content),
        photo=got.photo,
        position=got.position,
        read=got.words is not None,
        private=got.private,
        source=got.source,
    )


_FILES = (
    select(
        attachment.c.id,
        attachment.c.hash,
        attachment.c.size,
        attachment.c.words.is_not(None).label("read"),
        attachment.c.private,
        revision_attachment.c.name,
        revision_attachment.c.photo,
        revision_attachment.c.position,
        revision_attachment.c.source,
        revision_attachment.c.alt,
    )
    .join(revision_attachment, revision_attachment.c.attachment_id == attachment.c.id)
    .where(revision_attachment.c.revision_id == bindparam("of_revision"))
    .order_by(revision_attachment.c.position, attachment.c.id)
)


async def list_files(connection: AsyncConnection, revision_id: int) -> tuple[Attachment, ...]:
    """The files of a revision, in their order."""
    rows = await connection.execute(_FILES, {"of_revision": revision_id})
    return tuple(
        Attachment(
            id=row.id,
            mark=row.hash[:MARK_LETTERS],
            name=row.name,
            size=row.size,
            photo=row.photo,
            position=row.position,
            read=row.read,
            private=tuple(row.private),
            source=row.source,
            alt=row.alt,
        )
        for row in rows
    )


async def link_files(connection: AsyncConnection, revision_id: int, files: Sequence[Attachment]) -> None:
    """Give a new revision its files."""
    values = [
        {
            "revision_id": revision_id,
            "attachment_id": one.id,
            "position": one.position,
            "photo": one.photo,
            "name": one.name,
            "source": one.source,
            "alt": one.alt,
        }
        for one in files
    ]
    if values:
        await connection.execute(insert(revision_attachment), values)


async def find_hash(connection: AsyncConnection, hash_: str) -> int | None:
    """The id of a kept file by its whole hash."""
    found: int | None = await connection.scalar(select(attachment.c.id).where(attachment.c.hash == hash_))
    return found


async def load_content(connection: AsyncConnection, attachment_id: int) -> bytes | None:
    """The bytes of a file, or None where it is gone."""
    found: bytes | None = await connection.scalar(select(attachment.c.content).where(attachment.c.id == attachment_id))
    return found


async def find_content(connection: AsyncConnection, hash_: str) -> bytes | None:
    """The bytes of a kept file by its whole hash."""
    found: bytes | None = await connection.scalar(select(attachment.c.content).where(attachment.c.hash == hash_))
    return found


# --- what platforms call them ---------------------------------------------------------------------------------------


async def find_file(connection: AsyncConnection, attachment_id: int, route: str, *, photo: bool) -> str | None:
    """The id under which a platform's account has a file already."""
    found: str | None = await connection.scalar(
        select(attachment_file.c.file_id).where(
            attachment_file.c.attachment_id == attachment_id,
            attachment_file.c.route == route,
            attachment_file.c.photo == photo,
        )
    )
    return found


async def remember_file(
    connection: AsyncConnection, attachment_id: int, route: str, file_id: str, *, photo: bool
) -> None:
    """Note the id under which a platform's account has a file, in place of an earlier one."""
    there = exists().where(attachment.c.id == attachment_id)
    if await connection.scalar(select(there)):
        await connection.execute(
            upsert(connection, attachment_file)
            .values(attachment_id=attachment_id, route=route, photo=photo, file_id=file_id)
            .on_conflict_do_update(index_elements=["attachment_id", "route", "photo"], set_={"file_id": file_id})
        )


# --- clearing away --------------------------------------------------------------------------------------------------


async def delete_unused(connection: AsyncConnection, before: datetime) -> int:
    """Forget files that nothing has needed since that moment; returns how many.

    Needed are those of the newest revision of a post that is not over: a file that was taken off a draft, or that a
    correction replaced, is not.
    """
    replaced = and_(post.c.revision_id != revision.c.id, revision.c.created_at < before)
    over = and_(post.c.state.in_(OVER), post.c.updated_at < before)
    needless = exists().where(
        revision.c.id == revision_attachment.c.revision_id, post.c.id == revision.c.post_id, or_(replaced, over)
    )
    await connection.execute(delete(revision_attachment).where(needless))
    linked = exists().where(revision_attachment.c.attachment_id == attachment.c.id)
    deleted = await connection.execute(delete(attachment).where(attachment.c.stored_at < before, not_(linked)))
    return deleted.rowcount
