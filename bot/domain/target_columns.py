"""The columns of a table of targets, by what wards write above them. Pure.

A column of results names its period, and what it counts: "Thực hiện: 6 tháng đầu năm 2023 (lũy kế)", "TH 2023",
"6T/2024", "Năm 2023". A plan's column names who set it, "Kế hoạch: tỉnh giao", and may name its term, "KH 2024".
"""

import re
from typing import Any

from bot.domain.periods import LAST_YEAR, Period, period_of
from bot.domain.target_cells import LONGEST, term_name
from bot.domain.text import normalise
from bot.domain.words import fold_words

PLAN, RESULT = "Kế hoạch", "Thực hiện"
CUMULATIVE, WITHIN = "lũy kế", "trong kỳ"
_ALSO = {
    "name": ("chi tieu", "ten chi tieu", "ten", "noi dung", "chi tieu chu yeu", "noi dung chi tieu", "cac chi tieu"),
    "unit": ("don vi", "don vi tinh", "dvt"),
    "direction": ("yeu cau", "huong", "chieu", "muc"),
    "term": ("nhiem ky", "giai doan", "nam", "thoi ky", "nhiem ky nam"),
    "yearly": ("tinh theo", "cach tinh"),
    "due": ("han", "thoi han", "han hoan thanh", "hoan thanh truoc"),
    "topic": ("chu de", "linh vuc"),
    "owner": ("phu trach", "don vi phu trach", "chu tri", "bo phan phu trach"),
    "state": ("tinh trang",),
}
_BY_NAME = {name: one for one, names in _ALSO.items() for name in names}
_LEFT_OUT = ("", "stt", "tt", "so tt", "ghi chu")
_PLAN = re.compile(r"(?:ke hoach|kh|muc tieu|nghi quyet|nq|chi tieu giao|chi tieu(?= (?:nam )?\d{4}))(?: |$)")
_GIVEN = re.compile(r"(?:\w+ ){1,5}giao")
"""Tỉnh giao, HĐND phường giao."""
_RESULT = re.compile(r"(?:(?:ket qua|uoc|so) )*(?:thuc hien|ket qua|th|uoc)(?: |$)")
# What the bot reckons itself, or nobody reckons with.
_DERIVED = re.compile(
    r"(?:so (?:voi|sanh|kh|cung ky)|(?:dat )?(?:ty|ti) le|(?:dat|th)(?: so)?(?: voi)? (?:kh|ke hoach)|tang giam|"
    r"danh gia|nhan xet|xep loai|can cu|nguyen nhan)(?: |$)"
)
# A part of a year, anywhere in a plan's name: "6T/2026", "quý I", "T5/2026". A day is none: "ngày 15 tháng 12".
_DAY = re.compile(r"\bngay \d{1,2} (?:thang )?\d{1,2}\b")
_PART = re.compile(
    r"\b(?:(?:0?[1-9]|1[01]|mot|hai|ba|sau|chin) ?(?:thang|t)|thang (?:0?[1-9]|1[0-2])|t ?(?:0?[1-9]|1[0-2])(?= \d{4})|"
    r"quy ?(?:iv|iii|ii|i|[1-4])|q ?(?:iv|iii|ii|i|[1-4])(?= (?:nam )?\d{4}|$)|nua (?:dau |cuoi )?nam)\b"
)
_ITS_NUMBER = re.compile(r"^\s*số\s+(?=(?:kh|kế hoạch|th|thực hiện)\b)", re.I)
_COUNTED = re.compile(r"\s*\(([^()]*)\)\s*$")
_LEAD = re.compile(r"^\s*(\w+)\s*[/.:]\s*")
# The first of these takes its words, so that the year of a day and of a paper's number ("12/2025/NQ-HĐND") is none.
_TERM = re.compile(
    r"\b(?:ngày\s+)?\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|,?\s*năm)\s*\d{4}\b|\b\d{4}-\d\d?-\d\d?\b|"
    r"\b\d+/\d{4}(?=/)|\b\d{1,2}/\d{4}\b|"
    r"(?:\b(?:của )?(?:năm|nhiệm kỳ|giai đoạn)\s+|\b(?:tháng|quý|t|q)[. ]*\d{1,2}\s*/\s*|"
    r"\b(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*|(?<!\d))"
    r"(?P<term>(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)\d\d)?)\b",
    re.I,
)
_EMPTY = re.compile(r"\(\s*[,;–-]*\s*\)|(?<=\()[\s,;–-]+|[\s,;–-]+(?=\))")

