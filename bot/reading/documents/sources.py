"""What a person at a keyboard names: a file, a link, or with "-" the standard input → what it says."""

import sys
from pathlib import Path

from bot.errors import SetupError
from bot.reading.documents.addresses import is_link
from bot.reading.documents.document import Document
from bot.reading.documents.door import read_document
from bot.reading.documents.extract import MOST_INPUT


async def read_source(source: str) -> Document:
    """Read what is named; raises SetupError where there is none, DocumentError with the reason against it."""
    if is_link(source):
        # Only here is anything of the network needed: it costs a third of the command's start.
        from bot.reading.documents.links import fetch_link

        page = await fetch_link(source)
        return await read_document(page.data, charset=page.charset)
    return await read_document(_bytes_of(source))


def _bytes_of(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(MOST_INPUT + 1)
        with Path(source).open("rb") as opened:
            return opened.read(MOST_INPUT + 1)
    except FileNotFoundError:
        raise SetupError(f"Không thấy tệp {source}.") from None
    except (OSError, ValueError) as error:
        raise SetupError(f"Không mở được tệp {source}: {getattr(error, 'strerror', None) or error}.") from error
