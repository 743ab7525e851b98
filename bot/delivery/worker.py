"""The worker: claims rows at the token's pace, lets go of the database, sends, and records in small batches.

    reserve + claim (one transaction) -> send (no database) -> record (≤ 100 ms or 64 messages)

A row that is on the wire when the process dies is sent again when its lease ends; every other row is sent once.
"""

import asyncio
import random
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel, route_of
from bot.clock import Clock
from bot.delivery import pace
from bot.delivery.policy import Decision, decide
from bot.delivery.render import Renderer
from bot.domain.delivery import Lane
from bot.errors import DatabaseDownError, DeliveryError, MaybeSentError
from bot.storage import outbox
from bot.storage import people as people_storage
from bot.storage.engine import Database
from bot.storage.outbox import Claimed, Recorded

RECORD_SECONDS = 0.1
RECORD_ROWS = 64
MOST_IN_FLIGHT = 256
IDLE_SECONDS = 0.5
"""How long an idle worker sleeps before it looks for rows that another process wrote."""

BROADCAST = (Lane.REPLY, Lane.URGENT, Lane.CHANGE, Lane.ROUTINE)


class Worker:
    """Sends everything that waits, on every channel of this process."""

    def __init__(self, *, database: Database, channels: Sequence[Channel], clock: Clock, lease: timedelta) -> None:
        self._database = database
        self._channels: Mapping[str, Channel] = {
            route_of(channel.name, channel.account): channel for channel in channels
        }
        self._clock = clock
        self._lease = lease
        self._renderer = Renderer(database)
        self._log = structlog.get_logger("worker")
        self._wake = {route: asyncio.Event() for route in self._channels}
        self._outcomes: asyncio.Queue[tuple[Claimed, Decision]] = asyncio.Queue()
        self._sending: set[asyncio.Task[None]] = set()
        # One message at a time a chat, so that the parts of a long answer arrive in order.
        self._chats: OrderedDict[tuple[str, str], asyncio.Lock] = OrderedDict()

    def deliver(self, rows: Sequence[Claimed]) -> None:
        """Send rows that this process already holds, at their instants."""
        for row in rows:
            self._spawn(row)

    def wake(self) -> None:
        """Look for rows now: something was just published."""
        for event in self._wake.values():
            event.set()

    async def run(self) -> None:
        """Work until cancelled; then record what is on the wire before letting go."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._record_for_ever())
                for route in self._channels:
                    group.create_task(self._claim_for_ever(route))
        finally:
            await asyncio.shield(self._finish())

    async def _finish(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=10)
        await self._record_batch()

    # --- claiming ---------------------------------------------------------------------------------------------

    async def _claim_for_ever(self, route: str) -> None:
        wake = self._wake[route]
        while True:
            try:
                busy = await self._claim(route)
            except DatabaseDownError:
                self._log.warning("database_down", doing="claim")
                await asyncio.sleep(2)
                continue
            if busy:
                # Come back when half of what was reserved has gone out, so that the pace never runs dry.
                await asyncio.sleep(pace.AHEAD.total_seconds() / 2)
                continue
            wake.clear()
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await wake.wait()
            except TimeoutError:
                pass

    async def _claim(self, route: str) -> bool:
        """Reserve instants and claim rows for them; False where nothing waits."""
        channel = self._channels[route]
        room = MOST_IN_FLIGHT - len(self._sending)
        if room <= 0:
            return True
        now = self._clock.now()
        claim = secrets.token_hex(8)
        async with self._database.write() as transaction:
            await outbox.ensure_pace(transaction, route, now)
            next_at, paused_until = await outbox.lock_pace(transaction, route)
            if paused_until is not None and paused_until > now:
                return False
            instants = pace.free_instants(next_at, now, channel.rate, room)
            if not instants:
                return True
            lease_until = instants[-1] + self._lease
            ids = await outbox.claim_rows(
                transaction,
                route=route,
                lanes=BROADCAST,
                claim=claim,
                now=now,
                lease_until=lease_until,
                limit=len(instants),
            )
            if not ids:
                return False
            rows = await outbox.load_claimed(transaction, ids, claim, instants, lease_until)
            if rows:
                gap = timedelta(seconds=1 / channel.rate)
                await outbox.set_next_at(transaction, route, rows[-1].at + gap)
        await self._renderer.prepare(rows)
        self.deliver(rows)
        return True

    # --- sending ----------------------------------------------------------------------------------------------

    def _spawn(self, row: Claimed) -> None:
        task = asyncio.create_task(self._send_at(row))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send_at(self, row: Claimed) -> None:
        wait = (row.at - self._clock.now()).total_seconds()
        if wait > 0:
            await asyncio.sleep(wait)
        async with self._chat(row):
            if self._clock.now() >= row.lease_until:
                # Somebody else may hold it by now: sending would be the second copy.
                return
            decision = await self._send(row)
        self._outcomes.put_nowait((row, decision))

    async def _send(self, row: Claimed) -> Decision:
        outcome: str | DeliveryError
        try:
            async with asyncio.timeout(max(1.0, (row.lease_until - self._clock.now()).total_seconds() - 1)):
                outcome = await self._channels[row.route].send(self._renderer.render(row))
        except DeliveryError as error:
            outcome = error
        except TimeoutError:
            outcome = MaybeSentError("no-answer")
        except Exception as error:
            # A row whose rendering or sending is broken must end by its own tries, not stop the others.
            self._log.exception("send_failed", delivery=row.id)
            outcome = DeliveryError(type(error).__name__)
        return decide(
            outcome,
            attempts=row.attempts,
            last_error=row.error,
            now=self._clock.now(),
            jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
        )

    def _chat(self, row: Claimed) -> asyncio.Lock:
        key = (row.route, row.chat_id)
        lock = self._chats.setdefault(key, asyncio.Lock())
        self._chats.move_to_end(key)
        if len(self._chats) > 10_000:
            oldest = next(iter(self._chats))
            if not self._chats[oldest].locked():
                del self._chats[oldest]
        return lock

    # --- recording --------------------------------------------------------------------------------------------

    async def _record_for_ever(self) -> None:
        while True:
            await asyncio.sleep(RECORD_SECONDS)
            try:
                await asyncio.shield(self._record_batch())
            except DatabaseDownError:
                # The outcomes stay in the queue; rows whose lease ends meanwhile may go out twice, none is lost.
                self._log.warning("database_down", doing="record")
                await asyncio.sleep(2)

    async def _record_batch(self) -> None:
        while not self._outcomes.empty():
            batch = [self._outcomes.get_nowait() for _ in range(min(RECORD_ROWS, self._outcomes.qsize()))]
            try:
                await self._record(batch, self._clock.now())
            except DatabaseDownError:
                for one in batch:
                    self._outcomes.put_nowait(one)
                raise

    async def _record(self, batch: list[tuple[Claimed, Decision]], now: datetime) -> None:
        async with self._database.write() as transaction:
            await outbox.record(
                transaction,
                [
                    Recorded(
                        row.id,
                        row.claim,
                        decision.state,
                        decision.attempts,
                        decision.not_before,
                        decision.message_id,
                        decision.error,
                    )
                    for row, decision in batch
                ],
                now,
            )
            for row, decision in batch:
                if decision.pause is not None:
                    await outbox.pause_token(transaction, row.route, now + decision.pause, decision.error or "")
                if decision.switch_off:
                    await people_storage.set_address_active(transaction, row.route, row.chat_id, active=False)
                if decision.move_to is not None:
                    await people_storage.move_address(transaction, row.route, row.chat_id, decision.move_to)
