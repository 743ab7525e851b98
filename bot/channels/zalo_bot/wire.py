"""HTTP to Zalo's bot platform: the token stands in the path, so that no address and no cause of an error is kept.

no address, no connection, no TLS        NeverSentError: the request was not written
anything after the connection stood      MaybeSentError: it may have arrived, whatever came back
"""

import asyncio
import logging
from typing import Any

import httpx

from bot.channels.zalo_bot.errors import Refusal, delivery_error
from bot.errors import ChannelDownError, DeliveryError, DocumentError, MaybeSentError, NeverSentError, RejectedError
from bot.messages.incoming import MOST_FILE
from bot.reading.documents.links import CheckedTransport

WITHIN = 20.0
"""Seconds for a whole call: below the 30 s for which a worker holds a message."""
CONNECT = 5.0
WHOLE_FILE = 60.0
"""Seconds for all of a picture: the timeouts of single steps begin anew with every piece."""

_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_BREAKS = (ChannelDownError, NeverSentError, MaybeSentError)


class RefusedError(Exception):
    """Zalo answered, and not with a success."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.code))
        self.refusal = refusal


class Wire:
    """The API of one token; `trouble` says why its last call could not be answered, and is empty while it works."""

    def __init__(self, api_url: str, token: str) -> None:
        # Both log every request with its URL.
        for name in ("httpx", "httpcore"):
            logger = logging.getLogger(name)
            logger.setLevel(max(logger.level, logging.WARNING))
        self._api_url = api_url
        self._url = f"{api_url}/bot{token}"
        self._client: httpx.AsyncClient | None = None
        self.trouble = ""

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            timeout = httpx.Timeout(WITHIN, connect=CONNECT)
            # A redirect would send the message, and with it the token, a second time.
            self._client = httpx.AsyncClient(timeout=timeout, follow_redirects=False, trust_env=False)
        return self._client

    async def close(self) -> None:
        """Let go of the connections; may be called again."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def call(self, method: str, parameters: dict[str, Any], *, within: float = WITHIN) -> Any:
        """Call a method, whose name's case counts, and return its `result`; raises a DeliveryError."""
        try:
            return await self.ask(method, parameters, within=within)
        except RefusedError as error:
            found = delivery_error(error.refusal)
            self._note(found)
            raise found from None

    async def ask(self, method: str, parameters: dict[str, Any], *, within: float = WITHIN) -> Any:
        """The same for a call of which a refusal may say what is wanted; raises RefusedError for it."""
        try:
            timeout = httpx.Timeout(within, connect=CONNECT)
            response = await self._opened().post(f"{self._url}/{method}", json=parameters, timeout=timeout)
        except _BEFORE:
            raise self._note(NeverSentError("no-connection")) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise self._note(MaybeSentError("no-answer")) from None
        body = _object(response)
        if body.get("ok") is True and response.is_success:
            self.trouble = ""
            return body.get("result")
        if not body and response.is_success:
            raise self._note(MaybeSentError("unreadable-answer"))
        refusal = _refusal(response, body)
        # It answered: what is wrong with this call is the caller's to judge, but not a token that Zalo refuses.
        found = delivery_error(refusal)
        self.trouble = found.reason if isinstance(found, ChannelDownError) else ""
        raise RefusedError(refusal)

    async def download(self, url: str) -> bytes:
        """Fetch what somebody sent from where Zalo keeps it, for a while; raises a DeliveryError."""
        try:
            async with asyncio.timeout(WHOLE_FILE):
                if url.startswith(f"{self._api_url}/"):
                    return await _fetched(self._opened(), url)
                async with httpx.AsyncClient(
                    transport=CheckedTransport(), timeout=httpx.Timeout(WITHIN, connect=CONNECT), trust_env=False
                ) as client:
                    return await _fetched(client, url)
        except DocumentError:
            # It leads into the ward's own network, or nowhere.
            raise RejectedError("no-such-file") from None
        except (TimeoutError, OSError, UnicodeError, httpx.HTTPError, httpx.InvalidURL):
            raise NeverSentError("no-answer") from None

    def _note(self, error: DeliveryError) -> DeliveryError:
        self.trouble = error.reason if isinstance(error, _BREAKS) else ""
        return error


async def _fetched(client: httpx.AsyncClient, url: str) -> bytes:
    data = bytearray()
    async with client.stream("GET", url) as response:
        if not response.is_success:
            raise RejectedError("no-such-file")
        async for chunk in response.aiter_bytes():
            data += chunk
            if len(data) > MOST_FILE:
                raise RejectedError("too-large")
    return bytes(data)


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _refusal(response: httpx.Response, body: dict[str, Any]) -> Refusal:
    code, said = body.get("error_code"), body.get("description")
    if isinstance(code, bool) or not isinstance(code, int):
        # Where the body names none it may be a 200 that says ok: false.
        code = response.status_code if not response.is_success else 400
    try:
        wait = float(response.headers["retry-after"])
    except (KeyError, ValueError):
        wait = None
    return Refusal(code, said if isinstance(said, str) else "", wait)
