"""The lines of a notice that carry a label of their own: "Thời gian: …", "Địa điểm: …", and the lists under them."""

import re
from collections.abc import Iterator
from itertools import takewhile

from bot.reading.grammar.postings import is_posting
from bot.reading.grammar.text import BULLET, LOWER, UPPER, Text, line_of

TOP = 12_000
"""Characters that are read: what stands deeper is no notice's hour."""

LONGEST = 180
"""Characters of an item as it is shown."""

MOST_BLOCK = 300
"""Characters of a sitting that is told in lines of its own: when, where and why."""

MOST_ITEMS = 10
"""Items of one line: more are a table of their own."""

Span = tuple[int, int]

_MOST_LABELS = 40
_FEWEST_LINES = 4  # of two blocks
_LONG_ITEM = 3 * LONGEST
_WHATS = {
    "time": r"thời gian(?! (?:qua|làm việc|giải quyết))|thời điểm|ngày giờ|ngày, giờ|thời hạn(?! giải)|hạn chót",
    "area": r"(?:địa bàn|khu vực|phạm vi|vùng|địa điểm|nơi|các (?:khu vực|tuyến đường))(?=[^:\n]{0,30}(?:ngừng|"
    r"ngưng|cúp|cắt|mất|ảnh hưởng|cấm|yếu))|khu vực|phạm vi(?! (?:tiêm|áp dụng|điều chỉnh|đối tượng|thu))|"
    r"địa bàn|(?:các )?tuyến đường(?= ?:)",
    "place": r"địa điểm|địa chỉ(?! (?:email|web|liên hệ|trang))|"
    r"nơi (?:tổ chức|họp|khám|tiêm|nhận(?! ?:)|tập trung|nộp|"
    r"(?:chi )?trả|phát|cấp(?! ?:)|bán|thu|làm việc|tiếp|gặp|đón|xuất phát|"
    r"diễn ra|biểu diễn|thi|hiến|niêm yết|bốc thăm)|"
    r"(?:các |có (?:hai|ba|bốn|năm|sáu|\d) )?điểm(?! (?:mới|số|lưu|cần|chuẩn|cộng|a|b|c)(?!\w))"
    r"(?: (?:[^\W\d_]+|\d{1,2})){0,3}(?= ?:)|tại(?= ?:)|(?:điểm )?tập trung(?=(?: tại)? ?:(?! ?\d))",
    "people": r"đối tượng|thành phần(?! (?:hồ sơ|chủ trì))|kính gửi|người tham dự|dành cho(?= ?:)|áp dụng(?= ?:)",
    "note": r"lưu ý|ghi chú",
    "todo": r"cần làm|khi (?:đi|đến)|mang theo|hồ sơ (?:gồm|cần)|giấy tờ|đề nghị(?= (?:bà con|nhân dân|"
    r"người dân|các hộ))",
}
# Pictures that stand for a label at the beginning of a line, where no word does: "⏰ 7h30 - 11h00", "🏥 Trạm Y tế".
_SIGNS = {
    "time": r"[🕐-🕧⏰⌚🗓📅📆](?=[^\n]{0,40}\d)",
    "place": r"[📍📌🏥🏫🏢🏠🏡🏛🏟🗺](?=[^\n]{0,40}(?<!\w)(?:trạm|nhà|hội trường|ubnd|ủy ban|trụ sở|trường|sân|đình|chùa|"
    r"số \d|đường|cầu|bến|phòng|trung tâm|quảng trường|công viên|văn phòng|bệnh viện|chợ|khu|bưu điện|tại)(?!\w))",
    "people": r"[👥👴👵👶👨👩👧👦🧒🧓]",
}
_NO_WORDS = r"[ \t]*(?![^\W\d_][^\n:]{0,40}:\s)"
# A label opens a line, or stands in it after a dash or a full stop: "Thời gian: … - Địa điểm: …".
LABEL = re.compile(
    r"(?m)(?:^[^\w\n]{0,12}(?:(?:\d{1,2}(?:\.\d{1,2})?|[a-zđ]|[ivx]{1,4})[./):]{1,2}[^\w\n]{0,3})?|"
    r"(?<=[.;)]) {1,3}(?:[-+*•] ?)?| - )"
    r"(?:" + "|".join(f"(?P<{what}>{words})" for what, words in _WHATS.items()) + r")[^:\n.;/]{0,40}?[ ]?:[ \t]*|"
    r"^[ \t]*(?:" + "|".join(f"(?P<{what}_sign>{sign})" for what, sign in _SIGNS.items()) + rf"){_NO_WORDS}"
)
_NEXT_SENTENCE = re.compile(rf"(?:(?<={LOWER})|(?<=[)\d]))\.\s+(?={UPPER})")
_REGISTER = re.compile(r"đăng ký|nộp|gửi")
_HEADING = re.compile(r"[^\w\n]{0,4}(?:\d{1,2}(?:\.\d{1,2})?|[ivx]{1,4})[./)](?!\d)")
_ITEM = re.compile(r"\W*(?:buổi|sáng|chiều|tối|ngày|từ|đợt|điểm)\b")
_TELLS_TIME = re.compile(r"\d|(?<!\w)(?:sáng|trưa|chiều|tối|thứ|chủ nhật|hành chính|hằng|hàng)(?!\w)")
_DOTS = re.compile(r"[.…_]{3,}")
_MORE_TIME = re.compile(r"\d|(?<!\w)(?:mưa|dời|hoãn|chuyển|hôm sau)(?!\w)")
_THANKS = re.compile(r"\W*(?:kính mong|rất mong|xin|trân trọng|mong|cảm ơn)(?!\w)")
_SIGN = re.compile(r"[^\w\n]*[-+*•–] ?")
_PART_OF_DAY = re.compile(r"[^\w\n]*(?:buổi )?(?:sáng|trưa|chiều|tối)(?!\w)")


