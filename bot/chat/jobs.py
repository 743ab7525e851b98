"""Slow work: claimed as a row, done holding no transaction, answered in a second one."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot import cards
from bot.chat.answering import Answering, Means, talk_of
from bot.chat.receive import SPEAKER, Receiver, heard_again
from bot.chat.request import AsksRight, Handler, Request
from bot.errors import DatabaseDownError, RefusedError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.intake import Documents
from bot.storage import inbox
from bot.storage import people as people_storage
from bot.storage.inbox import Job
from bot.storage.push.outbox import Claimed

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
IDLE_SECONDS = 0.5
AT_ONCE = 3
"""Jobs that one process works on: reading bounds each in time and memory, and links wait for others' servers."""


class JobRunner(Answering):
    """Does jobs, a few at once, until cancelled: a link that answers slowly must not hold up others' documents."""

    def __init__(
        self,
        means: Means,
        *,
        receiver: Receiver,
        rights: Mapping[str, AsksRight],
        documents: Documents | None = None,
    ) -> None:
        super().__init__(means)
        self._receiver = receiver
        self._rights = rights
        self._documents = documents or Documents({})

    async def run(self) -> None:
        """Look for work twice a second; a database that is down is asked again, more slowly."""
        free = asyncio.Semaphore(AT_ONCE)

        async def work(job: Job) -> None:
            async with self._going_on():
                await self._do(job)
            free.release()

        async with asyncio.TaskGroup() as group:
            while True:
                await free.acquire()
                job = None
                async with self._going_on():
                    job = await self._claim()
                if job is not None:
                    group.create_task(work(job))
                    continue
                free.release()
                await asyncio.sleep(IDLE_SECONDS)

    @asynccontextmanager
    async def _going_on(self) -> AsyncIterator[None]:
        """Wait a while after what went wrong in the block: a job's lease ends, and another takes it."""
        try:
            yield
        except DatabaseDownError:
            self._log.warning("database_down")
            await asyncio.sleep(5)
        except Exception:
            # Not even the apology could be stored; others' work goes on meanwhile.
            self._log.exception("jobs_failed")
            await asyncio.sleep(5)

    async def run_one(self) -> bool:
        """Do the oldest waiting job; False where there is none."""
        job = await self._claim()
        if job is not None:
            await self._do(job)
        return job is not None

    async def _claim(self) -> Job | None:
        now = self._clock.now()
        # A look without a lock first, as everywhere.
        async with self._database.look() as transaction:
            if not await inbox.has_job(transaction, now):
                return None
        async with self._database.write() as transaction:
            return await inbox.claim_job(transaction, list(self._accounts), secrets.token_hex(8), now, now + LEASE)

    async def _do(self, job: Job) -> None:
        try:
            if job.attempts > MOST_ATTEMPTS:
                # One that killed its process is not tried for ever.
                claimed = await self._answer(job, _apologise)
            elif job.kind == SPEAKER:
                claimed = await self._hear_again(job)
            else:
                claimed = await self._answer(job, await self._worked(job))
        except DatabaseDownError:
            raise
        except Exception:
            # One person's document must not stop everybody's work: it is given up with an apology.
            self._log.exception("job_failed", kind=job.kind, attempts=job.attempts)
            claimed = await self._answer(job, _apologise)
        self._deliver(claimed)

    async def _worked(self, job: Job) -> Handler:
        """Do the work, and give what answers it."""
        kind = self._router.jobs.get(job.kind)
        if kind is None:
            return _apologise
        try:
            if kind.fetching is not None:
                result = await kind.fetching(job.payload, self._documents)
            elif kind.asking is not None:
                result = await kind.asking(job.payload, self._rights.get(job.route, _nobody))
            else:
                result = await asyncio.to_thread(kind.work, job.payload)
        except RefusedError as refusal:
            return _refusing(refusal)
        return lambda request, services: kind.finish(request, services, result)

    async def _hear_again(self, job: Job) -> list[Claimed]:
        """Ask whether an admin of the group spoke, and handle what was said."""
        asks = self._rights.get(job.route)
        by_admin = asks is not None and await asks(job.chat_id, job.payload["speaker"])
        async with self._database.write() as transaction:
            if not await inbox.finish_job(transaction, job):
                return []
            said = heard_again(job.payload, by_admin=by_admin)
            return await self._receiver.handle(transaction, said, self._clock.now())

    async def _answer(self, job: Job, finish: Handler) -> list[Claimed]:
        now = self._clock.now()
        async with self._database.write() as transaction:
            if not await inbox.finish_job(transaction, job):
                return []
            viewer = await people_storage.find_viewer(transaction, job.route, job.chat_id)
            if viewer is None:
                return []
            open_now = await inbox.load_conversation(transaction, viewer.address_id, now)
            request = Request(replace(viewer, place=job.place), "", talk_of(open_now), now)
            return await self.store(transaction, request, await self.ask(transaction, finish, request))


def _refusing(refusal: RefusedError) -> Handler:
    async def refuse(request: Request, services: Services) -> Reply:
        raise refusal

    return refuse


async def _nobody(chat_id: str, member_id: str) -> bool:
    """What is asked of a platform that this process does not know."""
    return False


async def _apologise(request: Request, services: Services) -> Reply:
    return cards.refusals.apology()
