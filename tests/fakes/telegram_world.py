"""What the fake Telegram remembers: people, chats, messages, files. Updates and settings hang on it too."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

from tests.fakes.telegram_errors import BLOCKED, CHAT_NOT_FOUND, DEACTIVATED, MIGRATED, ApiError
from tests.fakes.telegram_html import Entity
from tests.fakes.telegram_limits import Limiter, Pace
from tests.fakes.telegram_params import Upload
from tests.fakes.telegram_updates import UpdateQueue

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side; `file_id` is what the bot may send again."""

    file_id: str
    name: str
    content: bytes
    mime_type: str
    path: str
    size: tuple[int, int] = (0, 0)

    @property
    def unique_id(self) -> str:
        """The id that does not change between bots."""
        return f"U{self.file_id[-8:]}"


class Content(TypedDict, total=False):
    """What a new message may hold."""

    text: str
    html: str
    entities: list[Entity]
    markup: Json | None
    document: StoredFile
    photo: StoredFile
    reply_to: "SeenMessage | None"
    from_bot: bool
    extra: Json
    silent: bool


@dataclass(eq=False, slots=True)
class SeenMessage:
    """A message as its readers see it now; it changes in place when the bot edits it.

    text is plain after parsing (the caption, where there is a file), html the text as it was sent.
    """

    chat: "Chat"
    message_id: int
    date: int
    sender: Json
    text: str = ""
    html: str = ""
    entities: list[Entity] = field(default_factory=list)
    markup: Json | None = None
    document: StoredFile | None = None
    photo: StoredFile | None = None
    reply_to: "SeenMessage | None" = None
    from_bot: bool = False
    extra: Json = field(default_factory=dict)
    edits: int = 0
    edit_date: int | None = None
    deleted: bool = False
    locked: bool = False
    silent: bool = False
    changed: float = field(default_factory=time.monotonic)
    earlier: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        marks = f"{' edited' * self.edited}{' deleted' * self.deleted}"
        return f"<message {self.message_id} in {self.chat.id}{marks}: {self.text[:80]!r} {self.buttons or ''}>"

    @property
    def edited(self) -> bool:
        """Whether the bot or the sender changed it since it was sent."""
        return self.edits > 0

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """Inline buttons as rows of (label, callback data or link)."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[(b["text"], b.get("callback_data") or b.get("url") or "") for b in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The labels of all buttons in reading order."""
        return [label for row in self.buttons for label, _ in row]

    @property
    def protected(self) -> bool:
        """Whether it may not be forwarded."""
        return bool(self.extra.get("has_protected_content"))

    def lock(self) -> None:
        """From now on Telegram answers "message can't be edited"."""
        self.locked = True

    def age(self, hours: float) -> None:
        """Make it older; past 48 h it can be neither edited nor deleted."""
        self.date -= int(hours * 3600)

    @property
    def too_old(self) -> bool:
        """Past the 48 hours."""
        return time.time() - self.date > 48 * 3600

    def to_json(self, *, nested: bool = False) -> Json:
        """The complete Message object."""
        body: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.to_json(),
            "date": self.date,
        }
        if self.chat.kind == "channel":
            del body["from"]
            body["sender_chat"] = self.chat.to_json()
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        if self.reply_to is not None and not nested:
            body["reply_to_message"] = self.reply_to.to_json(nested=True)
        in_file = self.document or self.photo
        if self.document is not None:
            body["document"] = document_json(self.document)
        if self.photo is not None:
            body["photo"] = photo_json(self.photo)
        if self.text:
            body["caption" if in_file else "text"] = self.text
            if self.entities:
                body["caption_entities" if in_file else "entities"] = self.entities
        if self.markup is not None and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        return {**body, **self.extra}


def in_topic(topic: int) -> Json:
    """What a message says that stands in a topic of a forum."""
    return {"message_thread_id": topic, "is_topic_message": True}


