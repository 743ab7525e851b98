"""A pasted text made fit for matching, with the way back to every character of the original."""

import re
from dataclasses import dataclass

from bot.domain.text import TextView, lower, view_of
from bot.reading.grammar.bare import with_accents

_ENDED = ".!?:;…|\t"
_SHORT_LINE = 25  # a shorter line is rather a table cell ("Thu ngân sách", "tỷ đồng") than a line wrapped by a column
_LONG_LINE = 60
# A wrapped line may begin with an amount; one that begins with a date or the number of a list stands for itself.
_AMOUNT_FIRST = re.compile(r" *\d+(?:[.,]\d+)* ?(?:%|[a-zà-ỹđ])")
# An abbreviation whose dot ends no sentence: TP. Long Xuyên, ThS. Lan, P. Mỹ Bình, KT. CHỦ TỊCH.
_ABBREVIATION = re.compile(
    r"(?:\b(?:tp|tx|tt|ths|ts|gs|pgs|bs|ks|cn|kt|tm|tl|st|tr|đ/c|vv|v\.v|(?<!/)(?<!\d )[a-zđ]))\Z", re.IGNORECASE
)
# The number of a list or a heading at the beginning of a line: "1.", "2.3.", "II.", "a.".
_NUMBERING = re.compile(r"(?:^|\n)[ \t*#]*(?:\d{1,2}(?:\.\d{1,2})*|[IVXivx]{1,5}|[A-Za-zĐđ])\Z")
_MOST_SENTENCES = 20_000  # a text of 200 KB, the most that is taken in, has under 4,000; what is over is one more
_STOP = re.compile(r"\n|[!?…]+[\"')\]]*(?=\s)|\.+[\"')\]]*(?=\s|\Z)|(?<=[a-zà-ỹđ)%])\.(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])")
# Classes of capitals and small letters: `re` has no \\p{Lu}, and a range from À to ỹ mixes both.
UPPER = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
LOWER = "[a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in three aligned forms: as pasted, `clean` for the eye of a rule, `low` for matching.

    `clean` is the house's view of it: composed (NFC), with one kind of blank, dash and quote mark and nothing
    invisible; `low` is `clean` in lower case, new tone placement, with the lines that a PDF column broke joined; a text
    without any accent has those that are sure.
    Both have the same length.
    """

    view: TextView
    clean: str
    low: str

    def quote(self, start: int, end: int) -> str:
        """Give the exact piece of the original for a span of `clean`, without blanks at its ends."""
        return self.view.quote(start, end)


def prepare(raw: str) -> Text:
    """Make a Text of any string in linear time; decomposed letters and hidden marks only cost offsets."""
    view = view_of(raw)
    return Text(view, view.text, _join_lines(view.text, with_accents(lower(view.text))))


def _join_lines(clean: str, low: str) -> str:
    """Turn the line breaks of PDF columns into blanks: "21-⏎NQ/TW", "trên địa bàn⏎phường"."""
    if "\n" not in low:
        return low
    out: list[str] = []
    before = ""
    at = 0
    for line in clean.split("\n"):
        if at:
            out.append(" " if _goes_on(before, line) else "\n")
        out.append(low[at : at + len(line)])
        at += len(line) + 1
        before = line
    return "".join(out)


def _goes_on(before: str, line: str) -> bool:
    head, tail = line.lstrip(" ")[:1], before.rstrip(" ")[-1:]
    if not head or not tail or tail in _ENDED or "\t" in line or "|" in line:
        return False
    if tail in "-/" and len(before) > 1:
        return head.isalnum()
    if head.islower():
        return len(before) >= _SHORT_LINE
    return len(before) >= _LONG_LINE and (tail.islower() or tail == ",") and bool(_AMOUNT_FIRST.match(line))


def sentences(text: Text) -> list[tuple[int, int]]:
    """Give the spans of the sentences, in order; a line is a sentence even without its full stop.

    A full stop with no blank after it ends one too ("nhiệm vụ.Dịp này"); "TP. Long Xuyên", "1. 357 tỷ" do not.
    """
    spans: list[tuple[int, int]] = []
    begin, clean, low = 0, text.clean, text.low
    for match in _STOP.finditer(clean):
        at, end = match.span()
        if clean[at] == "\n":
            if low[at] != "\n":
                continue
        elif clean[at] in ".…" and not _is_stop(clean, at, end):
            continue
        if clean[begin:end].strip():
            spans.append((begin, end))
            if len(spans) == _MOST_SENTENCES:
                begin = end
                break
        begin = end
    if clean[begin:].strip():
        spans.append((begin, len(clean)))
    return spans


def _is_stop(clean: str, at: int, end: int) -> bool:
    following = clean[end : end + 2].strip()[:1]
    if following.islower() and clean[end : end + 1] != "\n":
        return False
    if end - at > 1 or clean[at] == "…":
        return True
    before = clean[max(0, at - 6) : at]
    if before[-1:].isdigit() and following.isdigit():
        return False
    if _NUMBERING.search(clean[max(0, at - 10) : at]):
        return False
    return not _ABBREVIATION.search(before)


def line_of(low: str, at: int) -> tuple[int, int]:
    """The line that a place stands in, without its line break."""
    end = low.find("\n", at)
    return low.rfind("\n", 0, at) + 1, end if end >= 0 else len(low)


_CELLS = re.compile(r"[^\w\n]*\d{1,3}; ?[^;\n]{1,80}; ?[^;\n]{1,80}")


def is_row(low: str, start: int, end: int) -> bool:
    """Whether a line is a row of a pasted table: its cells parted by bars or tabs, or numbered and by semicolons."""
    return "|" in low[start:end] or "\t" in low[start:end] or bool(_CELLS.match(low, start, end))


def word_set(block: str) -> frozenset[str]:
    """Make a set of the words of a block, parted by commas where there are any, else by blanks."""
    parts = block.split(",") if "," in block else block.split()
    return frozenset(" ".join(part.split()) for part in parts if part.strip())


def last_match(pattern: "re.Pattern[str]", low: str, start: int = 0, end: int | None = None) -> "re.Match[str] | None":
    """Give the last match of a pattern in a stretch of text."""
    last = None
    for match in pattern.finditer(low, start, len(low) if end is None else end):
        last = match
    return last


# What opens an item of a list: a dash, a sign, a number or a letter.
BULLET = re.compile(r"[^\w\n]*(?:[-+*•✅🔹🔸➡👉✔☑◆●○▪]|\d{1,2}[.)]|[a-zđ][.)])")


def begins_line(low: str, start: int) -> bool:
    """Tell whether a sentence that starts there begins a line."""
    return start == 0 or "\n" in low[max(0, start - 2) : start]
