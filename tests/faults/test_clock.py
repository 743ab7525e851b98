"""The machine's clock jumps: nothing comes twice, and nothing stands still for the length of the jump."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.claims import Method
from bot.domain.delivery import Lane
from bot.storage.push import outbox, outcomes, replies
from bot.storage.push import pace as pace_storage
from bot.storage.push.replies import NewReply
from bot.storage.tables import address, delivery, pace, throttle
from tests.fakes.telegram import Fault
from tests.faults.kit import Ward, working


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_jumps_between_two_posts_neither_repeats_the_first_nor_holds_up_the_second(
    ward: Ward, hours: int
) -> None:
    await ward.populate(20)
    async with working(ward.app()):
        await ward.finished(await ward.publish("Thông báo một\n\nTin thứ nhất."))
        ward.clock.advance(hours=hours)
        await ward.finished(await ward.publish("Thông báo hai\n\nTin thứ hai."), patience=10)
    assert set(ward.copies().values()) == {2}


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_jumps_in_the_middle_of_a_push_repeats_at_most_what_was_in_the_air(
    ward: Ward, hours: int
) -> None:
    ward.rate = 60
    await ward.populate(40)
    await ward.publish()
    async with working(ward.app()):
        await ward.pushed(10)
        in_the_air = (await ward.states()).get("sending", 0)
        ward.clock.advance(hours=hours)
        if hours < 0:
            # Rows that were due wait until it is their time again; the clock catches up as by NTP.
            await ward.until(lambda: not ward.tg.log.in_flight())
            ward.clock.advance(hours=-hours)
        await ward.finished()
    copies = ward.copies()
    assert min(copies.values()) == 1
    # Those claimed between the look and the jump count too: as many as one claim takes.
    assert sum(copies.values()) - 40 <= in_the_air + 20
    assert set(await ward.states()) == {"sent"}


@pytest.mark.parametrize(("after", "back"), [(0, 300), (30, 20)], ids=["far", "less-than-since-the-last-look"])
async def test_a_clock_that_is_set_back_for_good_keeps_nobody_waiting_until_it_catches_up(
    ward: Ward, after: int, back: int
) -> None:
    tried, *_ = [one.id for one in await ward.populate(40)]
    ward.rate = 20
    failing = ward.tg.script(tried, then=Fault.server_error(), times=None)
    app = ward.app()
    async with working(app):
        await ward.until(lambda: app.reconciler.tidied_at is not None)
        ward.clock.advance(minutes=after)
        await ward.publish()
        await ward.pushed(10)

        async def came_back() -> bool:
            return bool((await ward.rows())[str(tried)].error == "server-error")

        await ward.until(came_back)
        ward.clock.advance(minutes=-back)
        failing.cancel()
        await ward.finished(patience=20)
    assert set(await ward.states()) == {"sent"}
    assert set(ward.copies().values()) == {1}


async def test_a_row_claimed_just_before_the_clock_is_set_back_does_not_wait_for_its_old_instant(ward: Ward) -> None:
    await ward.populate(3)
    await ward.publish()
    app = ward.app()
    soon = ward.clock.now() + timedelta(seconds=0.1)
    lease = timedelta(seconds=30)
    held: Any = {"claim": "x", "now": soon, "lease_until": soon + lease, "limit": 3}
    async with ward.database.write() as transaction:
        ids = await outbox.claim_rows(transaction, route=ward.route, lanes=tuple(Lane), **held)
        rows = await outbox.load_claimed(transaction, ids, "x", [soon] * 3, lease)
    await app.worker.sender.renderer.prepare(rows)
    ward.clock.advance(hours=-5)
    app.worker.deliver(rows)
    async with working(app):
        await ward.finished(patience=10)
    assert set(ward.copies().values()) == {1}


async def test_rows_that_were_meant_for_later_stay_so_when_the_clock_is_set_back(ward: Ward) -> None:
    await ward.populate(3)
    await ward.publish()
    at_seven = ward.clock.now() + timedelta(hours=6)
    async with ward.database.write() as transaction:
        await transaction.execute(update(delivery).values(not_before=at_seven))
        assert await outcomes.pull_back(transaction, ward.clock.now()) == 0
    assert {row.not_before for row in (await ward.rows()).values()} == {at_seven}


async def test_a_next_instant_of_the_token_or_of_a_chat_far_ahead_is_not_believed(ward: Ward) -> None:
    await ward.populate(5)
    far = ward.clock.now() + timedelta(hours=1)
    await ward.publish()
    async with working(ward.app()):
        await ward.finished()
        async with ward.database.write() as transaction:
            await transaction.execute(update(pace).values(next_at=far, paused_until=far + timedelta(hours=3)))
            await transaction.execute(update(address).values(next_at=far))
        await ward.finished(await ward.publish("Thông báo hai\n\nTin thứ hai."), patience=10)
    async with ward.database.read() as transaction:
        next_at = await transaction.scalar(select(pace.c.next_at))
        assert next_at is not None
        assert next_at < ward.clock.now() + timedelta(seconds=60)
    assert set(ward.copies().values()) == {2}


async def test_a_next_instant_less_than_a_minute_ahead_is_kept(ward: Ward) -> None:
    await ward.populate(1)
    await ward.publish()
    async with ward.database.write() as transaction:
        soon = ward.clock.now() + timedelta(seconds=59)
        await transaction.execute(pace.insert().values(token=ward.route, next_at=soon))
    async with working(ward.app()):
        ward.clock.advance(seconds=50)
        await ward.until(lambda: ward.clock.now() > soon - timedelta(seconds=8.5))
        assert not ward.pushes()
        ward.clock.advance(seconds=9)
        await ward.finished()


async def test_what_a_clock_far_ahead_let_wait_goes_out_when_it_is_set_back(ward: Ward) -> None:
    """An answer, a notice and a refused chat, all written five hours ahead; and one that really waits an hour."""
    (one, other) = [str(found.id) for found in await ward.populate(2)]
    await ward.publish()
    now = ward.clock.now()
    ahead = now + timedelta(hours=5)
    async with ward.database.write() as transaction:
        await pace_storage.lock_pace(transaction, ward.route, now)
        for until, chat in ((ahead + timedelta(hours=1), one), (now + timedelta(minutes=59), other)):
            await pace_storage.hold_chat(transaction, ward.route, chat, Method.SEND, until)
        assert list(await pace_storage.list_waits(transaction, ward.route, now)) == [(other, Method.SEND)]
        await pace_storage.delete_waits(transaction, now)
        assert list(await transaction.scalars(select(throttle.c.chat_id))) == [other]
        reply: Any = {"route": ward.route, "chat_id": one, "content": {"text": "a"}, "expires_at": None}
        await replies.put_reply(transaction, NewReply(**reply, at=ahead))
        await replies.put_reply(transaction, NewReply(**reply, at=now + timedelta(seconds=30)))
        later = now + timedelta(minutes=59)
        mine = delivery.c.dispatch_id.is_not(None)
        await transaction.execute(update(delivery).where(mine).values(not_before=later, throttled_at=now))
        assert await outcomes.pull_back(transaction, now) == 1, "only the message from the future"
        await transaction.execute(update(delivery).where(mine).values(not_before=ahead, throttled_at=ahead))
        assert await outcomes.pull_back(transaction, now) == 2
