"""The ward's directory and its answers: written by officials, asked by everyone, answered first and never as surer than
they are."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from bot.domain.people import Role
from bot.storage.tables import answer, audit, contact
from tests.ward import ADMIN, ZALO, House

WRITER, RESIDENT = "7", "8"
STATION = "Tên: Trạm y tế phường\nĐiện thoại: 0296 3841 115\nĐịa chỉ: 12 Lê Lợi\nGiờ: thứ Hai đến thứ Sáu, 7h – 17h"
POWER = "Tên: Điện lực Long Xuyên\nĐiện thoại: 1900 1006\nGọi khi cần: mất điện, đứt dây, công tơ"
CARD = (
    "Hỏi: Làm căn cước cần giấy tờ gì?\nCách hỏi khác: làm căn cước, đổi căn cước\n"
    "Trả lời: Chỉ cần mang căn cước cũ hoặc giấy khai sinh đến công an phường.\nTheo: Luật Căn cước 2023"
)


@pytest.fixture
async def writers(house: House) -> House:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    return house


def workbook(*rows: tuple[str, ...]) -> bytes:
    """A worksheet of text cells, as small as one can be."""
    cells = [
        "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' if cell else "<c/>" for cell in row) for row in rows
    ]
    sheet = "".join(f"<row>{row}</row>" for row in cells)
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{office}/spreadsheetml/2006/main" '
        f'xmlns:r="{office}/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{office}/spreadsheetml/2006/main"><sheetData>{sheet}'
        "</sheetData></worksheet>",
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return kept.getvalue()


# --- asking -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "so dien thoai tram y te",
        "trạm y tế ở đâu",
        "danh bạ y tế",
        "tram xa",
        "/danhba y te",
        "may gio tram y te mo cua",
    ],
)
async def test_who_asks_for_an_office_gets_its_number_place_and_hours(writers: House, typed: str) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    await writers.say(WRITER, f"/danhba them\n{POWER}")
    heard = await writers.ask(RESIDENT, typed)
    assert heard.startswith("Trạm y tế phường\n📞 0296 3841 115"), heard
    assert "12 Lê Lợi" in heard
    assert "1900" not in heard


@pytest.mark.parametrize("typed", ["mat dien goi ai", "đứt dây gọi số nào", "công tơ"])
async def test_who_asks_whom_to_call_for_something_is_told(writers: House, typed: str) -> None:
    await writers.say(WRITER, f"/danhba them\n{POWER}")
    assert "1900 1006" in await writers.ask(RESIDENT, typed)


async def test_who_asks_for_a_number_gets_no_post_that_only_has_the_words(writers: House) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    await writers.publish(WRITER, "Thông báo tiêm vắc xin\n\nTrạm y tế tiêm vắc xin từ 8 giờ ngày 25/11/2026.")
    assert "tiêm vắc xin" not in (await writers.ask(RESIDENT, "so dien thoai tram y te"))


@pytest.mark.parametrize("typed", ["chich ngua cho be o dau", "tiêm ngừa cho cháu ở đâu"])
async def test_who_does_what_is_found_in_everyday_words(writers: House, typed: str) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}\nGọi khi cần: tiêm chủng, khám bệnh")
    assert "0296 3841 115" in await writers.ask(RESIDENT, typed)
    assert "0296 3841 115" not in await writers.ask(RESIDENT, "lịch chiếu phim ở đâu")


async def test_the_directory_begins_with_the_ward_and_lists_all(writers: House) -> None:
    for one in (STATION, POWER):
        await writers.say(WRITER, f"/danhba them\n{one}")
    for typed in ("/danhba", "so dien thoai phuong", "danh ba"):
        heard = await writers.ask(RESIDENT, typed)
        assert "Số điện thoại phường" in heard
        assert heard.index("Trạm y tế") < heard.index("Điện lực")


async def test_an_outage_is_told_before_whom_to_call_about_one(writers: House) -> None:
    await writers.say(WRITER, f"/danhba them\n{POWER}")
    await writers.publish(WRITER, "Thông báo mất điện\n\nMất điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.")
    heard = await writers.ask(RESIDENT, "bao giờ mất điện")
    assert heard.index("Thông báo mất điện") < heard.index("1900 1006")


@pytest.mark.parametrize(
    "typed",
    [
        "lam can cuoc can giay to gi",
        "làm căn cước",
        "lam cccd can gi vay ad",
        "đổi căn cước cho mẹ cần mang gì",
        "tìm làm căn cước",
    ],
)
async def test_a_question_that_officials_have_answered_gets_the_answer_and_its_source_at_once(
    writers: House, typed: str
) -> None:
    await writers.say(WRITER, f"/hoidap them\n{CARD}")
    await writers.publish(WRITER, "Thông báo làm căn cước lưu động\n\nLàm căn cước tại khóm 3 ngày 25/11/2026.")
    heard = await writers.ask(RESIDENT, typed)
    assert heard.startswith("Làm căn cước cần giấy tờ gì?\nChỉ cần mang căn cước cũ"), heard
    assert "Theo: Luật Căn cước 2023" in heard


@pytest.mark.parametrize("typed", ["cúp điện hôm nào", "can tin", "giấy khai sinh làm ở đâu", "phường có gì mới"])
async def test_another_question_does_not_get_that_answer(writers: House, typed: str) -> None:
    await writers.say(WRITER, f"/hoidap them\n{CARD}")
    assert "Chỉ cần mang căn cước cũ" not in await writers.ask(RESIDENT, typed)


async def test_all_answers_are_listed_and_one_is_asked_for_by_its_number(writers: House) -> None:
    assert "chưa ghi câu hỏi đáp nào" in await writers.ask(RESIDENT, "hoi dap")
    await writers.say(WRITER, f"/hoidap them\n{CARD}")
    (heard,) = await writers.say(RESIDENT, "hỏi đáp")
    assert "1. Làm căn cước cần giấy tờ gì?" in heard.text
    assert "Chỉ cần mang" in (await writers.press(RESIDENT, heard.buttons["Câu 1"]))[0].text
    assert "Chỉ cần mang" in await writers.ask(RESIDENT, "hoi dap 1")
    assert "không còn nữa" in await writers.ask(RESIDENT, "hỏi đáp 99")


# --- writing ------------------------------------------------------------------------------------------------------


async def test_a_writer_fills_in_the_form_and_mends_a_single_line(writers: House) -> None:
    (form,) = await writers.press(WRITER, (await writers.say(WRITER, "/danhba"))[0].buttons["Thêm"])
    assert "Điện thoại:" in form.text
    assert "Đã ghi vào danh bạ: Trạm y tế phường" in await writers.ask(WRITER, STATION)
    (picked,) = await writers.press(WRITER, (await writers.say(WRITER, "/danhba"))[0].buttons["Sửa, bỏ"])
    (form,) = await writers.press(WRITER, picked.buttons["Trạm y tế phường"])
    assert "Địa chỉ: 12 Lê Lợi" in form.text
    await writers.say(WRITER, "Điện thoại: 0296 3000 115\nĐịa chỉ: -")
    (row,) = await writers.rows(contact)
    assert (row["phone"], row["address"], row["hours"]) == ("0296 3000 115", "", "thứ Hai đến thứ Sáu, 7h – 17h")


async def test_what_is_typed_an_hour_later_is_no_form(writers: House) -> None:
    await writers.press(WRITER, "fact.add contact")
    writers.clock.advance(minutes=59)
    assert "Đã ghi vào danh bạ" in await writers.ask(WRITER, STATION)
    await writers.press(WRITER, "fact.add contact")
    writers.clock.advance(minutes=61)
    assert "Đã ghi vào danh bạ" not in await writers.ask(WRITER, POWER)
    assert len(await writers.rows(contact)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "dạ em cảm ơn chị nhé",
        "chị Lan ơi số này sai rồi",
        "Lưu ý: mai họp lúc 8 giờ",
        "0296 3000 115",
        "😀",
        "em sửa giúp chị\nĐiện thoại: 0296 3000 115",
    ],
)
async def test_what_is_said_while_a_form_to_mend_is_open_becomes_no_public_name(writers: House, said: str) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    await writers.say(WRITER, f"/hoidap them\n{CARD}")
    before = [*await writers.rows(contact), *await writers.rows(answer)]
    for what in ("contact 1", "answer 1"):
        await writers.press(WRITER, f"fact.edit {what}")
        assert "Xin gửi lại dòng cần sửa" in await writers.ask(WRITER, said)
    assert [*await writers.rows(contact), *await writers.rows(answer)] == before


async def test_a_form_that_is_sent_back_with_what_stood_above_it_is_taken(writers: House) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    (form,) = await writers.press(WRITER, "fact.edit contact 1")
    await writers.say(WRITER, form.text.replace("12 Lê Lợi", "14 Lê Lợi"))
    (row,) = await writers.rows(contact)
    assert (row["name"], row["address"]) == ("Trạm y tế phường", "14 Lê Lợi")


async def test_what_is_written_twice_under_one_name_is_one_line(writers: House) -> None:
    for phone in ("0296 1", "0296 22222"):
        await writers.say(WRITER, f"/danhba them\nTên: Công an phường\nĐiện thoại: {phone}")
    await writers.say(WRITER, "/danhba them\ntên: CÔNG AN PHƯỜNG\nsđt: 0296 333 333")
    assert [row["phone"] for row in await writers.rows(contact)] == ["0296 333 333"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("Điện thoại: 0296 3841 000", "Chưa có tên"),
        ("Tên: Trạm y tế", "chưa có số điện thoại"),
        ("Tên: Trạm y tế\nĐiện thoại: chưa rõ", "chưa phải số điện thoại"),
        ("Tên: " + "a" * 81 + "\nĐiện thoại: 113", "dài quá 80"),
        ("", "chép mẫu"),
    ],
)
async def test_a_form_that_lacks_something_is_answered_with_what(writers: House, form: str, told: str) -> None:
    assert told in await writers.ask(WRITER, f"/danhba them\n{form}")
    assert await writers.rows(contact) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Theo: ", "căn cứ"),
        ("Theo: tin CB-3", "tin nội bộ"),
        ("Trả lời: ", "Chưa có câu trả lời"),
        ("Hỏi: ", "Chưa có câu hỏi"),
        ("Xem lại đến: 01/01/2020", "Ngày xem lại"),
        ("Xem lại đến: 31/02/2027", "Ngày xem lại"),
    ],
)
async def test_an_answer_that_lacks_something_is_answered_with_what(writers: House, line: str, told: str) -> None:
    label = line.partition(":")[0]
    kept = [one for one in CARD.splitlines() if not one.startswith(f"{label}:")]
    assert told in await writers.ask(WRITER, "/hoidap them\n" + "\n".join([*kept, line]))
    assert await writers.rows(answer) == []


@pytest.mark.parametrize("told", ["tin CB-3", "cb 3", "CB3", "CB – 12", "xem thêm Cb.7"])
async def test_no_line_that_everybody_reads_names_a_post_for_cadres(writers: House, told: str) -> None:
    for command, form, labels in (
        ("/danhba", f"{STATION}\nGọi khi cần: sốt", ("Tên", "Điện thoại", "Địa chỉ", "Giờ", "Gọi khi cần")),
        ("/hoidap", CARD, ("Hỏi", "Cách hỏi khác", "Trả lời", "Theo")),
    ):
        for label in labels:
            lines = [f"{one} {told}" if one.startswith(f"{label}:") else one for one in form.splitlines()]
            heard = await writers.ask(WRITER, f"{command} them\n" + "\n".join(lines))
            assert f"nhắc số tin nội bộ ở dòng “{label}”" in heard, heard
    assert [*await writers.rows(contact), *await writers.rows(answer)] == []


async def test_a_form_that_was_refused_may_be_mended_in_the_next_message(writers: House) -> None:
    await writers.press(WRITER, "fact.add contact")
    await writers.say(WRITER, "Tên: Trạm y tế")
    assert "Đã ghi" in await writers.ask(WRITER, STATION)


async def test_a_fact_is_taken_away_after_a_second_tap(writers: House) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    (asked,) = await writers.press(WRITER, "fact.drop contact 1")
    assert len(await writers.rows(contact)) == 1
    await writers.press(WRITER, asked.buttons["Bỏ"])
    assert await writers.rows(contact) == []
    assert "không còn nữa" in (await writers.press(WRITER, asked.buttons["Bỏ"]))[0].text
    assert [row["action"] for row in await writers.rows(audit)][-2:] == ["contact-changed", "contact-removed"]


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CADRE])
async def test_who_may_not_write_writes_nothing(writers: House, role: Role) -> None:
    await writers.join(RESIDENT, role)
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    for data in (
        "fact.add contact",
        "fact.pick contact",
        "fact.edit contact 1",
        "fact.drop.yes contact 1",
        "fact.renew 1",
    ):
        assert "dành cho cán bộ soạn tin" in (await writers.press(RESIDENT, data))[0].text
    assert "dành cho cán bộ soạn tin" in await writers.ask(RESIDENT, f"/danhba them\n{POWER}")
    assert "Thêm" not in (await writers.say(RESIDENT, "/danhba"))[0].buttons
    assert len(await writers.rows(contact)) == 1


async def test_forged_buttons_do_nothing(writers: House) -> None:
    for data in (
        "fact.add",
        "fact.add nguoi",
        "fact.edit contact",
        "fact.edit contact x",
        "fact.drop.yes answer 7",
        "fact.agree",
    ):
        heard = await writers.press(WRITER, data)
        assert "trục trặc" not in heard[0].text


# --- a worksheet --------------------------------------------------------------------------------------------------


async def test_a_worksheet_is_taken_row_by_row_and_its_bad_rows_are_told(writers: House) -> None:
    await writers.press(WRITER, "fact.add contact")
    rows = workbook(
        ("DANH BẠ PHƯỜNG", "", ""),
        ("Đơn vị", "Số điện thoại", "Phụ trách"),
        ("Trạm y tế", "2963841115", "tiêm chủng"),
        ("", "0296 1", "không tên"),
        ("Nhà văn hóa", "", ""),
        ("Trạm y tế", "0296 9", "hai lần"),
        ("Công an", "0296 3841 113", ""),
    )
    await writers.send_file(WRITER, rows, name="danh-ba.xlsx")
    (heard,) = await writers.work()
    assert "Đã ghi vào danh bạ: Trạm y tế; Công an." in heard.text
    assert "3 dòng chưa ghi được" in heard.text
    assert "“0296 1”: Chưa có tên" in heard.text
    assert "“Nhà văn hóa”: “Nhà văn hóa” chưa có số điện thoại" in heard.text
    assert [row["phone"] for row in await writers.rows(contact)] == ["02963841115", "0296 3841 113"]


async def test_a_file_without_a_head_or_of_another_kind_is_refused_and_nothing_is_lost(writers: House) -> None:
    await writers.say(WRITER, f"/danhba them\n{STATION}")
    for content, told in (
        (workbook(("a", "b"), ("c", "d")), "Hàng đầu của bảng cần có"),
        (b"", "trống"),
        (b"\xff\xd8\xff\xe0 anh", "ảnh"),
        (b"PK\x03\x04 hong", "hỏng"),
    ):
        await writers.press(WRITER, "fact.add contact")
        heard = [*await writers.send_file(WRITER, content, name="tep.xlsx"), *await writers.work()]
        assert told in "\n".join(one.text for one in heard)
    assert len(await writers.rows(contact)) == 1


# --- answers grow old ---------------------------------------------------------------------------------------------


async def test_after_its_day_an_answer_is_said_to_be_looked_at_and_its_author_is_asked_once(writers: House) -> None:
    house = writers
    await house.say(WRITER, f"/hoidap them\n{CARD}\nXem lại đến: 25/11/2026")
    house.clock.moment = datetime(2026, 11, 25, 12, tzinfo=UTC)
    await house.dues.run_once()
    assert await house.notices(WRITER) == []
    house.clock.moment = datetime(2026, 11, 25, 19, tzinfo=UTC)  # 2:00 of the 26th in Vietnam
    assert "đang xem lại" in await house.ask(RESIDENT, "làm căn cước")
    await house.dues.run_once()
    assert await house.notices(WRITER) == []
    house.clock.moment = datetime(2026, 11, 26, 1, tzinfo=UTC)
    for _ in range(3):
        await house.dues.run_once()
    (asked,) = await house.notices(WRITER)
    assert "Còn đúng không" in asked.text
    await house.press(WRITER, asked.buttons["Còn đúng"])
    assert "đang xem lại" not in await house.ask(RESIDENT, "làm căn cước")
    await house.dues.run_once()
    assert await house.notices(WRITER) == []


async def test_an_answer_whose_author_left_is_brought_to_the_admins(writers: House) -> None:
    house = writers
    await house.say(WRITER, f"/hoidap them\n{CARD}\nXem lại đến: 25/11/2026")
    await house.press(WRITER, "privacy.erase")
    house.clock.moment = datetime(2026, 11, 27, 3, tzinfo=UTC)
    await house.dues.run_once()
    (asked,) = await house.notices(ADMIN)
    (form,) = await house.press(ADMIN, asked.buttons["Sửa"])
    assert "Trả lời: Chỉ cần mang" in form.text
    await house.say(ADMIN, "Trả lời: Chỉ cần mang căn cước cũ.")
    assert "đang xem lại" not in await house.ask(RESIDENT, "làm căn cước")


async def test_everything_works_where_there_are_no_buttons(writers: House) -> None:
    house = writers
    await house.say(WRITER, f"/danhba them\n{STATION}")
    await house.say(WRITER, f"/hoidap them\n{CARD}")
    assert "0296 3841 115" in await house.ask(RESIDENT, "danh ba", route=ZALO)
    assert "hỏi đáp 1" in await house.ask(RESIDENT, "hoi dap", route=ZALO)
