"""A ward on each engine, and an engine that looks around more often than in real life."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery import reconcile, worker
from bot.storage.engine import Database
from tests.fakes.telegram import FakeTelegram, Pace
from tests.faults.kit import Ward


@pytest.fixture
async def tg() -> AsyncIterator[FakeTelegram]:
    """Without limits: what the bot does is counted, not what a platform forbids."""
    async with FakeTelegram(pace=Pace.off()) as fake:
        yield fake


@pytest.fixture
async def ward(tg: FakeTelegram, database_url: str, database: Database, tmp_path: Path) -> Ward:
    return Ward(tg, database_url, database, tmp_path)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.02)
    monkeypatch.setattr(reconcile, "EVERY_SECONDS", 0.05)
