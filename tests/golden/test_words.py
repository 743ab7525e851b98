"""What no conversation comes to by itself: every sentence of a no, and the menu."""

from bot.cards import refusals
from bot.errors import RefusedError
from tests.golden.cast import tu
from tests.golden.stage import Stage

FACTS: dict[str, str | int] = {
    "number": "12",
    "name": "Lan",
    "most": 10,
    "piece": "8 giờ",
    "why": "Nhầm ngày",
    "example": "thuhoi 12",
    "open": 3,
    "words": "3 chữ",
    "role": "writer",
    "phone": "chưa rõ",
    "label": "Tên",
    "columns": "Tên, Điện thoại",
    "topics": "Điện–nước, Y tế",
    "unit": "hộ",
    "other": "hộ",
    "draft": "12",
}
"""Whatever a sentence may want to be filled with."""


async def test_every_sentence_of_a_no(stage: Stage) -> None:
    ba = await tu(stage)
    with stage.card("refusal"):
        for reason in refusals.reasons():
            said = refusals.refusal(RefusedError(reason, **FACTS))
            await stage.play(f"(the bot says no: {reason})", lambda: None)
            await stage.show(ba, said)


async def test_what_is_said_of_a_typed_number(stage: Stage) -> None:
    ba = await tu(stage)
    with stage.card("stale_number"):
        await stage.play("(a number that has expired, where there are no buttons)", lambda: None)
        await stage.show(ba, refusals.stale_number())
    with stage.card("ask_word"):
        await stage.play("(the bare number of what cannot be taken back)", lambda: None)
        await stage.show(ba, refusals.ask_word("duyệt 12"))


async def test_the_menu(stage: Stage) -> None:
    with stage.page("menu"):
        await stage.telegram.channel.start()
        await stage.settle()
