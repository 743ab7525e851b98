"""Files of public posts over HTTP: as often as a fetcher wants, in parts too, as long as the post has them."""

import io
import re
import threading

import httpx
import pytest
from PIL import Image

from bot.domain.people import Role
from bot.reading.documents.stripped import VERSION, without_metadata
from bot.storage.tables import attachment, revision_attachment
from tests.site import browsing, text_of
from tests.unit.reading.test_stripped import jpeg
from tests.ward import NOTICE, After, Heard, House, Past

WRITER, CADRE_FILE = "7", "Danh sách trực"


@Past
async def some_files(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_photo(WRITER, jpeg(6))
    await house.work()
    heard = await house.send_file(WRITER, "Lịch cúp điện tháng 11".encode(), name="Lịch cúp điện.txt")
    heard = await house.work()
    heard = await house.tick(WRITER, heard)
    await house.press(WRITER, heard[-1].buttons["Đăng"])
    await house.publish(WRITER, "Họp kín\n\nCán bộ họp sáng ngày 26/11/2026.", cadres=True, files=[CADRE_FILE])


@pytest.fixture
def ward(after: After) -> House:
    return after(some_files)


async def files(browser: httpx.AsyncClient) -> tuple[str, str]:
    page = await text_of(browser, "/1")
    (photo,) = re.findall(r'<img src="/loa(/tep/[^"]+)" alt="Ảnh 1 của tin: Thông báo cúp điện"', page)
    (document,) = re.findall(r'<a href="/loa(/tep/[^"]+)" download>Lịch cúp điện.txt</a>', page)
    return photo, document


async def test_a_photo_is_shown_without_where_it_was_taken(ward: House, browser: httpx.AsyncClient) -> None:
    photo, _ = await files(browser)
    response = await browser.get(photo)
    assert response.headers["content-type"] == "image/jpeg"
    assert "content-disposition" not in response.headers
    assert not Image.open(io.BytesIO(response.content)).getexif().get_ifd(0x8825)
    kept = [row["content"] for row in await ward.rows(attachment)]
    assert response.content in kept
    assert not any(b"Canon" in one for one in kept)


async def test_what_was_taken_in_before_is_freed_on_its_way_out(ward: House, browser: httpx.AsyncClient) -> None:
    photo, _ = await files(browser)
    async with ward.database.write() as transaction:
        await transaction.execute(attachment.update().where(attachment.c.id == 1).values(content=jpeg(6)))
    assert b"Canon" not in (await browser.get(photo)).content


async def test_a_document_is_saved_under_its_name(browser: httpx.AsyncClient) -> None:
    _, document = await files(browser)
    response = await browser.get(document)
    assert response.text == "Lịch cúp điện tháng 11"
    assert response.headers["content-disposition"].startswith("attachment; filename*=UTF-8''L%E1%BB%8Bch")


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-3", 206, 0, 4),
        ("bytes=4-", 206, 4, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-999999", 206, 0, None),
        ("bytes=0-1,3-4", 200, 0, None),
        ("bytes=x", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("lines=1-2", 200, 0, None),
    ],
)
async def test_a_part_is_given_to_whoever_wants_one(
    browser: httpx.AsyncClient, asked: str, status: int, begin: int, end: int | None
) -> None:
    _, document = await files(browser)
    whole = (await browser.get(document)).content
    part = await browser.get(document, headers={"range": asked})
    assert (part.status_code, part.content) == (status, whole[begin:end])
    head = await browser.head(document, headers={"range": asked})
    assert (head.content, head.headers["content-length"]) == (b"", str(len(part.content)))


async def test_a_part_that_is_not_there_is_refused_and_one_of_another_version_is_the_whole(
    browser: httpx.AsyncClient,
) -> None:
    _, document = await files(browser)
    whole = await browser.get(document)
    beyond = await browser.get(document, headers={"range": "bytes=999-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(whole.content)}")
    same = await browser.get(document, headers={"range": "bytes=0-3", "if-range": whole.headers["etag"]})
    other = await browser.get(document, headers={"range": "bytes=0-3", "if-range": '"x"'})
    assert (same.status_code, other.status_code) == (206, 200)


async def test_a_fetcher_that_comes_again_gets_the_same(browser: httpx.AsyncClient) -> None:
    photo, _ = await files(browser)
    answers = [await browser.get(photo) for _ in range(3)]
    assert len({one.content for one in answers}) == 1
    again = await browser.get(photo, headers={"if-none-match": answers[0].headers["etag"]})
    assert again.status_code == 304


async def test_who_has_a_file_makes_nobody_load_it(
    ward: House, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    had = {path: (await browser.get(path)).headers for path in await files(browser)}
    loaded = []

    async def load_content(connection: object, attachment_id: int) -> None:
        loaded.append(attachment_id)

    monkeypatch.setattr("bot.storage.attachments.load_content", load_content)
    for path, headers in had.items():
        again = await browser.get(path, headers={"if-none-match": headers["etag"]})
        assert (again.status_code, again.headers["etag"], again.content) == (304, headers["etag"], b"")
    assert not loaded
    assert (await browser.get(path)).status_code == 404
    assert loaded


async def test_a_picture_is_freed_where_nobody_waits_and_named_anew_when_more_is_left_out(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, _ = await files(browser)
    before = await browser.get(photo)
    where = []

    def freed(picture: bytes) -> bytes:
        where.append(threading.current_thread() is threading.main_thread())
        return without_metadata(picture)

    monkeypatch.setattr("bot.web.pages.media.without_metadata", freed)
    monkeypatch.setattr("bot.web.pages.media.VERSION", VERSION + 1)
    after = await browser.get(photo, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.content, where) == (200, before.content, [False])
    assert after.headers["etag"] != before.headers["etag"]


async def test_a_file_goes_with_its_post(ward: House, browser: httpx.AsyncClient) -> None:
    photo, document = await files(browser)
    none = await browser.get("/khong-co-gi")
    others = [photo.replace("/tep/1/", "/tep/2/"), photo + "x", document.replace("/tep/1/", "/tep/01/")]
    marks = [row["hash"][:12] for row in await ward.rows(attachment)]
    others += [f"/tep/{number}/{mark}/{CADRE_FILE}.txt" for number in ("1", "2", "CB-1") for mark in marks]
    await ward.withdraw(WRITER, "1 nhầm ngày")
    for path in (photo, document, *others):
        found = await browser.get(path)
        assert (found.status_code, found.content, found.headers) == (404, none.content, none.headers), path


# --- what a photo shows ---------------------------------------------------------------------------------------------

ALT = "Công nhân sửa trạm điện ở đầu hẻm 47"


@Past
async def a_draft(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.say(WRITER, f"/post {NOTICE}")


async def asked_about_a_photo(house: House) -> list[Heard]:
    await house.send_photo(WRITER, jpeg(6))
    return await house.work()


def button(heard: list[Heard], label: str) -> str:
    return next(one.buttons[label] for one in heard if label in one.buttons)


async def alt_on_its_page(house: House, *answers: str) -> str:
    """Answer what a photo shows, publish, and give what the page says of it."""
    heard = await asked_about_a_photo(house)
    asks = button(heard, "Tả ảnh")
    for answer in answers:
        await house.press(WRITER, asks)
        heard = await house.say(WRITER, answer)
    await house.press(WRITER, button(await house.tick(WRITER, heard), "Đăng"))
    async with browsing(house) as browser:
        (alt,) = re.findall(r'<img src="/loa/tep/[^"]+" alt="([^"]*)"', await text_of(browser, "/1"))
    return str(alt)


async def test_what_an_official_says_of_a_photo_stands_beside_it_on_its_page(after: After) -> None:
    ward = after(a_draft)
    assert await alt_on_its_page(ward, f"  {ALT}\n") == ALT
    await ward.correct(WRITER, "1 8 giờ => 9 giờ")
    async with browsing(ward) as browser:
        assert f'alt="{ALT}"' in await text_of(browser, "/1")


@pytest.mark.parametrize("answers", [(), ("bỏ qua",)])
async def test_of_a_photo_of_which_nothing_is_said_the_title_is_told(after: After, answers: tuple[str, ...]) -> None:
    assert await alt_on_its_page(after(a_draft), *answers) == "Ảnh 1 của tin: Thông báo cúp điện"


@pytest.mark.parametrize("wrong", ["x" * 201, "!!!", "Ông An, căn cước 089160012345"])
async def test_what_is_no_sentence_about_a_photo_is_refused_and_asked_again(after: After, wrong: str) -> None:
    ward = after(a_draft)
    await ward.press(WRITER, button(await asked_about_a_photo(ward), "Tả ảnh"))
    await ward.say(WRITER, wrong)
    assert {row["alt"] for row in await ward.rows(revision_attachment)} == {""}
    await ward.say(WRITER, ALT)
    assert ALT in {row["alt"] for row in await ward.rows(revision_attachment)}


async def test_markup_in_such_words_is_shown_as_it_was_written(after: After) -> None:
    assert await alt_on_its_page(after(a_draft), '<b>"x"') == "&lt;b&gt;&#34;x&#34;"
