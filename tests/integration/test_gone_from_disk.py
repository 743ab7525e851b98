"""Who is erased is gone from the files too, and the files are their owner's alone."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.people import Role
from bot.storage import postgres
from bot.storage.backup import read_backup, write_backup
from bot.storage.engine import Database
from tests.conftest import FakeClock
from tests.ward import House, settings

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"])
CHAT, NAME = "7180339914", "Nguyễn Thị Xuân Quỳnh Hương"
SAID = ("so dien thoai cua toi la 0918273645", "Thông báo nháp\n\nBà Xuân Quỳnh Hương mất sổ hộ khẩu bìa xanh.")


def stands_in(url: str, words: str) -> list[str]:
    """The database's files in which these words stand."""
    file = Path(url.removeprefix("sqlite:///"))
    return [one.name for one in file.parent.glob(f"{file.name}*") if words.encode() in one.read_bytes()]


@only_sqlite
async def test_who_was_erased_stands_in_no_file_once_the_answer_is_sent(
    database: Database, clock: FakeClock, database_url: str
) -> None:
    house = House(database, clock, settings())
    await house.join("11", Role.ADMIN)
    await house.join(CHAT, Role.WRITER, name=NAME)
    await house.say(CHAT, "/subscribe")
    await house.press(CHAT, "subscribe.agree")
    await house.say(CHAT, SAID[0])
    await house.say(CHAT, f"/post {SAID[1]}")
    assert all(stands_in(database_url, words) for words in (CHAT, NAME, SAID[1][-30:]))
    await house.set_role(CHAT, Role.CADRE)
    await house.press(CHAT, "privacy.erase")
    assert await database.wipe(erased=True)
    for words in (CHAT, NAME, *SAID, SAID[1][-30:]):
        assert stands_in(database_url, words) == [], words


@only_sqlite
async def test_a_log_that_somebody_reads_is_emptied_later(database: Database, database_url: str) -> None:
    house = House(database, FakeClock(), settings())
    await house.join("11")
    async with database.read() as transaction:
        await database.current_revision(transaction)
        await house.join("12")
        assert not await database.wipe(erased=True)
    assert await database.wipe(erased=True)
    assert os.path.getsize(f"{database_url.removeprefix('sqlite:///')}-wal") == 0  # noqa: ASYNC240


async def dead_rows(database: Database) -> dict[str, int]:
    """Deleted rows that still stand in PostgreSQL's tables, as its vacuum counted them."""
    async with database.read() as transaction:
        await transaction.execute(text("SELECT pg_stat_clear_snapshot()"))
        vacuumed = "SELECT relname, n_dead_tup FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL"
        return {row.relname: row.n_dead_tup for row in await transaction.execute(text(vacuumed))}


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_postgresql_takes_out_who_was_erased_once_nobody_sees_them_any_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "LOOKS", 2)
    house = House(database, FakeClock(), settings())
    await house.join("11", Role.ADMIN)
    await house.join(CHAT, name=NAME)
    async with database.snapshot() as backup:
        await database.current_revision(backup)
        await house.press(CHAT, "privacy.erase")
        assert not await house.reconciler().wipe()
    assert "person" not in await dead_rows(database)
    assert await house.reconciler().wipe()
    gone = await dead_rows(database)
    assert {name: gone[name] for name in ("person", "address", "delivery", "conversation")} == {
        "person": 0,
        "address": 0,
        "delivery": 0,
        "conversation": 0,
    }


async def test_a_wipe_is_done_once_for_whom_was_erased_and_again_for_who_is_erased_meanwhile(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    async def wipe(_database: Database, *, erased: bool) -> bool:
        asked.append(erased)
        if len(asked) == 2:
            await house.press("13", "privacy.erase")
        return len(asked) > 1

    monkeypatch.setattr(Database, "wipe", wipe)
    for chat in ("11", "12", "13"):
        await house.join(chat)
    assert [await house.reconciler().wipe() for _ in range(1)] == [False]
    await house.press("12", "privacy.erase")
    assert [await house.reconciler().wipe() for _ in range(3)] == [True, True, True]
    assert asked == [False, True, True, False]


@pytest.mark.parametrize("leaves", ["between the two", "afterwards"])
async def test_who_is_erased_after_two_wiped_at_once_is_wiped_too(
    house: House, monkeypatch: pytest.MonkeyPatch, leaves: str
) -> None:
    asked: list[bool] = []

    async def wipe(_database: Database, *, erased: bool) -> bool:
        asked.append(erased)
        if len(asked) == 1:
            # Another process begins later and is done earlier.
            await house.reconciler().wipe()
            if leaves == "between the two":
                await house.press("12", "privacy.erase")
        return True

    monkeypatch.setattr(Database, "wipe", wipe)
    for chat in ("11", "12"):
        await house.join(chat)
    await house.press("11", "privacy.erase")
    assert await house.reconciler().wipe()
    if leaves == "afterwards":
        await house.press("12", "privacy.erase")
    for _ in range(2):
        assert await house.reconciler().wipe()
    assert asked == [True, True, True, False]


@pytest.mark.parametrize("restored", [False, True])
async def test_a_new_database_is_its_owners_alone(tmp_path: Path, *, restored: bool) -> None:
    saved = tmp_path / "loa.zip"
    if restored:
        first = Database(f"sqlite:///{tmp_path / 'first.db'}")
        await first.migrate()
        await write_backup(first, saved)
        await first.close()
    before = os.umask(0)
    try:
        database = Database(f"sqlite:///{tmp_path / 'data' / 'loa.db'}")
        await (read_backup(database, saved) if restored else database.migrate())
        files = {one.name: one.stat().st_mode & 0o777 for one in (tmp_path / "data").iterdir()}
        await database.close()
    finally:
        os.umask(before)
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert files["loa.db"] == 0o600
    assert set(files.values()) == {0o600}
