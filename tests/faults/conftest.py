"""A ward on each engine, and an engine that looks around more often than in real life."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

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


@pytest.fixture(autouse=True, scope="session")
def short_logs() -> Iterator[None]:
    """A mistake that a test makes on purpose is logged in one line; the usual picture of it takes half a second."""
    structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])
    yield
    structlog.reset_defaults()
