"""Who is answered, when, and what waits: at the level of rows."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.telegram.channel import CHAT_PACE
from bot.delivery.tell import MOST_OWED
from bot.domain.claims import Method, Waits
from bot.domain.delivery import Lane
from bot.domain.people import Role
from bot.services.context import Account
from bot.storage.push import copies, outbox, pace, replies
from bot.storage.tables import address, conversation, delivery, dispatch, job
from handlers.attachments import TAKING
from tests.ward import FULL, NOTICE, TELEGRAM, ZALO, House


async def _flood(house: House, chat: str) -> list[dict[str, object]]:
    for number in range(MOST_OWED + 10):
        await house.receive(house.event(chat, f"/read {number + 1}"))
    return [row for row in await house.rows(delivery) if row["chat_id"] == chat and row["state"] == "queued"]


async def test_who_is_taken_back_answers_a_second_time_is_told_so_again(house: House) -> None:
    house.accounts[TELEGRAM] = Account(replace(FULL, chat_pace=CHAT_PACE), 30.0)
    await house.join("9")
    waiting = await _flood(house, "9")
    assert [row for row in waiting if row["slot"] == "hurry"]
    await house.sent(house.claimed)
    for _ in range(MOST_OWED):
        await house.notices("9")
        house.clock.advance(seconds=180)
    assert not [row for row in await house.rows(delivery) if row["state"] in ("queued", "sending")]
    house.claimed.clear()
    waiting = await _flood(house, "9")
    assert len([row for row in waiting if row["slot"] is None]) < MOST_OWED
    assert [row for row in waiting if row["slot"] == "hurry"], "answers were taken back without a word"


async def test_a_step_with_an_end_keeps_it_when_something_else_is_asked_meanwhile(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    await house.press("7", heard[-1].buttons["Đính kèm"])
    ends = [row["expires_at"] for row in await house.rows(conversation) if row["step"]]
    assert ends[0] is not None
    await house.say("7", "/latest")
    house.clock.advance(seconds=TAKING.total_seconds() * 40)
    await house.send_photo("7", b"\xff\xd8\xff\xe0 a picture for something else")
    # Read as a paper of its own, and not taken for yesterday's draft.
    assert [row["kind"] for row in await house.rows(job)] == ["post.fetch"]


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_an_answer_and_a_claim_for_one_chat_do_not_block_each_other(house: House) -> None:
    await house.join("9", subscribed=True)
    (mine,) = [row for row in await house.rows(address) if row["chat_id"] == "9"]
    now, both = house.clock.now(), asyncio.Barrier(2)

    async def answer() -> None:
        async with house.database.write() as transaction:
            await replies.load_chat(transaction, mine["id"])
            await both.wait()
            await outbox.lock_pace_and_look(transaction, TELEGRAM, now)

    async def claim() -> None:
        async with house.database.write() as transaction:
            await pace.lock_pace(transaction, TELEGRAM, now)
            await both.wait()
            await pace.spend_chats(transaction, {mine["id"]: now}, {})

    await asyncio.gather(answer(), claim())


async def test_those_who_failed_by_waiting_get_the_whole_hour_again(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.join("9", subscribed=True)
    await house.publish("7", NOTICE)
    long_ago = house.clock.now() - timedelta(hours=2)
    async with house.database.write() as transaction:
        mine = delivery.c.dispatch_id.is_not(None)
        await transaction.execute(
            update(delivery).where(mine).values(state="failed", attempts=8, throttled_at=long_ago, error="throttled")
        )
        (push,) = list(await transaction.scalars(select(dispatch.c.id)))
        assert await copies.requeue_failed(transaction, push, house.clock.now())
    assert [row["throttled_at"] for row in await house.rows(delivery) if row["dispatch_id"]] == [None]


async def test_a_change_on_a_channel_that_cannot_edit_waits_as_what_it_is(house: House) -> None:
    """What is refused is held under the name under which it is looked for (claims and refusals say it apart)."""
    await house.join("7", Role.WRITER)
    await house.join("9", subscribed=True, route=ZALO)
    await house.publish("7", NOTICE)
    await house.pushes(route=ZALO)
    await house.withdraw("7", "1 nhầm")
    now = house.clock.now()
    async with house.database.write() as transaction:
        ids = await outbox.claim_rows(
            transaction, route=ZALO, lanes=tuple(Lane), claim="c", now=now, lease_until=now + TAKING, limit=9
        )
        waits: Waits = {("9", Method.SEND): now + timedelta(minutes=5)}
        at = [now] * len(ids)
        held = await outbox.load_claimed(transaction, ids, "c", at, TAKING, edits=False, waits=waits)
        assert not [row for row in held if row.kind == "withdrawal"], "claims: a new message"
    async with house.database.write() as transaction:
        later = now + timedelta(minutes=6)
        ids = await outbox.claim_rows(
            transaction, route=ZALO, lanes=tuple(Lane), claim="d", now=later, lease_until=later + TAKING, limit=9
        )
        (row,) = await outbox.load_claimed(transaction, ids, "d", [later] * len(ids), TAKING, edits=False)
    assert not row.changes


async def test_of_a_chat_that_is_owed_much_one_answer_a_claim_takes_a_turn(house: House) -> None:
    house.accounts[TELEGRAM] = Account(replace(FULL, chat_pace=CHAT_PACE), 30.0)
    await house.join("9")
    await house.join("10")
    waiting = await _flood(house, "9")
    await house.sent(house.claimed)
    owed = [row["id"] for row in waiting if row["slot"] is None]
    assert len(owed) > 1
    now = house.clock.advance(seconds=5)
    async with house.database.write() as transaction:
        lease = now + TAKING
        ids = await outbox.claim_rows(
            transaction, route=TELEGRAM, lanes=(Lane.REPLY,), claim="c", now=now, lease_until=lease, limit=9
        )
    assert [one for one in ids if one in owed] == owed[:1]
