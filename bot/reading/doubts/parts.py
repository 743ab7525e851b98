"""Doubts about parts and wholes: shares that exceed their whole, lists that do not add up to their total."""

import re
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures.figures import Placed
from bot.reading.grammar.numbers import parse
from bot.reading.grammar.text import Text
from bot.reading.grammar.units import PEOPLE

_NEAR = 260  # characters within which two parts of one whole stand
_LISTED = 900  # characters that a list of parts may take
_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)
# Classes of one question (a grade, a target, poverty, sex, time, a vote, done or not) exclude each other: of
# one whole each
# thing falls into exactly one of them. The first that fits counts.
_CLASSES = (
    (
        "grade target done vote",
        "chưa",
        re.compile(r"(?<!\w)(?:chưa|không) (?!gian|khí|chỉ|những|còn|có hộ)[^\W\d_]+"),
    ),
    ("grade", "yếu", re.compile(r"(?<!\w)(?:yếu|kém)(?!\w)")),
    ("grade", "xuất sắc", re.compile(r"tiêu biểu|xuất sắc")),
    ("grade", "tốt", re.compile(r"(?<!\w)tốt(?! nghiệp)(?!\w)")),
    ("grade poverty", "khá", re.compile(r"(?<!\w)khá(?!\w)")),
    ("grade", "giỏi", re.compile(r"(?<!\w)giỏi(?!\w)")),
    ("grade poverty", "trung bình", re.compile(r"(?<!\w)trung bình(?!\w)")),
    ("poverty", "thoát nghèo", re.compile(r"thoát nghèo")),
    ("poverty", "cận nghèo", re.compile(r"cận nghèo")),
    ("poverty", "nghèo", re.compile(r"(?<!\w)nghèo(?!\w)")),
    ("sex", "nam", re.compile(r"(?<!\w)nam(?!\w)")),
    ("sex", "nữ", re.compile(r"(?<!\w)nữ(?!\w)")),
    ("time", "trễ hạn", re.compile(r"(?:trễ|quá) hạn")),
    ("time", "đúng hạn", re.compile(r"đúng hạn|trước hạn")),
    ("target", "vượt", re.compile(r"(?<!và )(?<!hoặc )(?<!\w)vượt(?!\w)")),
    ("grade done", "hoàn thành", re.compile(r"(?<!\w)hoàn thành(?!\w)")),
    ("vote", "đồng ý", re.compile(r"(?<!\w)(?:đồng ý|tán thành|đồng thuận)(?!\w)")),
    ("target", "đạt", re.compile(r"(?<!\w)đạt(?! và vượt)(?!\w)")),
    ("done", "đã", re.compile(r"(?<!\w)đã(?!\w)")),
)
_INSIDE = re.compile(r"trong (?:đó|số đó|số này)|riêng|tiếp tục|(?<!\w)gồm(?!\w)|có tới")
_DIFFERENCES = frozenset(("vượt", "tăng", "giảm"))  # "95,2%, vượt 7,2%": by how much, and no part of a hundred
_ABOUT = re.compile(r"(?:gần|hơn|trên|khoảng|ước|xấp xỉ|dưới|từ|ít nhất|tối thiểu|[<>≥≤~]) ?\Z")


def doubts_about_parts(text: Text, placed: list[Placed]) -> list[Warning]:
    """List the parts that exceed their whole and the sums that do not add up."""
    found = [
        *_over_whole(text, placed),
        *_sums(text, placed),
        *_added_up(text, placed),
        *_kinds_of_people(text, placed),
        *_rests_of_hundred(text, placed),
        *_equations(text),
    ]
    return list({one.quotes: one for one in reversed(found)}.values())[::-1]


