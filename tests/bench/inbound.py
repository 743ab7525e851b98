"""What comes in: how many questions a second one core answers, and what each costs, here and at the commit before.

`LOA_BENCH_BEFORE=/path/to/another/checkout` runs that one in turn, on the same server, for a ratio.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.house import (
    FIRST_CHAT,
    ROOT,
    Bare,
    Figure,
    Process,
    bare_server,
    new_url,
    program,
    quantile,
    until_sent,
)

ROUNDS = 3
PATIENCE = 90.0
FILL = """
import asyncio, sys
from tests.bench.house import full_house, publish

async def fill(url, people):
    async with full_house(url, people) as database:
        for number in range(5):
            await publish(database, f"Thông báo cúp điện hẻm {number}\\n\\nĐiện lực cúp điện hẻm {number} từ 8 giờ.")

asyncio.run(fill(sys.argv[1], int(sys.argv[2])))
"""
"""Run by each checkout itself: their schemas may differ."""


@dataclass(frozen=True)
class Burst:
    """So many people asked at one moment: when the last was answered, and what the program used meanwhile."""

    answered: int
    seconds: float
    cpu: float

    @property
    def each(self) -> float:
        """Seconds of CPU an answer."""
        return self.cpu / max(1, self.answered)


@contextmanager
def one_core() -> Iterator[None]:
    """Let what is started here keep to the machine's last core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def inbound() -> list[Figure]:
    """/latest from many people at once, at a pace that does not hold them up; every tree in turn, medians."""
    trees = {"now": ROOT}
    if before := os.environ.get("LOA_BENCH_BEFORE"):
        trees = {"before": Path(before), **trees}
    figures = []
    for engine, people in (("sqlite", 300), ("sqlite", 1500), ("postgresql", 1500)):
        runs: dict[str, list[Burst]] = {}
        for _ in range(ROUNDS):
            for name, tree in trees.items():
                runs.setdefault(name, []).append(await _burst(tree, engine, people))
        figures += [_figure(name, engine, people, bursts, runs.get("before")) for name, bursts in runs.items()]
    return figures


def _figure(name: str, engine: str, people: int, bursts: list[Burst], before: list[Burst] | None) -> Figure:
    cost = quantile([one.each for one in bursts])
    note = f"{min(one.answered for one in bursts)} of {people} answered"
    if before is not None and before is not bursts:
        ratios = [one.each / earlier.each for one, earlier in zip(bursts, before, strict=True)]
        note += f", {quantile(ratios):.2f} × the CPU of before"
    return Figure(
        f"{people} /latest at once, {engine}, one core, {name}",
        f"{quantile([one.answered / one.seconds for one in bursts]):.0f} a second, {cost * 1000:.1f} ms CPU each,"
        f" last after {quantile([one.seconds for one in bursts]):.1f} s",
        "≥ 180 a second, ≤ 5 ms",
        note,
    )


async def _burst(tree: Path, engine: str, people: int) -> Burst:
    with new_url(engine) as url:
        filling = await asyncio.create_subprocess_exec(
            sys.executable, "-c", FILL, url, str(people), cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)}
        )
        if await filling.wait():
            raise RuntimeError(f"{tree} could not fill its database")
        async with bare_server() as server:
            with one_core():
                running = program(server, url, "run", rate=1000, root=tree)
                process = await running.__aenter__()
            try:
                # The posts that were published go out first, and everything is warm.
                await until_sent(server, people * 5, PATIENCE)
                await server.say_all([FIRST_CHAT] * 5, "/latest")
                await until_sent(server, people * 5 + 5, PATIENCE)
                await asyncio.sleep(1)
                return await _asked(server, process, people)
            finally:
                await running.__aexit__(None, None, None)


async def _asked(server: Bare, process: Process, people: int) -> Burst:
    await server.reset(None)
    cpu, began = process.cpu, time.monotonic()
    await server.say_all(range(FIRST_CHAT, FIRST_CHAT + people), "/latest")
    answered = min(people, await until_sent(server, people, PATIENCE))
    sends = await server.sends()
    return Burst(answered, max(one.at for one in sends) - began, process.cpu - cpu)
