"""What the clock does: posts whose hour has come go out, approvers are reminded, notices end."""

import asyncio
from collections.abc import Sequence

from bot.chat.answering import Answering, Means
from bot.chat.request import Timer
from bot.delivery.failing import Failing
from bot.errors import DatabaseDownError

EVERY_SECONDS = 1.0
"""Hours and minutes are what people name; each round asks every timer, on PostgreSQL a round trip each."""


class TimerRunner(Answering):
    """Looks once a second for whatever a timer is about, and whose moment has come.

    The subjects themselves say when; whoever comes first locks one, and the next sees that it is done. One whose moment
    cannot be served does not hold up the others; it is tried again in a minute.
    """

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._failing = Failing(means.clock, lambda what: self._log.exception("timer_failed", subject=what))

    async def run(self) -> None:
        """Work until cancelled; a database that is down is asked again, more slowly."""
        while True:
            try:
                await self.run_once()
            except DatabaseDownError:
                self._log.warning("database_down")
                await asyncio.sleep(5)
            await asyncio.sleep(EVERY_SECONDS)

    async def run_once(self) -> int:
        """Do everything that is due, but for what failed a moment ago; returns how many were done."""
        timers = [one for one in self._router.timers.values() if not self._failing.rests(one.name)]
        due: list[tuple[str, int]] = []
        try:
            due = await self._due(timers)
        except DatabaseDownError:
            raise
        except Exception:
            # One of them cannot say what is due, and must not silence the others.
            for one in timers:
                with self._failing.guard(one.name):
                    due += await self._due([one])
        done = 0
        for name, subject in due:
            if not self._failing.rests(name, subject):
                with self._failing.guard(name, subject):
                    await self._do(name, subject)
                    done += 1
        return done

    async def _due(self, timers: Sequence[Timer]) -> list[tuple[str, int]]:
        """Each timer's subjects whose moment has come: a look without a lock, since there is nearly always nothing."""
        async with self._database.look() as transaction:
            services = self.services(transaction, self._clock.now())
            return [(one.name, subject) for one in timers for subject in await one.subjects(services)]

    async def _do(self, name: str, subject: int) -> None:
        now = self._clock.now()
        async with self._database.write() as transaction:
            for notice in await self._router.timers[name].handler(subject, self.services(transaction, now)):
                await self._teller.notify(transaction, notice, now)
