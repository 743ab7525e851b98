"""The ward's channel is named by an admin who may post there, and by nobody else."""

import asyncio

import pytest

from bot.domain.audit import Action
from bot.domain.people import Role
from bot.messages.incoming import Origin
from bot.storage import broadcasts
from bot.storage.tables import audit, person
from tests.integration.airing import (
    BOT,
    CHANNEL,
    OTHER,
    TITLE,
    let_in,
    name_channel,
    on_air,
    on_channel,
    publish_more,
)
from tests.integration.phones import Mail, publish
from tests.ward import ADMIN, NOTICE, ZALO, After, House


@pytest.fixture
def ward(after: After) -> House:
    return after(on_air)


async def test_an_admin_who_lets_the_bot_in_is_asked_and_their_yes_makes_it_the_wards_channel(house: House) -> None:
    await house.join(ADMIN)
    house.group_admins |= {(CHANNEL, BOT), (CHANNEL, ADMIN)}
    (offer,) = await let_in(house)
    assert TITLE in offer.text
    assert await house.rows(person) == [one for one in await house.rows(person) if one["kind"] == "private"]
    (asking,) = await house.press(ADMIN, offer.buttons["Dùng kênh này"])
    assert "Đang hỏi" in asking.text
    (said,) = await house.work()
    assert "đã là kênh của phường" in said.text
    (channel,) = [one for one in await house.rows(person) if one["kind"] == "broadcast"]
    assert (channel["name"], channel["role"], channel["subscribed"]) == (TITLE, 0, True)
    assert [one["action"] for one in await house.rows(audit)][-1] == Action.CHANNEL_NAMED


async def test_a_forwarded_message_tells_which_channel_is_meant_and_any_other_is_asked_for_again(house: House) -> None:
    await house.join(ADMIN)
    house.group_admins |= {(CHANNEL, BOT), (CHANNEL, ADMIN)}
    assert "chuyển tiếp một tin của kênh" in await house.ask(ADMIN, "kênh")
    assert "Chưa thấy kênh nào" in await house.ask(ADMIN, "Đây là kênh của mình nè")
    (offer,) = await house.say(ADMIN, "Chào bà con", origin=Origin(CHANNEL, TITLE))
    assert TITLE in offer.text
    await house.press(ADMIN, offer.buttons["Dùng kênh này"])
    (said,) = await house.work()
    assert "đã là kênh của phường" in said.text


async def test_a_forwarded_message_is_no_answer_where_nobody_asked_which_channel(house: House) -> None:
    await house.join(ADMIN)
    assert "Dùng kênh" not in await house.ask(ADMIN, "Chào bà con", origin=Origin(CHANNEL, TITLE))


@pytest.mark.parametrize(
    ("may", "words"),
    [({BOT}, "không phải quản trị viên"), ({ADMIN}, "Bot chưa có quyền"), (set(), "Bot chưa có quyền")],
)
async def test_a_channel_in_which_the_bot_or_the_admin_may_not_post_is_not_taken(
    house: House, may: set[str], words: str
) -> None:
    await house.join(ADMIN)
    house.group_admins |= {(CHANNEL, one) for one in may}
    await house.press(ADMIN, f"channel.use {CHANNEL} {TITLE}")
    (said,) = await house.work()
    assert words in said.text
    assert "broadcast" not in {one["kind"] for one in await house.rows(person)}


@pytest.mark.parametrize("second", [CHANNEL, OTHER])
async def test_of_two_admins_who_name_one_at_the_same_moment_the_later_has_named_it(house: House, second: str) -> None:
    for admin in (ADMIN, "91"):
        await house.join(admin, Role.ADMIN)

    async def named_by(admin: str, channel: str) -> None:
        async with house.services() as services:
            viewer = await services.people.enter(house.event(admin))
            await services.broadcasts.name(viewer, Origin(channel, channel))
            await asyncio.sleep(0.2)

    await asyncio.gather(named_by(ADMIN, CHANNEL), named_by("91", second))
    channels = [one for one in await house.rows(person) if one["kind"] == "broadcast"]
    assert [one["name"] for one in channels if one["subscribed"]] in ([CHANNEL], [second])
    assert len(channels) == len({CHANNEL, second})


@pytest.mark.parametrize("role", [None, Role.APPROVER])
async def test_who_is_no_admin_is_offered_nothing_and_can_name_and_stop_nothing(ward: House, role: Role | None) -> None:
    await ward.join("30", role)
    ward.group_admins |= {(OTHER, BOT), (OTHER, "30")}
    assert await let_in(ward, "30", OTHER, "Kênh lạ") == []
    for data in (f"channel.use {OTHER} Kênh lạ", "channel tắt", "channel.leave"):
        assert "quản trị" in (await ward.press("30", data))[0].text
    assert await ward.work() == []
    assert "quản trị" in await ward.ask("30", "/kenh tat")
    async with ward.database.read() as transaction:
        named = await broadcasts.find_named(transaction)
    assert named is not None
    assert named.name == TITLE


async def test_a_stranger_who_lets_the_bot_in_leaves_no_trace(house: House) -> None:
    assert await let_in(house, "99") == []
    assert await house.rows(person) == []


async def test_an_admin_who_lost_the_role_while_the_platform_was_asked_names_nothing(ward: House) -> None:
    await ward.join("30", Role.ADMIN)
    ward.group_admins |= {(OTHER, BOT), (OTHER, "30")}
    (offer,) = await let_in(ward, "30", OTHER, "Kênh khác")
    await ward.press("30", offer.buttons["Dùng kênh này"])
    await ward.set_role("30", Role.RESIDENT)
    assert "đã là kênh" not in "".join(one.text for one in await ward.work())
    async with ward.database.read() as transaction:
        named = await broadcasts.find_named(transaction)
    assert named is not None
    assert named.name == TITLE


async def test_another_channel_takes_the_place_of_the_first_which_says_so(ward: House) -> None:
    said = await name_channel(ward, OTHER, "Kênh mới")
    assert f"“{TITLE}” không nhận tin mới nữa" in said.text
    mail = Mail(ward)
    await publish(mail, NOTICE)
    assert on_channel(mail) == []
    assert len(mail.telegram.texts(OTHER)) == 1
    await name_channel(ward)
    await publish_more(mail)
    assert (len(on_channel(mail)), len(mail.telegram.texts(OTHER))) == (1, 1)


async def test_on_zalo_an_admin_is_told_where_a_channel_is_named(house: House) -> None:
    await house.join("z1", Role.ADMIN, route=ZALO)
    assert "trên Telegram" in await house.ask("z1", "kenh", route=ZALO)
