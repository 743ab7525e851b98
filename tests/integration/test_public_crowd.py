"""A crowd before the public pages: one question for all who ask the same, and a polite no to who comes too many."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import DatabaseDownError, Trouble
from bot.web.pages.answer import Answer, Made, Sheet, View, Visit
from bot.web.pages.look import Look
from bot.web.pages.recent import MOST_BYTES, Recent
from bot.web.pages.sending import PIECE, Pieces
from bot.web.pages.site import LARGE_AT_ONCE, MOST_WAITING
from tests.site import site_of
from tests.ward import House

Line = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]


@asynccontextmanager
async def pages(
    house: House, views: Sequence[tuple[str, View]], line: Line | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser before pages of a test's own."""
    site = site_of(house, views, public_url="https://a.vn")
    app: ASGIApp = Starlette(routes=[site.mount()])
    transport = httpx.ASGITransport(partial(line, app) if line else app)
    async with httpx.AsyncClient(transport=transport, base_url="https://a.vn") as browser:
        yield browser
    await site.close()


class Slow:
    """A page that is made when a test says so."""

    def __init__(self) -> None:
        self.made = 0
        self.go = threading.Event()

    async def view(self, visit: Visit) -> Made:
        self.made += 1
        return partial(self._written, visit)

    def _written(self, visit: Visit) -> Answer:
        self.go.wait()
        return Answer(visit.question.encode())


async def test_however_many_ask_for_a_page_at_once_it_is_made_once(house: House) -> None:
    slow = Slow()
    async with pages(house, [("/", slow.view)]) as browser:
        asking = [asyncio.create_task(browser.get("/?q=a")) for _ in range(200)]
        while not slow.made:  # noqa: ASYNC110 - a view is asked in its own time
            await asyncio.sleep(0.01)
        slow.go.set()
        answers = await asyncio.gather(*asking)
    assert {(one.status_code, one.text) for one in answers} == {(200, "a")}
    assert slow.made == 1


async def test_who_comes_when_too_many_wait_is_asked_to_come_again_and_nobody_else(house: House) -> None:
    slow = Slow()
    async with pages(house, [("/", slow.view)]) as browser:
        asking = [asyncio.create_task(browser.get(f"/?q={place}")) for place in range(MOST_WAITING + 10)]
        refused, waiting = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
        first = next(iter(refused)).result()
        assert (first.status_code, first.headers["retry-after"]) == (503, "2")
        assert first.headers["cache-control"] == "no-store"
        slow.go.set()
        answers = await asyncio.gather(*waiting)
    assert sum(one.status_code == 200 for one in answers) == MOST_WAITING
    assert slow.made == MOST_WAITING


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_database_that_is_down_is_told_as_a_page_and_is_asked_again(house: House) -> None:
    down = True

    async def view(visit: Visit) -> Answer:
        if down:
            raise DatabaseDownError(Trouble.BUSY)
        return Answer(b"there")

    async with pages(house, [("/", view)]) as browser:
        refused = await browser.get("/")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert "chờ vài giây" in refused.text
        down = False
        assert (await browser.get("/")).text == "there"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_no_address_that_looks_like_another_gives_others_its_answer(house: House) -> None:
    async def view(visit: Visit) -> Answer:
        return Answer(f"{visit.named['code']} {sorted(visit.asked)}".encode())

    async with pages(house, [("/xac-minh/{code}", view)]) as browser:
        for end, told in (("%23", "#"), ("%2523", "%23"), ("%3Fa", "?a"), ("%253Fa", "%3Fa")):
            assert (await browser.get(f"/xac-minh/K7{end}P2")).text == f"K7{told}P2 []"
        for host in ("a.vn", "a.vn/x?", "a.vn#", ""):
            assert (await browser.get("/xac-minh/K7P2", headers={"host": host})).text == "K7P2 []"


async def test_a_long_page_is_kept_for_a_moment_too_and_never_more_than_there_is_room_for() -> None:
    recent = Recent(kept_seconds=3600)

    async def long() -> Answer:
        return Answer(bytes(MOST_BYTES // 3))

    for place in range(4):
        await recent.make(place, long)
    assert [recent.find(place) is not None for place in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_no_page_is_written_where_chats_are_answered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    where = set()
    render = Look.render

    def watched(look: Look, template: str, **values: object) -> bytes:
        where.add((template, threading.current_thread() is threading.main_thread()))
        return render(look, template, **values)

    async def view(visit: Visit) -> Sheet:
        return Sheet("verify.html", {"code": "", "posts": []})

    monkeypatch.setattr(Look, "render", watched)
    async with pages(house, [("/", view)]) as browser:
        assert (await browser.get("/")).status_code == 200
    assert ("verify.html", False) in where


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_few_large_files_are_sent_at_once_in_pieces_and_who_waits_has_nothing_loaded(house: House) -> None:
    content, loaded, pieces, taken = bytes(PIECE * 3 + 1), 0, 0, asyncio.Event()

    async def load(visit: Visit) -> Answer:
        nonlocal loaded
        loaded += 1
        return Answer(content, version="1")

    async def file(visit: Visit) -> Answer:
        return Answer(b"", version="1", load=load, large=True)

    async def slowly(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        async def take(message: Message) -> None:
            nonlocal pieces
            if message["type"] == "http.response.body":
                pieces += 1
                await taken.wait()
            await send(message)

        await app(scope, receive, take)

    async with pages(house, [("/tep", file)], slowly) as browser:
        asking = [asyncio.create_task(browser.get(f"/tep?q={place}")) for place in range(LARGE_AT_ONCE * 2)]
        while pieces < LARGE_AT_ONCE:  # noqa: ASYNC110 - each is asked in its own time
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert (loaded, pieces) == (LARGE_AT_ONCE, LARGE_AT_ONCE)
        taken.set()
        assert {one.content for one in await asyncio.gather(*asking)} == {content}
    assert (loaded, pieces) == (LARGE_AT_ONCE * 2, LARGE_AT_ONCE * 2 * 4)


async def test_who_takes_nothing_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.pages.sending.LONGEST", 0.01)
    sent = []

    async def receive() -> Message:
        raise AssertionError

    async def never(message: Message) -> None:
        sent.append(message)
        if len(sent) > 2:
            await asyncio.Event().wait()

    await Pieces(bytes(PIECE * 9))({"type": "http"}, receive, never)
    assert [one.get("more_body") for one in sent] == [None, True, True]
