"""Looking after: what should be is compared with what is, once a second.

Every worker does it; each step is one guarded statement, so two of them at once do no harm.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot import cards
from bot.clock import Clock
from bot.delivery.failing import Failing
from bot.delivery.tell import NOTICE_LIFE, Teller
from bot.domain.delivery import (
    ALARM_ROWS,
    ASIDE,
    FAR,
    MAX_ATTEMPTS,
    DispatchKind,
    DispatchState,
    Progress,
    too_many_failures,
)
from bot.domain.people import Role
from bot.errors import DatabaseDownError
from bot.storage import attachments, erasure, history, inbox
from bot.storage import people as people_storage
from bot.storage.engine import Database, Transaction
from bot.storage.push import dispatches, fanout, outbox, outcomes, pace, replies
from bot.storage.push.replies import Chat

EVERY_SECONDS = 1.0
PROGRESS_EVERY = timedelta(seconds=5)
"""A live line is edited at most this often: edits count against the chat's limit, and take the token's instants from
the push. Every 3 s made one to 10,000 people at 30/s last 1.1 % longer."""

EVENTS_KEPT = timedelta(days=30)
STRANGERS_KEPT = timedelta(days=30)
FILES_KEPT = timedelta(days=30)
"""How long a file stays that no post needs any more: a withdrawal or a dropped draft may have been a slip."""
LINES_KEPT = timedelta(days=2)
LATE_KEPT = timedelta(days=1)
"""How long an answer that came too late waits for its chance to say so."""
TIDY_EVERY = timedelta(hours=1)
WIPE_SECONDS = 60.0
"""Who is erased is gone from the disk, the database's log as well, about so long afterwards."""


