"""The people's side of the fake: persons and groups that tests drive. Call these from the event loop's own thread."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from tests.fakes.telegram_html import Entity, clean, detect, units
from tests.fakes.telegram_messages import MAX_TEXT, picture_size, upload_of
from tests.fakes.telegram_settings import member_json
from tests.fakes.telegram_world import Chat, Content, Json, SeenMessage, World, in_topic

Wanted = str | Callable[[SeenMessage], bool]
FIRST_SUPERGROUP = 1_000_000_000_000
PATIENCE = 20.0


@dataclass(eq=False, slots=True)
class Press:
    """A pressed button: whether and how the bot answered the callback query."""

    id: str
    answered: bool = False
    text: str = ""
    alert: bool = False
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, text: str, *, alert: bool) -> None:
        """What the bot says."""
        self.answered, self.text, self.alert = True, text, alert
        self._done.set()

    async def wait_answered(self, timeout: float = PATIENCE) -> "Press":  # noqa: ASYNC109 - the tests' own word
        """Until the bot answers; AssertionError where it does not."""
        try:
            await asyncio.wait_for(self._done.wait(), timeout)
        except TimeoutError:
            raise AssertionError(f"the bot did not answer the pressed button within {timeout} s") from None
        return self


class Room:
    """What a person and a group have in common: a chat in which the bot writes."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id."""
        return self.chat.id

    @property
    def messages(self) -> list[SeenMessage]:
        """The bot's messages as they stand now, in order, without deleted ones."""
        return self.chat.visible()

    @property
    def last(self) -> SeenMessage:
        """The bot's newest message."""
        visible = self.chat.visible()
        assert visible, f"the bot has written nothing in chat {self.id}"
        return visible[-1]

    def reads(self, words: str) -> list[SeenMessage]:
        """The bot's messages that hold these words."""
        return [message for message in self.messages if words in message.text]

    async def wait_for(
        self,
        wanted: Wanted,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - the tests' own word
        after: SeenMessage | None = None,
    ) -> SeenMessage:
        """The first of the bot's messages that holds the words, or for which the function is true.

        Those already there count, unless `after` is given: then it must be newer than that message.
        """
        first = after.message_id if after is not None else 0

        def found() -> SeenMessage | None:
            for message in self.messages:
                if message.message_id > first and _matches(message, wanted):
                    return message
            return None

        return await self.chat.wait_for(found, timeout, f"message with {wanted!r}")

    async def wait_count(self, count: int, timeout: float = PATIENCE) -> list[SeenMessage]:  # noqa: ASYNC109 - as above
        """Until the bot has at least `count` messages here; gives them all."""
        await self.chat.wait_for(
            lambda: self.last if len(self.messages) >= count else None, timeout, f"{count} messages"
        )
        return self.messages

    def _write(self, sender: Json, **what: Unpack[Content]) -> SeenMessage:
        message = self.world.post(self.chat, sender, **what)
        self.world.updates.push({"message": message.to_json()})
        return message

    def _bot_becomes(self, status: str, by: Json, **rights: bool) -> None:
        before = member_json(self.world.bot, self.chat.bot_status, self.chat)
        self.chat.bot_status = status
        for name, value in rights.items():
            setattr(self.chat, name, value)
        after = member_json(self.world.bot, status, self.chat)
        if after != before:
            change = {
                "chat": self.chat.to_json(),
                "from": by,
                "date": self.world.now(),
                "old_chat_member": before,
                "new_chat_member": after,
            }
            self.world.updates.push({"my_chat_member": change})


