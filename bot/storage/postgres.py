"""What PostgreSQL does in its own way: the schema lock, what "unreachable" looks like, full-text search."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import JSON, ColumnElement, Connection, Text, cast, func, text
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import DatabaseDownError, Trouble
from bot.storage.tables import SEARCHED, metadata

_T = TypeVar("_T")

SCHEMA_LOCK = 0x10A
"""Any number, the same in every process: whoever migrates holds this advisory lock."""

IDLE_IN_TRANSACTION = "10s"
"""How long a writer may do nothing within a transaction. One that was stopped or whose cable was pulled would else hold
the token's pace, and so everybody, until somebody finds it."""

LOOKS = 50
LOOK_SECONDS = 0.1
"""How often, and after how long, it is asked whether those who still see what was deleted are done."""

# Whoever is within a transaction holds a lock on its virtual id, and everybody may see those.
_OPEN = text(
    "SELECT virtualxid FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'virtualxid' AND pid <> pg_backend_pid() AND datname = current_database()"
)

# Beginnings of SQLSTATE, the longest first; what is not here is a mistake of ours. (PostgreSQL's manual, appendix A.)
_TROUBLES = (
    ("53100", Trouble.FULL),
    ("25006", Trouble.READ_ONLY),
    ("42501", Trouble.REFUSED),  # no right to it: the database belongs to another name
    ("25P03", Trouble.GONE),  # the limit above
    ("XX001", Trouble.CORRUPT),
    ("XX002", Trouble.CORRUPT),
    ("53", Trouble.BUSY),
    ("28", Trouble.REFUSED),
    ("3D", Trouble.REFUSED),
    ("40", Trouble.LOCKED),
    ("55P03", Trouble.LOCKED),
    ("08", Trouble.GONE),
    ("57", Trouble.GONE),
    ("58", Trouble.GONE),
)
# A connection that the server refuses comes without a SQLSTATE, in the server's own words.
_REFUSALS = ("password authentication failed", "no password supplied", "does not exist", "pg_hba.conf")


def listen(engine: Engine) -> None:
    """Attach the hook below."""
    from sqlalchemy import event

    event.listen(engine, "begin", on_begin)


async def gather(connection: AsyncConnection, read: Callable[[AsyncConnection], Awaitable[_T]]) -> _T:
    """What `read` finds in one transaction that sees one moment."""
    snapshot = await connection.execution_options(isolation_level="REPEATABLE READ")
    async with snapshot.begin():
        return await read(snapshot)


def on_begin(connection: Connection) -> None:
    """Bound a writer's idleness."""
    if connection.get_execution_options().get("loa_write", False):
        connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_IN_TRANSACTION}'")


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Why the database cannot be used now, as a driver's error tells it; None where the error is ours."""
    # By name and attribute: importing the driver would cost SQLite's users a quarter of a second at each start.
    if error is None or not type(error).__module__.startswith("psycopg"):
        return None
    state = getattr(error, "sqlstate", None)
    if state:
        return next((trouble for begins, trouble in _TROUBLES if state.startswith(begins)), None)
    return Trouble.REFUSED if any(words in str(error) for words in _REFUSALS) else Trouble.GONE


def lock_schema(connection: Connection) -> None:
    """Wait until no other process migrates; released at the end of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})


async def vacuum(engine: AsyncEngine) -> bool:
    """Take deleted rows out of our tables and their indexes; False where somebody may still see them.

    VACUUM leaves what a transaction of before may look at, a backup's for one; so those are waited for, for a while.
    """
    async with engine.connect() as plain:
        # It runs in no transaction.
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        waits_for = set(await connection.scalars(_OPEN))
        for _ in range(LOOKS):
            if not waits_for:
                break
            await asyncio.sleep(LOOK_SECONDS)
            waits_for &= set(await connection.scalars(_OPEN))
        if waits_for:
            return False
        # Indexes too, where it would leave those of few deleted rows for later.
        await connection.exec_driver_sql(f"VACUUM (INDEX_CLEANUP ON) {', '.join([*metadata.tables, *SEARCHED])}")
        return True


INDEX = {
    name: text(
        f"INSERT INTO {name} (post_id, folded) VALUES (:id, :folded)"  # noqa: S608 - our own names
        " ON CONFLICT (post_id) DO UPDATE SET folded = excluded.folded"
    )
    for name in SEARCHED
}
"""Puts folded words of a post into an index, in place of what was there."""

NEWEST_WALKED = 2_000
"""How many of the newest posts are looked at one by one before the index is asked: at 7 µs each."""

# The query is made once, and its words are nobody's guess (a scalar subquery): the planner takes a long list of words
# that nothing holds for most of the table, and a prepared plan would parse the list again for every row.
_QUERY = "(SELECT to_tsquery('simple', :query))"
# `ts_match_vq` is the function behind `@@`, which no index answers.
_NEWEST = (
    "SELECT post_id FROM {name} WHERE post_id > (SELECT max(post_id) - {most} FROM {name})"
    " AND ts_match_vq(words, {query})"
)
# Without OFFSET 0 the index would be left for a walk through all posts.
_ALL = "SELECT post_id FROM {name} WHERE words @@ {query} OFFSET 0"

MATCHING = {
    name: tuple(one.format(name=name, most=NEWEST_WALKED, query=_QUERY) for one in (_NEWEST, _ALL)) for name in SEARCHED
}
"""The posts that a search query matches, whoever may see them: the newest, where many do, then all."""


def search_query(terms: Sequence[Sequence[str]], *, all_terms: bool) -> str:
    """tsquery's text for terms of folded phrases that mean the same, the last one also as a beginning.

    The words of a term's first phrase may stand apart.
    """
    quoted = []
    for term in terms:
        begins = ":*" if term is terms[-1] else ""
        joined = [" & ", *[" <-> "] * (len(term) - 1)]
        phrases = (sign.join(f"'{word}'" for word in one.split()) for sign, one in zip(joined, term, strict=True))
        quoted.append(" | ".join(f"({phrase}{begins})" for phrase in phrases))
    return (" & " if all_terms else " | ").join(f"({one})" for one in quoted)


def json_line(columns: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """A row as a line of JSON: what is stored as JSON is kept as it was written, but for its line ends."""
    return cast(func.json_build_array(*map(_json_value, columns)), Text)


def _json_value(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.replace(cast(column, Text), "\n", " "), JSON) if isinstance(column.type, JSON) else column


async def load_rows(
    connection: AsyncConnection, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]
) -> int:
    """Write many rows by COPY; returns how many. Raises ValueError for rows that do not fit."""
    from psycopg import Error

    raw = await connection.get_raw_connection()
    total, named = 0, ", ".join(columns)
    try:
        async with (
            raw.driver_connection.cursor() as cursor,  # type: ignore[union-attr]  # psycopg's own connection
            cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy,
        ):
            for row in rows:
                await copy.write_row(row)
                total += 1
    except Error as error:
        trouble = trouble_of(error)
        if trouble is not None:
            raise DatabaseDownError(trouble) from error
        raise ValueError("rows that the table does not take") from error
    return total
