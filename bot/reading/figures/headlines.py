"""Which figures come first: tally, money and rates before counts, results before plans, nothing twice."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.figures import Figure, Tally
from bot.domain.lines import lines_of
from bot.domain.text import normalise
from bot.reading.figures.labels import is_dimension
from bot.reading.grammar.units import PEOPLE

HEADLINES = 8
"""How many lines are ranked; what is shown of them is the card's to choose."""

_TALLY, _MONEY, _RATE, _RATIO, _MEASURE, _COUNT = 100.0, 40.0, 36.0, 34.0, 26.0, 20.0
_PLANNED = 45.0  # off: any result stands before any plan
_FEW = 5  # lines that every card has room for
_FIRST = 55.0  # the tally and people's lives stand before anything
_PRESENT = 16.0  # off: who came to a meeting, how long something takes
_SMALL = 18.0  # off: a price, a gift
_TOLD = 6.0  # on: đạt, vượt, tăng, giảm
_LATER = 0.05  # off a line: of two alike the earlier is the first
_LIVES = 60.0  # people who died or were hurt stand before any sum
_BARE = re.compile(r"[\d.,]+ [^\W\d_]+")  # "01 buổi" says nothing alone
_CARE = re.compile(r"(?<!\w)(?:theo dõi|nghỉ ngơi|nhịn|trước khi|sau khi)(?!\w)")  # advice, and no measure of anything
_LOST = re.compile(r"(?<!\w)(?:chết|mất tích|bị thương|thiệt mạng|tử vong|thương vong)(?!\w)")
# An order or a request is told among what to do, and what is said in a chat is no figure of the ward's.
_ASKS = re.compile(
    r"(?:(?:xin|kính|rất|trân trọng|ubnd|phường|xã|ban|trạm y tế)(?: [^\W\d_]+){0,3}? )?"
    r"(?:yêu cầu|đề nghị|kính mời|mời|nhờ|nhắc|mong|kêu gọi|khuyến cáo)(?: [^\W_]+){0,4}? "
    r"(?:hộ|nhà|gia đình|bà con|người dân|nhân dân|thanh niên|phụ huynh|học sinh|cử tri|công dân|hội viên|đoàn viên|"
    r"chủ|cô bác|anh chị|anh em|mọi người)(?!\w)|mỗi [^,.\d]{2,12}\d+ [^,.]{2,20}, (?:nhớ )?(?:mang|đem)(?!\w)"
)
_CHAT = re.compile(r"(?<!\w)(?:thôi|nha|nhé|nghen|nhen|ạ|nè|dùm|giùm|giúp (?:em|mình))(?!\w)")
_SMALL_SUM = 1_000_000  # đồng
_ALL = 100
_ASIDE = frozenset(("đại biểu", "đồng chí", "ủy viên", "lượt ý kiến", "ý kiến", "giờ", "ngày", "ngày làm việc"))


def ranked(figures: Sequence[Figure], tally: Tally | None) -> tuple[Figure, ...]:
    """Give the figures their `rank`: that of their line, for the first lines; the figures of one line share it."""
    weights: list[tuple[float, int]] = []
    known: set[object] = set()
    lines = lines_of(figures)
    for index, line in enumerate(lines):
        facts = {_fact(one) for one in line}
        phrase = " ".join(line[0].phrase.lower().split())
        if (
            line[0].phrase
            and not _BARE.fullmatch(normalise(line[0].phrase))
            and not (line[0].unit == "giờ" and _CARE.search(normalise(line[0].phrase).lower()))
            and not _ASKS.match(phrase)
            and not _CHAT.search(phrase)
            and not (facts <= known or phrase in known)
        ):
            weights.append((max(_weight(one, tally) for one in line) - _LATER * index, index))
        known |= facts | {phrase}
    best = sorted(weights, key=lambda one: (-one[0], one[1]))[:HEADLINES]
    if len(best) <= _FEW:  # all of them are shown: as the text tells them, results before plans
        best = sorted(best, key=lambda one: (one[0] < _FIRST, one[0] < 0, one[1]))
    places = {index: rank for rank, (_, index) in enumerate(best)}
    return tuple(replace(one, rank=places.get(index)) for index, line in enumerate(lines) for one in line)


def _fact(figure: Figure) -> tuple[object, ...]:
    """What makes two figures the same: a sum and a rate by their value, a count and 100% by what it is of, too."""
    unit = figure.unit or ""
    by_value = unit.startswith(("đồng", "%")) and unit != "đồng chí" and figure.value != _ALL
    return (figure.value, unit, figure.of, "" if by_value else figure.label.lower())


def _weight(figure: Figure, tally: Tally | None) -> float:
    unit = figure.unit or ""
    if unit == "chỉ tiêu" and tally is not None and not figure.is_target:
        return _TALLY + (figure.of is not None)
    if unit.startswith("đồng") and unit != "đồng chí":
        weight = _MONEY - (_SMALL if "/" not in unit and figure.value < _SMALL_SUM else 0)
    elif unit.startswith(("%", "‰")):
        weight = _RATE
    elif figure.of is not None:
        weight = _RATIO
    else:
        weight = _MEASURE if is_dimension(unit) else _COUNT
    weight = _LIVES if unit in PEOPLE and _LOST.search(normalise(figure.phrase).lower()) else weight
    weight -= _PRESENT if unit in _ASIDE else 0
    weight += _TOLD if figure.comparison else 0
    return weight - (_PLANNED if figure.is_target else 0)
