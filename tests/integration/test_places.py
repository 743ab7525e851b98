"""Topics of a group: answered where asked, pushed to where subscribed; and a group that put the bot out."""

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.telegram.channel import CHAT_PACE
from bot.domain.people import Role
from bot.errors import GoneError, UnreachableError
from bot.messages.incoming import Event, Incoming
from bot.messages.message import Outgoing
from bot.services.context import Account
from bot.storage.tables import address, delivery
from tests.integration.approving import REPORT, WRITER
from tests.integration.phones import Mail, correct, states
from tests.ward import FULL, TELEGRAM, House

GROUP = "-500"


def said(house: House, text: str, place: str | None = None, **more: Any) -> Incoming:
    """What an admin of the group says in a topic of it."""
    values = {"group": True, "by_group_admin": True, "name": "Nhóm khóm 3", "place": place, **more}
    return house.event(GROUP, text, **values)


async def agree(house: House, place: str | None) -> list[str]:
    """/subscribe and Đồng ý, said in a topic."""
    asked = await house.hear(said(house, "/subscribe", place))
    agreed = await house.hear(said(house, "subscribe.agree", place, pressed=True, message_id="m1"))
    return [heard.text for heard in (*asked, *agreed)]


@pytest.fixture
async def mail(house: House) -> Mail:
    """A writer, and a group that subscribed in its topic 7."""
    await house.join(WRITER, Role.WRITER)
    await agree(house, "7")
    mail = Mail(house)
    await mail.run()
    return mail


def places(mail: Mail) -> list[str | None]:
    """Where in the group messages came."""
    return [one.place for one in mail.telegram.rang if one.chat_id == GROUP]


# --- where answers and pushes go ----------------------------------------------------------------------------------


async def test_an_answer_goes_where_it_was_asked_and_a_push_where_the_group_subscribed(mail: Mail) -> None:
    house = mail.house
    for place in ("7", "8", None):
        (heard,) = await house.hear(said(house, "/latest", place))
        assert heard.row.place == place
    await house.publish(WRITER, REPORT)
    await mail.run()
    assert places(mail) == ["7"]
    await correct(mail)
    await mail.run()
    assert places(mail) == ["7", "7"], "the notice stands beside what it is about"


async def test_subscribing_in_another_topic_brings_the_pushes_there(mail: Mail) -> None:
    assert "Đồng ý" not in (await agree(mail.house, "7"))[0], "there it is subscribed"
    asked, agreed = await agree(mail.house, "8")
    assert "không về mục kia nữa" in asked, "it is said beforehand: never in both"
    assert "về mục này" in agreed
    await mail.house.publish(WRITER, REPORT)
    await mail.run()
    assert places(mail)[-1] == "8"
    await agree(mail.house, None)
    await correct(mail)
    await mail.run()
    assert places(mail)[-1] == "8", "beside the copy, wherever new posts go by now"
    await mail.house.publish(WRITER, "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa.")
    await mail.run()
    assert places(mail)[-1] is None


async def test_the_same_question_in_two_topics_is_answered_in_both(house: House) -> None:
    house.accounts[TELEGRAM] = Account(replace(FULL, chat_pace=CHAT_PACE), 30.0)
    await house.hear(said(house, "/start", "7"))
    for number in range(9):
        await house.receive(said(house, f"/read {number}", "7"))
    for place in ("7", "8", "7"):
        await house.receive(said(house, "/latest", place))
    asked = [row for row in await house.rows(delivery) if row["answer"] and "chưa đăng tin" in str(row["content"])]
    assert [row["place"] for row in asked] == ["7", "8"]


async def test_slow_work_is_answered_where_it_was_asked(house: House) -> None:
    asked = said(house, "/subscribe", "7", by_group_admin=False, speaker="2")
    house.group_admins = {(GROUP, "2")}
    assert await house.hear(asked) == []
    (heard,) = await house.work()
    assert heard.row.place == "7"


async def test_a_chats_pace_is_the_chats_whatever_the_place(mail: Mail) -> None:
    (row,) = [one for one in await mail.house.rows(address) if one["chat_id"] == GROUP]
    assert row["place"] == "7"
    assert len([one for one in await mail.house.rows(address) if one["chat_id"] == GROUP]) == 1, "one chat, one pace"


