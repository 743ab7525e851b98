"""Starting, and messages out, against a Bot API server that behaves like Telegram."""

import asyncio

import pytest
from markupsafe import Markup

from bot.channels.base import Channel
from bot.channels.telegram.channel import TelegramChannel
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    GoneError,
    MaybeSentError,
    MovedError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)
from bot.messages.message import File, Outgoing
from tests.channels.telegram.kit import AGREE, COMMANDS, Inbox, channel_at, listening, out, settings_for, until
from tests.fakes.telegram import FakeTelegram, Fault

# --- starting -----------------------------------------------------------------------------------------------------


def test_it_is_a_channel() -> None:
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
        assert channel.webhook is not None
        assert channel.webhook.path == "/telegram/webhook"
        (entry,) = telegram.log.accepted("setWebhook")
        assert entry.params["url"] == "https://phuong.example/telegram/webhook"
        assert entry.params["secret_token"] == channel.webhook.secret.get_secret_value()
        assert entry.params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


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


# --- places -------------------------------------------------------------------------------------------------------


async def test_a_message_goes_to_its_topic_and_a_closed_or_deleted_one_refuses_that_alone(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    group = telegram.group(-500)
    group.set_topic(7)
    group.set_topic(8, is_open=False)
    await channel.send(Outgoing("-500", Markup("Trong mục"), place="7"))
    assert group.last.extra["message_thread_id"] == 7
    await channel.send(Outgoing("-500", Markup("Cả nhóm")))
    assert "message_thread_id" not in group.last.extra
    for closed in ("8", "9"):
        with pytest.raises(GoneError) as refused:
            await channel.send(Outgoing("-500", Markup("Trong mục"), place=closed))
        assert refused.value.reason == "topic-closed"
    await channel.send(Outgoing("-500", Markup("Vẫn đến"), place="7"))


async def test_a_message_of_a_topic_is_changed_without_naming_it(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    group = telegram.group(-500)
    group.set_topic(7)
    sent = await channel.send(Outgoing("-500", Markup("Cũ"), place="7"))
    assert await channel.send(Outgoing("-500", Markup("Mới"), place="7", edit=sent)) == sent
    assert group.last.text == "Mới"
