"""What a writer sees: writing a post in all the ways there are, its panel, its fields, and the list of drafts."""

from tests.golden.cast import MEETING, NOTICE, REPORT, STORM, bay, lan, minh, phuc, tu
from tests.golden.stage import Stage
from tests.unit.reading.documents import sheets
from tests.ward import SEED

PAPER = """ỦY BAN NHÂN DÂN
PHƯỜNG MỸ BÌNH
Số: 41/TB-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mỹ Bình, ngày 20 tháng 11 năm 2026

THÔNG BÁO
V/v phun thuốc diệt muỗi

Trạm Y tế phường phun thuốc tại khóm 3 từ 14 giờ đến 16 giờ ngày 25/11/2026.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An"""


async def test_a_notice_is_written_and_goes_out(stage: Stage) -> None:
    writer, _, _ = await phuc(stage), await tu(stage), await bay(stage)
    with stage.card("preview"):
        await writer.says(f"/dangtin {NOTICE}")
    with stage.card("scheduled"):
        await writer.presses("Đăng")
    with stage.card("undone"):
        await writer.presses("Hoàn tác")
    with stage.card("undone-by-word"):
        await writer.presses("Đăng")
        await writer.says("khoan đã")
    old = writer.phone.last
    await writer.says("/nhap")
    await writer.presses("Mở 1")
    await writer.presses("Khẩn")
    with stage.card("still_at"):
        await writer.says("hủy")
    with stage.card("draft_changed"):
        await writer.presses_old(old, "Đăng")
    with stage.card("preview_below", bare=False):
        await writer.presses("Khẩn")
    await writer.presses("Đăng")
    with stage.card("published"):
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("refusal-published"):
        await writer.presses_forged("post.show 1")


async def test_a_press_that_waited_while_the_bot_was_off_is_asked_about(stage: Stage) -> None:
    writer, _ = await phuc(stage), await tu(stage)
    stage.house.alive = False
    await writer.writes(NOTICE)
    await stage.wait("3 hours pass, in which the bot is off", hours=3)
    with stage.card("ask_again"):
        with stage.delayed(hours=3):
            await writer.presses("Đăng")
        await writer.presses("Vẫn làm")


