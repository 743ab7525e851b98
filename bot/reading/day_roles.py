"""What a date in a text is: an event's, a deadline, a cited document's, an anniversary's, the day of issue."""

import re
from typing import TypeVar

from bot.reading.grammar.dates import Dated, Hour

_Told = TypeVar("_Told", Dated, Hour)
AROUND = 120
_DEADLINE = re.compile(
    r"(?:trước|đến hết|từ nay đến(?: hết)?|chậm nhất|muộn nhất|hạn chót|thời hạn|hết hạn|hạn|hoàn thành|"
    r"xong|hết|kết thúc|đến|sau)"
    r"(?: trước| cuối| là| vào| trong| đến)?(?: ngày)?:? ?\Z|(?<!\w)hạn(?: (?:nộp|đăng ký|nhận|chót|đợt|\d))+: ?\Z"
)
_DOCUMENTS = (
    "nghị quyết|quyết định|kế hoạch|công văn|chỉ thị|kết luận|thông tư|nghị định|(?<!pháp )(?<!kỷ )luật|"
    "quy định|văn bản|tờ trình|pháp lệnh|đề án|quy chế|công điện|hợp đồng|biên bản|giấy|chương trình|thông tri|"
    "quy hoạch|"
    # these are verbs as well: "thông báo ngày 30/11 cúp điện" cites nothing
    "(?:thông báo|hướng dẫn|báo cáo)(?= (?:kết luận|số|của|liên|nhanh|tổng))"
)
_CITED = re.compile(rf"(?:(?:{_DOCUMENTS})(?: số:)?[^\n.;:]{{0,50}}|/[a-zđ&\-]+,?|(?:ban hành|ký)) ?(?:ngày|,)? ?\Z")
_OF_SOMEBODY = re.compile(r" của (?:ủy ban|ubnd|đảng|bộ|sở|hđnd|hội đồng|chính phủ|thủ tướng)")
_CELEBRATED = re.compile(
    r"(?:kỷ niệm|chào mừng|hướng tới|thành lập|quốc khánh|thương binh|liệt sĩ|liệt sỹ|ngày sinh|"
    r"truyền thống|giải phóng|thống nhất|"
    r"quốc tế|cách mạng|chiến thắng|khởi nghĩa|nhà giáo|phụ nữ việt nam|thầy thuốc|doanh nhân|báo chí|"
    r"hưởng ứng|lễ|tết|dịp|nhân ngày|"
    r"(?<!khai )(?<!vệ )(?<!học )sinh(?= (?:(?:vào|từ|trong) )?(?:ngày|năm|tháng))|(?<!thứ )năm ngày|toàn quốc|"
    r"toàn dân|ngày hội|ngày gia đình|ngày thế giới)[^\n.;:]{0,45}\Z"
)
AT_HOUR = re.compile(
    r"\d(?:h|g| giờ)[^.\n,]{0,12},? (?:sáng |chiều |tối )?(?:(?:thứ \w+,?|chủ nhật,?)(?: ngày)?|ngày) \Z"
)
# A resolution tells at its end when it was adopted.
ADOPTED = re.compile(r"(?:này|nghị quyết) (?:đã )?(?:được|do) [^\n]{0,80}thông qua ngày \Z")
PART_OF_DAY = re.compile(
    r"(?:(?:sáng|chiều|tối|trưa|đêm)(?: nay| mai)?|hôm nay|(?:ngày )?mai)[, (]{0,3}(?:(?:thứ \w+|chủ nhật|cn|"
    r"t[2-7])(?: này| tới| tuần (?:này|sau|tới))?,? )?(?:\()?(?:ngày )?\Z"
)
LABEL = re.compile(r"(?:thời gian|vào hồi|vào lúc|lúc|bắt đầu|khai mạc|khai giảng|ngày diễn ra|thời điểm)[^\n]{0,60}\Z")
# From when a rate holds: "Mức đóng bảo hiểm từ ngày 01/01/2027".
_RATE_FROM = re.compile(
    r"(?<!\w)(?:mức (?:đóng|thu|phí|giá|hưởng|lương)|đơn giá|giá bán)[^.;\n\d]{0,60} (?:từ|kể từ)(?: ngày)? \Z"
)
_PUT_OFF = re.compile(r"[ ,)]{1,3}(?:nay |xin |được |phải |tạm |sẽ )*(?:hoãn|dời|lùi|hủy)(?!\w)")  # not that day, then
_ISSUE = re.compile(r"(?:^|\n)(?![^\n]*(?:thứ |chủ nhật|sáng|chiều|tối))[^\n\d]{2,45}, ?ngày \Z")
OPENS = re.compile(
    r"(?:^|[\n.!?])[^\w\n]*(?:(?:theo đó|cụ thể),? )?(?:(?:trong|vào|hôm|bắt đầu|kể) )?(?:(?:các|hai|ba|\d+) )?"
    r"(?:ngày |từ |từ ngày |ngày từ )?\Z"
)
# A line that holds nothing but when the text was posted: "16/07/2026 - 17:14".
_STAMP = re.compile(r"\W*(?:thứ \w+|ngày|đăng|cập nhật|lúc|[\s,:|-])*\Z")
# … unless a picture says that it is a day to come to, or the hour stands on the line below.
_CALENDAR_SIGN = re.compile(r"\s*[🗓📅📆⏰🕐-🕧]")
_HOUR_BELOW = re.compile(r"[^\w\n]*\n[^\w\n]*(?:từ |lúc )?\d{1,2} ?(?:h|g|giờ)(?![a-z])")
_STAMP_END = re.compile(r"[\s,:|\-\d.hg]*(?:\n|\Z|am|pm)")
THAT_IS = re.compile(r"\((?:tức|nhằm)(?: là)? (?:ngày )?\Z")
_OLD_SPAN = 2  # years: a "range" over more years is an anniversary, 27/7/1947 - 27/7/2026
# The hour of what was measured or has happened: "Hồi 12 giờ ngày 19/11, mực nước hồ ở cao trình 62,8 m".
_MEASURED = re.compile(
    r"(?: ?\d+)?(?: phút)?(?:,? (?:sáng|chiều|tối|trưa|đêm|nay|cùng ngày|ngày [\d/ .-]{3,10}))*,? (?:mực nước|"
    r"lượng mưa|"
    r"vị trí tâm|tâm (?:bão|áp thấp)|bão|áp thấp|đo được|ghi nhận|đã (?:làm|gây|khiến|cuốn|cướp))(?!\w)"
)
# "Không tổ chức lúc 18h như thông báo trước": the hour at which it is not.
_DENIED = re.compile(
    r"(?<!\w)(?:không(?! (?:quá|muộn|trễ|chậm))|thay vì|thay cho)(?!\w)[^.;\n]{0,80}? như "
    r"(?:trước|đã|thông báo|cũ|kế hoạch|lịch|tin|thư mời|giấy mời|dự kiến|mọi)(?!\w)|"
    r"(?<!\w)(?:trước đây|trước đó|lịch cũ|hạn cũ|ngày cũ|thời gian cũ)(?: là| vào)?:? (?:ngày )?\d[^.;\n)]{0,40}|"
    r"\(trước (?:đây|kia|chạy|mở|họp|là|vẫn)(?!\w)[^()\n]{0,50}\)"
)

