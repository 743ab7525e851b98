"""`loa check` about the ward itself: who may approve, and what still waits for a look."""

import pytest

from bot.check import check_all
from bot.domain.people import Role
from bot.settings import PolicySettings, Settings
from bot.storage.engine import Database
from tests.conftest import FakeClock
from tests.ward import ADMIN, NOTICE, House, settings

WRITER, APPROVER = "7", "6"


async def line(url: str, name: str, **policy: str) -> tuple[str, str]:
    """One line of the check: its state and what it says."""
    found = await check_all(Settings.model_validate({"database_url": url, "policy": policy}))
    (one,) = [one for one in found if one.name == name]
    return one.state, one.found


async def test_the_check_says_how_many_can_approve_and_that_one_is_too_few(
    database: Database, clock: FakeClock, database_url: str
) -> None:
    house = House(database, clock, settings(policy=PolicySettings()))
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    assert await line(database_url, "Duyệt tin") == ("ok", "2 người duyệt được")
    await house.set_role(APPROVER, Role.CADRE)
    state, found = await line(database_url, "Duyệt tin")
    assert (state, found.partition(":")[0]) == ("off", "chỉ 1 người duyệt được")
    assert found.endswith("/moi duyet")
    await house.set_role(ADMIN, Role.CADRE)
    state, found = await line(database_url, "Duyệt tin")
    assert (state, found.partition(",")[0]) == ("off", "chưa có ai duyệt được")
    none = dict.fromkeys(PolicySettings.model_fields, "none")
    assert "đều là none" in (await line(database_url, "Duyệt tin", **none))[1]


async def test_the_check_names_what_went_out_and_still_waits_for_a_look(
    database: Database, clock: FakeClock, database_url: str
) -> None:
    house = House(database, clock, settings(policy=PolicySettings()))
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    draft = (await house.say(WRITER, f"/post {NOTICE}"))[-1]
    heard = await house.press(WRITER, (await house.press(WRITER, draft.buttons["Khẩn"]))[-1].buttons["Đăng"])
    heard = await house.press(WRITER, heard[-1].buttons["Đăng ngay, duyệt sau"])
    assert (await line(database_url, "Tin chưa có người duyệt"))[0] == "ok"
    await house.press(WRITER, heard[-1].buttons["Đăng ngay"])
    state, found = await line(database_url, "Tin chưa có người duyệt")
    assert (state, found.partition(";")[0]) == ("off", "tin số 1 đã đăng")
    await house.press(APPROVER, "post.reviewed 1")
    assert (await line(database_url, "Tin chưa có người duyệt"))[0] == "ok"


async def test_without_any_channel_the_check_fails_as_a_run_would(database_url: str, database: Database) -> None:
    state, found = await line(database_url, "Kênh")
    assert state == "bad"
    assert "LOA_TELEGRAM__TOKEN" in found
    assert "LOA_ZALO_BOT__TOKEN" in found


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOA_TELEGRAM__TOKEN", "LOA_ADMINS"):
        monkeypatch.delenv(name, raising=False)
