"""Asking Zalo for what came: one event a call, no offset, and what was handed over may or may not come again.

An event that could not be taken in yet is kept here, and no other is asked for meanwhile. One that Zalo hands over
again has the same key, and the inbox knows it.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.channels import base
from bot.channels.zalo_bot.errors import delivery_error
from bot.channels.zalo_bot.wire import RefusedError, Wire
from bot.errors import DatabaseDownError, DeliveryError

Hand = Callable[[object], Awaitable[None]]
"""Takes one raw event in, or None: nothing came, but it could have."""


@dataclass(frozen=True)
class Pauses(base.Pauses):
    """And `between` two polls, since while something waits Zalo answers at once."""

    between: float = 1.0
    first: float = 1.0
    most: float = 60.0


class Poller:
    """Asks for events and hands each on; `failed` counts those given up because our own code raised."""

    def __init__(self, wire: Wire, pauses: Pauses, log: structlog.typing.FilteringBoundLogger) -> None:
        self._wire = wire
        self._pauses = pauses
        self._log = log
        self._untaken: deque[object] = deque()
        self.failed = 0
        self.trouble = ""
        """Why the last poll failed."""

    @property
    def untaken(self) -> int:
        """How many events were handed over that are not taken in yet."""
        return len(self._untaken)

    async def run(self, take: Hand) -> None:
        """Poll until cancelled, and hand what each poll brought to `take`, in order."""
        failures, last = 0, ""
        while True:
            await self._hand_on(take)
            try:
                came = await self._fetch()
            except DeliveryError as error:
                failures += 1
                self.trouble = error.reason
                if error.reason != last:
                    last = error.reason
                    self._log.warning("Zalo cannot be asked for news: trying again", reason=last)
                await asyncio.sleep(self._pauses.after_error(error, failures))
                continue
            if failures:
                self._log.info("Zalo answers again", after_failures=failures)
                failures, last, self.trouble = 0, "", ""
            self._untaken += came
            if not came:
                await self._say_it_hears(take)
            await self._hand_on(take)
            await asyncio.sleep(self._pauses.between)

    async def _fetch(self) -> list[object]:
        try:
            found = await self._wire.ask("getUpdates", {"timeout": self._pauses.poll}, within=self._pauses.poll + 10)
        except RefusedError as error:
            if error.refusal.means_no_news:
                return []
            raise delivery_error(error.refusal) from None
        # One event; some clients have seen a list.
        return found if isinstance(found, list) else [found] if found else []

    async def _say_it_hears(self, take: Hand) -> None:
        try:
            await take(None)
        except DatabaseDownError:
            return

    async def _hand_on(self, take: Hand) -> None:
        """Repeat each event until it is taken in; it is let go of only then."""
        failures = waits = 0
        while self._untaken:
            try:
                await take(self._untaken[0])
            except DatabaseDownError:
                waits += 1
                if waits == 1:
                    self._log.warning("The database is down: an event of Zalo waits")
                await asyncio.sleep(self._pauses.after(waits))
                continue
            except Exception as error:
                # The edge between Zalo and our own code: a defect there must cost one event, not the bot.
                failures += 1
                self._log.error("An event could not be taken in", error=type(error).__name__, attempt=failures)
                if failures < self._pauses.tries:
                    await asyncio.sleep(self._pauses.after(failures))
                    continue
                self.failed += 1
            self._untaken.popleft()
            failures = waits = 0
