"""Doubts from telling one thing twice: two hours of one event, two fees or two terms of one procedure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures.figures import Placed
from bot.reading.grammar.dates import Hour
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import Text, last_match

_MOST = 120
_AROUND = 160

# --- hours ------------------------------------------------------------------------------------------------------------

_EVENTS = re.compile(
    r"(?<!\w)(?:vụ (?:cháy|nổ|tai nạn|việc|sạt lở|va chạm)|cháy|hỏa hoạn|tai nạn|sạt lở|họp|hội nghị|lễ(?! tân|"
    r" phí)|mít tinh|khai mạc|"
    r"tiêm|khám|hiến máu|tiếp công dân|tiếp xúc cử tri|đại hội|tập huấn|diễn tập|ra quân|hội thao|văn nghệ|"
    r"(?:cúp|cắt|ngừng|ngưng|tạm ngừng|tạm ngưng)(?: \w+){0,2} (?:điện|nước)|cấm đường|phiên chợ|lớp|buổi)(?!\w)"
)
_ONE_NAME = {
    "vụ cháy": "cháy",
    "hỏa hoạn": "cháy",
    "vụ tai nạn": "tai nạn",
    "vụ sạt lở": "sạt lở",
    "vụ va chạm": "tai nạn",
}
# Hours that are beside the event's own: when to be there, what comes before and after it.
_BESIDE = re.compile(
    r"(?<!\w)(?:có mặt|tập trung|đón|ổn định|xuất phát|chương trình|kết thúc|bế mạc|dập tắt|khống chế|"
    r"nhận (?:được )?tin|tiếp nhận|"
    r"đến nơi|giải lao|ăn|kiểm tra sĩ số|phát biểu|hoãn|dời|lùi|chuyển|thay đổi|đổi|trước|sau|đến hết|hạn|cùng ngày|"
    r"hôm sau|đã ngừng|mở cửa|đóng cửa|giờ làm việc|hằng ngày|mỗi|hoặc|điều chỉnh|thay vì|tiếp đó|tiếp theo|đợt|"
    r"ca|đến (?=\d)"
    r"|tới (?=\d))(?!\w)"
)
_APART = re.compile(
    r"(?<!\w)(?:khóm|tổ|ấp|thôn|khu phố|kp|bản|khu vực|điểm|phòng|hội trường|trường|chi bộ|lớp|đội|nhóm|cụm|"
    r"sáng|chiều|tối|trưa|thứ|chủ nhật|tại)(?!\w)(?: (?:số )?[^\s,.;:]+)?(?: \d+)?|"
    # One of several sittings of the event: its turn, its kind, for whom it is.
    r"(?<!\w)(?:(?:lần|suất|phiên|lượt|vòng|trận|bảng|khối|mũi)(?: thứ)? [^\s,.;:]+|"
    r"(?:dưới|trên|từ) \d+ (?:đến (?:dưới )?\d+ )?(?:tháng )?tuổi|vỡ lòng|cơ bản|nâng cao|trù bị|chính thức|"
    r"trẻ em|người lớn|người cao tuổi|phụ nữ|học sinh)(?!\w)"
)
_LABEL = re.compile(r"[^\w\n]*(?:\d{1,2}[.)] ?)?(?:thời gian|vào lúc|vào hồi) ?:")  # of what the title names
_BEGINS = re.compile(r"(?:^|(?<!\w)(?:lúc|vào|hồi|từ|khoảng|thời gian(?: [^\W\d_]+){0,3}:?|bắt đầu|ngày|\d,))[ :]*\Z")


@dataclass(frozen=True, slots=True)
class _Held:
    hour: Hour
    what: str
    where: frozenset[str]
    days: frozenset[tuple[int, int]]  # of the sentence: days and months


def hours_of_one_event(text: Text, marks: Scan, spans: list[tuple[int, int]]) -> list[Warning]:
    """ "cháy lúc 14 giờ 48 … vụ cháy lúc 14h46"; a programme, a schedule of places and a delay have many hours."""
    low = text.low
    named = _EVENTS.search(low, 0, spans[0][1]) if spans else None
    titled = named[0] if named else ""
    held: list[_Held] = []
    for start, end in spans:
        hours = marks.hours_in(start, end)
        sentence = low[start:end]
        if not hours or len(held) >= _MOST or (_BESIDE.search(sentence) and not _ranged(low, hours)):
            continue
        if not _BEGINS.search(low[max(start, hours[0].start - 24) : hours[0].start]):
            continue
        if len(hours) > 1 and not _ranged(low, hours):
            continue
        event = last_match(_EVENTS, low, start, end)
        name = titled if titled and _LABEL.match(low, start) else event[0] if event else ""
        days = {(dated.first.day, dated.first.month) for dated in marks.dates_in(start, end)}
        held.append(_Held(hours[0], _ONE_NAME.get(name, name), frozenset(_APART.findall(sentence)), frozenset(days)))
    return _two_hours(text, held)


def _ranged(low: str, hours: list[Hour]) -> bool:
    """ "từ 8 giờ đến 11 giờ", and nothing else."""
    if len(hours) != 2:
        return False
    return bool(re.fullmatch(r",? ?(?:đến|tới|-)(?: \w+){0,2} ?", low[hours[0].end : hours[1].start]))


def _two_hours(text: Text, held: list[_Held]) -> list[Warning]:
    told: dict[str, list[_Held]] = {}
    for one in held:
        if one.what:
            told.setdefault(one.what, []).append(one)
    for group in told.values():
        times = {(one.hour.hour, one.hour.minute) for one in group}
        if len(times) != 2 or len(group) > 4:
            continue
        first = group[0]
        other = next(one for one in group if (one.hour.hour, one.hour.minute) != (first.hour.hour, first.hour.minute))
        if _may_be_two(first, other):
            continue
        return [_contradiction(text, first.hour, other.hour)]
    # Minutes such as 14:48 are told to the minute; an earlier one further down, minutes apart, is the same told again.
    exact = [one for one in held if one.hour.minute % 5]
    for first, other in pairwise(exact):
        apart = (first.hour.hour - other.hour.hour) * 60 + first.hour.minute - other.hour.minute
        if 0 < apart <= 10 and not _may_be_two(first, other):
            return [_contradiction(text, first.hour, other.hour)]
    return []


def _may_be_two(first: _Held, other: _Held) -> bool:
    if first.days and other.days and not first.days & other.days:
        return True
    return bool(first.where and other.where and not _overlap(first.where, other.where))


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _contradiction(text: Text, first: Hour, other: Hour) -> Warning:
    quotes = (text.quote(first.start, first.end), text.quote(other.start, other.end))
    return Warning(WarningCode.CONTRADICTION, quotes)


# --- fees and terms ---------------------------------------------------------------------------------------------------

_FEE = re.compile(
    r"(?<!\w)(?:lệ phí|phí(?! dịch)|mức phí|mức thu|mức đóng|mức hỗ trợ|học phí|"
    r"giá (?:vé|tiêm|khám|thuê|đò|phà|dịch vụ|nước|điện|rác)|"
    r"tiền đặt cọc)(?: [^\W\d_]+){0,10}(?: ?:)? ?(?:là |từ )?\Z"
)
_BARE = ("lệ phí", "phí", "mức phí", "mức thu", "mức đóng", "học phí", "giá vé")
_TERM = re.compile(
    r"(?<!\w)(?:thời hạn|thời gian|trong vòng|trả kết quả|giải quyết(?: xong)?|kết quả trả|"
    r"không quá)(?: [^\W\d_]+){0,8}(?: ?:)? ?(?:là |trong |sau |không quá |tối đa )*\Z"
)
# What tells two fees or terms apart: another paper, another case, another way.
_CASE = re.compile(
    r"(?<!\w)(?:đối với|trường hợp|nếu|trực tuyến|trực tiếp|qua mạng|khẩn|thường|riêng|trẻ em|người lớn|"
    r"xác minh|hộ nghèo|miễn|"
    r"giảm|bản (?:chính|sao)|trang|từ trang|loại|hạng|cấp (?:tỉnh|huyện|xã)|cơ quan|phòng|sở|chi nhánh|rút ngắn|"
    r"cắt giảm|"
    r"trước đây|nay|quy định|còn|thay|gia hạn|kéo dài|cũ|mới|bổ sung|sửa đổi|thông báo|niêm yết|lưu|báo trước|"
    r"tháng|quý|học kỳ|"
    r"khóm|khu phố|ấp|thôn|tổ|nhóm|lớp|ca|đợt|mức \d|lần)(?!\w)"
)
_SECTION = re.compile(
    r"\n[ \t]*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[ivx]{1,5}\.|[a-zđ][.)])[ \t]*(?!thời (?:hạn|gian)|lệ phí|phí|mức|"
    r"hồ sơ|trình tự|"
    r"thành phần|cách|nơi|địa|yêu cầu|điều kiện|đối tượng|kết quả|cơ quan|căn cứ|số lượng|bước)[^\n]{5,}"
    r"|(?<!\w)(?:thủ tục|mã thủ tục|tên thủ tục|dịch vụ)(?!\w)(?! (?:này|trên|nói|hành chính(?! \w+ \w+:)))"
)


def two_fees_or_terms(text: Text, placed: list[Placed]) -> list[Warning]:
    """ "Lệ phí 15.000 đồng … lệ phí 20.000 đồng" of one procedure; each procedure, case and way has its own."""
    found: list[Warning] = []
    sections = [match.start() for match in _SECTION.finditer(text.low)]
    known: dict[tuple[str, str, int], list[Placed]] = {}
    full: dict[tuple[str, int], str] = {}
    for one in placed[:_MOST]:
        told = _told(text.low, one)
        if told is not None:
            label, unit = told
            section = sum(start < one.start for start in sections)
            if label in _BARE:  # "lệ phí" alone is the one that was named before
                label = full.get((label, section), label)
            else:
                full |= {(bare, section): label for bare in _BARE if label.startswith(bare)}
            known.setdefault((label, unit, section), []).append(one)
    for group in known.values():
        values: dict[Decimal, Placed] = {}
        for one in group:
            values.setdefault(one.figure.value, one)
        first, *rest = values.values()
        if len(rest) != 1 or not re.search(r"[.;\n]", text.low[first.end : rest[0].start]):
            continue
        found.append(Warning(WarningCode.CONTRADICTION, (first.figure.quote, rest[0].figure.quote)))
    return found


def _told(low: str, one: Placed) -> tuple[str, str] | None:
    """The label and the unit of a fee or a term, None for what is neither or is one case's only."""
    unit = one.figure.unit or ""
    if one.role or one.amount.high is not None or one.figure.of is not None:
        return None
    start = max(low.rfind(mark, max(0, one.start - _AROUND), one.amount.start) for mark in "\n.;") + 1
    stop = re.compile(r"[\n;]|\. |\.\Z").search(low, one.amount.end, one.amount.end + _AROUND)
    before = low[start : one.amount.start]
    if _CASE.search(before) or _CASE.search(low, one.amount.end, stop.start() if stop else one.amount.end + _AROUND):
        return None
    before = before.rpartition(", ")[2] if len(before) > 40 else before
    if unit.startswith("đồng") and unit != "đồng chí" and (fee := _FEE.search(before)):
        return fee[0].rstrip(" :").removesuffix(" là"), unit
    if "nộp" in before:
        return None  # within which people must bring their papers
    if unit.startswith(("ngày", "giờ")) and (term := _TERM.search(before)):
        return "thời hạn" if "giải quyết" in before or "kết quả" in before or "thời hạn" in before else term[0], unit
    return None
