"""A notice's start and end: the hours of its text, each on the days that it is told for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.clock import VIETNAM
from bot.reading.day_roles import denied_spans, is_deadline, is_measured, names_event, outside, resumes
from bot.reading.grammar.dates import Dated, Day, Hour
from bot.reading.grammar.postings import posted_spans
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import Text
from bot.reading.when import Event

_MOST = 150  # hours and dates looked at
_NEAR = 60
_LINE = 400
_EVENING = 18
_HALF_YEAR = 6
_ENDS = re.compile(r"(?:(?<!\w)(?:đến|tới|kết thúc|hết)(?: (?:khoảng|lúc|hết))?|[\dhgờpút')] ?-) ?\Z")
# The hour by which people must have done something is neither the start nor the end of what happens.
_BY_HOUR = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|hạn chót)[^\n.;,]{0,12}\Z|(?:đăng ký|nộp|gửi|hạn)[^\n.;]{0,50}(?:đến|tới|"
    r"hết)[^\n.;,]{0,12}\Z|(?<!\w)hạn(?: (?:chót|cuối|nộp|đăng ký|nhận))[^\n.;:]{0,30}: ?\Z"
)
# "Đề nghị các hộ không để xe dưới lòng đường từ 22h": the hour of what is asked is not that of what happens.
_ASKED = re.compile(
    r"(?:^|[\n.!] ?)[^\w\n]*(?:đề nghị|yêu cầu|khuyến cáo)"
    r"(?![^\n.!]*(?<!\w)(?:đến|dự|có mặt|tập trung)(?!\w))[^\n.!]*\Z"
)
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7])"
_PART = r"(?:sáng|trưa|chiều|tối|đêm)"
# What comes again and again, and not "trợ cấp hằng tháng".
_AGAIN = (
    r"(?<!trợ cấp )(?<!lương )(?<!hưu )(?<!xã hội )(?<!hưởng )"
    r"(?:h[àằ]ng (?:ngày|đêm|tuần|tháng|quý)|(?:mỗi|các) (?:tuần|tháng|quý)|trong tuần)"
)
_O_CLOCK = r"\d{1,2} ?(?:h|g|giờ|:(?=\d))(?: ?\d\d(?: ?phút| ?p)?)?"
_REPEATS = re.compile(
    rf"(?<!\w)(?:(?:{_WEEKDAY}|{_PART}|(?:ngày|mùng) \d{{1,2}})[^\n.;\d]{{0,40}} {_AGAIN}|"
    rf"{_AGAIN}[^\n.;]{{0,40}}?(?<!\w)(?:{_WEEKDAY}|{_PART}|(?:ngày|mùng) \d|{_O_CLOCK})|"
    rf"{_O_CLOCK} {_AGAIN}|"
    rf"(?:thời gian|lịch|định kỳ|tiếp|vào)[^\n.;\d]{{0,30}} {_AGAIN}|"
    rf"từ {_WEEKDAY},? (?:đến|tới) (?:hết )?{_WEEKDAY}(?![ ,(]{{1,3}}(?:ngày )?\d\d?[/-])|"
    rf"(?:mỗi|các) (?:(?:ngày|buổi) )?(?:{_PART}|{_WEEKDAY}|trong tuần|làm việc)(?![ ,(]{{1,3}}(?:ngày )?\d\d?[/-])|"
    rf"mỗi (?:ngày|buổi)(?=[^\n.;]{{0,30}}(?<!\w)(?:{_PART}|{_O_CLOCK})))(?!\w)"
)
# Dates of one list: "ngày 05/12/2026 (thứ Bảy) và ngày 06/12/2026", "đêm 04/12 rạng sáng 05/12".
_LISTED = re.compile(rf"(?:[\s,()&+]|{_WEEKDAY}|{_PART}|(?:và|ngày|cả|các|rạng|buổi|đến|tới|hết)(?!\w)){{1,14}}")
_SO_ON = re.compile(
    rf"(?:[\s,:()-]|(?:từ|lúc|vào|hồi|đến|tới|bắt đầu|buổi|{_PART}|{_WEEKDAY})(?!\w)|{_O_CLOCK}(?!\w)){{0,16}}"
)
_HOUR_FIRST = re.compile(rf"{_O_CLOCK}[\s,]*(?:{_PART} |{_WEEKDAY},? |ngày )*\Z")
# A day that a list gives to a place: "- Thôn Hạ: sáng 08/12", "Ngày 08/12: thôn Hạ", a row of a table.
_OPENS = re.compile(rf"\W*(?:\d{{1,2}}[.)] )?(?:(?:{_PART}|{_WEEKDAY}|buổi|cả|trong|từ|ngày|vào|đợt \d)[\s,:]+)*\Z")
_NAMED = re.compile(
    rf"[^\n:]{{2,80}}:[ ]?(?:(?:{_PART}|{_WEEKDAY}|buổi|cả|trong|từ|ngày|vào)[\s,]+|{_O_CLOCK}[\s,-]*|đến )*\Z"
)
_OF_PART = re.compile(rf"(?<!\w)(?:{_PART}|(?:cả|trong))[, (]{{1,3}}(?:{_WEEKDAY},? \(?)?(?:ngày )?\Z")
# "nếu mưa thì chuyển sang ngày 09/12": it may still happen then.
_MOVED = re.compile(r"(?<!\w)(?:chuyển|dời|lùi|hoãn|dự phòng)[^\n.;\d]{0,25}\Z")


@dataclass(frozen=True, slots=True)
class _Days:
    """The first and the last day that an hour is told for."""

    first: Day
    last: Day


def start_and_end(text: Text, scan: Scan, happening: Event | None) -> tuple[datetime | None, datetime | None]:
    """Give a notice's start and end, in Vietnam's time: the first hour and the last one, each on its own date.

    "từ 7h30 đến 16h30 ngày 25/11/2026", "7h30 ngày 25/11/2026 đến 16h ngày 26/11/2026"; of several sittings the end is
    the last one's, on the last day that a list names. What repeats ("thứ Năm hằng tuần") has no end, and where the end
    is in doubt none is given. A date without its year takes that of the text's dates; where none has a year nothing is
    given.
    """
    sittings = [one for one in _sittings(text, scan, happening) if one]
    starts: list[datetime] = []
    ends: list[datetime] = []
    opened: tuple[Hour, _Days] | None = None
    for hour in outside(scan.hours[:_MOST], [*posted_spans(text.low), *denied_spans(text.low)]):
        before = text.low[max(0, hour.start - 70) : hour.start].rpartition("\n")[2]
        if (
            is_measured(text.low, hour)
            or _BY_HOUR.search(before)
            or resumes(before)
            or _ASKED.search(text.low[max(0, hour.start - _LINE) : hour.start])
        ):
            continue
        days = _days_of(text.low, hour, scan) or _all_days(happening, sittings)
        if days is None:
            continue
        closing = bool(_ENDS.search(before[-20:]))
        day = _with_year(days.last if closing else days.first, happening, scan, hour.start)
        if day is None:
            continue
        at = datetime(day.year, day.month, day.day, hour.hour, hour.minute, tzinfo=VIETNAM)
        if closing and opened and opened[1] == days and _passes_midnight(opened[0], hour):
            at += timedelta(days=1)
        if not closing:
            opened = hour, days
        (ends if closing else starts).append(at)
    begin, finish = min(starts, default=None), max(ends, default=None)
    last = max(sittings, default=None)
    if finish is not None and last is not None and last > finish.date():
        begins_then = any(one.date() == last for one in starts)  # and nothing tells when that is over
        finish = None if begins_then else datetime.combine(last, max(one.time() for one in ends), tzinfo=VIETNAM)
    if begin is not None and finish is not None and (finish <= begin or max(starts) >= finish):
        finish = None
    return begin, None if _repeats(text, scan) else finish


def _passes_midnight(opened: Hour, closed: Hour) -> bool:
    """Tell "từ 22 giờ đến 4 giờ", which ends on the day after."""
    return opened.hour >= _EVENING and (closed.hour, closed.minute) <= (opened.hour, opened.minute)


def _repeats(text: Text, scan: Scan) -> bool:
    """Tell a schedule that goes on: it comes again each week, and its line names no last day."""
    for found in _REPEATS.finditer(text.low):
        begin = text.low.rfind("\n", 0, found.start()) + 1
        end = text.low.find("\n", found.end())
        dated = scan.dates_in(begin, end if end >= 0 else len(text.low))
        if not any(one.first != one.last for one in dated):
            return True
    return False


def _sittings(text: Text, scan: Scan, happening: Event | None) -> Iterator[date | None]:
    """Give the days of a schedule: those of a part of the day, and those that two or more lines name in one way."""
    low = text.low
    alike: dict[str, list[Dated]] = {"opens": [], "named": [], "row": []}
    days: list[Dated] = []
    for dated in outside(scan.dates[:_MOST], posted_spans(low)):
        if not names_event(low, dated) or is_deadline(low, dated):
            continue
        line = low[max(low.rfind("\n", 0, dated.start) + 1, dated.start - _LINE) : dated.start]
        if _OF_PART.search(line) or _MOVED.search(line):
            days.append(dated)
        elif _OPENS.fullmatch(line):
            alike["opens"].append(dated)
        elif _NAMED.fullmatch(line):
            alike["named"].append(dated)
        elif "|" in line or "\t" in line:
            alike["row"].append(dated)
    for listed in alike.values():
        days += listed if len(listed) > 1 else []
    for dated in days:
        yield _with_year(dated.first, happening, scan, dated.start)
        yield _with_year(dated.last, happening, scan, dated.start)


def _all_days(happening: Event | None, sittings: list[date]) -> _Days | None:
    """Give the days of an hour that stands alone: those of the whole schedule."""
    if happening is None or happening.first is None or happening.last is None:
        return _Days(_day(min(sittings)), _day(max(sittings))) if sittings else None
    known = happening.first.as_date(), happening.last.as_date()
    if not sittings or known[0] is None or known[1] is None:
        return _Days(happening.first, happening.last)
    return _Days(_day(min(known[0], *sittings)), _day(max(known[1], *sittings)))


def _day(day: date) -> Day:
    return Day(day.day, day.month, day.year)


def _with_year(day: Day, happening: Event | None, scan: Scan, at: int) -> date | None:
    """Give a day's date; one without a year takes that of the text's event, else of the last full date before it."""
    if day.year is not None:
        return day.as_date()
    known = happening.first if happening else None
    if known is None or known.year is None:
        known = next((one.first for one in reversed(scan.dates_in(0, at)[-9:]) if one.first.year), None)
    if known is None or known.year is None:
        return None
    turns = known.month - day.month > _HALF_YEAR  # 28/12/2026 … 05/01
    return replace(day, year=known.year + turns).as_date()


def _days_of(low: str, hour: Hour, scan: Scan) -> _Days | None:
    """Give the days of an hour: the next ones in its line unless another clause begins, else those before."""
    line_start = low.rfind("\n", max(0, hour.start - _LINE), hour.start) + 1
    line_end = low.find("\n", hour.end, hour.end + _LINE)
    line_end = line_end if line_end >= 0 else hour.end + _LINE
    before = scan.dates_in(max(line_start, hour.start - _LINE), hour.start)
    after = scan.dates_in(hour.end, line_end)
    if after and after[0].start <= hour.end + _NEAR and _one_clause(low[hour.end : after[0].start]):
        gap = low[hour.end : after[0].start]
        if not (before and ("," in gap or "và" in gap) and _leads(low, before[-1], hour)):
            return _run(low, after)
    if before and _each_its_day(low, before, hour):
        return _Days(before[0].first, before[-1].last)
    return _run(low, before[::-1]) if before else _day_above(low, line_start, scan)


# "Ngày: 08/12/2026" on a line of its own, over the hours of that day.
_DAY_LINE = re.compile(
    rf"[^\w\n]*(?:\d{{1,2}}[.)] )?(?:{_WEEKDAY},? )?(?:ngày)?[ :]*[\d/.\- ]{{3,30}}(?:\([^()\n]{{2,20}}\))?[^\w\n]*\Z"
)


_UNDER_DAY = re.compile(rf"[^\S\n]*[-+*•–]|[^\w\n]*(?:{_PART}|từ|lúc|buổi|{_O_CLOCK})(?!\w)")
_MOST_UNDER = 12  # lines of one day


def _day_above(low: str, line_start: int, scan: Scan) -> _Days | None:
    """Give the day of a line over the hours, past the other hours that are listed under it."""
    for _ in range(_MOST_UNDER):
        above = low.rfind("\n", 0, max(0, line_start - 1)) + 1
        line = low[above : max(above, line_start - 1)]
        dates = scan.dates_in(above, line_start)
        if dates and _DAY_LINE.match(line):
            return _run(low, dates)
        if dates or not above or not _UNDER_DAY.match(line):
            return None
        line_start = above
    return None


def _each_its_day(low: str, dates: list[Dated], hour: Hour) -> bool:
    """Tell the hours for a list that the sentence before gave: "bản Che ngày 08/12; bản Bua ngày 09/12. Từ 7h"."""
    over = ". " in low[dates[-1].end : hour.start]
    return over and all(";" in low[one.end : other.start] for one, other in pairwise(dates)) and len(dates) > 1


def _leads(low: str, dated: Dated, hour: Hour) -> bool:
    """Tell a day that stands before its hours: "sáng 05/12 từ 7h30 đến 11h, chiều 06/12 từ 14h"."""
    return bool(_SO_ON.fullmatch(low, dated.end, hour.start)) and not _HOUR_FIRST.search(
        low[max(0, dated.start - 30) : dated.start]
    )


def _run(low: str, dates: list[Dated]) -> _Days:
    """Give the days of a list of dates, from the one nearest to the hour on: "ngày 05/12 và ngày 06/12, từ 7 giờ"."""
    run = dates[:1]
    for one in dates[1:]:
        left, right = sorted((run[-1], one), key=lambda dated: dated.start)
        if right.start - left.end > _NEAR or not _LISTED.fullmatch(low, left.end, right.start):
            break
        run.append(one)
    run.sort(key=lambda dated: dated.start)
    return _Days(run[0].first, run[-1].last)


def _one_clause(between: str) -> bool:
    return "." not in between.replace("tp.", "") and ";" not in between
