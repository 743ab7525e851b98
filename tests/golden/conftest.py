"""A stage a test: a new ward, at a Telegram or a Zalo of its own, or on a channel that can do next to nothing."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.app import build_router, menu
from bot.channels.telegram.channel import TelegramChannel
from bot.settings import PolicySettings
from bot.storage.engine import Database
from tests.channels.telegram.kit import settings_for
from tests.channels.zalo_bot.kit import zalo_channel_at
from tests.conftest import Databases, FakeClock
from tests.fakes.bare import BareChannel
from tests.fakes.telegram import FakeTelegram, Pace
from tests.fakes.zalo_bot import FakeZalo
from tests.golden.bare import Bare
from tests.golden.book import Book
from tests.golden.stage import Stage
from tests.golden.telegram import Telegram
from tests.golden.watched import Watched, watch
from tests.golden.zalo import Zalo
from tests.ward import House, settings

TOKEN = "1:TEST"
"""So that its road is `telegram:1`, that of a house."""
RATE = 25.0


@asynccontextmanager
async def on_telegram(rate: float) -> AsyncIterator[Telegram]:
    async with FakeTelegram(TOKEN, pace=Pace.off()) as tg:
        telegram = settings_for(tg.url, token=TOKEN).model_copy(update={"rate": rate, "paid_broadcast": rate > 30})
        channel = TelegramChannel(telegram, commands=menu(build_router()))
        try:
            yield Telegram(tg, channel)
        finally:
            await channel.close()


@asynccontextmanager
async def on_bare(made: Watched) -> AsyncIterator[Bare]:
    yield Bare(BareChannel([]), made.buttons)


@asynccontextmanager
async def on_zalo(made: Watched) -> AsyncIterator[Zalo]:
    async with FakeZalo() as zalo, zalo_channel_at(zalo.url) as channel:
        yield Zalo(zalo, channel, made.buttons)


@pytest.fixture(params=["full", "bare", "zalo"])
async def stage(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Stage]:
    """On SQLite alone: what is said does not depend on who keeps it. A number is the pace that is paid for."""
    made = Watched()
    watch(monkeypatch, made)
    rate = RATE if request.param == "full" else request.param
    platforms: AbstractAsyncContextManager[Telegram | Bare | Zalo]
    platforms = on_bare(made) if rate == "bare" else on_zalo(made) if rate == "zalo" else on_telegram(rate)
    url = databases.migrated("sqlite")
    database = Database(url)
    try:
        async with platforms as platform:
            book = Book(platform.set_name, made)
            set_by = settings(policy=PolicySettings(), undo_seconds=15)
            set_by = set_by.model_copy(update={"admins": (f"{platform.channel.name}:1001",)})
            house = House(database, FakeClock(), set_by, channels=[platform.channel])
            yield Stage(house, platform, book)
            book.close()
    finally:
        await database.close()
        databases.drop(url)
