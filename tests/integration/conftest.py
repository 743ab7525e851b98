"""Wards for tests of the chat: an empty one, and one in which something was done before."""

import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack

import httpx
import pytest

from bot.storage.engine import Database
from tests.conftest import Databases, FakeClock
from tests.site import browsing
from tests.ward import After, House, Past, settings


@pytest.fixture
def house(database: Database, clock: FakeClock) -> House:
    return House(database, clock, settings())


@pytest.fixture
async def after(databases: Databases, engine: str) -> AsyncIterator[After]:
    """Open a ward after what was done in it."""
    with ExitStack() as dropped:
        async with AsyncExitStack() as closed:

            def open_after(done: Past) -> House:
                url = databases.filled(engine, done)
                dropped.callback(databases.drop, url)
                database = Database(url)
                closed.push_async_callback(database.close)
                return House(database, FakeClock(done.ended_at), settings(**done.rules), keys=itertools.count(10_000))

            yield open_after


@pytest.fixture
async def browser(ward: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the public pages of the ward that a test opens."""
    async with browsing(ward) as opened:
        yield opened
