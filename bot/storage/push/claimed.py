"""What decides about a claimed row: its dispatch, its person and their address, and the copy that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.delivery import MENDS, TAKES_BACK, DeliveryState, DispatchKind, DispatchState
from bot.domain.life import goes_out
from bot.domain.people import Role
from bot.domain.posts import Audience, PostState
from bot.storage.tables import address, delivery, dispatch, person, post, revision

WAIT = timedelta(seconds=1)
"""After which a row looks again whether its copy is off the wire."""


_reply_address, _reply_person = address.alias("reply_address"), person.alias("reply_person")
_ROWS = (
    select(
        delivery.c.id,
        delivery.c.dispatch_id,
        delivery.c.revision_id,
        delivery.c.copy_id,
        delivery.c.route,
        delivery.c.chat_id,
        delivery.c.content,
        delivery.c.attempts,
        delivery.c.maybe_sent,
        delivery.c.released,
        delivery.c.plain,
        delivery.c.message_id,
        delivery.c.error,
        dispatch.c.revision_id.label("wanted"),
        dispatch.c.kind.label("dispatch_kind"),
        # A push that still waits says what became of the post meanwhile: a meeting that was moved.
        func.coalesce(dispatch.c.words, post.c.closing).label("words"),
        dispatch.c.paid,
        dispatch.c.state.label("dispatch_state"),
        address.c.id.label("address_id"),
        address.c.route.label("address_route"),
        address.c.chat_id.label("address_chat_id"),
        address.c.active,
        address.c.next_at,
        person.c.subscribed,
        person.c.role,
        person.c.kind,
        post.c.audience,
        post.c.state.label("post_state"),
        _reply_address.c.id.label("chat_address_id"),
        _reply_address.c.next_at.label("chat_next_at"),
        _reply_person.c.kind.label("chat_kind"),
    )
    .select_from(delivery)
    .outerjoin(dispatch, dispatch.c.id == delivery.c.dispatch_id)
    .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
    .outerjoin(post, post.c.id == revision.c.post_id)
    .outerjoin(person, person.c.id == delivery.c.person_id)
    .outerjoin(address, and_(address.c.person_id == delivery.c.person_id, address.c.preferred))
    .outerjoin(
        _reply_address,
        and_(
            delivery.c.dispatch_id.is_(None),
            _reply_address.c.route == delivery.c.route,
            _reply_address.c.chat_id == delivery.c.chat_id,
        ),
    )
    .outerjoin(_reply_person, _reply_person.c.id == _reply_address.c.person_id)
    .where(delivery.c.id.in_(bindparam("ids", expanding=True)))
)


async def load_rows(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Any]:
    """Rows by id with what decides about them: a push's person and address, a reply's chat."""
    return {row.id: row for row in await connection.execute(_ROWS, {"ids": ids})}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a claimed row about a copy: it goes out (SENDING), waits (QUEUED), or ends."""

    state: DeliveryState
    why: str | None = None
    not_before: datetime | None = None
    chat_id: str | None = None
    address_id: int | None = None
    chat_next_at: datetime | None = None
    message_id: str | None = None
    sent_at: datetime | None = None
    photo_id: int | None = None


