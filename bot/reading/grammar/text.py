"""A pasted text made fit for matching, with the way back to every character of the original."""

import re
import unicodedata
from array import array
from dataclasses import dataclass

_HIDDEN = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff"
# A letter with up to eight combining marks, or one mark that nobody sees. Eight, because CPython sorts the marks
# of one endless cluster in quadratic time, and no Vietnamese letter carries more than two.
_ODD = re.compile(rf"[^\W\d_][\u0300-\u036f]{{1,8}}|[{_HIDDEN}]")
_HIDDEN_END = re.compile(rf"[{_HIDDEN}\s]+\Z")
_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007", " "),
        **dict.fromkeys("\u2008\u2009\u200a\u202f\u205f\u3000\r", " "),
        **dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("“”„‟«»〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛´`′", "'"),
        **dict(zip("０１２３４５６７８９％，．：／（）", "0123456789%,.:/()", strict=True)),
        "İ": "I",  # the only letter whose lower case is two characters long
        "Ð": "Đ",  # the Icelandic eth that old keyboards give for đ
        "ð": "đ",
    }
)
# uỷ, hoà, khoẻ (old tone placement) beside ủy, hòa, khỏe: both stand in one file. The length stays the same.
_OLD_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)")
_NEW_TONE = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("oè", "oé", "oẻ", "oẽ", "oẹ"), ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}
_ENDED = ".!?:;…|\t"
_SHORT_LINE = 25  # a shorter line is rather a table cell ("Thu ngân sách", "tỷ đồng") than a line wrapped by a column
_LONG_LINE = 60
# A wrapped line may begin with an amount; one that begins with a date or the number of a list stands for itself.
_AMOUNT_FIRST = re.compile(r" *\d+(?:[.,]\d+)* ?(?:%|[a-zà-ỹđ])")
# An abbreviation whose dot ends no sentence: TP. Long Xuyên, ThS. Lan, P. Mỹ Bình, KT. CHỦ TỊCH.
_ABBREVIATION = re.compile(
    r"(?:\b(?:tp|tx|tt|ths|ts|gs|pgs|bs|ks|cn|kt|tm|tl|st|tr|đ/c|vv|v\.v|[a-zđ]))\Z", re.IGNORECASE
)
# The number of a list or a heading at the beginning of a line: "1.", "2.3.", "II.", "a.".
_NUMBERING = re.compile(r"(?:^|\n)[ \t*#]*(?:\d{1,2}(?:\.\d{1,2})*|[IVXivx]{1,5}|[A-Za-zĐđ])\Z")
_MOST_SENTENCES = 20_000  # a text of 200 KB, the most that is taken in, has under 4,000; what is over is one more
_STOP = re.compile(r"\n|[!?…]+[\"')\]]*(?=\s)|\.+[\"')\]]*(?=\s|\Z)|(?<=[a-zà-ỹđ)%])\.(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])")
# Classes of capitals and small letters: `re` has no \\p{Lu}, and a range from À to ỹ mixes both.
UPPER = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
LOWER = "[a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
_ASCII = {**{ord(c): None for c in map(chr, range(0x300, 0x370))}, ord("đ"): "d", ord("Đ"): "D"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text in three aligned forms: `raw` as pasted, `clean` for the eye of a rule, `low` for matching.

    `clean` is composed (NFC), with one kind of blank, dash and quote mark and nothing invisible; `low` is `clean`
    in lower case, new tone placement, with the lines that a PDF column broke joined. Both have the same length.
    `offsets[i]` is where `clean[i]` begins in `raw`; None when nothing moved.
    """

    raw: str
    clean: str
    low: str
    offsets: "array[int] | None"

    def quote(self, start: int, end: int) -> str:
        """Give the exact piece of the original for a span of `clean`, without blanks at its ends."""
        while start < end and self.clean[start].isspace():
            start += 1
        while end > start and self.clean[end - 1].isspace():
            end -= 1
        if start >= end:
            return ""
        if self.offsets is None:
            return self.raw[start:end]
        return _HIDDEN_END.sub("", self.raw[self.offsets[start] : self.offsets[end]])


def prepare(raw: str) -> Text:
    """Make a Text of any string in linear time; decomposed letters, odd blanks and hidden marks only cost offsets."""
    offsets: array[int] | None = None
    composed = raw
    if _ODD.search(raw):
        composed, offsets = _compose(raw)
    clean = composed.translate(_ONE_TO_ONE)
    low = _OLD_TONE.sub(lambda m: _NEW_TONE[m[0]], clean.lower())
    return Text(raw, clean, _join_lines(clean, low), offsets)


def _compose(raw: str) -> "tuple[str, array[int]]":
    pieces: list[str] = []
    offsets: array[int] = array("q")
    known: dict[str, str] = {}
    last = 0
    for match in _ODD.finditer(raw):
        start, end = match.span()
        pieces.append(raw[last:start])
        offsets.extend(range(last, start))
        cluster = match[0]
        if len(cluster) > 1:
            made = known.get(cluster)
            if made is None:
                made = known[cluster] = unicodedata.normalize("NFC", cluster)
            pieces.append(made)
            offsets.extend([start] * len(made))
        last = end
    pieces.append(raw[last:])
    offsets.extend(range(last, len(raw) + 1))
    return "".join(pieces), offsets


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
        elif clean[at] == "." and not _is_stop(clean, at, end):
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
    if end - at > 1:
        return True
    following = clean[end : end + 2].strip()[:1]
    if following.islower():
        return False
    before = clean[max(0, at - 6) : at]
    if before[-1:].isdigit() and following.isdigit():
        return False
    if _NUMBERING.search(clean[max(0, at - 10) : at]):
        return False
    return not _ABBREVIATION.search(before)


def fold(text: str) -> str:
    """Lower case without accents, for comparing what people type: "Chỉ tiêu" is "chi tieu"."""
    return unicodedata.normalize("NFD", text).translate(_ASCII).lower()


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
