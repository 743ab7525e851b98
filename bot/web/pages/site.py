"""The public pages over HTTP: GET and HEAD only, few at a time, the same answer for what is hidden and what is not.

Nothing here knows a person: no cookie is set or read, and no address is noted.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import Clock
from bot.errors import DatabaseDownError, MissingError
from bot.messages.message import Drawing
from bot.services import Services
from bot.storage.engine import Database, Transaction
from bot.web.pages.addresses import Addresses
from bot.web.pages.answer import FOR_EVER, NOT_KEPT, Answer, Made, MissingPageError, Sheet, View, Visit, redirect
from bot.web.pages.look import Look
from bot.web.pages.press import Press
from bot.web.pages.ranges import part_of
from bot.web.pages.recent import KEPT_SECONDS, Recent
from bot.web.pages.sending import Pieces

AT_ONCE = 4
"""Pages that are made side by side, each with a connection of the pages' own pool."""
MOST_WAITING = 64
"""Pages that wait for that or are made: who asks for one more is asked to come again; chats never wait for pages.

Who asks for one of these waits for it with the others."""
LARGE_AT_ONCE = 8
"""Large files that are sent side by side, at most 20 MB each; who asks for one more waits for a turn."""
LONGEST_QUERY = 2500
"""Bytes: a question of 200 letters, each of nine bytes in an address."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class Site:
    """The pages of one ward, over a pool of connections of their own."""

    def __init__(
        self,
        database: Database,
        services: Callable[[Transaction], Services],
        views: Sequence[tuple[str, View]],
        *,
        public_url: str,
        clock: Clock,
        kept_seconds: float = KEPT_SECONDS,
    ) -> None:
        self.at = Addresses(public_url)
        self._database = database
        self._services = services
        self._clock = clock
        self._look = Look(self.at)
        self._recent = Recent(kept_seconds)
        self._press = Press(database)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        kept = {
            self._look.style_path: Answer(self._look.stylesheet, "text/css; charset=utf-8", cache=FOR_EVER),
            "/icon.svg": Answer(self._look.icon, "image/svg+xml"),
            "/robots.txt": Answer(b"User-agent: *\nDisallow:\n", "text/plain; charset=utf-8"),
        }
        self._router = Router(
            [
                *(Route(path, self._always(answer)) for path, answer in kept.items()),
                *(Route(path, self._seen(view)) for path, view in views),
            ],
            redirect_slashes=False,
            default=self._nothing,
        )
        self._missing = self._refusal(404)

    def mount(self) -> Mount:
        """Where the pages stand among the routes of a server: what is behind them is never reached."""
        # Not Starlette's own way from the folder into it: that goes to whatever host the client names.
        return Mount("", app=Router([Mount(self.at.root, app=self)], redirect_slashes=False, default=self._outside))

    async def close(self) -> None:
        """Let go of the pages' own connections."""
        await self._database.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError("the pages speak HTTP alone")
        if scope["method"] not in ("GET", "HEAD"):
            refused = self._refusal(405, allow="GET, HEAD")
            await _response(Request(scope), refused)(scope, receive, send)
        elif len(scope["query_string"]) > LONGEST_QUERY:
            await _response(Request(scope), self._refusal(414))(scope, receive, send)
        else:
            await self._router(scope, receive, send)

    async def _outside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The folder without its slash leads into it; all else that is not below it is not there."""
        answer = redirect(self.at.to()) if scope["path"] == self.at.root else self._missing
        await _response(Request(scope), answer)(scope, receive, send)

    async def _nothing(self, scope: Scope, receive: Receive, send: Send) -> None:
        await _response(Request(scope), self._missing)(scope, receive, send)

    def _always(self, answer: Answer) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            return _response(request, answer)

        return endpoint

    def _seen(self, view: View) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> ASGIApp:
            answer = await self._answer(view, request)
            if answer.drawing is not None and not _has(request, answer.etag):
                drawn = await self._drawn(answer, answer.drawing)
                # Drawing takes its time: the post may be withdrawn or corrected by now.
                now = await self._answer(view, request, anew=True)
                if now.etag != answer.etag:
                    drawn = now if now.drawing is None else self._refusal(503)
                return _response(request, drawn)
            if answer.load is None or _has(request, answer.etag):
                return _response(request, answer)
            return self._loaded(answer.load, request, self._large if answer.large else contextlib.nullcontext())

        return endpoint

    def _loaded(self, load: View, request: Request, turn: AbstractAsyncContextManager[None]) -> ASGIApp:
        """What sends bytes that are not here yet: they are loaded in their turn, which lasts until they are sent."""

        async def send_loaded(scope: Scope, receive: Receive, send: Send) -> None:
            async with turn:
                await _response(request, await self._answer(load, request))(scope, receive, send)

        return send_loaded

    async def _drawn(self, answer: Answer, drawing: Drawing) -> Answer:
        """The answer with what it shows, or with what stands in its place for the moment."""
        try:
            body = await self._press.made(drawing)
            if body is not None:
                return replace(answer, body=body)
            instead = await self._press.made(answer.instead, at_once=True) if answer.instead else None
        except DatabaseDownError:
            instead = None
        return self._refusal(503) if instead is None else replace(answer, body=instead, cache=NOT_KEPT, version="")

    async def _answer(self, view: View, request: Request, *, anew: bool = False) -> Answer:
        """What was made a moment ago, else made now; `anew` takes nothing that was made before."""
        # As it came: a URL is made with the host that the client names, and may be the same for two addresses.
        key = (view, request.scope["path"], request.scope["query_string"])
        found = self._recent.find(key)
        if found is not None and not anew:
            return found
        if not self._recent.may_make(key, MOST_WAITING):
            return self._refusal(503)
        try:
            return await self._recent.make(key, lambda: self._make(view, request))
        except (MissingPageError, MissingError):
            return self._missing
        except DatabaseDownError:
            return self._refusal(503)

    async def _make(self, view: View, request: Request) -> Answer:
        """Read what the page needs, and make it of that in another thread: a long report keeps nobody else waiting."""
        query = request.scope["query_string"].decode(errors="replace")
        asked = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=None, errors="replace"))
        named: Mapping[str, str] = request.path_params

        async def read(transaction: Transaction) -> tuple[Visit, Made]:
            services = self._services(transaction)
            ward = await services.ward.info()
            visit = Visit(services, self._clock.now(), ward, self.at, request.scope["path"], named, asked)
            return visit, await view(visit)

        async with self._turn:
            visit, made = await self._database.gather(read)
            return made if isinstance(made, Answer) else await asyncio.to_thread(self._made, visit, made)

    def _made(self, visit: Visit, made: Sheet | Callable[[], Answer | Sheet]) -> Answer:
        done = made if isinstance(made, Sheet) else made()
        if isinstance(done, Answer):
            return done
        # Of the channels alone: the transaction is over.
        ways = visit.services.papers.ways(done.start)
        body = self._look.render(done.template, ward=visit.ward, path=visit.path, ways=ways, **done.values)
        return Answer(body, done.media_type, done.status)

    def _refusal(self, status: int, **headers: str) -> Answer:
        """A page that says why there is none; it asks no database, and is the same whatever was asked for."""
        if status == 503:
            headers["retry-after"] = "2"
        return Answer(self._look.render("refusal.html", status=status), status=status, cache=NOT_KEPT, headers=headers)


def _response(request: Request, answer: Answer) -> Response:
    """The answer as HTTP: nothing where the browser has it, a part where it wants one, and to HEAD only its headers."""
    headers = {**HEADERS, "cache-control": answer.cache, **answer.headers}
    status, body = answer.status, answer.body
    if status == 200:
        headers["etag"] = answer.etag
        if _has(request, answer.etag):
            return Response(status_code=304, headers=headers)
        if answer.ranges:
            headers["accept-ranges"] = "bytes"
            status, body, more = part_of(request.headers, answer)
            headers.update(more)
    headers["content-length"] = str(len(body))
    return Pieces(b"" if request.method == "HEAD" else body, status, headers, answer.media_type)


def _has(request: Request, etag: str) -> bool:
    told = request.headers.get("if-none-match", "")
    return told.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in told.split(","))
