"""Hủy loses nothing at one press: a draft can be had again for a day, and what was typed in a step is asked about."""

from datetime import timedelta

import pytest

from bot.domain.people import Role
from bot.storage.tables import post, target
from tests.integration.test_targets import answered
from tests.ward import ADMIN, NOTICE, House

WRITER, OTHER, RESIDENT = "7", "9", "11"
LOST = "Anh/chị muốn bỏ hết những gì vừa gửi?"


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN)
    for chat in (WRITER, OTHER):
        await house.join(chat, Role.WRITER)
    return house


async def states(ward: House) -> list[str]:
    return [row["state"] for row in await ward.rows(post)]


# --- drafts -------------------------------------------------------------------------------------------------------


async def test_a_draft_that_was_thrown_away_comes_back_as_it_was(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    heard = await ward.press(WRITER, heard[-1].buttons["Khẩn"])
    before = heard[-2].text
    (gone,) = await ward.press(WRITER, heard[-1].buttons["Hủy"])
    assert "Đã hủy bản nháp “Thông báo cúp điện”" in gone.text
    assert await states(ward) == ["cancelled"]
    heard = await ward.press(WRITER, gone.buttons["Hoàn tác"])
    assert heard[-2].text == before
    assert await states(ward) == ["draft"]
    heard = await ward.press(WRITER, gone.buttons["Hoàn tác"])
    assert heard[-2].text == before, "pressed twice it is only shown again"


async def test_it_stands_among_the_drafts_for_a_day_for_its_author_alone(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    (gone,) = await ward.press(WRITER, heard[-1].buttons["Hủy"])
    (listed,) = await ward.say(WRITER, "/nhap")
    assert "Vừa hủy, trong một ngày còn lấy lại được" in listed.text
    assert "Vừa hủy" not in await ward.ask(OTHER, "/nhap")
    for chat in (OTHER, RESIDENT):
        (refused,) = await ward.press(chat, gone.buttons["Hoàn tác"])
        assert "cúp điện" not in refused.text
    assert await states(ward) == ["cancelled"]
    ward.clock.advance(hours=23)
    heard = await ward.press(WRITER, listed.buttons["Hoàn tác 1"])
    (gone,) = await ward.press(WRITER, heard[-1].buttons["Hủy"])
    ward.clock.moment += timedelta(days=1)
    assert "Vừa hủy" not in await ward.ask(WRITER, "/nhap")
    assert "không còn nữa" in (await ward.press(WRITER, gone.buttons["Hoàn tác"]))[0].text
    assert await states(ward) == ["cancelled"]


async def test_a_correction_comes_back_only_while_its_post_is_out_and_nobody_else_corrects_it(ward: House) -> None:
    await ward.publish(WRITER, NOTICE)
    heard = await ward.say(WRITER, "/dinhchinh 1 8 giờ => 9 giờ")
    (gone,) = await ward.press(WRITER, heard[-1].buttons["Hủy"])
    await ward.say(OTHER, "/dinhchinh 1")
    assert "không còn nữa" in (await ward.press(WRITER, gone.buttons["Hoàn tác"]))[0].text
    assert "Vừa hủy" not in await ward.ask(WRITER, "/nhap")
    assert await states(ward) == ["published", "cancelled", "draft"]
    await ward.press(OTHER, "post.drop 3")
    heard = await ward.press(WRITER, gone.buttons["Hoàn tác"])
    assert "9 giờ" in heard[-2].text
    await ward.withdraw(WRITER, "1 nhầm")
    assert "không còn nữa" in (await ward.press(WRITER, gone.buttons["Hoàn tác"]))[0].text
    assert await states(ward) == ["withdrawn", "cancelled", "cancelled"]


# --- what is typed in a step --------------------------------------------------------------------------------------


async def test_parts_of_a_text_are_asked_about_before_they_go(ward: House) -> None:
    await ward.say(WRITER, "/post")
    (counted,) = await ward.say(WRITER, NOTICE)
    (asked,) = await ward.press(WRITER, counted.buttons["Hủy"])
    assert LOST in asked.text
    await ward.say(WRITER, "Thêm một câu nữa cho đủ.")
    assert LOST in (await ward.press(WRITER, counted.buttons["Hủy"]))[0].text, "more was typed since"
    await ward.press(WRITER, asked.buttons["Xong"])
    heard = await ward.work()
    assert "Thêm một câu nữa" in heard[-2].text


@pytest.mark.parametrize("typed", ["hủy", "/hủy", "huy"])
async def test_whoever_says_so_twice_is_sure(ward: House, typed: str) -> None:
    await ward.say(WRITER, "/post")
    await ward.say(WRITER, NOTICE)
    assert LOST in await ward.ask(WRITER, typed)
    assert "Đã hủy việc đang làm" in await ward.ask(WRITER, typed)
    assert "Hiện không có việc gì" in await ward.ask(WRITER, typed)


async def test_where_nothing_was_typed_one_word_is_enough(ward: House) -> None:
    (asked,) = await ward.say(WRITER, "/post")
    assert "Đã hủy" in (await ward.press(WRITER, asked.buttons["Hủy"]))[0].text
    await ward.say(WRITER, "/capnhat them")
    assert "Đã hủy" in await ward.ask(WRITER, "hủy")


async def test_answers_to_a_template_and_to_a_form_are_asked_about(ward: House) -> None:
    await ward.press(WRITER, "template power")
    await ward.say(WRITER, "hẻm 47, khóm 3")
    assert LOST in await ward.ask(WRITER, "hủy")
    assert "Đã hủy" in await ward.ask(WRITER, "hủy")
    heard = await answered(ward, "/capnhat them", "Trồng cây xanh", "ít nhất")
    (asked,) = await ward.press(WRITER, heard.buttons["Hủy"])
    assert LOST in asked.text
    assert "Đã bỏ, chưa ghi gì" in (await ward.press(WRITER, asked.buttons["Hủy"]))[0].text


# --- an old button ------------------------------------------------------------------------------------------------


async def test_the_old_no_of_a_form_of_targets_ends_no_newer_form(ward: House) -> None:
    table = "/capnhat\nTên | Kế hoạch\nThu quỹ | {}"
    (question,) = await ward.say(WRITER, "/capnhat them")
    ward.clock.advance(seconds=1)
    (sheet,) = await ward.say(WRITER, "/capnhat bang")
    ward.clock.advance(seconds=1)
    (checked,) = await ward.say(WRITER, table.format(1))
    ward.clock.advance(seconds=1)
    (newest,) = await ward.say(WRITER, "/capnhat them")
    for old in (question, sheet, checked):
        assert "không dùng được nữa" in (await ward.press(WRITER, old.buttons["Hủy"]))[0].text
    heard = await answered(ward, "Trồng cây xanh")
    assert "Thế nào là đạt" in heard.text, "the newest form goes on"
    assert LOST in (await ward.press(WRITER, newest.buttons["Hủy"]))[0].text
    assert not await ward.rows(target)
