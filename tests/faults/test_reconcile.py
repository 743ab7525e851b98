"""Looking after finds what should be and is not: rows nobody wrote, a push nobody ended, a post nobody pushed."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from bot.channels.telegram.channel import TelegramChannel
from bot.delivery.reconcile import Reconciler
from bot.delivery.tell import Teller
from bot.domain.delivery import Progress
from bot.services.context import Account
from bot.storage import consents, people
from bot.storage.engine import Transaction
from bot.storage.push import dispatches, outcomes
from bot.storage.tables import delivery, dispatch
from tests.faults.kit import Ward, working


def reconciler_of(ward: Ward) -> Reconciler:
    teller = Teller({ward.route: Account(TelegramChannel.capabilities, ward.rate)})
    return Reconciler(database=ward.database, clock=ward.clock, teller=teller, wake=lambda: None)


@pytest.fixture
def reconciler(ward: Ward) -> Reconciler:
    return reconciler_of(ward)


async def test_rows_that_a_push_lacks_are_written_and_only_for_those_who_had_agreed_before(
    ward: Ward, reconciler: Reconciler
) -> None:
    late, gone, *_ = [one.id for one in await ward.populate(12)]
    async with ward.database.write() as transaction:
        viewer = await ward.viewer(late, transaction)
        await consents.withdraw_consents(transaction, viewer.person_id, ward.clock.now())
        await consents.set_subscribed(transaction, viewer.person_id, subscribed=False)
    await ward.publish()
    async with ward.database.write() as transaction:
        # One agrees once the post is out, another leaves; and somehow most rows are not there.
        await consents.insert_consent(transaction, viewer.person_id, "2026-11", ward.clock.now() + timedelta(seconds=1))
        await consents.set_subscribed(transaction, viewer.person_id, subscribed=True)
        left = await ward.viewer(gone, transaction)
        await consents.set_subscribed(transaction, left.person_id, subscribed=False)
        kept = (await ward.viewer(ward.people[-1].id, transaction)).person_id
        await transaction.execute(delete(delivery).where(delivery.c.person_id != kept))
    with capture_logs() as log:
        await reconciler.run_once()
    assert [one["rows"] for one in log if one["event"] == "missing_rows"] == [9]
    async with working(ward.app()):
        await ward.finished()
    assert ward.copies() == {one.id: 0 if one.id in (late, gone) else 1 for one in ward.people}


async def test_a_push_is_not_over_while_another_process_holds_a_row_of_it(ward: Ward) -> None:
    held, *_ = [one.id for one in await ward.populate(8)]
    await ward.publish()
    async with ward.database.write() as transaction:
        mine = delivery.c.person_id == (await ward.viewer(held, transaction)).person_id
        lease = ward.clock.now() + timedelta(seconds=30)
        await transaction.execute(
            update(delivery).where(mine).values(state="sending", claim="other", lease_until=lease)
        )
    async with working(ward.app()):

        async def others_have_it() -> bool:
            return await ward.states() == {"sending": 1, "sent": 7}

        await ward.until(others_have_it)
        await reconciler_of(ward).run_once()
        assert await ward.dispatch_state() == "running"
        ward.clock.advance(seconds=31)
        await ward.finished()
    assert set(ward.copies().values()) == {1}


async def test_a_push_without_a_row_that_waits_is_ended(ward: Ward, reconciler: Reconciler) -> None:
    await ward.populate(3)
    await ward.publish()
    await reconciler.run_once()
    assert await ward.dispatch_state() == "running"
    async with ward.database.write() as transaction:
        await transaction.execute(update(delivery).values(state="sent"))
    await reconciler.run_once()
    assert await ward.dispatch_state() == "done"


async def test_a_post_that_was_published_and_not_pushed_is_reported(ward: Ward, reconciler: Reconciler) -> None:
    await ward.populate(3)
    await ward.publish()
    with capture_logs() as log:
        await reconciler.run_once()
    assert not [one for one in log if one["event"] == "published_without_push"]
    async with ward.database.write() as transaction:
        await transaction.execute(delete(delivery))
        await transaction.execute(delete(dispatch))
    ward.clock.advance(hours=2)
    with capture_logs() as log:
        await reconciler.run_once()
    assert [one["event"] for one in log if one["log_level"] == "error"] == ["published_without_push"]


# --- one that goes wrong ------------------------------------------------------------------------------------------


async def test_a_push_that_cannot_be_looked_at_is_named_once_and_holds_up_no_other(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ward.populate(3)
    bad, good = await ward.publish(), await ward.publish("Thông báo hai\n\nTin thứ hai.")
    load = dispatches.load_progress

    async def fails(transaction: Transaction, dispatch_id: int) -> Progress:
        if dispatch_id == bad:
            raise ValueError("a state that nobody knows")
        return await load(transaction, dispatch_id)

    monkeypatch.setattr(dispatches, "load_progress", fails)
    with capture_logs() as log:
        async with working(ward.app()):
            await ward.finished(good)
            await ward.until(lambda: sum(ward.copies().values()) == 6)
            ward.clock.advance(minutes=2)
            await asyncio.sleep(0.3)
        assert [one["subject"] for one in log if one["event"] == "reconcile_failed"] == [("dispatch", bad)]
    monkeypatch.setattr(dispatches, "load_progress", load)
    async with working(ward.app()):
        await ward.finished(bad)


@pytest.mark.parametrize("broken", ["release_expired", "pull_back"])
async def test_a_round_or_a_step_of_it_that_goes_wrong_ends_nothing(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    async def fails(*_: object) -> int:
        raise ValueError("something else than the database")

    await ward.populate(3)
    await ward.publish()
    with monkeypatch.context() as patch, capture_logs() as log:
        patch.setattr(outcomes, broken, fails)
        async with working(ward.app()):
            await ward.until(lambda: sum(ward.copies().values()) == 3)
            await asyncio.sleep(0.3)
    assert len([one for one in log if one["event"] == "reconcile_failed"]) == 1
    async with working(ward.app()):
        await ward.finished()


async def test_an_outcome_whose_meaning_cannot_be_stored_is_stored_and_so_are_the_others(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, *_ = await ward.populate(20)

    async def fails(*_: object, **__: object) -> None:
        raise ValueError("not even an address")

    monkeypatch.setattr(people, "set_address_active", fails)
    gone.block()
    await ward.publish()
    with capture_logs() as log:
        async with working(ward.app()):
            await ward.finished()
    assert await ward.states() == {"sent": 19, "failed": 1}
    assert [one["whole"] for one in log if one["event"] == "outcome_not_stored"] == [True]
