"""Files and links that people send: checked, fetched and read. Slow, so only in jobs, never inside a transaction."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.attachments import MOST_PHOTO, MOST_TOTAL, Received
from bot.domain.reading import Reading
from bot.domain.target_table import Grid, from_head, sheet_grid, typed_grid
from bot.domain.words import fold_words
from bot.errors import DeliveryError, DocumentError
from bot.messages.incoming import MOST_FILE, FileKind, IncomingFile
from bot.reading.documents import addresses
from bot.reading.documents.document import Document
from bot.reading.documents.door import SCAN_WITHIN, read_document
from bot.reading.documents.links import Page, fetch_link
from bot.reading.documents.stripped import JPEG, PNG, without_metadata
from bot.reading.doubts.source import with_source

AT_ONCE = 4000
"""Characters that are read while the person waits; a longer text is a job."""
LONGEST_NAME = 80
MOST_WORDS = 100_000
"""Characters of folded words that a document is found by; PostgreSQL takes 1 MB for all words of a post."""
UNREADABLE = ("document-scan", "document-letters", "document-empty")
"""What cannot be read by us, and can by a person who opens it."""
MOST_PAGES = 10
"""Photos of one paper, as many as pages of a scan."""
_NO_PAGE = (*UNREADABLE, "document-blurred", "document-damaged")
"""Why a photo is none of a page, or none that this machine reads."""


def check_sent(document: IncomingFile) -> IncomingFile:
    """Refuse what no post can hold, before anything is fetched."""
    if document.kind is FileKind.OTHER:
        raise DocumentError("file-kind")
    if (document.size or 0) > MOST_FILE:
        raise DocumentError("document-large")
    if document.kind is FileKind.PHOTO and (document.size or 0) > MOST_PHOTO:
        raise DocumentError("photo-large", most=MOST_PHOTO // 2**20)
    return document


def check_bytes(content: bytes, *, photo: bool) -> None:
    """Refuse what is empty, and what is no photo although it came as one, before anything is read in it."""
    if not content:
        raise DocumentError("file-empty")
    if photo and len(content) > MOST_PHOTO:
        raise DocumentError("photo-large", most=MOST_PHOTO // 2**20)
    if photo and not content.startswith((JPEG, PNG)):
        raise DocumentError("file-kind")


def is_picture(content: bytes) -> bool:
    """Whether a document is a picture: nothing is read in it."""
    return content.startswith((JPEG, PNG))


def receive(
    content: bytes,
    text: str | None,
    *,
    name: str,
    photo: bool,
    position: int,
    route: str,
    file_id: str,
) -> Received:
    """A file with everything that has to be known of it; `text` is None where nothing in it could be read.

    A picture is kept without what tells where and when it was taken; raises DocumentError where that cannot be.
    Slow for a long text, so that is done as a job.
    """
    # As in drafts: not before the first file comes.
    from bot.reading.doubts.personal import personal_of

    doubt = personal_of(text) if text is not None else None
    sent, content = content, without_metadata(content)
    kept = "" if photo else named(name, content)
    return Received(
        content=content,
        # A platform gives a file out again under the name that it first had: one that people may not see elsewhere.
        hash=hashlib.sha256(kept.encode() + b"\0" + content).hexdigest(),
        name=kept,
        photo=photo,
        position=position,
        words=None if text is None else search_words(text),
        private=doubt.quotes if doubt else (),
        route=route,
        # By its id a file goes out as it came: only where people may see all of that, a document's name too.
        file_id=file_id if content == sent and (photo or kept == name) else "",
    )


def holds_personal_data(text: str) -> bool:
    """Whether a text names what nobody may read of a person."""
    # As above.
    from bot.reading.doubts.personal import personal_of

    return personal_of(text) is not None


def search_words(text: str) -> str:
    """Each folded word of a text once, in its order."""
    words = " ".join(dict.fromkeys(fold_words(text).split()))
    return words if len(words) <= MOST_WORDS else words[:MOST_WORDS].rpartition(" ")[0]


_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def named(name: str, content: bytes) -> str:
    """A file's name as people may see and open it: short, on one line, and with the ending of what it really is."""
    name = " ".join(_UNSAFE.sub(" ", name).split()).strip(". ")
    ending = _ending(content)
    stem, dot, last = name.rpartition(".")
    if not dot or last.lower() not in (ending, *_SAME.get(ending, ())):
        stem, last = name, ending
    return f"{stem[:LONGEST_NAME].rstrip('. ') or 'tep'}.{last}"


