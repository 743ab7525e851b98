"""A month's messages run short during a push: what cannot wait still goes, who is left out is named and caught up."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot import pulse
from bot.app import build_router
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.clock import SystemClock
from bot.domain.people import Role
from bot.domain.quota import Quota, month_of
from bot.settings import Settings
from bot.storage import quota
from bot.ward import Ward
from tests import deeds
from tests.channels.telegram.kit import until
from tests.channels.town import number_of, words_for
from tests.channels.zalo_bot.kit import QUICK, settings_for
from tests.fakes.zalo_bot import FakeZalo, ZaloPerson

MOST = 1_000
NAMES = ["Phúc", "Lan", "Tèo", "Hoa", "Mai", "Cúc", "Sáu", "Út", "Năm", "Bà Tư"]
NEWS = "/post Thông báo\n\nKhóm 5 họp dân lúc 8 giờ ngày 20/12/2031 tại nhà văn hóa."
STORM = "/post Thông báo\n\nBà con khóm 5 kiểm tra mái nhà trước 17 giờ hôm nay 20/12/2031."
PATIENCE = 30.0
FREE = {"report": "none", "urgent": "none", "correction": "none"}


class Calendar(SystemClock):
    """A clock that a test may set to another month."""

    by = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


class Month:
    """A ward on Zalo in which Phúc writes and everybody else has subscribed."""

    def __init__(self, ward: Ward, zalo: FakeZalo, clock: Calendar) -> None:
        self.ward, self.zalo, self.clock = ward, zalo, clock
        (self.route,) = ward.accounts

    async def say(self, who: ZaloPerson, text: str, words: str) -> str:
        before = len(who.texts)
        who.say(text)
        return await self.hear(who, words, before)

    async def hear(self, who: ZaloPerson, words: str, since: int = 0) -> str:
        try:
            await until(lambda: [one for one in who.texts[since:] if words in one], PATIENCE)
        except TimeoutError:
            raise AssertionError((words, who.texts[since:])) from None
        return [one for one in who.texts[since:] if words in one][-1]

    async def leave(self, left: int) -> None:
        """Use up the month until so many routine messages are left."""
        async with self.ward.database.write() as transaction:
            month = month_of(self.clock.now())
            now = await quota.load(transaction, self.route, month, MOST)
            await quota.add(transaction, self.route, month, sent=MOST * 4 // 5 - left - now.used)

    async def used(self) -> int:
        async with self.ward.database.read() as transaction:
            return (await quota.load(transaction, self.route, month_of(self.clock.now()), MOST)).used

    def with_news(self, words: str) -> list[str]:
        return [
            one.name for one in self.zalo.people[1:] if any(words in text and "Tin số" in text for text in one.texts)
        ]

    async def publish(self, text: str, *, urgent: bool = False, left: int | None = None) -> None:
        phuc = self.zalo.people[0]
        panel = await self.say(phuc, text, "Gửi cho")
        if urgent:
            number = number_of(panel, "Khẩn")
            panel = await self.say(phuc, number, "🔴 KHẨN\n")
        if left is not None:
            await self.leave(left)
        await self.say(phuc, words_for(panel, "Đăng"), "Đã đăng")


@asynccontextmanager
async def month(database_url: str) -> AsyncIterator[Month]:
    async with FakeZalo(NAMES) as zalo:
        clock = Calendar()
        settings = Settings.model_validate(
            {"database_url": database_url, "undo_seconds": 0, "ward": {"quiet": ""}, "policy": FREE}
        )
        plan = settings_for(zalo.url).model_copy(update={"messages_a_month": MOST, "users": 11})
        channel = ZaloBotChannel(plan, pauses=QUICK)
        ward = Ward(settings, [channel], router=build_router(), clock=clock)
        await ward.prepare()
        task = asyncio.create_task(ward.run())
        here = Month(ward, zalo, clock)
        try:
            await here.say(zalo.people[0], "chào", "Loa phường")
            async with ward.database.write() as transaction:
                await deeds.give_role(transaction, here.route, zalo.people[0].chat_id, Role.ADMIN)
            for one in zalo.people:
                asked = await here.say(one, "đăng ký nhận tin", "Đồng ý")
                number = number_of(asked, "Đồng ý")
                await here.say(one, number, "Đã đăng ký")
            yield here
        finally:
            task.cancel()
            await asyncio.wait([task])
            await ward.close()


@pytest.fixture(autouse=True)
def quick_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "EVERY_SECONDS", 0.1)


@pytest.mark.slow
async def test_the_last_fifth_is_for_what_is_urgent_and_who_was_left_out_is_named_and_caught_up_next_month(
    database_url: str,
) -> None:
    async with month(database_url) as here:
        phuc, *others = here.zalo.people
        await here.publish(NEWS, left=8)
        await here.hear(phuc, "· xong")
        missed = len(others) - len(here.with_news("Khóm 5"))
        assert 0 < missed < len(others)
        status = await here.say(phuc, "tinh trang 1", "Tin số 1")
        assert f"gói tin của tháng sắp hết, chừa cho tin khẩn và cán bộ: {missed}" in status
        warned = await here.hear(phuc, "của tháng này")
        assert "Zalo đã dùng" in warned
        await here.publish(STORM, urgent=True)
        await until(lambda: len(here.with_news("mái nhà")) == len(others), PATIENCE)
        # Still this month: nobody gets what is no urgent matter, and the admins have heard of it once.
        await here.say(phuc, "gui lai 1", "Tin số 1")
        await asyncio.sleep(1)
        assert len(here.with_news("Khóm 5")) == len(others) - missed
        assert len([one for one in phuc.texts if "của tháng này" in one]) == 1
        here.clock.by = timedelta(days=32)
        here.zalo.ahead = here.clock.by.total_seconds()
        await here.say(phuc, "gui lai 1", "Tin số 1")
        await until(lambda: len(here.with_news("Khóm 5")) == len(others), PATIENCE)
        for one in others:
            assert len([text for text in one.texts if "Khóm 5" in text and "Tin số 1" in text]) == 1


async def test_what_goes_out_and_what_comes_in_is_counted_and_a_full_plan_of_people_is_told(database_url: str) -> None:
    async with month(database_url) as here:
        before, sent = await here.used(), sum(len(one.messages) for one in here.zalo.people)
        for number in range(3):
            await here.say(here.zalo.people[1], f"tin mới {number}", "tin")
        more = sum(len(one.messages) for one in here.zalo.people) - sent
        async with asyncio.timeout(PATIENCE):
            while await here.used() < before + 3 + more:  # noqa: ASYNC110 - it is the database that changes
                await asyncio.sleep(0.05)
        # With the ninth of eleven people the last fifth begins.
        assert re.search(r"(9|10)/11 người và nhóm", await here.hear(here.zalo.people[0], "người và nhóm"))


def test_the_steps_of_a_plan() -> None:
    assert [Quota(100, used).level for used in (0, 79, 80, 99, 100, 5000)] == [0, 0, 80, 80, 100, 100]
    assert [Quota(100, used).admits(first=first) for used in (79, 80) for first in (False, True)] == [
        *(True, True),
        *(False, True),
    ]
    assert month_of(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)) == "2026-12"
