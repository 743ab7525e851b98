"""What the tests of the Telegram channel share: a quick channel, and a server that says exactly what it is told."""

import asyncio
import json
import socket
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Literal

from markupsafe import Markup
from pydantic import SecretStr

from bot.channels.base import Take
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.polling import Pauses
from bot.channels.telegram.wire import Wire
from bot.messages.incoming import Incoming, Raw
from bot.messages.message import Button, ButtonRows, File, Outgoing
from bot.settings import TelegramSettings

TOKEN = "123456789:AAH-secret_of_the_ward"
QUICK = Pauses(poll=1, first=0.01, most=0.02, conflict=0.02, revoked=0.02)
ME = {"ok": True, "result": {"id": 123456789, "is_bot": True, "first_name": "Loa", "username": "LoaBot"}}
COMMANDS = [("moinhat", "Tin mới nhất của phường"), ("chitieu", "Chỉ tiêu")]
AGREE: ButtonRows = ((Button("Đồng ý", "agree"), Button("Hủy", "cancel")), (Button("Xong", "done"),))
OK = {"ok": True, "result": True}


def settings_for(
    url: str, *, token: str = TOKEN, mode: Literal["polling", "webhook"] = "polling", proxy: str | None = None
) -> TelegramSettings:
    return TelegramSettings(
        token=SecretStr(token),
        api_url=url,
        mode=mode,
        webhook_url="https://phuong.example",
        webhook_secret=SecretStr("webhook_secret_of_the_ward"),
        proxy=SecretStr(proxy) if proxy else None,
    )


@asynccontextmanager
async def channel_at(
    url: str,
    *,
    token: str = TOKEN,
    mode: Literal["polling", "webhook"] = "polling",
    commands: Sequence[tuple[str, str]] = (),
) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(settings_for(url, token=token, mode=mode), commands=tuple(commands), pauses=QUICK)
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def wire_at(url: str, *, token: str = TOKEN, proxy: str | None = None) -> AsyncIterator[Wire]:
    wire = Wire(settings_for(url, token=token, proxy=proxy))
    try:
        yield wire
    finally:
        await wire.close()


def taking(channel: TelegramChannel, receive: Callable[[Incoming], Awaitable[None]]) -> Take:
    """A `take` that reads and hands on each event of a batch."""

    async def take(batch: Sequence[Raw]) -> None:
        for raw in batch:
            incoming = channel.read(raw.body)
            assert incoming is not None
            await receive(incoming)

    return take


