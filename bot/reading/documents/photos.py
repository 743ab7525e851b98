"""Photos of pages as documents of one page, so that they are drawn, turned and read as scans are."""

import io
import struct
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from bot.reading.documents.stripped import orientation

_A4 = 842.0
"""Points of the longer side of a page, for a photo that does not tell its size."""
_COLOURS = {0: (b"/DeviceGray", 1), 2: (b"/DeviceRGB", 3)}
"""PNG's grey and coloured pictures without transparency."""


def of_jpeg(data: bytes) -> Any:
    """A document of one page that shows a JPEG, upright."""
    document = pypdfium2.PdfDocument.new()
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO(data), inline=True)
    width, height = picture.get_px_size()
    scale = _A4 / max(width, height)
    page = document.new_page(width * scale, height * scale)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width * scale, height * scale))
    page.insert_obj(picture)
    page.gen_content()
    page.set_rotation(_TURNS.get(orientation(data), 0))
    return document


_TURNS = {3: 180, 6: 90, 8: 270}
"""EXIF 2.32, tag 0x0112: how a picture is to be turned clockwise; mirrored ones are none of a page."""


def of_png(data: bytes) -> bytes | None:
    """A .pdf of one page around a PNG, None for its rarer forms (transparent, interlaced, of a palette).

    A .pdf keeps pictures packed and filtered just as a PNG does (ISO 32000-1, 7.4.4.4), so none is unpacked here.
    """
    width, height, depth, kind, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    if kind not in _COLOURS or interlaced or depth != 8 or not 0 < width < 30_000 or not 0 < height < 30_000:
        return None
    space, colours = _COLOURS[kind]
    packed, at = b"", 8
    while at + 8 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + size]
        at += 12 + size
    scale = _A4 / max(width, height)
    across, down = width * scale, height * scale
    drawing = b"%.2f 0 0 %.2f 0 0 cm /P Do" % (across, down)
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>>"
        % (across, down),
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent 8/Filter/FlateDecode"
        b"/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent 8/Columns %d>>/Length %d>>stream\n%b\nendstream"
        % (width, height, space, colours, width, len(packed), packed),
    )


def _pdf(*objects: bytes) -> bytes:
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(made),
    )
