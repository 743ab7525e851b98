"""Everything that an official does, on a channel that can do next to nothing: typed numbers and words are enough.

The bot is whole and runs as it does anywhere; only the platform is the test's.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.app import build_router
from bot.domain.people import Role
from bot.settings import Settings
from bot.storage import people, roles
from bot.ward import Ward
from tests.channels.telegram.kit import until
from tests.fakes.bare import BareChannel, BarePerson

REPORT = (
    "Báo cáo kinh tế - xã hội phường Mỹ Bình\n\nSáng ngày 08-7, UBND phường báo cáo. "
    "Thu ngân sách 6 tháng đầu năm 2026 đạt 87,4%."
)
"""With one doubt: the day lacks its year."""
PLANS = [f"Khóm {number} đã họp dân và thống nhất làm đường, mỗi hộ góp công một ngày." for number in range(1, 40)]
LONG = "\n\n".join([REPORT, *PLANS])
PATIENCE = 20.0


class Town:
    """A ward on the bare channel: a writer, somebody who approves, and a resident."""

    def __init__(self, ward: Ward, channel: BareChannel) -> None:
        self.ward = ward
        self.channel = channel
        self.writer, self.approver, self.resident = channel.people

    async def say(self, who: BarePerson, text: str, words: str) -> str:
        """Type something, and return the first new message that holds some words."""
        before = len(who.messages)
        who.say(text)
        return await self.hear(who, words, before)

    async def hear(self, who: BarePerson, words: str, since: int = 0) -> str:
        """The newest message, from the `since`th on, that holds some words."""
        found: list[str] = []

        def here() -> bool:
            found[:] = [text for text in who.texts[since:] if words in text]
            return bool(found)

        await until(here, PATIENCE)
        return found[-1]

    async def join(self, who: BarePerson, role: Role) -> None:
        await self.say(who, "chào", "Loa phường")
        async with self.ward.database.write() as transaction:
            viewer = await people.find_viewer(transaction, "bare:1", who.chat_id)
            assert viewer is not None
            await roles.set_role(transaction, viewer.person_id, role)


def number_of(text: str, label: str) -> str:
    """The number that a list gives to a line."""
    found = re.search(rf"^(\d+)\. .*{label}", text, re.MULTILINE) or re.search(rf"Gõ “(\d+)”: .*{label}", text)
    assert found, f"{label!r} has no number in {text}"
    return found[1]


def words_for(text: str, label: str) -> str:
    """What is to be typed for a line that wants words."""
    found = re.search(rf"Gõ “([^”]+)”: {label}$", text, re.MULTILINE)
    assert found, f"{label!r} has no words in {text}"
    return found[1]


def bare_words(text: str) -> str:
    """The same as somebody types it who has no accents."""
    return {"duyệt": "duyet", "đăng": "dang", "đồng ý thu hồi": "dong y thu hoi"}[text.rpartition(" ")[0]] + text[-2:]


@asynccontextmanager
async def running(channel: BareChannel, database_url: str, **more: object) -> AsyncIterator[Town]:
    settings = Settings.model_validate({"database_url": database_url, "undo_seconds": 0, **more})
    ward = Ward(settings, [channel], router=build_router())
    task = asyncio.create_task(ward.run())
    town = Town(ward, channel)
    try:
        await town.join(town.writer, Role.WRITER)
        await town.join(town.approver, Role.APPROVER)
        asked = await town.say(town.resident, "đăng ký nhận tin", "Đồng ý")
        await town.say(town.resident, number_of(asked, "Đồng ý"), "Đã đăng ký")
        yield town
    finally:
        task.cancel()
        await asyncio.wait([task])
        await ward.close()


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with running(BareChannel(["Phúc", "Lan", "Bà Tư"]), database_url) as town:
        yield town


async def ready_to_publish(town: Town, text: str) -> str:
    """Write a post and tick its doubts; returns the panel."""
    panel = await town.say(town.writer, f"/post {text}", "Gửi cho")
    while "☐ Chỗ" in panel:
        panel = await town.say(town.writer, number_of(panel, "☐ Chỗ"), "Gửi cho")
    return panel


async def published(town: Town, text: str = REPORT) -> None:
    """Write, tick, send to the approver, approve, and see it arrive."""
    panel = await ready_to_publish(town, text)
    await town.say(town.writer, words_for(panel, "Đăng"), "đã gửi")
    asked = await town.hear(town.approver, "Gõ “duyệt")
    await town.say(town.approver, words_for(asked, "Duyệt"), "Đã đăng tin số 1")
    await town.hear(town.resident, "Tin số 1 ·")


async def test_a_post_is_doubted_approved_corrected_and_withdrawn_by_typed_numbers_and_words(town: Town) -> None:
    await published(town)
    # The live line comes once, when it is over.
    await town.hear(town.writer, "✅ Tin số 1")
    assert not [text for text in town.writer.texts if text.startswith("⏳ Tin số")]

    panel = await town.say(town.writer, "dinh chinh 1 87,4% => 78,4%", "Đính chính tin số 1")
    await town.say(town.writer, bare_words(words_for(panel, "Đăng")), "đã gửi")
    asked = await town.hear(town.approver, "78,4%")
    asked = town.approver.texts[-1]
    await town.say(town.approver, bare_words(words_for(asked, "Duyệt")), "Đã đính chính tin số 1")
    told = await town.hear(town.resident, "ĐÍNH CHÍNH")
    assert "78,4%" in told

    asked = await town.say(town.writer, "thu hồi 1 nhầm số liệu", "Thu hồi")
    await town.say(town.writer, bare_words(words_for(asked, "Thu hồi")), "Đã thu hồi tin số 1")
    await town.hear(town.resident, "THU HỒI")
    assert "nhầm số liệu" in await town.hear(town.approver, "thu hồi")


async def test_what_cannot_be_taken_back_is_not_done_by_its_number_alone(town: Town) -> None:
    panel = await ready_to_publish(town, REPORT)
    word, _, number = words_for(panel, "Đăng").rpartition(" ")
    assert "gõ đủ: đăng" in await town.say(town.writer, number, "Bot chưa làm gì")
    # A word that belongs to something else does nothing either.
    await town.say(town.writer, f"duyệt {number}", "chưa hiểu ý")
    await town.say(town.writer, f"{word} {number}", "đã gửi")


async def test_a_summary_says_how_the_whole_text_is_read_and_a_long_answer_comes_in_pieces(town: Town) -> None:
    await published(town, LONG)
    pushed = await town.hear(town.resident, "Tin số 1 ·")
    assert words_for(pushed, "Đọc toàn văn") == "đọc 1"
    before = len(town.resident.messages)
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
