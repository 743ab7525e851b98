"""The scoreboard as everyone sees it, and how officials write it."""

import pytest

from bot.domain.policy import Policy
from tests.golden.cast import lan, minh, nam, phuc
from tests.golden.stage import Actor, Stage
from tests.golden.telegram import Telegram

TABLE = """Chỉ tiêu | Đơn vị | Yêu cầu | Nhiệm kỳ | Tính theo | Hạn | Chủ đề | Kế hoạch: tỉnh giao | \
Kế hoạch: HĐND phường giao | Thực hiện: năm 2024 (trong kỳ) | Thực hiện: năm 2025 (trong kỳ)
Thu ngân sách | % | ít nhất | 2021-2026 | từng năm | | Thuế–phí | 100 | 102 | 99,5 | 103,9
Tỷ lệ hộ nghèo | % | nhiều nhất | 2021-2026 | | | | 1,5 | | 1,4 | 2,1
Nhà tình thương | căn | ít nhất | 2021-2026 | | | | 60 | | 11 | 9
Khóm văn hóa | khóm | giữ ở | 2021-2026 | | | Văn hóa | 6 | | 6 | 6
Xây trạm y tế | % | mốc | 2021-2026 | | 31/12/2026 | Y tế | 100 | | 30 | 90
Bảo hiểm y tế | % | ít nhất | 2021-2026 | | | Y tế | 95 | | |"""
REPORT = """Báo cáo kinh tế - xã hội năm 2023

Phường đã đạt được 5/6 chỉ tiêu đạt và vượt. Thu ngân sách đạt 101,7% năm 2023. \
Phấn đấu đến năm 2026 trồng 500 cây xanh."""


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ward in which whoever writes needs nobody's yes."""
    monkeypatch.setattr(Policy, "needs_approval", lambda *_, **__: False)


@pytest.mark.usefixtures("free")
async def test_residents_look_at_the_scoreboard(stage: Stage) -> None:
    writer, ong = await phuc(stage), nam(stage)
    await writer.says(f"/capnhat\n{TABLE}")
    await writer.says("ghi")
    with stage.card("scoreboard"):
        await ong.says("chi tieu")
    with stage.card("scoreboard-topics"):
        await ong.presses("Theo chủ đề")
    with stage.card("scoreboard-before"):
        await ong.says("chỉ tiêu 2025")
    with stage.card("scoreboard-words"):
        await ong.says("chi tieu y te")
        await ong.says("chi tieu 2031")
    with stage.card("target_shown"):
        await ong.says("chi tieu thu ngan sach")
        await ong.says("chi tieu ho ngheo")
        await ong.says("chi tieu xay tram y te")
    with stage.card("target_shown-writer"):
        await writer.says("chỉ tiêu hộ nghèo")
    with stage.card("target_file", bare=False):
        await ong.says("chỉ tiêu bảng")
    with stage.card("target_template", bare=False):
        await writer.says("chỉ tiêu mẫu")
    await pictures(stage, ong)


@pytest.mark.usefixtures("free")
async def test_words_that_name_a_target_are_answered_with_it(stage: Stage) -> None:
    writer, ong = await phuc(stage), nam(stage)
    await writer.says(f"/capnhat\n{TABLE}")
    await writer.says("ghi")
    with stage.card("answered-target"):
        await ong.says("ho ngheo")
        await ong.says("thu ngan sach nam 2025 dat bao nhieu")


async def pictures(stage: Stage, who: Actor) -> None:
    """What the scoreboard's buttons send as pictures, where there are buttons."""
    if not isinstance(stage.platform, Telegram):
        return
    await who.says("chỉ tiêu")
    with stage.card("scoreboard_picture"):
        await who.presses("Biểu đồ")
    with stage.card("target_print"):
        await who.presses("Bản in (PDF)")
    await who.says("chi tieu ho ngheo")
    with stage.card("target_series"):
        await who.presses("Biểu đồ")
        await who.says("cho xem bieu do ho ngheo")


