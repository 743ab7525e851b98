"""Pictures without what they tell beside the picture: where and when it was taken, by whom, with what.

Nothing is drawn anew: segments and chunks are left out, and the picture's own bytes stay as they are.
"""

import re
import struct
from collections.abc import Iterator

from bot.errors import DocumentError

VERSION = 1
"""Another one whenever something else is left out: who has a picture of before is to get it anew."""
JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_TELLING = (b"Exif\0", b"eXIf", b"ns.adobe.com", b"Photoshop 3.0", b"tEXt", b"iTXt", b"zTXt")
"""How data about a picture begins, for what cannot be taken apart."""
_START, _END, _SCAN, _ALONE = 0xD8, 0xD9, 0xDA, (0x01, *range(0xD0, 0xD8))
_NEXT = re.compile(rb"\xff(?![\x00\xff\xd0-\xd7])")
"""A marker within a scan, where 0xFF is followed by 0 or counts restarts."""
_PNG_KEPT = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
"""Chunks that change how it looks, beside the critical ones."""


class _BrokenError(Exception):
    pass


def without_metadata(picture: bytes) -> bytes:
    """A JPEG or PNG without EXIF, position, comments and thumbnails; how it is to be turned stays. Others as they are.

    One that cannot be taken apart stays too, where it holds nothing of that kind; else raises DocumentError.
    """
    try:
        if picture.startswith(JPEG):
            return b"".join(_jpeg(picture))
        if picture.startswith(PNG):
            return b"".join(_png(picture))
    except _BrokenError:
        if any(mark in picture for mark in _TELLING):
            raise DocumentError("file-kind") from None
    return picture


def _jpeg(data: bytes) -> Iterator[bytes]:
    turned = orientation(data)
    yield data[:2]
    at, told = 2, turned == 1
    while at < len(data):
        start, marker = _marker(data, at)
        # Where a JFIF header stands it is the first; how to turn the picture comes behind it.
        if not told and marker != 0xE0:
            told = True
            yield _turning(turned)
        if marker == _END:
            yield data[start : start + 2]
            return
        if marker in _ALONE:
            yield data[start : start + 2]
            at = start + 2
            continue
        segment = data[start : start + 2 + _short(data, start + 2)]
        at = start + len(segment)
        if _shows(marker, segment):
            yield segment
        if marker == _SCAN:
            following = _NEXT.search(data, at)
            end = following.start() if following else len(data)
            yield data[at:end]
            at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Where a marker stands, and its code: any number of 0xFF may come before it."""
    if data[at] != 0xFF:
        raise _BrokenError
    while at + 1 < len(data) and data[at + 1] == 0xFF:
        at += 1
    if at + 1 >= len(data):
        raise _BrokenError
    return at, data[at + 1]


def _short(data: bytes, at: int) -> int:
    """A segment's length, without its marker."""
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise _BrokenError
    return length


def _shows(marker: int, segment: bytes) -> bool:
    """Whether a segment is of the picture itself: of the others the header and the colours are."""
    if marker == 0xE0:
        return segment[4:9] == b"JFIF\0"
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\0"
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _turning(turned: int) -> bytes:
    """The smallest EXIF that says how a picture is to be turned."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0)
    body = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def orientation(data: bytes) -> int:
    """How a phone was held, as its JPEG tells (EXIF 2.32, tag 0x0112); 1 for upright and for what does not tell."""
    at = data.find(b"Exif\0\0", 0, 65_536) + 6
    if at < 6:
        return 1
    order = "<" if data[at : at + 2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(order + "I", data, at + 4)
        (entries,) = struct.unpack_from(order + "H", data, at + first)
        for entry in range(min(entries, 64)):
            tag, _, _, value = struct.unpack_from(order + "HHIH", data, at + first + 2 + 12 * entry)
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG
    at = len(PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if len(kind) < 4 or end > len(data):
            raise _BrokenError
        # A capital first letter: nobody can show it without.
        if kind[:1].isupper() or kind in _PNG_KEPT:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise _BrokenError
