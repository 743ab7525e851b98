"""The platforms behind the contract of all channels: each lets a test be the person on the other side.

A new channel is one class and one line in `PLATFORMS`; what it cannot do is said by its Capabilities.
"""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from bot.channels.base import Channel
from bot.channels.tryout import Persona, TryoutChannel
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.domain.people import Role
from bot.errors import ChannelDownError, DatabaseDownError
from bot.messages.incoming import Incoming, Raw
from bot.messages.markup import plain
from tests.channels.telegram.kit import channel_at
from tests.channels.toy.channel import ToyChannel
from tests.channels.toy.exchange import EXCHANGES, Exchange, ToyPerson
from tests.channels.zalo_bot.kit import zalo_channel_at
from tests.fakes.bare import BareChannel, BarePerson
from tests.fakes.telegram import FakeTelegram, Pace
from tests.fakes.telegram import Person as TelegramPerson
from tests.fakes.zalo_bot import FakeZalo, ZaloPerson


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the bot's messages as its reader sees it now; `marks` holds those of b, i and s that show."""

    id: str
    text: str
    marks: frozenset[str]
    buttons: tuple[tuple[str, ...], ...]
    file: tuple[str, bytes] | None
    photo: bytes | None = None


class Person(Protocol):
    """Somebody who talks to the bot, and has done so before."""

    chat_id: str
    name: str

    def say(self, text: str) -> None:
        """Type a message; the platform delivers it, again and again until it is acknowledged."""

    def press(self, label: str) -> None:
        """Press a button of the newest message."""

    def seen(self) -> list[Shown]:
        """All of the bot's messages here, oldest first."""


class Platform(Protocol):
    """One platform with one bot, and as many persons as it was given names."""

    channel: Channel
    people: Sequence[Person]
    nobody: str
    """An id of a chat that does not exist."""

    def block(self, person: Person) -> bool:
        """Let a person block the bot; False where nobody can."""

    def unacknowledged(self) -> int:
        """How many events the platform would deliver again."""


# --- Telegram -------------------------------------------------------------------------------------------------------

MARKS = {"bold": "b", "italic": "i", "strikethrough": "s"}


class OnTelegram:
    """A person at the fake Bot API server."""

    def __init__(self, person: TelegramPerson, name: str) -> None:
        self.person = person
        self.chat_id = str(person.id)
        self.name = name

    def say(self, text: str) -> None:
        self.person.send(text)

    def press(self, label: str) -> None:
        self.person.press(self.person.last, label)

    def seen(self) -> list[Shown]:
        return [
            Shown(
                id=str(one.message_id),
                text=one.text,
                marks=frozenset(MARKS[kind] for kind in (entity["type"] for entity in one.entities) if kind in MARKS),
                buttons=tuple(tuple(label for label, _ in row) for row in one.buttons),
                file=(one.document.name, one.document.content) if one.document else None,
                photo=one.photo.content if one.photo else None,
            )
            for one in self.person.messages
        ]


@dataclass
class Telegram:
    channel: Channel
    people: Sequence[Person]
    server: FakeTelegram
    nobody: str = "424242"

    def block(self, person: Person) -> bool:
        self.server.user(int(person.chat_id)).block()
        return True

    def unacknowledged(self) -> int:
        return len(self.server.world.updates.pending)


@asynccontextmanager
async def telegram(names: Sequence[str]) -> AsyncIterator[Platform]:
    async with FakeTelegram(username="LoaBot", pace=Pace.off()) as server:
        people = [OnTelegram(server.user(1001 + at, name).open(), name) for at, name in enumerate(names)]
        server.world.updates.pending.clear()
        async with channel_at(server.url, token=server.token) as channel:
            yield Telegram(channel, people, server)


# --- the try-out page -----------------------------------------------------------------------------------------------


class OnPage:
    """A persona of the try-out page, whose browser repeats what was not acknowledged."""

    def __init__(self, channel: TryoutChannel, persona: Persona, waiting: set[asyncio.Task[None]]) -> None:
        self.channel = channel
        self.persona = persona
        self.chat_id = persona.chat_id
        self.name = persona.name
        self.waiting = waiting

    def say(self, text: str) -> None:
        key = uuid.uuid4().hex
        self._insist(lambda: self.channel.say(self.persona.id, text, key))

    def press(self, label: str) -> None:
        key = uuid.uuid4().hex
        last = [one for one in self.channel.messages(self.persona.id) if one["author"] == "bot"][-1]
        (data,) = [one["data"] for row in last["buttons"] for one in row if one["label"] == label]
        self._insist(lambda: self.channel.press(self.persona.id, last["id"], data, key))

    def _insist(self, deliver: Callable[[], Awaitable[None]]) -> None:
        async def until_taken() -> None:
            while True:
                try:
                    await deliver()
                except (DatabaseDownError, ChannelDownError):
                    # The page is answered 503, and sends again with the same key.
                    await asyncio.sleep(0.01)
                except RuntimeError:
                    return  # 500: the page tells its reader and gives up
                else:
                    return

        task = asyncio.create_task(until_taken())
        self.waiting.add(task)
        task.add_done_callback(self.waiting.discard)

    def seen(self) -> list[Shown]:
        shown = []
        for one in self.channel.messages(self.persona.id):
            file = self.channel.file(one["id"])
            if one["author"] == "bot":
                text = plain(Markup(one["html"]))  # noqa: S704 - what the page gets as HTML
                marks = frozenset(re.findall(r"<([bis])>", one["html"]))
                buttons = tuple(tuple(button["label"] for button in row) for row in one["buttons"])
                photo = file.content if file and file.photo else None
                kept = (file.name, file.content) if file and not file.photo else None
                shown.append(Shown(one["id"], text, marks, buttons, kept, photo))
        return shown


