"""The child process for scans: pages that are pictures, and photos of pages, read by tesseract.

It has a profile of its own, since a page takes seconds and a hundred megabytes. Only the red of a page's light is
looked at: there the red ink of a stamp is as white as the paper, and black or blue letters stay dark. Tesseract itself
reads a page that lies two degrees askew; what is more askew is turned first.
"""

import json
import math
import os
import re
import sys
from collections import Counter
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw  # type: ignore[import-untyped]

from bot.errors import DocumentError
from bot.reading.documents.extract import MOST_INPUT, limit
from bot.reading.documents.pdf import open_pdf, page_lines
from bot.reading.documents.photos import of_jpeg, of_png
from bot.reading.documents.stripped import JPEG, PNG
from bot.reading.documents.tools import LANGUAGE, OCR, has_ocr, output_of
from bot.reading.grammar.syllables import share_of_syllables

MOST_PAGES = 10
MEMORY = 900 * 2**20
"""Bytes of address space, for this process and for tesseract each; an A4 page takes 40 MB here and 180 MB there."""
PAGE_WITHIN = 30.0
"""Seconds of tesseract for one page; a full page of a report takes four."""
SECONDS = 60
"""Of computing in this process."""
DPI = 300
_MOST_PIXELS = 4_000
"""Of the longer side: a page that claims to be larger is drawn smaller."""
_STAMP_LIGHT = 150
"""Red ink has 200 and more of 255 in red light, faded black ink 100 and less."""
_DROP_RED = bytes(255 if light >= _STAMP_LIGHT else light * 255 // _STAMP_LIGHT for light in range(256))
_FEWEST = 20
_LEGIBLE = 0.5
"""Share of the marked words that are syllables; a blurred page gives a fifth, a clear one all."""


def main() -> None:
    """Answer once, as the child of other documents does."""
    limit(memory=MEMORY, seconds=SECONDS)
    os.environ["OMP_THREAD_LIMIT"] = "1"  # one thread takes a third of the memory and hardly longer
    data = sys.stdin.buffer.read(MOST_INPUT + 1)
    sys.stdout.buffer.write(json.dumps(_answer(data)).encode())


def _answer(data: bytes) -> dict[str, Any]:
    try:
        return {"text": scan_text(data), "scanned": True}
    except DocumentError as error:
        return {"reason": error.reason}
    except MemoryError:
        return {"reason": "document-bomb"}
    except Exception:
        # As with every parser: which fault of a broken file it was helps nobody.
        return {"reason": "document-damaged"}


def scan_text(data: bytes) -> str:
    """The text of a scan; raises DocumentError for one that is too long or not to be read."""
    document = _document(data)
    if document is None:  # a form of picture that only tesseract knows
        pages = [_recognised(data)]
    elif len(document) > MOST_PAGES:
        raise DocumentError("document-pages")
    else:
        pages = [_page_text(document[number]) for number in range(len(document))]
    text = "\n".join(page.strip() for page in pages)
    if sum(char.isalnum() for char in text) < _FEWEST or share_of_syllables(text) < _LEGIBLE:
        raise DocumentError("document-blurred")
    return text


def _document(data: bytes) -> Any:
    if data.startswith(JPEG):
        return of_jpeg(data)
    if data.startswith(PNG):
        wrapped = of_png(data)
        return wrapped and open_pdf(wrapped)
    return open_pdf(data)


def _page_text(page: Any) -> str:
    """A page's own letters where it has them, else what tesseract makes of its picture."""
    lines = page_lines(page)
    return lines if lines is not None else _recognised(_drawn(page, skew_of(page)))


def _recognised(picture: bytes) -> str:
    command = [OCR, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DPI), "--psm", "3"]
    said = output_of(command, picture, PAGE_WITHIN)
    if said is None:
        raise DocumentError("document-damaged" if has_ocr() else "document-scan")
    return re.sub(r"\n\s*\n", "\n", said.decode("utf-8", errors="replace").replace("\f", ""))


# --- pictures ---------------------------------------------------------------------------------------------------------


def _drawn(page: Any, skew: float) -> bytes:
    """The page at 300 dpi as a PGM in red light, turned back by its skew in degrees."""
    width, height = page.get_size()
    scale = min(DPI / 72, _MOST_PIXELS / max(width, height))
    return _pgm(_bitmap(page, scale, skew).translate(_DROP_RED), round(width * scale), round(height * scale))


def _pgm(light: bytes, width: int, height: int) -> bytes:
    return b"P5 %d %d 255\n" % (width, height) + light


def _bitmap(page: Any, scale: float, skew: float = 0.0) -> bytes:
    """The red light of a page, a byte a pixel."""
    width, height = page.get_size()
    across, down = round(width * scale), round(height * scale)
    bitmap = pypdfium2.PdfBitmap.new_native(across, down, pypdfium2.raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, down)
    turn = math.radians(skew)
    a, b, c, d = (scale * one for one in (math.cos(turn), -math.sin(turn), math.sin(turn), math.cos(turn)))
    matrix = pypdfium2.raw.FS_MATRIX(
        a, b, c, d, (across - a * width - c * height) / 2, (down - b * width - d * height) / 2
    )
    clip = pypdfium2.raw.FS_RECTF(0, 0, across, down)
    pypdfium2.raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pypdfium2.raw.FPDF_ANNOT)
    rows = bytes(bitmap.buffer)
    stride = bitmap.stride
    return b"".join(rows[row * stride + 2 : row * stride + 4 * across : 4] for row in range(down))


_ROUGH = 50 / 72
_MOST_SKEW = 8
_MOST_POINTS = 12_000
_DARK = 128


def skew_of(page: Any) -> float:
    """How many degrees a page lies askew, clockwise: the angle under which its dark points fall into few rows."""
    width, height = page.get_size()
    rough = min(_ROUGH, 800 / max(width, height))
    light = _bitmap(page, rough)
    across = round(width * rough)
    dark = [divmod(place, across) for place, value in enumerate(light) if value < _DARK]
    dark = dark[:: len(dark) // _MOST_POINTS + 1]
    if not dark:
        return 0.0
    best = _sharpest(dark, [step / 2 for step in range(-2 * _MOST_SKEW, 2 * _MOST_SKEW + 1)])
    best = _sharpest(dark, [best + step / 8 for step in range(-3, 4)])
    return best if abs(best) >= 0.25 else 0.0


def _sharpest(dark: list[tuple[int, int]], angles: list[float]) -> float:
    """The angle whose rows differ most: lines of letters full, and empty between them."""

    def sharpness(angle: float) -> int:
        slope = math.tan(math.radians(angle))
        rows = Counter(int(y - x * slope) for y, x in dark)
        return sum(count * count for count in rows.values())

    return max(angles, key=lambda angle: (sharpness(angle), -abs(angle)))


if __name__ == "__main__":
    main()
