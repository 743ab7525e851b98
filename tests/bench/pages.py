"""The public pages over an archive of 100,000 posts, beside a bare Starlette route: CPU of a request, without the HTTP
server, which is the same for both. And a push beside those who read, with all of it."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice

from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from bot.clock import SystemClock
from bot.storage.engine import Database
from bot.web.pages.routes import VIEWS
from bot.web.pages.site import AT_ONCE, Site
from tests.bench.archive import CADRES, ERRATA, POSTS, fill
from tests.bench.house import (
    Figure,
    bare_server,
    full_house,
    new_url,
    program,
    publish,
    quantile,
    services,
    until_sent,
    until_settled,
)

ASKED = 300
GOAL, GOAL_MS = 500, 20
"""Requests a second on one core; within so many ms when half as many come."""
ROUNDS = 3
FEW = 5_000
READERS, READS, PEOPLE, RATE = 8, 200, 600, 30
"""Connections, requests a second over them, and who is pushed to meanwhile at which pace."""


async def pages() -> list[Figure]:
    """Pages that many ask for at once, which are made once, and pages of posts that nobody has just asked for."""
    figures = [await _asked("a bare route", Starlette(routes=[Route("/", _bare)]), lambda _: "/")]
    for engine in ("sqlite", "postgresql"):
        with new_url(engine) as url:
            async with full_house(url, 1) as database:
                await fill(database)
            site = Site(
                Database(url, connections=AT_ONCE), services, VIEWS, public_url="https://a.vn", clock=SystemClock()
            )
            app = Starlette(routes=[site.mount()])
            found = [(await _get(app, f"/{number}"))[1] for number in islice(_public(), ASKED + 1)]
            for what, path in _questions(found).items():
                figures.append(await _asked(f"{what}, {engine}", app, path))
            # Later than anything that was kept of them.
            await asyncio.sleep(1)
            figures.append(await _at_half(f"{GOAL // 2} other posts a second, {engine}", app, found))
            await site.close()
    return figures


def _questions(posts: Sequence[str]) -> dict[str, Callable[[int], str]]:
    """What is asked, by the place of the request; `posts` are addresses of posts, one more than are asked for."""
    return {
        "the front page, again and again": lambda _: "/",
        "one post, again and again": lambda _: posts[0],
        "another post each time": lambda place: posts[place],
        "a number that is not there": lambda _: "/tin/999999999",
        "a search, another each time": lambda place: f"/tim?q=cup+dien+hem+{place}",
    }


async def beside() -> list[Figure]:
    """A push at its pace, in turn alone and beside those who read pages, each of another post."""
    alone, among = [], []
    with new_url("sqlite") as url:
        async with full_house(url, PEOPLE) as database:
            await fill(database, FEW)
            async with database.write() as transaction:
                await transaction.execute(text("UPDATE ward SET next_number = :next"), {"next": FEW + 1})
            for _ in range(ROUNDS):
                alone.append(await _pushed(database, url, 0))
                among.append(await _pushed(database, url, READS))
    return [
        Figure(
            f"a push at {RATE}/s, sqlite, {what}",
            f"{quantile([one[0] for one in runs]):.1%} of its pace, {quantile([one[1] for one in runs]):.0%} of a core",
            "≥ 99 %",
            f"{quantile([one[2] for one in runs]):.0f} pages a second, p95 {quantile([one[3] for one in runs]):.0f} ms",
        )
        for what, runs in (("alone", alone), (f"beside {READS} pages a second", among))
    ]


async def _pushed(database: Database, url: str, reads: int) -> tuple[float, float, float, float]:
    """The share of the pace, of a core, pages a second and the 95th percentile of their ms."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    took: list[float] = []
    async with (
        bare_server() as server,
        program(server, url, "run", rate=RATE, LOA_WEB__PUBLIC_URL="http://a.vn", LOA_WEB__PORT=port) as running,
    ):
        await until_settled(running)
        await server.reset(RATE)
        numbers = _public()
        readers = [
            asyncio.create_task(_read(port, numbers, READERS / reads, took)) for _ in range(READERS if reads else 0)
        ]
        await publish(database, rate=RATE)
        cpu, began = running.cpu, time.monotonic()
        await until_sent(server, PEOPLE, PEOPLE / RATE + 30)
        cpu, seconds = running.cpu - cpu, time.monotonic() - began
        for one in readers:
            # One that could not read on says so here.
            if one.done():
                one.result()
            one.cancel()
        at = [one.at for one in await server.sends() if one.status == 200]
    return (len(at) - 1) / (at[-1] - at[0]) / RATE, cpu / seconds, len(took) / seconds, quantile(took, 0.95)


async def _read(port: str, numbers: Iterator[int], apart: float, took: list[float]) -> None:
    """Read one page after another over one connection, `apart` seconds after one another, or as soon as it can."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    due = time.monotonic()
    while True:
        path = f"/{next(numbers) % FEW + 1}"
        # A short address leads to the post's own: two requests.
        while path:
            due = max(due + apart, time.monotonic() - 1)
            await asyncio.sleep(due - time.monotonic())
            began = time.monotonic()
            writer.write(f"GET {path} HTTP/1.1\r\nhost: a.vn\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
            await reader.readexactly(int(fields["content-length"]))
            took.append((time.monotonic() - began) * 1000)
            path = fields.get("location", "")


def _public() -> Iterator[int]:
    """Numbers of posts that have a page, far from each other."""
    return (
        number
        for place in count()
        if (number := (place * 7919) % POSTS + 1) % CADRES and number % (ERRATA * 2) not in (0, 1)
    )


async def _bare(request: Request) -> Response:
    return Response(b"x" * 4000, media_type="text/html")


async def _asked(what: str, app: ASGIApp, path: Callable[[int], str]) -> Figure:
    took: list[float] = []
    size, _ = await _get(app, path(0))
    cpu = time.process_time()
    for place in range(1, ASKED + 1):
        began = time.perf_counter()
        await _get(app, path(place))
        took.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - cpu) / ASKED
    goal = "" if "bare" in what else "p95 < 50 ms" if "search" in what else f"≥ {GOAL}/s"
    return Figure(
        what,
        f"{1 / cpu:,.0f}/s, {cpu * 1000:.2f} ms CPU",
        goal,
        f"{size} bytes, p50 {quantile(took):.1f}, p95 {quantile(took, 0.95):.1f} ms",
    )


async def _at_half(what: str, app: ASGIApp, posts: Sequence[str]) -> Figure:
    """What each waits who comes at a moment of its own, whether those before it have been answered or not."""
    took: list[float] = []
    began, apart = time.perf_counter(), 2 / GOAL

    async def ask(place: int) -> None:
        due = began + place * apart
        await asyncio.sleep(due - time.perf_counter())
        await _get(app, posts[place])
        took.append((time.perf_counter() - due) * 1000)

    await asyncio.gather(*(ask(place) for place in range(1, ASKED + 1)))
    return Figure(what, f"p50 {quantile(took):.1f}, p95 {quantile(took, 0.95):.1f} ms", f"p95 < {GOAL_MS} ms")


async def _get(app: ASGIApp, address: str) -> tuple[int, str]:
    """Ask for a page as a server hands it on; returns the bytes of its body, and where it leads."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"a.vn")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    size, leads = 0, ""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal size, leads
        size += len(message.get("body", b""))
        leads = next((value.decode() for name, value in message.get("headers", ()) if name == b"location"), leads)

    await app(scope, receive, send)
    return size, leads
