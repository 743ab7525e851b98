"""Answers of the last half second: however many ask for a page at once, it is made once."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from time import monotonic

from bot.web.pages.answer import Answer

KEPT_SECONDS = 0.5
"""A correction is seen within this of its commit."""
MOST_KEPT = 128
MOST_BYTES = 8_000_000
"""Of all that is kept."""


class Recent:
    """Keeps what was made for a moment, and lets whoever asks meanwhile wait for the same."""

    def __init__(self, kept_seconds: float) -> None:
        self._kept_seconds = kept_seconds
        self._kept: dict[Hashable, tuple[float, Answer]] = {}
        self._bytes = 0
        self._making: dict[Hashable, asyncio.Task[Answer]] = {}

    def find(self, key: Hashable) -> Answer | None:
        """What was made just now."""
        until, answer = self._kept.get(key, (0.0, None))
        return answer if monotonic() < until else None

    def may_make(self, key: Hashable, most: int) -> bool:
        """Whether it is being made already, or fewer than so many others are."""
        return key in self._making or len(self._making) < most

    async def make(self, key: Hashable, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """Make it, once for all who ask for it meanwhile; what it raises it raises for all of them."""
        task = self._making.get(key)
        if task is None:
            task = asyncio.ensure_future(self._made(key, make))
            self._making[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        # Who hangs up takes it from nobody else.
        return await asyncio.shield(task)

    async def _made(self, key: Hashable, make: Callable[[], Awaitable[Answer]]) -> Answer:
        answer = await make()
        if answer.status == 200:
            now = monotonic()
            self._drop(key)
            if not self._has_room(answer):
                for one in [one for one, (until, _) in self._kept.items() if until <= now]:
                    self._drop(one)
            if self._has_room(answer):
                self._kept[key] = (now + self._kept_seconds, answer)
                self._bytes += len(answer.body)
        return answer

    def _drop(self, key: Hashable) -> None:
        _, answer = self._kept.pop(key, (0.0, None))
        self._bytes -= len(answer.body) if answer else 0

    def _has_room(self, answer: Answer) -> bool:
        return len(self._kept) < MOST_KEPT and self._bytes + len(answer.body) <= MOST_BYTES

    def _finished(self, key: Hashable, done: asyncio.Task[Answer]) -> None:
        self._making.pop(key, None)
        if not done.cancelled():
            # Looked at here, too: where everybody has hung up nobody else does.
            done.exception()
