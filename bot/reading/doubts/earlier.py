"""A new text's figures beside those published before: another value, a sum that fell, the last report sent again.

Figures are the same when their labels hold the same telling words, in one unit and told the same way; nothing is
guessed from alike labels ("hộ nghèo", "hộ cận nghèo"), only one slip of the fingers in a long label is forgiven.
A period is the figure's own, else the one in its text's title; without any, only whole reports are compared.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from rapidfuzz import fuzz, process

from bot.domain.figures import Figure, Warning, WarningCode
from bot.domain.posts import Kind, PostNumber
from bot.domain.reading import Reading
from bot.domain.text import lower, normalise
from bot.domain.words import fold_words

_MOST = 1_000  # figures of one text that are compared
_MOST_DOUBTS = 12
_LEAST_SAME, _SHOWN_SAME = 3, 4
_LEAST_SCALED, _FOLD = Decimal(10), Decimal(500)
"""How large the smaller of two values is, and how many times it the larger one, where one was meant for the other."""
_LONGEST_TITLE = 400
_LONG_LABEL = 20  # characters in which one letter typed otherwise is a slip and not another word
_SLIP = 95
# Words that a label may have or lack without being of something else.
_LIGHT = re.compile(
    r"(?<!\w)(?:công tác|kết quả|(?:trên )?địa bàn|(?:tổng )?số lượng|thực hiện|tổng số|hoàn thành|tỷ lệ|tỉ lệ|"
    r"toàn (?:phường|xã)|"
    r"lũy kế|luỹ kế|tính đến|(?:đến|hiện) nay|trong kỳ|của|và|các|những|được|đã|đạt|vượt|tổng|số|là|thì|cho|"
    r"trong|tại|với|ở|"
    r"phường|xã|trên|ước|có)(?!\w)"
)
# "Thu ngân sách 6 tháng đầu năm 2026": the period in a label is told by the figure itself.
_TIME_IN_LABEL = re.compile(
    r"(?<!\w)(?:(?:\d{1,2}|ba|sáu|chín) tháng(?: đầu| cuối)?(?: năm)?(?: 20\d\d)?|quý (?:iv|iii|ii|i|\d)(?: năm)?"
    r"(?:[ /-]*20\d\d)?|tháng \d{1,2}(?: năm)?(?:[ /-]*20\d\d)?|(?:cả )?năm 20\d\d|20\d\d|cả năm|năm nay|"
    r"đầu năm)(?!\w)"
)
_ABOUT = re.compile(r"(?<!\w)(?:gần|hơn|trên|khoảng|xấp xỉ|ước|dưới|ngót|ít nhất|không quá|tối thiểu)(?!\w)")
_SHARE = re.compile(r"(?<!\w)(?:chiếm|giảm|tăng|bằng|bình quân|so với)(?!\w)")
_LITERAL = re.compile(r"\d[\d.]*(?:,\d+)?")
_RUNNING = re.compile(r"(?<!\w)(?:l[ũu][ỹy]? kế|cộng dồn|từ đầu năm|tính đến)(?!\w)")
# Who came and what was voted on belongs to one meeting, whatever the period in its title.
_ATTENDED = re.compile(
    r"(?<!\w)(?:đại biểu|tham dự|dự (?:họp|hội|lễ)|có mặt|biểu quyết|phiếu|tán thành|tín nhiệm)(?!\w)"
)
# What is there on a day, or given on an occasion, may well be less of later: no sum of a period.
_STOCK = re.compile(
    r"(?<!\w)(?:còn|nghèo|nợ|tồn|hiện|hiện có|dân số|nhân khẩu|đảng viên|hội viên|đoàn viên|thất nghiệp|chưa|"
    r"vắng|quân số|"
    r"bình quân|tỷ lệ|tỉ lệ|giá|chỉ số|cao nhất|thấp nhất|mỗi|diện tích|đàn|lao động|học sinh|hộ kinh doanh|"
    r"khen|biểu dương|"
    r"tuyên dương|đồng chí|tổng số (?:hộ|dân|người))(?!\w)"
)
_TIMES = frozenset(("ngày", "giờ", "phút", "tháng", "năm", "tuổi", "ngày làm việc", "lần"))
_PART = re.compile(r"\b(\d{1,2}|ba|sau|chin) thang(?: (dau|cuoi))?(?: (?:cua )?nam)?(?: (20\d\d))?\b")
_QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])(?: nam)?(?: (20\d\d))?\b")
_MONTH = re.compile(r"(?<!\d )\bthang (\d{1,2})(?: nam)?(?: (20\d\d))?\b")
_A_DATE = re.compile(r"\b\d{1,2} (?:thang )?\d{1,2}(?: (?:nam )?20\d\d)?\b")
_WHOLE_YEAR = re.compile(r"\b(?:tong ket|ca nam|bao cao)\b")
_ONE_OF_MANY = re.compile(r"\b(?:tuan|dot|ngay|lan|ky|chuyen de)\b")
_MONTHS = {"ba": 3, "sau": 6, "chin": 9}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Published:
    """A figure of an earlier post, with what tells of which report and time it is; `posted` is the day it went out."""

    figure: Figure
    number: PostNumber
    title: str
    posted: date
    held: date | None = None
    date_as_written: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Months of one year, first and last included."""

    year: int
    first: int
    last: int

    def is_running(self, day: date) -> bool:
        """Tell whether on that day more than its last month was still to come, so that its figures go on growing."""
        return (day.year, day.month) < (self.year, self.last)


