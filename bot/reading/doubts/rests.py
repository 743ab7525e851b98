"""Doubts about what is left: what came in, less what was done, is what remains."""

import re
from decimal import Decimal

from bot.domain.figures import Warning, WarningCode
from bot.reading.doubts.parts import same_kind
from bot.reading.figures.figures import Placed
from bot.reading.grammar.text import Text

_FAR = 130
_CAME = re.compile(
    r"(?<!\w)(?:tiếp nhận|nhận|có|tổng số|tổng cộng|thụ lý|phát sinh|giao|phát ra|mời)(?: [^\W\d_]+){0,3} \Z"
)
_DONE = re.compile(
    r"(?<!\w)(?:giải quyết|xử lý|trả|hoàn thành|thực hiện|đã|xong|nộp|thu|cấp|bàn giao|xây|khắc phục|"
    r"thống nhất|đồng ý)(?!\w)"
)
_LEFT = re.compile(
    r"(?<!\w)(?:còn(?: lại)?|chưa (?:giải quyết|xử lý|nộp|hoàn thành|thực hiện)|đang (?:giải quyết|xử lý))"
    r"(?: tồn| có)? \Z"
)
_OF_THEM = re.compile(r"(?<!\w)(?:trong đó|gồm)(?!\w)")
_HAS = re.compile(r" (?:đã |được )?([^\W\d_]+)")
_HAS_NOT = re.compile(r" (?:chưa|không) (?:được )?([^\W\d_]+)")
# What was there before belongs to what came in.
_BEFORE = re.compile(r"kỳ trước|tháng trước|năm trước|chuyển sang|tồn đọng|ngoài ra|trong đó có|so với|mỗi")
_ABOUT = re.compile(r"(?:gần|hơn|trên|khoảng|ước) \Z")


def doubts_about_rests(text: Text, placed: list[Placed]) -> list[Warning]:
    """Doubt "tiếp nhận 160 hồ sơ, đã giải quyết 120, còn 30", and parts that are all but do not add up.

    The three are told in a row, of one unit.
    """
    found: list[Warning] = []
    for whole, done, left in zip(placed, placed[1:], placed[2:], strict=False):
        if not _alike(text.low, (whole, done, left)) or left.figure.value + done.figure.value == whole.figure.value:
            continue
        low = text.low
        first, second = low[whole.amount.end : done.amount.start], low[done.amount.end : left.amount.start]
        if re.search(r"[\n\d]|\. ", first + second) or len(first) > _FAR or len(second) > _FAR:
            continue
        far = max(0, whole.amount.start - _FAR)
        begins = max(*(low.rfind(mark, far, whole.amount.start) + 1 for mark in (". ", "\n")), far)
        before = low[begins : whole.amount.start]
        rests = _CAME.search(before) and _DONE.search(first) and _LEFT.search(second)
        if not (rests or (_OF_THEM.search(first) and _opposites(low, done, left))):
            continue
        if not _BEFORE.search(low, begins, left.amount.end + 40):
            quotes = tuple(one.figure.quote for one in (whole, done, left))
            found.append(Warning(WarningCode.SUM_MISMATCH, quotes))
    return found


def _opposites(low: str, done: Placed, left: Placed) -> bool:
    """Tell "7 thôn đạt chuẩn, 4 thôn chưa đạt": who has done it and who has not are all of them."""
    has, has_not = _HAS.match(low, done.end), _HAS_NOT.match(low, left.end)
    return bool(has and has_not and has[1] == has_not[1])


def _alike(low: str, three: tuple[Placed, Placed, Placed]) -> bool:
    """Exact counts of one thing, the first the largest; money has what was left from before."""
    for one in three:
        if one.figure.of is not None or one.amount.high is not None or one.role or one.high:
            return False
        if (one.figure.unit or "%").startswith(("%", "‰", "đồng")) or _ABOUT.search(
            low, max(0, one.amount.start - 8), one.amount.start
        ):
            return False
    whole, *others = three
    return all(
        same_kind(whole.figure.unit, one.figure.unit) and Decimal(0) < one.figure.value < whole.figure.value
        for one in others
    )
