"""The year of an event whose day is written without one, taken from the days that the text writes whole."""

import re
from dataclasses import replace
from datetime import date

from bot.reading.day_roles import is_deadline, is_stamp, names_event, outside
from bot.reading.grammar.dates import Dated
from bot.reading.grammar.scan import Scan

_MOST = 150  # dates looked at
_FRESH = 40  # days after its event in which a text is posted
_AHEAD = 92  # days before its event in which a notice is issued
_TITLED = re.compile(r"tháng (\d{1,2}) ?(?:/|-|năm) ?(20\d\d)(?!\d)")
_SPAN_GAP = 50
_LIST_GAP = 200
_NEXT_QUARTER = re.compile(
    r"[;,] ?(?:và )?(?:các )?(?:khóm|khu phố|tổ|ấp|thôn|xóm|bản|buôn|khối|lớp|hộ|trường hợp)(?!\w)"
)
_SPAN_TO = re.compile(r"[^\n.;]{0,30}?(?<!\w)(?:đến|tới|rạng|và)(?!\w)[^\n.;]{0,20}")


def written_year(low: str, scan: Scan, dated: Dated, title: str) -> int | None:
    """The year that the text itself writes for a day at another place: with its span, its list or in its `title`."""
    return (
        _closing_year(low, scan, dated)
        or _listed_year(low, scan, dated)
        or _same_day(scan, dated)
        or _year_before(low, scan, dated)
        or _titled_year(title, dated)
    )


def likely_year(low: str, scan: Scan, dated: Dated, posted: list[tuple[int, int]], issued: date | None) -> int | None:
    """The year that the day of posting or of issue makes likely."""
    return _stamped_year(low, scan, dated, posted) or _issue_year(dated, issued)


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
        day = dated.first.as_date()
        if day and dated is not event and (is_stamp(low, dated) or not outside([dated], posted)):
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
