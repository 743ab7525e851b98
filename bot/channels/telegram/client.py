"""HTTP to the Bot API server, over reqwest; what certainly never left is told from what may have arrived.

    no address, no connection, no TLS        NotSentError: the request was not written
    anything after the connection stood      NetworkError: it may have arrived, whatever came back

Everything has a deadline, because reqwest goes on with a request whose task was cancelled until that ends.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import time
from typing import IO, TypeVar
from urllib.parse import urlsplit

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import BuilderError, ConnectTimeoutError, DetailedPyreqwestError, PyreqwestError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.proxy import ProxyBuilder
from telegram.error import NetworkError

from bot.errors import SetupError

_T = TypeVar("_T")

CONNECT = timedelta(seconds=5)
"""For the name, the connection, the proxy and TLS together."""

IDLE = timedelta(seconds=15)
"""How long an unused connection is kept: a request on one that a router has forgotten meanwhile is a silent one."""

CONNECTING = "client error (Connect)"
"""What stands in the chain of causes of every error from before the request was written, and of no other. The classes
do not tell: pyreqwest's ConnectError and ConnectTimeoutError are also a server's that hangs up or is silent."""

PROXIES = {"http": "http", "https": "https", "socks5": "socks5h", "socks5h": "socks5h"}
"""A SOCKS proxy resolves the names too (that is the h): where Telegram is blocked, its name often is as well."""

File = tuple[str, bytes | IO[bytes], str]
"""A file's name, content and MIME type."""


class NotSentError(NetworkError):
    """The request was certainly not written: `reason` says why in one word."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class HttpClient:
    """Connections to one server, as many as there are requests; raises SetupError for a proxy that cannot work."""

    def __init__(self, proxy: str | None = None) -> None:
        self._proxy = proxy
        self._client: Client | None = self._build()
        # Read only when somebody asks: a push has thousands of answers a minute.
        self._dated: tuple[str | None, float] = (None, 0.0)

    async def open(self) -> None:
        """Open what was closed; may be called again."""
        self._client = self._client or self._build()

    async def close(self) -> None:
        """Let go of the connections; may be called again."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def post(self, url: str, body: bytes | FormBuilder, within: float) -> tuple[int, bytes]:
        """Post JSON, or a form with files, and return status and answer, within so many seconds for the whole call."""
        try:
            request = self._opened().post(url).timeout(timedelta(seconds=within))
            if isinstance(body, bytes):
                request = request.header("Content-Type", "application/json").body_bytes(body)
            else:
                request = request.multipart(body)
            response = await _heeding(request.build().send())
            self._dated = response.headers.get("date"), time()
            return response.status, bytes(await _heeding(response.bytes()))
        except (PyreqwestError, ValueError) as exc:
            raise _failure(exc) from None

    @property
    def clock_off(self) -> timedelta:
        """How far this machine's clock is ahead of the server's, as its last answer told."""
        said, at = self._dated
        try:
            told = parsedate_to_datetime(said or "")
        except ValueError:
            return timedelta()
        return datetime.fromtimestamp(at, UTC) - told if told.tzinfo else timedelta()

    async def get(self, url: str, most: int, within: float) -> tuple[int, bytes]:
        """Fetch what is there, and stop once it is over `most` bytes; returns status and body."""
        try:
            request = self._opened().get(url).timeout(timedelta(seconds=within)).build_streamed()
            async with request as response:
                data = bytearray()
                while len(data) <= most and (chunk := await _heeding(response.body_reader.read_chunk())) is not None:
                    data += chunk
                return response.status, bytes(data)
        except (PyreqwestError, ValueError) as exc:
            raise _failure(exc) from None

    def _opened(self) -> Client:
        if self._client is None:
            raise NotSentError("closed", "The client is closed")
        return self._client

    def _build(self) -> Client:
        builder = (
            ClientBuilder()
            # A redirect would send the message, and with it the token, a second time.
            .follow_redirects(False)
            .referer(False)
            .gzip(False)
            .brotli(False)
            .zstd(False)
            .deflate(False)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
        )
        if self._proxy is not None:
            builder = builder.proxy(_proxy(self._proxy))
        try:
            return builder.build()
        except BuilderError:
            # The only thing that it looks for on the machine.
            raise SetupError("Máy này chưa có chứng chỉ gốc để kết nối an toàn: cài gói ca-certificates") from None


async def _heeding(call: Awaitable[_T]) -> _T:
    """The call's result, unless its task was cancelled meanwhile.

    pyreqwest drops a cancellation that comes when the answer is already there: the task would go on for ever.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    result = await call
    if task and task.cancelling() > before:
        raise asyncio.CancelledError
    return result


def _proxy(address: str) -> ProxyBuilder:
    try:
        scheme, rest = PROXIES[urlsplit(address).scheme], address.partition("://")[2]
        return ProxyBuilder.all(f"{scheme}://{rest}")
    except (KeyError, ValueError):
        # Without its cause, which may quote the proxy's password.
        raise SetupError("LOA_TELEGRAM__PROXY phải có dạng http://máy:cổng hoặc socks5://máy:cổng") from None


def multipart(fields: Mapping[str, str], files: Mapping[str, File]) -> FormBuilder:
    """The body of an upload."""
    form = FormBuilder()
    for name, value in fields.items():
        form = form.text(name, value)
    for name, (filename, content, mime) in files.items():
        data = content if isinstance(content, bytes) else content.read()
        form = form.part(name, PartBuilder.from_bytes(data).file_name(filename).mime(mime))
    return form


def _failure(exc: Exception) -> NetworkError:
    """Say what happened in words that hold no URL: it stands in the first cause, and in the error's own fields."""
    if isinstance(exc, BuilderError) or not isinstance(exc, PyreqwestError):
        return NotSentError("bad-request", f"{type(exc).__name__}: no such request can be made")
    causes = (exc.details["causes"] if isinstance(exc, DetailedPyreqwestError) else None) or []
    said = [cause["message"] for cause in causes]
    message = ": ".join((type(exc).__name__, *said[1:]))
    if CONNECTING in said:
        return NotSentError("connect-timeout" if isinstance(exc, ConnectTimeoutError) else "no-connection", message)
    return NetworkError(message)
