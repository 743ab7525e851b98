"""A whole bot on a real database, without a network: what a person types goes in, what they would read comes out."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from sqlalchemy import Table, select

from bot.app import build_router
from bot.channels.base import Channel
from bot.chat.answering import Means
from bot.chat.intake import Intake
from bot.chat.jobs import JobRunner
from bot.chat.receive import Receiver
from bot.chat.timers import TimerRunner
from bot.delivery.reconcile import Reconciler
from bot.delivery.tell import Teller
from bot.domain.delivery import Attempted, DeliveryState, Lane
from bot.domain.people import Role
from bot.errors import RejectedError
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Event, FileKind, Incoming, IncomingFile, Raw, route_of
from bot.messages.markup import plain
from bot.reading.documents.links import Page, fetch_link
from bot.services import Services
from bot.services.context import Account
from bot.services.intake import Documents
from bot.settings import PolicySettings, Settings
from bot.storage.engine import Database
from bot.storage.push import outbox, outcomes
from bot.storage.push.outbox import Claimed
from bot.storage.push.outcomes import Recorded
from tests import deeds
from tests.conftest import MORNING, PUSH_LANES, FakeClock
from tests.fakes.bare import BARE

ADMIN = "1001"
SEED = """Hội nghị Sơ kết giữa nhiệm kỳ thực hiện Nghị quyết đại hội Đảng bộ phường Mỹ Bình

