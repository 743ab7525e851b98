"""Doubts about the figures: parts over their whole, rates that do not follow, sums, contradictions, slips by 1000."""

import itertools
import re
from decimal import Decimal

from bot.domain.figures import Warning, WarningCode
from bot.reading.figures import Placed
from bot.reading.text import Text

_NEAR = 260  # characters within which two parts of one whole stand
_GRADES = (  # of one whole each unit of it has exactly one
    ("tiêu biểu", re.compile(r"tiêu biểu|xuất sắc")),
    ("tốt", re.compile(r"hoàn thành tốt|(?<!xuất )(?<!\w)tốt(?! nghiệp)")),
    ("khá", re.compile(r"(?<!\w)khá(?!\w)")),
    ("giỏi", re.compile(r"(?<!\w)giỏi(?!\w)")),
    ("trung bình", re.compile(r"(?<!\w)trung bình(?!\w)")),
    (
        "yếu",
        re.compile(
            r"(?:chưa|không) (?:hoàn thành|đạt|đồng ý|tán thành|chấp hành|có|nhận|nộp|thực hiện)|"
            r"(?<!\w)(?:yếu|kém)(?!\w)"
        ),
    ),
    ("vượt", re.compile(r"(?<!và )(?<!\w)vượt")),
    ("hoàn thành", re.compile(r"(?<!\w)hoàn thành(?! tốt| xuất sắc)")),
    ("đạt", re.compile(r"(?<!\w)đạt(?! và vượt)")),
)
_INSIDE = re.compile(r"trong (?:đó|số đó|số này)|riêng|tiếp tục|(?<!\w)gồm(?!\w)")


def doubts_about_figures(text: Text, placed: list[Placed]) -> list[Warning]:
    """List the doubts that arithmetic raises, each with the quotes it is about."""
    return _parts(text, placed) + _rates(text, placed)


def _parts(text: Text, placed: list[Placed]) -> list[Warning]:
    """3/14 tiêu biểu and 12/14 hoàn thành tốt are 15 of 14; 12/12 thôn and 10/12 thôn may be two measures."""
    found: list[Warning] = []
    at = 0
    while at < len(placed):
        group = [placed[at]]
        for follower in placed[at + 1 : at + 8]:
            if follower.figure.of != group[0].figure.of or follower.start - group[-1].end > _NEAR:
                break
            group.append(follower)
        whole = group[0].figure.of
        if whole is not None and len(group) > 1:
            parts = _exclusive(text, group)
            if len(parts) > 1 and sum(p.figure.value for p in parts) > whole:
                found.append(Warning(WarningCode.PARTS_EXCEED_TOTAL, tuple(p.figure.quote for p in parts)))
        at += len(group)
    return found


def _exclusive(text: Text, group: list[Placed]) -> list[Placed]:
    """Keep those of a group that grade the same whole, one for each grade."""
    parts: list[Placed] = []
    grades: set[str] = set()
    for index, part in enumerate(group):
        end = group[index + 1].start if index + 1 < len(group) else part.end + 70
        if index and _INSIDE.search(text.low, group[index - 1].end, part.start):
            continue
        clause = re.split(r"[;.\n]", text.low[part.amount.end : min(end, part.amount.end + 90)])[0]
        grade = next((name for name, pattern in _GRADES if pattern.search(clause)), None)
        if grade and grade not in grades and "đạt và vượt" not in clause:
            grades.add(grade)
            parts.append(part)
    return parts


_RATE_LINK = re.compile(
    r"[^.;:\n%]{0,70}?(?:,|\(|-)? ?(?:đạt|chiếm|bằng|tỷ lệ|tương đương|tương ứng|\()[^\d.;:\n%]{0,20}\Z"
)


def _rates(text: Text, placed: list[Placed]) -> list[Warning]:
    """45/60 hộ, đạt 85%: the rate does not follow; 45/60 hộ, đạt 75% does, within its own rounding."""
    found: list[Warning] = []
    for ratio, rate in itertools.pairwise(placed):
        if ratio.figure.of is None or rate.figure.unit != "%" or rate.figure.of is not None or rate.high:
            continue
        gap = text.low[ratio.amount.end : rate.amount.start]
        if len(gap) < 100 and _RATE_LINK.fullmatch(gap) and not _follows(ratio.figure.value, ratio.figure.of, rate):
            found.append(Warning(WarningCode.RATE_MISMATCH, (ratio.figure.quote, rate.figure.quote)))
    return found


def _follows(value: Decimal, of: Decimal, rate: Placed) -> bool:
    exact = value * 100 / of
    _, comma, decimals = rate.amount.literal.replace(".", ",").partition(",")
    unit = Decimal(10) ** -len(decimals) if comma else Decimal(1)
    return abs(exact - rate.figure.value) < unit
