"""The tally of targets met, as a text counts them."""

import re

from bot.domain.figures import Tally
from bot.reading.grammar.text import Text

_WORDS = r"(?:chỉ tiêu|tiêu chí chỉ tiêu|mục tiêu chỉ tiêu)"
_RATIO = re.compile(
    rf"(\d{{1,3}})(?: ?/ ?| trên | trong | trên tổng số | trong tổng số )(\d{{1,3}}) {_WORDS}(?=([^.;\n]{{0,90}}))"
)
_OF = re.compile(rf"(?:trong|trong tổng số|tổng số|có|với|trên)(?: tổng số| số)? (\d{{1,3}}) {_WORDS}([^.\n]{{0,220}})")
_PART = re.compile(
    r"(?<![\d/.,])(\d{1,3})(?:/\d{1,3})? (?:chỉ tiêu )?(?:đã )?(hoàn thành và vượt|đạt và vượt|"
    r"đạt hoặc vượt|vượt|đạt|hoàn thành|chưa|không|dưới)"
)
_MET = re.compile(r"(?<!chưa )(?<!không )(?:đạt|vượt|hoàn thành)")
_BOTH = re.compile(r"đạt (?:và|hoặc|,) ?vượt|hoàn thành (?:và|hoặc) vượt|hoàn thành vượt mức và")
_ONLY_OVER = re.compile(r"[^,]{0,25}(?<!\w)vượt")
_UNMET = re.compile(r" ?(?:chưa|không) (?:đạt|hoàn thành|có)")
_PLANNED = re.compile(r"(?:phấn đấu|mục tiêu là|đề ra)[^.\n]{0,40}\Z")
_SENTENCE = 240


def tally_of(text: Text) -> Tally | None:
    """Read "10/12 chỉ tiêu đạt và vượt", or "trong 15 chỉ tiêu có 6 vượt, 7 đạt" (13 of 15); None when not counted.

    "6/15 vượt, 7/15 đạt" add up, "trong đó 6/15 vượt" is inside; "các chỉ tiêu đều đạt" without numbers is no tally.
    """
    low = text.low
    ratios = [m for m in _RATIO.finditer(low) if _counts(low, m)]
    if ratios:
        first = ratios[0]
        met, total = int(first[1]), int(first[2])
        if len(ratios) > 1 and _ONLY_OVER.match(first[3]) and not _BOTH.search(low, first.start() - 30, first.end()):
            other = ratios[1]
            apart = low[first.end(2) : other.start()]
            if int(other[2]) == total and len(apart) < _SENTENCE and "." not in apart and "trong đó" not in apart:
                met += int(other[1])
        if met <= total:
            return Tally(met, total)
    for match in _OF.finditer(low):
        total = int(match[1])
        parts = _parts(match[2]) or _parts(low[max(0, match.start() - _SENTENCE) : match.start()].rpartition(".")[2])
        met = sum(value for value, word in parts if word not in {"chưa", "không", "dưới"})
        if 0 < met <= total:
            return Tally(met, total)
    return None


def _counts(low: str, match: "re.Match[str]") -> bool:
    met, total = int(match[1]), int(match[2])
    before = low[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
    if met > total or total < 2 or _UNMET.match(match[3]) or _PLANNED.search(before):
        return False
    return bool(_MET.search(match[3][:60]) or _MET.search(before))


def overmet(text: Text) -> list[str]:
    """Quote the tallies of more targets than there are: "đạt 19/18 chỉ tiêu"."""
    return [text.quote(m.start(), m.start(3)) for m in _RATIO.finditer(text.low) if _too_many(text.low, m)]


def _too_many(low: str, match: "re.Match[str]") -> bool:
    """Tell 19/18 targets from a day and a month of a programme: it is met or exceeded that is told of them."""
    before = low[max(0, match.start() - 60) : match.start()].rpartition("\n")[2]
    return int(match[1]) > int(match[2]) and bool(_MET.search(match[3][:60]) or _MET.search(before))


def overfull(text: Text) -> list[str]:
    """Quote the counts whose parts are more than their whole: "Trong 15 chỉ tiêu có 9 vượt, 8 đạt"."""
    quotes: list[str] = []
    for match in _OF.finditer(text.low):
        parts = _parts(match[2])
        if len({word for _, word in parts}) == len(parts) > 1 and sum(value for value, _ in parts) > int(match[1]):
            last = list(_PART.finditer(match[2]))[len(parts) - 1]
            quotes.append(text.quote(match.start(), match.start(2) + last.end()))
    return quotes


def _parts(words: str) -> list[tuple[int, str]]:
    """The counted parts of a stretch; what follows a second "trong đó" or "đạt và vượt" is inside the first."""
    found: list[tuple[int, str]] = []
    last = 0
    for part in _PART.finditer(words):
        if found and ("trong đó" in words[last : part.start()] or "và" in found[-1][1] or "hoặc" in found[-1][1]):
            break
        found.append((int(part[1]), part[2]))
        last = part.end()
    return found
