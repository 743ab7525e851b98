"""The platform misbehaves: what that means for one row, and that everybody else's go on."""

import asyncio
import random
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.delivery.render import Renderer
from bot.domain.people import Role
from bot.storage import people
from bot.storage.tables import address, delivery, pace
from tests.fakes.telegram import MISSING, Fault
from tests.fakes.telegram_faults import Script
from tests.faults.kit import Ward, working

HOSTILE = [MISSING, 0, -5, None, "7", "soon", 1e18, 10**400, [], {"a": 1}, True]


async def pause_of(ward: Ward) -> timedelta:
    """How much longer the token is paused."""
    async with ward.database.read() as transaction:
        until = await transaction.scalar(select(pace.c.paused_until))
    return until - ward.clock.now() if until else timedelta()


async def others_sent(ward: Ward, *odd: int) -> bool:
    return all(row.state == "sent" for chat, row in (await ward.rows()).items() if int(chat) not in odd)


async def test_a_storm_of_absurd_waits_pauses_the_token_within_bounds_and_costs_no_try(ward: Ward) -> None:
    await ward.populate(10)
    async with working(ward.app()):
        for number, wait in enumerate(random.sample(HOSTILE, len(HOSTILE))):
            storm = ward.tg.script("sendMessage", then=Fault.too_many(wait), times=None)
            dispatch = await ward.publish(f"Thông báo {number}\n\nTin thứ {number} của phường.")

            async def paused(storm: Script = storm) -> bool:
                # Two people were refused, so it is about the token.
                there = await pause_of(ward) > timedelta() and set(await ward.states()) <= {"queued", "sent"}
                return bool(storm.fired) and there

            await ward.until(paused)
            ward.tg.clear_scripts()
            assert await pause_of(ward) <= timedelta(hours=1), wait
            ward.clock.advance(hours=1, seconds=1)
            await ward.finished(dispatch)
    assert set(ward.copies().values()) == {len(HOSTILE)}
    assert {row.attempts for row in (await ward.rows()).values()} == {1}


async def test_a_wait_holds_for_every_process(ward: Ward) -> None:
    await ward.populate(30)
    await ward.publish()
    ward.tg.script("sendMessage", then=Fault.too_many(600), times=None)
    async with working(ward.app(), ward.app()):

        async def at_rest() -> bool:
            return set(await ward.states()) <= {"queued", "sent"} and await pause_of(ward) > timedelta(minutes=9)

        await ward.until(at_rest)
        ward.tg.clear_scripts()
        before = len(ward.tg.log)
        await ward.publish("Thông báo hai\n\nTin thứ hai.")
        ward.clock.advance(minutes=5)
        await ward.until(lambda: len(ward.tg.log) == before)
        ward.clock.advance(minutes=6)
        await ward.finished()


def _asked_again(ward: Ward, before: int) -> bool:
    return len(ward.tg.log) > before


def _script(ward: Ward, fault: Fault) -> None:
    ward.tg.script("sendMessage", then=fault, times=None)


async def failing_for_ever(ward: Ward) -> list[float]:
    """Go through all tries of a push to one person; returns the waits before each."""
    waits: list[float] = []
    async with working(ward.app()):
        for attempts in range(1, 9):

            async def tried(attempts: int = attempts) -> bool:
                (row,) = (await ward.rows()).values()
                return row.attempts == attempts and row.state in ("queued", "failed", "uncertain", "sent")

            await ward.until(tried)
            (row,) = (await ward.rows()).values()
            if row.state != "queued":
                break
            waits.append((row.not_before - ward.clock.now()).total_seconds())
            ward.clock.advance(seconds=max(waits[-1], 0) + 0.01)
        await ward.finished()
    return waits


@pytest.mark.parametrize("fault", [Fault.server_error(), Fault.bad_gateway(), Fault.bad_gateway(403)], ids=str)
async def test_a_server_that_keeps_failing_is_asked_eight_times_with_growing_waits_and_then_named_as_the_reason(
    ward: Ward, fault: Fault
) -> None:
    await ward.populate(1)
    await ward.publish()
    _script(ward, fault)
    waits = await failing_for_ever(ward)
    (row,) = (await ward.rows()).values()
    assert (row.state, row.error, row.attempts) == ("failed", "server-error", 8)
    assert len(ward.tg.log.of("sendMessage", chat_id=ward.people[0].id)) == 8
    for wait, plan in zip(waits, [1, 3, 9, 27, 81, 243, 300], strict=True):
        # Spread by a quarter either way, less what the test took to look.
        assert 0.75 * plan - 2 < wait <= 1.25 * plan
    assert (await ward.progress()).reasons == (("server-error", 1),)


