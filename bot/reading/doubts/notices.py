"""What a notice lacks for the person who gets it: where, when, and until when.

Only a text that asks people to come somewhere, or that announces an interruption, is asked; news, advice and rules are
not. A doubt costs the clerk a tap, so any word that answers is taken for the answer.
"""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.figures import Warning, WarningCode
from bot.domain.posts import Kind
from bot.reading.day_roles import names_event
from bot.reading.figures.tables import tables_of
from bot.reading.grammar.scan import Scan, scan
from bot.reading.grammar.text import LOWER, UPPER, Text, last_match, prepare, sentences
from bot.reading.head import title_of

_TOP = 20_000  # characters: what a longer text lacks is not seen at a glance
_MOST_SENTENCES = 120
_LONGEST_QUOTE = 120

_INTERRUPTION = re.compile(
    r"(?<!\w)(?:(?:cúp|cắt|mất|ngừng|ngưng|tạm ngừng|tạm ngưng|tạm dừng|gián đoạn)(?: (?:cấp|cung cấp|việc|"
    r"tạm thời)){0,2}"
    r" điện(?! (?:thoại|tử|báo|ảnh|năng))|(?:cúp|cắt|ngừng|ngưng|tạm ngừng|tạm ngưng|tạm dừng|gián đoạn)"
    r"(?: (?:cấp|cung cấp|việc|tạm thời)){0,2} nước(?! (?:ngoài|bạn|ta)(?!\w))|cấm (?:đường|xe|lưu thông|"
    r"các phương tiện)"
    r"|(?:chặn|rào|đóng|phong tỏa) (?:tuyến )?đường|(?:tạm dừng|tạm cấm|cấm) lưu thông)(?!\w)"
)
_MEETING = re.compile(
    r"(?<!\w)(?:họp|sinh hoạt)(?: (?:toàn|dân|định kỳ|thường kỳ|mặt|lệ))*"
    r" (?:khóm|khu phố|kp|tổ dân phố|tdp|tổ(?= \d)|ấp|thôn|xóm|dân|nhân dân|khu dân cư|chung cư|phụ huynh)(?!\w)"
)
_OCCASION = re.compile(
    r"(?<!\w)(?:tiêm (?:chủng|vắc|vaccine|vacxin|ngừa|phòng)|uống vitamin|khám (?:sức khỏe|bệnh|sàng lọc|mắt|"
    r"thai|răng|tuyển|"
    r"nghĩa vụ)|hiến máu|(?<!ban )(?<!trụ sở )(?<!phòng )(?<!bộ phận )(?<!nơi )tiếp (?:công dân|dân|xúc cử tri)"
    r"|hội (?:xuân|chợ|thao|diễn|trại)|phiên chợ|lễ hội|ngày hội|văn nghệ|đêm nhạc|chiếu phim"
    r"|cấp (?:thẻ )?(?:căn cước|cccd)[^.\n]{0,20} lưu động)(?!\w)"
)
_INVITED = re.compile(
    r"(?<!\w)(?<!khách )(?<!được )mời (?!thầu|gọi|chào|xem |đọc |truy cập|theo dõi|tải |liên hệ|quét|bấm|gửi|góp)"
    r"[^.;\n]{0,160}?(?<!\w)(?:tham dự|(?:đến|tới|về) dự|dự (?:họp|hội|lễ|buổi|cuộc|chương|ngày|phiên|tiếp)|"
    r"họp(?! lý| pháp)"
    r"|có mặt|tập trung|cổ vũ|tiêm|khám bệnh|khám sức khỏe|hiến máu|(?:đến|tới) (?:tham gia|xem|nghe|nhận|làm|"
    r"khám|chung vui)"
    r"|tham gia (?:hội|lễ|chương trình văn|buổi|phiên|ngày hội|giải|dọn|vệ sinh|ra quân))(?!\w)"
)
# Before an occasion outside the title these words tell that it is being announced, not spoken about.
_ANNOUNCES = re.compile(
    r"(?<!\w)(?:tổ chức|thông báo|lịch|mời|sẽ|tiến hành|triển khai|tạm|thực hiện|công ty|điện lực)(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)(?:đã|vừa|không(?: để| bị| được)?|nếu|khi|tránh|đề phòng|phòng|nguy cơ|tình trạng|sự cố|"
    r"(?<!thông )(?<!kính )(?<!xin )báo|tại|qua|sau|trong|"
    r"trước|kết quả|biên bản|hoãn|hủy|dời|lùi|chấm dứt|thời gian qua|vừa qua|ý kiến|cưỡng chế|xử lý|nghiêm|nạn|chống)"
    r"(?: (?:có|tổ chức|các|cuộc|buổi|kỳ|đợt|việc|được|bị|cho|thì|ra|để|phải|trường hợp|tượng)){0,3} \Z"
)
_DONE = re.compile(r"(?<!\w)(?:đã|vừa|vừa qua|hoãn|hủy|dời|hôm qua)(?!\w)")
# Such a title speaks about the thing and announces none.
_SPEAKS_ABOUT = re.compile(
    r"(?<!\w)(?:khuyến cáo|khuyến nghị|tuyên truyền|lợi ích|hiệu quả|vì sao|tại sao|quy định|quy chế|kết quả|thủ tục|"
    r"hướng dẫn|cảnh báo|(?<!đánh )giá|chi phí|mức (?:thu|phí|phạt|đóng)|điều kiện|danh sách|tuyển|hoãn|hủy|"
    r"cảm ơn|khắc phục|có điện trở lại|có nước trở lại|"
    r"đề phòng|lừa đảo|giả danh|giả mạo|thể lệ|phân công|thành lập|kiện toàn|chấm dứt|quyết định|xử phạt)(?!\w)"
)
# The answers stand in another paper, which is attached or linked.
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:đính kèm|kèm theo|gửi kèm|xem (?:chi tiết |lịch |thêm )?(?:tại|ở|trong|trên)|(?:chi tiết|"
    r"cụ thể) (?:xem|tại|trong)|"
    r"theo (?:lịch|thư mời|giấy mời|giấy báo)|như (?:lịch|bảng) |https?://|(?:ghi|in) (?:trong|trên) (?:giấy|thư))"
)
_PLACE = re.compile(
    r"(?<!\w)(?:(?<!hiện )(?<!tồn )tại(?! (?:sao|vì|chức|khoản|điều \d|mục|thời điểm|nghị|quyết định|công văn|"
    r"văn bản|kế hoạch|"
    r"thông tư|luật))|địa điểm|địa chỉ|khu vực|(?:ở|đến|tới|về) (?:nhà|trạm|hội trường|trụ sở|trường|ủy ban|"
    r"ubnd|sân|chợ|"
    r"phòng|bệnh viện|trung tâm|khu|công viên|đình|chùa)|nhà văn hóa|hội trường|trạm y tế|văn phòng (?:khóm|"
    r"khu phố|ấp|thôn)|"
    r"trụ sở|nhà sinh hoạt|nhà thông tin|sân vận động|công viên|tận nhà|từng nhà|tại nhà|lưu động ở|"
    r"toàn (?:phường|xã|khóm|khu|"
    r"ấp|thôn|bộ|địa bàn|tuyến)|trên địa bàn|các (?:khóm|khu phố|tổ|hẻm|tuyến|đường|ấp|thôn|hộ)|hầu hết|"
    r"một số (?:khu|tuyến|hẻm|"
    r"khóm|ấp|hộ)|online|trực tuyến|zoom|google meet|livestream|nhóm zalo|cầu|quốc lộ|tỉnh lộ|vòng xoay|"
    r"ngã (?:ba|tư|năm))(?!\w)"
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:khóm|khu phố|kp|tổ dân phố|tdp|tổ|ấp|thôn|(?<!văn )bản|xóm|đường|hẻm|ngõ|ngách|kiệt|phố|số nhà|"
    r"cụm|chung cư|"
    r"lô|đoạn) (?:số |từ số |từ )?\d"
)
# In small letters or with a capital only: "TỔ CHỨC" and "HỌP KHÓM NGÀY" in a heading name no place.
_NAMED = re.compile(
    r"(?<!\w)(?:[Kk]hóm|[Kk]hu phố|[Tt]ổ|[Ấấ]p|[Tt]hôn|(?<![Vv]ăn )[Bb]ản|[Xx]óm|[Đđ]ường|[Hh]ẻm|[Nn]gõ|[Pp]hố|"
    r"[Cc]ụm|"
    rf"[Cc]hung cư|[Đđ]oạn) {UPPER}{LOWER}"
)
_DAY = re.compile(
    r"(?<!\w)(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|hôm nay|ngày mai|ngày kia|ngày mốt|(?:sáng|trưa|"
    r"chiều|tối|đêm)"
    r" (?:nay|mai)|ngay (?:từ|bây|lúc|khi|trong|sau|hôm)|h[ằà]ng (?:ngày|tuần|tháng|quý)|các ngày|mỗi (?:ngày|"
    r"tuần)|(?:cuối|đầu)"
    r" tuần|tuần (?:này|tới|sau)|(?:ngày|mùng|mồng) \d{1,2}(?! ?[/.\-]\d| tháng)|ngày [….]+|rằm|hiện (?:nay|tại|"
    r"đang)|"
    r"(?:đang|hiện) (?:cúp|cắt|mất|ngừng|thi công|diễn ra)|\d{1,2}/\d{1,2}(?!/)|từ nay|bây giờ|lúc này|đột xuất|"
    r"giờ hành chính)(?!\w)"
)
_PART_OF_DAY = re.compile(
    r"(?<!\w)(?:sáng|trưa|chiều|tối|đêm|giờ hành chính|cả ngày|trong ngày|hết ngày|\d+ ?giờ|\d+h|sau giờ|… ?giờ|"
    r"\.\. ?giờ)(?!\w)"
)
_END = re.compile(
    r"(?<!\w)(?:(?:đến|tới|hết|kết thúc|xong|hoàn thành|trước)(?: (?:khoảng|lúc|hết|ngày|khi|thời điểm|hôm|cuối|"
    r"vào|sau|là))"
    r"{0,3}:? ?(?:\d{1,2} ?(?:h|g|giờ|:|/|-|\.\d|tháng|ngày|phút)|thông báo|có|khắc phục|sửa|hoàn|công trình|"
    r"thi công|sáng|"
    r"trưa|chiều|tối|đêm|mai|nay|tuần|tháng|ngày)|đến khi|cho (?:đến|tới)|cả ngày|suốt|trong ngày|vĩnh viễn|"
    r"khôi phục|đến hết|"
    r"trong (?:vòng |khoảng )?\d+ ?(?:giờ|phút|ngày|tiếng|tuần|tháng|h)|khoảng \d+ ?(?:giờ|phút|ngày|tiếng)|kết thúc|"
    r"thời gian(?: \w+){0,3}:? (?:khoảng |là )?\d+ (?:giờ|phút|ngày|tiếng)|h[ằà]ng (?:ngày|đêm)|giờ cao điểm|"
    r"(?:cấp|có|đóng|mở)(?: \w+){0,3} lại)"
)
_SPAN = re.compile(
    r"\d ?(?:h|g|giờ|:)(?: ?\d\d)?(?: ?(?:phút|p))? ?(?:-|đến|tới|~|→|>) ?\d|"
    r"(?<![\d/-])\d{1,2} ?- ?\d{1,2} ?(?:h|g|giờ)(?!\w)"
)
_HEAD_END = re.compile(r"[,;:.!?\n(]")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a text asks people to reckon with: the span that says so, and which sort it is."""

    start: int
    end: int
    interrupts: bool
    meets: bool


def lacks_of(raw: str, kind: Kind, day: date | None = None) -> tuple[Warning, ...]:
    """List what an announcement does not say: the place, the time, and of an interruption its end.

    `day` is the date that the draft has: one that the text does not write was given by hand, and tells when. A meeting
    must tell the hour or the part of the day too. Pure, never raises, reads the first 20,000 characters.
    """
    if kind is not Kind.ANNOUNCEMENT:
        return ()
    text = prepare(raw[:_TOP])
    asked = _asked(text)
    if asked is None or _ELSEWHERE.search(text.low):
        return ()
    _, filled = tables_of(text)
    marks = scan(text, filled)
    quote = (_head(text, asked),)
    found: list[Warning] = []
    if not (_PLACE.search(text.low) or _NUMBERED.search(text.low) or _NAMED.search(text.clean)):
        found.append(Warning(WarningCode.MISSING_PLACE, quote))
    if not _tells_day(text, marks, day) or (asked.meets and not (marks.hours or _PART_OF_DAY.search(text.low))):
        found.append(Warning(WarningCode.MISSING_TIME, quote))
    if asked.interrupts and not _tells_end(text, marks):
        found.append(Warning(WarningCode.MISSING_END, quote))
    return tuple(found)


def _asked(text: Text) -> _Asked | None:
    """Find the first interruption, meeting, occasion or invitation that is announced and not spoken about."""
    title = title_of(text)
    if _SPEAKS_ABOUT.search(text.low, 0, title.end):
        return None
    for start, end in sentences(text)[:_MOST_SENTENCES]:
        titled = start < title.end
        for pattern in (_INTERRUPTION, _MEETING, _OCCASION, _INVITED):
            match = pattern.search(text.low, start, end)
            if match is None:
                continue
            before = text.low[max(start, match.start() - 80) : match.start()]
            if _PAST.search(before) or _DONE.search(text.low, start, end):
                continue
            if titled or pattern in (_MEETING, _INVITED) or _ANNOUNCES.search(before + match[0]):
                return _Asked(*match.span(), interrupts=pattern is _INTERRUPTION, meets=pattern is _MEETING)
    return None


def _head(text: Text, asked: _Asked) -> str:
    """The clause that announces, exactly as written."""
    window = max(0, asked.start - _LONGEST_QUOTE)
    cut = last_match(_HEAD_END, text.low, window, asked.start)
    start = cut.end() if cut else text.low.find(" ", window) if window else 0
    ending = _HEAD_END.search(text.low, asked.end, asked.end + _LONGEST_QUOTE)
    return text.quote(min(start, asked.start), ending.start() if ending else asked.end)


def _tells_day(text: Text, marks: Scan, day: date | None) -> bool:
    written = {one.first.as_date() for one in marks.dates} | {one.last.as_date() for one in marks.dates}
    if day is not None and day not in written:
        return True
    return bool(_DAY.search(text.low)) or any(names_event(text.low, one) for one in marks.dates)


def _tells_end(text: Text, marks: Scan) -> bool:
    if _END.search(text.low) or _SPAN.search(text.low):
        return True
    return any(one.first != one.last for one in marks.dates)
