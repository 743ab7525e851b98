"""Faults of the wire, real ones over loopback: what certainly did not go out is told from what may have."""

import time
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.wire import Wire
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    MaybeSentError,
    NeverSentError,
    RejectedError,
    SetupError,
    ThrottledError,
)
from bot.settings import TelegramSettings
from tests.channels.telegram.kit import (
    Behaviour,
    ScriptedServer,
    hang,
    refused,
    reset,
    settings_for,
    trickle,
    truncate,
    unused_port,
    wire_at,
)

SEND = {"chat_id": "1001", "text": "x"}


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as server:
        yield server


@pytest.fixture
async def wire(server: ScriptedServer) -> AsyncIterator[Wire]:
    async with wire_at(server.url) as wire:
        yield wire


async def error_of(wire: Wire, within: float = 5) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await wire.call("sendMessage", SEND, within=within)
    return caught.value


async def test_a_refused_connection_means_never_sent() -> None:
    async with wire_at(f"http://127.0.0.1:{unused_port()}") as wire:
        error = await error_of(wire)
        assert (type(error), error.reason) == (NeverSentError, "no-connection")


async def test_a_name_that_cannot_be_resolved_means_never_sent() -> None:
    async with wire_at("http://telegram.invalid") as wire:
        assert type(await error_of(wire)) is NeverSentError


async def test_a_proxy_that_is_gone_means_never_sent(server: ScriptedServer) -> None:
    async with wire_at(server.url, proxy=f"http://127.0.0.1:{unused_port()}") as wire:
        assert type(await error_of(wire)) is NeverSentError
        assert server.calls == []


async def test_calls_go_through_the_proxy_that_is_set(server: ScriptedServer) -> None:
    async with wire_at("http://telegram.invalid", proxy=server.url) as wire:
        assert await wire.call("sendMessage", SEND) is True
        assert server.of("sendMessage") == [SEND]


def test_a_proxy_that_cannot_work_is_a_sentence_without_its_password() -> None:
    with pytest.raises(SetupError, match="LOA_TELEGRAM__PROXY") as caught:
        Wire(settings_for("http://127.0.0.1", proxy="gopher://user:password@proxy"))
    assert "password" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_without_a_token_there_is_no_wire() -> None:
    with pytest.raises(SetupError, match="LOA_TELEGRAM__TOKEN"):
        Wire(TelegramSettings())


@pytest.mark.parametrize("fault", [reset, truncate])
async def test_a_connection_lost_after_the_request_means_maybe_sent(
    server: ScriptedServer, wire: Wire, fault: Behaviour
) -> None:
    server.on("sendMessage", fault)
    assert type(await error_of(wire)) is MaybeSentError


async def test_a_connection_lost_while_writing_means_maybe_sent(server: ScriptedServer, wire: Wire) -> None:
    server.unread = True
    assert type(await error_of(wire)) is MaybeSentError


async def test_silence_after_the_request_means_maybe_sent(server: ScriptedServer, wire: Wire) -> None:
    server.on("sendMessage", hang)
    error = await error_of(wire, within=0.1)
    assert (type(error), error.reason) == (MaybeSentError, "no-answer")


@pytest.mark.parametrize("fault", [hang, trickle])
async def test_a_call_ends_at_its_deadline_whatever_trickles_in(
    server: ScriptedServer, wire: Wire, fault: Behaviour
) -> None:
    server.on("sendMessage", fault)
    begun = time.monotonic()
    assert type(await error_of(wire, within=0.3)) is MaybeSentError
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("answer", "decision"),
    [
        (b"", MaybeSentError),
        (b"<html>Login to the ward's Wi-Fi</html>", MaybeSentError),
        (b"[1, 2]", MaybeSentError),
        (b"[" * 100_000, MaybeSentError),
        ({"ok": True}, MaybeSentError),
        ({"ok": False, "error_code": 429, "parameters": {"retry_after": 3}}, ThrottledError),
        ({"ok": False, "error_code": 400, "description": "Bad Request: message text is empty"}, RejectedError),
        ((500, {"ok": False, "error_code": 500, "description": "Internal Server Error"}), NeverSentError),
        ((502, b"<html>502 Bad Gateway</html>"), NeverSentError),
        ((403, b"<html>blocked by firewall, bot was blocked by the user</html>"), NeverSentError),
        ((400, b"[]"), NeverSentError),
        (refused(401, "Unauthorized"), ChannelDownError),
        (refused(404, "Not Found"), ChannelDownError),
        (refused(400, "Bad Request: something new", surprise=1), RejectedError),
    ],
    ids=repr,
)
async def test_every_answer_leads_to_a_decision(
    server: ScriptedServer, wire: Wire, answer: object, decision: type[DeliveryError]
) -> None:
    server.on("sendMessage", answer)
    assert type(await error_of(wire)) is decision


@pytest.mark.parametrize("said", ["7", 0, None, -1, 1e18, "soon", []], ids=repr)
async def test_an_absurd_wait_is_a_wait_of_a_second_to_an_hour(
    server: ScriptedServer, wire: Wire, said: object
) -> None:
    server.on("sendMessage", refused(429, "Too Many Requests", retry_after=said))
    error = await error_of(wire)
    assert isinstance(error, ThrottledError)
    assert 1 <= error.retry_after <= 3600


async def test_parameters_arrive_as_the_api_wants_them(server: ScriptedServer, wire: Wire) -> None:
    await wire.call("sendMessage", {**SEND, "reply_markup": {"inline_keyboard": []}, "protect_content": None})
    assert server.calls == [("sendMessage", {**SEND, "reply_markup": {"inline_keyboard": []}})]
