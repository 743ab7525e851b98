"""Personal data in a text that is about to be published: numbers of identity cards, lists of phones or of the poor.

Law 91/2025/QH15 (personal data). A contact's telephone, a hotline, a donation account, and how many poor households
there are belong in a notice; so a doubt is raised only by what names or reaches private people.
"""

import re
from collections.abc import Iterator
from itertools import islice

from bot.domain.figures import Warning, WarningCode
from bot.reading.grammar.text import LOWER, UPPER, Text, prepare

MOST_QUOTES = 4
_MOST_CONTACTS = 2  # mobile telephones that a notice may well name
_FEWEST_NAMES = 3
_MOST_HEADINGS = 500
_LIST_LINES = 60  # after a heading
_LONGEST_HEADING = 200
_NEAR = 60

_START, _STOP = r"(?<!\w)(?<!\w[.,/+\-])", r"(?!\w|[.,/\-]\d)"
_TWELVE = re.compile(
    rf"{_START}(?:\d{{12}}|\d{{3}}([ .\-])\d{{3}}\1\d{{3}}\1\d{{3}}|\d{{4}}([ .\-])\d{{4}}\2\d{{4}}|"
    rf"\d{{3}}([ .\-])\d\3\d\d\3\d{{6}}|\d{{6}} \d{{6}}|\d{{3}} \d{{9}}){_STOP}"
)
_NINE = re.compile(rf"{_START}(?:\d{{9}}|\d{{3}}([ .\-])\d{{3}}\1\d{{3}}){_STOP}")
_CARD = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmtnd|cmt|căn cước|chứng minh(?: nhân dân| thư)?|(?:số )?định danh|giấy tờ tùy thân)(?!\w)"
)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:tài khoản(?! định danh)|stk|tk|ngân hàng|\w*bank|account|kho bạc|mã (?:hồ sơ|đơn|vạch|vận đơn|"
    r"khách hàng|giao dịch|tra cứu|số thuế|số doanh nghiệp|định mức|sản phẩm)|hóa đơn|biên lai|công tơ|số hiệu|"
    r"sê ri|serial|imei|mst|ví dụ|chẳng hạn|minh họa|mẫu)(?!\w)"
)
_MONEY = re.compile(r" ?(?:đồng|đ|vnd|vnđ|tỷ|tỉ|triệu|nghìn|usd)(?!\w)")
_MOBILE = re.compile(
    rf"{_START}(?:(?:\(\+84\)|\+84|0084|84) ?(?:\(0\))?|0)[ .\-]?[35789](?:[ .\-]{{0,2}}\d){{8}}{_STOP}"
)
# Who answers for an office, so that people may call.
_OFFICE = re.compile(
    r"(?<!\w)(?:hotline|đường dây nóng|tổng đài|trực|ban chỉ huy|công an|cảnh sát|cứu (?:hộ|nạn|thương|hỏa)|"
    r"trạm|ubnd|"
    r"ủy ban|văn phòng|cơ quan|điện lực|cấp nước|bộ phận|một cửa|công ty|cửa hàng|bệnh viện|"
    r"trưởng (?:khóm|khu phố|kp|ấp|thôn|trạm|ban|công an)|tổ trưởng|bí thư|chủ tịch|bác sĩ|phụ trách)(?!\w)"
)
_HOTLINES = re.compile(r"(?<!\w)(?:hotline|đường dây nóng|tổng đài|trực|danh bạ|khẩn cấp)(?!\w)")
_POOR = re.compile(
    r"(?<!\w)(?:hộ (?:gia đình )?(?:nghèo|cận nghèo|khó khăn|chính sách)|cận nghèo|người nghèo|người có công|"
    r"(?:hoàn cảnh|đặc biệt) khó khăn|bảo trợ xã hội|khuyết tật|mồ côi|thương binh|neo đơn|tâm thần|"
    r"danh sách (?:\w+ ){0,3}(?:hỗ trợ|trợ cấp|cứu trợ|nhận (?:quà|tiền|gạo)))(?!\w)"
)
# Those who give, help or come: their names are meant to be read.
_GIVERS = re.compile(
    r"(?<!\w)(?:ủng hộ|đóng góp|quyên góp|tài trợ|hảo tâm|mạnh thường quân|tấm lòng|cán bộ|công chức|đồng chí|"
    r"đại biểu|"
    r"thành viên|phụ trách|phân công|tổ công tác|ban (?:chỉ đạo|đại diện|vận động)|đoàn|khách mời|tham dự|"
    r"cùng dự|có:)"
    r"(?!\w)"
)
_POST = re.compile(
    r"(?<!\w)(?:bí thư|chủ tịch|trưởng|phó|giám đốc|đồng chí|đ/c|cán bộ|công chức|ủy viên|thường trực|đại biểu)(?!\w)"
)
_LISTS = re.compile(r"(?<!\w)(?:danh sách|bảng|họ (?:và )?tên)(?!\w)")
_SURNAME = (
    r"(?:Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Lâm|Mai|Trịnh|Trương|"
    r"Đào|Cao|"
    r"Hà|Lương|Lưu|Tô|Tạ|Châu|Chau|Quách|Thái|Triệu|Vương|Văn|Tống|Từ|Tăng|Thạch|Danh|Kiều|La|Lò|Giàng|Vàng|"
    r"Sùng|Thào|"
    r"Mã|Ma|Nông|Hứa|Chu|Diệp|Doãn|Đàm|Đồng|Đường|Khổng|Kim|Lục|Mạc|Ninh|Ông|Phùng|Sơn|Thân|Tôn|Trang|Úng|Viên|Y|H')"
)
_NAME = re.compile(
    rf"{_SURNAME}(?: {UPPER}{LOWER}*){{1,4}}(?!\w)|(?:{_SURNAME.upper()})(?: {UPPER}{{1,7}}){{1,4}}(?!\w)"
)
# What may stand before the name in a line of a list: a number, a sign, "Hộ ông".
_LEAD = re.compile(
    r"[\s\W]*(?:\d{1,3}[.):\-]?\s*)?[\W_]*(?:(?:hộ|ông|bà|anh|chị|em|cháu|cụ|gia đình)\s+){0,3}", re.IGNORECASE
)
_PARTED = re.compile(r"[;,\n]")
_CELL = re.compile(r"[^\t|]+")


