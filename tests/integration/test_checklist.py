"""The checklist thinks along: it proposes, says when a post ends, and leaves out what residents need not read."""

import pytest

from bot.domain.people import Role
from bot.storage.tables import post
from tests.integration.approving import WRITER, fire, strict_ward
from tests.unit.reading.test_frame import COPIES, HEAD, SIGNED, TEXT, TITLE
from tests.ward import NOTICE, After, House

PAPER = HEAD + TITLE + TEXT + COPIES + SIGNED
TWO_DAYS = """Thông báo tiêm vắc xin sởi

Ngày 30/11/2026 từ 15g38 đến 17g40 tại Trạm Y tế phường.
Ngày 12/12: từ 7g30 - 10g30 tại nhà văn hóa khóm 3."""


@pytest.fixture
def ward(after: After) -> House:
    return after(strict_ward)


# --- proposals ----------------------------------------------------------------------------------------------------


async def test_what_the_text_proposes_is_chosen_with_one_tap_each(ward: House) -> None:
    for name in ("Khóm 2", "Khóm 3", "Khóm 5"):
        await ward.say("1001", f"/khuvuc them {name}")
    heard = await ward.say(WRITER, f"/post {NOTICE.replace('hẻm 47', 'khóm 2 và khóm 3')}")
    assert "Bot đề nghị: chủ đề Điện–nước · khu vực Khóm 2, Khóm 3." in heard[-1].text
    assert "Chủ đề: không chọn" in heard[-1].text
    heard = await ward.press(WRITER, heard[-1].buttons["+ Điện–nước"])
    heard = await ward.press(WRITER, heard[-1].buttons["+ Khóm 2, Khóm 3"])
    assert "Chủ đề: Điện–nước · Khu vực: Khóm 2, Khóm 3" in heard[-1].text
    assert "đề nghị" not in heard[-1].text
    assert not [label for label in heard[-1].buttons if label.startswith("+")]


