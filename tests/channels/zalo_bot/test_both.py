"""One ward on Telegram and on Zalo: a post reaches both, is mended in place there and by a message of its own here."""

import asyncio

from bot.app import build_router
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.domain.people import Role
from bot.settings import Settings
from bot.ward import Ward
from tests import deeds
from tests.channels.telegram.kit import QUICK as QUICK_POLLS
from tests.channels.telegram.kit import settings_for as telegram_at
from tests.channels.telegram.kit import until
from tests.channels.town import REPORT, number_of, words_for
from tests.channels.zalo_bot.kit import QUICK, settings_for
from tests.fakes.telegram import FakeTelegram, Pace
from tests.fakes.zalo_bot import FakeZalo, ZaloPerson

PATIENCE = 30.0
FREE = {"report": "none", "correction": "none"}


async def hear(who: ZaloPerson, words: str, since: int = 0) -> str:
    await until(lambda: [one for one in who.texts[since:] if words in one], PATIENCE)
    return [one for one in who.texts[since:] if words in one][-1]


async def say(who: ZaloPerson, text: str, words: str) -> str:
    before = len(who.texts)
    who.say(text)
    return await hear(who, words, before)


async def test_one_post_reaches_both_is_edited_on_telegram_and_corrected_by_a_message_on_zalo(
    database_url: str,
) -> None:
    async with FakeTelegram(username="LoaBot", pace=Pace.off()) as telegram, FakeZalo(["Phúc", "Bà Tư"]) as zalo:
        phuc, ba_tu = zalo.people
        lan = telegram.user(1001, "Lan")
        settings = Settings.model_validate(
            {"database_url": database_url, "undo_seconds": 0, "ward": {"quiet": ""}, "policy": FREE}
        )
        ward = Ward(
            settings,
            [
                TelegramChannel(telegram_at(telegram.url, token=telegram.token), pauses=QUICK_POLLS),
                ZaloBotChannel(settings_for(zalo.url), pauses=QUICK),
            ],
            router=build_router(),
        )
        await ward.prepare()
        task = asyncio.create_task(ward.run())
        try:
            await say(phuc, "chào", "Loa phường")
            async with ward.database.write() as transaction:
                route = f"zalo-bot:{zalo.token.partition(':')[0]}"
                await deeds.give_role(transaction, route, phuc.chat_id, Role.WRITER)
            asked = await say(ba_tu, "đăng ký nhận tin", "Đồng ý")
            await say(ba_tu, number_of(asked, "Đồng ý"), "Đã đăng ký")
            lan.press(await lan.ask("/dangky"), "Đồng ý")
            await lan.wait_for("Đã đăng ký")

            panel = await say(phuc, f"/post {REPORT}", "Gửi cho")
            panel = await say(phuc, number_of(panel, "☐ Chỗ"), "Gửi cho")
            assert "2 người" in panel
            await say(phuc, words_for(panel, "Đăng"), "Đã đăng tin số 1")
            here, there = await hear(ba_tu, "Tin số 1"), await lan.wait_for("Tin số 1")
            assert "87,4%" in here
            assert "87,4%" in there.text

            panel = await say(phuc, "dinh chinh 1 87,4% => 78,4%", "Đính chính tin số 1")
            before = len(ba_tu.texts)
            await say(phuc, words_for(panel, "Đăng"), "Đã đính chính tin số 1")
            assert "đạt 87,4% → đạt 78,4%" in await hear(ba_tu, "ĐÍNH CHÍNH tin số 1", before)
            await until(lambda: "78,4%" in next(one.text for one in lan.messages if one.message_id == there.message_id))
            assert "87,4%" in here, "what stands on Zalo nobody can change"

            asked = await say(phuc, "thu hồi 1 nhầm số liệu", "Thu hồi")
            before = len(ba_tu.texts)
            await say(phuc, words_for(asked, "Thu hồi"), "Đã thu hồi tin số 1")
            assert "nhầm số liệu" in await hear(ba_tu, "THU HỒI", before)
        finally:
            task.cancel()
            await asyncio.wait([task])
            await ward.close()
