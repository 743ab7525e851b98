"""What cannot be taken back and was asked for long ago is asked about; all else is done, whenever it comes."""

from datetime import timedelta

import pytest

from bot.domain.people import Role
from bot.messages.message import BUTTON_DATA_BYTES
from bot.storage.tables import person, post
from tests.ward import ADMIN, NOTICE, Heard, House

AGAIN = "Vẫn làm"


@pytest.fixture
def house(house: House) -> House:
    """One whose silences count."""
    house.alive = False
    return house


async def draft(house: House) -> str:
    """A writer's draft that is ready to go out; returns what Đăng says."""
    await house.join("7", Role.WRITER)
    heard = await house.tick("7", await house.say("7", f"/post {NOTICE}"))
    return heard[-1].buttons["Đăng"]


async def states(house: House) -> list[str]:
    return [row["state"] for row in await house.rows(post)]


async def silence(house: House, **span: float) -> None:
    """The bot is off for so long."""
    house.clock.advance(**span)


async def test_a_press_that_waited_while_the_bot_was_off_is_asked_about_and_done_when_its_author_says_so(
    house: House,
) -> None:
    publish = await draft(house)
    await silence(house, hours=3)
    (heard,) = await house.press("7", publish)
    assert "gián đoạn" in heard.text
    assert await states(house) == ["draft"]
    assert len(heard.buttons[AGAIN].encode()) <= BUTTON_DATA_BYTES
    heard = (await house.press("7", heard.buttons[AGAIN]))[-1]
    assert AGAIN not in heard.buttons
    assert await states(house) == ["published"]


@pytest.mark.parametrize("minutes", [0, 14])
async def test_a_press_after_a_short_silence_is_done(house: House, minutes: int) -> None:
    publish = await draft(house)
    await silence(house, minutes=minutes)
    await house.press("7", publish)
    assert await states(house) == ["published"]


async def test_a_press_some_minutes_after_the_bot_came_back_is_done(house: House) -> None:
    publish = await draft(house)
    await silence(house, hours=3)
    await house.say("8", "/latest")
    house.clock.advance(minutes=2)
    await house.press("7", publish)
    assert await states(house) == ["published"]


async def test_a_press_that_came_in_but_was_not_handled_for_long_is_asked_about(house: House) -> None:
    publish = await draft(house)
    await house.take(house.event("7", publish, pressed=True, message_id="m1"))
    house.claimed.clear()
    house.clock.advance(minutes=16)
    assert await house.intake.run_once() == 1
    assert AGAIN in Heard.of(house.claimed[0]).buttons
    assert await states(house) == ["draft"]


async def test_an_answer_to_the_question_that_waited_in_another_silence_is_asked_about_again(house: House) -> None:
    publish = await draft(house)
    for _ in range(2):
        await silence(house, hours=3)
        (heard,) = await house.press("7", publish)
        publish = heard.buttons[AGAIN]
    assert await states(house) == ["draft"]


async def test_a_typed_command_is_as_old_as_it_says(house: House) -> None:
    await house.join(ADMIN, Role.ADMIN)
    old, now = house.clock.now(), house.clock.now() + timedelta(minutes=16)
    house.clock.moment = now
    (heard,) = await house.say(ADMIN, "/moi soạn", sent_at=old)
    assert "bây giờ bot mới nhận được" in heard.text
    assert "Mã mời" not in heard.text
    invited, _to_forward = await house.press(ADMIN, heard.buttons[AGAIN])
    assert AGAIN not in invited.buttons
    # After a silence a dated command is still judged by its date.
    await silence(house, hours=3)
    invited, _to_forward = await house.say(ADMIN, "moi soan", sent_at=house.clock.now() - timedelta(minutes=1))
    assert AGAIN not in invited.buttons


async def test_an_old_command_that_no_button_can_hold_is_to_be_sent_again(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", NOTICE)
    sent_at = house.clock.now() - timedelta(hours=1)
    (heard,) = await house.say("7", f"/dinhchinh 1 8 giờ => {'chín giờ ' * 9}", sent_at=sent_at)
    assert "xin gửi lại lệnh" in heard.text
    assert heard.buttons == {}
    assert len(await house.rows(post)) == 1


async def test_stopping_erasing_and_questions_are_done_however_late_they_come(house: House) -> None:
    await house.join("7", subscribed=True)
    await silence(house, hours=20)
    (heard,) = await house.say("7", "/ngung", sent_at=house.clock.now() - timedelta(hours=20))
    assert AGAIN not in heard.buttons
    assert [row["subscribed"] for row in await house.rows(person)] == [False]
    await silence(house, hours=20)
    await house.press("7", "privacy.erase")
    assert await house.rows(person) == []
    assert AGAIN not in (await house.say("7", "/latest", sent_at=house.clock.now() - timedelta(hours=20)))[0].buttons


@pytest.mark.parametrize(
    "data", ["!1764500000 help", "!1764500000 ", "!x post.publish 1", "!1764500000 !1764500000 help"]
)
async def test_a_forged_answer_to_the_question_breaks_nothing(house: House, data: str) -> None:
    (heard, *_) = await house.press("7", data)
    assert "trục trặc" not in heard.text


# --- codes ------------------------------------------------------------------------------------------------------------


async def test_after_ten_wrong_codes_within_an_hour_a_right_one_has_to_wait(house: House) -> None:
    async with house.services() as services:
        code = await services.people.make_code(Role.WRITER, None)
    for _ in range(10):
        assert "Mã này không đúng" in await house.ask("7", "AAAAABBBBB")
    assert "nhiều lần" in await house.ask("7", code)
    assert "Mã này không đúng" in await house.ask("8", "AAAAABBBBB"), "others are not held up"
    house.clock.advance(hours=1)
    assert "cán bộ soạn tin" in await house.ask("7", code)
