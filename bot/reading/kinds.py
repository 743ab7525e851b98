"""The kind of a text: announcement, meeting, report, resolution or guide."""

import re

from bot.domain.posts import Kind
from bot.reading.grammar.bare import with_accents
from bot.reading.grammar.issuers import calls_out
from bot.reading.grammar.text import Text
from bot.reading.head import Title
from bot.reading.openings import CALLS_AT, CALLS_TO

_TOP = 6000
_OPENING = 900
_STARTS = re.compile(
    r"\W*(?:giấy mời|thư mời|kính báo|thư ngỏ|thông báo(?! (?:kết luận|kết quả (?:hội nghị|kỳ họp|đại hội)))|kính mời|"
    r"lời kêu gọi|lịch (?!sử))"
)
_CUT_OFF = (
    r"(?:cúp|cắt|mất|ngừng|ngưng|tạm ngừng|tạm ngưng|tạm dừng|gián đoạn)(?: (?:cấp|cung cấp|việc|tạm thời)){0,3}"
    r" (?:điện|nước)(?! (?:thoại|tử|ngoài))"
)
_SAYS_ANNOUNCE = re.compile(
    rf"thông báo|kính mời|thư mời|giấy mời|lịch (?!sử)|{_CUT_OFF}|"
    r"(?:đổi|dời|hoãn|chuyển) (?:giờ|ngày|lịch|buổi|họp|thời gian|địa điểm|địa chỉ|trụ sở|nơi (?:làm|tiếp|nhận))|"
    r"tuyển (?:dụng|sinh|quân|chọn)|niêm yết|"
    r"kêu gọi|lấy ý kiến|lắng nghe ý kiến|chung tay ủng hộ|ủng hộ quỹ|đăng ký|cảnh báo|mời tham gia|"
    r"mời (?:bà con|chị em|cô bác|cư dân|mọi người)|chương trình (?:văn nghệ|nghệ thuật|hội)|"
    r"đêm (?:văn nghệ|hội)|hội xuân|giao lưu|tiêm (?:\w+ ){0,2}(?:chủng|vắc|phòng|ngừa)|khám sức khỏe|"
    r"cấp (?:căn cước|cccd)|"
    r"thu (?:thuế|quỹ|phí)|đấu giá|mời thầu|"
    r"kết quả (?:lựa chọn|đánh giá) nhà thầu|tạm dừng|tạm ngưng|công khai|công bố|phun thuốc|treo cờ|khẩn"
)
# Of these words a title is a notice's, whatever has been done; others ("tiêm phòng", "treo cờ") stand in news as well.
_FIRM = re.compile(
    rf"thông báo|mời|lịch (?!sử)|{_CUT_OFF}|niêm yết|kêu gọi|tuyển|cảnh báo|đấu giá|công khai|công bố|khẩn|lấy ý kiến"
)
_WILL = re.compile(
    r"(?<!\w)(?:sẽ (?:được |tiến hành |phối hợp )?(?:tổ chức|diễn ra|khai mạc|tiến hành|tạm ngừng|tạm ngưng|"
    r"ngừng|cúp|cắt|cấp|tiêm|thu|phun)|"
    rf"dự kiến (?:tổ chức|diễn ra)|(?:thực hiện )?{_CUT_OFF})"
)
# A heading that is a timetable: "Lịch tổ chức hội nghị tiếp xúc cử tri" tells of no meeting that was.
_TIMETABLE = re.compile(r"\W*lịch (?!sử|làm việc với)")
_SAYS_GUIDE = re.compile(
    r"(?:\d+|những|mấy|một số|các) (?:việc|điều|cách|lưu ý)(?: [^\W\d_]+){0,4} (?:cần|nên|phải|để)(?!\w)|"
    r"hướng dẫn|cẩm nang|các bước|(?<!cải )(?<!phong )(?<!tư )(?<!bằng )\bcách |cách thức|quy trình|thủ tục|"
    r"hỗ trợ người dân|khuyến cáo|lưu ý|"
    r"biện pháp|những điều cần|cần biết|hỏi đáp|mẹo|kỹ năng|làm gì"
)
# A procedure's own headings; two of them make a guide.
_PROCEDURE = re.compile(
    r"(?m)^\W*(?:\d{1,2}(?:\.\d{1,2})*\W{0,3})?(mã thủ tục|trình tự thực hiện|cách thức thực hiện|cách thức nộp|"
    r"hình thức nộp|thành phần(?:,? số lượng)? hồ sơ|hồ sơ gồm|"
    r"hồ sơ cần (?:nộp|có|chuẩn bị)|giấy tờ cần|thời hạn giải quyết|thời gian giải quyết|(?:phí|"
    r"lệ phí)(?:, lệ phí)?\s?:|nơi (?:nộp|tiếp nhận)|căn cứ pháp lý|yêu cầu, điều kiện|cơ quan thực hiện|"
    r"đối tượng thực hiện|bước \d)"
)
_SAYS_MEETING = re.compile(
    r"hội nghị|đại hội|cuộc họp|kỳ họp|phiên họp|họp |tọa đàm|tiếp xúc cử tri|gặp mặt|sơ kết|tổng kết|"
    r"giao ban|hội thảo|làm việc với|đối thoại|hiệp thương|lễ (?:ra mắt|công bố|phát động|trao)|"
    r"sinh hoạt chi bộ"
)
_SESSION = re.compile(r"(?:kỳ họp|phiên họp)(?! (?:quốc hội|trước))")
_SAYS_REPORT = re.compile(r"^\W*(?:báo cáo|kết quả|tình hình|thành tích|số liệu)")
_SAYS_RESOLUTION = re.compile(
    r"^\W*(?:nghị quyết|kế hoạch|chương trình hành động|chỉ tiêu|mục tiêu|đề án|phương hướng)"
)
_TELLS_CALENDAR = re.compile(
    r"thông báo (?:lịch|thời gian)|lịch (?:(?:tiếp|tiêm|khám|thu|cấp)[^.\n]{0,120}|(?:[^\W\d_]+ ){0,4})như sau|"
    r"theo lịch:"
)
_OPENING_MEETING = re.compile(
    r"(?:tổ chức|khai mạc|diễn ra|đã họp|chủ trì|long trọng tổ chức|tham dự|dự)[^.\n]{0,40}?(?:hội nghị|"
    r"đại hội|cuộc họp|buổi họp|kỳ họp|phiên họp|phiên chất vấn|tọa đàm|buổi làm việc|buổi gặp mặt|"
    r"buổi tiếp xúc|tiếp xúc cử tri|gặp mặt|hội thảo|đối thoại|sinh hoạt|lễ (?:ra mắt|công bố|phát động|"
    r"tổng kết))|(?:hội nghị|đại hội|kỳ họp|cuộc họp)[^.\n]{0,80}?(?:đã |được )(?:tổ chức|diễn ra|"
    r"khai mạc)|\bhọp (?:đánh giá|bàn|giao ban|triển khai|thường kỳ)"
)
_LABELS = re.compile(
    r"(?:^|\n)\W*(?:\d{1,2}\W{1,3})?(?:thời gian|địa điểm|khai mạc|thành phần|đối tượng|khu vực (?:mất|cúp|ngừng)|"
    r"lý do|tập trung|mang theo|hạn chót)[^\n:]{0,30}:"
)
_INVITES = re.compile(
    r"(?:trân trọng|kính)\s+(?:kính\s+)?(?:mời|thông báo|đề nghị)|đề nghị (?:bà con|nhân dân|người dân|"
    r"các hộ|cử tri|quý)|rất mong (?:bà con|nhân dân|quý|sự|nhận)|thông báo (?:đến|tới|cho)"
)
_ASKS_IN = re.compile(
    r"mời (?:chị em|anh em|cô bác|cư dân|mọi người|bà con|nhân dân|các hộ|mỗi (?:hộ|nhà|gia đình)|quý|toàn thể|"
    r"ông|bà|đồng chí|cán bộ|người dân|các đại biểu|phụ huynh|cha mẹ|"
    r"hội viên|đoàn viên|giáo viên|cựu|các (?:cụ|bác|thầy|bậc|gia đình|anh|chị|em))"
)
# Whoever says "nhớ mang theo … nha bà con" speaks to people, and reports nothing.
_SPEAKS_TO = re.compile(
    r"(?<!\w)ơi(?: ạ)?[,!]|(?:thân gửi|kính gửi|kính thưa):?(?: toàn thể)? (?:bà con|nhân dân|quý|các hộ)(?!\w)|(?:\A|"
    r"[.\n][ -]{0,2})mang theo(?!\w)|(?<!\w)(?:(?:nha|nhen|nghen|nghe|nhé|ạ) bà con|"
    r"bà con (?:nhớ|đừng|lưu ý|chú ý|vui lòng|chủ động|cầm|mang|đem|đến|tới|"
    r"không (?:để|đốt|đổ)|dùng|giữ|gửi|ký)(?!\w)|(?:nhớ|vui lòng|xin) (?:mang|đem|cầm|đến|tới|liên hệ)(?!\w)|"
    r"(?:các (?:bác|cụ|cô|chú|anh|chị|hộ|nhà)|mọi người|cả nhà|quý vị|phụ huynh|cô bác|cư dân)(?: ơi)? (?:nhớ|đừng|"
    r"lưu ý|chú ý|vui lòng|cầm|mang|đem)(?!\w)|"
    r"(?:đăng ký|liên hệ)(?: tham gia)?: |hạn chót|"
    r"(?:nha|nhé|nghen|nhen|giùm|dùm)(?= ?[.!\n]| (?:các|cả nhà|mọi người|cô|chú|anh|chị)(?!\w)|\W*\Z)|"
    r"(?:xin )?nhắc (?:bà con|các hộ|mọi người|cả nhà)(?!\w)|"
    r"(?:quý (?:khách(?: hàng)?|phụ huynh|ông bà)|người dân|phụ huynh) vui lòng)"
)
# The hours of what is to come, a line each: "+ 8h00 - 10h00 ngày 19/12: học lý thuyết".
_PROGRAMME = re.compile(r"(?m)^[^\w\n]*(?:từ )?\d{1,2} ?(?:h|g|giờ|:)(?: ?\d\d)? ?(?:-|đến) ?\d{1,2} ?(?:h|g|giờ|:)")
_GREETS = re.compile(
    r"[^\w\n]*(?:kính (?:thưa|chào)|thưa|alo|(?:em |cháu |con )?(?:xin )?chào|(?:kính )?gửi)(?: toàn thể| các|"
    r" quý)? (?:bà con|cô|bác|chú|cư dân|mọi người|nhân dân|quý|các hộ|cô bác|các)(?!\w)"
)
# "THÔNG BÁO⏎Kết luận của Chủ tịch … tại cuộc họp" tells of the meeting.
_CONCLUDES = re.compile(r"\W*(?:kết luận|kết quả (?:hội nghị|cuộc họp|kỳ họp|phiên họp|đại hội|buổi làm việc))(?!\w)")
_HOLDS = re.compile(r"\W*(?:kế hoạch )?(?:về việc )?(?:tổ chức|ra quân|mở lớp) ")
_HOUR_LABELLED = re.compile(r"(?m)^\W*(?:[\da-z]{1,2}\W{1,3})?thời gian[^\n:]{0,30}:[^\n]*\d ?(?:h|g|giờ|:\d\d)")
_PLACE_LABELLED = re.compile(r"(?m)^\W*(?:[\da-z]{1,2}\W{1,3})?địa điểm[^\n:]{0,30}:")
_DONE = re.compile(r"(?<!\w)(?<!trẻ )(?<!người )(?<!hộ )đã(?!\w)")
_EVENT_TOLD = re.compile(
    r"(?:ngày|sáng|chiều|tối) [^.\n]{3,160}?(?:tổ chức|ra quân|phối hợp|tham gia|diễn ra|triển khai)"
)


