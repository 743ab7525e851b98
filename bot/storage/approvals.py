"""Hands and ticked doubts: who approved a draft, who waits for it, what was accepted."""

from datetime import datetime

from sqlalchemy import and_, delete, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.life import Move
from bot.domain.people import Role
from bot.domain.posts import Post, PostState
from bot.storage.tables import address, approval, audit, person, post, revision, warning


async def list_submitted(connection: AsyncConnection, post_id: int) -> list[int]:
    """The numbers of the revisions of a post that approvers were asked about, the last one first."""
    details = await connection.scalars(
        select(audit.c.detail)
        .where(audit.c.post_id == post_id, audit.c.action == Move.SUBMIT)
        .order_by(audit.c.id.desc())
    )
    return [detail["revision"] for detail in details]


async def find_reason(connection: AsyncConnection, post_id: int) -> str:
    """Why a post was last sent back to its author."""
    detail = await connection.scalar(
        select(audit.c.detail)
        .where(audit.c.post_id == post_id, audit.c.action == Move.RETURN)
        .order_by(audit.c.id.desc())
        .limit(1)
    )
    return str(detail.get("reason", "")) if detail else ""


async def list_hands(connection: AsyncConnection, post_id: int) -> set[int]:
    """Persons who wrote or changed anything of a post, its corrections included: none of them may approve it."""
    merged = and_(post.c.corrects_id == post_id, post.c.state == PostState.MERGED)
    mine = select(post.c.id).where(or_(post.c.id == post_id, merged)).scalar_subquery()
    found: set[int | None] = set()
    for query in (
        select(post.c.author_id).where(post.c.id.in_(mine)),
        select(revision.c.created_by).where(revision.c.post_id.in_(mine)),
        select(audit.c.person_id).where(audit.c.post_id.in_(mine), audit.c.action == Move.EDIT),
    ):
        found.update(await connection.scalars(query))
    return {one for one in found if one is not None}


async def list_approvers(connection: AsyncConnection) -> dict[int, str]:
    """Names of the people who may agree to another's post and can be reached, by id."""
    reachable = exists().where(address.c.person_id == person.c.id, address.c.preferred, address.c.active)
    rows = await connection.execute(
        select(person.c.id, person.c.name)
        .where(person.c.role >= int(Role.APPROVER), person.c.kind == "private", reachable)
        .order_by(person.c.id)
    )
    return {person_id: name for person_id, name in rows}  # noqa: C416 - rows are no pairs to mypy


async def insert_approval(connection: AsyncConnection, revision_id: int, person_id: int, now: datetime) -> None:
    """Note that somebody agreed to this revision, as it is."""
    await connection.execute(insert(approval).values(revision_id=revision_id, person_id=person_id, given_at=now))


async def delete_approvals(connection: AsyncConnection, post_id: int) -> None:
    """Void every approval of a post: something of it was changed."""
    mine = select(revision.c.id).where(revision.c.post_id == post_id).scalar_subquery()
    await connection.execute(delete(approval).where(approval.c.revision_id.in_(mine)))


async def is_approved(connection: AsyncConnection, one: Post) -> bool:
    """Whether somebody who had no hand in it, and may still approve, agreed to the revision as it is."""
    agreed = await connection.scalars(
        select(approval.c.person_id)
        .join(person, person.c.id == approval.c.person_id)
        .where(approval.c.revision_id == one.revision_id, person.c.role >= int(Role.APPROVER))
    )
    return bool(set(agreed) - await list_hands(connection, one.id))


async def list_acceptances(connection: AsyncConnection, revision_id: int) -> list[tuple[str, datetime] | None]:
    """For each warning of a revision, in order, who accepted it and when; None where it is open."""
    rows = await connection.execute(
        select(warning.c.accepted_at, person.c.name)
        .outerjoin(person, person.c.id == warning.c.accepted_by)
        .where(warning.c.revision_id == revision_id)
        .order_by(warning.c.position)
    )
    return [(name or "", at) if at is not None else None for at, name in rows]


async def copy_acceptances(connection: AsyncConnection, from_id: int, to_id: int) -> None:
    """Give a revision with the same warnings those acceptances that they have in another one."""
    for row in await connection.execute(
        select(warning.c.position, warning.c.accepted_by, warning.c.accepted_at).where(warning.c.revision_id == from_id)
    ):
        await set_accepted(connection, to_id, row.position, row.accepted_by, row.accepted_at)


async def find_last_hand(connection: AsyncConnection, post_id: int, besides: int) -> tuple[str, datetime] | None:
    """Who else changed a draft last, and when."""
    row = (
        await connection.execute(
            select(person.c.name, audit.c.at)
            .join(person, person.c.id == audit.c.person_id)
            .where(audit.c.post_id == post_id, audit.c.action == Move.EDIT, audit.c.person_id != besides)
            .order_by(audit.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


async def list_accepted(connection: AsyncConnection, revision_id: int) -> list[tuple[int | None, datetime | None]]:
    """For each warning of a revision, in order, who accepted it and when; (None, None) where it is open."""
    rows = await connection.execute(
        select(warning.c.accepted_by, warning.c.accepted_at)
        .where(warning.c.revision_id == revision_id)
        .order_by(warning.c.position)
    )
    return [(by, at) for by, at in rows]


async def set_accepted(
    connection: AsyncConnection, revision_id: int, position: int, by: int | None, at: datetime | None
) -> None:
    """Tick a warning (who, when), or untick it with None."""
    await connection.execute(
        update(warning)
        .where(warning.c.revision_id == revision_id, warning.c.position == position)
        .values(accepted_by=by, accepted_at=at)
    )
