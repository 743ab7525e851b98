"""The grammar of Vietnamese numbers: literals, money, percent, measures, counts, ratios, ranges, in one place."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.reading.grammar.text import word_set
from bot.reading.grammar.units import MEASURES, NOT_COUNTED, WORDS, unit_at

LITERAL = re.compile(r"\d+(?:[.,]\d+)*")
_LONGEST = 24  # digits; what is longer is a serial number, and would make Decimal and int slow
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\Z")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?\Z|[1-9]\d{0,2}(?:,\d{3})+\.\d+\Z")
_COMMA = re.compile(r"\d+,\d+\Z")
_POINT = re.compile(r"\d+\.\d+\Z")
# "1. 357 tỷ": the blank that slips in after the thousands dot.
_SPLIT = re.compile(
    r"(\d{1,3})\. {1,2}(\d{3})(?![\d.,])(?= {0,2}(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|hộ|người|lượt|ha|m2|m²))"
)
# "1 250 000 đồng": blanks as thousands marks, believed only before đồng.
_SPACED = re.compile(r"(\d{1,3}(?: \d{3})+)(?! ?\d)(?= {0,2}(?:đồng|đ\b|vnđ|vnd))")
_SCALE = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_SCALES = re.compile(r" {0,2}(nghìn|ngàn|triệu|tỷ|tỉ)(?: (tỷ|tỉ|triệu))?(?!\w)( rưỡi)?")
_MORE = re.compile(r" {1,2}(\d{1,3}(?:,\d+)?) (triệu|nghìn|ngàn)(?!\w)")
_DONG = re.compile(r" {0,2}(?:đồng(?! (?:chí|thời|bào|bộ|thuận|đều|phục|hồ|hành|tình|ý))|vnđ|vnd|đ|₫)(?!\w)")
_PERCENT = re.compile(r" {0,2}(?:%[0oο](?!\d)|‰|%|phần trăm(?!\w)|phần nghìn(?!\w))")
_PER = re.compile(r" ?/ ?([^\W\d_]+[²2]?(?: (?:dân|gia đình|năm|vuông|phố))?)")
_PER_MANY = re.compile(r" ?/ ?(1(?:0{2,}|0{1,2}\.000|\.000)) ?(dân|bé gái|trẻ|người|hộ|ca|trẻ đẻ sống)(?!\w)")
_PERS = word_set(
    """bản trang tờ thẻ hồ
    năm tháng quý tuần ngày giờ người hộ ha m m2 m² km km2 km² cháu em suất phần lượt trẻ khẩu đầu con cây kg tấn
    tạ lít thôn khóm ấp tổ xã phường lần căn nhà buổi học lớp cụ đợt vụ sào công hội đơn đảng chi bài cuốn bộ tin cán
    đoàn"""
)
_TIMES = re.compile(r" {0,2}lần(?! (?:thứ|đầu|này|sau|trước|nhất|cuối))(?!\w)")
_SLASH = re.compile(r"(?: ?/ ?| (?:trong|trên|của) (?:tổng )?số )(\d+(?:[.,]\d+)*)")
_TO = re.compile(r" {0,2}(?:-|đến|tới|xuống còn|xuống|còn|lên)(?: còn| đến)? {0,2}(\d+(?:[.,]\d+)*)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity at a place: `start` at its first digit, `end` after its unit; one value, or low and high of a range.

    `literal` is the first number as typed; `unsure` when the typed form can be read in two ways; `padded` when it
    is "05"; `change` for "từ 21 thôn xuống còn 18 thôn", whose `high` is what it became.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    of: Decimal | None = None
    high: Decimal | None = None
    literal: str = ""
    unsure: bool = False
    padded: bool = False
    change: bool = False
    high_unsure: bool = False


def parse(literal: str) -> Decimal | None:
    """Read digits with dots and commas the Vietnamese way; None for what is no number ("19.4.2019").

    A dot groups thousands ("7.950"), a comma is the decimal sign ("103,9"); a dot before other than three digits
    is a decimal ("1.5"); "1,250,000" is the English form.
    """
    if len(literal) > _LONGEST:
        return None
    if literal.isascii() and literal.isdigit():
        return Decimal(literal)
    if _DOTTED.match(literal):
        return Decimal(literal.replace(".", "").replace(",", "."))
    if _ENGLISH.match(literal):
        return Decimal(literal.replace(",", ""))
    if _COMMA.match(literal):
        return Decimal(literal.replace(",", "."))
    return Decimal(literal) if _POINT.match(literal) else None


def is_unsure(literal: str) -> bool:
    """Tell a comma with exactly three digits after it ("5,680"): decimal by the rule, a thousand by a slip."""
    whole, comma, rest = literal.partition(",")
    return bool(comma) and len(rest) == 3 and rest.isdigit() and whole.isdigit() and len(whole) <= 3 and whole[0] != "0"


def amount_at(low: str, match: "re.Match[str]", *, lenient: bool = True) -> Amount | None:
    """Read the amount that begins with a literal: its ratio, range, scale and unit; None without a unit.

    "3/14 chi bộ", "3,5 - 4%", "1 tỷ 357 triệu đồng", "67,5 triệu đồng/người/năm", "15-16 triệu người", "36m đến 48m".
    """
    literal, pos = match[0], match.end()
    start = match.start()
    joined = _SPLIT.match(low, start) or _SPACED.match(low, start)
    unsure = False
    if joined:
        unsure = joined.re is _SPLIT
        literal, pos = re.sub(r"[. ]+", "", joined[0]), joined.end()
    value = parse(literal)
    if value is None:
        return None
    slash = _SLASH.match(low, pos)
    if slash:
        return _ratio(low, start, literal, value, slash)
    unit = measure_at(low, pos, lenient=lenient)
    after = unit.end if unit else pos
    if unit and (over := _SLASH.match(low, after)) and (whole := parse(over[1])):  # "(12,3 tỷ/15 tỷ đồng)"
        last = measure_at(low, over.end(), lenient=lenient)
        if last and _same(unit.unit, last.unit):
            of = whole * last.scale + last.extra
            return Amount(start, last.end, value * unit.scale + unit.extra, unit.unit, of=of, literal=literal)
    to = _TO.match(low, after)
    if to and (high := parse(to[1])) is not None:
        last = measure_at(low, to.end(), lenient=lenient)
        if last and (unit is None or _same(unit.unit, last.unit)):
            first = unit or last
            change = "-" not in low[after : to.start(1)]
            return Amount(
                start,
                last.end,
                value * first.scale + first.extra,
                first.unit,
                high=high * last.scale + last.extra,
                literal=literal,
                unsure=unsure or _doubt(literal, first),
                padded=literal[0] == "0" and literal.isdigit(),
                change=change and unit is not None and "đến" not in low[after : to.start(1)],
                high_unsure=_doubt(to[1], last),
            )
    if unit is None:
        return None
    doubtful = _doubt(literal, unit)
    if doubtful and unit.scale == 1 and unit.counted:
        value = Decimal(literal.replace(",", ""))  # there is no fraction of a household
    return Amount(
        start,
        unit.end,
        value * unit.scale + unit.extra,
        unit.unit,
        literal=literal,
        unsure=unsure or doubtful,
        padded=literal[0] == "0" and literal.isdigit(),
    )


def _doubt(literal: str, unit: "Measure") -> bool:
    return is_unsure(literal) and not unit.unit.startswith(("%", "‰"))


def _same(one: str, other: str) -> bool:
    return one == other or one.partition("/")[0] == other.partition("/")[0]


def _ratio(low: str, start: int, literal: str, value: Decimal, slash: "re.Match[str]") -> Amount | None:
    whole = parse(slash[1])
    unit = measure_at(low, slash.end(), lenient=True)
    if whole is None or whole == 0 or (unit is None and not _bare_ratio(low, slash, value, whole)):
        return None
    if unit is None:
        return Amount(start, slash.end(), value, None, of=whole, literal=literal)
    if unit.unit.startswith(("%", "‰")):
        return None
    return Amount(start, unit.end, value * unit.scale, unit.unit, of=whole * unit.scale + unit.extra, literal=literal)


def _bare_ratio(low: str, slash: "re.Match[str]", value: Decimal, whole: Decimal) -> bool:
    """Take "178/185, đạt 96,2%" without a noun for a ratio when it can be no day and month, scale or third part."""
    return whole > 12 and value <= whole and value != 1 and low[slash.end() : slash.end() + 1] not in {"/", "-"}


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit after a number: its name, the power of ten it carries, what a compound adds, where it ends."""

    unit: str
    scale: Decimal
    end: int
    extra: Decimal = Decimal(0)
    counted: bool = False


