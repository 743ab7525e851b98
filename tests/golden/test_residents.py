"""What residents see: first words, subscribing, choosing, asking, what is kept of them."""

import re

import pytest

from tests.golden.cast import MEETING, NOTICE, REPORT, lan, minh, nam, phuc, tu
from tests.golden.stage import Actor, Stage


async def test_a_resident_comes_and_subscribes(stage: Stage) -> None:
    ong = nam(stage)
    with stage.card("welcome"):
        await ong.says("/start")
    with stage.card("help_page"):
        await ong.says("trợ giúp")
    with stage.card("every_command"):
        await ong.presses("Xem tất cả lệnh")
    with stage.card("not_drawn"):
        await ong.says("bieu do")
    with stage.card("post_list-nothing"):
        await ong.says("tin mới")
    with stage.card("scoreboard-nothing"):
        await ong.says("chi tieu")
    with stage.card("results-nothing"):
        await ong.says("ket qua")
    with stage.card("ask_consent"):
        await ong.says("dang ky")
    with stage.card("subscribed"):
        await ong.presses("Đồng ý")
    with stage.card("choose_topics_of_people"):
        await ong.presses("☑ Y tế")
        await ong.says("/chude")
    with stage.card("choices_saved"):
        await ong.presses("Xong")
    with stage.card("already_subscribed"):
        await ong.says("/dangky")
    with stage.card("welcome-subscribed"):
        await ong.says("/start")
    with stage.card("help_page-subscribed"):
        await ong.says("/trogiup")


async def test_a_resident_stops_and_is_erased(stage: Stage) -> None:
    ba = await tu(stage)
    with stage.card("ask_unsubscribe"):
        await ba.says("/ngung cấp nước ngày nào?")
    with stage.card("unsubscribed"):
        await ba.presses("Ngừng nhận tin")
        await ba.says("ngừng")
    with stage.card("choices_saved-not-subscribed"):
        await ba.says("/chude")
        await ba.presses("Xong")
    await ba.says("/dangky")
    await ba.presses("Đồng ý")
    with stage.card("privacy"):
        await ba.says("riêng tư")
    if stage.platform.channel.capabilities.files_out:
        with stage.card("privacy_file"):
            await ba.presses("Tải về")
    with stage.card("ask_erase"):
        await ba.presses("Xóa hết")
    with stage.card("privacy-kept"):
        await ba.presses("Giữ lại")
    with stage.card("erased"):
        await ba.presses("Xóa hết")
        await ba.presses("Xóa hết")


async def test_a_resident_chooses_where_they_live(stage: Stage) -> None:
    ba = await tu(stage)
    with stage.card("choose_areas-none"):
        await ba.says("/khuvuc")
    admin = await minh(stage)
    await admin.says("/khuvuc them Khóm 3 = Ấp Đông, Tổ 5")
    await admin.says("/khuvuc them Khóm 4")
    with stage.card("choose_areas"):
        await ba.says("khu vuc")
        await ba.presses("☐ Khóm 3")
    with stage.card("privacy-chosen"):
        await ba.says("/riengtu")


async def test_a_resident_is_not_understood(stage: Stage) -> None:
    ba, ong, writer = await tu(stage), nam(stage), await phuc(stage)
    with stage.card("suggestions"):
        await ba.says("/tinmoii")
        await ba.says("/lich cup dien")
    with stage.card("unclear"):
        await ba.says("😀")
        await ba.says("??")
    with stage.card("nothing_to_cancel"):
        await ba.says("hủy")
        await writer.says("hủy")
    with stage.card("only_text"):
        await ba.sends_photo(b"\xff\xd8\xff\xe0 1")
    with stage.card("message_too_long"):
        await ba.says_too_much()
    with stage.card("stale_button", bare=False):
        await ba.presses_forged("old.button 12")
    with stage.card("refusal-read"):
        await ba.says("đọc 12")
        await ba.says("tìm")
        await ba.says("lịch sử")
        await ba.says("tệp 9")
        await ba.says("/batdau ABCDEFGHJK")
        await ba.says("/dangtin Mai nghỉ")
        await ba.says("/nhansu")
    with stage.card("acknowledged"):
        await ba.says("vâng ạ")
        await ong.says("ok")
        await writer.says("dạ")


async def test_a_resident_is_in_danger(stage: Stage) -> None:
    ba = await tu(stage)
    with stage.card("emergency"):
        await ba.says("cháy nhà ông Sáu hẻm 12 rồi")
        await ba.says("co nguoi bi dien giat voi lai chay nha")


WARNING = """Thông báo cảnh giác lừa đảo

Ngày 23/11/2026, công an phường nhắc bà con không đọc mã OTP cho người lạ."""


