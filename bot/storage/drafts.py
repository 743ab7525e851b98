"""Posts that are still on their way, who had a hand in them, and who agreed; and what the clock has to do."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, insert, literal, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Action
from bot.domain.life import OPEN
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Correction, Post, PostNumber, PostState
from bot.domain.words import fold_words
from bot.storage.posts import NEWEST, load_post_of_revision, load_posts, newest
from bot.storage.tables import audit, post, post_area, post_topic, revision
from bot.storage.visibility import visible

GOING = (PostState.PENDING, PostState.APPROVED, PostState.SCHEDULED)
_MOST_SAID = 500
"""So many of the newest posts may say a new text already."""


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


async def find_let_go(
    connection: AsyncConnection, person_id: int, *, due: datetime | None = None, gone: datetime | None = None
) -> Post | None:
    """The post that somebody wrote or let go last and that waits for its hour, where it is `due` by then.

    Or one that has gone out since then, unless they have begun another one meanwhile: then they speak of that.
    """
    mine = or_(
        post.c.author_id == person_id,
        exists().where(audit.c.post_id == post.c.id, audit.c.person_id == person_id, audit.c.action == Action.SCHEDULE),
    )
    waits = and_(post.c.state == PostState.SCHEDULED, *([post.c.due_at <= due] if due else []))
    later = post.alias("later")
    begun = exists().where(
        later.c.author_id == person_id,
        later.c.state.in_([PostState.DRAFT, PostState.RETURNED]),
        later.c.created_at > post.c.published_at,
    )
    went = and_(post.c.state == PostState.PUBLISHED, post.c.published_at >= gone, ~begun) if gone else false()
    found = await load_posts(connection, mine, or_(waits, went), newest=post.c.updated_at, limit=1)
    return found[0] if found else None


async def find_typed(connection: AsyncConnection, author_id: int, message_id: str) -> Post | None:
    """The newest post of an author that was typed in a message of theirs."""
    found = await load_posts(
        connection, post.c.author_id == author_id, post.c.message_id == message_id, newest=post.c.id, limit=1
    )
    return found[0] if found else None


async def find_said(
    connection: AsyncConnection, viewer: Viewer, body: str, *, besides: int | None
) -> tuple[PostNumber | None, datetime | None] | None:
    """The newest post but `besides` that says a text word for word, with its number and the moment it went out.

    It is out and this viewer may see it, or theirs and on its way out: then it has neither.
    """
    out = newest(select(post.c.id).where(visible(viewer)), _MOST_SAID)
    going = select(post.c.id).where(
        post.c.state.in_(GOING), post.c.author_id == viewer.person_id, post.c.corrects_id.is_(None)
    )
    # Read as stored, and only where it can be the same: a text may be long.
    alike = func.length(revision.c.body).between(len(body) * 9 // 10, len(body) * 11 // 10 + 1)
    rows = await connection.execute(
        select(post.c.audience, post.c.number, post.c.published_at, revision.c.body)
        .join(revision, revision.c.id == post.c.revision_id)
        .where(post.c.id.in_(union_all(select(out.c.id), going)), post.c.id != (besides or 0), alike)
        .order_by(post.c.number.is_(None), *NEWEST)
    )
    words = fold_words(body)
    for row in rows:
        if fold_words(row.body) == words:
            return PostNumber(Audience(row.audience), row.number) if row.number else None, row.published_at
    return None


async def find_correction(connection: AsyncConnection, post_id: int) -> int | None:
    """The correction of a post that is on its way."""
    found: int | None = await connection.scalar(
        select(post.c.id).where(post.c.corrects_id == post_id, post.c.state.in_(OPEN)).order_by(post.c.id).limit(1)
    )
    return found


async def adopt_revision(
    connection: AsyncConnection, correction: Post, corrected: Post, *, change: Correction, changes: Sequence[str]
) -> None:
    """Make a correction's revision the newest one of the post that it corrects; the caller makes it the current one."""
    await connection.execute(
        update(revision)
        .where(revision.c.id == correction.revision_id)
        .values(post_id=corrected.id, number=corrected.revision + 1, change=change, changes=list(changes))
    )


async def set_change(connection: AsyncConnection, revision_id: int, change: Correction | None) -> None:
    """Note how a correction is to be told, where its author chose."""
    await connection.execute(update(revision).where(revision.c.id == revision_id).values(change=change))


async def find_revision(connection: AsyncConnection, post_id: int, number: int) -> Post | None:
    """A post on its way as it stood in an earlier revision."""
    revision_id = await connection.scalar(
        select(revision.c.id).where(revision.c.post_id == post_id, revision.c.number == number)
    )
    return await load_post_of_revision(connection, revision_id) if revision_id is not None else None


# --- what the clock does --------------------------------------------------------------------------------------------


_MOMENTS = {
    PostState.SCHEDULED: post.c.due_at,
    PostState.PENDING: post.c.remind_at,
    PostState.PUBLISHED: post.c.expires_at,
}
"""What a post in each state waits for: it goes out, its approvers are reminded, it ends."""

MOST_DUE = 50


async def list_due(connection: AsyncConnection, state: PostState, now: datetime) -> list[int]:
    """Posts in a state that have something to do by itself now, oldest first."""
    came = and_(post.c.state == state, _MOMENTS[state] <= now)
    return list(await connection.scalars(select(post.c.id).where(came).order_by(post.c.id).limit(MOST_DUE)))
