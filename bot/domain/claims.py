"""What becomes of a claimed row: it goes out, waits, moves to another route, or ends. Pure: storage loads and stores.

| the row                                     | becomes                                        |
|---------------------------------------------|------------------------------------------------|
| its push was cancelled, its post withdrawn  | cancelled, or uncertain if a try may have      |
|                                             | arrived                                        |
| its person left, or may not see it any more | cancelled; what takes a copy away still goes   |
| its address is off                          | failed                                         |
| its person prefers another route            | queued there                                   |
| its copy is on the wire, or not out yet     | queued, a moment later                         |
| its copy never arrived, or is out of reach  | cancelled, or failed                           |
| its chat has had too much lately, or the    | queued until the chat's own turn; for an hour  |
| platform lets it wait                       | of such waits in all                           |
| the month's messages of its account run     | failed                                         |
| short, and others come first                |                                                |
| an answer that nobody waits for any more,   | cancelled; of each chat's one says why         |
| or written for a role that was lost since   |                                                |
| anything else                               | sending                                        |
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from bot.domain.delivery import MENDS, OF_EVENT, TAKES_BACK, ChatPace, DeliveryState, DispatchKind, DispatchState
from bot.domain.life import goes_out
from bot.domain.people import Role
from bot.domain.posts import Audience, PostState
from bot.domain.quota import SHORT, Quota

PRIVATE = "private"
"""Every other kind of chat has many readers, and a slower pace."""

WAIT = timedelta(seconds=1)
"""After which a row looks again whether its copy is off the wire."""


class Row(NamedTuple):
    """A claimed row beside what decides about it, as it was stored: its dispatch, person and address.

    A reply has none of those, but perhaps the address of its chat (`address_id`, `next_at`) and who is there (`kind`,
    `role`); `answer` names the answer that it is a part of, `written_for` is the role that it was written for, `place`
    where in its chat it goes. `address_place` is where this address has its pushes, `address_role` the most that its
    person may do from there. `revision_id` is what its copy
    shows so far, `wanted` what its dispatch says. A dispatch that is about no post has no `post_state`.
    """

    id: int
    dispatch_id: int | None
    revision_id: int | None
    copy_id: int | None
    route: str
    chat_id: str | None
    content: dict[str, Any] | None
    attempts: int
    maybe_sent: int
    released: int
    plain: bool
    message_id: str | None
    error: str | None
    wanted: int | None
    dispatch_kind: str | None
    dispatch_state: str | None
    words: str | None
    follow_up: str | None
    paid: bool | None
    audience: str | None
    post_state: str | None
    subscribed: bool | None
    role: int | None
    kind: str | None
    address_id: int | None
    address_route: str | None
    address_chat_id: str | None
    active: bool | None
    next_at: datetime | None
    expires_at: datetime | None
    throttled_at: datetime | None
    answer: str | None
    written_for: int | None
    place: str | None
    address_place: str | None
    urgent: bool | None = None
    rang_at: datetime | None = None
    address_role: int | None = None


class Copy(NamedTuple):
    """The delivery that a row is about, and where it can be reached now: nowhere without an address.

    Of a post that was told in a digest the message is that of the digest.
    """

    id: int
    state: str
    chat_id: str | None
    message_id: str | None
    not_before: datetime
    finished_at: datetime | None
    photo_id: int | None
    address_id: int | None
    address_chat_id: str | None
    active: bool | None
    next_at: datetime | None
    rang_at: datetime | None = None
    digest_id: int | None = None
    place: str | None = None
    address_role: int | None = None

    @property
    def stands_in(self) -> int:
        """The row whose message it is."""
        return self.digest_id or self.id


class Change(NamedTuple):
    """Another row about the same copy, which is on the wire or has gone out."""

    copy_id: int
    state: str
    dispatch_id: int
    kind: str


class Instead(StrEnum):
    """What is said in place of an answer that goes out no more, and why it does not."""

    LATE = "late"
    ROLE_LOST = "role-lost"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row: it goes out (SENDING) to `chat_id`, waits (QUEUED), or ends, and `why`.

    Of a row about a copy `message_id` is the message to change, where it is known and still there.
    """

    state: DeliveryState
    why: str | None = None
    route: str | None = None
    not_before: datetime | None = None
    chat_id: str | None = None
    address_id: int | None = None
    next_at: datetime | None = None
    outsider: bool = False
    message_id: str | None = None
    sent_at: datetime | None = None
    photo_id: int | None = None
    instead: Instead | None = None
    """It is an answer of which nothing goes out any more but why."""
    changes: bool = False
    """It changes a message that stands there."""
    throttled: bool = False
    """It waits because the platform wants it to."""
    place: str | None = None
    """Where in its chat it goes."""
    rang_at: datetime | None = None
    silent: bool = False
    """It makes no sound: the phone rang a moment ago."""
    digest_id: int | None = None
    """Of a row about a copy that is told in a digest: the digest's row."""