class Person(Room):
    """Somebody who talks to the bot."""

    def __init__(self, world: World, chat: Chat, user: Json) -> None:
        super().__init__(world, chat)
        self.user = user

    def send(self, text: str, *, reply_to: SeenMessage | None = None) -> SeenMessage:
        """Write to the bot; this opens the chat, and lifts a block as Telegram's button "Restart" does.

        Texts over 4,096 units cannot be sent as one message: see send_long, or push_update for the impossible.
        """
        self.open()
        return self._write(self.user, **_typed(text), reply_to=reply_to)

    def send_long(self, text: str) -> list[SeenMessage]:
        """Paste a long text: the app cuts it into messages of up to 4,096 units, at a line's end where it can."""
        parts = []
        while units(text) > MAX_TEXT:
            room = MAX_TEXT
            while units(text[:room]) > MAX_TEXT:
                room -= 1
            cut = text.rfind("\n", 1, room) + 1 or room
            parts.append(text[:cut])
            text = text[cut:]
        return [self.send(part) for part in [*parts, text] if part.strip()]

    def open(self) -> "Person":
        """Make the chat exist without a message, as if /start was long ago."""
        self.chat.open = True
        self.unblock()
        return self

    async def ask(self, text: str, timeout: float = PATIENCE) -> SeenMessage:  # noqa: ASYNC109 - the tests' own word
        """Write, and wait for the bot's next message here."""
        return await self.wait_for(lambda _: True, timeout, after=self.send(text))

    def send_document(self, name: str, content: bytes, *, caption: str = "", mime_type: str = "") -> SeenMessage:
        """Send a file."""
        self.open()
        stored = self.world.store(upload_of(content, name, mime_type or "application/octet-stream"), "documents")
        return self._write(self.user, text=caption, html=caption, document=stored)

    def send_photo(self, content: bytes, *, caption: str = "", album: str = "") -> SeenMessage:
        """Send a picture, alone or as one of an album: the app sends each of those as a message of its own."""
        self.open()
        size = picture_size(content)
        stored = self.world.store(upload_of(content, "photo.jpg", "image/jpeg"), "photos", size)
        extra: Json = {"media_group_id": album} if album else {}
        return self._write(self.user, text=caption, html=caption, photo=stored, extra=extra)

    def forward(self, message: SeenMessage) -> SeenMessage:
        """Hand a message of a channel on to the bot."""
        self.open()
        chat = message.chat.to_json()
        origin = {"type": "channel", "chat": chat, "message_id": message.message_id, "date": message.date}
        return self._write(self.user, **_typed(message.text), extra={"forward_origin": origin})

    def edit(self, message: SeenMessage, text: str) -> SeenMessage:
        """Change a message one wrote oneself."""
        message.earlier.append(message.text)
        typed = _typed(text)
        message.text, message.html, message.entities = typed["text"], typed["html"], typed["entities"]
        message.edits += 1
        message.edit_date = self.world.now()
        self.world.updates.push({"edited_message": message.to_json()})
        return message

    def delete(self, message: SeenMessage) -> None:
        """Take a message out of the chat for both sides; bots hear nothing of it."""
        message.deleted = True
        message.chat.touch()

    def press(self, message: SeenMessage, button: str) -> Press:
        """Press an inline button, named by its label, its data, or a part of one label only."""
        if message.deleted:
            raise AssertionError(f"message {message.message_id} is deleted: nobody can press its buttons")
        data = find_button(message, button)
        press = Press(f"{self.user['id']}{len(self.world.presses) + 1:09d}")
        self.world.presses[press.id] = press
        query = {
            "id": press.id,
            "from": self.user,
            "message": message.to_json(),
            "chat_instance": str(message.chat.id * 7919),
            "data": data,
        }
        self.world.updates.push({"callback_query": query})
        return press

    def block(self) -> None:
        """Block the bot."""
        self._bot_becomes("kicked", self.user)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._bot_becomes("member", self.user)

    def deactivate(self) -> None:
        """Delete the account; bots are not told."""
        self.chat.deactivated = True


