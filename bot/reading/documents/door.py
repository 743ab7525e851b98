"""Where documents come in: bytes → text in a child process that has little memory, little time, and no secret.

A scan goes to a second child with a profile of its own, where the machine has what reads pictures.
"""

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import sys
from pathlib import Path

from bot.errors import DocumentError
from bot.reading.documents.document import Document
from bot.reading.documents.extract import MOST_INPUT
from bot.reading.documents.jail import in_jail
from bot.reading.documents.tools import OCR

WITHIN = 20.0
"""Seconds for one document; a 100-page report takes half of one."""
SCAN_WITHIN = 90.0
"""Seconds for a scan, within a job's lease of two minutes; ten full pages take forty."""
MOST_OUTPUT = 2_000_000
"""Bytes of the child's answer: 200 KB of text with every letter escaped, and then some."""
_ROOT = Path(__file__).resolve().parents[3]
_REASON = re.compile(r"document-[a-z]+")
_OUT_OF_TIME = (-24, -9)
"""SIGXCPU, and the SIGKILL behind it."""
_OUT_OF_MEMORY = -6
"""SIGABRT: how parsers in Rust and C++ end when there is no more memory."""


async def read_document(
    data: bytes, *, charset: str = "", sheet: str = "", scans: bool = True, within: float = WITHIN
) -> Document:
    """Give what a file or a web page says; raises DocumentError with the reason against it.

    `sheet` names the one of a workbook; without `scans` pictures of pages are refused even where they could be read.
    """
    if len(data) > MOST_INPUT:
        raise DocumentError("document-large")
    try:
        return await _ask("bot.reading.documents.extract", [charset, sheet], data, within)
    except DocumentError as error:
        if error.reason != "document-scan" or not scans or shutil.which(OCR) is None:
            raise
    return await _ask("bot.reading.documents.scans", [], data, SCAN_WITHIN)


async def _ask(module: str, arguments: list[str], data: bytes, within: float) -> Document:
    kept = ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *await in_jail([sys.executable, "-P", "-B", "-m", module, *arguments]),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # A group of its own, so that what it has started ends with it.
        start_new_session=True,
        # One arena: each thread's own would take 64 MB of the address space.
        env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"},
    )
    try:
        async with asyncio.timeout(within):
            answer = await _converse(process, data)
            code = _ended(await process.wait())
    except TimeoutError:
        raise DocumentError("document-slow") from None
    finally:
        # Also when this task is cancelled: nobody would read its answer.
        if process.returncode is None:
            _kill(process)
            await process.wait()
    return _document(answer, code)


def _ended(code: int) -> int:
    """How the child ended: a jail tells of a signal as a shell does."""
    return 128 - code if code > 128 else code


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


async def _converse(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    """Hand the document in while listening, since a full pipe blocks either side."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    listening = asyncio.ensure_future(_listen(process.stdout))
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(data)
            await process.stdin.drain()
        process.stdin.close()
        return await listening
    finally:
        listening.cancel()


async def _listen(stream: asyncio.StreamReader) -> bytes:
    heard = bytearray()
    while piece := await stream.read(65_536):
        heard += piece
        if len(heard) > MOST_OUTPUT:
            raise DocumentError("document-damaged")
    return bytes(heard)


def _document(answer: bytes, code: int) -> Document:
    """What the child said, which is not trusted more than the document it read."""
    if code in _OUT_OF_TIME:
        raise DocumentError("document-slow")
    if code == _OUT_OF_MEMORY:
        raise DocumentError("document-bomb")
    try:
        said = json.loads(answer)
    except ValueError:
        raise DocumentError("document-damaged") from None
    if isinstance(said, dict) and isinstance(said.get("text"), str):
        return Document(
            text=str(said["text"]),
            scanned=said.get("scanned") is True,
            encoding=str(said.get("encoding") or ""),
            mended=tuple(map(str, said.get("mended") or ())),
            sheets=tuple(map(str, said.get("sheets") or ())),
            places=tuple(map(str, said.get("places") or ())),
        )
    reason = said.get("reason") if isinstance(said, dict) else None
    if isinstance(reason, str) and _REASON.fullmatch(reason):
        raise DocumentError(reason)
    raise DocumentError("document-damaged")