def document_json(file: StoredFile) -> Json:
    """A Document object."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.content),
    }


def photo_json(file: StoredFile) -> list[Json]:
    """The sizes of a photo; the fake keeps one."""
    width, height = file.size
    size = {"file_id": file.file_id, "file_unique_id": file.unique_id, "width": width, "height": height}
    return [{**size, "file_size": len(file.content)}]


@dataclass(eq=False, slots=True)
class Chat:
    """A chat as the server keeps it. bot_status: member, administrator, left or kicked (in private: blocked)."""

    id: int
    kind: str
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    messages: dict[int, SeenMessage] = field(default_factory=dict)
    last_id: int = 0
    bot_status: str = "member"
    open: bool = True
    deactivated: bool = False
    migrated_to: int | None = None
    members: dict[int, Json] = field(default_factory=dict)
    may_post: bool = True
    may_edit: bool = True
    """Of a channel: what its bot may do there; editing others' messages is what pinning needs."""
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, bool] = field(default_factory=dict)
    """Of a forum: its topics, and whether each is open."""
    waiters: set["asyncio.Future[None]"] = field(default_factory=set)

    def to_json(self) -> Json:
        """The Chat object."""
        body: Json = {"id": self.id, "type": self.kind}
        for name in ("title", "first_name", "last_name", "username"):
            value = getattr(self, name)
            if value is not None:
                body[name] = value
        return body

    def touch(self) -> None:
        """Wake those who wait for something to change here."""
        for waiter in self.waiters:
            if not waiter.done():
                waiter.set_result(None)
        self.waiters.clear()

    def new_id(self) -> int:
        """The next message id: unique in this chat only."""
        self.last_id += 1
        return self.last_id

    def visible(self) -> list[SeenMessage]:
        """The bot's messages that are still there, in order."""
        return [message for message in self.messages.values() if message.from_bot and not message.deleted]

    async def wait_for(self, found: Callable[[], SeenMessage | None], seconds: float, sought: str) -> SeenMessage:
        """Wait until `found` gives a message; AssertionError with what there is instead."""
        deadline = time.monotonic() + seconds
        while True:
            message = found()
            if message is not None:
                return message
            waiter = asyncio.get_running_loop().create_future()
            self.waiters.add(waiter)
            done, _ = await asyncio.wait([waiter], timeout=max(0.0, deadline - time.monotonic()))
            if not done:
                self.waiters.discard(waiter)
                seen = "\n  ".join(map(repr, self.visible())) or "nothing"
                raise AssertionError(f"no {sought} in chat {self.id} within {seconds} s; there is:\n  {seen}")


@dataclass(eq=False)
class World:
    """Everything on Telegram's side that outlives a request."""

    bot: Json
    updates: UpdateQueue
    chats: dict[int, Chat] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    people: dict[int, Json] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    web: dict[str, bytes] = field(default_factory=dict)
    settings: dict[object, Any] = field(default_factory=dict)
    presses: dict[str, Any] = field(default_factory=dict)
    actions: list[tuple[int, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    limiter: Limiter = field(default_factory=lambda: Limiter(Pace()))

    def spend(self, chat: Chat, *, paid: bool = False) -> None:
        """Use the budget for one message; ApiError 429 where there is none left."""
        wait = self.limiter.take(chat.id, time.monotonic(), paid=paid)
        if wait:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})

    def now(self) -> int:
        """Unix seconds."""
        return int(datetime.now(UTC).timestamp())

    def chat(self, reference: int | str | None) -> Chat:
        """The chat a bot may read about; ApiError where there is none."""
        if reference is None or reference == "":
            raise ApiError(400, "chat_id is empty")
        if isinstance(reference, str):
            reference = self.names.get(reference.lower(), 0)
        found = self.chats.get(reference)
        if found is None or not found.open:
            raise ApiError(400, CHAT_NOT_FOUND)
        return found

    def writable(self, reference: int | str | None) -> Chat:
        """The chat a bot may write to; ApiError 400 or 403 says why not."""
        chat = self.chat(reference)
        if chat.migrated_to is not None:
            raise ApiError(400, MIGRATED, {"migrate_to_chat_id": chat.migrated_to})
        if chat.deactivated:
            raise ApiError(403, DEACTIVATED)
        if chat.bot_status == "kicked":
            raise ApiError(403, BLOCKED if chat.kind == "private" else f"bot was kicked from the {chat.kind} chat")
        if chat.bot_status == "left":
            raise ApiError(403, f"bot is not a member of the {chat.kind} chat")
        if chat.kind == "channel" and not (chat.bot_status == "administrator" and chat.may_post):
            raise ApiError(400, "need administrator rights in the channel chat")
        return chat

    def post(self, chat: Chat, sender: Json, **what: Unpack[Content]) -> SeenMessage:
        """Put a message into a chat."""
        message = SeenMessage(chat, chat.new_id(), self.now(), sender, **what)
        chat.messages[message.message_id] = message
        chat.touch()
        return message

    def store(self, upload: Upload, folder: str, size: tuple[int, int] = (0, 0)) -> StoredFile:
        """Keep a file and give it an id."""
        number = len(self.files) + 1
        file_id = f"BQACAgUAAxkBAAI{folder[:3]}{number:08d}"
        ending = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
        mime_type = upload.mime_type or "application/octet-stream"
        stored = StoredFile(file_id, upload.name, upload.content, mime_type, f"{folder}/file_{number}.{ending}", size)
        self.files[file_id] = stored
        return stored
