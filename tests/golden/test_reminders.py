"""A word on the eve of an event, as people see it."""

from tests.golden.cast import NOTICE, phuc, tu
from tests.golden.stage import Stage


async def test_a_resident_is_reminded(stage: Stage) -> None:
    writer, ba = await phuc(stage), await tu(stage)
    await writer.publishes(NOTICE)
    with stage.card("full-event"):
        await ba.says("đọc 1")
    with stage.card("will_remind"):
        await ba.presses("🔔 Nhắc tôi")
    with stage.card("not_reminded"):
        await ba.presses("Thôi, đừng nhắc")
    if stage.platform.channel.capabilities.files_out:
        with stage.card("calendar_file"):
            await ba.says("đọc 1")
            await ba.presses("🗓 Lưu vào lịch")
    await ba.says("nhắc 1")
    with stage.card("privacy-reminded"):
        await ba.says("riêng tư")
    with stage.card("event_reminder"):
        await stage.wait("it is 18:00 on the eve", hours=33.5)
    with stage.card("refusal-event"):
        await ba.says("nhắc 1")