def _over_whole(text: Text, placed: list[Placed]) -> list[Warning]:
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
                if follower.figure.of is None and follower.figure.comparison in _DIFFERENCES:
                    break
                alike = same or (follower.figure.of == first.figure.of and first.figure.of is not None)
                if not alike or follower.start - group[-1].end > _NEAR or _breaks(text, group[-1], follower):
                    break
                group.append(follower)
        if whole is not None and len(group) > 1:
            slack = len(group) if first.figure.of is None else 0  # rounded shares may make 101 %
            parts = _exclusive(text, group)
            added = sum((p.figure.value for p in parts), Decimal(0))
            # A part that is the whole holds the others: 14/14 hoàn thành, 5/14 xuất sắc.
            if added > whole + slack and all(p.figure.value < whole for p in parts):
                found.append(Warning(WarningCode.PARTS_EXCEED_TOTAL, tuple(p.figure.quote for p in parts)))
        at += len(group)
    return found


def _breaks(text: Text, one: Placed, other: Placed) -> bool:
    """Shares in one sentence only; ratios may go on in the next one."""
    return one.figure.of is None and bool(re.search(r"[.;\n]", text.low[one.end : other.start]))


def _exclusive(text: Text, group: list[Placed]) -> list[Placed]:
    """Keep those of a group that answer one question about their whole differently; empty when fewer than two do."""
    answers: dict[str, dict[str, Placed]] = defaultdict(dict)
    for index, part in enumerate(group):
        if index and _INSIDE.search(text.low, group[index - 1].end, part.start):
            continue
        questions, name = _class_of(text, part, group, index)
        for question in questions.split():
            if question == "done" and part.figure.of is None:
                continue  # shares of different things are done or not
            answers[question].setdefault(name, part)
    best = max(answers.values(), key=len, default={})
    return list(best.values()) if len(best) > 1 else []


def _class_of(text: Text, part: Placed, group: list[Placed], index: int) -> tuple[str, str]:
    low = text.low
    end = group[index + 1].start if index + 1 < len(group) else part.amount.end + 90
    clause = re.split(r"[,;.\n]", low[part.amount.end : min(end, part.amount.end + 90)])[0]
    counted = part.figure.of is None and part.figure.unit != "%"
    if part.figure.of is None and not (
        counted and any(pattern.search(clause) for *_, pattern in _CLASSES)
    ):  # "nam chiếm 52%, nữ chiếm 51%": the class stands before a share
        begin = group[index - 1].amount.end if index else max(0, part.start - 60)
        clause = re.split(r"[,;.\n:]", low[begin : part.amount.start])[-1] + clause
    if "đạt và vượt" in clause or "đạt hoặc vượt" in clause:
        return "", ""
    told = next(((questions, name) for questions, name, pattern in _CLASSES if pattern.search(clause)), ("", ""))
    if told[1] or part.figure.of is None:
        return told
    # "xuất sắc 5/20 chi bộ, tốt 12/20 chi bộ": the class may stand before a ratio too.
    begin = group[index - 1].amount.end if index else max(0, part.start - 40)
    clause = re.split(r"[,;.\n:]", low[begin : part.amount.start])[-1]
    return next(((questions, name) for questions, name, pattern in _CLASSES if pattern.search(clause)), ("", ""))


