"""What came in: events that wait and that were handled, open conversations, and slow work waiting to be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages.choices import NO_CHOICES, Choice, Choices
from bot.messages.incoming import Raw
from bot.storage.tables import address, conversation, inbox, job, reception
from bot.storage.upsert import upsert

WAITING, DONE, FAILED = "waiting", "done", "failed"
SET_ASIDE = "set-aside"
"""In place of an exception: whoever handled it died, again and again."""

LIFE = "loa"
"""Stands for the ward itself beside the routes: when a process that takes events in last gave a sign of life."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One event whose turn has come: where it came in, when, and what its platform sent.

    `tries` is how often it was begun by a process that found it waiting.
    """

    id: int
    channel: str
    account: str
    chat_id: str
    body: str
    received_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a chat stands between messages: the step that is open since a moment, its data, and its numbers."""

    step: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None
    choices: Choices = NO_CHOICES
    expires_at: datetime | None = None
    stale: bool = False
    """Whether what is stored is past its time, and still there: then step and data are what was open until then."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is stored but numbers."""
        return self.step is None and not self.data and self.expires_at is None


@dataclass(frozen=True, slots=True)
class Job:
    """Slow work claimed by this process."""

    id: int
    kind: str
    payload: dict[str, Any]
    claim: str
    attempts: int
    route: str
    chat_id: str
    place: str | None


async def insert_events(
    connection: AsyncConnection, route: tuple[str, str], batch: Sequence[Raw], now: datetime
) -> int:
    """Let events of one (channel, account) wait for their turn; one that was here before stays as it is.

    Returns how many are new.
    """
    channel, account = route
    waiting = {"channel": channel, "account": account, "state": WAITING, "received_at": now}
    inserted = await connection.execute(
        upsert(connection, inbox).on_conflict_do_nothing(),
        [{"event_key": one.event_key, "chat_id": one.chat_id, "body": one.body, **waiting} for one in batch],
        execution_options={"preserve_rowcount": True},
    )
    return inserted.rowcount


def _waits(routes: Sequence[tuple[str, str]] | BindParameter[Any]) -> ColumnElement[bool]:
    # The state is a literal: with a parameter the index of what waits could not be used.
    return and_(literal_column("inbox.state = 'waiting'"), tuple_(inbox.c.channel, inbox.c.account).in_(routes))


async def take_waiting(
    connection: AsyncConnection,
    routes: Sequence[tuple[str, str]],
    *,
    most: int,
    passed: int = 0,
    up_to: int | None = None,
) -> list[Waiting]:
    """The oldest event of each chat, of at most so many chats, kept for this transaction; with `up_to` none newer.

    Where the engine has many writers, other transactions may hold up to `passed` chats that are passed over.
    """
    given: dict[str, Any] = {"routes": list(routes), "most": most, "looked_at": most + passed}
    bound = {"up_to": up_to} if up_to is not None else {}
    return [Waiting(*row) for row in await connection.execute(_taken(bounded=bool(bound)), given | bound)]


@cache
def _taken(*, bounded: bool) -> Select[Any]:
    # Made once: every event is looked for twice.
    first = (
        select(func.min(inbox.c.id).label("id"))
        .where(_waits(bindparam("routes", expanding=True)), inbox.c.id <= bindparam("up_to") if bounded else true())
        .group_by(inbox.c.channel, inbox.c.account, inbox.c.chat_id)
        .order_by(text("1"))
        .limit(bindparam("looked_at"))
    )
    return (
        select(*(inbox.c[one.name] for one in fields(Waiting)))
        .where(inbox.c.id.in_(first.scalar_subquery()), literal_column("inbox.state = 'waiting'"))
        .order_by(inbox.c.id)
        .limit(bindparam("most"))
        # Locked by this transaction alone: who dies leaves it to the next, and who works on it is passed over.
        .with_for_update(skip_locked=True)
    )


async def find_newest(connection: AsyncConnection, routes: Sequence[tuple[str, str]]) -> int | None:
    """The event that came last, of those that wait."""
    newest: int | None = await connection.scalar(select(func.max(inbox.c.id)).where(_waits(routes)))
    return newest


