"""Periods of a ward's figures and plans, as its papers write them: "6 tháng đầu năm 2023", "quý II/2024", "2020-2025".

Also as the heads of their tables shorten them: "6T/2024", "Q.I/2024". Always whole months of the calendar, as reports
and resolutions count them.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.domain.words import fold_words

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_TERM = 20
"""Years that a term may have."""
_QUARTERS = ("I", "II", "III", "IV")
_NUMBERS = {"ba": 3, "sau": 6, "chin": 9, "muoi hai": 12, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:(?:cua )?nam )?(?P<year>\d{4})"
_LEADS = re.compile(r"^(?:trong|tinh den|tinh toi|den|luy ke|ca|het|thuc hien|ket qua|uoc)(?: |$)")
_TERM = re.compile(r"(?:nhiem ky|giai doan|khoa)? ?(?P<first>\d{4}) (?:den |nam )*(?P<last>\d{4})")
_MONTHS = re.compile(
    rf"(?P<count>\d{{1,2}}|ba|sau|chin|muoi hai) ?(?:thang|t)(?: (?P<half>dau|cuoi))?(?: cua)?(?: {_YEAR}| nam)?"
)
_QUARTER = re.compile(rf"(?:quy|q) ?(?P<count>iv|iii|ii|i|[1-4])(?: {_YEAR})?")
_MONTH = re.compile(rf"(?:thang|t) ?(?P<count>\d{{1,2}})(?: {_YEAR})?")
# "Lũy kế đến tháng 6/2024", "đến 30/6/2024": from January on.
_UNTIL = re.compile(
    r"(?:(?:tinh|thuc hien|th|uoc|luy ke) )*(?:den|toi|luy ke)(?: het)?(?: (?:ngay )?(?P<day>\d{1,2}))?"
    r" (?:thang )?(?P<count>\d{1,2}) (?:nam )?(?P<year>\d{4})"
)
_LAST_DAYS = 25
"""From which day of a month on "đến ngày 30/6" tells of all of it."""
_WHOLE = re.compile(r"(?:nam )?(?P<year>\d{4})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_term(self) -> bool:
        """Whether it is longer than a year."""
        return self.first.year != self.last.year

    @property
    def name(self) -> str:
        """As papers write it: "năm 2022", "6 tháng đầu năm 2023", "quý II năm 2024", "2020-2025"."""
        year = self.first.year
        if self.is_term:
            return f"{year}-{self.last.year}"
        first, last = self.first.month, self.last.month
        if (first, last) == (1, 12):
            return f"năm {year}"
        if first == last:
            return f"tháng {first} năm {year}"
        if last - first == 2 and last % 3 == 0 and last // 3:
            return f"quý {_QUARTERS[last // 3 - 1]} năm {year}"
        if first == 1:
            return f"{last} tháng đầu năm {year}"
        return f"{13 - first} tháng cuối năm {year}"

    @property
    def key(self) -> tuple[date, int]:
        """What sorts periods by when they end; of those that end together the longer one is the later."""
        return self.last, self.days

    def before(self, years: int = 1) -> "Period":
        """The same period so many years earlier: cùng kỳ."""
        return months(self.first.year - years, self.first.month, self.last.month, to=self.last.year - years)

    def holds(self, other: "Period") -> bool:
        """Whether all days of the other one are in it."""
        return self.first <= other.first and other.last <= self.last


def months(year: int, first: int, last: int, *, to: int | None = None) -> Period:
    """The months `first` to `last` of a year, or to `last` of the year `to`."""
    until = to or year
    return Period(date(year, first, 1), date(until, last, monthrange(until, last)[1]))


@lru_cache(maxsize=4096)
def period_of(words: str, year: int | None = None) -> Period | None:
    """Read a period as it is written or typed; a missing year is `year`, without which there is no telling.

    "so với cùng kỳ" and whatever else is no period of its own gives None.
    """
    folded = fold_words(words[:80])
    until = _UNTIL.fullmatch(folded)
    if until and 1 <= int(until["count"]) <= 12 and int(until["day"] or _LAST_DAYS) >= _LAST_DAYS:
        sound = FIRST_YEAR <= int(until["year"]) <= LAST_YEAR
        return months(int(until["year"]), 1, int(until["count"])) if sound else None
    while (shorter := _LEADS.sub("", folded)) != folded:
        folded = shorter
    if found := _TERM.fullmatch(folded):
        first, last = int(found["first"]), int(found["last"])
        sound = FIRST_YEAR <= first < last <= min(first + LONGEST_TERM, LAST_YEAR)
        return months(first, 1, 12, to=last) if sound else None
    for pattern in (_MONTHS, _QUARTER, _MONTH, _WHOLE):
        if found := pattern.fullmatch(folded):
            told = found["year"] or year
            if told is None or not FIRST_YEAR <= int(told) <= LAST_YEAR:
                return None
            return _within(int(told), found.groupdict(), pattern)
    return None


def _within(year: int, told: dict[str, str | None], pattern: re.Pattern[str]) -> Period | None:
    if pattern is _WHOLE:
        return months(year, 1, 12)
    word = told["count"] or ""
    count = _NUMBERS.get(word) or int(word)
    if not 1 <= count <= 12:
        return None
    if pattern is _QUARTER:
        return months(year, 3 * count - 2, 3 * count)
    if pattern is _MONTH:
        return months(year, count, count)
    return months(year, 13 - count, 12) if told["half"] == "cuoi" else months(year, 1, count)