def kind_of(text: Text, title: Title, *, planned: int, measured: int) -> Kind:
    """Tell the kind from the form, the title, the opening and the share of planned figures among all.

    A form's own type wins; a procedure with its papers and fees is a guide; a heading that announces wins over a
    meeting ("Thông báo lịch … Đại hội"); an account that opens with "tổ chức Hội nghị" is a meeting, and so is news of
    a council's session; a text of mostly new targets is a resolution; else a report.
    """
    low = with_accents(title.words.lower())
    if formal := _of_form(text, title, low, planned):
        return formal
    if low.startswith(("v/v", "về việc")):  # an official letter, which has no type word
        return Kind.ANNOUNCEMENT
    if calls_out(text.low.partition("\n")[0]):  # "TỔ THU GOM RÁC KHU PHỐ 6 THÔNG BÁO" over its text
        return Kind.ANNOUNCEMENT
    body = text.low[title.end : title.end + _TOP]
    opening = body[:_OPENING]
    meeting = bool(_OPENING_MEETING.search(opening) or _OPENING_MEETING.search(low))
    done = bool(_DONE.search(opening) or _DONE.search(low))
    if not _STARTS.match(low) and _is_procedure(text):
        return Kind.GUIDE
    if _STARTS.match(low) and (_LABELS.search(body) or not done):
        return Kind.ANNOUNCEMENT
    if _SAYS_REPORT.search(low):
        return Kind.REPORT
    if _TIMETABLE.match(low) or (
        not done and not meeting and _SPEAKS_TO.search(text.low, 0, title.end + _TOP) and not _SAYS_GUIDE.search(low)
    ):
        return Kind.ANNOUNCEMENT
    if not done and CALLS_AT.search(text.low, 0, title.end + _TOP) and CALLS_TO.search(text.low, 0, title.end + _TOP):
        return Kind.ANNOUNCEMENT
    if not done and not meeting and _TELLS_CALENDAR.search(opening):
        return Kind.ANNOUNCEMENT
    if _SAYS_RESOLUTION.search(low) and _TELLS_CALENDAR.search(opening):
        return Kind.ANNOUNCEMENT
    if _SAYS_RESOLUTION.search(low) and not meeting:
        return Kind.RESOLUTION
    if not done and _is_ahead(low, opening, body):
        return Kind.ANNOUNCEMENT
    met = meeting and (done or bool(_SESSION.search(low))) and not _LABELS.search(body)
    told = done and not _asks(body) and not _STARTS.match(low)
    told = told and bool(_EVENT_TOLD.search(opening) or not _FIRM.search(low))
    if _SAYS_ANNOUNCE.search(low) and not met and not told:
        return Kind.ANNOUNCEMENT
    if _SAYS_GUIDE.search(low) and not _is_told_event(low, opening):
        return Kind.GUIDE
    if _GREETS.match(text.low) and _ASKS_IN.search(body):  # whatever he tells before, he calls his neighbours
        return Kind.ANNOUNCEMENT
    invites = _ASKS_IN.search(opening) or (not meeting and (not body.strip() or _ASKS_IN.search(body)))
    if invites and not _DONE.search(text.low):
        return Kind.ANNOUNCEMENT
    if _SAYS_MEETING.search(low) or meeting:
        if _LABELS.search(body) and _INVITES.search(body):
            return Kind.ANNOUNCEMENT
        adopts = planned >= 4 and planned > 2 * measured and not _SESSION.search(low)
        return Kind.RESOLUTION if adopts else Kind.MEETING
    if _LABELS.search(body) or (not done and (_INVITES.search(body) or len(_PROGRAMME.findall(body)) > 1)):
        return Kind.ANNOUNCEMENT
    if planned >= 4 and planned > 2 * measured:
        return Kind.RESOLUTION
    return Kind.REPORT if body.strip() else Kind.ANNOUNCEMENT


