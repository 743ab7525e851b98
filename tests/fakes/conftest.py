"""A fake Telegram and a stock python-telegram-bot Bot that talks to it."""

import json
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot

from tests.fakes.telegram import FakeTelegram, Pace

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 320, 200) + b"\x08\x02\x00\x00\x00"
JSON = {"Content-Type": "application/json"}
Raw = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    """Without limits; tests of the limits set tg.pace."""
    async with FakeTelegram(pace=Pace.off()) as fake:
        yield fake


@pytest.fixture
async def bot(tg: FakeTelegram) -> AsyncIterator[Bot]:
    bot = Bot(tg.token, base_url=f"{tg.url}/bot", base_file_url=f"{tg.url}/file/bot")
    async with bot:
        yield bot


@pytest.fixture
async def raw(tg: FakeTelegram) -> AsyncIterator[Raw]:
    """Calls a method with a JSON body and gives the answer's JSON, whatever its status."""
    async with httpx.AsyncClient(trust_env=False, timeout=3.0) as client:

        async def call(method: str, **params: object) -> dict[str, Any]:
            # Escaped by us: httpx cannot encode the half surrogate pairs that a bot may send.
            answer = await client.post(f"{tg.url}/bot{tg.token}/{method}", content=json.dumps(params), headers=JSON)
            body: dict[str, Any] = answer.json()
            assert body["ok"] or body["error_code"] == answer.status_code
            return body

        yield call
