"""A big ward written into a backup, read through and restored; and what overwriting what is deleted costs a push."""

import asyncio
import secrets
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event

from bot.storage.backup import read_backup, verify_backup, write_backup
from bot.storage.engine import Database
from tests.bench.house import Figure, folder, forget_peak, full_house, new_url, peak_mb, publish, quantile
from tests.bench.storage import Round, processor

PEOPLE = 100_000
PUSHES = 3
GOAL_ROWS = 5_000_000
ROUNDS = 60


async def backup() -> list[Figure]:
    """100,000 people and three posts to each, 500,000 rows, from either engine and back into it."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with folder() as place:
            file = place / "loa.zip"
            with new_url(engine) as url:
                async with full_house(url, PEOPLE) as database:
                    for _ in range(PUSHES):
                        await publish(database, checked=False)
                    figures.append(await _timed(f"backup, {engine}", "< 30 s", write_backup(database, file)))
            figures.append(await _timed(f"reading it through, {engine}", "", asyncio.to_thread(verify_backup, file)))
            with new_url(engine) as url:
                figures.append(await _timed(f"restore, {engine}", "< 60 s", _restored(url, file)))
    return figures


async def _restored(url: str, file: Path) -> int:
    database = Database(url)
    try:
        return (await read_backup(database, file))[0]
    finally:
        await database.close()


async def _timed(what: str, goal: str, work: Awaitable[int]) -> Figure:
    forget_peak()
    cpu, began = processor(), time.monotonic()
    rows = await work
    cpu, seconds = (processor() - cpu) / rows, (time.monotonic() - began) / rows
    return Figure(
        what,
        f"{cpu * 1e6:.1f} µs CPU a row, {seconds * 1e6:.1f} µs in all",
        goal and f"{goal} for 5,000,000 rows",
        f"{rows:,} rows; 5,000,000 would take {seconds * GOAL_ROWS:.0f} s, {cpu * GOAL_ROWS:.0f} s of them CPU here;"
        f" peak {peak_mb():.0f} MB",
    )


async def secure_delete() -> list[Figure]:
    """Claims and records of a push on SQLite that overwrites what it deletes, and on one that does not, in turn."""
    times: dict[str, list[tuple[float, float]]] = {"ON": [], "OFF": []}
    with new_url("sqlite") as url:
        async with full_house(url, PEOPLE) as database:
            await publish(database, checked=False)
        for _ in range(3):
            for how, found in times.items():
                found += await _rounds(url, how)
    return [
        Figure(
            f"claim and record 128 rows, secure_delete={how}",
            f"median {quantile([cpu for cpu, _ in found]) * 1e6:.0f} µs CPU a message,"
            f" {quantile([seconds for _, seconds in found]) * 1e6:.0f} µs in all",
            "",
            f"{quantile([on / off for (on, _), (off, _) in zip(times['ON'], times['OFF'], strict=True)]):.2f} ×"
            if how == "ON"
            else "",
        )
        for how, found in times.items()
    ]


async def _rounds(url: str, how: str) -> list[tuple[float, float]]:
    """CPU and seconds a message of each round."""
    database = Database(url)
    event.listen(
        database._engine.sync_engine,
        "connect",
        lambda connection, _entry: connection.cursor().execute(f"PRAGMA secure_delete={how}"),
    )
    found = []
    try:
        for _ in range(ROUNDS):
            one = Round(datetime.now(UTC), secrets.token_hex(8), most=128)
            cpu, began = processor(), time.monotonic()
            for work in (one.claim, one.record):
                async with database.write() as transaction:
                    await work(transaction)
            found.append(((processor() - cpu) / 128, (time.monotonic() - began) / 128))
            assert len(one.rows) == 128
    finally:
        await database.close()
    return found
