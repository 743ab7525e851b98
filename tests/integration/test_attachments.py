"""Photos and documents of a post: taken into its draft, kept once, and given to those who may read it.

A little over 400 lines: a file is followed from its sender to its reader, and until it is forgotten.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.attachments import MOST_FILES, MOST_PHOTO
from bot.domain.people import Role
from bot.domain.posts import PostState
from bot.messages.incoming import FileKind
from bot.reading.documents.document import Document
from bot.services import intake
from bot.settings import PolicySettings
from bot.storage.tables import approval, attachment, attachment_file, job, post, revision, revision_attachment
from tests.unit.reading import documents as made
from tests.ward import NOTICE, After, Heard, House, Past, settings

WRITER, RESIDENT, CADRE = "7", "9", "5"
JPEG, OTHER = b"\xff\xd8\xff\xe0 1", b"\xff\xd8\xff\xe0 2"
WORD = made.word("Lịch trực Tết", "Ông Sáu trực ngày mùng một.")
POOR = made.sheets(
    {"Danh sách": [["Danh sách hộ nghèo"], ["Nguyễn Văn An", "089160012345"], ["Trần Thị Bê", "089160012346"]]}
)


@Past
async def three_people(house: House) -> None:
    """A ward with a writer, a cadre and a resident."""
    await house.join(WRITER, Role.WRITER)
    await house.join(CADRE, Role.CADRE)
    await house.join(RESIDENT)


@pytest.fixture
def house(after: After) -> House:
    return after(three_people)


async def names(house: House) -> list[str]:
    """The files of the newest revision of the newest post."""
    newest = max(await house.rows(post), key=lambda row: row["id"])
    linked = [one for one in await house.rows(revision_attachment) if one["revision_id"] == newest["revision_id"]]
    return [one["name"] for one in sorted(linked, key=lambda one: one["position"])]


async def done(house: House) -> list[Heard]:
    """What is said once the files that were sent are here."""
    heard = await house.work()
    house.clock.advance(seconds=5)
    return heard


def button(heard: list[Heard], label: str) -> str:
    """The data of the newest button with that label."""
    return next(one.buttons[label] for one in reversed(heard) if label in one.buttons)


# --- into a draft ----------------------------------------------------------------------------------------------------


async def test_a_photo_goes_to_the_draft_that_its_writer_is_at(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    (heard,) = await house.send_photo(WRITER, JPEG)
    assert "Đang nhận" in heard.text
    told, shown, panel = await done(house)
    assert "Đã kèm 1 ảnh" in told.text
    assert shown.row.content is not None
    assert shown.row.content["attachment"][2] is True
    assert "📎 Kèm theo: Ảnh 1" in panel.text
    assert await names(house) == ["Ảnh 1"]


async def test_an_album_comes_in_its_order_and_is_counted_on_one_line(house: House) -> None:
    await house.send_photo(WRITER, JPEG, f"/post {NOTICE}", album="77")
    await house.send_photo(WRITER, OTHER, album="77")
    await house.send_photo(WRITER, OTHER + b"3", album="77")
    await gathered(house)
    contents = {row["id"]: row["content"] for row in await house.rows(attachment)}
    linked = await house.rows(revision_attachment)
    newest = max(one["revision_id"] for one in linked)
    order = sorted((one for one in linked if one["revision_id"] == newest), key=lambda one: one["position"])
    assert [contents[one["attachment_id"]] for one in order] == [JPEG, OTHER, OTHER + b"3"]
    assert await names(house) == ["Ảnh 1", "Ảnh 2", "Ảnh 3"]


async def gathered(house: House) -> list[Heard]:
    """What the bot says once an album is complete."""
    heard: list[Heard] = []
    for _ in range(3):
        house.clock.advance(seconds=4)
        heard += await house.work()
    return heard


async def test_an_album_is_shown_once_with_its_photos_and_every_caption(house: House) -> None:
    await house.send_photo(WRITER, JPEG, f"/post {NOTICE}", album="77")
    await house.send_photo(WRITER, OTHER, "Ảnh chụp trạm biến áp cũ.", album="77")
    heard = await gathered(house)
    (exact,) = (one for one in heard if "Điện lực cúp điện" in one.text)
    assert exact.row.content is not None
    assert exact.row.content["attachment"][2] is True
    assert "Ảnh chụp trạm biến áp cũ." in exact.text
    assert "📎 Kèm theo: Ảnh 1, Ảnh 2" in heard[-1].text
    assert await names(house) == ["Ảnh 1", "Ảnh 2"]


async def test_a_photo_that_cannot_be_had_costs_neither_the_text_nor_the_others(house: House) -> None:
    await house.send_photo(WRITER, b"no photo at all", f"/post {NOTICE}", album="77")
    await house.send_photo(WRITER, OTHER, album="77")
    heard = await gathered(house)
    assert [one for one in heard if "Điện lực cúp điện" in one.text]
    assert len(heard) >= 3
    assert await names(house) == ["Ảnh 1"]


async def test_an_album_whose_first_photo_is_heard_last_finds_its_draft(house: House) -> None:
    await house.send_photo(WRITER, OTHER, album="77")
    await house.send_photo(WRITER, JPEG, f"/post {NOTICE}", album="77")
    await gathered(house)
    assert len(await names(house)) == 2


async def test_photos_that_come_with_the_parts_of_a_text_go_with_the_draft(house: House) -> None:
    await house.say(WRITER, "/post")
    (heard,) = await house.send_photo(WRITER, JPEG, NOTICE)
    assert "Đã nhận 1 phần" in heard.text
    assert "1 ảnh" in heard.text
    await house.press(WRITER, "post.done")
    await house.work()
    await house.work()
    assert await names(house) == ["Ảnh 1"]


async def test_a_single_photo_with_its_notice_is_shown_once_with_the_photo(house: House) -> None:
    (first,) = await house.send_photo(WRITER, JPEG, f"/post {NOTICE}")
    assert "Đang đọc" in first.text
    shown, panel = await house.work()
    assert shown.row.content is not None
    assert shown.row.content["attachment"][2] is True
    assert "📎 Kèm theo: Ảnh 1" in panel.text
    assert await house.work() == []


@pytest.mark.parametrize("album", ["", "77"], ids=["single", "album"])
async def test_a_photo_whose_caption_is_the_notice_needs_no_command(house: House, album: str) -> None:
    await house.send_photo(WRITER, JPEG, NOTICE, album=album)
    if album:
        await house.send_photo(WRITER, OTHER, "Ảnh chụp trạm biến áp cũ.", album=album)
    heard = await gathered(house)
    (exact,) = (one for one in heard if "Điện lực cúp điện" in one.text)
    assert ("Ảnh chụp trạm biến áp cũ." in exact.text) is bool(album)
    assert len(await names(house)) == 1 + bool(album)


async def test_a_caption_that_comes_with_a_photo_for_a_draft_is_asked_about_and_ends_the_text(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_photo(WRITER, JPEG, "Riêng hẻm 49 cúp đến 14 giờ.")
    heard = await done(house)
    assert "chưa vào bài: “Riêng hẻm 49 cúp đến 14 giờ.”" in heard[1].text
    shown, panel = await house.press(WRITER, button(heard, "Thêm vào cuối bài"))
    assert "Riêng hẻm 49 cúp đến 14 giờ" in shown.text
    newest = max(await house.rows(revision), key=lambda row: row["id"])
    assert newest["body"].endswith("Riêng hẻm 49 cúp đến 14 giờ.")
    assert "📎 Kèm theo: Ảnh 1" in panel.text
    (again,) = await house.press(WRITER, button(heard, "Thêm vào cuối bài"))
    assert "không dùng được nữa" in again.text


async def test_a_photo_and_its_caption_can_be_another_post(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_photo(WRITER, JPEG, "Thông báo tìm người thân đi lạc ở chợ Mỹ Bình.")
    heard = await done(house)
    shown, panel = await house.press(WRITER, button(heard, "Thành tin khác"))
    assert "tìm người thân" in shown.text
    assert "📎 Kèm theo: Ảnh 1" in panel.text
    first, _ = await house.press(WRITER, "post.show 1"), None
    assert "📎" not in first[-1].text


async def test_the_captions_of_an_album_that_comes_to_a_draft_are_kept_together(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_photo(WRITER, JPEG, "Sơ đồ hẻm 47.", album="77")
    await house.send_photo(WRITER, OTHER, "Số trực 0296 3841 000.", album="77")
    await gathered(house)
    await house.press(WRITER, "post.caption.add 1")
    newest = max(await house.rows(revision), key=lambda row: row["id"])
    assert newest["body"].endswith("Sơ đồ hẻm 47.\n\nSố trực 0296 3841 000.")


async def test_what_is_written_beside_a_document_is_kept_too(house: House) -> None:
    await house.send_file(WRITER, NOTICE.encode(), "Bà con nhớ sạc đèn pin.", name="tb.txt")
    heard = await done(house)
    assert "chưa vào bài: “Bà con nhớ sạc đèn pin.”" in heard[0].text
    shown, *_ = await house.press(WRITER, button(heard, "Thêm vào cuối bài"))
    assert "nhớ sạc đèn pin" in shown.text


async def test_a_photo_that_is_sent_for_a_draft_by_its_button_keeps_its_caption_and_xong_still_works(
    house: House,
) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.press(WRITER, "post.files 1")
    await house.send_photo(WRITER, JPEG, "Sơ đồ hẻm 47.")
    heard = await done(house)
    assert "Sơ đồ hẻm 47." in heard[1].text
    await house.say(WRITER, "xong")
    shown, *_ = await house.press(WRITER, button(heard, "Thêm vào cuối bài"))
    assert "Sơ đồ hẻm 47." in shown.text
    (again,) = await house.press(WRITER, button(heard, "Thêm vào cuối bài"))
    assert "không dùng được nữa" in again.text


@pytest.mark.parametrize("label", ["Thêm vào cuối bài", "Thành tin khác"])
@pytest.mark.parametrize("meanwhile", [["post.files 1"], ["post.files 1", "post.when 1"], ["post.files 1", "xong"]])
async def test_words_under_a_photo_wait_for_their_button_whatever_is_pressed_meanwhile(
    house: House, label: str, meanwhile: list[str]
) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_photo(WRITER, JPEG, "Bà con hẻm 47 nhớ sạc đèn pin.")
    heard = await done(house)
    for one in meanwhile:
        await (house.press if one.startswith("post.") else house.say)(WRITER, one)
    shown, *_ = await house.press(WRITER, button(heard, label))
    assert "Bà con hẻm 47 nhớ sạc đèn pin." in shown.text
    (again,) = await house.press(WRITER, button(heard, label))
    assert "không dùng được nữa" in again.text


async def test_a_photo_alone_that_shows_no_page_says_how_to_post_one(house: House) -> None:
    await house.send_photo(WRITER, JPEG)
    (heard,) = await house.work()
    assert "không đọc ra văn bản" in heard.text
    assert "/dangtin" in heard.text
    assert await house.rows(post) == []


async def test_a_page_that_was_photographed_becomes_a_draft_whose_figures_are_to_be_compared(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(data: bytes, **_: Any) -> Document:
        assert data == JPEG
        return Document("Kết quả quý 3\n\nThu ngân sách đạt 87,8% dự toán.", scanned=True)

    monkeypatch.setattr(intake, "read_document", read)
    await house.send_photo(WRITER, JPEG)
    heard = await done(house)
    assert "87,8%" in heard[-1].text
    assert "so lại từng con số" in heard[-1].text
    assert await names(house) == ["Ảnh 1"]


async def test_an_old_draft_takes_no_photo_by_itself(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    house.clock.advance(minutes=31)
    await house.send_photo(WRITER, JPEG)
    (heard,) = await done(house)
    assert "/dangtin" in heard.text
    await house.press(WRITER, "post.files 1")
    await house.send_photo(WRITER, JPEG)
    await done(house)
    assert await names(house) == ["Ảnh 1"]


async def test_a_document_of_its_own_becomes_a_draft_that_keeps_the_original(house: House) -> None:
    await house.send_file(WRITER, made.word("Thông báo cúp điện", NOTICE), name="thông báo.docx")
    await done(house)
    assert await names(house) == ["thông báo.docx"]
    (row,) = await house.rows(revision_attachment)
    assert row["source"]


async def test_a_document_that_went_to_the_wrong_draft_becomes_one_of_its_own(house: House) -> None:
    await house.say(WRITER, "/post Thông báo cúp nước")
    await house.send_file(WRITER, made.word("Thông báo cúp điện", NOTICE), name="cúp điện.docx")
    heard = await done(house)
    (reading,) = await house.press(WRITER, button(heard, "Không, đây là tin khác"))
    assert reading.text == "Đang đọc…"
    await done(house)
    first, second = sorted(await house.rows(post), key=lambda row: row["id"])
    files = {row["revision_id"]: row["name"] for row in await house.rows(revision_attachment)}
    assert first["revision_id"] not in files
    assert files[second["revision_id"]] == "cúp điện.docx"
    (again,) = await house.press(WRITER, button(heard, "Không, đây là tin khác"))
    assert "không còn ở tin này" in again.text
    await house.press(WRITER, "post.files 1")
    await house.send_file(WRITER, WORD, name="lịch.docx")
    assert "Không, đây là tin khác" not in (await done(house))[0].buttons


async def test_the_button_is_about_the_document_that_has_just_come_in(house: House) -> None:
    await house.say(WRITER, "/post Thông báo cúp nước")
    await house.send_file(WRITER, made.word("Thông báo cúp điện", NOTICE), name="sent first.docx")
    async with house.database.write() as transaction:
        await transaction.execute(update(job).values(not_before=house.clock.now() + timedelta(minutes=1)))
    await house.send_file(WRITER, WORD, name="sent later.docx")
    await done(house)
    house.clock.advance(minutes=1)
    heard = await done(house)
    await house.press(WRITER, button(heard, "Không, đây là tin khác"))
    assert await names(house) == ["sent later.docx"]


async def test_a_document_that_its_platform_does_not_give_again_is_only_taken_off(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_file(WRITER, WORD, name="a/b.docx")
    told = (await done(house))[0]
    assert "Đã kèm 1 tệp" in told.text
    assert list(told.buttons) == ["Xem bản nháp", "Xem, bỏ bớt"]


async def test_another_document_in_place_of_the_text_takes_the_originals_place(house: House) -> None:
    await house.send_file(WRITER, made.word("Thông báo cúp điện", NOTICE), name="cũ.docx")
    await done(house)
    await house.press(WRITER, "post.edit 1 text")
    await house.send_file(WRITER, made.word("Thông báo cúp nước", NOTICE), name="mới.docx")
    await done(house)
    assert await names(house) == ["mới.docx"]


async def test_the_same_file_twice_is_one(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    for _ in range(2):
        await house.send_file(WRITER, WORD, name="lịch.docx")
        heard = await done(house)
    assert "đã có sẵn" in heard[0].text
    assert await names(house) == ["lịch.docx"]
    assert len(await house.rows(attachment)) == 1


async def test_a_file_that_stands_in_two_posts_is_kept_once(house: House) -> None:
    for _ in range(2):
        await house.publish(WRITER, NOTICE, files=["Lịch trực"])
    assert len(await house.rows(attachment)) == 1
    assert len(await house.rows(attachment_file)) == 1


async def test_taking_a_file_off_is_an_edit_and_voids_the_approval(house: House) -> None:
    house.settings = settings(policy=PolicySettings(announcement="one"))
    house.__post_init__()
    await house.join("8", Role.APPROVER)
    heard = await house.say(WRITER, f"/post {NOTICE}")
    await house.send_file(WRITER, WORD, name="lịch.docx")
    heard = await done(house)
    await house.press(WRITER, button(heard, "Hẹn giờ"))
    heard = await house.say(WRITER, "8h sáng mai")
    await house.press(WRITER, button(heard, "Hẹn giờ này"))
    seal = button(await house.press("8", "post.show 1"), "Duyệt")
    await house.press("8", seal)
    assert len(await house.rows(approval)) == 1
    files = await house.press(WRITER, "post.files 1")
    (heard_file,) = await house.press("8", button(files, "Xem 1"))
    assert heard_file.row.content is not None
    assert heard_file.row.content["attachment"][1] == "lịch.docx"
    (left,) = await house.press(WRITER, button(files, "Bỏ 1"))
    assert "Chưa có." in left.text
    assert await house.rows(approval) == []
    (row,) = await house.rows(post)
    assert row["state"] == PostState.DRAFT
    assert await names(house) == []


async def test_what_was_published_does_not_change_with_the_draft_of_its_correction(house: House) -> None:
    await house.publish(WRITER, NOTICE, files=["Lịch trực"])
    heard = await house.say(WRITER, "/dinhchinh 1")
    files = await house.press(WRITER, button(heard, "Đính kèm (1)"))
    await house.press(WRITER, button(files, "Bỏ 1"))
    assert "Lịch trực.txt" in (await house.ask(RESIDENT, "tệp 1"))
    heard = await house.press(WRITER, "post.show 2")
    assert "− Lịch trực.txt" in heard[-1].text
    await house.press(WRITER, button(heard, "Đăng"))
    assert "không có ảnh hay tệp" in await house.ask(RESIDENT, "tệp 1")


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "more", "sentence"),
    [
        (b"", {}, "trống"),
        (b"MZ\x00\x00", {"name": "a.exe"}, "chỉ nhận ảnh và tệp"),
        (made.word_bomb, {}, "lớn bất thường"),
        (made.locked_pdf(), {}, "có mật khẩu"),
        (b"a " * 100_001, {}, "dài hơn 200 KB"),
        (b"GIF89a", {"kind": FileKind.PHOTO}, "chỉ nhận ảnh và tệp"),
        (JPEG + b"x" * MOST_PHOTO, {"kind": FileKind.PHOTO, "size": None}, "lớn hơn 10 MB"),
    ],
    ids=["empty", "program", "bomb", "password", "long", "no photo", "large photo"],
)
async def test_what_cannot_go_with_a_post_is_one_sentence(
    house: House, content: bytes | Callable[[], bytes], more: dict[str, Any], sentence: str
) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_file(WRITER, content() if callable(content) else content, **more)
    (heard,) = await done(house)
    assert sentence in heard.text
    assert await names(house) == []
    assert await house.rows(attachment) == []


async def test_videos_and_stickers_are_one_sentence_and_nothing_is_fetched(house: House) -> None:
    for text in ("", "/dangtin Cháy ở hẻm 47"):
        (heard,) = await house.send_file(WRITER, b"", text, kind=FileKind.OTHER)
        assert "chưa nhận video" in heard.text
    assert await house.rows(post) == []
    assert await house.rows(job) == []
    (heard,) = await house.send_file(RESIDENT, b"", kind=FileKind.OTHER)
    assert "bot chỉ đọc được chữ" in heard.text


async def test_a_post_has_room_for_so_many_files_and_so_many_bytes(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    for number in range(MOST_FILES + 1):
        await house.send_photo(WRITER, JPEG + bytes([number]))
        heard = await done(house)
    assert "nhiều nhất 10" in heard[-1].text
    assert len(await names(house)) == MOST_FILES


async def test_all_files_together_have_a_limit(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    for number in range(5):
        await house.send_photo(WRITER, JPEG + bytes([number]) * (9 * 2**20))
        heard = await done(house)
    assert "không quá 40 MB" in heard[-1].text
    assert len(await names(house)) == 4


async def test_a_name_is_cut_and_made_harmless(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    name = "<b>../../x\u202efdp." + "tên " * 60 + ".exe"
    await house.send_file(WRITER, b"trang", name=name)
    heard = await done(house)
    (kept,) = await names(house)
    assert kept.endswith(".txt")
    assert len(kept) <= 90
    assert not set("/\\<>\u202e") & set(kept)
    assert "<b>.." not in heard[-1].markup
    # The platform would send it under its old name.
    assert await house.rows(attachment_file) == []


# --- personal data ---------------------------------------------------------------------------------------------------


async def test_a_list_of_poor_households_in_a_file_holds_the_draft(house: House) -> None:
    await house.join("8", Role.APPROVER)
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_file(WRITER, POOR, name="hộ nghèo.xlsx")
    heard = await done(house)
    assert "🔒" in heard[0].text
    assert "trong tệp hộ nghèo.xlsx" in heard[-1].text
    seal = button(heard, "Đăng")
    while opened := [data for label, data in heard[-1].buttons.items() if label.startswith("☐")]:
        heard = await house.press(WRITER, opened[0])
    assert "chưa đăng được" in (await house.press(WRITER, button(heard, "Đăng")))[0].text
    assert "chưa đăng được" in (await house.press(WRITER, seal))[0].text
    assert {row["state"] for row in await house.rows(post)} == {"draft"}
    files = await house.press(WRITER, "post.files 1")
    (refused,) = await house.press("8", button(files, "Xem 1"))
    assert "không còn nữa" in refused.text
    await house.press(WRITER, button(files, "Bỏ 1"))
    heard = await house.press(WRITER, "post.show 1")
    assert "Đã đăng tin số 1" in (await house.press(WRITER, button(heard, "Đăng")))[0].text


async def test_a_scan_is_asked_about_before_it_goes_out(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_file(WRITER, made.pdf(scan=True), name="quyết định.pdf")
    heard = await done(house)
    assert "không đọc được chữ trong tệp kèm theo: “quyết định.pdf”" in heard[-1].text
    refused = await house.press(WRITER, button(heard, "Đăng"))
    assert "Còn 1 chỗ" in refused[0].text
    heard = await house.press(WRITER, button(heard, "☐ 1"))
    assert "Đã đăng tin số 1" in (await house.press(WRITER, button(heard, "Đăng")))[0].text


# --- on demand -------------------------------------------------------------------------------------------------------


async def test_a_reader_gets_each_file_of_a_post_by_its_button(house: House) -> None:
    await house.publish(WRITER, NOTICE, files=["Lịch trực", "Bản đồ"])
    (full,) = await house.say(RESIDENT, "đọc 1")
    assert "📎 Kèm 2 tệp" in full.text
    (heard,) = await house.press(RESIDENT, full.buttons["📎 Lịch trực.txt"])
    assert heard.row.content is not None
    assert heard.row.content["attachment"][1] == "Lịch trực.txt"
    assert "protect" not in heard.row.content
    (listed,) = await house.say(RESIDENT, "tep 1")
    assert set(listed.buttons) == {"📎 Lịch trực.txt", "📎 Bản đồ.txt"}


async def test_a_post_without_files_says_so(house: House) -> None:
    await house.publish(WRITER, NOTICE)
    assert "không có ảnh hay tệp" in await house.ask(RESIDENT, "tệp 1")
    assert "Tin số mấy" in await house.ask(RESIDENT, "tệp")
    assert "Không có tin số 7" in await house.ask(RESIDENT, "tệp 7")


async def test_a_cadres_file_is_protected_and_no_resident_gets_it_by_any_name(house: House) -> None:
    await house.publish(WRITER, NOTICE)
    await house.publish(WRITER, "Họp chi bộ\n\nHọp kín tối nay.", cadres=True, files=["Danh mục Sầu Đâu"])
    (listed,) = await house.say(CADRE, "tệp CB-1")
    get = listed.buttons["📎 Danh mục Sầu Đâu.txt"]
    (heard,) = await house.press(CADRE, get)
    assert heard.row.content is not None
    assert heard.row.content["protect"] is True
    mark = get.split()[-1]
    for asked in (get, f"files.get 1 {mark}", f"files.get 2 {mark}", f"post.file 2 {mark}", "files CB-1"):
        (heard,) = await house.press(RESIDENT, asked)
        assert heard.row.content is not None
        assert "attachment" not in heard.row.content
        assert "Sầu Đâu" not in heard.text


async def test_the_picture_of_a_cadres_draft_is_protected_when_it_is_shown(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_photo(WRITER, JPEG)
    (_told, everyone, panel) = await done(house)
    (_below, cadres, _panel) = await house.press(WRITER, panel.buttons["Đối tượng"])
    assert [(one.row.content or {}).get("protect", False) for one in (everyone, cadres)] == [False, True]


async def test_files_of_a_withdrawn_post_are_gone_at_once(house: House) -> None:
    await house.publish(WRITER, NOTICE, files=["Lịch trực"])
    (listed,) = await house.say(RESIDENT, "tệp 1")
    await house.say(WRITER, "/thuhoi 1 nhầm")
    await house.press(WRITER, "withdraw.yes 1")
    for asked in (listed.buttons["📎 Lịch trực.txt"], "files 1"):
        (heard,) = await house.press(RESIDENT, asked)
        assert "đã được thu hồi" in heard.text
        assert heard.row.content is not None
        assert "attachment" not in heard.row.content


async def test_words_of_a_document_find_its_post_until_it_is_taken_off(house: House) -> None:
    await house.publish(WRITER, NOTICE, files=["Danh mục Sầu Đâu"])
    found = await house.ask(RESIDENT, "tìm sau dau")
    assert "cúp điện" in found
    assert "Có trong tệp kèm theo" in found
    heard = await house.say(WRITER, "/dinhchinh 1")
    files = await house.press(WRITER, button(heard, "Đính kèm (1)"))
    await house.press(WRITER, button(files, "Bỏ 1"))
    heard = await house.press(WRITER, "post.show 2")
    await house.press(WRITER, button(heard, "Đăng"))
    assert "Chưa tìm thấy" in await house.ask(RESIDENT, "tìm sau dau")


async def test_no_file_goes_out_under_the_name_that_it_had_in_another_post(house: House) -> None:
    await house.publish(WRITER, NOTICE, files=["Lịch trực"])
    await house.say(WRITER, "/post Họp kín tối nay")
    await house.send_file(WRITER, b"L\xe1\xbb\x8bch tr\xe1\xbb\xb1c", name="Mật, Sầu Đâu.txt")
    await done(house)
    known = {row["attachment_id"]: row["file_id"] for row in await house.rows(attachment_file)}
    (listed,) = await house.say(RESIDENT, "tệp 1")
    (heard,) = await house.press(RESIDENT, listed.buttons["📎 Lịch trực.txt"])
    assert heard.row.content is not None
    # By this id the platform gives the file out as it was first called.
    assert known[heard.row.content["attachment"][0]] == "file-1"


# --- how long they are kept ------------------------------------------------------------------------------------------


async def tidied(house: House, days: float) -> list[str]:
    """The files that are left when so many days have passed."""
    house.clock.advance(seconds=timedelta(days=days).total_seconds())
    await house.reconciler().run_once()
    linked = {row["attachment_id"]: row["name"] for row in await house.rows(revision_attachment)}
    return sorted(linked.get(row["id"], "?") for row in await house.rows(attachment))


async def test_files_that_no_post_needs_are_gone_after_a_month_and_others_stay(house: House) -> None:
    await house.publish(WRITER, NOTICE, files=["Lịch trực"])
    await house.say(WRITER, f"/post {NOTICE} Nháp.")
    for name in ("bỏ ra.txt", "giữ lại.txt"):
        await house.send_file(WRITER, name.encode(), name=name)
        await done(house)
    files = await house.press(WRITER, "post.files 2")
    await house.press(WRITER, button(files, "Bỏ 1"))
    await house.say(WRITER, f"/post {NOTICE} Hủy.")
    await house.send_file(WRITER, b"huy", name="đã hủy.txt")
    await done(house)
    await house.press(WRITER, "post.drop 3")
    everything = ["Lịch trực.txt", "bỏ ra.txt", "giữ lại.txt", "đã hủy.txt"]
    assert await tidied(house, 29) == everything
    assert await tidied(house, 2) == ["Lịch trực.txt", "giữ lại.txt"]
    assert {row["attachment_id"] for row in await house.rows(attachment_file)} == {
        row["id"] for row in await house.rows(attachment)
    }
    await house.say(WRITER, "/thuhoi 1 nhầm")
    await house.press(WRITER, "withdraw.yes 1")
    assert await tidied(house, 31) == ["giữ lại.txt"]


async def test_who_is_erased_takes_the_files_of_their_drafts_along(house: House) -> None:
    await house.say(WRITER, f"/post {NOTICE}")
    await house.send_file(WRITER, WORD, name="lịch.docx")
    await done(house)
    await house.press(WRITER, "privacy.erase")
    assert await house.rows(revision) == []
    assert await house.rows(revision_attachment) == []
    assert await tidied(house, 31) == []


async def test_the_number_of_a_file_that_is_gone_is_not_given_to_another(house: House) -> None:
    numbers = []
    for content in (JPEG, OTHER):
        await house.say(WRITER, f"/post {NOTICE}")
        await house.send_photo(WRITER, content)
        await done(house)
        numbers += [row["id"] for row in await house.rows(attachment)]
        await house.press(WRITER, f"post.drop {len(numbers)}")
        assert await tidied(house, 31) == []
    assert len(set(numbers)) == 2
