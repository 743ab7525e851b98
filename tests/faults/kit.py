"""A ward with many people, a push to them, and workers that a test may break, here or as processes of their own."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from bot.app import build_router, deliver
from bot.channels.telegram.channel import TelegramChannel
from bot.chat.router import Router
from bot.domain.delivery import DispatchState
from bot.domain.drafts import DraftView
from bot.domain.people import Viewer
from bot.domain.posts import PostNumber
from bot.services import Services
from bot.services.context import Account, context_on
from bot.services.drafts import read_text
from bot.settings import Settings
from bot.storage import broadcasts, consents, people
from bot.storage.engine import Database
from bot.storage.push import dispatches
from bot.storage.tables import address, consent, delivery, dispatch, person
from bot.ward import Ward as LiveWard
from tests import deeds
from tests.acceptance.process import environment
from tests.fakes.telegram import FakeTelegram, Group, Person
from tests.fakes.telegram_log import Entry
from tests.faults import child
from tests.ward import NOTICE

URGENT = "Thông báo sơ tán khẩn\n\nNước lên nhanh, bà con hẻm 12 lên trường học ngay."
FINAL = {"sent", "failed", "uncertain", "cancelled"}
PATIENCE = 30.0


class ShiftedClock:
    """The machine's clock, set forward or back by the test."""

    def __init__(self) -> None:
        self.shift = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift

    def advance(self, **span: float) -> None:
        self.shift += timedelta(**span)


def is_push(entry: Entry) -> bool:
    """Whether a request carried a post, and not an answer or a live line."""
    text = str(entry.params.get("text"))
    return entry.method == "sendMessage" and "Tin số " in text and " · mã " in text


def number_of(number: int) -> PostNumber:
    found = PostNumber.parse(str(number))
    assert found is not None
    return found


