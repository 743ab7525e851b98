"""Doubts about figures that cannot be as told: shares over 100 %, falls that rise, products, areas and units."""

import re
from decimal import Decimal

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures.figures import Placed
from bot.reading.grammar.text import Text

_HUNDRED = Decimal(100)
_NEAR = 100


def doubts_about_counts(text: Text, placed: list[Placed]) -> list[Warning]:
    """List what no count can be: each rule takes its measure from the text, or from what a share, a ward is."""
    prose = [one for one in placed if not one.role]
    return [
        *_shares(text, prose),
        *_directions(text, prose),
        *_products(text, prose),
        *_areas(text, prose),
        *_incomes(text, prose),
    ]


# --- shares -----------------------------------------------------------------------------------------------------------

_PLAN = re.compile(
    r"(?<!\w)(?:kế hoạch|kh|dự toán|chỉ tiêu|so với|cùng kỳ|giao|nghị quyết|năm trước|định mức|công suất|"
    r"tiến độ|mục tiêu|"
    r"đề ra|nhu cầu|đăng ký|hợp đồng|phân bổ|gấp|tăng|vượt|giảm|trưởng|chỉ số|đạt thêm|lãi|giải ngân|vận động|"
    r"thu|chi|"
    r"sản lượng|doanh thu|năng suất|thực hiện|hoàn thành|khoán|quy định|tổng mức)(?!\w)"
)
_OF_WHOLE = re.compile(
    r"(?:tỷ lệ|tỉ lệ|chiếm|số hộ|độ che phủ|(?<!\w)có)(?: [^\W_]+){0,14} (?:đạt |là |lên |gần |trên |hơn |chiếm )?\Z|"
    r"chiếm(?: tỷ lệ)? \Z|^\W*(?:hộ|gia đình|trẻ|người dân|thôn|khóm|ấp)(?!\w)[^\n]{0,60}(?:đạt|chiếm) \Z"
)
_OF_PEOPLE = re.compile(
    r" (?:tổng )?(?:số )?(?:hộ|người|cán bộ|đảng viên|hội viên|đoàn viên|học sinh|trẻ|dân số|cử tri|đại biểu|"
    r"công chức|"
    r"thôn|khóm|khu phố|tổ dân phố|ấp|chi bộ|trường|gia đình|hồ sơ|thanh niên|phụ nữ|lao động)(?!\w)"
)
_GIVEN = re.compile(r"(?<!\w)(?:kế hoạch|chỉ tiêu|giao|đăng ký|đề ra|nghị quyết|vượt)(?!\w)")
_FIXED = frozenset(("thôn", "khóm", "khu phố", "tổ dân phố", "ấp", "chi bộ", "đại biểu", "cử tri", "trường", "bản"))


