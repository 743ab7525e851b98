"""Doubts that arithmetic raises: parts over their whole, sums, and rates that do not follow from their numbers."""

import re
from decimal import Decimal
from itertools import pairwise

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures import Placed
from bot.reading.numbers import parse
from bot.reading.tally import overfull
from bot.reading.text import Text

_NEAR = 260  # characters within which two parts of one whole stand
_LISTED = 900  # characters that a list of parts may take
_HUNDRED = Decimal(100)
# Classes that exclude each other: of one whole each thing falls into exactly one.
_CLASSES = (
    ("chưa", re.compile(r"(?:chưa|không) (?:hoàn thành|đạt|đồng ý|tán thành|chấp hành|nhận|nộp|thực hiện|đồng thuận)")),
    ("yếu", re.compile(r"(?<!\w)(?:yếu|kém)(?!\w)")),
    ("xuất sắc", re.compile(r"tiêu biểu|xuất sắc")),
    ("tốt", re.compile(r"(?<!\w)tốt(?! nghiệp)(?!\w)")),
    ("khá", re.compile(r"(?<!\w)khá(?!\w)")),
    ("giỏi", re.compile(r"(?<!\w)giỏi(?!\w)")),
    ("trung bình", re.compile(r"(?<!\w)trung bình(?!\w)")),
    ("cận nghèo", re.compile(r"cận nghèo")),
    ("nghèo", re.compile(r"(?<!cận )nghèo")),
    ("nam", re.compile(r"(?<!\w)nam(?!\w)")),
    ("nữ", re.compile(r"(?<!\w)nữ(?!\w)")),
    ("trễ hạn", re.compile(r"(?:trễ|quá|trước) hạn")),
    ("đúng hạn", re.compile(r"đúng hạn")),
    ("vượt", re.compile(r"(?<!và )(?<!hoặc )(?<!\w)vượt(?!\w)")),
    ("hoàn thành", re.compile(r"(?<!\w)hoàn thành(?!\w)")),
    ("đồng ý", re.compile(r"(?<!\w)(?:đồng ý|tán thành|đồng thuận)(?!\w)")),
    ("đạt", re.compile(r"(?<!\w)đạt(?! và vượt)(?!\w)")),
)
_INSIDE = re.compile(r"trong (?:đó|số đó|số này)|riêng|tiếp tục|(?<!\w)gồm(?!\w)|có tới")
_ABOUT = re.compile(r"(?:gần|hơn|trên|khoảng|ước|xấp xỉ|dưới|từ|ít nhất|tối thiểu|[<>≥≤~]) ?\Z")


def doubts_about_figures(text: Text, placed: list[Placed]) -> list[Warning]:
    """List the doubts that arithmetic raises, each with the quotes it is about; what adds up is never doubted."""
    tallies = [Warning(WarningCode.PARTS_EXCEED_TOTAL, (quote,)) for quote in overfull(text)]
    return (
        tallies
        + _parts(text, placed)
        + _sums(text, placed)
        + _equations(text)
        + _rates(text, placed)
        + _plan_rates(text, placed)
    )


def _parts(text: Text, placed: list[Placed]) -> list[Warning]:
    """3/14 tiêu biểu and 12/14 hoàn thành tốt are 15 of 14; 12/12 thôn and 10/12 thôn may be two measures."""
    found: list[Warning] = []
    at = 0
    while at < len(placed):
        first = placed[at]
        whole = first.figure.of or (_HUNDRED if first.figure.unit == "%" and not first.role else None)
        group = [first]
        if whole is not None and not first.role:
            for follower in placed[at + 1 : at + 8]:
                same = follower.figure.of == first.figure.of and follower.figure.unit == first.figure.unit
                alike = same or (follower.figure.of == first.figure.of and first.figure.of is not None)
                if not alike or follower.start - group[-1].end > _NEAR or _breaks(text, group[-1], follower):
                    break
                group.append(follower)
        if whole is not None and len(group) > 1:
            parts = _exclusive(text, group)
            slack = len(parts) if first.figure.of is None else 0  # rounded shares may make 101 %
            if len(parts) > 1 and sum(p.figure.value for p in parts) > whole + slack:
                found.append(Warning(WarningCode.PARTS_EXCEED_TOTAL, tuple(p.figure.quote for p in parts)))
        at += len(group)
    return found


