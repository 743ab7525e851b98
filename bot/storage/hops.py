"""SQLite's statements in one hop to its thread: aiosqlite takes four, for the cursor, the statement, its rows, the end.

A hop costs more than most statements: two threads wait for one another. A look for work (`Database.look`) takes none:
its statements read a few pages of an index, which no writer locks, and an idle process makes dozens a second. What only
reads (`Database.gather`) goes to that thread as a whole, and comes back with all that it found.
SQLAlchemy is handed these connections in place of aiosqlite's own (`create_async_engine(async_creator=…)`), and sees no
difference.
"""

import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Sequence
from itertools import islice
from threading import current_thread
from typing import Any, Self, TypeVar

import aiosqlite

from bot.errors import Trouble
from bot.storage.sqlite import BUSY_SECONDS, trouble_of

_T = TypeVar("_T")

AT_ONCE = 200
"""Rows that come with the statement; more, and all behind one with a file, are fetched when they are asked for."""


def opener(database: str, **options: Any) -> Callable[[], Any]:
    """What opens a connection to a database file."""

    async def connect() -> aiosqlite.Connection:
        connection = _Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=AT_ONCE)
        # As SQLAlchemy does: a process that ends must not wait for it.
        connection._thread.daemon = True
        return await connection

    return connect


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors begin and end without a hop, as does the end of nothing."""

    _settled = False
    """Whether the thread has done all that was asked of it: not while who asked was cancelled, and it may go on."""

    _looks = False
    """Whether statements are run where they are asked for, until the transaction ends."""

    def look(self) -> None:
        """Run the statements of this transaction at once, but what would have to wait for a lock."""
        if self._settled:
            self._waits_for(0)
            self._looks = True

    def _looked(self) -> None:
        if self._looks:
            self._looks = False
            self._waits_for(BUSY_SECONDS)

    def _waits_for(self, seconds: float) -> None:
        self._conn.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}").close()

    async def hop(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Have something done in SQLite's thread: at once where this is it, and within a look in whichever this is."""
        if current_thread() is self._thread:
            return work(*arguments)
        if self._looks:
            try:
                return work(*arguments)
            except sqlite3.OperationalError as error:
                if trouble_of(error) is not Trouble.LOCKED:
                    raise
                self._looked()
        self._settled = False
        try:
            done = await self._execute(work, *arguments)  # type: ignore[no-untyped-call]  # aiosqlite's own
        except Exception:
            # The thread has told it. Who is cancelled is told nothing.
            self._settled = True
            raise
        self._settled = True
        return done

    async def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Run a coroutine that waits for nothing but this connection in one hop; raises RuntimeError where it does."""
        done: _T = await self.hop(_run_through, work)
        return done

    async def commit(self) -> None:
        """End the transaction for good, where one was begun."""
        self._looked()
        if not self._settled or self._conn.in_transaction:
            await self.hop(self._conn.commit)

    async def rollback(self) -> None:
        """End the transaction; the pool asks for it each time that a connection comes back."""
        self._looked()
        if not self._settled or self._conn.in_transaction:
            await self.hop(self._conn.rollback)

    def cursor(self) -> "_Cursor":  # type: ignore[override]  # as SQLAlchemy calls it
        return _Cursor(self)


def _run_through(work: Coroutine[Any, Any, _T]) -> _T:
    try:
        work.send(None)
    except StopIteration as end:
        found: _T = end.value
        return found
    work.close()
    raise RuntimeError("what reads in one hop waits for nothing but its statements")


class _Cursor:
    """A cursor that exists in SQLite's thread only while a statement has rows left."""

    arraysize = 1

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._open: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement, and bring its first rows along."""
        await self._connection.hop(self._execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Run a statement once for each of many rows of parameters."""
        await self._connection.hop(self._executemany, statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """All rows that are left."""
        return await self._fetch(None)

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows."""
        return await self._fetch(size or self.arraysize)

    async def fetchone(self) -> Any:
        """The next row, or None."""
        return next(iter(await self._fetch(1)), None)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        row = await self.fetchone()
        if row is None:
            raise StopAsyncIteration
        return row

    async def close(self) -> None:
        """Let go of rows that nobody asked for."""
        self._rows = []
        if self._open is not None:
            cursor, self._open = self._open, None
            await self._connection.hop(cursor.close)

    async def _fetch(self, size: int | None) -> list[Any]:
        missing = None if size is None else max(0, size - len(self._rows))
        if self._open is not None and missing != 0:
            self._rows += await self._connection.hop(self._more, self._open, missing)
        rows, self._rows = (self._rows, []) if size is None else (self._rows[:size], self._rows[size:])
        return rows

    # --- in SQLite's thread ---------------------------------------------------------------------------------------

    def _execute(self, statement: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection._conn.cursor()
        try:
            cursor.execute(statement, parameters)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            self._open, self._rows = cursor, []
            if self.description:
                for row in cursor:
                    self._rows.append(row)
                    if len(self._rows) == AT_ONCE or any(type(value) is bytes for value in row):
                        return
        finally:
            self.rowcount = cursor.rowcount
        self._end(cursor)

    def _executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        cursor = self._connection._conn.cursor()
        cursor.executemany(statement, parameters)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        self._end(cursor)

    def _more(self, cursor: sqlite3.Cursor, size: int | None) -> list[Any]:
        rows = list(islice(cursor, size))
        if size is None or len(rows) < size:
            self._end(cursor)
        return rows

    def _end(self, cursor: sqlite3.Cursor) -> None:
        cursor.close()
        self._open = None
