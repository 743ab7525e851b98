"""What officials see of a push on its way."""

import pytest

from tests.fakes.telegram import Fault
from tests.golden.cast import NOTICE, STORM, minh, phuc, tu
from tests.golden.stage import Stage

NOT_LIKED = "Bad Request: this message is not liked"


async def test_a_push_is_watched_and_held(stage: Stage) -> None:
    writer, _ = await phuc(stage), await tu(stage)
    await stage.crowd(3)
    stage.held = True
    with stage.card("progress", bare=False):
        await writer.publishes(NOTICE)
    with stage.card("status-running"):
        await writer.says("/tinhtrang 1")
    with stage.card("status-paused"):
        await writer.presses("Tạm dừng")
        await writer.says("/tamdung 1")
    with stage.card("ask_cancel"):
        await writer.presses("Hủy gửi")
    with stage.card("status-resumed"):
        await writer.presses("Giữ nguyên")
        await writer.presses("Gửi tiếp")
    with stage.card("status-cancelled"):
        await writer.says("/huygui 1")
        await writer.says("/tieptuc 1")
        await stage.wait("a minute passes", minutes=1)


async def test_a_push_that_is_over(stage: Stage) -> None:
    tg = stage.telegram.tg
    writer, ba = await phuc(stage), await tu(stage)
    gone = stage.actor(5009, "Chị Sáu")
    await gone.joins(subscribed=True)
    stage.held = True
    tg.script(int(ba.phone.chat_id), then=Fault.refusal(400, NOT_LIKED), times=None)
    with stage.card("progress-with-failures"):
        await writer.publishes(NOTICE)
        await gone.blocks()
        stage.held = False
        await stage.wait("5 seconds pass", seconds=5)
    tg.clear_scripts()
    with stage.card("status"):
        await writer.says("/tinhtrang 1")
        await writer.says("/tinhtrang")
    with stage.card("status-resent"):
        await writer.presses("Gửi lại cho người bị lỗi")
    with stage.card("refusal-status"):
        await writer.says("/tinhtrang 7")
        await writer.says("/guilai 1")
        await writer.says("/tamdung 1")
        await writer.says("/tamdung")


async def test_a_push_to_nobody(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("progress-nobody"):
        await writer.publishes(NOTICE)


async def test_too_much_of_a_push_fails(stage: Stage) -> None:
    tg = stage.telegram.tg
    writer, _ = await phuc(stage), await minh(stage)
    await stage.crowd(24)
    crowd = set(tg.world.chats) - {int(writer.phone.chat_id), 1001}
    tg.script(
        lambda call: call.chat_id in crowd,
        then=Fault.refusal(400, NOT_LIKED),
        times=None,
    )
    with stage.card("failure_alarm"):
        await writer.publishes(NOTICE)


@pytest.mark.parametrize("stage", [300.0], indirect=True)
async def test_a_fast_push_costs_stars(stage: Stage) -> None:
    writer, admin, _ = await phuc(stage), await minh(stage), await tu(stage)
    await stage.crowd(60)
    await writer.writes(NOTICE)
    with stage.card("stars_asked"):
        await writer.presses("Đăng")
    with stage.card("ask_stars"):
        await admin.publishes(STORM.replace("ngay.", "sớm."))
    with stage.card("scheduled-paid"):
        await admin.presses("Đồng ý chi 4 Sao")
        await stage.wait("15 seconds pass", seconds=15)
