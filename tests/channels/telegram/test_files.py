"""Files that people send: announced, fetched, and never more of them than allowed."""

import asyncio
import traceback
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.updates import Me, read_update
from bot.errors import DeliveryError, NeverSentError, RejectedError
from bot.messages.incoming import MOST_FILE, IncomingFile
from tests.channels.telegram.kit import TOKEN, Inbox, ScriptedServer, channel_at, listening, until
from tests.fakes.telegram import FakeTelegram

CHAT: dict[str, Any] = {"id": 1001, "type": "private", "first_name": "Lan"}


def announced(document: object) -> IncomingFile | None:
    body = {"message_id": 5, "date": 1, "chat": CHAT, "from": CHAT, "document": document}
    update = read_update({"update_id": 7, "message": body}, Me(42, "LoaBot"), "42")
    assert update.incoming is not None
    return update.incoming.document


def test_a_document_comes_with_its_id_name_and_size() -> None:
    sent = {"file_id": "BQAC", "file_name": "báo\ncáo.docx", "file_size": 12, "mime_type": "x"}
    assert announced(sent) == IncomingFile("BQAC", "báo cáo.docx", 12)
    assert announced({"file_id": "BQAC"}) == IncomingFile("BQAC")


@pytest.mark.parametrize("broken", [None, {}, [], "x", {"file_id": 7}, {"file_id": ""}, {"file_id": "x" * 5000}])
def test_what_cannot_be_fetched_is_no_document(broken: object) -> None:
    assert announced(broken) is None


@pytest.mark.parametrize("size", [-1, "12", 1.5, True, 2**70])
def test_a_size_that_is_none_is_left_out(size: object) -> None:
    assert announced({"file_id": "BQAC", "file_size": size}) == IncomingFile("BQAC")


async def test_a_file_is_fetched_as_it_was_sent(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    async with listening(channel, inbox):
        telegram.user(1001).send_document("báo cáo.docx", b"PK\x03\x04 n\xe1o", caption="/post")
        await until(lambda: inbox.taken)
    (incoming,) = inbox.taken
    assert incoming.document is not None
    assert (incoming.text, incoming.document.name, incoming.document.size) == ("/post", "báo cáo.docx", 8)
    assert await channel.fetch(incoming.document.id) == b"PK\x03\x04 n\xe1o"


async def test_a_file_over_20_mb_is_refused_by_telegram_and_said_so(
    telegram: FakeTelegram, channel: TelegramChannel
) -> None:
    sent = telegram.user(1001).send_document("lon.pdf", b"x" * (MOST_FILE + 1))
    assert sent.document is not None
    with pytest.raises(RejectedError, match="too-large"):
        await channel.fetch(sent.document.file_id)


async def test_an_unknown_file_is_refused(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    with pytest.raises(RejectedError):
        await channel.fetch("BQAC-nothing")


def place(path: object, size: object = 5) -> dict[str, Any]:
    return {"ok": True, "result": {"file_id": "B", "file_unique_id": "B", "file_size": size, "file_path": path}}


async def test_a_file_that_is_larger_than_it_was_said_to_be_is_given_up_on_the_way() -> None:
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getFile", place("documents/lon"))
        server.on("lon", (200, b"x" * (MOST_FILE + 1)))
        with pytest.raises(RejectedError, match="too-large"):
            await channel.fetch("B")
        server.on("getFile", place("documents/lon", size=100 * 2**20))
        before = len(server.calls)
        with pytest.raises(RejectedError, match="too-large"):
            await channel.fetch("B")
        assert [name for name, _ in server.calls[before:]] == ["getFile"]


@pytest.mark.parametrize(
    ("answer", "kind"), [((404, b""), RejectedError), ((502, b""), NeverSentError), ((302, b""), NeverSentError)]
)
async def test_a_download_that_fails_names_no_token(answer: tuple[int, bytes], kind: type[DeliveryError]) -> None:
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getFile", place("documents/tep"))
        server.on("tep", answer)
        with pytest.raises(kind) as refused:
            await channel.fetch("B")
        assert TOKEN not in "".join(traceback.format_exception(refused.value))


async def test_a_connection_that_breaks_names_no_token() -> None:
    async def broken(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\nhalf")
        await writer.drain()

    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getFile", place("documents/tep"))
        server.on("tep", broken)
        with pytest.raises(NeverSentError) as refused:
            await channel.fetch("B")
        assert TOKEN not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("path", [None, 7, ""])
async def test_a_place_that_is_none_is_refused(path: object) -> None:
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getFile", place(path))
        server.on("", (404, b""))
        with pytest.raises(RejectedError):
            await channel.fetch("B")
