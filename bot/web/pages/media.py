"""Files of public posts under addresses that last as long as the post has them; each request asks whether it has."""

from functools import partial
from urllib.parse import quote

from bot.domain.attachments import Attachment
from bot.domain.people import NOBODY
from bot.errors import DocumentError
from bot.reading.documents.stripped import JPEG, PNG, VERSION, without_metadata
from bot.web.pages.answer import Answer, Made, MissingPageError, Visit
from bot.web.pages.reading import number_in

LARGE = 2**20
"""Bytes of a file of which only a few are sent at once."""
PICTURES = {JPEG: "image/jpeg", PNG: "image/png"}
DOCUMENTS = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "rtf": "application/rtf",
    "txt": "text/plain; charset=utf-8",
}


async def file(visit: Visit) -> Answer:
    """A file of a post that everybody may see, without its bytes, which few who come again need."""
    number = number_in(visit.named["number"])
    _, found = await visit.services.attachments.of_post(NOBODY, number, visit.named["mark"])
    if (str(number), found.name) != (visit.named["number"], visit.named["file"]):
        raise MissingPageError
    return Answer(b"", version=f"{found.mark}-{VERSION}", load=_bytes, large=found.size > LARGE)


async def _bytes(visit: Visit) -> Made:
    number = number_in(visit.named["number"])
    return partial(_served, *await visit.services.attachments.content(NOBODY, number, visit.named["mark"]))


def _served(found: Attachment, content: bytes) -> Answer:
    """A photo to be shown, or a document to be saved: whatever it says, it never runs as a page of this place."""
    kind = next((kind for start, kind in PICTURES.items() if content.startswith(start)), None)
    if kind is not None:
        try:
            # Those that were taken in before pictures were freed of it.
            content = without_metadata(content)
        except DocumentError:
            raise MissingPageError from None
    headers = {}
    if kind is None or not found.photo:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    ending = found.name.rpartition(".")[2].lower()
    media_type = kind or DOCUMENTS.get(ending, "application/octet-stream")
    return Answer(content, media_type, headers=headers, ranges=True, version=f"{found.mark}-{VERSION}")
