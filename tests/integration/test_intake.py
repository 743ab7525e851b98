"""Events wait in the inbox: each is handled once, in its chat's order, by whichever process comes first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.chat import intake as intake_module
from bot.chat.intake import Intake
from bot.domain.people import Role
from bot.domain.quota import month_of
from bot.errors import DatabaseDownError
from bot.messages.incoming import Incoming, Raw
from bot.services import Services
from bot.storage import quota
from bot.storage.tables import conversation, inbox, job, person
from tests.channels.telegram.kit import until
from tests.integration.test_receive import replace_handler
from tests.ward import ZALO, Heard, House, group_message

NOTHING_YET = "Phường chưa đăng tin nào"


@asynccontextmanager
async def at_work(*intakes: Intake) -> AsyncIterator[None]:
    """Let processes handle what comes in."""
    tasks = [asyncio.create_task(one.run()) for one in intakes]
    try:
        yield
        assert not any(task.done() for task in tasks), "it ended by itself"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def answered(house: House, chat: str, count: int = 1, seconds: float = 8) -> list[str]:
    """Wait until a chat has so many answers."""

    def texts() -> list[str]:
        return [Heard.of(row).text for row in house.claimed if row.chat_id == chat]

    await until(lambda: len(texts()) >= count, seconds)
    return texts()


async def until_handled(house: House, seconds: float = 20) -> list[dict[str, Any]]:
    """Wait until nothing waits; returns the inbox."""
    async with asyncio.timeout(seconds):
        while True:
            rows = await house.rows(inbox)
            if all(row["state"] != "waiting" for row in rows):
                return rows
            await asyncio.sleep(0.02)


def another(house: House) -> Intake:
    """The same bot as a second process on the same database."""
    return House(house.database, house.clock, house.settings, claimed=house.claimed, came=house.came).intake


# --- kept, and forgotten ----------------------------------------------------------------------------------------------


async def test_what_came_stands_in_the_database_before_it_is_confirmed_and_is_erased_with_done(house: House) -> None:
    await house.take(house.event("7", "/start"), house.event("8", "/latest"))
    assert [(row["state"], row["chat_id"], bool(row["body"])) for row in await house.rows(inbox)] == [
        ("waiting", "7", True),
        ("waiting", "8", True),
    ]
    while await house.intake.run_once():
        pass
    assert [(row["state"], row["chat_id"], row["body"]) for row in await house.rows(inbox)] == [("done", "", None)] * 2
    assert len(house.claimed) == 2


async def test_an_event_that_comes_again_while_it_waits_and_after_it_was_done_counts_once(house: House) -> None:
    incoming = house.event("7", "/latest")
    await house.take(incoming, incoming)
    await house.take(incoming)
    await house.receive(incoming)
    await house.receive(incoming)
    assert len(house.claimed) == len(await house.rows(inbox)) == 1


async def test_what_is_not_for_the_bot_is_done_without_a_trace(house: House) -> None:
    house.came["telegram nothing"] = cast(Incoming, None)
    await house.intake.take("telegram", "1", [Raw("nothing", "7", "telegram nothing")])
    assert await house.intake.run_once() == 1
    assert [row["state"] for row in await house.rows(inbox)] == ["done"]
    assert await house.rows(person) == []


# --- order --------------------------------------------------------------------------------------------------------


async def test_parts_that_came_in_one_batch_keep_their_order_beside_everybody_else(house: House) -> None:
    await house.join("7", Role.WRITER)
    parts = [house.event("7", f"phần {number}") for number in range(8)]
    others = [house.event(str(100 + number % 5), "/latest") for number in range(40)]
    batch = [house.event("7", "/post")]
    for number, other in enumerate(others):
        batch += [other, *parts[number // 5 : number // 5 + (number % 5 == 0)]]
    async with at_work(house.intake):
        await house.take(*batch)
        await until_handled(house)
    (row,) = [row for row in await house.rows(conversation) if row["step"] == "post.collect"]
    assert row["data"]["parts"] == [f"phần {number}" for number in range(8)]


async def test_two_processes_handle_every_event_once_and_in_the_order_of_its_chat(house: House) -> None:
    chats = [str(number) for number in range(10, 20)]
    for chat in chats:
        await house.join(chat, Role.WRITER)
        await house.say(chat, "/post")
    house.claimed.clear()
    async with at_work(house.intake, another(house)):
        for number in range(6):
            # As by webhook: a chat's next event comes when the one before was confirmed.
            await asyncio.gather(*(house.take(house.event(chat, f"phần {number}")) for chat in chats))
        await until_handled(house)
    kept = [row["data"]["parts"] for row in await house.rows(conversation)]
    assert kept == [[f"phần {number}" for number in range(6)]] * len(chats)
    assert {row["state"] for row in await house.rows(inbox)} == {"done"}


async def test_what_a_process_left_is_handled_by_another(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = asyncio.Event()

    async def dies(request: Any, services: Services) -> None:
        await services.subscriptions.subscribe(request.viewer)
        inside.set()
        await asyncio.Event().wait()

    await house.join("7")
    house.claimed.clear()
    healthy = house.router._by_name["latest"]
    replace_handler(house, "latest", dies)
    await house.take(house.event("7", "/latest"))
    working = asyncio.create_task(house.intake.run_once())
    await inside.wait()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert [row["state"] for row in await house.rows(inbox)][-1] == "waiting"
    assert [row["subscribed"] for row in await house.rows(person)] == [False]
    house.router._by_name["latest"] = healthy
    monkeypatch.setattr(intake_module, "LOOK_SECONDS", 0.05)
    async with at_work(another(house)):
        assert NOTHING_YET in (await answered(house, "7"))[0]


# --- what fails, and what hangs --------------------------------------------------------------------------------------


async def test_an_event_that_hangs_holds_only_its_chat_and_is_given_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(request: Any, services: Services) -> None:
        await asyncio.Event().wait()

    # SQLite has one writer, so there the others wait until the event is given up.
    within = 0.5 if house.database.is_sqlite else 8.0
    monkeypatch.setattr(intake_module, "WITHIN", within)
    replace_handler(house, "targets", hangs)
    async with at_work(house.intake):
        # What waits when a process begins is handled one after another: this comes afterwards.
        await house.take(house.event("8", "/latest"))
        await answered(house, "8")
        await house.take(house.event("7", "/targets"))
        await asyncio.sleep(0.1)
        await house.take(*(house.event(str(number), "/latest") for number in range(20, 40)))
        for number in range(20, 40):
            await answered(house, str(number), seconds=7)
        assert "trục trặc" in (await answered(house, "7", seconds=20))[0]
        await house.take(house.event("7", "/latest"))
        assert NOTHING_YET in (await answered(house, "7", 2, seconds=10))[1]
    assert [row["error"] for row in await house.rows(inbox) if row["state"] == "failed"] == ["TimeoutError"]


async def test_one_of_many_that_fails_costs_the_others_nothing(house: House) -> None:
    async def broken(request: Any, services: Services) -> None:
        raise ZeroDivisionError

    replace_handler(house, "targets", broken)
    async with at_work(house.intake):
        await house.take(
            *(house.event(str(number), "/targets" if number % 7 == 0 else "/latest") for number in range(30))
        )
        states = [row["state"] for row in await until_handled(house)]
        for number in range(30):
            (text,) = await answered(house, str(number))
            assert ("trục trặc" in text) == (number % 7 == 0)
    assert [state == "failed" for state in states] == [number % 7 == 0 for number in range(30)]


async def test_an_event_that_cannot_be_read_and_one_that_cannot_be_apologised_for_block_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver = house.intake._receiver
    handle, apologise = receiver.handle, receiver.apologise

    async def fails(transaction: Any, incoming: Incoming | None, *received_at: Any) -> Any:
        if incoming is not None and incoming.chat_id == "8":
            raise ValueError
        return await (handle if received_at else apologise)(transaction, incoming, *received_at)

    monkeypatch.setattr(receiver, "handle", fails)
    monkeypatch.setattr(receiver, "apologise", fails)
    async with at_work(house.intake):
        await house.intake.take("telegram", "1", [Raw("unreadable", "6", "nothing stands for this")])
        await house.take(house.event("8", "/latest"), house.event("9", "/latest"))
        await answered(house, "9")
        rows = await until_handled(house)
    assert [(row["state"], row["error"], row["body"]) for row in rows] == [
        ("failed", "KeyError", None),
        ("failed", "ValueError", None),
        ("done", None, None),
    ]


async def test_while_the_database_is_down_events_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "DOWN_SECONDS", 0.05)
    down = 3

    async def fails(transaction: Any, incoming: Incoming, received_at: Any) -> Any:
        nonlocal down
        if down:
            down -= 1
            raise DatabaseDownError
        return await handle(transaction, incoming, received_at)

    handle = house.intake._receiver.handle
    monkeypatch.setattr(house.intake._receiver, "handle", fails)
    async with at_work(house.intake):
        await house.take(house.event("7", "/latest"))
        assert NOTHING_YET in (await answered(house, "7"))[0]
    assert down == 0


async def test_what_a_platform_repeats_is_one_message_of_the_month(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.intake, "_metered", {ZALO})
    channel, _, account = ZALO.partition(":")
    first, second = (Raw(key, "7", "{}") for key in ("7/1", "7/2"))
    for batch in ([first], [first], [first, second], [second, first]):
        await house.intake.take(channel, account, batch)
    async with house.database.read() as transaction:
        month = await quota.load(transaction, ZALO, month_of(house.clock.now()), 100)
    assert month.used == 2


# --- who speaks in a group ---------------------------------------------------------------------------------------


async def test_whether_an_admin_speaks_is_asked_only_where_it_matters_and_as_a_job(house: House) -> None:
    house.group_admins = {("-500", "2")}
    (heard,) = await house.hear(group_message(house, "/latest", speaker="1"))
    assert NOTHING_YET in heard.text
    assert await house.rows(job) == []
    for speaker, answer in (("1", "chỉ quản trị viên của nhóm"), ("2", "Đồng ý")):
        assert await house.hear(group_message(house, "/subscribe", speaker=speaker)) == []
        (heard,) = await house.work()
        assert answer in heard.text + "".join(heard.buttons)
    assert await house.hear(group_message(house, "subscribe.agree", pressed=True, message_id="m1", speaker="2")) == []
    heard, *_ = await house.work()
    assert [row["subscribed"] for row in await house.rows(person)] == [True]
    assert await house.rows(job) == []


async def test_a_choice_in_a_group_changes_the_message_on_which_it_was_pressed(house: House) -> None:
    house.group_admins = {("-500", "2")}
    pressed = group_message(house, "topics.toggle 1", pressed=True, message_id="m1", speaker="2")
    assert await house.hear(pressed) == []
    (heard,) = await house.work()
    assert heard.row.edit == "m1"


async def test_what_waits_for_a_platform_that_does_not_answer_keeps_nobody_else_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(chat_id: str, member_id: str) -> bool:
        await asyncio.Event().wait()
        return False

    monkeypatch.setitem(house.jobs._rights, "telegram:1", hangs)
    jobs = asyncio.create_task(house.jobs.run())
    async with at_work(house.intake):
        await house.take(
            *(
                replace(group_message(house, "/subscribe", speaker="1"), chat_id=f"-{50 + number}")
                for number in range(10)
            )
        )
        await asyncio.sleep(0.2)
        await house.take(house.event("7", "/latest"))
        assert NOTHING_YET in (await answered(house, "7", seconds=5))[0]
    jobs.cancel()
    await asyncio.gather(jobs, return_exceptions=True)
