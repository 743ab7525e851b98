"""Our HTTP client against real sockets: what certainly never left, and what may have arrived."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from telegram.error import NetworkError

from bot.channels.telegram.client import HttpClient, NotSentError, multipart
from bot.errors import SetupError
from tests.channels.telegram.kit import (
    OK,
    TOKEN,
    Behaviour,
    ScriptedServer,
    SocksProxy,
    hang,
    raw_server,
    reset,
    truncate,
    unused_port,
)
from tests.fakes.telegram import FakeTelegram

PATH = f"/bot{TOKEN}/sendMessage"


@asynccontextmanager
async def client_with(proxy: str | None = None) -> AsyncIterator[HttpClient]:
    client = HttpClient(proxy)
    try:
        yield client
    finally:
        await client.close()


async def failure(url: str, proxy: str | None = None, within: float = 10) -> NetworkError:
    """How a post to this server fails; what it says never holds the token or the proxy's password."""
    async with client_with(proxy) as client:
        with pytest.raises(NetworkError) as caught:
            await client.post(url + PATH, b"{}", within)
    said = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    assert "AAH-secret" not in said
    assert "matkhau" not in said
    return caught.value


# --- never sent ---------------------------------------------------------------------------------------------------


async def test_a_refused_connection_was_never_sent() -> None:
    error = await failure(f"http://127.0.0.1:{unused_port()}")
    assert isinstance(error, NotSentError)
    assert error.reason == "no-connection"


async def test_a_name_that_nobody_knows_was_never_sent() -> None:
    assert isinstance(await failure("http://telegram.invalid"), NotSentError)


@pytest.mark.parametrize("address", ["http://[::1", "http://127.0.0.1:99999", "gopher://127.0.0.1", "", "telegram"])
async def test_an_address_that_is_none_was_never_sent(address: str) -> None:
    error = await failure(address)
    assert isinstance(error, NotSentError)
    assert error.reason == "bad-request"


async def test_a_server_that_speaks_no_tls_was_never_sent_anything() -> None:
    seen: list[bytes] = []

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read(10_000))
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with raw_server(plain) as port:
        assert isinstance(await failure(f"https://127.0.0.1:{port}"), NotSentError)
    assert TOKEN.encode() not in b"".join(seen)


@pytest.mark.slow
async def test_a_handshake_that_never_ends_was_never_sent() -> None:
    async with raw_server(hang) as port:
        error = await failure(f"https://127.0.0.1:{port}", within=20)
    assert isinstance(error, NotSentError)
    assert error.reason == "connect-timeout"


@pytest.mark.slow
async def test_a_connection_that_is_never_taken_was_never_sent() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        error = await failure(f"http://127.0.0.1:{full.getsockname()[1]}", within=20)
    assert isinstance(error, NotSentError)
    assert error.reason == "connect-timeout"


async def test_a_closed_client_sends_nothing_and_can_be_opened_again() -> None:
    async with ScriptedServer() as server, client_with() as client:
        await client.close()
        with pytest.raises(NotSentError):
            await client.post(server.url + PATH, b"{}", 5)
        assert server.calls == []
        await client.open()
        assert await client.post(server.url + PATH, b"{}", 5) == (200, b'{"ok": true, "result": true}')


# --- maybe sent ---------------------------------------------------------------------------------------------------


