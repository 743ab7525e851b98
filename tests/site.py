"""The public pages of a house, asked over HTTP without a network: what a browser without any script would get."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.services import Services
from bot.storage.engine import Database, Transaction
from bot.web.pages.answer import View
from bot.web.pages.routes import VIEWS
from bot.web.pages.site import Site
from tests.ward import House

PUBLIC_URL = "https://tin.example.vn/loa"


def site_of(house: House, views: Sequence[tuple[str, View]] = VIEWS, *, public_url: str, **more: Any) -> Site:
    """The house's pages, on connections of their own."""
    url = house.database.url.render_as_string(hide_password=False)

    def services(transaction: Transaction) -> Services:
        return house.dues.services(transaction, house.clock.now())

    return Site(Database(url, connections=2), services, views, public_url=public_url, clock=house.clock, **more)


@asynccontextmanager
async def browsing(
    house: House, public_url: str = PUBLIC_URL, *, kept_seconds: float = 0
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the house's pages, each of them made anew unless it was made within `kept_seconds`."""
    site = site_of(house, public_url=public_url, kept_seconds=kept_seconds)
    transport = httpx.ASGITransport(Starlette(routes=[site.mount()]))
    async with httpx.AsyncClient(transport=transport, base_url=public_url) as browser:
        yield browser
    await site.close()


async def text_of(browser: httpx.AsyncClient, path: str, status: int = 200) -> str:
    """What a page says, wherever its address leads."""
    response = await browser.get(path, follow_redirects=True)
    assert response.status_code == status, (path, response.status_code)
    return response.text
