"""Pace: how much of the allowed rate is used, whether it is ever broken, and what people notice meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from tests.bench.house import (
    ADMIN,
    URGENT,
    Bare,
    Figure,
    bare_server,
    full_house,
    new_url,
    program,
    publish,
    quantile,
    until_sent,
    until_settled,
)


def busiest_second(instants: list[float]) -> int:
    """The most messages in any sliding second."""
    most = first = 0
    for last, at in enumerate(instants):
        while instants[first] <= at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


async def pace() -> list[Figure]:
    """The rate on two engines, with one worker and two, against a token bucket of one second."""
    figures = []
    for engine, rate, people, workers in (
        ("sqlite", 30, 600, 1),
        ("sqlite", 30, 600, 2),
        ("postgresql", 30, 600, 2),
        ("sqlite", 1000, 5000, 1),
        ("sqlite", 1000, 5000, 2),
        ("postgresql", 1000, 5000, 2),
    ):
        figures.append(await _pace(engine, rate, people, workers))
    return figures


async def _pace(engine: str, rate: int, people: int, workers: int) -> Figure:
    with new_url(engine) as url:
        async with bare_server() as server, full_house(url, people) as database, AsyncExitStack() as stack:
            running = [
                await stack.enter_async_context(program(server, url, "worker", rate=rate)) for _ in range(workers)
            ]
            await until_settled(*running)
            await server.reset(rate)
            cpu = sum(one.cpu for one in running)
            await publish(database, rate=rate)
            await until_sent(server, people, people / rate + 20)
            cpu = sum(one.cpu for one in running) - cpu
            sends = await server.sends()
    accepted = [one.at for one in sends if one.status == 200]
    refused = len(sends) - len(accepted)
    used = (len(accepted) - 1) / (accepted[-1] - accepted[0]) / rate
    copies = {one.chat for one in sends if one.status == 200} - {ADMIN}
    burst = busiest_second([one.at for one in sends]) / rate
    return Figure(
        f"pace {rate}/s, {workers} worker{'s' * (workers > 1)}, {engine}",
        f"{used:.1%} used, {burst:.2f} × rate in the busiest second, {refused} refused",
        "≥ 99 % used, ≤ 1.1 × rate, 0 refused",
        f"{len(copies)} of {people} reached, {cpu / len(sends) * 1e6:.0f} µs CPU a message",
    )


async def reply() -> list[Figure]:
    """What a person waits for an answer, and for the first copy of an urgent post, while 10,000 are sent to."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with (
                bare_server() as server,
                full_house(url, 10_000) as database,
                program(server, url, "run") as running,
            ):
                while not (await server.counts())[1]:  # noqa: ASYNC110 - it is another process that starts
                    await asyncio.sleep(0.1)
                await server.reset(None)
                idle = await _ask(server, first=5_000_000, count=20, apart=0.3)
                await server.reset(30)
                await publish(database)
                await until_sent(server, 60, 20)
                busy = await _ask(server, first=6_000_000, count=60, apart=0.35)
                urgent = []
                for _ in range(3):
                    urgent.append(await _urgent(server, lambda: publish(database, URGENT, urgent=True)))
                sends = await server.sends()
                refused = sum(one.status != 200 for one in sends)
                memory = running.peak_mb
            figures += [
                Figure(
                    f"reply while nothing else is sent, {engine}",
                    f"p50 {quantile(idle) * 1000:.0f} ms, p95 {quantile(idle, 0.95) * 1000:.0f} ms",
                    "",
                    f"{len(idle)} answers",
                ),
                Figure(
                    f"reply while a push of 10,000 runs, {engine}",
                    f"p50 {quantile(busy) * 1000:.0f} ms, p95 {quantile(busy, 0.95) * 1000:.0f} ms",
                    "p95 < 150 ms",
                    f"{len(busy)} of 60 answers, {refused} of {len(sends)} refused",
                ),
                Figure(
                    f"urgent post's first copy while a push runs, {engine}",
                    f"median {quantile(urgent) * 1000:.0f} ms, worst {max(urgent) * 1000:.0f} ms of 3",
                    "< 1 s",
                    f"`loa run` peaked at {memory:.0f} MB",
                ),
            ]
    return figures


async def _ask(server: Bare, *, first: int, count: int, apart: float) -> list[float]:
    """Let strangers ask for the newest post, one after another; returns what each waited, in seconds."""
    asked = {}
    for number in range(count):
        asked[str(first + number)] = await server.say(first + number, "/latest")
        await asyncio.sleep(apart)
    await asyncio.sleep(2)
    answered: dict[str, float] = {}
    for one in await server.sends():
        if one.status == 200:
            answered.setdefault(one.chat, one.at)
    return [answered[chat] - at for chat, at in asked.items() if chat in answered]


async def _urgent(server: Bare, publish_it: Callable[[], Awaitable[float]]) -> float:
    before = sum(one.urgent for one in await server.sends())
    await publish_it()
    published = time.monotonic()
    await asyncio.sleep(1.5)
    copies = [one for one in await server.sends() if one.urgent][before:]
    later = [one.at for one in copies if one.at >= published - 0.01]
    return later[0] - published if later else float("inf")


async def _to_admin(server: Bare) -> list[float]:
    return [one.at for one in await server.sends() if one.chat == ADMIN]


async def whole() -> list[Figure]:
    """A push to 10,000 people at 30/s from its first copy to its last, by one `loa run`."""
    people, rate = 10_000, 30
    with new_url("sqlite") as url:
        async with (
            bare_server() as server,
            full_house(url, people) as database,
            program(server, url, "run") as running,
        ):
            await until_settled(running)
            await server.reset(rate)
            cpu = running.cpu
            await publish(database)
            published = time.monotonic()
            await until_sent(server, people, people / rate * 1.2)
            # The edits of the live line were counted too.
            await until_sent(server, people + len(await _to_admin(server)), 30)
            cpu = running.cpu - cpu
            sends = await server.sends()
            memory = running.peak_mb
    copies = [one.at for one in sends if one.status == 200 and one.chat != ADMIN]
    took, ideal = copies[-1] - published, people / rate
    return [
        Figure(
            "a push to 10,000 people at 30/s, `loa run`, sqlite",
            f"{took:.1f} s for {len(copies)} copies, {took / ideal - 1:+.2%} of {ideal:.1f} s",
            "within 1 %",
            f"{len(sends) - len(copies)} edits of the live line and refusals,"
            f" {busiest_second([one.at for one in sends])} in the busiest second,"
            f" {cpu / took:.0%} of a core, {memory:.0f} MB",
        )
    ]
