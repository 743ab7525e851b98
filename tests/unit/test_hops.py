"""SQLite's connections, as SQLAlchemy is handed them."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.storage import hops
from bot.storage.engine import Database, Transaction
from bot.storage.sqlite import BUSY_SECONDS

MANY = hops.AT_ONCE * 3 + 1


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'loa.db'}")
    async with opened.write() as transaction:
        await transaction.execute(text("CREATE TABLE n (i INTEGER PRIMARY KEY, content BLOB)"))
        rows = [{"i": number} for number in range(MANY)]
        await transaction.execute(text("INSERT INTO n (i) VALUES (:i)"), rows)
    yield opened
    await opened.close()


def count_hops(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is done in SQLite's thread from now on."""
    made: list[str] = []
    before = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, work: object, *arguments: object) -> object:
        made.append(getattr(work, "__name__", ""))
        return await before(self, work, *arguments)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return made


async def test_a_statement_with_its_rows_is_one_hop(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with database.read() as transaction:
        await transaction.execute(text("SELECT 1"))
        made = count_hops(monkeypatch)
        assert len((await transaction.execute(text("SELECT i FROM n LIMIT 50"))).all()) == 50
    monkeypatch.undo()
    # The statement, and the end of the transaction.
    assert len(made) == 2


async def test_all_rows_come_in_their_order_at_once_and_streamed(database: Database) -> None:
    query = text("SELECT i FROM n ORDER BY i")
    async with database.read() as transaction:
        assert [row.i for row in await transaction.execute(query)] == list(range(MANY))
        streamed = await transaction.stream(query)
        assert [row.i async for row in streamed] == list(range(MANY))
        # Left in the middle, as by somebody who found what they looked for.
        streamed = await transaction.stream(query)
        assert (await streamed.fetchmany(3))[2].i == 2
        await streamed.close()
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY


async def test_what_was_changed_is_counted_and_returned(database: Database) -> None:
    async with database.write() as transaction:
        changed = await transaction.execute(text("UPDATE n SET content = x'00' WHERE i < 7"))
        assert changed.rowcount == 7
        told = await transaction.execute(text("DELETE FROM n WHERE i < 3 RETURNING i"))
        assert sorted(row.i for row in told) == [0, 1, 2]
        files = await transaction.execute(text("SELECT i, content FROM n WHERE i < 7 ORDER BY i"))
        assert [(row.i, row.content) for row in files] == [(number, b"\0") for number in range(3, 7)]


async def test_a_statement_that_fails_leaves_the_connection_as_it_was(database: Database) -> None:
    async def twice() -> None:
        async with database.write() as transaction:
            await transaction.execute(text("INSERT INTO n (i) VALUES (-1)"))
            await transaction.execute(text("INSERT INTO n (i) VALUES (5)"))

    for _ in range(30):
        with pytest.raises(IntegrityError):
            await twice()
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY


async def test_who_is_cancelled_in_the_middle_holds_up_nobody(database: Database) -> None:
    endless = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 300000) SELECT max(i) FROM c"

    async def work() -> None:
        async with database.write() as transaction:
            await transaction.execute(text("INSERT INTO n (i) VALUES (-7)"))
            await transaction.execute(text(endless))

    for _ in range(5):
        task = asyncio.create_task(work())
        await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.wait([task])
    async with database.write() as transaction:
        await transaction.execute(text("INSERT INTO n (i) VALUES (-8)"))
        assert await transaction.scalar(text("SELECT count(*) FROM n WHERE i < 0")) == 1


async def test_a_look_sees_what_is_committed_in_one_hop_and_leaves_nothing_open(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    before = hops._Connection.hop

    async def counted(self: hops._Connection, work: Callable[..., Any], *arguments: Any) -> Any:
        made.append(work.__name__)
        return await before(self, work, *arguments)

    monkeypatch.setattr(hops._Connection, "hop", counted)
    async with database.look() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY
        assert made == ["_execute"]
        async with database.write() as other:
            await other.execute(text("DELETE FROM n WHERE i = 0"))
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY - 1


# --- a look, which takes no hop -------------------------------------------------------------------------------------


async def test_a_look_takes_no_hop_and_the_next_transaction_takes_its_own(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = count_hops(monkeypatch)
    async with database.look() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY
        assert len((await transaction.execute(text("SELECT i FROM n"))).all()) == MANY
    assert made == []
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY
    assert made != []


async def test_a_look_that_meets_a_lock_waits_for_it_in_the_thread(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while another process mends the log of one that died: here every lock is held until the thread asks for it."""
    execute, waited = hops._Cursor._execute, []

    def locked(self: hops._Cursor, statement: str, parameters: Sequence[Any]) -> None:
        if threading.current_thread() is threading.main_thread():
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorname = "SQLITE_BUSY_RECOVERY"
            raise error
        waited.append(self._connection._conn.execute("PRAGMA busy_timeout").fetchone()[0])
        execute(self, statement, parameters)

    monkeypatch.setattr(hops._Cursor, "_execute", locked)
    assert await count_rows(database) == MANY
    assert waited == [BUSY_SECONDS * 1000]


async def test_after_a_look_a_writer_waits_for_another_process_as_ever(database: Database, tmp_path: Path) -> None:
    await count_rows(database)
    with closing(sqlite3.connect(tmp_path / "loa.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(insert(database, -1))
        await asyncio.sleep(0.1)
        assert not writing.done()
        other.execute("COMMIT")
    await writing
    assert await count_rows(database) == MANY + 1


async def count_rows(database: Database) -> int:
    async with database.look() as transaction:
        return await transaction.scalar(text("SELECT count(*) FROM n")) or 0


async def insert(database: Database, number: int) -> None:
    async with database.write() as transaction:
        await transaction.execute(text("INSERT INTO n (i) VALUES (:i)"), {"i": number})


# --- what is gathered in one hop ------------------------------------------------------------------------------------


async def test_what_is_gathered_takes_one_hop_however_much_it_asks(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(transaction: Transaction) -> list[int]:
        assert threading.current_thread() is not threading.main_thread()
        query = text("SELECT count(*) FROM n WHERE i >= :least")
        return [await transaction.scalar(query, {"least": least}) or 0 for least in range(5)]

    await count_rows(database)
    made = count_hops(monkeypatch)
    assert await database.gather(read) == [MANY - least for least in range(5)]
    assert len(made) == 1


async def test_what_goes_wrong_while_gathering_is_told_and_leaves_nothing_open(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wrong(transaction: Transaction) -> None:
        assert await transaction.scalar(text("SELECT count(*) FROM n")) == MANY
        raise LookupError

    async def waits(transaction: Transaction) -> None:
        await asyncio.sleep(1)

    async def broken(transaction: Transaction) -> None:
        await transaction.execute(text("SELECT * FROM nowhere"))

    await count_rows(database)
    made = count_hops(monkeypatch)
    for read, error in ((wrong, LookupError), (waits, RuntimeError), (broken, OperationalError)):
        with pytest.raises(error):
            await database.gather(read)
    assert len(made) == 3
    await insert(database, -1)
    assert await count_rows(database) == MANY + 1


async def test_who_is_cancelled_while_gathering_takes_nothing_from_the_next(database: Database) -> None:
    begun, go = threading.Event(), threading.Event()

    async def slow(transaction: Transaction) -> int:
        begun.set()
        go.wait(30)
        return await transaction.scalar(text("SELECT count(*) FROM n")) or 0

    gathering = asyncio.create_task(database.gather(slow))
    await asyncio.to_thread(begun.wait, 30)
    gathering.cancel()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await gathering
    await insert(database, -1)
    assert await count_rows(database) == MANY + 1
