"""Both databases open, and no test reaches beyond this machine."""

import socket

import pytest
from sqlalchemy import text

from bot.storage.engine import Database


async def test_the_database_is_the_engine_it_claims_to_be(database: Database, engine: str) -> None:
    async with database.read() as connection:
        assert connection.dialect.name == engine
        assert await connection.scalar(text("SELECT name FROM ward")) == "Phường Mỹ Bình"


def test_a_connection_to_the_world_is_refused() -> None:
    with socket.socket() as opened, pytest.raises(PermissionError, match=r"203\.0\.113\.1"):
        opened.connect(("203.0.113.1", 80))
