"""What became of posts: their moves out of the audit, their revisions, how far each dispatch came, and the errata."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Action
from bot.domain.delivery import ASIDE, DispatchKind, Progress
from bot.domain.history import Erratum, Reached
from bot.domain.life import VISIBLE
from bot.domain.people import Viewer
from bot.domain.posts import Audience, Correction, PostNumber, PostState
from bot.storage.audit import insert_audit
from bot.storage.tables import audit, dispatch, person, post, revision, warning
from bot.storage.visibility import visible


@dataclass(frozen=True, slots=True)
class Written:
    """A revision's own facts: what it changed, who wrote it, and how many of its doubts were accepted by whom."""

    change: Correction | None
    changes: tuple[str, ...]
    author: str | None
    accepted: tuple[tuple[str, int], ...]


async def list_moves(
    connection: AsyncConnection,
    post_id: int,
    actions: Collection[Action],
    *,
    of_corrections: Collection[Action] = (),
    offset: int = 0,
    limit: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """What was done with a post and with the corrections that it has taken in, newest first.

    Rows of post_id, at, action, detail, name (None for the clock, and for somebody erased).
    """
    wanted = and_(audit.c.post_id == post_id, audit.c.action.in_(actions))
    if of_corrections:
        merged = select(post.c.id).where(post.c.state == PostState.MERGED, post.c.corrects_id == post_id)
        ids = [post_id, *await connection.scalars(merged)]
        # Not a nested OR of two lists of posts: that would not use the index.
        wanted = and_(
            audit.c.post_id.in_(ids),
            or_(
                and_(audit.c.post_id == post_id, audit.c.action.in_(actions)), audit.c.action.in_(list(of_corrections))
            ),
        )
    rows = await connection.execute(
        select(audit.c.post_id, audit.c.at, audit.c.action, audit.c.detail, person.c.name)
        .outerjoin(person, person.c.id == audit.c.person_id)
        .where(wanted)
        .order_by(audit.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all()


async def load_written(connection: AsyncConnection, post_id: int, numbers: Collection[int]) -> dict[int, Written]:
    """The revisions of a post with these numbers."""
    rows = (
        await connection.execute(
            select(revision.c.id, revision.c.number, revision.c.change, revision.c.changes, person.c.name)
            .outerjoin(person, person.c.id == revision.c.created_by)
            .where(revision.c.post_id == post_id, revision.c.number.in_(numbers))
        )
    ).all()
    accepted: dict[int, list[tuple[str, int]]] = {}
    for revision_id, name, count in await connection.execute(
        select(warning.c.revision_id, person.c.name, func.count())
        .outerjoin(person, person.c.id == warning.c.accepted_by)
        .where(warning.c.revision_id.in_([row.id for row in rows]), warning.c.accepted_at.is_not(None))
        .group_by(warning.c.revision_id, person.c.name)
        .order_by(warning.c.revision_id, person.c.name)
    ):
        accepted.setdefault(revision_id, []).append((name or "", count))
    return {
        row.number: Written(
            Correction(row.change) if row.change else None,
            tuple(row.changes or ()),
            row.name,
            tuple(accepted.get(row.id, ())),
        )
        for row in rows
    }


# --- how far a dispatch came ----------------------------------------------------------------------------------------


async def note_reached(connection: AsyncConnection, progress: Progress, now: datetime) -> None:
    """Note what a dispatch has come to now that it is done: counting its rows anew for every reader takes too long.

    36,000 rows take 10 to 20 ms. Not noted are samples, what was about nobody, and messages beside copies: what is told
    counts copies.
    """
    if progress.kind in (*ASIDE, DispatchKind.SWEEP) or not progress.total + progress.twins:
        return
    row = (
        await connection.execute(
            select(revision.c.post_id, revision.c.number)
            .join(dispatch, dispatch.c.revision_id == revision.c.id)
            .where(dispatch.c.id == progress.dispatch_id)
        )
    ).one_or_none()
    if row is None:
        # It was about no post, and has no place in any history.
        return
    await insert_audit(
        connection,
        at=now,
        person_id=None,
        action=Action.DISPATCH_DONE,
        post_id=row.post_id,
        detail={
            "dispatch": progress.dispatch_id,
            "kind": progress.kind,
            "revision": row.number,
            "sent": progress.sent,
            "total": progress.total,
            "blocked": dict(progress.reasons).get("blocked", 0),
            "twins": progress.twins,
        },
    )


async def list_reached(connection: AsyncConnection, post_id: int) -> dict[tuple[datetime, DispatchKind], Reached]:
    """What a post's dispatches have come to, by the moment at which each began: the moment of the move that began it.

    Of one that was taken up again the last count stands.
    """
    noted = await connection.scalars(
        select(audit.c.detail)
        .where(audit.c.post_id == post_id, audit.c.action == Action.DISPATCH_DONE)
        .order_by(audit.c.id)
    )
    found = {detail["dispatch"]: detail for detail in noted}
    begun = await connection.execute(select(dispatch.c.id, dispatch.c.created_at).where(dispatch.c.id.in_(found)))
    return {(at, reached.kind): reached for id_, at in begun for reached in (Reached.of(found[id_]),)}


# --- the errata -----------------------------------------------------------------------------------------------------


_BEGINS: dict[DispatchKind, Collection[PostState]] = {
    DispatchKind.NOTICE: VISIBLE,
    DispatchKind.WITHDRAWAL: (PostState.WITHDRAWN,),
}
"""What a correction of meaning, and a withdrawal, begin one of each, though nobody may have got the post."""


async def list_errata(
    connection: AsyncConnection, viewer: Viewer, *, since: datetime, until: datetime, offset: int, limit: int
) -> list[Erratum]:
    """What was corrected in its meaning, and what was withdrawn, from `since` on and before `until`, newest first.

    Of a post that was withdrawn only that is told.
    """
    current = revision.alias("current")
    # Kind by kind, as the index has them, and no further than is asked for.
    begun = [
        select(dispatch.c.id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .join(post, post.c.id == revision.c.post_id)
        .where(
            dispatch.c.kind == kind,
            dispatch.c.created_at >= since,
            dispatch.c.created_at < until,
            visible(viewer, states),
        )
        .order_by(dispatch.c.created_at.desc(), dispatch.c.id.desc())
        .limit(offset + limit)
        .subquery()
        for kind, states in _BEGINS.items()
    ]
    rows = await connection.execute(
        select(
            dispatch.c.created_at,
            dispatch.c.kind,
            dispatch.c.words,
            revision.c.changes,
            current.c.title,
            post.c.audience,
            post.c.number,
        )
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .join(post, post.c.id == revision.c.post_id)
        .join(current, current.c.id == post.c.revision_id)
        .where(dispatch.c.id.in_(union_all(*(select(one.c.id) for one in begun))))
        .order_by(dispatch.c.created_at.desc(), dispatch.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [_erratum(row) for row in rows]


def _erratum(row: Row[*tuple[Any, ...]]) -> Erratum:
    number = PostNumber(Audience(row.audience), row.number)
    if row.kind == DispatchKind.WITHDRAWAL:
        return Erratum(number, row.created_at, reason=row.words or "", withdrawn=True)
    return Erratum(number, row.created_at, title=row.title, changes=tuple(row.changes or ()))
