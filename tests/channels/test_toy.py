"""A channel and a command by their recipes alone: a folder, one line and one section; a file and one line."""

from collections.abc import AsyncIterator

import pytest

from bot.app import FEATURES, build_router, menu
from bot.channels.registry import PLATFORMS, build_channels, check_channels, secrets_of
from bot.domain.sample import Sample
from bot.errors import SetupError
from bot.settings import Settings
from bot.ward import Ward
from tests.channels.town import Town, corrected_and_withdrawn, running
from tests.channels.toy import weather
from tests.channels.toy.exchange import EXCHANGES, Exchange
from tests.channels.toy.platform import TOY, TownSettings

WITH_TOY = (*PLATFORMS, TOY)
"""The registry with its new line."""
WITH_WEATHER = (*FEATURES, weather)
KEY = "77-khoa"


@pytest.fixture
async def town(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    exchange = Exchange(KEY, ["Phúc", "Lan", "Bà Tư"])
    monkeypatch.setitem(EXCHANGES, "cho", exchange)
    toy = {"key": KEY, "address": "cho"}
    settings = TownSettings.model_validate({"database_url": database_url, "undo_seconds": 0, "toy": toy})
    router = build_router(WITH_WEATHER)
    ward = Ward(settings, build_channels(settings, menu(router), WITH_TOY), router=router)
    async with running(ward, exchange.people) as town:
        yield town


async def test_a_whole_post_is_made_on_a_channel_of_one_folder_one_line_and_one_section(town: Town) -> None:
    assert town.route == "toy:77"
    await corrected_and_withdrawn(town)
    counted = [one for one in await town.ward.measure() if isinstance(one, Sample) and one.name == "toy_letters"]
    assert [one.value > 0 for one in counted] == [True]


async def test_a_command_of_one_file_and_one_line_is_answered_listed_and_known_without_accents(town: Town) -> None:
    for typed in ("/weather", "/thoitiet", "thời tiết", "Thoi tiet"):
        await town.say(town.resident, typed, "chưa đăng tin nào")
    await town.say(town.resident, "trợ giúp tất cả", "/thoitiet – Tin thời tiết mới nhất.")


async def test_a_new_channel_is_off_without_its_key_checked_and_its_key_kept_out_of_logs() -> None:
    off, on = TownSettings(), TownSettings.model_validate({"toy": {"key": KEY, "address": "cho"}})
    with pytest.raises(SetupError):
        build_channels(off, (), WITH_TOY)
    assert [one.state for one in await check_channels(off, [TOY])] == ["off"]
    assert [one.state for one in await check_channels(on, [TOY])] == ["ok"]
    assert KEY in secrets_of(on, WITH_TOY)
    assert KEY not in repr(on)


def test_a_section_of_settings_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOA_TOY__KEY", KEY)
    (channel,) = build_channels(TownSettings(), (), WITH_TOY)
    assert (channel.name, channel.account) == ("toy", "77")
    assert not hasattr(Settings(), "toy")
