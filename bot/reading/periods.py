"""Which period a figure is of: told right after it, by "so với", or by the words that lead its sentence in."""

import re

from bot.reading.dates import Period
from bot.reading.numbers import Amount
from bot.reading.scan import Scan
from bot.reading.text import Text, last_match

_AGAINST = re.compile(
    r"[^.;\n\d,]{0,40}?(so với (?:cùng kỳ(?: năm (?:trước|ngoái|20\d\d))?|đầu nhiệm kỳ|đầu năm|"
    r"năm (?:trước|ngoái|20\d\d)|tháng trước|quý trước|"
    r"nhiệm kỳ trước|giai đoạn trước)|so cùng kỳ|cùng kỳ năm (?:trước|ngoái|20\d\d))"
)
_YEARS_PAST = re.compile(r"(?<!\w)(\d{1,2} năm qua)")
_NEAR_AFTER = 34  # characters between a figure and the period it is told with: " trong 6 tháng đầu năm"
_BREAKS = re.compile(
    r"[,;.:(\n]|(?<!\w)(?:nghị quyết|kế hoạch số|quyết định|đại hội|khóa|nhiệm vụ|chuẩn|và|tỷ lệ|số)(?!\w)"
)
_NAMES_TERM = re.compile(
    r"(?:nghị quyết|đại hội|khóa|chuẩn|báo cáo|quyết định|bầu cử|hội đồng|ủy viên|ủy ban|hđnd)[^,;\n]{0,60}\Z"
)


def period_of(
    text: Text, scan: Scan, amount: Amount, span: tuple[int, int], edge: int, following: int, *, planned: bool, end: int
) -> str | None:
    """Give the period of an amount as written, without năm before a bare year; None when its sentence tells none.

    A term (2025-2030) is the period of a target only: in a result it names a congress or a council. `edge` and
    `following` are the ends of the neighbours.
    """
    low = text.low
    if against := _AGAINST.match(low, amount.end, min(following, amount.end + 90)):
        return text.quote(*against.span(1))
    for period in scan.periods_in(amount.end, min(following, amount.end + _NEAR_AFTER + 10)):
        gap = low[amount.end : period.start]
        if len(gap) <= _NEAR_AFTER and not _BREAKS.search(gap) and (planned or period.sort != "term"):
            return _written(text, period)
    return _leading(text, scan, amount, span, planned=planned)


def _leading(text: Text, scan: Scan, amount: Amount, span: tuple[int, int], *, planned: bool) -> str | None:
    low = text.low
    best: Period | None = None
    for period in scan.periods_in(max(span[0], amount.start - 400), amount.start):
        before = low[max(span[0], period.start - 70) : period.start]
        if before.count("(") > before.count(")") or (period.sort == "term" and not planned):
            continue
        if period.sort in {"term", "year"} and _NAMES_TERM.search(before) and not planned:
            continue
        if "so với" in before[-14:] or _follows_amount(scan, low, period, span[0]):
            continue
        best = period
    if best is not None:
        return _written(text, best)
    past = last_match(_YEARS_PAST, low, max(span[0], amount.start - 60), amount.start)
    return text.quote(*past.span(1)) if past else None


def _follows_amount(scan: Scan, low: str, period: Period, sentence: int) -> bool:
    """A period right after another amount is that amount's own: "đạt 103,9% năm 2022 và 87,8% …"."""
    near = scan.amounts_in(max(sentence, period.start - 60), period.start)
    if not near:
        return False
    gap = low[near[-1].end : period.start]
    return len(gap) <= _NEAR_AFTER and not _BREAKS.search(gap)


def _written(text: Text, period: Period) -> str:
    start = period.start
    if period.sort == "month":
        start = text.low.rfind("tháng", max(0, start - 8), start)
    elif period.sort == "quarter":
        start = text.low.rfind("quý", max(0, start - 6), start)
    written = text.quote(max(start, 0), period.end)
    return re.sub(r"\s*[-–—]\s*", "-", written) if period.sort in {"term", "stage"} else written
