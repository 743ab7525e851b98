"""Posts that are still on their way, who had a hand in them, and who agreed; and what the clock has to do."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.life import OPEN, Move
from bot.domain.people import Role
from bot.domain.posts import Audience, Correction, Post, PostState
from bot.storage.posts import load_post_of_revision, load_posts, set_accepted
from bot.storage.tables import (
    address,
    approval,
    audit,
    figure,
    person,
    post,
    post_area,
    post_topic,
    revision,
    revision_attachment,
    tally,
    warning,
)


async def insert_draft(
    connection: AsyncConnection,
    author_id: int,
    now: datetime,
    *,
    like: Post | None = None,
    corrects_id: int | None = None,
) -> int:
    """Begin a post that only its author knows of; as urgent as one that it is `like`, and for whom that is."""
    post_id: int = (
        await connection.execute(
            insert(post)
            .values(
                audience=like.audience if like else Audience.EVERYONE,
                state=PostState.DRAFT,
                urgent=like.urgent if like else False,
                author_id=author_id,
                created_at=now,
                updated_at=now,
                corrects_id=corrects_id,
            )
            .returning(post.c.id)
        )
    ).scalar_one()
    if like is not None:
        for table, column in ((post_topic, post_topic.c.topic_id), (post_area, post_area.c.area_id)):
            mine = select(literal(post_id), column).where(table.c.post_id == like.id)
            await connection.execute(insert(table).from_select(["post_id", column.name], mine))
    return post_id


async def delete_drafts_of(connection: AsyncConnection, author_id: int) -> None:
    """Remove every post of an author that was never published, with all that was read from it.

    A correction that was published is a revision of the post it corrected by now, and stays; so does its own row, which
    tells in that post's history who agreed to it.
    """
    unseen = (post.c.author_id == author_id, post.c.published_at.is_(None), post.c.state != PostState.MERGED)
    drafts = select(post.c.id).where(*unseen).scalar_subquery()
    revisions = select(revision.c.id).where(revision.c.post_id.in_(drafts)).scalar_subquery()
    for table in (figure, warning, tally, approval, revision_attachment):
        await connection.execute(delete(table).where(table.c.revision_id.in_(revisions)))
    for table in (revision, post_topic, post_area):
        await connection.execute(delete(table).where(table.c.post_id.in_(drafts)))
    await connection.execute(delete(post).where(*unseen))


async def list_drafts(
    connection: AsyncConnection, *, author_id: int | None, states: Collection[PostState] = OPEN, limit: int
) -> list[Post]:
    """Posts on their way, the last touched first; of one author, or of everybody with None."""
    wanted: list[ColumnElement[bool]] = [post.c.state.in_(states)]
    if author_id is not None:
        wanted.append(post.c.author_id == author_id)
    return await load_posts(connection, *wanted, newest=post.c.updated_at, limit=limit)


async def list_review_due(connection: AsyncConnection, limit: int) -> list[Post]:
    """Published posts that went out before anybody else had agreed, and that nobody has looked at since."""
    return await load_posts(
        connection, post.c.published_at.is_not(None), post.c.review_due, newest=post.c.updated_at, limit=limit
    )


async def find_open(connection: AsyncConnection, author_id: int, since: datetime) -> int | None:
    """The draft that an author is at: the one touched last, if that was since then and it waits for nobody else."""
    found: int | None = await connection.scalar(
        select(post.c.id)
        .where(
            post.c.author_id == author_id,
            post.c.state.in_([PostState.DRAFT, PostState.RETURNED]),
            post.c.updated_at >= since,
        )
        .order_by(post.c.updated_at.desc(), post.c.id.desc())
        .limit(1)
    )
    return found


async def find_correction(connection: AsyncConnection, post_id: int) -> int | None:
    """The correction of a post that is on its way."""
    found: int | None = await connection.scalar(
        select(post.c.id).where(post.c.corrects_id == post_id, post.c.state.in_(OPEN)).order_by(post.c.id).limit(1)
    )
    return found


async def adopt_revision(
    connection: AsyncConnection,
    correction: Post,
    corrected: Post,
    *,
    change: Correction,
    changes: Sequence[str],
    now: datetime,
) -> None:
    """Make a correction's revision the newest one of the post that it corrects."""
    last = await connection.scalar(select(func.max(revision.c.number)).where(revision.c.post_id == corrected.id))
    await connection.execute(
        update(revision)
        .where(revision.c.id == correction.revision_id)
        .values(post_id=corrected.id, number=(last or 0) + 1, change=change, changes=list(changes))
    )
    await connection.execute(
        update(post).where(post.c.id == corrected.id).values(revision_id=correction.revision_id, updated_at=now)
    )


async def set_change(connection: AsyncConnection, revision_id: int, change: Correction | None) -> None:
    """Note how a correction is to be told, where its author chose."""
    await connection.execute(update(revision).where(revision.c.id == revision_id).values(change=change))


async def list_submitted(connection: AsyncConnection, post_id: int) -> list[int]:
    """The numbers of the revisions of a post that approvers were asked about, the last one first."""
    details = await connection.scalars(
        select(audit.c.detail)
        .where(audit.c.post_id == post_id, audit.c.action == Move.SUBMIT)
        .order_by(audit.c.id.desc())
    )
    return [detail["revision"] for detail in details]


async def find_submitted(connection: AsyncConnection, one: Post) -> Post | None:
    """A post on its way as it stood when approvers were last asked about an earlier revision of it."""
    earlier = next((number for number in await list_submitted(connection, one.id) if number < one.revision), None)
    revision_id = await connection.scalar(
        select(revision.c.id).where(revision.c.post_id == one.id, revision.c.number == earlier)
    )
    return await load_post_of_revision(connection, revision_id) if revision_id is not None else None


async def find_reason(connection: AsyncConnection, post_id: int) -> str:
    """Why a post was last sent back to its author."""
    detail = await connection.scalar(
        select(audit.c.detail)
        .where(audit.c.post_id == post_id, audit.c.action == Move.RETURN)
        .order_by(audit.c.id.desc())
        .limit(1)
    )
    return str(detail.get("reason", "")) if detail else ""


# --- who agreed ---------------------------------------------------------------------------------------------------


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


# --- what the clock does --------------------------------------------------------------------------------------------


async def list_due(connection: AsyncConnection, now: datetime, limit: int) -> list[tuple[str, int]]:
    """What is to be done by itself now, oldest first: ("publish" | "remind" | "expire", post id)."""
    publish = and_(post.c.state == PostState.SCHEDULED, post.c.due_at <= now)
    remind = and_(post.c.state == PostState.PENDING, post.c.remind_at <= now)
    expire = and_(post.c.state == PostState.PUBLISHED, post.c.expires_at <= now)
    rows = await connection.execute(
        select(post.c.id, post.c.state).where(or_(publish, remind, expire)).order_by(post.c.id).limit(limit)
    )
    names = {PostState.SCHEDULED: "publish", PostState.PENDING: "remind", PostState.PUBLISHED: "expire"}
    return [(names[PostState(state)], post_id) for post_id, state in rows]
