"""The token stands in every URL, and must stand nowhere else."""

import asyncio
import logging
import traceback

import pytest
from markupsafe import Markup
from structlog.testing import capture_logs
from telegram import Bot

from bot.channels.telegram.channel import TelegramChannel
from bot.errors import DeliveryError
from bot.messages.message import File, Outgoing
from tests.channels.telegram.kit import (
    ME,
    TOKEN,
    Inbox,
    ScriptedServer,
    channel_at,
    hang,
    listening,
    refused,
    reset,
    settings_for,
    truncate,
    wire_at,
)

SECRET = TOKEN.partition(":")[2]
FAULTS = (
    reset,
    truncate,
    (502, b"<html>bad gateway</html>"),
    b"garbage",
    refused(401, f"Unauthorized: {TOKEN}"),
    refused(404, "Not Found"),
    refused(400, f"Bad Request: wrong URL http://127.0.0.1/bot{TOKEN}/sendMessage"),
    refused(403, f"Forbidden: bot{TOKEN.replace(':', '%3A')} was kicked"),
    refused(409, "Conflict"),
    refused(429, "Too Many Requests", retry_after=1),
)


def everything_said(caplog: pytest.LogCaptureFixture) -> str:
    formatter = logging.Formatter("%(name)s %(message)s")
    return "\n".join(formatter.format(record) + repr(record.args) for record in caplog.records)


async def test_no_log_record_and_no_traceback_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    with capture_logs() as logs:
        async with ScriptedServer() as server, channel_at(server.url, commands=[("a", "b")]) as channel:
            await channel.start()
            for fault in FAULTS:
                for method in ("sendMessage", "sendDocument"):
                    server.on(method, fault)
                    file = File("a.txt", b"x") if method == "sendDocument" else None
                    with pytest.raises(DeliveryError) as caught:
                        await channel.send(Outgoing("1001", Markup("x"), file=file))
                    said += [str(caught.value), repr(caught.value), *traceback.format_exception(caught.value)]
            server.on("getUpdates", *FAULTS[:-1], hang)
            async with listening(channel, Inbox()):
                await asyncio.sleep(0.4)
    said += [everything_said(caplog), str(logs)]
    assert logs, "the channel logged nothing, so this shows nothing"
    assert any("Traceback" in text for text in said)
    assert SECRET not in "\n".join(said)


async def test_a_refused_token_is_not_quoted_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with ScriptedServer() as server, channel_at(server.url) as channel:
        server.on("getMe", refused(401, "Unauthorized"), ME)
        with pytest.raises(DeliveryError) as caught:
            await channel.start()
    assert SECRET not in "".join(traceback.format_exception(caught.value)) + everything_said(caplog)


async def test_an_address_that_cannot_work_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for address in ("http://[::1", "http://127.0.0.1:99999", "http://exa\x7fmple", "http://" + "a" * 300):
        async with wire_at(address) as wire:
            with pytest.raises(DeliveryError) as caught:
                await wire.call("getMe", {})
        assert SECRET not in "".join(traceback.format_exception(caught.value)), address
    assert SECRET not in everything_said(caplog)


def test_the_chatty_loggers_are_quiet_even_when_all_others_are_not(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    TelegramChannel(settings_for("http://127.0.0.1:9"))
    assert SECRET not in everything_said(caplog)
    for name in ("pyreqwest", "telegram", "telegram.Bot", "telegram.request.BaseRequest"):
        assert not logging.getLogger(name).isEnabledFor(logging.INFO), name


def test_without_that_ptb_would_log_the_token(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("telegram", "telegram.Bot"):
        caplog.set_level(logging.DEBUG, logger=name)
    Bot(TOKEN)
    assert SECRET in everything_said(caplog)
