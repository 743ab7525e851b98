"""The child process: a document on its input, its text or the reason against it, as JSON, on its output.

Its limits are set before it looks at a single byte, and nothing of the program's settings is in its environment. What
a parser does wrong in here, up to a crash, costs this process only.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from bot.errors import DocumentError
from bot.reading.documents.document import Document
from bot.reading.documents.kinds import document_of

MEMORY = 280 * 2**20
"""Bytes of address space: less than 300 MB, whatever a file unpacks to. The parsers themselves need 50 MB."""
SECONDS = 20
"""Of computing, should the parent that watches the clock be gone."""
MOST_INPUT = 20 * 1024 * 1024
"""What a bot can download from Telegram (Bot API, getFile)."""
MOST_TEXT = 200_000
"""Bytes of UTF-8 that are read; a ward's longest report has a tenth of that."""


def main() -> None:
    """Answer once; only a death by the kernel's hand leaves without an answer."""
    limit(memory=MEMORY, seconds=SECONDS)
    charset, sheet = [*sys.argv[1:], "", ""][:2]
    sys.stdout.buffer.write(json.dumps(_answer(sys.stdin.buffer.read(MOST_INPUT + 1), charset, sheet)).encode())


def limit(*, memory: int, seconds: int) -> None:
    """Limit this process, and what it starts: bytes of address space, seconds of computing, and a scratch file."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, MOST_INPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _answer(data: bytes, charset: str, sheet: str) -> dict[str, Any]:
    try:
        return asdict(_document(data, charset, sheet))
    except DocumentError as error:
        return {"reason": error.reason}
    except MemoryError:
        return {"reason": "document-bomb"}
    except Exception:
        # Parsers raise anything at all on a broken file, and which of them it was helps nobody.
        return {"reason": "document-damaged"}


def _document(data: bytes, charset: str, sheet: str) -> Document:
    if len(data) > MOST_INPUT:
        raise DocumentError("document-large")
    document = document_of(data, charset, sheet)
    if len(document.text.encode()) > MOST_TEXT:
        raise DocumentError("document-long")
    return document


if __name__ == "__main__":
    main()
