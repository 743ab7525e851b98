"""The composition root: the only file that builds everything and knows every room."""

import asyncio
import logging
import socket
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from starlette.routing import Route

import handlers.approve
import handlers.attachments
import handlers.audit
import handlers.correct
import handlers.draft
import handlers.history
import handlers.latest
import handlers.people
import handlers.post
import handlers.privacy
import handlers.publish
import handlers.schedule
import handlers.search
import handlers.start
import handlers.status
import handlers.subscribe
import handlers.targets
import handlers.templates
import handlers.timers
import handlers.ward
from bot.channels.base import Channel
from bot.channels.telegram.channel import WEBHOOK_PATH, WEBHOOK_SECRET_HEADER, TelegramChannel
from bot.chat.jobs import JobRunner
from bot.chat.receive import Receiver
from bot.chat.router import Router
from bot.chat.timers import DueRunner
from bot.clock import Clock, SystemClock
from bot.delivery.reconcile import Reconciler
from bot.delivery.worker import Worker
from bot.errors import DeliveryError, SetupError
from bot.messages.incoming import route_of
from bot.services import Services
from bot.services.context import Line, context_on
from bot.services.intake import Documents
from bot.settings import Settings
from bot.storage import ward
from bot.storage.engine import Database, Transaction
from bot.storage.push import outbox
from bot.web.health import health_routes
from bot.web.server import bind, build_server
from bot.web.webhooks import webhook_route

FEATURES = (
    handlers.start,
    handlers.latest,
    handlers.targets,
    handlers.search,
    handlers.history,
    handlers.subscribe,
    handlers.privacy,
    handlers.post,
    handlers.templates,
    handlers.draft,
    handlers.attachments,
    handlers.publish,
    handlers.approve,
    handlers.schedule,
    handlers.timers,
    handlers.correct,
    handlers.status,
    handlers.people,
    handlers.audit,
    handlers.ward,
)
"""One module a feature; the order is that of /help."""


def build_router() -> Router:
    """Every command of every feature."""
    return Router(FEATURES)


def menu(router: Router) -> list[tuple[str, str]]:
    """Commands that a platform shows to everybody, by their Vietnamese names, with their help lines."""
    return [(one.names[:2][-1], one.help) for one in router.commands if not one.role]


def build_channels(settings: Settings, router: Router) -> list[Channel]:
    """The channels that the settings switch on; raises SetupError where there is none."""
    channels: list[Channel] = []
    if settings.telegram.token is not None:
        channels.append(TelegramChannel(settings.telegram, commands=menu(router)))
    if not channels:
        raise SetupError("Chưa có kênh nào. Hãy đặt LOA_TELEGRAM__TOKEN trong .env, hoặc chạy thử bằng: loa demo")
    return channels


class App:
    """One process: its database, its channels, and what works on them."""

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
        lease = timedelta(seconds=settings.lease_seconds)
        self.lines: Mapping[str, Line] = {
            route_of(one.name, one.account): Line(one.capabilities, one.rate) for one in channels
        }
        self.worker = Worker(database=self.database, channels=channels, clock=self.clock, lease=lease, claims=claims)
        self.reconciler = Reconciler(
            database=self.database, clock=self.clock, wake=self.worker.wake, record=self.worker.record
        )
        common: dict[str, Any] = {
            "database": self.database,
            "router": router,
            "clock": self.clock,
            "settings": settings,
            "lines": self.lines,
            "deliver": self.worker.deliver,
        }
        self.receive = Receiver(**common)
        documents = Documents({route_of(one.name, one.account): one.fetch for one in channels})
        self.jobs = JobRunner(documents=documents, **common)
        self.dues = DueRunner(**common)
        self._log = structlog.get_logger("app")

    async def prepare(self) -> None:
        """Bring the schema up to date and write the ward's first row; safe when processes start together."""
        await self.database.migrate()
        async with self.database.write() as transaction:
            await ward.ensure_ward(transaction, self.settings.ward.name, self.settings.ward.hotline)

    def services(self, transaction: Transaction) -> Services:
        """Use cases on one transaction, for the command line and the demo."""
        return Services.on(context_on(transaction, self.clock.now(), self.settings, self.lines))

    async def run(self, routes: Sequence[Route] = (), *, listening: socket.socket | None = None) -> None:
        """Start the channels and work until cancelled; what is on the wire then is still recorded."""
        web = self.settings.web
        webhooks = self._webhooks()
        if listening is None and (web.port or webhooks):
            listening = bind(web.host, web.port)
        server = build_server([*routes, *webhooks, *health_routes(self._counts)])
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.worker.run())
                group.create_task(self.reconciler.run())
                group.create_task(self.jobs.run())
                group.create_task(self.dues.run())
                for channel in self.channels:
                    group.create_task(self._run_channel(channel))
                if listening is not None:
                    group.create_task(server.serve([listening]))
        finally:
            for channel in self.channels:
                await channel.close()
            await self.database.close()

    async def run_worker(self) -> None:
        """Only deliver, beside other processes that talk to people; works until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.worker.run())
                group.create_task(self.reconciler.run())
        finally:
            for channel in self.channels:
                await channel.close()
            await self.database.close()

    async def _run_channel(self, channel: Channel) -> None:
        try:
            await channel.start()
        except DeliveryError as error:
            # The channel goes on trying by itself; the others must not wait for it.
            self._log.warning("channel_not_ready", channel=channel.name, reason=error.reason)
        await channel.listen(self.receive)

    def _webhooks(self) -> list[Route]:
        return [
            self._webhook(channel)
            for channel in self.channels
            if isinstance(channel, TelegramChannel) and self.settings.telegram.mode == "webhook"
        ]

    def _webhook(self, channel: TelegramChannel) -> Route:
        secret = channel.webhook_secret
        if secret is None:
            raise SetupError("LOA_TELEGRAM__MODE=webhook cần LOA_TELEGRAM__WEBHOOK_SECRET")

        async def handle(body: bytes) -> None:
            await channel.handle_webhook(body, self.receive)

        return webhook_route(WEBHOOK_PATH, header=WEBHOOK_SECRET_HEADER, secret=secret, handle=handle)

    async def _counts(self) -> Mapping[str, float]:
        async with self.database.read() as transaction:
            counts = {f"deliveries_{state}": value for state, value in (await outbox.count_states(transaction)).items()}
        for channel in self.channels:
            if isinstance(channel, TelegramChannel):
                counts["updates_unreadable"] = channel.unreadable
                counts["updates_failed"] = channel.failed
        return counts


def configure_logging(settings: Settings) -> None:
    """Log to the error stream, one line an event, with every secret of the settings struck out."""
    secrets = [
        secret.get_secret_value()
        for secret in (settings.telegram.token, settings.telegram.webhook_secret, settings.telegram.proxy)
        if secret is not None
    ]
    password = Database.password_in(settings.database_url.get_secret_value())
    secrets += [password] if password else []

    one_line = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])

    def render(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        line = str(one_line(logger, method, event))
        for secret in secrets:
            line = line.replace(secret, "***")
        return line

    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