async def reset_unread(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def close_unanswered(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")


async def reset_unanswered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await close_unanswered(reader, writer)
    await reset(reader, writer)


async def half_a_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await close_unanswered(reader, writer)
    writer.write(b"HTTP/1.1 20")


async def half_a_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await close_unanswered(reader, writer)
    await truncate(reader, writer)


async def half_a_body_then_silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await half_a_body(reader, writer)
    await hang(reader, writer)


async def no_http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await close_unanswered(reader, writer)
    writer.write(b"220 mail.phuong.example ESMTP\r\n\r\n")


@pytest.mark.parametrize(
    "fault",
    [
        reset_unread,
        close_unanswered,
        reset_unanswered,
        half_a_head,
        half_a_body,
        half_a_body_then_silence,
        no_http,
        hang,
    ],
)
async def test_whatever_happens_once_the_connection_stands_may_have_arrived(fault: Behaviour) -> None:
    async with raw_server(fault) as port:
        error = await failure(f"http://127.0.0.1:{port}", within=2)
    assert type(error) is NetworkError


async def test_a_connection_that_the_server_closed_meanwhile_is_replaced() -> None:
    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        await writer.drain()

    async with raw_server(answer_once) as port, client_with() as client:
        for _ in range(3):
            assert await client.post(f"http://127.0.0.1:{port}{PATH}", b"", 5) == (200, b"{}")
            # Long enough for the server's farewell to arrive; without it the request would be on a dying connection.
            await asyncio.sleep(0.05)


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    async with ScriptedServer() as server, client_with() as client:
        server.on("sendMessage", (307, b"elsewhere"))
        assert await client.post(server.url + PATH, b"{}", 5) == (307, b"elsewhere")
        assert len(server.calls) == 1


async def test_a_request_whose_task_was_cancelled_is_over_at_its_deadline_at_the_latest() -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        began.set()
        await reader.read()
        ended.set()

    async with raw_server(silent) as port, client_with() as client:
        task = asyncio.create_task(client.post(f"http://127.0.0.1:{port}{PATH}", b"", 0.5))
        await began.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(5):
            await ended.wait()


# --- uploads and downloads ----------------------------------------------------------------------------------------


async def test_an_upload_is_a_form_with_the_files_name_type_and_bytes() -> None:
    bodies: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        assert b"content-type: multipart/form-data; boundary=" in head
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        bodies.append(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")

    content = bytes(range(256)) * 40_000
    form = multipart({"chat_id": "1001"}, {"document": ('báo "cáo".docx', content, "application/msword")})
    async with raw_server(take) as port, client_with() as client:
        assert await client.post(f"http://127.0.0.1:{port}{PATH}", form, 20) == (200, b"")
    (body,) = bodies
    assert content in body
    assert b'name="chat_id"\r\n\r\n1001\r\n' in body
    assert 'name="document"; filename="báo \\"cáo\\".docx"\r\nContent-Type: application/msword'.encode() in body


async def test_a_download_stops_soon_after_it_is_over_what_is_wanted() -> None:
    async with ScriptedServer() as server, client_with() as client:
        server.on("tep", (200, b"x" * 20_000_000))
        status, data = await client.get(f"{server.url}/tep", 1_000_000, 10)
        assert status == 200
        assert 1_000_000 < len(data) < 5_000_000


# --- proxies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["http", "socks5", "socks5h"])
async def test_a_proxy_that_is_gone_was_never_sent_anything(scheme: str) -> None:
    for address in ("http://127.0.0.1:9", "https://127.0.0.1:9", "https://telegram.invalid"):
        error = await failure(address, proxy=f"{scheme}://loa:matkhau@127.0.0.1:{unused_port()}")
        assert isinstance(error, NotSentError)


async def deny(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")


@pytest.mark.parametrize("fault", [deny, close_unanswered])
async def test_a_tunnel_that_a_proxy_does_not_open_was_never_sent(fault: Behaviour) -> None:
    async with raw_server(fault) as port:
        error = await failure("https://telegram.invalid", proxy=f"http://loa:matkhau@127.0.0.1:{port}")
    assert isinstance(error, NotSentError)


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_a_socks_proxy_is_used_with_its_password_and_resolves_the_name_too(scheme: str) -> None:
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(ScriptedServer())
        proxy = await stack.enter_async_context(SocksProxy("loa", "matkhau", to=server.url))
        client = await stack.enter_async_context(client_with(f"{scheme}://loa:matkhau@127.0.0.1:{proxy.port}"))
        server.on("sendMessage", OK)
        status, _ = await client.post("http://telegram.invalid" + PATH, b'{"text": "x"}', 5)
        assert status == 200
        assert server.of("sendMessage") == [{"text": "x"}]
        assert proxy.asked == ["telegram.invalid"]


async def test_a_socks_proxy_that_refuses_the_password_was_never_sent_anything() -> None:
    async with ScriptedServer() as server, SocksProxy("loa", "other", to=server.url) as proxy:
        error = await failure("http://telegram.invalid", proxy=f"socks5://loa:matkhau@127.0.0.1:{proxy.port}")
        assert isinstance(error, NotSentError)
        assert (proxy.asked, server.calls) == ([], [])


@pytest.mark.parametrize(
    "address", ["gopher://loa:matkhau@proxy", "socks4://loa:matkhau@h", "proxy:3128", "http://", "x"]
)
def test_a_proxy_that_cannot_work_is_said_so_without_its_password(address: str) -> None:
    with pytest.raises(SetupError, match="LOA_TELEGRAM__PROXY") as caught:
        HttpClient(address)
    assert "matkhau" not in "".join(traceback.format_exception(caught.value))


async def test_a_cancellation_is_heeded_at_whatever_moment_of_the_call_it_comes() -> None:
    async with FakeTelegram() as tg, client_with() as client:
        url, heeded = f"{tg.url}/bot{tg.token}/getMe", 0
        # Comes ever closer to the instant of the answer, where it is easily lost.
        wait = 0.001
        for _ in range(400):
            call = asyncio.create_task(client.post(url, b"{}", within=5))
            await asyncio.sleep(wait)
            if not call.cancel():
                wait *= 0.9
                continue
            wait *= 1.1
            with pytest.raises(asyncio.CancelledError):
                await call
            heeded += 1
        assert heeded > 100
