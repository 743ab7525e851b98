"""What waits for people's own hours: released when they come, one by one or as a digest, one message for several.

    held row ── its hour comes ──┬─ alone: an ordinary row from then on
                                 └─ with others: told in a digest, a row of its own that names them by `digest_id`

A digest's posts are settled when it is claimed, under the pace, as a withdrawal is: what was withdrawn before is not
in it. From then on the posts' own rows are on the wire with it, and end as it ends: each is a copy of its post whose
message is the digest, so that corrections and withdrawals find it as they find any.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import DeliveryState, DispatchKind, DispatchState, Lane, NewDispatch
from bot.domain.digests import Told, becomes, may_see, split_due
from bot.domain.people import Role
from bot.domain.posts import Audience
from bot.storage.push import dispatches
from bot.storage.push.states import HELD
from bot.storage.tables import address, delivery, dispatch, person, post, revision

PEOPLE_AT_ONCE = 500
"""How many people one transaction releases: nobody else writes meanwhile, and 30 messages a second take longer."""

FINAL = [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCERTAIN, DeliveryState.CANCELLED]


def _due(now: datetime) -> list[ColumnElement[bool]]:
    """Rows whose hour has come, but those of a push that an official holds."""
    return [
        delivery.c.state == HELD,
        delivery.c.not_before <= now,
        delivery.c.digest_id.is_(None),
        dispatch.c.id == delivery.c.dispatch_id,
        dispatch.c.state.in_([DispatchState.RUNNING, DispatchState.HELD]),
    ]


async def is_due(connection: AsyncConnection, now: datetime) -> bool:
    """Whether anybody's hour has come: a cheap look before a lock is taken."""
    # In the index's own order, so that PostgreSQL reads nothing else: it is asked twice a second.
    first = select(delivery.c.id).where(*_due(now)).order_by(delivery.c.not_before, delivery.c.person_id).limit(1)
    return await connection.scalar(first) is not None


async def release(connection: AsyncConnection, now: datetime) -> int:
    """Let go what waited for the hours of some people; returns how many people those are.

    Called with the pace locked, so that nobody claims and no second process releases the same.
    """
    people = await connection.scalars(select(delivery.c.person_id).where(*_due(now)).distinct().limit(PEOPLE_AT_ONCE))
    rows = await connection.execute(
        select(
            delivery.c.id,
            delivery.c.person_id,
            delivery.c.route,
            delivery.c.dispatch_id,
            dispatch.c.kind,
            and_(post.c.audience != Audience.EVERYONE, address.c.role < int(Role.CADRE)).label("apart"),
        )
        .select_from(delivery.join(dispatch, dispatch.c.id == delivery.c.dispatch_id))
        .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
        .outerjoin(post, post.c.id == revision.c.post_id)
        .outerjoin(address, and_(address.c.person_id == delivery.c.person_id, address.c.preferred))
        .where(*_due(now), delivery.c.person_id.in_(people.all()))
        .order_by(delivery.c.id)
    )
    due = [Told(row.id, row.person_id, row.route, row.dispatch_id, row.kind, bool(row.apart)) for row in rows]
    alone, together = split_due(due)
    touched = {one.dispatch_id for one in due}
    await connection.execute(
        update(dispatch)
        .where(dispatch.c.id.in_(touched), dispatch.c.state == DispatchState.HELD)
        .values(state=DispatchState.RUNNING)
    )
    await connection.execute(
        update(delivery)
        .where(delivery.c.id.in_([one.id for one in alone]), delivery.c.state == HELD)
        .values(state=DeliveryState.QUEUED)
    )
    if together:
        await _insert_digests(connection, together, now)
    return len({one.person_id for one in due})


async def _insert_digests(connection: AsyncConnection, together: Sequence[Sequence[Told]], now: datetime) -> None:
    new = NewDispatch(DispatchKind.DIGEST, Lane.ROUTINE, now, audience=Audience.EVERYONE)
    dispatch_id = await dispatches.insert_bare_dispatch(connection, new)
    await connection.execute(
        insert(delivery),
        [
            {
                "dispatch_id": dispatch_id,
                "person_id": posts[0].person_id,
                "route": posts[0].route,
                "lane": int(Lane.ROUTINE),
                "state": str(DeliveryState.QUEUED),
                "attempts": 0,
                "not_before": now,
            }
            for posts in together
        ],
    )
    digest = delivery.alias("digest")
    theirs = select(digest.c.id).where(digest.c.dispatch_id == dispatch_id, digest.c.person_id == delivery.c.person_id)
    told = [one.id for posts in together for one in posts]
    await connection.execute(update(delivery).where(delivery.c.id.in_(told)).values(digest_id=theirs.scalar_subquery()))


async def take(connection: AsyncConnection, claimed: Collection[int], going: Collection[int]) -> set[int]:
    """Settle what digests tell that were claimed a moment ago, those `going` out and the others, which may be over.

    Returns those that have nothing to tell any more, and end.
    """
    await settle(connection, claimed)
    leaving = {one for one in claimed if one in going}
    empty = leaving - await _bind(connection, leaving)
    if empty:
        ended = {"state": DeliveryState.CANCELLED, "error": "nothing-left", "claim": None, "lease_until": None}
        await connection.execute(update(delivery).where(delivery.c.id.in_(empty)).values(**ended))
    return empty


