"""Where a notice is for: the house that people come to, the points that it lists, the streets without water."""

import re

from bot.domain.when_lines import is_ward
from bot.reading.grammar.text import Text
from bot.reading.head import Title
from bot.reading.notices.labels import MOST_ITEMS, TOP, Span
from bot.reading.notices.times import within
from bot.reading.people import told_places

CUT_OFF = re.compile(
    r"(?:cúp|cắt|mất|ngừng|ngưng|tạm ngừng|tạm ngưng|tạm dừng|gián đoạn)(?: (?:cấp|cung cấp|việc|"
    r"tạm thời)){0,3} (?:điện|nước)|(?<!\w)(?:điện|nước) (?:bị |sẽ |tạm )?(?:cúp|cắt|mất|ngừng|ngưng)(?: cấp)?|"
    r"cấm (?:đường|xe|[^.\n]{0,40}?(?:phương tiện|lưu thông))|phun (?:thuốc|hóa chất)"
)
"""What is felt where people live, and not where they come to."""

_QUARTER = (
    r"(?:khóm|khu phố|kp|tổ dân phố|tdp|tổ|ấp|thôn|xóm|bản|buôn|hẻm|ngõ|kiệt|đường|tuyến đường|phố|chung cư|"
    r"khu dân cư|khu tập thể|trạm|(?<!yêu )(?<!nhu )(?<!toàn )(?<!hội )(?<!lễ )cầu)"
)
_HOUSES = r"(?:khóm|khu phố|kp|tổ dân phố|tdp|tổ|ấp|thôn|xóm|bản|buôn|hẻm|ngõ|kiệt|chung cư|khu dân cư|khu tập thể)"
_AREA = re.compile(
    rf"(?<!\w)((?:một phần |một số |toàn (?:bộ )?)?(?:các )?(?:khu vực|địa bàn|phường|xã|{_QUARTER}) "
    r"(?!này|trên|nói|đã|sẽ|được|ra|thông|và|bị|có|thi công|dây|ống|nước|điện|chức|trưởng|phó|viên)"
    r"[^.;\n:(]{1,140}?)(?=[.;\n:(]|\Z|,? (?:từ (?=\d|ngày|khoảng|sáng|chiều)|vào |lúc |ngày |để |do |nhằm |"
    r"trong |sẽ |bị |kể từ |thời gian |phục vụ |nên ))"
)
# "khu phố 3, 4, 7 và một phần khu phố 9": quarters by their numbers or names, wherever they stand.
_QUARTERS = re.compile(
    rf"(?<!\w)((?:một phần |toàn bộ )?(?:các )?{_HOUSES} (?:số )?(?:\d|[^\W\d_]+ \d|(?!này|trên|đó|thì|và|có|đã|sẽ)"
    rf"[^\W\d_]+)[^.;\n:]{{0,110}}?)(?=[.;\n:]|\Z|,? (?:từ (?=\d|ngày|khoảng|sáng|chiều)|vào |lúc |ngày |để |do |"
    r"nhằm |trong |sẽ |bị |kể từ |nước |điện |được |có thể |tại |đậu ))"
)

# "đường Hàn Thuyên (đoạn từ số 12 đến số 86)", "các tuyến đường Lê Lợi, Trần Phú": streets by their names.
_STREETS = re.compile(
    r"(?<!\w)(?:một phần |toàn bộ |dọc )?(?:các )?(?:tuyến )?(?:đường|hẻm|ngõ|kiệt|phố)(?! (?:dây|ống|truyền|điện|nước|"
    r"này|trên|thi công|số đo|phố|huyết|lối|xá|bộ|sắt|bị|để|sẽ|đi|vào)) (?:[^\W\d_]|\d)"
    r"[^.;:\n()]{1,90}?(?: \([^()\n]{4,60}\))?"
    r"(?=[.;:\n(]|\Z|,? (?:từ (?=\d|ngày|khoảng|sáng|chiều)|vào |lúc |ngày |để |do |nhằm |trong |sẽ |bị |kể từ |nên ))"
)
_DWELL = re.compile(
    rf"(?<!\w)(?:bà con|người dân|nhân dân|các hộ(?: dân)?|hộ dân) (?:ở |tại |thuộc |sống ở )?((?:các )?{_HOUSES} "
    r"(?!này|ta|mình|có|đã|sẽ)[^.;\n:(]{1,100}?)(?=[.;\n:(]|\Z|,? (?:không|phải|cần|nên|hãy|nhớ|chủ động|khẩn trương|"
    r"đến|tới|về|ra|qua|họp|dự|đi|mang|sơ tán|di dời|lưu ý|vui lòng|sẽ|được|chú ý|biết) )"
)
_WORD = re.compile(r"\w+")
_JOINS = re.compile(
    rf"(?:{_HOUSES}|và|đến|tới|hoặc|cùng|của|thuộc|ở|gần|ven|dọc|cạnh|giáp|đoạn|trên|dưới|một phần|các|phường|xã|đường|"
    r"khu vực|số|phía|bờ)(?!\w)"
)
_LONGEST_UNNAMED = 30
_HOUSE = (
    r"(?:sân|hội trường|nhà (?:văn hóa|sinh hoạt|thiếu nhi|khách|ông|bà)|trạm y tế|trụ sở|ubnd|trường|đình|chùa|"
    r"công viên|quảng trường|văn phòng|phòng họp|chợ)(?!\w)"
)
_BESIDE_TIME = re.compile(
    r"(?:[^()\n.;]{0,15}\)| ?\([^()\n]{1,40}\))?(?:,| -|\n[^\w\n]*) ?"
    rf"({_HOUSE}[^.;\n]{{2,90}}?)(?=[.;\n]|\Z)"
)
# "thay đổi địa điểm … về Trụ sở Tiếp công dân", "chuyển về địa chỉ mới: số 118 …": where it is from now on.
_NEW_PLACE = (
    rf"((?:(?:tại )?{_HOUSE}|số \d|\d{{1,4}}[a-z]?(?:/\d+)* (?!giờ|ngày|tháng|hộ|người|tổ)[^\W\d_]+ )"
    r"[^.;\n]{2,100}?)(?=[.;\n]|\Z|,? (?:thời gian|từ (?=\d|ngày)|vào|lúc|kể từ)(?!\w))"
)
_MOVED_TO = re.compile(
    r"(?<!\w)(?:(?:thay )?đổi|chuyển|dời)(?: [^\W\d_]+){0,3} "
    r"(?:địa điểm|địa chỉ|trụ sở|nơi (?=làm việc|tiếp|họp|khám|phát|bán|tổ chức))(?!\w)"
    rf"[^.;\n]{{0,110}}?(?<!\w)(?:về|sang|đến|thành|tại|địa chỉ mới:?|địa điểm mới:?) (?:địa chỉ mới:? )?{_NEW_PLACE}"
    rf"|(?<!\w)(?:chuyển|dời)(?: hẳn| làm việc| hoạt động)? (?:về|sang|đến) (?:địa chỉ|địa điểm) mới:? {_NEW_PLACE}"
)
# What is moved may as well be a patient, or a gift that nobody fetched: only where nothing else says where to come.
_MOVED = re.compile(rf"(?<!\w)(?:chuyển|dời)(?: hẳn| làm việc| hoạt động)? (?:về|sang) {_NEW_PLACE}")
_CLAUSE_BACK = 160
_CLAUSE = re.compile(r"(?:^|[.;:\n])\W*([^.;:\n]{4,120}?)(?:tại )?\Z")
_OWN_PEOPLE = re.compile(rf"(?<!\w)(?:{_HOUSES} |còn lại|các cụ|các cháu|trẻ|hộ)")


