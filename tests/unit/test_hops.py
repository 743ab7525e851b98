"""SQLite's connections, as SQLAlchemy is handed them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.storage import hops
from bot.storage.engine import Database

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


async def test_a_statement_with_its_rows_is_one_hop(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    before = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, work: object, *arguments: object) -> object:
        made.append(getattr(work, "__name__", ""))
        return await before(self, work, *arguments)  # type: ignore[no-untyped-call]

    async with database.read() as transaction:
        await transaction.execute(text("SELECT 1"))
        monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
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
