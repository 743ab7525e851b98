"""A stage a test: a new ward, at a Telegram of its own."""

from collections.abc import AsyncIterator

import pytest

from bot.app import build_router, menu
from bot.channels.telegram.channel import TelegramChannel
from bot.settings import PolicySettings
from bot.storage.engine import Database
from tests.channels.telegram.kit import settings_for
from tests.conftest import Databases, FakeClock
from tests.fakes.telegram import FakeTelegram, Pace
from tests.golden.book import Book
from tests.golden.stage import Stage
from tests.golden.telegram import Telegram
from tests.golden.watched import watch
from tests.integration.conftest import House, settings

TOKEN = "1:TEST"
"""So that its road is `telegram:1`, that of a house."""


@pytest.fixture
async def stage(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """On SQLite alone: what is said does not depend on who keeps it. A parameter is the pace that the ward pays for."""
    url = databases.migrated("sqlite")
    database = Database(url)
    try:
        async with FakeTelegram(TOKEN, pace=Pace.off()) as tg:
            rate = getattr(request, "param", 25.0)
            telegram = settings_for(tg.url, token=TOKEN).model_copy(update={"rate": rate, "paid_broadcast": rate > 30})
            channel = TelegramChannel(telegram, commands=menu(build_router()))
            try:
                made: dict[str, list[str]] = {}
                book = Book(Telegram.set_name, made)
                watch(monkeypatch, made)
                house = House(
                    database, FakeClock(), settings(policy=PolicySettings(), undo_seconds=15), channels=[channel]
                )
                yield Stage(house, Telegram(tg, channel), book)
                book.close()
            finally:
                await channel.close()
    finally:
        await database.close()
        databases.drop(url)