def labelled_spans(text: Text) -> dict[str, list[Span]]:
    """Read the lines with a label, by what they tell; a label with nothing after it takes the list under it."""
    found: dict[str, list[Span]] = {what: [] for what in _WHATS}
    labels = []
    for match in LABEL.finditer(text.low, 0, TOP):
        labels.append(match)
        if len(labels) == _MOST_LABELS:
            break
    taken = 0
    for index, match in enumerate(labels):
        what = (match.lastgroup or "time").removesuffix("_sign")
        if match.start() < taken:
            continue
        line_end = line_of(text.low, match.end())[1]
        following = labels[index + 1].start() if index + 1 < len(labels) else len(text.low)
        end = min(line_end, following)
        if what == "time" and _REGISTER.search(match[0]):
            found["todo"].append((match.start(), end))
            continue
        if len(found[what]) >= MOST_ITEMS:
            continue
        opening = (one.start() for one in labels[index + 1 :] if text.low[one.start() - 1 : one.start()] == "\n")
        below = line_end + 1, min(next(opening, len(text.low)), TOP)
        if end - match.end() >= 4 and any(c.isalnum() for c in text.low[match.end() : end]):
            stop = (
                _NEXT_SENTENCE.search(text.clean, match.end() + 8, end) if what in {"place", "area", "time"} else None
            )
            if stop and what == "time" and _MORE_TIME.search(text.low, stop.end(), end):
                stop = None  # a further sitting, or what happens in rain
            found[what].append((match.end(), stop.start() if stop else end))
            listed = list(_more(text, (match.end(), end), below)) if end == line_end else []
        elif _DOTS.search(text.low, match.end(), end):
            listed = []  # left open for a name: "Kính gửi: ............"
        else:
            listed = list(_listed(text, *below))
            if what == "time":
                listed = [*takewhile(lambda item: _TELLS_TIME.search(text.low, *item), listed)]
        found[what].extend(listed)
        taken = listed[-1][1] if listed else taken
    return found