async def _bind(connection: AsyncConnection, digest_ids: Collection[int]) -> set[int]:
    """Settle what each of these digests, claimed a moment ago, tells; returns those that have something to tell."""
    own = delivery.alias("digest")
    found = await connection.execute(
        select(
            delivery.c.id,
            delivery.c.digest_id,
            delivery.c.state,
            dispatch.c.state.label("push"),
            dispatch.c.revision_id,
            post.c.state.label("post"),
            post.c.audience,
            person.c.role,
            person.c.kind,
            address.c.role.label("there"),
            (own.c.maybe_sent + own.c.released).label("tried"),
        )
        .join(own, own.c.id == delivery.c.digest_id)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .join(post, post.c.id == revision.c.post_id)
        .join(person, person.c.id == delivery.c.person_id)
        .outerjoin(address, and_(address.c.route == own.c.route, address.c.chat_id == own.c.chat_id))
        .where(
            delivery.c.digest_id.in_(digest_ids),
            delivery.c.state.in_([DeliveryState.HELD, DeliveryState.SENDING]),
        )
    )
    told: set[int] = set()
    fates: dict[tuple[DeliveryState, str | None, int | None], list[int]] = {}
    for row in found:
        state, why = becomes(row)
        if state is DeliveryState.SENDING:
            told.add(row.digest_id)
        shows = row.revision_id if state is DeliveryState.SENDING else None
        fates.setdefault((state, why, shows), []).append(row.id)
    for (state, why, shows), ids in fates.items():
        values: dict[str, Any] = {"state": state, "error": why}
        if shows is not None:
            values["revision_id"] = shows
        if state in (DeliveryState.HELD, DeliveryState.QUEUED):
            values["digest_id"] = None
        await connection.execute(update(delivery).where(delivery.c.id.in_(ids)).values(**values))
    return told


async def settle(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Let the posts told in those of these rows that are digests, and are over, end as they have ended."""
    if not ids:
        return
    digest = delivery.alias("digest")
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.digest_id == digest.c.id,
            digest.c.id.in_(ids),
            digest.c.state.in_(FINAL),
            delivery.c.state.in_([DeliveryState.HELD, DeliveryState.SENDING]),
        )
        .values(
            state=digest.c.state,
            error=digest.c.error,
            route=digest.c.route,
            chat_id=digest.c.chat_id,
            message_id=digest.c.message_id,
            maybe_sent=digest.c.maybe_sent,
            released=digest.c.released,
            place=digest.c.place,
            finished_at=digest.c.finished_at,
        )
    )


async def list_told(connection: AsyncConnection, digest_ids: Collection[int]) -> Mapping[int, list[tuple[int, bool]]]:
    """What each digest tells: the current revisions of its posts, in order, and whether its person may see it."""
    own = delivery.alias("digest")
    rows = await connection.execute(
        select(delivery.c.digest_id, post.c.revision_id, post.c.audience, person.c.role, person.c.kind, address.c.role)
        .join(own, own.c.id == delivery.c.digest_id)
        .outerjoin(address, and_(address.c.route == own.c.route, address.c.chat_id == own.c.chat_id))
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .join(revision, revision.c.id == dispatch.c.revision_id)
        .join(post, post.c.id == revision.c.post_id)
        .join(person, person.c.id == delivery.c.person_id)
        .where(
            delivery.c.digest_id.in_(digest_ids),
            delivery.c.state.in_([DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN]),
        )
        .order_by(delivery.c.id)
    )
    found: dict[int, list[tuple[int, bool]]] = {}
    for digest_id, revision_id, *whom in rows:
        found.setdefault(digest_id, []).append((revision_id, may_see(*whom)))
    return found


async def let_go(connection: AsyncConnection, person_ids: Collection[int] | None = None) -> None:
    """Undo the digests that are not out yet, or those that wait for these people: what they tell waits as before."""
    states = [DeliveryState.QUEUED, *([DeliveryState.SENDING] if person_ids is None else [])]
    theirs = [delivery.c.person_id.in_(person_ids)] if person_ids is not None else []
    open_ones = (
        select(delivery.c.id)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .where(dispatch.c.kind == DispatchKind.DIGEST, delivery.c.state.in_(states), *theirs)
    )
    await connection.execute(
        update(delivery)
        .where(delivery.c.digest_id.in_(open_ones), delivery.c.state.in_([DeliveryState.HELD, DeliveryState.SENDING]))
        .values(state=DeliveryState.HELD, digest_id=None)
    )
    await connection.execute(
        update(delivery).where(delivery.c.id.in_(open_ones)).values(state=DeliveryState.CANCELLED, claim=None)
    )


async def bring_forward(connection: AsyncConnection, person_id: int, at: datetime) -> None:
    """Let what waits for somebody wait until that moment at most: they want it another way now."""
    moment = literal(at, delivery.c.not_before.type)
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.person_id == person_id,
            delivery.c.state == DeliveryState.HELD,
            delivery.c.not_before > moment,
        )
        .values(not_before=moment)
    )
