"""From a claimed row to the message that goes out."""

from collections import OrderedDict
from dataclasses import replace

import structlog
from markupsafe import escape

from bot import cards
from bot.channels.base import Outgoing, Reply, outgoing_from_json, plain, utf16_units
from bot.domain.posts import Audience
from bot.services.life import load_view
from bot.storage.engine import Database
from bot.storage.outbox import Claimed

KEPT = 32
"""Revisions kept rendered: one broadcast is one text, thousands of times."""


class Renderer:
    """Renders pushes once a revision; a revision never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[int, tuple[Reply, bool]] = OrderedDict()
        self._log = structlog.get_logger("render")

    async def prepare(self, rows: list[Claimed]) -> None:
        """Load what the rows will need, so that no database is held while sending.

        A revision that cannot be loaded or rendered is left out: its rows then fail one by one, by their own tries,
        and everybody else's go on.
        """
        wanted = {row.revision_id for row in rows if row.revision_id is not None} - set(self._kept)
        for revision_id in wanted:
            try:
                async with self._database.read() as transaction:
                    view = await load_view(transaction, revision_id)
                self._kept[revision_id] = (cards.push(view), view.post.audience is Audience.CADRES)
            except Exception:
                # Whatever is wrong with one post must not stop the worker; see above.
                self._log.exception("not_rendered", revision=revision_id)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def render(self, row: Claimed, text_units: int) -> Outgoing:
        """The message of one prepared row; raises KeyError for a row that could not be prepared."""
        if row.content is not None:
            message = outgoing_from_json(row.content, chat_id=row.chat_id, edit=row.edit)
        else:
            reply, protect = self._kept[row.revision_id or 0]
            message = Outgoing(row.chat_id, reply.text, reply.buttons, protect=protect, paid=row.paid)
        return _bare(message, text_units) if row.plain else message


def _bare(message: Outgoing, text_units: int) -> Outgoing:
    """The same words without markup and buttons, cut to what the channel takes: better than nothing at all."""
    words = plain(message.text)
    while utf16_units(words) > text_units:
        words = words[: len(words) - max(1, (utf16_units(words) - text_units) // 2)]
    return replace(message, text=escape(words), buttons=())
