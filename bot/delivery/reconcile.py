"""Looking after: what should be is compared with what is, once a second.

Every worker does it; each step is one guarded statement, so two of them at once do no harm.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot import cards
from bot.channels.base import Reply, reply_to_json
from bot.clock import Clock
from bot.domain.delivery import ALARM_ROWS, MAX_ATTEMPTS, DispatchKind, DispatchState, too_many_failures
from bot.domain.people import Role
from bot.errors import DatabaseDownError
from bot.storage import dispatches, inbox, outbox, replies
from bot.storage import people as people_storage
from bot.storage.engine import Database, Transaction

EVERY_SECONDS = 1.0
PROGRESS_EVERY = timedelta(seconds=5)
"""A live line is edited at most this often: edits count against the chat's limit, and take the token's instants from
the push. Every 3 s made one to 10,000 people at 30/s last 1.1 % longer."""

EVENTS_KEPT = timedelta(days=30)
STRANGERS_KEPT = timedelta(days=30)
LINES_KEPT = timedelta(days=2)
TIDY_EVERY = timedelta(hours=1)


class Reconciler:
    """Finds expired leases, pushes that are over or lack rows, and what is no longer needed."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        wake: Callable[[], None],
        record: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._record = record
        self._tidied_at: datetime | None = None
        self._log = structlog.get_logger("reconcile")

    async def run(self) -> None:
        """Look after everything until cancelled."""
        while True:
            try:
                await self.run_once()
            except DatabaseDownError:
                self._log.warning("database_down", doing="reconcile")
            await asyncio.sleep(EVERY_SECONDS)

    async def run_once(self) -> None:
        """One round."""
        now = self._clock.now()
        tidy = self._tidied_at is None or now - self._tidied_at >= TIDY_EVERY
        async with self._database.read() as transaction:
            busy = await outbox.has_running(transaction, now)
        if not busy and not tidy:
            return
        if self._record is not None:
            # After a time without a database a lease may have ended whose outcome this process knows.
            await self._record()
        async with self._database.write() as transaction:
            released = await outbox.release_expired(transaction, now, MAX_ATTEMPTS)
            due = await dispatches.take_progress_due(transaction, now, now - PROGRESS_EVERY)
            due += await dispatches.finish_dispatches(transaction, now)
            # Not only when the line is drawn: at 30/s five seconds more would be 150 people more.
            due += await dispatches.list_troubled(transaction, ALARM_ROWS)
            for dispatch_id in dict.fromkeys(due):
                await self._look_at(transaction, dispatch_id, now)
            if tidy:
                await self._tidy(transaction, now)
        if tidy:
            self._tidied_at = now
        if released:
            self._log.info("released", rows=released)
        if released or due:
            self._wake()

    async def _look_at(self, transaction: Transaction, dispatch_id: int, now: datetime) -> None:
        """Draw a push's live line; hold the push where too much of it fails."""
        progress = await dispatches.load_progress(transaction, dispatch_id)
        watched = progress.kind is not DispatchKind.SAMPLE
        troubled = watched and too_many_failures(progress) and await dispatches.raise_alarm(transaction, dispatch_id)
        if troubled and progress.state is DispatchState.RUNNING:
            await dispatches.set_dispatch_state(
                transaction, dispatch_id, DispatchState.PAUSED, note="too-many-failures"
            )
            await dispatches.park_rows(transaction, dispatch_id)
            progress = await dispatches.load_progress(transaction, dispatch_id)
        official: list[tuple[str, str]] = []
        if progress.route is not None and progress.chat_id is not None:
            official.append((progress.route, progress.chat_id))
        for chat in official:
            await self._tell(transaction, chat, cards.progress(progress), now)
        if troubled:
            admins = await replies.list_chats(transaction, role=Role.ADMIN)
            for chat in dict.fromkeys([*official, *admins]):
                await self._tell(transaction, chat, cards.failure_alarm(progress), now)
            self._log.warning("dispatch_paused", dispatch=dispatch_id, failed=progress.failed)

    async def _tell(self, transaction: Transaction, chat: tuple[str, str], reply: Reply, now: datetime) -> None:
        await replies.put_reply(
            transaction,
            route=chat[0],
            chat_id=chat[1],
            content=reply_to_json(reply),
            slot=reply.slot,
            at=now,
            expires_at=None if reply.slot else now + timedelta(days=1),
        )

    async def _tidy(self, transaction: Transaction, now: datetime) -> None:
        for dispatch_id in await dispatches.list_running(transaction):
            missing = await dispatches.fill_missing(transaction, dispatch_id)
            if missing:
                self._log.warning("missing_rows", dispatch=dispatch_id, rows=missing)
        for post_id in await dispatches.list_unsent(transaction, now - timedelta(days=1)):
            self._log.error("published_without_push", post=post_id)
        await replies.delete_stale_replies(transaction, now, now - LINES_KEPT)
        await inbox.delete_events(transaction, now - EVENTS_KEPT)
        for person_id in await people_storage.list_strangers(transaction, now - STRANGERS_KEPT, 500):
            await people_storage.erase_person(transaction, person_id)
