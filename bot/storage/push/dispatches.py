"""Dispatches: one push each, with a delivery row a person; how far they are, and how they are held and let go."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, exists, func, insert, literal, not_, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import (
    FAR,
    NEEDLESS,
    PUSHES,
    DeliveryState,
    DispatchKind,
    DispatchState,
    NewDispatch,
    Progress,
    Recipients,
)
from bot.domain.posts import Audience, PostNumber, PostState
from bot.storage import broadcasts
from bot.storage.push import fanout
from bot.storage.tables import (
    delivery,
    dispatch,
    post,
    revision,
)

ENDED_BADLY = (DeliveryState.FAILED, DeliveryState.CANCELLED)
PARKED = 100
"""Added to the lane of a paused push's rows."""


async def insert_dispatch(connection: AsyncConnection, new: NewDispatch, to: Recipients) -> tuple[int, int]:
    """Write one push and a delivery row per person addressed, and per channel; returns (dispatch id, people)."""
    dispatch_id = await insert_bare_dispatch(connection, new)
    addressed = fanout.people_addressed(to)
    rows = await fanout.insert_rows(connection, dispatch_id, new.lane, new.at, addressed, new.waits)
    return dispatch_id, rows - len(await broadcasts.list_copies(connection, dispatch_id))


async def insert_bare_dispatch(connection: AsyncConnection, new: NewDispatch) -> int:
    """Write a dispatch without any row yet."""
    route, chat_id = new.progress_to or (None, None)
    dispatch_id: int = (
        await connection.execute(
            insert(dispatch)
            .values(
                revision_id=new.revision_id,
                content=new.content,
                audience=new.audience,
                kind=new.kind,
                lane=int(new.lane),
                state=DispatchState.RUNNING,
                words=new.said.words if new.said else None,
                follow_up=new.said.follow_up if new.said else None,
                paid=new.paid,
                promised_at=new.promised_at,
                created_at=new.at,
                progress_route=route,
                progress_chat_id=chat_id,
                progress_at=new.at,
            )
            .returning(dispatch.c.id)
        )
    ).scalar_one()
    return dispatch_id


_MINE = delivery.c.dispatch_id == dispatch.c.id
_UNFINISHED = exists().where(_MINE, delivery.c.state.in_([DeliveryState.QUEUED, DeliveryState.SENDING]))
_HOLDS = exists().where(_MINE, delivery.c.state == DeliveryState.HELD)
# Its hour has come: it waits for the digest that tells it, which is on its way.
_TOLD = exists().where(_MINE, delivery.c.state == DeliveryState.HELD, delivery.c.digest_id.is_not(None))
_OVER = (
    not_(_UNFINISHED),
    not_(_TOLD),
    # One that is held ends with its last held row, whoever ended that: a person who is erased ends theirs.
    or_(
        dispatch.c.state == DispatchState.RUNNING,
        and_(dispatch.c.state == DispatchState.HELD, not_(_HOLDS)),
    ),
)


async def list_over(connection: AsyncConnection) -> list[int]:
    """Dispatches that run and have no row waiting or on the wire anywhere, and held ones that hold nothing any more."""
    return list(await connection.scalars(select(dispatch.c.id).where(*_OVER)))


async def finish_dispatches(connection: AsyncConnection, now: datetime, dispatch_ids: Sequence[int]) -> list[int]:
    """End those of these dispatches that `list_over` would name; returns their ids.

    They are done, or held where the hours of some people are still ahead.
    """
    rows = await connection.scalars(
        update(dispatch)
        .where(dispatch.c.id.in_(dispatch_ids), *_OVER)
        .values(
            state=case((_HOLDS, str(DispatchState.HELD)), else_=str(DispatchState.DONE)),
            finished_at=case((_HOLDS, None), else_=literal(now, dispatch.c.finished_at.type)),
        )
        .returning(dispatch.c.id)
    )
    return list(rows)


async def lock_state(connection: AsyncConnection, dispatch_id: int) -> DispatchState:
    """A dispatch's state, which nobody else changes until the transaction ends."""
    state = await connection.scalar(select(dispatch.c.state).where(dispatch.c.id == dispatch_id).with_for_update())
    return DispatchState(str(state))


