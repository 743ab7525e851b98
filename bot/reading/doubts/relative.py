"""Doubts about days that are told from the day of writing: who reads "sáng mai" tomorrow comes a day late."""

import re
from datetime import date, timedelta

from bot.domain.figures import Warning, WarningCode
from bot.domain.posts import Kind
from bot.reading.figures.tables import tables_of
from bot.reading.grammar.scan import scan
from bot.reading.grammar.text import Text, prepare, sentences

_TOP = 12_000
_MOST = 3
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_RELATIVE = re.compile(
    r"(?<!\w)(?:(?P<part>sáng|trưa|chiều|tối|đêm) (?P<near>nay|mai|mốt)|"
    r"(?P<day>hôm nay|ngày mai|ngày mốt|ngày kia)|(?P<bare>mai)(?= (?:lúc |từ |vào )?\d{1,2} ?(?:h|g|giờ))|"
    r"(?:(?P<part2>sáng|trưa|chiều|tối|đêm) )?(?P<weekday>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)"
    r" (?P<week>này|tới|tuần này|tuần sau|tuần tới))(?!\w)"
)
# What cannot wait is read at once: its "đêm nay" means tonight.
_URGENT = re.compile(r"(?<!\w)(?:khẩn|bão|lũ|ngập|sơ tán|di dời|sạt lở|cháy|sự cố|đột xuất)(?!\w)")
_DAYS_ON = {"nay": 0, "hôm nay": 0, "mai": 1, "ngày mai": 1, "mốt": 2, "ngày mốt": 2, "ngày kia": 2}


def relative_of(raw: str, kind: Kind, today: date) -> tuple[Warning, ...]:
    """Doubt a notice's days that no date in their sentence tells; the note gives each as a date, seen from `today`.

    Pure, never raises, reads the first 12,000 characters.
    """
    if kind is not Kind.ANNOUNCEMENT:
        return ()
    text = prepare(raw[:_TOP])
    marks = scan(text, tables_of(text)[1])
    urgent = _URGENT.search(text.low)
    found: dict[str, Warning] = {}
    for start, end in sentences(text):
        if marks.dates_in(start, end):
            continue
        for told in _RELATIVE.finditer(text.low, start, end):
            if urgent and (told["near"] == "nay" or told["day"] == "hôm nay"):
                continue
            warning = _doubt(text, told, today)
            found.setdefault(warning.quotes[0].lower(), warning)
    return tuple(found.values())[:_MOST]


def _doubt(text: Text, told: "re.Match[str]", today: date) -> Warning:
    day = _day(told, today)
    part = told["part"] or told["part2"]
    written = f"{part} {day:%d/%m/%Y}" if part else f"ngày {day:%d/%m/%Y}"
    return Warning(WarningCode.RELATIVE_DAY, (text.quote(*told.span()),), f"ghi rõ “{written}”")


def _day(told: "re.Match[str]", today: date) -> date:
    near = told["near"] or told["day"] or told["bare"]
    if near:
        return today + timedelta(days=_DAYS_ON[near])
    weekday = _WEEKDAYS.get(told["weekday"].removeprefix("thứ "), 6)
    ahead = weekday - today.weekday()
    if told["week"] in {"tuần sau", "tuần tới"}:
        return today + timedelta(days=ahead + 7)
    return today + timedelta(days=ahead if ahead >= 0 else ahead + 7)