def span_of(words: str, day: date, *, title: bool = False) -> Span | None:
    """Read "6 tháng đầu năm 2026", "quý III", "tháng 5-2026", "2026"; a missing year is the one of the report's day.

    A period that would begin after that day belongs to the year before (quý IV, told in January). None for anything
    else, such as "2020-2025" or "so với cùng kỳ". A `title` names a whole year only as that of a report or a review.
    """
    folded = fold_words(words[:_LONGEST_TITLE])
    if "so voi" in folded or "cung ky" in folded:
        return None
    if title:
        folded = _A_DATE.sub(" ngay ", folded)
    if (match := _PART.search(folded)) and (match[2] or match[3]):
        count = _MONTHS.get(match[1]) or int(match[1])
        if not 1 <= count <= 12:
            return None
        first, last = (13 - count, 12) if match[2] == "cuoi" else (1, count)
        return _in_year(match[3], first, last, day)
    if match := _QUARTER.search(folded):
        quarter = _QUARTERS.get(match[1]) or int(match[1])
        return _in_year(match[2], 3 * quarter - 2, 3 * quarter, day)
    if (match := _MONTH.search(folded)) and 1 <= int(match[1]) <= 12:
        return _in_year(match[2], int(match[1]), int(match[1]), day)
    years = re.findall(r"\b20\d\d\b", folded)
    if len(years) != 1 or (title and (not _WHOLE_YEAR.search(folded) or _ONE_OF_MANY.search(folded))):
        return None
    return Span(int(years[0]), 1, 12)


def _in_year(written: str | None, first: int, last: int, day: date) -> Span:
    if written:
        return Span(int(written), first, last)
    return Span(day.year if first <= day.month else day.year - 1, first, last)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure made comparable: `key` is its label's words, unit and the way it is told."""

    key: tuple[tuple[str, ...], str, str]
    figure: Figure
    span: Span | None
    own: bool
    """Whether the period is the figure's own and not its title's."""


@dataclass(slots=True)
class _Report:
    """The earlier figures of one post."""

    first: Published
    organisation: str
    told: list[_Told] = field(default_factory=list)


def doubts_beside(reading: Reading, earlier: Sequence[Published], today: date) -> tuple[Warning, ...]:
    """List the doubts that what was published `earlier`, newest first, raises about a new reading.

    Pure and linear in both; every quote is the new text's own, the note names the earlier post and what it says.
    """
    day = reading.date or today
    own_hand = fold_words(reading.organisation or "")
    new = list(_told((f for f in reading.figures[:_MOST]), reading.title, day))
    reports = list(_reports(earlier))
    if not new or not reports:
        return ()
    repeated = _same_as_last(reading, new, reports)
    found = [repeated] if repeated else []
    known = _Known(reports, own_hand)
    single = _alone(new)
    seen: set[tuple[str, ...]] = set()
    for one in new:
        if id(one) not in single or one.span is None or len(one.key[0]) < 2:
            continue
        doubt = _differs(one, known, day) or _fell(one, known) or _thousandfold(one, known)
        if doubt and doubt.quotes not in seen:
            seen.add(doubt.quotes)
            found.append(doubt)
    return tuple(found[:_MOST_DOUBTS])


