"""When a text's event is: its date told apart from cited, celebrated and closing dates."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.domain.posts import Kind
from bot.reading.grammar.dates import Dated, Day, Hour
from bot.reading.grammar.postings import posted_spans
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import Text, is_row, line_of

_Told = TypeVar("_Told", Dated, Hour)
_MOST = 150  # dates looked at: an event stands near the top, and a list of deadlines may be endless
_AROUND = 120
_PREFIX = re.compile(
    r"(?:(?:trong|vào|từ)\s+)?(?:(?:trong |cả )?(?:hai|ba|"
    r"(?<=trong )0?\d)\s+)?(?:các\s+)?(?:(?:buổi\s+)?(?:sáng|chiều|"
    r"tối|trưa|đêm)s?[, ]{0,2}(?:nay\s?)?\(?)?"
    r"(?:(?:thứ \w+|chủ nhật|cn|t[2-7]),?\s+)?(?:ngày:?\s*|mùng\s*)?(?<![^\W_])\Z"
)
_DEADLINE = re.compile(
    r"(?:trước|đến hết|từ nay đến(?: hết)?|chậm nhất|muộn nhất|hạn chót|thời hạn|hết hạn|hạn|hoàn thành|"
    r"xong|hết|kết thúc|đến|sau)"
    r"(?: trước| cuối| là| vào| trong| đến)?(?: ngày)?:? ?\Z|(?<!\w)hạn(?: (?:nộp|đăng ký|nhận|chót|đợt|\d))+: ?\Z"
)
_FROM_NOW = re.compile(r"(?:từ nay )?(?:đến|trước|chậm nhất|hạn)[^\n.;]{0,25}\Z")
_DOCUMENTS = (
    "nghị quyết|quyết định|kế hoạch|công văn|chỉ thị|kết luận|thông tư|nghị định|(?<!pháp )(?<!kỷ )luật|"
    "quy định|văn bản|tờ trình|pháp lệnh|đề án|quy chế|công điện|hợp đồng|biên bản|giấy|chương trình|thông tri|"
    "quy hoạch|"
    # these are verbs as well: "thông báo ngày 30/11 cúp điện" cites nothing
    "(?:thông báo|hướng dẫn|báo cáo)(?= (?:kết luận|số|của|liên|nhanh|tổng))"
)
_CITED = re.compile(rf"(?:(?:{_DOCUMENTS})(?: số:)?[^\n.;:]{{0,50}}|/[a-zđ&\-]+,?|(?:ban hành|ký)) ?(?:ngày|,)? ?\Z")
_OF_SOMEBODY = re.compile(r" của (?:ủy ban|ubnd|đảng|bộ|sở|hđnd|hội đồng|chính phủ|thủ tướng)")
_CELEBRATED = re.compile(
    r"(?:kỷ niệm|chào mừng|hướng tới|thành lập|quốc khánh|thương binh|liệt sĩ|liệt sỹ|ngày sinh|"
    r"truyền thống|giải phóng|thống nhất|"
    r"quốc tế|cách mạng|chiến thắng|khởi nghĩa|nhà giáo|phụ nữ việt nam|thầy thuốc|doanh nhân|báo chí|"
    r"hưởng ứng|lễ|tết|dịp|nhân ngày|"
    r"sinh|(?<!thứ )năm ngày|toàn quốc|toàn dân|ngày hội|ngày gia đình|ngày thế giới)[^\n.;:]{0,45}\Z"
)
_AT_HOUR = re.compile(
    r"\d(?:h|g| giờ)[^.\n,]{0,12},? (?:sáng |chiều |tối )?(?:(?:thứ \w+,?|chủ nhật,?)(?: ngày)?|ngày) \Z"
)
# A resolution tells at its end when it was adopted.
_ADOPTED = re.compile(r"(?:này|nghị quyết) (?:đã )?(?:được|do) [^\n]{0,80}thông qua ngày \Z")
_AS_OF = re.compile(r"(?:tính đến|tính từ|kể từ|đến thời điểm|cập nhật|hiệu lực)[^\n.;,]{0,20}\Z")
_PART_OF_DAY = re.compile(
    r"(?:(?:sáng|chiều|tối|trưa|đêm)(?: nay)?|hôm nay|ngày mai)[, (]{0,3}(?:(?:thứ \w+|chủ nhật|cn|"
    r"t[2-7]),? )?(?:\()?(?:ngày )?\Z"
)
_ON_WEEKDAY = re.compile(r"(?<!\w)(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)[, (]{1,3}(?:ngày )?\Z")
_LABEL = re.compile(r"(?:thời gian|vào hồi|vào lúc|lúc|bắt đầu|khai mạc|ngày diễn ra|thời điểm)[^\n]{0,60}\Z")
_PUT_OFF = re.compile(r"[ ,)]{1,3}(?:nay |xin |được |phải |tạm |sẽ )*(?:hoãn|dời|lùi|hủy)(?!\w)")  # not that day, then
_HELD = re.compile(
    r"[^\n.]{0,250}?(?:tổ chức|diễn ra|khai mạc|họp|ra quân|xảy ra|tham gia|tham dự|tiếp |phối hợp|chủ trì|"
    r"tiến hành|tạm |đã )"
)
_ISSUE = re.compile(r"(?:^|\n)(?![^\n]*(?:thứ |chủ nhật|sáng|chiều|tối))[^\n\d]{2,45}, ?ngày \Z")
_OPENS = re.compile(
    r"(?:^|[\n.!?])[^\w\n]*(?:(?:theo đó|cụ thể),? )?(?:(?:trong|vào|hôm|bắt đầu|kể) )?(?:(?:các|hai|ba|\d+) )?"
    r"(?:ngày |từ |từ ngày |ngày từ )?\Z"
)
_LABELLED = re.compile(
    r"\A[^\w\n]*(?:\d{1,2}\W{1,3}|[a-zđ]\W{1,2})?(?:thời gian|thời điểm|ngày diễn ra|bắt đầu|khai mạc|"
    r"vào (?:hồi|lúc))"
)
# A line that holds nothing but when the text was posted: "16/07/2026 - 17:14".
_STAMP = re.compile(r"\W*(?:thứ \w+|ngày|đăng|cập nhật|lúc|[\s,:|-])*\Z")
# … unless a picture says that it is a day to come to, or the hour stands on the line below.
_CALENDAR_SIGN = re.compile(r"\s*[🗓📅📆⏰🕐-🕧]")
_HOUR_BELOW = re.compile(r"[^\w\n]*\n[^\w\n]*(?:từ |lúc )?\d{1,2} ?(?:h|g|giờ)(?![a-z])")
_STAMP_END = re.compile(r"[\s,:|\-\d.hg]*(?:\n|\Z|am|pm)")
# A line that holds nothing but a day: of news it is when it was posted.
_ALONE = re.compile(r"(?<![^\n])\d{1,2}/\d{1,2}/\d{4}[^\w\n]*(?:\n|\Z)")
_FRESH = 40  # days after its event in which a text is posted
_AHEAD = 92  # days before its event in which a notice is issued
_HOUR_NEXT = re.compile(r"[ ,:(]{1,3}(?:từ |lúc |bắt đầu ){0,2}\d{1,2} ?(?:h|g|giờ|:\d\d)")
_FROM_HOUR = re.compile(r"(?<!\w)từ \d{1,2} ?(?:h|giờ)(?: ?\d\d)?,? (?:sáng |chiều |tối )?ngày \Z")
_TITLED = re.compile(r"tháng (\d{1,2}) ?(?:/|-|năm) ?(20\d\d)(?!\d)")
_THAT_IS = re.compile(r"\((?:tức|nhằm)(?: là)? (?:ngày )?\Z")
_AFTER_COLON = re.compile(r": (?:từ )?(?:ngày )?\Z")
# "Tháng 7 | Nguyễn Thị Thống | Ngày 03; 10; 17" in a calendar of receptions.
_MONTH_ROW = re.compile(
    r"(?m)^\W{0,3}tháng (\d{1,2})(?:[/ ](?:năm )?(20\d\d))?\b[^\n\d]{1,120}?(ngày (\d{1,2}))(?![\d/])"
)
_OF_YEAR = re.compile(r"(?:năm |/)(20\d\d)(?!\d)")
_CALENDAR = re.compile(r"lịch (?:tiếp|trực|làm việc|công tác|tiêm|khám|thu|cúp|cắt|họp)")
_SPAN_GAP = 50
_LIST_GAP = 200
_NEXT_QUARTER = re.compile(
    r"[;,] ?(?:và )?(?:các )?(?:khóm|khu phố|tổ|ấp|thôn|xóm|bản|buôn|khối|lớp|hộ|trường hợp)(?!\w)"
)
_SPAN_TO = re.compile(r"[^\n.;]{0,30}?(?<!\w)(?:đến|tới|rạng|và)(?!\w)[^\n.;]{0,20}")
_OLD_SPAN = 2  # years: a "range" over more years is an anniversary, 27/7/1947 - 27/7/2026


# The hour of what was measured or has happened: "Hồi 12 giờ ngày 19/11, mực nước hồ ở cao trình 62,8 m".
_MEASURED = re.compile(
    r"(?: ?\d+)?(?: phút)?(?:,? (?:sáng|chiều|tối|trưa|đêm|nay|cùng ngày|ngày [\d/ .-]{3,10}))*,? (?:mực nước|"
    r"lượng mưa|"
    r"vị trí tâm|tâm (?:bão|áp thấp)|bão|áp thấp|đo được|ghi nhận)(?!\w)"
)

# "Không tổ chức lúc 18h như thông báo trước": the hour at which it is not.
_DENIED = re.compile(
    r"(?<!\w)(?:không(?! (?:quá|muộn|trễ|chậm))|thay vì|thay cho)(?!\w)[^.;\n]{0,80}? như "
    r"(?:trước|đã|thông báo|cũ|kế hoạch|lịch|tin|thư mời|giấy mời|dự kiến|mọi)(?!\w)"
)


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
    for dated in outside(scan.dates[:_MOST], posted):
        before = text.low[max(0, dated.start - _AROUND) : dated.start]
        if is_deadline(text.low, dated):
            deadline = deadline or dated
            continue
        if _is_other(text.low, dated, before) or (
            kind is not Kind.ANNOUNCEMENT and _ALONE.match(text.low, dated.start)
        ):
            continue
        points = _points(text.low, dated, before, body) - rank * 0.25
        points += _worth(text.low, dated, before, kind, issued)
        rank += 1
        if not _ISSUE.search(before) and is_row(text.low, *line_of(text.low, dated.start)):
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
        closing = _closing_year(text.low, scan, dated)
        written = (
            closing
            or _listed_year(text.low, scan, dated)
            or _same_day(scan, dated)
            or _year_before(text.low, scan, dated)
            or _titled_year(text.low[:body], dated)
        )
        year = written or _stamped_year(text.low, scan, dated, posted) or _issue_year(dated, issued)
        first, last = (replace(day, year=day.year or year) for day in (dated.first, dated.last))
        return Event(start, dated.end, first, last, lacks_year=dated.first.year is None and written is None)
    if deadline is None:
        return None
    before = text.low[max(0, deadline.start - 40) : deadline.start]
    told = _FROM_NOW.search(before)
    return Event(deadline.start - (len(before) - told.start() if told else 0), deadline.end, None, None)


def outside(found: list[_Told], spans: list[tuple[int, int]]) -> list[_Told]:
    """Give what begins in none of the spans, such as those that tell when a page was posted."""
    return [one for one in found if not any(start <= one.start < end for start, end in spans)]


def _issued(low: str, scan: Scan) -> date | None:
    """Give the day of issue, from the first line like "Mỹ Bình, ngày 25 tháng 01 năm 2027", or the last."""
    for dated in [*scan.dates[:8], *scan.dates[8:][-2:]]:
        if _ISSUE.search(low[max(0, dated.start - _AROUND) : dated.start]):
            return dated.first.as_date()
    return None


def _worth(low: str, dated: Dated, before: str, kind: Kind, issued: date | None) -> float:
    """Weigh a date of a notice or a meeting: what it is about beats the day it was signed, and lies not before it."""
    if kind in (Kind.ANNOUNCEMENT, Kind.MEETING) and _ISSUE.search(before) and not _LABEL.search(before[-40:]):
        return -1.5
    if kind is not Kind.ANNOUNCEMENT:
        return 0.0
    # A notice may tell its day far below: half of what the distance took is given back.
    points = 0.5
    day = dated.first.as_date()
    if issued and day:
        points += 2 if day >= issued else -2
    if (dated.first != dated.last and before.endswith(("từ ngày ", "từ "))) or _FROM_HOUR.search(before):
        points += 3.5
    if _HOUR_NEXT.match(low, dated.end):
        points += 2
    if _AFTER_COLON.search(before):
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


def _is_other(low: str, dated: Dated, before: str) -> bool:
    """Tell the date of a cited document, of an anniversary or of a span of years."""
    line = before.rpartition("\n")[2]
    part_of_day = bool(_PART_OF_DAY.search(before))
    first, last = dated.first.year, dated.last.year
    if first and last and last - first >= _OLD_SPAN:
        return True
    cited = _CITED.search(line) or (line.endswith("thông báo ngày ") and _OF_SOMEBODY.match(low, dated.end))
    if cited and not part_of_day and not _LABEL.search(line) and not _ADOPTED.search(line):
        return True
    if _PUT_OFF.match(low, dated.end):
        return True
    return (
        _is_celebrated(line)
        and not _THAT_IS.search(line)
        and not _AT_HOUR.search(line)
        and not part_of_day
        and not _OPENS.search(before)
    )


def _is_celebrated(line: str) -> bool:
    """Tell an anniversary from the days of a holiday: "nghỉ Tết từ ngày 01/02/2027"."""
    return bool(_CELEBRATED.search(line)) and not line.endswith((" từ ", " từ ngày "))


def is_measured(low: str, told: Dated | Hour) -> bool:
    """Tell a day or an hour at which something was measured: it begins nothing that people come to."""
    return bool(_MEASURED.match(low, told.end))


def denied_spans(low: str) -> list[tuple[int, int]]:
    """Give the clauses that tell when something is not held: "không tổ chức lúc 18h như đã báo"."""
    return [one.span() for one in _DENIED.finditer(low)]


def is_issue(low: str, at: int) -> bool:
    """Tell the day on which a paper was signed: "Mỹ Bình, ngày 25 tháng 01 năm 2027"."""
    return bool(_ISSUE.search(low[max(0, at - _AROUND) : at]))


def _points(low: str, dated: Dated, before: str, body: int) -> float:
    line = before.rpartition("\n")[2]
    part_of_day = bool(_PART_OF_DAY.search(before))
    points = 0.0
    if part_of_day:
        points += 4
    elif _ON_WEEKDAY.search(line) or _THAT_IS.search(line):
        points += 3
    if _LABEL.search(line):
        points += 5 if _LABELLED.match(line) or (len(line) < 70 and "(" not in line) else 2
    if _ISSUE.search(before):
        points += 3.5
    if _OPENS.search(before):
        points += 3
    if _HELD.match(low, dated.end):
        points += 1
    if before.endswith(("ngày ", "ngày")):
        points += 1
    if dated.start < body:
        points += 1
    if _AT_HOUR.search(line):
        points += 3
    if _ADOPTED.search(line):
        points += 3
    if _AS_OF.search(line) and not _AT_HOUR.search(line):
        points -= 3
    # An event is told at the top; further down stand other days.
    return points - min(3.0, max(0, dated.start - body) / 700) * (0.5 if _LABEL.search(line) else 1)


def is_deadline(low: str, dated: Dated) -> bool:
    """Tell a day by which something must be done from one on which it happens."""
    before = low[max(0, dated.start - _AROUND) : dated.start]
    return bool(_DEADLINE.search(before)) and not _PART_OF_DAY.search(before)


def names_event(low: str, dated: Dated) -> bool:
    """Tell whether a date may be that of something to come to: not of a document, an anniversary or a line of issue."""
    before = low[max(0, dated.start - _AROUND) : dated.start]
    line = before.rpartition("\n")[2]
    if _ISSUE.search(before) or (_STAMP.match(line) and _STAMP_END.match(low, dated.end)):
        return bool(_LABEL.search(line) or _CALENDAR_SIGN.match(line) or _HOUR_BELOW.match(low, dated.end))
    return bool(_PART_OF_DAY.search(before) or _LABEL.search(line)) or not (_CITED.search(line) or _is_celebrated(line))


def _closing_year(low: str, scan: Scan, dated: Dated) -> int | None:
    """Take the year of "từ 22 giờ ngày 04/12 đến 4 giờ ngày 05/12/2026" from the day that closes the span."""
    following = scan.dates_in(dated.end, dated.end + _SPAN_GAP)
    closes = following[0].first if following else None
    if dated.last.year is not None or closes is None or closes.year is None:
        return None
    if not _SPAN_TO.fullmatch(low, dated.end, following[0].start):
        return None
    return closes.year - ((dated.last.month, dated.last.day) > (closes.month, closes.day))


def _stamped_year(low: str, scan: Scan, event: Dated, posted: list[tuple[int, int]]) -> int | None:
    """Take the year of an event from the line of posting, when the text was posted within weeks after it."""
    for dated in scan.dates[:5]:
        line = low[max(0, dated.start - 40) : dated.start].rpartition("\n")[2]
        day = dated.first.as_date()
        stamped = _STAMP.match(line) and _STAMP_END.match(low, dated.end)
        if day and dated is not event and (stamped or not outside([dated], posted)):
            held = replace(event.first, year=day.year).as_date()
            if held and 0 <= (day - held).days <= _FRESH:
                return day.year
    return None


def _listed_year(low: str, scan: Scan, event: Dated) -> int | None:
    """Take the year of a list's first day from its last: "bản Che tiêm ngày 08/12; …; bản Bua tiêm ngày 10/12/2026"."""
    before = event
    for dated in scan.dates_in(event.end, event.end + 2 * _LIST_GAP):
        apart = low[before.end : dated.start]
        later = (dated.first.month, dated.first.day) >= (before.first.month, before.first.day)
        if not later or "\n" in apart or ". " in apart or not _NEXT_QUARTER.search(apart) or is_deadline(low, dated):
            return None
        if dated.first.year:
            return dated.first.year
        before = dated
    return None


