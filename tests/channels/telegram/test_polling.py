"""Long polling loses nothing, repeats nothing for ever, and never stops."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.polling import Pauses
from bot.errors import ChannelDownError, DatabaseDownError, NeverSentError, ThrottledError
from bot.messages.incoming import Incoming
from tests.channels.telegram.kit import (
    COMMANDS,
    ME,
    OK,
    Inbox,
    ScriptedServer,
    channel_at,
    hang,
    listening,
    refused,
    reset,
    until,
)


def update(number: int, text: str = "x") -> dict[str, Any]:
    chat = {"id": 1001, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat, "text": text}}


def batch(*updates: object) -> dict[str, object]:
    return {"ok": True, "result": list(updates)}


def offsets(server: ScriptedServer) -> list[int | None]:
    return [parameters.get("offset") for parameters in server.of("getUpdates")]


async def test_the_offset_moves_only_after_an_update_was_taken_in() -> None:
    inside, go = asyncio.Event(), asyncio.Event()

    async def receive(_: object) -> None:
        inside.set()
        await go.wait()

    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", batch(update(10)), hang)
        async with listening(channel, receive):
            await inside.wait()
            await asyncio.sleep(0.05)
            assert offsets(server) == [None]
            go.set()
            await until(lambda: len(offsets(server)) == 2)
        assert offsets(server)[:2] == [None, 11]


async def test_an_update_that_was_being_handled_at_a_crash_is_not_confirmed() -> None:
    inside = asyncio.Event()

    async def receive(incoming: Incoming) -> None:
        if incoming.text == "hai":
            inside.set()
            await asyncio.Event().wait()

    async with ScriptedServer() as server:
        server.on("getUpdates", batch(update(10, "một"), update(11, "hai")), hang)
        async with channel_at(server.url) as channel, listening(channel, receive):
            await inside.wait()
            await asyncio.sleep(0.05)
        assert offsets(server) == [None]


async def test_while_the_database_is_down_an_update_waits_and_keeps_its_turn() -> None:
    inbox = Inbox(*[DatabaseDownError()] * 4)
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", batch(update(10, "một"), update(11, "hai")), hang)
        async with listening(channel, inbox):
            await until(lambda: len(inbox.taken) == 2)
    assert inbox.texts == ["một", "hai"]
    assert inbox.calls == 6


async def test_an_update_that_our_own_code_fails_on_costs_only_itself() -> None:
    inbox = Inbox(*[ZeroDivisionError("chữ của dân")] * 4)
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", batch(update(10, "một"), update(11, "hai")), hang)
        with capture_logs() as logs:
            async with listening(channel, inbox):
                await until(lambda: len(offsets(server)) == 2)
        assert inbox.texts == ["hai"]
        assert channel.failed == 1
        assert offsets(server)[1] == 12
    assert "chữ của dân" not in str(logs)


async def test_malformed_updates_are_counted_and_block_nothing() -> None:
    inbox = Inbox()
    odd: list[object] = [None, 7, [], {"update_id": 9, "message": None}, {"update_id": 10, "message": {"chat": 3}}]
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", batch(*odd, {"update_id": 11, "something_new": {}}, update(12, "tin mới")), hang)
        async with listening(channel, inbox):
            await until(lambda: len(offsets(server)) == 2)
        assert inbox.texts == ["tin mới"]
        assert channel.unreadable == 5
        assert offsets(server)[1] == 13


@pytest.mark.parametrize(
    "answer", [{"ok": True, "result": {"update_id": 1}}, batch(), batch(None, "x", {"message": {}})]
)
async def test_answers_that_confirm_nothing_are_not_asked_for_without_a_pause(answer: object) -> None:
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", answer)
        async with listening(channel, Inbox()):
            await asyncio.sleep(0.3)
    assert 2 <= len(offsets(server)) <= 60


async def test_an_answer_that_is_no_list_of_updates_is_reported() -> None:
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", {"ok": True, "result": {"update_id": 1}})
        with capture_logs() as logs:
            async with listening(channel, Inbox()):
                await until(lambda: len(offsets(server)) > 2)
    assert [log["reason"] for log in logs] == ["unreadable-answer"]


async def test_after_an_idle_time_lower_update_ids_are_found_too() -> None:
    inbox = Inbox()
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", batch(update(9000)), batch(), batch(update(5)), hang)
        async with listening(channel, inbox):
            await until(lambda: len(offsets(server)) == 4)
    assert offsets(server) == [None, 9001, None, 6]


async def test_network_faults_and_server_errors_only_delay() -> None:
    inbox = Inbox()
    faults = (reset, (502, b"<html>"), b"garbage", refused(429, "Too Many Requests", retry_after=1), reset)
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", *faults, batch(update(10, "sau cơn mưa")), hang)
        async with listening(channel, inbox):
            await until(lambda: inbox.taken)
    assert inbox.texts == ["sau cơn mưa"]


async def test_two_pollers_on_one_token_are_warned_of_once() -> None:
    inbox = Inbox()
    conflict = refused(409, "Conflict: terminated by other getUpdates request")
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", conflict, conflict, conflict, batch(update(10)), hang)
        with capture_logs() as logs:
            async with listening(channel, inbox):
                await until(lambda: inbox.taken)
    assert [log["log_level"] for log in logs if "Someone else" in log["event"]] == ["warning"]


async def test_a_revoked_token_is_reported_once_and_a_restored_one_resumes_by_itself() -> None:
    inbox = Inbox()
    revoked = refused(401, "Unauthorized")
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getMe", revoked, ME)
        server.on("getUpdates", batch(update(10, "trước")), revoked, revoked, batch(update(11, "sau")), hang)
        with capture_logs() as logs:
            async with listening(channel, inbox):
                await until(lambda: len(inbox.taken) == 2)
    assert inbox.texts == ["trước", "sau"]
    assert len([log for log in logs if log["log_level"] == "error"]) == 1


async def test_a_channel_that_could_not_start_is_started_by_listening() -> None:
    inbox = Inbox()
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getMe", (502, b""), reset, ME)
        server.on("getUpdates", batch(update(10)), hang)
        with pytest.raises(NeverSentError):
            await channel.start()
        async with listening(channel, inbox):
            await until(lambda: inbox.taken)
            await until(lambda: server.of("deleteWebhook"))


async def test_only_the_kinds_of_updates_that_are_read_are_asked_for() -> None:
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getUpdates", hang)
        async with listening(channel, Inbox()):
            await until(lambda: server.of("getUpdates"))
    asked = server.of("getUpdates")[0]
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert int(asked["timeout"]) == 1


def test_pauses_double_up_to_a_cap_and_are_never_in_step() -> None:
    pauses = Pauses(first=1, most=30)
    assert all(2**n / 2 <= pauses.after(n + 1) <= 2**n for n in range(5))
    assert all(15 <= pauses.after(n) <= 30 for n in (6, 100, 100_000))
    assert len({pauses.after(4) for _ in range(20)}) > 1


def test_an_error_that_says_how_long_to_wait_is_obeyed() -> None:
    pauses = Pauses(first=1, most=30, conflict=10, revoked=60)
    assert pauses.after_error(ThrottledError(99), 1) == 99
    assert pauses.after_error(ChannelDownError("token-refused"), 1) == 60
    assert pauses.after_error(NeverSentError("conflict"), 1) == 10


@pytest.mark.parametrize("method", ["setMyCommands", "getMe", "deleteWebhook"])
async def test_a_call_that_only_introduces_the_bot_never_keeps_it_from_its_first_poll(method: str) -> None:
    inbox = Inbox()
    for answer in ((502, b""), hang):
        async with ScriptedServer() as server, channel_at(server.url, commands=COMMANDS) as channel:
            server.on(method, answer)
            server.on("getUpdates", batch(update(10)), hang)
            async with listening(channel, inbox):
                # A call that kept it from there would do so for 20 s.
                await until(lambda: inbox.taken, seconds=10)
        inbox.taken.clear()


async def test_the_menu_is_shown_as_soon_as_telegram_takes_it() -> None:
    async with ScriptedServer() as server, channel_at(server.url, commands=COMMANDS) as channel:
        server.on("setMyCommands", (502, b""), (502, b""), OK)
        server.on("getUpdates", hang)
        async with listening(channel, Inbox()):
            await until(lambda: len(server.of("setMyCommands")) == 4)
