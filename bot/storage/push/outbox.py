"""The outbox: delivery rows that wait, and how they are claimed under a lease.

What becomes of them then is recorded in `outcomes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    Text,
    Update,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import PRIVATE, Batch, Fate, Instead, Row, Waits
from bot.domain.delivery import REPLY_LIFE, ChatPace, DeliveryState, DispatchKind, DispatchState, Lane
from bot.domain.people import BROADCAST
from bot.domain.posts import Said
from bot.domain.quota import Quota
from bot.domain.turns import dealt
from bot.storage import bulk
from bot.storage.push import claimed as claimed_rows
from bot.storage.push import copies, digests, unsent
from bot.storage.push.pace import TokenPace, lock_pace, spend_chats
from bot.storage.push.states import QUEUED, SENDING
from bot.storage.tables import delivery, dispatch, pace
from bot.storage.types import Instant


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery row that this process may send at `at`, until its lease ends.

    A push of a post has `revision_id`; a reply, and a push that is about none, has `content`. `edit` is the message to
    change in place. What is about a copy has its `copy_id`, and its message where that is known, with the picture that
    it shows; `outsider` says that the post is not for this person any more. `photo_id` is the picture that this message
    leaves in the chat, known once it is rendered. `changes` says that it changes a message in place, `instead`
    what is said in place of an answer; `throttled_at` is when the platform first let it wait. What is `silent` makes no
    sound. A `broadcast` goes to a channel of the ward, which is a kind of `group` for its platform. `digest_id` is the
    row itself where it is a digest, and else the digest that its copy is told in. `asked_at` is when somebody asked
    what this answers: when that came in, or, where an answer had to wait, when it was written.
    """

    id: int
    claim: str
    route: str
    chat_id: str
    at: datetime
    lease_until: datetime
    attempts: int
    maybe_sent: int = 0
    plain: bool = False
    paid: bool = False
    dispatch_id: int | None = None
    kind: DispatchKind | None = None
    revision_id: int | None = None
    said: Said | None = None
    content: dict[str, Any] | None = None
    edit: str | None = None
    copy_id: int | None = None
    copy_message_id: str | None = None
    copy_sent_at: datetime | None = None
    copy_photo_id: int | None = None
    outsider: bool = False
    photo_id: int | None = None
    group: bool = False
    broadcast: bool = False
    instead: Instead | None = None
    changes: bool = False
    throttled_at: datetime | None = None
    place: str | None = None
    silent: bool = False
    digest_id: int | None = None
    asked_at: datetime | None = None


# --- claiming -------------------------------------------------------------------------------------------------

# Statements of the push loop are built once: building them each time took a tenth of the engine's own time.
_NOW = bindparam("now", type_=delivery.c.not_before.type)
# The rows of a paused dispatch are parked in lanes of their own; this passes over one that comes back from the wire.
# One that comes back to a cancelled dispatch is taken, and ended by `load_claimed`: else it would wait for ever.
_MAY_GO = or_(
    delivery.c.dispatch_id.is_(None),
    exists().where(
        dispatch.c.id == delivery.c.dispatch_id,
        dispatch.c.state.in_([DispatchState.RUNNING, DispatchState.CANCELLED]),
    ),
)
_older = delivery.alias("older")
_WAITING = (
    select(delivery.c.id)
    .where(
        delivery.c.route == bindparam("of_route"),
        delivery.c.lane == bindparam("of_lane"),
        delivery.c.state == QUEUED,
        delivery.c.not_before <= _NOW,
        # Of a chat's answers only the oldest: at most one can go, and what comes back from a claim takes others' turns.
        or_(
            delivery.c.lane != int(Lane.REPLY),
            delivery.c.slot.is_not(None),
            ~exists().where(
                _older.c.dispatch_id.is_(None),
                _older.c.route == delivery.c.route,
                _older.c.chat_id == delivery.c.chat_id,
                _older.c.slot.is_(None),
                _older.c.lane == delivery.c.lane,
                _older.c.state == QUEUED,
                _older.c.id < delivery.c.id,
            ),
        ),
        _MAY_GO,
    )
    .order_by(delivery.c.not_before, delivery.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=delivery)
)


@cache
def _claim(dialect: str) -> Update:
    return (
        update(delivery)
        .where(delivery.c.id.in_(bulk.listed(dialect)))
        .values(
            state=DeliveryState.SENDING,
            claim=bindparam("new_claim"),
            lease_until=bindparam("until", type_=delivery.c.lease_until.type),
            attempts=delivery.c.attempts + 1,
        )
    )


