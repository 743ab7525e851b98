"""Everything that an official does, on a channel that can do next to nothing: typed numbers and words are enough.

The bot is whole and runs as it does anywhere; only the platform is the test's.
"""

from collections.abc import AsyncIterator

import pytest

from bot.app import build_router
from bot.settings import Settings
from bot.ward import Ward
from tests.channels.town import (
    LONG,
    PLANS,
    REPORT,
    Town,
    corrected_and_withdrawn,
    number_of,
    published,
    ready_to_publish,
    running,
    words_for,
)
from tests.fakes.bare import BareChannel


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    channel = BareChannel(["Phúc", "Lan", "Bà Tư"])
    settings = Settings.model_validate({"database_url": database_url, "undo_seconds": 0})
    async with running(Ward(settings, [channel], router=build_router()), channel.people) as town:
        yield town


async def test_a_post_is_doubted_approved_corrected_and_withdrawn_by_typed_numbers_and_words(town: Town) -> None:
    await corrected_and_withdrawn(town)


async def test_what_cannot_be_taken_back_is_not_done_by_its_number_alone(town: Town) -> None:
    panel = await ready_to_publish(town, REPORT)
    word, _, number = words_for(panel, "Đăng").rpartition(" ")
    assert "gõ đủ: đăng" in await town.say(town.writer, number, "Bot chưa làm gì")
    # A word that belongs to something else does nothing either.
    await town.say(town.writer, f"duyệt {number}", "Tin anh/chị đang soạn")
    await town.say(town.writer, f"{word} {number}", "đã gửi")


async def test_a_summary_says_how_the_whole_text_is_read_and_a_long_answer_comes_in_pieces(town: Town) -> None:
    await published(town, LONG)
    pushed = await town.hear(town.resident, "Tin số 1 ·")
    assert words_for(pushed, "Đọc toàn văn") == "đọc 1"
    before = len(town.resident.texts)
    await town.say(town.resident, "doc 1", "Khóm 39")
    pieces = town.resident.texts[before:]
    assert len(pieces) > 1
    assert all(plan in "".join(pieces) for plan in PLANS)


async def test_a_number_answers_the_question_that_is_open_and_presses_nothing_older(town: Town) -> None:
    panel = await ready_to_publish(town, REPORT)
    fields = await town.say(town.writer, number_of(panel, "Sửa"), "phần nào")
    older = number_of(fields, "Ngày")
    await town.say(town.writer, number_of(fields, "Tiêu đề"), "gõ tiêu đề mới")
    panel = await town.say(town.writer, older, "Gửi cho")
    assert f"\n{older}\n" in town.writer.texts[-2]
    # Without a question it is a button again.
    await town.say(town.writer, older, "Mời anh/chị gõ ngày")


async def test_nobody_is_sent_what_such_a_channel_cannot_carry(town: Town) -> None:
    await published(town)
    asked = await town.say(town.resident, "riêng tư", "đang lưu về bà con")
    assert "Ở kênh này bot chưa gửi được ảnh và tệp" in asked
