"""Scans and photos of pages: drawn here with noise, askew and under a red stamp, and read where tesseract is there."""

import asyncio
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from bot.domain.figures import WarningCode
from bot.errors import DocumentError
from bot.reading.documents import door, scans
from bot.reading.documents.door import read_document
from bot.reading.documents.pdf import open_pdf
from bot.reading.documents.tools import has_ocr
from bot.reading.doubts.source import carried_over, with_source
from bot.reading.reader import read
from tests.unit.reading import documents as made
from tests.unit.reading.scanned import FONTS, PAGE, as_file, scanned

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FONTS, reason="no font with Vietnamese letters is installed"),
    pytest.mark.skipif(not has_ocr(), reason="tesseract with Vietnamese is not installed"),
]
FIGURES = {(Decimal(12_400_000_000), None), (Decimal("103.9"), None), (Decimal(31), Decimal(34)), (Decimal(120), None)}


def numbers(text: str) -> set[tuple[Decimal, Decimal | None]]:
    return {(one.value, one.of) for one in read(text).figures}


async def test_a_scan_gives_its_figures_and_each_is_to_be_compared_with_the_page() -> None:
    document = await read_document(as_file(scanned(), "PDF"))
    assert document.scanned
    assert numbers(document.text) >= FIGURES
    reading = with_source(read(document.text), document)
    asked = [one for one in reading.warnings if one.code is WarningCode.SCANNED_TEXT]
    assert {quote for one in asked for quote in one.quotes} == {one.quote for one in reading.figures}
    assert all(len(one.quotes) <= 4 for one in asked)


async def test_a_page_that_lies_far_askew_is_turned() -> None:
    document = await read_document(as_file(scanned(skew=5.0), "PDF"))
    assert numbers(document.text) >= FIGURES


@pytest.mark.parametrize("skew", [-6.0, -2.0, 0.0, 1.0, 4.0])
def test_how_far_a_page_lies_askew_is_seen(skew: float) -> None:
    page = open_pdf(as_file(scanned(skew=skew), "PDF"))[0]
    assert abs(scans.skew_of(page) - skew) <= 0.5


async def test_a_photo_taken_sideways_is_read_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    photo = as_file(scanned(skew=0.0).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    assert numbers((await read_document(photo)).text) >= FIGURES


async def test_a_photo_that_a_messenger_has_made_small_is_read() -> None:
    small = scanned(skew=1.0).resize((905, 1280))  # the longest side that Telegram leaves a photo
    document = await read_document(as_file(small, "JPEG"))
    assert document.scanned
    assert "12,4 tỷ đồng, đạt 103,9% dự toán" in document.text


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
async def test_a_picture_in_png_is_read(mode: str) -> None:
    # Where the stamp is grey, or the picture transparent, its red cannot be told from the letters.
    document = await read_document(as_file(scanned(skew=1.0, stamp=mode == "RGB").convert(mode), "PNG"))
    assert document.scanned
    assert numbers(document.text) >= FIGURES


async def test_pages_with_letters_of_their_own_keep_them_beside_scanned_ones() -> None:
    both = pypdfium2.PdfDocument.new()
    told = [f"Ke hoach so {number} cua phuong, dong nay dai de trang nay khong la anh." for number in range(1, 9)]
    for data in (made.pdf(*told), as_file(scanned(), "PDF")):
        both.import_pages(pypdfium2.PdfDocument(data))
    held = io.BytesIO()
    both.save(held)
    document = await read_document(held.getvalue())
    assert document.text.startswith(told[0])
    assert numbers(document.text) >= FIGURES


async def test_a_mended_text_of_a_scan_still_asks_for_its_figures() -> None:
    document = await read_document(as_file(scanned(), "PDF"))
    before = with_source(read(document.text), document)
    after = carried_over(read(document.text.replace("12,4", "12,5")), before)
    quotes = {quote for one in after.warnings if one.code is WarningCode.SCANNED_TEXT for quote in one.quotes}
    assert quotes == {one.quote for one in after.figures}


async def test_a_page_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(DocumentError, match="document-blurred"):
        await read_document(as_file(Image.new("RGB", PAGE, "white"), "PDF"))
    with pytest.raises(DocumentError, match="document-damaged"):
        await read_document(b"\xff\xd8\xff" + os.urandom(2000))


async def test_a_scan_of_more_than_ten_pages_is_refused_before_any_is_read() -> None:
    long, page = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(as_file(scanned(), "PDF"))
    for _ in range(scans.MOST_PAGES + 1):
        long.import_pages(page)
    held = io.BytesIO()
    long.save(held)
    began = time.monotonic()
    with pytest.raises(DocumentError, match="document-pages"):
        await read_document(held.getvalue())
    assert time.monotonic() - began < 15


async def test_without_tesseract_or_where_none_is_wanted_a_scan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_file(scanned(), "PDF")
    with pytest.raises(DocumentError, match="document-scan"):
        await read_document(data, scans=False)
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))
    if shutil.which("tesseract") is None:
        with pytest.raises(DocumentError, match="document-scan"):
            await read_document(data)


def living(mark: str) -> list[str]:
    """The programs that have a word in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (process / "environ").read_bytes():
                found.append((process / "comm").read_text().strip())
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="programs are counted on Linux")
async def test_what_takes_too_long_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(door, "SCAN_WITHIN", 3.0)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pages, page = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(as_file(scanned(), "PDF"))
    for _ in range(scans.MOST_PAGES):
        pages.import_pages(page)
    held = io.BytesIO()
    pages.save(held)
    with pytest.raises(DocumentError, match="document-slow"):
        await read_document(held.getvalue())
    # What was killed takes a moment to be gone; what was not would read on for longer than that.
    for _ in range(20):
        if not living(str(tmp_path)):
            break
        await asyncio.sleep(0.1)
    assert living(str(tmp_path)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux")
def test_a_huge_picture_costs_no_more_memory_than_is_allowed() -> None:
    huge = as_file(Image.new("RGB", (16_000, 16_000), "white"), "JPEG")
    command = [sys.executable, "-m", "bot.reading.documents.scans"]
    most = 0
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdin is not None
        child.stdin.write(huge)
        child.stdin.close()
        while child.poll() is None:
            with contextlib.suppress(OSError):
                status = Path(f"/proc/{child.pid}/status").read_text()
                if found := re.search(r"VmPeak:\s+(\d+) kB", status):
                    most = max(most, int(found[1]) * 1024)
            time.sleep(0.02)
    assert 0 < most <= scans.MEMORY
