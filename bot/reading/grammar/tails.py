"""What stands under a document's text and tells residents nothing: to whom copies go, and who signed."""

import re
from itertools import islice

from bot.reading.grammar.text import UPPER, Text

_LONGEST = 1_200  # characters of copies and signatures
_MOST = 12
# "Nơi nhận:" with nothing behind it, or beside the signature's column; "Nơi nhận hồ sơ: …" is a place.
_COPIES = re.compile(r"(?m)^[^\w\n]{0,8}nơi (?:nhận|gửi)[ *_]{0,4}:[ *_]{0,4}(?=$|\t| {3}|\||[-–+]|như |tm\.|kt\.)")
# The same with the first copy in its line, told apart from a place by the filing of the last: "Lưu: VT".
_FILED = re.compile(r"(?m)^[^\w\n]{0,8}nơi (?:nhận|gửi) ?:(?=[^:]{0,500}?\W(?:lưu ?:|lưu (?:vt|vp)))")
_COPY = re.compile(
    r"(?m)^[^\w\n]{0,8}(?:như (?:trên|điều \d|kính gửi)[ .,;]{0,3}$|lưu ?:|lưu (?:vt|vp)(?!\w))[^\n]{0,80}$"
)
_SIGNED = re.compile(rf"(?m)^[^\w\n]{{0,60}}(?:(?:TM|KT|TL|TUQ)\.|T/M|K/T|T/L) ?{UPPER}{{2,}}")
# An appendix, or the text itself where its columns were read in another order.
_GOES_ON = re.compile(
    r"(?m)^[^\w\n]{0,8}(?:phụ lục|danh sách|lịch|kế hoạch|biểu|bảng|kèm theo|thông báo|thời gian|địa điểm|đối tượng|"
    r"lưu ý|đề nghị|ghi chú|chú ý|ngày \d|\d{1,2}[.)] )"
)


def tails_of(text: Text) -> list[tuple[int, int]]:
    """Find lists of copies and signatures; their spans may overlap."""
    tails = [match.span() for pattern in (_COPIES, _FILED) for match in islice(pattern.finditer(text.low), _MOST)]
    tails += [match.span() for match in islice(_SIGNED.finditer(text.clean), _MOST)]
    spans = [match.span() for match in islice(_COPY.finditer(text.low), _MOST)]
    for start, found in tails:
        stop = _GOES_ON.search(text.low, found, found + _LONGEST)
        spans.append((start, stop.start() if stop else min(len(text.low), found + _LONGEST)))
    return spans


def without_tail(text: Text) -> Text:
    """Give the text with its list of copies and its signatures blanked; every offset stays as it was."""
    spans = tails_of(text)
    low, clean = text.low, text.clean
    for start, end in spans:
        blank = "\n" * (end - start)
        low, clean = low[:start] + blank + low[end:], clean[:start] + blank + clean[end:]
    return Text(text.view, clean, low) if spans else text
