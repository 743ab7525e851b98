"""The words of a target's fields: how each is read in a cell or a short answer, and how it is written. Pure.

What cannot be read raises ValueError with the reason, which `bot.cards.refusals` has a sentence for.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.periods import Period, period_of
from bot.domain.targets import Direction, Target
from bot.domain.words import fold_words

LONGEST = {"name": 120, "unit": 40, "owner": 80, "plan": 60}
LARGEST = Decimal(10) ** 15
COLUMNS = {
    "name": "Chỉ tiêu",
    "unit": "Đơn vị",
    "direction": "Yêu cầu",
    "term": "Nhiệm kỳ",
    "yearly": "Tính theo",
    "due": "Hạn",
    "topic": "Chủ đề",
    "owner": "Phụ trách",
    "state": "Tình trạng",
}
"""What the columns are called in what is given out."""
DIRECTIONS = {
    Direction.AT_LEAST: "ít nhất",
    Direction.AT_MOST: "nhiều nhất",
    Direction.KEEP: "giữ ở",
    Direction.MILESTONE: "mốc",
}
YEARLY, WHOLE = "từng năm", "cả kỳ"
ENDED, OPEN = "đã kết thúc", "đang thực hiện"
DONE = Decimal(100)
"""What a milestone in percent comes to."""

_LEADS = {
    Direction.AT_LEAST: ("it nhat", "tu", "tren", "toi thieu", "dat"),
    Direction.AT_MOST: ("nhieu nhat", "duoi", "khong qua", "toi da"),
    Direction.KEEP: ("giu o", "giu", "duy tri", "bang"),
    Direction.MILESTONE: ("moc", "hoan thanh"),
}
_SIGNS = {"≥": Direction.AT_LEAST, ">": Direction.AT_LEAST, "≤": Direction.AT_MOST, "<": Direction.AT_MOST}
_NUMBER = re.compile(r"([-+]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")
_FOREIGN = re.compile(r"[-+]?\d+\.\d{1,2}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_POWER = re.compile(r"[eE]\d")
"""1e9 is no plan in a unit called e9."""
_SAID_DONE = {"xong": DONE, "hoan thanh": DONE, "da hoan thanh": DONE, "da xong": DONE, "chua": Decimal(0)}


def term_name(span: Period) -> str:
    """How a term is kept: "2020-2025", or the year alone."""
    return span.name if span.is_term else str(span.first.year)


def read_term(text: str) -> str:
    """A term or a year; raises ValueError with the reason."""
    span = period_of(text)
    if span is None or (not span.is_term and span.days < 365):
        raise ValueError("table-term")
    return term_name(span)


def read_direction(text: str) -> Direction:
    """Which side of a plan is the good one; raises ValueError with the reason."""
    folded = fold_words(text)
    for direction, words in _LEADS.items():
        if folded in words:
            return direction
    sign = text.strip()[:1]
    if sign in _SIGNS:
        return _SIGNS[sign]
    raise ValueError("table-direction")


def read_plan(text: str, unit: str = "") -> tuple[Decimal, Direction | None, str]:
    """A plan with the words before and behind it: "≥ 95 %", "dưới 1". Raises ValueError with the reason."""
    said: Direction | None = None
    text = text.strip()
    if text[:1] in _SIGNS:
        said, text = _SIGNS[text[0]], text[1:].lstrip("= ")
    else:
        words = text.split()
        for count in (2, 1):
            lead = fold_words(" ".join(words[:count]))
            found = next((one for one, leads in _LEADS.items() if lead in leads), None)
            if found is not None and len(words) > count:
                said, text = found, " ".join(words[count:])
                break
    if fold_words(text) in ("khong", "khong co"):
        return Decimal(0), said or Direction.KEEP, ""
    number = re.match(r"[-+]?[\d.,]+", text)
    rest = text[number.end() :].strip() if number else ""
    if (
        number is None
        or _POWER.match(rest)
        or len(rest) > LONGEST["unit"]
        or (unit and rest and fold_words(rest) != fold_words(unit))
    ):
        raise ValueError("table-number")
    return read_value(number[0], unit), said, "" if unit else rest


def read_value(text: str, unit: str = "") -> Decimal:
    """A number as Vietnamese write it, with its unit or without; a milestone may be said to be done.

    Raises ValueError with the reason.
    """
    text = text.strip()
    if unit == "%" and fold_words(text) in _SAID_DONE:
        return _SAID_DONE[fold_words(text)]
    for ending in (unit, "%", "‰"):
        if ending and text.endswith(ending) and (ending == unit or not unit):
            text = text.removesuffix(ending).strip()
    text = text.replace("−", "-")
    if found := _NUMBER.fullmatch(text):
        sign, whole, part = found.groups()
        text = f"{sign}{whole.replace('.', '')}.{part or 0}"
    elif not _FOREIGN.fullmatch(text):
        raise ValueError("table-number")
    if len(text) > 30 or abs(Decimal(text)) >= LARGEST:
        raise ValueError("table-number")
    return Decimal(text)


def read_day(text: str) -> date:
    """A day as DD/MM/YYYY; raises ValueError with the reason."""
    found = _DAY.fullmatch(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("table-day") from None


def read_yearly(text: str) -> bool:
    """Whether the plans are for each year of the term; raises ValueError with the reason."""
    folded = fold_words(text)
    if folded in ("tung nam", "hang nam", "hang nam mot", "moi nam"):
        return True
    if folded in ("ca ky", "ca nhiem ky", "nhiem ky", "ca nam"):
        return False
    raise ValueError("table-yearly")


def read_state(text: str) -> bool:
    """Whether a target has ended; raises ValueError with the reason."""
    folded = fold_words(text)
    if folded in ("da ket thuc", "ket thuc", "dang thuc hien"):
        return folded != "dang thuc hien"
    raise ValueError("table-state")


def _words(kind: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        if len(text) > LONGEST[kind]:
            raise ValueError("table-too-long")
        return {kind: " ".join(text.split())}

    return read


FIELDS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "unit": _words("unit"),
    "owner": _words("owner"),
    "direction": lambda text: {"direction": read_direction(text)},
    "yearly": lambda text: {"yearly": read_yearly(text)},
    "due": lambda text: {"due": read_day(text)},
    "state": lambda text: {"ended": read_state(text)},
}


def fields_of(one: Target) -> dict[str, str]:
    """A target's fields as cells, by the names of `COLUMNS`."""
    return {
        "name": one.name,
        "unit": one.unit,
        "direction": DIRECTIONS[one.direction],
        "term": one.term,
        "yearly": YEARLY if one.yearly else WHOLE,
        "due": f"{one.due:%d/%m/%Y}" if one.due else "",
        "topic": one.topic,
        "owner": one.owner,
        "state": ENDED if one.ended_at else OPEN,
    }


def plain_number(value: Decimal) -> str:
    """A number as it is read back: 1234,5."""
    text = format(value.normalize(), "f")
    return text.replace(".", ",")
