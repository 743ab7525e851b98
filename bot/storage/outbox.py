"""The outbox: dispatches, deliveries, and the pace they go out at.

A claim is one transaction that reserves instants from the token's pace and takes as many rows under a lease.
Whoever finishes a row must still hold its claim; a late finisher changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import DeliveryState, DispatchKind, DispatchState, Lane, Progress
from bot.domain.people import Role
from bot.domain.posts import Audience, PostNumber
from bot.storage.tables import (
    address,
    delivery,
    dispatch,
    pace,
    person,
    person_area,
    person_topic,
    post,
    revision,
)

LANES = tuple(Lane)
FINAL = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery row that this process may send at `at`, until its lease ends.

    A push has `revision_id` and no content; a reply has `content`. `edit` is the message to change in place.
    """

    id: int
    claim: str
    route: str
    chat_id: str
    at: datetime
    lease_until: datetime
    attempts: int
    error: str | None
    dispatch_id: int | None = None
    revision_id: int | None = None
    content: dict[str, Any] | None = None
    edit: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a claimed row."""

    id: int
    claim: str
    state: DeliveryState
    attempts: int
    not_before: datetime
    message_id: str | None = None
    error: str | None = None


def _insert_or_ignore(connection: AsyncConnection, table: Any) -> Any:
    maker = postgresql.insert if connection.dialect.name == "postgresql" else sqlite_dialect.insert
    return maker(table).on_conflict_do_nothing()


# --- publishing -----------------------------------------------------------------------------------------------


def _addressed(audience: Audience, topic_ids: Sequence[int], area_ids: Sequence[int]) -> Select[Any]:
    """Persons a post is meant for, each with the address it goes to.

    A post without topics goes to everyone, and so does one without areas; a person who chose no area wants all.
    """
    wanted: list[ColumnElement[bool]] = [person.c.subscribed]
    if audience is Audience.CADRES:
        wanted += [person.c.role >= int(Role.CADRE), person.c.kind == "private"]
    if topic_ids:
        wanted.append(exists().where(person_topic.c.person_id == person.c.id, person_topic.c.topic_id.in_(topic_ids)))
    if area_ids:
        chosen = exists().where(person_area.c.person_id == person.c.id)
        matching = exists().where(person_area.c.person_id == person.c.id, person_area.c.area_id.in_(area_ids))
        wanted.append(or_(not_(chosen), matching))
    return (
        select(person.c.id, address.c.route)
        .join(address, and_(address.c.person_id == person.c.id, address.c.preferred, address.c.active))
        .where(*wanted)
    )


async def count_addressed(
    connection: AsyncConnection, audience: Audience, topic_ids: Sequence[int], area_ids: Sequence[int] = ()
) -> dict[str, int]:
    """How many persons a post would reach, by route."""
    rows = _addressed(audience, topic_ids, area_ids).subquery()
    result = await connection.execute(select(rows.c.route, func.count()).group_by(rows.c.route))
    return {route: count for route, count in result}  # noqa: C416 - rows are no pairs to mypy


async def insert_dispatch(
    connection: AsyncConnection,
    *,
    revision_id: int,
    kind: DispatchKind,
    lane: Lane,
    audience: Audience,
    topic_ids: Sequence[int],
    area_ids: Sequence[int] = (),
    progress_to: tuple[str, str] | None,
    promised_at: datetime | None,
    now: datetime,
) -> tuple[int, int]:
    """Write one push and a delivery row per person addressed; returns (dispatch id, rows)."""
    dispatch_id: int = (
        await connection.execute(
            insert(dispatch)
            .values(
                revision_id=revision_id,
                kind=kind,
                lane=int(lane),
                state=DispatchState.RUNNING,
                promised_at=promised_at,
                created_at=now,
                progress_route=progress_to[0] if progress_to else None,
                progress_chat_id=progress_to[1] if progress_to else None,
                progress_at=now,
            )
            .returning(dispatch.c.id)
        )
    ).scalar_one()
    rows = _addressed(audience, topic_ids, area_ids).subquery()
    inserted = await connection.execute(
        insert(delivery).from_select(
            ["dispatch_id", "person_id", "route", "lane", "state", "attempts", "not_before"],
            select(
                literal(dispatch_id),
                rows.c.id,
                rows.c.route,
                literal(int(lane)),
                literal(str(DeliveryState.QUEUED)),
                literal(0),
                literal(now, delivery.c.not_before.type),
            ),
        ),
        execution_options={"preserve_rowcount": True},
    )
    return dispatch_id, inserted.rowcount


# --- pace -----------------------------------------------------------------------------------------------------


async def ensure_pace(connection: AsyncConnection, route: str, now: datetime) -> None:
    """Make sure that the token has its row."""
    await connection.execute(_insert_or_ignore(connection, pace).values(token=route, next_at=now))


async def lock_pace(connection: AsyncConnection, route: str) -> tuple[datetime, datetime | None]:
    """The token's next free instant and the end of its pause, locked until the transaction ends."""
    row = (
        await connection.execute(
            select(pace.c.next_at, pace.c.paused_until).where(pace.c.token == route).with_for_update()
        )
    ).one()
    return row.next_at, row.paused_until


