"""Where somebody lives, as they are asked."""

from tests.golden.cast import minh, nam
from tests.golden.stage import Stage


async def test_a_resident_is_asked_where_they_live(stage: Stage) -> None:
    admin, ong = await minh(stage), nam(stage)
    await admin.says("/khuvuc them Khóm 3")
    with stage.card("ward_changed-welcome"):
        await admin.says("/phuong chao Chào bà con Mỹ Bình, có gì cứ nhắn.")
    await ong.says("/start")
    await ong.says("dang ky")
    with stage.card("ask_areas"):
        await ong.presses("Đồng ý")


async def test_a_resident_comes_by_a_link(stage: Stage) -> None:
    admin, ong = await minh(stage), nam(stage)
    await admin.says("/khuvuc them Khóm 3")
    with stage.card("ask_consent-link"):
        await ong.says("/start khom3")
    with stage.card("subscribed-link"):
        await ong.presses("Đồng ý")


async def test_a_resident_types_little(stage: Stage) -> None:
    ong = nam(stage)
    await ong.says("/start")
    await ong.says("dang ky")
    with stage.card("large_keys", bare=False):
        await ong.presses("Đồng ý")
    with stage.card("ask_anything"):
        await ong.says("Hỏi phường")
