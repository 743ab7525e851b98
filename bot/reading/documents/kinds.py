"""What a document is, by its content and never by its name, and the text in it. Runs in the child process only."""

import codecs
import io
import re
import unicodedata
import zipfile

from bot.errors import DocumentError

MOST_ENTRIES = 5_000
MOST_UNPACKED = 64 * 2**20
"""Declared bytes of a whole archive; a report with photos unpacks to its own size, since those do not shrink."""
MOST_RATIO = 100
"""Times that an archive may grow: real sheets of figures reach 20, a bomb 1,000 (deflate's own limit is 1,032)."""
SMALL = 2 * 2**20
"""Unpacked bytes below which the ratio does not matter."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Letters of the fonts before Unicode, VNI-Windows and TCVN3, that no Vietnamese word is written with. Ordinary
# Vietnamese letters stand in both as well, so only a good share of these tells: "Baùo caùo keát quaû" has it.
_OLD_LETTERS = frozenset("ûïñöåäëîüøµ¸¶·¹¨»¾¼½Æ©Ç®ÊËªÐÌÎÏÑ«Ö×ØÜÞßÿþ¬­")
_MARKED = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)


def text_of(data: bytes, charset: str = "") -> str:
    """The text of a document; raises DocumentError, MemoryError, or whatever its parser likes.

    `charset` is what a web server said about a page.
    """
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and not data.startswith(b"PK")):
        from bot.reading.documents.pdf import pdf_text

        text = pdf_text(data)
    elif data.startswith(b"PK\x03\x04"):
        text = _office(data)
    elif data.startswith(_OLE):
        # A .docx or .xlsx with a password is a container of the older kind around an encrypted one.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("document-encrypted")
        raise DocumentError("document-kind")
    elif not data.strip():
        raise DocumentError("document-empty")
    elif _HTML.search(data[:2048]) and b"\x00" not in data[:2048]:
        from bot.reading.documents.page import page_text

        text = page_text(data, charset)
    else:
        text = _plain(data)
    text = _UNPRINTABLE.sub("", text)
    if not text.strip():
        raise DocumentError("document-empty")
    if has_broken_letters(text):
        raise DocumentError("document-letters")
    return text


def has_broken_letters(text: str) -> bool:
    """Whether a good part of the letters is nobody's: unmapped glyphs, or a font older than Unicode.

    Symbols of bullets are unmapped too, hence a share and not a single one.
    """
    seen = [char for char in text if not char.isspace()]
    unmapped = sum(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc") for char in seen)
    letters = sum(char.isalpha() for char in seen)
    old = sum(char in _OLD_LETTERS for char in seen)
    return unmapped > 0.05 * len(seen) or old > 0.05 * letters > 1


def _office(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise DocumentError("document-damaged") from None
    unpacked = sum(entry.file_size for entry in entries)
    # Declared sizes, before anything is unpacked; zipfile unpacks no more than was declared.
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > max(SMALL, MOST_RATIO * len(data)):
        raise DocumentError("document-bomb")
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError("document-encrypted")
    if "word/document.xml" in names:
        from bot.reading.documents.word import word_text

        return word_text(data)
    if "xl/workbook.xml" in names:
        from bot.reading.documents.sheets import sheets_text

        return sheets_text(data)
    raise DocumentError("document-kind")


def _plain(data: bytes) -> str:
    """A text file: UTF-8, UTF-16 with its mark, or Windows' Vietnamese where that clearly is what it is."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise DocumentError("document-letters") from None
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", data))
    if b"\x00" in data or controls > len(data) // 1000:
        raise DocumentError("document-kind")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        raise DocumentError("document-kind") from None
    # In cp1258 the tones are marks behind their vowel: one that does not melt into it shows another encoding.
    letters = sum(char.isalpha() for char in text)
    loose = sum(unicodedata.combining(char) > 0 for char in text)
    if loose or len(_MARKED.findall(text)) < 0.1 * letters:
        raise DocumentError("document-letters")
    return text
