"""A Bot API server that behaves like Telegram, and a started channel at it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.channel import TelegramChannel
from tests.channels.telegram.kit import COMMANDS, channel_at
from tests.fakes.telegram import FakeTelegram, Pace


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(username="LoaBot", pace=Pace.off()) as telegram:
        yield telegram


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    async with channel_at(telegram.url, token=telegram.token, commands=COMMANDS) as channel:
        await channel.start()
        yield channel
