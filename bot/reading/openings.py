"""What names a text that has no heading: the sentence at its top that tells, without the greeting before it."""

import re

from bot.reading.grammar.text import Text, last_match

# "⏰ 7g30 sáng thứ bảy" and "🏥 Trạm y tế" on lines of their own: whoever writes so calls people together.
CALLS_AT = re.compile(r"(?m)^[ \t]*[🕐-🕧⏰⌚🗓📅📆][^\w\n]*(?:\d|từ|lúc|ngày|sáng|trưa|chiều|tối|thứ|chủ nhật)")
CALLS_TO = re.compile(r"(?m)^[ \t]*[📍🏥🏫🏢🏠🏡🏛🏟🗺]")

LONG_TITLE = 260
"""Characters over which a line is rather a paragraph than a heading."""

_LONGEST = 520
_FEWEST = 30  # characters of what tells something
_GREETING = re.compile(
    r"[^\w\n]*(?:(?:kính thưa|kính chào|thân gửi|thân mến|thưa|xin chào|alo)[^.!\n:]{0,80}|"
    r"[^.!\n:]{2,60}? ơi)(?: ạ)?[.!:,]+\s+"
)
_TELLS = re.compile(
    r"(?:^|[.;,]\s+)(?:(?:nay|do đó|theo đó)[, ]+)?([^,.;\n]{0,80}?(?:thông báo|kính mời|"
    r"trân trọng mời)[^.;\n]{6,200}?),? (?:cụ thể )?như sau"
)
_BORROWED = re.compile(r"\W*(?:theo|căn cứ|thực hiện|thi hành|nhằm|để) ")

# "Trung tâm … thông báo: Để nâng cấp phần mềm, Trung tâm tạm dừng …": who calls, and why, stand before it.
_CALLED = re.compile(
    r"[^.:;\n]{3,110}?(?:thông báo|kính báo)(?: (?:đến|tới|cho)[^.:;\n]{3,60})?:\s+"
    r"(?:(?:để|nhằm|do)[^,.;\n]{5,90},\s+)?"
)
_STOP = re.compile(r"[.!?…](?=\s)")
# A sentence may end after its first clause where that alone tells enough.
_CLAUSE_ENDS, _WHOLE_FROM, _CLAUSE_FROM = re.compile(r";\s"), 160, 40
_DAY = re.compile(r"\d ?(?:h|g|giờ)(?!\w)|\d[/-]\d|ngày \d")
_WILL = re.compile(r"(?<!\w)(?:sẽ|mời|tạm ngừng|tạm ngưng)(?!\w)")


def greeting_end(low: str, start: int, end: int) -> int:
    """Where the greeting at the beginning of a line is over: "Bà con ơi! …"; `start` where there is none."""
    greeting = _GREETING.match(low, start, end)
    return greeting.end() if greeting else start


def is_greeting(line: str) -> bool:
    """Whether a line in small letters only greets."""
    return bool(_GREETING.fullmatch(line + " "))


def tells_late(low: str, start: int) -> bool:
    """Whether a sentence cites or calls first and tells afterwards."""
    return bool(_BORROWED.match(low, start) or _CALLED.match(low, start))


def telling_span(text: Text, start: int, end: int) -> tuple[int, int]:
    """Give the sentence of a paragraph that names it, whole; of one that cites or calls first, the clause that tells.

    Where the first sentence only gives the reason, the second one that says what is to come stands for it.
    """
    if _BORROWED.match(text.low, start) and (told := _TELLS.search(text.low, start, min(end, start + 1200))):
        return told.span(1)
    first = _sentence_end(text, start, end)
    if first < end and not _DAY.search(text.low, start, first):
        begin = first + len(text.clean[first:end]) - len(text.clean[first:end].lstrip())
        second = _sentence_end(text, begin, end)
        if _DAY.search(text.low, begin, second) and _WILL.search(text.low, begin, second):
            start, first = begin, second
    called = _CALLED.match(text.low, start, first)
    if called and first - called.end() >= _FEWEST:
        start = called.end()
    return start, _cut(text, start, first)


# Who speaks to neighbours tells who he is and why before he calls them: "Tôi là Tám … Vậy tôi mời mỗi hộ một người".
_SELF = re.compile(r"(?:tôi|em|mình|cháu|con|tui) (?:là|tên)(?!\w)")
_CALLS = re.compile(r"(?<!\w)(?:mời|nhờ|đề nghị|xin báo|thông báo)(?!\w)")
_SO = re.compile(r"(?:vậy|nay|do đó|vì vậy|bởi vậy|cho nên)(?: thì)?,? ")
_FAR = 1200


def calling_span(text: Text, start: int) -> tuple[int, int] | None:
    """The sentence that calls people together, in a text that begins with who speaks; None for another text."""
    if not _SELF.match(text.low, start):
        return None
    at, top = start, min(len(text.low), start + _FAR)
    while at < top:
        line_end = text.low.find("\n", at, top)
        end = min(_sentence_end(text, at, top), line_end if line_end >= 0 else top)
        if _DAY.search(text.low, at, end) and _CALLS.search(text.low, at, end):
            so = _SO.match(text.low, at, end)
            return (so.end() if so else at), _cut(text, at, end)
        at = end + 1
        while at < top and text.low[at] in " \n":
            at += 1
    return None


def _sentence_end(text: Text, start: int, end: int) -> int:
    stop = _STOP.search(text.clean, start, end)
    return stop.end() if stop else end


def _cut(text: Text, start: int, end: int) -> int:
    """Where a long sentence is cut: after a clause that can stand alone, and never in the middle of one."""
    clause = _CLAUSE_ENDS.search(text.low, start + _CLAUSE_FROM, end)
    if clause and end - start > _WHOLE_FROM:
        end = clause.start()
    if end - start <= _LONGEST:
        return end
    last = last_match(re.compile(r"[,;:]\s"), text.low, start + 60, start + _LONGEST)
    return last.start() if last else text.clean.rfind(" ", start, start + _LONGEST)


def below_signs(text: Text, lines: list[tuple[int, int]]) -> int:
    """Find the first line under an hour and a place that pictures open: "⏰ 7g30 sáng thứ bảy", "🏥 Trạm y tế"."""
    called = 0
    while called < min(len(lines) - 1, 4) and (CALLS_TO if called else CALLS_AT).match(text.low, *lines[called]):
        called += 1
    return called if called > 1 else 0
