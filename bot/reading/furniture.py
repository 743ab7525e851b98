"""The lines over a text, and which of them are furniture: letterheads, mottoes, number lines, a site's sections."""

import re

from bot.reading.grammar.issuers import calls_out, names_issuer
from bot.reading.grammar.letterhead import MOTTO, NUMBER_LINE
from bot.reading.grammar.postings import is_posting
from bot.reading.grammar.text import Text
from bot.reading.openings import is_greeting

_TOP = 24_000  # characters in which a head stands
_MOST_LINES = 60
# The place and day of issue, in the other column of a letterhead.
_ISSUED = re.compile(r"[^\W\d_][^\n\t\d,.:;]{1,44}, ?ngày [\d.… ]{1,12}tháng [^\n]{0,30}")
BODIES = (
    r"ủy ban nhân dân|ubnd|hđnd|công an|hội đồng|đảng ủy|đảng bộ|ủy ban mttq|ủy ban mặt trận|ban thường trực|"
    r"ban chỉ huy|"
    r"ban chấp hành|ban thường vụ|chi bộ|trạm y tế|trung tâm|chủ tịch"
)
_LETTERHEAD = re.compile(
    rf"(?:{BODIES}|xã|phường|thị trấn|khóm|ấp|thôn|khu phố|tổ dân phố)\b|(?:tỉnh|thành phố|tp|quận|huyện|"
    rf"thị xã)\b[^.]{{0,40}}$|"
    r"\W*$|[\W_]*\*"
)
# Lines that stand above a title or below it and are never one.
_NEVER = re.compile(
    r"\W*(?:(?:kính )?gửi (?:quý |các |toàn thể )?(?:cư dân|bà con|phụ huynh|cô bác|anh chị)[^.\n]{0,30}\W*$|"
    r"kính gửi|mã thủ tục|số quyết định|căn cứ|nơi nhận|địa chỉ|điện thoại|email|website|(?:(?:dự thảo|"
    r"hỏa tốc|(?:(?:thông )?tin )?khẩn(?: cấp)?|thượng khẩn|mật)\W*)+$|"
    r"(?:tin |bài |tin nhắn )?(?:đã |được )*chuyển tiếp(?: (?:từ|của) |\W*$)|"
    r"forwarded (?:from|message)|(?:\w+[ \w]{0,20}: ?)?(?:https?://|www\.)\S+$)"
)
# The lines of an invitation that carry a label: who is asked, to what, when and where.
INVITES = (
    r"(?:(?:trân trọng|xin) )?(?:kính )?mời[^:\n]{0,20} ?:|(?:đến|tới|về) (?:tham )?dự|tham dự ?:|"
    r"vào (?:lúc|hồi)|tại ?:"
)
_INVITES_ONE = re.compile(r"(?:(?:trân trọng|xin) )?(?:kính )?mời[^:\n]{0,20} ?:")
NO_TITLE = re.compile(
    r"\s*(?:căn cứ|kính gửi|[ivx]+\s?[.)/](?!\s?v\b)|\d+\s?[.)]|điều 1|ngày (?!hội)|thời gian|từ ngày |hôm nay|"
    r"địa điểm|"
    rf"nội dung|{INVITES})"
)
_MASTHEAD = re.compile(
    rf"(?:(?:{BODIES}|phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tp|tỉnh)(?![^\W_])[^.,:!?\n]{{0,45}}){{1,3}}"
)
_SECTIONS = frozenset(
    ("thông báo", "tin tức", "tin hoạt động", "tin tức - sự kiện", "tin trong phường", "tin địa phương")
)
_VERB = re.compile(
    r"(?<!\w)(?:tổ chức|họp|ra|thông báo|lắng nghe|triển khai|thực hiện|phối hợp|mời|tiêm|cúp|cắt|ngừng|lịch|"
    r"báo cáo|khám|chiêu sinh|khai giảng|vận động|kêu gọi|tạm ngừng|tạm dừng|thay đổi|"
    r"tiếp|lấy|chi|thu|công bố|niêm yết|hội nghị|đại hội|kỳ họp|tuyển|treo|trao|tổng kết|sơ kết|đạt|công khai|"
    r"chăm lo|cảnh báo)(?!\w)"
)
_DASH = re.compile(r"\s*[-+*•] ?")
_ONLY_DATE = re.compile(r"[\W\d]*(?:(?:thứ \w+|chủ nhật|ngày|lúc|giờ|cập nhật|đăng|h)[\W\d]*)*$")


