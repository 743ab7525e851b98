"""Digests between two steps: looked after, stopped, missed or not loaded before they are out."""

import asyncio
import itertools
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.storage.push import copies, digests
from bot.storage.tables import delivery, dispatch
from bot.storage.views import load_view
from tests.integration.approving import WRITER
from tests.integration.phones import MEETING, NEVER, PEOPLE, Mail, subscribers, withdraw
from tests.integration.test_digests import ANH, BA, POWER, WATER, clock_at, post, wants
from tests.ward import ADMIN, After


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


async def release_and_look(mail: Mail, hour: str) -> None:
    """Let go what waits until that hour, and look after everything before any of it is claimed."""
    mail.house.clock.moment = datetime.strptime(f"{hour} 2026 +0700", "%d/%m %H:%M %Y %z")
    while await mail.house.dues.run_once():
        pass
    await mail.reconciler.run_once()


async def test_what_is_told_in_a_digest_is_over_with_it_though_a_look_comes_in_between(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await release_and_look(mail, "23/11 18:00")
    running = [row["state"] for row in await mail.house.rows(dispatch) if row["kind"] == "new"]
    assert running == ["running", "running"]
    await mail.run()
    assert len(mail.telegram.rings(ANH)) == 1
    assert {row["state"] for row in await mail.house.rows(dispatch)} == {"done"}
    (told,) = await mail.house.say(WRITER, "/tinhtrang 1")
    assert "họ chọn)" not in told.text


async def test_a_digest_that_fails_after_a_look_in_between_is_no_secret(mail: Mail) -> None:
    for chat in PEOPLE:
        await wants(mail, chat, "daily")
        mail.telegram.fails(chat, *[NEVER] * 8)
    await post(mail, WATER)
    await post(mail, MEETING)
    await release_and_look(mail, "23/11 18:00")
    await mail.run()
    (told,) = await mail.house.say(WRITER, "/tinhtrang 1")
    assert "Không gửi được: 3" in told.text
    assert {row["state"] for row in await mail.house.rows(dispatch)} == {"done"}


async def test_a_push_whose_last_waiting_person_is_erased_is_over_within_the_hour(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await wants(mail, BA, "weekly")
    await post(mail, WATER)
    await mail.house.press(ANH, "privacy.erase")
    mail.house.clock.advance(hours=1)
    await mail.reconciler.run_once()
    assert [row["state"] for row in await mail.house.rows(dispatch)] == ["held"]
    await mail.house.press(BA, "privacy.erase")
    mail.house.clock.advance(hours=1)
    await mail.reconciler.run_once()
    assert [row["state"] for row in await mail.house.rows(dispatch)] == ["done"]


def cannot_load(monkeypatch: pytest.MonkeyPatch, revisions: Sequence[int], times: int) -> None:
    """Let some revisions not be loaded for messages, so many times."""
    left = [times]

    async def fails(transaction: Any, revision_id: int) -> Any:
        if revision_id in revisions and left[0]:
            left[0] -= 1
            raise RuntimeError("unreadable")
        return await load_view(transaction, revision_id)

    monkeypatch.setattr("bot.delivery.render.load_view", fails)


async def test_a_withdrawal_whose_digest_cannot_be_loaded_is_tried_again_and_never_brings_old_words_back(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await clock_at(mail, "23/11 18:00")
    revisions = [row["revision_id"] for row in await mail.house.rows(dispatch) if row["kind"] == "new"]
    cannot_load(monkeypatch, revisions, 1)
    await withdraw(mail)
    await mail.run()
    (told,) = mail.telegram.texts(ANH)
    assert "Tin số 1 đã thu hồi" in told
    assert "hẻm 12" not in told


async def test_a_post_that_cannot_be_loaded_holds_up_no_digest_without_it(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await wants(mail, BA, "daily")
    await post(mail, MEETING)
    await post(mail, POWER)
    first = min(row["revision_id"] for row in await mail.house.rows(dispatch) if row["kind"] == "new")
    cannot_load(monkeypatch, [first], 99)
    before = len(mail.telegram.rings(BA))
    await release_and_look(mail, "23/11 18:00")
    await mail.record(await mail.send(await mail.claim()))
    assert mail.telegram.rings(ANH) == []
    assert len(mail.telegram.rings(BA)) == before + 1


async def test_what_was_missed_while_the_bot_was_down_waits_until_the_night_is_over(mail: Mail) -> None:
    await mail.house.join(ADMIN)
    await mail.house.say(ADMIN, "/phuong yenlang 21:30-6:00")
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING.replace("24/11", "26/11"))
    await clock_at(mail, "24/11 02:00")
    assert mail.telegram.rings(ANH) == []
    await clock_at(mail, "24/11 06:00")
    assert len(mail.telegram.rings(ANH)) == 1


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_look_for_what_is_due_reads_the_held_rows_alone_whatever_plan_is_kept(mail: Mail) -> None:
    asked: list[str] = []
    async with mail.house.database.read() as transaction:
        event.listen(transaction.sync_connection, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
        assert not await digests.is_due(transaction, mail.house.clock.now())
        numbers = itertools.count(1)
        statement = re.sub(r"%\(\w+\)s", lambda _: f"${next(numbers)}", asked[-1])
        await transaction.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = await transaction.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {statement}")
        assert "Scan using ix_delivery_held" in str(plan.all())


@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("order", ["pause", "cancel", "erase", "bundle"])
async def test_whoever_stops_a_push_or_leaves_holds_no_row_that_a_claim_may_want(mail: Mail, order: str) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    chat, typed = {
        "pause": (WRITER, "/tamdung 1"),
        "cancel": (WRITER, "/huygui 1"),
        "erase": (ANH, "privacy.erase"),
        "bundle": (ANH, "bundle now"),
    }[order]
    do = mail.house.say if chat == WRITER else mail.house.press
    async with mail.house.database.write() as transaction:
        await copies.lock_pushes(transaction)
        ordered = asyncio.create_task(do(chat, typed))
        await asyncio.sleep(0.3)
        assert not ordered.done()
        for table in (dispatch, delivery):
            pushed = table.c.id if table is dispatch else table.c.dispatch_id
            await transaction.execute(select(table.c.id).where(pushed.is_not(None)).with_for_update(nowait=True))
    await ordered


async def test_after_a_restore_the_digests_that_were_on_their_way_are_undone(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await release_and_look(mail, "23/11 18:00")
    async with mail.house.database.write() as transaction:
        await digests.let_go(transaction)
    await mail.run()
    assert mail.telegram.rings(ANH) == []
    rows = [row for row in await mail.house.rows(delivery) if row["state"] == "held"]
    assert [row["digest_id"] for row in rows] == [None, None]
    await clock_at(mail, "23/11 18:05")
    assert len(mail.telegram.rings(ANH)) == 1
