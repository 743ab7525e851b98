"""From a claimed row to its outcome: at its instant, one message at a time a chat, and the database let go of."""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel
from bot.clock import Clock
from bot.delivery import pace
from bot.delivery.files import FileSender
from bot.delivery.policy import Decision, decide
from bot.delivery.refusals import Refusals
from bot.delivery.render import Renderer
from bot.domain.claims import waits_free
from bot.domain.delivery import FAR, DeliveryState, DispatchKind
from bot.errors import DatabaseDownError, DeliveryError, FixedError, MaybeSentError, NeverSentError
from bot.messages.message import Outgoing
from bot.storage.engine import Database
from bot.storage.push.outbox import Claimed

MOST_IN_FLIGHT = 256
"""How many rows this process holds, those that wait for their instant too."""

MOST_ON_WIRE = 64
"""How many pushes of one token are on the wire: each is a connection, and beyond this many a push is no faster."""

A_MOMENT = timedelta(seconds=0.02)
"""A lateness that is no stall: else none would ever be made up for, since every wake-up is a little late."""

CHATS_KEPT = 10_000


class Sender:
    """Sends claimed rows, and hands each to `ended` with what became of it, but those whose lease ended meanwhile."""

    def __init__(
        self,
        *,
        database: Database,
        channels: Mapping[str, Channel],
        clock: Clock,
        ended: Callable[[Claimed, Decision], None],
    ) -> None:
        self._channels = channels
        self._clock = clock
        self._ended = ended
        self.renderer = Renderer(database)
        self._files = FileSender(database, clock)
        self._refusals = Refusals(clock)
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._wire = {route: asyncio.Semaphore(MOST_ON_WIRE) for route in channels}
        self._even_at: dict[str, datetime] = {}
        # One message at a time a chat, so that the parts of a long answer arrive in order.
        self._chats: OrderedDict[tuple[str, str], asyncio.Lock] = OrderedDict()
        self._log = structlog.get_logger("sender")

    def begin(self, rows: Sequence[Claimed]) -> None:
        """Send rows that this process holds, each at its instant."""
        for row in rows:
            task = asyncio.create_task(self._send_at(row))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    @property
    def under_way(self) -> int:
        """How many rows wait for their instant or for an answer."""
        return len(self._under_way)

    def stop(self) -> Collection[asyncio.Task[None]]:
        """Begin nothing more: what waits for its instant is given back. Returns what there is to wait for."""
        self._stopping = True
        return self._under_way

    async def _send_at(self, row: Claimed) -> None:
        if row.dispatch_id is None or row.at - self._clock.now() < FAR:
            # A push reserved for later than this was reserved before the clock was set back: it would stay on the wire.
            await self._sleep_until(row.at)
        if row.dispatch_id is not None:
            # Asked again after each wait: the machine may have stood still meanwhile. Longer is a clock that jumped.
            while timedelta() < self._smoothed(row) - self._clock.now() <= pace.LATE:
                await self._sleep_until(self._smoothed(row))
        async with self._chat(row), self._wire[row.route] if row.dispatch_id is not None else nullcontext():
            now = self._clock.now()
            if now >= row.lease_until:
                # Somebody else may hold it by now: sending would be the second copy.
                return
            until = self._refusals.waits(row)
            if self._stopping or until is not None:
                decision = _given_back(row, until or now)
            else:
                row, decision = await self.send(row)
        self._refusals.note(row, decision)
        self._ended(row, decision)

    async def _sleep_until(self, at: datetime) -> None:
        wait = (at - self._clock.now()).total_seconds()
        if wait > 0:
            await asyncio.sleep(wait)

    def _smoothed(self, row: Claimed) -> datetime:
        """When a push that is due goes out: after a stall as late as the one before it, not all at once.

        So rows keep the distances at which they were reserved, those of other processes on a machine that stood still
        as well; were each to send its own at nearly the full rate, two would together be nearly twice as fast.
        """
        now = self._clock.now()
        late = pace.lateness(self._even_at.get(row.route), now)
        if row.at + late + A_MOMENT < now:
            # Never later than all that one process may hold: that much silence has gone before.
            most = timedelta(seconds=MOST_IN_FLIGHT / self._channels[row.route].rate)
            late = min(now - row.at, pace.AHEAD, most)
            self._even_at[row.route] = pace.made_up_at(late, now)
        return row.at + late

    async def send(self, row: Claimed) -> tuple[Claimed, Decision]:
        """Send one row; returns it with the picture that it has left in the chat."""
        channel = self._channels[row.route]
        outcome: str | DeliveryError
        message: Outgoing | None = None
        try:
            # Ended before the lease is: after that another worker may send the same row.
            async with asyncio.timeout(max(1.0, (row.lease_until - self._clock.now()).total_seconds() - 1)):
                message, photo_id = self.renderer.render(row, channel.capabilities, self._clock.now())
                row = replace(row, photo_id=photo_id) if photo_id is not None else row
                try:
                    outcome = await self._files.send(channel, row.route, message)
                except FixedError:
                    if row.kind is not DispatchKind.WITHDRAWAL:
                        raise
                    # What was withdrawn must not stand there without a word.
                    message = self.renderer.beside(message, row, channel.capabilities, self._clock.now())
                    outcome = await self._files.send(channel, row.route, message)
        except DeliveryError as error:
            outcome = error
        except DatabaseDownError:
            # Asked for a file, before anything was sent.
            outcome = NeverSentError("database-down")
        except TimeoutError:
            outcome = MaybeSentError("no-answer")
        except Exception as error:
            # A row whose rendering or sending is broken must end by its own tries, not stop the others.
            self._log.exception("send_failed", delivery=row.id)
            outcome = DeliveryError(type(error).__name__)
        return row, decide(
            outcome,
            attempts=row.attempts,
            maybe_sent=row.maybe_sent,
            plain=row.plain,
            now=self._clock.now(),
            jitter=random.random(),  # noqa: S311 - spreads retries, guards nothing
            repeatable=message is not None and (message.only_edit or message.delete is not None),
            throttled=self._refusals.blame(row),
            waits_free=waits_free(row.throttled_at, self._clock.now()),
        )

    def _chat(self, row: Claimed) -> asyncio.Lock:
        key = (row.route, row.chat_id)
        lock = self._chats.setdefault(key, asyncio.Lock())
        self._chats.move_to_end(key)
        if len(self._chats) > CHATS_KEPT:
            oldest = next(iter(self._chats))
            if not self._chats[oldest].locked():
                del self._chats[oldest]
        return lock


def _given_back(row: Claimed, not_before: datetime) -> Decision:
    """The row as if it had never been claimed."""
    return Decision(DeliveryState.QUEUED, row.attempts - 1, not_before, maybe_sent=row.maybe_sent, plain=row.plain)
