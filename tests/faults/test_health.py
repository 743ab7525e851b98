"""Whatever keeps the ward from working is named by /health, the log, the check and, once over, to the admins."""

import asyncio
import contextlib
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import structlog
from sqlalchemy import event
from starlette.applications import Starlette

from bot import pulse
from bot.cards.health import DATABASE_WORDS
from bot.channels.telegram import client, polling
from bot.check import check_all
from bot.domain.sample import Spread
from bot.errors import Trouble
from bot.ward import Ward as LiveWard
from bot.web.health import health_routes
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Fault
from tests.faults.kit import Ward
from tests.faults.test_database import drop_connections, locked, only_postgresql, only_sqlite

Logged = list[MutableMapping[str, Any]]


@pytest.fixture(autouse=True)
def quick_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats faster than in real life, and tells of what is over however short it was."""
    monkeypatch.setattr(pulse, "EVERY_SECONDS", 0.05)
    monkeypatch.setattr(pulse, "REMEMBERED_SECONDS", 0.5)
    monkeypatch.setattr(pulse, "WORTH_TELLING", timedelta())
    monkeypatch.setattr(polling, "ASK_EVERY", 0.1)
    monkeypatch.setattr(polling.Pauses, "after", lambda _pauses, _failures: 0.1)


@asynccontextmanager
async def at_work(ward: Ward, **hooks: Callable[..., Any]) -> AsyncIterator[tuple[LiveWard, Logged]]:
    """A ward that runs, with an admin who has written to it, and hooks of its engine by name; and what it logs."""
    with structlog.testing.capture_logs() as logged:
        app = ward.app()
        for name, hook in hooks.items():
            event.listen(app.database._engine.sync_engine, name, hook)
        admin = ward.tg.user(1001, "Minh")
        await app.prepare()
        running = asyncio.create_task(app.run())
        try:
            await admin.ask("/start")
            await ward.until(lambda: not app.pulse.troubles())
            yield app, logged
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
            await app.close()


async def told(app: LiveWard) -> tuple[int, dict[str, Any]]:
    """What /health answers."""
    routes = health_routes(app.measure, app.pulse.troubles)
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://inside") as watcher:
        answer = await watcher.get("/health")
        return answer.status_code, answer.json()


def causes(logged: Logged, name: str) -> list[tuple[str, str]]:
    return [(one["of"], one["cause"]) for one in logged if one["event"] == name]


async def is_named_and_overcome(
    ward: Ward, of: str, cause: str, words: str, heal: Callable[[], Awaitable[None]], app: LiveWard, logged: Logged
) -> None:
    """Each place names the cause; once healed, each says so once, and the admin hears of it once."""
    try:
        await ward.until(lambda: app.pulse.troubles() == {of: cause}, patience=15)
    except TimeoutError:
        raise AssertionError((app.pulse.troubles(), logged[-5:])) from None
    assert await told(app) == (503, {"ready": False, "troubles": {of: cause}})
    assert causes(logged, "trouble") == [(of, cause)]
    await heal()
    await ward.until(lambda: not app.pulse.troubles(), patience=15)
    assert await told(app) == (200, {"ready": True, "troubles": {}})
    assert causes(logged, "well_again") == [(of, cause)]
    heard = await ward.tg.user(1001).wait_for("đã chạy lại bình thường", timeout=15)
    assert words in heard.text
    await asyncio.sleep(0.3)
    again = [one for one in ward.tg.user(1001).messages if "đã chạy lại bình thường" in one.text]
    assert len(again) == 1


@only_sqlite
@pytest.mark.parametrize("trouble", [Trouble.FULL, Trouble.READ_ONLY])
async def test_a_full_and_a_read_only_file_are_named(ward: Ward, trouble: Trouble) -> None:
    broken = False

    def break_it(connection: Any) -> None:
        if trouble is Trouble.READ_ONLY:
            connection.exec_driver_sql(f"PRAGMA query_only={int(broken)}")
            return
        # SQLite keeps this limit a connection, and never below what the file has.
        connection.exec_driver_sql(f"PRAGMA max_page_count={1 if broken else 1_000_000}")
        if broken and connection.get_execution_options().get("loa_write"):
            # More than whatever pages happen to be free within the file.
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS no_room (a)")
            connection.exec_driver_sql("INSERT INTO no_room VALUES (zeroblob(50000000))")

    async def heal() -> None:
        nonlocal broken
        broken = False

    async with at_work(ward, begin=break_it) as (app, logged):
        broken = True
        await is_named_and_overcome(ward, "database", trouble, DATABASE_WORDS[trouble], heal, app, logged)


@only_sqlite
async def test_a_file_that_another_program_holds_is_named(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "STILL_SECONDS", 2.0)
    async with at_work(ward) as (app, logged):
        holding = locked(ward)
        await holding.__aenter__()

        async def heal() -> None:
            await holding.__aexit__(None, None, None)

        words = DATABASE_WORDS[Trouble.LOCKED]
        await is_named_and_overcome(ward, "database", Trouble.LOCKED, words, heal, app, logged)


@only_sqlite
async def test_a_file_whose_tables_are_broken_is_named_by_health_and_by_the_check(ward: Ward) -> None:
    await ward.populate(3)
    await ward.publish()
    await ward.database.close()
    file = Path(ward.url.removeprefix("sqlite:///"))
    break_tables(file, "post", "delivery", "job")
    app = ward.app()
    running = asyncio.create_task(app.run())
    try:
        await ward.until(lambda: app.pulse.troubles().get("database") == Trouble.CORRUPT, patience=15)
        assert (await told(app))[0] == 503
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await app.close()
    lines = [one for one in await check_all(ward.settings(telegram={})) if one.state == "bad"]
    assert any(DATABASE_WORDS[Trouble.CORRUPT] in one.found for one in lines)


def break_tables(file: Path, *tables: str) -> None:
    """Write over the first page of these tables."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        found = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
        pages = [page for name, page in found if name in tables]
    connection.close()
    assert len(pages) == len(tables)
    with file.open("r+b") as opened:
        for page in pages:
            opened.seek((page - 1) * size)
            opened.write(b"\xff" * size)