@dataclass
class Ward:
    """One ward's bot on one database, and its fake platform."""

    tg: FakeTelegram
    url: str
    database: Database
    folder: Path
    rate: float = 200.0
    clock: Any = field(default_factory=ShiftedClock)
    people: list[Person] = field(default_factory=list)
    router: Router = field(default_factory=build_router)

    # --- who and what ---------------------------------------------------------------------------------------

    def settings(self, **more: Any) -> Settings:
        telegram: dict[str, Any] = {"token": self.tg.token, "api_url": self.tg.url, "rate": self.rate}
        telegram["paid_broadcast"] = self.rate > 30
        values: dict[str, Any] = {
            "database_url": self.url,
            "telegram": telegram,
            "admins": ("telegram:1001",),
            "undo_seconds": 0,
        }
        return Settings.model_validate(values | {"web": {"port": 0}} | more)

    def app(self, *, claims: bool = True, **more: Any) -> LiveWard:
        """One process's worth of bot, in this process."""
        settings = self.settings(**more)
        channel = TelegramChannel(settings.telegram)
        return LiveWard(settings, [channel], router=self.router, clock=self.clock, claims=claims)

    def env(self, **more: str) -> dict[str, str]:
        """The same settings for a process."""
        fast = {"LOA_TELEGRAM__RATE": str(self.rate), "LOA_TELEGRAM__PAID_BROADCAST": "true"}
        return environment(self.tg, self.url, **fast, **more)

    @property
    def route(self) -> str:
        return f"telegram:{self.tg.token.partition(':')[0]}"

    async def populate(self, count: int) -> list[Person]:
        """An admin (1001), and so many subscribers, written straight into the tables."""
        self.tg.user(1001, "Minh").open()
        self.people = self.tg.users(count)
        now = self.clock.now() - timedelta(days=1)
        common = {"kind": "private", "role": 0, "subscribed": True, "created_at": now, "seen_at": now}
        there = {"route": self.route, "preferred": True, "active": True, "created_at": now}
        async with self.database.write() as transaction:
            admin = await self._enter(transaction)
            if not count:
                return []
            await transaction.execute(insert(person), [{"name": "Cư dân", **common}] * count)
            ids = (await transaction.scalars(select(person.c.id).where(person.c.id != admin.person_id))).all()
            await transaction.execute(
                insert(consent), [{"person_id": n, "version": "2026-11", "given_at": now} for n in ids]
            )
            chats = [str(one.id) for one in self.people]
            await transaction.execute(
                insert(address),
                [{"person_id": n, "chat_id": chat, **there} for n, chat in zip(ids, chats, strict=True)],
            )
        return self.people

    async def add_group(self, chat_id: int) -> None:
        """A subscribed group."""
        self.tg.group(chat_id)
        now = self.clock.now() - timedelta(days=1)
        async with self.database.write() as transaction:
            viewer = await people.insert_person(
                transaction,
                route=self.route,
                chat_id=str(chat_id),
                name="Tổ 3",
                group=True,
                role=(await self._enter(transaction)).role.RESIDENT,
                now=now,
            )
            assert viewer is not None
            await consents.set_subscribed(transaction, viewer.person_id, subscribed=True)
            await consents.insert_consent(transaction, viewer.person_id, "2026-11", now)

    async def add_channel(self, chat_id: int) -> Group:
        """The ward's channel."""
        channel = self.tg.channel(chat_id, "Phường Mỹ Bình")
        async with self.database.write() as transaction:
            await broadcasts.name(transaction, self.route, str(chat_id), "Phường Mỹ Bình", self.clock.now())
        return channel

    async def _enter(self, transaction: Any) -> Viewer:
        return await deeds.enter(self.services(transaction), self.route, "1001", "Minh")

    def services(self, transaction: Any) -> Services:
        accounts = {self.route: Account(TelegramChannel.capabilities, self.rate)}
        return Services.on(context_on(transaction, self.clock.now(), self.settings(), accounts))

    # --- the push -------------------------------------------------------------------------------------------

    async def publish(self, text: str = NOTICE, *, urgent: bool = False) -> int:
        """Publish a post as the admin, every doubt ticked; returns the dispatch."""
        async with self.database.write() as transaction:
            return await self.publish_within(transaction, text, urgent=urgent)

    async def publish_within(self, transaction: Any, text: str = NOTICE, *, urgent: bool = False) -> int:
        viewer = await self._enter(transaction)
        draft = await deeds.write(self.services(transaction), viewer, text, urgent=urgent)
        return (await self._let_go(transaction, viewer, draft))[0]

    async def correct(self, wrong: str, right: str, number: int = 1) -> list[int]:
        """Mend a piece of a published post as the admin; returns the dispatches: the edit, and perhaps the notice."""
        async with self.database.write() as transaction:
            viewer = await self._enter(transaction)
            services = self.services(transaction)
            draft, _new = await services.corrections.begin(viewer, number_of(number))
            post_id = draft.view.post.id
            title, body = await services.posts.replaced(viewer, post_id, f"{wrong} => {right}")
            draft = await services.posts.set_text(viewer, post_id, body, read_text(body), title=title)
            return await self._let_go(transaction, viewer, draft)

    async def withdraw(self, number: int = 1) -> int:
        """Withdraw a published post as the admin; returns the dispatch."""
        async with self.database.write() as transaction:
            viewer = await self._enter(transaction)
            fired = await self.services(transaction).corrections.withdraw(viewer, number_of(number), "đăng nhầm")
            return fired.pushes[0].dispatch_id

    async def _let_go(self, transaction: Any, viewer: Viewer, draft: DraftView) -> list[int]:
        """Tick what is doubted and press Đăng."""
        services = self.services(transaction)
        draft = await deeds.tick(services, viewer, draft)
        # Nobody else is there who could agree to what needs it.
        outcome = await services.publishing.publish(viewer, draft, pay=self.rate > 30, alone=True)
        return [one.dispatch_id for one in outcome.pushes]

    async def control(self, verb: str, number: int = 1) -> None:
        """/pause, /resume, /cancel or /resend by the admin."""
        async with self.database.write() as transaction:
            viewer = await self._enter(transaction)
            await getattr(self.services(transaction).dispatches, verb)(viewer, number_of(number))

    async def viewer(self, chat_id: int | str, transaction: Any) -> Viewer:
        return await deeds.viewer_of(transaction, self.route, str(chat_id))

    # --- what became of it ----------------------------------------------------------------------------------

    async def rows(self, dispatch_id: int = 1) -> dict[str, Any]:
        """The push's rows by chat; a row that was never claimed stands under its person's address."""
        async with self.database.read() as transaction:
            found = await transaction.execute(
                select(delivery, address.c.chat_id.label("to"))
                .outerjoin(address, address.c.person_id == delivery.c.person_id)
                .where(delivery.c.dispatch_id == dispatch_id)
            )
            rows = found.all()
        by_chat = {row.to or f"row {row.id}": row for row in rows}
        assert len(by_chat) == len(rows), "two rows for one person"
        return by_chat

    async def states(self, dispatch_id: int = 1) -> dict[str, int]:
        """How many rows are in each state."""
        counts: dict[str, int] = {}
        for row in (await self.rows(dispatch_id)).values():
            counts[row.state] = counts.get(row.state, 0) + 1
        return counts

    async def dispatch_state(self, dispatch_id: int = 1) -> str:
        async with self.database.read() as transaction:
            return str(await transaction.scalar(select(dispatch.c.state).where(dispatch.c.id == dispatch_id)))

    async def progress(self, dispatch_id: int = 1) -> Any:
        async with self.database.read() as transaction:
            return await dispatches.load_progress(transaction, dispatch_id)

    def pushes(self) -> list[Entry]:
        """Every copy of a post that the platform accepted, in order."""
        return [entry for entry in self.tg.log.accepted("sendMessage") if is_push(entry)]

    def copies(self) -> dict[int, int]:
        """How many copies each chat got, everybody listed."""
        counts = {one.id: 0 for one in self.people}
        for entry in self.pushes():
            assert entry.chat_id is not None
            counts[entry.chat_id] = counts.get(entry.chat_id, 0) + 1
        return counts

    async def until(self, condition: Callable[[], Any], patience: float = PATIENCE) -> None:
        """Wait until a condition (a function, or a coroutine function) holds; looks often, is in no hurry."""
        async with asyncio.timeout(patience):
            while True:
                holds = condition()
                if asyncio.iscoroutine(holds):
                    holds = await holds
                if holds:
                    return
                await asyncio.sleep(0.02)

    async def pushed(self, count: int) -> None:
        """Wait until the platform has accepted so many copies."""
        await self.until(lambda: len(self.pushes()) >= count)

    async def finished(self, dispatch_id: int = 1, patience: float = PATIENCE) -> None:
        """Wait until the push is done."""

        async def is_done() -> bool:
            return await self.dispatch_state(dispatch_id) == DispatchState.DONE

        try:
            await self.until(is_done, patience)
        except TimeoutError:
            log = self.folder / "process.log"
            printed = log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else ""
            raise AssertionError(f"not done: {await self.states(dispatch_id)}\n{printed}") from None

    async def pass_waits(self, dispatch_id: int = 1, patience: float = PATIENCE) -> None:
        """Until the push is over, set the clock to the next row's time whenever nothing is due or in the air."""

        async def is_over() -> bool:
            rows = (await self.rows(dispatch_id)).values()
            waits = [row.not_before for row in rows if row.state == "queued"]
            if waits and min(waits) > self.clock.now() and all(row.state != "sending" for row in rows):
                self.clock.shift += min(waits) - self.clock.now() + timedelta(seconds=0.01)
            return await self.dispatch_state(dispatch_id) == DispatchState.DONE

        await self.until(is_over, patience)

    async def expire_leases(self) -> None:
        """As if whoever held rows had died long ago; saves the test the wait."""
        async with self.database.write() as transaction:
            await transaction.execute(
                delivery.update()
                # What is told in a digest has no lease of its own.
                .where(delivery.c.state == "sending", delivery.c.lease_until.is_not(None))
                .values(lease_until=self.clock.now() - timedelta(seconds=1))
            )

    # --- processes ------------------------------------------------------------------------------------------

    def process(self, verb: str = "worker", die: str = "", **env: str) -> "Process":
        """`loa worker` as a process; `die` says where it is to kill itself (see child.py)."""
        return Process(self.env(**env), self.folder, verb, die)


