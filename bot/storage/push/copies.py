"""Changes of what was delivered: rows about copies, written, made needless, and looked at when they are claimed.

A copy is a push's delivery that put a message into somebody's chat. An edit, a notice, a withdrawal or an all-clear has
a row for each copy of its post, and none for anybody else. A sweep has one for each message of one notice or all-clear,
as if that were the copy: people are counted by their copies alone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, exists, func, insert, literal, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import (
    BESIDE,
    MENDS,
    PUSHES,
    SAYS,
    DeliveryState,
    DispatchKind,
    DispatchState,
    Lane,
    NewDispatch,
)
from bot.storage import broadcasts
from bot.storage.push import dispatches
from bot.storage.tables import delivery, dispatch, pace, revision


async def lock_pushes(connection: AsyncConnection) -> None:
    """Let nobody claim until the transaction ends, before anything below is done: whoever claims holds the pace.

    So that what goes out is either a copy already, or still waits and goes out with what this transaction writes.
    """
    await connection.execute(select(pace.c.token).order_by(pace.c.token).with_for_update())


def _of_post(post_id: int, kinds: Collection[DispatchKind]) -> Any:
    return (
        select(dispatch.c.id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .where(revision.c.post_id == post_id, dispatch.c.kind.in_(kinds))
    )


async def insert_change(
    connection: AsyncConnection,
    post_id: int,
    new: NewDispatch,
    *,
    about: int | None = None,
    editable_routes: Collection[str] | None = None,
    uncertain: bool = False,
    until: datetime | None = None,
) -> tuple[int, int]:
    """Write one change and a row for every copy of the post, or for every message of the dispatch it is `about`.

    Returns (dispatch id, people). The rows are held `until` that moment, where one is given. In a channel stands one
    message a post: it is changed in place, and no word beside it says so.

    Copies on the wire count: what becomes of them is seen when the row is claimed. So do, with `uncertain`, those of
    which nobody knows whether they arrived. `editable_routes` narrows to copies on these routes.
    """
    dispatch_id = await dispatches.insert_bare_dispatch(connection, new)
    states = [DeliveryState.SENT, DeliveryState.SENDING, *([DeliveryState.UNCERTAIN] if uncertain else [])]
    copies: list[ColumnElement[bool]] = [
        delivery.c.dispatch_id.in_(_of_post(post_id, PUSHES) if about is None else [about]),
        delivery.c.state.in_(states),
        delivery.c.person_id.is_not(None),
    ]
    if editable_routes is not None:
        copies.append(delivery.c.route.in_(editable_routes))
    if new.kind in BESIDE:
        copies.append(delivery.c.person_id.not_in(broadcasts.broadcast_ids()))
    inserted = await connection.execute(
        insert(delivery).from_select(
            ["dispatch_id", "person_id", "copy_id", "route", "lane", "state", "attempts", "not_before"],
            # Nobody has two copies of a post; if it were so, a correction must not fail for it.
            select(
                literal(dispatch_id),
                delivery.c.person_id,
                func.max(delivery.c.id),
                func.max(delivery.c.route),
                literal(int(new.lane)),
                literal(str(DeliveryState.HELD if until else DeliveryState.QUEUED)),
                literal(0),
                literal(until or new.at, delivery.c.not_before.type),
            )
            .where(*copies)
            .group_by(delivery.c.person_id)
            .order_by(func.max(delivery.c.id)),
        ),
        execution_options={"preserve_rowcount": True},
    )
    return dispatch_id, inserted.rowcount - len(await broadcasts.list_copies(connection, dispatch_id))


async def drop_line(connection: AsyncConnection, dispatch_id: int) -> None:
    """Let nobody be told how far a dispatch has come."""
    await connection.execute(
        update(dispatch).where(dispatch.c.id == dispatch_id).values(progress_route=None, progress_chat_id=None)
    )


async def list_said(connection: AsyncConnection, post_id: int) -> list[int]:
    """The notices and all-clears of a post, the oldest first: what stands in chats beside its copies."""
    return list(await connection.scalars(_of_post(post_id, SAYS).order_by(dispatch.c.id)))


async def repoint_pushes(connection: AsyncConnection, post_id: int, revision_id: int) -> None:
    """Let the pushes of a post send this revision from now on: who has not got it yet gets the new text only."""
    pushes = _of_post(post_id, PUSHES)
    await connection.execute(update(dispatch).where(dispatch.c.id.in_(pushes)).values(revision_id=revision_id))


async def end_dispatches(
    connection: AsyncConnection,
    post_id: int,
    kinds: Collection[DispatchKind],
    reason: str,
    now: datetime,
    *,
    states: Collection[DispatchState] = (DispatchState.RUNNING, DispatchState.HELD, DispatchState.PAUSED),
) -> list[int]:
    """End what stands in these `states` of these kinds and say why; what is on the wire finishes.

    Returns the dispatches.
    """
    ended = list(await connection.scalars(_of_post(post_id, kinds).where(dispatch.c.state.in_(states))))
    for dispatch_id in ended:
        await dispatches.set_dispatch_state(connection, dispatch_id, DispatchState.CANCELLED, note=reason)
        await dispatches.cancel_rows(connection, dispatch_id, now, reason)
    return ended


# --- who holds a copy ----------------------------------------------------------------------------------------------


async def requeue_failed(connection: AsyncConnection, dispatch_id: int, now: datetime) -> int:
    """Give those who failed a new round of tries; nobody else gets anything.

    An edit of which nobody knows whether it arrived is repeated too: it does no harm. A new post is not sent to
    somebody who has it meanwhile as the sample of a new subscription.
    """
    row = (
        await connection.execute(
            select(dispatch.c.kind, revision.c.post_id)
            .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
            .where(dispatch.c.id == dispatch_id)
        )
    ).one()
    states = [DeliveryState.FAILED, *([DeliveryState.UNCERTAIN] if row.kind in MENDS else [])]
    wanted: list[ColumnElement[bool]] = [delivery.c.dispatch_id == dispatch_id, delivery.c.state.in_(states)]
    if row.kind in PUSHES and row.post_id is not None:
        wanted.append(not_(holds_copy(row.post_id, delivery.c.person_id)))
    requeued = await connection.execute(
        update(delivery)
        .where(*wanted)
        .values(
            state=DeliveryState.QUEUED,
            attempts=0,
            not_before=now,
            error=None,
            plain=False,
            finished_at=None,
            throttled_at=None,
            digest_id=None,
        )
    )
    return requeued.rowcount


async def count_copies(connection: AsyncConnection, post_id: int, editable_routes: Collection[str]) -> tuple[int, int]:
    """How many people hold a copy of a post, and how many of them on other routes than `editable_routes`."""
    fixed = case((delivery.c.route.in_(editable_routes), 0), else_=1)
    pushed = delivery.c.dispatch_id.in_(_of_post(post_id, PUSHES))
    row = (
        await connection.execute(
            select(func.count(), func.coalesce(func.sum(fixed), 0))
            .select_from(delivery)
            .where(
                pushed,
                delivery.c.state == DeliveryState.SENT,
                # Where they are compared with, nobody is null: who was erased still had their copy.
                or_(delivery.c.person_id.is_(None), delivery.c.person_id.not_in(broadcasts.broadcast_ids())),
            )
        )
    ).one()
    return row[0], row[1]


def holds_copy(post_id: int, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a person has a copy of a post, may have it, or is about to get it."""
    copy, push, shown = delivery.alias("copy"), dispatch.alias("push"), revision.alias("shown")
    has = [state for state in DeliveryState if state not in (DeliveryState.FAILED, DeliveryState.CANCELLED)]
    return exists(
        select(copy.c.id)
        .join(push, push.c.id == copy.c.dispatch_id)
        .join(shown, shown.c.id == push.c.revision_id)
        .where(
            copy.c.person_id == person_id, copy.c.state.in_(has), push.c.kind.in_(PUSHES), shown.c.post_id == post_id
        )
    )


