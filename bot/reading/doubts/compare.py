"""Doubts from telling one quantity twice: contradictions, and amounts that jump by a thousand."""

import re
from collections import defaultdict
from decimal import Decimal

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures.figures import Placed
from bot.reading.grammar.text import Text, last_match, word_set

_MOST = 400  # figures compared; a longer text is a report of many areas, where the same words mean other things
_WORDS = re.compile(r"[^\W\d_]+")
_EMPTY = word_set(
    """và của các cho với trong được đã để tại đến là do theo về trên vào có không sẽ những một này cùng từ đó số khi
    như nhằm cả tổng đạt gần hơn khoảng ước còn chiếm bằng toàn địa bàn phường xã thêm mới"""
)
_PLACES = re.compile(
    r"(?:khóm|tổ dân phố|tổ|thôn|ấp|khu phố|kp|tdp|phường|xã|chi bộ|trường|công ty|"
    r"quận|huyện|tỉnh|"
    r"thành phố|hội(?! nghị| trường| thảo)|đoàn|cụm|đợt|kỳ|vòng|lần|quý|tháng|năm|"
    r"ngày|giai đoạn|nhiệm kỳ|bước)\s+\S+(?: \d+)?"
)
_BACK = re.compile(
    r"(?:[^\W\d_]+ ){0,3}?(?:này|ấy|nói trên|kể trên|nêu trên|vừa nêu|trên(?! (?:địa|toàn|cơ|tinh|các|"
    r"\d))|đã ([^\W\d_]+))(?!\w)"
)
_WHOLE = re.compile(r"(?:cả|toàn bộ|tất cả|đủ) \Z")
_LISTED = re.compile(r"danh sách(?: [^\W\d_]+){0,2} \Z")
_SUMS_UP = re.compile(r"(?:tổng cộng|tất cả|tổng số|cả thảy) \Z")
_ANNIVERSARY = re.compile(
    r"(\d{1,3}) năm (?:ngày )?((?:thành lập |truyền thống |giải phóng |ngày )?[^\W\d_]+ [^\W\d_]+[ \-]{1,3}[^\W\d_]+)"
)
_CELEBRATES = re.compile(r"(?:kỷ niệm|chào mừng|hướng tới|mừng)[^.\n;]{0,60}\Z")
_COUNTS_ALL = re.compile(r"(?<!\w)(?:tổng số|số lượng)(?!\w)[^\d]*(?:là|còn|có|đạt) \Z")
_ATTENDS = frozenset(("tham", "dự"))
_NUMBERED = re.compile(r"(?:khóm|tổ|thôn|ấp|khu phố|quý|tháng|năm|đợt|lớp|trường|chi bộ) \S+")
_NO_ROUND = re.compile(r"(?:(?:đợt|lần|kỳ|vòng) [^\d]+)?\Z")
_EACH = re.compile(r"(?<!\w)(?:mỗi|từng|một)(?!\w)")
_TELLING = 3  # digits of a count that hardly return by chance
_THOUSAND = Decimal(1000)
_OF_ONE = re.compile(
    r"(?:^|[;,.\n+*•]|\d ?đồng,?|-) ?(?:khóm|khu phố|tổ|ấp|thôn|xóm|bản|chi hội|chi bộ|trường|quý|tháng)"
    r" [^;.\n]{1,40}\Z"
)


def doubts_from_comparing(text: Text, placed: list[Placed]) -> list[Warning]:
    """List where one quantity has two values, and where an amount returns a thousand times larger or smaller."""
    prose = [p for p in placed[:_MOST] if not p.role]
    return [
        *_referred(text, prose),
        *_told_twice(text, prose),
        *_turned_round(text, prose),
        *_anniversaries(text),
        *_jumps(text, prose),
    ]


def _counts(placed: list[Placed]) -> list[Placed]:
    return [
        p
        for p in placed
        if p.figure.of is None
        and p.amount.high is None
        and p.figure.unit
        and not p.figure.unit.startswith(("%", "‰", "đồng/"))
    ]


