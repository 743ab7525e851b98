"""The try-out page of `loa demo` and the routes behind it, for browsers on this machine only."""

import asyncio
import base64
import ipaddress
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import ChannelDownError, DatabaseDownError
from bot.messages.capabilities import CAPTION_UNITS
from bot.messages.incoming import MOST_FILE
from bot.messages.message import BUTTON_DATA_BYTES, File


class TryoutChat(Protocol):
    """What the page needs of the try-out channel; what it gives is ready for JSON."""

    def personas(self) -> list[dict[str, Any]]:
        """Return who can be tried."""
        ...

    def watch(self) -> AbstractContextManager[asyncio.Queue[tuple[str, dict[str, Any]] | None]]:
        """Give a queue of (event name, facts), a snapshot first; None ends it."""
        ...

    def file(self, message_id: str) -> File | None:
        """Return the file that came with a message."""
        ...

    async def say(self, persona_id: str, text: str, event_key: str) -> None:
        """Take in a typed text and return once it is committed; raises KeyError for an unknown persona."""
        ...

    async def send_file(self, persona_id: str, file: File, text: str, event_key: str) -> None:
        """Take in a photo or document, as `say` does."""
        ...

    async def press(self, persona_id: str, message_id: str, data: str, event_key: str) -> None:
        """Take in a pressed button and return once it is committed; raises KeyError for what is not there."""
        ...


BODY_BYTES = 2_000_000
UPLOAD_BYTES = MOST_FILE * 4 // 3 + 100_000
"""A file of up to 20 MB as base64, with the words under it."""
DRAINED_BYTES = 3 * UPLOAD_BYTES
"""How much of a too large body is still read, unkept, so that the browser gets to see the answer."""
CAPTION_BYTES = 4 * CAPTION_UNITS

HEARTBEAT_SECONDS = 15.0
KEY_CHARS = 100
NAME_BYTES = 1000

STATIC = Path(__file__).parent / "static"
# Named here and not guessed: on Windows the registry decides what `.js` is, and a module of the wrong type is refused.
STATIC_TYPES = {
    "app.js": "text/javascript; charset=utf-8",
    "extras.js": "text/javascript; charset=utf-8",
    "markup.js": "text/javascript; charset=utf-8",
    "messages.js": "text/javascript; charset=utf-8",
    "net.js": "text/javascript; charset=utf-8",
    "words.js": "text/javascript; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}

PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}

_LOCAL_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)


class _RefusalError(Exception):
    """An answer of 4xx with a sentence for people."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def tryout_routes(chat: TryoutChat, *, sample: str = "", heartbeat_seconds: float = HEARTBEAT_SECONDS) -> list[Route]:
    """Build the page's routes; `sample` is a text that the page offers to writers for pasting."""

    async def page(request: Request) -> Response:
        return FileResponse(STATIC / "index.html", media_type="text/html; charset=utf-8")

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC_TYPES:
            return _refusal(404, "Không có tệp này.")
        return FileResponse(STATIC / name, media_type=STATIC_TYPES[name])

    async def personas(request: Request) -> Response:
        return JSONResponse({"personas": chat.personas(), "sample": sample})

    async def events(request: Request) -> Response:
        return StreamingResponse(_stream(chat, heartbeat_seconds), media_type="text/event-stream")

    async def say(request: Request) -> None:
        body = await _read_body(request)
        text = _field(body, "text", BODY_BYTES)
        await chat.say(_field(body, "persona", KEY_CHARS), text, _field(body, "key", KEY_CHARS))

    async def upload(request: Request) -> None:
        body = await _read_body(request, UPLOAD_BYTES, "Tệp quá lớn. Mỗi tệp không quá 20 MB.")
        content = _decoded(_field(body, "data", UPLOAD_BYTES))
        text = _field(body, "text", CAPTION_BYTES) if body.get("text") else ""
        file = File(_field(body, "name", NAME_BYTES), content, photo=body.get("photo") is True)
        await chat.send_file(_field(body, "persona", KEY_CHARS), file, text, _field(body, "key", KEY_CHARS))

    async def press(request: Request) -> None:
        body = await _read_body(request)
        persona, message_id = _field(body, "persona", KEY_CHARS), _field(body, "message_id", KEY_CHARS)
        data = _field(body, "data", BUTTON_DATA_BYTES)
        await chat.press(persona, message_id, data, _field(body, "key", KEY_CHARS))

    async def files(request: Request) -> Response:
        file = chat.file(request.path_params["message_id"])
        return _refusal(404, "Không có tệp này.") if file is None else _download(file)

    local = [Middleware(_LocalOnly)]
    return [
        Route("/", page, middleware=local),
        Route("/static/{name}", static, middleware=local),
        Route("/tryout/personas", personas, middleware=local),
        Route("/tryout/events", events, middleware=local),
        Route("/tryout/messages", _taking(say, "Không có người này."), methods=["POST"], middleware=local),
        Route("/tryout/uploads", _taking(upload, "Không có người này."), methods=["POST"], middleware=local),
        Route("/tryout/press", _taking(press, "Tin này không còn nữa."), methods=["POST"], middleware=local),
        Route("/tryout/files/{message_id}", files, middleware=local),
    ]


