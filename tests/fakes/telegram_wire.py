"""HTTP/1.1 on a bare asyncio protocol, because faults need the socket itself: resets, hangs, half an answer.

uvicorn answers whole responses only. Keep-alive, Content-Length and chunked bodies are read; requests on one
connection are served one after the other. An answer that is ready at once is written without a task (15 µs a call).
"""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from enum import Enum
from http.client import responses as REASONS

MAX_HEAD = 65536
MAX_BODY = 64 * 1024 * 1024


class Ending(Enum):
    """What happens to the connection with an answer."""

    WRITE = "written"
    HANG = "hang"
    CLOSE = "close"
    RESET = "reset"
    TRUNCATE = "truncated"


@dataclass(slots=True)
class Request:
    """One HTTP request, read to its end."""

    verb: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Reply:
    """One HTTP answer and the way it ends; `over` hears whether it was written in full."""

    status: int
    body: bytes
    kind: str = "application/json"
    ending: Ending = Ending.WRITE
    delay: float = 0.0
    over: Callable[[bool], None] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def finish(self, *, written: bool) -> None:
        """Tell once how it ended."""
        if self.over is not None:
            over, self.over = self.over, None
            over(written)


Handler = Callable[[Request], Reply | Awaitable[Reply]]


class Wire:
    """A loopback HTTP server that can be stopped and started again on the same port."""

    def __init__(self, handler: Handler, refuse: Callable[[], bool]) -> None:
        self.handler = handler
        self.refuse = refuse
        self.connections: set[Connection] = set()
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; the first time on a free port, afterwards on the same one."""
        if self._server is None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(
                lambda: Connection(self), "127.0.0.1", self.port, backlog=1024, reuse_address=True
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse new connections and reset the open ones."""
        if self._server is not None:
            server, self._server = self._server, None
            server.close()
            self.reset_connections()
            await server.wait_closed()
            # One turn lets connection_lost run, so that nothing of this server is left behind.
            await asyncio.sleep(0)

    def reset_connections(self) -> None:
        """Reset every open connection (RST), whatever it waits for."""
        for connection in list(self.connections):
            connection.reset()


class Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.buffer = bytearray()
        self.reply: Reply | None = None
        self.task: asyncio.Task[None] | None = None
        self.busy = False
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Join the server, or be reset before a byte is read."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.wire.connections.add(self)
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.wire.refuse():
            self.reset()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone: a poll it waited in ends, what it asked stays done."""
        self.wire.connections.discard(self)
        if self.task is not None:
            self.task.cancel()
        if self.reply is not None:
            self.reply.finish(written=False)

    def data_received(self, data: bytes) -> None:
        """Collect bytes; serve each request as soon as it is whole."""
        # A kept-alive connection begins a new request: "reset before the request is read" holds for it as well.
        if not self.busy and not self.buffer and self.wire.refuse():
            self.reset()
            return
        self.buffer += data
        self._serve()

    def reset(self) -> None:
        """RST instead of FIN: the client sees "connection reset by peer"."""
        if not self.transport.is_closing():
            sock = self.transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()

    def _serve(self) -> None:
        while not self.busy and not self.transport.is_closing():
            try:
                request = take_request(self.buffer)
            except ValueError:
                self.transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                self.transport.close()
                return
            if request is None:
                return
            self.busy = True
            answer = self.wire.handler(request)
            if isinstance(answer, Reply) and not answer.delay:
                self._write(answer)
            else:
                self.task = asyncio.get_running_loop().create_task(self._later(answer))

    async def _later(self, answer: Reply | Awaitable[Reply]) -> None:
        reply = answer if isinstance(answer, Reply) else await answer
        self.reply = reply
        if reply.delay:
            await asyncio.sleep(reply.delay)
        self.task = None
        self._write(reply)
        self._serve()

    def _write(self, reply: Reply) -> None:
        self.reply = reply
        if self.transport.is_closing() or reply.ending is Ending.RESET:
            self.reset()
            reply.finish(written=False)
            return
        if reply.ending is Ending.HANG:
            return  # busy for ever: the entry stays open until the client gives up
        if reply.ending is Ending.CLOSE:
            self.transport.close()
            reply.finish(written=False)
            return
        head = (
            f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Status')}\r\nServer: nginx\r\n"
            f"Date: {formatdate(usegmt=True)}\r\n"
            f"Content-Type: {reply.kind}\r\nContent-Length: {len(reply.body)}\r\nConnection: keep-alive\r\n"
            + "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
            + "\r\n"
        ).encode()
        if reply.ending is Ending.TRUNCATE:
            self.transport.write(head + reply.body[: len(reply.body) // 2])
            self.transport.close()
            reply.finish(written=False)
            return
        self.transport.write(head + reply.body)
        reply.finish(written=True)
        self.reply = None
        self.busy = False


def take_request(buffer: bytearray) -> Request | None:
    """Cut the first whole request off `buffer`; None while bytes are missing, ValueError where it is not HTTP."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        if len(buffer) > MAX_HEAD:
            raise ValueError("the head is too long")
        return None
    lines = buffer[:end].decode("latin-1").split("\r\n")
    verb, target, version = lines[0].split(" ", 2)
    if not version.startswith("HTTP/1."):
        raise ValueError("not HTTP/1")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    start = end + 4
    if headers.get("transfer-encoding", "").lower() == "chunked":
        chunks = _take_chunks(buffer, start)
        if chunks is None:
            return None
        body, stop = chunks
    else:
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= MAX_BODY:
            raise ValueError("the body is too long")
        stop = start + length
        if len(buffer) < stop:
            return None
        body = bytes(buffer[start:stop])
    del buffer[:stop]
    return Request(verb.upper(), target, headers, body)


def _take_chunks(buffer: bytearray, at: int) -> tuple[bytes, int] | None:
    body = bytearray()
    while True:
        line_end = buffer.find(b"\r\n", at)
        if line_end < 0:
            return None
        size = int(bytes(buffer[at:line_end]).split(b";")[0], 16)
        at = line_end + 2 + size + 2
        if len(buffer) < at:
            return None
        if size == 0:
            return bytes(body), at
        body += buffer[line_end + 2 : line_end + 2 + size]
        if len(body) > MAX_BODY:
            raise ValueError("the body is too long")
