"""When a text's event is: its date told apart from cited, celebrated and closing dates."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.posts import Kind
from bot.reading.day_roles import (
    ADOPTED,
    AROUND,
    AT_HOUR,
    LABEL,
    OPENS,
    PART_OF_DAY,
    THAT_IS,
    denied_spans,
    is_deadline,
    is_issue,
    is_measured,
    is_other,
    outside,
    resumes,
)
from bot.reading.grammar.dates import Dated, Day
from bot.reading.grammar.postings import posted_spans
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import Text, is_row, line_of
from bot.reading.years import likely_year, written_year

_MOST = 150  # dates looked at: an event stands near the top, and a list of deadlines may be endless
_PREFIX = re.compile(
    r"(?:(?:trong|vào|từ)\s+)?(?:(?:trong |cả )?(?:hai|ba|"
    r"(?<=trong )0?\d)\s+)?(?:các\s+)?(?:(?:buổi\s+)?(?:sáng|chiều|"
    r"tối|trưa|đêm)s?[, ]{0,2}(?:nay\s?)?\(?)?"
    r"(?:(?:thứ \w+|chủ nhật|cn|t[2-7]),?\s+)?(?:ngày:?\s*|mùng\s*)?(?<![^\W_])\Z"
)
_FROM_NOW = re.compile(r"(?:từ nay )?(?:đến|trước|chậm nhất|hạn)[^\n.;]{0,25}\Z")
_AS_OF = re.compile(r"(?:tính đến|tính từ|kể từ|đến thời điểm|cập nhật|hiệu lực)[^\n.;,]{0,20}\Z")
_ON_WEEKDAY = re.compile(r"(?<!\w)(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)[, (]{1,3}(?:ngày )?\Z")
_HELD = re.compile(
    r"[^\n.]{0,250}?(?:tổ chức|diễn ra|khai mạc|họp|ra quân|xảy ra|tham gia|tham dự|tiếp |phối hợp|chủ trì|"
    r"tiến hành|tạm |đã )"
)
_LABELLED = re.compile(
    r"\A[^\w\n]*(?:\d{1,2}\W{1,3}|[a-zđ]\W{1,2})?(?:thời gian|thời điểm|ngày diễn ra|bắt đầu|khai mạc|"
    r"vào (?:hồi|lúc))"
)
# A line that holds nothing but a day: of news it is when it was posted.
_ALONE = re.compile(r"(?<![^\n])\d{1,2}/\d{1,2}/\d{4}[^\w\n]*(?:\n|\Z)")
_HOUR_NEXT = re.compile(r"[ ,:(]{1,3}(?:từ |lúc |bắt đầu ){0,2}\d{1,2} ?(?:h|g|giờ|:\d\d)")
_FROM_HOUR = re.compile(r"(?<!\w)từ \d{1,2} ?(?:h|giờ)(?: ?\d\d)?,? (?:sáng |chiều |tối )?ngày \Z")
# When something else ends or is gathered: "Thời gian tiếp nhận ý kiến từ ngày 10/12", "Địa chỉ cũ ngừng nhận từ …".
_BESIDE = re.compile(
    r"(?<!\w)(?:(?:tiếp nhận|thu nhận|nhận|gửi) (?:các )?(?:ý kiến|câu hỏi|kiến nghị)|"
    r"(?:địa chỉ|trụ sở|địa điểm|nơi) cũ)(?!\w)[^\n]{0,80}\Z"
)
# Of an office that is closed it is that day, not the one on which it sees to what cannot wait.
_CLOSED = re.compile(
    r"(?<!\w)(?<!cán bộ )nghỉ(?: (?!hưu|việc|học|phép)[^\W\d_]+){0,3} (?:(?:từ|vào|trong) )?(?:các )?(?:ngày )?\Z"
)
_AFTER_COLON = re.compile(r": (?:từ )?(?:ngày )?\Z")
# "Tháng 7 | Nguyễn Thị Thống | Ngày 03; 10; 17" in a calendar of receptions.
_MONTH_ROW = re.compile(
    r"(?m)^\W{0,3}tháng (\d{1,2})(?:[/ ](?:năm )?(20\d\d))?\b[^\n\d]{1,120}?(ngày (\d{1,2}))(?![\d/])"
)
_OF_YEAR = re.compile(r"(?:năm |/)(20\d\d)(?!\d)")
_CALENDAR = re.compile(r"lịch (?:tiếp|trực|làm việc|công tác|tiêm|khám|thu|cúp|cắt|họp)")


@dataclass(frozen=True, slots=True)
class Event:
    """The date that a text is about: its span with the words of time before it, its first and last day.

    `lacks_year` tells that none is written with it, even where the line of posting gives one.
    """

    start: int
    end: int
    first: Day | None
    last: Day | None
    lacks_year: bool = False

    @property
    def day(self) -> date | None:
        """The first day, None when no year is written or when only a deadline is."""
        return self.first.as_date() if self.first else None


def event(text: Text, scan: Scan, body: int, kind: Kind = Kind.REPORT) -> Event | None:
    """Find the event's date; `body` is where the text under its title begins.

    An opening ("Sáng ngày 08-7, …"), a labelled line ("Thời gian: …") or a line of issue ("…, ngày 04 tháng 8 năm
    2026") counts; a cited document's, an anniversary's or a closing date never does, nor when a page was posted. Of an
    announcement or a meeting the day that it is about comes before the day of issue.
    """
    best: tuple[float, Dated] | None = None
    deadline: Dated | None = None
    posted = posted_spans(text.low)
    issued = _issued(text.low, scan)
    calendar = bool(_CALENDAR.search(text.low, 0, body))
    rank = 0
    for dated in outside(scan.dates[:_MOST], [*posted, *denied_spans(text.low)]):
        before = text.low[max(0, dated.start - AROUND) : dated.start]
        if is_deadline(text.low, dated):
            deadline = deadline or dated
            continue
        if kind is Kind.ANNOUNCEMENT and is_measured(text.low, dated):
            continue
        if is_other(text.low, dated, before) or (kind is not Kind.ANNOUNCEMENT and _ALONE.match(text.low, dated.start)):
            continue
        points = _points(text.low, dated, before, body) - rank * 0.25
        points += _worth(text.low, dated, before, kind, issued)
        rank += 1
        if not is_issue(text.low, dated.start) and is_row(text.low, *line_of(text.low, dated.start)):
            points += 4 if calendar else 2 * (kind is Kind.ANNOUNCEMENT)
        if points > 0 and (best is None or points > best[0]):
            best = points, dated
    if calendar and (best is None or best[1].first.as_date() == issued):
        first_row = _calendar_day(text, body)
        if first_row is not None:
            return first_row
    if best is not None and best[0] >= 1:
        dated = best[1]
        start = _written_from(text.low, dated.start)
        written = written_year(text.low, scan, dated, text.low[:body])
        year = written or likely_year(text.low, scan, dated, posted, issued)
        first, last = (replace(day, year=day.year or year) for day in (dated.first, dated.last))
        return Event(start, dated.end, first, last, lacks_year=dated.first.year is None and written is None)
    if deadline is None:
        return None
    before = text.low[max(0, deadline.start - 40) : deadline.start]
    told = _FROM_NOW.search(before)
    return Event(deadline.start - (len(before) - told.start() if told else 0), deadline.end, None, None)


def _issued(low: str, scan: Scan) -> date | None:
    """Give the day of issue, from the first line like "Mỹ Bình, ngày 25 tháng 01 năm 2027", or the last."""
    for dated in [*scan.dates[:8], *scan.dates[8:][-2:]]:
        if is_issue(low, dated.start):
            return dated.first.as_date()
    return None


def _worth(low: str, dated: Dated, before: str, kind: Kind, issued: date | None) -> float:
    """Weigh a date of a notice or a meeting: what it is about beats the day it was signed, and lies not before it."""
    if kind in (Kind.ANNOUNCEMENT, Kind.MEETING) and is_issue(low, dated.start) and not LABEL.search(before[-40:]):
        return -1.5
    if kind is not Kind.ANNOUNCEMENT:
        return 0.0
    if _BESIDE.search(before) or resumes(before):
        return -4.0
    # A notice may tell its day far below: half of what the distance took is given back.
    points = 0.5
    day = dated.first.as_date()
    if issued and day:
        points += 2 if day >= issued else -2
    if (dated.first != dated.last and before.endswith(("từ ngày ", "từ "))) or _FROM_HOUR.search(before):
        points += 3.5
    if _HOUR_NEXT.match(low, dated.end):
        points += 2
    if _AFTER_COLON.search(before) or _CLOSED.search(before):
        points += 3
    return points


def _calendar_day(text: Text, body: int) -> Event | None:
    """Give the first day of a calendar whose rows name a month and its days, the year from the row or the title."""
    row = _MONTH_ROW.search(text.low, 0, 20_000)
    if row is None:
        return None
    named = row[2] or next(iter(_OF_YEAR.findall(text.low[: body + 1])), None)
    day = Day(int(row[4]), int(row[1]), int(named) if named else None)
    return Event(row.start(3), row.end(3), day, day, lacks_year=named is None) if day.as_date() else None


def _points(low: str, dated: Dated, before: str, body: int) -> float:
    line = before.rpartition("\n")[2]
    part_of_day = bool(PART_OF_DAY.search(before))
    points = 0.0
    if part_of_day:
        points += 4
    elif _ON_WEEKDAY.search(line) or THAT_IS.search(line):
        points += 3
    if LABEL.search(line):
        points += 5 if _LABELLED.match(line) or (len(line) < 70 and "(" not in line) else 2
    if is_issue(low, dated.start):
        points += 3.5
    if OPENS.search(before):
        points += 3
    if _HELD.match(low, dated.end):
        points += 1
    if before.endswith(("ngày ", "ngày")):
        points += 1
    if dated.start < body:
        points += 1
    if AT_HOUR.search(line):
        points += 3
    if ADOPTED.search(line):
        points += 3
    if _AS_OF.search(line) and not AT_HOUR.search(line):
        points -= 3
    # An event is told at the top; further down stand other days.
    return points - min(3.0, max(0, dated.start - body) / 700) * (0.5 if LABEL.search(line) else 1)


def _written_from(low: str, start: int) -> int:
    window = low[max(0, start - 40) : start]
    prefix = _PREFIX.search(window.rpartition("\n")[2])
    if prefix is None:
        return start
    written = prefix[0].lstrip(" ,(")
    return start - len(written)