def areas_of(text: Text) -> list[Span]:
    """Find where interruptions are felt: in each sentence that tells one, the clause that names streets or quarters.

    Where that is only the whole ward, the quarters that the rest of the text names come in its stead.
    """
    found: list[Span] = []
    for cut in CUT_OFF.finditer(text.low, 0, TOP):
        stop = _sentence_end(text, cut.end())
        named = _AREA.search(text.low, cut.end(), stop)
        if named and named.span(1) not in found:
            found.append(named.span(1))
        if len(found) == MOST_ITEMS:
            break
    telling = [span for span in found if not is_ward(text.low[slice(*span)])]
    if telling or not found:
        return telling
    named = _QUARTERS.search(text.low, found[-1][1], TOP)
    street = None if named else _STREETS.search(text.low, found[-1][1], TOP)
    return [named.span(1)] if named else [street.span()] if street else found


def dwellings_of(text: Text, title: Title) -> list[Span]:
    """Find whose quarters a notice without any place is about: "bà con các thôn Bãi Trên, Bãi Giữa không qua suối"."""
    told = _DWELL.search(text.low, title.end, TOP)
    end = _names_end(text, *told.span(1)) if told else 0
    return [(told.start(1), end)] if told and end else []


def _names_end(text: Text, start: int, end: int) -> int:
    """Where the names of quarters end, at the first word behind one that begins something else; 0 where none is told.

    "khóm 5 | kiểm tra mái nhà", "tổ 7, | dọn cống", but "khóm 5 và khu dân cư vượt lũ".
    """
    named = 0
    for word in _WORD.finditer(text.clean, start, end):
        if word[0][0].isdigit() or word[0][0].isupper():
            named = word.end()
        elif named and text.low[named : word.start()].strip(" ,-") == "" and not _JOINS.match(text.low, word.start()):
            return named
    return end if named or end - start <= _LONGEST_UNNAMED else 0


def places_of(text: Text, title: Title, time: list[Span]) -> list[Span]:
    """Find where people come to: the first room or house, and each of several sittings; none that a time line tells.

    Where each quarter has its own, the clauses that say so: "thôn Trại dự tại đình; thôn còn lại tại nhà văn hóa".
    """
    if moved := _MOVED_TO.search(text.low, 0, TOP):
        return [] if within(moved.start(moved.lastindex or 0), time) else [moved.span(moved.lastindex or 0)]
    told = [
        span for span in told_places(text, title) if not is_ward(text.low[slice(*span)]) and not within(span[0], time)
    ]
    if not told and (moved := _MOVED.search(text.low, 0, TOP)) and not within(moved.start(1), time):
        return [moved.span(1)]
    shared = [_CLAUSE.search(text.low, max(0, start - _CLAUSE_BACK), start) for start, _ in told]
    clauses = [
        (clause.start(1), _clause_end(text.low, end))
        for clause, (_, end) in zip(shared, told, strict=True)
        if clause and _OWN_PEOPLE.search(clause[1])
    ]
    if len(clauses) >= 2:
        return clauses
    if not told:  # "Lúc 8h thứ Năm 28/01 (21 tháng Chạp), sân UBND phường."
        beside = (_BESIDE_TIME.match(text.low, end) for _, end in time)
        told = [place.span(1) for place in beside if place]
    return told[: 1 if len(time) < 2 else None]


def _clause_end(low: str, at: int) -> int:
    stop = re.compile(r"[.;\n]").search(low, at, at + 160)
    return stop.start() if stop else at


def _sentence_end(text: Text, end: int) -> int:
    stop = re.compile(r"\n|\.(?=\s)").search(text.low, end, end + 540)
    return stop.start() if stop else min(len(text.low), end + 180)
