"""Zalo's webhook: the secret before anything else, 200 for all that can be done with, and one effect an event."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.app import build_router
from bot.channels.zalo_bot.channel import WEBHOOK_PATH, ZaloBotChannel
from bot.settings import Settings
from bot.storage.tables import inbox
from bot.ward import Ward
from bot.web.webhooks import webhook_route
from tests.channels.telegram.kit import until
from tests.channels.zalo_bot.kit import QUICK, SECRET, settings_for
from tests.fakes.zalo_bot import FakeZalo

HEADER = {"X-Bot-Api-Secret-Token": SECRET}


@asynccontextmanager
async def at_the_door(database_url: str, zalo: FakeZalo) -> AsyncIterator[tuple[Ward, httpx.AsyncClient]]:
    """A ward that runs, and whoever knocks at its webhook."""
    channel = ZaloBotChannel(settings_for(zalo.url, mode="webhook"), pauses=QUICK)
    settings = Settings.model_validate({"database_url": database_url})
    ward = Ward(settings, [channel], router=build_router())
    await ward.prepare()
    task = asyncio.create_task(ward.run())
    routes = [webhook_route(webhook, take) for webhook, take in ward.webhooks()]
    transport = httpx.ASGITransport(Starlette(routes=routes))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://phuong") as caller:
            yield ward, caller
    finally:
        task.cancel()
        await asyncio.wait([task])
        await ward.close()


def said(chat: str, number: str, text: str) -> dict[str, Any]:
    message = {"message_id": number, "date": 1_790_000_000_123, "from": {"id": chat, "display_name": "Lan"}}
    chat_there = {"chat": {"id": chat, "chat_type": "PRIVATE"}, "text": text}
    return {"event_name": "message.text.received", "message": message | chat_there}


async def test_the_webhook_is_set_with_its_secret_and_a_probe_is_answered(database_url: str) -> None:
    async with FakeZalo(["Lan"]) as zalo, at_the_door(database_url, zalo) as (_, caller):
        await until(lambda: zalo.webhook)
        assert (zalo.webhook, zalo.secret) == (f"https://phuong.example{WEBHOOK_PATH}", SECRET)
        for body in (b"", b" \n", b"{}", b"null", b"\xff", b"[" * 5000):
            assert (await caller.post(WEBHOOK_PATH, content=body, headers=HEADER)).status_code == 200
            assert (await caller.post(WEBHOOK_PATH, content=body)).status_code == 403
            wrong = {"X-Bot-Api-Secret-Token": SECRET + "x"}
            assert (await caller.post(WEBHOOK_PATH, content=body, headers=wrong)).status_code == 403
        assert (await caller.post(WEBHOOK_PATH, content=b"x" * 2_000_000, headers=HEADER)).status_code == 413


async def test_an_event_that_is_posted_three_times_in_two_envelopes_is_answered_once(database_url: str) -> None:
    async with FakeZalo(["Lan"]) as zalo, at_the_door(database_url, zalo) as (_, caller):
        (lan,) = zalo.people
        flat = said(lan.chat_id, "a1", "/moinhat")
        for body in (flat, {"ok": True, "result": flat}, flat):
            assert (await caller.post(WEBHOOK_PATH, json=body, headers=HEADER)).status_code == 200
        assert (await caller.post(WEBHOOK_PATH, json=said(lan.chat_id, "a2", "alo"), headers=HEADER)).status_code == 200
        await until(lambda: len(lan.texts) == 2, 15)
        assert sum("chưa đăng tin nào" in text for text in lan.texts) == 1


def odd_body(chance: random.Random, number: int) -> tuple[bytes, bool]:
    """A body as the world may send one, and whether it is a whole event that deserves an answer."""
    good = said(f"nguoi-{number % 5}", f"m{number}", f"/moinhat@{number}")
    text = json.dumps(good)
    match chance.randrange(8):
        case 0:
            return json.dumps({"ok": True, "result": good}).encode(), True
        case 1:
            cut = chance.randrange(len(text))
            return text[:cut].encode(), False
        case 2:
            return ("[" * chance.randrange(1, 3000)).encode(), False
        case 3:
            good["message"][chance.choice(["message_id", "chat", "text"])] = chance.choice([None, 7.5, [], {}, True])
            return json.dumps(good).encode(), False
        case 4:
            return bytes(chance.randrange(256) for _ in range(chance.randrange(200))), False
        case 5:
            good["event_name"] = chance.choice(["user.follow", "", None, 3])
            return json.dumps(good).encode(), False
        case 6:
            good["message"]["text"] = "x" * chance.randrange(100_000)
            return json.dumps(good).encode(), True
        case _:
            return text.encode(), True


async def generated_bodies(database_url: str, count: int) -> None:
    chance = random.Random(17)
    async with FakeZalo() as zalo, at_the_door(database_url, zalo) as (ward, caller):
        events: set[str] = set()
        sent: list[bytes] = []
        for number in range(count):
            body, whole = odd_body(chance, number)
            replayed = bool(sent) and chance.random() < 0.2
            body = chance.choice(sent) if replayed else body
            known = chance.random() < 0.9
            answer = await caller.post(WEBHOOK_PATH, content=body, headers=HEADER if known else {})
            assert answer.status_code == (200 if known else 403)
            if known and not replayed:
                sent.append(body)
                events |= {f"m{number}"} if whole else set()
        async with ward.database.read() as transaction:
            keys = await transaction.execute(select(inbox.c.event_key))
            assert {key.partition("/")[2] for (key,) in keys} == events


async def test_five_hundred_bodies_of_every_kind_have_one_effect_or_none(database_url: str) -> None:
    await generated_bodies(database_url, 500)


@pytest.mark.slow
async def test_five_thousand_bodies_of_every_kind_have_one_effect_or_none(database_url: str) -> None:
    await generated_bodies(database_url, 5_000)
