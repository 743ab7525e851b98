"""One pass over the digits of a text: each is a date, an hour, a period, an amount, or a name and no figure."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal

from bot.reading.grammar.dates import Dated, Hour, Period, date_at, hour_at, no_date_at, period_at
from bot.reading.grammar.names import is_each, is_name, names_in_a_row
from bot.reading.grammar.numbers import LITERAL, Amount, amount_at, measure_at, parse
from bot.reading.grammar.text import Text, word_set
from bot.reading.grammar.units import unit_at

_MOST_NUMBERS = 6_000
_BEFORE = 48  # characters of context that decide about a number
_DOCUMENT = re.compile(
    r"\d+[a-zđA-ZĐ]?(?:\s?/\s?\d{2,4})?\s?(?:/\s?\d+)?\s?[-/]\s?[A-ZĐ]{2}[\wĐ]*(?:\s?[-/.&]\s?[A-ZĐ][\wĐ]*)*|"
    r"\d+/\d{4}/[A-ZĐ]+\d*"
)
_MANY_SLASHES = re.compile(r"\d+[a-z]?(?:/\d+[a-z]?)+")
_SCALE = re.compile(r"1\s?/\s?\d{3,}(?:\.\d{3})*")
_OF_MAP = re.compile(r"(?:quy hoạch|bản đồ|đồ án|bản vẽ)[^.;\n]{0,30}\Z")  # at 1/500
_PHONE = re.compile(r"(?:\+?84|0)\d{1,3}(?:[ .\-]?\d{2,4}){2,3}(?!\d)|1[89]00[ .]?\d{2,4}(?:[ .]?\d{2,4})?(?!\d)")
_DIGIT_GROUPS = re.compile(r"\d+(?:[.,]\d+)*(?:\+\d+)*")
_HOUR_BEFORE = re.compile(r"\d ?(?:h|g|giờ)-\Z")  # the 10h of "8h-10h"
_TIME_WORDS = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "mùng", "mồng"])
_TIME_PAIRS = word_set(
    """từ ngày, đến ngày, hết ngày, trước ngày, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy"""
)
_ADDRESSES = frozenset(("số", "số:", "nhà", "hẻm", "ngõ", "kiệt", "ngách"))
_COUNT_LABEL = re.compile(r"(?<!\w)số(?: lượng)?( [^\W\d_]+(?: [^\W\d_]+){0,4}) ?(?::|là) {1,2}\Z")
_DURATIONS = re.compile(r" {0,2}(ngày|giờ|tháng)(?! ?(?:\d|lương|đêm|lễ|sinh|thành|hội))(?!\w)( làm việc| công)?")
_LIMIT = re.compile(
    r"(?:trong vòng|trong thời hạn|trong thời gian|thời hạn|thời gian|không quá|tối đa|chậm nhất|"
    r"tối thiểu|ít nhất|cao điểm|rút ngắn|"
    r"còn|xuống|giảm|sớm hơn|trước hạn|sau|đợt|chiến dịch)(?: [^\W\d_]+){0,4}(?: là| từ| sau)?:? \Z"
)
# A span that its verb or its purpose tells: "theo dõi 24 giờ", "nghỉ 8 giờ", "24 giờ trước khi lấy máu".
_LASTS = re.compile(
    r"(?<!\w)(?:trong|suốt|theo dõi|nghỉ|nghỉ ngơi|nhịn|nhịn ăn|nhịn đói|ngâm|kéo dài|mất|cách nhau|"
    r"ở lại|nằm viện|lưu lại|liên tục|(?:ăn|uống|rượu|bia|rượu bia|hút thuốc)(?: sáng)? trước)"
    r"(?: (?:thêm|ít nhất|tối thiểu|khoảng|liên tục|tiếp|hơn|gần|suốt|đủ)){0,2} \Z"
)
_LASTED = re.compile(
    r" (?:trước|sau) (?:khi|tiêm|mổ|phẫu|ăn|uống|bão)(?!\w)|(?: (?:một|mỗi|trong|trên) |/)ngày(?! \d)(?!\w)|"
    r" (?:đồng hồ|đầu tiên|liên tục(?! (?:đến|tới|từ)))(?!\w)"
)
_AT = re.compile(r"(?<!\w)(?:lúc|vào|hồi|từ|đến|tới|trước|sau) (?:khoảng )?\Z")
_GOES_TO = re.compile(r" ?(?:-|đến|tới) ?\d| (?:sáng|trưa|chiều|tối|đêm|hôm|thứ|cùng ngày)(?!\w)")
_MET = re.compile(r" (?:đã )?(?:chưa đạt|không đạt|đạt|vượt|hoàn thành)(?!\w)")
_ALWAYS = re.compile(r"24 ?(?:/|giờ/) ?(?:24|7)(?!\d)(?: ?(?:giờ|h)(?!\w)|(?! ?\w))")  # round the clock
_OF_DAY = re.compile(r",? (?:sáng |chiều |tối |thứ \w+,? |chủ nhật,? )*(?:ngày|hôm) ")
_CAMPAIGN = re.compile(r"(?:cao điểm|đợt|chiến dịch)(?: [^\W\d_]+){0,2} \Z")
# "từ 24 - 48 giờ", "03 - 05 ngày làm việc"
_DURATION_SPAN = re.compile(r"(\d{1,3}) ?(?:-|đến) ?(\d{1,3}) (giờ|ngày làm việc|ngày)(?!\w)")
_EACH_MONTH = re.compile(r"(?:(?:,| và) ?(?:ngày )?\d{1,2})* h[àằ]ng (?:tháng|tuần|quý|ngày)(?!\w)")
# Who may come: "chưa đủ 3 liều", "Cân nặng: trên 45 kg", "nam từ 45kg, nữ từ 42kg".
_CONDITION = re.compile(
    r"(?<!\w)(?:(?:chưa|từ|đã|tiêm|khi) đủ|cân nặng(?: [^\W\d_]+){0,2}:?(?: (?:từ|trên|tối thiểu|ít nhất|nam|nữ)){0,3}|"
    r"(?:nam|nữ) (?:từ|trên|≥)) \Z"
)
_OF_BODY = re.compile(r" ?(?:kg|ký|liều|mũi)(?!\w)")
_LUNAR = re.compile(r" (?:tết|tháng (?:chạp|giêng)|âm lịch|âl)(?!\w)")  # "29 Tết", "14 tháng Giêng"
_BEGINS_AT = re.compile(r"(?<!\w)(?:từ|lúc|hồi|bắt đầu) \Z")
_NOTHING_MORE = re.compile(r"[.,;)\n]|\Z| tại(?!\w)")
_ANNIVERSARY = re.compile(r" {0,2}năm(?! ?\d)")


@dataclass(slots=True)
class Scan:
    """Everything that the digits of one text are, each list in the order of the text."""

    dates: list[Dated] = field(default_factory=list)
    hours: list[Hour] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    no_dates: list[tuple[int, int]] = field(default_factory=list)  # spans of dates that no calendar has

    def amounts_in(self, start: int, end: int) -> list[Amount]:
        """Give the amounts that begin inside a span."""
        low = bisect_left(self.amounts, start, key=lambda a: a.start)
        high = bisect_left(self.amounts, end, key=lambda a: a.start)
        return self.amounts[low:high]

    def dates_in(self, start: int, end: int) -> list[Dated]:
        """Give the dates that begin inside a span."""
        low = bisect_left(self.dates, start, key=lambda d: d.start)
        return self.dates[low : bisect_left(self.dates, end, key=lambda d: d.start)]

    def hours_in(self, start: int, end: int) -> list[Hour]:
        """Give the hours that begin inside a span."""
        low = bisect_left(self.hours, start, key=lambda h: h.start)
        return self.hours[low : bisect_left(self.hours, end, key=lambda h: h.start)]

    def periods_in(self, start: int, end: int) -> list[Period]:
        """Give the periods that begin inside a span."""
        low = bisect_left(self.periods, start, key=lambda p: p.start)
        return self.periods[low : bisect_left(self.periods, end, key=lambda p: p.start)]


_QUARTER = re.compile(r"(?<!\w)quý (?:iv|iii|ii|i)(?!\w)(?:\s?[/\-]\s?(?:20\d\d)|\s*,?\s+năm\s+(?:20\d\d))?")


def scan(text: Text, filled: list[tuple[int, int]]) -> Scan:
    """Sort the numbers of a text outside the `filled` spans, which tables have read already.

    What is a document number, scale, phone, address or name is left out. At most 6,000 numbers are sorted: 200 KB
    of prose, the most that is taken in, hold under 4,000.
    """
    found = Scan()
    low, clean = text.low, text.clean
    search = LITERAL.search
    tables = iter([*filled, (len(low), len(low))])
    table_start, table_end = next(tables)
    pos = 0
    for _ in range(_MOST_NUMBERS):
        match = search(low, pos)
        if match is None:
            break
        if match.start() >= table_start:
            pos = max(pos, table_end)
            table_start, table_end = next(tables, (len(low), len(low)))
            continue
        pos = max(_sort(low, clean, match, found), match.start() + 1)
    romans = [Period(m.start() + 4, m.end(), "quarter") for m in _QUARTER.finditer(low)]
    if romans:
        # "quý II năm 2026" is one period: its year is none of its own.
        inside = {at for one in romans for at in range(one.start, one.end)}
        apart = [one for one in found.periods if one.start not in inside]
        found.periods = sorted(apart + romans, key=lambda p: p.start)
    return found


def _sort(low: str, clean: str, match: "re.Match[str]", found: Scan) -> int:
    """File one literal under what it is, and give where to go on."""
    start, end = match.span()
    previous = low[start - 1 : start]
    if previous and (
        previous.isalpha()
        or previous in "_#@"
        or (
            previous in "-."
            and low[start - 2 : start - 1].isalpha()
            and not _HOUR_BEFORE.search(low, max(0, start - 7), start)
        )
    ):
        return _name_end(low, start, end)
    if len(match[0]) > 24 or (end - start == 1 and low.startswith("thứ ", max(0, start - 4))):
        return end  # a serial number, or the day of "thứ 5 - 12/12/2026", which begins no range
    before = low[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    words = before.replace(",", " , ").replace("(", " ( ").split()[-3:]
    last = words[-1] if words else ""
    pair = " ".join(words[-2:])
    if (phone := _PHONE.match(low, start)) and len(re.sub(r"\D", "", phone[0])) >= (8 if phone[0][0] == "1" else 9):
        return phone.end()
    if (hour := hour_at(low, start)) and not _is_duration(low, before, hour):
        found.hours.append(hour)
        return hour.end
    if _EACH_MONTH.match(low, end):
        return end  # "ngày 5, 15 hằng tháng"
    told = (
        last in _TIME_WORDS or pair in _TIME_PAIRS or (last == "," and words[-2:-1] != [] and words[-2] in _TIME_WORDS)
    )
    told = told or (last in {"từ", "đến"} and "ngày" in before) or before.endswith("ngày: ")
    if (document := _DOCUMENT.match(clean, start)) and ("/" in document[0] or last in {"số", "số:"}):
        return document.end()
    dated = date_at(low, start, told=told)
    if dated and (dated.first.year is not None or told or not _is_ratio(low, dated, last)):
        found.dates.append(dated)
        return dated.end
    lost = None if last in _ADDRESSES else no_date_at(low, start, told=told)
    if lost is not None and unit_at(low, lost, lenient=False) is None:
        found.no_dates.append((start, lost))
        return lost
    if period := period_at(low, start, last):
        found.periods.append(period)
        return period.end
    if (scale := _SCALE.match(low, start)) and (
        _OF_MAP.search(before) or not measure_at(low, scale.end(), lenient=False)
    ):
        return scale.end()
    return _amount(low, clean, match, before, words, found)


def _name_end(low: str, start: int, end: int) -> int:
    match = _DIGIT_GROUPS.match(low, start)
    return match.end() if match else end


def _is_duration(low: str, before: str, hour: Hour) -> bool:
    """ "trong vòng 24 giờ" and "theo dõi 24 giờ" are lengths of time, "đến 16 giờ" a time of day."""
    if not low[hour.start : hour.end].endswith(("giờ", "h")) or _OF_DAY.match(low, hour.end):
        return False
    if _GOES_TO.match(low, hour.end) or (_BEGINS_AT.search(before) and _NOTHING_MORE.match(low, hour.end)):
        return False
    if _LASTS.search(before) or (_LASTED.match(low, hour.end) and not _AT.search(before)):
        return True
    if low[hour.end - 1] == "h":
        return False
    return bool(_LIMIT.search(before)) and "sau" not in before[-6:]


def _is_ratio(low: str, dated: Dated, last: str) -> bool:
    """Tell "10/12 chỉ tiêu", "06/06 đại biểu" from "19/7": a counted noun follows."""
    if dated.typed != "/" or "-" in low[dated.start : dated.end]:
        return False
    return unit_at(low, dated.end, lenient=False) is not None or last in {"nhà", "hẻm", "ngõ", "kiệt"}


def _amount(low: str, clean: str, match: "re.Match[str]", before: str, words: list[str], found: Scan) -> int:
    start, end = match.span()
    last = words[-1] if words else ""
    if named := names_in_a_row(low, clean, match, words):
        return named
    if last in _ADDRESSES and (address := _MANY_SLASHES.match(low, start)):
        counted = last == "số" and unit_at(low, address.end(), lenient=False)
        if "/" in address[0] and not counted:
            return address.end()
    if always := _ALWAYS.match(low, start):
        return always.end()
    if low[end : end + 1] == "+" or low[start - 1 : start] == "+":
        return _name_end(low, start, end)
    if span := _DURATION_SPAN.match(low, start):
        low_value, high_value = parse(span[1]), parse(span[2])
        if low_value is not None and high_value is not None and low_value < high_value:
            found.amounts.append(Amount(start, span.end(), low_value, span[3], high=high_value, literal=span[1]))
        return span.end()
    if limit := _DURATIONS.match(low, end):
        return _duration(low, match, limit, before, found)
    if _ANNIVERSARY.match(low, end) or _LUNAR.match(low, end):
        return end
    if _CONDITION.search(before) and _OF_BODY.match(low, end):
        return end
    amount = _verdict(low, match, found) or amount_at(low, match) or _labelled(low, match, before)
    if amount is None or is_name(low, clean, amount, words) or is_each(amount, last):
        return end
    found.amounts.append(amount)
    return amount.end


def _verdict(low: str, match: "re.Match[str]", found: Scan) -> Amount | None:
    """Read the parts of a tally, "trong 44 chỉ tiêu có 9 vượt và 35 đạt": their noun stands with the whole."""
    if not (_MET.match(low, match.end()) and found.amounts and len(match[0]) < 4 and match[0].isdigit()):
        return None
    whole = found.amounts[-1]
    apart = low[whole.end : match.start()]
    if whole.unit != "chỉ tiêu" or len(apart) > _BEFORE or "\n" in apart or "." in apart:
        return None
    return Amount(match.start(), match.end(), Decimal(match[0]), whole.unit, literal=match[0])


def _labelled(low: str, match: "re.Match[str]", before: str) -> Amount | None:
    """Read "Tổng số hộ: 1.250": the noun stands before the number, and nothing after it."""
    label = _COUNT_LABEL.search(before)
    value = parse(match[0])
    if label is None or value is None or low[match.end() : match.end() + 2].strip(" .,;)")[:1].isalnum():
        return None
    noun = unit_at(label[1], 0, lenient=False)
    return Amount(match.start(), match.end(), value, noun[0], literal=match[0]) if noun else None


def _duration(low: str, match: "re.Match[str]", limit: "re.Match[str]", before: str, found: Scan) -> int:
    """Keep "03 ngày làm việc", "không quá 24 giờ", "đợt thi đua cao điểm 45 ngày", "250 ngày công"; drop the rest."""
    if not limit[2] and (before.endswith("sau ") or not (limit[1] != "tháng" and _LIMIT.search(before))):
        return match.end()
    value = parse(match[0])
    if value is None:
        return match.end()
    named = _CAMPAIGN.search(before)
    if named and any(a.value == value and a.unit == limit[0].strip() for a in found.amounts[-30:]):
        return match.end()  # the campaign's name again
    found.amounts.append(Amount(match.start(), limit.end(), value, limit[0].strip(), literal=match[0]))
    return limit.end()
