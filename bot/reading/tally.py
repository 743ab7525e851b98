"""The tally of targets met, as a text counts them."""

import re

from bot.domain.figures import Tally
from bot.reading.text import Text

_WORDS = r"(?:chỉ tiêu|tiêu chí chỉ tiêu|mục tiêu chỉ tiêu)"
_RATIO = re.compile(rf"(\d{{1,3}}) ?/ ?(\d{{1,3}}) {_WORDS}([^.;\n]{{0,90}})")
_OF = re.compile(rf"(?:trong|trong tổng số|tổng số|có|với|trên) (?:tổng số )?(\d{{1,3}}) {_WORDS}([^.\n]{{0,220}})")
_PART = re.compile(
    r"(?<![\d/.,])(\d{1,3})(?:/\d{1,3})? (?:chỉ tiêu )?(?:đã )?(hoàn thành và vượt|đạt và vượt|"
    r"đạt hoặc vượt|vượt|đạt|hoàn thành|chưa|không|dưới)"
)
_MET = re.compile(r"đạt|vượt|hoàn thành")
_UNMET = re.compile(r"(?:chưa|không) (?:đạt|hoàn thành|có)")
_PLANNED = re.compile(r"(?:phấn đấu|dự kiến|mục tiêu là|đề ra)[^.\n]{0,40}\Z")


def tally_of(text: Text) -> Tally | None:
    """Read "10/12 chỉ tiêu đạt và vượt", or "trong 15 chỉ tiêu có 6 vượt, 7 đạt" (13 of 15); None when not counted.

    "k/n vượt" after "n/n đạt" is inside it; "các chỉ tiêu đều đạt" without numbers is no tally.
    """
    low = text.low
    for match in _RATIO.finditer(low):
        met, total, after = int(match[1]), int(match[2]), match[3]
        before = low[max(0, match.start() - 60) : match.start()]
        if met > total or total < 2 or _UNMET.match(after.strip()) or _PLANNED.search(before):
            continue
        if _MET.search(after[:60]) or _MET.search(before):
            return Tally(met, total)
    for match in _OF.finditer(low):
        total, met = int(match[1]), _met(match[2])
        if 0 < met <= total:
            return Tally(met, total)
    return None


def overfull(text: Text) -> list[str]:
    """Quote the counts whose parts are more than their whole: "Trong 15 chỉ tiêu có 9 vượt, 8 đạt"."""
    quotes: list[str] = []
    for match in _OF.finditer(text.low):
        parts = list(_PART.finditer(match[2]))
        if sum(int(part[1]) for part in parts) > int(match[1]) and len({part[2] for part in parts}) == len(parts) > 1:
            quotes.append(text.quote(match.start(), match.start(2) + parts[-1].end()))
    return quotes


def _met(after: str) -> int:
    return sum(int(part[1]) for part in _PART.finditer(after) if part[2] not in {"chưa", "không", "dưới"})
