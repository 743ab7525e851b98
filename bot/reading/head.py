"""The head of a text: its title and its kind."""

import re
from dataclasses import dataclass

from bot.domain.posts import Kind
from bot.reading.grammar.text import Text

_TOP = 6000  # characters in which a head stands
_FORM_TYPES = {
    "thông báo": Kind.ANNOUNCEMENT,
    "giấy mời": Kind.ANNOUNCEMENT,
    "thư mời": Kind.ANNOUNCEMENT,
    "thư ngỏ": Kind.ANNOUNCEMENT,
    "lời kêu gọi": Kind.ANNOUNCEMENT,
    "quyết định": Kind.ANNOUNCEMENT,
    "công văn": Kind.ANNOUNCEMENT,
    "công điện": Kind.ANNOUNCEMENT,
    "giấy triệu tập": Kind.ANNOUNCEMENT,
    "lịch tiếp công dân": Kind.ANNOUNCEMENT,
    "lịch công tác": Kind.ANNOUNCEMENT,
    "báo cáo": Kind.REPORT,
    "báo cáo tóm tắt": Kind.REPORT,
    "tờ trình": Kind.REPORT,
    "biên bản": Kind.MEETING,
    "thông báo kết luận": Kind.MEETING,
    "kết luận": Kind.MEETING,
    "nghị quyết": Kind.RESOLUTION,
    "kế hoạch": Kind.RESOLUTION,
    "chương trình": Kind.RESOLUTION,
    "chương trình hành động": Kind.RESOLUTION,
    "đề án": Kind.RESOLUTION,
    "chỉ thị": Kind.RESOLUTION,
    "hướng dẫn": Kind.GUIDE,
    "quy trình": Kind.GUIDE,
}
_LETTERHEAD = re.compile(
    r"cộng h[oò]à? xã hội|độc lập|đảng cộng sản việt nam|\W*số\s*:|\W*số\s+[\d.…/ ]|(?:tỉnh|thành phố|"
    r"quận|huyện|thị xã)\b[^.]{0,40}$|"
    r"ủy ban nhân dân|ubnd|hđnd|công an|hội đồng nhân dân|đảng ủy|đảng bộ|ủy ban mttq|ủy ban mặt trận|ban thường trực$|"
    r"ban chấp hành|\W*$|[\W_]*\*|"
    r"[^\n]{0,45}, ?ngày\b"
)
_AFTER_TITLE = re.compile(
    r"\s*(?:căn cứ|kính gửi|thực hiện|thi hành|theo |[ivx]+\s?[.)/]|\d+\s?[.)]|phần |để |nhằm |ngày |"
    r"trong |sáng |chiều |\(?kèm|-{3,}|_{3,}|\*{3,}|điều 1|hôm nay|thời gian|v/v)"
)
_NO_TITLE = re.compile(r"\s*(?:căn cứ|kính gửi|[ivx]+\s?[.)/]|\d+\s?[.)]|điều 1|ngày |thời gian)")
_MARKUP = re.compile(r"^[#>*_\s]+|[*_\s]+$")
_ONLY_DATE = re.compile(r"[\W\d]*(?:(?:thứ \w+|ngày|lúc|giờ|cập nhật|đăng|h)[\W\d]*)*$")
_LONG_TITLE = 260


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a text, where the text under it begins, and the kind its form names (BÁO CÁO, GIẤY MỜI)."""

    words: str
    end: int
    form: Kind | None
    sure: bool


def title_of(text: Text) -> Title:
    """Find the title: the first line, the capitals it is broken into, or the lines under an official form's type."""
    lines = _lines(text, 60)
    for index, (start, end) in enumerate(lines):
        words = _bare(text.low[start:end])
        if words in _FORM_TYPES and (index > 0 or len(lines) > 1) and _type_line(text.clean[start:end]):
            below = _under(text, lines, index + 1)
            if below is not None:
                return Title(
                    _join(text, [lines[i] for i in range(index + 1, below)]),
                    lines[below - 1][1],
                    _FORM_TYPES[words],
                    True,
                )
            return Title(text.quote(start, end), end, _FORM_TYPES[words], True)
    return _first_line(text, lines)


