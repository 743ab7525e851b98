"""The schema: built by migrations, the same as the tables in the code, safe when processes start together."""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, LargeBinary, MetaData, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from bot.errors import DatabaseDownError, SetupError
from bot.messages.incoming import Raw
from bot.storage import inbox, ward
from bot.storage.backup import read_backup, write_backup
from bot.storage.engine import Database, database_url, latest_revision
from bot.storage.tables import SEARCHED, metadata
from tests.conftest import MORNING, Databases

AT = 1_700_000_000_000_000
FIRST: dict[str, list[dict[str, Any]]] = {
    "ward": [{"id": 1, "name": "Phường", "hotline": "", "next_number": 2, "next_cadre_number": 1}],
    "person": [
        {
            "id": 7,
            "kind": "private",
            "name": "Lan",
            "role": 0,
            "subscribed": True,
            "created_at": AT,
            "seen_at": AT,
        }
    ],
    "post": [
        {
            "id": 1,
            "number": 1,
            "audience": "everyone",
            "state": "published",
            "urgent": False,
            "created_at": AT,
            "updated_at": AT,
        }
    ],
    "revision": [
        {
            "id": 1,
            "post_id": 1,
            "number": 1,
            "kind": "announcement",
            "title": "Tin",
            "body": "Tin một",
            "summary": [],
            "guests": [],
            "created_at": AT,
        }
    ],
    "dispatch": [{"id": 1, "revision_id": 1, "kind": "new", "lane": 3, "state": "done", "created_at": AT}],
    "delivery": [
        {
            "id": 1,
            "dispatch_id": 1,
            "person_id": 7,
            "route": "telegram:1",
            "chat_id": "42",
            "slot": None,
            "lane": 3,
            "state": "sent",
            "attempts": 2,
            "released": 1,
            "plain": True,
            "not_before": AT,
            "message_id": "99",
            "content": None,
        },
        {
            "id": 2,
            "dispatch_id": None,
            "person_id": None,
            "route": "telegram:1",
            "chat_id": "42",
            "slot": "dispatch:1",
            "lane": 0,
            "state": "queued",
            "attempts": 0,
            "released": 0,
            "plain": False,
            "not_before": AT,
            "message_id": None,
            "content": {"text": "Đang gửi"},
        },
    ],
}
"""A little of everything that later migrations touch, as the first version wrote it."""

START = """
import asyncio, sys
from bot.messages.incoming import Raw
from bot.storage import inbox, search, ward
from bot.storage.engine import Database
async def main():
    database = Database(sys.argv[1])
    await database.migrate()
    async with database.write() as transaction:
        await ward.ensure_ward(transaction, "Phường", "")
    await database.close()
asyncio.run(main())
"""


async def start_process(url: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START, url, cwd=Path(__file__).parents[2], stderr=asyncio.subprocess.PIPE
    )
    _, errors = await process.communicate()
    return process.returncode, errors.decode()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    found = compare_metadata(context, metadata)
    # The full-text indexes stand in each engine's own form, outside the tables in the code.
    return [one for one in found if not any(name in str(one) for name in SEARCHED)]


async def test_an_empty_database_becomes_the_newest(empty_url: str) -> None:
    database = Database(empty_url)
    async with database.read() as transaction:
        assert await database.current_revision(transaction) is None
    await database.migrate()
    async with database.read() as transaction:
        assert await database.current_revision(transaction) == latest_revision()
    await database.close()


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await database.migrate()
    async with database.write() as transaction:
        await database.migrate_within(transaction)
        await ward.ensure_ward(transaction, "Tên khác", "")
    async with database.read() as transaction:
        assert (await transaction.scalars(text("SELECT name FROM ward"))).all() == ["Phường Mỹ Bình"]
        assert await transaction.scalar(text("SELECT count(*) FROM topic")) == 8


async def test_migrations_build_exactly_the_tables_that_the_code_knows(database: Database) -> None:
    async with database.read() as transaction:
        assert await transaction.run_sync(differences) == []


async def test_an_index_of_some_rows_is_of_those_that_the_code_says(database: Database) -> None:
    listed = (
        "SELECT name, sql FROM sqlite_master" if database.is_sqlite else "SELECT indexname, indexdef FROM pg_indexes"
    )
    said = {
        index.name: index.info.get("where")
        for table in metadata.tables.values()
        for index in table.indexes
        if "where" in index.info
    }
    assert "ix_delivery_queue" in said
    async with database.read() as transaction:
        made = {name: sql for name, sql in await transaction.execute(text(listed)) if name in said}
    for name, where in said.items():
        there = re.sub(r"[()]|::text", "", made[name].partition(" WHERE ")[2])
        assert there == where, name


