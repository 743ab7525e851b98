"""Where scenes are played: a whole ward, people with phones, and a clock that moves only when it is told to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select

from bot.domain.delivery import DeliveryState, Lane
from bot.domain.people import Role
from bot.messages.incoming import Incoming
from bot.storage.push import pace
from bot.storage.tables import delivery, job
from tests.fakes.telegram import Group, Person, SeenMessage
from tests.golden.book import Book, card_of
from tests.golden.telegram import Telegram, newest
from tests.integration.conftest import House
from tests.integration.phones import Postman

PATIENCE = timedelta(seconds=30)
"""How far the clock goes by itself, for messages that wait for their turn."""
MOST_ROUNDS = 100


@dataclass
class Actor:
    """Somebody with a phone."""

    stage: "Stage"
    name: str
    person: Person
    group: Group | None = None
    """Where they speak; without it to the bot alone."""

    @property
    def who(self) -> str:
        return self.name if self.group is None else f"{self.name} in {self.stage.platform.names[self.group.id]}"

    async def says(self, text: str) -> None:
        """Type a message; a long one comes in the parts that the app cuts it into."""

        def send() -> None:
            if self.group is not None:
                self.group.send(self.person, text)
            else:
                self.person.send_long(text)

        await self.stage.play(f"{self.who} types", send, text)

    async def asks_at_once(self, said: str, texts: Sequence[str]) -> None:
        """Type many messages before any is answered; `said` tells of them all."""

        def send() -> None:
            for text in texts:
                self.person.send(text)

        await self.stage.play(f"{self.who} {said}", send)

    async def presses(self, label: str) -> None:
        """Press the newest button that says this."""
        message = newest(self.group or self.person, label)
        await self.stage.play(f"{self.who} presses [{label}]", lambda: self.person.press(message, label))

    async def presses_old(self, message: SeenMessage, label: str) -> None:
        """Press a button of a message further up."""
        await self.stage.play(
            f"{self.who} presses [{label}] of message {message.message_id}", lambda: self.person.press(message, label)
        )

    async def presses_forged(self, data: str) -> None:
        """Press a button that an older program gave, or nobody."""
        message = self.person.last
        message.markup = {"inline_keyboard": [[{"text": "Nút cũ", "callback_data": data}]]}
        await self.stage.play(f"{self.who} presses [Nút cũ] ({data})", lambda: self.person.press(message, "Nút cũ"))

    async def says_too_much(self) -> None:
        """Send more than any app lets anybody type."""
        message = {**self.person.send("x").to_json(), "text": "x" * 1_000_001}
        self.stage.platform.tg.world.updates.pending.pop()
        await self.stage.play(
            f"{self.who} sends 1,000,001 characters",
            lambda: self.stage.platform.tg.push_update({"message": message}),
        )

    async def sends_photo(self, content: bytes, text: str = "", *, album: str = "") -> None:
        await self.stage.play(
            f"{self.who} sends a photo", lambda: self.person.send_photo(content, caption=text, album=album), text
        )

    async def sends_file(self, name: str, content: bytes, text: str = "") -> None:
        await self.stage.play(
            f"{self.who} sends {name}", lambda: self.person.send_document(name, content, caption=text), text
        )

    async def blocks(self) -> None:
        await self.stage.play(f"{self.who} blocks the bot", self.person.block)

    async def ticks(self) -> None:
        """Tick every doubt on the newest panel."""
        while opened := [one for one in self.person.last.labels if one.startswith("☐") and one[2:].isdigit()]:
            await self.presses(opened[0])

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
        await self.stage.enter([self.person], subscribed=subscribed)
        await self.stage.house.set_role(str(self.person.id), role)


@dataclass
class Stage:
    """One ward on one platform, and the book in which stands what is seen there."""

    house: House
    platform: Telegram
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
            self.actors[number] = Actor(self, name, self.platform.person(number, name))
        return self.actors[number]

    def group(self, number: int, title: str, *members: Actor) -> Group:
        """A group that the bot is not in yet."""
        return self.platform.group(number, title, [one.person for one in members])

    def within(self, group: Group, actor: Actor) -> Actor:
        """The same person, speaking in a group."""
        return replace(actor, group=group)

    async def crowd(self, count: int) -> None:
        """So many more subscribers, whose chats are not looked at."""
        await self.enter(self.platform.tg.users(count), subscribed=True)

    async def enter(self, people: Sequence[Person], *, subscribed: bool) -> None:
        """Let people be known to the bot, who have nothing in their chats any more."""
        channel, _, account = self.route.partition(":")
        async with self.house.services() as services:
            for one in people:
                name = one.open().user["first_name"]
                viewer = await services.people.enter(Incoming(channel, account, f"{one.id}", f"{one.id}", name=name))
                if subscribed:
                    await services.subscriptions.subscribe(viewer)

    @contextmanager
    def card(self, name: str) -> Iterator[None]:
        """What is done in this block stands in a golden file of this name: a card's, and "-what" if need be."""
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
        lanes = [Lane.REPLY] if self.held else list(Lane)
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