async def claim_rows(
    connection: AsyncConnection,
    *,
    route: str,
    lanes: Sequence[Lane],
    claim: str,
    now: datetime,
    lease_until: datetime,
    limit: int,
    turns: Sequence[Lane] = (),
) -> list[int]:
    """Take up to `limit` waiting rows of these lanes under a lease, each lane at its turns; attempts count from here.

    A turn whose lane has no row, or that is nobody's, goes to whoever comes first (see domain.turns). Counting at the
    claim, not at success, lets a row that kills its process reach the end of its tries.
    """
    found: dict[Lane, Sequence[int]] = {}
    for lane in lanes:
        # As many as there are turns, for those that others leave over. Nobody misses the locks of what is not taken:
        # whoever claims holds the token's pace.
        wanted = {"of_route": route, "of_lane": int(lane), "now": now, "most": limit}
        found[lane] = (await connection.scalars(_WAITING, wanted)).all()
    taken = dealt(turns, found, limit)
    if taken:
        held = {"new_claim": claim, "until": lease_until}
        await connection.execute(_claim(connection.dialect.name), bulk.ids(taken) | held)
    return taken


async def load_claimed(
    connection: AsyncConnection,
    ids: Sequence[int],
    claim: str,
    instants: Sequence[datetime],
    lease: timedelta,
    *,
    chat_pace: ChatPace | None = None,
    edits: bool = True,
    waits: Waits | None = None,
    quota: Quota | None = None,
) -> list[Claimed]:
    """Resolve claimed rows to what is sent where and when, and store what became of the others (see domain.claims).

    Each row that goes out takes the next of the `instants`. `edits` tells whether this channel can change a message in
    place, `chat_pace` how fast one chat may be written to, where its platform limits that, `waits` whom it lets wait,
    `quota` what is left of the month where it counts that.
    """
    rows = await claimed_rows.load_rows(connection, ids)
    about = [one.id for one in rows.values() if one.copy_id is not None]
    copied, changes, busy = await claimed_rows.load_copies(connection, about)
    batch = Batch(copied, changes, edits=edits, chat_pace=chat_pace, waits=waits, busy=busy, quota=quota)
    claimed: list[Claimed] = []
    changed: list[dict[str, Any]] = []
    anew: list[int] = []
    over: list[int] = []
    for row_id in ids:
        row, instant = rows[row_id], instants[len(claimed)]
        fate = batch.decide(row, instant)
        goes = fate.state is DeliveryState.SENDING
        if goes:
            claimed.append(_claimed(row, fate, claim, instant, lease))
        if row.dispatch_id is None and fate.state is DeliveryState.CANCELLED:
            over.append(row_id)
        if not goes or row.dispatch_id is not None:
            changed.append(_change(row, fate, instant))
        if goes and row.copy_id is None and row.revision_id is not None and row.revision_id != row.wanted:
            anew.append(row_id)
    dialect = connection.dialect.name
    if changed:
        await connection.execute(_change_claimed(dialect), bulk.rows(changed))
    if anew:
        await copies.end_needless(connection, anew)
    if over or batch.excused:
        await unsent.drop(connection, rows[ids[0]].route, over, batch.excused, instants[0])
    await spend_chats(connection, batch.spent, batch.rang)
    told = [one.id for one in rows.values() if one.dispatch_kind == DispatchKind.DIGEST]
    empty = await digests.take(connection, told, [one.id for one in claimed]) if told else ()
    return [one for one in claimed if one.id not in empty]


def _change(row: Row, fate: Fate, at: datetime) -> dict[str, Any]:
    goes = fate.state is DeliveryState.SENDING
    return {
        "row_id": row.id,
        "state": fate.state,
        "why": row.error if goes else fate.why,
        "route": fate.route,
        "chat_id": fate.chat_id,
        "not_before": fate.not_before,
        "revision_id": row.wanted if goes and row.copy_id is None else None,
        # A row that only waits longer has not been tried.
        "back": int(fate.state is DeliveryState.QUEUED),
        "throttled_at": at if fate.throttled else None,
        "place": fate.place if goes else row.place,
    }


def _claimed(row: Row, fate: Fate, claim: str, at: datetime, lease: timedelta) -> Claimed:
    return Claimed(
        id=row.id,
        claim=claim,
        route=row.route,
        chat_id=fate.chat_id or "",
        at=at,
        lease_until=at + lease,
        attempts=row.attempts,
        maybe_sent=row.maybe_sent,
        plain=row.plain,
        paid=bool(row.paid),
        dispatch_id=row.dispatch_id,
        kind=DispatchKind(row.dispatch_kind) if row.dispatch_kind is not None else None,
        revision_id=row.wanted,
        said=Said.of(row.words, row.follow_up),
        content=row.content,
        edit=row.message_id,
        copy_id=row.copy_id,
        copy_message_id=fate.message_id,
        copy_sent_at=fate.sent_at,
        copy_photo_id=fate.photo_id,
        outsider=fate.outsider,
        group=row.kind not in (None, PRIVATE),
        broadcast=row.kind == BROADCAST,
        instead=fate.instead,
        changes=fate.changes,
        throttled_at=row.throttled_at,
        place=fate.place,
        silent=fate.silent,
        digest_id=fate.digest_id,
        asked_at=row.expires_at - REPLY_LIFE if row.answer is not None and row.expires_at is not None else None,
    )


