"""A link → bytes, without letting anybody use the bot to look into the ward's own network.

Every request, each redirect's too, is checked by itself: the name is resolved here, all of its addresses must be
public, and the connection goes to the very address that was checked, so that a second answer of the name server
changes nothing.
"""

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from email.message import Message

import httpx

from bot.errors import DocumentError
from bot.reading.documents.addresses import is_link

MOST_BYTES = 5 * 2**20
WITHIN = 20.0
"""Seconds for all of it, redirects and names too: timeouts of single steps begin anew with every byte."""
MOST_REDIRECTS = 5
LONGEST = 2_000
PORTS = {"http": 80, "https": 443}
PAGE = ("text/html", "application/xhtml+xml")
KINDS = (
    *PAGE,
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/rtf",
    "text/rtf",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
"""What may be fetched; what it then really is decides its content."""
_SHARED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: an IPv4 address in the last 32 bits."""

Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a link led to; `charset` is empty where the server did not say it."""

    data: bytes
    charset: str


async def fetch_link(
    url: str, *, resolve: Resolve | None = None, trusted: Collection[str] = (), within: float = WITHIN
) -> Page:
    """Fetch a public page or document; raises DocumentError with the reason against it.

    `resolve` stands for the machine's own name service, and `trusted` holds `address:port` pairs that may be private:
    both are for tests only.
    """
    transport = CheckedTransport(resolve, trusted)
    try:
        async with (
            asyncio.timeout(within),
            # Without the environment's proxy: it would resolve the name once more.
            httpx.AsyncClient(
                transport=transport,
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
                timeout=10,
                trust_env=False,
                headers={"User-Agent": "LoaPhuong/1.0", "Accept": ", ".join(KINDS), "Accept-Encoding": "gzip"},
            ) as client,
        ):
            return await _fetch(client, url.strip())
    except (TimeoutError, httpx.TimeoutException):
        raise DocumentError("link-slow") from None
    except httpx.TooManyRedirects:
        raise DocumentError("link-redirects") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, ValueError):
        # Without their cause: addresses may hold words that only their sender should know.
        raise DocumentError("link-unreachable") from None


async def _fetch(client: httpx.AsyncClient, url: str) -> Page:
    if not is_link(url) or len(url) > LONGEST:
        raise DocumentError("link-form")
    async with client.stream("GET", url) as response:
        if response.status_code != 200:
            raise DocumentError("link-unreachable")
        said = Message()
        said["content-type"] = response.headers.get("content-type", "application/octet-stream")
        if said.get_content_type() not in KINDS:
            raise DocumentError("link-kind")
        declared = response.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared[:20]) > MOST_BYTES:
            raise DocumentError("link-large")
        data = bytearray()
        async for piece in response.aiter_raw():
            data += piece
            if len(data) > MOST_BYTES:
                raise DocumentError("link-large")
        charset = str(said.get_content_charset("")) if said.get_content_maintype() == "text" else ""
        return Page(_unpacked(bytes(data), response.headers.get("content-encoding", "")), charset)


def _unpacked(data: bytes, encoding: str) -> bytes:
    """A page may be a bomb as well: it is unpacked here, and no further than it may be long."""
    match encoding.strip().lower():
        case "" | "identity":
            return data
        case "gzip" | "x-gzip" | "deflate":
            try:
                whole = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MOST_BYTES + 1)
            except zlib.error:
                raise DocumentError("link-unreachable") from None
            if len(whole) > MOST_BYTES:
                raise DocumentError("link-large")
            return whole
    raise DocumentError("link-kind")


class CheckedTransport(httpx.AsyncBaseTransport):
    """Resolves and checks, then lets httpx connect to the address that passed."""

    def __init__(self, resolve: Resolve | None = None, trusted: Collection[str] = ()) -> None:
        self._resolve = resolve or _resolve
        self._trusted = frozenset(trusted)
        self._inner = httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, the first or a redirect's; raises DocumentError where it may not go."""
        host = request.url.raw_host.decode("ascii").rstrip(".")
        if request.url.scheme not in PORTS or not host:
            raise DocumentError("link-form")
        port = request.url.port or PORTS[request.url.scheme]
        addresses = await self._resolve(host.strip("[]"), port)
        if not addresses:
            raise DocumentError("link-unreachable")
        trusted = all(f"{address}:{port}" in self._trusted for address in addresses)
        # One private address among public ones is enough for a no: the name is somebody's trick or mistake.
        if not trusted and not all(is_public(address) for address in addresses):
            raise DocumentError("link-private")
        if not trusted and port not in PORTS.values():
            raise DocumentError("link-form")
        # IPv4 first: many a ward's line has no IPv6.
        address = min(addresses, key=lambda one: ":" in one)
        checked = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            # Its Host header still names the host, and its certificate is checked against that name.
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await self._inner.handle_async_request(checked)

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._inner.aclose()


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, also the IPv4 address that an IPv6 address stands for."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _SHARED:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        # ::a.b.c.d, which nobody uses any more and some systems still follow
        if int(found) >> 32 == 0:
            return False
    carried = [one for one in inner if one is not None]
    if carried:
        return all(is_public(str(one)) for one in carried)
    return found.is_global and not (
        any(found in network for network in _SPECIAL if network.version == found.version)
        or found.is_multicast
        or found.is_reserved
        or found.is_private
        or found.is_loopback
        or found.is_link_local
        or found.is_unspecified
    )


_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "fec0::/10", "3fff::/20", "5f00::/16")
)
"""Nobody's public server, though some versions of Python call them global. (IANA's special-purpose registries.)"""


async def _resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
