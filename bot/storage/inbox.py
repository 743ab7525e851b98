"""What came in: which events were already handled, open conversations, and slow work waiting to be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import address, conversation, inbox, job
from bot.storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a chat stands between messages: the open step, its data, and the last numbered buttons."""

    step: str | None
    data: dict[str, Any]
    buttons: list[str]


@dataclass(frozen=True, slots=True)
class Job:
    """Slow work claimed by this process."""

    id: int
    kind: str
    payload: dict[str, Any]
    claim: str
    attempts: int
    route: str | None
    chat_id: str | None


async def insert_event(
    connection: AsyncConnection, channel: str, account: str, event_key: str, now: datetime, error: str | None = None
) -> bool:
    """Note an event; False where it was here before. `error` marks one whose handler failed."""
    inserted = await connection.execute(
        upsert(connection, inbox)
        .values(
            channel=channel,
            account=account,
            event_key=event_key,
            state="failed" if error else "done",
            error=error,
            received_at=now,
        )
        .on_conflict_do_nothing()
        # Not rowcount: SQLAlchemy keeps none of a PostgreSQL insert.
        .returning(inbox.c.event_key)
    )
    return inserted.first() is not None


async def delete_events(connection: AsyncConnection, before: datetime) -> None:
    """Forget events that no platform will repeat any more."""
    await connection.execute(delete(inbox).where(inbox.c.received_at < before))


async def load_conversation(connection: AsyncConnection, address_id: int, now: datetime) -> Conversation:
    """What is open at an address, kept for this transaction; a conversation past its time counts as closed."""
    # Locked: a job's answer and the person's next message both write back what they read here.
    row = (
        await connection.execute(select(conversation).where(conversation.c.address_id == address_id).with_for_update())
    ).one_or_none()
    if row is None:
        return Conversation(None, {}, [])
    if row.expires_at is not None and row.expires_at < now:
        return Conversation(None, {}, row.buttons)
    return Conversation(row.step, row.data, row.buttons)


async def save_conversation(
    connection: AsyncConnection,
    address_id: int,
    *,
    step: str | None,
    data: dict[str, Any],
    buttons: list[str],
    expires_at: datetime | None,
) -> None:
    """Store where the chat stands now."""
    values = {"step": step, "data": data, "buttons": buttons, "expires_at": expires_at}
    await connection.execute(
        upsert(connection, conversation)
        .values(address_id=address_id, **values)
        .on_conflict_do_update(index_elements=["address_id"], set_=values)
    )


async def insert_job(
    connection: AsyncConnection, *, kind: str, payload: dict[str, Any], address_id: int, now: datetime
) -> None:
    """Leave slow work for a worker."""
    await connection.execute(
        insert(job).values(
            kind=kind,
            payload=payload,
            state="queued",
            address_id=address_id,
            attempts=0,
            not_before=now,
            created_at=now,
        )
    )


async def claim_job(connection: AsyncConnection, claim: str, now: datetime, lease_until: datetime) -> Job | None:
    """Take the oldest job that waits, or one whose worker died."""
    open_job = or_(
        and_(job.c.state == "queued", job.c.not_before <= now),
        and_(job.c.state == "running", job.c.lease_until < now),
    )
    row = (
        await connection.execute(
            select(job, address.c.route, address.c.chat_id)
            .outerjoin(address, address.c.id == job.c.address_id)
            .where(open_job)
            .order_by(job.c.not_before, job.c.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=job)
        )
    ).one_or_none()
    if row is None:
        return None
    await connection.execute(
        update(job)
        .where(job.c.id == row.id)
        .values(state="running", claim=claim, lease_until=lease_until, attempts=job.c.attempts + 1)
    )
    return Job(row.id, row.kind, row.payload, claim, row.attempts + 1, row.route, row.chat_id)


async def finish_job(connection: AsyncConnection, done: Job) -> bool:
    """Remove a finished job with its payload; False where another process has taken it over."""
    deleted = await connection.execute(delete(job).where(job.c.id == done.id, job.c.claim == done.claim))
    return deleted.rowcount > 0
