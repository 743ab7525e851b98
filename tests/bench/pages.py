"""The public pages over an archive of 100,000 posts, beside a bare Starlette route: CPU of a request, without the HTTP
server, which is the same for both."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice

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
from tests.bench.house import Figure, full_house, new_url, quantile, services

ASKED = 300
GOAL = 500
"""Requests a second on one core."""


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
            figures += [await _asked(f"{what}, {engine}", app, path) for what, path in _questions(found).items()]
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
    goal = "" if "bare" in what or "search" in what else f"≥ {GOAL}/s"
    return Figure(
        what,
        f"{1 / cpu:,.0f}/s, {cpu * 1000:.2f} ms CPU",
        goal,
        f"{size} bytes, p50 {quantile(took):.1f}, p95 {quantile(took, 0.95):.1f} ms",
    )


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
