"""What Telegram shows beside the chat: menus by role, the bot's description, its link."""

import pytest
from markupsafe import Markup

from bot.channels.telegram.channel import TelegramChannel
from bot.messages.message import Menu, Outgoing
from tests.channels.telegram.kit import channel_at, until
from tests.fakes.telegram import FakeTelegram, Fault

OFFICIAL: Menu = (("dangtin", "Đăng tin."), ("tinmoi", "Tin mới nhất."))


def told(menu: Menu | None) -> Outgoing:
    return Outgoing("1001", Markup("Vai trò của anh/chị"), menu=menu)


async def test_starting_describes_the_bot(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    (described,) = telegram.log.accepted("setMyDescription")
    (short,) = telegram.log.accepted("setMyShortDescription")
    assert "Bắt đầu" in described.params["description"]
    assert "Loa phường" in short.params["short_description"]


async def test_a_message_about_a_role_brings_its_menu_to_that_chat_alone(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    telegram.user(1001).open()
    before = len(telegram.log.accepted("setMyCommands"))
    await channel.send(told(OFFICIAL))
    await until(lambda: len(telegram.log.accepted("setMyCommands")) == before + 1)
    shown = telegram.log.accepted("setMyCommands")[-1].params
    assert [one["command"] for one in shown["commands"]] == ["dangtin", "tinmoi"]
    assert shown["scope"] == {"type": "chat", "chat_id": 1001}


async def test_who_lost_the_role_has_everybodys_menu_again(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.user(1001).open()
    await channel.send(told(()))
    await until(lambda: telegram.log.accepted("deleteMyCommands"))
    assert telegram.log.accepted("deleteMyCommands")[-1].params["scope"]["type"] == "chat"


async def test_however_many_lose_their_roles_at_once_each_has_everybodys_menu_again(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    chats = range(1001, 1013)
    telegram.script("deleteMyCommands", then=Fault.slow(0.5), times=4)
    for chat in chats:
        telegram.user(chat).open()
        await channel.send(Outgoing(str(chat), Markup("Vai trò của anh/chị"), menu=()))
    await until(lambda: len(telegram.log.accepted("deleteMyCommands")) == len(chats))
    shown = {entry.params["scope"]["chat_id"] for entry in telegram.log.accepted("deleteMyCommands")}
    assert shown == set(chats)


async def test_other_messages_leave_the_menu_alone(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.user(1001).open()
    await channel.send(told(OFFICIAL))
    await until(lambda: len(telegram.log.accepted("setMyCommands")) == 3)
    await channel.send(told(None))
    assert len(telegram.log.accepted("setMyCommands")) == 3
    assert telegram.log.accepted("deleteMyCommands") == []


@pytest.mark.parametrize(
    "fault",
    [Fault.refusal(400, "Bad Request: chat not found"), Fault.too_many(1), Fault.server_error()],
    ids=["refused", "too many", "broken"],
)
async def test_a_menu_that_is_refused_keeps_no_message_from_going_out(
    telegram: FakeTelegram, channel: TelegramChannel, fault: Fault
) -> None:
    telegram.user(1001).open()
    telegram.script("setMyCommands", then=fault)
    assert await channel.send(told(OFFICIAL))
    assert await channel.send(told(None))


async def test_the_link_opens_the_bot_with_a_word_once_its_name_is_known(telegram: FakeTelegram) -> None:
    async with channel_at(telegram.url, token=telegram.token) as channel:
        assert channel.link("ABC") == ""
        await channel.start()
        name = telegram.world.bot["username"]
        assert channel.link("ABCDEFGHJK") == f"https://t.me/{name}?start=ABCDEFGHJK"