async def set_next_at(connection: AsyncConnection, route: str, next_at: datetime) -> None:
    """Move the token's next free instant."""
    await connection.execute(update(pace).where(pace.c.token == route).values(next_at=next_at))


async def pause_token(connection: AsyncConnection, route: str, until: datetime, reason: str) -> None:
    """Let nobody send on this token before `until`; a longer pause that already holds stays."""
    longer = or_(pace.c.paused_until.is_(None), pace.c.paused_until < until)
    await connection.execute(
        update(pace).where(pace.c.token == route, longer).values(paused_until=until, pause_reason=reason)
    )


# --- claiming -------------------------------------------------------------------------------------------------


async def claim_rows(
    connection: AsyncConnection,
    *,
    route: str,
    lanes: Sequence[Lane],
    claim: str,
    now: datetime,
    lease_until: datetime,
    limit: int,
) -> list[int]:
    """Take up to `limit` waiting rows under a lease, urgent lanes first; attempts count from here, not from success.

    Counting at the claim lets a row that kills its process reach the end of its tries.
    """
    # A paused dispatch keeps its rows queued, so the lane's index still holds them: they are passed over here.
    runs = or_(
        delivery.c.dispatch_id.is_(None),
        exists().where(dispatch.c.id == delivery.c.dispatch_id, dispatch.c.state == DispatchState.RUNNING),
    )
    taken: list[int] = []
    for lane in lanes:
        if len(taken) >= limit:
            break
        waiting = (
            select(delivery.c.id)
            .where(
                delivery.c.route == route,
                delivery.c.lane == int(lane),
                delivery.c.state == DeliveryState.QUEUED,
                delivery.c.not_before <= now,
                or_(delivery.c.expires_at.is_(None), delivery.c.expires_at > now),
                runs,
            )
            .order_by(delivery.c.not_before, delivery.c.id)
            .limit(limit - len(taken))
            .with_for_update(skip_locked=True, of=delivery)
        )
        ids = (await connection.scalars(waiting)).all()
        if ids:
            taken += ids
    if taken:
        await connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(taken))
            .values(state=DeliveryState.SENDING, claim=claim, lease_until=lease_until, attempts=delivery.c.attempts + 1)
        )
    return taken