def _shares(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "Tỷ lệ hộ dùng nước sạch đạt 104%", "15/14 chi bộ"; 104% of a plan is a good year."""
    low = text.low
    found: list[Warning] = []
    for one in placed:
        figure = one.figure
        begin = max(low.rfind(mark, max(0, one.start - _NEAR), one.amount.start) for mark in ".;\n")
        before = low[max(begin + 1, one.start - _NEAR) : one.amount.start]
        after = re.split(r"[.;\n]", low[one.amount.end : one.amount.end + 60])[0]
        if figure.is_target or figure.comparison in {"tăng", "vượt"}:
            continue
        if figure.unit == "%" and figure.of is None and figure.value > _HUNDRED:
            clause = before.rpartition(",")[2]
            planned = _PLAN.search(before) or _PLAN.search(after)
            if not planned and (_OF_WHOLE.search(clause) or _OF_PEOPLE.match(after)):
                found.append(Warning(WarningCode.SHARE_OVER_100, (figure.quote,)))
        elif figure.of is not None and figure.value > figure.of and figure.unit in _FIXED:
            if _GIVEN.search(before) or _GIVEN.search(after):
                continue
            found.append(Warning(WarningCode.SHARE_OVER_100, (figure.quote,)))
    return found


# --- falls that rise --------------------------------------------------------------------------------------------------

_FROM = re.compile(
    r"(?<!\w)(?:(giảm|hạ|kéo giảm|tăng|nâng)(?: [^\W\d_]+){0,8} )?từ (?:mức |khoảng |trên |gần |hơn )?\Z"
)
_ONTO = re.compile(
    r"[^.;\n\d]{0,40}?(?:năm 20\d\d)?[^.;\n\d]{0,12}?(?<!\w)(xuống|lên|còn|đến|thành)(?: còn| mức| đến| khoảng)* ?"
)
_FAR = Decimal(300)  # times: no sum of a ward grows so; a slip of its unit is a thousand
_DOWN, _UP = frozenset(("giảm", "hạ", "kéo giảm", "xuống")), frozenset(("tăng", "nâng", "lên"))
_THAN = re.compile(r"[,]? ?(giảm|tăng) \Z")
_BASE = re.compile(r"(?: [^\W\d_]+){0,3} so với[^.;\n()]{0,40}\( ?(?:là |có )?\Z")


def _directions(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "giảm từ 28 xuống 31 hộ", "tăng từ 31 vụ lên 28 vụ", "31 vụ, giảm 3 vụ so với cùng kỳ (28 vụ)"."""
    low = text.low
    found: list[Warning] = []
    for index, one in enumerate(placed):
        told = _FROM.search(low[max(0, one.amount.start - 70) : one.amount.start])
        if one.high or one.figure.of is not None:
            continue
        if one.amount.high is not None:
            if not re.search(r"(?<!\w)(?:xuống|lên|còn|thành)(?!\w)", low[one.amount.start : one.amount.end]):
                continue  # "giảm từ 10 đến 15 hộ mỗi năm" tells by how many
            written, after, other = low[one.amount.start : one.amount.end], one.amount.high, one
        elif index + 1 < len(placed) and placed[index + 1].figure.unit == one.figure.unit:
            other = placed[index + 1]
            written, after = low[one.amount.end : other.amount.start], other.figure.value
            if not _ONTO.fullmatch(written):
                continue
        else:
            continue
        if told is None:
            continue
        words = {told[1], *re.findall(r"(?<!\w)(?:xuống|lên|giảm|tăng)(?!\w)", written)}
        if not one.amount.value or not 1 / _FAR < after / one.amount.value < _FAR:
            if one.figure.unit == "đồng" and after:
                found.append(
                    Warning(WarningCode.UNIT_JUMP, tuple(dict.fromkeys((one.figure.quote, other.figure.quote))))
                )
            continue
        down, up = bool(words & _DOWN), bool(words & _UP)
        if (down and after > one.amount.value and not up) or (up and after < one.amount.value and not down):
            quotes = dict.fromkeys((one.figure.quote, other.figure.quote))
            found.append(Warning(WarningCode.DIRECTION_MISMATCH, tuple(quotes)))
        elif down and up:
            found.append(
                Warning(WarningCode.DIRECTION_MISMATCH, tuple(dict.fromkeys((one.figure.quote, other.figure.quote))))
            )
    return found + _against_base(text, placed)


def _against_base(text: Text, placed: list[Placed]) -> list[Warning]:
    low = text.low
    found: list[Warning] = []
    for now, change, base in zip(placed, placed[1:], placed[2:], strict=False):
        units = {(one.figure.unit or "").split(" ")[0] for one in (now, change, base)}
        if len(units) != 1 or any(
            one.figure.of is not None or one.amount.high is not None for one in (now, change, base)
        ):
            continue
        verb = _THAN.search(low[now.amount.end : change.amount.start])
        gap = low[now.amount.end : change.amount.start]
        if verb is None or len(gap) > 30 or re.search(r"[.;\n]", gap):
            continue
        if not _BASE.fullmatch(low, change.amount.end, base.amount.start):
            continue
        rose = now.figure.value > base.figure.value
        if now.figure.value != base.figure.value and rose != (verb[1] == "tăng"):
            quotes = (now.figure.quote, change.figure.quote, base.figure.quote)
            found.append(Warning(WarningCode.DIRECTION_MISMATCH, tuple(dict.fromkeys(quotes))))
    return found


# --- products ---------------------------------------------------------------------------------------------------------

_EACH = re.compile(
    r"(?<!\w)(?:mỗi|một|từng) (?:[^\W\d_]+ ){1,4}?(?:(?:trị giá|nhận|được|là|có giá|hỗ trợ|tặng|bằng|gồm|đóng|"
    r"với) )*\Z"
)
_A_PIECE = re.compile(r" ?/ ?(?:1 ?)?[^\W\d_]+")
_TIMES = re.compile(r" ?[x×*] ?\Z")
_IN_ALL = re.compile(
    r"(?:tổng (?:trị giá|giá trị|số tiền|kinh phí|cộng|tiền|mức)|(?<!\w)tổng|thành tiền|=|số tiền|kinh phí|trị giá)"
    r"(?: (?:là|gần|hơn|trên|khoảng|quà|hỗ trợ|trao|tặng|thực hiện|các|phần|suất|cho|dự kiến))*:? ?\Z"
)
_OF_ONE = re.compile(r"(?<!tổng )(?<!tổng số )(?:trị giá|kinh phí|số tiền)(?: (?:là|gần|hơn|trên|khoảng))*:? ?\Z")
_ABOUT = re.compile(r"(?:gần|hơn|trên|khoảng|ước|xấp xỉ) \Z")
_WITHIN = 200


def _products(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "85 suất, mỗi suất 500.000 đồng, tổng 52,5 triệu đồng": any of the counts before it, or their sum, may fit."""
    low = text.low
    found: list[Warning] = []
    for index, each in enumerate(placed):
        money = (each.figure.unit or "").split("/")
        if money[0] != "đồng" or each.amount.high is not None or each.figure.of is not None:
            continue
        before = low[max(0, each.amount.start - 50) : each.amount.start]
        one_each = len(money) == 2 or _A_PIECE.match(low, each.amount.end)
        if not (one_each or _EACH.search(before) or _TIMES.search(before)):
            continue
        begin = max(low.rfind(mark, 0, each.start) for mark in ("\n", ". "))
        near = [p for p in placed[max(0, index - 8) : index] if p.start > begin]
        counts = [p for p in near if _is_count(p) and (len(money) < 2 or _is_per(money[1], p))]
        totals = [p for p in [*near, *placed[index + 1 : index + 3]] if _is_total(low, p, each)]
        # "xây 3 nhà trị giá 240 triệu, trao 128 suất, mỗi suất 1 triệu": the sum is of what stands before it.
        totals = [
            p
            for p in totals
            if not (counts and _OF_ONE.search(low, begin, p.amount.start) and p.start < counts[-1].start)
        ]
        others = [p for p in placed[index + 1 : index + 3] if p.start - each.end < _WITHIN and p not in totals]
        if not counts or len(totals) != 1 or any((p.figure.unit or "").startswith("đồng") for p in others):
            continue
        if any(each.start < p.start < totals[0].start for p in placed[index + 1 : index + 3]):
            continue  # other things are in that total too
        if not _fits(low, [p.figure.value for p in counts], each.figure.value, totals[0]):
            quotes = (counts[-1].figure.quote, each.figure.quote, totals[0].figure.quote)
            found.append(Warning(WarningCode.PRODUCT_MISMATCH, quotes))
    return found


def _is_count(one: Placed) -> bool:
    unit = one.figure.unit or ""
    return (
        bool(unit) and not unit.startswith(("%", "đồng", "‰", "ngày", "lần")) and one.figure.of is None and not one.high
    )


def _is_per(each: str, count: Placed) -> bool:
    """Whether a rate is for one of what was counted: "đồng/suất" and "45 suất quà", but no "đồng/người dân"."""
    return each.split()[0] in (count.figure.unit or "").split()


def _is_total(low: str, one: Placed, each: Placed) -> bool:
    if one is each or one.figure.unit != "đồng" or one.amount.high is not None or one.figure.of is not None:
        return False
    near = abs(one.amount.start - each.amount.start) < _WITHIN
    gap = low[each.end : one.start] if one.start > each.start else ""
    return (
        near
        and not re.search(r"\n|\. ", gap)
        and bool(_IN_ALL.search(low[max(0, one.amount.start - 40) : one.amount.start]))
    )


def _fits(low: str, counts: list[Decimal], each: Decimal, total: Placed) -> bool:
    wanted = total.figure.value
    about = _ABOUT.search(low[max(0, total.amount.start - 12) : total.amount.start])
    literal = total.amount.literal
    _, comma, decimals = literal.partition(",")
    unit = wanted / Decimal(literal.replace(".", "").replace(",", ".") or 1) if wanted else Decimal(1)
    slack = wanted / 10 if about else unit * (Decimal(10) ** -len(decimals) / 2 if comma else 0)
    sums = {sum(counts[at:], Decimal(0)) for at in range(len(counts))} | set(counts)
    return any(abs(count * each - wanted) <= slack for count in sums)


# --- areas and incomes ------------------------------------------------------------------------------------------------

_AREA_OF = re.compile(
    r"(?:(?:diện tích tự nhiên|tổng diện tích|diện tích (?:toàn )?(?:phường|xã|của (?:phường|xã)))[^.;\n\d]{0,60}|"
    r"(?<!\w)(?:phường|xã)(?: [^\W\d_]+){0,4} (?:rộng|có diện tích)(?: [^\W\d_]+){0,4} )\Z"
)
_LARGER = re.compile(
    r"(?<!\w)(?:tỉnh|thành phố|huyện|cả nước|quốc gia|vùng|sàn|xây dựng|nhà|gieo trồng|rừng|đất lúa)(?!\w)"
)
_HECTARES = {"ha": Decimal(1), "km²": Decimal(100), "m²": Decimal("0.0001")}
_LARGEST, _LARGEST_TOWN, _SMALLEST = Decimal(150_000), Decimal(60_000), Decimal(5)
"""Hectares. After the merger of 2025 the largest commune has 111,000 (Buôn Đôn, Krông Na), the largest ward under half
of that, and none under 5."""


def _areas(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "diện tích tự nhiên của phường 3.456 km²": a dot where the comma should be."""
    found: list[Warning] = []
    for one in placed:
        scale = _HECTARES.get(one.figure.unit or "")
        if scale is None or one.figure.of is not None:
            continue
        told = _AREA_OF.search(text.low[max(0, one.amount.start - 120) : one.amount.start])
        around = text.low[max(0, one.amount.start - 120) : one.amount.end + 30]
        if told is None or _LARGER.search(told[0]) or not re.search(r"(?<!\w)(?:phường|xã)(?!\w)", around):
            continue
        largest = _LARGEST_TOWN if "phường" in told[0] and "xã" not in told[0] else _LARGEST
        if not _SMALLEST <= one.figure.value * scale <= largest:
            found.append(Warning(WarningCode.AMBIGUOUS_NUMBER, (text.quote(one.amount.start, one.amount.end),)))
    return found


_A_YEAR = {"đồng/người/năm": 1, "đồng/người/tháng": 12, "đồng/khẩu/năm": 1}
_MOST_INCOME, _LEAST_INCOME = 3_000_000_000, 1_200_000
"""Đồng a year. The mean income of a ward lies near 70 million; a slip by a thousand leaves this span either way."""


def _incomes(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "thu nhập bình quân 67,5 tỷ đồng/người/năm" is meant in triệu."""
    found: list[Warning] = []
    for one in placed:
        times = _A_YEAR.get(one.figure.unit or "")
        clause = re.split(r"[.;\n]", text.low[max(0, one.amount.start - 80) : one.amount.start])[-1]
        if not times or "thu nhập" not in clause or one.amount.high is not None or re.search("tăng|giảm", clause):
            continue
        if not _LEAST_INCOME <= one.figure.value * times <= _MOST_INCOME:
            found.append(Warning(WarningCode.UNIT_JUMP, (one.figure.quote,)))
    return found
