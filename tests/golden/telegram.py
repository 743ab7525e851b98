"""The full set's platform: the real Telegram channel, at a Bot API server that behaves like Telegram."""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.channels.telegram.channel import TelegramChannel
from bot.messages.incoming import Incoming
from tests.channels.telegram.kit import taking
from tests.fakes.telegram import FakeTelegram, Group, Person, SeenMessage
from tests.fakes.telegram_log import Entry
from tests.golden.shown import Deed, Message, Phone, Shown
from tests.ward import House

DESCRIBES = {"setMyDescription": "the description", "setMyShortDescription": "the profile"}
PINS = {"pinChatMessage": "is pinned", "unpinChatMessage": "is pinned no more"}
QUIET = ("getMe", "getFile", "getUpdates", "getChatMember", "deleteWebhook")
"""Of these people see nothing."""

TEXTS = ("sendMessage", "editMessageText")
USUAL: dict[str, Any] = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
"""How every text goes out; what does so otherwise, says so."""


@dataclass
class TelegramPhone:
    """A person at the fake Bot API server; in a group, what they say is said there."""

    tg: FakeTelegram
    person: Person
    group: Group | None = None
    topic: int | None = None

    @property
    def chat_id(self) -> str:
        return str(self.person.id)

    @property
    def last(self) -> SeenMessage:
        return self.person.last

    def open(self) -> str:
        return str(self.person.open().user["first_name"])

    def say(self, text: str) -> None:
        if self.group is not None:
            self.group.send(self.person, text, topic=self.topic)
        else:
            self.person.send_long(text)

    def say_whole(self, text: str) -> None:
        message = {**self.person.send("x").to_json(), "text": text}
        self.tg.world.updates.pending.pop()
        self.tg.push_update({"message": message})

    def press(self, label: str, message: Message | None = None) -> Deed:
        there = message or newest(self.group or self.person, label)
        assert isinstance(there, SeenMessage)
        of = f" of message {there.message_id}" if message else ""
        return Deed(f"presses [{label}]{of}", lambda: self.person.press(there, label))

    def boxes(self) -> list[str]:
        return [one for one in self.last.labels if one.startswith("☐") and one[2:].isdigit()]

    def send_photo(self, content: bytes, text: str = "", *, album: str = "") -> None:
        self.person.send_photo(content, caption=text, album=album)

    def send_file(self, name: str, content: bytes, text: str = "") -> None:
        self.person.send_document(name, content, caption=text)

    def block(self) -> None:
        self.person.block()


