"""Formats from before .docx: .doc through antiword, where the machine has it, and .rtf."""

from striprtf.striprtf import rtf_to_text

from bot.errors import DocumentError
from bot.reading.documents.tools import OLD_WORD, has_old_word, output_of

RTF = b"{\\rtf"
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_WITHIN = 15.0
_RULE = frozenset("|-+_ ")


def is_old_word(data: bytes) -> bool:
    """Whether a compound file holds a Word document, and not a sheet or a mail."""
    return _WORD_STREAM in data


def doc_text(data: bytes) -> str:
    """The text of a .doc, a paragraph as one line and a table's row as one line with tabs."""
    if not has_old_word():
        raise DocumentError("document-doc")
    # Without a width it breaks no lines, so that no sentence is torn.
    said = output_of([OLD_WORD, "-w", "0", "-m", "UTF-8.txt", "-"], data, _WITHIN)
    if said is None:
        raise DocumentError("document-damaged")
    lines = (line.rstrip() for line in said.decode("utf-8", errors="replace").split("\n"))
    return "\n".join(_row(line) for line in lines if not (line and set(line) <= _RULE and "|" in line))


def _row(line: str) -> str:
    if not (line.startswith("|") and line.endswith("|")):
        return line
    return "\t".join(cell.strip() for cell in line.strip("|").split("|"))


def rtf_text(data: bytes) -> str:
    """The text of a .rtf; its letters stand as codes of Unicode, or in the Windows page that it names."""
    text = str(rtf_to_text(data.decode("latin-1"), errors="replace"))  # type: ignore[no-untyped-call]
    return text.replace("|\n", "\n").replace("|", "\t")
