"""Listening to a channel: where the platform hands each event to whoever asks first, one process at a time does."""

import asyncio
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.channels.base import Channel, Take
from bot.clock import Clock
from bot.errors import DatabaseDownError
from bot.messages.incoming import Raw, route_of
from bot.storage import inbox
from bot.storage.engine import Database

LEASE = timedelta(seconds=30)
"""How long a process that died keeps others from listening."""

RENEWED_EVERY = 8.0
"""Seconds; three may fail before the lease ends."""

LOOKED_EVERY = 4.0
"""Seconds between two looks of a process that waits for its turn."""


class _Hands:
    """Hands events on, and keeps those that the database was not there for: it may be another's turn when it is back.

    The platform does not repeat them, and the channel hands them on only while it listens.
    """

    def __init__(self, take: Take) -> None:
        self._take = take
        self._kept: Sequence[Raw] = ()

    async def __call__(self, batch: Sequence[Raw]) -> None:
        try:
            await self._take(batch)
        except (DatabaseDownError, asyncio.CancelledError):
            self._kept = batch or self._kept
            raise
        if batch:
            self._kept = ()

    async def hand_on(self) -> None:
        """Hand on what was kept, nothing as well; what the channel then hands on once more, the inbox knows."""
        await self(self._kept)


class Listening:
    """One process's part in listening to the channels of a ward."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._holder = secrets.token_hex(8)
        self._log = structlog.get_logger("listening")

    async def run(self, channel: Channel, take: Take) -> None:
        """Hand what happens on a channel to `take` until cancelled, as far as it is this process's turn."""
        if not channel.capabilities.one_listener:
            await channel.listen(take)
            return
        route = route_of(channel.name, channel.account)
        hands, waits = _Hands(take), False
        while True:
            with suppress(DatabaseDownError):
                if await self._hold(route):
                    waits = False
                    await self._listen_while_held(channel, hands, route)
                    continue
                if not waits:
                    waits = True
                    self._log.info("another_listens", route=route)
                # Whoever holds it hears: events could come.
                await hands.hand_on()
            await asyncio.sleep(LOOKED_EVERY)

    async def _listen_while_held(self, channel: Channel, take: Take, route: str) -> None:
        listening = asyncio.create_task(channel.listen(take))
        keeping = asyncio.create_task(self._keep(route))
        try:
            # Neither ends by itself but by an error, which must be heard of, or a lease that is lost.
            await asyncio.wait({listening, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if listening.done():
                await listening
        finally:
            for task in (listening, keeping):
                task.cancel()
            await asyncio.gather(listening, keeping, return_exceptions=True)
            await asyncio.shield(self._release(route))

    async def _keep(self, route: str) -> None:
        """Renew until it cannot be in time."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + LEASE.total_seconds()
        while loop.time() + RENEWED_EVERY < ends_at:
            await asyncio.sleep(RENEWED_EVERY)
            asked_at = loop.time()
            try:
                if not await self._hold(route):
                    return
            except DatabaseDownError:
                continue
            ends_at = asked_at + LEASE.total_seconds()

    async def _hold(self, route: str) -> bool:
        now = self._clock.now()
        async with self._database.write() as transaction:
            return await inbox.hold_reception(transaction, route, self._holder, now, now + LEASE)

    async def _release(self, route: str) -> None:
        with suppress(DatabaseDownError):
            async with self._database.write() as transaction:
                await inbox.release_reception(transaction, route, self._holder)
