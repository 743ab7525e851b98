"""The worker: claims rows at the token's pace, and has them sent and recorded.

    reserve + claim (one transaction) -> send (no database, see sender.py) -> record (≤ 100 ms or 128 messages)

A row that is on the wire when the process dies is sent again when its lease ends; every other row is sent once.
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel
from bot.clock import Clock
from bot.delivery import pace
from bot.delivery.record import Recorder
from bot.delivery.sender import MOST_IN_FLIGHT, Sender
from bot.domain.claims import Waits
from bot.domain.delivery import Lane
from bot.domain.quota import month_of
from bot.domain.sample import Measured, Sample
from bot.domain.turns import shares
from bot.errors import DatabaseDownError
from bot.messages.incoming import route_of
from bot.storage import quota as quotas
from bot.storage.engine import Database, Transaction
from bot.storage.push import outbox
from bot.storage.push import pace as pace_storage
from bot.storage.push.outbox import Claimed

AT_LEAST = 0.01
"""Seconds between two claims: without a pace, waiting for half of AHEAD each time took two thirds of the time."""

IDLE_SECONDS = 0.5
"""How long an idle worker sleeps before it looks for rows that another process wrote."""

STOP_SECONDS = 8
"""How long a stopping worker waits for answers on the wire: a service manager kills after ten."""


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
        self._log = structlog.get_logger("worker")
        self._wake = {route: asyncio.Event() for route in self._channels}
        metered = [one for one, channel in self._channels.items() if channel.capabilities.monthly_quota is not None]
        self._recorder = Recorder(database, clock, metered)
        self._claiming: set[asyncio.Task[float | None]] = set()
        self.sender = Sender(database=database, channels=self._channels, clock=clock, ended=self._recorder.put)

    def deliver(self, rows: Sequence[Claimed]) -> None:
        """Send rows that this process already holds, at their instants."""
        self.sender.begin(rows)
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
        sending = self.sender.stop()
        deadline = asyncio.get_running_loop().time() + STOP_SECONDS
        for work in (self._claiming, sending):
            if work:
                await asyncio.wait(work, timeout=max(0.0, deadline - asyncio.get_running_loop().time()))
        try:
            await self._recorder.record()
        except DatabaseDownError:
            self._log.warning("database_down", doing="stop")

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
        room = MOST_IN_FLIGHT - self.sender.under_way - self._recorder.waiting
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
        await self.sender.renderer.prepare(rows)
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
