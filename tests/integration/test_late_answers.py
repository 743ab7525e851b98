"""Every question has an end, says so kindly, and loses nothing that was typed."""

from datetime import timedelta

import pytest

from bot.domain.people import Role
from bot.storage.tables import conversation
from tests.integration.approving import REPORT, WRITER
from tests.ward import NOTICE, Heard, House

USE = "Dùng câu này"


async def asked_for(house: House, field: str) -> list[Heard]:
    """A writer is asked for a field of a new draft."""
    await house.join(WRITER, Role.WRITER)
    shown = await house.say(WRITER, f"/post {NOTICE}")
    changes = await house.press(WRITER, shown[-1].buttons["Sửa"])
    return await house.press(WRITER, changes[-1].buttons[field])


async def test_what_is_typed_in_time_is_the_answer(house: House) -> None:
    await asked_for(house, "Tiêu đề")
    house.clock.advance(minutes=59)
    heard = await house.say(WRITER, "Lịch cúp nước tuần này")
    assert "Lịch cúp nước tuần này" in heard[0].text


async def test_what_is_typed_too_late_is_kept_and_used_only_when_its_writer_says_so(house: House) -> None:
    await asked_for(house, "Tiêu đề")
    house.clock.advance(minutes=61)
    (told,) = await house.say(WRITER, "Lịch cúp nước tuần này")
    assert "không chờ nữa" in told.text
    assert "Lịch cúp nước tuần này" in told.text
    shown = await house.press(WRITER, told.buttons[USE])
    assert "Lịch cúp nước tuần này" in shown[0].text


async def test_the_button_works_once_and_not_after_something_else_was_begun(house: House) -> None:
    await asked_for(house, "Tiêu đề")
    house.clock.advance(hours=2)
    (told,) = await house.say(WRITER, "Lịch cúp nước tuần này")
    await house.press(WRITER, told.buttons[USE])
    (again,) = await house.press(WRITER, told.buttons[USE])
    assert "không dùng được nữa" in again.text


@pytest.mark.parametrize("typed", ["tin mới", "/trogiup", "danh bạ"])
async def test_a_command_after_the_end_is_a_command(house: House, typed: str) -> None:
    await asked_for(house, "Tiêu đề")
    house.clock.advance(hours=2)
    heard = await house.say(WRITER, typed)
    assert "không chờ nữa" not in heard[0].text


async def test_what_follows_something_else_is_no_late_answer(house: House) -> None:
    await asked_for(house, "Tiêu đề")
    house.clock.advance(hours=2)
    await house.say(WRITER, "tin mới")
    heard = await house.say(WRITER, "lịch cúp nước tuần này")
    assert "không chờ nữa" not in heard[0].text


async def test_danger_is_heard_before_a_late_answer(house: House) -> None:
    await asked_for(house, "Tiêu đề")
    house.clock.advance(hours=2)
    heard = await house.say(WRITER, "chay nha hem 14")
    assert "114" in heard[0].text


@pytest.mark.parametrize(
    "presses", [("Sửa", "Ngày"), ("Sửa", "Số liệu"), ("Sửa", "Nội dung"), ("Hẹn giờ",)], ids="-".join
)
async def test_every_question_about_a_draft_has_an_end(house: House, presses: tuple[str, ...]) -> None:
    await house.join(WRITER, Role.WRITER)
    heard = await house.say(WRITER, f"/post {REPORT}")
    for label in presses:
        heard = await house.press(WRITER, heard[-1].buttons[label])
    (open_now,) = [row for row in await house.rows(conversation) if row["step"]]
    assert house.clock.now() < open_now["expires_at"] <= house.clock.now() + timedelta(days=1)


async def test_answers_of_an_everyday_notice_become_a_draft_when_nobody_goes_on(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    (offered,) = await house.say(WRITER, "/dangtin")
    await house.press(WRITER, offered.buttons["Khẩn: bão"])
    await house.say(WRITER, "Bão số 13, gió giật cấp 11")
    house.clock.advance(minutes=30)
    await house.say(WRITER, "từ 18h ngày 25/11/2026")
    house.clock.advance(minutes=31)
    assert await house.work() == []
    house.clock.advance(minutes=30)
    heard = await house.work()
    assert "bot viết bản nháp từ những câu đã có" in heard[0].text
    assert "Bão số 13, gió giật cấp 11" in heard[1].text
    assert "25/11/2026" in heard[1].text


async def test_an_everyday_notice_without_answers_is_given_up_with_a_word(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    (offered,) = await house.say(WRITER, "/dangtin")
    await house.press(WRITER, offered.buttons["Khẩn: bão"])
    house.clock.advance(minutes=61)
    (told,) = await house.work()
    assert "bot thôi hỏi" in told.text
    assert await house.work() == []