def _breaks(text: Text, one: Placed, other: Placed) -> bool:
    """Shares in one sentence only; ratios may go on in the next one."""
    return one.figure.of is None and bool(re.search(r"[.;\n]", text.low[one.end : other.start]))


def _exclusive(text: Text, group: list[Placed]) -> list[Placed]:
    """Keep those of a group that class the same whole, one for each class."""
    parts: list[Placed] = []
    seen: set[str] = set()
    for index, part in enumerate(group):
        if index and _INSIDE.search(text.low, group[index - 1].end, part.start):
            continue
        name = _class_of(text, part, group, index)
        if name and name not in seen:
            seen.add(name)
            parts.append(part)
    return parts


def _class_of(text: Text, part: Placed, group: list[Placed], index: int) -> str | None:
    low = text.low
    end = group[index + 1].start if index + 1 < len(group) else part.amount.end + 90
    clause = re.split(r"[,;.\n]", low[part.amount.end : min(end, part.amount.end + 90)])[0]
    if part.figure.of is None:  # "nam chiếm 52%, nữ chiếm 51%": the class stands before a share
        begin = group[index - 1].amount.end if index else max(0, part.start - 60)
        clause = re.split(r"[,;.\n:]", low[begin : part.amount.start])[-1] + clause
    if "đạt và vượt" in clause or "đạt hoặc vượt" in clause:
        return None
    return next((name for name, pattern in _CLASSES if pattern.search(clause)), None)


_TOTAL = re.compile(r"(?:tổng(?: (?:số|cộng|cộng có|số có|là))?|tất cả|cộng)(?: [^\W\d_]+){0,3} \Z")
_OPENS = re.compile(r"[^.;\n\d%]{0,70}?(?::|(?<!\w)(?:bao gồm|gồm có|gồm)(?!\w):?)[^.;\d]{0,60}")
_WITHIN = re.compile(r"[^.;\n\d%]{0,70}?(?<!\w)trong đó(?!\w)[^.;\n\d]{0,40}")
_LEFT_OUT = re.compile(r"còn lại|(?<!\w)khác(?!\w)|v\.v|vân vân|…|\.\.\.|chủ yếu|tiêu biểu như|điển hình|ví dụ|như ")
_NEW_THOUGHT = re.compile(
    r"\.\s|\n(?!\W*[-+*•])|trong đó|ngoài ra|bên cạnh|đồng thời|trị giá|lũy kế|tăng|giảm|so với|mỗi|tổng"
)


