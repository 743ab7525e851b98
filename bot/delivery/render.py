"""From a claimed row to the message that goes out."""

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot import cards
from bot.delivery.adapt import adapt_push, as_plain, shows_photos
from bot.domain.claims import Instead
from bot.domain.delivery import MENDS, TAKES_BACK, DispatchKind
from bot.domain.hours import NEVER, QuietHours
from bot.domain.posts import Audience, PostState, Said
from bot.domain.shelf import photo_address
from bot.domain.views import PostView
from bot.messages.capabilities import Capabilities
from bot.messages.message import Outgoing, Reply, outgoing_from_json, reply_to_json
from bot.storage import choices
from bot.storage.engine import Database
from bot.storage.push import digests
from bot.storage.push.outbox import Claimed
from bot.storage.views import load_view

KEPT = 256
"""Texts kept rendered, those longest unused dropped first: one broadcast is one text, thousands of times. As many as a
worker may hold rows, so that what one of them needs is never dropped."""

DIGESTS_KEPT = 512
"""Digests kept rendered: each is for one person, and no more are needed than are in flight."""

DELETE_MARGIN = timedelta(hours=1)
"""How long before a platform's limit nothing is deleted any more: clocks differ, and a row may have to wait."""

CARDS: dict[DispatchKind, Callable[[PostView, Said | None, bool], Reply]] = {
    DispatchKind.NEW: lambda view, said, photo: cards.posts.push_first(view, photos=photo),
    DispatchKind.SAMPLE: lambda view, said, photo: cards.posts.push_first(view, photos=photo),
    DispatchKind.EDIT: lambda view, said, photo: cards.copies.push_again(view, photos=photo, short=photo),
    DispatchKind.NOTICE: lambda view, said, photo: cards.copies.correction_notice(view),
    DispatchKind.WITHDRAWAL: lambda view, said, photo: cards.copies.withdrawn_copy(view, said),
    DispatchKind.ALL_CLEAR: lambda view, said, photo: cards.copies.all_clear(view, said),
    DispatchKind.REMINDER: lambda view, said, photo: cards.reminders.event_reminder(view),
    DispatchKind.SWEEP: lambda view, said, photo: cards.copies.withdrawn_copy(view, said),
    DispatchKind.RECALL: lambda view, said, photo: cards.copies.withdrawn_copy(view, said),
}
"""What each kind of dispatch says, with the official's words, as a text or under a photo."""

INSTEAD: dict[Instead, Callable[[], Reply]] = {
    Instead.LATE: lambda: cards.refusals.too_late(),
    Instead.ROLE_LOST: lambda: cards.refusals.role_lost(),
}
"""What is said in place of an answer that goes out no more."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One dispatch's text; `bare` is for those whom the official's words are not for any more.

    `shown` is the same under the post's photo, where it has one; `photo` is where anybody may fetch that. The rest is
    for a channel: `pin` and `quiet`, when it makes no sound.
    """

    text: Reply
    bare: Reply
    shown: Reply
    protect: bool
    photo: str
    pin: bool | None = None
    quiet: QuietHours = NEVER


