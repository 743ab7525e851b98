"""Doubts about rates: a stated percentage that does not follow from its value and its whole or plan."""

import re
from decimal import Decimal
from itertools import pairwise

from bot.domain.figures import Warning, WarningCode
from bot.reading.doubts.parts import same_kind
from bot.reading.figures.figures import Placed
from bot.reading.grammar.text import Text

_ABOUT = re.compile(r"(?:gần|hơn|trên|khoảng|ước|xấp xỉ|dưới|từ|ít nhất|tối thiểu|[<>≥≤~]) ?\Z")


def doubts_about_rates(text: Text, placed: list[Placed]) -> list[Warning]:
    """List the rates that do not follow from the ratio, the change, or the plan and value they stand with."""
    found = _rates(text, placed) + _plan_rates(text, placed)
    known = {quote for one in found for quote in one.quotes}
    return found + [one for one in _bracketed(text, placed) if known.isdisjoint(one.quotes)]


_REACHED = re.compile(r" ?[(,] ?(?:đạt|bằng|tương đương) ")
_OF_PLAN = re.compile(r" (?:kế hoạch|chỉ tiêu|dự toán|so với kế hoạch)(?: (?!năm|tỉnh|thành|huyện)[^\W\d_]+){0,4} \(?")


def _bracketed(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "giảm 54 hộ (đạt 120% kế hoạch giảm 50 hộ)": the value, its rate and its plan, one behind the other."""
    found: list[Warning] = []
    for value, rate, plan in zip(placed, placed[1:], placed[2:], strict=False):
        units = value.figure.unit, plan.figure.unit
        if rate.figure.unit != "%" or not same_kind(*units) or not plan.figure.value or value.role or value.high:
            continue
        if not _REACHED.fullmatch(text.low, value.amount.end, rate.amount.start):
            continue
        if not _OF_PLAN.fullmatch(text.low, rate.amount.end, plan.amount.start) or _trio_fits(value, plan, rate):
            continue
        found.append(Warning(WarningCode.RATE_MISMATCH, tuple(one.figure.quote for one in (value, rate, plan))))
    return found


_RATE_LINK = re.compile(
    r"[^.;:\n%\d]{0,80}?(?:,|\(|-)? ?(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|tương đương|tương ứng|\()[^\d.;:\n%,]{0,24}"
)
_BACK_LINK = re.compile(r"[^.;:\n%\d,]{0,30}\([^\d\n%]{0,20}")
_CHANGE_LINK = re.compile(
    r"[^.;:\n%\d]{0,20}[,(] ?(?:tức |tương đương |tương ứng )?(?:là )?(giảm|tăng)(?: [^\W\d_]+){0,2} "
)


def _rates(text: Text, placed: list[Placed]) -> list[Warning]:
    """45/60 hộ, đạt 85%: the rate does not follow; 45/60 hộ, đạt 75% does, within its own rounding."""
    found: list[Warning] = []
    for one, other in pairwise(placed):
        if one.role or other.role:
            continue
        gap = text.low[one.amount.end : other.amount.start]
        if len(gap) > 110:
            continue
        ratio, rate = (one, other) if one.figure.of is not None else (other, one)
        if (
            ratio.figure.of is None
            or rate.figure.unit != "%"
            or rate.figure.of is not None
            or rate.amount.high is not None
        ):
            if one.high and one.amount.change and other.figure.unit == "%" and _CHANGE_LINK.fullmatch(gap):
                before, after = one.amount.value, one.amount.high or Decimal(0)
                if before and not _near(abs(after - before) * 100 / before, other):
                    found.append(Warning(WarningCode.RATE_MISMATCH, (one.figure.quote, other.figure.quote)))
            continue
        linked = _RATE_LINK.fullmatch(gap) if ratio is one else _BACK_LINK.fullmatch(gap)
        if linked and not _rate_fits(text, ratio.figure.value, ratio.figure.of, rate):
            found.append(Warning(WarningCode.RATE_MISMATCH, (one.figure.quote, other.figure.quote)))
    return found


def _near(exact: Decimal, rate: Placed) -> bool:
    """A stated rate may be rounded or cut at its last digit, no further."""
    _, comma, decimals = rate.amount.literal.replace(".", ",").partition(",")
    return abs(exact - rate.figure.value) < (Decimal(10) ** -len(decimals) if comma else Decimal(1))


def _rate_fits(text: Text, value: Decimal, of: Decimal, rate: Placed) -> bool:
    exact = value * 100 / of
    if _near(exact, rate):
        return True
    before = text.low[max(0, rate.amount.start - 12) : rate.amount.start]
    about = _ABOUT.search(before)
    return bool(about) and abs(exact - rate.figure.value) <= max(Decimal(2), exact / 50)


_THOUSAND = Decimal(1000)
_PLANNED = re.compile(
    r"(?:kế hoạch|(?<!\w)kh|dự toán|chỉ tiêu|tổng số|trong số|trên tổng)(?: [^\W\d_]+| 20\d\d){0,5}:? ?\(?(?:là )?\Z"
)
_THRESHOLD = (" trở lên", " trở xuống")  # "22 chỉ tiêu đạt từ 50% trở lên": the least of each, no share
_OTHER_BASE = re.compile(r"so với cùng kỳ|cùng kỳ|so với năm|năm trước|tăng|giảm|lãi|thuế suất")


def _plan_rates(text: Text, placed: list[Placed]) -> list[Warning]:
    """Check a value, its plan and the rate of one clause or one table row: kế hoạch 20 tỷ, thu 12,3 tỷ, đạt 61,5%."""
    found: list[Warning] = []
    at = 0
    while at < len(placed):
        group = [placed[at]]
        while (
            at + len(group) < len(placed) and len(group) < 6 and _one_clause(text, group[-1], placed[at + len(group)])
        ):
            group.append(placed[at + len(group)])
        at += len(group)
        trio = _trio(text, group)
        if trio and not _trio_fits(*trio):
            quotes = dict.fromkeys(p.figure.quote for p in trio)
            jumps = any(_trio_fits(*trio, times=times) for times in (_THOUSAND, 1 / _THOUSAND))
            code = WarningCode.UNIT_JUMP if jumps else WarningCode.RATE_MISMATCH
            found.append(Warning(code, tuple(quotes)))
    return found


def _one_clause(text: Text, one: Placed, other: Placed) -> bool:
    if one.role or other.role:
        return bool(one.role and other.role) and one.start == other.start
    return not re.search(r"[.;\n]", text.low[one.end : other.start])


def _trio(text: Text, group: list[Placed]) -> tuple[Placed, Placed, Placed] | None:
    """Find the one plan, the one actual value and the one rate of a clause; None when any is missing or doubled."""
    if any(p.figure.of is not None or p.high for p in group):
        return None
    low = text.low
    rates = [p for p in group if p.figure.unit == "%"]
    others = [p for p in group if p.figure.unit != "%"]
    if group[0].role:
        plans = [p for p in others if p.role == "plan"]
        actual = [p for p in others if p.role == "actual"]
        rates = [p for p in rates if p.role == "share" and not _OTHER_BASE.search(p.figure.label.lower())]
    else:
        plans = [p for p in others if _PLANNED.search(low[max(0, p.amount.start - 50) : p.amount.start])]
        actual = [p for p in others if p not in plans]
        rates = [
            p
            for p in rates
            if p.figure.comparison in {"đạt", None}
            and not low.startswith(_THRESHOLD, p.amount.end)
            and not _OTHER_BASE.search(low[max(0, p.amount.start - 30) : p.amount.end + 40])
        ]
        if len(others) != 2 or len([p for p in group if p.figure.unit == "%"]) != 1:
            return None
        if rates and not re.search(
            r"(?:đạt|bằng|chiếm|\(|"
            r"tỷ lệ)[^,;]{0,25}\Z",
            low[max(0, rates[0].amount.start - 30) : rates[0].amount.start],
        ):
            return None
    if len(plans) != 1 or len(actual) != 1 or len(rates) != 1 or not plans[0].figure.value:
        return None
    return (actual[0], plans[0], rates[0]) if same_kind(plans[0].figure.unit, actual[0].figure.unit) else None


def _trio_fits(actual: Placed, plan: Placed, rate: Placed, *, times: Decimal = Decimal(1)) -> bool:
    """Tell whether the rate follows; `times` tries the plan in another unit, triệu for tỷ."""
    exact = actual.figure.value * 100 / (plan.figure.value * times)
    if _near(exact, rate):
        return True
    slack = exact * (_blur(actual) + _blur(plan))
    return abs(exact - rate.figure.value) <= slack + (Decimal(1) if "," not in rate.amount.literal else Decimal("0.1"))


def _blur(one: Placed) -> Decimal:
    """How far a rounded sum ("12,3 tỷ") may lie from the true one, as a share of it."""
    digits = one.amount.literal.replace(".", "")
    _, comma, decimals = digits.partition(",")
    number = Decimal(digits.replace(",", ".") or 0)
    if not comma or not number:
        return Decimal(0)
    return Decimal(10) ** -len(decimals) / 2 / number
