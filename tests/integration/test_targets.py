"""Targets in the chat: a whole table three ways, one by short answers, a new value, and the scoreboard."""

import base64
import io
import re
from collections.abc import Sequence

import docx
import openpyxl
import pytest
from sqlalchemy import update

from bot.domain.people import Role
from bot.storage.tables import proposal, target
from tests.conftest import FakeClock
from tests.ward import ADMIN, FREE, SEED, Heard, House, settings

WRITER, APPROVER, RESIDENT = "7", "9", "11"
HEAD = (
    "Chỉ tiêu",
    "ĐVT",
    "Yêu cầu",
    "Nhiệm kỳ",
    "Tính theo",
    "Hạn",
    "Phụ trách",
    "Kế hoạch: tỉnh giao",
    "KH HĐND phường giao",
    "Thực hiện: năm 2021 (trong kỳ)",
    "Thực hiện năm 2022 (trong kỳ)",
    "Kết quả: 6 tháng đầu năm 2023 (lũy kế)",
)
TERM = "2020-2025"
ROWS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Thu ngân sách", "%", "ít nhất", TERM, "từng năm", "", "KT", "100", "102", "101,2", "103,9", "87,8"), "🔵"),
    (("Tỷ lệ hộ nghèo", "%", "nhiều nhất", TERM, "", "", "", "1,5", "", "2,4", "1,9", ""), "🟠"),
    (("Kết nạp đảng viên", "đảng viên", "ít nhất", TERM, "", "", "", "60", "66", "10", "14", ""), "🔵"),
    (("Bảo hiểm y tế", "%", "ít nhất", TERM, "", "", "", "95", "96", "93", "96,5", ""), "⭐"),
    (("Nhà tình thương", "căn", "ít nhất", TERM, "", "", "", "30", "40", "", "", "25"), "🔵"),
    (("Vụ phạm pháp hình sự", "vụ", "nhiều nhất", TERM, "từng năm", "", "CA", "40", "36", "35", "33", "17"), "🔵"),
    (("Người nghiện mới", "người", "nhiều nhất", TERM, "từng năm", "", "CA", "10", "8", "7", "6", "12"), "🔴"),
    (("Khóm văn hóa", "khóm", "giữ ở", TERM, "", "", "", "6", "6", "6", "6", ""), "🟢"),
    (("Trường đạt chuẩn", "trường", "giữ ở", TERM, "", "", "", "3", "3", "3", "2", ""), "🔴"),
    (("Xây trạm y tế", "%", "mốc", TERM, "", "31/12/2022", "", "100", "", "40", "100", ""), "🟢"),
    (("Xây chợ phường", "%", "mốc", TERM, "", "30/06/2022", "", "100", "", "40", "100", ""), "🟠"),
    (("Số hóa hồ sơ", "%", "mốc", TERM, "", "31/12/2025", "VP", "100", "", "10", "60", ""), "🔴"),
    (("Vận động quỹ", "tỷ đồng", "ít nhất", TERM, "từng năm", "", "", "2,5", "2,6", "2,2", "2,6", "0,9"), "🟠"),
    (("Cấp nước sạch", "%", "ít nhất", TERM, "", "", "", "99", "99,5", "99,6", "99,6", ""), "⭐"),
    (("Việc làm mới", "người", "ít nhất", TERM, "từng năm", "", "", "200", "", "210", "", ""), "⭐"),
    (("Giảm sinh", "‰", "nhiều nhất", TERM, "", "", "", "10,6", "", "", "", ""), "⚪"),
)
"""A ward's table in invented values, each row with the status that a person gave it by hand, in November 2026."""


def text_table(sep: str, rows: Sequence[Sequence[str]] | None = None) -> str:
    return "\n".join(sep.join(row) for row in (HEAD, *(rows or [row for row, _ in ROWS])))


