"""The database by itself: writing a push of a million rows, and claiming beside a million that are over."""

import resource
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import text

from bot.domain.delivery import MAX_ATTEMPTS, Attempted, DeliveryState, DispatchState, Lane
from bot.storage.engine import Database, Transaction
from bot.storage.push import dispatches, outbox, outcomes
from bot.storage.push.outbox import Claimed
from bot.storage.push.outcomes import Recorded
from tests.bench.house import (
    ROUTE,
    Figure,
    forget_peak,
    full_house,
    new_url,
    peak_mb,
    publish,
    quantile,
    without_checks,
)

MILLION = 1_000_000
LEASE = timedelta(seconds=30)
ROUNDS = 40


async def fanout() -> list[Figure]:
    """A post published to a million people: one transaction, and the memory of the process that does it."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with full_house(url, MILLION) as database:
                forget_peak()
                before, cpu = peak_mb(), processor()
                seconds = await publish(database)
                cpu = processor() - cpu
                figures.append(
                    Figure(
                        f"fan-out of 1,000,000 rows, {engine}",
                        f"{seconds:.1f} s, process peaked at {peak_mb():.0f} MB",
                        "< 10 s, < 200 MB",
                        f"{before:.0f} MB before; {cpu:.1f} s CPU in this process",
                    )
                )
    return figures


def processor() -> float:
    """Seconds of CPU that this process took so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def claim() -> list[Figure]:
    """Each statement of the push loop beside 1,000,000 rows that are over, and beside 100,000 that are parked."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with full_house(url, MILLION) as database:
                async with database.write() as transaction:
                    # So many people are enough; the others have had a post before they left.
                    await transaction.execute(text("UPDATE person SET subscribed = false WHERE id > 100001"))
                await publish(database, checked=False)
                async with database.write() as transaction:
                    await without_checks(transaction)
                    await transaction.execute(text("UPDATE dispatch SET state = 'done'"))
                    await transaction.execute(text("UPDATE delivery SET state = 'sent'"))
                    await transaction.execute(
                        text(
                            "INSERT INTO delivery (dispatch_id, person_id, route, lane, state, attempts, not_before)"
                            f" SELECT 1, id, '{ROUTE}', 3, 'sent', 1, 1 FROM person WHERE id > 100001"
                        )
                    )
                figures += await _statements(database, f"beside 1,000,000 finished rows, {engine}")
                async with database.write() as transaction:
                    for row in await dispatches.list_running(transaction):
                        await dispatches.set_dispatch_state(transaction, row, DispatchState.PAUSED)
                        await dispatches.park_rows(transaction, row)
                figures += await _statements(database, f"and 100,000 parked ones, {engine}")
    return figures


async def _statements(database: Database, where: str) -> list[Figure]:
    """Publish to 100,000, then go through the loop as a worker does; medians of 40 rounds."""
    await publish(database, checked=False)
    async with database.write() as transaction:
        newest = await transaction.scalar(text("SELECT max(id) FROM dispatch")) or 0
        if transaction.dialect.name != "sqlite":
            # As autovacuum does within a minute: without figures about a table that was just filled, PostgreSQL reads
            # all addresses for 30 rows (227 ms instead of 8).
            await transaction.execute(text("ANALYZE"))
    times: dict[str, list[float]] = {}

    async def timed(what: str, work: Callable[[Transaction], Awaitable[object]], *, write: bool = False) -> None:
        began = time.perf_counter()
        async with database.write() if write else database.read() as transaction:
            await work(transaction)
        times.setdefault(what, []).append(time.perf_counter() - began)

    for number in range(ROUNDS):
        one = Round(datetime.now(UTC), secrets.token_hex(8))
        await timed("look for rows", one.look)
        await timed("claim and load 30 rows", one.claim, write=True)
        assert len(one.rows) == 30
        await timed("record 30 rows", one.record, write=True)
        if number % 8 == 0:
            await timed("release_expired", one.release, write=True)
            await timed("finish_dispatches", one.finish, write=True)
            await timed("load_progress of 100,000 rows", partial(dispatches.load_progress, dispatch_id=newest))
            await timed("load_progress of 1,000,000 rows", partial(dispatches.load_progress, dispatch_id=1))
    return [
        Figure(
            f"{what} {where}",
            f"median {quantile(found) * 1000:.1f} ms, p95 {quantile(found, 0.95) * 1000:.1f} ms",
            "< 10 ms" if what.startswith("claim") else "",
        )
        for what, found in times.items()
    ]


@dataclass
class Round:
    """One round of a worker's loop."""

    now: datetime
    token: str
    rows: list[Claimed] = field(default_factory=list)
    most: int = 30

    async def look(self, transaction: Transaction) -> None:
        await outbox.find_waiting(transaction, ROUTE, self.now)

    async def claim(self, transaction: Transaction) -> None:
        ids = await outbox.claim_rows(
            transaction,
            route=ROUTE,
            lanes=(Lane.ROUTINE,),
            claim=self.token,
            now=self.now,
            lease_until=self.now + LEASE,
            limit=self.most,
        )
        self.rows = await outbox.load_claimed(transaction, ids, self.token, [self.now] * self.most, LEASE)

    async def record(self, transaction: Transaction) -> None:
        sent = [
            Recorded(row.id, self.token, Attempted(DeliveryState.SENT, 1, self.now, str(row.id))) for row in self.rows
        ]
        await outcomes.record(transaction, sent, self.now)

    async def release(self, transaction: Transaction) -> None:
        await outcomes.release_expired(transaction, self.now, MAX_ATTEMPTS)

    async def finish(self, transaction: Transaction) -> None:
        await dispatches.finish_dispatches(transaction, self.now, [1])
