"""`uv run python -m tests.bench [name…]`: run the named benches, or all of them, and print what came out."""

import asyncio
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import uvloop
from rich.console import Console
from rich.table import Table

from tests.bench import archive, backup, idle, inbound, pace, pages, pictures, push, reading, storage, storm
from tests.bench.house import Figure

BENCHES: dict[str, tuple[Callable[[], Awaitable[list[Figure]]], int]] = {
    "pace": (pace.pace, 360),
    "reply": (pace.reply, 240),
    "inbound": (inbound.inbound, 600),
    "push": (push.push, 300),
    "engine": (push.engine, 90),
    "start": (push.start, 180),
    "idle": (idle.idle, 180),
    "fanout": (storage.fanout, 300),
    "claim": (storage.claim, 400),
    "archive": (archive.archive, 400),
    "pages": (pages.pages, 900),
    "beside": (pages.beside, 600),
    "backup": (backup.backup, 400),
    "secure-delete": (backup.secure_delete, 200),
    "pictures": (pictures.pictures, 120),
    "reading": (reading.reading, 120),
    "storm": (storm.storm, 900),
    "whole": (pace.whole, 450),
    "memory": (push.memory, 2500),
}
"""Each with the seconds after which it is given up."""


async def main(names: list[str]) -> int:
    console = Console(width=None if sys.stdout.isatty() else 200)
    unknown = set(names) - set(BENCHES)
    if unknown:
        console.print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}.")
        return 2
    wanted = names or [name for name in BENCHES if name not in ("whole", "memory")]
    console.print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f}"
    )
    table = Table("what", "measured", "goal", "note")
    for number, name in enumerate(wanted, 1):
        bench, seconds = BENCHES[name]
        began = time.monotonic()
        with console.status(f"{number}/{len(wanted)} {name}: at most {seconds} s"):
            try:
                async with asyncio.timeout(seconds):
                    figures = await bench()
            except TimeoutError:
                figures = [Figure(name, f"given up after {seconds} s")]
        console.print(f"{number}/{len(wanted)} {name}: {time.monotonic() - began:.0f} s")
        for one in figures:
            table.add_row(one.what, one.measured, one.goal, one.note)
    console.print(table)
    return 0


if __name__ == "__main__":
    # The loop that the program itself runs on, so that aiogram has it too.
    sys.exit(uvloop.run(main(sys.argv[1:])))
