"""Looking after: expired leases, finished pushes, live progress lines, and what is no longer needed."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot import cards
from bot.channels.base import reply_to_json
from bot.clock import Clock
from bot.domain.delivery import MAX_ATTEMPTS
from bot.errors import DatabaseDownError
from bot.storage import inbox, outbox
from bot.storage import people as people_storage
from bot.storage.engine import Database, Transaction

EVERY_SECONDS = 1.0
PROGRESS_EVERY = timedelta(seconds=3)
"""A live line is edited at most this often: edits count against the chat's own limit."""

EVENTS_KEPT = timedelta(days=30)
STRANGERS_KEPT = timedelta(days=30)
LINES_KEPT = timedelta(days=2)
TIDY_EVERY = timedelta(hours=1)


class Reconciler:
    """Compares what should be with what is, once a second."""

    def __init__(self, *, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._tidied_at: datetime | None = None
        self._log = structlog.get_logger("reconcile")

    async def run(self) -> None:
        """Look after everything until cancelled."""
        while True:
            try:
                await self.run_once()
            except DatabaseDownError:
                self._log.warning("database_down")
            await asyncio.sleep(EVERY_SECONDS)

    async def run_once(self) -> None:
        """One round."""
        now = self._clock.now()
        async with self._database.read() as transaction:
            busy = await outbox.has_running(transaction, now)
        tidy = self._tidied_at is None or now - self._tidied_at >= TIDY_EVERY
        if not busy and not tidy:
            return
        async with self._database.write() as transaction:
            released = await outbox.release_expired(transaction, now, MAX_ATTEMPTS)
            due = await outbox.list_progress_due(transaction, now - PROGRESS_EVERY)
            due += await outbox.finish_dispatches(transaction, now)
            for dispatch_id in dict.fromkeys(due):
                await self._draw(transaction, dispatch_id, now)
            if tidy:
                await self._tidy(transaction, now)
        if tidy:
            self._tidied_at = now
        if released:
            self._log.info("released", rows=released)
        if released or due:
            self._wake()

    async def _draw(self, transaction: Transaction, dispatch_id: int, now: datetime) -> None:
        progress = await outbox.load_progress(transaction, dispatch_id)
        await outbox.set_progress_drawn(transaction, dispatch_id, now)
        if progress.route is not None and progress.chat_id is not None:
            await outbox.put_reply(
                transaction,
                route=progress.route,
                chat_id=progress.chat_id,
                content=reply_to_json(cards.progress(progress)),
                slot=progress.slot,
                at=now,
                expires_at=None,
            )

    async def _tidy(self, transaction: Transaction, now: datetime) -> None:
        await outbox.delete_stale_replies(transaction, now, now - LINES_KEPT)
        await inbox.delete_events(transaction, now - EVENTS_KEPT)
        for person_id in await people_storage.list_strangers(transaction, now - STRANGERS_KEPT, 500):
            await people_storage.erase_person(transaction, person_id)
