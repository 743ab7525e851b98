"""Sheets and pictures that pages show: as they were drawn ahead, else drawn here, one at a time and never too many."""

import asyncio
from collections import OrderedDict

import structlog

from bot.cards.charts.draw import draw, key_of
from bot.messages.message import Drawing
from bot.storage import attachments
from bot.storage.engine import Database

MOST_BYTES = 16_000_000
"""Of what was drawn here and is kept in memory, the newest: pages only read, so nothing of it is stored."""
MOST_WAITING = 16
"""Different drawings that wait for their turn, each 50 to 200 ms; who asks for one more is asked to come again."""


class Press:
    """Draws for the pages of one process, in a thread, and what is asked for at once only once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._making: dict[str, asyncio.Task[bytes | None]] = {}
        self._turn = asyncio.Semaphore(1)
        self._log = structlog.get_logger("press")

    async def made(self, drawing: Drawing, *, at_once: bool = False) -> bytes | None:
        """Its bytes; None where too many others wait, unless it is needed `at_once`, or where it cannot be drawn."""
        key = key_of(drawing)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        task = self._making.get(key)
        if task is None:
            if len(self._making) >= MOST_WAITING and not at_once:
                return None
            task = asyncio.ensure_future(self._make(key, drawing))
            self._making[key] = task
            task.add_done_callback(lambda _: self._making.pop(key, None))
        # Who hangs up takes it from nobody else.
        return await asyncio.shield(task)

    async def _make(self, key: str, drawing: Drawing) -> bytes | None:
        async with self._turn:
            async with self._database.read() as transaction:
                kept = await attachments.find_content(transaction, key)
            if kept is None:
                try:
                    kept = await asyncio.to_thread(draw, drawing)
                except RuntimeError:
                    self._log.exception("not_drawn", template=drawing.template)
                    return None
        self._keep(key, kept)
        return kept

    def _keep(self, key: str, content: bytes) -> None:
        self._kept[key] = content
        while sum(map(len, self._kept.values())) > MOST_BYTES:
            self._kept.popitem(last=False)