async def test_a_server_that_is_never_reached_is_given_up_after_as_many_tries_and_named_as_the_reason(
    ward: Ward,
) -> None:
    await ward.populate(1)
    await ward.publish()
    await ward.tg.stop()
    assert len(await failing_for_ever(ward)) == 7
    (row,) = (await ward.rows()).values()
    assert (row.state, row.error, row.attempts) == ("failed", "no-connection", 8)
    assert (await ward.progress()).reasons == (("no-connection", 1),)


async def test_a_refused_connection_is_retried_until_the_server_is_back(ward: Ward) -> None:
    await ward.populate(5)
    await ward.publish()
    await ward.tg.stop()
    async with working(ward.app()):

        async def tried() -> bool:
            return {(row.state, row.error) for row in (await ward.rows()).values()} == {("queued", "no-connection")}

        await ward.until(tried)
        await ward.tg.start()
        ward.clock.advance(minutes=1)
        await ward.finished()
    assert set(ward.copies().values()) == {1}
    assert (await ward.progress()).repeated == 0


async def test_a_connection_reset_before_it_is_read_loses_nobody(ward: Ward) -> None:
    await ward.populate(5)
    await ward.publish()
    resets = ward.tg.script(then=Fault.reset_unread(), times=5)
    async with working(ward.app()):
        await ward.until(lambda: resets.fired == 5)

        await ward.pass_waits()
    assert set(ward.copies().values()) == {1}
    assert set(await ward.states()) == {"sent"}


@pytest.mark.parametrize("fault", [Fault.close(), Fault.truncated(), Fault.reset(applied=True)], ids=str)
async def test_silence_after_the_message_went_out_is_tried_once_more_and_then_reported_as_uncertain(
    ward: Ward, fault: Fault
) -> None:
    once, always, *_ = [one.id for one in await ward.populate(6)]
    await ward.publish()
    ward.tg.script(once, then=fault)
    ward.tg.script(always, then=fault, times=None)
    async with working(ward.app()):
        await ward.pass_waits()
    rows = await ward.rows()
    assert (rows[str(once)].state, rows[str(once)].maybe_sent) == ("sent", 1)
    assert rows[str(always)].state == "uncertain"
    assert ward.copies() == {one.id: 2 if one.id in (once, always) else 1 for one in ward.people}
    progress = await ward.progress()
    assert (progress.sent, progress.uncertain, progress.repeated) == (5, 1, 1)


async def test_an_answer_that_never_comes_keeps_nobody_else_waiting_and_is_tried_once_more(ward: Ward) -> None:
    held, *_ = [one.id for one in await ward.populate(20)]
    await ward.publish()
    ward.tg.script(held, then=Fault.hang())
    # The worker gives up a second before its lease ends.
    async with working(ward.app(lease_seconds=2)):
        await ward.until(lambda: others_sent(ward, held))
        await ward.finished()
    row = (await ward.rows())[str(held)]
    assert (row.state, row.maybe_sent) == ("sent", 1)
    assert ward.copies() == {one.id: 2 if one.id == held else 1 for one in ward.people}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.blocked(), "blocked"),
        (Fault.deactivated(), "deactivated"),
        (Fault.chat_not_found(), "chat-not-found"),
    ],
)
async def test_a_person_who_is_gone_fails_at_once_and_the_others_get_theirs(
    ward: Ward, fault: Fault, reason: str
) -> None:
    gone, *_ = [one.id for one in await ward.populate(10)]
    await ward.publish()
    ward.tg.script(gone, then=fault, times=None)
    async with working(ward.app()):
        await ward.finished()
        row = (await ward.rows())[str(gone)]
        assert (row.state, row.error, row.attempts) == ("failed", reason, 1)
        assert await others_sent(ward, gone)
        async with ward.database.read() as transaction:
            off = await transaction.scalars(select(address.c.chat_id).where(address.c.active.is_(False)))
            assert list(off) == [str(gone)]
        # The next post does not even try.
        await ward.finished(await ward.publish("Thông báo hai\n\nTin thứ hai."))
    assert len(ward.tg.log.of("sendMessage", chat_id=gone)) == 1