# One of several sittings, each told by lines of its own: "Ngày: 08/12/2026⏎Thời gian: 6h00⏎Khu vực: thôn Thượng".
_OF_BLOCK = re.compile(
    r"(?m)^[^\w\n]*(?:(?P<day>ngày)(?= ?:)|(?P<time>thời gian|giờ)(?=[^:\n]{0,30}:)|"
    r"(?P<where>khu vực|địa điểm|nơi|phạm vi)(?=[^:\n]{0,30}:))[^:\n]*:[^\n]*"
)
_APART = 160  # characters between two lines of one block, for a reason or a list of streets


_WHY = re.compile(r"\n[^\w\n]*(?:lý do|nội dung)[^:\n]{0,40}:[^\n]+")


def blocks_of(text: Text) -> list[Span]:
    """Give the sittings of a notice that tells each in lines of its own: a time, and where; empty where it has none."""
    lines = list(_OF_BLOCK.finditer(text.low, 0, TOP))
    if len(lines) < _FEWEST_LINES:
        return []
    first = lines[0].lastgroup
    blocks: list[list[re.Match[str]]] = []
    for line in lines:
        if line.lastgroup == first:
            blocks.append([line])
        elif line.start() - blocks[-1][-1].end() <= _APART:
            blocks[-1].append(line)
    whole = [{line.lastgroup for line in block} for block in blocks]
    if len(blocks) < 2 or any("where" not in one or one == {"where"} for one in whole):
        return []
    return [span for block in blocks for span in _block(text, block)][:MOST_ITEMS]


def _block(text: Text, lines: list["re.Match[str]"]) -> list[Span]:
    """A block whole where it is short, else its lines, when before where; an empty label takes the lines below."""
    spans = {line.lastgroup or "": line.span() for line in lines}
    last, (start, end) = next(reversed(spans.items()))
    if text.low[end - 1] == ":":
        blank = text.low.find("\n\n", end)
        spans[last] = start, blank if 0 <= blank <= end + LONGEST else min(len(text.low), end + LONGEST)
    first, last_end = lines[0].start(), max(end for _, end in spans.values())
    why = _WHY.match(text.low, last_end)
    if why and why.end() - first <= MOST_BLOCK:
        return [(first, why.end())]
    if last_end - first <= MOST_BLOCK:
        return [(first, last_end)]
    return [spans[what] for what in ("day", "time", "where") if what in spans]


def _more(text: Text, first: Span, below: Span) -> Iterator[Span]:
    """Give the items that go on below a label's own line: "Thời gian: - Buổi sáng: …" and the afternoon under it."""
    signed = _SIGN.match(text.low, *first)
    if signed is None and not _PART_OF_DAY.match(text.low, *first):
        return
    for start, end in _listed(text, *below):
        if not (_SIGN.match(text.low, start, end) if signed else _PART_OF_DAY.match(text.low, start, end)):
            return
        yield start, end


def _listed(text: Text, start: int, end: int) -> Iterator[Span]:
    """Give the lines of the list that begins there, to a heading, or what is no item after a blank line or a dash."""
    at, blank, count, after_sign = start, False, 0, False
    for line in text.low[start:end].split("\n"):
        here, at = at, at + len(line) + 1
        if not line.strip():
            blank = True
            continue
        signed = bool(_SIGN.match(line))
        item = signed or bool(BULLET.match(line)) or bool(_ITEM.match(line))
        if (
            _HEADING.match(line)
            or (after_sign and not item)
            or (count and _THANKS.match(line))
            or (blank and count and not item)
            or is_posting(line)
            or count >= MOST_ITEMS
        ):
            return
        if len(line) <= _LONG_ITEM:
            count += 1
            yield here, here + len(line)
        blank, after_sign = False, signed
