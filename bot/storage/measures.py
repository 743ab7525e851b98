"""What the database knows of how work goes: what waits, and since when; how large it is."""

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.sample import Sample
from bot.storage.inbox import WAITING
from bot.storage.tables import inbox, job


async def measure_events(connection: AsyncConnection, now: datetime) -> list[Sample]:
    """Events that wait to be handled, and the age of the oldest in seconds."""
    count, oldest = (
        await connection.execute(select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.state == WAITING))
    ).one()
    age = max(0.0, (now - oldest).total_seconds()) if oldest is not None else 0.0
    return [Sample("events_waiting", count), Sample("events_oldest_seconds", age)]


async def measure_jobs(connection: AsyncConnection) -> list[Sample]:
    """Slow work by where it stands."""
    rows = await connection.execute(select(job.c.state, func.count()).group_by(job.c.state))
    found = dict.fromkeys(("queued", "running", "failed"), 0) | {state: count for state, count in rows}  # noqa: C416 - rows are no pairs
    return [Sample("jobs", count, (("state", state),)) for state, count in found.items()]


async def measure_size(connection: AsyncConnection) -> Sample:
    """How many bytes the database takes."""
    sqlite = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    postgresql = "SELECT pg_database_size(current_database())"
    size = await connection.scalar(text(sqlite if connection.dialect.name == "sqlite" else postgresql))
    return Sample("database_bytes", float(size or 0))