@pytest.mark.usefixtures("free")
async def test_a_report_and_the_scoreboard_differ_and_agree(stage: Stage) -> None:
    admin, writer, ong = await minh(stage), await phuc(stage), nam(stage)
    await writer.says(f"/capnhat\n{TABLE}")
    await writer.says("ghi")
    with stage.card("target_offers"):
        await writer.publishes(REPORT)
    with stage.card("target_taken"):
        await writer.presses("Ghi số 1")
    with stage.card("scoreboard-differs"):
        await ong.says("chỉ tiêu")
    with stage.card("targets_followed"):
        await writer.says("/dinhchinh 1 101,7% => 100,7%")
        await writer.ticks()
        await writer.presses("Đăng")
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("targets_followed-withdrawn"):
        await writer.says("/thuhoi 1 nhầm số")
        await writer.presses("Thu hồi")
    with stage.card("target_origins"):
        await admin.says("nhật ký chỉ tiêu")


@pytest.mark.usefixtures("free")
async def test_a_later_report_is_withdrawn(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.says(f"/capnhat\n{TABLE}")
    await writer.says("ghi")
    for report in (REPORT, REPORT.replace("101,7", "117")):
        await writer.publishes(report)
        await writer.presses("Ghi số 1")
    with stage.card("targets_followed-back"):
        await writer.says("/thuhoi 2 nhầm số")
        await writer.presses("Thu hồi")


@pytest.mark.usefixtures("free")
async def test_a_writer_keeps_the_targets(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("target_menu"):
        await writer.says("/capnhat")
    with stage.card("ask_target"):
        for one in ("/capnhat them", "Trồng cây xanh", "ít nhất", "cây", "tỉnh giao: 500", "2026-2030", "cả kỳ"):
            await writer.says(one)
        await writer.says("bỏ qua")
    with stage.card("target_changes"):
        await writer.says("Phòng Kinh tế")
    with stage.card("targets_written"):
        await writer.says("ghi")
    with stage.card("ask_period"):
        await writer.says("/capnhat trồng cây")
    with stage.card("ask_counted"):
        await writer.says("năm 2026")
    with stage.card("ask_value"):
        await writer.says("trong kỳ")
    with stage.card("ask_source"):
        await writer.says("120")
    with stage.card("target_changes-value"):
        await writer.says("bỏ qua")
    with stage.card("ask_give_up-form", bare=False):
        await writer.presses("Hủy")
    with stage.card("targets_stopped", bare=False):
        await writer.presses("Hủy")
    with stage.card("target_menu-some"):
        await writer.says("/capnhat")
        await writer.says("/capnhat điện lực")
    with stage.card("edit_target"):
        await writer.says("chỉ tiêu trồng cây")
        await writer.presses("Sửa")
    with stage.card("target_changes-end"):
        await writer.presses("Kết thúc chỉ tiêu")
    with stage.card("ask_target_table"):
        await writer.says("/capnhat bảng")
    with stage.card("target_changes-wrong"):
        await writer.says(
            "Chỉ tiêu | Nhiệm kỳ | Kế hoạch | Cột lạ\nThu ngân sách | hồi đó | nhiều lắm | 3\n | 2026 | 4 |"
        )
        await writer.says("Thu ngân sách thì cũng tốt")


@pytest.mark.usefixtures("free")
async def test_a_value_comes_from_a_post(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.publishes(REPORT)
    await writer.says(f"/capnhat\n{TABLE}")
    await writer.says("ghi")
    with stage.card("target_measured"):
        for one in ("/capnhat thu ngân sách", "năm 2023", "99", "1"):
            await writer.says(one)
        await writer.says("/hủy")
        for one in ("/capnhat thu ngân sách", "năm 2023", "101,7", "1"):
            await writer.says(one)
    with stage.card("ask_sure"):
        for one in ("/capnhat thu ngân sách", "năm 2022", "101,7", "1"):
            await writer.says(one)


async def test_targets_wait_for_another_persons_yes(stage: Stage) -> None:
    writer, approver = await phuc(stage), await lan(stage)
    await writer.says(f"/capnhat\n{TABLE}")
    with stage.card("ask_targets_agreement"):
        await writer.says("ghi")
    with stage.card("drafts-targets"):
        await approver.says("/nhap")
        await approver.presses("Xem 1")
    with stage.card("targets_decided"):
        await approver.presses("Đồng ý")
    with stage.card("told_targets_decided"):
        await writer.says(f"/capnhat\n{TABLE.replace('103,9', '104,1')}")
        await writer.says("ghi")
        await approver.presses("Từ chối")