def _year_before(low: str, scan: Scan, event: Dated) -> int | None:
    """Take the year of a day from the one told just before it: "nghỉ ngày 01/01/2027 (thứ Sáu) … bù vào tối 02/01"."""
    told = scan.dates_in(max(0, event.start - _LIST_GAP), event.start)[-1:]
    if not told or told[0].first.year is None or not names_event(low, told[0]):
        return None
    before, held = told[0].last.as_date(), replace(event.first, year=told[0].first.year).as_date()
    near = before and held and 0 <= (held - before).days <= _FRESH
    return told[0].first.year if near and "\n" not in low[told[0].end : event.start] else None


def _same_day(scan: Scan, event: Dated) -> int | None:
    """Take the year of a day that the text writes whole at another place: "đêm 02/12/2026 … từ 20 giờ ngày 02/12"."""
    years = {
        dated.first.year
        for dated in scan.dates[:_MOST]
        if (dated.first.day, dated.first.month) == (event.first.day, event.first.month) and dated.first.year
    }
    return years.pop() if len(years) == 1 else None


def _titled_year(title: str, event: Dated) -> int | None:
    """Take the year of a calendar's day from its heading, which names the month: "Lịch tiếp dân tháng 12 năm 2026"."""
    named = {int(found[2]) for found in _TITLED.finditer(title) if int(found[1]) == event.first.month}
    return named.pop() if len(named) == 1 else None


def _issue_year(event: Dated, issued: date | None) -> int | None:
    """Take the year of a notice's event from its day of issue, which lies weeks before it."""
    if issued is None:
        return None
    for year in (issued.year, issued.year + 1):
        held = replace(event.first, year=year).as_date()
        if held and 0 <= (held - issued).days <= _AHEAD:
            return year
    return None


def _written_from(low: str, start: int) -> int:
    window = low[max(0, start - 40) : start]
    prefix = _PREFIX.search(window.rpartition("\n")[2])
    if prefix is None:
        return start
    written = prefix[0].lstrip(" ,(")
    return start - len(written)
