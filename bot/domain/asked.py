"""Periods among other words: in a question ("ngân sách 2023", "hộ nghèo 6 tháng năm ngoái") and in a title."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.periods import FIRST_YEAR, LAST_YEAR, Period, period_of
from bot.domain.words import fold

_YEAR = r"(?:19|20)\d\d"
_OF_A_YEAR = rf"(?: cua)?(?: nam)?(?: {_YEAR}| nay| ngoai| truoc| roi)?"
_PIECE = re.compile(
    rf"\b(?:(?:(?:1[0-2]|[1-9]|ba|sau|chin) thang(?! tuoi)(?: dau| cuoi)?|quy (?:iv|iii|ii|i|[1-4])"
    rf"|thang (?:1[0-2]|0?[1-9])){_OF_A_YEAR}|thang (?:nay|truoc)|quy nay|(?:nam )?{_YEAR}"
    r"|nam (?:nay|ngoai|truoc|roi))\b"
)
_TERM = re.compile(rf"\b{_YEAR}(?: den| nam)* {_YEAR}\b")
_SAID = re.compile(r" ?(?P<said>nay|ngoai|truoc|roi)$")
_ANY_YEAR = 2000
"""Stands in for the year that was not named."""


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """The period that a question names: a year, months of one, or months of any (the year is None)."""

    period: Period
    year: int | None

    def met_by(self, told: Period) -> bool:
        """Whether something is of what was asked for: a year has its halves and months too."""
        wanted = self.period if self.year is not None else self.period.before(_ANY_YEAR - told.first.year)
        whole_year = self.year is not None and self.period == period_of(str(self.year))
        return wanted.holds(told) if whole_year else wanted == told

    @property
    def name(self) -> str:
        """As it is said to people."""
        return self.period.name if self.year is not None else self.period.name.removesuffix(f" năm {_ANY_YEAR}")


def asked_in(typed: str, today: date) -> tuple[str, AskedPeriod | None]:
    """The words of a question without the period that it names, and that; a term of several years stays in them."""
    words = typed.split()
    # Word for word, so that what is found can be taken out of what was typed.
    folded = " ".join(re.sub(r"[^a-z0-9]", "", fold(word)) or "-" for word in words)
    match = None if _TERM.search(folded) else _PIECE.search(folded)
    asked = _asked(match[0], today) if match else None
    if match is None or asked is None:
        return typed, None
    before, count = folded[: match.start()].count(" "), match[0].count(" ") + 1
    return " ".join([*words[:before], *words[before + count :]]), asked


def _asked(piece: str, today: date) -> AskedPeriod | None:
    if said := _SAID.search(piece):
        piece = _dated(piece[: said.start()], said["said"], today)
    period = period_of(piece, _ANY_YEAR)
    return AskedPeriod(period, period.first.year if re.search(_YEAR, piece) else None) if period else None


def _dated(what: str, said: str, today: date) -> str:
    """ "tháng" and "trước" on a day in May 2026: "tháng 4 năm 2026"."""
    if what == "thang":
        ended = today.year * 12 + today.month - 1 - (said == "truoc")
        return f"thang {ended % 12 + 1} nam {ended // 12}"
    if what == "quy":
        return f"quy {(today.month + 2) // 3} nam {today.year}"
    return f"{what.removesuffix('nam').strip()} nam {today.year - (said != 'nay')}".strip()


def named_in(title: str, year: int) -> Period | None:
    """The first period of a year or less that a title names; one without a year is of that `year`."""
    folded = " ".join(re.findall(r"[a-z0-9]+", fold(title)))
    match = _PIECE.search(_TERM.sub("-", folded))
    return period_of(match[0], year) if match and FIRST_YEAR <= year <= LAST_YEAR else None
