"""Raw speed: a durable push without a pace against aiogram's loop in memory, and how soon the program is there."""

import asyncio
import os
import time
from contextlib import AsyncExitStack
from typing import NamedTuple

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.storage.engine import Database
from bot.storage.push import outbox
from tests.bench.house import (
    FIRST_CHAT,
    TOKEN,
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

TEXT = "<b>Thông báo cúp điện</b>\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026."
POOLS = (1, 64, 1024)
PEOPLE = 5_000
ROUNDS = 3
BOUND = 20.0
MEMORY_BOUND = 400.0
"""Seconds for each 50,000."""

GOALS = {"durable push, sqlite, 1 worker": "≥ 2 ×, ≤ 0.6 × CPU", "durable push, postgresql, 1 worker": "≥ 1.5 ×"}


class Run(NamedTuple):
    """Messages a second, and µs of CPU a message."""

    speed: float
    cpu: float


async def push() -> list[Figure]:
    """All in turn on one bare server; messages a second and CPU a message, medians and the medians of their ratios."""
    runs: dict[str, list[Run]] = {}
    for _ in range(ROUNDS):
        async with bare_server() as server:
            for in_flight in POOLS:
                runs.setdefault(f"aiogram in memory, {in_flight} in flight", []).append(
                    await _aiogram(server, PEOPLE, in_flight)
                )
            for kind in ("sqlite", "postgresql"):
                for workers in (1, 2):
                    await server.reset(None)
                    what = f"durable push, {kind}, {workers} worker{'s' * (workers > 1)}"
                    runs.setdefault(what, []).append(await _durable(server, kind, PEOPLE, workers))
    return [
        Figure(
            what,
            f"{quantile([one.speed for one in mine]):.0f} messages/s, {quantile([one.cpu for one in mine]):.0f} µs CPU"
            " a message",
            GOALS.get(what, ""),
            "; ".join(_against(mine, name, theirs) for name, theirs in list(runs.items())[: len(POOLS)]),
        )
        for what, mine in runs.items()
    ]


def _against(mine: list[Run], name: str, theirs: list[Run]) -> str:
    pairs = list(zip(mine, theirs, strict=True))
    speed = quantile([one.speed / other.speed for one, other in pairs])
    cpu = quantile([one.cpu / other.cpu for one, other in pairs])
    return f"{speed:.2f} × the speed, {cpu:.2f} × the CPU of {name.rpartition(', ')[2]}"


async def _durable(server: Bare, kind: str, people: int, workers: int) -> Run:
    """Claimed, sent and recorded, without a pace: from the first message to the last record; SQLite with FULL."""
    with new_url(kind) as url:
        async with full_house(url, people) as database, AsyncExitStack() as stack:
            running = [
                await stack.enter_async_context(program(server, url, "1000000", module="tests.bench.unbounded"))
                for _ in range(workers)
            ]
            await until_settled(*running)
            cpu = sum(one.cpu for one in running)
            await publish(database)
            count = await until_sent(server, people, BOUND)
            while await _unrecorded(database):  # noqa: ASYNC110 - another process records
                await asyncio.sleep(0.005)
            recorded = time.monotonic()
            cpu = sum(one.cpu for one in running) - cpu
            instants = [one.at for one in await server.sends()]
    return Run(count / (recorded - instants[0]), cpu / count * 1e6)


async def _unrecorded(database: Database) -> int:
    async with database.read() as transaction:
        return sum((await outbox.count_states(transaction)).values())


async def _aiogram(server: Bare, people: int, in_flight: int) -> Run:
    """What a bot's author writes: a loop or a pool of tasks over a list, and nothing is remembered."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url)))
    chats = iter(range(FIRST_CHAT, FIRST_CHAT + people))
    deadline = time.monotonic() + BOUND
    sent = 0

    async def work() -> None:
        nonlocal sent
        for chat in chats:
            if time.monotonic() > deadline:
                return
            await bot.send_message(chat, TEXT, parse_mode="HTML")
            sent += 1

    try:
        began, cpu = time.monotonic(), sum(os.times()[:2])
        await asyncio.gather(*(work() for _ in range(in_flight)))
        return Run(sent / (time.monotonic() - began), (sum(os.times()[:2]) - cpu) / sent * 1e6)
    finally:
        await bot.session.close()


async def engine() -> list[Figure]:
    """What the engine costs by itself: the same push over a channel that answers at once and sends nothing."""
    figures = []
    for kind in ("sqlite", "postgresql"):
        with new_url(kind) as url:
            async with (
                bare_server() as server,
                full_house(url, 10_000) as database,
                program(server, url, "1000000", "silent", module="tests.bench.unbounded") as running,
            ):
                await until_settled(running)
                cpu = running.cpu
                await publish(database)
                began = time.monotonic()
                sent = 0
                while sent < 10_000 and time.monotonic() < began + BOUND:
                    await asyncio.sleep(0.1)
                    sent = 10_000 - await _unrecorded(database)
                seconds, cpu = time.monotonic() - began, running.cpu - cpu
        figures.append(
            Figure(
                f"the engine without HTTP, {kind}",
                f"{sent / seconds:.0f} messages/s, {cpu / sent * 1e6:.0f} µs CPU a message",
                "",
                "claimed, rendered, recorded; nothing sent",
            )
        )
    return figures


async def start() -> list[Figure]:
    """From the start of the process to its first poll: on a new folder, and on a database that is there."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            first: list[float] = []
            later: list[float] = []
            for number in range(6):
                async with bare_server() as server:
                    began = time.monotonic()
                    async with program(server, url, "run") as running:
                        while not (polls := await server.polls()) and time.monotonic() < began + 20:  # noqa: ASYNC110
                            await asyncio.sleep(0.05)
                        (later if number else first).append((polls[0] if polls else float("inf")) - began)
                        cpu = running.cpu
            figures.append(
                Figure(
                    f"start of `loa run` to its first poll, {engine}",
                    f"median {quantile(later):.2f} s",
                    "< 2 s",
                    f"{len(later)} starts, {cpu:.2f} s CPU; {first[0]:.2f} s where the database is new",
                )
            )
    return figures


async def memory() -> list[Figure]:
    """What one process has resident while it sends to 300,000 people without a pace, told at every sixth of them."""
    people = 300_000
    with new_url("sqlite") as url:
        async with full_house(url, people) as database, bare_server() as server:
            await server.reset(None)
            async with program(server, url, "1000000", module="tests.bench.unbounded") as running:
                await until_settled(running)
                resident = [running.resident_mb]
                await publish(database)
                for sixth in range(1, 7):
                    await until_sent(server, people * sixth // 6, MEMORY_BOUND)
                    resident.append(running.resident_mb)
                accepted, _ = await server.counts()
                peak = running.peak_mb
    return [
        Figure(
            "memory of a push to 300,000, sqlite",
            ", ".join(f"{one:.0f}" for one in resident) + f" MB; at most {peak:.0f}",
            "flat, < 200 MB",
            f"at its start and after each 50,000; {accepted} were sent",
        )
    ]
