"""What a careful clerk would also have set: that it is urgent, for cadres alone, its topic, its areas.

Proposed only, never chosen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.clock import in_vietnam
from bot.domain.posts import Kind
from bot.domain.reading import Reading
from bot.domain.text import lower, normalise
from bot.domain.words import fold_words

_TOP = 4_000  # characters that are looked at
_MOST_WORDS = 3
_MOST_AREAS = 6

_MARKED = re.compile(r"\W*(?:thông báo |công điện |tin |cảnh báo )?(?:khẩn(?: cấp)?|hỏa tốc|thượng khẩn)(?!\w)")
_DANGER = re.compile(
    r"(?<!\w)(?:bão (?:số \d+|[^.\n]{0,40}đổ bộ)|cơn bão|tránh (?:trú )?bão|siêu bão|áp thấp nhiệt đới|lốc xoáy|di dời"
    r"(?= (?:dân|người|các hộ|hộ|bà con|ngay|khẩn|đến|tới|khỏi|ra|về nơi|trước)|[.,;!]| *$)|sơ tán|"
    r"vỡ (?:đê|đập|cống|bờ bao)|xả lũ|lũ quét|sạt lở|ngập sâu|nước dâng|cháy (?:lớn|nhà|chợ|rừng)|"
    r"rò rỉ (?:khí|ga|gas|hóa chất)|nguy hiểm đến tính mạng|mất tích|bùng phát|ổ dịch)(?!\w)",
    re.MULTILINE,
)
# What is over, is practised, is insured against or is collected for is no alarm.
_NO_ALARM = re.compile(
    r"(?<!\w)(?:khắc phục(?: hậu quả)?|hậu quả|ủng hộ|quyên góp|thiệt hại|diễn tập|tập huấn|tuyên truyền|sau bão|"
    r"chia sẻ|cứu trợ|kế hoạch|phương án|tổng kết|giải phóng mặt bằng|mồ mả|giải tỏa|đã an toàn|"
    r"trụ điện|cột điện)(?!\w)"
)

_INSIDE = re.compile(
    r"(?<!\w)(?:nội bộ(?! (?:nhân dân|gia đình|khu dân cư|dân cư))|không phổ biến(?: rộng rãi| ra ngoài)?|"
    r"chỉ (?:gửi|dành cho|phổ biến (?:trong|đến|cho)) (?:cán bộ|đảng viên|công chức))(?!\w)"
)
_CADRES_MEET = re.compile(
    r"(?<!\w)(?:(?:họp |hội nghị )?giao ban(?: \w+){0,2}?(?: cán bộ)?|sinh hoạt chi bộ|"
    r"(?:họp|hội nghị) (?:(?:toàn thể|thường kỳ|định kỳ|mở rộng) )*(?:cán bộ|ban chấp hành|bch|ban thường vụ|"
    r"thường trực|đảng ủy|đảng bộ|đảng viên|chi bộ|chi ủy|cấp ủy|lãnh đạo|ủy ban nhân dân|ubnd|hđnd|cơ quan|"
    r"ban chỉ đạo|ban chỉ huy|ban điều hành))(?!\w)"
)
_COMRADES = re.compile(r"(?<!\w)(?:mời|triệu tập|đề nghị|yêu cầu|kính gửi)[^\w\n]+(?:\w+ ){0,3}đồng chí(?!\w)")
# Whom a text turns to: what cadres are to tell residents, or who receives citizens, is still for cadres.
_TO_RESIDENTS = re.compile(
    r"(?<!\w)(?:mời|đề nghị|yêu cầu|khuyến cáo|kính gửi|kính báo|thông báo (?:đến|tới|cho)|báo cho|mong|kêu gọi)"
    r"[^\w\n]+(?:(?!đồng chí|cán bộ|đảng viên|đại biểu|tiếp )\w+ ){0,4}?(?:bà con|nhân dân|người dân|cử tri|hộ dân|"
    r"các hộ|hộ gia đình|các gia đình|chủ hộ|quý (?:ông|bà|cô bác)|cô bác|cô chú|công dân|cư dân|toàn dân|tiểu thương|"
    r"phụ huynh)(?!\w)"
)

_TOPICS: Mapping[str, str] = {
    "dien nuoc": r"cúp (?:điện|nước)|cắt (?:điện|nước)|cấp (?:điện|nước)|mất (?:điện|nước)|cung cấp (?:điện|nước)|"
    r"tiền (?:điện|nước)|lưới điện|điện lực|trạm biến áp|đường ống nước|nước sạch|nước sinh hoạt",
    "y te": r"tiêm (?:chủng|vắc|ngừa|phòng)|vắc ?xin|vaccine|khám (?:bệnh|sức khỏe|sàng lọc)|sốt xuất huyết|trạm y tế|"
    r"dịch bệnh|phun (?:thuốc|hóa chất)|lăng quăng|bảo hiểm y tế|hiến máu|uống vitamin|tay chân miệng|bệnh dại",
    "thue phi": r"nộp thuế|thuế (?:đất|phi|thu nhập|khoán|môn bài)|thu phí|lệ phí|phí (?:rác|vệ sinh)|quỹ phòng chống|"
    r"hóa đơn điện tử|chi cục thuế",
    "giao duc": r"học sinh|tuyển sinh|nhập học|trường (?:tiểu học|mầm non|thcs|thpt|trung học)|năm học|khai giảng|"
    r"khuyến học|xóa mù chữ",
    "an ninh pccc": r"phòng cháy|pccc|chữa cháy|an ninh trật tự|lừa đảo|trộm cắp|ma túy|tệ nạn|pháo nổ|"
    r"nghĩa vụ quân sự|công an phường|tố giác|an toàn giao thông",
    "thu tuc vneid": r"vneid|định danh|căn cước|dịch vụ công|hộ khẩu|thường trú|tạm trú|khai sinh|chứng thực|một cửa|"
    r"thủ tục|hồ sơ|tiếp (?:công )?dân",
    "hop bao cao": r"họp (?:khóm|tổ|dân|khu phố|ấp|thôn|toàn dân|nhân dân)|dự họp|hội nghị|tiếp xúc cử tri|báo cáo|"
    r"sơ kết|tổng kết|nghị quyết|kỳ họp|đại hội",
    "van hoa": r"văn nghệ|lễ hội|hội (?:thao|xuân|diễn|thi)|giải (?:bóng|cờ|đua)|đêm nhạc|chiếu phim|thể thao|treo cờ|"
    r"gia đình văn hóa|đình làng|ngày hội|nếp sống",
}
"""Words of the topics that a ward begins with, by their folded names."""
_WORDS = {name: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for name, words in _TOPICS.items()}
_IN_TITLE = 3
_ENOUGH = 2
_EVERYWHERE = re.compile(
    r"(?<!\w)(?:toàn (?:phường|xã|thể (?:bà con|nhân dân))|các (?:khóm|khu phố|ấp|thôn|tổ)(?! ?\d)|"
    r"tất cả các)(?!\w)"
)


def urgent_words(body: str, reading: Reading) -> tuple[str, ...]:
    """Give the words for which a notice should perhaps be marked urgent, in its own words; pure and linear."""
    title = lower(normalise(reading.title))
    if reading.kind not in (Kind.ANNOUNCEMENT, Kind.REPORT) or _NO_ALARM.search(title):
        return ()
    text = normalise(body[:_TOP])
    low = lower(text)
    marked = bool(_MARKED.match(low) or _MARKED.match(title))
    found = [text[one.start() : one.end()] for one in _DANGER.finditer(low) if not _NO_ALARM.search(_clause(low, one))]
    # What reads as a report may be an alarm that names no hour; then its heading says so.
    if reading.kind is Kind.REPORT and not (marked or _DANGER.search(title)):
        return ()
    words = dict.fromkeys(" ".join(one.split()).lower() for one in found)
    return tuple([*(["khẩn"] if marked else []), *words][:_MOST_WORDS])


def _clause(low: str, found: "re.Match[str]") -> str:
    begin = max(low.rfind(sign, 0, found.start()) for sign in "\n.;") + 1
    return low[begin : found.end()]


def cadre_words(body: str, reading: Reading, today: date) -> tuple[str, ...]:
    """Give the words for which a notice should perhaps go to cadres alone, in small letters; pure and linear.

    None where it turns to residents. News of a meeting of cadres that is over is for everybody.
    """
    low = lower(normalise(f"{reading.title}\n{body[:_TOP]}"))
    if reading.kind not in (Kind.ANNOUNCEMENT, Kind.MEETING) or _TO_RESIDENTS.search(low):
        return ()
    day = in_vietnam(reading.starts_at).date() if reading.starts_at else reading.date
    found = [_INSIDE.search(low)]
    if day is None or day >= today:
        found.append(_COMRADES.search(low))
    if day is not None and day >= today:
        found.append(_CADRES_MEET.search(lower(normalise(reading.title))))
    return tuple(dict.fromkeys(" ".join(one[0].split()) for one in found if one))


def topic_of(body: str, title: str, names: Iterable[str]) -> str | None:
    """Give the one topic among `names` that a text is plainly about; None in doubt."""
    head, low = lower(normalise(title)), lower(normalise(body[:_TOP]))
    scores: dict[str, int] = {}
    for name in names:
        pattern = _WORDS.get(fold_words(name)) or re.compile(rf"(?<!\w){re.escape(lower(normalise(name)))}(?!\w)")
        scores[name] = _IN_TITLE * bool(pattern.search(head)) + min(len(pattern.findall(low)), _IN_TITLE)
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def areas_of(reading: Reading, body: str, names: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Give the areas that a text says it is for; `names` are theirs, each with its old ones.

    None where it is for all of them, or names none in what it says of where and for whom.
    """
    when = reading.when
    told = "\n".join((reading.title, *when.area, *when.place, *when.people))
    low = lower(normalise(told))
    if _EVERYWHERE.search(lower(normalise(body[:_TOP]))):
        return ()
    found = tuple(name for name, old in names if any(_names(low, one) for one in (name, *old)))
    return found if len(found) < max(2, len(names)) and len(found) <= _MOST_AREAS else ()


def _names(low: str, name: str) -> bool:
    """Tell whether a text names an area: as it stands, or its number in a list, "khóm 2, 3 và 5"."""
    wanted = lower(normalise(name)).strip()
    sort, _, number = wanted.rpartition(" ")
    if not (sort and number.isdigit()):
        return bool(wanted) and bool(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", low))
    listed = rf"(?<!\w){re.escape(sort)} (\d+(?:(?:, ?|;| và | & |, và )(?:{re.escape(sort)} )?\d+)*)(?![\w/]|[.,]\d)"
    return any(number in re.findall(r"\d+", one[1]) for one in re.finditer(listed, low))
