"""The grammar of Vietnamese dates, hours and periods at one place of a text."""

import re
from dataclasses import dataclass
from datetime import date

_SEP = r"\s?(/|-|\.(?![^\S\n]?\n))\s?"  # no full stop over the next item of a list
_FULL = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}})(?![\d%])(?![.,]\d)")
_LOST = re.compile(r"(\d{1,2})(/)(\d{1,2}?)((?:19|20)\d\d)(?!\d)")  # the slash before the year was lost: 27/32023
_LONG = re.compile(
    r"(\d{1,2})\s+tháng\s+(\d{1,2})(?![\d.,]*%)(?![.,]?\d)(?:\s*[,/\-]?\s*(?:năm\s+)?((?:19|20)\d\d))?(?!\d)"
)
_SHORT = re.compile(
    rf"(\d{{1,2}}){_SEP}(\d{{1,2}})(?![\d%])(?!\s?[/\-]\s?[\w])(?![.,]\d)(?:,?\s+năm\s+((?:19|20)\d\d))?"
)
_BARE = re.compile(r"(\d{1,2})[^\S\n]*(-|,|và|đến hết|đến|tới)[^\S\n]*(?:(?:hết|ngày|sáng|chiều|tối)\s+){0,2}(?=\d)")
_TO = re.compile(r"[^\S\n]*(?:-|đến hết|đến|tới|và)[^\S\n]*(?:(?:hết|ngày|sáng|chiều|tối)\s+){0,2}(?=\d)")
_HOUR = re.compile(
    r"(\d{1,2})(?:\s?(?:h|giờ)(?:\s?(\d{2})(?!\d)(?:\s?(?:phút|ph|p)(?!\w)|')?)?|\s?g\s?(\d{2})(?!\d)'?|"
    r":(\d{2})(?!\d))(?!\w)"
)
_HOUR_TO = re.compile(r"(\d{1,2})\s*(?:-|đến)\s*(?=\d{1,2}\s?(?:h|giờ)(?!\w))")
# "14g" is an hour beside one that shows it: "14g - 16g30", "7g30 đến 10g", "lúc 14g"; else it may be of weight.
_BARE_HOUR = re.compile(r"(\d{1,2})\s?g(?!\w)")
_SHOWN_BEFORE = re.compile(r"(?:(?<!\w)lúc |\dg\d\d\s*(?:-|đến|tới)\s*)\Z")
_SHOWN_BEHIND = re.compile(r"\s*(?:-|đến|tới)\s*\d{1,2}\s?(?:g\d\d|h|giờ)")
_TERM = re.compile(r"((?:19|20)\d\d)\s*[-/]\s*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d(?![\d.,/]*\d)")
_PART_YEAR = re.compile(
    r"(\d{1,2}|sáu|chín|ba) tháng(?: (đầu năm|cuối năm|đầu|cuối)(?: (?:của )?(?:năm )?((?:19|20)\d\d))?|"
    r" (?:của )?năm (?:19|20)\d\d)(?!\d)"
)
_MONTHS = re.compile(r"(\d{1,2}) tháng(?! (?:\d{1,2}(?![.,]\d)|tuổi|lương|đêm))(?!\w)")  # "lũy kế 9 tháng"
_MONTH = re.compile(r"(\d{1,2})(?:\s?[/\-]\s?|\s*,?\s+năm\s+|\s+)?((?:19|20)\d\d)?(?![\d/.,\-]*\d)")
_QUARTER = re.compile(r"(\d|iv|iii|ii|i)(?!\w)(?:\s?[/\-]\s?|\s*,?\s+năm\s+|\s+)?((?:19|20)\d\d)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month, its year None when none is written."""

    day: int
    month: int
    year: int | None

    def as_date(self) -> date | None:
        """Give the calendar day, None without a year or for a day that no calendar has."""
        if self.year is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or a range of dates at a place; `first` and `last` are the same for a single day."""

    start: int
    end: int
    first: Day
    last: Day
    typed: str  # its separator: "/", "-", "." or "tháng"


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day at a place."""

    start: int
    end: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time at a place; `sort` is term (nhiệm kỳ), stage (giai đoạn), year, part, month or quarter."""

    start: int
    end: int
    sort: str


def _valid(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _one(low: str, pos: int) -> Dated | None:
    for pattern, groups in ((_FULL, (1, 3, 4)), (_LOST, (1, 3, 4)), (_LONG, (1, 2, 3)), (_SHORT, (1, 3, 4))):
        match = pattern.match(low, pos)
        if match is None:
            continue
        day = Day(int(match[groups[0]]), int(match[groups[1]]), _year(match[groups[2]]))
        if not _valid(day.day, day.month):
            return None
        typed = "tháng" if pattern is _LONG else match[2]
        return Dated(pos, match.end(), day, day, typed)
    return None


def no_date_at(low: str, pos: int, *, told: bool) -> int | None:
    """Where a date ends that no calendar has (31/11, 45/12/2026), None when the digit begins none.

    Only digits with their year, or that the words before them promise to be a date (`told`), are taken for one.
    """
    for pattern, month in ((_FULL, 3), (_LONG, 2), (_SHORT, 3)):
        match = pattern.match(low, pos)
        if match is None:
            continue
        if _valid(int(match[1]), int(match[month])) or int(match[1]) > 39 or int(match[month]) > 31:
            return None
        return match.end() if told or (pattern is not _SHORT and len(match[match.lastindex or 1]) == 4) else None
    return None


def date_at(low: str, pos: int, *, told: bool, listed: int = 3) -> Dated | None:
    """Read the date or the range that begins at a digit, None when it is none or may be a ratio, a decimal or a count.

    `told` says that the words before it promise a date ("Sáng ngày", "từ"); without them only a year, a month in
    words or a slash makes one ("19/7"), never "3.5" or "08-7". "26 - 27/9/2025" and "22 đến ngày 24 tháng 02 năm
    2026" are ranges, whose first day takes month and year from the last; at most `listed` days may precede it.
    """
    one = _one(low, pos)
    if one is None:
        bare = _BARE.match(low, pos)
        if bare is None or (bare[2] in {",", "và"} and not told):
            return None
        last = date_at(low, bare.end(), told=told, listed=listed - 1) if listed else None
        if last is None or not _valid(int(bare[1]), last.first.month):
            return None
        if last.typed in {"-", "."} and last.first.year is None and not told:
            return None
        first = Day(int(bare[1]), last.first.month, last.first.year)
        return Dated(pos, last.end, first, last.last, last.typed)
    if one.first.year is None and one.typed in {"-", "."} and not told:
        return None
    to = _TO.match(low, one.end)
    last = _one(low, to.end()) if to else None
    if last is None or (last.first.year is None and last.typed != one.typed):
        return one
    if one.first.year is not None and last.first.year is None:
        return one
    year = one.first.year or last.first.year
    if (
        one.first.year is None
        and last.first.year
        and (one.first.month, one.first.day) > (last.first.month, last.first.day)
    ):
        year = last.first.year - 1  # 28/12 đến 05/01/2027
    return Dated(pos, last.end, Day(one.first.day, one.first.month, year), last.first, one.typed)


def hour_at(low: str, pos: int) -> Hour | None:
    """Read a time of day: 7h30, 19h00, 7g30, 14 giờ 48 phút, 8:00, and the 7 of "7 - 11 giờ"."""
    match = _HOUR.match(low, pos)
    bare = None if match else _BARE_HOUR.match(low, pos)
    if bare and int(bare[1]) <= 24:
        shown = _SHOWN_BEFORE.search(low, max(0, pos - 12), pos) or _SHOWN_BEHIND.match(low, bare.end())
        return Hour(pos, bare.end(), int(bare[1]) % 24, 0) if shown else None
    if match is None:
        match = _HOUR_TO.match(low, pos)
        if match is None or int(match[1]) > 24 or hour_at(low, match.end()) is None:
            return None
        return Hour(pos, match.end(1), int(match[1]) % 24, 0)
    hour, minute = int(match[1]), int(match[2] or match[3] or match[4] or 0)
    if hour > 24 or minute > 59:
        return None
    return Hour(pos, match.end(), hour % 24, minute)


def period_at(low: str, pos: int, before: str) -> Period | None:
    """Read the period whose number begins here; `before` is the word before it.

    "2020-2025", "năm 2022", "6 tháng đầu năm 2023", "tháng 5-2026", "quý 4 năm 2025"; the span of a month and a
    quarter begins at its number. A bare year counts only after năm or another word of time.
    """
    if term := _TERM.match(low, pos):
        return Period(pos, term.end(), "stage" if before == "đoạn" else "term")
    if part := _PART_YEAR.match(low, pos):
        return Period(pos, part.end(), "part")
    if before in {"kế", "ước", "kết"} and (months := _MONTHS.match(low, pos)):
        return Period(pos, months.end(), "part")
    if before in {"năm", "từ", "đến", "cuối", "đầu", "so", "với"} and (year := _YEAR.match(low, pos)):
        return Period(pos, year.end(), "year")
    if before == "tháng" and (month := _MONTH.match(low, pos)) and 1 <= int(month[1]) <= 12:
        return Period(pos, month.end(2) if month[2] else month.end(1), "month")
    if before == "quý" and (quarter := _QUARTER.match(low, pos)):
        return Period(pos, quarter.end(2) if quarter[2] else quarter.end(1), "quarter")
    return None
