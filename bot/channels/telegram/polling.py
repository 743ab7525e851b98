"""Long polling that confirms a batch of updates only after it was taken in, and never stops."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.channels import base
from bot.channels.telegram.errors import CONFLICT
from bot.channels.telegram.updates import WANTED, update_id
from bot.channels.telegram.wire import Wire
from bot.errors import ChannelDownError, DatabaseDownError, DeliveryError, NeverSentError

BATCH = 100

Hand = Callable[[Sequence[object]], Awaitable[None]]
"""Takes raw updates in."""

ASK_EVERY = 10.0
"""Seconds between two calls that only show whether Telegram can be reached and knows the token."""


async def ask_now_and_then(wire: Wire) -> None:
    """Let the wire know how it is: a poll is open for half a minute and may hang, and no webhook may come for days."""
    while True:
        await asyncio.sleep(ASK_EVERY)
        with suppress(DeliveryError):
            await wire.call("getMe", {}, within=5)


@dataclass(frozen=True)
class Pauses(base.Pauses):
    """And `conflict`, for two pollers on one token: that too only people can end."""

    conflict: float = 10

    def after_error(self, error: DeliveryError, failures: int) -> float:
        """The wait that an error of Telegram's asks for."""
        return self.conflict if error.reason == CONFLICT else super().after_error(error, failures)


class Poller:
    """Asks for updates and hands each on; `failed` counts those given up because our own code raised."""

    def __init__(self, wire: Wire, pauses: Pauses, log: structlog.typing.FilteringBoundLogger) -> None:
        self._wire = wire
        self._pauses = pauses
        self._log = log
        self._offset: int | None = None
        self.failed = 0
        self.trouble = ""
        """Why the last poll failed."""

    async def run(self, take: Hand) -> None:
        """Poll until cancelled, and hand what each poll brought to `take`, in order."""
        failures = 0
        last = ""
        while True:
            try:
                asked_at = asyncio.get_running_loop().time()
                batch = await self._fetch()
            except DeliveryError as error:
                failures += 1
                self.trouble = error.reason
                if error.reason == CONFLICT and failures == 1:
                    # Often the webhook of before, which is being taken away at this moment.
                    await asyncio.sleep(self._pauses.first)
                    continue
                if error.reason != last:
                    last = error.reason
                    self._report(error)
                await asyncio.sleep(self._pauses.after_error(error, failures))
                continue
            if failures:
                self._log.info("Telegram answers again", after_failures=failures)
                failures, last, self.trouble = 0, "", ""
            before = self._offset
            quick = asyncio.get_running_loop().time() - asked_at < self._pauses.poll / 2
            await self._hand_on(batch, take)
            if not batch:
                # All is confirmed now. Telegram chooses update ids anew, perhaps lower, after an idle week: a poll
                # without an offset gets those too.
                self._offset = None
            if self._offset == before and quick:
                # Nothing came though the poll did not last, or nothing that can be confirmed and so comes again.
                await asyncio.sleep(self._pauses.after(1))

    async def _fetch(self) -> list[object]:
        parameters = {
            "offset": self._offset,
            "limit": BATCH,
            "timeout": self._pauses.poll,
            "allowed_updates": list(WANTED),
        }
        batch = await self._wire.call("getUpdates", parameters, within=self._pauses.poll + 15)
        if not isinstance(batch, list):
            raise NeverSentError("unreadable-answer")
        return batch

    async def _hand_on(self, batch: Sequence[object], take: Hand) -> None:
        """Repeat a batch until it is taken in; only then may the offset move past it."""
        failures = 0
        waits = 0
        while True:
            try:
                await take(batch)
                break
            except DatabaseDownError:
                waits += 1
                if waits == 1:
                    self._log.warning("The database is down: Telegram's updates wait")
                await asyncio.sleep(self._pauses.after(waits))
            except Exception as error:
                # The edge between Telegram and our own code: a defect there must cost one update, not the bot.
                failures += 1
                self._log.error("Updates could not be taken in", error=type(error).__name__, attempt=failures)
                if len(batch) > 1:
                    for raw in batch:
                        await self._hand_on([raw], take)
                    break
                if failures >= self._pauses.tries:
                    self.failed += len(batch)
                    break
                await asyncio.sleep(self._pauses.after(failures))
        numbers = [number for raw in batch if (number := update_id(raw)) is not None]
        if numbers:
            self._offset = numbers[-1] + 1

    def _report(self, error: DeliveryError) -> None:
        """Say once what is wrong and what ends it."""
        if isinstance(error, ChannelDownError):
            self._log.error(
                "Telegram refuses the token: set the right one in LOA_TELEGRAM__TOKEN, or have @BotFather restore it",
                reason=error.reason,
            )
        elif error.reason == CONFLICT:
            self._log.warning(
                "Someone else receives this bot's messages: stop the other process, or remove its webhook",
                reason=error.reason,
            )
        else:
            self._log.warning("Telegram cannot be reached: trying again", reason=error.reason)