def lines_of(text: Text) -> list[tuple[int, int]]:
    """Give the lines that stand in a head, the other column's motto and day of issue cut off."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.clean[:_TOP].split("\n"):
        found.extend(_pieces(text.low, at, at + len(line)))
        if len(found) >= _MOST_LINES:
            break
        at += len(line) + 1
    return found


def _pieces(low: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start > 300:
        return [(start, end)]
    for pattern in (MOTTO, _ISSUED):
        other = pattern.search(low, start, end)
        if other and (other.start() - start > 2 or end - other.end() > 2):
            left, right = (start, other.start()), (other.end(), end)
            return [piece for piece in (left, right) if any(c.isalnum() for c in low[slice(*piece)])] or [(start, end)]
    return [(start, end)] if low[start:end].strip() else []


def is_capitals(line: str) -> bool:
    """Whether most of a line's letters are capitals."""
    letters = [c for c in line if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * len(letters)


def is_furniture(low: str) -> bool:
    """Whether a line in small letters is a motto, a number or another line that is never a title."""
    return bool(
        _NEVER.match(low)
        or NUMBER_LINE.match(low)
        or MOTTO.match(low.strip(" *_-."))
        or _ISSUED.fullmatch(low.strip(" *_"))
    )


def is_idle(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    """Whether a line above a title says nothing of what the text is about: a greeting, a day, a body's own name."""
    low = text.low[slice(*lines[index])].strip()
    if (
        is_greeting(low)
        or _ONLY_DATE.match(low)
        or is_posting(low)
        or is_furniture(low)
        or _is_section(text, lines, index)
        or _is_issuer(text, lines, index)
        or (calls_out(low) and index + 1 < len(lines))
        or _is_addressee(text, lines, index)
    ):
        return True
    return bool(_LETTERHEAD.match(low)) and _heads(text, lines, index)


def _is_addressee(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    """Tell one of the bodies listed below "Kính gửi:", each on a line of its own with a dash."""
    if not _DASH.match(text.low, *lines[index]):
        return False
    above = index - 1
    while above >= 0 and _DASH.match(text.low, *lines[above]):
        above -= 1
    return above >= 0 and text.low.startswith("kính gửi", lines[above][0])


def _is_issuer(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    """Tell a body's name on a line of its own over the heading: "XÍ NGHIỆP NƯỚC SẠCH", "[TRẠM Y TẾ PHƯỜNG 4]"."""
    start, end = lines[index]
    line = text.clean[start:end].strip(" *_")
    if index > 1 or index + 2 >= len(lines) or not names_issuer(text.low[start:end]):
        return False
    below = text.low[slice(*lines[index + 1])].strip()
    if not (is_capitals(line) or line.startswith("[") or _VERB.match(below)):
        return False
    if is_furniture(below) or _INVITES_ONE.match(
        below
    ):  # "Kính gửi bà con trong khóm!", and then the text: the name alone heads nothing
        return True
    return 12 < len(below) < 200 and not below.endswith((".", ":", ";")) and not NO_TITLE.match(below)


def _is_section(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    """Tell the name of a site or a section above a heading: "PHƯỜNG 1 QUẬN TÂN BÌNH", "Thông báo", "Sức sống cơ sở"."""
    if index + 2 >= len(lines):
        return False
    start, end = lines[index]
    low = text.low[start:end].strip()
    below, following = lines[index + 1], lines[index + 2]
    if _MASTHEAD.fullmatch(low) and is_capitals(text.clean[start:end]):
        return not _VERB.search(low)
    heads = below[1] - below[0] < 200 and not text.clean[slice(*below)].rstrip().endswith((".", ":", ";"))
    if not heads or NO_TITLE.match(text.low[slice(*below)]) or following[1] - following[0] < 150:
        return False
    apart = text.clean[below[1] : following[0]].count("\n") > 1
    if low in _SECTIONS:
        return apart
    short = len(low) <= 25 and below[1] - below[0] > 1.5 * len(low) and not any(c.isdigit() for c in low)
    return short and apart and text.clean[end : below[0]].count("\n") > 1 and not _VERB.search(low)


def _heads(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    """Tell a letterhead (its motto or number stands near) from a title that merely names a committee."""
    start, end = lines[index]
    near = text.low[start : start + 400]
    if not is_capitals(text.clean[start:end]) and end - start > 60:
        return False
    return bool(MOTTO.search(near) or re.search(r"(?:^|\n)\W*số\s*:", near))