async def test_a_group_that_moved_is_addressed_anew_once_though_two_workers_learn_it_at_once(ward: Ward) -> None:
    await ward.populate(3)
    old, new = -500, -1_000_000_000_500
    await ward.add_group(old)
    ward.tg.group(new)
    await ward.publish("Thông báo một\n\nTin thứ nhất.")
    await ward.publish("Thông báo hai\n\nTin thứ hai.")
    # Both posts are on the wire before either learns of the move.
    ward.tg.script(old, then=Fault.migrated(new), times=None)
    async with working(ward.app(), ward.app()):
        await ward.finished(1)
        await ward.finished(2)
    copies = ward.copies()
    assert copies.pop(new) == 2
    assert set(copies.values()) == {2}
    async with ward.database.read() as transaction:
        groups = await transaction.execute(
            select(address.c.chat_id, address.c.active).where(address.c.chat_id.startswith("-"))
        )
        assert [tuple(row) for row in groups] == [(str(new), True)]
    assert len(await ward.rows()) == 4


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_group_that_writes_under_its_new_id_while_its_move_is_recorded_ends_no_worker(ward: Ward) -> None:
    await ward.populate(3)
    old, new = -500, -1_000_000_000_500
    await ward.add_group(old)
    ward.tg.group(new)
    await ward.publish()
    moved = ward.tg.script(old, then=Fault.migrated(new), times=None)
    async with working(ward.app()):
        async with ward.database.write() as transaction:
            # Its message under the new id comes first, and is not committed yet when the move is recorded.
            assert await people.insert_person(
                transaction,
                route=ward.route,
                chat_id=str(new),
                name="Tổ 3",
                group=True,
                role=Role.RESIDENT,
                now=ward.clock.now(),
            )
            await ward.until(lambda: moved.fired)
            await asyncio.sleep(0.5)
        await ward.finished()
    assert ward.copies() == {new: 1} | {one.id: 1 for one in ward.people}
    assert set(await ward.states()) == {"sent"}


async def test_a_chat_that_moves_for_ever_ends_by_its_tries(ward: Ward) -> None:
    await ward.populate(2)
    here, there = -500, -501
    await ward.add_group(here)
    ward.tg.group(there)
    await ward.publish()
    circle = [
        ward.tg.script(chat, then=Fault.migrated(other), times=None) for chat, other in ((here, there), (there, here))
    ]
    async with working(ward.app()):
        await ward.pass_waits()
    assert sum(script.fired for script in circle) <= 8
    assert (await ward.states()) == {"sent": 2, "failed": 1}


async def test_a_revoked_token_pauses_the_channel_and_punishes_nobody(ward: Ward) -> None:
    await ward.populate(12)
    await ward.publish()
    ward.tg.revoke()
    async with working(ward.app()):
        for _ in range(10):
            # More rounds than a row has tries.
            asked = len(ward.tg.log)
            await ward.until(partial(_asked_again, ward, asked))

            async def paused() -> bool:
                return set(await ward.states()) == {"queued"} and await pause_of(ward) > timedelta()

            await ward.until(paused)
            assert {row.attempts for row in (await ward.rows()).values()} == {0}
            ward.clock.advance(seconds=61)
        ward.tg.restore()
        ward.clock.advance(seconds=61)
        await ward.finished()
    assert set(await ward.states()) == {"sent"}
    assert set(ward.copies().values()) == {1}
    async with ward.database.read() as transaction:
        assert not (await transaction.scalars(select(address.c.id).where(address.c.active.is_(False)))).all()


@pytest.mark.parametrize("words", ["can't parse entities: unsupported start tag", "message is too long"])
async def test_a_text_that_is_refused_goes_out_once_more_as_plain_words(ward: Ward, words: str) -> None:
    choosy, hopeless, *_ = [one.id for one in await ward.populate(5)]
    await ward.publish()
    ward.tg.script(choosy, then=Fault.refusal(400, words))
    ward.tg.script(hopeless, then=Fault.refusal(400, words), times=None)
    async with working(ward.app()):
        await ward.finished()
    rows = await ward.rows()
    assert (rows[str(choosy)].state, rows[str(choosy)].plain) == ("sent", True)
    first, second = ward.tg.log.of("sendMessage", chat_id=choosy)
    assert "<b>" in first.params["text"]
    assert "<b>" not in second.params["text"]
    assert rows[str(hopeless)].state == "failed"
    assert len(ward.tg.log.of("sendMessage", chat_id=hopeless)) == 2
    assert await others_sent(ward, hopeless)


async def test_a_row_whose_rendering_raises_fails_by_its_own_tries(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned, *_ = [one.id for one in await ward.populate(10)]
    await ward.publish()
    render = Renderer.render

    def broken(self: Renderer, row: object, *rest: object) -> object:
        if getattr(row, "chat_id", None) == str(poisoned):
            raise ZeroDivisionError
        return render(self, row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "render", broken)
    async with working(ward.app()):
        await ward.until(lambda: others_sent(ward, poisoned))

        await ward.pass_waits()
    row = (await ward.rows())[str(poisoned)]
    assert (row.state, row.error, row.attempts) == ("failed", "ZeroDivisionError", 8)
    assert ward.copies() == {one.id: 0 if one.id == poisoned else 1 for one in ward.people}
    async with ward.database.read() as transaction:
        assert not (await transaction.scalars(select(delivery.c.id).where(delivery.c.claim.is_not(None)))).all()
