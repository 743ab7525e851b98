"""A .pdf as text: its text layer, or a reason why there is none to trust."""

from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw  # type: ignore[import-untyped]

from bot.errors import DocumentError
from bot.reading.documents.pages import without_heads

MOST_PAGES = 500
MOST_CHARACTERS = 200_000
STAMP = 200
"""Characters of a page below which a picture over half of it is the page: a scan, with the stamp of its signature."""


def pdf_text(data: bytes) -> str:
    """The text of every page; a page that is only a picture refuses the whole, so that nothing is left out unsaid."""
    document = open_pdf(data)
    if len(document) > MOST_PAGES:
        raise DocumentError("document-long")
    pages: list[str] = []
    for number in range(len(document)):
        text = page_lines(document[number])
        if text is None:
            raise DocumentError("document-scan")
        pages.append(text)
        if sum(map(len, pages)) > MOST_CHARACTERS:
            raise DocumentError("document-long")
    if not any(page.strip() for page in pages):
        raise DocumentError("document-scan")
    return "\n".join(without_heads(pages))


def open_pdf(data: bytes) -> Any:
    """The document, or DocumentError for one that is locked or broken."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise DocumentError("document-encrypted" if locked else "document-damaged") from None


def page_lines(page: Any) -> str | None:
    """The text layer of a page, None where the page is a picture."""
    text = str(page.get_textpage().get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-")
    visible = sum(not char.isspace() for char in text)
    return None if visible < STAMP and _is_picture(page) else text.strip("\n")


def _is_picture(page: Any) -> bool:
    """Whether pictures cover half of the page."""
    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
    return bool(covered > 0.5 * width * height)
