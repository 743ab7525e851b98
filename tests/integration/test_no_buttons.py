"""A channel without buttons and edits: what is said in their place, and what may be typed."""

from bot.domain.people import Role
from bot.storage.tables import person
from tests.ward import NOTICE, ZALO, House


async def test_where_there_are_no_buttons_commands_are_said_in_words_and_a_number_presses_the_rest(
    house: House,
) -> None:
    (welcome,) = await house.say("z", "/start", route=ZALO)
    assert welcome.buttons == {}
    assert "“tin mới nhất”" in welcome.text
    assert "Phường chưa đăng tin nào" in await house.ask("z", "tin mới nhất", route=ZALO)
    assert "Gõ “1”: Đồng ý" in await house.ask("z", "dang ky", route=ZALO)
    assert "Đã đăng ký" in await house.ask("z", "1", route=ZALO)


async def test_a_number_that_is_no_button_is_not_pressed(house: House) -> None:
    await house.say("z", "/start", route=ZALO)
    # A number that no button has may be that of a post, which lists show.
    for typed, answer in (("0", "Bot chưa hiểu ý"), ("9", "Không có tin số 9"), ("0002", "Không có tin số 2")):
        await house.say("z", "/subscribe", route=ZALO)
        assert answer in await house.ask("z", typed, route=ZALO)
    assert not any(row["subscribed"] for row in await house.rows(person))


async def test_numbers_press_the_buttons_of_an_answer_in_several_messages(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", NOTICE)
    await house.say("z", "/subscribe", route=ZALO)
    heard = await house.say("z", "1", route=ZALO)
    assert "2. ☑ Điện–nước" in heard[0].text
    assert "2. ☐ Điện–nước" in await house.ask("z", "2", route=ZALO)


async def test_a_channel_that_cannot_edit_gets_a_new_message(house: House) -> None:
    await house.join("z", route=ZALO)
    (heard,) = await house.press("z", "topics.done", route=ZALO)
    assert heard.row.edit is None
    (edited,) = await house.press("7", "topics.done")
    assert edited.row.edit == "m1"
