"""Doubts about days and hours: a day that no calendar has, a weekday that it is not, an end before its start.

All is compared with what the text itself says; where it leaves a day's year open, nothing is doubted but its form.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures.tables import tables_of
from bot.reading.grammar.dates import Dated, Day, Hour
from bot.reading.grammar.scan import Scan, scan
from bot.reading.grammar.text import Text, prepare

_MOST = 300  # dates and hours looked at; a calendar of duty has many, and all of one form
_TOP = 20_000  # characters: an invitation is shorter
_AROUND = 80
_LUNAR = re.compile(r"[ (,]{0,3}(?:nhằm |tức )?(?:âm lịch|âl(?!\w)|al(?!\w))")
_LUNAR_BEFORE = re.compile(r"(?:âm lịch|âl)[^.\n]{0,12}\Z")

_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, **{str(n): n - 2 for n in range(2, 8)}}
_WEEKDAY = r"(?:thứ (hai|ba|tư|năm|sáu|bảy|[2-7])|(chủ nhật|cn))(?!\w)"
_WEEKDAY_BEFORE = re.compile(rf"(?<!\w){_WEEKDAY}(?: tuần (?:này|sau|tới))?[, (\-:]{{0,3}}(?:ngày )?\Z")
_WEEKDAY_AFTER = re.compile(
    rf" ?(?:\((?:nhằm |tức |vào |là )?(?:ngày |sáng |chiều |tối )?{_WEEKDAY} ?\)"
    rf"|, {_WEEKDAY}(?=[,.;)\n]|\Z| (?:lúc|từ|vào|tại)(?!\w)))"
)
# "lần thứ hai, ngày …" counts; "thứ hai đến thứ sáu, ngày …" and "thứ tư, thứ sáu ngày …" name more than one day.
_NOT_ONE = re.compile(
    r"(?:(?<!\w)(?:lần|đợt|phiên|kỳ|vòng|khóa|hội nghị|họp|hạng|tập|quý|nhóm|người|hằng tuần|hàng tuần)|"
    r"(?:thứ \w+|chủ nhật) ?(?:đến|và|-|,|;|hoặc)) ?\Z"
)

_LISTS = re.compile(r"(?:\A|[.;\n]) ?thứ (?:nhất|hai), (?!ngày|\d)")  # "Thứ hai, cần …": firstly, secondly

_OVER_HOUR = re.compile(
    r"(?<!\w)(?:lúc|vào|hồi|từ|đến|tới|khai mạc|bắt đầu|thời gian:?) {0,2}"
    r"((?:2[5-9]|[3-9]\d)(?: ?(?:giờ|h|g) ?\d{2}(?: ?phút)?(?![\d/])|:\d{2}(?![\d:])"
    r"| ?(?:giờ|h)(?=,? (?:sáng |chiều |tối |cùng )?ngày \d))|"
    r"(?:[01]?\d|2[0-4])(?: ?(?:giờ|h|g) ?[6-9]\d(?: ?phút)?|:[6-9]\d)(?![\d:/])|24(?: ?(?:giờ|h) ?|"
    r":)(?!00)[0-5]\d(?![\d:/]))(?! ?phút làm)"
)
_BEFORE_DAY = re.compile(
    r"(?<![\w:.,/])((?:[01]?\d|2[0-4]) ?(?:h|giờ|:) ?[6-9]\d(?: ?phút)?|2[5-9] ?(?:h|giờ) ?[0-5]\d(?: ?phút)?)"
    r"(?=,? (?:sáng |chiều |tối )?ngày \d)"
)
_WRONG_PART = re.compile(
    r"(?<![\w:.,/])((?:1[3-9]|2[0-3]) ?(?:giờ|h)(?: ?[0-5]\d)?(?: phút)? sáng)(?=[,.;)\n]|\Z| ngày \d)"
)

_TO = re.compile(
    r",? ?(?:đến|tới|-|cho đến)(?: (?:khoảng|hết|lúc|vào))*(?: thứ \w+| chủ nhật)?,?(?: (?:sáng|chiều|tối|"
    r"ngày)){0,2} ?"
)
_NEXT_DAY = re.compile(r"[, (]{0,3}(?:phút )?(?:sáng|chiều|trưa|tối|đêm|ngày (?:hôm sau|kế|mai)|hôm sau|rạng)")
_NIGHT, _MORNING = 17, 9  # from 22 to 5 o'clock is a night, from 11 to 7 none
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAYS_BACK = 65  # "25/11 đến 20/11/2026" reads as a year less five days

_ASKS = (
    r"(?:đăng ký|xác nhận|phản hồi|nộp (?:bài|tác phẩm|hồ sơ)(?: \w+)? dự|"
    r"danh sách(?! (?:\w+ ){0,3}(?:hộ|kết quả|chi trả|khen|đề nghị khen|nhận|được|trúng)(?!\w)))"
)
_DEADLINE = re.compile(
    r"(?<!\w)(?:trước(?! (?:khi|đó|đây))|đến hết|chậm nhất|muộn nhất|trễ nhất|hạn chót|hạn cuối|(?<!thời )hạn|hết)"
    r"(?:[ :]+(?:là|vào|đến|trong|hết|nộp|đăng ký|nhận|hồ sơ|cuối|giờ|lúc|ngày|sáng|chiều|tối|thứ \w+|chủ nhật|"
    r"\d{1,2} ?(?:giờ|h)(?: ?\d{2})?|phút),?)*[ :]*\Z"
)
_HELD = re.compile(
    r"(?:thời gian(?: (?:tổ chức|diễn ra|khai mạc|họp|thi))?:|tổ chức|diễn ra|khai mạc|vào lúc|vào hồi|"
    r"(?<!\w)lúc|\d ?(?:giờ|h)|"
    r"(?<!\w)(?:tập huấn|hội thi|hội thao|hội diễn|ngày hội|đại hội|cuộc thi|giải (?:chạy|bóng|cờ|đấu|thể thao)|"
    r"buổi lễ|"
    r"buổi họp|lễ (?:khai|phát|ra|tổng|kỷ|hội))[^.;\n\d]{0,60}\Z|(?:sáng|chiều|tối)(?: thứ \w+,?)?(?: ngày)? ?\Z)"
)
_CITED = re.compile(
    r"(?:kế hoạch|công văn|quyết định|thông báo|nghị quyết|giấy mời|hướng dẫn|thể lệ|/[a-zđ\-]+)[^.;\n]{0,40}ngày \Z"
)
_MONTHS = re.compile(
    r"từ (?:tháng (\d{1,2}) ?(?:/|-|năm| năm) ?|năm )(20\d\d) (?:đến|-|tới)(?: hết|"
    r" cuối)* (?:tháng (\d{1,2}) ?(?:/|-|năm| năm) ?|năm )"
    r"(20\d\d)(?!\d)"
)
_ISSUED = re.compile(r"(?:^|\n)[^\n\d]{2,45}, ?ngày \Z")
_PRESENT = re.compile(r"(?<!\w)(?:có mặt|tập trung|tề tựu)(?: [^\W\d_]+){0,4}[^.;\n]{0,40}\Z")
_SOON = timedelta(days=31)
_INVITES = re.compile(r"(?<!\w)(?:giấy mời|thư mời|kính mời|mời (?:bà con|ông|các|toàn thể|quý))(?!\w)")
_FRESH = timedelta(days=60)


def doubts_about_days(text: Text, marks: Scan) -> list[Warning]:
    """List the days and hours that cannot be, or cannot be together."""
    spans = [*_impossible_days(text, marks), *_impossible_hours(text)]
    return [
        *(Warning(code, (text.quote(*span),)) for code, span in spans),
        *_weekdays(text, marks),
        *_ends_before_starts(text, marks),
        *_late_deadlines(text, marks),
        *_late_presence(text, marks),
    ]


def _is_lunar(low: str, start: int, end: int) -> bool:
    return bool(_LUNAR.match(low, end) or _LUNAR_BEFORE.search(low[max(0, start - 24) : start]))


def _impossible_days(text: Text, marks: Scan) -> Iterator[tuple[WarningCode, tuple[int, int]]]:
    """31/11, 32/12/2026, and 29/02 of a year that has none; the moon's months are others."""
    leap = [
        (dated.start, dated.end)
        for dated in marks.dates
        if any((day.day, day.month) == (29, 2) and day.year and not day.as_date() for day in (dated.first, dated.last))
    ]
    for span in [*marks.no_dates, *leap]:
        if not _is_lunar(text.low, *span):
            yield WarningCode.IMPOSSIBLE_DATE, span


