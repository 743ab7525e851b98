"""Idle: how often a `loa run` that has nothing to do wakes up, told by the kernel's own count."""

import asyncio
from pathlib import Path

from tests.bench.house import Figure, Process, bare_server, full_house, new_url, program, until_settled

WATCHED = 30.0
"""Seconds: ten signs of life, six empty polls."""


async def idle() -> list[Figure]:
    """Wake-ups and processor time a second, with the health server that every `loa run` has."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with full_house(url, 100):
                pass
            async with bare_server() as server, program(server, url, "run", LOA_HEALTH__PORT="8099") as running:
                await until_settled(running)
                woken, cpu = wake_ups(running), running.cpu
                await asyncio.sleep(WATCHED)
                woken, cpu = wake_ups(running) - woken, running.cpu - cpu
                memory = running.peak_mb
        figures.append(
            Figure(
                f"an idle `loa run`, {engine}",
                f"{woken / WATCHED:.1f} wake-ups a second, {cpu / WATCHED:.2%} of a core",
                "< 20 a second",
                f"{memory:.0f} MB",
            )
        )
    return figures


def wake_ups(running: Process) -> int:
    """How often any thread of a process went to sleep of itself so far (voluntary context switches)."""
    return sum(
        int(line.split()[1])
        for task in Path(f"/proc/{running.pid}/task").iterdir()
        for line in (task / "status").read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches")
    )
