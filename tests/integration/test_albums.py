"""Photos of a paper's pages that come as one album: read as one scan, in the order in which they were sent."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.people import Role
from bot.errors import DocumentError
from bot.reading.documents.document import Document
from bot.reading.documents.tools import has_ocr
from bot.services import intake
from bot.storage.tables import attachment, post, revision, revision_attachment
from tests.unit.reading.scanned import FONTS, as_file, scanned
from tests.ward import NOTICE, After, Heard, House, Past

WRITER = "7"
JPEG = b"\xff\xd8\xff\xe0 "
PAGES = {
    JPEG + b"1": "BÁO CÁO\nKết quả thu ngân sách quý 3\nThu ngân sách đạt 87,8% dự toán.",
    JPEG + b"2": "Chi ngân sách 4,2 tỷ đồng.",
    JPEG + b"3": "Còn 12 hộ nghèo.",
}


@Past
async def a_writer(house: House) -> None:
    """A ward with somebody who writes posts."""
    await house.join(WRITER, Role.WRITER)


@pytest.fixture
def house(after: After, monkeypatch: pytest.MonkeyPatch) -> House:
    async def read(data: bytes, **_: Any) -> Document:
        if data not in PAGES:
            raise DocumentError("document-blurred")
        return Document(PAGES[data], scanned=True)

    monkeypatch.setattr(intake, "read_document", read)
    return after(a_writer)


async def album(house: House, *photos: bytes) -> list[Heard]:
    """Send an album of photos, and give what the bot says once it is complete."""
    for one in photos:
        await house.send_photo(WRITER, one, album="77")
    return await gathered(house)


async def gathered(house: House) -> list[Heard]:
    heard: list[Heard] = []
    for _ in range(3):
        house.clock.advance(seconds=4)
        heard += await house.work()
    return heard


async def body(house: House) -> str:
    """The text of the newest revision."""
    newest = max(await house.rows(revision), key=lambda row: row["id"])
    return str(newest["body"])


async def test_the_pages_of_an_album_are_one_draft_in_their_order(house: House) -> None:
    heard = await album(house, *PAGES)
    assert await body(house) == "\n".join(PAGES.values())
    assert "📎 Kèm theo: Ảnh 1, Ảnh 2, Ảnh 3" in heard[-1].text
    contents = {row["id"]: row["content"] for row in await house.rows(attachment)}
    linked = sorted(await house.rows(revision_attachment), key=lambda row: row["position"])
    assert [contents[one["attachment_id"]] for one in linked] == list(PAGES)
    assert all(one["source"] for one in linked)


async def test_every_figure_of_an_album_is_to_be_compared_with_its_page(house: House) -> None:
    heard = await album(house, *PAGES)
    assert "Đọc từ bản quét, xin so lại từng con số" in heard[-1].text
    assert all(figure in heard[-1].text for figure in ("87,8%", "4,2 tỷ", "12 hộ"))
    (told, *_) = await house.press(WRITER, heard[-1].buttons["Đăng"])
    assert "chỗ chưa xác nhận" in told.text


async def test_a_photo_that_is_no_page_goes_along_and_is_named(house: House) -> None:
    heard = await album(house, JPEG + b"1", JPEG + b"a crowd", JPEG + b"3")
    assert await body(house) == "\n".join((PAGES[JPEG + b"1"], PAGES[JPEG + b"3"]))
    assert any("ảnh thứ 2" in one.text for one in heard)
    assert "📎 Kèm theo: Ảnh 1, Ảnh 2, Ảnh 3" in heard[-1].text


async def test_a_page_that_cannot_be_had_costs_only_itself(house: House) -> None:
    heard = await album(house, JPEG + b"1", b"GIF89a", JPEG + b"3")
    assert any("chỉ nhận ảnh và tệp" in one.text for one in heard)
    assert await body(house) == "\n".join((PAGES[JPEG + b"1"], PAGES[JPEG + b"3"]))


async def test_an_album_that_shows_no_page_says_so_once(house: House) -> None:
    heard = await album(house, JPEG + b"a", JPEG + b"b", JPEG + b"c")
    (told,) = (one for one in heard if "không đọc ra văn bản" in one.text)
    assert "/dangtin" in told.text
    assert await house.rows(post) == []


async def test_a_text_under_a_later_photo_is_the_notice_and_no_page_is_read(house: House) -> None:
    await house.send_photo(WRITER, JPEG + b"1", album="77")
    await house.send_photo(WRITER, JPEG + b"2", f"/dangtin {NOTICE}", album="77")
    heard = await gathered(house)
    assert await body(house) == NOTICE
    assert "📎 Kèm theo: Ảnh 1, Ảnh 2" in heard[-1].text


async def test_another_matter_in_between_loses_no_page(house: House) -> None:
    await house.send_photo(WRITER, JPEG + b"1", album="77")
    (told, *_) = await house.say(WRITER, "/dangtin")
    assert "Xong" in told.text
    await house.send_photo(WRITER, JPEG + b"2", album="77")
    await gathered(house)
    assert await body(house) == "\n".join(list(PAGES.values())[:2])


async def test_a_draft_that_is_open_takes_the_photos_as_they_are(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await album(house, JPEG + b"1", JPEG + b"2")
    assert await body(house) == NOTICE


async def test_more_pages_than_a_scan_may_have_are_one_sentence(house: House) -> None:
    heard = await album(house, *(JPEG + bytes([number]) for number in range(11)))
    assert any("dài hơn 10 trang" in one.text for one in heard)
    assert await house.rows(post) == []


async def test_pages_that_take_too_long_are_one_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "SCAN_WITHIN", timedelta(0).total_seconds())
    heard = await album(house, *PAGES)
    assert any("quá lâu" in one.text for one in heard)


@pytest.mark.skipif(not FONTS or not has_ocr(), reason="tesseract with Vietnamese, or a font, is not installed")
async def test_two_photographed_pages_give_the_figures_of_both(after: After) -> None:
    house = after(a_writer)
    texts = (
        "Thông báo cúp điện hẻm 47\nCó 120 hộ bị cúp điện.",
        "Trang hai của thông báo\nCòn 45 hộ chưa nộp tiền điện.",
    )
    for text in texts:
        await house.send_photo(WRITER, as_file(scanned(text, skew=1.0), "JPEG"), album="77")
    heard = await gathered(house)
    assert "120 hộ" in heard[-1].text
    assert "45 hộ" in heard[-1].text


async def test_of_an_album_larger_than_one_post_takes_the_rest_is_not_fetched(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_TOTAL", 2 * len(JPEG + b"1"))
    fetched: list[bytes] = []

    async def read(data: bytes, **_: Any) -> Document:
        fetched.append(data)
        return Document(PAGES[data], scanned=True)

    monkeypatch.setattr(intake, "read_document", read)
    heard = await album(house, *PAGES)
    assert fetched == list(PAGES)[:2]
    assert "cộng lại không quá" in "\n".join(one.text for one in heard)
    assert len(await house.rows(attachment)) == 2
