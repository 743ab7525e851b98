"""INSERT … ON CONFLICT, which either engine's dialect builds by a class of its own."""

from typing import TYPE_CHECKING

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: AsyncConnection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert that can say what happens where the row is there already: `on_conflict_do_nothing`, `…_do_update`."""
    # Only the dialect that is used: loading the other takes a twentieth of a start.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
