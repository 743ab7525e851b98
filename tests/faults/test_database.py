"""The database is locked, full, restarted, shared: nothing is called sent that was not, and nobody is lost."""

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, insert, text, update

from bot.domain.delivery import Lane
from bot.storage import postgres
from bot.storage.engine import Database
from bot.storage.push import outbox, outcomes
from bot.storage.tables import delivery
from tests.conftest import Databases
from tests.fakes.telegram import FakeTelegram
from tests.faults.kit import Ward, running, working

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
only_postgresql = pytest.mark.parametrize("engine", ["postgresql"])


async def test_two_claimers_take_ten_thousand_rows_once_each(ward: Ward) -> None:
    await ward.populate(2)
    now = ward.clock.now()
    row = {"route": "other:1", "lane": int(Lane.REPLY), "state": "queued", "attempts": 0, "not_before": now}
    async with ward.database.write() as transaction:
        for first in range(0, 10_000, 1000):
            await transaction.execute(insert(delivery), [{"chat_id": str(first + n), **row} for n in range(1000)])
    taken: list[int] = []

    async def claim_all(name: str) -> int:
        own = Database(ward.url)
        turns = 0
        while True:
            async with own.write() as transaction:
                ids = await outbox.claim_rows(
                    transaction,
                    route="other:1",
                    lanes=(Lane.REPLY,),
                    claim=f"{name}-{turns}",
                    now=now,
                    lease_until=now + timedelta(minutes=1),
                    limit=250,
                )
            if not ids:
                break
            taken.extend(ids)
            turns += 1
            # A worker sends now; without it SQLite may hand the lock to the same claimer each time.
            await asyncio.sleep(0.02)
        await own.close()
        return turns

    turns = await asyncio.gather(claim_all("a"), claim_all("b"))
    assert min(turns) > 0
    assert len(taken) == len(set(taken)) == 10_000


@asynccontextmanager
async def locked(ward: Ward) -> AsyncIterator[None]:
    """Another program holds SQLite's write lock."""

    def take() -> sqlite3.Connection:
        # In a thread, so that the worker may come to the end of its own transaction meanwhile.
        path = ward.url.removeprefix("sqlite:///")
        taken = sqlite3.connect(path, isolation_level=None, timeout=20, check_same_thread=False)
        taken.execute("BEGIN IMMEDIATE")
        return taken

    connection = await asyncio.to_thread(take)
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@only_sqlite
@pytest.mark.parametrize(
    ("seconds", "lease"),
    [(1, 30), (3, 2), pytest.param(60, 30, marks=[pytest.mark.slow, pytest.mark.timeout(240)])],
)
async def test_a_file_locked_by_another_writer_delays_and_neither_loses_nor_repeats(
    ward: Ward, seconds: int, lease: int
) -> None:
    ward.rate = 60
    await ward.populate(60)
    await ward.publish()
    async with working(ward.app(lease_seconds=lease)):
        await ward.pushed(10)
        async with locked(ward):
            await asyncio.sleep(seconds)
            had = len(ward.pushes())
            # What was claimed before goes out, no more.
            assert had <= 60
        await ward.finished(patience=90)
    assert set(await ward.states()) == {"sent"}
    assert set(ward.copies().values()) == {1}


@only_sqlite
async def test_a_full_disk_calls_nothing_sent_and_is_overcome_when_there_is_room(ward: Ward) -> None:
    ward.rate = 60
    await ward.populate(60)
    await ward.publish()
    app = ward.app(lease_seconds=2)
    full, tries = False, itertools.count()

    def fill(connection: Any) -> None:
        # SQLite keeps this limit a connection, and never below what the file has.
        connection.exec_driver_sql(f"PRAGMA max_page_count={1 if full else 1_000_000}")
        if full and connection.get_execution_options().get("loa_write"):
            # The page that a growing table needs sooner or later; those that were freed before may be given first.
            connection.exec_driver_sql(f"CREATE TABLE no_room_{next(tries)} (a)")

    event.listen(app.database._engine.sync_engine, "begin", fill)
    async with working(app):
        await ward.pushed(10)
        full = True
        await asyncio.sleep(1)
        had = ward.copies()
        sent = {chat for chat, row in (await ward.rows()).items() if row.state == "sent"}
        assert sent < {str(chat) for chat, count in had.items() if count}
        # Longer than the lease.
        await asyncio.sleep(1.5)
        assert ward.copies() == had
        assert sum(had.values()) < 60
        full = False
        await ward.finished()
    assert set(await ward.states()) == {"sent"}
    assert set(ward.copies().values()) == {1}


@only_postgresql
async def test_a_server_that_drops_every_connection_again_and_again_loses_nobody(ward: Ward) -> None:
    ward.rate = 100
    await ward.populate(150)
    await ward.publish()
    async with working(ward.app(), ward.app()):
        for round_ in range(3):
            await ward.pushed(20 * (round_ + 1))
            drop_connections(ward.url)
            await asyncio.sleep(0.3)
        await ward.finished(patience=60)
    copies = ward.copies()
    assert min(copies.values()) == 1
    # The outcomes that could not be stored at once were kept, and stored later.
    assert max(copies.values()) == 1


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_postgresql_that_crashes_every_few_seconds_loses_nobody(tg: FakeTelegram, tmp_path: Path) -> None:
    databases = Databases()
    try:
        url = databases.migrated("postgresql")
        # What is committed must survive, as on a ward's own server.
        databases.crash_safely()
        ward = Ward(tg, url, Database(url), tmp_path, rate=60)
        await ward.populate(500)
        await ward.publish()
        async with running(*(ward.process(LOA_LEASE_SECONDS="10") for _ in range(2))) as processes:
            for crash in range(1, 5):
                await ward.pushed(80 * crash)
                # Outcomes that are not committed at this moment stay with their worker, which stores them later.
                await asyncio.to_thread(databases.crash)
                await ward.database.close()
            await ward.finished(patience=90)
            assert all(one.running for one in processes)
        assert set(await ward.states()) == {"sent"}
        assert set(ward.copies().values()) == {1}
        await ward.database.close()
    finally:
        databases.close()


def drop_connections(url: str) -> None:
    """What a restart does to clients: every connection ends in the middle of what it did."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@only_postgresql
async def test_a_process_that_stops_within_a_transaction_does_not_hold_up_the_others_for_ever(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "IDLE_IN_TRANSACTION", "1s")
    await ward.populate(10)
    await ward.publish()
    # As a worker stopped by SIGSTOP, a frozen machine or a cable that was pulled: it holds the token's pace row.
    frozen = Database(ward.url)
    async with frozen._engine.connect() as plain:
        connection = await plain.execution_options(loa_write=True)
        await connection.begin()
        await connection.execute(text("INSERT INTO pace (token, next_at) VALUES (:token, 0)"), {"token": ward.route})
        async with working(ward.app()):
            await ward.finished(patience=30)
        await connection.invalidate()
    await frozen.close()
    assert set(ward.copies().values()) == {1}


async def test_a_row_tried_often_comes_back_spread_over_seconds(ward: Ward) -> None:
    await ward.populate(32)
    await ward.publish()
    now = ward.clock.now()
    async with ward.database.write() as transaction:
        await transaction.execute(
            update(delivery).values(state="sending", claim="x", attempts=3, lease_until=now - timedelta(seconds=1))
        )
        assert await outcomes.release_expired(transaction, now, 8) == 32
    waits = sorted((row.not_before - now).total_seconds() for row in (await ward.rows()).values())
    assert waits == sorted(0.25 * (number % 16) for number in range(32))