async def load_claimed(
    connection: AsyncConnection, ids: Sequence[int], claim: str, at: Sequence[datetime], lease_until: datetime
) -> list[Claimed]:
    """Resolve claimed rows to what is sent where, dropping those who may no longer get it.

    Between publishing and claiming a person may have stopped, been erased, blocked the bot or lost the cadre
    role; the row then ends here, and nothing is sent.
    """
    preferred = and_(address.c.person_id == delivery.c.person_id, address.c.preferred)
    rows = await connection.execute(
        select(
            delivery.c.id,
            delivery.c.dispatch_id,
            delivery.c.route,
            delivery.c.chat_id,
            delivery.c.attempts,
            delivery.c.content,
            delivery.c.message_id,
            delivery.c.error,
            dispatch.c.revision_id,
            address.c.route.label("address_route"),
            address.c.chat_id.label("address_chat_id"),
            address.c.active,
            person.c.subscribed,
            person.c.role,
            person.c.kind,
            post.c.audience,
        )
        .select_from(delivery)
        .outerjoin(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
        .outerjoin(post, post.c.id == revision.c.post_id)
        .outerjoin(person, person.c.id == delivery.c.person_id)
        .outerjoin(address, preferred)
        .where(delivery.c.id.in_(ids))
    )
    found = {row.id: row for row in rows}
    claimed: list[Claimed] = []
    chosen: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for row_id in ids:
        row = found[row_id]
        chat_id = row.chat_id
        if row.dispatch_id is not None:
            cadre = row.role is not None and row.role >= int(Role.CADRE) and row.kind == "private"
            if row.subscribed is None or not row.subscribed or (row.audience == Audience.CADRES and not cadre):
                dropped.append({"row_id": row_id, "new_state": DeliveryState.CANCELLED, "why": "unsubscribed"})
                continue
            if not row.active:
                dropped.append({"row_id": row_id, "new_state": DeliveryState.FAILED, "why": "blocked"})
                continue
            if row.address_route != row.route:
                moved.append({"row_id": row_id, "new_route": row.address_route})
                continue
            chat_id = row.address_chat_id
            chosen.append({"row_id": row_id, "new_chat_id": chat_id})
        claimed.append(
            Claimed(
                id=row_id,
                claim=claim,
                route=row.route,
                chat_id=chat_id,
                at=at[len(claimed)],
                lease_until=lease_until,
                attempts=row.attempts,
                error=row.error,
                dispatch_id=row.dispatch_id,
                revision_id=row.revision_id,
                content=row.content,
                edit=row.message_id,
            )
        )
    this_row = delivery.c.id == bindparam("row_id")
    if chosen:
        await connection.execute(update(delivery).where(this_row).values(chat_id=bindparam("new_chat_id")), chosen)
    if dropped:
        await connection.execute(
            update(delivery)
            .where(this_row)
            .values(state=bindparam("new_state"), error=bindparam("why"), claim=None, lease_until=None),
            dropped,
        )
    if moved:
        await connection.execute(
            update(delivery)
            .where(this_row)
            .values(
                route=bindparam("new_route"),
                state=DeliveryState.QUEUED,
                claim=None,
                lease_until=None,
                attempts=delivery.c.attempts - 1,
            ),
            moved,
        )
    return claimed


# --- replies --------------------------------------------------------------------------------------------------


async def put_reply(
    connection: AsyncConnection,
    *,
    route: str,
    chat_id: str,
    content: dict[str, Any],
    edit: str | None = None,
    slot: str | None = None,
    claim: str | None = None,
    at: datetime,
    lease_until: datetime | None = None,
    expires_at: datetime | None,
) -> Claimed | None:
    """Write a reply, leased to this process when `claim` is given, else waiting until `at`.

    With a `slot` the row of that live line is used again and its message edited; if that row is being sent at
    this moment it is only marked, and goes out once more afterwards (None is returned).
    """
    values: dict[str, Any] = {
        "content": content,
        "lane": int(Lane.REPLY),
        "state": DeliveryState.SENDING if claim else DeliveryState.QUEUED,
        "attempts": 1 if claim else 0,
        "not_before": at,
        "expires_at": expires_at,
        "claim": claim,
        "lease_until": lease_until,
        "error": None,
        "finished_at": None,
    }
    if slot is not None:
        row = (
            await connection.execute(
                select(delivery.c.id, delivery.c.state, delivery.c.message_id)
                .where(delivery.c.route == route, delivery.c.chat_id == chat_id, delivery.c.slot == slot)
                .with_for_update()
            )
        ).one_or_none()
        if row is not None:
            this = update(delivery).where(delivery.c.id == row.id)
            if row.state == DeliveryState.SENDING:
                await connection.execute(this.values(content=content, dirty=True, expires_at=expires_at))
                return None
            await connection.execute(this.values(**values))
            return _reply_claimed(row.id, route, chat_id, content, row.message_id, claim, at, lease_until)
    row_id: int = (
        await connection.execute(
            insert(delivery)
            .values(route=route, chat_id=chat_id, slot=slot, message_id=edit, **values)
            .returning(delivery.c.id)
        )
    ).scalar_one()
    return _reply_claimed(row_id, route, chat_id, content, edit, claim, at, lease_until)


def _reply_claimed(
    row_id: int,
    route: str,
    chat_id: str,
    content: dict[str, Any],
    edit: str | None,
    claim: str | None,
    at: datetime,
    lease_until: datetime | None,
) -> Claimed | None:
    if claim is None or lease_until is None:
        return None
    return Claimed(row_id, claim, route, chat_id, at, lease_until, 1, None, content=content, edit=edit)


# --- outcomes -------------------------------------------------------------------------------------------------


async def record(connection: AsyncConnection, outcomes: Sequence[Recorded], now: datetime) -> None:
    """Store outcomes of rows that are still held under their claim; replies that are over are deleted."""
    if not outcomes:
        return
    # A live line whose text changed while it was on the wire goes out once more.
    again = and_(delivery.c.dirty, bindparam("is_final", type_=delivery.c.dirty.type))
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.id == bindparam("row_id"),
            delivery.c.claim == bindparam("row_claim"),
            delivery.c.state == DeliveryState.SENDING,
        )
        .values(
            state=case((again, str(DeliveryState.QUEUED)), else_=bindparam("new_state")),
            dirty=False,
            attempts=bindparam("new_attempts"),
            not_before=bindparam("new_not_before", type_=delivery.c.not_before.type),
            message_id=func.coalesce(bindparam("new_message_id"), delivery.c.message_id),
            error=bindparam("new_error"),
            finished_at=bindparam("new_finished_at", type_=delivery.c.finished_at.type),
            claim=None,
            lease_until=None,
        ),
        [
            {
                "row_id": one.id,
                "row_claim": one.claim,
                "new_state": str(one.state),
                "is_final": one.state in FINAL,
                "new_attempts": one.attempts,
                "new_not_before": one.not_before,
                "new_message_id": one.message_id,
                "new_error": one.error,
                "new_finished_at": now if one.state in FINAL else None,
            }
            for one in outcomes
        ],
    )
    await connection.execute(
        delete(delivery).where(
            delivery.c.id.in_([one.id for one in outcomes]),
            delivery.c.dispatch_id.is_(None),
            delivery.c.slot.is_(None),
            delivery.c.state.in_(FINAL),
        )
    )