def workbook(rows: Sequence[Sequence[str]], *, column: int = 2, row: int = 4) -> bytes:
    """A worksheet whose table begins at some cell, with numbers as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, column, "BẢNG CHỈ TIÊU NGHỊ QUYẾT ĐẠI HỘI")
    for down, cells in enumerate((HEAD, *rows)):
        for right, text in enumerate(cells):
            number = re.fullmatch(r"\d+(?:,\d+)?", text)
            value = float(text.replace(",", ".")) if number else text
            sheet.cell(row + down, column + right, value or None)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def word_file(rows: Sequence[Sequence[str]]) -> bytes:
    document = docx.Document()
    document.add_paragraph("Bảng chỉ tiêu")
    table = document.add_table(0, len(HEAD))
    for cells in (HEAD, *rows):
        for place, text in zip(table.add_row().cells, cells, strict=True):
            place.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    return house


async def sent(house: House, content: bytes, name: str) -> Heard:
    await house.say(WRITER, "/capnhat bang")
    await house.send_file(WRITER, content, name=name)
    return (await house.work())[-1]


async def write(house: House, heard: Heard) -> str:
    return (await house.press(WRITER, heard.buttons["Ghi"]))[0].text


async def typed(house: House, *rows: Sequence[str], head: Sequence[str] = HEAD) -> str:
    """Write rows at once."""
    table = "\n".join(" | ".join(row) for row in (head, *rows))
    heard = await house.say(WRITER, f"/capnhat\n{table}")
    return await write(house, heard[0])


async def boards(house: House) -> list[str]:
    (first,) = await house.say(RESIDENT, "/targets")
    (second,) = await house.press(RESIDENT, first.buttons["Tiếp ›"])
    lines = f"{first.text}\n{second.text}".splitlines()
    return [line for line in lines if line and line[0] in "🔴🟠🔵🟢⭐⚪"]


async def test_a_table_of_sixteen_gives_the_same_scoreboard_however_it_comes(ward: House) -> None:
    rows = [row for row, _ in ROWS]
    files = {"chi-tieu.xlsx": workbook(rows), "chi-tieu.docx": word_file(rows)}
    (pasted,) = await ward.say(WRITER, f"/capnhat\n{text_table(chr(9))}")
    assert "Sẽ ghi 16 chỉ tiêu" in pasted.text
    assert not await ward.rows(target), "nothing is written before Ghi"
    assert "Đã ghi 16 chỉ tiêu" in await write(ward, pasted)
    shown = await boards(ward)
    stands = {line[2:].partition(":")[0]: line[0] for line in shown}
    assert stands == {row[0]: mark for row, mark in ROWS}
    for name, content in files.items():
        assert "Không có gì thay đổi" in (await sent(ward, content, name)).text
    (typed_,) = await ward.say(WRITER, f"/capnhat\n{text_table(' | ')}")
    assert "Không có gì thay đổi" in typed_.text
    assert await boards(ward) == shown


async def test_the_tally_is_the_count_of_what_is_shown(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS))
    met = sum(mark in "🟢⭐" for _, mark in ROWS)
    answer = await ward.ask(RESIDENT, "/targets")
    assert f"đạt {met}/16" in answer
    assert "1 chỉ tiêu chưa có số liệu" in answer
    assert "đã qua" in answer, "a figure of half a year is said to be judged by the time that has run"


async def test_a_table_that_is_given_out_changes_nothing_when_it_comes_back(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS))
    (heard,) = await ward.say(RESIDENT, "/chitieu bang")
    assert heard.file is not None
    assert "Không có gì thay đổi" in (await sent(ward, base64.b64decode(heard.file[1]), "chi-tieu.xlsx")).text
    (empty,) = await ward.say(WRITER, "/chitieu mau")
    assert empty.file is not None
    assert "chưa điền chỉ tiêu nào" in (await sent(ward, base64.b64decode(empty.file[1]), "mau.xlsx")).text


async def test_a_bad_cell_is_named_by_its_cell_and_nothing_is_written(ward: House) -> None:
    bad = list(ROWS[1][0])
    bad[7], bad[5] = "nhiều", "hôm nào đó"
    heard = await sent(ward, workbook([ROWS[0][0], bad]), "chi-tieu.xlsx")
    assert "Chưa ghi gì cả" in heard.text
    assert "ô I6 “nhiều”: phải là một số" in heard.text, "the table begins at B4, and is B to M"
    assert "ô G6 “hôm nào đó”: phải là một ngày" in heard.text
    assert "Ghi" not in heard.buttons
    assert not await ward.rows(target)
    (pasted,) = await ward.say(WRITER, text_table("\t", [ROWS[0][0], bad]))
    assert "ô H3" in pasted.text, "pasted, its rows are counted from the head"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("Tên", "Kế hoạch", "Cột lạ"), "ô C1 “Cột lạ”: chưa hiểu cột này"),
        (("Tên", "Kế hoạch", "Kế hoạch"), "ô C1 “Kế hoạch”: cột này có hai lần"),
        (("Tên", "Kế hoạch", "Thực hiện: hồi ấy"), "ô C1"),
    ],
)
async def test_a_column_that_is_not_understood_is_named(ward: House, cells: Sequence[str], said: str) -> None:
    (heard,) = await ward.say(WRITER, "/capnhat\n" + " | ".join(cells) + "\nThu quỹ | 1 | 2")
    assert said in heard.text
    assert not await ward.rows(target)


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "1e99999", "mười", "9" * 40, "--5", "1.2.3"])
async def test_a_plan_that_is_no_number_is_refused_and_the_page_still_works(ward: House, wrong: str) -> None:
    (heard,) = await ward.say(WRITER, f"/capnhat\nTên | Kế hoạch\nThu quỹ | {wrong}")
    assert "ô B2" in heard.text
    assert "trục trặc" not in await ward.ask(RESIDENT, "/targets")


async def test_the_same_row_twice_is_one_too_many(ward: House) -> None:
    (heard,) = await ward.say(WRITER, "/capnhat\nTên | Kế hoạch\nThu quỹ | 1\nthu quy | 2")
    assert "ô A3" in heard.text
    assert "trùng" in heard.text


# --- one by one ---------------------------------------------------------------------------------------------------


async def answered(house: House, *answers: str) -> Heard:
    """Answer one question after the other, by its button where it has one."""
    heard: Heard | None = None
    for one in answers:
        if heard is not None and one in heard.buttons:
            heard = (await house.press(WRITER, heard.buttons[one]))[-1]
        else:
            heard = (await house.say(WRITER, one))[-1]
    assert heard is not None
    return heard


async def test_a_target_is_made_of_short_answers(ward: House) -> None:
    heard = await answered(
        ward,
        "/capnhat them",
        "Trồng cây xanh",
        "Từ mức ấy trở lên (ít nhất)",
        "cây",
        "tỉnh giao: 500\nphường giao: 600",
        "2025-2030",
        "Năm nào cũng phải đạt",
        "Bỏ qua",
        "Phòng Kinh tế",
    )
    assert "Mới: Trồng cây xanh (2025-2030)" in heard.text
    assert "kế hoạch phường giao 600" in heard.text
    assert "Đã ghi 1 chỉ tiêu" in await write(ward, heard)
    detail = await ward.ask(RESIDENT, "chi tieu trong cay")
    assert "ít nhất 600 cây (phường giao)" in detail
    assert "Phụ trách: Phòng Kinh tế" in detail
    assert "Kế hoạch tính cho từng năm" in detail


async def test_a_wrong_answer_is_asked_for_again(ward: House) -> None:
    heard = await answered(ward, "/capnhat them", "Trồng cây xanh", "rất nhiều")
    assert "ít nhất, nhiều nhất, giữ ở hoặc mốc" in heard.text
    heard = await answered(ward, "ít nhất", "cây", "nhiều lắm")
    assert "Phải là một số" in heard.text
    assert "nhiệm kỳ hay năm" in (await answered(ward, "500")).text


async def test_a_target_is_edited_and_ended_and_stays_readable_under_its_term(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS[:2]))
    (one,) = await ward.say(WRITER, "chỉ tiêu hộ nghèo")
    (fields,) = await ward.press(WRITER, one.buttons["Sửa"])
    await ward.press(WRITER, fields.buttons["Kế hoạch"])
    heard = await answered(ward, "tỉnh giao: 1,2")
    assert "kế hoạch tỉnh giao 1,2 (trước: 1,5)" in heard.text
    await write(ward, heard)
    (fields,) = await ward.press(WRITER, one.buttons["Sửa"])
    (heard,) = await ward.press(WRITER, fields.buttons["Kết thúc chỉ tiêu"])
    assert "đã kết thúc" in heard.text
    await write(ward, heard)
    assert "hộ nghèo" not in await ward.ask(RESIDENT, "/targets")
    assert "Tỷ lệ hộ nghèo" in await ward.ask(RESIDENT, "chỉ tiêu 2020-2025")


async def test_headings_and_who_signs_are_no_targets(ward: House) -> None:
    rows = ("I | KINH TẾ |", "1 | Thu ngân sách | 100", "II | VĂN HÓA |", " | Người lập biểu |")
    (heard,) = await ward.say(WRITER, "\n".join(("/capnhat", "STT | Chỉ tiêu | Kế hoạch", *rows)))
    assert "Bỏ qua 3 hàng" in heard.text
    assert "KINH TẾ" not in heard.text
    await write(ward, heard)
    assert [row["name"] for row in await ward.rows(target)] == ["Thu ngân sách"]
    (heard,) = await ward.say(WRITER, "/capnhat\nChỉ tiêu | Kế hoạch\nThu ngân sách |")
    assert "Không có gì thay đổi" in heard.text, "a target that is known is no heading"


async def test_an_empty_row_of_a_word_table_is_counted(ward: House) -> None:
    empty = ("",) * len(HEAD)
    wrong = ("Nhà tình thương", "căn", "ít nhất", TERM, "", "", "", "nhiều", "", "", "", "")
    heard = await sent(ward, word_file([ROWS[0][0], empty, HEAD, wrong]), "bang.docx")
    assert "ô H5" in heard.text
    assert "Có 1 ô" in heard.text


async def test_a_target_without_a_term_is_neither_doubled_nor_given_one(ward: House) -> None:
    await typed(ward, ("Nhà tình thương", "căn", "10"), head=("Tên", "ĐVT", "Kế hoạch"))
    async with ward.database.write() as transaction:
        await transaction.execute(update(target).values(term="", folded="nha tinh thuong"))
    heard = await ward.say(WRITER, "/capnhat\nTên | Kế hoạch\nNhà tình thương | 10")
    assert "Không có gì thay đổi" in heard[0].text
    (one,) = await ward.say(WRITER, "chỉ tiêu nhà tình thương")
    (fields,) = await ward.press(WRITER, one.buttons["Sửa"])
    await ward.press(WRITER, fields.buttons["Phụ trách"])
    heard = [await answered(ward, "Phòng Kinh tế")]
    assert "nhiệm kỳ" not in heard[0].text
    await write(ward, heard[0])
    assert [row["term"] for row in await ward.rows(target)] == [""]


async def test_a_value_of_a_period_that_has_not_begun_is_refused(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS[:3]))
    heard = await answered(ward, "cập nhật hộ nghèo", "năm 2027")
    assert "Kỳ này chưa bắt đầu" in heard.text
    assert "bao nhiêu" in (await answered(ward, "năm 2024")).text


async def test_the_next_term_takes_the_place_of_the_last_one(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS[:2]))
    head = ("Tên", "Nhiệm kỳ", "Kế hoạch")
    await typed(ward, ("Thu ngân sách", "2025-2030", "100"), head=head)
    (now,) = await ward.say(RESIDENT, "/targets")
    assert "2025-2030" in now.text
    assert "hộ nghèo" not in now.text
    (then,) = await ward.press(RESIDENT, now.buttons["Nhiệm kỳ 2020-2025"])
    assert "Tỷ lệ hộ nghèo" in then.text
    (one,) = await ward.say(RESIDENT, "chỉ tiêu thu ngân sách")
    assert "Nhiệm kỳ 2020-2025" in one.buttons


async def test_a_new_value_is_asked_for_step_by_step(ward: House) -> None:
    await typed(ward, *(row for row, _ in ROWS[:3]))
    heard = await answered(ward, "cập nhật hộ nghèo", "năm 2024", "1,4", "Bỏ qua")
    assert "năm 2024: 1,4%" in heard.text
    await write(ward, heard)
    answer = await ward.ask(RESIDENT, "chỉ tiêu hộ nghèo")
    assert "🟢 đạt" in answer
    assert "năm 2024: 1,4%" in answer


async def test_a_value_names_a_post_only_where_that_post_says_it(ward: House) -> None:
    await ward.publish(WRITER, SEED)
    await typed(ward, ROWS[0][0][:9], head=HEAD[:9])
    heard = await answered(ward, "cập nhật thu ngân sách", "năm 2022", "99,9", "1")
    assert "Tin số 1 không ghi số ấy" in heard.text
    heard = await answered(ward, "/capnhat thu ngân sách", "năm 2022", "103,9", "tin số 1")
    assert "Đã ghi" in heard.text
    answer = await ward.ask(RESIDENT, "chỉ tiêu thu ngân sách")
    assert "năm 2022: 103,9% – tin số 1" in answer


async def test_a_half_year_says_whether_it_is_better_than_the_one_before(ward: House) -> None:
    periods = ("Thực hiện: năm 2022 (trong kỳ)", "Thực hiện: năm 2023 (trong kỳ)")
    head = ("Tên", "ĐVT", "Yêu cầu", "Nhiệm kỳ", "Kế hoạch", *periods)
    await typed(ward, ("Tỷ lệ hộ nghèo", "%", "nhiều nhất", TERM, "1,5", "1,2", "1,4"), head=head)
    assert "kém hơn cùng kỳ năm trước: 1,2%" in await ward.ask(RESIDENT, "chỉ tiêu hộ nghèo")


async def test_the_year_before_is_shown_as_it_stood(ward: House) -> None:
    head = ("Tên", "Nhiệm kỳ", "Kế hoạch", "Thực hiện: năm 2025", "Thực hiện: năm 2026")
    await typed(ward, ("Nhà tình thương", "2025-2030", "10", "4", "12"), head=head)
    (now,) = await ward.say(RESIDENT, "/targets")
    assert "⭐" in now.text
    ward.clock.advance(days=40)
    (now,) = await ward.say(RESIDENT, "/targets")
    (before,) = await ward.press(RESIDENT, now.buttons["Năm trước"])
    assert "12" in before.text
    answer = await ward.ask(RESIDENT, "chỉ tiêu 2025")
    assert "năm 2025" in answer.lower()


async def test_only_writers_may_write(ward: House) -> None:
    await ward.join(RESIDENT)
    for data in ("target.add", "target.table", "target.write", "target.measure 1", "target.end 1"):
        heard = await ward.press(RESIDENT, data)
        assert "dành cho" in heard[0].text or "không còn" in heard[0].text, data
    assert not await ward.rows(target)


# --- a second person ----------------------------------------------------------------------------------------------


async def test_where_reports_are_approved_targets_wait_for_another_persons_yes(database: object) -> None:
    policy = FREE.model_copy(update={"report": "one"})
    house = House(database, FakeClock(), settings(policy=policy))  # type: ignore[arg-type]
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    assert "Đã gửi người duyệt" in await typed(house, *(row for row, _ in ROWS[:2]))
    assert not await house.rows(target)
    (asked,) = await house.notices(APPROVER)
    assert "Mới: Thu ngân sách" in asked.text
    (waiting,) = await house.say(APPROVER, "/drafts")
    assert "Chỉ tiêu chờ anh/chị đồng ý" in waiting.text
    assert "Thu ngân sách" in (await house.press(APPROVER, waiting.buttons["Xem 1"]))[0].text
    refused = (await house.press(WRITER, asked.buttons["Đồng ý"]))[0].text
    assert "dành cho người duyệt" in refused
    await house.press(APPROVER, asked.buttons["Đồng ý"])
    assert len(await house.rows(target)) == 2
    assert "đã đồng ý" in (await house.notices(WRITER))[0].text
    assert "đã có người quyết định" in (await house.press(APPROVER, asked.buttons["Từ chối"]))[0].text
    (row,) = await house.rows(proposal)
    assert row["agreed"]


async def test_a_channel_without_buttons_asks_the_same_in_words(ward: House) -> None:
    await ward.join("z", Role.WRITER, route="zalo-bot:1")
    for one in ("/capnhat them", "Trồng cây", "ít nhất", "cây", "1", "2026", "bỏ qua", "bỏ qua"):
        ward.clock.advance(seconds=5)
        heard = await ward.say("z", one, route="zalo-bot:1")
    assert "Sẽ ghi 1 chỉ tiêu" in heard[-1].text
    shown = heard[-1].text
    assert "Đã ghi" in (await ward.say("z", "ghi", route="zalo-bot:1"))[-1].text
    assert "kế hoạch 1" in shown, "a number that answers is no choice"