def _referred(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "mở 6 lớp … kết thúc 7 lớp đã mở": what points back must have the number it points to."""
    found: list[Warning] = []
    earlier: dict[str, list[Placed]] = defaultdict(list)
    for one in _counts(placed):
        unit = one.figure.unit or ""
        if unit == "đồng":  # sums of money are many in a text, and "số tiền này" may point to any of them
            continue
        before = earlier[unit]
        if before and _points_back(text, one, before) and not _reaches(one.figure.value, before):
            found.append(Warning(WarningCode.CONTRADICTION, (before[-1].figure.quote, one.figure.quote)))
        before.append(one)
    return found


def _points_back(text: Text, one: Placed, earlier: list[Placed]) -> bool:
    low = text.low
    if _WHOLE.search(low[max(0, one.amount.start - 10) : one.amount.start]):
        return True
    match = _BACK.match(low[one.amount.end : one.amount.end + 60].lstrip(" "))
    before = earlier[-1]
    if _LISTED.search(low[max(0, one.amount.start - 30) : one.amount.start]) and len(earlier) == 1:
        return one.figure.value > before.figure.value and _noun(low, one) == _noun(low, before) != ""
    # Fewer may be a part of them: 5 of the 6 classes that were opened.
    if match is None or one.figure.value < max(p.figure.value for p in earlier):
        return False
    return match[1] is None or match[1] in low[max(0, before.amount.start - 30) : before.amount.start].split()


def _reaches(value: Decimal, before: list[Placed]) -> bool:
    """The number pointed to may be one before, or the sum of the last ones (quý I 6 lớp, quý II 7 lớp, cả 13 lớp)."""
    total = Decimal(0)
    for one in reversed(before[-12:]):
        total += one.figure.value
        if value in {total, one.figure.value}:
            return True
    return False


def _told_twice(text: Text, placed: list[Placed]) -> list[Warning]:
    """The same subject or the same noun phrase with another value, when time and place do not tell them apart."""
    groups: dict[tuple[str, frozenset[str]], list[Placed]] = defaultdict(list)
    for one in placed:
        key = _key(text, one)
        if key is not None:
            groups[key].append(one)
    found: list[Warning] = []
    for told in groups.values():
        values = {p.figure.value for p in told}
        if len(values) != 2 or len(told) > 4:
            continue
        first = told[0]
        other = next(p for p in told if p.figure.value != first.figure.value)
        apart = text.low[first.amount.end : other.amount.start]
        if (
            not re.search(r"[.;\n]", apart)
            or _context(text, first) != _context(text, other)
            or _agree(text, first, other)
        ):
            continue
        found.append(Warning(WarningCode.CONTRADICTION, (first.figure.quote, other.figure.quote)))
    return found


def _turned_round(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "215 người cao tuổi" and "251 người cao tuổi": the digits of one count, two of them in another order.

    Two digits are believed where the second count sums up: "trao 85 suất … Tổng cộng 58 suất".
    """
    found: list[Warning] = []
    known: dict[tuple[str, str, str], Placed] = {}
    for one in _counts(placed):
        digits, noun = str(one.figure.value), _noun(text.low, one)
        if len(digits) < 2 or not digits.isdigit() or one.figure.is_target:
            continue
        telling = len(digits) >= _TELLING
        if telling and not noun:
            continue
        first = known.setdefault((one.figure.unit or "", noun if telling else "", "".join(sorted(digits))), one)
        if not telling and not _SUMS_UP.search(text.low, max(0, one.amount.start - 12), one.amount.start):
            continue
        if first.figure.value != one.figure.value and _same_occasion(text, first, one):
            found.append(Warning(WarningCode.CONTRADICTION, (first.figure.quote, one.figure.quote)))
    return found


def _noun(low: str, one: Placed) -> str:
    """The two words behind a count that tell of what: "suất quà" is "cho hộ"."""
    return " ".join(_WORDS.findall(re.split(r"[,;.:\n(]", low[one.amount.end : one.amount.end + 40])[0])[:2])


def _same_occasion(text: Text, one: Placed, other: Placed) -> bool:
    """Whether nothing tells two counts apart; "kết thúc đợt tiêm" names no other round."""
    (period, places, number), (period2, places2, number2) = _context(text, one), _context(text, other)
    apart = {place for place in (places ^ places2) | {number} ^ {number2} if not _NO_ROUND.match(place)}
    return not apart and period == period2


def _key(text: Text, one: Placed) -> tuple[str, frozenset[str]] | None:
    figure = one.figure
    if (
        figure.of is not None
        or one.amount.high is not None
        or figure.is_target
        or figure.comparison in {"tăng", "giảm", "vượt"}
    ):
        return None
    low, unit = text.low, figure.unit or ""
    if unit.startswith(("ngày làm", "giờ làm")) or unit in {"ngày", "giờ"}:
        return None  # terms of procedures are compared by themselves
    head = _clause(low, one)
    if any(c.isdigit() for c in head):
        return None
    if unit.startswith(("%", "đồng", "‰")) and unit != "đồng chí":
        subject = frozenset(_WORDS.findall(head)) - _EMPTY
        return (unit, subject) if len(subject) >= 3 else None
    tail = re.split(r"[,;.:\n(]|(?<!\w)(?:đã|được|đều|sẽ|bị)(?!\w)", low[one.amount.end : one.amount.end + 70])[0]
    if any(c.isdigit() for c in tail):
        return None
    noun = frozenset(_WORDS.findall(tail)[:7]) - _EMPTY
    if not noun and _COUNTS_ALL.search(head):
        subject = frozenset(_WORDS.findall(head)) - _EMPTY
        return (unit, subject) if len(subject) >= 2 else None
    verb = frozenset(_WORDS.findall(head)[-3:]) - _EMPTY
    if unit == "đại biểu" and noun & _ATTENDS:
        return unit, _ATTENDS
    return (unit, noun | verb) if len(noun) >= 2 else None


def _clause(low: str, one: Placed) -> str:
    """The words of a figure's clause before its number."""
    begin = max(0, one.amount.start - 110)
    cut = max(low.rfind(mark, begin, one.amount.start) for mark in ",;.:\n(") + 1
    return low[max(cut, begin) : one.amount.start]


def _context(text: Text, one: Placed) -> tuple[str | None, frozenset[str], str]:
    """The period, the places and times named in the sentence before the number, and the last numbered one in its
    line."""
    low, at = text.low, one.amount.start
    line = max(low.rfind("\n", max(0, at - 300), at) + 1, at - 300, 0)
    sentence = max(low.rfind(". ", line, at), low.rfind(";", line, at), line - 1) + 1
    numbered = last_match(_NUMBERED, low, line, at)
    return one.figure.period, frozenset(_PLACES.findall(low, sentence, at)), numbered[0] if numbered else ""


def _agree(text: Text, one: Placed, other: Placed) -> bool:
    """ "gần 2,6 tỷ" and "2,58 tỷ" are one sum, "hơn 70" and "72" one crowd; "trên 98%" is not 96,6%."""
    low, high = sorted((one, other), key=lambda p: p.figure.value)
    if high.figure.value > low.figure.value * Decimal("1.15"):
        return False
    below = text.low[max(0, low.amount.start - 8) : low.amount.start]
    above = text.low[max(0, high.amount.start - 8) : high.amount.start]
    return bool(re.search(r"(?:hơn|trên|khoảng|từ) \Z", below) or re.search(r"(?:gần|khoảng|dưới) \Z", above))


def _anniversaries(text: Text) -> list[Warning]:
    """ "79 năm Ngày Thương binh …" and "80 năm Ngày Thương binh …" in one text."""
    known: dict[str, re.Match[str]] = {}
    for match in _ANNIVERSARY.finditer(text.low):
        if not _CELEBRATES.search(text.low[max(0, match.start() - 70) : match.start()]):
            continue
        before = known.setdefault(match[2], match)
        if before[1] != match[1]:
            quotes = (text.quote(*before.span()), text.quote(*match.span()))
            return [Warning(WarningCode.CONTRADICTION, quotes)]
    return []


def _jumps(text: Text, placed: list[Placed]) -> list[Warning]:
    """36,5 triệu once and 36,5 tỷ again: the digits of one sum, a thousand times apart."""
    found: list[Warning] = []
    sums: dict[Decimal, Placed] = {}
    for one in placed:
        if one.figure.unit != "đồng" or one.figure.of is not None or not one.figure.value:
            continue
        value = one.figure.value
        for other_value in (value / _THOUSAND, value * _THOUSAND):
            other = sums.get(other_value)
            if other is not None and _one_sum(text, other, one):
                found.append(Warning(WarningCode.UNIT_JUMP, (other.figure.quote, one.figure.quote)))
                break
        sums.setdefault(value, one)
    return found + _odd_of_list(text, placed)


def _odd_of_list(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "Khóm 1: 12,5 triệu; khóm 2: 13,2 triệu; khóm 3: 12,8 tỷ": a thousand times the others of its list."""
    listed = [
        p
        for p in placed
        if p.figure.unit == "đồng"
        and p.figure.of is None
        and p.amount.high is None
        and _OF_ONE.search(text.low[max(0, p.amount.start - 60) : p.amount.start])
    ]
    found: list[Warning] = []
    for at, one in enumerate(listed):
        near = [p for p in listed[max(0, at - 3) : at + 4] if p is not one and abs(p.start - one.start) < 400]
        if len(near) < 2:
            continue
        values = sorted(p.figure.value for p in near)
        if not values[0] or values[-1] > values[0] * 20:
            continue
        for times in (_THOUSAND, 1 / _THOUSAND):
            if values[0] / 2 < one.figure.value / times < values[-1] * 2:
                found.append(Warning(WarningCode.UNIT_JUMP, (one.figure.quote, near[0].figure.quote)))
    return found


def _one_sum(text: Text, one: Placed, other: Placed) -> bool:
    """Three telling digits, or a decimal, hardly return by chance; round ones need the same subject."""
    if any(_EACH.search(text.low, max(0, p.amount.start - 20), p.amount.end + 12) for p in (one, other)):
        return False
    digits = str(int(one.figure.value)).rstrip("0")
    if len(digits) >= 3:
        return True
    low = text.low
    heads = [frozenset(_WORDS.findall(_clause(low, p))) - _EMPTY for p in (one, other)]
    back = _BACK.match(low[other.amount.end : other.amount.end + 40].lstrip(" ")) is not None
    shared = heads[0] & heads[1]
    return back or len(shared) >= 3 or (len(digits) == 2 and bool(shared))
