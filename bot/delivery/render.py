"""From a claimed row to the message that goes out."""

from collections import OrderedDict

from bot import cards
from bot.channels.base import Outgoing, Reply, outgoing_from_json
from bot.domain.posts import Audience
from bot.services.posts import load_view
from bot.storage.engine import Database
from bot.storage.outbox import Claimed

KEPT = 32
"""Revisions kept rendered: one broadcast is one text, thousands of times."""


class Renderer:
    """Renders pushes once a revision; a revision never changes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[int, tuple[Reply, bool]] = OrderedDict()

    async def prepare(self, rows: list[Claimed]) -> None:
        """Load what the rows will need, so that no database is held while sending."""
        wanted = {row.revision_id for row in rows if row.revision_id is not None} - set(self._kept)
        if not wanted:
            return
        async with self._database.read() as transaction:
            for revision_id in wanted:
                view = await load_view(transaction, revision_id)
                self._kept[revision_id] = (cards.push(view), view.post.audience is Audience.CADRES)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def render(self, row: Claimed) -> Outgoing:
        """The message of one prepared row; raises KeyError for a row that was not prepared."""
        if row.content is not None:
            return outgoing_from_json(row.content, chat_id=row.chat_id, edit=row.edit)
        reply, protect = self._kept[row.revision_id or 0]
        return Outgoing(row.chat_id, reply.text, reply.buttons, protect=protect)
