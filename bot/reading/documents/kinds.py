"""What a document is, by its content and never by its name, and the text in it. Runs in the child process only."""

import codecs
import io
import re
import unicodedata
import zipfile

from bot.errors import DocumentError
from bot.reading.documents.document import Document
from bot.reading.documents.letters import convert_old, has_broken_letters
from bot.reading.documents.older import RTF, doc_text, is_old_word, rtf_text
from bot.reading.documents.pages import without_codes
from bot.reading.grammar.syllables import mended

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
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
_MARKED = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)


def document_of(data: bytes, charset: str = "", sheet: str = "") -> Document:
    """What a document says; raises DocumentError, MemoryError, or whatever its parser likes.

    `charset` is what a web server said about a page, `sheet` the one of a workbook that is asked for.
    """
    sheets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and not data.startswith(b"PK")):
        from bot.reading.documents.pdf import pdf_text

        text = pdf_text(data)
    elif data.startswith(b"PK\x03\x04"):
        text, sheets, places = _office(data, sheet)
    elif data.startswith(PICTURES):
        raise DocumentError("document-scan")
    elif data.lstrip()[: len(RTF)] == RTF:
        text = rtf_text(data)
    elif data.startswith(_OLE):
        # A .docx or .xlsx with a password is a container of the older kind around an encrypted one.
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError("document-encrypted")
        if not is_old_word(data):
            raise DocumentError("document-kind")
        text = doc_text(data)
    elif not data.strip():
        raise DocumentError("document-empty")
    elif _HTML.search(data[:2048]) and b"\x00" not in data[:2048]:
        from bot.reading.documents.page import page_text

        text = page_text(data, charset)
    else:
        text = _plain(data)
    return _checked(_UNPRINTABLE.sub("", text), sheets, places)


def _checked(text: str, sheets: tuple[str, ...], places: tuple[str, ...]) -> Document:
    """The text in letters that people can read: of old fonts converted, of torn words mended, of neither refused."""
    if not text.strip():
        raise DocumentError("document-empty")
    text, encoding = convert_old(text)
    if has_broken_letters(text):
        raise DocumentError("document-letters")
    text, words = mended(text)
    text = without_codes(text)
    # Words are mended within their line; were one ever torn from it, no cell could be named.
    places = places if len(places) == text.count("\n") + 1 else ()
    return Document(text, encoding=encoding, mended=words, sheets=sheets, places=places)


def _office(data: bytes, sheet: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
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

        return word_text(data), (), ()
    if "xl/workbook.xml" in names:
        from bot.reading.documents.sheets import sheets_text

        return sheets_text(data, sheet)
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
    latin = data.decode("cp1252", errors="replace")
    if convert_old(latin)[1]:
        return latin
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
