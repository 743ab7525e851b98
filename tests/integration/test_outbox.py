"""The outbox: rows claimed once, recorded once, and never sent to those who may no longer get them."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from markupsafe import Markup
from sqlalchemy import update

from bot.delivery import pace
from bot.domain.claims import Method
from bot.domain.delivery import MAX_ATTEMPTS, Attempted, DeliveryState, DispatchState, Lane
from bot.domain.people import Role
from bot.messages.message import Reply, reply_to_json
from bot.storage.push import dispatches, outbox, outcomes, replies
from bot.storage.push import pace as pace_storage
from bot.storage.push.outbox import Claimed
from bot.storage.push.outcomes import Recorded
from bot.storage.push.replies import NewReply
from bot.storage.tables import delivery, dispatch
from tests.ward import NOTICE, TELEGRAM, ZALO, After, House, Past

LEASE = timedelta(seconds=30)


async def claim(house: House, name: str, limit: int = 100, *, load: bool = True) -> list[Claimed]:
    now = house.clock.now()
    async with house.database.write() as transaction:
        ids = await outbox.claim_rows(
            transaction, route=TELEGRAM, lanes=tuple(Lane), claim=name, now=now, lease_until=now + LEASE, limit=limit
        )
        return await outbox.load_claimed(transaction, ids, name, [now] * len(ids), LEASE) if load else []


async def record(house: House, row: Claimed, state: DeliveryState, message_id: str | None = None) -> None:
    async with house.database.write() as transaction:
        outcome = Recorded(row.id, row.claim, Attempted(state, row.attempts, house.clock.now(), message_id))
        await outcomes.record(transaction, [outcome], house.clock.now())


async def states(house: House) -> list[str]:
    return [row["state"] for row in await house.rows(delivery) if row["dispatch_id"]]


@Past
async def a_push_that_waits(house: House) -> None:
    """A push to eight people that waits to be sent."""
    await house.join("w", Role.WRITER)
    for number in range(8):
        await house.join(str(number), subscribed=True)
    await house.publish("w", NOTICE)


@pytest.fixture
def push(after: After) -> House:
    return after(a_push_that_waits)


# --- claiming -----------------------------------------------------------------------------------------------------


async def test_two_claimers_at_one_moment_never_get_the_same_row(push: House) -> None:
    rows = await asyncio.gather(*(claim(push, f"worker-{number}", limit=3) for number in range(4)))
    ids = [row.id for batch in rows for row in batch]
    assert len(ids) == len(set(ids))
    ids += [row.id for row in await claim(push, "last")]
    assert len(ids) == len(set(ids)) == 8


async def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(push: House) -> None:
    (first, *_) = await claim(push, "a")
    push.clock.advance(seconds=29)
    async with push.database.write() as transaction:
        assert await outcomes.release_expired(transaction, push.clock.now(), MAX_ATTEMPTS) == 0
    assert await claim(push, "b") == []
    push.clock.advance(seconds=2)
    async with push.database.write() as transaction:
        assert await outcomes.release_expired(transaction, push.clock.now(), MAX_ATTEMPTS) == 8
    push.clock.advance(seconds=5)
    again = await claim(push, "b")
    assert len(again) == 8
    assert first.id in [row.id for row in again]
    assert {row.attempts for row in again} == {2}


async def test_a_late_finisher_changes_nothing(push: House) -> None:
    (late, *_) = await claim(push, "a")
    push.clock.advance(seconds=31)
    async with push.database.write() as transaction:
        await outcomes.release_expired(transaction, push.clock.now(), MAX_ATTEMPTS)
    await record(push, late, DeliveryState.FAILED)
    assert await states(push) == ["queued"] * 8
    (now_mine, *_) = [row for row in await claim(push, "b") if row.id == late.id]
    await record(push, late, DeliveryState.FAILED)
    await record(push, now_mine, DeliveryState.SENT, "m1")
    await record(push, late, DeliveryState.FAILED)
    (row,) = [row for row in await push.rows(delivery) if row["id"] == late.id]
    assert (row["state"], row["message_id"]) == ("sent", "m1")


async def test_a_row_whose_holders_keep_dying_is_given_up_in_the_end(push: House) -> None:
    for number in range(MAX_ATTEMPTS):
        assert len(await claim(push, f"a{number}")) == 8
        push.clock.advance(seconds=31)
        async with push.database.write() as transaction:
            await outcomes.release_expired(transaction, push.clock.now(), MAX_ATTEMPTS)
        push.clock.advance(seconds=5)
    assert await states(push) == ["failed"] * 8


async def test_urgent_rows_overtake_routine_ones(push: House) -> None:
    heard = await push.say("w", "/post Thông báo khẩn\n\nSơ tán ngay.")
    heard = await push.press("w", heard[-1].buttons["Khẩn"])
    await push.press("w", heard[-1].buttons["Đăng"])
    rows = await claim(push, "a", limit=8)
    assert len({row.dispatch_id for row in rows}) == 1
    assert {row.dispatch_id for row in rows} == {max(one["id"] for one in await push.rows(dispatch))}


async def test_answers_go_first_then_urgent_posts_then_changes_then_the_rest(push: House) -> None:
    await push.pushes()
    await push.publish("w", NOTICE)
    heard = await push.say("w", "/dinhchinh 1 8 giờ => 9 giờ")
    await push.press("w", heard[-1].buttons["Đăng"])
    heard = await push.say("w", "/post Thông báo khẩn\n\nSơ tán ngay.")
    heard = await push.press("w", heard[-1].buttons["Khẩn"])
    await push.press("w", heard[-1].buttons["Đăng"])
    await put(push, "trả lời", slot=None)
    lane_of = {row["id"]: row["lane"] for row in await push.rows(delivery)}
    now = push.clock.now()
    async with push.database.write() as transaction:
        claims: dict[str, Any] = {"claim": "a", "now": now, "lease_until": now + LEASE, "limit": 12}
        ids = await outbox.claim_rows(transaction, route=TELEGRAM, lanes=tuple(Lane), **claims)
        ids += await outbox.claim_rows(transaction, route=TELEGRAM, lanes=tuple(Lane), **claims | {"limit": 100})
    lanes = [lane_of[one] for one in ids]
    # Where nobody's turn is told, what is urgent comes first, then answers, then changes.
    assert lanes[:10] == [*[Lane.URGENT] * 8, Lane.REPLY, Lane.CHANGE]
    assert lanes[-8:] == [Lane.ROUTINE] * 8


async def test_the_rows_of_a_paused_push_are_passed_over_and_come_back(push: House) -> None:
    (one,) = await push.rows(dispatch)
    async with push.database.write() as transaction:
        await dispatches.set_dispatch_state(transaction, one["id"], DispatchState.PAUSED)
        await dispatches.park_rows(transaction, one["id"])
        # Nor do they make anybody look for them.
        assert await outbox.find_waiting(transaction, TELEGRAM, push.clock.now()) == ()
    assert await claim(push, "a") == []
    async with push.database.write() as transaction:
        await dispatches.set_dispatch_state(transaction, one["id"], DispatchState.RUNNING)
        await dispatches.unpark_rows(transaction, one["id"])
    assert len(await claim(push, "b")) == 8


async def test_a_row_that_comes_back_to_a_paused_push_is_nobodys_work_and_makes_nothing_late(push: House) -> None:
    (one,) = await push.rows(dispatch)
    row = (await claim(push, "a", 1))[0]
    later = push.clock.now() + timedelta(hours=3)
    async with push.database.write() as transaction:
        await dispatches.set_dispatch_state(transaction, one["id"], DispatchState.PAUSED)
        await dispatches.park_rows(transaction, one["id"])
    await record(push, row, DeliveryState.QUEUED)
    async with push.database.write() as transaction:
        assert await outbox.list_oldest(transaction, [TELEGRAM], later) == []
        assert await outbox.find_waiting(transaction, TELEGRAM, later) == ()
        assert (await outbox.lock_pace_and_look(transaction, TELEGRAM, later))[1] == (), "answers share with nobody"
        await dispatches.set_dispatch_state(transaction, one["id"], DispatchState.RUNNING)
        assert [lane for _, lane, _ in await outbox.list_oldest(transaction, [TELEGRAM], later)] == [Lane.ROUTINE]
        assert await outbox.find_waiting(transaction, TELEGRAM, later) == (Lane.ROUTINE,)


# --- who may no longer get it ---------------------------------------------------------------------------------------


async def test_those_who_left_between_publishing_and_sending_get_nothing(push: House) -> None:
    await push.say("0", "ngừng")
    await push.press("1", "privacy.erase")
    await push.hear(push.event("2", event="blocked"))
    assert await push.pushes() == ["3", "4", "5", "6", "7"]
    assert sorted(await states(push)) == ["cancelled", "cancelled", "failed", *["sent"] * 5]


async def test_a_cadre_who_lost_the_role_gets_no_cadre_post(house: House) -> None:
    await house.join("w", Role.WRITER)
    for chat in ("1", "2"):
        await house.join(chat, Role.CADRE, subscribed=True)
    await house.publish("w", NOTICE, cadres=True)
    await house.set_role("1", Role.RESIDENT)
    assert await house.pushes() == ["2"]


async def test_a_push_is_done_when_no_row_waits_any_more(push: House) -> None:
    async with push.database.write() as transaction:
        assert await dispatches.finish_dispatches(transaction, push.clock.now(), [1]) == []
    await push.pushes()
    async with push.database.write() as transaction:
        (done,) = await dispatches.finish_dispatches(transaction, push.clock.now(), [1])
        progress = await dispatches.load_progress(transaction, done)
    assert (progress.state, progress.sent, progress.total) == (DispatchState.DONE, 8, 8)


async def test_nobody_has_two_rows_of_one_push(push: House) -> None:
    rows = [(row["dispatch_id"], row["person_id"]) for row in await push.rows(delivery) if row["dispatch_id"]]
    assert len(rows) == len(set(rows)) == 8


# --- replies and live lines -----------------------------------------------------------------------------------------


def line(text: str) -> dict[str, object]:
    return reply_to_json(Reply(Markup(text), slot="line"))  # noqa: S704 - a text of this test


async def put(house: House, text: str, *, name: str | None = None, slot: str | None = "line") -> Claimed | None:
    now = house.clock.now()
    async with house.database.write() as transaction:
        reply = NewReply(
            route=TELEGRAM,
            chat_id="7",
            content=line(text),
            slot=slot,
            claim=name,
            at=now,
            lease_until=now + LEASE if name else None,
            expires_at=now + timedelta(minutes=10),
            lane=Lane.REPLY,
        )
        return await replies.put_reply(transaction, reply)


async def test_a_live_line_is_edited_and_not_sent_again(house: House) -> None:
    first = await put(house, "một", name="a")
    assert first is not None
    await record(house, first, DeliveryState.SENT, "m1")
    second = await put(house, "hai", name="b")
    assert second is not None
    assert (second.id, second.edit) == (first.id, "m1")
    assert len(await house.rows(delivery)) == 1


async def test_a_line_that_changes_while_it_is_on_the_wire_goes_out_once_more(house: House) -> None:
    first = await put(house, "một", name="a")
    assert first is not None
    assert await put(house, "hai", name="b") is None
    await record(house, first, DeliveryState.SENT, "m1")
    (again,) = await claim(house, "c")
    assert (again.edit, (again.content or {})["text"]) == ("m1", "hai")
    await record(house, again, DeliveryState.SENT, "m1")
    house.clock.advance(seconds=5)
    assert await claim(house, "d") == []


async def test_a_reply_that_nobody_waits_for_any_more_is_not_sent(house: House) -> None:
    await put(house, "trả lời", slot=None)
    house.clock.advance(minutes=11)
    assert await claim(house, "a") == []
    async with house.database.write() as transaction:
        await replies.delete_stale_replies(transaction, house.clock.now(), house.clock.now() - timedelta(days=2))
    assert await house.rows(delivery) == []


async def test_an_answer_whose_process_died_is_sent_by_another_when_the_lease_ends(house: House) -> None:
    await house.join("7")
    (heard,) = await house.hear(house.event("7", "/latest"), deliver=False)
    house.clock.advance(seconds=31)
    async with house.database.write() as transaction:
        assert await outcomes.release_expired(transaction, house.clock.now(), MAX_ATTEMPTS) == 1
    house.clock.advance(seconds=5)
    (row,) = await claim(house, "another")
    assert row.chat_id == "7"
    assert row.content == heard.row.content


# --- pace -------------------------------------------------------------------------------------------------------


async def reserve(
    house: House, now: datetime, rate: float = 30.0, route: str = TELEGRAM, earliest: datetime | None = None
) -> datetime | None:
    async with house.database.write() as transaction:
        return await pace.reserve_reply(transaction, route, "7", Method.SEND, rate, now, earliest or now)


async def test_replies_reserved_at_one_moment_by_many_keep_the_rate(house: House) -> None:
    now = house.clock.now()
    instants = sorted(at for at in await asyncio.gather(*(reserve(house, now) for _ in range(12))) if at is not None)
    assert len(instants) == 12
    assert instants[0] == now
    assert instants[-1] >= now + timedelta(seconds=11 / 30) - pace.AHEAD - timedelta(milliseconds=1)


async def test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_end_it(house: House) -> None:
    now = house.clock.now()
    await reserve(house, now)
    async with house.database.write() as transaction:
        await pace_storage.pause_token(transaction, TELEGRAM, now + timedelta(seconds=60), "throttled")
        await pace_storage.pause_token(transaction, TELEGRAM, now + timedelta(seconds=5), "throttled")
    # Nothing is reserved for later: what comes now waits its turn, and is claimed when the pause is over.
    assert await reserve(house, now) is None
    assert await reserve(house, now + timedelta(seconds=59)) is None
    assert await reserve(house, now + timedelta(seconds=61)) == now + timedelta(seconds=61)


async def test_a_clock_that_jumped_back_does_not_silence_the_bot(house: House) -> None:
    now = house.clock.now()
    await reserve(house, now + timedelta(days=365))
    assert await reserve(house, now) == now


async def test_routes_do_not_share_their_pace(house: House) -> None:
    now = house.clock.now()
    for _ in range(10):
        await reserve(house, now, rate=1)
    assert await reserve(house, now, rate=1) is None
    assert await reserve(house, now, rate=1, route=ZALO) == now


async def test_an_instant_is_taken_when_a_message_can_leave_and_only_then(house: House) -> None:
    now = house.clock.now()
    # Ten a second: those of the next second are near, what is further moves nothing, however many ask.
    near = [at for _ in range(300) if (at := await reserve(house, now, rate=10)) is not None]
    assert len(near) <= 13
    assert max(near) < now + pace.SOON
    later = now + timedelta(seconds=2)
    assert await reserve(house, later, rate=10) == later


async def test_a_reply_waits_behind_replies_that_wait_already(house: House) -> None:
    now = house.clock.now()
    await put(house, "chờ trước", slot=None)
    assert await reserve(house, now) is None


async def test_beside_a_push_replies_have_their_share_and_not_more(push: House) -> None:
    now = push.clock.now()
    direct = 0
    for step in range(40 * 30):
        moment = now + timedelta(seconds=step / 30)
        direct += await reserve(push, moment) is not None
    assert 0.15 * 1200 <= direct <= 0.15 * 1200 + 60


async def test_replies_that_were_alone_with_the_pace_have_all_of_their_share_when_a_push_begins(house: House) -> None:
    now = house.clock.now()
    for step in range(60 * 30):
        assert await reserve(house, now + timedelta(seconds=step / 30)) is not None
    await put(house, "a push", slot="a")
    async with house.database.write() as transaction:
        later = now + timedelta(minutes=1)
        await transaction.execute(update(delivery).values(lane=int(Lane.ROUTINE), not_before=now))
    moments = [later + timedelta(seconds=step / 30) for step in range(300)]
    assert [await reserve(house, at) is not None for at in moments].count(True) >= 0.15 * 300 + 30


async def test_where_replies_stand_in_their_share_five_hours_ahead_is_not_believed(push: House) -> None:
    now = push.clock.now()
    async with push.database.write() as transaction:
        await pace_storage.lock_pace(transaction, TELEGRAM, now)
        await pace_storage.take_for_reply(transaction, TELEGRAM, now, now + timedelta(hours=5))
    assert await reserve(push, now) == now


async def test_while_a_private_chat_waits_the_token_goes_at_half_its_pace(house: House) -> None:
    now = house.clock.now()
    await reserve(house, now)
    async with house.database.write() as transaction:
        await pace_storage.slow_token(transaction, TELEGRAM, now + timedelta(seconds=60))
        held = await pace_storage.lock_pace(transaction, TELEGRAM, now)
    assert pace.rate_now(held, 30, now) == 15
    assert pace.rate_now(held, 30, now + timedelta(seconds=61)) == 30
