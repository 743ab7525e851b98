"""The pieces that a sentence's commas part, and what each of them is: a clause of its own, or one that leans."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.reading.grammar.text import LOWER

_INSIDE = 160  # characters that a bracket or a pair of quotation marks may hold; a longer one was never closed
_BEHIND = 400  # characters behind the last amount in which its clause ends
# What one thing is called with a comma inside it.
_PAIRS = "|".join(
    rf"(?<={one}), {other}(?!\w)"
    for one, other in (
        ("sản xuất", "kinh doanh"),
        ("phòng cháy", "chữa cháy"),
        ("văn nghệ", "thể thao"),
        ("an ninh", "trật tự"),
        ("quốc phòng", "an ninh"),
        ("đền ơn", "đáp nghĩa"),
        ("hộ gia đình", "cá nhân"),
        ("tổ chức", "cá nhân"),
        ("cơ quan", "đơn vị"),
    )
)
_ROW = re.compile(r", \d{1,3}(?![\d/]|[.,]\d)")  # tổ dân phố 1, 2, 3
_BOUND = re.compile(
    rf"(?!{_PAIRS})[,;:](?=\s|\Z)|"
    r"(?:…|\.{2,})(?=\s|\Z)|\n|[\"(\[]|(?<=[.,;:!] )[-+*](?= \D)|(?<= )•(?= )|"
    r"(?<!\w)(?:trong đó|đồng thời|ngoài ra|bên cạnh đó|qua đó)(?!\w)"
)
_CLOSING = {'"': '"', "(": ")", "[": "]"}
# What may stand before a clause and says nothing of its figure: signs and numbers of lists, words that join.
_OPENING = re.compile(
    r"(?:[^\w\"'(\[≥≤<>~]+|(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[ivx]{1,4}\.)(?=\s)|"
    r"(?:và|đồng thời|ngoài ra|bên cạnh đó|trong đó|theo đó|cụ thể|cụ thể là|nhất là|đặc biệt là|đặc biệt|nổi bật là|"
    r"như|gồm|bao gồm|gồm có|qua đó|từ đó|nhờ đó|kết quả|kết quả là|đến nay|hiện nay|tuy nhiên|nhưng|mà|thì|"
    r"điển hình là|trong số đó|dịp này|nhân dịp này|trong dịp này|riêng|nhờ vậy|do đó|vì vậy|nhìn chung|mới đây|"
    r"được biết|như vậy|ngay sau đó|hiện|cũng|điển hình|trong khi|trong khi đó|năm qua|thời gian qua|"
    r"những năm qua)(?=[\s,:]|\Z))"
)
_REPORTS = re.compile(
    r".{0,160}?(?<!\w)(?:cho biết|cho hay|cho thấy|nêu rõ|khẳng định|nhấn mạnh|thống nhất cao|ghi nhận thấy)"
    r"(?: rằng)?[,:]? "
)
# A clause that begins so has its subject before it: "đạt 106,3% kế hoạch", "tăng 8% so với cùng kỳ".
_LITTLE = r"(?:(?:đã|đều|cũng|hiện|mới|ước|chỉ|luôn|và|hơn|cùng|lại|vẫn|ước tính|tiếp tục|trong đó|đạt|lũy kế) )*"
_LEANS = re.compile(
    rf"{_LITTLE}(?:đạt|chưa đạt|không đạt|tăng|giảm|vượt|bằng|chiếm|còn|xuống còn|tương đương|tương ứng|tức|so với|"
    r"so|gấp|thấp hơn|cao hơn|ít hơn|nhiều hơn|được|bị|là|nâng|đưa|hoàn thành(?= (?:vượt )?\d)|lên|"
    r"lũy kế(?: (?:từ )?(?:đầu năm|(?:\d{1,2} )?tháng|cả năm|đến nay|năm 20\d\d|năm))*(?: (?:đạt|ước|là|được))*(?= \d)|"
    r"đang|tỷ lệ(?= (?:đạt )?\d)|đúng hạn|trước hạn|quá hạn|trễ hạn|của|do|mà|có nghĩa)(?!\w)"
)
_WITH = re.compile(
    rf"{_LITTLE}(?:với|trị giá|trị giá|tổng trị giá|tổng giá trị|tổng số tiền|tổng kinh phí|kinh phí|số tiền|mỗi|"
    r"tổng mức đầu tư|tổng vốn|tổng chiều dài|chiều dài|dài|rộng|trung bình|bình quân(?= mỗi| \d)|diện tích(?= \d)|"
    r"thu hút|trên|cho|tổng diện tích|tổng cộng|tổng(?= \d)|giá trị|tổng nguồn|từ|hơn(?= \d)|trên(?= \d)|gần(?= \d)|"
    r"khoảng(?= \d))(?!\w)"
)
# A noun alone before its verb or number ends a list: "tiểu thủ công nghiệp, dịch vụ đã tạo việc làm", but "xã đã xây".
_DANGLING = re.compile(
    r"tổ dân phố và |(?!(?:hai|ba|bốn|ngày|toàn|các|cả|xã|phường|thị trấn|thôn|khóm|ấp|bản|khu phố|hội|đoàn|tổ|"
    r"nhóm|ban|trường|"
    r"đảng bộ|chi bộ|chi hội|"
    r"ubnd|công an|đảng ủy|mặt trận|tỷ lệ|tổng|số|hộ|dân số|thu|chi|đàn|bình quân|mỗi|người|đạt|và|năm|quý|"
    r"tháng|án|vụ|giá)(?!\w))"
    r"(?:(?:[^\W\d_]+ ){1,2}(?:đã|đạt|đối với|với|cùng|\d)|(?:[^\W\d_]+ ){1,3}và (?:trên |hơn |gần )?\d|"
    r"(?:[^\W\d_]+ ){1,2}và [^\W\d_]+)"
)
_NUMBER_FIRST = re.compile(r"(?:hơn |trên |gần |khoảng |và |cùng |có )*\d")
_PREDICATE = re.compile(
    r"(?<!\w)(?:luôn|đạt|chưa đạt|tăng|giảm|được|bị|có|là|đã|ước|hiện|tiếp tục|không ngừng|còn|chiếm|bằng|xảy ra|"
    r"vượt|duy trì|cũng|đều|mới(?= \d)|phấn đấu|thực hiện(?= đạt| được| \d)|ước tính|lũy kế|so với|tiếp nhận|"
    r"trong (?=tháng|quý|kỳ|năm|\d)|cơ bản|từng bước|ngày càng|đang|vừa|với|hoàn thành)(?!\w)|\d|[,;:]"
)
_TIME_FIRST = re.compile(
    r"(?:(?:trong|tính|kể|từ|đến|qua|sau|tính đến|vào|riêng|hết|theo) ?)*(?:đầu |cuối |giữa |suốt |hơn |gần )*(?:năm|"
    r"tháng|quý|ngày|sáng|trưa|chiều|tối|đêm|giai đoạn|nhiệm kỳ|kỳ|thời gian|đợt|\d{1,2} (?:tháng|năm|ngày)|đến nay|"
    r"hiện nay|lúc|khoảng \d|hồi|thứ)(?!\w)|"
    r"(?:cũng )?(?:tại|ở|nhân (?:dịp|ngày|kỷ niệm|lễ)|bên cạnh|thông qua|từ nguồn|từ phong trào|với sự|với tinh thần|"
    r"với phương châm|"
    r"với quan điểm|theo|qua|cùng với|ngoài|để|nhằm|nhờ|trước|dưới|song song|về|do|trên cơ sở|căn cứ|thực hiện)(?!\w)"
)
# What is done to the things counted: a clause may begin with it, and its doer is the ward.
VERB = re.compile(
    r"(?<!\w)(?:đã )?(?:kết nạp|phát triển|trao tặng|tặng|trao|hỗ trợ|vận động|huy động|quyên góp|ủng hộ|xây dựng|"
    r"xây mới|xây|cất|sửa chữa|sửa|làm mới|trồng|giải ngân|cấp phát|cấp|phát hiện|phát quang|phát thuốc|phát|bắt giữ|"
    r"bắt|xử lý|xử phạt|phạt|tổ chức|mở|ra mắt|thành lập|khen thưởng|biểu dương|tiếp nhận|tiếp|giải quyết|thẩm định|"
    r"kiểm tra|giám sát|khám|tiêm|tư vấn|giới thiệu|đào tạo|tập huấn|tuyên truyền|lắp đặt|lắp|dọn|vớt|thu gom|"
    r"nạo vét|bê tông hóa|nâng cấp|duy tu|tiêu hủy|gieo trồng|thả|kích hoạt|cài đặt|hướng dẫn|chi trả|thăm hỏi|thăm|"
    r"chúc thọ|giúp|xóa|hoàn thành|bàn giao|hiến|đóng góp|cho vay|chăm lo|đình chỉ|điều tra khám phá|"
    r"khám phá|triệt phá|thu hồi|thu giữ|tạm giữ|vay|chuyển|ban hành|thực hiện|xảy ra|ghi nhận|phê duyệt|công nhận|"
    r"tuyển chọn|tuyển|gọi|điều trị|bố trí|di dời|cưỡng chế|lập biên bản|nhắc nhở|chứng thực|phun|diệt|tuần tra|"
    r"thu hút|tạo|trích|đầu tư|phân bổ|nghiệm thu|rà soát|lấy mẫu|xét nghiệm|số hóa|niêm yết|treo|thay|đào|khơi thông|"
    r"cung cấp|vận chuyển|di chuyển|cải tạo|kêu gọi|trợ giúp|"
    r"chỉnh trang|gắn|phụng dưỡng|nhận đỡ đầu|đỡ đầu|chăm sóc|hòa giải|phân loại|đón)"
    r"(?!\w)"
)
_FINE = re.compile(r"(?:xử )?phạt(?: (?:tiền|hành chính|vi phạm|tổng|số tiền|hơn|trên|gần))* \d")
_OUT_OF = re.compile(
    r"(?:trong )?(?:số |tổng số )?\d[\d.]* [^\d,;:]{2,40}(?<!\w)(?:kỳ trước|trước đó|đề ra|được giao|đăng ký)"
)
# "- Cán bộ, công chức phường: 40.000.000 đồng": the comma parts no clauses.
_LIST_LABEL = re.compile(r"\s*(?:[-+*•–]|\d{1,2}[.)]|[a-zđ]\))\s*([^\d:;.\n]{3,60}):(?=\s*\d)")
_LONG_SUBJECT = 80
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(LOWER)


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two marks of a sentence; `mark` is the one before it, empty at its beginning."""

    start: int
    end: int
    mark: str