def _is_procedure(text: Text) -> bool:
    return len({match[1] for match in _PROCEDURE.finditer(text.low, 0, 2 * _TOP)}) >= 2


def _of_form(text: Text, title: Title, low: str, planned: int) -> Kind | None:
    """Give an official form's kind, its type's but for conclusions and plans of one event; None for another text."""
    if title.form is Kind.ANNOUNCEMENT and _CONCLUDES.match(low):
        return Kind.MEETING
    if title.form is Kind.RESOLUTION and planned < 4 and _is_one_event(low, text.low[title.end : title.end + _TOP]):
        return Kind.ANNOUNCEMENT
    return title.form


def _is_one_event(low: str, body: str) -> bool:
    """Tell a plan of one event with its hour and place ("Tổ chức Hội khỏe …") from one of targets."""
    return bool(_HOLDS.match(low) and _HOUR_LABELLED.search(body) and _PLACE_LABELLED.search(body))


def _is_ahead(low: str, opening: str, body: str) -> bool:
    """Tell a text of what is to come: "sẽ tổ chức", "tạm ngừng cấp nước", with an hour, a place or an invitation."""
    first = low + "\n" + opening[:400]
    return bool(_WILL.search(first)) and (_asks(body) or bool(_WILL.search(low)))


def _asks(body: str) -> bool:
    return bool(_LABELS.search(body) or _INVITES.search(body) or _ASKS_IN.search(body))


def _is_told_event(low: str, opening: str) -> bool:
    """Tell an account of what was done ("Đoàn phường ra quân hướng dẫn …") from advice."""
    if (
        re.match(r"\W*(?:hướng dẫn|cách |các bước|cẩm nang|quy trình|thủ tục|những điều)", low)
        or "hỗ trợ người dân" in low
    ):
        return False
    return bool(_DONE.search(opening)) and bool(_EVENT_TOLD.search(opening))
