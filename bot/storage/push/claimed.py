"""What decides about claimed rows, loaded for `domain.claims`: dispatch, person, address, and each one's copy."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import Change, Copy, Row
from bot.domain.delivery import DeliveryState
from bot.domain.posts import Audience
from bot.storage import bulk
from bot.storage.push.states import SENDING
from bot.storage.tables import address, delivery, dispatch, person, post, revision

_AUDIENCE = func.coalesce(post.c.audience, dispatch.c.audience)
# What is not said to be for everyone goes where its person may get what is for cadres.
_TOLD = case((_AUDIENCE == Audience.EVERYONE, address.c.preferred), else_=address.c.official)
_chat, _chat_person = address.alias("chat"), person.alias("chat_person")
_COLUMNS: dict[str, ColumnElement[Any]] = {
    **{name: delivery.c[name] for name in ("id", "dispatch_id", "revision_id", "copy_id", "route", "chat_id")},
    # What a dispatch brings itself is everybody's, unless a row has a message of its own.
    "content": func.coalesce(delivery.c.content, dispatch.c.content),
    **{name: delivery.c[name] for name in ("attempts", "maybe_sent", "released", "plain", "message_id", "error")},
    "wanted": dispatch.c.revision_id,
    "dispatch_kind": dispatch.c.kind,
    "dispatch_state": dispatch.c.state,
    # A push that still waits says what became of the post meanwhile: a meeting that was moved.
    "words": func.coalesce(dispatch.c.words, post.c.closing),
    "follow_up": func.coalesce(dispatch.c.follow_up, post.c.follow_up),
    "paid": dispatch.c.paid,
    "audience": _AUDIENCE,
    "post_state": post.c.state,
    "subscribed": person.c.subscribed,
    "role": func.coalesce(person.c.role, _chat_person.c.role),
    "kind": func.coalesce(person.c.kind, _chat_person.c.kind),
    "address_id": func.coalesce(address.c.id, _chat.c.id),
    "address_route": address.c.route,
    "address_chat_id": address.c.chat_id,
    "active": address.c.active,
    "next_at": func.coalesce(address.c.next_at, _chat.c.next_at),
    "expires_at": delivery.c.expires_at,
    "throttled_at": delivery.c.throttled_at,
    "answer": delivery.c.answer,
    "written_for": delivery.c.role,
    "place": delivery.c.place,
    "address_place": address.c.place,
    "urgent": post.c.urgent,
    "rang_at": address.c.rang_at,
    "address_role": func.coalesce(address.c.role, _chat.c.role),
}
_ROWS = (
    select(*(_COLUMNS[name].label(name) for name in Row._fields))
    .select_from(delivery)
    .outerjoin(dispatch, dispatch.c.id == delivery.c.dispatch_id)
    .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
    .outerjoin(post, post.c.id == revision.c.post_id)
    .outerjoin(person, person.c.id == delivery.c.person_id)
    .outerjoin(address, and_(address.c.person_id == delivery.c.person_id, _TOLD))
    .outerjoin(
        _chat,
        and_(
            delivery.c.dispatch_id.is_(None), _chat.c.route == delivery.c.route, _chat.c.chat_id == delivery.c.chat_id
        ),
    )
    .outerjoin(_chat_person, _chat_person.c.id == _chat.c.person_id)
)


@cache
def _rows(dialect: str) -> Select[Any]:
    return _ROWS.where(delivery.c.id.in_(bulk.listed(dialect)))


async def load_rows(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Row]:
    """Claimed rows by id with what decides about them: a push's person and address, a reply's chat."""
    found = await connection.execute(_rows(connection.dialect.name), bulk.ids(ids))
    rows = (Row._make(row) for row in found)
    return {row.id: row for row in rows}


async def load_copies(
    connection: AsyncConnection, ids: Sequence[int]
) -> tuple[dict[int, Copy], list[Change], Sequence[int]]:
    """The copies that these rows are about, by row, what else was or is being done about them, and digests in work."""
    if not ids:
        return {}, [], ()
    copy, reached = delivery.alias("copy"), address.alias("reached")
    there = (
        select(address.c.id).where(address.c.route == copy.c.route, address.c.chat_id == copy.c.chat_id)
    ).scalar_subquery()
    # A group that moved is found by its person; what stands in the old chat is out of reach.
    moved = (
        select(func.min(address.c.id)).where(
            address.c.person_id == delivery.c.person_id, address.c.route == copy.c.route
        )
    ).scalar_subquery()
    found = await connection.execute(
        select(
            delivery.c.id.label("row_id"),
            copy.c.id,
            copy.c.state,
            copy.c.chat_id,
            copy.c.message_id,
            copy.c.not_before,
            copy.c.finished_at,
            copy.c.photo_id,
            reached.c.id.label("address_id"),
            reached.c.chat_id.label("address_chat_id"),
            reached.c.active,
            reached.c.next_at,
            reached.c.rang_at,
            copy.c.digest_id,
            copy.c.place,
            reached.c.role,
        )
        .select_from(delivery)
        .join(copy, copy.c.id == delivery.c.copy_id)
        .outerjoin(reached, reached.c.id == func.coalesce(there, moved))
        .where(delivery.c.id.in_(ids))
    )
    copies = {row.row_id: Copy._make(row[1:]) for row in found}
    changed = await connection.execute(
        select(delivery.c.copy_id, delivery.c.state, delivery.c.dispatch_id, dispatch.c.kind)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .where(
            delivery.c.copy_id.in_([one.id for one in copies.values()]),
            delivery.c.id.not_in(ids),
            delivery.c.state.in_([DeliveryState.SENDING, DeliveryState.SENT]),
        )
    )
    digests = {one.digest_id for one in copies.values() if one.digest_id is not None}
    busy: Sequence[int] = ()
    if digests:
        # Two posts of one digest are changed one after the other: the later must not be overtaken by the earlier.
        on_wire = select(delivery.c.copy_id).where(
            delivery.c.copy_id.is_not(None), delivery.c.id.not_in(ids), delivery.c.state == SENDING
        )
        changing = select(copy.c.digest_id).where(copy.c.digest_id.in_(digests), copy.c.id.in_(on_wire))
        busy = (await connection.scalars(changing)).all()
    return copies, [Change._make(row) for row in changed], busy
