"""When a notice is for: its lines of time, the schedule that gives each village its own, and the phrases of prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.reading.day_roles import denied_spans, is_deadline, is_issue, is_measured, names_event
from bot.reading.grammar.postings import posted_spans
from bot.reading.grammar.scan import Scan
from bot.reading.grammar.text import BULLET, Text, is_row, line_of
from bot.reading.notices.labels import LABEL, LONGEST, MOST_ITEMS, TOP, Span
from bot.reading.when import Event

_MOST_MARKS = 60
_GAP = 90
_LONG_LINE = 3 * LONGEST
_LONGEST_NAME = 112  # characters before a time that names a place for it
_SAYS = 6  # characters that a sentence has beside its time, where it tells more than that
_WEEKDAY = r"(?:(?<!lần )thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn)"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:ngày )?(?:{_WEEKDAY}|\d{{1,2}}(?:(?:,|"
    rf" và) (?:ngày )?\d{{1,2}}){{0,3}})(?: và {_WEEKDAY})? h[àằ]ng (?:tuần|tháng)|"
    rf"(?:các ngày )?{_WEEKDAY}(?:(?:,| và) {_WEEKDAY})+"
    r"(?: (?:trong|h[àằ]ng) (?:tuần|tháng(?: \d{1,2}(?:/20\d\d)?)?))?|"
    rf"(?:sáng|trưa|chiều|tối|đêm) (?:nay|mai|{_WEEKDAY})|ngày mai|hôm nay|(?:cả ngày |trong ngày ){_WEEKDAY}|"
    rf"{_WEEKDAY} (?:này|tới|tuần này|tuần sau)|"
    r"(?:mùng|mồng) \d{1,2} tháng (?:giêng|chạp|\d{1,2} âm lịch)|(?:rằm|\d{1,2}) tháng (?:giêng|chạp)|"
    r"(?:trong )?giờ hành chính|h[àằ]ng (?:ngày|tuần|tháng)|đến khi [^.,;\n]{4,70})(?!\w)"
)
_WORDS_OF_TIME = (
    rf"này|tuần này|tuần sau|từ|kể|liên tục|đến|tới|hết|và|lúc|vào|hồi|ngày|{_WEEKDAY}|buổi|sáng|trưa|chiều|tối|đêm|"
    rf"cùng|tức|nhằm|"
    r"bắt đầu|kết thúc|khoảng|dự kiến|trong|các|mùng|nay|mai|trước|liên tục"
)
_GLUE = re.compile(rf"(?: ?\((?:tức|nhằm)[^()\n]{{3,60}}\))?[ ,;:()-]*(?:(?:{_WORDS_OF_TIME})(?!\w)[ ,;:()-]*)*")
_LEFT = re.compile(rf"(?<!\w)(?!(?<=\d )(?:ngày|đêm))(?:(?:{_WORDS_OF_TIME})(?!\w)[ ,:(]{{1,2}})+\Z")
_RIGHT = re.compile(
    r" ?\((?=[^)\n]{0,60}(?:hành chính|thứ|chủ nhật|âm|nhằm|tức|sáng|chiều|tối))[^()\n]{1,60}\)|"
    r" h[àằ]ng (?:ngày|tuần|tháng)| (?:sáng|trưa|chiều|tối)(?! (?:nay|mai|thứ|chủ|ngày|\d))(?!\w)|"
    r" (?:cùng ngày|đến khi [^.,;\n]{4,70}|cho đến khi [^.,;\n]{4,70})"
)
_DAY = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2}|\d{1,2} tháng \d+")
_WITH_YEAR = re.compile(r"\d ?[/.-] ?20\d\d|năm 20\d\d")
_FEW = 3
_STOP = re.compile(r"\n|\.(?=\s)")
_OPENING = 25
_APART = re.compile(r"\W*(?:\d{1,2}[.)] )?riêng(?!\w)")
_QUARTER = re.compile(
    r"(?<!\w)(?:khóm|khu phố|tổ dân phố|tổ(?! (?:trưởng|phó|chức|viên|công tác|tiết kiệm|hợp tác))|ấp|thôn|xóm|bản|"
    r"buôn|khối|lớp|cụm|còn lại)(?!\w)"
)
# "nếu mưa thì chuyển sang ngày 09/12": it may still happen then.
_MOVED = re.compile(
    r"(?<!\w)(?:(?:nếu|trường hợp|khi|gặp)(?: trời)? (?:mưa|bão|thời tiết)[^.\n]{0,80}?)?"
    r"(?:(?:chuyển|(?<!di )dời|lùi)(?: lịch)? (?:sang|đến|lại|vào)|hoãn|dự phòng) "
)
# "Địa chỉ cũ ngừng tiếp nhận kể từ 17h ngày 11/12": no time of the new one.
_OF_OLD = re.compile(r"(?<!\w)(?:địa chỉ|trụ sở|địa điểm|cơ sở|văn phòng|điểm|nơi) cũ(?!\w)[^()]*\Z")
# "Từ đêm 25 đến sáng nay đã xảy ra mưa lớn": of what is over people need no time.
_HAPPENED = re.compile(
    r"(?<!\w)(?:đã (?:xảy ra|gây ra|gây (?:ngập|thiệt|sạt|mất)|có mưa|đổ bộ|hình thành)|"
    r"(?:bão|áp thấp)[^.\n]{0,40} (?:hình thành|có vị trí|cách (?:bờ|đất liền)))(?!\w)"
)
_OPENS = re.compile(r"[\n.:][^\w\n,]*(?:[a-zđ\d]{1,2}[.)/] ?)?\Z")
# "Ấp 2: chiều 08/12", "Xóm 4, 5 - 14h ngày 21/12": a name, then when.
_NAMED = re.compile(
    r"(?:\W*\d{1,2}[.)] ?)?[^\n.:!?]{2,110}(?::| [-–] | ?\()[^\w\n]{0,3}"
    r"(?:thứ \d(?:[ ,-]+\d)*[ ,]+)?(?:(?:[^\W\d_]+ ){0,3})\Z"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A date, an hour or a spoken time at its place, or several that make one phrase."""

    start: int
    end: int
    hour: bool
    day: bool
    spans: bool = False


