"""From a claimed row to the message that goes out."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from markupsafe import escape

from bot import cards
from bot.channels.base import Capabilities, Outgoing, Reply, outgoing_from_json, plain, utf16_units
from bot.domain.delivery import MENDS, DispatchKind
from bot.domain.pages import PostView
from bot.domain.posts import Audience
from bot.services.life import load_view
from bot.storage.engine import Database
from bot.storage.outbox import Claimed

KEPT = 32
"""Texts kept rendered: one broadcast is one text, thousands of times."""

DELETE_MARGIN = timedelta(hours=1)
"""How long before a platform's limit nothing is deleted any more: clocks differ, and a row may have to wait."""

CARDS: dict[DispatchKind, Callable[[PostView, str | None], Reply]] = {
    DispatchKind.NEW: lambda view, words: cards.push_first(view),
    DispatchKind.SAMPLE: lambda view, words: cards.push_first(view),
    DispatchKind.EDIT: lambda view, words: cards.push_again(view),
    DispatchKind.NOTICE: lambda view, words: cards.correction_notice(view),
    DispatchKind.WITHDRAWAL: cards.withdrawn_copy,
    DispatchKind.ALL_CLEAR: cards.all_clear,
}


@dataclass(frozen=True, slots=True)
class _Kept:
    """One dispatch's text; `bare` is for those whom the official's words are not for any more."""

    text: Reply
    bare: Reply
    protect: bool


class Renderer:
    """Renders dispatches once: what one says does not change while it runs, unless its revision or its words do."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[tuple[int, int, str | None], _Kept] = OrderedDict()
        self._log = structlog.get_logger("render")

    async def prepare(self, rows: list[Claimed]) -> None:
        """Load what the rows will need, so that no database is held while sending.

        What cannot be loaded or rendered is left out: its rows then fail one by one, by their own tries, and everybody
        else's go on.
        """
        wanted = {_key(row): row for row in rows if row.dispatch_id is not None and _key(row) not in self._kept}
        for key, row in wanted.items():
            try:
                async with self._database.read() as transaction:
                    view = await load_view(transaction, key[1])
                card = CARDS[row.kind or DispatchKind.NEW]
                protect = view.post.audience is Audience.CADRES
                self._kept[key] = _Kept(card(view, row.words), card(view, None), protect)
            except Exception:
                # Whatever is wrong with one post must not stop the worker; see above.
                self._log.exception("not_rendered", dispatch=key[0], revision=key[1])
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def render(self, row: Claimed, able: Capabilities, now: datetime) -> Outgoing:
        """The message of one prepared row; raises KeyError for a row that could not be prepared."""
        if row.content is not None:
            message = outgoing_from_json(row.content, chat_id=row.chat_id, edit=row.edit)
        else:
            kept = self._kept[_key(row)]
            text = kept.bare if row.outsider else kept.text
            message = Outgoing(row.chat_id, text.text, text.buttons, protect=kept.protect, paid=row.paid)
            if row.copy_message_id is not None:
                message = _about_copy(message, row, row.copy_message_id, able, now)
        return _bare(message, able.text_units) if row.plain else message


def _key(row: Claimed) -> tuple[int, int, str | None]:
    return row.dispatch_id or 0, row.revision_id or 0, row.words


def beside(message: Outgoing) -> Outgoing:
    """A change that the platform does not let in place any more, as an answer to the message it is about."""
    return replace(message, edit=None, only_edit=False, reply_to=message.edit)


def _about_copy(message: Outgoing, row: Claimed, copy: str, able: Capabilities, now: datetime) -> Outgoing:
    """Take the copy away, change it in place, or answer it; where the channel cannot do the first, the next."""
    if row.kind is DispatchKind.WITHDRAWAL and able.delete and not row.plain:
        # Tried once: a deletion that was refused comes back as plain.
        age = now - row.copy_sent_at if row.copy_sent_at else timedelta.max
        if able.delete_window is None or age < able.delete_window - DELETE_MARGIN:
            return replace(message, delete=copy)
    if row.kind in MENDS and able.edit:
        return replace(message, edit=copy, only_edit=True)
    return replace(message, reply_to=copy) if able.reply_to else message


def _bare(message: Outgoing, text_units: int) -> Outgoing:
    """The same words without markup and buttons, cut to what the channel takes: better than nothing at all."""
    words = plain(message.text)
    while utf16_units(words) > text_units:
        words = words[: len(words) - max(1, (utf16_units(words) - text_units) // 2)]
    return replace(message, text=escape(words), buttons=())
