"""Photos and files: into a draft, out with a post, on demand, and what becomes of them when a post changes."""

from typing import Any

import pytest

from bot.errors import DocumentError
from bot.reading.documents.document import Document
from bot.services import intake
from tests.fakes.telegram import Fault
from tests.golden.cast import NOTICE, bay, lan, phuc, tu
from tests.golden.stage import Stage

JPEG, OTHER = b"\xff\xd8\xff\xe0 1", b"\xff\xd8\xff\xe0 2"
LIST = "Lịch trực Tết\n\nÔng Sáu trực ngày mùng một.".encode()


async def test_files_go_with_a_post(stage: Stage) -> None:
    tg = stage.telegram.tg
    writer, ba, ong = await phuc(stage), await tu(stage), await bay(stage)
    await writer.says(f"/dangtin {NOTICE}")
    with stage.card("receiving"):
        await writer.sends_photo(JPEG)
    with stage.card("ask_alt"):
        await writer.presses("Tả ảnh")
        await writer.says("Công nhân sửa trạm điện ở đầu hẻm 47")
    with stage.card("draft_files"):
        await writer.presses("Xem, bỏ bớt")
    with stage.card("received"):
        await writer.sends_photo(OTHER)
        await writer.sends_file("lich-truc.txt", LIST)
        await writer.sends_photo(OTHER)
    with stage.card("draft_files-dropped"):
        await writer.presses("Xem, bỏ bớt")
        await writer.presses("Xem 2")
        await writer.presses("Bỏ 2")
        await writer.says("xong")
    with stage.card("push_first-photo"):
        await writer.presses("Đăng")
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("files"):
        await ba.says("tệp 1")
    with stage.card("file"):
        await ba.presses("Ảnh 1")
        await ba.presses("📎 lich-truc.txt")
    with stage.card("full-files"):
        await ba.says("đọc 1")
    with stage.card("search_results-file"):
        await ba.says("tìm ông sáu trực")
    tg.script(int(ba.phone.chat_id), then=Fault.refusal(400, "Bad Request: not liked"))
    with stage.card("file-refused"):
        await ba.presses("📎 lich-truc.txt")
    await lan(stage)
    with stage.card("push_again-photo"):
        await writer.says("/dinhchinh 1 8 giờ => 9 giờ")
        await writer.presses("Đính kèm (2)")
        await writer.presses("Bỏ 1")
        await writer.presses("Xong")
        await writer.presses("Đăng")
        await writer.presses("Đăng ngay, duyệt sau")
        await writer.presses("Đăng ngay")
        await stage.wait("15 seconds pass", seconds=15)
    assert ong.phone.last.text


async def test_an_album_becomes_a_post(stage: Stage) -> None:
    stage.needs_telegram()
    writer = await phuc(stage)
    with stage.card("preview-album"):
        await writer.sends_photo(JPEG, f"/dangtin {NOTICE}", album="77")
        await writer.sends_photo(OTHER, "Ảnh chụp trạm biến áp cũ.", album="77")
        await stage.wait("4 seconds pass", seconds=4)
    with stage.card("received-album"):
        await writer.sends_photo(OTHER + b"2", album="78")
        await writer.sends_photo(OTHER + b"3", album="78")


async def test_an_album_of_pages_becomes_a_post(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def read(data: bytes, **_: Any) -> Document:
        if data != JPEG:
            raise DocumentError("document-blurred")
        return Document(NOTICE, scanned=True)

    stage.needs_telegram()
    monkeypatch.setattr(intake, "read_document", read)
    writer = await phuc(stage)
    with stage.card("pages_unread"):
        await writer.sends_photo(JPEG, album="77")
        await writer.sends_photo(OTHER, album="77")
        await stage.wait("4 seconds pass", seconds=4)


async def test_a_document_becomes_a_post(stage: Stage) -> None:
    stage.needs_telegram()
    writer = await phuc(stage)
    with stage.card("reading_now-document"):
        await writer.sends_file("thong-bao.txt", NOTICE.encode())
    with stage.card("received-apart"):
        await writer.sends_file("lich-truc.txt", LIST)
        await writer.presses("Không, đây là tin khác")
    with stage.card("refusal-files"):
        await writer.sends_file("phim.mp4", b"\x00\x00\x00\x18ftypmp42")
        await writer.sends_file("trong.txt", b"")


async def test_a_file_of_a_post_for_cadres_cannot_be_passed_on(stage: Stage) -> None:
    stage.needs_telegram()
    writer, ong = await phuc(stage), await bay(stage)
    await writer.says(f"/dangtin {NOTICE}")
    await writer.sends_photo(JPEG)
    await writer.presses("Xem bản nháp")
    with stage.card("push_first-photo-cadres"):
        await writer.presses("Đối tượng")
        await writer.presses("Đăng")
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("file-cadres"):
        await ong.says("tệp cb 1")
        await ong.presses("Ảnh 1")


async def test_what_stands_under_a_photo_for_a_draft(stage: Stage) -> None:
    stage.needs_telegram()
    writer = await phuc(stage)
    await writer.says(f"/dangtin {NOTICE}")
    with stage.card("caption_left"):
        await writer.sends_photo(JPEG, "Riêng hẻm 49 cúp đến 14 giờ.")
        await writer.presses("Thêm vào cuối bài")


async def test_a_photo_without_a_post(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("refusal-photo-unread", bare=False):
        await writer.sends_photo(JPEG)
    with stage.card("files-none"):
        await writer.publishes(NOTICE)
        await writer.says("tệp 1")
