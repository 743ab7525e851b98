"""One ward's world: its database, its channels, and what works on them. A ward is a database."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from bot import cards
from bot.backups import Backups
from bot.channels.base import Channel, Take, Webhook
from bot.chat.answering import Means
from bot.chat.intake import Intake
from bot.chat.jobs import JobRunner
from bot.chat.listening import Listening
from bot.chat.receive import Receiver
from bot.chat.router import Router
from bot.chat.timers import TimerRunner
from bot.clock import Clock, SystemClock
from bot.delivery.ahead import Ahead
from bot.delivery.reconcile import Reconciler
from bot.delivery.tell import Teller
from bot.delivery.worker import Worker
from bot.domain.delivery import Lane
from bot.domain.sample import Measured, Sample
from bot.messages.incoming import route_of
from bot.pulse import ALIVE, Pulse
from bot.services import Services
from bot.services.context import Account, context_on
from bot.services.intake import Documents
from bot.settings import Settings
from bot.storage import inbox, measures, people
from bot.storage import ward as storage
from bot.storage.engine import Database, Transaction
from bot.storage.push import outbox


class Ward:
    """Everything that belongs to one ward; a process may hold several, each over its own database.

    `claims` says whether this process sends what waits, or leaves that to `loa worker`.
    """

    def __init__(
        self,
        settings: Settings,
        channels: Sequence[Channel],
        *,
        router: Router,
        clock: Clock | None = None,
        claims: bool = True,
    ) -> None:
        self.settings = settings
        self.channels = channels
        self.clock = clock or SystemClock()
        self.database = Database(settings.database_url.get_secret_value())
        routes = {route_of(one.name, one.account): one for one in channels}
        self.accounts: Mapping[str, Account] = {
            route: Account(one.capabilities, one.rate, one.link) for route, one in routes.items()
        }
        teller = Teller(self.accounts)
        lease = timedelta(seconds=settings.lease_seconds)
        self.worker = Worker(database=self.database, channels=channels, clock=self.clock, lease=lease, claims=claims)
        self.reconciler = Reconciler(
            database=self.database,
            clock=self.clock,
            teller=teller,
            wake=self.worker.wake,
            record=self.worker.record,
        )
        self.ahead = Ahead(self.database, self.clock, self.services)
        means = Means(
            database=self.database,
            router=router,
            clock=self.clock,
            settings=settings,
            accounts=self.accounts,
            deliver=self.worker.deliver,
        )
        self.receiver = Receiver(means)
        self.intake = Intake(
            database=self.database,
            clock=self.clock,
            reads={route: one.read for route, one in routes.items()},
            metered=[route for route, one in routes.items() if one.capabilities.monthly_quota is not None],
            receiver=self.receiver,
            deliver=self.worker.deliver,
        )
        self.listening = Listening(self.database, self.clock)
        documents = Documents({route: one.fetch for route, one in routes.items()})
        rights = {route: one.is_group_admin for route, one in routes.items()}
        self.jobs = JobRunner(means, receiver=self.receiver, rights=rights, documents=documents)
        self.timers = TimerRunner(means)
        heard_at = self.intake.heard_at
        self.pulse = Pulse(
            database=self.database, channels=channels, clock=self.clock, teller=teller, heard_at=heard_at
        )
        url = settings.database_url.get_secret_value()
        self.backups = Backups(settings.backup, url=url, database=self.database, clock=self.clock, teller=teller)

    async def prepare(self, *, pages: bool = False) -> None:
        """Bring the schema up to date and write the ward's first row; safe when processes start together.

        A process that serves the `pages` notes where they stand, for those that only send. Where that cannot be, the
        connections are let go.
        """
        ward = self.settings.ward
        try:
            await self.database.migrate()
            async with self.database.write() as transaction:
                await storage.ensure_ward(transaction, ward.name, ward.hotline, ward.quiet_hours)
                if pages:
                    await storage.update_ward(transaction, public_url=self.settings.web.public_url or "")
        except BaseException:
            await self.close()
            raise

    async def introduce(self) -> str:
        """One line that says who works here, by which channels, for how many, and whether another may do so too."""
        health, now = self.settings.health, self.clock.now()
        async with self.database.read() as transaction:
            name = (await storage.load_ward(transaction)).name
            subscribers = await people.count_subscribers(transaction)
            life_at = await inbox.find_life(transaction)
        return cards.health.at_work(
            name,
            [f"{one.name} {one.account}" for one in self.channels],
            subscribers,
            watched=f"http://{health.host}:{health.port}/health" if health.port else "",
            beside=life_at is not None and now - life_at < ALIVE,
        )

    def services(self, transaction: Transaction) -> Services:
        """Use cases on one transaction, for the command line and the demo."""
        return Services.on(context_on(transaction, self.clock.now(), self.settings, self.accounts))

    async def run(self) -> None:
        """Start the channels, answer and deliver until cancelled; what is on the wire then is still recorded."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.deliver())
            group.create_task(self.intake.run())
            group.create_task(self.jobs.run())
            group.create_task(self.timers.run())
            group.create_task(self.pulse.run())
            group.create_task(self.backups.run())
            if self.settings.web.public_url:
                group.create_task(self.ahead.run())
            for channel in self.channels:
                group.create_task(self.listening.run(channel, self.take(channel)))

    async def deliver(self) -> None:
        """Only deliver, beside other processes that talk to people; works until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.worker.run())
            group.create_task(self.reconciler.run())

    async def close(self) -> None:
        """Let go of the channels' connections and of the database."""
        for channel in self.channels:
            await channel.close()
        await self.database.close()

    def webhooks(self) -> list[tuple[Webhook, Take]]:
        """Where platforms post to, one for each channel that takes its events so, and what takes them in."""
        return [(webhook, self.take(one)) for one in self.channels if (webhook := one.webhook) is not None]

    def take(self, channel: Channel) -> Take:
        """What takes a channel's events in."""
        return partial(self.intake.take, channel.name, channel.account)

    async def measure(self) -> list[Measured]:
        """What can be counted here: what waits and since when, what became of it, sizes; raises DatabaseDownError."""
        now, routes = self.clock.now(), list(self.accounts)
        async with self.database.read() as transaction:
            states = await outbox.count_states(transaction)
            oldest = await outbox.list_oldest(transaction, routes, now)
            found: list[Measured] = [
                *await measures.measure_events(transaction, now),
                *await measures.measure_jobs(transaction),
                await measures.measure_size(transaction),
            ]
        found += [Sample(f"deliveries_{state}", count) for state, count in states.items()]
        ages = {(route, lane): (now - due).total_seconds() for route, lane, due in oldest}
        for route in routes:
            for lane in Lane:
                of = (("route", route), ("lane", lane.name.lower()))
                found.append(Sample("oldest_seconds", max(0.0, ages.get((route, lane), 0.0)), of))
        age, free = await asyncio.to_thread(self.backups.age), await asyncio.to_thread(self.database.free_space)
        found += [Sample("backup_age_seconds", age)] if age is not None else []
        found += [Sample("disk_free_bytes", free)] if free is not None else []
        for one in self.channels:
            by = (("route", route_of(one.name, one.account)),)
            found += [Sample(name, value, by, total=True) for name, value in one.counts().items()]
        return [*found, *self.worker.measure()]
