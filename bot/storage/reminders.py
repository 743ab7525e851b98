"""Who wants a word on the eve of which event, until they got it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, exists, insert, literal, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import OF_EVENT, PUSHES, DeliveryState, DispatchKind, Lane, NewDispatch
from bot.domain.people import Viewer
from bot.domain.posts import Audience, PostNumber
from bot.storage.push import dispatches
from bot.storage.tables import address, consent, delivery, dispatch, post, reminder, revision
from bot.storage.upsert import upsert
from bot.storage.visibility import visible

_MAY_KNOW = [DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN]


async def insert_reminder(
    connection: AsyncConnection, person_id: int, post_id: int, due_at: datetime, now: datetime
) -> bool:
    """Note that somebody wants to be reminded; False where they said so before."""
    values = {"person_id": person_id, "post_id": post_id, "due_at": due_at, "created_at": now}
    written = await connection.execute(
        upsert(connection, reminder).values(**values).on_conflict_do_nothing().returning(reminder.c.id)
    )
    return written.one_or_none() is not None


async def delete_reminder(connection: AsyncConnection, person_id: int, post_id: int) -> bool:
    """Forget one wish; False where there was none."""
    gone = await connection.execute(
        delete(reminder).where(reminder.c.person_id == person_id, reminder.c.post_id == post_id)
    )
    return gone.rowcount > 0


async def is_reminded(connection: AsyncConnection, person_id: int, post_id: int) -> bool:
    """Whether somebody wants to be reminded of an event."""
    found = select(reminder.c.id).where(reminder.c.person_id == person_id, reminder.c.post_id == post_id)
    return await connection.scalar(found) is not None


async def move_reminders(connection: AsyncConnection, post_id: int, due_at: datetime) -> None:
    """Let an event's reminders go at another moment: it takes place at another time now."""
    await connection.execute(update(reminder).where(reminder.c.post_id == post_id).values(due_at=due_at))


async def delete_reminders(connection: AsyncConnection, post_id: int) -> None:
    """Forget all wishes about an event: nobody needs to be reminded of it any more."""
    await connection.execute(delete(reminder).where(reminder.c.post_id == post_id))


async def delete_reminders_of(connection: AsyncConnection, person_id: int) -> None:
    """Forget all that somebody wished to be reminded of, and what of it waits to go out."""
    await connection.execute(delete(reminder).where(reminder.c.person_id == person_id))
    pushed = select(dispatch.c.id).where(dispatch.c.kind.in_(OF_EVENT))
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.person_id == person_id,
            delivery.c.copy_id.is_(None),
            delivery.c.state.in_([DeliveryState.QUEUED, DeliveryState.HELD]),
            delivery.c.dispatch_id.in_(pushed),
        )
        .values(state=DeliveryState.CANCELLED, error="unsubscribed")
    )


async def list_due(connection: AsyncConnection, now: datetime) -> Sequence[int]:
    """Events whose eve has come."""
    return (await connection.scalars(select(reminder.c.post_id).where(reminder.c.due_at <= now).distinct())).all()


async def list_reminded(connection: AsyncConnection, viewer: Viewer) -> list[str]:
    """The numbers of the posts that somebody is to be reminded of, as far as they may see them."""
    rows = await connection.execute(
        select(post.c.audience, post.c.number)
        .join(reminder, reminder.c.post_id == post.c.id)
        .where(reminder.c.person_id == viewer.person_id, visible(viewer))
        .order_by(reminder.c.id)
    )
    return [str(PostNumber(Audience(row.audience), row.number)) for row in rows]


async def remind(connection: AsyncConnection, post_id: int, revision_id: int, now: datetime) -> None:
    """Send an event's reminders, and forget them: each goes out once."""
    wanted = (
        select(reminder.c.person_id, address.c.route)
        .join(address, and_(address.c.person_id == reminder.c.person_id, address.c.preferred, address.c.active))
        .where(reminder.c.post_id == post_id, reminder.c.due_at <= now)
    )
    # Another process may have sent them a moment ago.
    if await connection.scalar(wanted.limit(1)) is not None:
        new = NewDispatch(DispatchKind.REMINDER, Lane.ROUTINE, now, revision_id)
        dispatch_id = await dispatches.insert_bare_dispatch(connection, new)
        rows = wanted.add_columns(
            literal(dispatch_id),
            literal(int(Lane.ROUTINE)),
            literal(str(DeliveryState.QUEUED)),
            literal(0),
            literal(now, delivery.c.not_before.type),
        )
        columns = ["person_id", "route", "dispatch_id", "lane", "state", "attempts", "not_before"]
        await connection.execute(insert(delivery).from_select(columns, rows))
    await connection.execute(delete(reminder).where(reminder.c.post_id == post_id, reminder.c.due_at <= now))


async def has_any(connection: AsyncConnection, post_id: int) -> bool:
    """Whether anybody wanted to be reminded of an event, or was."""
    if await connection.scalar(select(reminder.c.id).where(reminder.c.post_id == post_id).limit(1)) is not None:
        return True
    sent = (
        select(dispatch.c.id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .where(revision.c.post_id == post_id, dispatch.c.kind == DispatchKind.REMINDER)
    )
    return await connection.scalar(sent.limit(1)) is not None


async def insert_told(
    connection: AsyncConnection, post_id: int, dispatch_id: int, lane: Lane, at: datetime, *, until: datetime | None
) -> int:
    """Tell a change also whoever wanted to be reminded of the event, or was, and holds no copy of the post.

    Who is about to get the post reads it there. Returns how many; held `until` then, where that is given.
    """
    told = (
        select(delivery.c.person_id)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .where(
            revision.c.post_id == post_id,
            dispatch.c.kind == DispatchKind.REMINDER,
            delivery.c.state.in_(_MAY_KNOW),
            # Who has stopped since drops this too.
            not_(
                exists().where(
                    consent.c.person_id == delivery.c.person_id, consent.c.withdrawn_at >= delivery.c.finished_at
                )
            ),
        )
    )
    wish = select(reminder.c.person_id).where(reminder.c.post_id == post_id)
    copy, push, shown = delivery.alias("copy"), dispatch.alias("push"), revision.alias("shown")
    has_copy = exists(
        select(copy.c.id)
        .join(push, push.c.id == copy.c.dispatch_id)
        .join(shown, shown.c.id == push.c.revision_id)
        .where(
            copy.c.person_id == address.c.person_id,
            copy.c.state.in_(_MAY_KNOW),
            push.c.kind.in_(PUSHES),
            shown.c.post_id == post_id,
        )
    )
    inserted = await connection.execute(
        insert(delivery).from_select(
            ["person_id", "route", "dispatch_id", "lane", "state", "attempts", "not_before"],
            select(
                address.c.person_id,
                address.c.route,
                literal(dispatch_id),
                literal(int(lane)),
                literal(str(DeliveryState.HELD if until else DeliveryState.QUEUED)),
                literal(0),
                literal(until or at, delivery.c.not_before.type),
            ).where(
                address.c.preferred,
                address.c.active,
                or_(address.c.person_id.in_(wish), address.c.person_id.in_(told)),
                not_(has_copy),
            ),
        ),
        execution_options={"preserve_rowcount": True},
    )
    return inserted.rowcount