@asynccontextmanager
async def working(*apps: LiveWard) -> AsyncIterator[None]:
    """Delivery runs in this block; at its end it is stopped as by SIGTERM, and must not have failed."""
    tasks = [asyncio.create_task(deliver(app)) for app in apps]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


class Process:
    """The real command line in a process forked from one that has imported everything, as a start costs 2 s."""

    def __init__(self, env: dict[str, str], folder: Path, verb: str, die: str = "") -> None:
        self.log = folder / "process.log"
        self._process: BaseProcess = _forkserver().Process(
            target=child.work, args=(env, str(folder), str(self.log), verb, die)
        )
        self._process.start()

    def signal(self, number: signal.Signals) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.signal(signal.SIGKILL)
        await self.ended()

    async def ended(self, patience: float = PATIENCE) -> int:
        """Wait for its end; returns the exit code, negative for a signal."""
        await asyncio.to_thread(self._process.join, patience)
        assert self._process.exitcode is not None, f"still running; it printed:\n{self.printed}"
        return self._process.exitcode

    @property
    def running(self) -> bool:
        return self._process.exitcode is None

    @property
    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


@asynccontextmanager
async def running(*processes: Process) -> AsyncIterator[Sequence[Process]]:
    """These processes live for this block at most."""
    try:
        yield processes
    finally:
        for one in processes:
            if one.running:
                one.signal(signal.SIGCONT)
                await one.kill()


def _forkserver() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.child"])
    return context
