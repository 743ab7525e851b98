"""The worker: claims rows at the token's pace, lets go of the database, sends, and records in small batches.

    reserve + claim (one transaction) -> send (no database) -> record (≤ 100 ms or 128 messages)

A row that is on the wire when the process dies is sent again when its lease ends; every other row is sent once.
"""

import asyncio
import random
import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel
from bot.clock import Clock
from bot.delivery import pace
from bot.delivery.files import FileSender
from bot.delivery.policy import Decision, decide
from bot.delivery.record import Recorder
from bot.delivery.refusals import Refusals
from bot.delivery.render import Renderer
from bot.domain.claims import Waits, waits_free
from bot.domain.delivery import FAR, DeliveryState, DispatchKind, Lane
from bot.domain.quota import month_of
from bot.domain.sample import Measured, Sample
from bot.domain.turns import shares
from bot.errors import DatabaseDownError, DeliveryError, FixedError, MaybeSentError, NeverSentError
from bot.messages.incoming import route_of
from bot.messages.message import Outgoing
from bot.storage import quota as quotas
from bot.storage.engine import Database, Transaction
from bot.storage.push import outbox
from bot.storage.push import pace as pace_storage
from bot.storage.push.outbox import Claimed

MOST_IN_FLIGHT = 256
"""How many rows this process holds, those that wait for their instant too."""

MOST_ON_WIRE = 64
"""How many pushes of one token are on the wire: each is a connection, and beyond this many a push is no faster."""

A_MOMENT = timedelta(seconds=0.02)
"""A lateness that is no stall: else none would ever be made up for, since every wake-up is a little late."""

AT_LEAST = 0.01
"""Seconds between two claims: without a pace, waiting for half of AHEAD each time took two thirds of the time."""

IDLE_SECONDS = 0.5
"""How long an idle worker sleeps before it looks for rows that another process wrote."""

STOP_SECONDS = 8
"""How long a stopping worker waits for answers on the wire: a service manager kills after ten."""

CHATS_KEPT = 10_000


