"""A clerk's whole day and a resident's questions on Zalo, by typing alone."""

from collections.abc import AsyncIterator

import pytest

from bot.app import build_router
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.settings import Settings
from bot.ward import Ward
from tests.channels.town import Town, corrected_and_withdrawn, number_of, published, running
from tests.channels.zalo_bot.kit import QUICK, settings_for
from tests.fakes.zalo_bot import FakeZalo


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZalo]:
    async with FakeZalo(["Phúc", "Lan", "Bà Tư"]) as zalo:
        yield zalo


@pytest.fixture
async def town(database_url: str, zalo: FakeZalo) -> AsyncIterator[Town]:
    settings = Settings.model_validate({"database_url": database_url, "undo_seconds": 0, "ward": {"quiet": ""}})
    channel = ZaloBotChannel(settings_for(zalo.url), pauses=QUICK)
    async with running(Ward(settings, [channel], router=build_router()), zalo.people) as town:
        yield town


async def test_a_post_is_doubted_approved_corrected_and_withdrawn_by_typing(town: Town, zalo: FakeZalo) -> None:
    await corrected_and_withdrawn(town)
    assert max(len(one.text) for person in zalo.people for one in person.messages) <= 1900


async def test_residents_ask_for_news_targets_and_more_in_words_and_by_number(town: Town) -> None:
    await published(town)
    latest = await town.say(town.resident, "tin moi", "Báo cáo kinh tế")
    assert "đọc 1" in latest
    assert "87,4%" in await town.say(town.resident, "doc 1", "Thu ngân sách")
    await town.say(town.resident, "/latest", "Báo cáo kinh tế")
    await town.say(town.resident, "chi tieu", "chỉ tiêu")
    assert "87,4%" in await town.say(town.resident, "ngan sach bao nhieu", "tin số 1")


async def test_a_post_is_scheduled_by_typing(town: Town) -> None:
    notice = "Thông báo\n\nKhóm 5 họp dân lúc 8 giờ ngày 20/12/2031 tại nhà văn hóa."
    panel = await town.say(town.writer, f"/post {notice}", "Gửi cho")
    await town.say(town.writer, number_of(panel, "Hẹn giờ"), "lúc nào?")
    sure = await town.say(town.writer, "8h ngay 19/12/2031", "08:00 thứ Sáu, ngày 19/12/2031")
    await town.say(town.writer, number_of(sure, "Hẹn giờ này"), "19/12/2031")
    assert not [text for text in town.resident.texts if "Khóm 5" in text]


async def test_a_sticker_and_a_protected_senders_silence_get_a_human_answer(town: Town, zalo: FakeZalo) -> None:
    ba_tu = zalo.people[2]
    before = len(ba_tu.texts)
    ba_tu.send_unsupported()
    answer = await town.hear(town.resident, "", before)
    assert answer
    assert "lỗi" not in answer
