"""The page in a real browser, as wide as a phone and as a desk."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from markupsafe import Markup, escape
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from bot.cards.files import blank_picture
from bot.messages.incoming import FileKind
from bot.messages.message import Button, File, Outgoing
from tests.channels.web.conftest import Tryout
from tests.fakes.conftest import PNG

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next((found for found in map(shutil.which, NAMES) if found), None)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = (390, 844), (1280, 800)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason=f"no browser here: none of {', '.join(NAMES)} is installed"),
]


class Visitor:
    """Opens the page as often as a test wants, and notes what goes wrong in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.errors: list[str] = []

    async def open(self, width: tuple[int, int], persona: str = "cu-dan") -> Page:
        context = await self.browser.new_context(
            viewport={"width": width[0], "height": width[1]}, is_mobile=width == PHONE, has_touch=width == PHONE
        )
        page = await context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.note)
        await page.goto(f"{self.url}/#{persona}")
        await expect(page.locator(".persona")).to_have_count(6)
        await expect(page.locator(f"[data-persona={persona}]")).to_have_attribute("aria-current", "true")
        return page

    def note(self, message: ConsoleMessage) -> None:
        # What a test breaks on purpose is no fault of the page; a refusal by its own policy is.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.errors.append(message.text)


@pytest.fixture
async def visitor(tryout: Tryout) -> AsyncIterator[Visitor]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
        visitor = Visitor(browser, tryout.url)
        yield visitor
        await browser.close()
    assert visitor.errors == []


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Nội dung tin").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_writer_posts_and_the_resident_sees_it_arrive(
    visitor: Visitor, tryout: Tryout, width: tuple[int, int]
) -> None:
    resident = await visitor.open(width, "cu-dan")
    writer = await visitor.open(width, "soan-tin")
    await write(writer, "/post Cúp điện hẻm 47\nTừ 8 giờ & đến <hết> sáng")
    for page in (resident, writer):
        await expect(page.locator(".theirs .text")).to_have_text("Tin mới: Cúp điện hẻm 47\nTừ 8 giờ & đến <hết> sáng")
        await expect(page.locator(".theirs .text b")).to_have_text("Tin mới:")
    await expect(writer.locator("[data-persona=can-bo] .badge")).to_have_text(re.compile("1"))
    await writer.locator("[data-persona=can-bo]").click()
    await expect(writer.locator(".theirs")).to_have_count(1)
    await expect(writer.locator("[data-persona=can-bo] .badge")).to_be_hidden()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_pressed_button_changes_its_message_in_place(
    visitor: Visitor, tryout: Tryout, width: tuple[int, int]
) -> None:
    page = await visitor.open(width)
    await write(page, "dang ky")
    await expect(page.locator(".mine .state")).to_have_attribute("aria-label", "đã gửi")
    await page.get_by_role("button", name="Đồng ý").click()
    await expect(page.locator(".theirs .text")).to_have_text("Anh/chị đã chọn yes.")
    await expect(page.locator(".theirs .edited")).to_be_visible()
    await expect(page.locator(".press")).to_have_count(0)
    assert [one.pressed for one in tryout.bot.came] == [False, True]


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
async def test_everything_fits_and_can_be_hit_and_read(
    visitor: Visitor, tryout: Tryout, width: tuple[int, int]
) -> None:
    rows = ((Button("☐ 1", "1"), Button("☐ 2", "2"), Button("☐ 3", "3")), (Button("Đăng", "4"), Button("Hủy", "5")))
    await tryout.channel.send(Outgoing("writer", escape("Rấtdàikhôngcódấucách" * 60), rows, File("x" * 90, b"1")))
    page = await visitor.open(width, "soan-tin")
    await expect(page.locator(".press")).to_have_count(5)
    assert await page.evaluate("document.documentElement.scrollWidth") == width[0]
    small = await page.evaluate(
        """() => [...document.querySelectorAll("button, textarea, .file")]
            .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""
    )
    assert small == []
    tiny = await page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) => one.offsetParent
            && one.textContent.trim() && !one.matches(".notice") && parseFloat(getComputedStyle(one).fontSize) < 16)
            .map((one) => one.outerHTML)"""
    )
    assert tiny == []
    box = await page.locator("#composer").bounding_box()
    assert box is not None
    assert abs(box["y"] + box["height"] - width[1]) < 2