_SAME = {"jpg": ("jpeg",)}


def _ending(content: bytes) -> str:
    if content.startswith(JPEG):
        return "jpg"
    if content.startswith(PNG):
        return "png"
    if content.startswith(b"PK"):
        return "docx" if b"word/document.xml" in content else "xlsx"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "doc"
    if content.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return "txt"


FetchFile = Callable[[str], Awaitable[bytes]]
FetchLink = Callable[[str], Awaitable[Page]]


class Documents:
    """What fetches and reads them; `files` holds, for each route, what downloads a file by its id."""

    def __init__(self, files: Mapping[str, FetchFile], link: FetchLink = fetch_link) -> None:
        self._files = files
        self._link = link

    async def fetch_file(self, route: str, file_id: str) -> bytes:
        """Give the bytes of a file that was sent on a route; raises DocumentError."""
        fetch = self._files.get(route)
        if fetch is None:
            raise DocumentError("document-lost")
        try:
            return await fetch(file_id)
        except DeliveryError as error:
            if error.reason == "too-large":
                raise DocumentError("document-large") from None
            raise DocumentError("document-lost") from error

    async def read_file(self, data: bytes, *, sheet: str = "", scans: bool = True) -> Document:
        """Give what a document says, or one sheet of it; raises DocumentError."""
        return await read_document(data, sheet=sheet, scans=scans)

    async def read_link(self, url: str, *, sheet: str = "") -> Document:
        """Give what a public web page or document says; raises DocumentError."""
        page = await self._link(url)
        return await read_document(page.data, charset=page.charset, sheet=sheet)


async def learn_of(payload: dict[str, Any], content: bytes, text: str | None) -> Received:
    """What a post has to know of a file; `text` is None where nothing in it could be read."""
    return await asyncio.to_thread(
        receive,
        content,
        text,
        name=payload.get("name", ""),
        photo=payload.get("photo", False),
        position=payload.get("at", 0),
        route=payload["route"],
        file_id=payload["file"],
    )


async def fetch_attachment(payload: dict[str, Any], documents: Documents) -> tuple[dict[str, Any], Received]:
    """Download a file that was sent and learn all that a post has to know of it; raises DocumentError."""
    photo = payload.get("photo", False)
    content = await documents.fetch_file(payload["route"], payload["file"])
    check_bytes(content, photo=photo)
    text = None if photo or is_picture(content) else await _read(content, documents)
    return payload, await learn_of(payload, content, text)


async def _read(content: bytes, documents: Documents) -> str | None:
    try:
        # A scan that only goes along is not read: nobody compares its letters with the page.
        return (await documents.read_file(content, scans=False)).text
    except DocumentError as error:
        if error.reason in ("document-kind", "document-doc"):
            raise DocumentError("file-kind") from None
        if error.reason not in UNREADABLE:
            raise
        return None


async def _read_photo(content: bytes, documents: Documents) -> Document:
    """Read the page that a photo shows, marked as a scan; raises DocumentError for a photo of anything else."""
    check_bytes(content, photo=True)
    try:
        return await documents.read_file(content)
    except DocumentError as error:
        if error.reason in _NO_PAGE:
            raise DocumentError("photo-unread") from None
        raise


