"""Backups that the running bot makes: one a day, read through, none kept too long, and a failure is told."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import backups as backups_module
from bot.backups import Backups, list_backups, outdated
from bot.delivery.tell import Teller
from bot.errors import SetupError
from bot.settings import BackupSettings
from bot.storage.backup import verify_backup
from bot.storage.engine import Database
from tests.conftest import FakeClock
from tests.ward import ADMIN, House

Make = Callable[[Path], Backups]


@pytest.fixture
def make(house: House, database: Database, clock: FakeClock, database_url: str) -> Make:
    def build(folder: Path, keep: int = 7) -> Backups:
        settings = BackupSettings(dir=folder, hour=2, keep=keep)
        teller = Teller(house.accounts)
        return Backups(settings, url=database_url, database=database, clock=clock, teller=teller)

    return build


async def test_a_backup_is_made_once_a_day_after_its_hour_and_can_be_restored(
    make: Make, clock: FakeClock, tmp_path: Path
) -> None:
    backups = make(tmp_path / "backups")
    clock.moment = datetime(2026, 11, 30, 18, 59, tzinfo=UTC)  # 01:59 in Vietnam
    assert not await backups.run_once()
    clock.advance(minutes=1)
    assert await backups.run_once()
    assert not await backups.run_once()
    (made,) = list_backups(tmp_path / "backups").items()
    assert made[0] == date(2026, 12, 1)
    assert verify_backup(made[1]) > 0
    assert made[1].stat().st_mode & 0o077 == 0
    assert backups.age() is not None
    clock.advance(days=1)
    assert await backups.run_once()


async def test_a_backup_that_fails_is_told_to_the_admins_once_and_leaves_no_file(
    house: House, make: Make, clock: FakeClock, tmp_path: Path
) -> None:
    await house.join(ADMIN)
    (tmp_path / "backups").write_text("a file stands where the folder should be")
    backups = make(tmp_path / "backups")
    clock.moment = datetime(2026, 11, 30, 20, tzinfo=UTC)
    assert not await backups.run_once()
    assert not await backups.run_once()
    told = [one for one in await house.notices(ADMIN) if "Chưa sao lưu được hôm nay" in one.text]
    assert len(told) == 1
    assert f"Thư mục sao lưu ({tmp_path / 'backups'}): " in told[0].text


def test_a_backup_that_was_cut_off_or_changed_is_found_out(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"\x00" * 1000):
        file = tmp_path / "loa.zip"
        file.write_bytes(content)
        with pytest.raises(SetupError, match="đã hỏng"):
            verify_backup(file)
    with pytest.raises(SetupError, match="Không thấy"):
        verify_backup(tmp_path / "none.zip")


@given(st.sets(st.dates(date(2026, 1, 1), date(2027, 1, 31)), max_size=80), st.integers(1, 28))
def test_the_newest_are_kept_and_one_of_each_of_four_weeks(days: set[date], keep: int) -> None:
    kept = days - outdated(days, keep)
    newest = sorted(days)[-keep:]
    assert set(newest) <= kept
    assert len(kept) <= keep + 4
    weeks = {day.isocalendar()[:2] for day in days}
    assert {day.isocalendar()[:2] for day in kept} >= set(sorted(weeks)[-4:])


@given(st.dates(date(2026, 1, 1), date(2027, 1, 31)))
def test_where_one_is_made_every_day_none_is_older_than_a_month(today: date) -> None:
    days: set[date] = set()
    for past in range(100, -1, -1):
        days.add(today - timedelta(days=past))
        days -= outdated(days, 7)
    assert today - min(days) <= timedelta(days=30)


async def test_a_folder_that_may_not_be_looked_into_is_told_and_ends_nothing(
    house: House, make: Make, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.join(ADMIN)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(backups_module, "list_backups", refuse)
    backups = make(tmp_path / "backups")
    clock.moment = datetime(2026, 11, 30, 20, tzinfo=UTC)
    assert not await backups.run_once()
    assert backups.age() is None
    (told,) = [one.text for one in await house.notices(ADMIN) if "Chưa sao lưu được hôm nay" in one.text]
    assert "không có quyền" in told


async def test_what_a_killed_backup_left_behind_is_taken_away(make: Make, clock: FakeClock, tmp_path: Path) -> None:
    left, fresh = tmp_path / "loa-2026-11-01.zip.77.part", tmp_path / "loa-2026-12-01.zip.78.part"
    for one in (left, fresh):
        one.write_bytes(b"x")
    os.utime(left, (0, 0))
    clock.moment = datetime(2026, 11, 30, 20, tzinfo=UTC)
    assert await make(tmp_path).run_once()
    assert not left.exists()
    assert fresh.exists()
