"""How an event comes in: nothing is lost, nothing counts twice, and who is slow holds up nobody else.

    channel ── a batch, as the platform sent it ──▶ take ──▶ inbox ──▶ confirmed (next offset, webhook 200)
                                                              │
                ┌──── the oldest event of each chat ──────────┘
                ▼
      read ──▶ Receiver: effects, answer ──▶ done, body erased ──▶ commit ──▶ the answer is sent

Both arrows into the database are one transaction each. An event is taken from the inbox by locking its row in the
transaction that handles it: whoever dies leaves it to any other process, at once and as if it had never been begun. A
chat's next event is looked for only when the one before is done, so chats wait for their own events and for nobody
else's: SQLite, which has one writer, handles several chats a transaction, PostgreSQL several transactions at a time.

Nothing in a transaction waits for the network. What fails is rolled back, marked and apologised for. What waits when a
process begins may be what killed the one before: it is counted, and set aside after MOST_STARTS.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog

from bot.chat.answering import Deliver
from bot.chat.receive import OLD, Receiver
from bot.clock import Clock
from bot.domain.quota import month_of
from bot.errors import DatabaseDownError
from bot.messages.incoming import Incoming, Raw, route_of
from bot.storage import inbox, quota
from bot.storage.engine import Database
from bot.storage.inbox import Waiting
from bot.storage.push.outbox import Claimed

Read = Callable[[str], Incoming | None]
Done = TypeVar("Done")

MOST_TOGETHER = 20
TOGETHER_SECONDS = 0.05
"""How many events, and for how long, one transaction of SQLite handles: a push waits for it to claim and to record."""

SIDE_BY_SIDE = 8
"""How many transactions of one process handle events at a time on PostgreSQL, each one event."""

WITHIN = 10.0
"""Seconds after which an event that hangs is given up."""

LOOK_SECONDS = 1.0
"""How long an idle process sleeps before it looks for events that another one left."""

MOST_STARTS = 3
"""How many processes in a row may die with an event in hand before nobody tries it any more."""

DOWN_SECONDS = 1.0
STOP_SECONDS = 5.0
HEARTBEAT = timedelta(seconds=20)
"""How often it is noted, at most, that events could come."""


class Intake:
    """Takes events of every channel in and has them handled; `reads` are the channels' own, by route."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        reads: Mapping[str, Read],
        receiver: Receiver,
        deliver: Deliver,
        metered: Collection[str] = (),
    ) -> None:
        self._database = database
        self._metered = metered
        self._clock = clock
        self._reads = reads
        self._accounts = [(channel, account) for channel, _, account in (route.partition(":") for route in reads)]
        self._receiver = receiver
        self._deliver = deliver
        self._together, self._beside = (MOST_TOGETHER, 1) if database.is_sqlite else (1, SIDE_BY_SIDE)
        self._heard_at: dict[str, datetime] = {}
        self._taken = 0
        self._left = 0
        self._careful = asyncio.Lock()
        self._begun: set[int] = set()
        self._singly = 0
        self._news = asyncio.Condition()
        self._log = structlog.get_logger("intake")

    async def take(self, channel: str, account: str, batch: Sequence[Raw]) -> None:
        """Keep a batch, and that it could come; returns once that is committed. Raises DatabaseDownError."""
        now, route = self._clock.now(), route_of(channel, account)
        heard_at = self._heard_at.get(route)
        heard = heard_at is not None and timedelta() <= now - heard_at < HEARTBEAT
        if heard and not batch:
            return
        async with self._database.write() as transaction:
            if not heard:
                await inbox.note_reception(transaction, route, now, OLD)
            if batch:
                new = await inbox.insert_events(transaction, (channel, account), batch, now)
                if new and route in self._metered:
                    await quota.add(transaction, route, month_of(now), received=new)
        if not heard:
            self._heard_at[route] = now
        if batch:
            self._taken += 1
            async with self._news:
                self._news.notify(len(batch))

    def heard_at(self, route: str) -> datetime | None:
        """When this process last noted that events of a route could come in."""
        return self._heard_at.get(route)

    async def run(self) -> None:
        """Handle what waits until cancelled."""
        while True:
            try:
                async with self._database.read() as transaction:
                    self._left = await inbox.find_newest(transaction, self._accounts) or 0
                break
            except DatabaseDownError:
                self._log.warning("database_down")
                await asyncio.sleep(DOWN_SECONDS)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work(look=LOOK_SECONDS))
            for _ in range(self._beside - 1):
                group.create_task(self._work(look=None))

    async def _work(self, look: float | None) -> None:
        woken = True
        while True:
            seen = self._taken
            try:
                # What was begun is finished, also when this process is told to stop: its answers are committed by then.
                if woken or await finished(self._any_waits()):
                    while await finished(self.run_once()):
                        pass
            except DatabaseDownError:
                self._log.warning("database_down")
                await asyncio.sleep(DOWN_SECONDS)
                continue
            except Exception:
                # Not even that an event failed could be noted; it is tried again, and the process goes on.
                self._log.exception("intake_failed")
                await asyncio.sleep(DOWN_SECONDS)
                continue
            woken = await self._wait_for_more(seen, look)

    async def _wait_for_more(self, seen: int, look: float | None) -> bool:
        """Wait until more was taken in than had been before the last look, or until it is time to look for others'."""
        try:
            async with asyncio.timeout(look), self._news:
                await self._news.wait_for(lambda: self._taken != seen)
        except TimeoutError:
            return False
        return True

    async def _any_waits(self) -> bool:
        async with self._database.look() as transaction:
            return await inbox.has_waiting(transaction, self._accounts)

    async def run_once(self) -> int:
        """Handle the oldest event of some chats in one transaction; returns how many. Raises DatabaseDownError."""
        if self._left:
            # One after another, and before all that came since: one of them may have killed whoever handled it.
            async with self._careful:
                if self._left and (done := await self._once_more(self._left)):
                    return done
                self._left = 0
        return await self._handle(1 if self._singly else self._together)

    async def _once_more(self, up_to: int) -> int:
        """Handle events that waited when this process began, each counted before it is begun; returns how many.

        One that was counted before is handled alone; one that was begun MOST_STARTS times is set aside.
        """
        async with self._database.write() as transaction:
            found = await inbox.take_waiting(transaction, self._accounts, most=self._together, up_to=up_to)
            if not found:
                return 0
            # Those that this process counted itself have not killed it.
            suspects = [one for one in found if one.tries > (one.id in self._begun)]
            chosen = found[: found.index(suspects[0]) or 1] if suspects else found
            new = [one for one in chosen if one.id not in self._begun]
            await inbox.count_tries(transaction, [one.id for one in new])
        self._begun.update(one.id for one in new)
        if chosen[0] in suspects and chosen[0].tries >= MOST_STARTS:
            return await self._set_aside(chosen[0])
        return await self._handle(len(chosen), up_to=up_to)

    async def _set_aside(self, event: Waiting) -> int:
        """Never try an event again, and apologise to who sent it without looking at what it says."""
        self._log.error("event_set_aside", channel=event.channel, row=event.id)
        async with self._database.write() as transaction:
            await inbox.finish_events(transaction, [event.id], error=inbox.SET_ASIDE)
            route = route_of(event.channel, event.account)
            claimed = await self._receiver.apologise_in(transaction, route, event.chat_id)
        self._deliver(claimed)
        return 1

    async def _handle(self, most: int, up_to: int | None = None) -> int:
        began = time.monotonic()
        done: list[int] = []
        claimed: list[Claimed] = []
        event: Waiting | None = None
        passed = 0 if self._beside == 1 else self._together * self._beside * 8
        try:
            async with self._database.write() as transaction:
                for event in await inbox.take_waiting(
                    transaction, self._accounts, most=most, passed=passed, up_to=up_to
                ):
                    async with asyncio.timeout(WITHIN):
                        answers = await self._receiver.handle(transaction, self._read(event), event.received_at)
                    claimed += [replace(one, asked_at=event.received_at) for one in answers]
                    done.append(event.id)
                    if time.monotonic() - began > TOGETHER_SECONDS:
                        break
                if done:
                    await inbox.finish_events(transaction, done)
        except DatabaseDownError:
            raise
        except Exception as error:
            # Whatever a handler does wrong, its event must not come back for ever, nor hold up the others.
            if event is None:
                raise
            if len(done) > 1 and event.id == done[-1]:
                # All were handled, and then could not be committed: nobody knows yet whose fault that is.
                self._singly = len(done)
                return len(done)
            self._log.exception("handler_failed", channel=event.channel, row=event.id)
            claimed = await self._give_up(event, error)
            done = [event.id]
        self._singly = max(0, self._singly - len(done))
        self._deliver(claimed)
        return len(done)

    async def _give_up(self, event: Waiting, error: Exception) -> list[Claimed]:
        """Mark an event as failed, and apologise where that works."""
        for apologises in (True, False):
            try:
                async with self._database.write() as transaction:
                    mine = await inbox.finish_events(transaction, [event.id], error=type(error).__name__)
                    if mine and apologises:
                        return await self._receiver.apologise(transaction, self._read(event))
                    break
            except DatabaseDownError:
                raise
            except Exception:
                # Nobody can be told; the event must end all the same.
                self._log.exception("apology_failed", channel=event.channel, row=event.id)
        return []

    def _read(self, event: Waiting) -> Incoming | None:
        return self._reads[route_of(event.channel, event.account)](event.body)


async def finished(work: Coroutine[Any, Any, Done]) -> Done:
    """What `work` gives; one that was begun is waited for when the waiting is cancelled, for STOP_SECONDS at most."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not (await asyncio.wait([task], timeout=STOP_SECONDS))[0]:
            task.cancel()
        raise