@dataclass
class Telegram:
    """What people do on it, and what they see there."""

    tg: FakeTelegram
    channel: TelegramChannel
    read: int = 0
    """Requests whose effect was taken already."""
    names: dict[int, str] = field(default_factory=dict)

    set_name = "full"

    def phone(self, number: int, name: str) -> Phone:
        self.names[number] = name
        return TelegramPhone(self.tg, self.tg.user(number, name))

    def crowd(self, count: int) -> Sequence[Phone]:
        return [TelegramPhone(self.tg, one) for one in self.tg.users(count)]

    def group(self, number: int, title: str, members: Sequence[Phone]) -> Group:
        self.names[number] = title
        people = [one.person for one in members if isinstance(one, TelegramPhone)]
        return self.tg.group(number, title, people, bot="left")

    def aired(self, number: int, title: str, *admins: Phone) -> Group:
        """A channel of these people that the bot is not in yet."""
        self.names[number] = title
        people = [one.person for one in admins if isinstance(one, TelegramPhone)]
        channel = self.tg.channel(number, title)
        channel.chat.bot_status = "left"
        for one in people:
            channel.add(one, "administrator")
        return channel

    async def forge(self, house: House, phone: Phone, data: str) -> Deed:
        """What presses a button that was never given."""
        message = phone.last
        assert isinstance(message, SeenMessage)
        message.markup = {"inline_keyboard": [[{"text": "Nút cũ", "callback_data": data}]]}
        return Deed(f"presses [Nút cũ] ({data})", phone.press("Nút cũ", message).act)

    async def hand_on(self, receive: Callable[[Incoming], Awaitable[None]], now: datetime) -> None:
        """Bring everything that people did to the bot; they did it now."""
        pending, take = self.tg.world.updates.pending, taking(self.channel, receive)
        while pending:
            update = pending.popleft()
            if "message" in update:
                update["message"]["date"] = int(now.timestamp())
            await self.channel.handle_webhook(json.dumps(update).encode(), take)

    def seen(self) -> Iterator[Shown]:
        """What was to be seen since the last look, in order."""
        entries = self.tg.log.entries
        while self.read < len(entries):
            entry = entries[self.read]
            self.read += 1
            if entry.accepted and entry.method not in QUIET:
                shown = self._shown(entry)
                if shown is not None:
                    yield shown

    def _shown(self, entry: Entry) -> Shown | None:
        asked = dict(entry.params)
        chat = asked.pop("chat_id", None)
        if chat is not None and chat not in self.names:
            # One of a crowd, of which nobody is looked at.
            return None
        to = self.names[chat] if chat is not None else "everybody"
        if entry.method == "answerCallbackQuery":
            asked.pop("callback_query_id")
            return Shown("whoever pressed", "a word over the chat", str(asked)) if asked else None
        if entry.method in ("setMyCommands", "deleteMyCommands") and "chat_id" in asked.get("scope", {}):
            # Beside the chat, whenever it comes; tests/channels/telegram/test_menus.py looks at it.
            return None
        if entry.method in DESCRIBES:
            return Shown(to, DESCRIBES[entry.method], str(asked.popitem()[1]))
        if entry.method == "setMyCommands":
            listed = "\n".join(f"/{one['command']} – {one['description']}" for one in asked.pop("commands"))
            return Shown(to, "the menu", listed, marks=tuple(_rest(asked)))
        if entry.method in PINS:
            return Shown(to, f"message {asked.pop('message_id')} {PINS[entry.method]}")
        if entry.method == "deleteMessage":
            return Shown(to, f"message {asked.pop('message_id')} is gone", marks=tuple(_rest(asked)))
        marks = [mark for mark in (self._file(asked),) if mark]
        asked |= asked.pop("media", {})
        text = str(asked.pop("text", asked.pop("caption", "")))
        markup = asked.pop("reply_markup", {})
        keyboard = markup.get("inline_keyboard", [])
        keys = [one["text"] for row in markup.get("keyboard", []) for one in row]
        marks += [f"keys below: {', '.join(keys)}"] if keys else []
        buttons = tuple(tuple((one["text"], one["callback_data"]) for one in row) for row in keyboard)
        what = f"message {entry.message_id}{' changes' if 'message_id' in asked else ''}"
        asked.pop("message_id", None)
        answered = asked.pop("reply_parameters", None)
        marks += [f"answers message {answered['message_id']}"] if answered else []
        for name, value in USUAL.items() if entry.method in TEXTS else ():
            if asked.get(name) == value:
                del asked[name]
        if asked.get("parse_mode") == "HTML":
            del asked["parse_mode"]
        return Shown(to, what, text, buttons, tuple(marks + _rest(asked)), self._inside(entry))

    def _inside(self, entry: Entry) -> str:
        """The words of a file of data that the bot made."""
        message = self.tg.world.chats[entry.chat_id or 0].messages[entry.message_id or 0]
        file = message.document
        return file.content.decode() if file is not None and file.name.endswith(".json") else ""

    def _file(self, asked: dict[str, Any]) -> str | None:
        """What file goes with a message: how it is shown, its name, and whether Telegram has it already."""
        media = asked.get("media")
        kind = next((name for name in ("photo", "document") if name in asked), None)
        given = asked.pop(kind) if kind else media.pop("media") if media else None
        if given is None:
            return None
        if media:
            kind = media.pop("type")
        stored = self.tg.world.files.get(str(given))
        if stored is not None:
            return f"with the {kind} {stored.name}, known already"
        return f"with the {kind} {str(given).strip('<>').rpartition(', ')[0]}, uploaded"


def _rest(asked: dict[str, Any]) -> list[str]:
    """Whatever else was asked for, in Telegram's own words."""
    return [name if value is True else f"{name} {json.dumps(value)}" for name, value in sorted(asked.items())]


def newest(room: Person | Group, label: str) -> SeenMessage:
    """The newest message that has this button."""
    for message in reversed(room.messages):
        if label in message.labels:
            return message
    raise AssertionError(f"no button {label!r} in {room.messages}")
