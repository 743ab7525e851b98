"""One post by an official on Telegram, on every road: in a chat, on Zalo, in the ward's channel, and on its page."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.acceptance.process import environment, loa
from tests.acceptance.test_correction import publish
from tests.acceptance.test_main_job import first_answer
from tests.acceptance.test_webhook import free_port
from tests.channels.telegram.kit import until
from tests.channels.town import number_of
from tests.fakes.telegram import FakeTelegram, Group, Pace, Person
from tests.fakes.zalo_bot import FakeZalo, ZaloPerson
from tests.ward import NOTICE

CHANNEL = -1_001_234_567_890
PATIENCE = 60.0
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


async def hear(who: ZaloPerson, words: str, since: int = 0) -> str:
    """Somebody with Zalo gets a message with these words."""
    await until(lambda: [one for one in who.texts[since:] if words in one], PATIENCE)
    return [one for one in who.texts[since:] if words in one][-1]


async def say(who: ZaloPerson, text: str, words: str) -> str:
    """Type something on Zalo; returns the answer that holds these words."""
    before = len(who.texts)
    who.say(text)
    return await hear(who, words, before)


async def name_channel(admin: Person, channel: Group) -> None:
    """An admin makes the bot an admin of a channel, and says that it is the ward's."""
    channel.add(admin, "creator")
    channel.promote_bot(by=admin)
    admin.press(await admin.wait_for("làm kênh của phường?", PATIENCE), "Dùng kênh này")
    await admin.wait_for("đã là kênh của phường", PATIENCE)


async def page_says(address: str, words: str) -> None:
    """The public page of the post shows these words; what many ask for is kept for a second."""
    async with httpx.AsyncClient(trust_env=False, timeout=10, follow_redirects=True) as browser:
        async with asyncio.timeout(PATIENCE):
            while True:
                if words in (await browser.get(address)).text:
                    return
                await asyncio.sleep(0.1)


async def test_one_post_reaches_a_chat_zalo_the_channel_and_the_page_and_so_does_its_correction(tmp_path: Path) -> None:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    async with FakeTelegram(token="123456:TEST", pace=Pace.off()) as tg, FakeZalo(["Bà Tư"]) as zalo:
        admin, lan, (ba_tu,) = tg.user(1001, first_name="Minh"), tg.user(2002, first_name="Lan"), zalo.people
        channel = tg.channel(CHANNEL, "Phường Mỹ Bình")
        channel.chat.bot_status = "left"
        env = environment(
            tg,
            f"sqlite:///{tmp_path / 'loa.db'}",
            LOA_ZALO_BOT__TOKEN=zalo.token,
            LOA_ZALO_BOT__API_URL=zalo.url,
            LOA_WEB__PORT=str(port),
            LOA_WEB__PUBLIC_URL=public,
        )
        async with loa(env, tmp_path):
            await first_answer(admin)
            await name_channel(admin, channel)
            lan.press(await lan.ask("/dangky", PATIENCE), "Đồng ý")
            await lan.wait_for("Đã đăng ký", PATIENCE)
            asked = await say(ba_tu, "dang ky nhan tin", "Đồng ý")
            await say(ba_tu, number_of(asked, "Đồng ý"), "Đã đăng ký")

            admin.send(f"/post {NOTICE}")
            await publish(admin, "Lên cả kênh “Phường Mỹ Bình”")
            copy = await lan.wait_for("Tin số 1 ·", PATIENCE)
            aired = await channel.wait_for("Tin số 1 ·", PATIENCE)
            assert "Xem trên web" in await hear(ba_tu, "Tin số 1 ·")
            assert "11 giờ" in aired.text
            assert aired.buttons == []
            await page_says(f"{public}/1", "11 giờ")
            await admin.wait_for("kênh “Phường Mỹ Bình”: đã gửi · xong", PATIENCE)

            before = len(ba_tu.texts)
            admin.send("/dinhchinh 1 11 giờ => 12 giờ")
            await publish(admin, "Đính chính tin số 1")
            await admin.wait_for("Đã đính chính tin số 1", PATIENCE)
            await page_says(f"{public}/1", "12 giờ")
            assert "8 giờ đến 12 giờ" in await hear(ba_tu, "ĐÍNH CHÍNH tin số 1", before)
            await until(lambda: "12 giờ" in copy.text and "12 giờ" in aired.text, PATIENCE)
            assert len(channel.messages) == 1, "what is mended in place is told beside it"
            await lan.wait_for("ĐÍNH CHÍNH tin số 1", PATIENCE)

            channel.post("Một tin của người quản trị kênh")
            admin.press(await admin.ask("/thuhoi 1 nhầm ngày", PATIENCE), "Thu hồi")
            await until(lambda: "ĐÃ THU HỒI" in aired.text and copy.deleted, PATIENCE)
            await hear(ba_tu, "THU HỒI tin số 1", before)
            assert len(channel.messages) == 1, "and it answers nobody there"