async def tells_of_a_fraud(ba: Actor, writer: Actor, first: str, second: str) -> None:
    """Before the ward has warned of it, and after."""
    await ba.says(first)
    await writer.publishes(WARNING)
    await writer.says("/danhba them\nTên: Công an phường\nĐiện thoại: 0296 3841 113\nGiờ: trực ngày đêm")
    await ba.says(second)


async def test_a_resident_was_cheated(stage: Stage) -> None:
    ba, writer = await tu(stage), await phuc(stage)
    with stage.card("cheated"):
        await tells_of_a_fraud(ba, writer, "bi lua dao mat tien", "tôi mới bị lừa chuyển khoản 5 triệu")


async def test_a_resident_is_being_cheated(stage: Stage) -> None:
    ba, writer = await tu(stage), await phuc(stage)
    asked = "số lạ gọi nói con tui nằm cấp cứu, kêu chuyển tiền mổ"
    with stage.card("lured"):
        await tells_of_a_fraud(ba, writer, asked, "có người xưng công an gọi biểu đọc mã otp")


async def test_a_resident_talks_as_to_a_person(stage: Stage) -> None:
    ba = await tu(stage)
    with stage.card("greeted"):
        await ba.says("alo")
    with stage.card("welcome_to_it"):
        await ba.says("cám ơn nhiều nghen")
    with stage.card("calm"):
        await ba.says("đồ ngu")
    with stage.card("mistake"):
        await ba.says("xóa tin 1")
    with stage.card("which_is_wrong"):
        await ba.says("báo lỗi")


async def test_a_mistake_of_ours_is_apologised_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ba = await tu(stage)

    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(type(stage.house.router), "command", broken)
    with stage.card("apology"):
        await ba.says("/moinhat")


async def test_residents_ask_about_what_was_published(stage: Stage) -> None:
    writer, approver = await phuc(stage), await lan(stage)
    for number in range(1, 4):
        await writer.publishes(NOTICE.replace("25/11", f"{24 + number}/11"))
    await writer.publishes(NOTICE.replace("Thông báo", "Nhắc lịch"), "Đối tượng")
    await writer.publishes(MEETING)
    await writer.writes(REPORT)
    await writer.presses("Đăng")
    await approver.presses("Duyệt")
    await stage.wait("15 seconds pass", seconds=15)
    await writer.publishes(NOTICE.replace("cúp điện", "cúp nước"))
    ong = nam(stage)
    with stage.card("post_list"):
        await ong.says("tin moi")
        await ong.presses("Cũ hơn ›")
        await ong.says("/moinhat @50")
    with stage.card("post_list-cadre"):
        await writer.says("/moinhat")
        await writer.says("/moinhat @4")
    with stage.card("post_list-meetings"):
        await ong.says("/hop")
    with stage.card("full"):
        await ong.says("đọc 1")
        await ong.says("tin so 5")
    with stage.card("full-cadre"):
        await writer.says("doc cb 1")
        await ong.says("doc cb 1")
    with stage.card("search_results"):
        await ong.says("tim cup dien")
        await ong.says("tim tau vu tru")
    with stage.card("answered"):
        await ong.says("khi nào cúp điện vậy")
        await ong.says("ngan sach dat bao nhieu")
    with stage.card("answered-elsewhere"):
        await ong.says("khom 4 co cup dien khong")
        await ong.says("mốt có cúp nước không")
        await ong.says("hop khom 3 o dau")
    with stage.card("nothing_known"):
        await ong.says("gia vang hom nay")
    with stage.card("complaint"):
        await ong.says("rác cả tuần không ai dọn")
    with stage.card("scoreboard-tally"):
        await ong.says("chỉ tiêu")
    with stage.card("results"):
        await ong.says("kết quả")
        await ong.says("ket qua lua gao")
        await ong.says("ket qua ngan sach")
    with stage.card("figure_in_post", bare=False):
        await ong.presses("Xem 1")
    with stage.card("sample_follows"):
        await ong.says("/dangky")
        await ong.presses("Đồng ý")
    await ong.says("/ngung")
    with stage.card("sample_known"):
        await ong.says("/dangky")
        await ong.presses("Đồng ý")


async def test_a_resident_asks_whether_a_message_is_the_wards(stage: Stage) -> None:
    ba, writer = await tu(stage), await phuc(stage)
    await writer.publishes(NOTICE)
    await stage.pause(minutes=1)
    code = re.findall(r"mã ([A-Z2-9]{4})", ba.phone.last.text)[0]
    with stage.card("ask_code"):
        await ba.says("xac minh")
    with stage.card("verified"):
        await ba.says(f"xác minh mã {code}")
    with stage.card("verified-not"):
        await ba.says("/xacminh 0000")
    await writer.says("/thuhoi 1 nhầm ngày")
    await writer.presses("Thu hồi")
    await stage.pause(minutes=1)
    with stage.card("verified-withdrawn"):
        await ba.says(f"/xacminh mã {code}")