class Method(StrEnum):
    """What a platform counts apart in one chat: new messages, and changes of those that stand there."""

    SEND = "send"
    CHANGE = "change"


RING_GAP = timedelta(minutes=1)
"""How often what is not urgent makes a sound in one chat."""

Waits = Mapping[tuple[str, str], datetime]
"""Until when a platform lets a (chat, method) of this route wait."""

FREE_WAITS = timedelta(hours=1)
"""How long one message may wait for a platform's 429s without that counting as a try."""


def waits_free(throttled_at: datetime | None, now: datetime) -> bool:
    """Whether a row that first met a 429 at that moment may wait once more without a try."""
    return throttled_at is None or now - throttled_at < FREE_WAITS


class Batch:
    """Decides about the rows of one claim, one after the other: what one takes, the next cannot have.

    `copies` are the copies by the rows that are about them. `edits` tells whether this channel can change a message in
    place; else a change is a message that rings. `busy` are digests that something changes now, `quota` is what the
    account has of its month's messages.
    `spent` are the next instants of the chats written to, `rang` when this lets one ring, `excused` the chats that are
    told why an answer does not come.
    """

    def __init__(
        self,
        copies: Mapping[int, Copy],
        changes: Iterable[Change],
        *,
        edits: bool,
        chat_pace: ChatPace | None,
        waits: Waits | None = None,
        busy: Collection[int] = (),
        quota: Quota | None = None,
    ) -> None:
        self._copies = copies
        self._changes: dict[int, list[Change]] = {}
        for one in changes:
            self._changes.setdefault(one.copy_id, []).append(one)
        self._edits = edits
        self._chat_pace = chat_pace
        self._waits = waits or {}
        self._quota = quota
        self._taken: set[int] = set(busy)
        self.excused: dict[str, Instead] = {}
        self.spent: dict[int, datetime] = {}
        self.rang: dict[int, datetime] = {}

    def decide(self, row: Row, at: datetime) -> Fate:
        """What becomes of a row that may go out at `at`."""
        fate = self._fate(row, at)
        if fate.state is not DeliveryState.SENDING:
            return fate
        # Most rows are copies of a push; a copy of their fate for each would be a tenth of what the engine costs.
        fate = replace(fate, changes=True) if self._changes_one(row, fate) else fate
        method = Method.CHANGE if fate.changes else Method.SEND
        if self._quota is not None and not fate.changes and not self._quota.admits(first=_goes_first(row)):
            return Fate(DeliveryState.FAILED, SHORT)
        until = self._waits.get((fate.chat_id or "", method))
        if until is not None and until > at and waits_free(row.throttled_at, at):
            return Fate(DeliveryState.QUEUED, "throttled", not_before=until, throttled=True)
        if self._chat_pace is not None and fate.address_id is not None:
            next_at = self.spent.get(fate.address_id, fate.next_at)
            allowed, following = self._chat_pace.instant(next_at, at, group=row.kind not in (None, PRIVATE))
            if allowed > at:
                return Fate(DeliveryState.QUEUED, row.error, not_before=allowed)
            self.spent[fate.address_id] = following
        if (copy := self._copies.get(row.id)) is not None:
            self._taken.add(copy.stands_in)
        if self._quota is not None and not fate.changes:
            self._quota.used += 1
        return replace(fate, silent=True) if self._is_silent(row, fate, at) else fate

    def _is_silent(self, row: Row, fate: Fate, at: datetime) -> bool:
        """Whether what nobody asked for makes no sound: outside urgent one chat rings once a minute."""
        if row.dispatch_id is None or fate.changes or fate.address_id is None:
            return False
        rang_at = self.rang.get(fate.address_id, fate.rang_at)
        if not row.urgent and rang_at is not None and timedelta() <= at - rang_at < RING_GAP:
            return True
        self.rang[fate.address_id] = at
        return False

    def _fate(self, row: Row, at: datetime) -> Fate:
        if row.dispatch_id is None:
            return self._of_reply(row, at)
        if over := why_over(row):
            return Fate(DeliveryState.UNCERTAIN if row.maybe_sent + row.released else DeliveryState.CANCELLED, over)
        if row.copy_id is None:
            return _of_push(row)
        copy = self._copies.get(row.id)
        if copy is None:
            return Fate(DeliveryState.CANCELLED, "never-got-it")
        return replace(self._of_change(row, copy, at), outsider=is_outsider(row, copy.address_role))

    def _of_reply(self, row: Row, at: datetime) -> Fate:
        instead = _instead(row, at)
        chat_id = row.chat_id or ""
        if instead is not None:
            # Only an answer is missed, and one line in each chat says so for all of them.
            if row.answer is None or chat_id in self.excused:
                return Fate(DeliveryState.CANCELLED, instead)
            self.excused[chat_id] = instead
        return Fate(
            DeliveryState.SENDING,
            chat_id=row.chat_id,
            address_id=row.address_id,
            next_at=row.next_at,
            instead=instead,
            place=row.place,
        )

    def _changes_one(self, row: Row, fate: Fate) -> bool:
        """Whether a row changes a message in place, which a channel that cannot edit never does."""
        if not self._edits or fate.instead is not None:
            return False
        if row.dispatch_id is None:
            return row.message_id is not None
        return row.dispatch_kind in MENDS and fate.message_id is not None

    def _of_change(self, row: Row, copy: Copy, at: datetime) -> Fate:
        others = self._changes.get(copy.id, ())
        busy = copy.stands_in in self._taken or any(one.state == DeliveryState.SENDING for one in others)
        if busy or copy.state in (DeliveryState.QUEUED, DeliveryState.SENDING):
            # One at a time about a message: two edits must not overtake one another.
            later = max(at + WAIT, copy.not_before) if copy.state == DeliveryState.QUEUED else at + WAIT
            return Fate(DeliveryState.QUEUED, row.error, not_before=later)
        if copy.state not in (DeliveryState.SENT, DeliveryState.UNCERTAIN):
            return Fate(DeliveryState.CANCELLED, "never-got-it")
        newer = (row.dispatch_kind, DispatchKind.WITHDRAWAL)
        if any(one.dispatch_id > (row.dispatch_id or 0) and one.kind in newer for one in others):
            return Fate(DeliveryState.CANCELLED, "superseded")
        # In the new chat of a group that moved, its number means another message, or none.
        message_id = copy.message_id if copy.address_chat_id == copy.chat_id else None
        mends = self._edits and row.dispatch_kind in MENDS and message_id is not None
        if not _may_get(row, copy, mends=mends):
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
            next_at=copy.next_at,
            message_id=message_id,
            sent_at=copy.finished_at,
            photo_id=copy.photo_id,
            # Beside what it is about; in a new chat that is nowhere.
            place=copy.place if copy.address_chat_id == copy.chat_id else None,
            rang_at=copy.rang_at,
            digest_id=copy.digest_id,
        )


