"""Opening the database, and its two kinds of transaction.

SQLite is the embedded default for one machine; PostgreSQL serves several. The code above this room never asks
which one it is.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from shutil import disk_usage
from time import monotonic
from typing import TypeVar

from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.errors import DatabaseDownError, NewerSchemaError, SetupError, Trouble
from bot.storage import postgres, sqlite

Transaction = AsyncConnection
"""What a block of `read` or `write` works on; other rooms only hand it through."""

_T = TypeVar("_T")

_MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def database_url(given: str) -> URL:
    """Read a database URL with or without a driver's suffix; raises SetupError for one that cannot be used."""
    way_out = "Hãy dùng sqlite:///đường-dẫn/loa.db hoặc postgresql://người:mậtkhẩu@máy/tên."
    try:
        url = make_url(given.strip())
    except (ArgumentError, ValueError):
        raise SetupError(f"LOA_DATABASE_URL không đọc được. {way_out}") from None
    driver = _DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise SetupError(f"LOA_DATABASE_URL là của một loại cơ sở dữ liệu chưa dùng được. {way_out}")
    if not url.database:
        raise SetupError(f"LOA_DATABASE_URL thiếu tên cơ sở dữ liệu. {way_out}")
    return url.set(drivername=driver)


class Database:
    """One database and its connections: so many are kept open, and as many more at most."""

    def __init__(self, given_url: str, *, connections: int = 8) -> None:
        self.url = database_url(given_url)
        self.dialect = sqlite if self.is_sqlite else postgres
        if self.is_sqlite:
            sqlite.prepare(self.url)
        # Errors must not quote their parameters: what people wrote would stand in the log.
        self._engine = create_async_engine(
            self.url,
            pool_size=connections,
            max_overflow=connections,
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,
            **(sqlite.connecting(self.url) if self.is_sqlite else {}),
        )
        # One writer at a time in this process: SQLite's own waiting polls, up to 100 ms a step, and is not fair.
        self._writer = asyncio.Lock() if self.is_sqlite else None
        self.dialect.listen(self._engine.sync_engine)
        self.last_trouble: tuple[Trouble, float] | None = None
        """What last kept anything here from working, and when, in monotonic seconds."""

    @staticmethod
    def password_in(given_url: str) -> str | None:
        """The password that a database URL holds, so that it can be kept out of logs."""
        password = database_url(given_url).password
        return str(password) if password else None

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded engine."""
        return self.url.get_backend_name() == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; raises DatabaseDownError."""
        with self._named_errors():
            async with self._engine.connect() as connection, connection.begin():
                yield connection

    async def gather(self, read: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
        """What `read` finds in a transaction that sees one moment; raises DatabaseDownError.

        It waits for nothing but its statements, so that the engine may run it as a whole, in whichever thread.
        """
        with self._named_errors():
            async with self._engine.connect() as plain:
                found: _T = await self.dialect.gather(plain, read)
                return found

    @asynccontextmanager
    async def look(self) -> AsyncIterator[AsyncConnection]:
        """Statements that only read, each at a moment of its own, for who asks again and again whether there is work.

        Neither engine needs a transaction for that, and SQLite not even its thread: an idle process is woken a tenth as
        often. So nothing but a few pages of an index may be read here. Raises DatabaseDownError.
        """
        with self._named_errors():
            async with self._engine.connect() as plain:
                level = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
                connection = await plain.execution_options(loa_look=True, **level)
                async with connection.begin():
                    yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes, committed at the end of the block; raises DatabaseDownError."""
        with self._named_errors():
            async with self._writer or nullcontext(), self._engine.connect() as plain:
                connection = await plain.execution_options(loa_write=True)
                async with connection.begin():
                    yield connection

    def _named_errors(self) -> "_NamedErrors":
        return _NamedErrors(self)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one moment throughout, however long it reads."""
        with self._named_errors():
            async with self._engine.connect() as plain:
                # SQLite's read transactions are snapshots already.
                level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
                connection = await plain.execution_options(**level)
                async with connection.begin():
                    yield connection

    async def current_revision(self, transaction: AsyncConnection) -> str | None:
        """The migration that the database stands at, or None where it is empty."""
        if not await transaction.run_sync(lambda connection: inspect(connection).has_table("alembic_version")):
            return None
        revision: str | None = await transaction.scalar(text("SELECT version_num FROM alembic_version"))
        return revision

    async def make(self) -> None:
        """Make the file where it is not there, for its owner alone; PostgreSQL has none."""
        if self.is_sqlite:
            await asyncio.to_thread(sqlite.try_open, self.url)

    async def migrate(self, revision: str = "head") -> None:
        """Bring the schema to `revision`; processes that start together wait for one another.

        Raises SetupError where the database is newer than this program.
        """
        await self.make()
        if revision == "head":
            async with self.read() as connection:
                at = await self.current_revision(connection) or ""
            if at > latest_revision():
                raise NewerSchemaError(at, latest_revision())
            if at == latest_revision():
                return
        async with self.write() as connection:
            await self.migrate_within(connection, revision)

    async def migrate_within(self, transaction: AsyncConnection, revision: str = "head") -> None:
        """The same inside a transaction that is open already."""
        await transaction.run_sync(self._migrate, revision)

    def _migrate(self, connection: Connection, revision: str) -> None:
        # Alembic takes a third of the time of a start, and most starts have nothing to migrate.
        from alembic import command
        from alembic.config import Config

        self.dialect.lock_schema(connection)
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if self.is_sqlite and revision == "head":
            sqlite.forget_words(connection)

    async def wipe(self, *, erased: bool) -> bool:
        """Have what was deleted leave the disk, as far as the engine can; False where that has to be tried again.

        `erased` says that people were; raises DatabaseDownError.
        """
        if self.is_sqlite:
            return await asyncio.to_thread(sqlite.empty_log, self.url)
        with self._named_errors():
            return not erased or await postgres.vacuum(self._engine)

    def free_space(self) -> int | None:
        """Bytes free on the disk of the file; None where it is a server's, or cannot be asked."""
        if not self.is_sqlite:
            return None
        try:
            return disk_usage(Path(self.url.database or "").parent).free
        except OSError:
            return None

    async def probe(self) -> None:
        """Write something, and take it away again; raises DatabaseDownError where that cannot be."""
        async with self.write() as transaction:
            for statement in ("CREATE TABLE loa_probe (a INTEGER)", "DROP TABLE loa_probe"):
                await transaction.execute(text(statement))

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()


class _NamedErrors:
    """Turns a driver's "cannot be used now" into DatabaseDownError; other errors pass as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        trouble: Trouble | None = None
        if isinstance(error, PoolTimeoutError):
            trouble = Trouble.BUSY
        elif isinstance(error, DBAPIError):
            trouble = self._database.dialect.trouble_of(error.orig)
        if trouble is not None:
            self._database.last_trouble = (trouble, monotonic())
            raise DatabaseDownError(trouble) from error


def latest_revision() -> str:
    """The newest migration that this program knows: their files are named by number."""
    return max(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*_*.py"))
