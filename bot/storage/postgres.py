"""What PostgreSQL does in its own way: the schema lock, what "unreachable" looks like, full-text search."""

from collections.abc import Sequence

from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection

SCHEMA_LOCK = 0x10A
"""Any number, the same in every process: whoever migrates holds this advisory lock."""

IDLE_IN_TRANSACTION = "10s"
"""How long a writer may do nothing within a transaction. One that was stopped or whose cable was pulled would else hold
the token's pace, and so everybody, until somebody finds it."""

# Classes of SQLSTATE that pass by themselves: connection, resources, shutdown, serialisation, I/O, the limit above.
_DOWN = ("08", "53", "57", "40", "58", "25P03")


def listen(engine: Engine) -> None:
    """Attach the hook below."""
    from sqlalchemy import event

    event.listen(engine, "begin", on_begin)


def on_begin(connection: Connection) -> None:
    """Bound a writer's idleness."""
    if connection.get_execution_options().get("loa_write", False):
        connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_IN_TRANSACTION}'")


def is_down(error: BaseException | None) -> bool:
    """Whether a driver's error means that the database cannot be used now."""
    # By name and attribute: importing the driver would cost SQLite's users a quarter of a second at each start.
    if not type(error).__module__.startswith("psycopg"):
        return False
    # Without a SQLSTATE the server never answered.
    return str(getattr(error, "sqlstate", None) or "08").startswith(_DOWN)


def lock_schema(connection: Connection) -> None:
    """Wait until no other process migrates; released at the end of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})


async def index_text(connection: AsyncConnection, post_id: int, folded: str) -> None:
    """Put a post's folded words into the search index, in place of what was there."""
    await connection.execute(
        text(
            "INSERT INTO post_search (post_id, folded) VALUES (:id, :folded)"
            " ON CONFLICT (post_id) DO UPDATE SET folded = excluded.folded"
        ),
        {"id": post_id, "folded": folded},
    )


MATCHING = "SELECT post_id FROM post_search WHERE words @@ to_tsquery('simple', :query)"
"""The posts that a search query matches, whoever may see them."""


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