@dataclass
class Page:
    channel: Channel
    people: Sequence[Person]
    waiting: set[asyncio.Task[None]]
    nobody: str = "khong-co"

    def block(self, person: Person) -> bool:
        return False

    def unacknowledged(self) -> int:
        return len(self.waiting)


@asynccontextmanager
async def web(names: Sequence[str]) -> AsyncIterator[Platform]:
    personas = tuple(Persona(f"p{at}", f"chat{at}", name, "Cư dân", "", Role.RESIDENT) for at, name in enumerate(names))
    channel = TryoutChannel(personas)
    waiting: set[asyncio.Task[None]] = set()
    yield Page(channel, [OnPage(channel, persona, waiting) for persona in personas], waiting)
    for task in tuple(waiting):
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await channel.close()


# --- a channel that can do next to nothing --------------------------------------------------------------------------


class OnBare:
    """A person of the bare channel."""

    def __init__(self, person: BarePerson) -> None:
        self.person = person
        self.chat_id = person.chat_id
        self.name = person.name

    def say(self, text: str) -> None:
        self.person.say(text)

    def press(self, label: str) -> None:
        raise AssertionError(f"there is nothing to press, and no {label}")

    def seen(self) -> list[Shown]:
        return [Shown(number, text, frozenset(), (), None) for number, text in self.person.messages]


@dataclass
class Bare:
    bare: BareChannel
    channel: Channel
    people: Sequence[Person]
    nobody: str = "khong-co"

    def block(self, person: Person) -> bool:
        return False

    def unacknowledged(self) -> int:
        return len(self.bare.waiting)


@asynccontextmanager
async def bare(names: Sequence[str]) -> AsyncIterator[Platform]:
    channel = BareChannel(names)
    yield Bare(channel, channel, [OnBare(one) for one in channel.people])
    await channel.close()


# --- the toy channel ------------------------------------------------------------------------------------------------


class OnToy:
    """A person at the toy exchange."""

    def __init__(self, person: ToyPerson) -> None:
        self.person = person
        self.chat_id = person.chat_id
        self.name = person.name

    def say(self, text: str) -> None:
        self.person.say(text)

    def press(self, label: str) -> None:
        raise AssertionError(f"there is nothing to press, and no {label}")

    def seen(self) -> list[Shown]:
        return [Shown(number, text, frozenset(), (), None) for number, text in self.person.messages]


@dataclass
class Toy:
    channel: Channel
    people: Sequence[Person]
    exchange: Exchange
    nobody: str = "khong-co"

    def block(self, person: Person) -> bool:
        return False

    def unacknowledged(self) -> int:
        return len(self.exchange.letters)


@asynccontextmanager
async def toy(names: Sequence[str]) -> AsyncIterator[Platform]:
    exchange = EXCHANGES["contract"] = Exchange("77-khoa", [*names])
    channel = ToyChannel("contract", exchange.key, 100)
    yield Toy(channel, [OnToy(one) for one in exchange.people], exchange)
    await channel.close()
    del EXCHANGES["contract"]


# --- Zalo -----------------------------------------------------------------------------------------------------------


class OnZalo:
    """A person at the fake of Zalo's bot platform."""

    def __init__(self, person: ZaloPerson) -> None:
        self.person = person
        self.chat_id = person.chat_id
        self.name = person.name

    def say(self, text: str) -> None:
        self.person.say(text)

    def press(self, label: str) -> None:
        raise AssertionError(f"there is nothing to press, and no {label}")

    def seen(self) -> list[Shown]:
        return [Shown(one.id, one.text, one.marks, (), None) for one in self.person.messages]


@dataclass
class Zalo:
    channel: Channel
    people: Sequence[Person]
    server: FakeZalo
    bot: ZaloBotChannel
    nobody: str = "khong-co"

    def block(self, person: Person) -> bool:
        return False

    def unacknowledged(self) -> int:
        # What was handed over is nobody's but the channel's, which keeps it until it is taken in.
        return len(self.server.waiting) + self.bot.untaken


@asynccontextmanager
async def zalo(names: Sequence[str]) -> AsyncIterator[Platform]:
    async with FakeZalo(names) as server, zalo_channel_at(server.url) as channel:
        yield Zalo(channel, [OnZalo(one) for one in server.people], server, channel)


PLATFORMS: dict[str, Callable[[Sequence[str]], AbstractAsyncContextManager[Platform]]] = {
    "telegram": telegram,
    "web": web,
    "bare": bare,
    "toy": toy,
    "zalo-bot": zalo,
}


# --- listening ------------------------------------------------------------------------------------------------------


class Ear:
    """A `take` that notes every event, waits while `gate` is closed, and then fails as it is told."""

    def __init__(self, *errors: Exception) -> None:
        self.channel: Channel | None = None
        self.heard: list[Incoming] = []
        self.taken: list[Incoming] = []
        self.errors = list(errors)
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, batch: Sequence[Raw]) -> None:
        if not batch:
            return
        came = [self._read(raw) for raw in batch]
        self.heard += came
        await self.gate.wait()
        if self.errors:
            raise self.errors.pop(0)
        self.taken += came

    def _read(self, raw: Raw) -> Incoming:
        assert self.channel is not None
        incoming = self.channel.read(raw.body)
        assert incoming is not None
        assert (incoming.event_key, incoming.chat_id) == (raw.event_key, raw.chat_id)
        return incoming


@asynccontextmanager
async def listening(channel: Channel, ear: Ear) -> AsyncIterator[None]:
    ear.channel = channel
    task = asyncio.create_task(channel.listen(ear))
    await asyncio.sleep(0)
    try:
        yield
        assert not task.done(), "listen() ended by itself"
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=2)
    assert task.cancelled(), "listen() did not end when it was cancelled"