def _told(figures: Iterable[Figure], title: str, day: date) -> Iterator[_Told]:
    titled = span_of(title, day, title=True)
    for figure in figures:
        if figure.is_target or (figure.period and "so v" in figure.period):
            continue
        label, quote = _low(figure.label), _low(figure.quote)
        if _ATTENDED.search(label) or _ATTENDED.search(quote):
            continue
        words = tuple(sorted(set(fold_words(_LIGHT.sub(" ", _TIME_IN_LABEL.sub(" ", label))).split())))
        share = _SHARE.search(quote)
        way = figure.comparison if figure.comparison in {"tăng", "giảm"} else share[0] if share else ""
        own = span_of(figure.period, day) if figure.period else None
        span = own or (titled if figure.period is None else None)
        if span and span.first == span.last and _RUNNING.search(f"{label} {quote}"):
            span = Span(span.year, 1, span.last)
        yield _Told((words, (figure.unit or "").lower(), way), figure, span, own is not None)


def _low(words: str) -> str:
    return lower(normalise(words))


def _reports(earlier: Sequence[Published]) -> Iterator[_Report]:
    for _, group in groupby(earlier, key=lambda one: one.number):
        gathered = list(group)
        first = gathered[0]
        told = list(_told((one.figure for one in gathered[:_MOST]), first.title, first.held or first.posted))
        yield _Report(first, fold_words(first.organisation or ""), told)


def _alone(told: Iterable[_Told]) -> set[int]:
    """Those that their text tells once: a sum against two plans, or in two places, is not compared."""
    values: dict[tuple[object, ...], set[tuple[Decimal, Decimal | None]]] = {}
    kept = list(told)
    for one in kept:
        values.setdefault((one.key, one.span), set()).add((one.figure.value, one.figure.of))
    return {id(one) for one in kept if len(values[one.key, one.span]) == 1}


class _Known:
    """The newest earlier figure of each key and period, and the posts they stand in."""

    def __init__(self, reports: list[_Report], organisation: str) -> None:
        self.by_key: dict[tuple[tuple[str, ...], str, str], dict[Span, tuple[_Told, Published]]] = {}
        self._labels: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
        for report in reports:
            alone = _alone(report.told)
            same_hand = not (organisation and report.organisation and organisation != report.organisation)
            for one in report.told:
                # A period that only a title tells is that of one body's own report.
                if one.span is None or id(one) not in alone or not (one.own or same_hand):
                    continue
                label, *way = one.key
                self.by_key.setdefault(one.key, {}).setdefault(one.span, (one, report.first))
                self._labels.setdefault((way[0], way[1]), {})[" ".join(label)] = label

    def alike(self, one: _Told) -> dict[Span, tuple[_Told, Published]]:
        """What was told before under the same label, or under a long one with a slip of the fingers."""
        label, unit, way = one.key
        if one.key in self.by_key:
            return self.by_key[one.key]
        joined = " ".join(label)
        labels = self._labels.get((unit, way))
        if labels is None or len(joined) < _LONG_LABEL:
            return {}
        best = process.extractOne(joined, labels.keys(), scorer=fuzz.ratio, score_cutoff=_SLIP)
        if best is None:
            return {}
        found = labels[best[0]]
        if len(found) != len(label) or any(word[0].isdigit() for word in set(label) ^ set(found)):
            return {}
        return self.by_key[found, unit, way]


def _differs(one: _Told, known: _Known, day: date) -> Warning | None:
    """Another value, or one of another whole, for the same thing and time.

    While the time runs on, a newer report may well tell another.
    """
    before = known.alike(one).get(one.span) if one.span else None
    if one.span is None or before is None:
        return None
    other = _other_whole(one.figure, before[0].figure)
    if not other and same_value(one.figure, before[0].figure):
        return None
    told = before[1].held or before[1].posted
    if one.span.is_running(told) and told != day:
        return None
    told_of = ", khác tổng số" if other else ""
    return Warning(WarningCode.HISTORY_DIFFERS, (one.figure.quote,), _note(*before) + told_of)


def _other_whole(one: Figure, other: Figure) -> bool:
    """Tell whether two shares are of different wholes: 9/14 and 9/13."""
    return one.of is not None and other.of is not None and one.of != other.of


def _thousandfold(one: _Told, known: _Known) -> Warning | None:
    """A thousand times, or a thousandth of, what the nearest other time had: tỷ for triệu, a point for a comma."""
    value, span = one.figure.value, one.span
    others = [(other, before) for other, before in known.alike(one).items() if other != span]
    if span is None or not others or one.key[1].startswith(("%", "‰")):
        return None
    _, before = min(others, key=lambda pair: (abs(pair[0].year - span.year), abs(pair[0].last - span.last)))
    small, large = sorted((abs(value), abs(before[0].figure.value)))
    if small < _LEAST_SCALED or large / small < _FOLD:
        return None
    return Warning(WarningCode.HISTORY_DIFFERS, (one.figure.quote,), f"{_note(*before)}, lệch nhau cả nghìn lần")


