"""What was written for a role does not leave once the role is lost, in whatever table it waits."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.delivery import MAX_ATTEMPTS, Lane
from bot.domain.people import Role
from bot.storage.push import outcomes
from bot.storage.push import pace as pace_storage
from bot.storage.tables import delivery
from tests.integration.phones import Mail
from tests.integration.test_leaks import messages, traces
from tests.ward import ADMIN, TELEGRAM, After, House, Past

CADRE, WRITER, SECRET = "5", "7", "Họp kín Bằng Lăng\n\nSáng ngày 08-7, chi bộ họp kín với tổ Thốt Nốt; thu đạt 77,31%."
TOLD = (Lane.URGENT, Lane.REPLY, Lane.NOTICE)
"""The lanes of what is said to one chat."""


@Past
async def a_secret(house: House) -> None:
    """A ward with one post, for cadres, that nobody was sent yet."""
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(CADRE, Role.CADRE, subscribed=True)
    await house.publish(WRITER, SECRET, cadres=True)


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(a_secret))


async def stand_still(mail: Mail, minutes: float) -> None:
    """Let nothing leave for so long: what is said meanwhile waits."""
    until = mail.house.clock.now() + timedelta(minutes=minutes)
    async with mail.house.database.write() as transaction:
        await pace_storage.pause_token(transaction, TELEGRAM, until, "a test")


async def revoke(mail: Mail, chat: str) -> None:
    await mail.house.press(ADMIN, f"revoke.yes {await mail.house.set_role(chat, None)}")


async def tell_all(*workers: Mail) -> None:
    """Let workers say what waits, all at once, until nothing does."""
    while any(claims := await asyncio.gather(*(one.claim(lanes=TOLD, limit=3) for one in workers))):
        for one, rows in zip(workers, claims, strict=True):
            await one.record(await one.send(rows))


async def kept(mail: Mail) -> list[str]:
    """What is still stored of messages to the one who was a cadre."""
    return [str(row["content"]) for row in await mail.house.rows(delivery) if row["chat_id"] == CADRE]


def rings(mail: Mail, chat: str) -> list[str]:
    """What rang beside the word that the role is gone."""
    return [one for one in mail.telegram.rings(chat) if "đã được thu lại" not in one]


async def test_of_answers_to_a_cadre_that_wait_when_the_role_is_lost_one_line_is_left(mail: Mail) -> None:
    await stand_still(mail, 5)
    for text in ("/read CB-1", "/latest", "tim bang lang", "lich su CB-1"):
        await mail.house.receive(mail.house.event(CADRE, text))
    assert traces(await kept(mail)), "nothing of it waited"
    await revoke(mail, CADRE)
    await mail.house.receive(mail.house.event(CADRE, "/targets"))
    mail.house.clock.advance(minutes=4)
    await tell_all(mail)
    line, answer = rings(mail, CADRE)
    assert "Quyền của anh/chị trong bot vừa thay đổi" in line
    assert "chỉ tiêu" in answer, "what they asked as who they are now"
    assert not traces(mail.telegram.texts(CADRE))
    assert not traces(await kept(mail))


async def test_whatever_an_official_asked_nothing_of_it_leaves_after_the_role_is_lost(mail: Mail) -> None:
    await mail.house.set_role(CADRE, Role.WRITER)
    await stand_still(mail, 5)
    asked = [one for one in messages(mail.house.router) if one.text != "privacy.erase"]
    for one in asked[::3]:
        await mail.house.receive(mail.house.event(CADRE, one.text, pressed=one.pressed, message_id="m1"))
    while await mail.house.jobs.run_one():
        pass
    assert traces(await kept(mail)), "nothing of it waited"
    await revoke(mail, CADRE)
    await tell_all(mail)
    await mail.run()
    assert len(rings(mail, CADRE)) <= 1
    assert not traces(mail.telegram.texts(CADRE))


async def test_what_a_dead_process_had_in_hand_does_not_leave_after_the_role_is_lost(mail: Mail) -> None:
    await mail.house.receive(mail.house.event(CADRE, "/read CB-1"))
    assert [row for row in mail.house.claimed if row.chat_id == CADRE], "leased to a process that dies now"
    await revoke(mail, CADRE)
    now = mail.house.clock.advance(minutes=1)
    async with mail.house.database.write() as transaction:
        assert await outcomes.release_expired(transaction, now, MAX_ATTEMPTS)
    await tell_all(mail)
    (line,) = rings(mail, CADRE)
    assert "vừa thay đổi" in line


async def test_a_notice_for_officials_ends_without_a_word_when_its_reader_lost_the_role(mail: Mail) -> None:
    await mail.house.join("2", Role.ADMIN)
    await stand_still(mail, 60)
    await mail.house.say(ADMIN, "/invite quan tri")
    assert [row for row in await mail.house.rows(delivery) if row["chat_id"] == "2" and row["state"] == "queued"]
    await revoke(mail, "2")
    await tell_all(mail)
    assert rings(mail, "2") == []
    left = [
        row["content"]["text"] for row in await mail.house.rows(delivery) if row["chat_id"] == "2" and row["content"]
    ]
    assert all("đã được thu lại" in one or "phím to" in one for one in left)


async def test_who_gets_the_role_back_in_time_gets_what_was_written_for_it(mail: Mail) -> None:
    await stand_still(mail, 5)
    await mail.house.receive(mail.house.event(CADRE, "/read CB-1"))
    await revoke(mail, CADRE)
    await mail.house.set_role(CADRE, Role.CADRE)
    await tell_all(mail)
    assert "Bằng Lăng" in rings(mail, CADRE)[0]


async def test_who_was_erased_and_comes_back_gets_nothing_of_who_they_were(mail: Mail) -> None:
    await stand_still(mail, 5)
    await mail.house.receive(mail.house.event(CADRE, "/read CB-1"))
    waiting = [row for row in await mail.house.rows(delivery) if row["chat_id"] == CADRE and row["content"]]
    await mail.house.press(CADRE, "privacy.erase")
    async with mail.house.database.write() as transaction:
        # As if it had been written by a transaction that began before.
        await transaction.execute(delivery.insert().values(**waiting[0] | {"id": 999}))
    await mail.house.receive(mail.house.event(CADRE, "/start"))
    await tell_all(mail)
    assert not traces(mail.telegram.texts(CADRE))


async def test_two_workers_let_nothing_through_while_a_role_is_taken(mail: Mail) -> None:
    other = Mail(mail.house)
    await stand_still(mail, 5)
    for number in range(12):
        await mail.house.receive(mail.house.event(CADRE, f"/read CB-1 {'.' * number}"))
    await revoke(mail, CADRE)
    await tell_all(mail, other)
    rang = rings(mail, CADRE) + rings(other, CADRE)
    assert ["vừa thay đổi" in one for one in rang] == [True]


async def test_a_push_for_cadres_that_waits_goes_to_nobody_who_lost_the_role(mail: Mail) -> None:
    await revoke(mail, CADRE)
    await mail.run()
    assert rings(mail, CADRE) == []
    assert [row["error"] for row in await mail.house.rows(delivery) if row["dispatch_id"]] == ["unsubscribed"]


@pytest.mark.parametrize("lost", [True, False])
async def test_of_several_answers_that_come_too_late_one_line_is_said(mail: Mail, lost: bool) -> None:
    await stand_still(mail, 15)
    for number in range(5):
        await mail.house.receive(mail.house.event(CADRE, f"/search viec {number}"))
        mail.house.clock.advance(seconds=9)
    mail.house.clock.advance(minutes=10, seconds=-40)
    if lost:
        await revoke(mail, CADRE)
    while rows := await mail.claim(lanes=TOLD, limit=3):
        await mail.record(await mail.send(rows))
        mail.house.clock.advance(seconds=8)
    assert len(rings(mail, CADRE)) == 1