@pytest.mark.slow
async def test_bytes_stand_behind_all_other_columns(database: Database) -> None:
    """SQLite reads through them for whatever stands behind them: 45 ms for a file of 20 MB."""
    async with database.read() as transaction:
        columns = await transaction.run_sync(lambda sync: inspect(sync).get_columns("attachment"))
    assert [isinstance(one["type"], LargeBinary) for one in columns] == [False] * (len(columns) - 1) + [True]


async def test_processes_that_start_together_on_a_new_database_all_start(empty_url: str) -> None:
    results = await asyncio.gather(*(start_process(empty_url) for _ in range(3)))
    assert [code for code, _ in results] == [0, 0, 0], results
    database = Database(empty_url)
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM ward")) == 1
        assert await transaction.scalar(text("SELECT count(*) FROM topic")) == 8
    await database.close()


async def test_two_first_rows_written_at_one_moment_are_one(empty_url: str) -> None:
    database = Database(empty_url)
    await database.migrate()

    async def ensure() -> None:
        async with database.write() as transaction:
            await ward.ensure_ward(transaction, "Phường", "")
            await asyncio.sleep(0.05)

    await asyncio.gather(*(ensure() for _ in range(3)))
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM topic")) == 8
    await database.close()


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(empty_url)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(op, "create_index", fails)
        with pytest.raises(RuntimeError):
            await database.migrate()
    async with database.read() as transaction:
        assert await database.current_revision(transaction) is None
    await database.migrate()
    await database.close()


async def test_what_stands_in_a_database_of_the_first_version_stays_when_the_schema_grows(
    empty_url: str, databases: Databases, engine: str, tmp_path: Path
) -> None:
    old = Database(empty_url)
    await old.migrate("0001")
    reflected = MetaData()
    async with old.write() as transaction:
        await transaction.run_sync(reflected.reflect, only=[*FIRST])
        for name, values in FIRST.items():
            await transaction.execute(insert(reflected.tables[name]), values)
    await write_backup(old, tmp_path / "loa.zip")
    await old.migrate()
    url = databases.empty(engine)
    restored = Database(url)
    await read_backup(restored, tmp_path / "loa.zip")
    for grown in (old, restored):
        async with grown.read() as transaction:
            assert await transaction.run_sync(differences) == []
            for name, values in FIRST.items():
                rows = await transaction.execute(select(reflected.tables[name]).order_by("id"))
                known = [{key: row[key] for key in values[0]} for row in rows.mappings()]
                assert known == values, name
        for twice in FIRST["delivery"][:2]:
            with pytest.raises(IntegrityError):
                async with grown.write() as transaction:
                    await transaction.execute(insert(reflected.tables["delivery"]), {**twice, "id": 9})
        await grown.close()
    databases.drop(url)


async def test_an_event_that_an_older_version_handled_does_not_count_again(empty_url: str) -> None:
    old = Database(empty_url)
    await old.migrate("0008")
    handled = {"channel": "telegram", "account": "1", "state": "done", "received_at": AT}
    reflected = MetaData()
    async with old.write() as transaction:
        await transaction.run_sync(reflected.reflect, only=["inbox"])
        await transaction.execute(
            insert(reflected.tables["inbox"]), [{"event_key": key, **handled} for key in ("5", "6")]
        )
    await old.migrate()
    async with old.write() as transaction:
        route = ("telegram", "1")
        await inbox.insert_events(transaction, route, [Raw(key, "7", "{}") for key in ("6", "7")], MORNING)
        waiting = await inbox.take_waiting(transaction, [route], most=5)
        assert [one.id for one in waiting] == [await transaction.scalar(text("SELECT max(id) FROM inbox"))]
        assert await transaction.scalar(text("SELECT count(*) FROM inbox")) == 3
    await old.close()