# --- looking after ----------------------------------------------------------------------------------------------


async def release_expired(connection: AsyncConnection, now: datetime, max_attempts: int) -> int:
    """Put rows whose holder died back in the queue, or end them where all tries are used up."""
    expired = and_(delivery.c.state == DeliveryState.SENDING, delivery.c.lease_until < now)
    used_up = delivery.c.attempts >= max_attempts
    released = await connection.execute(
        update(delivery)
        .where(expired)
        .values(
            state=case((used_up, str(DeliveryState.FAILED)), else_=str(DeliveryState.QUEUED)),
            error=case((used_up, "gave-up"), else_="interrupted"),
            finished_at=case((used_up, literal(now, delivery.c.finished_at.type)), else_=None),
            claim=None,
            lease_until=None,
        )
    )
    return released.rowcount


async def delete_stale_replies(connection: AsyncConnection, now: datetime, lines_before: datetime) -> None:
    """Drop replies nobody waits for any more, and live lines that stopped moving long ago."""
    idle = delivery.c.state != DeliveryState.SENDING
    late = and_(delivery.c.slot.is_(None), delivery.c.expires_at < now)
    old_line = and_(delivery.c.slot.is_not(None), delivery.c.not_before < lines_before)
    await connection.execute(delete(delivery).where(delivery.c.dispatch_id.is_(None), idle, or_(late, old_line)))