class Copies:
    """The copies that a batch of claimed rows is about; each is handed to one row at a time."""

    def __init__(self, rows: dict[int, Any], changed: Sequence[Any]) -> None:
        self._rows = rows
        self._changed = changed
        self._taken: set[int] = set()

    @classmethod
    async def load(cls, connection: AsyncConnection, ids: Sequence[int]) -> "Copies":
        """Read the copies, where they can be reached now, and what else was or is being done about them."""
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
            )
            .select_from(delivery)
            .join(copy, copy.c.id == delivery.c.copy_id)
            .outerjoin(reached, reached.c.id == func.coalesce(there, moved))
            .where(delivery.c.id.in_(ids))
        )
        rows = {row.row_id: row for row in found}
        if not rows:
            return cls({}, ())
        changed = await connection.execute(
            select(delivery.c.copy_id, delivery.c.state, delivery.c.dispatch_id, dispatch.c.kind)
            .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
            .where(
                delivery.c.copy_id.in_([row.id for row in rows.values()]),
                delivery.c.id.not_in(ids),
                delivery.c.state.in_([DeliveryState.SENDING, DeliveryState.SENT]),
            )
        )
        return cls(rows, changed.all())

    def fate(self, row: Any, at: datetime, *, edits: bool) -> Fate:
        """Decide about one row of `load_rows` that may go out at `at`."""
        copy = self._rows.get(row.id)
        if copy is None:
            return Fate(DeliveryState.CANCELLED, "never-got-it")
        others = [one for one in self._changed if one.copy_id == copy.id]
        busy = copy.id in self._taken or any(one.state == DeliveryState.SENDING for one in others)
        if busy or copy.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
            # One at a time about a message: two edits must not overtake one another.
            later = max(at + WAIT, copy.not_before) if copy.state == DeliveryState.QUEUED else at + WAIT
            return Fate(DeliveryState.QUEUED, row.error, later)
        if copy.state not in (DeliveryState.SENT, DeliveryState.UNCERTAIN):
            return Fate(DeliveryState.CANCELLED, "never-got-it")
        if any(one.dispatch_id > row.dispatch_id and one.kind in (row.dispatch_kind, "withdrawal") for one in others):
            return Fate(DeliveryState.CANCELLED, "superseded")
        # In the new chat of a group that moved, its number means another message, or none.
        message_id = copy.message_id if copy.address_chat_id == copy.chat_id else None
        mends = edits and row.dispatch_kind in MENDS and message_id is not None
        if not _may_get(row, mends=mends, held=copy.state == DeliveryState.SENT):
            return Fate(DeliveryState.CANCELLED, "unsubscribed")
        if not copy.active:
            return Fate(DeliveryState.FAILED, "blocked")
        out_of_reach = message_id is None and copy.message_id is not None
        # Of a withdrawn post the word about the copy, which stands in the old chat as well, says all.
        if out_of_reach and row.dispatch_kind in (DispatchKind.EDIT, DispatchKind.SWEEP):
            return Fate(DeliveryState.FAILED, "copy-gone")
        if message_id is None and row.dispatch_kind == DispatchKind.EDIT:
            return Fate(DeliveryState.CANCELLED, "unknown-copy")
        return Fate(
            DeliveryState.SENDING,
            chat_id=copy.address_chat_id,
            address_id=copy.address_id,
            chat_next_at=copy.next_at,
            message_id=message_id,
            sent_at=copy.finished_at,
            photo_id=copy.photo_id,
        )

    def take(self, row: Any) -> None:
        """Note that a row goes out about its copy."""
        self._taken.add(self._rows[row.id].id)


def why_over(row: Any) -> str | None:
    """Why nothing of this row's dispatch goes out any more, whoever it is for; None where it does."""
    if row.dispatch_state == DispatchState.CANCELLED:
        return "cancelled"
    return None if goes_out(DispatchKind(row.dispatch_kind), PostState(row.post_state)) else str(row.post_state)


def cut_short(row: Any) -> DeliveryState:
    """How a row ends whose dispatch is over: cancelled, unless an earlier try may have arrived."""
    return DeliveryState.UNCERTAIN if row.maybe_sent + row.released else DeliveryState.CANCELLED


def is_outsider(row: Any) -> bool:
    """Whether the post is for cadres only and the person is none, or none any more."""
    cadre = row.role is not None and row.role >= int(Role.CADRE) and row.kind == "private"
    return row.audience == Audience.CADRES and not cadre


def _may_get(row: Any, *, mends: bool, held: bool) -> bool:
    """Whether a change may still go to this person; `mends` where it changes what they hold in place.

    `held` tells that they hold it for sure.

    What they hold is mended even after they left: nothing rings. A message that rings is for subscribers only, and
    nothing of a cadre-only post goes to somebody who is no cadre any more but the withdrawal of what they hold.
    """
    if row.role is None or not (mends or row.subscribed):
        return False
    return (held and row.dispatch_kind in TAKES_BACK) or not is_outsider(row)