@asynccontextmanager
async def listening(channel: TelegramChannel, receive: Callable[[Incoming], Awaitable[None]]) -> AsyncIterator[None]:
    task = asyncio.create_task(channel.listen(taking(channel, receive)))
    try:
        yield
        assert not task.done(), "listen() ended by itself"
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(happened: Callable[[], object], seconds: float = 5) -> None:
    """Wait for a thing that a task brings about."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - what happens is in the code under test, which sets no event
            await asyncio.sleep(0.005)


def out(
    chat_id: int,
    text: str = "Xin chào",
    *,
    buttons: ButtonRows = (),
    file: File | None = None,
    edit: str | None = None,
    **more: Any,
) -> Outgoing:
    return Outgoing(str(chat_id), Markup(text), buttons, file, edit=edit, **more)  # noqa: S704 - literals of these tests


class Inbox:
    """A `receive` that remembers, and raises what it is told to, once each."""

    def __init__(self, *errors: Exception) -> None:
        self.taken: list[Incoming] = []
        self.calls = 0
        self.errors = deque(errors)

    async def __call__(self, incoming: Incoming) -> None:
        self.calls += 1
        if self.errors:
            raise self.errors.popleft()
        self.taken.append(incoming)

    @property
    def texts(self) -> list[str]:
        return [incoming.text for incoming in self.taken]


async def closed(writer: asyncio.StreamWriter) -> None:
    """Close a connection for good: else a test may end before its socket does, and the next one be blamed for it."""
    writer.close()
    try:
        async with asyncio.timeout(1):
            await writer.wait_closed()
    except TimeoutError:
        # Nobody reads what was written last.
        writer.transport.abort()
        await asyncio.sleep(0)
    except ConnectionError:
        pass


Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class ScriptedServer:
    """Answers each request of a method with the next thing that `on` was given for it, the last one for ever.

    An answer is JSON with status 200, (status, JSON or bytes), or a function of the connection.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.unread = False
        self._answers: dict[str, deque[Any]] = {"getMe": deque([ME])}

    async def __aenter__(self) -> "ScriptedServer":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._connections: set[asyncio.Task[Any]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def on(self, method: str, *answers: Any) -> None:
        self._answers[method] = deque(answers)

    def of(self, method: str) -> list[dict[str, Any]]:
        return [parameters for name, parameters in self.calls if name == method]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            if self.unread:
                writer.transport.abort()
                return
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            await closed(writer)
            self._connections.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next((int(line.split(":")[1]) for line in head if line.startswith("content-length:")), 0)
        body = await reader.readexactly(length)
        lowered = head[0].split(" ")[1].rpartition("/")[2]
        names = (*self._answers, "setMyCommands", "deleteWebhook", "setWebhook", "getUpdates", "sendMessage")
        method = next((name for name in names if name.lower() == lowered), lowered)
        self.calls.append((method, json.loads(body) if body.startswith(b"{") else {}))
        queue = self._answers.get(method, deque([OK]))
        answer = queue.popleft() if len(queue) > 1 else queue[0]
        if callable(answer):
            await answer(reader, writer)
            return False
        status, content = answer if isinstance(answer, tuple) else (200, answer)
        payload = content if isinstance(content, bytes) else json.dumps(content).encode()
        writer.write(b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n\r\n%s" % (status, len(payload), payload))
        await writer.drain()
        return True


def refused(code: int, description: str, **parameters: object) -> tuple[int, dict[str, object]]:
    """A refusal as the Bot API words it."""
    answer: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return code, answer | ({"parameters": parameters} if parameters else {})


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Reset the connection after the request was read."""
    writer.transport.abort()


async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Never answer."""
    await reader.read()


async def truncate(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Half an answer."""
    writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"ok":true,"result":{"mess')
    await writer.drain()


async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One byte at a time, so that no timeout between bytes ever strikes."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n")
    for _byte in range(5000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def raw_server(behaviour: Behaviour) -> AsyncIterator[int]:
    """A server that does this with every connection and then closes it; gives its port."""
    connections: set[asyncio.Task[None]] = set()

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behaviour(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            await closed(writer)

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Tasks of our own: asyncio reports those of its callbacks that are cancelled.
        task = asyncio.create_task(behave(reader, writer))
        connections.add(task)
        task.add_done_callback(connections.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await server.wait_closed()


class SocksProxy:
    """A SOCKS5 proxy (RFC 1928, 1929) that wants a password and connects everything to one place."""

    def __init__(self, user: str, password: str, *, to: str) -> None:
        self.asked: list[str] = []
        self.port = 0
        self._secret = bytes([1, len(user)]) + user.encode() + bytes([len(password)]) + password.encode()
        self._to = int(to.rpartition(":")[2])
        self._running = raw_server(self._serve)

    async def __aenter__(self) -> "SocksProxy":
        self.port = await self._running.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._running.__aexit__(*error)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x02")
        head = await reader.readexactly(2)
        user = await reader.readexactly(head[1])
        length = await reader.readexactly(1)
        given = head + user + length + await reader.readexactly(length[0])
        writer.write(b"\x01\x00" if given == self._secret else b"\x01\x01")
        if given != self._secret:
            return
        kind = (await reader.readexactly(4))[3]
        assert kind == 3, "not a name: it was resolved on this side"
        name = await reader.readexactly((await reader.readexactly(1))[0])
        self.asked.append(name.decode())
        await reader.readexactly(2)
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        finally:
            back.close()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65_536):
        target.write(data)
        await target.drain()
