"""Links: real requests to this machine where the test trusts it, and a no to everything inside any network."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.errors import DocumentError
from bot.reading.documents.addresses import is_link
from bot.reading.documents.door import read_document
from bot.reading.documents.links import MOST_BYTES, MOST_REDIRECTS, fetch_link, is_public
from tests.unit.reading import documents as made

NOTICE = "Điện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026. Mong bà con thông cảm."


class Site:
    """A web server on this machine; `pages` holds what stands where, `asked` the Host and path of every request."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.port = 0

    def put(self, path: str, body: bytes, kind: str = "text/html; charset=utf-8", *, more: str = "") -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n{more}\r\n"
        self.pages[path] = head.encode() + body

    def redirect(self, path: str, to: str) -> None:
        self.pages[path] = (
            f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = lines[0].split()[1]
        host = next(line[6:] for line in lines if line.lower().startswith("host: "))
        self.asked.append((host, path))
        writer.write(self.pages.get(path, b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    @property
    def trusted(self) -> list[str]:
        return [f"127.0.0.1:{self.port}"]

    def url(self, path: str, host: str = "phuong.example") -> str:
        return f"http://{host}:{self.port}{path}"


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(serve: Serve) -> AsyncIterator[int]:
    """A server on this machine; every connection is over when the test is."""
    open_now: set[asyncio.Task[None]] = set()

    async def tracked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        open_now.add(task)
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()
            open_now.discard(task)

    server = await asyncio.start_server(tracked, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for task in tuple(open_now):
            task.cancel()
        await asyncio.gather(*open_now, return_exceptions=True)
        await asyncio.sleep(0)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    made_site = Site()
    async with serving(made_site.serve) as made_site.port:
        yield made_site


def names(known: dict[str, str]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A name service: `phuong.example` is this machine, and whatever else is told."""

    async def resolve(host: str, port: int) -> list[str]:
        found = known.get(host, "127.0.0.1" if host == "phuong.example" else host)
        return found.split()

    return resolve


async def reason(url: str, site: Site | None = None, known: dict[str, str] | None = None) -> str:
    with pytest.raises(DocumentError) as refused:
        await fetch_link(url, resolve=names(known or {}), trusted=site.trusted if site else ())
    return refused.value.reason


async def test_a_page_is_fetched_from_the_address_that_was_checked_under_its_own_name(site: Site) -> None:
    site.put("/tin", made.page("Thông báo cúp điện", NOTICE, NOTICE))
    page = await fetch_link(site.url("/tin"), resolve=names({}), trusted=site.trusted)
    assert NOTICE in (await read_document(page.data, charset=page.charset)).text
    assert site.asked == [(f"phuong.example:{site.port}", "/tin")]


async def test_a_document_behind_a_link_is_fetched(site: Site) -> None:
    site.put("/bc.docx", made.word(NOTICE), "application/octet-stream")
    page = await fetch_link(site.url("/bc.docx"), resolve=names({}), trusted=site.trusted)
    assert (await read_document(page.data, charset=page.charset)).text == NOTICE


async def test_a_redirect_is_followed_and_checked_again(site: Site) -> None:
    site.put("/tin", made.page("Thông báo", NOTICE))
    site.redirect("/cu", "/tin")
    assert (await fetch_link(site.url("/cu"), resolve=names({}), trusted=site.trusted)).data
    for inside in (
        "http://127.0.0.1/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
    ):
        site.redirect("/bay", inside)
        assert await reason(site.url("/bay"), site) == "link-private"
    site.redirect("/bay", "file:///etc/passwd")
    assert await reason(site.url("/bay"), site) in {"link-form", "link-unreachable"}
    site.redirect("/bay", "http://noi-bo.example/")
    assert await reason(site.url("/bay"), site, {"noi-bo.example": "192.168.1.1"}) == "link-private"


async def test_redirects_end(site: Site) -> None:
    for number in range(MOST_REDIRECTS + 2):
        site.redirect(f"/{number}", f"/{number + 1}")
    assert await reason(site.url("/0"), site) == "link-redirects"
    assert len(site.asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",  # noqa: S104 - looked at, not listened on
            "10.1.2.3",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *(
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fe80::1%eth0",
        ),
        *("fec0::1", "3fff::1", "5f00::1", "192.0.0.8", "192.88.99.1"),
        *("fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2001:db8::1", "2001:0:7f00:1::", "phuong.example", ""),
    ],
)
async def test_no_address_inside_a_network_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "203.113.131.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("inside", ["10.0.0.8", "127.0.0.1", "fd00::1", "8.8.8.8 10.0.0.8", "::ffff:192.168.1.1"])
async def test_a_name_that_leads_inside_is_refused_without_a_connection(inside: str) -> None:
    assert await reason("http://noi-bo/", known={"noi-bo": inside}) == "link-private"


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "https://127.0.0.1:443/"])
async def test_this_machine_is_refused_by_its_own_name_service_too(url: str) -> None:
    with pytest.raises(DocumentError, match="link-private"):
        await fetch_link(url)


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1/", "http://017700000001/"])
async def test_other_spellings_of_this_machine_lead_nowhere(url: str) -> None:
    with pytest.raises(DocumentError, match=r"link-private|link-unreachable"):
        await fetch_link(url)


@pytest.mark.parametrize(
    "url",
    ["ftp://phuong.example/", "file:///etc/passwd", "http://8.8.8.8:22/", "https://8.8.8.8:8080/", "http://", "x"],
)
async def test_only_the_ports_and_schemes_of_the_web_are_used(url: str) -> None:
    assert await reason(url) in {"link-form", "link-unreachable"}


async def test_a_large_page_is_refused_declared_or_not(site: Site) -> None:
    site.put("/a", b"x", more=f"Content-Length: {MOST_BYTES + 1}\r\n")
    assert await reason(site.url("/a"), site) == "link-large"
    site.put("/b", b"x" * (MOST_BYTES + 1))
    assert await reason(site.url("/b"), site) == "link-large"
    site.put("/c", gzip.compress(b"x" * (100 * 2**20)), more="Content-Encoding: gzip\r\n")
    assert await reason(site.url("/c"), site) == "link-large"


async def test_a_picture_and_a_missing_page_are_refused(site: Site) -> None:
    site.put("/anh", b"\x89PNG", "image/png")
    assert await reason(site.url("/anh"), site) == "link-kind"
    assert await reason(site.url("/khong-co"), site) == "link-unreachable"


async def test_a_server_that_never_answers_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(silent) as port:
        with pytest.raises(DocumentError, match="link-slow"):
            await fetch_link(f"http://127.0.0.1:{port}/", trusted=[f"127.0.0.1:{port}"], within=0.2)


def test_one_address_and_nothing_else_is_a_link() -> None:
    assert is_link(" https://phuong.example/tin/1 ")
    assert not is_link("Xem https://phuong.example")
    assert not is_link("https://a.vn https://b.vn")
    assert not is_link("phường")
