"""Texts out of files and links that people send: slow, so only in jobs, and never inside a transaction."""

from collections.abc import Awaitable, Callable, Mapping

from bot.errors import DeliveryError, DocumentError
from bot.reading.documents.door import read_document
from bot.reading.documents.links import Page, fetch_link, is_link

__all__ = ["Documents", "is_link"]

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

    async def read_file(self, data: bytes) -> str:
        """Give the text of a document; raises DocumentError."""
        return await read_document(data)

    async def read_link(self, url: str) -> str:
        """Give the text of a public web page or document; raises DocumentError."""
        page = await self._link(url)
        return await read_document(page.data, charset=page.charset)