def pieces_of(low: str, start: int, end: int, whole: Iterable[tuple[int, int]]) -> list[Piece]:
    """Part a sentence at its commas, semicolons and colons, never inside brackets, quotations or a `whole` span."""
    made: list[Piece] = []
    spans = [*whole]
    if spans and (label := _LIST_LABEL.match(low, start, end)):
        spans = [label.span(1), *spans]
    end = min(end, spans[-1][1] + _BEHIND) if spans else end
    kept = iter([*spans, (end, end)])
    kept_start, kept_end = next(kept)
    begin, mark, at = start, "", start
    while bound := _BOUND.search(low, at, end):
        at = bound.end()
        while bound.start() >= kept_end < end:
            kept_start, kept_end = next(kept)
        if kept_start <= bound.start() < kept_end:
            at = kept_end
            continue
        row = _ROW.match(low, bound.start()) if low[bound.start() - 1].isdigit() else None
        if row and not kept_start <= bound.start() + 2 < kept_end:
            continue
        if close := _CLOSING.get(bound[0]):
            shut = low.find(close, at, min(end, at + _INSIDE))
            at = shut + 1 if shut >= 0 else at
            continue
        if low[begin : bound.start()].strip():
            made.append(Piece(begin, bound.start(), mark))
            mark = ""
        # "trong đó" opens the piece that it is the first word of.
        begin = bound.start() if bound[0].isalpha() or " " in bound[0] else bound.end()
        if not mark or bound[0] in ";:\n":
            mark = bound[0]
    if low[begin:end].strip():
        made.append(Piece(begin, end, mark))
    return made


