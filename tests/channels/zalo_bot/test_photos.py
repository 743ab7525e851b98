"""A post's photo on Zalo: fetched at once from who sends it, shown from the public page, or not at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from bot.app import build_router
from bot.channels.zalo_bot import wire
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.domain.people import Role
from bot.errors import NeverSentError, RejectedError
from bot.settings import Settings
from bot.ward import Ward
from tests import deeds
from tests.channels.town import Town, number_of, running, words_for
from tests.channels.zalo_bot.kit import QUICK, settings_for, zalo_channel_at
from tests.fakes.conftest import PNG
from tests.fakes.zalo_bot import FakeZalo

NOTICE = "Thông báo\n\nKhóm 5 họp dân lúc 8 giờ ngày 20/12/2031 tại nhà văn hóa."
PAGES = "https://phuong.example/loa"


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZalo]:
    async with FakeZalo(["Phúc", "Lan", "Bà Tư"]) as zalo:
        yield zalo


@pytest.fixture(params=[PAGES, None], ids=["pages", "no-pages"])
async def town(request: pytest.FixtureRequest, database_url: str, zalo: FakeZalo) -> AsyncIterator[Town]:
    told = {
        "database_url": database_url,
        "undo_seconds": 0,
        "ward": {"quiet": ""},
        "web": {"public_url": request.param},
    }
    channel = ZaloBotChannel(settings_for(zalo.url), pauses=QUICK)
    ward = Ward(Settings.model_validate(told), [channel], router=build_router())
    await ward.prepare(pages=True)
    async with running(ward, zalo.people) as town:
        yield town


async def with_photo(town: Town, zalo: FakeZalo) -> str:
    """A draft with a photo, which Zalo forgets right afterwards; returns the panel."""
    await town.say(town.writer, f"/post {NOTICE}", "Gửi cho")
    before = len(town.writer.texts)
    zalo.people[0].send_photo(PNG)
    panel = await town.hear(town.writer, "Gửi cho", before)
    zalo.media.clear()
    return panel


async def test_a_public_posts_photo_is_shown_from_its_page_and_left_out_where_there_is_none(
    town: Town, zalo: FakeZalo
) -> None:
    panel = await with_photo(town, zalo)
    await town.say(town.writer, words_for(panel, "Đăng"), "Đã đăng tin số 1")
    await town.hear(town.resident, "Tin số 1")
    (copy,) = [one for one in zalo.people[2].messages if "Tin số 1" in one.text]
    url = town.ward.settings.web.public_url
    if url is None:
        assert copy.photo == ""
    else:
        assert copy.photo.startswith(f"{url}/tep/1/")
        assert f"Xem trên web: {url}/1" in copy.text


@pytest.mark.parametrize("town", [PAGES], indirect=True)
async def test_a_cadre_posts_photo_travels_by_no_address(town: Town, zalo: FakeZalo) -> None:
    async with town.ward.database.write() as transaction:
        await deeds.give_role(transaction, town.route, town.resident.chat_id, Role.CADRE)
    panel = await with_photo(town, zalo)
    panel = await town.say(town.writer, number_of(panel, "Đối tượng"), "chỉ cán bộ")
    await town.say(town.writer, words_for(panel, "Đăng"), "Đã đăng tin số")
    await town.hear(town.writer, "· xong")
    assert any("Khóm 5 họp dân" in text for text in town.resident.texts)
    assert [one.photo for person in zalo.people for one in person.messages if one.photo] == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1:8443", "169.254.169.254"])
async def test_a_photos_address_leads_nowhere_into_the_wards_own_network(host: str) -> None:
    async with FakeZalo() as zalo, zalo_channel_at(zalo.url) as channel:
        with pytest.raises(RejectedError, match="no-such-file"):
            await channel.fetch(f"https://{host}/anh.jpg")


async def test_a_photo_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = asyncio.Event()

    async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        with suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b".")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        gone.set()

    monkeypatch.setattr(wire, "WHOLE_FILE", 0.3)
    async with await asyncio.start_server(drips, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with zalo_channel_at(url) as channel, asyncio.timeout(10):
            with pytest.raises(NeverSentError, match="no-answer"):
                await channel.fetch(f"{url}/media/1.jpg")
        await asyncio.wait_for(gone.wait(), 10)