# --- samples ------------------------------------------------------------------------------------------------------


async def insert_sample(
    connection: AsyncConnection, *, post_id: int, revision_id: int, person_id: int, route: str, at: datetime
) -> bool:
    """Send a post, from `at` on, to somebody who has just subscribed; False where they have it already.

    All samples of a post are one dispatch, without a live line.
    """
    has = holds_copy(post_id, literal(person_id, delivery.c.person_id.type))
    if await connection.scalar(select(has)):
        return False
    mine = _of_post(post_id, [DispatchKind.SAMPLE]).where(dispatch.c.state != DispatchState.CANCELLED)
    dispatch_id: int | None = await connection.scalar(mine.order_by(dispatch.c.id).limit(1))
    if dispatch_id is None:
        new = NewDispatch(DispatchKind.SAMPLE, Lane.CHANGE, at, revision_id)
        dispatch_id = await dispatches.insert_bare_dispatch(connection, new)
    else:
        await dispatches.set_dispatch_state(connection, dispatch_id, DispatchState.RUNNING)
        await dispatches.unpark_rows(connection, dispatch_id)
    values = {
        "route": route,
        "lane": int(Lane.CHANGE),
        "state": DeliveryState.QUEUED,
        "attempts": 0,
        "not_before": at,
        "error": None,
        "plain": False,
        "finished_at": None,
        "throttled_at": None,
        "digest_id": None,
    }
    again = await connection.execute(
        update(delivery).where(delivery.c.dispatch_id == dispatch_id, delivery.c.person_id == person_id).values(values)
    )
    if not again.rowcount:
        await connection.execute(insert(delivery).values(dispatch_id=dispatch_id, person_id=person_id, **values))
    return True


# --- what copies show ---------------------------------------------------------------------------------------------


async def end_needless(connection: AsyncConnection, copy_ids: Sequence[int]) -> None:
    """End the corrections that wait for copies which go out anew, with the new text."""
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.copy_id.in_(copy_ids),
            delivery.c.state == DeliveryState.QUEUED,
            delivery.c.dispatch_id.in_(
                select(dispatch.c.id).where(dispatch.c.kind.in_([DispatchKind.EDIT, DispatchKind.NOTICE]))
            ),
        )
        .values(state=DeliveryState.CANCELLED, error="up-to-date")
    )


_held = delivery.alias("held")
_SHOW = (
    update(delivery)
    .where(
        delivery.c.id == bindparam("shown_on"),
        exists().where(
            _held.c.id == bindparam("row_id"),
            _held.c.claim == bindparam("row_claim"),
            _held.c.state == DeliveryState.SENDING,
        ),
    )
    .values(revision_id=bindparam("shows"), photo_id=bindparam("picture", type_=delivery.c.photo_id.type))
)


async def note_shown(connection: AsyncConnection, edits: Sequence[dict[str, Any]]) -> None:
    """Note which revision and picture copies show now that rows still held under their claim have edited them."""
    await connection.execute(_SHOW, list(edits))