def opened(low: str, start: int, end: int) -> int:
    """Where a clause begins behind the signs of its list, the words that join it, and "… cho biết"."""
    if reported := _REPORTS.match(low, start, end):
        start = reported.end()
    while (match := _OPENING.match(low, start, end)) and match.end() > start:
        start = match.end()
    return start


def leans(low: str, start: int, end: int) -> bool:
    """Tell a clause without a subject of its own: "đạt 106,3% kế hoạch"."""
    return bool(_LEANS.match(low, start, end))


def belongs(low: str, start: int, end: int) -> bool:
    """Tell what only goes on from the words before it: "với số tiền gần 2,6 tỷ đồng", "135 cá nhân"."""
    return bool(_WITH.match(low, start, end) or _NUMBER_FIRST.match(low, start, end))


def dangles(low: str, start: int, end: int, before: str) -> bool:
    """Tell a clause whose first noun is the last one of a list in the words `before` its comma."""
    if low.startswith(("hỗ trợ đối với", "tái định cư đối với"), start):
        return True
    if VERB.match(low, start, end) or _PREDICATE.match(low, start, end):
        return False
    word = low[start:end].partition(" ")[0]
    return bool(_DANGLING.match(low, start, end)) or (len(word) > 1 and word in before.split()[-5:-2])


def reports(low: str, start: int, end: int) -> bool:
    """Tell words that only say who told it: "Chủ tịch UBND phường cho biết "."""
    return bool(_REPORTS.fullmatch(low, start, end))


def is_fine(low: str, start: int, end: int) -> bool:
    """Tell a fine, which is for what stands before it: "phạt 187 triệu đồng"."""
    return bool(_FINE.match(low, start, end))


def only_begins(low: str, start: int, end: int) -> bool:
    """Tell a clause that says of how many the next one tells: "trong 11 kiến nghị kỳ trước"."""
    return bool(_OUT_OF.fullmatch(low, start, end))


def is_time(low: str, start: int, end: int) -> bool:
    """Tell an opening that only says when: "Trong 9 tháng năm 2026"."""
    return bool(_TIME_FIRST.match(low, start, end)) and end - start < _LONG_SUBJECT


def subject_of(low: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a clause's subject, up to its first verb or number; None where it has none or a too long one."""
    start = opened(low, start, end)
    if is_time(low, start, end) or leans(low, start, end) or VERB.match(low, start, end):
        return None
    stop = _PREDICATE.search(low, start, end)
    until = stop.start() if stop else end
    while until > start and not low[until - 1].isalnum() and low[until - 1] not in ')"':
        until -= 1
    shown = low[start:until]
    if not 3 <= len(shown) <= _LONG_SUBJECT or not _LETTERS.search(shown):
        return None
    return start, until


def words_in(low: str, start: int, end: int) -> int:
    """How many words a stretch has."""
    return sum(1 for _ in _WORD.finditer(low, start, end))