class Renderer:
    """Renders dispatches once: what one says does not change while it runs, unless its revision or its words do."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[int, int, Said | None, bool], _Kept] = OrderedDict()
        self._digests: OrderedDict[int, Reply] = OrderedDict()
        self._log = structlog.get_logger("render")

    async def prepare(self, rows: list[Claimed]) -> None:
        """Load what the rows will need, so that no database is held while sending.

        What cannot be loaded or rendered is left out: its rows then fail one by one, by their own tries, and everybody
        else's go on.
        """
        told = {row.digest_id for row in rows if row.digest_id is not None}
        if told:
            await self._prepare_digests(told)
        posts = [row for row in rows if row.content is None and row.kind is not DispatchKind.DIGEST]
        wanted = {_key(row): row for row in posts if _key(row) not in self._kept}
        for key, row in wanted.items():
            try:
                async with self._database.read() as transaction:
                    view = await load_view(transaction, key[1])
                    if row.broadcast:
                        _, areas = await choices.load_post_choices(transaction, view.post.id)
                        view = replace(view, areas=tuple(name for _, name in areas), on_air=True)
                kind = row.kind or DispatchKind.NEW
                card = CARDS[kind]
                protect = view.post.audience is Audience.CADRES
                self._kept[key] = _Kept(
                    text=card(view, row.said, False),
                    bare=card(view, None, False),
                    shown=card(view, row.said, True),
                    protect=protect,
                    photo=photo_address(view),
                    pin=_pin(view, kind) if row.broadcast else None,
                    quiet=view.ward.quiet if row.broadcast and not view.post.urgent else NEVER,
                )
            except Exception:
                # Whatever is wrong with one post must not stop the worker; see above.
                self._log.exception("not_rendered", dispatch=key[0], revision=key[1])
        for key in {_key(row) for row in rows} & self._kept.keys():
            self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    async def _prepare_digests(self, ids: Collection[int]) -> None:
        """Render digests as they read at this moment, the same as above."""
        for one in ids:
            # What it said before must not go out for it: a withdrawal would bring the old words back.
            self._digests.pop(one, None)
        try:
            async with self._database.read() as transaction:
                told = await digests.list_told(transaction, ids)
        except Exception:
            # As above: what is not rendered fails by its own tries.
            self._log.exception("not_rendered", digests=sorted(ids))
            return
        views: dict[int, PostView] = {}
        for one, posts in told.items():
            try:
                wanted = [revision for revision, may_see in posts if may_see]
                if missing := [revision for revision in wanted if revision not in views]:
                    async with self._database.read() as transaction:
                        views.update({revision: await load_view(transaction, revision) for revision in missing})
                seen = [views[revision] for revision in wanted]
                self._digests[one] = cards.digests.digest(seen, hidden=len(posts) - len(seen))
            except Exception:
                # As above, and the others go on.
                self._log.exception("not_rendered", digests=[one])
        while len(self._digests) > DIGESTS_KEPT:
            self._digests.popitem(last=False)

    def render(self, row: Claimed, able: Capabilities, now: datetime) -> tuple[Outgoing, int | None]:
        """The message of one prepared row, and the picture that it leaves in the chat, as the row notes it.

        Raises KeyError for a row that could not be prepared.
        """
        if row.instead is not None:
            message = outgoing_from_json(reply_to_json(INSTEAD[row.instead]()), chat_id=row.chat_id, edit=None)
        elif row.content is not None:
            message = outgoing_from_json(row.content, chat_id=row.chat_id, edit=row.edit if able.edit else None)
            if row.plain and message.file is not None and (message.file.attachment or message.file.drawing):
                # Refused once: the words at least arrive.
                message = replace(message, file=None, text=cards.files.not_sent(message.text))
        else:
            message = self._rendered(row, able, now)
        message = replace(message, place=row.place) if row.place is not None else message
        if row.plain:
            message = as_plain(message, able)
        message = replace(message, silent=True) if row.silent else message
        if message.file is not None:
            return message, message.file.attachment
        return message, row.copy_photo_id if message.edits_photo else None

    def _rendered(self, row: Claimed, able: Capabilities, now: datetime) -> Outgoing:
        if row.digest_id is not None and (row.digest_id == row.id or _mends_digest(row, able)):
            told = adapt_push(self._digests[row.digest_id], able)
            edit = row.copy_message_id if row.digest_id != row.id else None
            return Outgoing(
                row.chat_id, told.text, told.buttons, edit=edit, only_edit=edit is not None, protect=told.protect
            )
        kept = self._kept[_key(row)]
        self._kept.move_to_end(_key(row))
        showable = kept.shown.file is not None or row.copy_photo_id is not None
        photo = showable and shows_photos(able, kept.photo)
        if row.copy_id is None and row.plain:
            # Whatever the platform has against it, the words at least arrive.
            photo = False
        text = adapt_push(kept.bare if row.outsider else kept.shown if photo else kept.text, able)
        file = text.file
        if file is not None and not able.photo_by_upload:
            # The platform fetches it itself, from the public pages.
            file = replace(file, attachment=None, id=kept.photo)
        message = Outgoing(row.chat_id, text.text, text.buttons, file, protect=kept.protect, paid=row.paid)
        if row.broadcast:
            # Nobody could press them there.
            message = replace(message, buttons=(), pin=kept.pin, silent=kept.quiet.covers(now))
        if row.copy_message_id is None:
            return message
        if row.digest_id is not None:
            return replace(message, reply_to=row.copy_message_id) if able.reply_to else message
        return _about_copy(message, row, row.copy_message_id, able, now)

    def beside(self, message: Outgoing, row: Claimed, able: Capabilities, now: datetime) -> Outgoing:
        """A change that the platform does not let in place any more, as an answer to the message it is about."""
        if row.digest_id is not None:
            # Only what became of this post, not the whole digest once more.
            message = self._rendered(replace(row, digest_id=None, copy_message_id=None), able, now)
            return replace(message, reply_to=row.copy_message_id)
        return replace(
            message, edit=None, only_edit=False, reply_to=message.edit, file=None, edits_photo=False, pin=None
        )


def _key(row: Claimed) -> tuple[int, int, Said | None, bool]:
    return row.dispatch_id or 0, row.revision_id or 0, row.said, row.broadcast


def _pin(view: PostView, kind: DispatchKind) -> bool | None:
    """Whether a channel is to keep a post in sight: one that is urgent, from its push on until it is over."""
    if not view.post.urgent:
        return None
    if view.post.state is not PostState.PUBLISHED:
        return False
    return True if kind is DispatchKind.NEW else None


def _mends_digest(row: Claimed, able: Capabilities) -> bool:
    """Whether a row changes the digest that its copy is told in."""
    return row.kind in MENDS and able.edit and row.copy_message_id is not None


def _about_copy(message: Outgoing, row: Claimed, copy: str, able: Capabilities, now: datetime) -> Outgoing:
    """Take the copy away, change it in place, or answer it; where the channel cannot do the first, the next."""
    if row.kind in TAKES_BACK and able.delete and not (row.plain or row.broadcast):
        # In a channel it says that it was taken back, so that nobody who saw it wonders. Elsewhere it is tried once: a
        # deletion that was refused comes back as plain.
        age = now - row.copy_sent_at if row.copy_sent_at else timedelta.max
        if able.delete_window is None or age < able.delete_window - DELETE_MARGIN:
            return replace(message, delete=copy)
    if row.kind in MENDS and able.edit:
        return replace(_with_picture(message, row), edit=copy, only_edit=True)
    # What is said beside a copy is no other post, and stands above nothing.
    message = replace(message, pin=None)
    return replace(message, reply_to=copy) if able.reply_to else message


def _with_picture(message: Outgoing, row: Claimed) -> Outgoing:
    """What becomes of the picture that a copy shows: it stays, another takes its place, or a blank one does.

    A message with a photo can never be one without again, so that a photo which must go leaves a blank.
    """
    wanted = message.file.attachment if message.file is not None else None
    if row.copy_photo_id is None:
        # Tried as it should be; a photo that was refused here must not keep the new words from arriving.
        return replace(message, file=None) if row.plain else message
    if wanted == row.copy_photo_id:
        return replace(message, file=None, edits_photo=True)
    if wanted is None or row.plain:
        blank = None if row.copy_photo_id == cards.files.BLANK else cards.files.blank_picture()
        return replace(message, file=blank, edits_photo=True)
    return replace(message, edits_photo=True)
