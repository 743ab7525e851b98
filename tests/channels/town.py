"""What officials do on a channel that can do next to nothing, in a bot that is whole and runs as it does anywhere."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from bot.domain.people import Role
from bot.ward import Ward
from tests import deeds
from tests.channels.telegram.kit import until

REPORT = (
    "Báo cáo kinh tế - xã hội phường Mỹ Bình\n\nSáng ngày 08-7, UBND phường báo cáo. "
    "Thu ngân sách 6 tháng đầu năm 2026 đạt 87,4%."
)
"""With one doubt: the day lacks its year."""
PLANS = [f"Khóm {number} đã họp dân và thống nhất làm đường, mỗi hộ góp công một ngày." for number in range(1, 40)]
LONG = "\n\n".join([REPORT, *PLANS])
PATIENCE = 20.0


class Townsman(Protocol):
    """Somebody who types, and reads what comes."""

    chat_id: str

    def say(self, text: str) -> None: ...

    @property
    def texts(self) -> list[str]: ...


class Town:
    """A ward on one such channel: a writer, somebody who approves, and a resident."""

    def __init__(self, ward: Ward, people: Sequence[Townsman]) -> None:
        self.ward = ward
        (self.route,) = ward.accounts
        self.writer, self.approver, self.resident = people

    async def say(self, who: Townsman, text: str, words: str) -> str:
        """Type something, and return the first new message that holds some words."""
        before = len(who.texts)
        who.say(text)
        return await self.hear(who, words, before)

    async def hear(self, who: Townsman, words: str, since: int = 0) -> str:
        """The newest message, from the `since`th on, that holds some words."""
        found: list[str] = []

        def here() -> bool:
            found[:] = [text for text in who.texts[since:] if words in text]
            return bool(found)

        await until(here, PATIENCE)
        return found[-1]

    async def join(self, who: Townsman, role: Role) -> None:
        await self.say(who, "chào", "Loa phường")
        async with self.ward.database.write() as transaction:
            await deeds.give_role(transaction, self.route, who.chat_id, role)


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
async def running(ward: Ward, people: Sequence[Townsman]) -> AsyncIterator[Town]:
    task = asyncio.create_task(ward.run())
    town = Town(ward, people)
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


async def corrected_and_withdrawn(town: Town) -> None:
    """A whole /post with approval, correction and withdrawal, by typed numbers and words."""
    await published(town)
    # The live line comes once, when it is over.
    await town.hear(town.writer, "✅ Tin số 1")
    assert not [text for text in town.writer.texts if text.startswith("⏳ Tin số")]

    panel = await town.say(town.writer, "dinh chinh 1 87,4% => 78,4%", "Đính chính tin số 1")
    before = len(town.approver.texts)
    await town.say(town.writer, bare_words(words_for(panel, "Đăng")), "đã gửi")
    asked = await town.hear(town.approver, "Gõ “duyệt", before)
    assert "đạt 87,4% → đạt 78,4%" in asked
    await town.say(town.approver, bare_words(words_for(asked, "Duyệt")), "Đã đính chính tin số 1")
    told = await town.hear(town.resident, "ĐÍNH CHÍNH")
    assert "78,4%" in told

    before = len(town.approver.texts)
    asked = await town.say(town.writer, "thu hồi 1 nhầm số liệu", "Thu hồi")
    await town.say(town.writer, bare_words(words_for(asked, "Thu hồi")), "Đã thu hồi tin số 1")
    await town.hear(town.resident, "THU HỒI")
    assert "nhầm số liệu" in await town.hear(town.approver, "thu hồi", before)