def _goes_first(row: Row) -> bool:
    """Whether a row goes out though the month's messages run short.

    An answer does, what is urgent or about something that the person holds, and all that is for officials and cadres.
    """
    asked = row.dispatch_id is None or bool(row.urgent) or row.copy_id is not None
    return asked or (_role(row, row.address_role) or 0) > int(Role.RESIDENT)


def _instead(row: Row, at: datetime) -> Instead | None:
    """Why a reply must not go out at `at` as it was written; None where it may."""
    role = _role(row, row.address_role)
    if row.written_for is not None and (role is None or role < row.written_for):
        return Instead.ROLE_LOST
    return Instead.LATE if row.expires_at is not None and row.expires_at <= at else None


def _of_push(row: Row) -> Fate:
    # Who asked for a reminder may have subscribed to nothing; who stops drops what they asked for.
    if not (row.subscribed or row.dispatch_kind in OF_EVENT) or is_outsider(row, row.address_role):
        return Fate(DeliveryState.CANCELLED, "unsubscribed")
    if not row.active:
        return Fate(DeliveryState.FAILED, "blocked")
    if row.address_route != row.route:
        return Fate(DeliveryState.QUEUED, route=row.address_route)
    return Fate(
        DeliveryState.SENDING,
        chat_id=row.address_chat_id,
        address_id=row.address_id,
        next_at=row.next_at,
        rang_at=row.rang_at,
        place=row.address_place,
        digest_id=row.id if row.dispatch_kind == DispatchKind.DIGEST else None,
    )


def why_over(row: Row) -> str | None:
    """Why nothing of this row's dispatch goes out any more, whoever it is for; None where it does."""
    if row.dispatch_state == DispatchState.CANCELLED:
        return "cancelled"
    if row.post_state is None or row.dispatch_kind is None:
        return None
    return None if goes_out(DispatchKind(row.dispatch_kind), PostState(row.post_state)) else row.post_state


def _role(row: Row, address_role: int | None) -> int | None:
    """What its person may do from an address, the one with that role; None for nobody."""
    return row.role if row.role is None or address_role is None else min(row.role, address_role)


def is_outsider(row: Row, address_role: int | None) -> bool:
    """Whether what the row brings is for cadres only, as all that says nothing else, and who is there is none (now)."""
    cadre = (_role(row, address_role) or 0) >= int(Role.CADRE) and row.kind == PRIVATE
    return row.audience != Audience.EVERYONE and not cadre


def _may_get(row: Row, copy: Copy, *, mends: bool) -> bool:
    """Whether a change may still go to this person; `mends` where it changes what they hold in place.

    What they hold is mended even after they left: nothing rings. A message that rings is for subscribers only, and
    of a cadre-only post who is no cadre any more gets nothing but the withdrawal of what they surely hold.
    """
    if row.role is None or not (mends or row.subscribed):
        return False
    taken_back = copy.state == DeliveryState.SENT and row.dispatch_kind in TAKES_BACK
    return taken_back or not is_outsider(row, copy.address_role)
