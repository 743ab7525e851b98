"""What officials print: sheets of public posts, and posters whose squares open the bot with an area chosen."""

from dataclasses import replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from pydantic import SecretStr

from bot.app import build_router, draw_poster
from bot.channels.telegram.channel import TelegramChannel
from bot.domain.people import Role
from bot.errors import InvalidError, MissingError
from bot.storage.ward import update_ward
from bot.ward import Ward
from tests.channels.telegram.kit import settings_for
from tests.fakes.telegram import FakeTelegram, Pace
from tests.site import PUBLIC_URL, browsing, text_of
from tests.ward import ADMIN, NOTICE, TELEGRAM, After, Heard, House, Past, settings

WRITER, RESIDENT = "7", "9"


@Past
async def a_post_and_areas(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    for name in ("Khóm 1", "Khóm 3 = Ấp Đông"):
        await house.say(ADMIN, f"/khuvuc them {name}")
    await house.publish(WRITER, NOTICE)


@pytest.fixture
def ward(after: After) -> House:
    return after(a_post_and_areas)


def with_link(house: House) -> None:
    account = house.accounts[TELEGRAM]
    house.accounts[TELEGRAM] = replace(
        account, link=lambda start: "https://t.me/loa_bot" + (f"?start={start}" if start else "")
    )


def drawn(heard: list[Heard]) -> dict[str, Any]:
    """What the sheet shows that was sent."""
    content = heard[-1].row.content or {}
    _, photo, _, data, format_ = content["drawing"]
    assert (photo, format_) == (False, "pdf")
    return dict(data)


@pytest.mark.parametrize("typed", ["/inan 1", "in ấn 1", "in an tin so 1", "/print 1"])
async def test_a_writer_has_a_post_on_paper_however_it_is_asked_for(ward: House, typed: str) -> None:
    assert drawn(await ward.say(WRITER, typed))["title"] == "Thông báo cúp điện"


async def test_the_sheet_leads_to_the_page_where_there_are_pages(ward: House) -> None:
    assert drawn(await ward.say(WRITER, "/inan 1"))["address"] == ""
    async with ward.database.write() as transaction:
        await update_ward(transaction, public_url=PUBLIC_URL)
    heard = await ward.say(WRITER, "/inan 1")
    assert drawn(heard)["address"] == f"{PUBLIC_URL}/1"
    assert f"{PUBLIC_URL}/tin/1.pdf" in heard[-1].text


async def test_only_who_writes_is_offered_a_sheet_and_never_of_a_post_for_cadres(ward: House) -> None:
    await ward.publish(WRITER, "Họp kín\n\nCán bộ họp sáng ngày 26/11/2026.", cadres=True)
    assert "In A4" in (await ward.say(WRITER, "đọc 1"))[-1].buttons
    assert "In A4" not in (await ward.say(WRITER, "đọc CB-1"))[-1].buttons
    assert "In A4" not in (await ward.say(RESIDENT, "đọc 1"))[-1].buttons
    assert "bảng tin" in await ward.ask(WRITER, "/inan CB-1")
    assert "dành cho cán bộ" in await ward.ask(RESIDENT, "/inan 1")
    assert "dành cho cán bộ" in await ward.ask(RESIDENT, "/apphich")
    assert "thu hồi" in [await ward.withdraw(WRITER, "1 nhầm"), await ward.ask(WRITER, "/inan 1")][1]


@pytest.mark.parametrize("typed", ["/apphich Khóm 3", "ap phich khom 3", "áp phích ấp đông", "/poster khom3"])
async def test_who_scans_the_poster_of_an_area_subscribes_with_that_area(ward: House, typed: str) -> None:
    with_link(ward)
    (code,) = drawn(await ward.say(WRITER, typed))["codes"]
    assert code["address"] == "t.me/loa_bot"
    async with ward.services() as services:
        (way,) = (await services.papers.own_poster("Khóm 3")).ways
    start = way.link.partition("?start=")[2]
    asked = await ward.say(RESIDENT, f"/start {start}")
    assert "Khóm 3" in (await ward.press(RESIDENT, asked[-1].buttons["Đồng ý"]))[0].text


async def test_a_poster_leads_to_the_pages_where_no_channel_has_an_address(ward: House) -> None:
    assert "Chưa có địa chỉ" in await ward.ask(WRITER, "/apphich")
    async with ward.database.write() as transaction:
        await update_ward(transaction, public_url=PUBLIC_URL)
    (code,) = drawn(await ward.say(WRITER, "/apphich"))["codes"]
    assert code["address"] == PUBLIC_URL.removeprefix("https://")


async def test_an_area_that_there_is_not_has_no_poster(ward: House) -> None:
    with_link(ward)
    assert "Không có khu vực này" in await ward.ask(WRITER, "/apphich khóm 99")


async def test_pages_lead_to_the_bot_with_the_area_of_the_page_chosen(ward: House) -> None:
    async with browsing(ward) as browser:
        assert "Nhận tin ngay" not in await text_of(browser, "/")
    with_link(ward)
    async with browsing(ward) as browser:
        for path in ("/", "/1", "/tim?q=dien"):
            assert '<a href="https://t.me/loa_bot" rel="noopener">Telegram</a>' in await text_of(browser, path)
        page = await text_of(browser, "/khu-vuc/khom-3")
    assert 'href="https://t.me/loa_bot?start=kv-2"' in page
    assert "Zalo" not in page


# --- the command line -----------------------------------------------------------------------------------------------


@pytest.fixture
def engine() -> str:
    """What is printed does not depend on the database."""
    return "sqlite"


async def poster_of(house: House, tg: FakeTelegram, area: str) -> bytes:
    url = house.database.url.render_as_string(hide_password=False)
    set_by = settings().model_copy(update={"database_url": SecretStr(url)})
    channel = TelegramChannel(settings_for(tg.url, token="1:TEST"))
    return await draw_poster(Ward(set_by, [channel], router=build_router()), area)


async def test_the_command_line_draws_the_poster_of_the_bot_it_asks_for(ward: House) -> None:
    async with FakeTelegram("1:TEST", pace=Pace.off()) as tg:
        made = pypdfium2.PdfDocument(await poster_of(ward, tg, "khom 3"))
        assert len(made) == 1
        text = made[0].get_textpage().get_text_bounded()
        assert "Bà con Khóm 3" in text
        assert "t.me/loa_phuong_bot" in text.replace("\ufffe", "")
        with pytest.raises(MissingError):
            await poster_of(ward, tg, "Khóm 99")


async def test_without_any_address_the_command_line_makes_no_poster(ward: House) -> None:
    async with FakeTelegram("1:TEST", pace=Pace.off()) as tg:
        url = tg.url
    channel = TelegramChannel(settings_for(url, token="1:TEST"))
    set_by = settings().model_copy(
        update={"database_url": SecretStr(ward.database.url.render_as_string(hide_password=False))}
    )
    with pytest.raises(InvalidError):
        await draw_poster(Ward(set_by, [channel], router=build_router()))