# "Làm việc lại từ 7 giờ 30 thứ Hai, 04/01": then what is told here is over.
_RESUMES = re.compile(
    r"(?<!\w)(?:(?:làm việc|hoạt động|mở cửa|tiếp dân|tiếp công dân|đi học|học|lưu thông|thông xe)(?: [^\W\d_]+){0,2}"
    r" (?:trở )?lại|trở lại (?:làm việc|hoạt động|bình thường|học))(?: bình thường)?(?: (?:từ|vào|lúc|kể từ))*[ ,]*"
    r"(?:\d{1,2} ?(?:h|g|giờ|:)(?: ?\d\d)?[ ,]*)?(?:(?:sáng|chiều),? )?(?:(?:thứ \w+|chủ nhật),? ?\(?)?(?:ngày )?\Z"
)


def resumes(before: str) -> bool:
    """Tell from the words before it an hour or a day at which things go on as before."""
    return bool(_RESUMES.search(before))


def outside(found: list[_Told], spans: list[tuple[int, int]]) -> list[_Told]:
    """Give what begins in none of the spans, such as those that tell when a page was posted."""
    return [one for one in found if not any(start <= one.start < end for start, end in spans)]


def is_other(low: str, dated: Dated, before: str) -> bool:
    """Tell the date of a cited document, of an anniversary or of a span of years."""
    line = before.rpartition("\n")[2]
    part_of_day = bool(PART_OF_DAY.search(before))
    first, last = dated.first.year, dated.last.year
    if first and last and last - first >= _OLD_SPAN:
        return True
    if _RATE_FROM.search(line):
        return True
    cited = _CITED.search(line) or (line.endswith("thông báo ngày ") and _OF_SOMEBODY.match(low, dated.end))
    if cited and not part_of_day and not LABEL.search(line) and not ADOPTED.search(line):
        return True
    if _PUT_OFF.match(low, dated.end):
        return True
    return (
        _is_celebrated(line)
        and not THAT_IS.search(line)
        and not AT_HOUR.search(line)
        and not part_of_day
        and not OPENS.search(before)
    )


