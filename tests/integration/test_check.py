"""`loa check` about the ward itself: who may approve, and what still waits for a look."""

import pytest

from bot.check import check_all
from bot.domain.people import Role
from bot.settings import PolicySettings, Settings
from bot.storage.engine import Database
from tests.conftest import FakeClock
from tests.integration.conftest import ADMIN, NOTICE, House, settings

WRITER, APPROVER = "7", "6"


async def approval_line(url: str, **policy: str) -> tuple[str, str]:
    """The line about approval: its state and what it says."""
    found = await check_all(Settings.model_validate({"database_url": url, "policy": policy}))
    (line,) = [one for one in found if one.name == "Duyệt tin"]
    return line.state, line.found


async def test_the_check_says_who_can_approve_and_what_still_waits_for_a_look(
    database: Database, clock: FakeClock, database_url: str
) -> None:
    house = House(database, clock, settings(policy=PolicySettings()))
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    assert await approval_line(database_url) == ("ok", "2 người duyệt được")

    draft = (await house.say(WRITER, f"/post {NOTICE}"))[-1]
    heard = await house.send_off(WRITER, await house.press(WRITER, draft.buttons["Khẩn"]))
    heard = await house.press(WRITER, heard[-1].buttons["Đăng ngay, duyệt sau"])
    await house.press(WRITER, heard[-1].buttons["Đăng ngay"])
    waiting = "; còn 1 tin đã đăng khi chưa có người duyệt, chờ xem lại (/nhap)"
    assert await approval_line(database_url) == ("ok", f"2 người duyệt được{waiting}")

    await house.set_role(APPROVER, Role.CADRE)
    state, found = await approval_line(database_url)
    assert state == "off"
    assert found.startswith("chỉ 1 người duyệt được: tin của chính người ấy chưa có người duyệt")
    assert found.endswith(f"/moi duyet{waiting}")
    await house.set_role(APPROVER, Role.APPROVER)
    await house.press(APPROVER, "post.reviewed 1")
    assert await approval_line(database_url) == ("ok", "2 người duyệt được")


async def test_the_check_says_when_nobody_can_approve_or_nobody_has_to(house: House, database_url: str) -> None:
    await house.join(WRITER, Role.WRITER)
    state, found = await approval_line(database_url)
    assert (state, found.partition(",")[0]) == ("off", "chưa có ai duyệt được")
    none = dict.fromkeys(PolicySettings.model_fields, "none")
    assert "đều là none" in (await approval_line(database_url, **none))[1]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOA_TELEGRAM__TOKEN", "LOA_ADMINS"):
        monkeypatch.delenv(name, raising=False)