@cache
def _change_claimed(dialect: str) -> Update:
    one = bulk.given(
        dialect,
        row_id=BigInteger(),
        state=Text(),
        why=Text(),
        route=Text(),
        chat_id=Text(),
        not_before=Instant(),
        revision_id=BigInteger(),
        back=Integer(),
        throttled_at=Instant(),
        place=Text(),
    ).c
    sends = one.state == DeliveryState.SENDING
    return (
        update(delivery)
        .where(delivery.c.id == one.row_id)
        .values(
            state=one.state,
            error=one.why,
            route=func.coalesce(one.route, delivery.c.route),
            chat_id=func.coalesce(one.chat_id, delivery.c.chat_id),
            place=one.place,
            not_before=func.coalesce(one.not_before, delivery.c.not_before),
            revision_id=func.coalesce(one.revision_id, delivery.c.revision_id),
            attempts=delivery.c.attempts - func.coalesce(one.back, 0),
            throttled_at=func.coalesce(delivery.c.throttled_at, one.throttled_at),
            claim=case((sends, delivery.c.claim), else_=None),
            lease_until=case((sends, delivery.c.lease_until), else_=None),
        )
    )


# --- looking -------------------------------------------------------------------------------------------------------


async def count_states(connection: AsyncConnection) -> dict[str, int]:
    """How many rows stand in each state that is not final: what the machine still has to do."""
    unfinished = [str(DeliveryState.QUEUED), str(DeliveryState.SENDING)]
    rows = await connection.execute(
        select(delivery.c.state, func.count()).where(delivery.c.state.in_(unfinished)).group_by(delivery.c.state)
    )
    return dict.fromkeys(unfinished, 0) | {state: count for state, count in rows}  # noqa: C416 - rows are no pairs


# Since when the oldest row of each lane is due that may go. The first by the index's own order: for a mere EXISTS
# PostgreSQL read the table from its beginning, past every row that is over (450 ms beside a million; 1.5 ms so).
_DUE = select(
    *(
        select(delivery.c.not_before)
        .where(
            delivery.c.route == bindparam("of_route"),
            delivery.c.lane == int(lane),
            delivery.c.state == QUEUED,
            delivery.c.not_before <= _NOW,
            _MAY_GO,
        )
        .order_by(delivery.c.not_before, delivery.c.id)
        .limit(1)
        .scalar_subquery()
        .label(f"lane_{int(lane)}")
        for lane in Lane
    )
)


_LOCKED = (
    select(*(pace.c[name] for name in TokenPace._fields), *_DUE.selected_columns)
    .where(pace.c.token == bindparam("token"))
    .with_for_update(of=pace)
)


async def lock_pace_and_look(
    connection: AsyncConnection, route: str, now: datetime
) -> tuple[TokenPace, tuple[Lane, ...]]:
    """Where the token stands, locked from now on, and the lanes of its route in which a row is due; one statement."""
    wanted = {"token": route, "of_route": route, "now": now}
    row = (await connection.execute(_LOCKED, wanted)).one_or_none()
    if row is None:
        # Only a token's very first message.
        return await lock_pace(connection, route, now), await find_waiting(connection, route, now)
    size = len(TokenPace._fields)
    return TokenPace._make(row[:size]), _lanes(row[size:])


def _lanes(oldest: Sequence[Any]) -> tuple[Lane, ...]:
    return tuple(lane for lane, due in zip(Lane, oldest, strict=True) if due is not None)


async def find_waiting(connection: AsyncConnection, route: str, now: datetime) -> tuple[Lane, ...]:
    """The lanes of this route in which a row is due that may go: a look that takes no lock, before a claim that does.

    All lanes in one statement, since every worker asks twenty times a second while a push runs.
    """
    return _lanes((await connection.execute(_DUE, {"of_route": route, "now": now})).one())


async def has_running(connection: AsyncConnection, now: datetime) -> bool:
    """Whether any push is under way or any lease has ended: a cheap look before taking the write lock."""
    running = await connection.scalar(select(dispatch.c.id).where(dispatch.c.state == DispatchState.RUNNING).limit(1))
    if running is not None:
        return True
    expired = await connection.scalar(
        select(delivery.c.id).where(delivery.c.state == SENDING, delivery.c.lease_until < now).limit(1)
    )
    return expired is not None


async def list_oldest(
    connection: AsyncConnection, routes: Sequence[str], now: datetime
) -> list[tuple[str, Lane, datetime]]:
    """Since when the oldest message of each lane waits that could go out now, by route and lane."""
    found: list[tuple[str, Lane, datetime]] = []
    for route in routes:
        oldest = (await connection.execute(_DUE, {"of_route": route, "now": now})).one()
        found += [(route, lane, due) for lane, due in zip(Lane, oldest, strict=True) if due is not None]
    return found