async def test_a_message_that_could_not_be_sent_is_sent_once_when_touched(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(PHONE)
    tryout.bot.down = True
    await write(page, "tin moi")
    again = page.get_by_role("button", name="Chưa gửi được, chạm để thử lại")
    await expect(again).to_be_visible()
    await expect(page.locator(".mine")).to_have_count(1)
    tryout.bot.down = False
    await again.click()
    await expect(again).to_be_hidden()
    await expect(page.locator(".theirs")).to_have_count(1)
    await expect(page.locator(".mine")).to_have_count(1)
    assert [one.text for one in tryout.bot.came] == ["tin moi"]


async def test_a_message_shows_at_once_while_the_bot_still_thinks(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(DESK)
    tryout.bot.gate.clear()
    await write(page, "tin moi")
    await expect(page.locator(".mine .state")).to_have_attribute("aria-label", "đang gửi")
    await expect(page.get_by_label("Nội dung tin")).to_have_value("")
    tryout.bot.gate.set()
    await expect(page.locator(".mine .state")).to_have_attribute("aria-label", "đã gửi")


async def test_a_text_that_is_too_large_comes_back_to_be_shortened(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(DESK)
    await page.get_by_label("Nội dung tin").evaluate("(field) => { field.value = 'x'.repeat(2_100_000); }")
    await page.get_by_role("button", name="Gửi", exact=True).click()
    again = page.get_by_role("button", name=re.compile(r"Tin quá dài\..*Chạm để sửa\."))
    await again.click(timeout=20_000)
    await expect(page.locator(".mine")).to_have_count(0)
    assert await page.get_by_label("Nội dung tin").evaluate("(field) => field.value.length") == 2_100_000


async def test_enter_sends_and_shift_enter_starts_a_line(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(DESK)
    await page.get_by_label("Nội dung tin").focus()
    await page.keyboard.type("một")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("hai")
    await page.keyboard.press("Enter")
    await expect(page.locator(".mine .text")).to_have_text("một\nhai")
    assert [one.text for one in tryout.bot.came] == ["một\nhai"]


async def test_what_people_write_never_becomes_markup(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(DESK)
    nasty = "<img src=x onerror=alert(1)> <b>đậm</b> &amp; &lt;i&gt; </b> https://phuong.vn/tin?a=1&b=2."
    await write(page, nasty)
    await expect(page.locator(".mine .text")).to_have_text(nasty)
    await expect(page.locator(".theirs .text")).to_have_text(f"Nghe rồi: {nasty}")
    await expect(page.locator(".log img, .log .text b, .log .text i")).to_have_count(0)
    await expect(page.locator(".theirs a")).to_have_attribute("href", "https://phuong.vn/tin?a=1&b=2")


async def test_a_file_can_be_downloaded(visitor: Visitor, tryout: Tryout, tmp_path: Path) -> None:
    page = await visitor.open(PHONE)
    await write(page, "/file")
    async with page.expect_download() as download:
        await page.locator(".file").click()
    kept = tmp_path / "file"
    await (await download.value).save_as(kept)
    assert (await download.value).suggested_filename == "dữ liệu của tôi.txt"
    assert kept.read_text(encoding="utf-8") == "xin chào"


async def test_a_photo_is_shown_above_its_words_and_changes_with_them(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(PHONE)
    await page.locator("[data-persona=cu-dan]").click()
    sent = await tryout.channel.send(Outgoing("resident", Markup("Tin có ảnh"), file=blank_picture()))
    photo = page.locator(".theirs .photo")
    await expect(photo).to_be_visible()
    assert await photo.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 640
    before = await photo.get_attribute("src")
    other = File("Ảnh 2", blank_picture().content + b" ", photo=True)
    await tryout.channel.send(Outgoing("resident", Markup("Tin đã sửa"), file=other, edit=sent, edits_photo=True))
    await expect(page.locator(".theirs .text")).to_have_text("Tin đã sửa")
    assert await photo.get_attribute("src") != before


async def test_the_sample_report_is_one_touch_away_for_a_writer(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(PHONE, "soan-tin")
    await page.locator(".empty").get_by_role("button", name="Dán báo cáo mẫu").click()
    await expect(page.get_by_label("Nội dung tin")).to_have_value(re.compile(r"^/post Hội nghị Sơ kết"))
    await page.locator("[data-persona=cu-dan]").click()
    await expect(page.get_by_label("Nội dung tin")).to_have_value("")
    await expect(page.get_by_role("button", name="Dán báo cáo mẫu")).to_have_count(0)
    await page.locator("[data-persona=soan-tin]").click()
    await expect(page.get_by_label("Nội dung tin")).to_have_value(re.compile(r"^/post Hội nghị Sơ kết"))


async def test_a_lost_connection_is_said_and_mended(visitor: Visitor, tryout: Tryout) -> None:
    page = await visitor.open(PHONE)
    await tryout.channel.send(Outgoing("resident", Markup("Trước")))
    await expect(page.locator(".theirs")).to_have_count(1)
    await page.route("**/tryout/events", lambda route: route.abort())
    await tryout.channel.close()
    await expect(page.get_by_text("Mất kết nối, đang nối lại…")).to_be_visible()
    await tryout.channel.send(Outgoing("resident", Markup("Trong lúc mất")))
    await page.unroute("**/tryout/events")
    await expect(page.locator(".theirs .text")).to_have_text(["Trước", "Trong lúc mất"])
    await expect(page.get_by_text("Mất kết nối, đang nối lại…")).to_be_hidden()


async def test_new_messages_are_announced_and_a_reader_above_is_not_pulled_down(
    visitor: Visitor, tryout: Tryout
) -> None:
    page = await visitor.open(PHONE)
    for number in range(20):
        await tryout.channel.send(Outgoing("resident", Markup("Tin {}\n\n{}").format(number, "chữ " * 30)))
    await expect(page.locator(".theirs")).to_have_count(20)
    await page.locator("#scroll").evaluate("(one) => { one.scrollTop = 0; }")
    await asyncio.sleep(0.1)
    await tryout.channel.send(Outgoing("resident", Markup("Khẩn: <b>mưa lớn</b>")))
    await expect(page.locator("#announce")).to_have_text("Loa Phường: Khẩn: mưa lớn")
    assert await page.locator("#scroll").evaluate("(one) => one.scrollTop") == 0
    await page.get_by_role("button", name="Tin mới ↓").click()
    await expect(page.locator(".theirs").last).to_be_in_viewport()


@pytest.mark.parametrize("width", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_photo_is_sent_with_its_words_and_a_large_key_says_what_stands_on_it(
    visitor: Visitor, tryout: Tryout, width: tuple[int, int]
) -> None:
    page = await visitor.open(width, "cu-dan")
    chat = next(one.chat_id for one in tryout.bot.channel.people if one.id == "cu-dan")
    await tryout.bot.channel.send(Outgoing(chat, Markup("Bốn phím to"), keys=("Tin mới", "Sắp tới", "Hỏi", "Trợ giúp")))
    await page.get_by_role("button", name="Sắp tới", exact=True).click()
    await expect(page.locator(".mine .text")).to_have_text("Sắp tới")
    await page.get_by_label("Nội dung tin").fill("Ảnh trạm điện")
    photo = {"name": "tram.png", "mimeType": "image/png", "buffer": PNG}
    await page.locator("#file").set_input_files(photo)  # type: ignore[arg-type]
    await expect(page.locator(".mine .photo")).to_be_visible()
    await expect(page.get_by_label("Nội dung tin")).to_have_value("")
    for label in ("Tin mới", "Trợ giúp"):
        box = await page.locator(".key", has_text=label).bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width[0]
    came = tryout.bot.came[-1]
    assert came.document is not None
    assert (came.text, came.document.kind) == ("Ảnh trạm điện", FileKind.PHOTO)
