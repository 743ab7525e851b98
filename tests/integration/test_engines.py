"""Both databases open, and no test reaches beyond this machine."""

import asyncio
import socket
import threading

import pytest
from sqlalchemy import text

from bot.storage.engine import Database, Transaction


async def test_the_database_is_the_engine_it_claims_to_be(database: Database, engine: str) -> None:
    async with database.read() as connection:
        assert connection.dialect.name == engine
        assert await connection.scalar(text("SELECT name FROM ward")) == "Phường Mỹ Bình"


def test_a_connection_to_the_world_is_refused() -> None:
    with socket.socket() as opened, pytest.raises(PermissionError, match=r"203\.0\.113\.1"):
        opened.connect(("203.0.113.1", 80))


async def _end_others(transaction: Transaction) -> None:
    """End every other connection, as a restart does."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    await transaction.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {others}"))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_a_connection_that_is_gone_is_replaced_before_it_is_used(database: Database) -> None:
    async def ask(transaction: Transaction) -> int:
        return await transaction.scalar(text("SELECT 1")) or 0

    other = Database(database.url.render_as_string(hide_password=False))
    for _ in range(3):
        assert await database.gather(ask) == 1
        async with other.read() as transaction:
            await _end_others(transaction)
    assert await database.gather(ask) == 1
    await other.close()


async def test_what_is_gathered_sees_one_moment(database: Database) -> None:
    async def twice(transaction: Transaction) -> tuple[object, object]:
        first = await transaction.scalar(text("SELECT hotline FROM ward"))
        rename(database.url.render_as_string(hide_password=False))
        return first, await transaction.scalar(text("SELECT hotline FROM ward"))

    def rename(url: str) -> None:
        async def write() -> None:
            other = Database(url)
            async with other.write() as transaction:
                await transaction.execute(text("UPDATE ward SET hotline = 'changed'"))
            await other.close()

        thread = threading.Thread(target=lambda: asyncio.run(write()))
        thread.start()
        thread.join()

    before, after = await database.gather(twice)
    assert before == after != "changed"
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT hotline FROM ward")) == "changed"
