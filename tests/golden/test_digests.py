"""What waits for people's own hours, as they see it."""

from tests.golden.cast import MEETING, NOTICE, minh, phuc, tu
from tests.golden.stage import Stage


async def test_a_resident_has_news_bundled(stage: Stage) -> None:
    writer, ba = await phuc(stage), await tu(stage)
    with stage.card("already_subscribed-bundled"):
        await ba.says("/dangky")
        await ba.presses("☐ Gộp mỗi ngày 18 giờ")
    with stage.card("panel-bundled"):
        await writer.writes(NOTICE)
    with stage.card("progress-held"):
        await writer.presses("Đăng")
        await stage.wait("15 seconds pass", seconds=15)
    with stage.card("status-held"):
        await writer.says("/tinhtrang 1")
    await writer.publishes(MEETING.replace("24/11", "26/11"))
    with stage.card("digest"):
        await stage.wait("it is 18:00", hours=9.6)
    with stage.card("digest-withdrawn", bare=False):
        await writer.says("/thuhoi 1 Nhầm ngày")
        await writer.presses("Thu hồi")


async def test_an_admin_lets_phones_be_at_night(stage: Stage) -> None:
    admin, writer, _ = await minh(stage), await phuc(stage), await tu(stage)
    with stage.card("ward_changed-quiet"):
        await admin.says("/phuong yenlang 21:30-6:00")
    with stage.card("refusal-quiet"):
        await admin.says("/phuong yenlang ban đêm")
    await writer.writes(NOTICE)
    await writer.presses("Hẹn giờ")
    with stage.card("confirm_hour-quiet"):
        await writer.says("22h tối nay")
    with stage.card("scheduled-quiet"):
        await writer.presses("Hẹn giờ này")