def _is_celebrated(line: str) -> bool:
    """Tell an anniversary from the days of a holiday: "nghỉ Tết từ ngày 01/02/2027"."""
    return bool(_CELEBRATED.search(line)) and not line.endswith((" từ ", " từ ngày ")) and not AT_HOUR.search(line)


def is_measured(low: str, told: Dated | Hour) -> bool:
    """Tell a day or an hour at which something was measured: it begins nothing that people come to."""
    return bool(_MEASURED.match(low, told.end))


def denied_spans(low: str) -> list[tuple[int, int]]:
    """Give the clauses that tell when something is not held: "không tổ chức lúc 18h như đã báo"."""
    return [one.span() for one in _DENIED.finditer(low)]


def is_issue(low: str, at: int) -> bool:
    """Tell the day on which a paper was signed: "Mỹ Bình, ngày 25 tháng 01 năm 2027"."""
    return bool(_ISSUE.search(low[max(0, at - AROUND) : at]))


def is_deadline(low: str, dated: Dated) -> bool:
    """Tell a day by which something must be done from one on which it happens."""
    before = low[max(0, dated.start - AROUND) : dated.start]
    return bool(_DEADLINE.search(before)) and not PART_OF_DAY.search(before)


def names_event(low: str, dated: Dated) -> bool:
    """Tell whether a date may be that of something to come to: not of a document, an anniversary or a line of issue."""
    before = low[max(0, dated.start - AROUND) : dated.start]
    line = before.rpartition("\n")[2]
    if _ISSUE.search(before) or is_stamp(low, dated):
        return bool(LABEL.search(line) or _CALENDAR_SIGN.match(line) or _HOUR_BELOW.match(low, dated.end))
    if _RATE_FROM.search(line):
        return False
    return bool(PART_OF_DAY.search(before) or LABEL.search(line)) or not (_CITED.search(line) or _is_celebrated(line))


def is_stamp(low: str, dated: Dated) -> bool:
    """Tell a line that holds nothing but when the text was posted: "16/07/2026 - 17:14"."""
    line = low[max(0, dated.start - AROUND) : dated.start].rpartition("\n")[2]
    return bool(_STAMP.match(line) and _STAMP_END.match(low, dated.end))
