"""What became of messages: kept until it is stored, in small batches, and in spite of a database that is down."""

import asyncio
from collections import Counter, deque
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime

import structlog

from bot.clock import Clock
from bot.delivery import refusals
from bot.delivery.policy import Decision
from bot.domain.delivery import DeliveryState, DispatchKind
from bot.domain.quota import month_of
from bot.domain.sample import Measured, Sample, Spread
from bot.errors import DatabaseDownError
from bot.storage import erasure, quota
from bot.storage import people as people_storage
from bot.storage.engine import Database, Transaction
from bot.storage.push import elsewhere, outcomes
from bot.storage.push.outbox import Claimed
from bot.storage.push.outcomes import Recorded

RECORD_SECONDS = 0.1
"""How long an outcome waits for others."""

ENOUGH_ROWS = 128
"""So many outcomes wait for no others: half of what a worker may hold, so that it goes on with the other half."""

MOST_ROWS = 256
"""How many outcomes one transaction stores: a row of few costs several times the CPU of a row of many."""

ANSWER_BOUNDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Seconds: an answer within one is at once, one after five is late, and after ten minutes it is not sent any more."""

PUT_OUT = "kicked"
"""Why a group cannot be reached that put the bot out: a fact of its own beside others."""

Outcome = tuple[Claimed, Decision]


class Recorder:
    """Stores outcomes of rows that this process held; of `metered` routes also how many messages a month has used."""

    def __init__(self, database: Database, clock: Clock, metered: Collection[str] = ()) -> None:
        self._database = database
        self._clock = clock
        self._metered = metered
        self._waiting: deque[Outcome] = deque()
        self._ended: Counter[tuple[DeliveryState, str]] = Counter()
        self._answers: dict[str, Spread] = {}
        self._known = asyncio.Event()
        self._enough = asyncio.Event()
        self._recording = asyncio.Lock()
        self._log = structlog.get_logger("record")

    def put(self, row: Claimed, decision: Decision) -> None:
        """Keep an outcome until it is stored."""
        self._waiting.append((row, decision))
        self._known.set()
        if len(self._waiting) >= ENOUGH_ROWS:
            self._enough.set()
        self._ended[(decision.state, (decision.error or "") if decision.state is not DeliveryState.SENT else "")] += 1
        if row.asked_at is not None and decision.state is DeliveryState.SENT:
            self._answer(row.route).add(max(0.0, (self._clock.now() - row.asked_at).total_seconds()))

    def _answer(self, route: str) -> Spread:
        return self._answers.setdefault(route, Spread("answer_seconds", ANSWER_BOUNDS, (("route", route),)))

    def measure(self) -> list[Measured]:
        """How many tries ended how, and why, since the start; one that is tried again is `queued`.

        And how long people waited for their answers.
        """
        tries = [
            Sample("tries", count, (("result", state), ("reason", reason)), total=True)
            for (state, reason), count in self._ended.items()
        ]
        return [*tries, *self._answers.values()]

    @property
    def waiting(self) -> int:
        """How many outcomes are not stored yet: at a crash their messages would go out a second time."""
        return len(self._waiting)

    async def run(self) -> None:
        """Store what comes, until cancelled."""
        while True:
            await self._known.wait()
            with suppress(TimeoutError):
                async with asyncio.timeout(RECORD_SECONDS):
                    await self._enough.wait()
            self._known.clear()
            self._enough.clear()
            try:
                await asyncio.shield(self.record())
            except DatabaseDownError:
                # The outcomes stay here; rows whose lease ends meanwhile may go out twice, none is lost.
                self._log.warning("database_down")
                self._known.set()
                await asyncio.sleep(2)

    async def record(self) -> None:
        """Store every outcome that is known; raises DatabaseDownError and keeps them where that cannot be."""
        # One at a time: whoever stops or looks for ended leases must wait for a batch that is being stored.
        async with self._recording:
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(MOST_ROWS, len(self._waiting)))]
                try:
                    await self._store_what_can_be(batch)
                except BaseException:
                    # A cancelled one as well; storing an outcome twice changes nothing.
                    self._waiting.extend(batch)
                    raise

    async def _store_what_can_be(self, batch: Sequence[Outcome]) -> None:
        try:
            await self.store(batch, self._clock.now())
        except DatabaseDownError:
            raise
        except Exception:
            # One of them is to blame; the others' messages must not go out again for it.
            for one in batch:
                await self._store_alone(one)

    async def _store_alone(self, one: Outcome) -> None:
        """Store one outcome, without what it means for others where that cannot be; else give it up."""
        for whole in (True, False):
            try:
                await self.store([one], self._clock.now(), whole=whole)
            except DatabaseDownError:
                raise
            except Exception:
                # Its row at least, so that the message does not go out again.
                self._log.exception("outcome_not_stored", delivery=one[0].id, whole=whole)
            else:
                return

    async def store(self, batch: Sequence[Outcome], now: datetime, *, whole: bool = True) -> None:
        """Store outcomes in one transaction, where `whole` with what they mean for tokens, chats and addresses."""
        async with self._database.write() as transaction:
            await outcomes.record(transaction, [_recorded(row, decision, now) for row, decision in batch], now)
            for row, decision in batch if whole else ():
                await _tell_others(transaction, row, decision, now)
            used = Counter(row.route for row, decision in batch if row.route in self._metered and _used(row, decision))
            for route, sent in used.items():
                await quota.add(transaction, route, month_of(now), sent=sent)


def _recorded(row: Claimed, decision: Decision, now: datetime) -> Recorded:
    return Recorded(
        row.id,
        row.claim,
        decision,
        copy_id=row.copy_id,
        shows=row.revision_id if row.kind is DispatchKind.EDIT else None,
        photo_id=row.photo_id,
        throttled_at=now if decision.chat_wait is not None else None,
        digest=row.digest_id == row.id,
        of_push=row.dispatch_id is not None,
    )


def _used(row: Claimed, decision: Decision) -> bool:
    """Whether a try used up a message of its month, for all that is known; a change in place uses none."""
    tried = decision.state is DeliveryState.SENT or decision.maybe_sent > row.maybe_sent
    return (tried or decision.state is DeliveryState.UNCERTAIN) and not row.changes


async def _tell_others(transaction: Transaction, row: Claimed, decision: Decision, now: datetime) -> None:
    """Store what an outcome means beyond its row."""
    await refusals.record(transaction, row, decision, now)
    if decision.switch_off and row.group and decision.error == PUT_OUT:
        await people_storage.put_out(transaction, row.route, row.chat_id)
    elif decision.switch_off:
        await people_storage.set_address_active(transaction, row.route, row.chat_id, active=False)
        await elsewhere.send_elsewhere(transaction, row.id, now)
    if decision.move_to is not None:
        await erasure.move_address(transaction, row.route, row.chat_id, decision.move_to)