Column = tuple[str, Any]
"""What sort of thing stands in a column, and of what."""


def is_name(cell: str) -> bool:
    """Whether a column holds the names of targets."""
    return _BY_NAME.get(fold_words(cell)) == "name"


def term_in(text: str) -> str | None:
    """The term or year that a text names first; None where it names none."""
    found = _term(text)
    span = period_of(found["term"]) if found else None
    return term_name(span) if span else None


def _term(text: str) -> re.Match[str] | None:
    return next((one for one in _TERM.finditer(text) if one["term"]), None)


def column_of(cell: str) -> Column | None:
    """What a column holds; ("", None) for one that is left out, None for one that is not understood.

    Raises ValueError with the reason for plans of a part of a year: they would be taken for the year's.
    """
    # "Số KH 2026" is the plan's number, and "so KH" compares with it: only the accent tells.
    cell = _ITS_NUMBER.sub("", normalise(cell))
    folded = fold_words(cell)
    if folded in _LEFT_OUT or _DERIVED.match(folded):
        return "", None
    if folded in _BY_NAME:
        return _BY_NAME[folded], None
    if found := _PLAN.match(folded):
        return "plan", _plan(_rest(cell, found))
    if _GIVEN.fullmatch(folded):
        return "plan", _plan(" ".join(cell.split()))
    bare = _COUNTED.sub("", cell)
    told = _RESULT.match(folded)
    span = period_of(_rest(bare, told) if told else bare)
    if span is None or (told is None and span.is_term):
        return None
    counted = _COUNTED.search(cell)
    within = counted is not None and fold_words(counted[1]) in ("trong ky", "rieng ky")
    return "result", (span, not within)


def _plan(said: str) -> str:
    """The name of a plan, which is of a year at least; raises ValueError with the reason."""
    span = period_of(said, LAST_YEAR)
    if span.days < 365 if span else _PART.search(_DAY.sub("", fold_words(said))):
        raise ValueError("table-plan-part")
    return _tidy(said[: LONGEST["plan"]])


def _rest(cell: str, found: re.Match[str]) -> str:
    """What stands behind a column's first words, as it was written."""
    count = len(found[0].split())
    return " ".join(_LEAD.sub(r"\1 ", cell).replace(":", " ").split()[count:])


def _tidy(name: str) -> str:
    """A name without brackets that hold nothing, or all of it, or have no other half."""
    name, opened, alone = _EMPTY.sub("", name), [], set[int]()
    for at, char in enumerate(name):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            opened.pop()
        elif char == ")":
            alone.add(at)
    name = " ".join("".join(char for at, char in enumerate(name) if at not in alone.union(opened)).split())
    name = name.strip(" ,-–")
    whole = name[:1] == "(" and name.find(")") == len(name) - 1
    return name[1:-1].strip(" ,-–") if whole else name


def plan_name(of: str, term: str) -> str:
    """What a plan is called in a row of that term: "KH 2024" is no more than the plan of 2024."""
    found = _term(of)
    if found is None or term_in(of) != term:
        return of
    return _tidy(f"{of[: found.start()].rstrip(' ,-–')} {of[found.end() :].lstrip(' ,-–')}")


def result_column(span: Period, *, cumulative: bool) -> str:
    """What a column of results is called."""
    return f"{RESULT}: {span.name} ({CUMULATIVE if cumulative else WITHIN})"