_TOTAL = re.compile(r"(?:tổng(?: (?:số|cộng|cộng có|số có|là))?|tất cả|cộng)(?: [^\W\d_]+){0,3} \Z")
_OPENS = re.compile(r"[^.;\n\d%]{0,70}?(?::|(?<!\w)(?:bao gồm|gồm có|gồm)(?!\w):?)[^.;\d]{0,60}")
_IN_ALL = re.compile(r"(?<!\w)(?:tổng cộng|cộng chung|cộng lại)(?: là| có| được)? \Z")
# "Tổng cộng: 20.500.000 đồng" on a line of its own, under "1. Lớp 9A3: 2.000.000 đồng".
_TOTAL_LINE = re.compile(r"[^\w\n]*(?:tổng cộng|cộng|tổng số tiền|tổng)(?: [^\W\d_]+){0,3} ?:")
_SUBTOTAL = re.compile(r"(?<!\w)(?:cộng|tổng|còn lại|trong đó)(?!\w)")
_ONE_OF_LIST = re.compile(r"[^\S\n]*(?:[-+*•–]|\d{1,3}[.)])[^\n]{2,120}: ?\Z")
_SIGN = re.compile(r"[^\S\n]*(?:[-+*•–]|\d{1,3}[.)])")
_MOST_LINES = 200
_AMONG = re.compile(r"(?:^|[^\w])trong (?:số |tổng số )?\Z")
_BRACKET = re.compile(r"[^.;\n\d%(]{0,40}\([^.;\n\d%()]{0,30}")
_NEARLY = Decimal("0.8")  # a bracket that tells less than this of its total tells only examples
_WITHIN = re.compile(r"[^.;\n\d%]{0,70}?;? ?(?<!\w)trong đó(?!\w)[^.;\n\d]{0,40}")
_LEFT_OUT = re.compile(
    r"còn lại|(?:một số|nhiều|các|những)[^,;.\d]{0,30} khác(?! *:? *[\d(])|v\.v|vân vân|…|\.\.\.|chủ yếu|"
    r"tiêu biểu như|điển hình|ví dụ|như "
)
_REST = re.compile(r"(?<!\w)còn lại(?: [^\W\d_]+){0,3}:? \Z")
# What comes in, goes out and stays is no part of one sum.
_FLOWS = tuple(re.compile(rf"(?<!\w){word}(?!\w)") for word in ("thu", "chi"))
_NEW_THOUGHT = re.compile(
    r"\.\s|\n(?!\W*[-+*•])|trong đó|ngoài ra|bên cạnh|đồng thời|trị giá|lũy kế|tăng|giảm|so với|mỗi|tổng"
)