class Worker:
    """Sends everything that waits, on every channel of this process.

    With `claims` off it sends and records only what it is handed: the answers of this process.
    """

    def __init__(
        self, *, database: Database, channels: Sequence[Channel], clock: Clock, lease: timedelta, claims: bool = True
    ) -> None:
        self._database = database
        self._channels: Mapping[str, Channel] = {
            route_of(channel.name, channel.account): channel for channel in channels
        }
        self._clock = clock
        self._lease = lease
        self._claims = claims
        self._stopping = False
        self._renderer = Renderer(database)
        self._files = FileSender(database, clock)
        self._log = structlog.get_logger("worker")
        self._wake = {route: asyncio.Event() for route in self._channels}
        metered = [one for one, channel in self._channels.items() if channel.capabilities.monthly_quota is not None]
        self._recorder = Recorder(database, clock, metered)
        self._sending: set[asyncio.Task[None]] = set()
        self._claiming: set[asyncio.Task[float | None]] = set()
        self._wire = {route: asyncio.Semaphore(MOST_ON_WIRE) for route in self._channels}
        self._even_at: dict[str, datetime] = {}
        self._refusals = Refusals(clock)
        # One message at a time a chat, so that the parts of a long answer arrive in order.
        self._chats: OrderedDict[tuple[str, str], asyncio.Lock] = OrderedDict()

    def deliver(self, rows: Sequence[Claimed]) -> None:
        """Send rows that this process already holds, at their instants."""
        for row in rows:
            self._spawn(row)
        if not rows:
            # An answer that has to wait its turn is claimed like all else that waits.
            self.wake()

    async def record(self) -> None:
        """Store every outcome that is known; raises DatabaseDownError and keeps them where that cannot be."""
        await self._recorder.record()

    def measure(self) -> list[Measured]:
        """How many tries ended how since the start, and how many outcomes wait to be stored."""
        return [*self._recorder.measure(), Sample("outcomes_waiting", self._recorder.waiting)]

    def wake(self) -> None:
        """Look for rows now: something was just published."""
        for event in self._wake.values():
            event.set()

    async def run(self) -> None:
        """Work until cancelled; then record what is on the wire before letting go."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._recorder.run())
                for route in self._channels if self._claims else ():
                    group.create_task(self._claim_for_ever(route))
        finally:
            await asyncio.shield(self._finish())

    async def _finish(self) -> None:
        """Give back what was not begun, wait for what is on the wire, and record both."""
        self._stopping = True
        deadline = asyncio.get_running_loop().time() + STOP_SECONDS
        for work in (self._claiming, self._sending):
            if work:
                await asyncio.wait(work, timeout=max(0.0, deadline - asyncio.get_running_loop().time()))
        try:
            await self._recorder.record()
        except DatabaseDownError:
            self._log.warning("database_down", doing="stop")

    # --- claiming ---------------------------------------------------------------------------------------------

    async def _claim_for_ever(self, route: str) -> None:
        wake = self._wake[route]
        while True:
            try:
                # A claim that was begun is finished: rows that were committed to nobody would wait for their lease.
                claiming = asyncio.ensure_future(self._claim(route))
                self._claiming.add(claiming)
                claiming.add_done_callback(self._claiming.discard)
                busy = await asyncio.shield(claiming)
            except DatabaseDownError:
                self._log.warning("database_down", doing="claim")
                await asyncio.sleep(2)
                continue
            except Exception:
                # Other routes, and what is on the wire, go on meanwhile.
                self._log.exception("claim_failed", route=route)
                await asyncio.sleep(2)
                continue
            if busy is not None:
                await asyncio.sleep(busy)
                continue
            wake.clear()
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await wake.wait()
            except TimeoutError:
                pass

    async def _claim(self, route: str) -> float | None:
        """Reserve instants and claim rows for them; None where nothing waits or the token is paused.

        Else the seconds after which to come back: when half of what was reserved has gone out, so that the pace
        never runs dry.
        """
        room = MOST_IN_FLIGHT - len(self._sending) - self._recorder.waiting
        if room < MOST_IN_FLIGHT // 2:
            # Few rows at a time cost as many statements: a row of 14 costs four times the CPU of a row of 128.
            return AT_LEAST
        # A look without a lock first: an idle worker must not make others wait.
        async with self._database.look() as transaction:
            lanes = await outbox.find_waiting(transaction, route, self._clock.now())
        if not lanes:
            return None
        half = pace.AHEAD.total_seconds() / 2
        async with self._database.write() as transaction:
            held = await pace_storage.lock_pace(transaction, route, self._clock.now())
            # Locks may have been waited for: a lease counted from before could have ended already.
            now = self._clock.now()
            if pace.stands_still(held, now):
                return None
            rate = pace.rate_now(held, self._channels[route].rate, now)
            instants, late = pace.free_instants(held.next_at, held.even_at, now, rate, room)
            if not instants:
                return half
            waits = await pace.waits_of(transaction, route, held, now)
            rows = await self._take(transaction, route, lanes, instants, shares(instants, rate, lanes), waits, now)
            if rows is None:
                return None
            if rows:
                following = rows[-1].at - late + timedelta(seconds=1 / rate)
                await pace_storage.set_next_at(transaction, route, following, pace.made_up_at(late, now))
        await self._renderer.prepare(rows)
        self.deliver(rows)
        return min(half, max(AT_LEAST, (instants[-1] - now).total_seconds() / 2))

    async def _take(
        self,
        transaction: Transaction,
        route: str,
        lanes: Sequence[Lane],
        instants: Sequence[datetime],
        turns: Sequence[Lane],
        waits: Waits,
        now: datetime,
    ) -> list[Claimed] | None:
        """Claim a row for each instant; returns those that go out, None where there was none to claim."""
        claim, able = secrets.token_hex(8), self._channels[route].capabilities
        ids = await outbox.claim_rows(
            transaction,
            route=route,
            lanes=lanes,
            claim=claim,
            now=now,
            lease_until=instants[-1] + self._lease,
            limit=len(instants),
            turns=turns,
        )
        if not ids:
            return None
        most = able.monthly_quota
        quota = await quotas.load(transaction, route, month_of(now), most) if most is not None else None
        return await outbox.load_claimed(
            transaction,
            ids,
            claim,
            instants,
            self._lease,
            chat_pace=able.chat_pace,
            edits=able.edit,
            waits=waits,
            quota=quota,
        )

    # --- sending ----------------------------------------------------------------------------------------------

    def _spawn(self, row: Claimed) -> None:
        task = asyncio.create_task(self._send_at(row))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send_at(self, row: Claimed) -> None:
        if row.dispatch_id is None or row.at - self._clock.now() < FAR:
            # A push reserved for later than this was reserved before the clock was set back: it would stay on the wire.
            await self._sleep_until(row.at)
        if row.dispatch_id is not None:
            # Asked again after each wait: the machine may have stood still meanwhile. Longer is a clock that jumped.
            while timedelta() < self._smoothed(row) - self._clock.now() <= pace.LATE:
                await self._sleep_until(self._smoothed(row))
        async with self._chat(row), self._wire[row.route] if row.dispatch_id is not None else nullcontext():
            now = self._clock.now()
            if now >= row.lease_until:
                # Somebody else may hold it by now: sending would be the second copy.
                return
            until = self._refusals.waits(row)
            if self._stopping or until is not None:
                decision = _given_back(row, until or now)
            else:
                row, decision = await self._send(row)
        self._refusals.note(row, decision)
        self._recorder.put(row, decision)

    async def _sleep_until(self, at: datetime) -> None:
        wait = (at - self._clock.now()).total_seconds()
        if wait > 0:
            await asyncio.sleep(wait)

    def _smoothed(self, row: Claimed) -> datetime:
        """When a push that is due goes out: after a stall as late as the one before it, not all at once.

        So rows keep the distances at which they were reserved, those of other processes on a machine that stood still
        as well; were each to send its own at nearly the full rate, two would together be nearly twice as fast.
        """
        now = self._clock.now()
        late = pace.lateness(self._even_at.get(row.route), now)
        if row.at + late + A_MOMENT < now:
            # Never later than all that one process may hold: that much silence has gone before.
            most = timedelta(seconds=MOST_IN_FLIGHT / self._channels[row.route].rate)
            late = min(now - row.at, pace.AHEAD, most)
            self._even_at[row.route] = pace.made_up_at(late, now)
        return row.at + late

    async def _send(self, row: Claimed) -> tuple[Claimed, Decision]:
        """Send one row; returns it with the picture that it has left in the chat."""
        channel = self._channels[row.route]
        outcome: str | DeliveryError
        message: Outgoing | None = None
        try:
            # Ended before the lease is: after that another worker may send the same row.
            async with asyncio.timeout(max(1.0, (row.lease_until - self._clock.now()).total_seconds() - 1)):
                message, photo_id = self._renderer.render(row, channel.capabilities, self._clock.now())
                row = replace(row, photo_id=photo_id) if photo_id is not None else row
                try:
                    outcome = await self._files.send(channel, row.route, message)
                except FixedError:
                    if row.kind is not DispatchKind.WITHDRAWAL:
                        raise
                    # What was withdrawn must not stand there without a word.
                    message = self._renderer.beside(message, row, channel.capabilities, self._clock.now())
                    outcome = await self._files.send(channel, row.route, message)
        except DeliveryError as error:
            outcome = error
        except DatabaseDownError:
            # Asked for a file, before anything was sent.
            outcome = NeverSentError("database-down")
        except TimeoutError:
            outcome = MaybeSentError("no-answer")
        except Exception as error:
            # A row whose rendering or sending is broken must end by its own tries, not stop the others.
            self._log.exception("send_failed", delivery=row.id)
            outcome = DeliveryError(type(error).__name__)
        return row, decide(
            outcome,
            attempts=row.attempts,
            maybe_sent=row.maybe_sent,
            plain=row.plain,
            now=self._clock.now(),
            jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
            repeatable=message is not None and (message.only_edit or message.delete is not None),
            throttled=self._refusals.blame(row),
            waits_free=waits_free(row.throttled_at, self._clock.now()),
        )

    def _chat(self, row: Claimed) -> asyncio.Lock:
        key = (row.route, row.chat_id)
        lock = self._chats.setdefault(key, asyncio.Lock())
        self._chats.move_to_end(key)
        if len(self._chats) > CHATS_KEPT:
            oldest = next(iter(self._chats))
            if not self._chats[oldest].locked():
                del self._chats[oldest]
        return lock


def _given_back(row: Claimed, not_before: datetime) -> Decision:
    """The row as if it had never been claimed."""
    return Decision(DeliveryState.QUEUED, row.attempts - 1, not_before, maybe_sent=row.maybe_sent, plain=row.plain)
