"""What SQLite does in its own way: how a transaction begins, what "unreachable" looks like, full-text search."""

import os
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, ColumnElement, Connection, Text, case, func, text, type_coerce
from sqlalchemy.engine import URL, Engine
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import DatabaseDownError, SetupError, Trouble, os_words
from bot.storage.tables import SEARCHED

_T = TypeVar("_T")

LOADED_AT_ONCE = 5000

BUSY_SECONDS = 20
"""How long a statement waits for another process's write before the database counts as down."""

# What is not here is a mistake of ours. A full disk is an I/O error where the log's index cannot grow.
_TROUBLES = (
    ("SQLITE_FULL", Trouble.FULL),
    ("SQLITE_IOERR_SHMSIZE", Trouble.FULL),
    ("SQLITE_IOERR", Trouble.GONE),
    ("SQLITE_CANTOPEN", Trouble.GONE),
    ("SQLITE_READONLY", Trouble.READ_ONLY),
    ("SQLITE_BUSY", Trouble.LOCKED),
    ("SQLITE_LOCKED", Trouble.LOCKED),
    ("SQLITE_NOTADB", Trouble.CORRUPT),
    ("SQLITE_CORRUPT", Trouble.CORRUPT),
)


def prepare(url: URL) -> None:
    """Make the folder that the file will stand in; raises SetupError where that cannot be."""
    if url.database and url.database != ":memory:":
        folder = Path(url.database).parent
        try:
            folder.mkdir(0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(f"Không tạo được thư mục {folder} cho cơ sở dữ liệu: {os_words(error)}.") from error


def try_open(url: URL) -> None:
    """Open the file once, by itself, and make it where it is not there, for its owner alone; raises DatabaseDownError.

    A connection of the pool whose file cannot be opened leaves a thread that outlives the event loop.
    """
    file = url.database or ""
    try:
        with suppress(OSError):
            # What is wrong with the place SQLite tells better.
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        sqlite3.connect(file).close()
    except sqlite3.Error as error:
        raise DatabaseDownError(trouble_of(error) or Trouble.GONE) from error


def connecting(url: URL) -> dict[str, Any]:
    """How the engine is to open its connections."""
    # Here, because PostgreSQL's users need no SQLite driver.
    from bot.storage.hops import opener

    return {"async_creator": opener(str(url.database), check_same_thread=False)}


async def gather(connection: AsyncConnection, read: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
    """What `read` finds in one transaction, in one hop to the connection's thread."""

    async def whole() -> _T:
        async with connection.begin():
            return await read(connection)

    raw = await connection.get_raw_connection()
    found: _T = await raw.driver_connection.run(whole())  # type: ignore[union-attr]  # one of `hops`
    return found


def on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Set up a new connection: write-ahead log, every commit on disk, references checked."""
    # Python's sqlite3 would begin transactions at moments of its own choosing; on_begin does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is deleted is overwritten: a file that is copied or thrown away must not tell whom we forgot.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def on_begin(connection: Connection) -> None:
    """Begin; a writer takes the write lock at once, because an upgrade in mid-transaction fails without waiting."""
    options = connection.get_execution_options()
    if options.get("loa_look", False):
        connection.connection.driver_connection.look()  # type: ignore[union-attr]  # one of `hops`
        return
    writes = options.get("loa_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Why the database cannot be used now, as a driver's error tells it; None where the error is ours."""
    if not isinstance(error, sqlite3.Error):
        return None
    name = getattr(error, "sqlite_errorname", "") or ""
    return next((trouble for begins, trouble in _TROUBLES if name.startswith(begins)), None)


def quick_check(file: Path, within: float) -> str | None:
    """What is broken in a database file, empty where nothing is; None where not all of it could be read in time."""
    ends = monotonic() + within
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            # Called every so many steps of SQLite's machine: not 0 ends the statement.
            connection.set_progress_handler(lambda: int(monotonic() > ends), 10_000)
            said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error) if trouble_of(error) is Trouble.CORRUPT else None
    return "" if said == "ok" else said


def empty_log(url: URL) -> bool:
    """Bring what stands in the write-ahead log into the file and empty the log; False where somebody is reading it.

    What was erased stands in the log as it was, until later writes happen to cover it. It never waits: writers would
    wait with it.
    """
    file = Path(url.database or "")
    log = file.with_name(f"{file.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return True
    try:
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        if trouble_of(error) is None:
            raise
        return False
    return not busy


def forget_words(connection: Connection) -> None:
    """Have the search indexes overwrite what they delete too, where SQLite can (from 3.42 on)."""
    if sqlite3.sqlite_version_info >= (3, 42):
        for name in SEARCHED:
            connection.exec_driver_sql(f"INSERT INTO {name} ({name}, rank) VALUES ('secure-delete', 1)")  # noqa: S608


def lock_schema(connection: Connection) -> None:
    """Nothing to do: BEGIN IMMEDIATE already keeps every other process out."""


def listen(engine: Engine) -> None:
    """Attach the two hooks above."""
    from sqlalchemy import event

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


INDEX = {
    name: text(f"INSERT OR REPLACE INTO {name} (rowid, folded) VALUES (:id, :folded)")  # noqa: S608 - our own names
    for name in SEARCHED
}
"""Puts folded words of a post into an index, in place of what was there."""

MATCHING = {name: (f"SELECT rowid AS post_id FROM {name} WHERE {name} MATCH :query",) for name in SEARCHED}  # noqa: S608
"""The posts that a search query matches, whoever may see them."""


def search_query(terms: Sequence[Sequence[str]], *, all_terms: bool) -> str:
    """FTS5's query for terms of folded phrases that mean the same, the last one also as a beginning.

    The words of a term's first phrase may stand apart.
    """
    quoted = []
    for term in terms:
        begins = "*" if term is terms[-1] else ""
        words = " AND ".join(f'"{word}"' for word in term[0].split()) + begins
        quoted.append(" OR ".join([f"({words})", *(f'"{phrase}"{begins}' for phrase in term[1:])]))
    return (" AND " if all_terms else " OR ").join(f"({one})" for one in quoted)


def json_line(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """A row as a line of JSON: truths as such, what is stored as JSON as what it says."""
    return func.json_array(*map(_json_value, columns), type_=Text)


def _json_value(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, Boolean):
        return func.json(case((column.is_(True), "true"), (column.is_(False), "false")))
    return func.json(type_coerce(column, Text)) if isinstance(column.type, JSON) else column


async def load_rows(
    connection: AsyncConnection, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]
) -> int:
    """Write many rows, as the driver takes them; returns how many."""
    named, marks = ", ".join(columns), ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608 - names of our own schema
    total = 0
    # One at a time where a row may hold a file.
    size = 1 if "content" in columns and table == "attachment" else LOADED_AT_ONCE
    while part := [tuple(row) for row in islice(rows, size)]:
        await connection.exec_driver_sql(statement, part)
        total += len(part)
    return total