def times_of(
    text: Text, scan: Scan, labelled: list[Span], happening: Event | None, asks: Sequence[Span] = (), below: int = 0
) -> list[Span]:
    """Give the lines of time: the hours for all first, then those with a label, then the schedule, day by day.

    What happens on another day as well, and to which day it moves in rain, stands last. `asks` are the sentences that
    say what to do: a time that stands only there is told there. What stands `below` the heading comes before its own.
    """
    phrases = [one for one in _phrases(text, scan) if not within(one.start, labelled)]
    phrases = [one for one in phrases if not _HAPPENED.search(text.low, *_sentence(text.low, one))]
    if happening and _HAPPENED.search(text.low, happening.start, line_of(text.low, happening.end)[1]):
        happening = None
    old = [one for one in phrases if _OF_OLD.search(text.low, _sentence(text.low, one)[0], one.start)]
    if old:  # when the new one opens may stand in the heading alone
        phrases, below = [one for one in phrases if one not in old], 0
    if labelled or any(one.day and one.start >= below for one in phrases):
        phrases = [one for one in phrases if one.start >= below]  # the heading is shown anyway
    items = _schedule(text, scan, [one for one in phrases if one.start >= below]) or _clauses(text, phrases)
    loose = [one for one in phrases if not within(one.start, items)]
    outside = [one for one in loose if not within(one.start, asks)]
    loose = outside if outside or items or labelled else loose
    shared = [one for one in loose if not _APART.match(text.low, _sentence(text.low, one)[0])] or loose
    if not labelled:
        first = [*_hours_alone(text, shared), *items] if items else _in_prose(text, scan, shared, happening)
    else:
        first = _with_label(text, scan, labelled, items, shared, happening)
    return first + [span for span in _besides(text, scan, loose, labelled) if not within(span[0], first)]


def _with_label(
    text: Text, scan: Scan, labelled: list[Span], items: list[Span], loose: list[_Mark], happening: Event | None
) -> list[Span]:
    """Give the labelled lines with the schedule, or with the hour or the day that they lack."""
    days = any(_tells_day(text, scan, span) for span in labelled)
    hours = any(scan.hours_in(*span) for span in labelled)
    if items:
        shown = [] if hours or any(scan.hours_in(*item) for item in items) else _hours_alone(text, loose)
        return [*shown, *labelled, *items]
    if hours and days:
        return _hours_first(scan, labelled)
    spans = _in_prose(text, scan, loose, happening)
    lacked = [one for one in spans if (scan.hours_in(*one) and not hours) or (not days and _tells_day(text, scan, one))]
    return sorted(labelled + lacked[:3]) if days else lacked[:2] + labelled


