"""Hands and ticked doubts: who changed a draft, who agreed to it or may, what was accepted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, insert, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Action
from bot.domain.people import Role
from bot.domain.posts import Post, PostState
from bot.storage.people import reached_as_official
from bot.storage.tables import approval, audit, person, post, revision, warning


@dataclass(frozen=True, slots=True)
class Noted:
    """What happened to a post on its way: which revisions approvers were asked about, the last one first, why it was
    last sent back, and who changed it and when, the last change first."""

    submitted: tuple[int, ...]
    reason: str
    hands: tuple[tuple[int, str, datetime], ...]

    def other_than(self, person_id: int) -> tuple[str, datetime] | None:
        """Who else changed it last, and when."""
        return next(((name, at) for hand, name, at in self.hands if hand != person_id), None)


async def load_noted(connection: AsyncConnection, post_id: int) -> Noted:
    """What was noted of a post on its way."""
    rows = (
        await connection.execute(
            select(
                audit.c.action,
                audit.c.detail,
                audit.c.at,
                func.coalesce(person.c.merged_into, person.c.id).label("id"),
                person.c.name,
            )
            .outerjoin(person, person.c.id == audit.c.person_id)
            .where(audit.c.post_id == post_id, audit.c.action.in_([Action.SUBMIT, Action.RETURN, Action.EDIT]))
            .order_by(audit.c.id.desc())
        )
    ).all()
    returned: dict[str, Any] = next((row.detail for row in rows if row.action == Action.RETURN), {})
    return Noted(
        tuple(row.detail["revision"] for row in rows if row.action == Action.SUBMIT),
        str(returned.get("reason", "")),
        tuple((row.id, row.name, row.at) for row in rows if row.action == Action.EDIT and row.id is not None),
    )


def _hands(post_id: int) -> Select[Any]:
    """Persons who wrote or changed anything of a post, its corrections included."""
    merged = and_(post.c.corrects_id == post_id, post.c.state == PostState.MERGED)
    mine = select(post.c.id).where(or_(post.c.id == post_id, merged)).scalar_subquery()
    every = union(
        select(post.c.author_id).where(post.c.id.in_(mine)),
        select(revision.c.created_by).where(revision.c.post_id.in_(mine)),
        select(audit.c.person_id).where(audit.c.post_id.in_(mine), audit.c.action == Action.EDIT),
    ).subquery()
    # Whoever wrote from another address as somebody else once is who they are now.
    hand = person.alias("hand")
    return select(func.coalesce(hand.c.merged_into, hand.c.id)).where(hand.c.id.in_(select(every.c[0])))


async def list_hands(connection: AsyncConnection, post_id: int) -> set[int]:
    """Persons who wrote or changed anything of a post, its corrections included: none of them may approve it."""
    return set(await connection.scalars(_hands(post_id)))


async def count_approvers(connection: AsyncConnection) -> int:
    """How many people may agree to another's post and can be reached."""
    found = await connection.scalar(
        select(func.count()).where(
            person.c.role >= int(Role.APPROVER), person.c.kind == "private", reached_as_official()
        )
    )
    return found or 0


async def load_agreeing(connection: AsyncConnection, one: Post) -> tuple[tuple[int, ...], bool]:
    """Who may agree to a post and can be reached, and whether somebody did, to the revision as it is.

    Neither counts who had a hand in it, or may not approve any more.
    """
    agreed = exists().where(approval.c.revision_id == one.revision_id, approval.c.person_id == person.c.id)
    rows = (
        await connection.execute(
            select(
                person.c.id,
                and_(person.c.kind == "private", reached_as_official()).label("reachable"),
                agreed.label("agreed"),
            )
            .where(person.c.role >= int(Role.APPROVER), person.c.id.not_in(_hands(one.id)))
            .order_by(person.c.id)
        )
    ).all()
    return tuple(row.id for row in rows if row.reachable), any(row.agreed for row in rows)


async def insert_approval(connection: AsyncConnection, revision_id: int, person_id: int, now: datetime) -> None:
    """Note that somebody agreed to this revision, as it is."""
    await connection.execute(insert(approval).values(revision_id=revision_id, person_id=person_id, given_at=now))


async def list_agreed(connection: AsyncConnection, revision_id: int) -> list[int]:
    """Who has agreed to a revision; not who was erased since."""
    agreed = select(approval.c.person_id).where(
        approval.c.revision_id == revision_id, approval.c.person_id.is_not(None)
    )
    return list(await connection.scalars(agreed.order_by(approval.c.id)))


async def delete_approvals(connection: AsyncConnection, post_id: int) -> None:
    """Void every approval of a post: something of it was changed."""
    mine = select(revision.c.id).where(revision.c.post_id == post_id).scalar_subquery()
    await connection.execute(delete(approval).where(approval.c.revision_id.in_(mine)))


async def set_accepted(
    connection: AsyncConnection, revision_id: int, position: int, by: int | None, at: datetime | None
) -> None:
    """Tick a warning (who, when), or untick it with None."""
    await connection.execute(
        update(warning)
        .where(warning.c.revision_id == revision_id, warning.c.position == position)
        .values(accepted_by=by, accepted_at=at)
    )
