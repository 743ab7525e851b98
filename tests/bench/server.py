"""A bare Bot API server in a process of its own: canned answers, arrival instants, and a token bucket that refuses.

It costs 20 to 40 µs a message, so that what a bench sees is the sender. Instants are CLOCK_MONOTONIC, which every
process of a machine shares.

    /control/log     what came: {"sends": [[instant, chat_id, status, urgent], …], "polls": [instant, …]}
    /control/counts  how many messages were accepted, and how many polls came
    /control/updates hands the list in the body to the bot as its next updates; answers the instant
    /control/reset   forgets what came; {"rate": 30} sets the limit, null lifts it
"""

import asyncio
import json
import re
import sys
import time
from typing import Any, cast

CHAT = re.compile(rb"(?:^|&)chat_id=([^&]*)|name=\"chat_id\"\r\n\r\n([^\r]*)|\"chat_id\":\s*\"?(-?\d+)")
LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
ME = {"id": 123456, "is_bot": True, "first_name": "Loa", "username": "loa_bench_bot"}
ANSWER = {
    "message_id": "%d",
    "from": {"id": 123456, "is_bot": True, "first_name": "Loa Phường", "username": "loa_bench_bot"},
    "chat": {"id": 100001, "first_name": "Lan", "type": "private"},
    "date": 1764000000,
    "text": "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.",
    "entities": [{"offset": 0, "length": 18, "type": "bold"}],
    "link_preview_options": {"is_disabled": True},
}
SENT = json.dumps({"ok": True, "result": ANSWER}).replace('"%d"', "%d").encode()
"""Some 500 bytes, as at Telegram, which answers with the whole message."""
TOO_MANY = b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":1}}'
MOST_UPDATES = 100
"""Updates in one answer, as at Telegram."""
HOLD = 5.0
"""How long an empty poll is held, in seconds, whatever was asked: benches stop soon after they are done."""


class World:
    """What came, what waits for the bot, and the limit."""

    def __init__(self) -> None:
        self.sends: list[tuple[float, str, int, bool]] = []
        self.accepted = 0
        self.polls: list[float] = []
        self.updates: list[dict[str, Any]] = []
        self.news = asyncio.Event()
        self.next_update = 1
        self.rate: float | None = None
        self._level = 0.0
        self._at = 0.0

    def limit(self, rate: float | None) -> None:
        """A bucket that holds one second of the rate, full at the start."""
        self.rate, self._level, self._at = rate, rate or 0.0, time.monotonic()

    def allows(self, now: float) -> bool:
        """Take one message out of the bucket, if it is there."""
        if self.rate is None:
            return True
        self._level = min(self.rate, self._level + (now - self._at) * self.rate)
        self._at = now
        if self._level < 1:
            return False
        self._level -= 1
        return True


class Bare(asyncio.Protocol):
    """One connection; requests of one connection are answered in order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._poll: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._poll is not None:
            self._poll.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            found = LENGTH.search(self._buffer, 0, end)
            size = end + 4 + (int(found[1]) if found else 0)
            if b"transfer-encoding: chunked" in self._buffer[:end].lower():
                # aiohttp sends forms it cannot measure in chunks; the last one is empty.
                last = self._buffer.find(b"\r\n0\r\n\r\n", end)
                if last < 0:
                    return
                size = last + 7
            if len(self._buffer) < size:
                return
            request, self._buffer = self._buffer[:size], self._buffer[size:]
            self._answer(request, end)

    def _answer(self, request: bytes, end: int) -> None:
        target = request[: request.find(b"\r\n")].split(b" ")[1]
        body = request[end + 4 :]
        method = target.rpartition(b"/")[2].lower()
        world = self._world
        if method in (b"sendmessage", b"editmessagetext"):
            now = time.monotonic()
            found = CHAT.search(body)
            chat = next((part for part in found.groups() if part is not None), b"") if found else b""
            allowed = world.allows(now)
            world.sends.append((now, chat.decode(), 200 if allowed else 429, b"URGENT47" in body))
            if allowed:
                world.accepted += 1
                self._write(200, SENT % world.accepted)
            else:
                self._write(429, TOO_MANY)
        elif method == b"getupdates":
            world.polls.append(time.monotonic())
            offset = json.loads(body or b"{}").get("offset") or 0
            self._poll = asyncio.ensure_future(self._hold(offset))
        elif method == b"getme":
            self._write(200, json.dumps({"ok": True, "result": ME}).encode())
        elif target.startswith(b"/control/"):
            self._control(method, body)
        else:
            self._write(200, b'{"ok":true,"result":true}')

    async def _hold(self, offset: int) -> None:
        world = self._world
        world.updates = [update for update in world.updates if update["update_id"] >= offset]
        deadline = time.monotonic() + HOLD
        while not world.updates and (left := deadline - time.monotonic()) > 0:
            world.news.clear()
            try:
                await asyncio.wait_for(world.news.wait(), left)
            except TimeoutError:
                break
        self._write(200, json.dumps({"ok": True, "result": world.updates[:MOST_UPDATES]}).encode())

    def _control(self, method: bytes, body: bytes) -> None:
        world = self._world
        if method == b"log":
            self._write(200, json.dumps({"sends": world.sends, "polls": world.polls}).encode())
        elif method == b"counts":
            self._write(200, json.dumps([world.accepted, len(world.polls)]).encode())
        elif method == b"updates":
            for update in json.loads(body):
                world.updates.append({**update, "update_id": world.next_update})
                world.next_update += 1
            now = time.monotonic()
            world.news.set()
            self._write(200, json.dumps(now).encode())
        elif method == b"reset":
            world.sends.clear()
            world.accepted = 0
            world.polls.clear()
            world.limit(json.loads(body)["rate"])
            self._write(200, b"true")

    def _write(self, status: int, body: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            head = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self._transport.write(head % (status, len(body)) + body)


async def serve() -> None:
    """Listen on a free port, say which, and serve until the one who started this closes our input."""
    world = World()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Bare(world), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
