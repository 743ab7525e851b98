"""A backup of either engine restores into either, whole, and nothing is sent twice afterwards."""

import asyncio
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import select, text

from bot.console import progress
from bot.domain.people import Role
from bot.errors import SetupError
from bot.storage.backup import read_backup, write_backup
from bot.storage.engine import Database
from bot.storage.tables import delivery, dispatch, metadata, person, post, revision
from tests.conftest import ENGINES, Databases
from tests.ward import ADMIN, NOTICE, SEED, After, House, Past, settings


@Past
async def much_under_way(house: House) -> None:
    """A ward with posts, targets, people, an open conversation and a push that is under way."""
    await house.join(ADMIN)
    await house.join("7", Role.WRITER)
    for chat in ("1", "2", "3"):
        await house.join(chat, subscribed=True)
    await house.publish("7", SEED, files=["Danh mục Sầu Đâu"])
    await house.pushes()
    await house.say("7", "/capnhat\nTên | Kế hoạch | Thực hiện: năm 2026\nNhà tình thương | 12 căn | 13")
    await house.say("7", "ghi")
    await house.publish("7", "Họp kín\n\nNgày 08/07/2026, họp kín.", cadres=True)
    await house.say("7", f"/post {NOTICE}")
    await house.publish("7", NOTICE)
    await house.say("7", "/post")
    await house.say("7", "phần một 👍 <b>")


@pytest.fixture
def full(after: After) -> House:
    return after(much_under_way)


