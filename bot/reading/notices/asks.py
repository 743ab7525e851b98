"""For whom a notice is, and what it asks people to do."""

import re
from collections.abc import Iterator

from bot.reading.grammar.text import Text, sentences
from bot.reading.head import Title
from bot.reading.notices.labels import LABEL, LONGEST, TOP, Span

_PEOPLE = (
    r"(?:người|trẻ|hộ|hưu trí|bảo trợ|thương binh|bệnh binh|thân nhân|học sinh|sinh viên|phụ nữ|cán bộ|gia đình|"
    r"tiểu học|thcs|thpt|mầm non|mẫu giáo|"
    r"công nhân|đoàn viên|hội viên|thanh niên|bà mẹ|cựu|đối tượng|đảng viên|nam|công dân|phụ huynh|giáo viên|xóm|thôn|"
    r"ấp|khóm|bản|khu phố|các)"
)
_INVITED = re.compile(
    r"(?<!\w)(?:kính mời|trân trọng mời|mời|kêu gọi|kính báo(?: đến)?|thông báo (?:đến|tới|cho)) ((?!thầu|gọi|chào|dự|"
    r"tham)[^.;\n:]{4,140}?)"
    r"(?=[ ,]{1,2}(?:(?:có mặt|sắp xếp|bố trí|vui lòng|ra|qua|lên|xuống|họp|(?:đến|tới)(?! ?\d| năm| tháng| dưới| hết)|"
    r"về|dự|tham dự|tham gia|đúng|biết|được biết|"
    r"thực hiện|đưa|mang|liên hệ|chủ động|chung tay|chung sức|ủng hộ|cùng|để|quan tâm|lịch)(?!\w))|[.;\n:]|\Z)"
)
_MEANT_FOR = re.compile(
    r"(?<!không )(?<!vinh dự )(?<!vinh hạnh )(?<!niềm vui )(?<!thiệt hại )(?<!nặng nề )(?<!nặng )"
    r"(?<!khó khăn )(?<!hậu quả )(?<!\w)"
    r"(?:dành cho|cho|đối với|của) ((?:\d+ |toàn bộ |tất cả )?(?:các |những |toàn thể )?(?:"
    r"trẻ(?: em)?(?! (?:ngồi|nằm|nghỉ|bú|ăn|uống|đi)(?!\w))|"
    r"người (?:cao|từ|dân|nhận|hưởng|nộp|có|già|khuyết)|công dân|phụ nữ|học sinh|nam công dân|"
    r"thanh niên|hộ|bà con)(?!\w)"
    rf"(?:[^.,;:()\n]|,(?= {_PEOPLE}(?!\w))){{0,140}}?)"
    rf"(?=[.;:()\n]|,(?! {_PEOPLE}(?!\w))|\Z| (?:về|để|nhằm|tại|trong|vào|đến(?! ?\d| năm| tháng| dưới| hết)|theo|"
    r"được|nghỉ|khi|thì|là|như|do|và các|từ ngày|biết|vì|ra|đi|khám|mang|đang bị)(?!\w))"
)
_WHOM = (
    r"(?:\d+ hộ(?: dân)?|bà con|nhân dân|người dân|các hộ|hộ dân|hộ gia đình|quý|cử tri|các gia đình|gia đình|"
    r"mỗi hộ|phụ huynh|"
    r"khách hàng|công dân|toàn thể|ông|ông/bà|các thôn|các cơ quan|cơ quan|đoàn viên|các đại biểu|tổ chức|hội viên|mọi "
    r"người|các (?:bác|cụ|anh|chị|em|bậc|đơn vị|tổ|khóm|ấp|hội)|thanh niên|chủ (?:hộ|xe|nuôi|cơ sở|nhà)|"
    r"hộ (?:nuôi|kinh doanh|có)|thân nhân)"
)
_ASK = re.compile(
    rf"(?<!\w)(?:(?:đề nghị|yêu cầu|khuyến cáo|kêu gọi|mong|nhắc|rất mong|vận động|xin mời|kính mời|"
    rf"mời)(?: \w+){{0,4}}? {_WHOM}|tuyệt đối (?:không|không được)|đăng ký (?:tại|trước|qua|với|theo)|"
    r"(?:yêu cầu|đề nghị)(?: [^\W\d_]+){0,6}(?=:\s*\Z)|khuyến cáo(?: [^\W\d_]+){0,3}:)(?!\w)"
)
_PAPERS = (
    r"(?:căn cước|cccd|cmnd|chứng minh|thẻ|sổ|giấy|thư mời|hồ sơ|phiếu|thông báo|bản (?:sao|chính|gốc)|đơn|hộ khẩu|"
    r"bảo hiểm|tiền mặt|nước uống|áo mưa|dụng cụ|cuốc|chổi|găng|khẩu trang|đầy đủ)"
)
# What people do themselves, whoever asks: bringing, storing, unplugging, being there in time.
_DO = re.compile(
    rf"(?<!\w)(?:mang theo|đem theo|(?:nhớ|vui lòng|cần|phải|xin) (?:mang|đem|cầm)|"
    rf"(?:mang|đem|cầm|xuất trình) (?:theo )?{_PAPERS}|"
    r"(?:dự )?trữ (?:sẵn )?(?:đủ )?nước|tích (?:trữ )?nước|hứng nước|khóa (?:van|vòi|kỹ|chặt)|"
    r"(?:rút|tháo|ngắt|tắt) (?:các |hết |toàn bộ |mọi )?(?:phích|ổ|dây|cầu dao|aptomat|nguồn|thiết bị|điện)|"
    r"(?:(?:chủ động|vui lòng|cần|nên|nhớ|hãy|xin|phải|bà con|người dân|các hộ|phụ huynh) |(?<=[.\n] )|(?<=- )|(?<=\n))"
    r"chuẩn bị|"
    r"(?:đến|tới|đi|có mặt|tham dự|dự họp)(?: đầy đủ)?(?: và)? đúng (?:giờ|lịch|hẹn|ngày|thời gian|"
    r"buổi|thành phần)|"
    r"(?:ý kiến|câu hỏi|hồ sơ|đơn|ủng hộ|đóng góp)(?: [^\W\d_]+){0,6}? (?:gửi|nộp)(?: trước)? (?:về|tại|cho|qua):?|"
    r"(?:mỗi|từng) (?:hộ|gia đình|nhà|hộ gia đình) (?:cử|một|1|01|có)(?= [^\W_]+)|"
    r"(?:nhịn|không) (?:ăn|uống)(?: sáng)?(?= trước|[,.;\n]|\Z))(?!\w)"
)
# A sentence that opens with the people themselves, and what they do: "Bà con mở cửa nhà", "Hộ nuôi chó phải xích".
_SELF = re.compile(
    rf"(?:(?<=\A)|(?<=\n)|(?<=[.!] ))[^\w\n]*{_WHOM}(?:,? [^\W\d_]+){{0,12}}? (?:phải|cần|nên|hãy|nhớ|không được|"
    r"chủ động|mở|đóng|che|đậy|nhốt|xích|dọn|thu|cắt|tự|di dời|kê khai|lưu ý|chú ý|giữ|hạn chế|tập trung|sơ tán|ký|"
    r"nộp|gửi|đưa|tránh|khẩn trương|kê|cầm|mang|đem)(?!\w)"
)
_POINTS = re.compile(r"(?:dưới|sau) đây|(?:nói|nêu|kể) trên|\A\d[\d.]* [^\W\d_]+\Z")  # names nobody itself
_MOST_ASKS = 2
# An invitation tells what the lines of time and place tell already.
_INVITES = re.compile(r"(?:(?:xin |kính )?mời|mong|rất mong|kêu gọi)(?!\w)")
# What stands before an order and is none: "Lệ phí 300.000 đồng/đội, đăng ký …", "UBND xã thông báo và mời …".
_BESIDE = re.compile(
    r"[^\w\n]*(?:(?:vậy|vì vậy|do vậy|do đó|vì thế),? (?=(?:kính |rất )?(?:đề nghị|yêu cầu|mong|mời))|"
    r"(?:lệ phí|học phí|giá vé|phí)(?!\w)[^,;\n]{2,50}, (?=đăng ký)|"
    r"[^,;.\n]{2,50}? (?:trân trọng |kính )?thông báo và (?=(?:trân trọng |kính )?mời))"
)
_THANKS = re.compile(r"\W*(?:kính mong|rất mong|xin|trân trọng|mong)(?!\w)")
_EMPTY_ASK = re.compile(
    r"(?:thông cảm|quan tâm chia sẻ|xin cảm ơn|(?:bà con|người dân|nhân dân)(?: nhớ)? (?:lưu ý|chú ý|được biết|"
    r"biết)\W*\Z|mời[^.\n]{0,30}[.…_]{3,})"
)

