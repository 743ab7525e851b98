"""An event that kills whoever handles it ends after a few starts; one that cannot be committed blames nobody else."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from bot.chat.intake import MOST_STARTS, Intake
from bot.domain.people import Role
from bot.errors import DatabaseDownError
from bot.services import Services
from bot.storage import inbox as storage
from bot.storage.engine import Transaction
from bot.storage.tables import inbox
from tests.integration.test_intake import another, at_work, until_handled
from tests.integration.test_receive import replace_handler
from tests.ward import NOTICE, Heard, House, group_message


class Killed(BaseException):
    """The process dies here: nothing behind it is done, and its transaction comes to nothing."""


async def dies(request: Any, services: Services) -> None:
    raise Killed


async def start(house: House) -> Intake:
    """Another process begins, and finds what waits."""
    begun = another(house)
    begun._receiver = house.intake._receiver
    async with house.database.read() as transaction:
        begun._left = await storage.find_newest(transaction, begun._accounts) or 0
    return begun


async def live(house: House) -> int:
    """A process begins and works until nothing waits, or it dies; returns how many events it handled."""
    process, handled = await start(house), 0
    try:
        while done := await process.run_once():
            handled += done
    except Killed:
        return handled
    return handled


async def states(house: House) -> list[tuple[str, str | None]]:
    return [(row["state"], row["error"]) for row in await house.rows(inbox) if row["event_key"].startswith("x")]


@pytest.fixture
async def poisoned(house: House) -> House:
    """Nine people ask; what the fifth asks kills the process."""
    for number in range(9):
        await house.join(str(number))
    house.claimed.clear()
    replace_handler(house, "targets", dies)
    asked = ["/targets" if number == 4 else "/latest" for number in range(9)]
    await house.take(*(house.event(str(number), text, event_key=f"x{number}") for number, text in enumerate(asked)))
    return house


async def test_an_event_that_kills_its_process_at_every_start_is_set_aside_and_said(poisoned: House) -> None:
    with capture_logs() as log:
        for _ in range(MOST_STARTS + 1):
            await live(poisoned)
    assert [one["event"] for one in log if one["event"] == "event_set_aside"] == ["event_set_aside"]
    found = await states(poisoned)
    assert found[4] == ("failed", storage.SET_ASIDE)
    assert {one for number, one in enumerate(found) if number != 4} == {("done", None)}
    answers = {row.chat_id: Heard.of(row).text for row in poisoned.claimed}
    assert len(answers) == len(poisoned.claimed) == 9, "somebody was answered twice, or not at all"
    assert "trục trặc" in answers["4"]
    await poisoned.join("w", Role.WRITER)
    await poisoned.publish("w", NOTICE)
    assert "có 1 tin nhắn gửi tới mà bot không xử lý được" in await poisoned.ask("w", "/status")


async def test_who_waits_beside_it_is_answered_long_before_it_is_given_up(poisoned: House) -> None:
    for _ in range(2):
        await live(poisoned)
    answered = {row.chat_id for row in poisoned.claimed}
    assert answered >= {"0", "1", "2", "3"}
    assert (await states(poisoned))[4][0] == "waiting"


async def test_starts_that_go_well_set_nothing_aside(poisoned: House) -> None:
    """A process that is stopped and begun again, over and over, or whose database goes away, is no sign of anything."""
    replace_handler(poisoned, "targets", poisoned.router._by_name["latest"].handler)
    for _ in range(MOST_STARTS + 2):
        await start(poisoned)
    process = await start(poisoned)

    async def down(*_: Any) -> Any:
        raise DatabaseDownError

    for _ in range(MOST_STARTS + 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(process._receiver, "handle", down)
            with pytest.raises(DatabaseDownError):
                await process.run_once()
    while await process.run_once():
        pass
    assert set(await states(poisoned)) == {("done", None)}


async def test_in_a_group_nobody_is_told_of_what_was_set_aside(house: House) -> None:
    await house.hear(group_message(house, "/start"))
    house.claimed.clear()
    replace_handler(house, "targets", dies)
    await house.take(group_message(house, "/targets"))
    for _ in range(MOST_STARTS + 2):
        await live(house)
    assert house.claimed == []
    assert [row["error"] for row in await house.rows(inbox)][-1] == storage.SET_ASIDE


async def test_what_many_left_is_handled_by_those_who_begin_together(house: House) -> None:
    await house.take(*(house.event(str(10 + number % 7), f"/read {number}") for number in range(40)))
    async with at_work(another(house), another(house)):
        rows = await until_handled(house)
    assert {(row["state"], row["error"]) for row in rows} == {("done", None)}
    assert len(house.claimed) <= 40


async def test_when_a_commit_fails_only_the_event_that_fails_alone_is_blamed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        await house.join(str(number))
    house.claimed.clear()
    await house.take(*(house.event(str(number), "/latest", event_key=f"x{number}") for number in range(6)))
    bad = [row["id"] for row in await house.rows(inbox) if row["event_key"] == "x2"]
    finish = storage.finish_events

    async def fails(transaction: Transaction, ids: list[int], error: str | None = None) -> bool:
        if error is None and set(bad) & set(ids):
            raise IntegrityError("commit", {}, Exception("deferred"))
        return await finish(transaction, ids, error)

    monkeypatch.setattr(storage, "finish_events", fails)
    for _ in range(20):
        await house.intake.run_once()
    found = await states(house)
    assert found[2] == ("failed", "IntegrityError")
    assert {one for number, one in enumerate(found) if number != 2} == {("done", None)}