async def take_progress_due(connection: AsyncConnection, now: datetime, drawn_before: datetime) -> list[int]:
    """Running dispatches whose live line was last drawn before that moment; whoever gets one draws it."""
    rows = await connection.scalars(
        update(dispatch)
        .where(
            dispatch.c.state == DispatchState.RUNNING,
            dispatch.c.progress_chat_id.is_not(None),
            # One in the future was drawn before the clock was set back.
            or_(dispatch.c.progress_at <= drawn_before, dispatch.c.progress_at > now + FAR),
        )
        .values(progress_at=now)
        .returning(dispatch.c.id)
    )
    return list(rows)


async def load_progress(connection: AsyncConnection, dispatch_id: int) -> Progress:
    """Count a dispatch's rows by state, and its failures by reason; of channels, say what became of each."""
    row = (
        await connection.execute(
            select(dispatch, post.c.id.label("post_id"), post.c.audience.label("post_audience"), post.c.number)
            .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
            .outerjoin(post, post.c.id == revision.c.post_id)
            .where(dispatch.c.id == dispatch_id)
        )
    ).one()
    mine = delivery.c.dispatch_id == dispatch_id
    counted = await connection.execute(select(delivery.c.state, func.count()).where(mine).group_by(delivery.c.state))
    counts = Counter({state: count for state, count in counted})  # noqa: C416 - rows are no pairs to mypy
    aired = await broadcasts.list_copies(connection, dispatch_id)
    # Taken off afterwards: to leave them out of what is counted would cost a look at each of a million people.
    counts.subtract(one.state for one in aired)
    ended = (
        await connection.execute(
            select(delivery.c.state, delivery.c.error, func.count())
            .where(mine, delivery.c.state.in_(ENDED_BADLY))
            .group_by(delivery.c.state, delivery.c.error)
            .order_by(func.count().desc(), delivery.c.error)
        )
    ).all()
    why = Counter({(state, error): rows for state, error, rows in ended})
    why.subtract((one.state, one.error) for one in aired)
    reasons = [(state, error, rows) for (state, error), rows in why.items() if rows > 0]
    needless = sum(rows for _, error, rows in reasons if error in NEEDLESS)
    repeated = await connection.scalar(
        # The number stands in the text: an index for these rows alone is not used for one that is handed in.
        select(func.count()).where(mine, delivery.c.state == DeliveryState.SENT, text("maybe_sent + released > 0"))
    )
    return Progress(
        dispatch_id=dispatch_id,
        kind=DispatchKind(row.kind),
        state=DispatchState(row.state),
        total=sum(counts.values()) - needless,
        sent=counts.get(DeliveryState.SENT, 0),
        held=counts.get(DeliveryState.HELD, 0),
        waiting=counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.SENDING, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        uncertain=counts.get(DeliveryState.UNCERTAIN, 0),
        cancelled=counts.get(DeliveryState.CANCELLED, 0) - needless,
        repeated=(repeated or 0) - sum(one.tried and one.state is DeliveryState.SENT for one in aired),
        twins=0 if row.kind in PUSHES or row.post_id is None else await _count_twins(connection, row),
        reasons=tuple((error or "", rows) for state, error, rows in reasons if state == DeliveryState.FAILED),
        stopped=tuple(
            (error or "", rows)
            for state, error, rows in reasons
            if state == DeliveryState.CANCELLED and error not in NEEDLESS
        ),
        created_at=row.created_at,
        promised_at=row.promised_at,
        finished_at=row.finished_at,
        note=row.note,
        route=row.progress_route,
        chat_id=row.progress_chat_id,
        number=str(PostNumber(Audience(row.post_audience), row.number)) if row.number is not None else "",
        aired=tuple(one for one in aired if one.error not in NEEDLESS),
    )


