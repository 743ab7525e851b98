"""The token stands in the path of every call, and must stand nowhere else."""

import logging
import traceback

import pytest
from markupsafe import Markup
from structlog.testing import capture_logs

from bot.channels.zalo_bot.check import check_zalo_bot
from bot.channels.zalo_bot.platform import ZALO_BOT
from bot.errors import DeliveryError
from bot.messages.message import Outgoing
from bot.settings import Settings, ZaloBotSettings, load_settings
from tests.channels.contract import Ear, listening
from tests.channels.telegram.kit import until
from tests.channels.zalo_bot.kit import SECRET, settings_for, zalo_channel_at
from tests.fakes.telegram_wire import Ending, Reply
from tests.fakes.zalo_bot import TOKEN, FakeZalo, broken_off, refused

KEY = TOKEN.partition(":")[2]
FAULTS = (
    refused(401, f"Unauthorized: {TOKEN}"),
    refused(400, f"Bad Request: /bot{TOKEN}/sendMessage"),
    refused(404, "Not Found"),
    refused(429, "Quota exceeded", wait=1),
    Reply(502, b"<html>", "text/html"),
    Reply(200, b"garbage"),
    Reply(302, b"", headers={"Location": f"/bot{TOKEN}/elsewhere"}),
    Reply(200, b"", ending=Ending.RESET),
    broken_off(),
)


async def test_no_log_record_and_no_traceback_holds_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    with capture_logs() as logs:
        async with FakeZalo(["Lan"]) as zalo, zalo_channel_at(zalo.url) as channel:
            for fault in FAULTS:
                zalo.script("sendMessage", fault)
                zalo.script("getUpdates", fault)
                zalo.script("getMe", fault)
                with pytest.raises(DeliveryError) as caught:
                    await channel.send(Outgoing(zalo.people[0].chat_id, Markup("Tin")))
                said += traceback.format_exception(caught.value)
            async with listening(channel, Ear()):
                await until(lambda: zalo.calls["getUpdates"] > len(FAULTS), 20)
            said.append(repr(vars(channel)))
    said += [repr(logs), *(f"{record.getMessage()} {record.args!r}" for record in caplog.records)]
    assert KEY not in "\n".join(said)


async def test_the_check_names_what_is_wrong_and_shows_no_secret() -> None:
    async with FakeZalo(["Lan"]) as zalo:

        async def lines() -> list[tuple[str, str, str]]:
            found = await check_zalo_bot(Settings(zalo_bot=settings_for(zalo.url)))
            assert KEY not in repr(found)
            assert SECRET not in repr(found)
            return [(one.name, one.state, one.found) for one in found]

        good = await lines()
        assert [(name, state) for name, state, _ in good] == [
            ("Zalo", "ok"),
            ("Zalo nhận tin", "ok"),
            ("Zalo gửi tin", "ok"),
        ]
        assert "Bot Phường Mẫu" in good[0][2]
        zalo.webhook = "https://khac.example/zalo"
        assert [state for _, state, _ in await lines()] == ["ok", "bad", "ok"]
        zalo.revoked = True
        ((_, state, found),) = await lines()
        assert (state, "Zalo Bot Creator" in found) == ("bad", True)
        await zalo.stop()
        ((_, state, found),) = await lines()
        assert (state, "no-connection" in found) == ("bad", True)
    assert [one.state for one in await check_zalo_bot(Settings())] == ["off"]


def test_a_token_in_any_form_is_taken_named_by_a_number_or_a_digest_and_struck_out_of_logs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOA_ZALO_BOT__TOKEN", TOKEN)
    settings = load_settings(None)
    assert settings.zalo_bot.account == TOKEN.partition(":")[0]
    assert TOKEN in [one.get_secret_value() for one in ZALO_BOT.secrets(settings) if one]
    assert KEY not in repr(settings)
    other = ZaloBotSettings.model_validate({"token": "khong-co-so-nao"})
    assert other.account.isalnum()
    assert other.account not in "khong-co-so-nao"
    assert ZaloBotSettings.model_validate({"token": " "}).account == ""