async def count_tries(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Note that events which waited when a process began are begun by it."""
    await connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(tries=inbox.c.tries + 1))


async def count_set_aside(connection: AsyncConnection) -> int:
    """How many events nobody tries any more, of those that are kept."""
    aside = inbox.c.state == FAILED, inbox.c.error == SET_ASIDE
    return await connection.scalar(select(func.count()).select_from(inbox).where(*aside)) or 0


async def has_waiting(connection: AsyncConnection, routes: Sequence[tuple[str, str]]) -> bool:
    """Whether any event of these (channel, account) waits for its turn."""
    return await connection.scalar(select(inbox.c.id).where(_waits(routes)).limit(1)) is not None


async def finish_events(connection: AsyncConnection, ids: Sequence[int], error: str | None = None) -> bool:
    """Mark events as handled and erase what they held; False where another process was first."""
    finished = await connection.execute(
        update(inbox)
        .where(inbox.c.id.in_(ids), inbox.c.state == WAITING)
        .values(state=FAILED if error else DONE, error=error, body=None, chat_id="")
    )
    return finished.rowcount == len(ids)


async def note_reception(connection: AsyncConnection, route: str, now: datetime, silence: timedelta) -> None:
    """Note that events of this route could come in at this moment, and whether a long silence ended with it."""
    made = upsert(connection, reception).values(route=route, heard_at=now)
    heard, before = (type_coerce(one.heard_at, BigInteger) for one in (made.excluded, reception.c))
    ended = heard - before > silence // timedelta(microseconds=1)
    await connection.execute(
        made.on_conflict_do_update(
            index_elements=["route"],
            set_={
                "heard_at": made.excluded.heard_at,
                "back_at": case((ended, made.excluded.heard_at), else_=reception.c.back_at),
            },
        )
    )


async def hold_reception(connection: AsyncConnection, route: str, holder: str, now: datetime, until: datetime) -> bool:
    """Let one process alone ask for a route's events until then; False where another may, whose time is not over."""
    held = {"holder": holder, "held_until": until}
    free = or_(reception.c.holder.is_(None), reception.c.holder == holder, reception.c.held_until < now)
    changed = await connection.execute(
        upsert(connection, reception)
        .values(route=route, heard_at=now, **held)
        .on_conflict_do_update(index_elements=["route"], set_=held, where=free)
        .returning(reception.c.route)
    )
    return changed.first() is not None


async def release_reception(connection: AsyncConnection, route: str, holder: str) -> None:
    """Let others ask for a route's events at once."""
    mine = reception.c.route == route, reception.c.holder == holder
    await connection.execute(update(reception).where(*mine).values(holder=None, held_until=None))


async def note_life(connection: AsyncConnection, now: datetime) -> datetime | None:
    """Write the sign of life that processes share; returns when one of them last wrote it."""
    before = await find_life(connection)
    written = upsert(connection, reception).values(route=LIFE, heard_at=now)
    await connection.execute(
        written.on_conflict_do_update(index_elements=["route"], set_={"heard_at": written.excluded.heard_at})
    )
    return before


async def find_life(connection: AsyncConnection) -> datetime | None:
    """When a process that takes events in last gave a sign of life."""
    found: datetime | None = await connection.scalar(select(reception.c.heard_at).where(reception.c.route == LIFE))
    return found


async def find_return(connection: AsyncConnection, route: str) -> datetime | None:
    """When the last long silence of this route ended, if there was one."""
    back_at: datetime | None = await connection.scalar(select(reception.c.back_at).where(reception.c.route == route))
    return back_at


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
        return Conversation()
    choices = _read_choices(row.choices)
    if row.expires_at is not None and row.expires_at < now:
        return Conversation(row.step, row.data, row.asked_at, choices, row.expires_at, stale=True)
    return Conversation(row.step, row.data, row.asked_at, choices, row.expires_at)


async def save_conversation(
    connection: AsyncConnection, address_id: int, now_open: Conversation, expires_at: datetime | None
) -> None:
    """Store where the chat stands now."""
    values = {
        "step": now_open.step,
        "data": now_open.data,
        "asked_at": now_open.asked_at,
        "choices": _written_choices(now_open.choices),
        "expires_at": expires_at,
    }
    await connection.execute(
        upsert(connection, conversation)
        .values(address_id=address_id, **values)
        .on_conflict_do_update(index_elements=["address_id"], set_=values)
    )


async def load_choices(connection: AsyncConnection, address_id: int) -> Choices:
    """The numbers of a chat, kept for this transaction, so that nobody gives one of them to something else."""
    row = await connection.scalar(
        select(conversation.c.choices).where(conversation.c.address_id == address_id).with_for_update()
    )
    return _read_choices(row or [])


async def save_choices(connection: AsyncConnection, address_id: int, choices: Choices) -> None:
    """Store the numbers of a chat; what is open there stays as it is."""
    values = {"choices": _written_choices(choices)}
    await connection.execute(
        upsert(connection, conversation)
        .values(address_id=address_id, data={}, **values)
        .on_conflict_do_update(index_elements=["address_id"], set_=values)
    )


def _read_choices(rows: list[list[Any]]) -> Choices:
    return Choices(
        tuple(Choice(number, data, word, datetime.fromtimestamp(at, UTC)) for number, data, word, at in rows)
    )


def _written_choices(choices: Choices) -> list[list[Any]]:
    return [[one.number, one.data, one.word, one.at.timestamp()] for one in choices.given]


async def insert_job(
    connection: AsyncConnection,
    *,
    kind: str,
    payload: dict[str, Any],
    address_id: int,
    now: datetime,
    place: str | None = None,
) -> None:
    """Leave slow work for a worker, to be answered in this place of a chat."""
    await connection.execute(
        insert(job).values(
            kind=kind,
            payload=payload,
            state="queued",
            address_id=address_id,
            place=place,
            attempts=0,
            not_before=now,
            created_at=now,
        )
    )


def _is_open(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(job.c.state == "queued", job.c.not_before <= now),
        and_(job.c.state == "running", job.c.lease_until < now),
    )


async def has_job(connection: AsyncConnection, now: datetime) -> bool:
    """Whether there is any job to claim, of whatever route."""
    return (await connection.execute(select(job.c.id).where(_is_open(now)).limit(1))).first() is not None


async def claim_job(
    connection: AsyncConnection, routes: Sequence[str], claim: str, now: datetime, lease_until: datetime
) -> Job | None:
    """Take the oldest job of these routes that waits, or one whose worker died."""
    row = (
        await connection.execute(
            select(job, address.c.route, address.c.chat_id)
            .join(address, address.c.id == job.c.address_id)
            .where(_is_open(now), address.c.route.in_(routes))
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
    return Job(row.id, row.kind, row.payload, claim, row.attempts + 1, row.route, row.chat_id, row.place)


async def delete_jobs(connection: AsyncConnection, before: datetime) -> None:
    """Forget work that nobody has done since then: of an account that this ward has no more."""
    await connection.execute(delete(job).where(job.c.not_before < before))


async def finish_job(connection: AsyncConnection, done: Job) -> bool:
    """Remove a finished job with its payload; False where another process has taken it over."""
    deleted = await connection.execute(delete(job).where(job.c.id == done.id, job.c.claim == done.claim))
    return deleted.rowcount > 0
