"""The channel against a Bot API server that behaves like Telegram."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator

import pytest
from markupsafe import Markup

from bot.channels.base import Button, ButtonRows, Channel, Event, File, Incoming, Outgoing
from bot.channels.telegram.admins import GroupAdmins
from bot.channels.telegram.channel import MOST_CONFIRMATIONS, TelegramChannel
from bot.errors import (
    ChannelDownError,
    DatabaseDownError,
    DeliveryError,
    MaybeSentError,
    MovedError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)
from tests.channels.telegram.kit import (
    Inbox,
    ScriptedServer,
    channel_at,
    listening,
    settings_for,
    until,
    wire_at,
)
from tests.fakes.telegram import FakeTelegram, Fault, Pace

COMMANDS = [("moinhat", "Tin mới nhất của phường"), ("chitieu", "Chỉ tiêu")]
AGREE: ButtonRows = ((Button("Đồng ý", "agree"), Button("Hủy", "cancel")), (Button("Xong", "done"),))


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(username="LoaBot", pace=Pace.off()) as telegram:
        yield telegram


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    async with channel_at(telegram.url, token=telegram.token, commands=COMMANDS) as channel:
        await channel.start()
        yield channel


def out(
    chat_id: int, text: str = "Xin chào", *, buttons: ButtonRows = (), file: File | None = None, edit: str | None = None
) -> Outgoing:
    return Outgoing(str(chat_id), Markup(text), buttons, file, edit)  # noqa: S704 - literals of these tests


# --- starting -----------------------------------------------------------------------------------------------------


def test_it_is_a_channel(telegram: FakeTelegram) -> None:
    channel: Channel = TelegramChannel(settings_for("http://127.0.0.1:9"))
    assert (channel.name, channel.account, channel.rate) == ("telegram", "123456789", 30)


async def test_starting_shows_the_commands_everywhere_and_in_groups(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    shown = [entry.params for entry in telegram.log.accepted("setMyCommands")]
    wanted = [{"command": name, "description": description} for name, description in COMMANDS]
    assert [params["commands"] for params in shown] == [wanted, wanted]
    assert [params.get("scope") for params in shown] == [None, {"type": "all_group_chats"}]


async def test_polling_takes_over_from_a_webhook_and_keeps_what_waits(telegram: FakeTelegram) -> None:
    telegram.route_webhook("https://phuong.example", "http://127.0.0.1:9")
    async with channel_at(telegram.url, token=telegram.token, mode="webhook") as before:
        await before.start()
    telegram.user(1001).send("trong lúc chuyển")
    inbox = Inbox()
    async with channel_at(telegram.url, token=telegram.token) as channel:
        await channel.start()
        async with listening(channel, inbox):
            await until(lambda: inbox.taken)
    assert inbox.texts == ["trong lúc chuyển"]


async def test_a_webhook_is_registered_with_its_secret(telegram: FakeTelegram) -> None:
    telegram.route_webhook("https://phuong.example", "http://127.0.0.1:9")
    async with channel_at(telegram.url, token=telegram.token, mode="webhook") as channel:
        await channel.start()
        assert channel.webhook_secret is not None
        (entry,) = telegram.log.accepted("setWebhook")
        assert entry.params["url"] == "https://phuong.example/telegram/webhook"
        assert entry.params["secret_token"] == channel.webhook_secret.get_secret_value()
        assert entry.params["allowed_updates"] == ["message", "callback_query", "my_chat_member"]


async def test_a_refused_token_is_told_at_the_start(telegram: FakeTelegram) -> None:
    telegram.revoke()
    async with channel_at(telegram.url, token=telegram.token) as channel:
        with pytest.raises(ChannelDownError):
            await channel.start()
        telegram.restore()
        await channel.start()


async def test_a_server_that_is_away_is_a_delivery_error_at_the_start(telegram: FakeTelegram) -> None:
    async with channel_at(telegram.url, token=telegram.token) as channel:
        await telegram.stop()
        with pytest.raises(DeliveryError):
            await channel.start()
        await telegram.start()
        await channel.start()


async def test_a_refused_list_of_commands_does_not_keep_the_bot_from_starting(telegram: FakeTelegram) -> None:
    async with channel_at(telegram.url, token=telegram.token, commands=[("SAI", "x")]) as channel:
        await channel.start()
        telegram.user(1001).open()
        assert await channel.send(out(1001))


# --- messages out -------------------------------------------------------------------------------------------------


async def test_a_message_arrives_with_markup_buttons_and_without_link_previews(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001).open()
    message_id = await channel.send(out(1001, "<b>Tin</b> &lt;mới&gt; https://vnexpress.net", buttons=AGREE))
    assert message_id == str(lan.last.message_id)
    assert lan.last.text == "Tin <mới> https://vnexpress.net"
    assert lan.last.buttons == [[("Đồng ý", "agree"), ("Hủy", "cancel")], [("Xong", "done")]]
    assert not lan.last.protected
    (entry,) = telegram.log.sent()
    assert entry.params["link_preview_options"] == {"is_disabled": True}


async def test_a_message_for_cadres_is_protected(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    await channel.send(Outgoing("1001", Markup("Nội bộ"), protect=True))
    assert lan.last.protected


async def test_an_edit_changes_the_message_and_takes_the_buttons_away(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001).open()
    message_id = await channel.send(out(1001, buttons=AGREE))
    assert await channel.send(out(1001, "Đã xong", edit=message_id)) == message_id
    assert (lan.last.text, lan.last.buttons, len(lan.messages)) == ("Đã xong", [], 1)


async def test_an_edit_that_changes_nothing_has_succeeded(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    message_id = await channel.send(out(1001))
    assert await channel.send(out(1001, edit=message_id)) == message_id
    assert len(lan.messages) == 1


@pytest.mark.parametrize("why", ["deleted", "locked", "of a file", "no number"])
async def test_what_can_no_longer_be_edited_is_sent_anew(
    telegram: FakeTelegram, channel: TelegramChannel, why: str
) -> None:
    lan = telegram.user(1001).open()
    old = await channel.send(out(1001, file=File("a.txt", b"x") if why == "of a file" else None))
    if why == "deleted":
        lan.delete(lan.last)
    elif why == "locked":
        lan.last.lock()
    new = await channel.send(out(1001, "Bản mới", edit="uuid" if why == "no number" else old))
    assert new != old
    assert (str(lan.last.message_id), lan.last.text) == (new, "Bản mới")


async def test_an_edit_that_is_refused_for_its_content_is_not_sent_anew(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001).open()
    message_id = await channel.send(out(1001))
    telegram.script("editMessageText", then=Fault.refusal(400, "can't parse entities: unclosed tag"))
    with pytest.raises(RejectedError, match="bad-markup"):
        await channel.send(out(1001, "Bản mới", edit=message_id))
    assert len(lan.messages) == 1


async def test_a_file_goes_with_its_whole_text(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    lan = telegram.user(1001).open()
    text = "<b>Dữ</b> &amp; " + "x" * 1019
    await channel.send(out(1001, text, file=File("dữ liệu.json", b'{"a": 1}'), buttons=AGREE))
    assert lan.last.document is not None
    assert (lan.last.document.name, lan.last.document.content) == ("dữ liệu.json", b'{"a": 1}')
    assert lan.last.text == "Dữ & " + "x" * 1019
    assert lan.last.labels == ["Đồng ý", "Hủy", "Xong"]


async def test_a_text_too_long_for_a_caption_is_refused_and_not_cut(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    lan = telegram.user(1001).open()
    with pytest.raises(RejectedError, match="caption-too-long"):
        await channel.send(out(1001, "x" * 1025, file=File("a.txt", b"x")))
    assert lan.messages == []


@pytest.mark.parametrize(
    ("fault", "decision", "reason"),
    [
        (Fault.blocked(), UnreachableError, "blocked"),
        (Fault.deactivated(), UnreachableError, "deactivated"),
        (Fault.kicked(), UnreachableError, "kicked"),
        (Fault.chat_not_found(), UnreachableError, "chat-not-found"),
        (Fault.migrated(-1001234567890), MovedError, "moved"),
        (Fault.too_many(7), ThrottledError, "throttled"),
        (Fault.too_many(1e18), ThrottledError, "throttled"),
        (Fault.too_many(), ThrottledError, "throttled"),
        (Fault.unauthorized(), ChannelDownError, "token-refused"),
        (Fault.reset(applied=True), MaybeSentError, "no-answer"),
        (Fault.close(), MaybeSentError, "no-answer"),
        (Fault.truncated(), MaybeSentError, "no-answer"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
async def test_each_of_telegrams_refusals_forces_its_decision(
    telegram: FakeTelegram, channel: TelegramChannel, fault: Fault, decision: type[DeliveryError], reason: str
) -> None:
    telegram.user(1001).open()
    telegram.script("sendMessage", then=fault)
    with pytest.raises(DeliveryError) as caught:
        await channel.send(out(1001))
    assert (type(caught.value), caught.value.reason) == (decision, reason)
    assert caught.value.__cause__ is not None
    assert await channel.send(out(1001)), "one refusal must not spoil the next message"


@pytest.mark.parametrize("text", ["", "<b>hở", "x" * 4097, "<u onclick=1>x"])
async def test_content_that_telegram_does_not_take_is_rejected(
    telegram: FakeTelegram, channel: TelegramChannel, text: str
) -> None:
    telegram.user(1001).open()
    with pytest.raises(RejectedError):
        await channel.send(out(1001, text))


async def test_many_messages_at_once_all_arrive(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    people = telegram.users(150)
    await asyncio.gather(*(channel.send(out(person.id)) for person in people))
    assert all(len(person.messages) == 1 for person in people)


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
        assert len(waiting) == MOST_CONFIRMATIONS


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
        await until(lambda: len(inbox.taken) == 4)
    assert [(incoming.by_group_admin, incoming.addressed) for incoming in inbox.taken] == [
        (False, True),
        (True, True),
        (True, True),
        (False, False),
    ]
    assert len(telegram.log.of("getChatMember")) == 3, "what does not address the bot is not worth a question"


async def test_an_admin_who_cannot_be_looked_up_is_none(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    chu = telegram.user(1002)
    group = telegram.group(-500, admins=[chu])
    telegram.script("getChatMember", then=Fault.server_error())
    async with listening(channel, inbox):
        group.send(chu, "/dangky")
        group.send(chu, "/dangky")
        await until(lambda: len(inbox.taken) == 2)
    assert [incoming.by_group_admin for incoming in inbox.taken] == [False, True]


async def test_rights_in_a_group_are_remembered_for_a_while_and_within_bounds(telegram: FakeTelegram) -> None:
    people = [telegram.user(number) for number in (1, 2, 3)]
    telegram.group(-500, members=people, admins=[telegram.user(1002)])

    def asked() -> int:
        return len(telegram.log.of("getChatMember"))

    async with wire_at(telegram.url, token=telegram.token) as wire:
        admins = GroupAdmins(wire, remembered_seconds=0.5, most=2)
        assert await admins.has("-500", 1002)
        assert await admins.has("-500", 1002)
        assert asked() == 1
        await asyncio.sleep(0.6)
        assert await admins.has("-500", 1002)
        assert asked() == 2
        for user_id in (1, 2, 3):
            assert not await admins.has("-500", user_id)
        await admins.has("-500", 1002)
        assert asked() == 6, "the oldest answer was not forgotten"


# --- webhook ------------------------------------------------------------------------------------------------------


def body(text: str, number: int = 7, chat: dict[str, object] | None = None) -> bytes:
    chat = chat or {"id": 1001, "type": "private"}
    sender = {"id": 1001, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_a_webhook_call_is_handed_on(channel: TelegramChannel) -> None:
    inbox = Inbox()
    await channel.handle_webhook(body("tin mới"), inbox)
    assert inbox.taken == [
        Incoming("telegram", channel.account, event_key="7", chat_id="1001", text="tin mới", name="Lan")
    ]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b"1" * 10_000, b"null"], ids=len)
async def test_a_webhook_body_that_cannot_be_read_is_counted_and_done_with(
    channel: TelegramChannel, raw: bytes
) -> None:
    inbox = Inbox()
    await channel.handle_webhook(raw, inbox)
    assert (inbox.calls, channel.unreadable) == (0, 1)


async def test_a_webhook_call_that_must_be_repeated_says_so(channel: TelegramChannel) -> None:
    with pytest.raises(DatabaseDownError):
        await channel.handle_webhook(body("x"), Inbox(DatabaseDownError()))


async def test_a_process_that_only_takes_webhook_calls_learns_the_bots_name(telegram: FakeTelegram) -> None:
    inbox = Inbox()
    group: dict[str, object] = {"id": -500, "type": "group", "title": "Tổ 3"}
    async with channel_at(telegram.url, token=telegram.token, mode="webhook") as channel:
        await channel.handle_webhook(body("/tinmoi@LoaBot", 7, group), inbox)
        await channel.handle_webhook(body("/tinmoi@OtherBot", 8, group), inbox)
    assert inbox.texts == ["/tinmoi"]
    assert len(telegram.log.of("getMe")) == 1


async def test_without_the_bots_name_messages_still_come_in() -> None:
    inbox = Inbox()
    async with ScriptedServer() as server, channel_at(server.url, mode="webhook") as channel:
        server.on("getMe", (502, b""))
        await channel.handle_webhook(body("tin mới", 7), inbox)
        await channel.handle_webhook(body("chi tieu", 8), inbox)
        assert len(server.of("getMe")) == 1, "every message asked again"
    assert inbox.texts == ["tin mới", "chi tieu"]


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