class Group(Room):
    """A group, supergroup or channel with the bot in it."""

    def add(self, person: Person, status: str = "member") -> None:
        """Let somebody in: member, administrator or creator."""
        self.chat.members[person.user["id"]] = {"user": person.user, "status": status}

    def send(
        self, person: Person, text: str, *, reply_to: SeenMessage | None = None, topic: int | None = None
    ) -> SeenMessage:
        """Somebody writes in the group. With privacy on, the bot hears commands, mentions and replies to it only."""
        if person.user["id"] not in self.chat.members:
            self.add(person)
        extra = in_topic(topic) if topic is not None else {}
        message = self.world.post(self.chat, person.user, **_typed(text), reply_to=reply_to, extra=extra)
        if self._bot_hears(message):
            self.world.updates.push({"message": message.to_json()})
        return message

    def _bot_hears(self, message: SeenMessage) -> bool:
        if self.chat.bot_status not in ("member", "administrator"):
            return False
        if not self.world.settings.get("privacy") or self.chat.bot_status == "administrator":
            return True
        name = self.world.bot["username"].lower()
        command = re.match(r"/\w+(?:@(\w+))?", message.text)
        if command is not None:
            return command[1] is None or command[1].lower() == name
        return f"@{name}" in message.text.lower() or (message.reply_to is not None and message.reply_to.from_bot)

    def add_bot(self, by: Person, status: str = "member") -> None:
        """Somebody lets the bot in: my_chat_member, and the group's own service message."""
        if by.user["id"] not in self.chat.members:
            self.add(by)
        self._bot_becomes(status, by.user)
        if self.chat.kind != "channel":
            self._write(by.user, extra={"new_chat_members": [self.world.bot]})

    def set_topic(self, number: int, *, is_open: bool = True) -> None:
        """A topic of the group is opened or closed."""
        self.chat.topics[number] = is_open

    def post(self, text: str) -> SeenMessage:
        """One of a channel's admins posts in it."""
        message = self.world.post(self.chat, {}, **_typed(text))
        self.world.updates.push({"channel_post": message.to_json()})
        return message

    def allow_bot(self, *, post: bool, edit: bool, by: Person | None = None) -> None:
        """Of a channel: what its bot may do there from now on."""
        self._bot_becomes("administrator", by.user if by else self._somebody(), may_post=post, may_edit=edit)

    @property
    def pinned(self) -> list[SeenMessage]:
        """What stands above the chat, in the order in which it was pinned."""
        return [self.chat.messages[number] for number in self.chat.pinned]

    def kick_bot(self, by: Person | None = None) -> None:
        """Throw the bot out."""
        self._bot_becomes("kicked", by.user if by else self._somebody())

    def promote_bot(self, status: str = "administrator", by: Person | None = None) -> None:
        """Make the bot an administrator, or a plain member again."""
        self._bot_becomes(status, by.user if by else self._somebody())

    def migrate(self, *, silently: bool = False) -> int:
        """The group becomes a supergroup with a new id, which is given back; this object follows it.

        Both service messages are sent, unless `silently`: then only the answer to the next send tells the bot.
        """
        old = self.chat
        number = sum(chat.kind == "supergroup" for chat in self.world.chats.values()) + 1
        new = Chat(-(FIRST_SUPERGROUP + number + abs(old.id)), "supergroup", title=old.title, members=old.members)
        new.bot_status = old.bot_status
        self.world.chats[new.id] = new
        if not silently:
            self._write(self._somebody(), extra={"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self.chat = new
        if not silently:
            self._write(self._somebody(), extra={"migrate_from_chat_id": old.id})
        return new.id

    def _somebody(self) -> Json:
        members: Iterable[Json] = self.chat.members.values()
        for member in sorted(members, key=lambda one: one["status"] != "creator"):
            user: Json = member["user"]
            return user
        return self.world.bot


class _Typed(TypedDict):
    text: str
    html: str
    entities: list[Entity]


def _typed(text: str) -> _Typed:
    """What arrives when a person types `text`."""
    text, _ = clean(text, [])
    assert text, "nobody can send an empty message"
    assert units(text) <= MAX_TEXT, "the app would cut this text: use send_long, or push_update"
    return {"text": text, "html": text, "entities": detect(text, [])}


def _matches(message: SeenMessage, wanted: Wanted) -> bool:
    return wanted in message.text if isinstance(wanted, str) else wanted(message)


def find_button(message: SeenMessage, button: str) -> str:
    """The callback data behind a label; AssertionError with the buttons there are."""
    inline = (message.markup or {}).get("inline_keyboard", [])
    buttons = [one for row in inline for one in row]
    exact = [one for one in buttons if button in (one["text"], one.get("callback_data"))]
    found = exact or [one for one in buttons if button in one["text"]]
    if len(found) != 1 and not exact:
        raise AssertionError(f"{len(found)} buttons match {button!r} in {message!r}")
    if "callback_data" not in found[0]:
        raise AssertionError(f"the button {button!r} opens {found[0].get('url')!r}: the bot hears nothing of it")
    data: str = found[0]["callback_data"]
    return data