@only_postgresql
async def test_a_server_that_takes_nobody_is_named(ward: Ward) -> None:
    closed = False

    def refuse(*_: Any) -> None:
        if closed:
            raise psycopg.OperationalError("connection refused")

    async def heal() -> None:
        nonlocal closed
        closed = False

    async def shut_out() -> None:
        # Again and again: a connection may have been on its way when the door was closed.
        while closed:
            await asyncio.to_thread(drop_connections, ward.url)
            await asyncio.sleep(0.1)

    async with at_work(ward, do_connect=refuse) as (app, logged):
        closed = True
        shutting = asyncio.create_task(shut_out())
        words = DATABASE_WORDS[Trouble.GONE]
        await is_named_and_overcome(ward, "database", Trouble.GONE, words, heal, app, logged)
        await shutting


async def test_every_metric_that_the_pages_and_the_alarms_name_is_there(ward: Ward) -> None:
    async with at_work(ward) as (app, _):
        # The phone has its answer before that is counted.
        await ward.until(lambda: answers(app) >= 1)
        routes = health_routes(app.measure, lambda: {"database": "full"})
        transport = httpx.ASGITransport(Starlette(routes=routes))
        async with httpx.AsyncClient(transport=transport, base_url="http://inside") as watcher:
            text = (await watcher.get("/metrics")).text
    there = set(re.findall(r"^(loa_\w+?)(?:_bucket|_sum|_count)?(?![\w])", text, re.MULTILINE))
    docs = Path(__file__).parents[2] / "docs"
    named = set(re.findall(r"^\| `(loa_\w+)`", (docs / "van-hanh.md").read_text(encoding="utf-8"), re.MULTILINE))
    alarms = set(re.findall(r"\b(loa_\w+?)(?:_bucket)?(?![\w])", (docs / "alerts.yml").read_text(encoding="utf-8")))
    # No folder for backups, and PostgreSQL's disk is not ours to look at.
    absent = {"loa_backup_age_seconds"} | ({"loa_disk_free_bytes"} if "postgresql" in ward.url else set())
    assert named - absent == there
    assert alarms <= named
    assert 'loa_tries_total{reason="",result="sent"}' in text


async def test_how_long_people_wait_for_their_answers_is_counted(ward: Ward) -> None:
    async with at_work(ward) as (app, _):
        began = time.monotonic()
        ward.tg.script(1001, then=Fault.slow(1.2), times=1)
        await ward.tg.user(1001).ask("/help")
        await ward.until(lambda: answers(app) == 2)
        took = time.monotonic() - began
        (spread,) = (one for one in app.worker.measure() if isinstance(one, Spread))
    # The first one, before, and this one; on a busy machine both may have taken longer.
    assert dict(spread.up_to)["1.0"] <= 1
    assert 1.2 <= spread.total <= took + 30


def answers(app: LiveWard) -> int:
    """How many answers were counted."""
    return sum(one.up_to[-1][1] for one in app.worker.measure() if isinstance(one, Spread))


def test_promtool_takes_the_alarms() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed")
    rules = Path(__file__).parents[2] / "docs" / "alerts.yml"
    subprocess.run([promtool, "check", "rules", str(rules)], check=True)


async def test_a_revoked_token_is_named(ward: Ward) -> None:
    async with at_work(ward) as (app, logged):
        ward.tg.revoke()

        async def heal() -> None:
            ward.tg.restore()

        await is_named_and_overcome(ward, ward.route, "token-refused", "bị thu hồi", heal, app, logged)


async def test_a_clock_that_is_an_hour_off_is_named(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    async with at_work(ward) as (app, logged):
        early = timedelta(hours=1)
        monkeypatch.setattr(client, "parsedate_to_datetime", lambda told: parsedate_to_datetime(told) - early)

        async def heal() -> None:
            monkeypatch.setattr(client, "parsedate_to_datetime", parsedate_to_datetime)

        await is_named_and_overcome(ward, ward.route, "clock-off", "đồng hồ", heal, app, logged)


async def test_no_network_is_named(tg: FakeTelegram, ward: Ward) -> None:
    async with at_work(ward) as (app, logged):
        await tg.stop()
        await ward.until(lambda: app.pulse.troubles() in ({ward.route: "no-connection"}, {ward.route: "no-answer"}))
        await tg.start()
        await ward.until(lambda: not app.pulse.troubles(), patience=40)
        assert [of for of, _ in causes(logged, "well_again")] == [ward.route]