def _impossible_hours(text: Text) -> Iterator[tuple[WarningCode, tuple[int, int]]]:
    seen: set[int] = set()
    for pattern in (_OVER_HOUR, _BEFORE_DAY, _WRONG_PART):
        for match in pattern.finditer(text.low):
            if match.start(1) not in seen:
                seen.add(match.start(1))
                yield WarningCode.IMPOSSIBLE_TIME, match.span(1)


def _weekdays(text: Text, marks: Scan) -> Iterator[Warning]:
    low = text.low
    for dated in marks.dates[:_MOST]:
        day = _resolved(dated.first, marks)
        if day is None or _is_lunar(low, dated.start, dated.end):
            continue
        start, end = dated.start, dated.end
        before = low[max(0, start - 30) : start]
        told = _WEEKDAY_BEFORE.search(before)
        if told and "," in told[0] and _LISTS.search(low, 0, start + 1):
            continue
        if told and not _NOT_ONE.search(low[max(0, start - 60) : start - len(told[0])].rstrip(" ")):
            start -= len(told[0])
        elif dated.first == dated.last and (told := _WEEKDAY_AFTER.match(low, end)):
            end = told.end()
        else:
            continue
        name = next((word for word in told.groups() if word), "")
        if _WEEKDAYS.get(name, 6) != day.weekday():
            yield Warning(WarningCode.WEEKDAY_MISMATCH, (text.quote(start, end),))


