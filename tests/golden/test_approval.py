"""What a writer and those who approve see of each other."""

from bot.domain.people import Role
from tests.golden.cast import NOTICE, REPORT, STORM, lan, minh, phuc, tu
from tests.golden.stage import Stage


async def test_a_report_is_agreed_to(stage: Stage) -> None:
    writer, approver, _ = await phuc(stage), await lan(stage), await tu(stage)
    await writer.writes(REPORT)
    with stage.card("submitted"):
        await writer.presses("Đăng")
    with stage.card("reminder"):
        await stage.wait("20 minutes pass", minutes=20)
    with stage.card("what_to_change-anothers"):
        await approver.presses("Xem và duyệt")
        await approver.presses("Sửa")
        await approver.presses("Quay lại")
    with stage.card("told_approved"):
        await approver.presses("Duyệt")
    with stage.card("published-approved"):
        await stage.wait("15 seconds pass", seconds=15)


async def test_the_author_is_told_that_approvers_were_reminded(stage: Stage) -> None:
    writer, _ = await phuc(stage), await lan(stage)
    await writer.writes(REPORT)
    await writer.presses("Đăng")
    with stage.card("reminded"):
        await stage.wait("20 minutes pass", minutes=20)


async def test_a_report_is_taken_back_before_anybody_agreed(stage: Stage) -> None:
    writer, _ = await phuc(stage), await lan(stage)
    await writer.writes(REPORT)
    await writer.presses("Đăng")
    await writer.says("/nhap")
    await writer.presses("Mở 1")
    with stage.card("asked_no_more", bare=False):
        await writer.presses("Hủy")


async def test_a_report_is_sent_back_and_refused(stage: Stage) -> None:
    writer, approver = await phuc(stage), await lan(stage)
    await writer.writes(REPORT)
    await writer.presses("Đăng")
    with stage.card("ask_reason"):
        await approver.presses("Trả lại")
    with stage.card("told_returned"):
        await approver.says("Thiếu năm ở ngày hội nghị")
    with stage.card("panel-returned"):
        await writer.presses("Sửa tin")
    await writer.presses("Sửa")
    await writer.presses("Ngày")
    await writer.says("08/07/2026")
    with stage.card("panel-submitted-again"):
        await writer.presses("Đăng")
    await approver.presses("Từ chối")
    with stage.card("told_rejected"):
        await approver.says("Chưa được phép công bố")
    with stage.card("preview-again"):
        await writer.presses("Soạn lại")
    await writer.presses("Đăng")
    await approver.presses("Trả lại")
    with stage.card("decided"):
        await approver.says("Vẫn chưa được phép")


async def test_another_changes_and_stops_a_post(stage: Stage) -> None:
    writer, approver = await phuc(stage), await lan(stage)
    await writer.writes(REPORT)
    await writer.presses("Đăng")
    await approver.presses("Sửa")
    await approver.presses("Tiêu đề")
    with stage.card("edited_by_other"):
        await approver.says("Báo cáo 6 tháng đầu năm 2026")
    with stage.card("panel-changed-by-another"):
        await writer.presses("Xem bản nháp")
    admin = await minh(stage)
    await writer.presses("Đăng")
    await admin.presses("Duyệt")
    with stage.card("undone_by_other"):
        await admin.presses("Hoàn tác")


async def test_an_hour_goes_by_before_anybody_agrees(stage: Stage) -> None:
    writer, approver = await phuc(stage), await lan(stage)
    await writer.writes(REPORT)
    await writer.presses("Hẹn giờ")
    await writer.says("10h sáng nay")
    with stage.card("submitted-with-its-hour"):
        await writer.presses("Hẹn giờ này")
    await stage.wait("3 hours pass", hours=3)
    with stage.card("approved_late"):
        await approver.presses("Duyệt")
    await writer.presses("Xem bản nháp")
    await writer.presses("Hẹn giờ")
    await writer.says("8h sáng mai")
    await writer.presses("Hẹn giờ này")
    await approver.becomes(Role.RESIDENT)
    with stage.card("held-unapproved"):
        await stage.wait("its hour comes", hours=21)


async def test_a_writer_who_is_none_any_more(stage: Stage) -> None:
    writer, _ = await phuc(stage), await minh(stage)
    await writer.writes(NOTICE)
    await writer.presses("Hẹn giờ")
    await writer.says("8h sáng mai")
    await writer.presses("Hẹn giờ này")
    await writer.becomes(Role.RESIDENT)
    with stage.card("orphaned"):
        await stage.wait("its hour comes", hours=24)


async def test_what_is_urgent_goes_out_first_and_is_looked_at_later(stage: Stage) -> None:
    writer, approver, _ = await phuc(stage), await lan(stage), await tu(stage)
    await writer.writes(STORM)
    await writer.presses("Khẩn")
    await writer.presses("Đăng")
    with stage.card("ask_at_once"):
        await writer.presses("Đăng ngay, duyệt sau")
    with stage.card("told_unapproved"):
        await writer.presses("Đăng ngay")
    with stage.card("reviewed"):
        await approver.presses("Đã xem lại")
    with stage.card("refusal-reviewed"):
        await approver.presses_forged("post.reviewed 1")


async def test_an_admin_whom_nobody_can_check(stage: Stage) -> None:
    admin, writer = await minh(stage), await phuc(stage)
    await admin.writes(REPORT)
    with stage.card("ask_alone"):
        await admin.presses("Đăng")
        await admin.presses("Tôi tự đăng")
    await admin.becomes(Role.RESIDENT)
    await writer.writes(REPORT)
    with stage.card("refusal-no-approver"):
        await writer.presses("Đăng")