_ONE = Decimal(1)


def measure_at(low: str, pos: int, *, lenient: bool) -> Measure | None:
    """Read what follows a number: percent, money with its scale and divisor, a multiplier, a measure or a noun."""
    head = low[pos : pos + 3].lstrip(" ")[:1]
    if not head or head in "\n.,;:!?\"'-+=":
        return None
    if percent := _PERCENT.match(low, pos):
        mille = "‰" in percent[0] or "nghìn" in percent[0] or len(percent[0].strip()) == 2
        return _divided(low, "‰" if mille else "%", _ONE, percent.end())
    if scale := _SCALES.match(low, pos):
        return _scaled(low, scale)
    if dong := _DONG.match(low, pos):
        return _divided(low, "đồng", _ONE, dong.end())
    if times := _TIMES.match(low, pos):
        return Measure("lần", _ONE, times.end())
    noun = unit_at(low, pos, lenient=lenient)
    if noun is None:
        return None
    made = _divided(low, noun[0], _ONE, noun[1])
    return Measure(made.unit, _ONE, made.end, counted=noun[0] not in MEASURES)


def _scaled(low: str, match: "re.Match[str]") -> Measure | None:
    scale = Decimal(_SCALE[match[1]]) * (_SCALE[match[2]] if match[2] else 1)
    end, extra = match.end(), scale / 2 if match[3] else Decimal(0)
    while more := _MORE.match(low, end):  # 1 tỷ 357 triệu 500 nghìn
        part = parse(more[1])
        if part is None or _SCALE[more[2]] >= scale:
            break
        extra, end = extra + part * _SCALE[more[2]], more.end()
    if dong := _DONG.match(low, end):
        return _divided(low, "đồng", scale, dong.end(), extra)
    if noun := unit_at(low, end, lenient=False):
        return Measure(noun[0], scale, noun[1], extra)
    words = WORDS.match(low, end)
    if words and words[1] in NOT_COUNTED and words[1] not in {"năm", "tháng", "không", "có", "quý"}:
        return None
    return _divided(low, "đồng", scale, end, extra)


def _divided(low: str, unit: str, scale: Decimal, end: int, extra: Decimal = Decimal(0)) -> Measure:
    """Keep the divisor of a rate: đồng/người/năm, %/năm, tin/tuần."""
    if many := _PER_MANY.match(low, end):  # 112 bé trai/100 bé gái, 12 ca/100.000 dân
        return Measure(f"{unit}/{many[1]} {many[2]}", scale, many.end(), extra)
    for _ in range(3):
        per = _PER.match(low, end)
        if per is None:
            break
        word = per[1]
        first = word.partition(" ")[0]
        if first not in _PERS:
            break
        if word not in {"hộ dân", "hộ gia đình", "người dân"}:
            word = first
        unit, end = f"{unit}/{word.partition(' ')[0].replace('m2', 'm²')}", per.start(1) + len(word)
    return Measure(unit, scale, end, extra)
