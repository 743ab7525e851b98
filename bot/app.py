"""The composition root: the only file that knows every feature, and puts wards, channels and the web into a process."""

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING

import handlers.answers
import handlers.approve
import handlers.attachments
import handlers.audit
import handlers.captions
import handlers.channel
import handlers.contacts
import handlers.correct
import handlers.draft
import handlers.facts
import handlers.guides
import handlers.history
import handlers.latest
import handlers.link
import handlers.mistakes
import handlers.papers
import handlers.people
import handlers.pictures
import handlers.post
import handlers.privacy
import handlers.publish
import handlers.reminders
import handlers.results
import handlers.schedule
import handlers.search
import handlers.start
import handlers.stats
import handlers.status
import handlers.subscribe
import handlers.synonyms
import handlers.target_edits
import handlers.target_tables
import handlers.targets
import handlers.templates
import handlers.timers
import handlers.upcoming
import handlers.verify
import handlers.ward
from bot.cards.charts.draw import draw
from bot.cards.papers import poster_page
from bot.channels.registry import build_channels, secrets_of
from bot.chat.router import Router
from bot.errors import DeliveryError
from bot.logs import configure_logging
from bot.messages.message import Menu
from bot.settings import Settings
from bot.storage.engine import Database
from bot.ward import Ward
from bot.web.sockets import bind

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.web.pages.site import Site

FEATURES = (
    handlers.start,
    handlers.latest,
    handlers.upcoming,
    handlers.reminders,
    handlers.mistakes,
    handlers.target_edits,
    handlers.target_tables,
    handlers.targets,
    handlers.results,
    handlers.search,
    handlers.guides,
    handlers.answers,
    handlers.contacts,
    handlers.history,
    handlers.verify,
    handlers.subscribe,
    handlers.link,
    handlers.privacy,
    handlers.post,
    handlers.templates,
    handlers.draft,
    handlers.facts,
    handlers.attachments,
    handlers.pictures,
    handlers.papers,
    handlers.captions,
    handlers.publish,
    handlers.approve,
    handlers.schedule,
    handlers.timers,
    handlers.correct,
    handlers.status,
    handlers.stats,
    handlers.people,
    handlers.audit,
    handlers.ward,
    handlers.channel,
    handlers.synonyms,
)
"""One module a feature; the order is that of /help."""


def build_router(features: Sequence[ModuleType] = FEATURES) -> Router:
    """Every command of every feature."""
    return Router(features)


def menu(router: Router) -> Menu:
    """Commands that a platform shows to everybody, by their Vietnamese names, with their help lines."""
    return tuple((one.shown, one.help) for one in router.commands if not one.role)


def build_ward(settings: Settings, *, claims: bool = True) -> Ward:
    """The ward of these settings with its channels; raises SetupError where none is switched on."""
    router = build_router()
    return Ward(settings, build_channels(settings, menu(router)), router=router, claims=claims)


def start_logging(settings: Settings) -> None:
    """Log with every secret of the settings struck out."""
    password = Database.password_in(settings.database_url.get_secret_value())
    configure_logging(settings.log_level, [*secrets_of(settings), *([password] if password else [])])


async def serve(
    ward: Ward, routes: "Sequence[BaseRoute]" = (), *, listening: socket.socket | None = None, grace: int = 2
) -> None:
    """Run a ward beside its web server until cancelled, on a socket that is open already or that of the settings.

    The public pages are there where they have an address. Health has a door of its own: what the public reaches does
    not lead there. The end waits `grace` seconds for answers that are open.
    """
    web, health = ward.settings.web, ward.settings.health
    if listening is None and (ward.webhooks() or web.public_url):
        listening = bind(web.host, web.port, "LOA_WEB__PORT")
    inside = bind(health.host, health.port, "LOA_HEALTH__PORT") if health.port else None
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(ward.run())
            if listening is not None or inside is not None:
                group.create_task(_serve_web(ward, routes, listening, inside, grace))
    finally:
        await ward.close()


async def _serve_web(
    ward: Ward, routes: "Sequence[BaseRoute]", listening: socket.socket | None, inside: socket.socket | None, grace: int
) -> None:
    # Loaded beside the first poll, which need not wait for it; who comes before waits in the socket's backlog.
    from bot.web.health import health_routes
    from bot.web.server import build_server
    from bot.web.webhooks import webhook_route

    pages = build_pages(ward)
    try:
        async with asyncio.TaskGroup() as group:
            if listening is not None:
                webhooks = [webhook_route(webhook, take) for webhook, take in ward.webhooks()]
                # The pages come last: they answer for every address that is nobody else's.
                public = [pages.mount()] if pages else []
                group.create_task(build_server([*routes, *webhooks, *public], grace=grace).serve([listening]))
            if inside is not None:
                told = health_routes(ward.measure, ward.pulse.troubles)
                group.create_task(build_server(told).serve([inside]))
    finally:
        if pages:
            await pages.close()


def build_pages(ward: Ward) -> "Site | None":
    """The ward's public pages, over connections of their own; None where they have no address."""
    public_url = ward.settings.web.public_url
    if not public_url:
        return None
    from bot.web.pages.routes import VIEWS
    from bot.web.pages.site import AT_ONCE, Site

    database = Database(ward.settings.database_url.get_secret_value(), connections=AT_ONCE)
    return Site(database, ward.services, VIEWS, public_url=public_url, clock=ward.clock)


async def draw_poster(ward: Ward, area: str = "") -> bytes:
    """The ward's poster as PDF, of an area where one is named; raises a RefusedError where there is none to be made."""
    await ward.prepare()
    try:
        for channel in ward.channels:
            # The squares lead to those that can be asked; where none can, it is said.
            with contextlib.suppress(DeliveryError):
                await channel.who()
        async with ward.database.read() as transaction:
            poster = await ward.services(transaction).papers.own_poster(area)
        return await asyncio.to_thread(draw, poster_page(poster))
    finally:
        await ward.close()


async def deliver(ward: Ward) -> None:
    """Only deliver, without channels' events and without the web, until cancelled."""
    try:
        await ward.deliver()
    finally:
        await ward.close()