async def test_a_proposal_that_is_pressed_twice_or_too_late_changes_nothing(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    data = heard[-1].buttons["+ Điện–nước"]
    await ward.press(WRITER, data)
    heard = await ward.press(WRITER, data)
    assert "Chủ đề: Điện–nước" in heard[-1].text
    number = data.split()[1]
    heard = await ward.press(WRITER, f"post.propose {number} areas")
    assert "Khu vực:" not in heard[-1].text.split("Đối tượng:")[1]


async def test_a_storm_is_asked_about_and_marked_urgent_has_no_topic_proposed(ward: House) -> None:
    storm = "KHẨN: BÃO SỐ 14 ĐỔ BỘ ĐÊM NAY\n\nCác hộ ven sông di dời ngay đến Trạm Y tế phường, tránh cúp điện."
    heard = await ward.say(WRITER, f"/post {storm}")
    assert "Đánh dấu tin khẩn? Bài có chữ “khẩn”, “bão số 14”, “di dời”." in heard[-1].text
    heard = await ward.press(WRITER, heard[-1].buttons["Khẩn"])
    assert "Đánh dấu tin khẩn?" not in heard[-1].text
    assert "đề nghị" not in heard[-1].text


async def test_a_message_meant_for_a_colleague_is_doubted_before_it_goes_out(ward: House) -> None:
    heard = await ward.say(WRITER, "/post chi oi gui giup em cai nay")
    assert "Chữ không có dấu" in heard[-1].text
    assert "Còn 1 chỗ chưa xác nhận" in (await ward.press(WRITER, heard[-1].buttons["Đăng"]))[-1].text


# --- when it ends -------------------------------------------------------------------------------------------------


async def ends_at(ward: House) -> str:
    (row,) = await ward.rows(post)
    return f"{row['expires_at']:%d/%m %H:%M}" if row["expires_at"] else ""


async def test_a_post_of_two_sessions_ends_with_the_last_and_says_so_before(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {TWO_DAYS}")
    assert "Tự kết thúc: 10:30 thứ Bảy, ngày 12/12/2026" in heard[-1].text
    await ward.press(WRITER, (await ward.tick(WRITER, heard))[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    assert await ends_at(ward) == "12/12 03:30"


@pytest.mark.parametrize(
    ("typed", "told", "expires"),
    [
        ("10h30 ngày 15/12/2026", "Tự kết thúc: 10:30 thứ Ba, ngày 15/12/2026", "15/12 03:30"),
        ("15/12/2026", "Tự kết thúc: 23:59 thứ Ba, ngày 15/12/2026", "15/12 16:59"),
        ("khong", "Tự kết thúc: không", ""),
    ],
)
async def test_the_end_is_changed_by_hand_and_outlives_other_changes(
    ward: House, typed: str, told: str, expires: str
) -> None:
    heard = await ward.say(WRITER, f"/post {TWO_DAYS}")
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} end")
    assert "Chưa đọc được giờ kết thúc" in await ward.ask(WRITER, "hôm nào đó")
    assert "Lúc ấy đã qua rồi" in await ward.ask(WRITER, "8h ngày 01/11/2026")
    heard = await ward.say(WRITER, typed)
    assert told in heard[-1].text
    heard = await ward.press(WRITER, f"post.kind {number} announcement")
    await ward.press(WRITER, f"post.edit {number} piece")
    heard = await ward.say(WRITER, "khóm 3 => khóm 5")
    assert told in heard[-1].text
    await ward.press(WRITER, (await ward.tick(WRITER, heard))[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    assert await ends_at(ward) == expires
    heard = await ward.say(WRITER, "/dinhchinh 1 khóm 5 => khóm 2")
    assert told in heard[-1].text


# --- what residents need not read -----------------------------------------------------------------------------------


async def test_letterhead_and_signature_are_left_out_and_one_tap_brings_them_back(ward: House) -> None:
    exact, panel = await ward.say(WRITER, f"/post {PAPER}")
    for piece in ("CỘNG HÒA", "41/TB-UBND", "Nơi nhận", "Nguyễn Văn An"):
        assert piece not in exact.text
    assert "✂️ Lược bớt khi gửi: “ỦY BAN NHÂN DÂN”; “PHƯỜNG LỘC AN”; “Số: 41/TB-UBND” và" in panel.text
    heard = await ward.press(WRITER, panel.buttons["Gửi nguyên văn"])
    assert "Nơi nhận" in heard[-2].text
    for piece in ("CỘNG HÒA", "41/TB-UBND", "Nguyễn Văn An"):
        assert piece in heard[-2].text
    number = panel.buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} piece")
    heard = await ward.say(WRITER, "05/12/2026 => 06/12/2026")
    assert "Nơi nhận" in heard[-2].text
    heard = await ward.press(WRITER, heard[-1].buttons["Lược đầu, cuối"])
    assert "Nơi nhận" not in heard[-2].text
    assert "41/TB-UBND" not in heard[-2].text


async def test_who_reads_the_whole_text_sees_all_of_it(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {PAPER}")
    await ward.press(WRITER, (await ward.tick(WRITER, heard))[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    (whole,) = await ward.say("20", "/read 1")
    assert "Nơi nhận" in whole.text
    assert "41/TB-UBND" in whole.text


async def test_a_pasted_table_comes_as_lines(ward: House) -> None:
    table = "Quà Tết\n\nSTT\tKhóm\tSố suất\n1\tKhóm 1\t12 suất\n2\tKhóm 2\t9 suất"
    heard = await ward.say(WRITER, f"/post {table}")
    assert "Khóm – Số suất\n1. Khóm 1 – 12 suất\n2. Khóm 2 – 9 suất" in heard[0].text
    assert not [one for one in heard if "\t" in one.text]


async def test_a_table_that_is_a_schedule_is_told_once(ward: House) -> None:
    table = "STT\tKhóm\tNgày\n1\tKhóm 1\t03/12/2026\n2\tKhóm 2\t04/12/2026"
    (exact, *_) = await ward.say(WRITER, f"/post Lịch phun thuốc\n\n{table}\n\nBà con che đậy thức ăn.")
    assert "🕒 Thời gian:\n• Khóm 1 – 03/12/2026\n• Khóm 2 – 04/12/2026\n" in exact.text
    assert exact.text.count("Khóm 1") == exact.text.count("03/12/2026") == 1
    assert "Khóm – Ngày" not in exact.text
    assert "che đậy thức ăn" in exact.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Họp giao ban cán bộ\n\n8 giờ ngày 30/11/2026 tại phòng họp ủy ban phường.", "họp giao ban cán bộ"),
        ("Giấy mời\n\nMời các đồng chí dự họp lúc 8 giờ ngày 30/11/2026 tại hội trường.", "mời các đồng chí"),
    ],
)
async def test_a_meeting_of_cadres_is_asked_about_and_goes_to_everyone_unless_its_writer_says_no(
    ward: House, text: str, words: str
) -> None:
    heard = await ward.say(WRITER, f"/post {text}")
    assert f"Chỉ gửi cho cán bộ? Bài có chữ “{words}”" in heard[-1].text
    assert "Đối tượng: mọi người" in heard[-1].text
    heard = await ward.press(WRITER, heard[-1].buttons["Đối tượng"])
    assert "Đối tượng: chỉ cán bộ" in heard[-1].text
    assert "Chỉ gửi cho cán bộ?" not in heard[-1].text


async def test_the_real_message_is_sent_to_the_author_alone(ward: House) -> None:
    await ward.join("20", subscribed=True)
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    (trial,) = await ward.press(WRITER, heard[-1].buttons["Gửi thử cho tôi"])
    assert trial.text == heard[0].text
    assert trial.row.chat_id == WRITER
    await ward.join("30", Role.WRITER)
    (refused,) = await ward.press("30", heard[-1].buttons["Gửi thử cho tôi"])
    assert "cúp điện" not in refused.text


# --- what was set by hand ---------------------------------------------------------------------------------------------


async def test_another_text_keeps_the_title_kind_and_day_that_were_set(ward: House) -> None:
    heard = await ward.say(WRITER, "/post Mời họp\n\nHọp khóm 3 lúc 19 giờ ngày 25/11/2026 tại nhà văn hóa.")
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} title")
    await ward.say(WRITER, "Họp khóm 3 bàn làm đường")
    await ward.press(WRITER, f"post.kind {number} meeting")
    await ward.press(WRITER, f"post.edit {number} date")
    await ward.say(WRITER, "26/11/2026")
    await ward.press(WRITER, f"post.edit {number} text")
    await ward.say(WRITER, NOTICE)
    await ward.say(WRITER, "xong")
    exact, panel = await ward.work()
    assert exact.text.splitlines()[1] == "Họp khóm 3 bàn làm đường"
    assert "Loại: Họp, hội nghị" in panel.text
    assert "Ngày: 26/11/2026" in panel.text
    assert "hẻm 47" in exact.text


async def test_what_was_only_read_is_read_anew_from_another_text(ward: House) -> None:
    heard = await ward.say(WRITER, "/post Mời họp\n\nHọp khóm 3 lúc 19 giờ ngày 25/11/2026 tại nhà văn hóa.")
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} text")
    await ward.say(WRITER, "Thông báo cúp nước\n\nCúp nước hẻm 9 từ 8 giờ đến 11 giờ ngày 28/11/2026.")
    await ward.say(WRITER, "xong")
    exact, panel = await ward.work()
    assert exact.text.splitlines()[1] == "Thông báo cúp nước"
    assert "Ngày: 28/11/2026" in panel.text
