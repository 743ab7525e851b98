"""A document or a link instead of a pasted text: fetched and read as a job, a draft at the end, or one sentence."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import jobs
from bot.domain.people import Role
from bot.messages.incoming import MOST_FILE
from bot.reading.documents.extract import MOST_INPUT
from bot.reading.documents.tools import has_ocr
from bot.storage.tables import conversation, job, post, revision
from tests.unit.reading import documents as made
from tests.unit.reading.scanned import FONTS, as_file, scanned
from tests.ward import NOTICE, House

WORD = made.word(*[line for line in NOTICE.split("\n") if line])
MB = 2**20


@pytest.fixture
async def house(house: House) -> House:
    """A ward with one writer, "7", and whoever else writes is a resident."""
    await house.join("7", Role.WRITER)
    return house


async def draft(house: House) -> str:
    """The preview that comes at the end, of the one draft there is."""
    heard = await house.work()
    assert "Đăng" in heard[-1].buttons, [one.text for one in heard]
    (row,) = await house.rows(revision)
    assert "hẻm 47" in row["body"]
    return "\n".join(one.text for one in heard)


async def refused(house: House) -> str:
    """The one sentence at the end, with nothing kept of the document."""
    (heard,) = await house.work()
    assert await house.rows(post) == []
    assert await house.rows(revision) == []
    assert [row["kind"] for row in await house.rows(job) if row["kind"] != "post.timeout"] == []
    return heard.text


# --- files --------------------------------------------------------------------------------------------------------


async def test_a_docx_with_the_command_as_its_caption_becomes_a_draft(house: House) -> None:
    (heard,) = await house.send_file("7", WORD, "/post")
    assert heard.text == "Đang đọc…"
    assert await house.rows(post) == []
    assert "cúp điện" in await draft(house)
    assert await house.rows(job) == []


async def test_a_file_after_the_command_becomes_a_draft_and_ends_the_collecting(house: House) -> None:
    await house.say("7", "/post")
    (heard,) = await house.send_file("7", made.pdf(*[line for line in NOTICE.split("\n") if line]))
    assert heard.text == "Đang đọc…"
    await draft(house)
    (row,) = await house.rows(conversation)
    assert row["step"] is None
    house.clock.advance(minutes=11)
    assert await house.work() == []


@pytest.mark.parametrize("caption", ["", "thông báo cúp điện, nhờ bot đọc giúp"])
async def test_an_officials_file_alone_is_taken_as_a_post(house: House, caption: str) -> None:
    await house.send_file("7", NOTICE.encode(), caption)
    await draft(house)


async def test_a_sheet_becomes_a_draft(house: House) -> None:
    await house.send_file("7", made.sheets({"A": [["Thông báo cúp điện"], ["hẻm 47", 103.9]]}), "/post")
    assert "cúp điện" in await draft(house)


async def test_of_a_workbook_of_many_sheets_the_one_that_is_chosen_becomes_the_draft(house: House) -> None:
    data = made.sheets({"Thu": [["Thu phí", 12]], "Cúp điện": [["Thông báo cúp điện"], ["hẻm 47", 103.9]]})
    await house.send_file("7", data, "/post")
    (asked,) = await house.work()
    assert list(asked.buttons) == ["Thu", "Cúp điện", "Cả tệp"]
    assert await house.rows(post) == []
    (heard,) = await house.press("7", "post.sheet 2")
    assert heard.text == "Đang đọc…"
    assert "Thu phí" not in await draft(house)
    (heard,) = await house.press("7", "post.sheet 1")
    assert heard.text != "Đang đọc…"


async def test_a_sheet_is_chosen_by_its_typed_name_and_all_of_them_by_a_button(house: House) -> None:
    data = made.sheets({"Thu": [["hẻm 47", 12]], "Chi": [["hẻm 47 nữa", 34]]})
    await house.send_file("7", data, "/post")
    await house.work()
    (again,) = await house.say("7", "trang nào cũng được")
    assert "nhiều trang tính" in again.text
    await house.say("7", "thu")
    assert "nữa" not in await draft(house)


async def test_a_whole_workbook_can_be_posted(house: House) -> None:
    await house.send_file("7", made.sheets({"Thu": [["hẻm 47", 12]], "Chi": [["hẻm 47 nữa", 34]]}), "/post")
    await house.work()
    await house.press("7", "post.sheet 0")
    assert "nữa" in await draft(house)


@pytest.mark.skipif(not FONTS or not has_ocr(), reason="tesseract with Vietnamese, or a font, is not installed")
async def test_a_scan_becomes_a_draft_that_waits_until_its_figures_are_compared(house: House) -> None:
    await house.send_file("7", as_file(scanned("Thông báo cúp điện hẻm 47\nCó 120 hộ bị cúp điện."), "PDF"), "/post")
    heard = await house.work()
    assert "Đọc từ bản quét, xin so lại từng con số: “120 hộ" in heard[-1].text
    (told, *_) = await house.press("7", heard[-1].buttons["Đăng"])
    assert "chỗ chưa xác nhận" in told.text
    for box in [data for label, data in heard[-1].buttons.items() if label.startswith("☐")]:
        await house.press("7", box)
    (told, *_) = await house.press("7", heard[-1].buttons["Đăng"])
    assert "chỗ chưa xác nhận" not in told.text


async def test_a_file_replaces_the_text_of_a_draft(house: House) -> None:
    await house.say("7", "/post Thông báo cũ\n\nNội dung cũ.")
    (row,) = await house.rows(post)
    await house.press("7", f"post.edit {row['id']} text")
    await house.send_file("7", WORD)
    await house.work()
    bodies = [one["body"] for one in await house.rows(revision)]
    assert len(await house.rows(post)) == 1
    assert "hẻm 47" in bodies[-1]


async def test_a_file_after_typed_parts_is_refused_and_the_parts_stay(house: House) -> None:
    await house.say("7", "/post")
    await house.say("7", NOTICE)
    (heard,) = await house.send_file("7", WORD)
    assert "Đã nhận một phần bằng chữ rồi" in heard.text
    await house.say("7", "xong")
    await draft(house)


async def test_a_residents_file_gets_the_usual_polite_answer(house: House) -> None:
    (heard,) = await house.send_file("9", WORD)
    assert "bot chỉ đọc được chữ" in heard.text
    (heard,) = await house.send_file("9", WORD, "/post")
    assert "dành cho cán bộ soạn tin" in heard.text
    assert await house.rows(job) == []


async def test_a_file_in_a_group_is_nobodys_post(house: House) -> None:
    assert await house.send_file("-5", WORD, "", group=True, addressed=False) == []
    await house.send_file("-5", WORD, "/post", group=True)
    assert await house.rows(job) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (made.word_bomb, "lớn bất thường"),
        (made.locked_pdf(), "có mật khẩu"),
        (made.pdf(scan=True), "quét"),
        (made.pdf("Thông báo cúp điện", unmapped=True), "lỗi phông"),
        (WORD[: len(WORD) // 2], "bị hỏng"),
        (b"\x7fELF" + bytes(range(256)), "chỉ đọc được .docx"),
        (b"a " * 100_001, "dài hơn 200 KB"),
        (b"x" * (MOST_FILE + 1), "lớn hơn 20 MB"),
    ],
    ids=["bomb", "password", "scan", "letters", "damaged", "kind", "long", "large"],
)
async def test_what_cannot_be_read_is_one_sentence_and_nothing_is_stored(
    house: House, content: bytes | Callable[[], bytes], sentence: str
) -> None:
    await house.send_file("7", content() if callable(content) else content, "/post", size=None)
    assert sentence in await refused(house)
    assert "Đã gửi" not in await house.ask("7", "tin mới")


async def test_a_file_of_100_mb_is_refused_before_anything_is_fetched(house: House) -> None:
    (heard,) = await house.send_file("7", b"", "/post", size=100 * MB)
    assert "lớn hơn 20 MB" in heard.text
    assert await house.rows(job) == []


async def test_a_file_too_large_leaves_the_collecting_open(house: House) -> None:
    await house.say("7", "/post")
    await house.send_file("7", b"", size=100 * MB)
    assert "Đã nhận 1 phần" in await house.ask("7", NOTICE)


async def test_a_file_that_the_platform_has_lost_is_said_so(house: House) -> None:
    await house.send_file("7", WORD, "/post")
    house.files.clear()
    assert "Xin gửi lại tệp" in await refused(house)


async def test_a_writer_who_is_revoked_meanwhile_gets_no_draft(house: House) -> None:
    await house.send_file("7", WORD, "/post")
    await house.set_role("7", Role.RESIDENT)
    assert "dành cho cán bộ soạn tin" in await refused(house)


async def test_a_worker_that_dies_while_reading_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.send_file("7", WORD, "/post")

    async def killed(_: str) -> bytes:
        raise asyncio.CancelledError

    fetch = house.jobs._documents._files
    monkeypatch.setattr(house.jobs._documents, "_files", {"telegram:1": killed})
    with pytest.raises(asyncio.CancelledError):
        await house.jobs.run_one()
    monkeypatch.setattr(house.jobs._documents, "_files", fetch)
    house.clock.advance(seconds=timedelta(minutes=3).total_seconds())
    await draft(house)


async def test_two_files_that_come_slowly_do_not_hold_up_a_third(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = asyncio.Event()
    fetch, begun = house.fetch, 0

    async def fetched(file_id: str) -> bytes:
        nonlocal begun
        begun += 1
        if begun < 3:
            await slow.wait()
        return await fetch(file_id)

    monkeypatch.setattr(house.jobs._documents, "_files", {"telegram:1": fetched})
    monkeypatch.setattr(jobs, "IDLE_SECONDS", 0.01)
    for writer in ("7", "8", "9", "10"):
        await house.join(writer, Role.WRITER)
        await house.send_file(writer, WORD, "/post")
    house.claimed.clear()
    running = asyncio.create_task(house.jobs.run())

    async def answered(count: int) -> None:
        async with asyncio.timeout(30):
            while len({row.chat_id for row in house.claimed}) < count:  # noqa: ASYNC110 - nobody sets an event
                await asyncio.sleep(0.01)

    await answered(2)
    assert begun == 4
    slow.set()
    await answered(4)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_the_two_limits_of_a_file_are_one() -> None:
    assert MOST_FILE == MOST_INPUT


# --- links --------------------------------------------------------------------------------------------------------


class Site:
    """One page, one redirect to this machine."""

    def __init__(self) -> None:
        self.asked = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]
        self.asked += 1
        if b"/bay" in line:
            writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
        else:
            body = made.page("Thông báo cúp điện", *NOTICE.split("\n") * 2)
            head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
            writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def site(house: House) -> Any:
    made_site = Site()
    server = await asyncio.start_server(made_site.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    house.trusted = [f"127.0.0.1:{port}"]
    async with server:
        yield made_site, f"http://127.0.0.1:{port}"
        await asyncio.sleep(0.01)


async def test_a_link_behind_the_command_becomes_a_draft(house: House, site: tuple[Site, str]) -> None:
    (heard,) = await house.say("7", f"/post {site[1]}/tin")
    assert heard.text == "Đang đọc…"
    assert site[0].asked == 0
    assert "cúp điện" in await draft(house)


async def test_a_link_after_the_command_becomes_a_draft(house: House, site: tuple[Site, str]) -> None:
    await house.say("7", "/post")
    (heard,) = await house.say("7", f"{site[1]}/tin")
    assert heard.text == "Đang đọc…"
    await draft(house)


async def test_a_text_that_only_contains_a_link_is_a_text(house: House, site: tuple[Site, str]) -> None:
    heard = await house.say("7", f"/post {NOTICE}\n{site[1]}/tin")
    assert "Đăng" in heard[-1].buttons
    assert site[0].asked == 0


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1/", "http://localhost:80/admin", "http://[::1]/", "http://10.0.0.1/"]
)
async def test_a_link_inside_is_one_sentence_and_nothing_is_stored(house: House, link: str) -> None:
    await house.say("7", f"/post {link}")
    assert "mạng nội bộ" in await refused(house)


async def test_a_link_that_redirects_inside_is_one_sentence(house: House, site: tuple[Site, str]) -> None:
    await house.say("7", f"/post {site[1]}/bay")
    assert "mạng nội bộ" in await refused(house)
    assert site[0].asked == 1
