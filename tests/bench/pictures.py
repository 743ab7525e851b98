"""Pictures of figures: how long the first one takes, and the same once more; how long the loop stood still."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import cast

from markupsafe import Markup

from bot.cards.charts.bars import Bar, Block, bars
from bot.cards.charts.targets import Row, board, sheet
from bot.channels.base import Channel
from bot.clock import SystemClock
from bot.delivery.files import FileSender
from bot.messages.message import Drawing, File, Outgoing
from tests.bench.house import ROUTE, Figure, full_house, new_url, quantile

ROUNDS = 20
FIRST_MS, REPEAT_MS, STILL_MS = 300, 60, 20
ROW = Row("behind", "chậm", "Tỷ lệ hộ dân tham gia bảo hiểm y tế", "91,2% (năm 2025); kế hoạch ít nhất 95%", "%")


class Nowhere:
    """A channel that takes every picture and names it."""

    async def send(self, message: Outgoing) -> str:
        if message.uploaded is not None:
            message.uploaded("file")
        return "1"


def series(at: int) -> Drawing:
    """Twelve periods of one figure; each round has another value, so that it is drawn anew."""
    shown = [Bar(f"Năm {2014 + one}", Decimal(at + one), f"{at + one}%") for one in range(12)]
    return bars(over="Phường", title="Thu ngân sách", blocks=[Block(shown, plan=(Decimal(100), "Kế hoạch 100%"))])


def scoreboard(at: int) -> Drawing:
    """Twelve targets."""
    return board([ROW] * 12, over="Phường", title=f"Chỉ tiêu {at}", tally="Đạt 10/12", foot="")


def printed(at: int) -> Drawing:
    """Thirty targets on A4."""
    return sheet([ROW] * 30, over="Phường", title=f"Chỉ tiêu {at}", tally="Đạt 10/12", foot="")


async def pictures() -> list[Figure]:
    """Each kind: the very first of a process, others, and the same once more."""
    figures = []
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with full_house(url, 1) as database:
                sender = FileSender(database, SystemClock())
                for name, made in (("series", series), ("scoreboard", scoreboard), ("A4", printed)):
                    figures += await _timed(f"{name}, {engine}", sender, made)
    return figures


async def _timed(what: str, sender: FileSender, made: Callable[[int], Drawing]) -> list[Figure]:
    def sent(drawing: Drawing) -> Awaitable[str]:
        file = File("bieu-do.png", photo=drawing.format == "png", drawing=drawing)
        return sender.send(cast(Channel, Nowhere()), ROUTE, Outgoing("1", Markup("Biểu đồ"), file=file))

    cpu, drawn, idle = 0.0, [], []
    for at in range(ROUNDS):
        began = time.process_time()
        drawn.append(await _one(sent(made(at))))
        cpu += (time.process_time() - began) / ROUNDS * 1000
        # As long again with nothing to draw: what the machine itself holds up is told apart.
        idle.append((await _one(asyncio.sleep(drawn[-1][0] / 1000, "")))[1])
    again = [await _one(sent(made(at))) for at in range(ROUNDS)]
    still = [lag for _, lag in (*drawn, *again)]
    first, took, repeat = drawn[0][0], [one for one, _ in drawn], [one for one, _ in again]
    return [
        Figure(
            f"{what}: drawn",
            f"first {first:.0f} ms, median {quantile(took):.0f} ms",
            f"< {FIRST_MS} ms",
            f"{cpu:.0f} ms CPU each",
        ),
        Figure(f"{what}: once more", f"p95 {quantile(repeat, 0.95):.1f} ms", f"< {REPEAT_MS} ms"),
        Figure(
            f"{what}: the loop stood still",
            f"median {quantile(still):.1f} ms, at most {max(still):.1f} ms",
            f"< {STILL_MS} ms",
            f"median {quantile(idle):.1f} ms, at most {max(idle):.1f} ms between them, while nothing was drawn",
        ),
    ]


async def _one(work: Awaitable[str]) -> tuple[float, float]:
    """How long something took, and how long at most the loop did not turn meanwhile, in ms."""
    lag, done = 0.0, False

    async def ticking() -> None:
        nonlocal lag
        while not done:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            lag = max(lag, time.perf_counter() - began - 0.001)

    ticks = asyncio.create_task(ticking())
    await asyncio.sleep(0)
    began = time.perf_counter()
    await work
    took = time.perf_counter() - began
    done = True
    await ticks
    return took * 1000, lag * 1000