def _taking(take: Callable[[Request], Awaitable[None]], missing: str) -> Callable[[Request], Awaitable[Response]]:
    """A route that hands over what was posted, and says in a sentence why it could not; `missing` of what is gone."""

    async def answer(request: Request) -> Response:
        try:
            await take(request)
        except _RefusalError as refusal:
            return _refusal(refusal.status, refusal.sentence)
        except KeyError:
            return _refusal(404, missing)
        except (DatabaseDownError, ChannelDownError):
            return _down()
        return JSONResponse({"ok": True})

    return answer


def _download(file: File) -> Response:
    """Always a download, or a picture by what it is: whatever the file says, it never runs as a page of this origin."""
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"}
    picture = next((kind for start, kind in PICTURES.items() if file.content.startswith(start)), None)
    kind = picture if file.photo and picture else "application/octet-stream"
    return Response(file.content, media_type=kind, headers=headers)


class _LocalOnly:
    """Let in only browsers on this machine that mean this page, and say so in every answer's headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        sentence = _why_not(scope)
        answer = _refusal(403, sentence) if sentence else self.app
        await answer(scope, receive, send_guarded)


def _why_not(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    client = scope.get("client")
    if client and not _is_loopback(client[0]):
        return "Trang dùng thử chỉ mở được trên chính máy này."
    # DNS rebinding: a foreign name that points to 127.0.0.1 arrives with its own name in Host.
    host = headers.get("host", "")
    if not _LOCAL_HOST.fullmatch(host):
        return "Trang dùng thử chỉ mở được trên chính máy này."
    if scope["method"] in ("GET", "HEAD"):
        return None
    # Cross-site requests: a foreign page can post a form but not JSON, and its Origin betrays it.
    origin = headers.get("origin")
    if origin is not None and origin != f"{scope['scheme']}://{host}":
        return "Yêu cầu này không đến từ trang dùng thử."
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return "Yêu cầu này không đến từ trang dùng thử."
    return None


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


async def _stream(chat: TryoutChat, heartbeat_seconds: float) -> AsyncIterator[bytes]:
    with chat.watch() as feed:
        yield b"retry: 1500\n\n"
        while True:
            try:
                async with asyncio.timeout(heartbeat_seconds):
                    event = await feed.get()
            except TimeoutError:
                yield b": alive\n\n"
                continue
            if event is None:
                return
            name, facts = event
            yield f"event: {name}\ndata: {json.dumps(facts)}\n\n".encode()


async def _read_body(
    request: Request,
    most: int = BODY_BYTES,
    too_large: str = "Tin quá dài. Mỗi lần chỉ gửi được khoảng 2 MB, hãy chia ra nhiều phần.",
) -> dict[str, Any]:
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > DRAINED_BYTES:
            break
        if size <= most:
            body += chunk
    if size > most:
        raise _RefusalError(413, too_large)
    try:
        value = json.loads(bytes(body))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _RefusalError(400, "Yêu cầu không đọc được.")
    return value


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except ValueError:
        raise _RefusalError(400, "Tệp không đọc được.") from None


def _field(body: dict[str, Any], name: str, limit: int) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise _RefusalError(400, f"Thiếu “{name}”.")
    try:
        # PostgreSQL takes no NUL, and no platform would have let one through.
        value = value.replace("\x00", "")
        size = len(value.encode())
    except UnicodeEncodeError:
        raise _RefusalError(400, f"“{name}” có ký tự không đọc được.") from None
    if not value.strip() or size > limit:
        raise _RefusalError(400, f"“{name}” trống hoặc quá dài.")
    return value


def _refusal(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status_code=status)


def _down() -> JSONResponse:
    sentence = "Hệ thống đang bận, thử lại sau giây lát."
    return JSONResponse({"error": sentence}, status_code=503, headers={"retry-after": "2"})
