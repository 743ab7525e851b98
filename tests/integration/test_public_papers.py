"""Sheets and pictures of links over HTTP: drawn when they are asked for, one at a time, and only for what is public."""

import asyncio
import io
import re
import threading
from collections.abc import AsyncIterator

import httpx
import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from PIL import Image
from sqlalchemy import func, select

from bot.delivery.ahead import Ahead
from bot.domain.people import Role
from bot.messages.message import Drawing
from bot.storage.tables import attachment
from bot.storage.ward import update_ward
from bot.web.pages import press
from tests.site import PUBLIC_URL, browsing, text_of
from tests.ward import NOTICE, After, House, Past

WRITER = "7"


@Past
async def two_posts(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.publish(WRITER, NOTICE)
    await house.publish(WRITER, "Họp kín Bằng Lăng\n\nCán bộ họp sáng ngày 26/11/2026.", cadres=True)


@pytest.fixture
def ward(after: After) -> House:
    return after(two_posts)


@pytest.fixture
async def browser(ward: House) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(ward) as opened:
        yield opened


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


async def test_a_post_is_a_sheet_to_print_which_its_page_leads_to(browser: httpx.AsyncClient) -> None:
    assert 'href="/loa/tin/1.pdf"' in await text_of(browser, "/1")
    response = await browser.get("/tin/1.pdf")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/pdf")
    assert "tin-1.pdf" in response.headers["content-disposition"]
    assert f"{PUBLIC_URL}/1" in words_of(response.content)


@pytest.mark.parametrize("path", ["/tin/1.pdf", "/tin/1.png", "/anh.png"])
async def test_what_is_drawn_is_fetched_in_parts_and_not_twice(browser: httpx.AsyncClient, path: str) -> None:
    whole = await browser.get(path)
    head = await browser.head(path)
    assert (head.content, head.headers) == (b"", whole.headers)
    part = await browser.get(path, headers={"range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, whole.content[:10])
    again = await browser.get(path, headers={"if-none-match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_correction_is_another_sheet_and_another_picture(ward: House, browser: httpx.AsyncClient) -> None:
    before = [await browser.get(path) for path in ("/tin/1.pdf", "/tin/1.png")]
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    for one in before:
        after = await browser.get(one.request.url, headers={"if-none-match": one.headers["etag"]})
        assert after.status_code == 200
        assert after.content != one.content
    assert "ĐÍNH CHÍNH" in words_of((await browser.get("/tin/1.pdf")).content)


async def test_what_is_withdrawn_or_for_cadres_has_neither(ward: House, browser: httpx.AsyncClient) -> None:
    await browser.get("/tin/1.pdf")
    await ward.withdraw(WRITER, "1 nhầm ngày")
    none = await browser.get("/khong-co")
    for path in ("/tin/1.pdf", "/tin/1.png", "/tin/CB-1.pdf", "/tin/CB-1.png", "/tin/9.pdf", "/tin/01.pdf"):
        found = await browser.get(path)
        assert (found.status_code, found.content, found.headers) == (404, none.content, none.headers), path


@pytest.mark.parametrize("kept_seconds", [0, 60])
async def test_what_is_withdrawn_while_it_is_drawn_is_not_there(
    ward: House, monkeypatch: pytest.MonkeyPatch, kept_seconds: float
) -> None:
    made = press.Press.made

    async def made_late(self: press.Press, drawing: Drawing, *, at_once: bool = False) -> bytes | None:
        drawn = await made(self, drawing, at_once=at_once)
        await ward.withdraw(WRITER, "1 nhầm ngày")
        return drawn

    monkeypatch.setattr(press.Press, "made", made_late)
    async with browsing(ward, kept_seconds=kept_seconds) as browser:
        assert (await browser.get("/tin/1.pdf")).status_code == 404


async def test_a_link_shows_a_picture_a_title_and_when(browser: httpx.AsyncClient) -> None:
    page = await text_of(browser, "/1")
    told = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))
    assert told["og:title"] == "Thông báo cúp điện"
    assert "8 giờ đến 11 giờ ngày 25/11/2026" in told["og:description"]
    assert (told["og:locale"], told["og:type"], told["twitter:card"]) == ("vi_VN", "article", "summary_large_image")
    assert told["og:image"] == f"{PUBLIC_URL}/tin/1.png?ban=1"
    picture = await browser.get(told["og:image"])
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)


async def test_every_other_page_shows_the_picture_of_the_ward(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/tin", "/sap-den", "/xac-minh"):
        assert f'<meta property="og:image" content="{PUBLIC_URL}/anh.png">' in await text_of(browser, path)
    assert Image.open(io.BytesIO((await browser.get("/anh.png")).content)).size == (1200, 630)


async def test_where_too_many_wait_a_link_shows_the_ward_and_a_sheet_is_asked_for_again(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "MOST_WAITING", 0)
    picture, sheet = await browser.get("/tin/1.png"), await browser.get("/tin/1.pdf")
    assert (picture.status_code, picture.headers["cache-control"]) == (200, "no-store")
    assert picture.content == (await browser.get("/anh.png")).content
    assert (sheet.status_code, sheet.headers["retry-after"]) == (503, "2")


async def test_what_many_ask_for_at_once_is_drawn_once_beside_the_event_loop(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[threading.Thread] = []

    def draw(drawing: Drawing) -> bytes:
        drawn.append(threading.current_thread())
        return b"%PDF-"

    monkeypatch.setattr(press, "draw", draw)
    got = await asyncio.gather(*(browser.get("/tin/1.pdf") for _ in range(8)))
    assert {one.content for one in got} == {b"%PDF-"}
    assert len(drawn) == 1
    assert drawn[0] is not threading.main_thread()


async def kept(house: House) -> int:
    async with house.database.read() as transaction:
        return await transaction.scalar(select(func.count()).select_from(attachment)) or 0


async def test_what_went_out_is_drawn_before_anybody_asks(ward: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with ward.database.write() as transaction:
        await update_ward(transaction, public_url=PUBLIC_URL)
    ahead = Ahead(ward.database, ward.clock, lambda transaction: ward.dues.services(transaction, ward.clock.now()))
    assert await ahead.run_once() == 1
    assert await kept(ward) == 2
    assert await ahead.run_once() == 0

    def draw(drawing: Drawing) -> bytes:
        raise AssertionError(drawing.template)

    monkeypatch.setattr(press, "draw", draw)
    async with browsing(ward) as browser:
        assert (await browser.get("/tin/1.pdf")).content.startswith(b"%PDF")
        assert (await browser.get("/tin/1.png")).content.startswith(b"\x89PNG")
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    assert await ahead.run_once() == 1
    assert await kept(ward) == 4


async def test_opening_pages_stores_nothing(ward: House, browser: httpx.AsyncClient) -> None:
    for path in ("/tin/1.pdf", "/tin/1.png", "/anh.png"):
        assert (await browser.get(path)).status_code == 200
    assert await kept(ward) == 0