def _sums(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "tổng 120 suất: 70 suất cho người già, 40 suất cho trẻ em"; a list that leaves a rest is none."""
    found: list[Warning] = []
    for index, total in enumerate(placed[:-1]):
        if total.role or total.figure.of is not None or (total.figure.unit or "%") in {"%", "‰"} or total.high:
            continue
        following = placed[index + 1]
        low, begin = text.low, total.amount.end
        between = low[begin : following.amount.start]
        exhaustive = len(between) < 160 and bool(_OPENS.fullmatch(between))
        within = not exhaustive and len(between) < 120 and _opens_within(low, total, between)
        within = within and total.figure.unit != "chỉ tiêu"  # counted in words, by the tally
        bracketed = not within and not exhaustive and bool(_BRACKET.fullmatch(between))
        if not exhaustive and not within and not bracketed:
            continue
        parts = _listed(low, total, placed[index + 1 : index + 30], opened=bracketed)
        if not parts or any(_ABOUT.search(low[max(0, p.amount.start - 12) : p.amount.start]) for p in [total, *parts]):
            continue
        if jumped := _jumped(total, parts):
            found.append(jumped)
            continue
        if within and (over := next((p for p in parts if p.figure.value > total.figure.value), None)):
            found.append(Warning(WarningCode.PARTS_EXCEED_TOTAL, (total.figure.quote, over.figure.quote)))
        if len(parts) < 2 or all(flow.search(low, begin, parts[-1].amount.start) for flow in _FLOWS):
            continue
        stretch = low[begin : parts[-1].amount.end + 60]
        added = sum((p.figure.value for p in parts), Decimal(0))
        if any(_REST.search(low[max(0, p.amount.start - 40) : p.amount.start]) for p in parts[1:]):
            if added != total.figure.value:
                found.append(Warning(WarningCode.SUM_MISMATCH, tuple(p.figure.quote for p in [total, *parts])))
            continue
        if exhaustive and added != total.figure.value and not _LEFT_OUT.search(stretch):
            named = bool(_TOTAL.search(low[max(0, total.amount.start - 40) : total.amount.start]))
            if named or ":" in between or "gồm" in between:
                found.append(Warning(WarningCode.SUM_MISMATCH, tuple(p.figure.quote for p in [total, *parts])))
        elif bracketed and low.startswith(")", _bracket_end(low, parts[-1])) and added != total.figure.value:
            if added > total.figure.value * _NEARLY:
                found.append(Warning(WarningCode.SUM_MISMATCH, tuple(p.figure.quote for p in [total, *parts])))
        elif within and added > total.figure.value and len(_exclusive(text, parts)) == len(parts):
            found.append(Warning(WarningCode.PARTS_EXCEED_TOTAL, tuple(p.figure.quote for p in [total, *parts])))
    return found


def _jumped(total: Placed, parts: list[Placed]) -> Warning | None:
    """Find the one part of a sum that fits only as tỷ for triệu, or the other way."""
    rest = total.figure.value - sum((p.figure.value for p in parts), Decimal(0))
    if total.figure.unit != "đồng" or len(parts) < 2 or not rest:
        return None
    for part in parts:
        if any(rest + part.figure.value == part.figure.value * times for times in (_THOUSAND, 1 / _THOUSAND)):
            return Warning(WarningCode.UNIT_JUMP, (total.figure.quote, part.figure.quote))
    return None


def _rests_of_hundred(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "62% là nữ, còn lại 48% là nam": a share and its rest are a hundred, but for rounding."""
    found: list[Warning] = []
    low = text.low
    for one, rest in pairwise(placed):
        gap = low[one.amount.end : rest.amount.start]
        if {one.figure.unit, rest.figure.unit} != {"%"} or one.high or rest.high or one.role or rest.role:
            continue
        if len(gap) > 60 or re.search(r"[.;\n\d]", gap) or not _REST.search(gap) or one.figure.of is not None:
            continue
        before = re.split(r"[.;\n]", low[max(0, one.amount.start - 120) : one.amount.start])[-1]
        added = one.figure.value + rest.figure.value
        if "%" not in before and abs(added - _HUNDRED) > 1:
            found.append(Warning(WarningCode.SUM_MISMATCH, (one.figure.quote, rest.figure.quote)))
    return found


_KINDS = re.compile(
    r"[^.;:\n\d%]{0,40}?,? (?:gồm|gồm có|bao gồm):? ((?:\d{1,4} [^\W\d_]+(?: [^\W\d_]+){0,3}(?:, |"
    r" và ))+\d{1,4} [^\W\d_]+"
    r"(?: [^\W\d_]+){0,3})(?=[.;\n]|\Z)"
)


def _kinds_of_people(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "25 thanh niên nhập ngũ, gồm 18 quân sự và 6 công an": kinds of people, each with a noun of its own."""
    found: list[Warning] = []
    for total in placed:
        if (total.figure.unit or "") not in PEOPLE or total.figure.of is not None or total.high or total.role:
            continue
        listed = _KINDS.match(text.low, total.amount.end)
        if listed is None or _ABOUT.search(text.low[max(0, total.amount.start - 12) : total.amount.start]):
            continue
        if sum(map(int, re.findall(r"\d+", listed[1]))) != total.figure.value and not _LEFT_OUT.search(listed[0]):
            found.append(Warning(WarningCode.SUM_MISMATCH, (total.figure.quote, text.quote(*listed.span(1)))))
    return found


def _opens_within(low: str, total: Placed, between: str) -> bool:
    """ "45 hộ, trong đó 30 …" and "Trong 45 hộ có 30 …" tell of some parts, perhaps not of all."""
    if _WITHIN.fullmatch(between):
        return True
    before = low[max(0, total.amount.start - 20) : total.amount.start]
    return bool(_AMONG.search(before) and re.fullmatch(r"[^.;\n\d%]{0,60}(?<!\w)có ", between))


def _bracket_end(low: str, last: Placed) -> int:
    closing = re.compile(r"[^,;.()\n\d]{0,40}").match(low, last.amount.end)
    return closing.end() if closing else last.amount.end


def _added_up(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "khóm 1 trao 70 suất, khóm 2 trao 40 suất, tổng cộng 120 suất"."""
    found: list[Warning] = []
    low = text.low
    for index, total in enumerate(placed):
        if index > 1 and _TOTAL_LINE.match(low, low.rfind("\n", 0, total.start + 1) + 1):
            found += _lines_added_up(text, placed[max(0, index - _MOST_LINES) : index], total)
            continue
        if index < 2 or not _IN_ALL.search(low[max(0, total.amount.start - 24) : total.amount.start]):
            continue
        parts: list[Placed] = []
        edge = total.amount.start
        for part in reversed(placed[max(0, index - 20) : index]):
            gap = low[part.amount.end : edge]
            if re.search(r"[.;\n]", gap) or _NEW_THOUGHT.search(gap.replace("tổng", "")) or part.figure.of is not None:
                break
            if not same_kind(total.figure.unit, part.figure.unit) or part.high or part.amount.high is not None:
                parts = []
                break
            parts.append(part)
            edge = part.amount.start
        if len(parts) > 1 and all(flow.search(low, parts[-1].start - 30, total.start) for flow in _FLOWS):
            continue
        if len(parts) > 1 and sum(p.figure.value for p in parts) != total.figure.value and not total.role:
            quotes = tuple(p.figure.quote for p in [*reversed(parts), total])
            found.append(Warning(WarningCode.SUM_MISMATCH, quotes))
    return found


def _lines_added_up(text: Text, before: list[Placed], total: Placed) -> list[Warning]:
    """Doubt "Tổng cộng: 20 triệu đồng" under lines of one sum each that come to another, and no subtotal."""
    low = text.low
    edge = low.rfind("\n", 0, total.amount.start)
    parts: list[Placed] = []
    for part in reversed(before):
        begin = low.rfind("\n", 0, part.amount.start) + 1
        apart = low[begin : part.amount.start]
        if low.find("\n", part.amount.end) != edge:
            break
        if _SUBTOTAL.search(apart) or not _ONE_OF_LIST.match(apart):
            return []
        if part.role or part.high or part.figure.of is not None or part.figure.unit != total.figure.unit:
            return []
        parts.append(part)
        edge = begin - 1
    above = low[low.rfind("\n", 0, max(0, edge)) + 1 : max(0, edge)]
    if len(parts) < 2 or total.role or _SIGN.match(above):  # an item without a sum: the list is not known whole
        return []
    if sum(p.figure.value for p in parts) == total.figure.value:
        return []
    return [Warning(WarningCode.SUM_MISMATCH, tuple(p.figure.quote for p in [*reversed(parts), total]))]


def _listed(low: str, total: Placed, followers: list[Placed], *, opened: bool) -> list[Placed]:
    """Take the amounts of the total's own unit that follow it in one list, without those in brackets.

    `opened` says that the list itself stands in brackets, and ends with them.
    """
    parts: list[Placed] = []
    last = low.find("(", total.amount.end) + 1 if opened else total.amount.end
    for follower in followers:
        gap = low[last : follower.amount.start]
        if follower.start - total.end > _LISTED or follower.high or follower.role:
            break
        if parts and (_NEW_THOUGHT.search(gap) or (opened and ")" in gap)):
            break
        if gap.count("(") > gap.count(")") or not same_kind(total.figure.unit, follower.figure.unit):
            if not parts and "(" not in gap:
                return []
            continue
        if follower.figure.of is not None or follower.amount.high is not None:
            return []
        parts.append(follower)
        last = follower.amount.end
    return parts


def same_kind(one: str | None, other: str | None) -> bool:
    """Tell whether two units count one thing: suất and suất quà do, đồng and đồng/người do not."""
    if not one or not other or "/" in other:
        return False
    return one.split()[0] == other.split()[0] or (one in PEOPLE and other in _ANYBODY)


_ANYBODY = frozenset(("đồng chí", "người", "nam", "nữ"))  # of any people: "30 đảng viên, trong đó 12 đồng chí nữ"
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