async def everything(database: Database) -> dict[str, list[Any]]:
    async with database.read() as transaction:
        return {
            table.name: sorted((list(row) for row in await transaction.execute(select(table))), key=str)
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("into", ENGINES)
async def test_a_backup_restores_every_row_and_pauses_what_was_under_way(
    full: House, databases: Databases, tmp_path: Path, into: str
) -> None:
    file = tmp_path / "loa.zip"
    written = await write_backup(full.database, file)
    before = await everything(full.database)
    url = databases.empty(into)
    restored = Database(url)
    rows, paused = await read_backup(restored, file)
    assert rows == written == sum(len(one) for one in before.values())
    assert paused == 3
    after = await everything(restored)
    for name in before.keys() - {"dispatch", "delivery"}:
        assert after[name] == before[name], name
    house = House(restored, full.clock, settings(), keys=full.keys)
    assert {row["state"] for row in await house.rows(dispatch)} == {"paused"}
    assert await house.pushes() == []
    assert len(await house.rows(delivery)) == len(before["delivery"])
    assert "10/12" in await house.ask("9", "/targets")
    assert "cúp điện" in await house.ask("9", "/search cup dien")
    assert "Sơ kết" in await house.ask("9", "/search sau dau")
    assert after["attachment"][0][-1] == "Danh mục Sầu Đâu".encode()
    assert "Họp kín" not in await house.ask("9", "/search hop kin")
    assert "Đã nhận 2 phần" in await house.ask("7", "phần hai")
    await house.press("7", "post.stop sure")
    await house.publish("7", "Tin sau khi khôi phục\n\nNội dung.")
    numbers = [row["number"] for row in await house.rows(post) if row["audience"] == "everyone" and row["number"]]
    assert sorted(numbers) == [1, 2, 3]
    assert await house.pushes() == ["1", "2", "3"]
    await house.join("mới", subscribed=True)
    await restored.close()
    databases.drop(url)


async def test_a_backup_of_a_restored_database_is_the_same_again(
    full: House, databases: Databases, tmp_path: Path, engine: str
) -> None:
    await write_backup(full.database, tmp_path / "one.zip")
    url = databases.empty(engine)
    restored = Database(url)
    await read_backup(restored, tmp_path / "one.zip")
    await write_backup(restored, tmp_path / "two.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as one, zipfile.ZipFile(tmp_path / "two.zip") as two:
        for name in one.namelist():
            if name not in ("dispatch.jsonl", "delivery.jsonl"):
                assert sorted(one.read(name).splitlines()) == sorted(two.read(name).splitlines()), name
    async with restored.read() as transaction:
        pushes = await transaction.scalar(text("SELECT count(*) FROM delivery WHERE dispatch_id IS NOT NULL"))
        bare = await transaction.scalar(text("SELECT count(*) FROM delivery WHERE content IS NULL"))
    assert bare == pushes
    await restored.close()
    databases.drop(url)


async def test_line_ends_and_odd_letters_within_a_row_stay_within_its_line(
    house: House, databases: Databases, tmp_path: Path, engine: str
) -> None:
    odd = 'Dòng một\nDòng hai\t"trích" \\ \u2028 \x1f 🏠 <b>'
    await house.join("7", Role.WRITER, name=odd)
    await house.publish("7", NOTICE)
    async with house.database.write() as transaction:
        # As a hand or an older program may have written it.
        await transaction.execute(text("UPDATE revision SET summary = :written"), {"written": '[\n "một",\n "hai"\n]'})
    await write_backup(house.database, tmp_path / "loa.zip")
    url = databases.empty(engine)
    restored = Database(url)
    await read_backup(restored, tmp_path / "loa.zip")
    async with restored.read() as transaction:
        assert list(await transaction.scalars(select(revision.c.summary))) == [["một", "hai"]]
        async with house.database.read() as before:
            names = select(person.c.name)
            assert set(await transaction.scalars(names)) == set(await before.scalars(names))
    await restored.close()
    databases.drop(url)


async def test_who_watches_is_told_how_much_is_done_up_to_the_end(
    full: House, databases: Databases, tmp_path: Path, engine: str
) -> None:
    told: list[tuple[int, int]] = []
    rows = await write_backup(full.database, tmp_path / "loa.zip", lambda *work: told.append(work))
    assert told[-1] == (rows, rows)
    assert told == sorted(told)
    told.clear()
    url = databases.empty(engine)
    restored = Database(url)
    await read_backup(restored, tmp_path / "loa.zip", lambda *work: told.append(work))
    assert told == sorted(told)
    # By bytes, without the heads that name the columns.
    assert 0.5 < told[-1][0] / told[-1][1] < 1
    await restored.close()
    databases.drop(url)


def test_a_bar_is_drawn_in_a_terminal_only() -> None:
    for terminal in (True, False):
        written = io.StringIO()
        with progress("Sao lưu", Console(file=written, force_terminal=terminal, width=80)) as told:
            assert (told is not None) is terminal
            if told is not None:
                told(30, 40)
        assert ("75%" in written.getvalue()) is terminal


async def test_a_database_with_rows_in_it_is_not_overwritten(full: House, tmp_path: Path) -> None:
    await write_backup(full.database, tmp_path / "loa.zip")
    with pytest.raises(SetupError, match="đã có dữ liệu"):
        await read_backup(full.database, tmp_path / "loa.zip")


async def test_an_empty_database_has_nothing_to_back_up(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    with pytest.raises(SetupError, match="còn trống"):
        await write_backup(database, tmp_path / "loa.zip")
    await database.close()
    assert os.listdir(tmp_path) == []


async def test_a_backup_is_readable_by_its_owner_only(full: House, tmp_path: Path) -> None:
    await write_backup(full.database, tmp_path / "loa.zip")
    assert (tmp_path / "loa.zip").stat().st_mode & 0o077 == 0


async def test_a_place_that_cannot_be_written_is_one_sentence(full: House, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="Không ghi được"):
        await write_backup(full.database, tmp_path / "no" / "loa.zip")


def change(source: Path, name: str, edit: Callable[[bytes], bytes]) -> Path:
    """A copy of a backup in which one member is another."""
    changed = source.with_name("changed.zip")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, edit(content) if member == name else content)
    return changed


def cut(source: Path) -> Path:
    changed = source.with_name("changed.zip")
    changed.write_bytes(source.read_bytes()[:-200])
    return changed


def flip(source: Path) -> Path:
    """One byte of the compressed rows is another, as a bad disk leaves it."""
    changed = source.with_name("changed.zip")
    content = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as archive:
        place = archive.getinfo("revision.jsonl").header_offset + 30 + len("revision.jsonl") + 40
    for offset in range(12):
        content[place + offset] ^= 0xFF
    changed.write_bytes(content)
    return changed


def manifest(**values: object) -> Callable[[Path], Path]:
    return lambda source: change(source, "loa.json", lambda _: json.dumps(values).encode())


BROKEN: dict[str, Callable[[Path], Path]] = {
    "cut": cut,
    "flipped": flip,
    "no zip": lambda source: _write(source, b"xin chao"),
    "empty": lambda source: _write(source, b""),
    "no manifest": lambda source: change(source, "loa.json", lambda _: b""),
    "a list for a manifest": lambda source: change(source, "loa.json", lambda _: b"[1]"),
    "a newer format": manifest(format=99, revision="0001"),
    "a newer schema": manifest(format=1, revision="9999"),
    "no schema": manifest(format=1),
    "a row too short": lambda source: change(source, "topic.jsonl", lambda _: b"[1, 2]\n"),
    "no json": lambda source: change(source, "topic.jsonl", lambda _: b"{\n"),
    "a row without its person": lambda source: change(source, "person.jsonl", lambda _: b""),
    "two rows of one id": lambda source: change(source, "topic.jsonl", lambda rows: rows + rows),
}


def _write(source: Path, content: bytes) -> Path:
    changed = source.with_name("changed.zip")
    changed.write_bytes(content)
    return changed


async def test_a_broken_backup_is_one_sentence_and_leaves_the_database_empty(
    house: House, databases: Databases, tmp_path: Path, engine: str
) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", SEED)
    await write_backup(house.database, tmp_path / "loa.zip")
    url = databases.empty(engine)
    restored = Database(url)
    for how, broken in BROKEN.items():
        with pytest.raises(SetupError) as caught:
            await read_backup(restored, broken(tmp_path / "loa.zip"))
        assert "\n" not in str(caught.value), how
    rows, _ = await read_backup(restored, tmp_path / "loa.zip")
    assert rows > 10
    await restored.close()
    databases.drop(url)


async def test_a_backup_that_is_not_there_is_one_sentence(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    with pytest.raises(SetupError, match="Không thấy tệp"):
        await read_backup(database, tmp_path / "no.zip")
    await database.close()


async def test_a_backup_taken_while_people_write_is_of_one_moment(house: House, tmp_path: Path) -> None:
    await house.join("7", Role.WRITER)

    async def talk() -> None:
        for number in range(10):
            await house.receive(house.event(f"{number}", "/start"))

    await asyncio.gather(talk(), write_backup(house.database, tmp_path / "loa.zip"))
    with zipfile.ZipFile(tmp_path / "loa.zip") as archive:
        people = len(archive.read("person.jsonl").splitlines())
        assert len(archive.read("address.jsonl").splitlines()) == people
