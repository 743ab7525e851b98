"""Files that people send: where Telegram keeps one, and its bytes, never more of them than allowed."""

import asyncio
from urllib.parse import quote

import httpx

from bot.channels.base import MOST_FILE
from bot.channels.telegram.wire import Wire
from bot.errors import NeverSentError, RejectedError
from bot.settings import TelegramSettings

WITHIN = 60.0
"""Seconds for a download: 20 MB at 3 Mbit/s."""
TOO_LARGE = "too-large"
GONE = "file-gone"


async def download(wire: Wire, settings: TelegramSettings, file_id: str) -> bytes:
    """Fetch a file by its id; raises a DeliveryError that holds neither address nor token."""
    await wire.open()
    found = await wire.call("getFile", {"file_id": file_id})
    path = found.get("file_path") if isinstance(found, dict) else None
    size = found.get("file_size") if isinstance(found, dict) else None
    if isinstance(size, int) and size > MOST_FILE:
        raise RejectedError(TOO_LARGE)
    if not isinstance(path, str) or settings.token is None:
        raise RejectedError(GONE)
    address = f"{settings.api_url}/file/bot{settings.token.get_secret_value()}/{quote(path)}"
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    try:
        async with asyncio.timeout(WITHIN), httpx.AsyncClient(proxy=proxy, timeout=15) as client:
            return await _read(client, address)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, TimeoutError):
        # Without its cause: httpx quotes the address, and with it the token.
        raise NeverSentError("no-answer") from None


async def _read(client: httpx.AsyncClient, address: str) -> bytes:
    # Not PTB's own download: that takes in all that comes, and a server may send more than it declared.
    async with client.stream("GET", address, headers={"Accept-Encoding": "identity"}) as response:
        if 400 <= response.status_code < 500:
            raise RejectedError(GONE)
        if response.status_code != 200:
            raise NeverSentError("server-error")
        data = bytearray()
        async for piece in response.aiter_raw():
            data += piece
            if len(data) > MOST_FILE:
                raise RejectedError(TOO_LARGE)
        return bytes(data)