async def fetch_table(payload: dict[str, Any], documents: Documents) -> tuple[dict[str, Any], str]:
    """Download a worksheet and give its rows as lines, their cells parted by tabs; raises DocumentError."""
    content = await documents.fetch_file(payload["route"], payload["file"])
    check_bytes(content, photo=False)
    return payload, (await documents.read_file(content, scans=False)).text


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document or page that was read: what it was asked for with, its text, and the file that goes with the post.

    `sheets` names the sheets to choose from, where it has several and none was chosen yet.
    """

    payload: dict[str, Any]
    text: str
    reading: Reading
    file: Received | None
    sheets: tuple[str, ...] = ()


async def fetch_text(payload: dict[str, Any], documents: Documents) -> Fetched:
    """Download the document or page that a draft is read from, and read it; raises DocumentError."""
    from bot.reading.reader import read

    file: Received | None = None
    sheet = payload.get("sheet", "")
    if "file" in payload:
        content = await documents.fetch_file(payload["route"], payload["file"])
        if payload.get("photo"):
            document = await _read_photo(content, documents)
        else:
            document = await documents.read_file(content, sheet=sheet)
        file = await learn_of(payload, content, document.text)
    else:
        document = await documents.read_link(payload["link"], sheet=sheet)
    reading = with_source(await asyncio.to_thread(read, document.text), document)
    return Fetched(payload, document.text, reading, file, () if "sheet" in payload else document.sheets)


async def fetch_grid(payload: dict[str, Any], documents: Documents) -> tuple[dict[str, Any], Grid]:
    """Download a table of targets and give its cells with where they stand; raises DocumentError.

    Of a workbook the first sheet that has such a table; of a text the rows are counted from its head.
    """
    content = await documents.fetch_file(payload["route"], payload["file"])
    check_bytes(content, photo=False)
    document = await documents.read_file(content, scans=False)
    if not document.places:
        return payload, from_head(typed_grid(document.text))
    return payload, sheet_grid(document.text.split("\n"), document.places)


@dataclass(frozen=True, slots=True)
class WithPhotos:
    """A text that was read, the photos that came with it in their order, and why others could not be had."""

    payload: dict[str, Any]
    reading: Reading
    photos: tuple[Received, ...]
    refused: tuple[DocumentError, ...]


async def fetch_with_photos(payload: dict[str, Any], documents: Documents) -> WithPhotos:
    """Read a text and download its photos; one that cannot be had costs neither the text nor the others."""
    from bot.reading.reader import read

    photos: list[Received] = []
    refused: list[DocumentError] = []
    for one in sorted(payload["photos"], key=lambda photo: photo["at"]):
        try:
            photos.append((await fetch_attachment(one, documents))[1])
        except DocumentError as error:
            refused.append(error)
    return WithPhotos(payload, await asyncio.to_thread(read, payload["text"]), tuple(photos), tuple(refused))


@dataclass(frozen=True, slots=True)
class Pages:
    """An album of photos of one paper's pages: its text, the photos in their order, and which showed no text.

    `unread` counts the photos from 1; `refused` says why others could not be had.
    """

    payload: dict[str, Any]
    text: str
    reading: Reading
    photos: tuple[Received, ...]
    unread: tuple[int, ...]
    refused: tuple[DocumentError, ...]


async def fetch_pages(payload: dict[str, Any], documents: Documents) -> Pages:
    """Read the photos of an album as one scan; raises DocumentError where none of them shows a page."""
    from bot.reading.reader import read

    if len(payload["photos"]) > MOST_PAGES:
        raise DocumentError("document-pages")
    texts: list[str] = []
    photos: list[Received] = []
    unread: list[int] = []
    refused: list[DocumentError] = []
    room = MOST_TOTAL
    try:
        async with asyncio.timeout(SCAN_WITHIN):
            for number, one in enumerate(sorted(payload["photos"], key=lambda photo: photo["at"]), 1):
                try:
                    content = await documents.fetch_file(one["route"], one["file"])
                    room -= len(content)
                    if room < 0:
                        # What goes out with one post has its limit: the rest is not even fetched.
                        refused.append(DocumentError("files-large", most=MOST_TOTAL // 2**20))
                        break
                    text = await _page_of(content, documents)
                except DocumentError as error:
                    refused.append(error)
                    continue
                texts += [text.strip()] if text is not None else []
                unread += [number] if text is None else []
                photos.append(await learn_of(one, content, text))
    except TimeoutError:
        raise DocumentError("document-slow") from None
    if not texts:
        raise refused[0] if refused else DocumentError("album-unread")
    document = Document("\n".join(texts), scanned=True)
    reading = with_source(await asyncio.to_thread(read, document.text), document)
    return Pages(payload, document.text, reading, tuple(photos), tuple(unread), tuple(refused))


async def _page_of(content: bytes, documents: Documents) -> str | None:
    """What the page in a photo says; None where a photo shows none."""
    try:
        return (await _read_photo(content, documents)).text
    except DocumentError as error:
        if error.reason != "photo-unread":
            raise
        return None


def is_link(text: str) -> bool:
    """Whether what was typed is one web address and nothing else."""
    return addresses.is_link(text)
