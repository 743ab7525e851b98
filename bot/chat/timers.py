"""What the clock does: posts whose hour has come go out, approvers are reminded, notices end."""

import asyncio
from datetime import datetime, timedelta

from bot.chat.answering import Answering
from bot.errors import DatabaseDownError

EVERY_SECONDS = 0.5
AFTER_FAILURE = timedelta(minutes=1)


class TimerRunner(Answering):
    """Looks twice a second for whatever a timer is about, and whose moment has come.

    The subjects themselves say when; whoever comes first locks one, and the next sees that it is done.
    """

    async def run(self) -> None:
        """Work until cancelled; a database that is down is asked again, more slowly."""
        failed: dict[tuple[str, int], datetime] = {}
        while True:
            try:
                await self.run_once(failed)
            except DatabaseDownError:
                self._log.warning("database_down")
                await asyncio.sleep(5)
            await asyncio.sleep(EVERY_SECONDS)

    async def run_once(self, failed: dict[tuple[str, int], datetime] | None = None) -> int:
        """Do everything that is due, but for what failed a moment ago; returns how many were done."""
        failed = {} if failed is None else failed
        now = self._clock.now()
        # A look without a lock first: there is nearly always nothing.
        async with self._database.read() as transaction:
            services = self.services(transaction, now)
            timers = self._router.timers.values()
            waiting = [(one.name, subject) for one in timers for subject in await one.subjects(services)]
        done = 0
        for one in waiting:
            if one in failed and now - failed[one] < AFTER_FAILURE:
                continue
            try:
                await self._do(*one)
            except DatabaseDownError:
                raise
            except Exception:
                # One subject whose moment cannot be served must not hold up the others; it is tried again in a minute.
                self._log.exception("timer_failed", timer=one[0], subject=one[1])
                failed[one] = now
            else:
                failed.pop(one, None)
                done += 1
        return done

    async def _do(self, name: str, subject: int) -> None:
        now = self._clock.now()
        async with self._database.write() as transaction:
            for notice in await self._router.timers[name].handler(subject, self.services(transaction, now)):
                await self._teller.notify(transaction, notice, now)
