"""A platform that hands each event to whoever asks first is asked by one process at a time, whatever becomes of it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.app import build_router
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.chat import listening
from bot.clock import SystemClock
from bot.errors import DatabaseDownError
from bot.messages.incoming import Raw
from bot.settings import Settings
from bot.storage import inbox
from bot.ward import Ward
from tests.channels.telegram.kit import until
from tests.channels.zalo_bot.kit import QUICK, settings_for
from tests.fakes.zalo_bot import FakeZalo

PATIENCE = 20.0


class Ahead(SystemClock):
    """A clock that a test may set forward."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "LOOKED_EVERY", 0.05)


async def opened(database_url: str, zalo: FakeZalo, clock: SystemClock | None = None) -> Ward:
    settings = Settings.model_validate({"database_url": database_url, "ward": {"quiet": ""}})
    channel = ZaloBotChannel(settings_for(zalo.url), pauses=QUICK)
    ward = Ward(settings, [channel], router=build_router(), clock=clock)
    await ward.prepare()
    return ward


@asynccontextmanager
async def at_work(ward: Ward) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(ward.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])
        await ward.close()


async def answered(zalo: FakeZalo, text: str) -> None:
    before = len(zalo.people[0].texts)
    zalo.people[0].say(text)
    await until(lambda: len(zalo.people[0].texts) > before, PATIENCE)


async def test_of_two_processes_one_asks_and_the_other_takes_over_at_once_when_it_stops(database_url: str) -> None:
    async with FakeZalo(["Lan"]) as zalo:
        first, second = [await opened(database_url, zalo) for _ in range(2)]
        async with at_work(second):
            async with at_work(first):
                for number in range(5):
                    await answered(zalo, f"chào {number}")
            await answered(zalo, "còn đó không")
        assert zalo.most_polling == 1
        assert len(zalo.people[0].texts) == 6


async def test_who_died_while_it_asked_is_followed_once_its_lease_is_over(database_url: str) -> None:
    async with FakeZalo(["Lan"]) as zalo:
        clock = Ahead()
        ward = await opened(database_url, zalo, clock)
        async with ward.database.write() as transaction:
            now = clock.now()
            assert await inbox.hold_reception(
                transaction, next(iter(ward.accounts)), "dead", now, now + listening.LEASE
            )
        async with at_work(ward):
            zalo.people[0].say("chào")
            await asyncio.sleep(0.5)
            assert zalo.calls["getUpdates"] == 0
            clock.by = listening.LEASE + timedelta(seconds=1)
            await until(lambda: zalo.people[0].texts, PATIENCE)


async def test_who_lost_its_turn_stops_asking(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "RENEWED_EVERY", 0.05)
    async with FakeZalo(["Lan"]) as zalo:
        ward = await opened(database_url, zalo)
        (route,) = ward.accounts
        async with at_work(ward):
            await answered(zalo, "chào")
            async with ward.database.write() as transaction:
                await inbox.release_reception(transaction, route, ward.listening._holder)
                now = ward.clock.now()
                assert await inbox.hold_reception(transaction, route, "other", now, now + listening.LEASE)
            with capture_logs() as logged:
                await until(lambda: "another_listens" in [one["event"] for one in logged], PATIENCE)
            zalo.people[0].say("có ai không")
            await asyncio.sleep(0.5)
            assert len(zalo.people[0].texts) == 1
            async with ward.database.write() as transaction:
                await inbox.release_reception(transaction, route, "other")
            await until(lambda: len(zalo.people[0].texts) == 2, PATIENCE)


async def test_what_one_process_was_handed_while_the_database_was_down_is_kept_though_another_listens_then(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "RENEWED_EVERY", 0.05)
    async with FakeZalo(["Lan"]) as zalo:
        first, second = [await opened(database_url, zalo) for _ in range(2)]
        (route,) = first.accounts
        down, refused, take = False, 0, first.intake.take

        async def fails(channel: str, account: str, batch: Sequence[Raw]) -> None:
            nonlocal refused
            if down:
                refused += bool(batch)
                raise DatabaseDownError
            await take(channel, account, batch)

        monkeypatch.setattr(first.intake, "take", fails)
        async with at_work(first):
            await answered(zalo, "chào")
            down = True
            zalo.people[0].say("mất điện")
            await until(lambda: refused, PATIENCE)
            async with second.database.write() as transaction:
                await inbox.release_reception(transaction, route, first.listening._holder)
                now = second.clock.now()
                assert await inbox.hold_reception(
                    transaction, route, second.listening._holder, now, now + listening.LEASE
                )
            async with at_work(second):
                await answered(zalo, "còn đó không")
                before, down = len(zalo.people[0].texts), False
                await until(lambda: len(zalo.people[0].texts) > before, PATIENCE)