async def test_a_notice_is_tried_and_its_end_changed(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.says(f"/dangtin {NOTICE}")
    with stage.card("trial"):
        await writer.presses("Gửi thử cho tôi")
    await writer.presses("Sửa")
    with stage.card("ask_when"):
        await writer.presses("Thời gian, địa điểm")
    with stage.card("preview-own-lines"):
        await writer.says("Địa điểm: hẻm 47, từ đầu hẻm đến chợ\nCần làm: tắt cầu dao trước 8 giờ")
    await writer.presses("Sửa")
    with stage.card("ask_end"):
        await writer.presses("Lúc kết thúc")
        await writer.says("không")


async def test_an_official_paper_is_told_without_its_frame(stage: Stage) -> None:
    writer, admin = await phuc(stage), await minh(stage)
    await admin.says("/khuvuc them Khóm 2")
    await admin.says("/khuvuc them Khóm 3")
    with stage.card("panel-paper"):
        await writer.says(f"/dangtin {PAPER}")
        await writer.presses("+ Khóm 3")
        await writer.presses("Gửi nguyên văn")
    with stage.card("panel-storm"):
        await writer.says("/dangtin KHẨN: BÃO SỐ 14 ĐỔ BỘ ĐÊM NAY\n\nCác hộ ven sông di dời ngay đến Trường Lê Lợi.")
    with stage.card("panel-giao-ban"):
        await writer.says("/dangtin Họp giao ban cán bộ\n\n8 giờ ngày 30/11/2026 tại phòng họp số 2.")


async def test_doubts_are_ticked_one_by_one(stage: Stage) -> None:
    writer, _, _ = await phuc(stage), await lan(stage), await tu(stage)
    with stage.card("preview-digest"):
        await writer.says(f"/dangtin {SEED_LONG}")
    with stage.card("refusal-doubts"):
        await writer.presses("Đăng")
    with stage.card("panel-ticked"):
        await writer.presses("☐ 1")


async def test_a_text_with_personal_data_is_held(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("panel-held"):
        await writer.says(f"/dangtin {NOTICE} Ông An, số căn cước 089160012345.")
        await writer.presses("Đăng")


async def test_every_field_is_changed(stage: Stage) -> None:
    writer, admin = await phuc(stage), await minh(stage)
    await writer.says(f"/dangtin {REPORT}")
    with stage.card("what_to_change"):
        await writer.presses("Sửa")
    with stage.card("ask_title"):
        await writer.presses("Tiêu đề")
        await writer.says("Báo cáo sáu tháng")
    await writer.presses("Sửa")
    with stage.card("ask_date"):
        await writer.presses("Ngày")
        await writer.says("08/07/2026")
    await writer.presses("Sửa")
    with stage.card("ask_kind"):
        await writer.presses("Loại tin")
        await writer.presses("Nghị quyết")
    await writer.presses("Sửa")
    with stage.card("ask_replacement"):
        await writer.presses("Thay một chỗ")
        await writer.says("87,4% => 78,4%")
    await writer.presses("Sửa")
    with stage.card("ask_figures"):
        await writer.presses("Số liệu")
        await writer.says("2 1")
        await writer.presses("Sửa")
        await writer.presses("Số liệu")
        await writer.says("1: Thu 6 tháng mới đạt 78,4% dự toán")
    await writer.presses("Sửa")
    with stage.card("cancelled-draft"):
        await writer.presses("Thay một chỗ")
        await writer.says("hủy")
    with stage.card("choose_topics_of_drafts"):
        await writer.presses("Chủ đề")
        await writer.presses("☐ Họp–báo cáo")
        await writer.presses("Xong")
    with stage.card("choose_post_areas-none"):
        await writer.presses("Khu vực")
    await admin.says("/khuvuc them Khóm 3")
    with stage.card("choose_post_areas"):
        await writer.presses("Quay lại")
        await writer.presses("Khu vực")
        await writer.presses("☐ Khóm 3")
        await writer.presses("Xong")
    with stage.card("panel-cadres"):
        await writer.presses("Đối tượng")
    await writer.presses("Sửa")
    with stage.card("ask_text-instead"):
        await writer.presses("Nội dung")
    with stage.card("collecting_stopped-draft", bare=False):
        await writer.presses("Hủy")
    with stage.card("dropped"):
        await writer.presses("Xem bản nháp")
        await writer.presses("Hủy")
    with stage.card("drafts-dropped"):
        await writer.says("/nhap")
        await writer.presses("Hoàn tác 1")


async def test_a_text_is_collected_in_parts(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("ask_text"):
        await writer.says("/dangtin")
    with stage.card("nothing_collected"):
        await writer.says("xong")
    with stage.card("collected"):
        await writer.says("Thông báo cúp điện")
        await writer.says("Điện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.")
    with stage.card("still_collecting"):
        await writer.says("/nhap")
    with stage.card("collected_enough", bare=False):
        await writer.presses("Xong")
    await writer.says("/dangtin")
    with stage.card("collecting_stopped", bare=False):
        await writer.presses("Hủy")
    await writer.says("/dangtin")
    with stage.card("cancelled"):
        await writer.says("hủy")
        await writer.says("/dangtin")
        await stage.wait("10 minutes pass", minutes=10, seconds=1)
    with stage.card("collected-by-the-clock"):
        await writer.says("/dangtin")
        await writer.says(MEETING)
        await stage.wait("10 minutes pass", minutes=10, seconds=1)
    with stage.card("reading_now"):
        await writer.says("/dangtin http://127.0.0.1/tin")


async def test_what_was_typed_is_not_lost_with_one_word(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.says("/dangtin")
    await writer.says(MEETING)
    with stage.card("ask_give_up"):
        await writer.says("hủy")
        await writer.says("hủy")


async def test_a_sheet_of_a_workbook_is_chosen(stage: Stage) -> None:
    stage.needs_telegram()
    writer = await phuc(stage)
    with stage.card("ask_sheet"):
        await writer.sends_file("thu chi.xlsx", sheets({"Thu": [["Thu phí", 12]], "Chi": [["Chi lương", 34]]}))
        await writer.presses("Chi")


async def test_an_everyday_notice_is_asked_for(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.says("/dangtin")
    with stage.card("ask_template"):
        await writer.presses("Cúp điện")
        await writer.says("hẻm 47, khóm 3")
        await writer.says("7h30 đến 11h ngày 25/11/2026")
        await writer.says("bỏ qua")


async def test_a_question_that_was_left_alone_says_so_kindly(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.says("/dangtin")
    await writer.presses("Khẩn: bão")
    with stage.card("template_given_up"):
        await stage.wait("an hour passes", minutes=61)
    await writer.says("/dangtin")
    await writer.presses("Khẩn: bão")
    await writer.says("Bão số 13, gió giật cấp 11")
    with stage.card("template_unfinished"):
        await stage.wait("an hour passes", minutes=61)
    await writer.presses("Sửa")
    await writer.presses("Tiêu đề")
    await stage.wait("an hour passes", minutes=61)
    with stage.card("too_late_to_answer"):
        await writer.says("Bão số 13 vào đêm nay")
        await writer.presses("Dùng câu này")


async def test_the_hour_is_chosen(stage: Stage) -> None:
    writer, _ = await phuc(stage), await tu(stage)
    await writer.says(f"/dangtin {NOTICE}")
    with stage.card("ask_hour"):
        await writer.presses("Hẹn giờ")
        await writer.says("khi nào rảnh")
    with stage.card("confirm_hour-past"):
        await writer.says("8h sáng nay")
        await writer.presses("Chọn giờ khác")
    with stage.card("confirm_hour-night"):
        await writer.says("23h đêm nay")
        await writer.presses("Chọn giờ khác")
    with stage.card("confirm_hour"):
        await writer.says("8h sáng mai")
    with stage.card("scheduled-hour"):
        await writer.presses("Hẹn giờ này")
    with stage.card("still_waits"):
        await writer.says("hoàn tác")
    with stage.card("what_to_change-scheduled"):
        await writer.says("/nhap")
        await writer.presses("Mở 1")
        await writer.presses("Sửa")
    with stage.card("held"):
        await stage.wait("24 hours pass, in which the machine stands still", hours=24, minutes=31)


async def test_a_notice_is_pasted_without_a_command(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("ask_stop"):
        await writer.says("dừng lại")
    with stage.card("offer_post"):
        await writer.says(NOTICE)
        await writer.presses("Soạn tin")
    await writer.presses("Hẹn giờ")
    with stage.card("offer_post-asked"):
        await writer.says(NOTICE)
    with stage.card("offer_declined"):
        await writer.presses("Thôi")


async def test_the_card_with_the_hour_is_mended_once_it_went_out(stage: Stage) -> None:
    writer, _ = await phuc(stage), await tu(stage)
    await writer.says(f"/dangtin {NOTICE}")
    await writer.presses("Hẹn giờ")
    await writer.says("9h hôm nay")
    await writer.presses("Hẹn giờ này")
    with stage.card("told_out", bare=False):
        await stage.wait("30 minutes pass", minutes=30)


async def test_drafts_are_listed(stage: Stage) -> None:
    writer, approver = await phuc(stage), await lan(stage)
    with stage.card("drafts-none"):
        await writer.says("/nhap")
    await writer.writes(REPORT)
    await writer.presses("Đăng")
    await stage.wait("90 minutes pass", minutes=90)
    await writer.says(f"/dangtin {NOTICE}")
    await writer.presses("Hẹn giờ")
    await writer.says("8h sáng mai")
    await writer.presses("Hẹn giờ này")
    await writer.writes(STORM)
    await writer.presses("Khẩn")
    await writer.presses("Đăng")
    await writer.presses("Đăng ngay, duyệt sau")
    await writer.presses("Đăng ngay")
    await writer.says(f"/dangtin {MEETING}")
    with stage.card("drafts"):
        await writer.says("/nhap")
        await approver.says("/nhap")


SEED_LONG = "\n".join(
    [
        SEED,
        *(
            f"Bà con khóm {number} góp ý về đường hẻm, đèn đường, nước sạch, rác thải và giờ họp tổ dân phố, "
            "mong phường trả lời sớm từng việc một cho bà con yên tâm làm ăn."
            for number in range(1, 13)
        ),
    ]
)
"""Too long for one push."""
