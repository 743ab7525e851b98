"""Documents made by hand, byte by byte where no library makes what people send."""

import io
import struct
import zipfile
from functools import cache
from typing import Any

import docx
import openpyxl

Rows = list[list[Any]]


def packed(entries: dict[str, bytes]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def word(*blocks: str | list[list[str]]) -> bytes:
    """A .docx of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str) -> str:
    """A paragraph of one run, written out."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def raw_word(body: str, before: str = "") -> bytes:
    """A .docx whose body is written out, for what python-docx cannot write; `before` stands ahead of the document."""
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["word/document.xml"] = f'{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode()
    return packed(entries)


def sheets(named: dict[str, Rows], hidden: tuple[str, ...] = ()) -> bytes:
    """A .xlsx."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in named.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


BOMB_SIZE = 300_000_000


@cache
def word_bomb() -> bytes:
    """A .docx of 300 KB whose text unpacks to 300 MB."""
    document = f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>'.encode() + b"A" * BOMB_SIZE
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def _pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    made = bytearray(b"%PDF-1.6\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(made)


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)


def pdf(*lines: str, unmapped: bool = False, scan: bool = False, trailer: bytes = b"") -> bytes:
    """A .pdf of one page: each letter is a glyph of its own, with the layer that says which letter it is.

    unmapped: the layer leads to nobody's letters. scan: a picture covers the page.
    """
    letters = sorted(set("".join(lines)))
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    shown = b"".join(
        b"<%s> Tj 0 -16 Td " % "".join(f"{codes[letter]:04X}" for letter in line).encode() for line in lines
    )
    means = "".join(
        f"<{codes[letter]:04X}> <{0xE000 + codes[letter] if unmapped else ord(letter):04X}>\n" for letter in letters
    )
    layer = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{means}endbfchar endcmap end end"
    ).encode()
    content = b"BT /F1 12 Tf 50 750 Td %s ET" % shown
    if scan:
        content = b"q 595 0 0 842 0 0 cm /P Do Q " + content
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>/XObject<</P 9 0 R>>>>>>"
        ),
        _stream(content),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/FontDescriptor 7 0 R/DW 500"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0"
            b"/Ascent 700/Descent 0/CapHeight 700/StemV 80>>"
        ),
        _stream(layer),
        _stream(b"\x80", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"),
    ]
    return _pdf(objects, trailer)


def locked_pdf() -> bytes:
    """A .pdf that opens with a password only."""
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[<00><00>]" % (b"o" * 32, b"u" * 32)
    return pdf("Báo cáo", trailer=lock)


def page(title: str, *paragraphs: str) -> bytes:
    """A web page with a menu and an article."""
    told = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<nav><a href='/'>Trang chủ</a> <a href='/lien-he'>Liên hệ</a></nav><article><h1>{title}</h1>{told}</article>"
        "<footer>Bản quyền thuộc về phường</footer></body></html>"
    ).encode()


# --- .doc -------------------------------------------------------------------------------------------------------------

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_word(*paragraphs: str) -> bytes:
    """A .doc of Word 97 in one piece of Unicode ([MS-DOC] 2.4.1), in a compound file ([MS-CFB]) of two streams."""
    text = "".join(paragraph + "\r" for paragraph in paragraphs)
    body, place = text.encode("utf-16-le"), 2048
    fib = bytearray(place)
    for offset, form, value in (
        (0x00, "H", 0xA5EC),  # wIdent
        (0x02, "H", 193),  # nFib: Word 97
        (0x0A, "H", 0x1200),  # fWhichTblStm (1Table), fExtChar
        (0x18, "I", place),  # fcMin
        (0x1C, "I", place + len(body)),  # fcMac
        (0x4C, "I", len(text)),  # ccpText
        (0xA2, "I", 21),  # fcStshf
        (0xA6, "I", 64),  # lcbStshf
        (0x1A6, "I", 21),  # lcbClx; fcClx is 0
    ):
        struct.pack_into("<" + form, fib, offset, value)
    pieces = b"\x02" + struct.pack("<III", 16, 0, len(text)) + struct.pack("<HIH", 0, place, 0)
    no_styles = struct.pack("<HH", 18, 0) + bytes(60)
    return _compound({"WordDocument": bytes(fib) + body, "1Table": pieces + no_styles})


def _compound(streams: dict[str, bytes]) -> bytes:
    chains, entries, sectors = [_TABLE, _END], [_entry("Root Entry", 5, 1, _END, 0)], b""
    for number, (name, content) in enumerate(streams.items(), 1):
        # A smaller one would have to lie in the stream of small ones.
        content = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, len(chains), len(content), following))
        chains += [len(chains) + at for at in range(1, len(content) // _SECTOR)] + [_END]
        sectors += content
    assert len(chains) <= _SECTOR // 4
    table = struct.pack("<128I", *chains, *[_FREE] * (128 - len(chains)))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    return head + table + b"".join(entries).ljust(_SECTOR, b"\0") + sectors


def _entry(name: str, kind: int, child: int, start: int, size: int, following: int = _FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    told = struct.pack("<HBBIII", len(written), kind, 1, _FREE, following, child)
    return written.ljust(64, b"\0") + told + bytes(36) + struct.pack("<III", start, size, 0)