def _sums(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "tổng 120 suất: 70 suất cho người già, 40 suất cho trẻ em"; a list that leaves a rest is none."""
    found: list[Warning] = []
    for index, total in enumerate(placed[:-2]):
        if total.role or total.figure.of is not None or (total.figure.unit or "%") in {"%", "‰"} or total.high:
            continue
        following = placed[index + 1]
        low, begin = text.low, total.amount.end
        between = low[begin : following.amount.start]
        exhaustive = len(between) < 160 and bool(_OPENS.fullmatch(between))
        within = not exhaustive and len(between) < 120 and bool(_WITHIN.fullmatch(between))
        if not exhaustive and not within:
            continue
        parts = _listed(low, total, placed[index + 1 : index + 30])
        if len(parts) < 2 or any(
            _ABOUT.search(low[max(0, p.amount.start - 12) : p.amount.start]) for p in [total, *parts]
        ):
            continue
        stretch = low[begin : parts[-1].amount.end + 60]
        added = sum((p.figure.value for p in parts), Decimal(0))
        if exhaustive and added != total.figure.value and not _LEFT_OUT.search(stretch):
            named = bool(_TOTAL.search(low[max(0, total.amount.start - 40) : total.amount.start]))
            if named or ":" in between or "gồm" in between:
                found.append(Warning(WarningCode.SUM_MISMATCH, tuple(p.figure.quote for p in [total, *parts])))
        elif within and added > total.figure.value and len(_exclusive_counts(text, parts)) == len(parts):
            found.append(Warning(WarningCode.PARTS_EXCEED_TOTAL, tuple(p.figure.quote for p in [total, *parts])))
    return found


def _exclusive_counts(text: Text, parts: list[Placed]) -> set[str]:
    names = (_class_of(text, part, parts, index) for index, part in enumerate(parts))
    return {name for name in names if name}


def _listed(low: str, total: Placed, followers: list[Placed]) -> list[Placed]:
    """Take the amounts of the total's own unit that follow it in one list, without those in brackets."""
    parts: list[Placed] = []
    last = total.amount.end
    for follower in followers:
        gap = low[last : follower.amount.start]
        if follower.start - total.end > _LISTED or follower.high or follower.role:
            break
        if parts and _NEW_THOUGHT.search(gap):
            break
        if gap.count("(") > gap.count(")") or not _same_kind(total.figure.unit, follower.figure.unit):
            if not parts and "(" not in gap:
                return []
            continue
        if follower.figure.of is not None or follower.amount.high is not None:
            return []
        parts.append(follower)
        last = follower.amount.end
    return parts


def _same_kind(one: str | None, other: str | None) -> bool:
    return bool(one and other) and (one or "").split()[0] == (other or "").split()[0] and "/" not in (other or "")


_EQUATION = re.compile(r"(?<![\d.,])(\d[\d.,]*(?: ?\+ ?\d[\d.,]*){1,8}) ?= ?(\d[\d.,]*\d|\d)")


def _equations(text: Text) -> list[Warning]:
    """Check a sum written out: 6.232 + 2.623 = 8.855."""
    if "=" not in text.low:
        return []
    found: list[Warning] = []
    for match in _EQUATION.finditer(text.low):
        terms = [_plain(term) for term in match[1].split("+")]
        result = _plain(match[2])
        known = [term for term in terms if term is not None]
        if result is not None and len(known) == len(terms) and sum(known) != result:
            found.append(Warning(WarningCode.SUM_MISMATCH, (text.quote(*match.span()),)))
    return found


def _plain(term: str) -> Decimal | None:
    return parse(term.strip().rstrip(".,"))


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


_PLANNED = re.compile(
    r"(?:kế hoạch|(?<!\w)kh|dự toán|chỉ tiêu|tổng số|trong số|trên tổng)(?: [^\W\d_]+| 20\d\d){0,5}:? ?\(?(?:là )?\Z"
)
_BASED = re.compile(r" ?(?:so với |so |của )?(?:kế hoạch|kh(?!\w)|dự toán|chỉ tiêu|tổng số)|[\s,.;)]|\Z")
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
            found.append(Warning(WarningCode.RATE_MISMATCH, tuple(quotes)))
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
            and not _OTHER_BASE.search(low[max(0, p.amount.start - 30) : p.amount.end + 40])
        ]
        if len(others) != 2 or len([p for p in group if p.figure.unit == "%"]) != 1:
            return None
        if rates and not re.search(
            r"(?:đạt|bằng|chiếm|\(|tỷ lệ)[^,;]{0,25}\Z", low[max(0, rates[0].amount.start - 30) : rates[0].amount.start]
        ):
            return None
    if len(plans) != 1 or len(actual) != 1 or len(rates) != 1 or not plans[0].figure.value:
        return None
    return (actual[0], plans[0], rates[0]) if _same_kind(plans[0].figure.unit, actual[0].figure.unit) else None


def _trio_fits(actual: Placed, plan: Placed, rate: Placed) -> bool:
    exact = actual.figure.value * 100 / plan.figure.value
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
