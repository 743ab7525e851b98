"""Time that passes only while everybody waits for it: what a test says about seconds holds on a busy machine too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage.engine import Database, Transaction


class Timeless:
    """The running loop's time and a clock that goes with it: both jump to the next moment that anybody waits for.

    They stand still while a transaction is open, because the database works in real time.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passed = 0.0
        self._began = datetime.now(UTC)
        self._open = 0
        loop: Any = asyncio.get_running_loop()
        self._selector = loop._selector
        first = loop.time()
        monkeypatch.setattr(loop, "time", lambda: first + self.passed)
        monkeypatch.setattr(loop, "_selector", self)
        for name in ("read", "look", "write", "snapshot"):
            monkeypatch.setattr(Database, name, self._counted(getattr(Database, name)))
        for name in ("gather", "wipe"):
            monkeypatch.setattr(Database, name, self._whole(getattr(Database, name)))

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self.passed)

    def stand_still(self, seconds: float) -> None:
        """The machine does nothing for so long; then everything that is due comes at once."""
        self.passed += seconds

    def select(self, timeout: float | None) -> Any:
        """What the loop calls to wait for sockets, at most until its next timer."""
        while not (found := self._selector.select(0)):
            if timeout is not None and (timeout <= 0 or not self._open):
                self.passed += max(0.0, timeout)
                break
            self._selector.select(0.01)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._selector, name)

    def _whole(self, work: Callable[..., Awaitable[Any]]) -> Any:
        async def counted(*arguments: Any, **named: Any) -> Any:
            self._open += 1
            try:
                return await work(*arguments, **named)
            finally:
                self._open -= 1

        return counted

    def _counted(self, begin: Callable[[Database], AbstractAsyncContextManager[Transaction]]) -> Any:
        @asynccontextmanager
        async def counted(database: Database) -> AsyncIterator[Transaction]:
            self._open += 1
            try:
                async with begin(database) as transaction:
                    yield transaction
            finally:
                self._open -= 1

        return counted