def _fell(one: _Told, known: _Known) -> Warning | None:
    """A sum from January on can only grow within its year; rates, changes and what is left may fall."""
    figure, span = one.figure, one.span
    if span is None or span.first != 1 or not _sums_up(one):
        return None
    shorter = [
        (other.last, before)
        for other, before in known.alike(one).items()
        if other.year == span.year and other.first == 1 and other.last <= span.last
    ]
    if not shorter:
        return None
    last, before = max(shorter, key=lambda pair: pair[0])
    if figure.value >= before[0].figure.value or same_value(figure, before[0].figure):
        return None
    return Warning(WarningCode.CUMULATIVE_FELL, (figure.quote,), f"{_note(*before)}, tính đến tháng {last}")


def _sums_up(one: _Told) -> bool:
    unit = one.key[1]
    words = _low(f"{one.figure.label} {one.figure.quote}")
    if unit.startswith(("%", "‰")) or "/" in unit or unit in _TIMES or one.key[2]:
        return False
    return one.figure.of is None and not _STOCK.search(words)


def _same_as_last(reading: Reading, new: list[_Told], reports: list[_Report]) -> Warning | None:
    """Yesterday's figures again: most results of a report stand in an earlier one of another time, value by value."""
    if reading.kind not in {Kind.REPORT, Kind.MEETING}:
        return None
    results = [one for one in new if _telling(one)]
    for report in reports:
        before = {(one.key, one.figure.value, one.figure.of): one for one in report.told if _telling(one)}
        shared = [one for one in results if (one.key, one.figure.value, one.figure.of) in before]
        if len({one.key for one in shared}) < _LEAST_SAME:
            continue
        # The newest report with the same figures is the last one; older ones only repeat the question.
        another_day = _another_day(reading, report.first)
        moved = []
        for one in shared:
            then = before[one.key, one.figure.value, one.figure.of].span
            if one.span != then if one.span and then else another_day and one.span is then:
                moved.append(one)
        if len({one.key for one in moved}) < _LEAST_SAME or 2 * len(moved) < len(results):
            return None
        quotes = tuple(dict.fromkeys(one.figure.quote for one in moved))[:_SHOWN_SAME]
        return Warning(WarningCode.SAME_AS_LAST, quotes, f"tin số {report.first.number} ghi đúng các số này")
    return None


def _another_day(reading: Reading, before: Published) -> bool:
    """Tell whether two texts name different days of their own; an unwritten day is not guessed."""
    if reading.date and before.held:
        return reading.date != before.held
    written, then = reading.date_as_written, before.date_as_written
    return bool(written and then and re.findall(r"\d+", written)[:2] != re.findall(r"\d+", then)[:2])


def _telling(one: _Told) -> bool:
    """A hundred percent, a deadline in days or a nameless count is the same in many reports."""
    figure = one.figure
    full = figure.of == figure.value or (one.key[1].startswith("%") and figure.value in {0, 100})
    return bool(one.key[0]) and not full and one.key[1] not in _TIMES


def same_value(one: Figure, other: Figure) -> bool:
    """Tell whether two values are one quantity, exact and rounded: 87,4% and 87,38%, gần 2,6 tỷ and 2,58 tỷ."""
    gap = abs(one.value - other.value)
    if gap == 0:
        return True
    (fine, about), (other_fine, other_about) = _steps(one), _steps(other)
    if fine != other_fine and gap <= max(fine, other_fine) / 2:
        return True
    return gap <= max(about, other_about)


def _steps(figure: Figure) -> tuple[Decimal, Decimal]:
    """How finely a value is written (0,1 of 87,4%), and how far off a "gần", "trên" or "khoảng" lets it be."""
    fine, rough = Decimal(1), Decimal(1)
    for match in _LITERAL.finditer(figure.quote[:200]):
        digits = match[0].rstrip(".").replace(".", "").replace(",", ".")
        literal = Decimal(digits)
        scale = figure.value / literal if literal else Decimal(0)
        if scale and scale.normalize().as_tuple().digits == (1,):
            decimals = len(digits.partition(".")[2])
            fine = scale.scaleb(-decimals)
            zeros = 0 if decimals else len(digits) - len(digits.rstrip("0"))
            rough = fine.scaleb(zeros)
            break
    return fine, rough if _ABOUT.search(_low(figure.quote)) else Decimal(0)


def _note(told: _Told, published: Published) -> str:
    return f"tin số {published.number} ghi “{' '.join(told.figure.quote.split())[:100]}”"
