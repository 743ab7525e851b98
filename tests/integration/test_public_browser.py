"""The public pages in a real browser: a phone, a desk, a small and an enlarged screen, in the dark, on paper."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import pytest
import uvicorn
from PIL import Image
from playwright.async_api import Browser, async_playwright
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]  # it has no types
from starlette.applications import Starlette

from bot.domain.people import Role
from tests.channels.web.test_page import ARGS, CHROMIUM, NAMES
from tests.integration.test_public_hostile import WRITER, odd_posts
from tests.site import site_of
from tests.ward import After, House, Past

AXE = files("axe_playwright_python").joinpath("axe.min.js")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser here: none of {', '.join(NAMES)} is installed"),
]

PATHS = ("/", "/1", "/4", "/5", "/6", "/7", "/tim?q=cup+dien", "/so-lieu", "/xac-minh/ABCD", "/khong-co")
WIDTHS = {"a phone": 390, "a desk": 1280, "a desk at 200 %": 640, "a small phone": 320}
BEYOND = """() => [...document.querySelectorAll('body *')].filter(one => !one.closest('.rong, .nhay') &&
    one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(one => one.tagName)"""
"""What stands beyond the right edge; a wide table is scrolled by itself."""


@asynccontextmanager
async def served(house: House) -> AsyncIterator[str]:
    """The pages on a port of this machine."""
    site = site_of(house, public_url="http://127.0.0.1:1/loa")
    app = Starlette(routes=[site.mount()])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/loa"
    finally:
        server.should_exit = True
        await serving
        await site.close()


@pytest.fixture
def engine() -> str:
    """What a page looks like does not depend on the database."""
    return "sqlite"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
        yield opened
        await opened.close()


async def test_no_page_is_wider_than_the_screen(after: After, browser: Browser) -> None:
    async with served(after(odd_posts)) as url:
        for name, width in WIDTHS.items():
            for scheme in ("light", "dark") if width == 390 else ("light",):
                page = await browser.new_page(
                    viewport={"width": width, "height": 800},
                    color_scheme="dark" if scheme == "dark" else "light",
                    java_script_enabled=True,
                )
                for path in PATHS:
                    await page.goto(f"{url}{path}")
                    assert await page.evaluate(BEYOND) == [], (name, path)
                    assert await page.evaluate("document.documentElement.scrollWidth") <= width, (name, path)
                await page.close()


TABLE = """Chỉ tiêu | ĐVT | Yêu cầu | Nhiệm kỳ | Kế hoạch: tỉnh giao | Kế hoạch: HĐND phường giao | TH 2025
Tỷ lệ hộ dân sử dụng nước sạch hợp quy chuẩn trên địa bàn phường | % | ít nhất | 2020-2025 | 99 | 99,5 | 99,6
Vận động Quỹ Vì người nghèo | tỷ đồng | ít nhất | 2020-2025 | 2,5 | | 2,6
Hộ nghèo | hộ | nhiều nhất | 2020-2025 | 25 | | """


async def test_targets_are_cards_on_a_narrow_screen_and_a_table_on_a_wide_one(after: After, browser: Browser) -> None:
    house = after(odd_posts)
    await house.say(WRITER, f"/capnhat\n{TABLE}")
    await house.say(WRITER, "ghi")
    async with served(house) as url:
        for width in (320, 390, 640, 1280):
            page = await browser.new_page(viewport={"width": width, "height": 800})
            await page.goto(f"{url}/chi-tieu")
            shown = await page.evaluate("getComputedStyle(document.querySelector('.the tr:last-child')).display")
            assert shown == ("block" if width < 700 else "table-row")
            beyond = "(one => one.scrollWidth - one.clientWidth)(document.querySelector('.rong'))"
            assert await page.evaluate(beyond) <= 0, width
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await page.close()


async def test_a_post_is_one_sheet_of_paper(after: After, browser: Browser) -> None:
    async with served(after(odd_posts)) as url:
        page = await browser.new_page()
        for number in range(1, 9):
            await page.goto(f"{url}/{number}")
            paper = await page.pdf(format="A4", prefer_css_page_size=True)
            assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1, number


@Past
async def posts_with_a_photo(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    for sentences in (1, 9, 14, 22, 40):
        text = "Bà con mang giấy tờ đến một cửa, lấy số, chờ gọi tên rồi nộp hồ sơ.\n" * sentences
        await house.say(WRITER, f"/post Thông báo cúp nước\n\nCúp nước hẻm 12 từ 8 giờ ngày 28/11/2026.\n{text}")
        # As tall as a phone's camera makes it.
        made = io.BytesIO()
        Image.new("RGB", (900, 1600), "#3a6b35").save(made, "JPEG")
        await house.send_photo(WRITER, made.getvalue())
        heard = await house.tick(WRITER, await house.work())
        await house.press(WRITER, heard[-1].buttons["Đăng"])


async def test_a_post_with_a_photo_is_one_sheet_too(after: After, browser: Browser) -> None:
    async with served(after(posts_with_a_photo)) as url:
        page = await browser.new_page()
        for number in range(1, 6):
            await page.goto(f"{url}/{number}")
            await page.locator(".hinh img").scroll_into_view_if_needed()
            paper = await page.pdf(format="A4", prefer_css_page_size=True)
            assert len(PdfDocument(paper)) == 1, number


async def test_axe_finds_nothing_serious(after: After, browser: Browser) -> None:
    async with served(after(odd_posts)) as url:
        for scheme in ("light", "dark"):
            context = await browser.new_context(
                viewport={"width": 390, "height": 800},
                bypass_csp=True,
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = await context.new_page()
            for path in PATHS:
                await page.goto(f"{url}{path}")
                await page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
                found = (await page.evaluate("axe.run()"))["violations"]
                serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
                assert serious == [], (scheme, path, [node["html"] for one in found for node in one["nodes"]][:3])
            await context.close()