# --- the setting --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "driver", "name"),
    [
        ("sqlite:///data/loa.db", "sqlite+aiosqlite", "data/loa.db"),
        ("sqlite:////var/lib/loa/loa.db", "sqlite+aiosqlite", "/var/lib/loa/loa.db"),
        ("sqlite+aiosqlite:///loa.db", "sqlite+aiosqlite", "loa.db"),
        ("  sqlite:///loa.db\n", "sqlite+aiosqlite", "loa.db"),
        ("postgresql://loa:x@db/loa", "postgresql+psycopg", "loa"),
        ("postgres://loa@db:5433/loa", "postgresql+psycopg", "loa"),
        ("postgresql+psycopg://db/loa", "postgresql+psycopg", "loa"),
        ("postgresql+asyncpg://db/loa", "postgresql+psycopg", "loa"),
        ("postgresql://loa@/loa?host=/run/postgresql", "postgresql+psycopg", "loa"),
    ],
)
def test_a_database_url_is_read_with_or_without_a_driver(given: str, driver: str, name: str) -> None:
    url = database_url(given)
    assert (url.drivername, url.database) == (driver, name)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "loa.db",
        "mysql://u:hunter2@db/loa",
        "sqlite://",
        "postgresql://u:hunter2@db",
        "postgresql://u:hunter2@db:x/l",
        ":",
    ],
)
def test_a_wrong_database_url_is_one_sentence_with_the_way_out_and_without_the_password(given: str) -> None:
    with pytest.raises(SetupError) as caught:
        database_url(given)
    message = str(caught.value)
    assert message.startswith("LOA_DATABASE_URL")
    assert "sqlite:///" in message
    assert "hunter2" not in message
    assert "\n" not in message


async def test_both_forms_of_a_url_open_the_same_database(database_url: str) -> None:
    other = database_url.replace("sqlite:", "sqlite+aiosqlite:").replace("postgresql:", "postgres:")
    database = Database(other)
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM ward")) == 1
    await database.close()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="Không tạo được thư mục"):
        Database(f"sqlite:///{tmp_path}/file/loa.db")


async def test_a_server_that_does_not_answer_is_named_as_such() -> None:
    database = Database("postgresql://u:hunter2@127.0.0.1:1/loa")
    with pytest.raises(DatabaseDownError) as caught:
        await database.migrate()
    assert "hunter2" not in str(caught.value)
    await database.close()


async def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "loa.db").write_text("đây không phải cơ sở dữ liệu " * 200)
    database = Database(f"sqlite:///{tmp_path}/loa.db")
    with pytest.raises(DatabaseDownError):
        await database.migrate()
    await database.close()


async def test_what_was_told_of_a_post_becomes_a_fact_and_words_stay_words(empty_url: str) -> None:
    """Rows as they were stored when a follow-up was kept as its sentence."""
    database = Database(empty_url)
    await database.migrate("0012")
    safe = "Đã an toàn, bà con trở lại sinh hoạt bình thường."
    posts = {
        1: ("expired", safe, "safe", None),
        2: ("expired", "Cuộc họp này hủy, không diễn ra.", "off", None),
        3: ("published", "Dời sang 19h thứ sáu", "moved", "Dời sang 19h thứ sáu"),
        4: ("withdrawn", "Nhầm ngày", None, "Nhầm ngày"),
        5: ("expired", None, None, None),
    }
    reflected = MetaData()
    async with database.write() as transaction:
        await transaction.run_sync(reflected.reflect, only=["post", "revision", "dispatch"])
        post, revision, dispatch = (reflected.tables[name] for name in ("post", "revision", "dispatch"))
        for id_, (state, closing, _, _) in posts.items():
            await transaction.execute(
                insert(post), {**FIRST["post"][0], "id": id_, "number": id_, "state": state, "closing": closing}
            )
            await transaction.execute(insert(revision), {**FIRST["revision"][0], "id": id_, "post_id": id_})
            kind = "withdrawal" if state == "withdrawn" else "all-clear"
            row = {**FIRST["dispatch"][0], "id": id_, "revision_id": id_, "kind": kind, "words": closing}
            await transaction.execute(insert(dispatch), row)
    await database.migrate()
    async with database.read() as transaction:
        rows = await transaction.execute(text("SELECT id, follow_up, closing FROM post ORDER BY id"))
        assert [tuple(row) for row in rows] == [(id_, fact, words) for id_, (_, _, fact, words) in posts.items()]
        rows = await transaction.execute(text("SELECT id, follow_up, words FROM dispatch ORDER BY id"))
        assert [tuple(row) for row in rows] == [(id_, fact, words) for id_, (_, _, fact, words) in posts.items()]
    await database.close()
