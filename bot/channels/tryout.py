"""The try-out chat: an ordinary channel whose platform is this process's memory and one page on this machine.

The page may hold several accounts (`beside`), each with the powers of another platform.

Nothing is kept: a restart forgets every message, as the database of `loa demo` does too. What the page gets
is ready for JSON, so that bot/web needs no type of this file. What it sends up waits here until the bot asks for it.
"""

import asyncio
import itertools
import json
import secrets
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from markupsafe import Markup, escape

from bot.channels.base import Take, Webhook, keep_hearing
from bot.clock import Clock, SystemClock
from bot.domain.people import Role
from bot.errors import ChannelDownError, FixedError, GoneError, RejectedError, StaleFileError, UnreachableError
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import FileKind, Incoming, IncomingFile, Raw
from bot.messages.markup import is_broken, plain, utf16_units
from bot.messages.message import ButtonRows, File, Outgoing

HISTORY = 500
"""Messages kept per chat."""
SHOWN_CHARS = 20_000
"""How much of a typed text the history keeps; `take` gets all of it. 500 × 2 MB would be a gigabyte."""
QUOTED_CHARS = 120
"""How much of a message stands above the one that answers it."""
FEED_EVENTS = 1_000
"""How far a page may lag behind before it is dropped and starts again from a snapshot."""
MOST_UPLOADED = 100 * 2**20
"""Bytes of files that were sent up and are kept, the newest of them."""

Event = tuple[str, dict[str, Any]]
Feed = asyncio.Queue[Event | None]


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone to try the bot as; `chat_id` is the address that the database knows."""

    id: str
    chat_id: str
    name: str
    title: str
    about: str
    role: Role
    look: Literal["telegram", "zalo"] = "telegram"
    """What their phone looks like on the page."""

    def as_json(self) -> dict[str, Any]:
        """Return what the page shows of this persona."""
        return asdict(self) | {"role": self.role.code}


@dataclass(frozen=True, slots=True)
class _Message:
    id: str
    author: Literal["me", "bot"]
    html: str
    at: datetime
    buttons: ButtonRows = ()
    file: File | None = None
    quote: str | None = None
    edited: bool = False
    protected: bool = False
    pending: bool = False
    key: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the message as the page takes it."""
        return {
            "id": self.id,
            "author": self.author,
            "html": self.html,
            "at": self.at.isoformat(),
            "buttons": [[{"label": one.label, "data": one.data} for one in row] for row in self.buttons],
            "file": _about(self.file) if self.file else None,
            "quote": self.quote,
            "edited": self.edited,
            "protected": self.protected,
            "pending": self.pending,
            "key": self.key,
        }


@dataclass(slots=True)
class _Chat:
    persona: Persona
    channel: "TryoutChannel"
    """Whose account the bot has there."""
    messages: dict[str, _Message] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    """The large keys below its input line."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One event of a chat at a time, so that they arrive in the order in which they were typed."""