class Reconciler:
    """Finds expired leases, pushes that are over or lack rows, and what is no longer needed."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        teller: Teller,
        wake: Callable[[], None],
        record: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._teller = teller
        self._wake = wake
        self._record = record
        self.tidied_at: datetime | None = None
        """When it last looked after what can wait an hour."""
        self._looked_at = clock.now()
        self._log = structlog.get_logger("reconcile")
        self._failing = Failing(clock, lambda what: self._log.exception("reconcile_failed", subject=what))

    async def run(self) -> None:
        """Look after everything until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_for_ever())
            # Beside the rounds: it may wait for others who read.
            group.create_task(self._wipe_for_ever())

    async def _look_for_ever(self) -> None:
        while True:
            try:
                with self._failing.guard("round"):
                    await self.run_once()
            except DatabaseDownError:
                self._log.warning("database_down", doing="reconcile")
            await asyncio.sleep(EVERY_SECONDS)

    async def _wipe_for_ever(self) -> None:
        while True:
            wiped = False
            try:
                with self._failing.guard("wipe"):
                    wiped = await self.wipe()
            except DatabaseDownError:
                self._log.warning("database_down", doing="wipe")
            await asyncio.sleep(WIPE_SECONDS if wiped else WIPE_SECONDS / 6)

    async def wipe(self) -> bool:
        """Have what was deleted leave the disk; False where that has to be tried again, soon."""
        async with self._database.look() as transaction:
            erased = await erasure.count_erased(transaction)
        if not await self._database.wipe(erased=erased > 0):
            return False
        if erased:
            async with self._database.write() as transaction:
                await erasure.note_wiped(transaction, erased)
        return True

    async def run_once(self) -> None:
        """One round."""
        now = self._clock.now()
        # A clock that was set back is as good a reason as a new hour.
        tidy = self.tidied_at is None or not timedelta() <= now - self.tidied_at < TIDY_EVERY
        tidy = tidy or now < self._looked_at - FAR
        self._looked_at = now
        async with self._database.look() as transaction:
            busy = await outbox.has_running(transaction, now)
        if not busy and not tidy:
            return
        if self._record is not None:
            # After a time without a database a lease may have ended whose outcome this process knows.
            await self._record()
        async with self._database.write() as transaction:
            released = await outcomes.release_expired(transaction, now, MAX_ATTEMPTS)
            due = await dispatches.take_progress_due(transaction, now, now - PROGRESS_EVERY)
        async with self._database.read() as transaction:
            due += await dispatches.list_over(transaction)
            # Not only when the line is drawn: at 30/s five seconds more would be 150 people more.
            due += await dispatches.list_troubled(transaction, ALARM_ROWS)
        counted = [one for one in dict.fromkeys(due) if not self._failing.rests("dispatch", one)]
        for dispatch_id in counted:
            with self._failing.guard("dispatch", dispatch_id):
                await self._look_at(dispatch_id, now)
        if tidy:
            await self._tidy(now)
        if tidy:
            self.tidied_at = now
        if released:
            self._log.info("released", rows=released)
        if released or counted or tidy:
            self._wake()

    async def _look_at(self, dispatch_id: int, now: datetime) -> None:
        """Draw a push's live line; end the push where nothing waits, hold it where too much of it fails."""
        async with self._database.read() as transaction:
            # Counting a million rows takes 0.1 to 0.3 s, in which nobody should wait to write.
            progress = await dispatches.load_progress(transaction, dispatch_id)
        async with self._database.write() as transaction:
            # Whoever changed it since it was counted has drawn the line.
            if await dispatches.lock_state(transaction, dispatch_id) is progress.state:
                await self._draw(transaction, progress, now)

    async def _draw(self, transaction: Transaction, progress: Progress, now: datetime) -> None:
        dispatch_id, was = progress.dispatch_id, progress.state
        if await dispatches.finish_dispatches(transaction, now, [dispatch_id]):
            # Rows that were on the wire when they were counted may have ended since.
            if progress.waiting or progress.held:
                progress = await dispatches.load_progress(transaction, dispatch_id)
            if progress.kind is DispatchKind.NEW and was is DispatchState.RUNNING:
                await self._tell_lost(transaction, progress, now)
            progress = replace(progress, state=DispatchState.HELD if progress.held else DispatchState.DONE)
            if progress.state is DispatchState.DONE:
                progress = replace(progress, finished_at=now)
                await history.note_reached(transaction, progress, now)
        # What a digest tells is counted with the posts in it.
        watched = progress.kind not in ASIDE
        troubled = watched and too_many_failures(progress) and await dispatches.raise_alarm(transaction, dispatch_id)
        if troubled and progress.state is DispatchState.RUNNING:
            await dispatches.set_dispatch_state(
                transaction, dispatch_id, DispatchState.PAUSED, note="too-many-failures"
            )
            await dispatches.park_rows(transaction, dispatch_id)
            progress = replace(progress, state=DispatchState.PAUSED, note="too-many-failures")
        official: list[Chat] = []
        if progress.route is not None and progress.chat_id is not None:
            viewer = await people_storage.find_viewer(transaction, progress.route, progress.chat_id)
            # Whoever lost their role hears no more of what they began.
            if viewer is not None and viewer.role > Role.RESIDENT:
                official.append(Chat(viewer.route, viewer.chat_id, viewer.address_id, viewer.role))
        for chat in official:
            await self._teller.tell(transaction, chat, cards.pushes.progress(progress), now, expires_at=None)
        if troubled:
            admins = await replies.list_chats(transaction, role=Role.ADMIN)
            for chat in dict.fromkeys([*official, *admins]):
                alarm = cards.pushes.failure_alarm(progress)
                await self._teller.tell(transaction, chat, alarm, now, expires_at=now + NOTICE_LIFE)
            self._log.warning("dispatch_paused", dispatch=dispatch_id, failed=progress.failed)

    async def _tell_lost(self, transaction: Transaction, progress: Progress, now: datetime) -> None:
        """Tell admins which channel a new post is missing from: once a post, and not again when its copies change."""
        for name in {one.name for one in progress.aired if one.lost}:
            for chat in await replies.list_chats(transaction, role=Role.ADMIN):
                await self._teller.tell(transaction, chat, cards.channels.lost(name), now, now + NOTICE_LIFE)

    async def _tidy(self, now: datetime) -> None:
        """What can wait an hour, each step in a transaction of its own: one that fails keeps no other from its work."""
        for step in (self._pull_back, self._fill_missing, self._name_unsent, self._forget, self._forget_strangers):
            with self._failing.guard(step.__name__):
                async with self._database.write() as transaction:
                    await step(transaction, now)

    async def _pull_back(self, transaction: Transaction, now: datetime) -> None:
        pulled = await outcomes.pull_back(transaction, now)
        if pulled:
            self._log.warning("clock_set_back", rows=pulled)

    async def _fill_missing(self, transaction: Transaction, now: datetime) -> None:
        for dispatch_id in await dispatches.list_running(transaction):
            missing = await fanout.fill_missing(transaction, dispatch_id)
            if missing:
                self._log.warning("missing_rows", dispatch=dispatch_id, rows=missing)

    async def _name_unsent(self, transaction: Transaction, now: datetime) -> None:
        for post_id in await dispatches.list_unsent(transaction, now - timedelta(days=1)):
            self._log.error("published_without_push", post=post_id)

    async def _forget(self, transaction: Transaction, now: datetime) -> None:
        await replies.delete_stale_replies(transaction, now - LATE_KEPT, now - LINES_KEPT)
        await pace.delete_waits(transaction, now)
        await attachments.delete_unused(transaction, now - FILES_KEPT)
        await inbox.delete_events(transaction, now - EVENTS_KEPT)
        await inbox.delete_jobs(transaction, now - EVENTS_KEPT)

    async def _forget_strangers(self, transaction: Transaction, now: datetime) -> None:
        for person_id in await erasure.list_strangers(transaction, now - STRANGERS_KEPT, 500):
            await erasure.erase_person(transaction, person_id)
