"""Whether the ward can work: a sign of life in the database every few seconds, and by name what keeps it from that."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog

from bot import cards
from bot.channels.base import Channel
from bot.clock import Clock
from bot.delivery.failing import Failing
from bot.delivery.tell import Teller
from bot.domain.delivery import Lane
from bot.domain.people import Role
from bot.domain.quota import Plan, month_of
from bot.errors import DatabaseDownError, Trouble
from bot.messages.incoming import route_of
from bot.messages.notice import Notice
from bot.service import tell_service
from bot.storage import inbox, quota
from bot.storage.engine import Database, Transaction
from bot.storage.push import outbox

EVERY_SECONDS = 3.0
STILL_SECONDS = 8.0
"""A sign of life that takes longer waits for somebody who holds the database."""

REMEMBERED_SECONDS = 30.0
"""How long a full, read-only or corrupt database counts as such after it was last met anywhere: a small write may find
room, and an unhurt page, where others do not."""

SILENT = timedelta(minutes=2)
"""A channel hears at least every 45 s, even where nobody writes."""

LATE = {True: timedelta(minutes=5), False: timedelta(hours=2)}
"""How old the oldest message may be that could go out now: an answer, and anything else (30,000 people take 20 min)."""

ALIVE = timedelta(seconds=15)
"""A sign of life that is younger is of a process that runs, or did a moment ago."""

WORTH_TELLING = timedelta(seconds=20)
"""Admins hear of a trouble that lasted so long, once it is over."""

_STICKY = (Trouble.FULL, Trouble.READ_ONLY, Trouble.CORRUPT)

DATABASE, DELIVERY = "database", "delivery"


class Pulse:
    """Beats every few seconds and remembers what was wrong, and since when; says each change once."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Sequence[Channel],
        clock: Clock,
        teller: Teller,
        heard_at: Callable[[str], datetime | None],
    ) -> None:
        self._database = database
        self._channels = {route_of(one.name, one.account): one for one in channels}
        self._clock = clock
        self._teller = teller
        self._heard_at = heard_at
        self._plans = {
            route: Plan(able.monthly_quota, able.most_people)
            for route, able in ((route, one.capabilities) for route, one in self._channels.items())
            if able.monthly_quota is not None or able.most_people is not None
        }
        self._began = clock.now()
        self._since: dict[str, tuple[str, datetime]] = {}
        self._beaten: float | None = None
        self._wrote_at: datetime | None = None
        self._others_wrote_at: datetime | None = None
        self._late = False
        self._log = structlog.get_logger("pulse")
        self._failing = Failing(clock, lambda what: self._log.exception("pulse_failed", subject=what))

    def troubles(self) -> Mapping[str, str]:
        """What is wrong now, by what it is about: the database, a channel's route, delivery; empty when all is well."""
        told = {of: trouble for of, (trouble, _) in self._since.items()}
        if self._beaten is None or monotonic() - self._beaten > STILL_SECONDS + 2 * EVERY_SECONDS:
            # Not even a look has ended: this process hangs, or has only begun.
            told.setdefault("process", "starting" if self._beaten is None else "stalled")
        return told

    async def run(self) -> None:
        """Beat until cancelled."""
        beat: asyncio.Task[Trouble | None] | None = None
        try:
            while True:
                beat = beat or asyncio.create_task(self._beat())
                # Not cancelled when it takes long: a statement that waits for a lock keeps its connection anyway.
                done, _ = await asyncio.wait({beat}, timeout=STILL_SECONDS)
                trouble: Trouble | None = Trouble.LOCKED
                if done:
                    trouble, beat = beat.result(), None
                self._beaten = monotonic()
                await self._compare(self._look(trouble))
                # Also where something is wrong: a restart would not bring a disk's space or a token back.
                tell_service("READY=1\nWATCHDOG=1")
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            if beat is not None:
                beat.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await beat

    async def _beat(self) -> Trouble | None:
        try:
            with self._failing.guard("sign of life"):
                await self._write_life(self._clock.now())
                return None
        except DatabaseDownError as error:
            return error.trouble
        # What nobody has a name for keeps the database from being used all the same.
        return Trouble.GONE

    async def _write_life(self, now: datetime) -> None:
        async with self._database.write() as transaction:
            before = await inbox.note_life(transaction, now)
            if self._plans:
                await self._tell_shortages(transaction, now)
        # Not while others wait to write.
        async with self._database.look() as transaction:
            late = await outbox.list_oldest(transaction, list(self._channels), now)
        if before != self._wrote_at:
            self._others_wrote_at = before
        self._wrote_at = now
        self._late = any(now - due > LATE[lane is Lane.REPLY] for _, lane, due in late)

    async def _tell_shortages(self, transaction: Transaction, now: datetime) -> None:
        for one in await quota.take_shortages(transaction, month_of(now), self._plans):
            reply = cards.health.runs_short(self._channels[one.route].name, one)
            await self._teller.notify(transaction, Notice(reply, role=Role.ADMIN), now)

    def _look(self, trouble: Trouble | None) -> dict[str, str]:
        found: dict[str, str] = {}
        met, at = self._database.last_trouble or (None, 0.0)
        if trouble is None and met in _STICKY and monotonic() - at < REMEMBERED_SECONDS:
            trouble = met
        if trouble is not None:
            found[DATABASE] = trouble
        elif self._late:
            found[DELIVERY] = "late"
        now = self._clock.now()
        for route, channel in self._channels.items():
            if channel.trouble:
                found[route] = channel.trouble
            elif trouble is None and now - (self._heard_at(route) or self._began) > SILENT:
                found[route] = "silent"
        return found

    async def _compare(self, found: Mapping[str, str]) -> None:
        """Log every change, and tell admins of what is over."""
        now = self._clock.now()
        for of, trouble in found.items():
            before, since = self._since.get(of, ("", now))
            if trouble != before:
                self._log.error("trouble", of=of, cause=trouble)
            self._since[of] = (trouble, since)
        for of in [of for of in self._since if of not in found]:
            trouble, since = self._since[of]
            # Another process that could write meanwhile: then it was our way to the database.
            ours = of == DATABASE and self._others_wrote_at is not None and self._others_wrote_at > since
            if now - since >= WORTH_TELLING and of != DELIVERY and not ours:
                try:
                    with self._failing.guard("telling"):
                        await self._tell(of, trouble, since, now)
                except DatabaseDownError:
                    # What cannot be told now is told when it can.
                    continue
            del self._since[of]
            self._log.info("well_again", of=of, cause=trouble, seconds=round((now - since).total_seconds()))

    async def _tell(self, of: str, trouble: str, since: datetime, now: datetime) -> None:
        if of == DATABASE:
            reply = cards.health.over(cards.health.DATABASE_WORDS[Trouble(trouble)], "", since, now)
        else:
            channel = self._channels[of].name
            reply = cards.health.over(cards.health.CHANNEL_WORDS.get(trouble, trouble), channel, since, now)
        async with self._database.write() as transaction:
            await self._teller.notify(transaction, Notice(reply, role=Role.ADMIN), now)