async def test_a_person_who_asks_in_a_topic_of_their_own_chat_is_subscribed_there_too(house: House) -> None:
    await house.join("20", subscribed=True)
    (heard,) = await house.hear(house.event("20", "/dangky", place="3"))
    assert "đã đăng ký rồi" in heard.text
    assert heard.row.place == "3"


# --- refused --------------------------------------------------------------------------------------------------------


async def test_a_closed_topic_refuses_its_own_messages_alone_and_is_named(mail: Mail) -> None:
    house = mail.house
    send = mail.telegram.send

    async def closed(message: Outgoing) -> str:
        if message.place == "7":
            raise GoneError("topic-closed")
        return await send(message)

    mail.telegram.send = closed  # type: ignore[method-assign]
    await house.publish(WRITER, REPORT)
    await mail.run()
    assert await states(house, "new") == {"failed": 1}
    assert "mục trong nhóm đã đóng hoặc bị xóa: 1" in await house.ask(WRITER, "/tinhtrang 1")
    (row,) = [one for one in await house.rows(address) if one["chat_id"] == GROUP]
    assert (row["active"], row["preferred"]) == (True, True)
    await house.receive(said(house, "/latest", "8"))
    await mail.record(await mail.send(house.claimed))
    assert places(mail)[-1] == "8"


# --- put out, and only unreachable ----------------------------------------------------------------------------------


async def put_out_by_event(mail: Mail) -> None:
    await mail.house.hear(mail.house.event(GROUP, event=Event.BLOCKED, group=True))


async def put_out_by_answer(mail: Mail) -> None:
    mail.telegram.fails(GROUP, UnreachableError("kicked"))
    await mail.house.publish(WRITER, REPORT)
    await mail.run()


@pytest.mark.parametrize("put_out", [put_out_by_event, put_out_by_answer])
async def test_only_an_admins_subscribe_brings_back_a_group_that_put_the_bot_out(mail: Mail, put_out: Any) -> None:
    house = mail.house
    await put_out(mail)
    rang = len(places(mail))
    # Somebody let it in again and asks; it answers, and no more.
    assert await house.hear(said(house, "/latest", "7", by_group_admin=False))
    await house.publish(WRITER, f"{REPORT} Lần hai.")
    await mail.run()
    assert len(places(mail)) == rang
    assert "chỉ quản trị viên" in (await house.hear(said(house, "/subscribe", "7", by_group_admin=False)))[0].text
    assert "Đồng ý" in str((await house.hear(said(house, "/subscribe", "7")))[0].buttons)
    await agree(house, "7")
    await mail.run()
    await house.publish(WRITER, f"{REPORT} Lần ba.")
    await mail.run()
    assert places(mail)[-1] == "7"
    assert len(places(mail)) > rang


async def test_a_group_that_could_not_be_reached_is_back_when_it_is_heard_again(mail: Mail) -> None:
    house = mail.house
    mail.telegram.fails(GROUP, UnreachableError("no-rights"))
    await house.publish(WRITER, REPORT)
    await mail.run()
    await house.hear(said(house, "/latest", "7", by_group_admin=False))
    await house.publish(WRITER, f"{REPORT} Lần hai.")
    await mail.run()
    assert places(mail) == ["7"]


async def test_a_group_that_moves_stays_subscribed_although_its_old_chat_was_left(mail: Mail) -> None:
    house = mail.house
    await put_out_by_event(mail)
    await house.hear(house.event(GROUP, event=Event.MOVED, group=True, new_chat_id="-1001"))
    await house.publish(WRITER, REPORT)
    await mail.run()
    assert [one.chat_id for one in mail.telegram.rang] == ["-1001"]


async def test_who_blocked_the_bot_and_lets_it_in_again_gets_posts_as_before(mail: Mail) -> None:
    house = mail.house
    await house.join("20", subscribed=True)
    await house.hear(house.event("20", event=Event.BLOCKED))
    await house.hear(house.event("20", event=Event.UNBLOCKED))
    await house.publish(WRITER, REPORT)
    await mail.run()
    assert len(mail.telegram.rings("20")) == 1