Sáng ngày 08-7, BTV Đảng ủy phường Mỹ Bình tổ chức Hội nghị sơ kết giữa nhiệm kỳ. Phường đã đạt được 10/12 chỉ tiêu \
đạt và vượt mục tiêu nghị quyết; thu ngân sách đạt 103,9% năm 2022 và 87,8% trong 6 tháng đầu năm 2023."""
NOTICE = "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026."

FULL = Capabilities(
    edit=True,
    delete=True,
    buttons=True,
    markup=True,
    reply_to=True,
    files_out=True,
    files_in=True,
    photo_by_upload=True,
    photo_by_url=True,
    text_units=4096,
    airs=True,
)
FREE = PolicySettings(report="none", resolution="none", urgent="none", correction="none")
TELEGRAM, ZALO = "telegram:1", "zalo-bot:1"


@dataclass(frozen=True)
class Heard:
    """One message as it stands in a delivery row."""

    row: Claimed
    text: str
    markup: str
    buttons: dict[str, str]
    """Label to data."""
    file: list[str] | None

    @classmethod
    def of(cls, row: Claimed) -> "Heard":
        content = row.content or {}
        markup = Markup(content.get("text", ""))  # noqa: S704 - it was Markup when it was stored
        buttons = {label: data for line in content.get("buttons", ()) for label, data in line}
        return cls(row, plain(markup), str(markup), buttons, content.get("file"))


@dataclass
class House:
    """The bot, and everything a test asks of it."""

    database: Database
    clock: FakeClock
    settings: Settings
    claimed: list[Claimed] = field(default_factory=list)
    keys: Any = field(default_factory=lambda: itertools.count(1))
    files: dict[str, bytes] = field(default_factory=dict)
    """What people have sent, by file id."""
    trusted: list[str] = field(default_factory=list)
    """`address:port` of this machine that a link may lead to."""
    channels: Sequence[Channel] = ()
    """Real ones, for tests that are about what stands in the chats; without them a house has two that are only names.
    """

    came: dict[str, Incoming] = field(default_factory=dict)
    """What the body of each event stands for."""
    alive: bool = True
    """Whether the bot hears from its platforms all the time, as one that runs does."""
    group_admins: set[tuple[str, str]] = field(default_factory=set)
    """(chat, member) of every admin of a group."""
    unread: dict[str, list[Heard]] = field(default_factory=dict)
    """Notices that went out, by chat."""

    def __post_init__(self) -> None:
        self.router = build_router()
        real = {route_of(one.name, one.account): one for one in self.channels}
        self.accounts = {route: Account(one.capabilities, one.rate) for route, one in real.items()} or {
            TELEGRAM: Account(FULL, 30.0),
            ZALO: Account(BARE, 10.0),
        }
        fetches = {route: one.fetch for route, one in real.items()} or {TELEGRAM: self.fetch}
        means = Means(
            database=self.database,
            router=self.router,
            clock=self.clock,
            settings=self.settings,
            accounts=self.accounts,
            deliver=self.claimed.extend,
        )
        receiver = Receiver(means)
        self.intake = Intake(
            database=self.database,
            clock=self.clock,
            reads=dict.fromkeys(self.accounts, self.came.__getitem__),
            receiver=receiver,
            deliver=self.claimed.extend,
        )
        self.dues = TimerRunner(means)
        self.jobs = JobRunner(
            means,
            receiver=receiver,
            rights={route: one.is_group_admin for route, one in real.items()} or {TELEGRAM: self.is_group_admin},
            documents=Documents(fetches, self.follow),
        )

    async def is_group_admin(self, chat_id: str, member_id: str) -> bool:
        return (chat_id, member_id) in self.group_admins

    def reconciler(self) -> Reconciler:
        """What looks after the house, in single rounds."""
        return Reconciler(database=self.database, clock=self.clock, teller=Teller(self.accounts), wake=lambda: None)

    async def fetch(self, file_id: str) -> bytes:
        """Download as a channel does."""
        if file_id not in self.files:
            raise RejectedError("file-gone")
        return self.files[file_id]

    async def follow(self, url: str) -> Page:
        """Open a link as ever, but for what this test trusts."""
        return await fetch_link(url, trusted=self.trusted)

    async def send_file(self, chat: str, content: bytes, text: str = "", **more: Any) -> list[Heard]:
        """Send a document or photo with a caption; `size` is what the platform says of it."""
        file = IncomingFile(
            f"file-{len(self.files) + 1}",
            more.pop("name", "tep.bin"),
            more.pop("size", len(content)),
            more.pop("kind", FileKind.DOCUMENT),
            more.pop("album", ""),
        )
        self.files[file.id] = content
        return await self.say(chat, text, document=file, **more)

    async def send_photo(self, chat: str, content: bytes, text: str = "", **more: Any) -> list[Heard]:
        """Send a photo with a caption, as one of an `album` where one is named."""
        return await self.send_file(chat, content, text, kind=FileKind.PHOTO, name="", **more)

    def event(self, chat: str, text: str = "", **more: Any) -> Incoming:
        """What a channel would hand in; `route` names the channel."""
        channel, _, account = str(more.pop("route", TELEGRAM)).partition(":")
        values: dict[str, Any] = {"name": f"Người {chat}", "event_key": f"event-{next(self.keys)}", **more}
        return Incoming(channel=channel, account=account, chat_id=chat, text=text, **values)

    async def take(self, *batch: Incoming) -> None:
        """Let events of one channel come in, and wait."""
        for one in batch:
            self.came[f"{one.channel} {one.event_key}"] = one
        if self.alive:
            self.intake._heard_at[route_of(batch[0].channel, batch[0].account)] = self.clock.now()
        raw = [Raw(one.event_key, one.chat_id, f"{one.channel} {one.event_key}") for one in batch]
        await self.intake.take(batch[0].channel, batch[0].account, raw)

    async def receive(self, incoming: Incoming) -> None:
        """Let an event come in, and handle what waits."""
        await self.take(incoming)
        while await self.intake.run_once():
            pass

    async def hear(self, incoming: Incoming, *, deliver: bool = True) -> list[Heard]:
        """Handle one event and give back the messages that go out for it, recorded as sent."""
        self.claimed.clear()
        await self.receive(incoming)
        heard = [Heard.of(row) for row in self.claimed]
        if deliver:
            await self.sent(self.claimed)
        self.clock.advance(seconds=5)
        return heard

    async def say(self, chat: str, text: str, **more: Any) -> list[Heard]:
        return await self.hear(self.event(chat, text, **more))

    async def ask(self, chat: str, text: str, **more: Any) -> str:
        """Everything that is answered, as one text."""
        return "\n".join(heard.text for heard in await self.say(chat, text, **more))

    async def press(self, chat: str, data: str, **more: Any) -> list[Heard]:
        return await self.hear(self.event(chat, data, pressed=True, message_id="m1", **more))

    async def work(self) -> list[Heard]:
        """Do the jobs that wait."""
        self.claimed.clear()
        while await self.jobs.run_one():
            pass
        heard = [Heard.of(row) for row in self.claimed]
        await self.sent(self.claimed)
        return heard

    async def sent(self, rows: Sequence[Claimed]) -> None:
        recorded = [
            Recorded(row.id, row.claim, Attempted(DeliveryState.SENT, row.attempts, self.clock.now(), f"m{row.id}"))
            for row in rows
        ]
        async with self.database.write() as transaction:
            await outcomes.record(transaction, recorded, self.clock.now())

    @asynccontextmanager
    async def services(self) -> AsyncIterator[Services]:
        async with self.database.write() as transaction:
            yield self.dues.services(transaction, self.clock.now())

    async def join(self, chat: str, role: Role | None = None, *, subscribed: bool = False, **more: Any) -> int:
        """Let somebody write, and be what a test needs them to be; returns the person's id."""
        await self.say(chat, "/start", **more)
        if subscribed:
            await self.press(chat, "subscribe.agree", **more)
        return await self.set_role(chat, role, route=str(more.get("route", TELEGRAM)))

    async def set_role(self, chat: str, role: Role | None, *, route: str = TELEGRAM) -> int:
        async with self.database.write() as transaction:
            if role is not None:
                return await deeds.give_role(transaction, route, chat, role)
            return (await deeds.viewer_of(transaction, route, chat)).person_id

    async def publish(
        self, chat: str, text: str, *, cadres: bool = False, topic: str = "", files: Sequence[str] = ()
    ) -> list[Heard]:
        """Write a post and publish it, ticking every doubt, as a writer does with the buttons.

        `files` are the texts of documents that go with it, each named by its text.
        """
        heard = await self.say(chat, f"/post {text}")
        for one in files:
            await self.send_file(chat, one.encode(), name=f"{one}.txt")
            heard = await self.work()
            self.clock.advance(seconds=5)
        if cadres:
            heard = await self.press(chat, heard[-1].buttons["Đối tượng"])
        if topic:
            topics = await self.press(chat, heard[-1].buttons["Chủ đề"])
            heard = await self.press(chat, topics[-1].buttons[f"☐ {topic}"])
            heard = await self.press(chat, heard[-1].buttons["Xong"])
        heard = await self.tick(chat, heard)
        return await self.press(chat, heard[-1].buttons["Đăng"])

    async def tick(self, chat: str, heard: list[Heard]) -> list[Heard]:
        """Tick every doubt that is open on a panel."""
        while opened := [
            data for label, data in heard[-1].buttons.items() if label.startswith("☐") and label[2:].isdigit()
        ]:
            heard = await self.press(chat, opened[0])
        return heard

    async def correct(self, chat: str, what: str) -> list[Heard]:
        """Correct a post ("1 8 giờ => 9 giờ"), ticking every doubt, and press Đăng."""
        heard = await self.tick(chat, await self.say(chat, f"/dinhchinh {what}"))
        return await self.press(chat, heard[-1].buttons["Đăng"])

    async def withdraw(self, chat: str, what: str) -> list[Heard]:
        """Withdraw a post ("3 nhầm ngày")."""
        await self.say(chat, f"/thuhoi {what}")
        return await self.press(chat, f"withdraw.yes {what.split()[0]}")

    async def pushes(self, route: str = TELEGRAM, lanes: Sequence[Lane] = PUSH_LANES) -> list[str]:
        """Send every push that waits, as a worker would; returns the chats that got one."""
        now = self.clock.now()
        async with self.database.write() as transaction:
            lease = timedelta(seconds=30)
            ids = await outbox.claim_rows(
                transaction,
                route=route,
                lanes=tuple(lanes),
                claim="push",
                now=now,
                lease_until=now + lease,
                limit=1000,
            )
            rows = await outbox.load_claimed(transaction, ids, "push", [now] * len(ids), lease)
        await self.sent(rows)
        return sorted(row.chat_id for row in rows)

    async def notices(self, chat: str, route: str = TELEGRAM) -> list[Heard]:
        """What somebody is told without having asked, since it was last looked at; recorded as sent, for everyone."""
        now = self.clock.now()
        async with self.database.write() as transaction:
            lease, lane = timedelta(seconds=30), (Lane.REPLY, Lane.NOTICE)
            ids = await outbox.claim_rows(
                transaction, route=route, lanes=lane, claim="notice", now=now, lease_until=now + lease, limit=1000
            )
            rows = await outbox.load_claimed(transaction, ids, "notice", [now] * len(ids), lease)
        await self.sent(rows)
        for row in rows:
            self.unread.setdefault(row.chat_id, []).append(Heard.of(row))
        return self.unread.pop(chat, [])

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Every row of a table, in the order of its key."""
        async with self.database.read() as transaction:
            found = await transaction.execute(select(table).order_by(*table.primary_key))
            return [dict(row._mapping) for row in found]


def group_message(house: House, text: str, **more: Any) -> Incoming:
    values = {"group": True, "name": "Nhóm khóm 3", **more}
    return house.event("-500", text, **values)


def event(house: House, chat: str, what: Event, **more: Any) -> Incoming:
    return house.event(chat, event=what, **more)


def settings(**more: Any) -> Settings:
    """Settings without the machine's own environment; what is published goes out at once, and nobody has to agree."""
    values: dict[str, Any] = {"undo_seconds": 0, "policy": FREE, **more}
    return Settings.model_construct(admins=(f"telegram:{ADMIN}",), lease_seconds=30.0, **values)


class Past:
    """What was done in a ward before a test begins: done in one database an engine, of which each test gets a copy.

    @Past
    async def some_posts(house: House) -> None: ...

    @pytest.fixture
    def ward(after: After) -> House:
        return after(some_posts)
    """

    def __init__(self, do: Callable[[House], Awaitable[None]], **rules: Any) -> None:
        self._do = do
        self.rules = rules
        self.ended_at = MORNING

    @classmethod
    def under(cls, **rules: Any) -> Callable[[Callable[[House], Awaitable[None]]], "Past"]:
        """The same in a ward with other settings."""
        return lambda do: cls(do, **rules)

    async def __call__(self, url: str) -> None:
        """Write it."""
        database = Database(url)
        house = House(database, FakeClock(), settings(**self.rules))
        await self._do(house)
        self.ended_at = house.clock.moment
        await database.close()


After = Callable[[Past], House]
