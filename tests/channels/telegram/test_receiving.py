"""Messages in, by polling and by webhook, from a Bot API server that behaves like Telegram."""

import asyncio
import gc
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from bot.channels.telegram.admins import GroupAdmins
from bot.channels.telegram.channel import MOST_ASIDES, TelegramChannel
from bot.errors import DatabaseDownError
from bot.messages.incoming import Event, Incoming
from bot.messages.message import Outgoing
from tests.channels.telegram.kit import AGREE, Inbox, ScriptedServer, channel_at, listening, out, taking, until, wire_at
from tests.fakes.telegram import FakeTelegram, Fault

# --- messages in --------------------------------------------------------------------------------------------------


async def test_a_conversation_with_buttons(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    async def answer(incoming: Incoming) -> None:
        if incoming.pressed:
            await channel.send(Outgoing(incoming.chat_id, Markup("Đã chọn"), edit=incoming.message_id))
        else:
            await channel.send(Outgoing(incoming.chat_id, Markup("Chọn"), AGREE))

    lan = telegram.user(1001)
    async with listening(channel, answer):
        question = await lan.ask("/start")
        press = await lan.press(question, "Đồng ý").wait_answered()
        assert question.text == "Đã chọn"
        assert press.text == ""
    assert telegram.pending_updates == [] or telegram.pending_updates[0].get("callback_query")


async def test_a_press_that_telegram_no_longer_knows_hurts_nobody(
    telegram: FakeTelegram, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    lan = telegram.user(1001).open()
    await channel.send(out(1001, buttons=AGREE))
    telegram.script("answerCallbackQuery", then=Fault.refusal(400, "query is too old"))
    async with listening(channel, inbox):
        lan.press(lan.last, "Đồng ý")
        lan.send("tin moi")
        await until(lambda: len(inbox.taken) == 2)
        await until(lambda: telegram.log.of("answerCallbackQuery"))
        await until(lambda: not any("_confirm_press" in repr(task) for task in asyncio.all_tasks()))
    gc.collect()
    assert "never retrieved" not in caplog.text


async def test_no_more_than_a_few_presses_wait_for_their_confirmation(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    inbox = Inbox()
    lan = telegram.user(1001).open()
    await channel.send(out(1001, buttons=AGREE))
    telegram.script("answerCallbackQuery", then=Fault.hang(), times=None)
    async with listening(channel, inbox):
        for _ in range(100):
            lan.press(lan.last, "Đồng ý")
        await until(lambda: len(inbox.taken) == 100)
        waiting = [task for task in asyncio.all_tasks() if "_confirm_press" in repr(task.get_coro())]
        assert len(waiting) == MOST_ASIDES


async def test_blocking_and_unblocking_are_heard(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    lan = telegram.user(1001).open()
    async with listening(channel, inbox):
        lan.block()
        lan.unblock()
        await until(lambda: len(inbox.taken) >= 2)
    assert [incoming.event for incoming in inbox.taken][-2:] == [Event.BLOCKED, Event.UNBLOCKED]


async def test_a_group_that_moves_is_heard_once(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    lan = telegram.user(1001).open()
    group = telegram.group(-500, members=[lan])
    async with listening(channel, inbox):
        new = group.migrate()
        group.send(lan, "/tinmoi")
        await until(lambda: any(incoming.text == "/tinmoi" for incoming in inbox.taken))
    moves = [incoming for incoming in inbox.taken if incoming.event is Event.MOVED]
    assert [(move.chat_id, move.new_chat_id) for move in moves] == [("-500", str(new))]


async def test_only_an_admin_of_the_group_counts_as_one(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    lan, chu, tu = telegram.user(1001, "Lan"), telegram.user(1002, "Chủ"), telegram.user(1003, "Tư")
    group = telegram.group(-500, members=[lan], admins=[chu, tu])
    async with listening(channel, inbox):
        for person in (lan, chu, tu):
            group.send(person, "/dangky@LoaBot")
        group.send(chu, "chào bà con")
        group.send(lan, "@LoaBot tin mới")
        await until(lambda: len(inbox.taken) == 4)
        assert telegram.log.of("getChatMember") == [], "asked before anything needed it"
        spoken = [(incoming.chat_id, incoming.speaker) for incoming in inbox.taken]
        assert [await channel.is_group_admin(*one) for one in spoken] == [False, True, True, False]
    assert inbox.texts == ["/dangky"] * 3 + ["tin mới"], "what does not address the bot was kept"


async def test_an_admin_who_cannot_be_looked_up_is_none(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    chu = telegram.user(1002)
    telegram.group(-500, admins=[chu])
    await channel.start()
    telegram.script("getChatMember", then=Fault.server_error())
    assert not await channel.is_group_admin("-500", "1002")
    assert await channel.is_group_admin("-500", "1002")


async def test_rights_in_a_group_are_remembered_for_a_while_and_within_bounds(telegram: FakeTelegram) -> None:
    people = [telegram.user(number) for number in (1, 2, 3)]
    telegram.group(-500, members=people, admins=[telegram.user(1002)])

    def asked() -> int:
        return len(telegram.log.of("getChatMember"))

    async with wire_at(telegram.url, token=telegram.token) as wire:
        admins = GroupAdmins(wire, remembered_seconds=0.5, most=2)
        assert await admins.has("-500", "1002")
        assert await admins.has("-500", "1002")
        assert asked() == 1
        await asyncio.sleep(0.6)
        assert await admins.has("-500", "1002")
        assert asked() == 2
        for member in ("1", "2", "3"):
            assert not await admins.has("-500", member)
        await admins.has("-500", "1002")
        assert asked() == 6, "the oldest answer was not forgotten"


# --- webhook ------------------------------------------------------------------------------------------------------


GROUP: dict[str, object] = {"id": -500, "type": "group", "title": "Tổ 3"}


def body(text: str, number: int = 7, chat: dict[str, object] | None = None) -> bytes:
    chat = chat or {"id": 1001, "type": "private"}
    sender = {"id": 1001, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_a_webhook_call_is_handed_on(channel: TelegramChannel) -> None:
    inbox = Inbox()
    await channel.handle_webhook(body("tin mới"), taking(channel, inbox))
    sent_at = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
    said = Incoming("telegram", channel.account, event_key="7", chat_id="1001", text="tin mới", name="Lan")
    assert inbox.taken == [replace(said, sent_at=sent_at, message_id="1")]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b"1" * 10_000, b"null"], ids=len)
async def test_a_webhook_body_that_cannot_be_read_is_counted_and_done_with(
    channel: TelegramChannel, raw: bytes
) -> None:
    inbox = Inbox()
    await channel.handle_webhook(raw, taking(channel, inbox))
    assert (inbox.calls, channel.unreadable) == (0, 1)


async def test_a_webhook_call_that_must_be_repeated_says_so(channel: TelegramChannel) -> None:
    with pytest.raises(DatabaseDownError):
        await channel.handle_webhook(body("x"), taking(channel, Inbox(DatabaseDownError())))


async def test_a_process_that_only_takes_webhook_calls_learns_the_bots_name(telegram: FakeTelegram) -> None:
    inbox = Inbox()
    async with channel_at(telegram.url, token=telegram.token, mode="webhook") as channel:
        await channel.handle_webhook(body("/tinmoi@LoaBot", 7, GROUP), taking(channel, inbox))
        await channel.handle_webhook(body("/tinmoi@OtherBot", 8, GROUP), taking(channel, inbox))
    assert inbox.texts == ["/tinmoi"]
    assert len(telegram.log.of("getMe")) == 1


async def test_without_the_bots_name_messages_still_come_in() -> None:
    inbox = Inbox()
    async with ScriptedServer() as server, channel_at(server.url, mode="webhook") as channel:
        server.on("getMe", (502, b""))
        await channel.handle_webhook(body("tin mới", 7), taking(channel, inbox))
        assert server.of("getMe") == [], "a person's message needs no name"
        for number in (8, 9):
            await channel.handle_webhook(body("/chitieu@LoaBot", number, GROUP), taking(channel, inbox))
        assert len(server.of("getMe")) == 1, "every message asked again"
    assert inbox.texts == ["tin mới", "/chitieu", "/chitieu"]


async def test_in_webhook_mode_listening_only_waits(telegram: FakeTelegram) -> None:
    telegram.route_webhook("https://phuong.example", "http://127.0.0.1:9")
    telegram.script("getMe", then=Fault.server_error())
    async with (
        channel_at(telegram.url, token=telegram.token, mode="webhook") as channel,
        listening(channel, Inbox()),
    ):
        await until(lambda: telegram.log.accepted("setWebhook"))
        await asyncio.sleep(0.1)
    assert not telegram.log.of("getUpdates")
