"""Where scenes are played: a whole ward, people with phones, and a clock that moves only when it is told to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select

from bot.delivery.adapt import adapt
from bot.domain.delivery import DeliveryState, Lane
from bot.domain.people import Role
from bot.messages.choices import NO_CHOICES
from bot.messages.message import Outgoing, Reply
from bot.storage.push import pace
from bot.storage.tables import delivery, job
from tests import deeds
from tests.fakes.telegram import Group
from tests.golden.bare import Bare
from tests.golden.book import Book, card_of
from tests.golden.shown import Message, Phone
from tests.golden.telegram import Telegram, TelegramPhone
from tests.golden.zalo import Zalo
from tests.integration.phones import Postman
from tests.ward import House

PATIENCE = timedelta(seconds=30)
"""How far the clock goes by itself, for messages that wait for their turn."""
MOST_ROUNDS = 100


@dataclass
class Actor:
    """Somebody with a phone; in a group they speak to all of it, else to the bot alone."""

    stage: "Stage"
    name: str
    phone: Phone
    where: str = ""

    @property
    def who(self) -> str:
        return f"{self.name} in {self.where}" if self.where else self.name

    async def says(self, text: str) -> None:
        """Type a message; a long one comes in the parts that the app cuts it into."""
        await self.stage.play(f"{self.who} types", lambda: self.phone.say(text), text)

    async def asks_at_once(self, said: str, texts: Sequence[str]) -> None:
        """Type many messages before any is answered; `said` tells of them all."""

        def send() -> None:
            for text in texts:
                self.phone.say(text)

        await self.stage.play(f"{self.who} {said}", send)

    async def presses(self, label: str) -> None:
        """Press the newest button that says this; where there are none, type what the message says in its place."""
        await self.presses_old(None, label)

    async def presses_old(self, message: Message | None, label: str) -> None:
        """Press a button of a message further up."""
        deed = self.phone.press(label, message)
        await self.stage.play(f"{self.who} {deed.what}", deed.act, deed.words)

    async def presses_forged(self, data: str) -> None:
        """Press a button that an older program gave, or nobody; where there are none, type a number for it."""
        deed = await self.stage.platform.forge(self.stage.house, self.phone, data)
        await self.stage.play(f"{self.who} {deed.what}", deed.act, deed.words)

    async def says_too_much(self) -> None:
        """Send more than any app lets anybody type."""
        await self.stage.play(f"{self.who} sends 1,000,001 characters", lambda: self.phone.say_whole("x" * 1_000_001))

    async def sends_photo(self, content: bytes, text: str = "", *, album: str = "") -> None:
        await self.stage.play(
            f"{self.who} sends a photo", lambda: self.phone.send_photo(content, text, album=album), text
        )

    async def sends_file(self, name: str, content: bytes, text: str = "") -> None:
        await self.stage.play(f"{self.who} sends {name}", lambda: self.phone.send_file(name, content, text), text)

    async def blocks(self) -> None:
        await self.stage.play(f"{self.who} blocks the bot", self.phone.block)

    async def ticks(self) -> None:
        """Tick every doubt on the newest panel."""
        while boxes := self.phone.boxes():
            await self.presses(boxes[0])

    async def writes(self, text: str) -> None:
        """Write a post and tick its doubts."""
        await self.says(f"/dangtin {text}")
        await self.ticks()

    async def publishes(self, text: str, *switches: str) -> None:
        """Write a post, press these buttons and Đăng, and let the moments pass in which it can be taken back."""
        await self.writes(text)
        for one in switches:
            await self.presses(one)
        await self.presses("Đăng")
        await self.stage.wait("15 seconds pass", seconds=15)

    async def joins(self, role: Role | None = None, *, subscribed: bool = False) -> None:
        """Be known to the bot since long ago."""
        await self.stage.enter([self.phone], subscribed=subscribed)
        await self.becomes(role)

    async def becomes(self, role: Role | None) -> None:
        """Have another role from now on."""
        await self.stage.house.set_role(self.phone.chat_id, role, route=self.stage.route)


@dataclass
class Stage:
    """One ward on one platform, and the book in which stands what is seen there."""

    house: House
    platform: Telegram | Bare | Zalo
    book: Book
    held: bool = False
    """Whether pushes wait: what is sent at once is not shown on its way."""
    still: bool = False
    """Whether everything waits: the platform takes nothing."""
    actors: dict[int, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.postman = Postman(self.house, [self.platform.channel])
        (self.route,) = self.postman.channels

    def actor(self, number: int, name: str) -> Actor:
        """Somebody, always the same for a number."""
        if number not in self.actors:
            self.actors[number] = Actor(self, name, self.platform.phone(number, name))
        return self.actors[number]

    @property
    def telegram(self) -> Telegram:
        """The platform of a scene that there is on Telegram alone: one of groups, files, faults or its pace."""
        if not isinstance(self.platform, Telegram):
            pytest.skip("only on Telegram")
        return self.platform

    def needs_telegram(self) -> None:
        """Leave a scene that cannot be played elsewhere."""
        _ = self.telegram

    def group(self, number: int, title: str, *members: Actor) -> Group:
        """A group that the bot is not in yet."""
        return self.telegram.group(number, title, [one.phone for one in members])

    def within(self, group: Group, actor: Actor, topic: int | None = None) -> Actor:
        """The same person, speaking in a group, or in a topic of it."""
        assert isinstance(actor.phone, TelegramPhone)
        return replace(actor, phone=replace(actor.phone, group=group, topic=topic), where=self.telegram.names[group.id])

    async def crowd(self, count: int) -> None:
        """So many more subscribers, whose chats are not looked at."""
        await self.enter(self.platform.crowd(count), subscribed=True)

    async def enter(self, phones: Sequence[Phone], *, subscribed: bool) -> None:
        """Let people be known to the bot, who have nothing in their chats any more."""
        async with self.house.services() as services:
            for one in phones:
                await deeds.enter(services, self.route, one.chat_id, one.open(), subscribed=subscribed)

    async def show(self, actor: Actor, reply: Reply) -> None:
        """Send a message that no handler gave, as its channel can carry it."""
        channel = self.platform.channel
        for one in adapt(reply, channel.capabilities, NO_CHOICES, self.house.clock.now()).messages:
            await channel.send(Outgoing(actor.phone.chat_id, one.text, one.buttons))
        await self.settle()

    @contextmanager
    def card(self, name: str, *, bare: bool = True) -> Iterator[None]:
        """What is done in this block stands in a golden file of this name: a card's, and "-what" if need be.

        Without `bare` the card is one that only a channel with buttons or edits shows.
        """
        if not bare and not isinstance(self.platform, Telegram):
            yield
            return
        with self.book.opened(name, card_of(name)):
            yield

    @contextmanager
    def page(self, name: str) -> Iterator[None]:
        """The same for what is no card."""
        with self.book.opened(name, None):
            yield

    async def play(self, what: str, act: Callable[[], Any], words: str = "") -> None:
        """Let somebody do something, and wait until the bot has nothing more to do about it."""
        if self.book.page is not None:
            self.book.page.did(what, words)
        act()
        await self.settle()
        self.house.clock.advance(seconds=5)

    async def pause(self, **span: float) -> None:
        """The platform takes nothing for so long."""
        until = self.house.clock.now() + timedelta(**span)
        async with self.house.database.write() as transaction:
            await pace.lock_pace(transaction, self.route, self.house.clock.now())
            await pace.pause_token(transaction, self.route, until, "throttled")

    async def wait(self, said: str, **span: float) -> None:
        """Let time pass, `said` in words, and the clock do what is due."""
        if self.book.page is not None:
            self.book.page.did(f"({said})")
        self.house.clock.advance(**span)
        await self.house.dues.run_once()
        await self.settle()

    @contextmanager
    def delayed(self, **span: float) -> Iterator[None]:
        """What people type in this block was typed so long ago, where the platform says when that was."""
        if isinstance(self.platform, Zalo):
            self.platform.late = timedelta(**span)
        yield
        if isinstance(self.platform, Zalo):
            self.platform.late = timedelta()

    async def settle(self) -> None:
        """Bring what people did to the bot, and what it sends to them, until nothing is left."""
        await self.platform.hand_on(self.house.receive, self.house.clock.now())
        until = self.house.clock.now() + PATIENCE
        for _ in range(MOST_ROUNDS):
            if self.still or not await self._step(until):
                break
        else:
            raise AssertionError("the bot has something to do for ever")
        for shown in self.platform.seen():
            if self.book.page is not None:
                self.book.page.saw(shown)

    async def _step(self, until: datetime) -> bool:
        """Do one thing that is to be done now, or go on to when something is; False where nothing is."""
        rows, self.house.claimed[:] = list(self.house.claimed), []
        now = self.house.clock.now()
        lanes = [Lane.REPLY, Lane.NOTICE] if self.held else list(Lane)
        async with self.house.database.read() as transaction:
            at = await transaction.scalar(_NEXT, {"lanes": lanes})
            work = await transaction.scalar(
                select(job.c.id).where(job.c.state == "queued", job.c.not_before <= now).limit(1)
            )
        if not rows and at is not None and at <= now:
            rows = await self.postman.claim(self.route, lanes=lanes)
        if rows:
            await self.postman.record(await self.postman.send(rows))
            return True
        if work is not None and await self.house.jobs.run_one():
            return True
        await self.postman.reconciler.run_once()
        async with self.house.database.read() as transaction:
            at = await transaction.scalar(_NEXT, {"lanes": lanes})
        if at is None or at > until:
            return False
        self.house.clock.moment = max(at, self.house.clock.moment)
        return True


_NEXT = select(func.min(delivery.c.not_before)).where(
    delivery.c.state == DeliveryState.QUEUED, delivery.c.lane.in_(bindparam("lanes", expanding=True))
)
"""When the next message may go out."""