class TryoutChannel:
    """The chats of all personas, and the pages that watch them."""

    name = "web"
    account = "tryout"
    rate = 1000.0
    capabilities = Capabilities(
        edit=True,
        delete=True,
        buttons=True,
        markup=True,
        reply_to=True,
        files_out=True,
        files_in=True,
        photo_by_upload=True,
        photo_by_url=False,
        text_units=4096,
        keys=True,
    )

    def __init__(self, people: tuple[Persona, ...], clock: Clock | None = None) -> None:
        self.people = people
        self._clock = clock or SystemClock()
        self._chats = {persona.chat_id: _Chat(persona, self) for persona in people}
        self._by_persona = {persona.id: self._chats[persona.chat_id] for persona in people}
        self._ids = itertools.count(1)
        self._feeds: set[Feed] = set()
        self._uploads: dict[str, bytes] = {}
        self._take: Take | None = None
        # Tells a page that message numbers began again, so that it forgets what it had marked as read.
        self._run = secrets.token_hex(4)

    def beside(self, account: str, capabilities: Capabilities, *personas: str) -> "TryoutChannel":
        """Another account on the same page, with powers of its own: these personas have the bot there from now on."""
        other = copy(self)
        other.account, other.capabilities, other._take = account, capabilities, None
        for one in personas:
            self._by_persona[one].channel = other
        return other

    def account_of(self, persona_id: str) -> str:
        """Where a persona has the bot; raises KeyError for an unknown one."""
        return self._by_persona[persona_id].channel.account

    @property
    def webhook(self) -> Webhook | None:
        """None: the page hands its events over within this process."""
        return None

    @property
    def trouble(self) -> str:
        """A page has none."""
        return ""

    def counts(self) -> Mapping[str, float]:
        """Nothing is counted."""
        return {}

    async def listen(self, take: Take) -> None:
        """Let the page's messages through to `take` until cancelled."""
        self._take = take
        try:
            await keep_hearing(take)
        finally:
            self._take = None

    def read(self, body: str) -> Incoming:
        """What came from the page."""
        told = json.loads(body)
        file = told.pop("file", None)
        document = IncomingFile(**(file | {"kind": FileKind(file["kind"])})) if file else None
        return Incoming(channel=self.name, account=self.account, document=document, **told)

    async def send(self, message: Outgoing) -> str:
        """Show the message in its persona's chat, or change the one that `edit` names, and return its id.

        The one that `delete` names is taken away.
        """
        chat = self._chats.get(message.chat_id)
        if chat is None:
            raise UnreachableError("no such chat")
        able = self.capabilities
        if (message.only_edit and not able.edit) or (message.delete is not None and not able.delete):
            raise FixedError
        if (message.buttons or message.keys) and not able.buttons:
            raise RejectedError("not-here")
        if message.delete is not None:
            gone = chat.messages.get(message.delete)
            if gone is not None and gone.author == "bot":
                self._remove(chat, gone.id)
            return message.delete
        message = replace(message, file=self._with_bytes(message.file))
        under_photo = message.edits_photo or (message.file is not None and message.file.photo)
        _refuse_what_cannot_be_shown(message, able.caption_units if under_photo else able.text_units)
        html = str(message.text)
        old = chat.messages.get(message.edit) if message.edit and able.edit else None
        if old is None or old.author != "bot":
            if message.only_edit:
                raise GoneError
            answered = chat.messages.get(message.reply_to) if message.reply_to else None
            new = _Message(
                id=str(next(self._ids)),
                author="bot",
                html=html,
                at=self._clock.now(),
                buttons=message.buttons,
                file=message.file,
                protected=message.protect,
                quote=_beginning(answered.html) if answered else None,
            )
        else:
            # Ticking a button is no edit of what was said, as on Telegram.
            edited = old.edited or old.html != html or message.file is not None
            new = replace(old, html=html, buttons=message.buttons, file=message.file or old.file, edited=edited)
        if new != old:
            self._put(chat, new)
        if message.keys:
            chat.keys = message.keys
            self._tell("keys", chat, {"keys": list(chat.keys)})
        return new.id

    async def fetch(self, file_id: str) -> bytes:
        """What was sent up; raises RejectedError where that is forgotten by now."""
        if file_id not in self._uploads:
            raise RejectedError("file-gone")
        return self._uploads[file_id]

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        """False: the page has no groups."""
        return False

    async def who(self) -> str:
        """Whose it is: nobody is asked."""
        return self.name

    def link(self, start: str) -> str:
        """Empty: nobody is led to the page."""
        return ""

    async def close(self) -> None:
        """End every page's stream, so that the web server can stop."""
        for feed in tuple(self._feeds):
            self._drop(feed)

    def personas(self) -> list[dict[str, Any]]:
        """Return who can be tried, ready for JSON."""
        return [persona.as_json() for persona in self.people]

    async def say(self, persona_id: str, text: str, event_key: str) -> None:
        """Take in what a persona typed and return once it is committed; raises KeyError for an unknown persona.

        The same key twice is one message: a page that heard no answer sends again.
        """
        await self._say(self._by_persona[persona_id], text, event_key)

    async def send_file(self, persona_id: str, file: File, text: str, event_key: str) -> None:
        """Take in a photo or document with what was typed under it, as `say` does."""
        await self._say(self._by_persona[persona_id], text, event_key, file)

    async def _say(self, chat: _Chat, text: str, event_key: str, file: File | None = None) -> None:
        async with chat.turn:
            if any(message.key == event_key for message in chat.messages.values()):
                return
            message = _Message(
                id=str(next(self._ids)),
                author="me",
                html=_shown(text),
                at=self._clock.now(),
                file=file,
                pending=True,
                key=event_key,
            )
            # Shown before the commit, because the reply may come before `take` returns.
            self._put(chat, message)
            try:
                sent = {"file": self._keep(file)} if file is not None else {}
                await self._hand_over(chat, event_key, text=text, **sent)
            except BaseException:
                self._remove(chat, message.id)
                raise
            self._put(chat, replace(message, pending=False))

    async def press(self, persona_id: str, message_id: str, data: str, event_key: str) -> None:
        """Take in a pressed button and return once it is committed.

        Raises KeyError for an unknown persona or a message that is not in its chat. Which button it was is
        not checked: on the real platforms too, an old button can be pressed after its message changed.
        """
        chat = self._by_persona[persona_id]
        if message_id not in chat.messages:
            raise KeyError(message_id)
        async with chat.turn:
            await self._hand_over(chat, event_key, text=data, pressed=True, message_id=message_id)

    def messages(self, persona_id: str) -> list[dict[str, Any]]:
        """Return what stands in a persona's chat, oldest first, as the page takes it."""
        return [message.as_json() for message in self._by_persona[persona_id].messages.values()]

    def file(self, message_id: str) -> File | None:
        """Return the file that came with a message."""
        found = (chat.messages.get(message_id) for chat in self._chats.values())
        return next((message.file for message in found if message), None)

    @contextmanager
    def watch(self) -> Iterator[Feed]:
        """Give one page a queue: first everything as it is, then each change; None tells it to start again."""
        feed: Feed = asyncio.Queue(FEED_EVENTS)
        feed.put_nowait(("snapshot", self._snapshot()))
        self._feeds.add(feed)
        try:
            yield feed
        finally:
            self._feeds.discard(feed)

    def _with_bytes(self, file: File | None) -> File | None:
        """A file that is named as it was sent up, with what it holds; StaleFileError where that is forgotten by now."""
        if file is None or file.id is None:
            return file
        if file.id not in self._uploads:
            raise StaleFileError("stale-file")
        return replace(file, content=self._uploads[file.id], id=None)

    def _keep(self, file: File) -> dict[str, Any]:
        """Keep a file until the bot asks for it; returns it as an event names it."""
        file_id = f"upload-{secrets.token_hex(8)}"
        self._uploads[file_id] = file.content
        while sum(map(len, self._uploads.values())) > MOST_UPLOADED:
            del self._uploads[next(iter(self._uploads))]
        kind = FileKind.PHOTO if file.photo else FileKind.DOCUMENT
        return {"id": file_id, "name": "" if file.photo else file.name, "size": len(file.content), "kind": kind}

    async def _hand_over(self, chat: _Chat, event_key: str, **what: Any) -> None:
        take = chat.channel._take
        if take is None:
            raise ChannelDownError(f"{chat.persona.id}: nobody listens yet")
        who = {"event_key": event_key, "chat_id": chat.persona.chat_id, "name": chat.persona.name}
        await take([Raw(event_key, chat.persona.chat_id, json.dumps(who | what))])

    def _snapshot(self) -> dict[str, Any]:
        chats = {
            persona_id: [message.as_json() for message in chat.messages.values()]
            for persona_id, chat in self._by_persona.items()
        }
        keys = {persona_id: list(chat.keys) for persona_id, chat in self._by_persona.items()}
        return {"run": self._run, "chats": chats, "keys": keys}

    def _put(self, chat: _Chat, message: _Message) -> None:
        chat.messages[message.id] = message
        if len(chat.messages) > HISTORY:
            del chat.messages[next(iter(chat.messages))]
        self._tell("message", chat, {"message": message.as_json()})

    def _remove(self, chat: _Chat, message_id: str) -> None:
        chat.messages.pop(message_id, None)
        self._tell("removed", chat, {"id": message_id})

    def _tell(self, name: str, chat: _Chat, facts: dict[str, Any]) -> None:
        for feed in tuple(self._feeds):
            try:
                feed.put_nowait((name, {"persona": chat.persona.id, **facts}))
            except asyncio.QueueFull:
                self._drop(feed)

    def _drop(self, feed: Feed) -> None:
        self._feeds.discard(feed)
        while not feed.empty():
            feed.get_nowait()
        feed.put_nowait(None)


def _about(file: File) -> dict[str, Any]:
    """What the page shows of a file; a photo has a number that is another one when it changes."""
    about: dict[str, Any] = {"name": file.name, "size": len(file.content)}
    return about | {"photo": zlib.crc32(file.content)} if file.photo else about


def _beginning(html: str) -> str:
    text = " ".join(plain(Markup(html)).split())  # noqa: S704 - it was Markup when it was sent
    return text if len(text) <= QUOTED_CHARS else f"{text[:QUOTED_CHARS].rstrip()}…"


def _shown(text: str) -> str:
    return str(escape(text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"))


def _refuse_what_cannot_be_shown(message: Outgoing, text_units: int) -> None:
    """Be as strict as the real platforms, so that a mistake shows here first."""
    if not plain(message.text).strip():
        raise RejectedError("the text is empty")
    if utf16_units(plain(message.text)) > text_units:
        raise RejectedError("the text is too long")
    if is_broken(message.text):
        raise RejectedError("the markup is broken")