def _resolved(day: Day, marks: Scan) -> date | None:
    """The calendar day; one without its year is of the text's only year, if another day of that is near."""
    if day.year is not None:
        return day.as_date()
    known = [one for dated in marks.dates[:_MOST] if (one := dated.first.as_date())]
    if len({one.year for one in known}) != 1:
        return None
    guessed = Day(day.day, day.month, known[0].year).as_date()
    return guessed if guessed and any(abs(guessed - one) <= _FRESH for one in known) else None


def _ends_before_starts(text: Text, marks: Scan) -> Iterator[Warning]:
    low = text.low
    for months in _MONTHS.finditer(low):
        if (int(months[4]), int(months[3] or 12)) < (int(months[2]), int(months[1] or 1)):
            yield Warning(WarningCode.END_BEFORE_START, (text.quote(*months.span()),))
    for one in marks.dates[:_MOST]:
        first, last = one.first.as_date(), one.last.as_date()
        if first is None or last is None or _is_lunar(low, one.start, one.end):
            continue
        written = low[one.start : one.end]
        guessed = first.year != last.year and len(_YEAR.findall(written)) == 1
        if last < first or (guessed and (last - first).days > 365 - _DAYS_BACK):
            yield Warning(WarningCode.END_BEFORE_START, (text.quote(one.start, one.end),))
    for one, other in pairwise(marks.dates[:_MOST]):
        if not _TO.fullmatch(low, one.end, other.start):
            continue
        first, last = _resolved(one.first, marks), _resolved(other.last, marks)
        if first and last and last < first and "từ" in low[max(0, one.start - 30) : one.start]:
            yield Warning(WarningCode.END_BEFORE_START, (text.quote(one.start, other.end),))
    for begin, finish in pairwise(marks.hours[:_MOST]):
        if finish.start - begin.end < _AROUND and _runs_back(low, begin, finish, marks):
            yield Warning(WarningCode.END_BEFORE_START, (text.quote(begin.start, finish.end),))