def personal_of(raw: str) -> Warning | None:
    """Doubt a text that holds a citizen's number, three private telephones or more, or a list of poor households.

    The quotes are exact pieces, at most MOST_QUOTES. Pure, linear, never raises.
    """
    text = prepare(raw)
    phones = _phones(text)
    spans = [*_cards(text), *(phones if len(phones) > _MOST_CONTACTS else ()), *_poor(text)]
    quotes = dict.fromkeys(text.quote(start, end) for start, end in spans[: 2 * MOST_QUOTES])
    return Warning(WarningCode.PERSONAL_DATA, tuple(quotes)[:MOST_QUOTES]) if quotes else None


def _cards(text: Text) -> Iterator[tuple[int, int]]:
    for pattern in (_TWELVE, _NINE):
        for match in pattern.finditer(text.low):
            before = text.low[max(0, match.start() - _NEAR) : match.start()]
            card = max((found.end() for found in _CARD.finditer(before)), default=-1)
            other = max((found.end() for found in _ACCOUNT.finditer(before)), default=-1)
            if other > card or _MONEY.match(text.low, match.end()):
                continue
            if card >= 0 or (pattern is _TWELVE and _plausible(re.sub(r"\D", "", match[0]))):
                yield match.span()


def _plausible(digits: str) -> bool:
    """Tell a citizen's number: province 001-096, then century and sex 0-3, then the year of birth (Decree 70/2024)."""
    born = int(digits[4:6])
    return 1 <= int(digits[:3]) <= 96 and digits[3] in "0123" and (digits[3] in "01" or born < 60)


def _phones(text: Text) -> list[tuple[int, int]]:
    """Give where private mobile numbers stand, each number once."""
    low = text.low
    found: dict[str, tuple[int, int]] = {}
    last = heading_start = heading_end = 0
    for match in _MOBILE.finditer(low):
        start, end = match.span()
        line = low.rfind("\n", max(0, start - 400), start) + 1 or max(0, start - 400)
        if line > last:  # the nearest line without a number is the heading of this list
            heading_end = line - 1
            heading_start = max(last, low.rfind("\n", max(0, heading_end - 200), max(0, heading_end)) + 1)
        stop = _PARTED.search(low, end, end + 40)
        around = low[max(last, line) : stop.start() if stop else end + 40]
        last = end
        if _OFFICE.search(around) or _HOTLINES.search(low, line, start):
            continue
        if _HOTLINES.search(low, max(0, heading_start), max(0, heading_end)):
            continue
        found.setdefault(re.sub(r"\D", "", match[0])[-9:], (start, end))
    return list(found.values())


def _poor(text: Text) -> list[tuple[int, int]]:
    """Give the heading and the names of the first list of people that tells them poor or supported."""
    lines = list(_lines(text))
    headings = ((index, told) for index, line in enumerate(lines) if (told := _POOR.search(text.low, *line)))
    for index, told in islice(headings, _MOST_HEADINGS):
        start, end = lines[index]
        colon = text.low.find(":", told.end(), end)
        if (
            colon >= 0
            and not _GIVERS.search(text.low, told.end(), colon + 1)
            and not _POST.search(text.low, colon, end)
        ):
            names = [match.span() for match in _NAME.finditer(text.clean, colon, end)]
            if len(names) >= _FEWEST_NAMES:
                return names
        if end - start > _LONGEST_HEADING or _GIVERS.search(text.low, start, end) or not _heads(text, start, end):
            continue
        names = []
        for below_start, below_end in lines[index + 1 : index + 1 + _LIST_LINES]:
            name = _listed(text, below_start, below_end)
            if name:
                names.append(name)
            elif below_end - below_start > _LONGEST_HEADING or _GIVERS.search(text.low, below_start, below_end):
                break
        if len(names) >= _FEWEST_NAMES:
            return [(start, end), *names]
    return []


def _lines(text: Text) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.clean.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _heads(text: Text, start: int, end: int) -> bool:
    """Tell a heading: it says that it lists, ends with a colon, or stands in capitals."""
    line = text.clean[start:end].strip()
    return bool(_LISTS.search(text.low, start, end)) or line.endswith(":") or line.isupper()


def _listed(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """Give the name that a line of a list, or one cell of its row, begins with; nobody who holds a post."""
    if _POST.search(text.low, start, end):
        return None
    for cell in _CELL.finditer(text.clean, start, end):
        lead = _LEAD.match(text.clean, cell.start(), cell.end())
        name = _NAME.match(text.clean, lead.end() if lead else cell.start(), cell.end())
        if name:
            return name.span()
    return None