def _tells_day(text: Text, scan: Scan, span: Span) -> bool:
    return bool(scan.dates_in(*span) or _SPOKEN.search(text.low, *span))


def _besides(text: Text, scan: Scan, loose: list[_Mark], labelled: list[Span]) -> list[Span]:
    """Give what is told of other days: "Riêng ngày 11/12, từ 13h30 mất điện thêm …", "nếu mưa thì dời sang 09/12"."""
    found: list[Span] = []
    known = {day.first for span in labelled for day in scan.dates_in(*span)}
    for one in loose:
        begin, end = _sentence(text.low, one)
        if end - begin > _LONG_LINE:
            continue
        moved = _MOVED.search(text.low, begin, one.start)
        days = {day.first for day in scan.dates_in(one.start, one.end)}
        other = labelled and one.hour and days and not days & known
        apart = (one.day or one.hour) and _APART.match(text.low, begin)
        if moved or other or apart:
            found.append((moved.start() if moved else begin, end))
    return found[:2]


def within(at: int, spans: Sequence[Span]) -> bool:
    """Whether a place lies in one of the spans."""
    return any(start <= at < end for start, end in spans)


def _in_prose(text: Text, scan: Scan, loose: list[_Mark], happening: Event | None) -> list[Span]:
    """Give the phrases of time that stand in sentences: those with an hour, a span or the event's own day."""
    if not loose:
        return _only_days(text, scan, happening)
    kept = [p for p in loose if p.hour or p.spans or _is_event(p, happening) or _opens_line(text, p.start)]
    if len(loose) <= _FEW:  # of few days each may matter
        kept = [p for p in loose if p in kept or _WITH_YEAR.search(text.low, p.start, p.end)]
    if all(not p.day for p in kept):
        kept = loose
    kept = [p for p in kept if p.hour or not _told_with_hour(text.low, p, kept)]
    return list(dict.fromkeys((p.start, p.end) for p in kept))[:MOST_ITEMS]


def _only_days(text: Text, scan: Scan, happening: Event | None) -> list[Span]:
    """The event's day where nothing else tells when, else the day until which something must be done."""
    dates = scan.dates_in(happening.start, happening.end) if happening else []
    if happening and not (dates and is_issue(text.low, dates[-1].start)):
        return [(happening.start, happening.end)]
    until = [d for d in scan.dates[:_MOST_MARKS] if is_deadline(text.low, d) and names_event(text.low, d)][:1]
    marks = [_widened(text.low, _Mark(d.start, d.end, hour=False, day=True)) for d in until]
    return [(mark.start, mark.end) for mark in marks]


def _hours_alone(text: Text, phrases: list[_Mark]) -> list[Span]:
    """The first phrases with an hour and no day, and the words that open their sentence: "Buổi sáng thu từ 7h"."""
    shown = []
    for one in [one for one in phrases if one.hour and not one.day][:2]:
        begin, end = _sentence(text.low, one)
        short = one.start - begin <= _OPENING and end - begin <= LONGEST
        shown.append((begin, end) if short else (one.start, one.end))
    return shown


def _schedule(text: Text, scan: Scan, phrases: list[_Mark]) -> list[Span]:
    """Give the sentences of a schedule, whole: two or more that each open with a time, or name one for a place.

    The hours that hold for all days stand first, wherever they were written.
    """
    found: dict[Span, bool] = {}
    for phrase in phrases:
        begin, end = _sentence(text.low, phrase)
        if end - begin > _LONG_LINE or (begin, end) in found:
            continue
        lead = text.low[begin : phrase.start]
        row = is_row(text.low, begin, end)
        bulleted = phrase.hour and end - begin <= LONGEST and len(lead) >= 8 and BULLET.match(text.low, begin, end)
        named = bulleted or (_NAMED.fullmatch(lead) and not LABEL.match(text.low, begin, end))
        label = LABEL.match(text.low, begin, end)
        if label and (label.lastgroup or "").startswith(("place", "area")):
            continue
        if row or named or (_opens_line(text, phrase.start) and len(lead) <= _LONGEST_NAME):
            found[begin, end] = row or end - begin - (phrase.end - phrase.start) > _SAYS
    if sum(found.values()) < 2:
        return []
    items = [*found][:MOST_ITEMS]
    return _hours_first(scan, items) if all(found[item] for item in items if scan.dates_in(*item)) else items