def _lines(text: Text, most: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    top = text.clean[: 4 * _TOP]
    for line in top.split("\n"):
        if line.strip():
            found.append((at, at + len(line)))
            if len(found) >= most:
                break
        at += len(line) + 1
    return found


def _bare(line: str) -> str:
    return re.sub(r"[^\w\s]+", " ", line).strip()


def _type_line(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _under(text: Text, lines: list[tuple[int, int]], first: int) -> int | None:
    """Give the index after the title's lines under a type word; None when no title stands there."""
    index = first
    while index < len(lines) and index < first + 5:
        start, end = lines[index]
        low = text.low[start:end].strip()
        blank_above = index > first and "\n\n" in re.sub(r"[ \t]", "", text.clean[lines[index - 1][1] : start])
        if index > first and (blank_above or _AFTER_TITLE.match(low)):
            break
        if index == first and _NO_TITLE.match(low):
            return None
        if len(low) > _LONG_TITLE or (low.endswith(".") and len(low) > 120):
            break
        index += 1
    return index if index > first else None


def _join(text: Text, lines: list[tuple[int, int]]) -> str:
    return " ".join(_trim(text.quote(start, end)) for start, end in lines)


def _trim(line: str) -> str:
    return _MARKUP.sub("", line)


def _first_line(text: Text, lines: list[tuple[int, int]]) -> Title:
    index = 0
    while index < len(lines) - 1 and index < 12:
        start, end = lines[index]
        low = text.low[start:end].strip()
        if not (_ONLY_DATE.match(low) or (_heads(text, lines, index) and _LETTERHEAD.match(low))):
            break
        index += 1
    if not lines:
        return Title("", 0, None, False)
    start, end = lines[index]
    shown = _trim(text.quote(start, end))
    if len(shown) > _LONG_TITLE:
        stop = re.search(r"[.!?…](?=\s)", text.clean[start:end])
        cut = start + stop.end() if stop else start + _LONG_TITLE
        return Title(_trim(text.quote(start, min(cut, start + 2 * _LONG_TITLE))), start, None, False)
    used = [lines[index]]
    while index + 1 < len(lines) and len(used) < 5 and _continues(text, lines[index], lines[index + 1]):
        index += 1
        used.append(lines[index])
    return Title(_join(text, used), used[-1][1], None, len(lines) > 1)


def _heads(text: Text, lines: list[tuple[int, int]], index: int) -> bool:
    """Tell a letterhead (its motto or number stands near) from a title that merely names a committee."""
    start = lines[index][0]
    near = text.low[start : start + 400]
    return "độc lập" in near or "cộng hòa xã hội" in near or bool(re.search(r"(?:^|\n)\W*số\s*:", near))


def _continues(text: Text, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Tell a title broken over lines: capitals go on in capitals, with no blank line between."""
    if text.clean[line[1] : following[0]].count("\n") > 1:
        return False
    one, two = text.clean[line[0] : line[1]], text.clean[following[0] : following[1]]
    if text.low[line[1] : following[0]] == " " and len(two) < 120:
        return True
    return (
        _type_line(one)
        and _type_line(two)
        and len(two) < 160
        and any(c.isalpha() for c in two)
        and not one.rstrip().endswith((".", ":"))
    )


_SAYS_ANNOUNCE = re.compile(
    r"thông báo|kính mời|thư mời|giấy mời|lịch (?!sử)|(?:cúp|cắt|ngừng|ngưng|tạm ngừng|"
    r"mất) (?:cấp )?(?:điện|nước)|tuyển (?:dụng|sinh|quân|chọn)|niêm yết|"
    r"kêu gọi|lấy ý kiến|lắng nghe ý kiến|chung tay ủng hộ|ủng hộ quỹ|đăng ký|cảnh báo|mời tham gia|"
    r"mời bà con|chương trình (?:văn nghệ|nghệ thuật|hội)|"
    r"đêm (?:văn nghệ|hội)|hội xuân|giao lưu|tiêm (?:chủng|vắc|phòng)|khám sức khỏe|cấp (?:căn cước|cccd)|"
    r"thu (?:thuế|quỹ|phí)|đấu giá|mời thầu|"
    r"kết quả (?:lựa chọn|đánh giá) nhà thầu|tạm dừng|tạm ngưng|công khai|công bố|phun thuốc|treo cờ|khẩn"
)
_SAYS_GUIDE = re.compile(
    r"hướng dẫn|cẩm nang|các bước|\bcách |cách thức|quy trình|thủ tục|hỗ trợ người dân|khuyến cáo|lưu ý|"
    r"biện pháp|những điều cần|cần biết|hỏi đáp|mẹo|kỹ năng|làm gì"
)
_SAYS_MEETING = re.compile(
    r"hội nghị|đại hội|cuộc họp|kỳ họp|phiên họp|họp |tọa đàm|tiếp xúc cử tri|gặp mặt|sơ kết|tổng kết|"
    r"giao ban|hội thảo|làm việc với|đối thoại|hiệp thương|lễ (?:ra mắt|công bố|phát động|trao)|"
    r"sinh hoạt chi bộ"
)
_SAYS_REPORT = re.compile(r"^\W*(?:báo cáo|kết quả|tình hình|thành tích|số liệu)")
_SAYS_RESOLUTION = re.compile(
    r"^\W*(?:nghị quyết|kế hoạch|chương trình hành động|chỉ tiêu|mục tiêu|đề án|phương hướng)"
)
_OPENING_MEETING = re.compile(
    r"(?:tổ chức|khai mạc|diễn ra|đã họp|chủ trì|long trọng tổ chức|tham dự|dự)[^.\n]{0,40}?(?:hội nghị|"
    r"đại hội|cuộc họp|buổi họp|kỳ họp|phiên họp|phiên chất vấn|tọa đàm|buổi làm việc|buổi gặp mặt|"
    r"buổi tiếp xúc|tiếp xúc cử tri|gặp mặt|hội thảo|đối thoại|sinh hoạt|lễ (?:ra mắt|công bố|phát động|"
    r"tổng kết))|(?:hội nghị|đại hội|kỳ họp|cuộc họp)[^.\n]{0,80}?(?:đã |được )(?:tổ chức|diễn ra|"
    r"khai mạc)|\bhọp (?:đánh giá|bàn|giao ban|triển khai|thường kỳ)"
)
_LABELS = re.compile(
    r"(?:^|\n)\W*(?:thời gian|địa điểm|thành phần|đối tượng|khu vực (?:mất|cúp|ngừng)|lý do)[^\n:]{0,30}:"
)
_INVITES = re.compile(
    r"(?:trân trọng|kính)\s+(?:kính\s+)?(?:mời|thông báo|đề nghị)|đề nghị (?:bà con|nhân dân|người dân|"
    r"các hộ|cử tri|quý)|rất mong (?:bà con|nhân dân|quý|sự|nhận)|thông báo (?:đến|tới|cho)"
)
_ASKS_IN = re.compile(r"mời (?:bà con|nhân dân|các hộ|quý|toàn thể|ông|bà|đồng chí|cán bộ|người dân)")
_DONE = re.compile(r"(?<!\w)đã(?!\w)")


def kind_of(text: Text, title: Title, *, planned: int, measured: int) -> Kind:
    """Tell the kind from the form, the title, the opening and the share of planned figures among all.

    A form's own type wins; a heading that announces wins over a meeting ("Thông báo lịch … Đại hội"); an account
    that opens with "tổ chức Hội nghị" is a meeting; a text of mostly new targets is a resolution; else a report.
    """
    if title.form is not None:
        return title.form
    low = title.words.lower()
    if low.startswith(("v/v", "về việc")):  # an official letter, which has no type word
        return Kind.ANNOUNCEMENT
    body = text.low[title.end : title.end + _TOP]
    opening = body[:900]
    meeting = bool(_OPENING_MEETING.search(opening))
    if _SAYS_REPORT.search(low):
        return Kind.REPORT
    if _SAYS_RESOLUTION.search(low) and not meeting:
        return Kind.RESOLUTION
    if _SAYS_ANNOUNCE.search(low) and not (meeting and _DONE.search(opening) and not _LABELS.search(body)):
        return Kind.ANNOUNCEMENT
    if _SAYS_GUIDE.search(low):
        return Kind.GUIDE
    if not _DONE.search(text.low) and not meeting and (not body.strip() or _ASKS_IN.search(body)):
        return Kind.ANNOUNCEMENT
    if _SAYS_MEETING.search(low) or meeting:
        if _LABELS.search(body) and _INVITES.search(body):
            return Kind.ANNOUNCEMENT
        return Kind.RESOLUTION if planned >= 4 and planned > 2 * measured else Kind.MEETING
    if _LABELS.search(body) or (_INVITES.search(body) and not _DONE.search(opening)):
        return Kind.ANNOUNCEMENT
    if planned >= 4 and planned > 2 * measured:
        return Kind.RESOLUTION
    return Kind.REPORT if body.strip() else Kind.ANNOUNCEMENT
