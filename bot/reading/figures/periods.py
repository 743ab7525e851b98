"""Which period a figure is of: told right after it, by "so với", or by the words that lead its sentence in."""

import re

from bot.reading.figures.targets import Plans
from bot.reading.grammar.dates import Period
from bot.reading.grammar.numbers import Amount
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import BULLET, Text, begins_line, last_match

_AGAINST = re.compile(
    r"[^.;\n\d,]{0,40}?(so với (?:cùng kỳ(?: năm (?:trước|ngoái|20\d\d))?|(?:đầu|cuối) nhiệm kỳ|"
    r"(?:(?:đầu|cuối) )?năm (?:trước|ngoái|20\d\d)|đầu năm|tháng trước|quý trước|nhiệm kỳ trước|giai đoạn trước)|"
    r"so cùng kỳ|cùng kỳ năm (?:trước|ngoái|20\d\d))"
)
_YEARS_PAST = re.compile(r"(?<!\w)(\d{1,2} năm qua)")
_NEAR_AFTER = 34  # characters between a figure and the period it is told with: " trong 6 tháng đầu năm"
_BY_THEN = re.compile(r"(?<!\w)vào (?:(?:cuối|đầu|giữa) )?(?:năm )?\Z")
_BREAKS = re.compile(
    r"[,;.:(\n]|(?<!\w)(?:nghị quyết|kế hoạch số|quyết định|đại hội|khóa|nhiệm vụ|chuẩn|và|tỷ lệ|số)(?!\w)"
)
_NAMES_TERM = re.compile(
    r"(?:nghị quyết|đại hội|khóa|chuẩn|báo cáo|quyết định|bầu cử|hội đồng|ủy viên|ủy ban|hđnd)[^,;\n]{0,60}\Z"
)


class Periods:
    """Which period each amount of a text is of. Made once for a text."""

    def __init__(self, text: Text, scan: Scan, spans: list[tuple[int, int]], body: int) -> None:
        self._text, self._scan = text, scan
        self._leads = self._lead_in(spans)
        terms = [p for p in scan.periods_in(0, body) if p.sort == "term"]
        self._term = terms[-1] if terms else None

    def of(
        self, amount: Amount, index: int, span: tuple[int, int], following: int, *, plan: Plans | None
    ) -> str | None:
        """Give the period of an amount as written, without năm before a bare year; None when its sentence tells none.

        A term (2025-2030) is the period of a target only (`plan` is given): in a result it names a congress or a
        council. What a congress sets out is for the term in its title. `following` is where the next amount begins.
        """
        low = self._text.low
        if against := _AGAINST.match(low, amount.end, min(following, amount.end + 90)):
            return self._text.quote(*against.span(1))
        for period in self._scan.periods_in(amount.end, min(following, amount.end + _NEAR_AFTER + 10)):
            gap = low[amount.end : period.start]
            if len(gap) <= _NEAR_AFTER and not _BREAKS.search(gap) and (plan or period.sort != "term"):
                return _written(self._text, period)
        found = self._before(amount, span, planned=plan is not None)
        if found is None and plan is not None and self._term and plan.sets_out(index, span):
            found = self._term
        found = found or self._leads[index]
        if found is not None:
            return _written(self._text, found)
        past = last_match(_YEARS_PAST, low, max(span[0], amount.start - 60), amount.start)
        return self._text.quote(*past.span(1)) if past else None

    def _before(self, amount: Amount, span: tuple[int, int], *, planned: bool) -> Period | None:
        low = self._text.low
        best: Period | None = None
        for period in self._scan.periods_in(max(span[0], amount.start - 400), amount.start):
            before = low[max(span[0], period.start - 70) : period.start]
            if before.count("(") > before.count(")") or (period.sort == "term" and not planned):
                continue
            if period.sort in {"term", "stage", "year"} and _NAMES_TERM.search(before) and not planned:
                continue
            if _BY_THEN.search(before) and ";" in low[period.end : amount.start]:
                continue  # when another thing is to be, a clause before: "đạt chuẩn vào cuối năm 2025; tỷ lệ …"
            if low.startswith(" đến nay", period.end) or "so với" in before[-24:] or self._is_taken(period, span[0]):
                continue
            best = period
        return best

    def _is_taken(self, period: Period, sentence: int) -> bool:
        """A period right after another amount is that amount's own: "đạt 103,9% năm 2022 và 87,8% …"."""
        near = self._scan.amounts_in(max(sentence, period.start - 60), period.start)
        if not near:
            return False
        gap = self._text.low[near[-1].end : period.start]
        return len(gap) <= _NEAR_AFTER and not _BREAKS.search(gap)

    def _lead_in(self, spans: list[tuple[int, int]]) -> list[Period | None]:
        """For each sentence the period of the line that leads its list in: "Kết quả 6 tháng đầu năm 2026:"."""
        low = self._text.low
        leads: list[Period | None] = []
        lead: Period | None = None
        for start, end in spans:
            sentence = low[start : min(end, start + 60)].lstrip()
            if begins_line(low, start) and not BULLET.match(sentence):
                lead = None
            leads.append(lead)
            if low[max(start, end - 6) : end].rstrip().endswith(":"):
                told = [p for p in self._scan.periods_in(start, end) if p.sort != "term"]
                lead = told[-1] if told else lead
        return leads


def _written(text: Text, period: Period) -> str:
    start = period.start
    if period.sort == "month":
        start = text.low.rfind("tháng", max(0, start - 8), start)
    elif period.sort == "quarter":
        start = text.low.rfind("quý", max(0, start - 6), start)
    written = text.quote(max(start, 0), period.end)
    return re.sub(r"\s*[-–—]\s*", "-", written) if period.sort in {"term", "stage"} else written