def _hours_first(scan: Scan, items: list[Span]) -> list[Span]:
    """Set the hours that hold for all days before the days, where no day has its own."""
    dated = [item for item in items if scan.dates_in(*item)]
    if len(dated) < 2 or any(scan.hours_in(*item) for item in dated):
        return items
    return [item for item in items if item not in dated] + dated


def _clauses(text: Text, phrases: list[_Mark]) -> list[Span]:
    """The clauses of a sentence that gives each quarter its day: "bản Che tiêm ngày 08/12; bản Bua tiêm ngày 09/12"."""
    found: dict[Span, None] = {}
    for phrase in phrases:
        begin, end = _sentence(text.low, phrase)
        begin = max(begin, text.low.rfind(";", begin, phrase.start) + 1)
        stop = text.low.find(";", phrase.end, end)
        if phrase.day and end - begin <= _LONG_LINE and _QUARTER.search(text.low, begin, phrase.start):
            found[begin, stop if stop >= 0 else end] = None
    return [*found][:MOST_ITEMS] if len(found) >= 2 else []


def _sentence(low: str, phrase: _Mark) -> Span:
    """The sentence of a line that a phrase stands in; a table's row whole."""
    begin, end = line_of(low, phrase.start)
    if is_row(low, begin, end):
        return begin, end
    for stop in _STOP.finditer(low, begin, phrase.start):
        begin = stop.end() if not low[begin : stop.start()].strip().isdigit() else begin
    stopped = _STOP.search(low, phrase.end, end)
    return begin, stopped.start() if stopped else end


def _told_with_hour(low: str, phrase: _Mark, others: list[_Mark]) -> bool:
    """Tell a bare day that another phrase gives with its hour."""
    day = _DAY.search(low, phrase.start, phrase.end)
    return day is not None and any(day[0] in low[one.start : one.end] for one in others if one.hour)


def _is_event(phrase: _Mark, happening: Event | None) -> bool:
    return happening is not None and phrase.start <= happening.end and happening.start <= phrase.end


def _phrases(text: Text, scan: Scan) -> list[_Mark]:
    low = text.low
    passed = [*posted_spans(low), *denied_spans(low[:TOP])]
    marks = [_Mark(h.start, h.end, hour=True, day=False) for h in scan.hours[:_MOST_MARKS] if not is_measured(low, h)]
    by = [d for d in scan.dates[:_MOST_MARKS] if names_event(low, d) and not is_measured(low, d)]
    days = [d for d in by if not is_deadline(low, d)]
    marks += [_Mark(d.start, d.end, hour=False, day=True, spans=d.first != d.last) for d in days]
    spoken = [_Mark(*m.span(), hour="hành chính" in m[0], day=True) for m in _SPOKEN.finditer(low, 0, TOP)]
    marks += [one for one in spoken[:_MOST_MARKS] if not any(one.start < m.end and m.start < one.end for m in marks)]
    phrases: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: m.start):
        if mark.end > TOP or within(mark.start, passed):
            continue
        last = phrases[-1] if phrases else None
        if last and mark.start - last.end <= _GAP and _GLUE.fullmatch(low, last.end, max(last.end, mark.start)):
            phrases[-1] = _Mark(
                last.start, mark.end, last.hour or mark.hour, last.day or mark.day, last.spans or mark.spans
            )
        else:
            phrases.append(mark)
    return [_widened(low, phrase) for phrase in phrases]


def _widened(low: str, phrase: _Mark) -> _Mark:
    left = _LEFT.search(low, max(0, low.rfind("\n", 0, phrase.start) + 1, phrase.start - 40), phrase.start)
    right = _RIGHT.match(low, phrase.end)
    start, end = left.start() if left else phrase.start, right.end() if right else phrase.end
    return replace(phrase, start=start, end=end)


def _opens_line(text: Text, start: int) -> bool:
    return start < 3 or bool(_OPENS.search(text.low[max(0, start - 12) : start]))
