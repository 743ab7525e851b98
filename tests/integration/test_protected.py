"""What cadres are shown of posts for cadres cannot be forwarded, on whichever road it comes; all else can."""

from typing import Any

import pytest

from bot.domain.people import Role
from bot.storage.tables import delivery
from tests.integration.approving import HOA, strict_ward
from tests.integration.test_leaks import CADRES, PUBLIC_FILE, SECRET_FILE, messages, traces
from tests.ward import ADMIN, NOTICE, SEED, TELEGRAM, After, Heard, House, Past

CADRE, WRITER = "5", "7"


@Past
async def both_kinds(house: House) -> None:
    """Posts for everyone and for cadres, each with a file, a correction, a draft, and one that was withdrawn."""
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(CADRE, Role.CADRE, subscribed=True)
    secrets = list(CADRES)
    await house.publish(WRITER, SEED, files=[PUBLIC_FILE])
    await house.publish(WRITER, secrets[0], cadres=True, files=[SECRET_FILE])
    await house.publish(WRITER, secrets[1], cadres=True)
    await house.publish(WRITER, secrets[2], cadres=True)
    await house.publish(WRITER, secrets[4], cadres=True)
    await house.publish(WRITER, NOTICE)
    await house.correct(WRITER, "CB-1 77,31% => 77,32%")
    await house.withdraw(WRITER, "CB-4 trùng tin")
    heard = await house.say(WRITER, f"/post {secrets[3]}")
    await house.press(WRITER, heard[-1].buttons["Đối tượng"])


@pytest.fixture
def ward(after: After) -> House:
    return after(both_kinds)


def shown(heard: Heard, typed: str = "") -> list[str]:
    """What of posts for cadres stands in a message, but for what was typed."""
    content = heard.row.content or {}
    return traces((heard.text, heard.buttons, content.get("attachment")), typed)


def is_protected(heard: Heard) -> bool:
    return bool((heard.row.content or {}).get("protect"))


@pytest.mark.parametrize("chat", [CADRE, WRITER, ADMIN])
async def test_whatever_shows_something_of_a_post_for_cadres_is_protected(ward: House, chat: str, engine: str) -> None:
    asked = [one for one in messages(ward.router) if one.text != "privacy.erase"]
    seen = 0
    for one in asked[:: 3 if engine == "sqlite" else 15]:
        for heard in [
            *await ward.hear(ward.event(chat, one.text, pressed=one.pressed, message_id="m1")),
            *await ward.work(),
        ]:
            assert is_protected(heard) or not shown(heard, one.text), (one, heard.text)
            seen += bool(shown(heard))
    assert seen > 10


@pytest.mark.parametrize(
    "text",
    [
        *("/read CB-1", "/latest", "/meetings", "/upcoming", "/targets", "tim bang lang", "lich su CB-1", "/results"),
        *("/files CB-1", "/corrections", "ai trực đêm ở khóm 3", "/drafts", "/status CB-1", "read CB-1 @0"),
    ],
)
async def test_each_road_by_its_name(ward: House, text: str) -> None:
    heard = await ward.say(WRITER, text)
    assert [one.text for one in heard if shown(one) and not is_protected(one)] == []


async def test_what_is_for_everyone_can_be_forwarded_by_a_cadre_too(ward: House) -> None:
    for text in ("/read 1", "/read 2", "/targets", "tim cup dien hem 47", "/invite soan", "/trogiup"):
        for heard in await ward.say(ADMIN, text):
            assert is_protected(heard) == bool(shown(heard)), heard.text


async def test_what_officials_are_told_of_a_draft_for_cadres_is_protected(after: After) -> None:
    ward = after(strict_ward)
    heard = await ward.say(WRITER, f"/post {list(CADRES)[1]}")
    heard = await ward.press(WRITER, heard[-1].buttons["Đối tượng"])
    assert [is_protected(one) for one in heard] == [False, True, True], "where it was, what it says, and the panel"
    panel = (await ward.tick(WRITER, heard))[-1]
    told = await ward.press(WRITER, panel.buttons["Hẹn giờ"])
    told += await ward.say(WRITER, "8h sáng mai")
    told += await ward.press(WRITER, panel.buttons["Đăng"])
    assert len([one for one in told if shown(one)]) == 3, "what is asked and said on the way names it"
    asked = await ward.notices(HOA)
    told += [*asked, *await ward.press(HOA, asked[-1].buttons["Trả lại"]), *await ward.say(HOA, "thiếu giờ")]
    told += await ward.notices(WRITER)
    assert [one for one in told if shown(one)]
    assert [one.text for one in told if shown(one) and not is_protected(one)] == []


async def test_a_message_that_can_be_forwarded_is_never_changed_to_show_them(ward: House) -> None:
    pressed: dict[str, Any] = {"pressed": True, "message_id": "m9"}
    (turned,) = await ward.hear(ward.event(CADRE, "latest @0", **pressed, forwardable=True))
    assert shown(turned)
    assert (turned.row.edit, is_protected(turned)) == (None, True), "a new one, and protected"
    (turned,) = await ward.hear(ward.event(CADRE, "latest @0", **pressed))
    assert turned.row.edit == "m9"


async def test_a_resident_may_forward_all_they_see(ward: House) -> None:
    await ward.join("9", subscribed=True)
    for text in ("/latest", "/read CB-1", "/read 1"):
        await ward.say("9", text)
    rows = [row for row in await ward.rows(delivery) if row["chat_id"] == "9" and row["route"] == TELEGRAM]
    assert not [row for row in rows if (row["content"] or {}).get("protect")]
