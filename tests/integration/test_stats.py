"""/thongke: what the ward's officials may know of whom they reach, in numbers alone."""

from typing import Any, cast

import pytest
from sqlalchemy import select, update

from bot.domain.people import Role
from bot.storage import people
from bot.storage.tables import address, delivery
from tests.integration.approving import WRITER
from tests.ward import ADMIN, NOTICE, TELEGRAM, ZALO, After, House, Past


@Past
async def a_ward_of_some_people(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    for name in ("Khóm 1", "Khóm 2"):
        await house.say(ADMIN, f"/khuvuc them {name}")
    for chat in ("21", "22", "23", "24"):
        await house.join(chat, subscribed=True)
    await house.join("31", subscribed=True, route=ZALO)
    await house.press("21", "areas.toggle 1")
    await house.press("22", "areas.toggle 1")
    await house.say("-9", "/start", group=True)
    await house.press("-9", "subscribe.agree", group=True, by_group_admin=True)
    async with house.database.write() as transaction:
        await people.set_address_active(transaction, TELEGRAM, "24", active=False)
    await house.publish(WRITER, NOTICE)
    await house.publish(WRITER, "Họp kín CB\n\nHọp nội bộ.", cadres=True)
    two = select(address.c.person_id).where(address.c.chat_id.in_(["21", "22"]))
    async with house.database.write() as transaction:
        pushed = update(delivery).where(delivery.c.person_id.in_(two), delivery.c.dispatch_id.is_not(None))
        await transaction.execute(pushed.values(state="sent"))


@pytest.fixture
def town(after: After) -> House:
    return after(a_ward_of_some_people)


async def test_people_are_counted_by_channel_area_and_topic(town: House) -> None:
    told = await town.ask(WRITER, "/thongke")
    assert "4 người nhận tin, 1 nhóm" in told
    assert "1 người đã đăng ký nhưng chặn bot" in told
    assert "Qua Telegram: 3" in told
    assert "Qua Zalo: 1" in told
    assert "Khóm 1: 2" in told
    assert "Khóm 2: 0" in told
    assert "nhận mọi khu vực: 2" in told


async def test_what_the_newest_posts_reached_stands_with_each(town: House) -> None:
    told = await town.ask(WRITER, "thong ke")
    assert "Tin 1: 2/5 – Thông báo cúp điện" in told


async def test_growth_is_told_month_by_month(town: House) -> None:
    town.clock.advance(days=20)
    await town.join("25", subscribed=True)
    told = await town.ask(WRITER, "/thongke")
    assert "Tháng 11/2026: thêm" in told
    assert "Tháng 12/2026: thêm 1, ngừng 0" in told
    assert "Tháng 7/2026: thêm 0, ngừng 0" in told


async def test_who_stopped_is_counted_no_more(town: House) -> None:
    (asked,) = await town.say("22", "/ngung")
    if asked.buttons:
        await town.press("22", next(iter(asked.buttons.values())))
    told = await town.ask(WRITER, "/thongke")
    assert "3 người nhận tin" in told
    assert "Khóm 1: 1" in told


async def test_the_picture_tells_the_same(town: House) -> None:
    (told,) = await town.say(WRITER, "/thongke")
    (picture,) = await town.press(WRITER, told.buttons["Biểu đồ"])
    assert picture.row.content is not None
    _name, photo, template, data, _format = cast(list[Any], picture.row.content["drawing"])
    assert photo
    assert template == "bars"
    shown = {(one["label"], one["shown"]) for block in data["blocks"] for one in block["bars"]}
    assert {("Telegram", "3"), ("Khóm 1", "2")} <= shown
    reached = [one for block in data["blocks"] for one in block["bars"] if one["label"].startswith("Tin 1:")]
    assert [(one["shown"], one["end"]) for one in reached] == [("2/5", 0.4)]


async def test_numbers_are_for_officials_and_never_in_a_group(town: House) -> None:
    assert "nhận tin," not in await town.ask("21", "/thongke")
    assert "nhận tin," not in await town.ask("21", "thống kê")
    for chat in ("21", "-9"):
        for heard in await town.press(chat, "stats.picture", group=chat == "-9"):
            assert "nhận tin" not in heard.text or "dành cho" in heard.text
            assert "drawing" not in (heard.row.content or {})


async def test_a_ward_without_anybody_has_numbers_too(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    told = await house.ask(WRITER, "/thongke")
    assert "0 người nhận tin" in told
    await house.publish(WRITER, NOTICE)
    assert "Tin 1: lúc đăng chưa có ai nhận tin" in await house.ask(WRITER, "/thongke")
    (picture,) = await house.press(WRITER, "stats.picture")
    assert "0 người nhận tin" in picture.text
