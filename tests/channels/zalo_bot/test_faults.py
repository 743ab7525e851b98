"""What Zalo does to a whole ward: events three times, silence in the middle of a push."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.app import build_router
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.settings import Settings
from bot.ward import Ward
from tests.channels.telegram.kit import until
from tests.channels.town import REPORT, Town, ready_to_publish, running, words_for
from tests.channels.zalo_bot.kit import QUICK, settings_for
from tests.fakes.zalo_bot import FakeZalo

PATIENCE = 30.0
FREE = {"report": "none", "correction": "none"}


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZalo]:
    async with FakeZalo(["Phúc", "Lan", "Bà Tư"]) as zalo:
        yield zalo


@pytest.fixture
async def town(database_url: str, zalo: FakeZalo) -> AsyncIterator[Town]:
    settings = Settings.model_validate(
        {"database_url": database_url, "undo_seconds": 0, "ward": {"quiet": ""}, "policy": FREE}
    )
    channel = ZaloBotChannel(settings_for(zalo.url), pauses=QUICK)
    async with running(Ward(settings, [channel], router=build_router()), zalo.people) as town:
        yield town


async def test_what_zalo_hands_over_three_times_has_one_effect(town: Town, zalo: FakeZalo) -> None:
    zalo.ways.comes_again = 2
    before, polls = len(town.resident.texts), zalo.calls["getUpdates"]
    await town.say(town.resident, "/moinhat", "chưa đăng tin nào")
    await until(lambda: zalo.calls["getUpdates"] >= polls + 4 and not zalo.waiting, PATIENCE)
    await town.say(town.resident, "alo", "")
    assert len([one for one in town.resident.texts[before:] if "chưa đăng tin nào" in one]) == 1


async def test_half_a_letter_in_words_and_name_breaks_nothing(town: Town, zalo: FakeZalo) -> None:
    zalo.people[2].name = "Bà \ud83d Tư"
    await town.say(town.resident, "/moinhat \udc4d", "chưa đăng tin nào")


async def test_silence_in_a_push_is_tried_once_more_and_then_told_as_uncertain(town: Town, zalo: FakeZalo) -> None:
    panel = await ready_to_publish(town, REPORT)
    zalo.silent.add(zalo.people[2].chat_id)
    before = zalo.unanswered
    await town.say(town.writer, words_for(panel, "Đăng"), "Đã đăng tin số 1")
    await until(lambda: zalo.unanswered == before + 2, PATIENCE)
    async with asyncio.timeout(PATIENCE):
        asked = partial(town.say, town.writer, "tinh trang 1", "Tin số 1")
        while "Chưa chắc đã đến: 1" not in await asked():  # noqa: ASYNC110 - the bot is asked, and sets no event
            await asyncio.sleep(1)
    assert zalo.unanswered == before + 2
