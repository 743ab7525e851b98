"""What became of claimed rows: recorded, or put back where their holder died or the clock was set back.

Whoever finishes a row must still hold its claim; a late finisher changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    Update,
    and_,
    case,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import FAR, LONGEST_PAUSE, LONGEST_WAIT, Attempted, DeliveryState
from bot.storage import bulk
from bot.storage.push import copies, digests
from bot.storage.push.states import SENDING
from bot.storage.tables import delivery, dispatch
from bot.storage.types import Instant

FINAL = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a claimed row; `shows` is the revision that an edit left on the copy `copy_id`.

    `photo_id` is the picture that the message shows now: of an edit, its copy. What a `digest` tells ends with it. One
    `of_push` is kept when it is over.
    """

    id: int
    claim: str
    left: Attempted
    copy_id: int | None = None
    shows: int | None = None
    photo_id: int | None = None
    throttled_at: datetime | None = None
    digest: bool = False
    of_push: bool = False


async def record(connection: AsyncConnection, outcomes: Sequence[Recorded], now: datetime) -> None:
    """Store outcomes of rows that are still held under their claim; replies that are over are deleted."""
    if not outcomes:
        return
    edits = [one for one in outcomes if one.shows is not None and one.left.state == DeliveryState.SENT]
    if edits:
        await copies.note_shown(
            connection,
            [
                {
                    "row_id": one.id,
                    "row_claim": one.claim,
                    "shown_on": one.copy_id,
                    "shows": one.shows,
                    "picture": one.photo_id,
                }
                for one in edits
            ],
        )
    stored = [
        {
            "row_id": one.id,
            "claim": one.claim,
            "state": one.left.state,
            "attempts": one.left.attempts,
            "not_before": one.left.not_before,
            "message_id": one.left.message_id,
            "photo_id": one.photo_id,
            "error": one.left.error,
            "maybe_sent": one.left.maybe_sent,
            "plain": one.left.plain,
            "finished_at": now if one.left.state in FINAL else None,
            "throttled_at": one.throttled_at,
        }
        for one in outcomes
    ]
    await connection.execute(_record(connection.dialect.name), bulk.rows(stored))
    await digests.settle(connection, [one.id for one in outcomes if one.digest and one.left.state in FINAL])
    replies = [one.id for one in outcomes if not one.of_push]
    if replies:
        await connection.execute(
            delete(delivery).where(
                delivery.c.id.in_(replies),
                delivery.c.dispatch_id.is_(None),
                delivery.c.slot.is_(None),
                delivery.c.state.in_(FINAL),
            )
        )


@cache
def _record(dialect: str) -> Update:
    one = bulk.given(
        dialect,
        row_id=BigInteger(),
        claim=Text(),
        state=Text(),
        attempts=Integer(),
        not_before=Instant(),
        message_id=Text(),
        photo_id=BigInteger(),
        error=Text(),
        maybe_sent=Integer(),
        plain=Boolean(),
        finished_at=Instant(),
        throttled_at=Instant(),
    ).c
    # A live line whose text changed while it was on the wire goes out once more.
    again = and_(delivery.c.dirty, one.finished_at.is_not(None))
    return (
        update(delivery)
        .where(delivery.c.id == one.row_id, delivery.c.claim == one.claim, delivery.c.state == SENDING)
        .values(
            state=case((again, str(DeliveryState.QUEUED)), else_=one.state),
            dirty=False,
            attempts=one.attempts,
            not_before=one.not_before,
            message_id=func.coalesce(one.message_id, delivery.c.message_id),
            photo_id=one.photo_id,
            error=one.error,
            maybe_sent=one.maybe_sent,
            plain=one.plain,
            finished_at=one.finished_at,
            throttled_at=func.coalesce(delivery.c.throttled_at, one.throttled_at),
            claim=None,
            lease_until=None,
        )
    )


async def release_expired(connection: AsyncConnection, now: datetime, max_attempts: int) -> int:
    """Put rows whose holder died back in the queue, or end them where all tries are used up.

    They come back spread over four seconds: if one of them kills whoever renders it, the others are soon no longer
    in its batch, and their tries are not used up by its deaths.
    """
    used_up = delivery.c.attempts >= max_attempts
    spread = (delivery.c.id % 16) * 250_000  # microseconds
    expired = (
        select(delivery.c.id)
        .where(delivery.c.state == SENDING, delivery.c.lease_until < now)
        .with_for_update(skip_locked=True, of=delivery)
    )
    ids = (await connection.scalars(expired)).all()
    if ids:
        moment = literal(now, delivery.c.not_before.type)
        await connection.execute(
            update(delivery)
            .where(delivery.c.id.in_(ids))
            .values(
                state=case((used_up, str(DeliveryState.FAILED)), else_=str(DeliveryState.QUEUED)),
                error=case((used_up, "gave-up"), else_="interrupted"),
                finished_at=case((used_up, moment), else_=None),
                not_before=case((delivery.c.attempts > 1, moment + spread), else_=moment),
                # Whoever held it may have got it out before it died: that is a copy that may come twice.
                released=delivery.c.released + 1,
                claim=None,
                lease_until=None,
            )
        )
        await digests.settle(connection, ids)
    return len(ids)


async def pull_back(connection: AsyncConnection, now: datetime) -> int:
    """Let rows go now that would wait until a clock that was set back catches up; returns how many.

    Those are rows of a push that was published in the future, messages to one chat that wait for longer than its pace
    lets them, and what was tried and waits longer than any row does then, or than any platform lets it. The token's own
    pause is not touched: it is measured when rows are claimed.
    """
    of_tomorrow = select(dispatch.c.id).where(dispatch.c.created_at > now + FAR)
    throttled, tried = delivery.c.throttled_at.is_not(None), delivery.c.attempts > 0
    longest = case(
        (delivery.c.dispatch_id.in_(of_tomorrow), _at(now + FAR)),
        (throttled, _at(now + LONGEST_PAUSE + FAR)),
        (tried, _at(now + timedelta(seconds=LONGEST_WAIT * 1.25))),
        (delivery.c.dispatch_id.is_(None), _at(now + 2 * FAR)),
    )
    pulled = await connection.execute(
        update(delivery)
        .where(
            delivery.c.state == DeliveryState.QUEUED,
            delivery.c.not_before > _at(now + FAR),
            delivery.c.not_before > longest,
        )
        .values(not_before=now)
    )
    return pulled.rowcount


def _at(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, delivery.c.not_before.type)
