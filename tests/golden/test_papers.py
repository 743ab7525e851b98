"""What officials print: a post for the notice board, and the ward's poster."""

from dataclasses import replace

from tests.golden.cast import NOTICE, minh, phuc, tu
from tests.golden.stage import Stage


async def test_an_official_prints_a_post(stage: Stage) -> None:
    writer = await phuc(stage)
    await writer.publishes(NOTICE)
    await writer.writes(NOTICE)
    await writer.presses("Đối tượng")
    await writer.presses("Đăng")
    await stage.wait("15 seconds pass", seconds=15)
    with stage.card("full-writer"):
        await writer.says("đọc 1")
    with stage.card("board_sheet"):
        await writer.says("in ấn 1")
    with stage.card("refusal-print"):
        await writer.says("in ấn")
        await writer.says("/inan CB-1")
        await (await tu(stage)).says("/inan 1")


async def test_an_official_prints_the_poster(stage: Stage) -> None:
    writer = await phuc(stage)
    with stage.card("refusal-poster"):
        await writer.says("áp phích")
    account = stage.house.accounts[stage.route]
    stage.house.accounts[stage.route] = replace(
        account, link=lambda start: f"https://t.me/loa_my_binh_bot?start={start}"
    )
    admin = await minh(stage)
    await admin.says("/khuvuc them Khóm 1")
    await admin.says("/khuvuc them Khóm 3")
    with stage.card("poster"):
        await writer.says("áp phích")
    with stage.card("poster-area"):
        await writer.says("/apphich khom 3")
    with stage.card("refusal-poster-area"):
        await writer.says("/apphich khóm 99")
