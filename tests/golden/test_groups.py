"""What a group sees: the same answers, but nothing that is a person's own."""

from tests.golden.cast import NOTICE, phuc, tu
from tests.golden.stage import Stage
from tests.golden.telegram import TelegramPhone


async def test_a_group_asks_and_subscribes(stage: Stage) -> None:
    stage.needs_telegram()
    writer, ba = await phuc(stage), await tu(stage)
    group = stage.group(-500, "Tổ dân phố 3", ba)
    assert isinstance(writer.phone, TelegramPhone)
    group.add(writer.phone.person, "administrator")
    with stage.card("group_joined"):
        group.add_bot(writer.phone.person)
        await stage.settle()
    member, head = stage.within(group, ba), stage.within(group, writer)
    with stage.card("welcome-group"):
        await member.says("/start@loa_phuong_bot")
    with stage.card("help_page-group"):
        await member.says("/help@loa_phuong_bot")
    with stage.card("refusal-group"):
        await member.says("/riengtu@loa_phuong_bot")
        await head.says("/dangtin@loa_phuong_bot Mai nghỉ")
        await member.says("/dangky@loa_phuong_bot")
    with stage.card("subscribed-group"):
        await head.says("/dangky@loa_phuong_bot")
        await head.presses("Đồng ý")
    group.set_topic(7)
    there = stage.within(group, writer, topic=7)
    with stage.card("ask_move"):
        await there.says("/dangky@loa_phuong_bot")
    with stage.card("moved"):
        await there.presses("Đồng ý")
    with stage.card("push-group"):
        await writer.publishes(NOTICE)
    with stage.card("full-group"):
        await member.says("Mai có cúp điện không bà con?")
        await member.says("/doc@loa_phuong_bot 1")