def _runs_back(low: str, begin: Hour, finish: Hour, marks: Scan) -> bool:
    between = marks.dates_in(begin.end, finish.start)
    after = [dated for dated in marks.dates_in(finish.end, finish.end + 30) if _joins(low, finish.end, dated.start)]
    if len(between) > 1:
        return False
    gap = low[begin.end : between[0].start] if between else ""
    if between and not re.fullmatch(r",? ?(?:sáng |chiều |tối )?(?:thứ \w+,? |chủ nhật,? )?(?:ngày )?", gap):
        return False
    if not _TO.fullmatch(low, between[0].end if between else begin.end, finish.start):
        return False
    starts, ends = (begin.hour, begin.minute), (finish.hour, finish.minute)
    if between and after:
        first, last = _resolved(between[0].first, marks), _resolved(after[0].last, marks)
        return bool(first and last and (last, ends) < (first, starts))
    if between or (after and after[0].first != after[0].last) or ends >= starts or finish.hour == 0:
        return False
    if _NEXT_DAY.match(low, finish.end) and not after:
        return False
    return not (begin.hour >= _NIGHT and finish.hour <= _MORNING)


def _joins(low: str, end: int, start: int) -> bool:
    return bool(re.fullmatch(r",? ?(?:phút )?,?(?:thứ \w+,? |chủ nhật,? )?(?:ngày )?", low[end:start]))


def _events(low: str, marks: Scan) -> Iterator[tuple[date, date, Dated]]:
    """The days on which a text says that something is held."""
    for dated in marks.dates[:_MOST]:
        before = low[max(0, dated.start - _AROUND) : dated.start]
        line = re.split(r"[\n;]|\. ", before)[-1]
        if _ISSUED.search(before) or _DEADLINE.search(line) or not _HELD.search(line) or _cited(line):
            continue
        first, last = dated.first.as_date(), dated.last.as_date()
        if first and last and "kết quả" not in line:
            yield first, last, dated


def _cited(line: str) -> bool:
    return bool(_CITED.search(line)) and not re.search(r"\d ?(?:giờ|h)[^.;\n]{0,12}\Z", line)


def _late_deadlines(text: Text, marks: Scan) -> Iterator[Warning]:
    """Asked to sign up until the 15th for what is on the 10th; results may well be reported after it."""
    low = text.low
    events = list(_events(low, marks))
    if not events:
        return
    last_day = max(last for _, last, _ in events)
    for dated in marks.dates[:_MOST]:
        before = re.split(r"\n|\. ", low[max(0, dated.start - 200) : dated.start])[-1]
        until = dated.last.as_date()
        if until is None or until <= last_day or not _DEADLINE.search(before) or not re.search(_ASKS, before):
            continue
        event = events[0][2]
        yield Warning(
            WarningCode.DEADLINE_AFTER_EVENT, (text.quote(dated.start, dated.end), text.quote(event.start, event.end))
        )


def _late_presence(text: Text, marks: Scan) -> Iterator[Warning]:
    """Asked to be there on the 13th for what is on the 12th: whoever comes then comes too late."""
    held = [(last, dated) for _, last, dated in _events(text.low, marks) if not _is_presence(text.low, dated)]
    if len({last for last, _ in held}) != 1:
        return
    for dated in marks.dates[:_MOST]:
        day = dated.first.as_date()
        if day and held[0][0] < day <= held[0][0] + _SOON and _is_presence(text.low, dated):
            quotes = text.quote(held[0][1].start, held[0][1].end), text.quote(dated.start, dated.end)
            yield Warning(WarningCode.CONTRADICTION, quotes)
            return


def _is_presence(low: str, dated: Dated) -> bool:
    return bool(_PRESENT.search(low[max(0, dated.start - _AROUND) : dated.start]))


def past_of(raw: str, today: date) -> tuple[Warning, ...]:
    """Doubt a text that invites people to a day which is over `today`; pure, reads the first 20,000 characters."""
    text = prepare(raw[:_TOP])
    if not _INVITES.search(text.low):
        return ()
    _, filled = tables_of(text)
    events = list(_events(text.low, scan(text, filled)))
    if not events or any(last >= today for _, last, _ in events):
        return ()
    event = events[0][2]
    return (Warning(WarningCode.PAST_EVENT, (text.quote(event.start, event.end),)),)