ORDERS = re.compile(
    r"(?<!\w)(?:chằng chống|sơ tán|di dời|neo đậu|tránh trú|trú ẩn|"
    r"không (?:ra khỏi|ra đường|đi qua|ra khơi))(?!\w)"
)
"""What is done for one's safety before an hour: an order, and no time of an event."""


def people_of(text: Text, title: Title) -> list[Span]:
    """Find whom a notice is for, told below its heading: the heading is shown anyway."""
    for pattern in (_MEANT_FOR, _INVITED):
        found = pattern.search(text.low, title.end, TOP)
        if found and not _POINTS.search(found[1]):
            return [found.span(1)]
    return []


def todo_of(text: Text, title: Title) -> list[Span]:
    """Find what people are asked to do: what they bring or prepare, else the first sentence that asks them."""
    asked: list[Span] = []
    done: list[Span] = []
    for start, end in sentences(text):
        if start > TOP or len(done) == _MOST_ASKS:
            break
        begin = max(start, title.end - 1)
        if end <= title.end or text.quote(start, end) in title.words:
            continue
        asks = next((one for pattern in (_SELF, _ASK, _DO) if (one := pattern.search(text.low, begin, end))), None)
        if asks is None or _EMPTY_ASK.search(text.low, asks.start(), end):
            continue
        if text.low[start:end].rstrip().endswith(":"):
            if _INVITES.match(text.low, asks.start()):
                continue  # what is listed below is when and where
            listed = list(_listed(text, end, min(len(text.low), end + 2000)))
            if listed:
                return listed[:3]
            continue
        whole = end - start <= LONGEST and start >= title.end - 1
        label = LABEL.match(text.low, start, end)
        label = label if label and label.end() <= asks.start() else _BESIDE.match(text.low, start, end)
        opens = label.end() if label and label.end() <= asks.start() else start
        found = (opens if whole else asks.start(), end)
        asked.append(found)
        if not _INVITES.match(text.low, asks.start()):
            done.append(found)
    return done or asked[:1]


def _listed(text: Text, start: int, end: int) -> Iterator[Span]:
    at = start
    for line in text.low[start:end].split("\n"):
        here, at = at, at + len(line) + 1
        if LABEL.match(text.low, here, here + len(line)):
            return
        if line.strip() and not _THANKS.match(line):
            yield here, here + len(line)
