"""What of a text tells residents nothing: its letterhead, its list of copies and its signatures (Decree 30/2020)."""

import re
from collections.abc import Iterator

from bot.reading.grammar.letterhead import MOTTO, NUMBER_LINE
from bot.reading.grammar.tails import tails_of
from bot.reading.grammar.text import LOWER, UPPER, Text

_HEAD_LINES = 20
_LONGEST = 160
_ISSUED = re.compile(r"\W*[^\W\d_][^\n\t\d,.:;]{1,44}, ?ngày [\d.… ]{1,12}tháng [\d.… ]{1,12}năm [\d.… ]{2,12}\W*")
_RULE = re.compile(r"[\W_]*")
_ABOUT = re.compile(r"\W*(?:v/ ?v|trích yếu|về việc)\b")
_SMALL = re.compile(LOWER)
# Who signs alone: "TRƯỞNG KHÓM⏎(Đã ký)⏎Lê Văn Tám" at the very end; "TM. ỦY BAN NHÂN DÂN" is known to the tails.
_SIGNED = re.compile(
    r"\n[^\w\n]*(?:(?:PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG)|(?:TRẠM |PHÓ )?TRƯỞNG|TỔ TRƯỞNG)"
    rf"(?: {UPPER}+| \d+)*[^\w\n]*\n(?:[^\w\n]*(?:\(?(?:đã ký|Đã ký|ĐÃ KÝ|ký tên)\)?[^\w\n]*)?\n)*"
    rf"[^\w\n]*{UPPER}\w*(?: {UPPER}\w*){{1,5}}\W*\Z"
)


def left_out_of(text: Text, title_end: int) -> tuple[tuple[int, int], ...]:
    """Give the spans of the original to leave out, in order and apart; `title_end` is where its title ends."""
    found = [*_head(text, title_end), *tails_of(text)]
    signed = _SIGNED.search(text.clean, max(0, len(text.clean) - 300))
    if signed:
        found.append((signed.start(), len(text.clean)))
    spans: list[tuple[int, int]] = []
    for start, end in sorted((text.view.at(start), text.view.at(end)) for start, end in found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _head(text: Text, title_end: int) -> Iterator[tuple[int, int]]:
    """Give the lines of a letterhead: down to its motto, number or day of issue; the title among them stays."""
    lines = _lines(text.clean)
    last, marks = -1, 0
    for index, (start, end) in enumerate(lines):
        low = text.low[start:end]
        if start >= title_end and not (_official(low) or _RULE.fullmatch(low)):
            break
        if _official(low):
            last, marks = index, marks + bool(MOTTO.search(low) or NUMBER_LINE.match(low))
    if not marks:
        return
    for start, end in lines[: last + 1]:
        low, clean = text.low[start:end], text.clean[start:end]
        if not _ABOUT.match(low) and (_official(low) or _RULE.fullmatch(low) or not _SMALL.search(clean)):
            yield start, end


def _official(low: str) -> bool:
    """Tell a line that only official papers have."""
    return bool(MOTTO.search(low) or NUMBER_LINE.match(low) or _ISSUED.fullmatch(low)) and not _ABOUT.match(low)


def _lines(clean: str) -> list[tuple[int, int]]:
    """Give the first lines, each with its end of line; a long one ends the head."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in clean[: _HEAD_LINES * _LONGEST].split("\n")[:_HEAD_LINES]:
        if len(line) > _LONGEST:
            break
        found.append((at, min(at + len(line) + 1, len(clean))))
        at += len(line) + 1
    return found
