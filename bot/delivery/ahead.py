"""What pages show of a post is drawn as soon as it went out: whoever opens it first need not wait."""

import asyncio
from collections.abc import Callable

import structlog

from bot import cards
from bot.clock import Clock
from bot.delivery.failing import Failing
from bot.delivery.files import FileSender
from bot.domain.people import NOBODY
from bot.errors import DatabaseDownError, MissingError
from bot.messages.message import File
from bot.services import Services
from bot.storage.engine import Database, Transaction

LOOK_SECONDS = 2.0
"""A link is opened by hand before that; what it shows is drawn there and then."""


class Ahead:
    """Draws the sheets and the pictures of links of what has just gone out, and keeps them for all processes.

    What every push is about is looked at, so also what was corrected or has ended. Two processes draw the same twice,
    and keep it once.
    """

    def __init__(self, database: Database, clock: Clock, services: Callable[[Transaction], Services]) -> None:
        self._database = database
        self._services = services
        self._files = FileSender(database, clock)
        self._after: int | None = None
        self._log = structlog.get_logger("ahead")
        self._failing = Failing(clock, lambda what: self._log.exception("not_drawn", subject=what))

    async def run(self) -> None:
        """Look for what went out, until cancelled."""
        while True:
            try:
                with self._failing.guard("round"):
                    await self.run_once()
            except DatabaseDownError:
                self._log.warning("database_down", doing="drawing")
            await asyncio.sleep(LOOK_SECONDS)

    async def run_once(self) -> int:
        """Draw what went out since the last look; returns how many posts that were."""
        async with self._database.look() as transaction:
            services = self._services(transaction)
            numbers, after = await services.shelves.gone_out(NOBODY, self._after)
        for number in numbers:
            try:
                async with self._database.read() as transaction:
                    view = await self._services(transaction).answers.read(NOBODY, number)
            except MissingError:
                # Withdrawn meanwhile.
                continue
            for drawing in cards.papers.drawn_ahead(view):
                with self._failing.guard(str(number), drawing.template):
                    await self._files.keep(File(drawing.template, drawing=drawing), drawing)
        self._after = after
        return len(numbers)