async def _count_twins(connection: AsyncConnection, change: Any) -> int:
    """How many people may hold a copy of a change's post that was sent before it, and of which no message is known.

    Of a copy that was tried twice one message is known at most; a try after the change is counted too where the push
    had begun before.
    """
    pushes = (
        select(dispatch.c.id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .where(
            revision.c.post_id == change.post_id, dispatch.c.kind.in_(PUSHES), dispatch.c.created_at < change.created_at
        )
    )
    may = [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN]
    count = await connection.scalar(
        select(func.count(delivery.c.person_id.distinct())).where(
            delivery.c.dispatch_id.in_(pushes),
            delivery.c.state.in_(may),
            text("maybe_sent + released > 0"),
            delivery.c.person_id.not_in(broadcasts.broadcast_ids()),
        )
    )
    return count or 0


async def list_post_dispatches(connection: AsyncConnection, post_id: int) -> list[int]:
    """Every dispatch of a post, the newest first, locked until the transaction ends."""
    found = await connection.scalars(
        select(dispatch.c.id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .where(revision.c.post_id == post_id)
        .order_by(dispatch.c.id.desc())
        .with_for_update(of=dispatch)
    )
    return list(found)


async def set_dispatch_state(
    connection: AsyncConnection, dispatch_id: int, state: DispatchState, *, note: str | None = None
) -> None:
    """Move a dispatch to another state, with why."""
    await connection.execute(
        update(dispatch).where(dispatch.c.id == dispatch_id).values(state=state, note=note, finished_at=None)
    )


def _waiting(dispatch_id: int) -> Any:
    """A push's rows that wait, without those that a claim holds at this moment: they count as on the wire.

    Waiting for them could be for ever: that claim may wait for the address of the official whose transaction this is.
    """
    return (
        select(delivery.c.id)
        .where(delivery.c.dispatch_id == dispatch_id, delivery.c.state.in_([DeliveryState.QUEUED, DeliveryState.HELD]))
        .with_for_update(skip_locked=True)
    )


async def park_rows(connection: AsyncConnection, dispatch_id: int) -> None:
    """Take a dispatch's waiting rows out of the lanes that workers look at: a pause must not slow other claims."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(_waiting(dispatch_id)), delivery.c.lane < PARKED)
        .values(lane=delivery.c.lane + PARKED)
    )


async def unpark_rows(connection: AsyncConnection, dispatch_id: int) -> None:
    """Put parked rows back in their lane."""
    await connection.execute(
        update(delivery)
        .where(delivery.c.dispatch_id == dispatch_id, delivery.c.lane >= PARKED)
        .values(lane=delivery.c.lane - PARKED)
    )


async def cancel_rows(connection: AsyncConnection, dispatch_id: int, now: datetime, reason: str = "cancelled") -> int:
    """End every row that still waits; what is on the wire finishes.

    One that was tried before may have arrived: nobody knows, and a withdrawal must reach it.
    """
    tried = delivery.c.maybe_sent + delivery.c.released > 0
    cancelled = await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_(_waiting(dispatch_id)))
        .values(
            state=case((tried, str(DeliveryState.UNCERTAIN)), else_=str(DeliveryState.CANCELLED)),
            error=reason,
            finished_at=now,
        )
    )
    return cancelled.rowcount


async def raise_alarm(connection: AsyncConnection, dispatch_id: int) -> bool:
    """Note that too many failures were reported; False where they were before, so that it is said once."""
    raised = await connection.execute(
        update(dispatch).where(dispatch.c.id == dispatch_id, dispatch.c.alarmed.is_(False)).values(alarmed=True)
    )
    return raised.rowcount > 0


async def list_unsent(connection: AsyncConnection, published_after: datetime) -> list[int]:
    """Posts that were published but have no push at all; publishing writes both at once, so there should be none."""
    rows = await connection.scalars(
        select(post.c.id).where(
            post.c.state == PostState.PUBLISHED,
            post.c.published_at > published_after,
            not_(
                exists().where(
                    revision.c.post_id == post.c.id,
                    dispatch.c.revision_id == revision.c.id,
                    dispatch.c.kind == DispatchKind.NEW,
                )
            ),
        )
    )
    return list(rows)


async def list_troubled(connection: AsyncConnection, rows: int) -> list[int]:
    """Running pushes with at least so many rows that did not arrive, of which nobody was told yet."""
    bad = (
        select(func.count())
        .where(
            delivery.c.dispatch_id == dispatch.c.id,
            delivery.c.state.in_([DeliveryState.FAILED, DeliveryState.UNCERTAIN]),
        )
        .scalar_subquery()
    )
    found = await connection.scalars(
        select(dispatch.c.id).where(
            dispatch.c.state == DispatchState.RUNNING, dispatch.c.alarmed.is_(False), bad >= rows
        )
    )
    return list(found)


async def list_running(
    connection: AsyncConnection, states: Collection[DispatchState] = (DispatchState.RUNNING,)
) -> list[int]:
    """Every push under way, or in other `states`."""
    return list(await connection.scalars(select(dispatch.c.id).where(dispatch.c.state.in_(states))))


async def pause_running(connection: AsyncConnection, note: str) -> int:
    """Pause every push that is under way or ahead: after a restore nobody knows what went out in the meantime."""
    running = await list_running(connection, (DispatchState.RUNNING, DispatchState.HELD))
    for dispatch_id in running:
        await set_dispatch_state(connection, dispatch_id, DispatchState.PAUSED, note=note)
        await park_rows(connection, dispatch_id)
    return len(running)
