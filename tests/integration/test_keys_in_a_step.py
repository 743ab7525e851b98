"""A large key that is pressed while a question is open does what it says, and is no answer."""

import pytest

from bot.domain.people import Role
from bot.storage.tables import mistake, revision
from tests.ward import ADMIN, NOTICE, After, House, Past

WRITER, BA = "7", "20"


@Past
async def a_post(house: House) -> None:
    """A writer, a resident, and one post."""
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(BA, subscribed=True)
    await house.publish(WRITER, NOTICE)


@pytest.fixture
def ward(after: After) -> House:
    return after(a_post)


@pytest.mark.parametrize("key", ["Tin mới", "Sắp tới", "Trợ giúp"])
async def test_a_resident_who_presses_a_key_reports_nothing_and_may_go_on(ward: House, key: str) -> None:
    await ward.say(BA, "báo sai 1")
    await ward.say(BA, key)
    assert await ward.rows(mistake) == []
    assert "Đã chuyển tới cán bộ" in await ward.ask(BA, "Hẻm 21 chứ không phải hẻm 47")


async def test_who_asks_the_ward_is_asked_no_more_what_is_wrong(ward: House) -> None:
    await ward.say(BA, "báo sai 1")
    assert "cứ gõ câu hỏi" in await ward.ask(BA, "Hỏi phường")
    assert "hẻm 47" in await ward.ask(BA, "mai co cup dien khong")
    assert await ward.rows(mistake) == []


async def test_a_key_is_no_part_of_a_notice_and_loses_none(ward: House) -> None:
    await ward.say(WRITER, "Đăng tin")
    await ward.say(WRITER, "Thông báo dọn vệ sinh khóm 2")
    heard = [await ward.ask(WRITER, key) for key in ("Đăng tin", "Bản nháp", "Tin mới", "Trợ giúp")]
    assert not any("Đã nhận" in one for one in heard)
    assert "Đã nhận 2 phần" in await ward.ask(WRITER, "Sáng chủ nhật 7 giờ")


async def test_a_key_is_no_title(ward: House) -> None:
    (*_, panel) = await ward.tick(WRITER, await ward.say(WRITER, f"/post {NOTICE}"))
    number = panel.buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} title")
    await ward.say(WRITER, "Tin mới")
    assert "Mời anh/chị dán nội dung" in await ward.ask(WRITER, "Đăng tin")
    assert not {"Tin mới", "Đăng tin"} & {row["title"] for row in await ward.rows(revision)}


async def test_a_key_is_not_told_to_whoever_reported(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 47")
    (heard,) = [one for one in await ward.notices(WRITER) if "báo sai" in one.text]
    await ward.press(WRITER, heard.buttons["Trả lời"])
    for key in ("Đăng tin", "Bản nháp", "Tin mới", "Trợ giúp"):
        await ward.press(WRITER, heard.buttons["Trả lời"])
        await ward.say(WRITER, key)
    (row,) = await ward.rows(mistake)
    assert row["answer"] is None