async def has_running(connection: AsyncConnection, now: datetime) -> bool:
    """Whether any push is under way or any lease has ended: a cheap look before taking the write lock."""
    running = await connection.scalar(select(dispatch.c.id).where(dispatch.c.state == DispatchState.RUNNING).limit(1))
    if running is not None:
        return True
    expired = await connection.scalar(
        select(delivery.c.id).where(delivery.c.state == DeliveryState.SENDING, delivery.c.lease_until < now).limit(1)
    )
    return expired is not None


async def finish_dispatches(connection: AsyncConnection, now: datetime) -> list[int]:
    """Mark running dispatches done that have no row waiting or on the wire anywhere; returns their ids."""
    unfinished = exists().where(
        delivery.c.dispatch_id == dispatch.c.id,
        delivery.c.state.in_([DeliveryState.QUEUED, DeliveryState.SENDING]),
    )
    rows = await connection.scalars(
        update(dispatch)
        .where(dispatch.c.state == DispatchState.RUNNING, not_(unfinished))
        .values(state=DispatchState.DONE, finished_at=now)
        .returning(dispatch.c.id)
    )
    return list(rows)


async def list_progress_due(connection: AsyncConnection, drawn_before: datetime) -> list[int]:
    """Running dispatches whose live line was last drawn before that moment."""
    rows = await connection.scalars(
        select(dispatch.c.id).where(
            dispatch.c.state == DispatchState.RUNNING,
            dispatch.c.progress_chat_id.is_not(None),
            dispatch.c.progress_at <= drawn_before,
        )
    )
    return list(rows)


async def set_progress_drawn(connection: AsyncConnection, dispatch_id: int, now: datetime) -> None:
    """Note when the live line was drawn."""
    await connection.execute(update(dispatch).where(dispatch.c.id == dispatch_id).values(progress_at=now))


async def load_progress(connection: AsyncConnection, dispatch_id: int) -> Progress:
    """Count a dispatch's rows by state."""
    row = (
        await connection.execute(
            select(dispatch, post.c.audience, post.c.number)
            .join(revision, revision.c.id == dispatch.c.revision_id)
            .join(post, post.c.id == revision.c.post_id)
            .where(dispatch.c.id == dispatch_id)
        )
    ).one()
    counted = await connection.execute(
        select(delivery.c.state, func.count()).where(delivery.c.dispatch_id == dispatch_id).group_by(delivery.c.state)
    )
    counts = {state: count for state, count in counted}  # noqa: C416 - rows are no pairs to mypy
    waiting = counts.get(DeliveryState.QUEUED, 0) + counts.get(DeliveryState.SENDING, 0)
    return Progress(
        dispatch_id=dispatch_id,
        state=DispatchState(row.state),
        total=sum(counts.values()),
        sent=counts.get(DeliveryState.SENT, 0),
        waiting=waiting,
        failed=counts.get(DeliveryState.FAILED, 0),
        uncertain=counts.get(DeliveryState.UNCERTAIN, 0),
        cancelled=counts.get(DeliveryState.CANCELLED, 0),
        promised_at=row.promised_at,
        route=row.progress_route,
        chat_id=row.progress_chat_id,
        number=str(PostNumber(Audience(row.audience), row.number)),
    )


async def count_states(connection: AsyncConnection) -> dict[str, int]:
    """How many rows stand in each state that is not final: what the machine still has to do."""
    unfinished = [str(DeliveryState.QUEUED), str(DeliveryState.SENDING)]
    rows = await connection.execute(
        select(delivery.c.state, func.count()).where(delivery.c.state.in_(unfinished)).group_by(delivery.c.state)
    )
    return dict.fromkeys(unfinished, 0) | {state: count for state, count in rows}  # noqa: C416 - rows are no pairs


async def pause_running(connection: AsyncConnection, note: str) -> int:
    """Pause every push that is under way: after a restore nobody knows what went out in the meantime."""
    paused = await connection.execute(
        update(dispatch).where(dispatch.c.state == DispatchState.RUNNING).values(state=DispatchState.PAUSED, note=note)
    )
    return paused.rowcount
