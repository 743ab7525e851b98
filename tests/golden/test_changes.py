"""What everybody sees when a published post changes: corrected, withdrawn, over, or all clear."""

from tests.golden.cast import MEETING, NOTICE, STORM, bay, lan, minh, phuc, tu
from tests.golden.stage import Stage


async def test_a_correction_reaches_every_copy(stage: Stage) -> None:
    writer, approver, ba = await phuc(stage), await lan(stage), await tu(stage)
    with stage.card("push_first"):
        await writer.publishes(NOTICE)
    with stage.card("correction_begun"):
        await writer.says("/dinhchinh 1")
    with stage.card("refusal-piece"):
        await writer.says("12 giờ => 13 giờ")
        await writer.says("Sai giờ rồi")
    with stage.card("panel-correction"):
        await writer.says("8 giờ => 9 giờ")
    with stage.card("submitted-correction"):
        await writer.presses("Đăng")
    with stage.card("told_approved-correction"):
        await approver.presses("Duyệt")
    with stage.card("correction_notice"):
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("push_again-typing"):
        await writer.says("/dinhchinh 1 Điện lực => Điện Lực")
        await writer.presses("☐ Báo cho mọi người")
        await writer.presses("☑ Báo cho mọi người")
        await writer.presses("Đăng")
        await approver.presses("Duyệt")
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("full-corrected"):
        await ba.says("đọc 1")
    with stage.card("history"):
        await ba.presses("Các lần sửa")
        await writer.says("/lichsu 1")
    with stage.card("post_list-corrected"):
        await ba.says("tin mới")
    with stage.card("errata"):
        await ba.says("đã đính chính")
        await ba.says("/dadinhchinh 2025")
    with stage.card("correction_begun-under-way"):
        await writer.says("/dinhchinh 1")
        await approver.says("/dinhchinh 1")
        await writer.says("/dinhchinh 1")


async def test_the_author_hears_that_a_correction_is_out(stage: Stage) -> None:
    writer, _, _ = await phuc(stage), await lan(stage), await tu(stage)
    await writer.publishes(NOTICE)
    await writer.says("/dinhchinh 1 8 giờ => 9 giờ")
    await writer.presses("Đăng")
    await writer.presses("Đăng ngay, duyệt sau")
    await writer.presses("Đăng ngay")
    with stage.card("corrected"):
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("push_again"):
        await writer.says("/dinhchinh 1 hẻm 47 => hẻm 49")
        await writer.presses("Đăng")
        await writer.presses("Đăng ngay, duyệt sau")
        await writer.presses("Đăng ngay")
        await stage.wait("15 seconds pass", seconds=15)


async def test_a_post_is_withdrawn(stage: Stage) -> None:
    writer, _, ba = await phuc(stage), await lan(stage), await tu(stage)
    await writer.publishes(NOTICE)
    with stage.card("ask_withdrawal_reason"):
        await writer.says("/thuhoi 1")
    with stage.card("ask_withdraw"):
        await writer.says("Nhầm ngày cúp điện")
    with stage.card("not_withdrawn"):
        await writer.presses("Giữ lại")
    with stage.card("refusal-withdraw"):
        await writer.presses_forged("withdraw.yes 1")
        await writer.says("/thuhoi")
    await writer.says("/thuhoi 1 Nhầm ngày cúp điện")
    with stage.card("withdrawn"):
        await writer.presses("Thu hồi")
    with stage.card("refusal-withdrawn"):
        await ba.says("đọc 1")
        await writer.says("/dinhchinh 1")
    with stage.card("taken_back"):
        await ba.says("bao gio cup dien")
    with stage.card("history-withdrawn"):
        await ba.says("lịch sử 1")
        await writer.says("/lichsu 1")
    with stage.card("withdrawn_text"):
        await writer.presses("Xem nội dung đã thu hồi")
    with stage.card("errata-withdrawn"):
        await ba.says("/dadinhchinh")


async def test_a_post_is_withdrawn_after_two_days(stage: Stage) -> None:
    writer, approver, _ = await phuc(stage), await lan(stage), await tu(stage)
    await writer.publishes(NOTICE.replace("25/11", "25/12"))
    await stage.wait("two days pass", hours=48)
    await approver.says("/thuhoi 1 Điện lực đã hoãn")
    with stage.card("withdrawn_copy"):
        await approver.presses("Thu hồi")


async def test_an_urgent_post_is_withdrawn_aloud(stage: Stage) -> None:
    admin, _, _, _ = await minh(stage), await phuc(stage), await lan(stage), await tu(stage)
    await admin.writes(STORM)
    await admin.presses("Khẩn")
    await admin.presses("Đăng")
    await admin.presses("Đăng ngay, duyệt sau")
    await admin.presses("Đăng ngay")
    with stage.card("ask_withdraw-urgent"):
        await admin.says("/thuhoi 1 Bão đã đổi hướng")
    with stage.card("withdrawn_copy-told"):
        await admin.presses("Thu hồi")


async def test_the_author_hears_of_a_withdrawal(stage: Stage) -> None:
    writer, approver, _ = await phuc(stage), await lan(stage), await tu(stage)
    await writer.publishes(NOTICE)
    await approver.says("/thuhoi 1 Điện lực đã hoãn")
    with stage.card("told_withdrawn"):
        await approver.presses("Thu hồi")


async def test_a_notice_ends_by_itself(stage: Stage) -> None:
    writer, ba = await phuc(stage), await tu(stage)
    await writer.publishes(NOTICE)
    with stage.card("ended"):
        await stage.wait("three days pass", days=3)
    with stage.card("full-ended"):
        await ba.says("doc 1")
        await ba.says("tin moi")


async def test_a_danger_is_over(stage: Stage) -> None:
    admin, _, _, ba = await minh(stage), await phuc(stage), await lan(stage), await tu(stage)
    with stage.card("push-urgent"):
        await admin.writes(STORM)
        await admin.presses("Khẩn")
        await admin.presses("Đăng")
        await admin.presses("Đăng ngay, duyệt sau")
        await admin.presses("Đăng ngay")
    with stage.card("all_clear"):
        await admin.presses("Báo đã an toàn")
    with stage.card("refusal-told-already"):
        await admin.presses_forged("clear.safe 1")
    with stage.card("full-all-clear"):
        await ba.says("doc 1")


async def test_a_meeting_is_moved_and_called_off(stage: Stage) -> None:
    writer, ba = await phuc(stage), await tu(stage)
    with stage.card("published-meeting"):
        await writer.publishes(MEETING)
    with stage.card("ask_moved"):
        await writer.presses("Báo dời họp")
    with stage.card("follow_up_sent"):
        await writer.says("19h thứ sáu 27/11, tại nhà văn hóa khóm 3")
    with stage.card("full-moved"):
        await ba.says("doc 1")
    with stage.card("all_clear-called-off"):
        await writer.says("/tinhtrang 1")
        await writer.presses("Báo hủy họp")


async def test_a_post_for_cadres_stays_among_them(stage: Stage) -> None:
    writer, _, _ = await phuc(stage), await tu(stage), await bay(stage)
    with stage.card("push-cadres"):
        await writer.publishes(NOTICE, "Đối tượng")
