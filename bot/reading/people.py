"""Who holds or issues what a text tells, where, and who chairs or attends."""

import re
from itertools import islice

from bot.reading.grammar.text import LOWER, UPPER, Text, last_match
from bot.reading.head import Title

_TOP = 6000  # characters in which these stand
_NAME = rf"{UPPER}{LOWER}+(?: {UPPER}{LOWER}*){{1,4}}"
_BODY = (
    r"(?:BTV|BCH|Ban|Đảng ủy|Đảng uỷ|Đảng bộ|ĐẢNG|UBND|HĐND|Ủy [Bb]an|Uỷ [Bb]an|UBMTTQ|MTTQ|Mặt trận|Hội|Đoàn|"
    r"Chi bộ|Chi hội|"
    r"Công an|Công đoàn|Công ty|Trường|Trạm|Trung tâm|Phường|phường|Xã|xã|Tổ|Thường trực|Văn phòng|Liên đoàn|Quân|"
    r"Điện lực|Khóm|Thôn|Cụm|các Tổ)"
)
_ORGANISER = re.compile(
    rf"(?<![\w/-])(?<!của )(?<!theo )({_BODY}(?!\w)[^\n.;:]{{1,140}}?) (?:\([^)\n]{{1,60}}\) )?"
    r"(?:(?:đã|vừa|vinh dự|long trọng|sẽ|trân trọng|tiếp tục|đã và đang|tiến hành) ){0,3}"
    r"(?:phối hợp|tổ chức|thông báo|kêu gọi|khai mạc|ban hành|ra mắt|phát động|niêm yết|ra quân|họp|"
    r"báo cáo|mời|kính mời|triển khai|khuyến cáo(?= ?:))(?!\w)"
)
# What stands before the last comma is rather the occasion or the place than a part of the name.
_LATER = re.compile(rf", ({_BODY}(?!\w))")
_MOST_TRIED = 6
_MOST_PLACES = 4
_OPENS_WITH_BODY = re.compile(rf"[^\w]*({_BODY}(?!\w))")
# Where a body's name is over: at its verb, its date, its purpose.
_NAME_ENDS = re.compile(
    r"\n|[;:!]|\.(?=\s|\Z)|(?<!\w)(?:(?:đã|vừa|sẽ|đang|mở|giải ngân|hoàn thành|"
    r"về|kính|xin|ngày|năm(?= \d)|để|nhằm|được|có|là|xây dựng|"
    r"kết nạp|"
    r"thực hiện|"
    r"tổ chức|thông báo|phối hợp|sơ kết|tổng kết|đạt|họp|ra quân|ra mắt|phát động|triển khai|báo cáo|trao|"
    r"đề nghị|yêu cầu|khuyến cáo|mời|"
    r"cúp|cắt|tạm|ngừng|ngưng|tiêm|khám|phun|treo|tuyển|gặp|lấy|công bố|bàn giao|vận động|từ(?= \d| ngày)|"
    r"long trọng|trân trọng|tiếp tục|vinh dự|chi trả|kêu gọi|khai mạc|niêm yết|ban hành|tiến hành|giao lưu|"
    r"tiếp xúc|lắng nghe|cúp|cắt|tạm|ngừng|sửa|thay|thi công|tiêm|phun|thu|từ(?= \d)|lúc|vào|tại)(?!\w))|"
    r" (?:[(]|-(?= )(?! (?:hđnd|ubnd|ủy ban|mttq|ubmttq|đảng)))"
)
_NO_BODY = re.compile(
    r"(?:trường hợp|xã hội|tổ quốc|hội nghị|hội trường|tổ chức|ban hành|hội viên|đoàn viên|hội thi|trung tâm thành|"
    r"phường này|xã này|phường đã|xã đã|"
    r"trường (?!tiểu|trung|th|mầm|mẫu|đại|cao|ptdt|mn|học)|quân số|tổ trưởng|ban đêm|ban ngày|cụm từ)|(?:xã|"
    r"phường|tổ|ban|hội) (?:và|các|của)(?!\w)"
)
_ITS_WARD = re.compile(r"\s*((?:XÃ|PHƯỜNG|THỊ TRẤN|KHÓM|ẤP|THÔN) [^\n\t,]{2,30}?)(?= {3,}|\t|\n|\Z)")
_LETTERHEAD = re.compile(
    r"((?:ỦY BAN|UỶ BAN|UBND|HĐND|HỘI ĐỒNG|ĐẢNG ỦY|ĐẢNG BỘ|BAN)[^\n\t]{0,40}?(?: {3,}|\t|"
    r"\n|\Z| [-–|] ?(?=THÔNG|LỊCH|KẾ|BÁO|GIẤY|THƯ)))"
)
_PLACE_LABEL = re.compile(r"địa điểm[^\n:]{0,30}: {0,3}([^\n.;]{3,140})")
_HOUSE = (
    r"hồ bơi|bể bơi|phòng họp|nhà thi đấu|nhà (?:văn|sinh|thông|trưởng|ông|bà|cô|chú|anh|chị)|hội trường|"
    r"trụ sở|đình|chùa|trường|trạm|sân|ubnd|văn phòng|"
    r"công viên"
)
# Where people are asked to come: "đến nhà bà Sáu Liên, hẻm 27/4"; a paper that goes there tells no place.
_COME = (
    r"(?<!gửi )(?<!nộp )(?<!báo )(?<!liên hệ )(?<!phản ánh )(?:đến|tới|về|ra|qua)(?= (?:nhà (?:văn hóa|sinh hoạt|"
    r"thông tin|"
    r"ông|bà|cô|chú|anh|chị|bác)|hội trường|sân|đình|chùa|trạm y tế|văn phòng khu|trường (?:tiểu|trung|mầm|mẫu|"
    r"th))(?!\w)(?! (?:gần nhất|và từ)))"
)
# What belongs to a place behind its comma or in brackets: "nhà bà Liên, hẻm 27/4", "văn phòng khu phố (số 45 Lê Lợi)".
_ADDRESS = (
    r"(?:, (?:số|hẻm|ngõ|kiệt|đường|tầng|khóm|ấp|thôn|tổ|khu phố|khối|đầu|cạnh|gần)(?!\w) [^\n.;,(]{1,40}?|"
    r" \((?:số|đường|hẻm|ngõ|cạnh|gần|đối diện|địa chỉ|tầng|cũ)[^()\n]{0,60}\))?"
)
# Where cars are left, and where somebody lives or works, nobody is to come.
_NOT_THERE = "".join(
    f"(?<!{word} )"
    for word in ("gửi xe", "để xe", "đậu xe", "đỗ xe", "cư trú", "thường trú", "tạm trú", "sinh sống", "công tác")
)
_ASIDE = re.compile(
    r"[^\w\n]*(?:riêng )?(?:ai|hộ|người|bà con|trường hợp|công dân|các (?:hộ|cụ|trường hợp))(?: [^\W\d_]+){0,4}? "
    r"(?:chưa|không|vắng|già yếu|ốm)(?!\w)"
)
_SHELTER = re.compile(r"(?<!\w)(?:di dời|sơ tán|di tản|tránh trú|trú ẩn|lánh nạn)(?: [^\W_]+){0,12}? ?\Z")
_SIGNS_UP = re.compile(r"đăng ký (?:tại|ở) \Z")
_PLACE = re.compile(
    rf"(?<!\w){_NOT_THERE}(?:tại|ở(?= (?:{_HOUSE}))|{_COME}) ((?:(?:các )?trạm|bệnh viện|đảng ủy|công an|"
    r"các nhà văn hóa|phòng|hội trường|bộ phận|một cửa|bưu điện|nhà(?! (?:hoặc|dân|mình|riêng|từng|và)(?!\w))|"
    r"sân|số(?= \d)|trụ sở|ubnd|trường|trung tâm|khu|khóm|thôn|ấp|tổ|điểm|"
    r"thao trường|nghĩa trang|đình|chùa|hồ bơi|bể bơi|đầu (?:cầu|hẻm|đường|làng|thôn|xóm|ngõ)|ngã (?:ba|tư|năm)|cổng|"
    r"bến|bãi|"
    r"công viên|văn phòng|chợ|xã|phường)(?!\w)(?! (?:của )?(?:các )?cơ quan)[^\n.;,(]{2,90}?"
    rf"{_ADDRESS})"
    r"(?=[\n.;,(]|\Z| (?:họp|đến hết|đến ngày|(?<!tiếp )nhận|"
    r"khám|tiêm|phát|trao|làm(?! việc)|theo|để|nhằm|từ|vào|lúc|cho|do|được|"
    r"đã|sẽ|là|"
    r"thì|khi|có|tổ chức|trong(?= (?:\d|vòng|thời))|"
    r"diễn ra|trước|xong|ngay|sáng|"
    r"chiều|tối|ngày)(?!\w))"
)
_WARD = re.compile(
    rf"(?<!\w)((?:[Pp]hường|[Xx]ã|[Tt]hị trấn|PHƯỜNG|XÃ) (?!HỘI){UPPER}\w*"
    rf"(?: (?!THÔNG BÁO|TỔ CHỨC|KÍNH|TRIỂN){UPPER}\w*){{0,3}})"
)
_PERSON = re.compile(
    rf"(?<!\w)(?:[Đđ]ồng chí|ĐỒNG CHÍ|[Đđ]/c|Ông|ông|Bà|bà) {{1,2}}({_NAME})(?: ?[-,] ?|"
    rf" ?\()({UPPER}[^;.\n()]{{3,160}}|{LOWER}[^;.\n()]{{3,160}})"
)
_POST_ENDS = re.compile(
    r"[,-]? (?:đã|dự|cùng|chủ trì|phát biểu|nhấn mạnh|đề nghị|yêu cầu|khẳng định|cho biết|thông tin|trao|"
    r"làm|là|và (?:đồng chí|ông|bà|các)|"
    r"đến|tham dự|điều hành|trình bày|lưu ý|ghi nhận|chia sẻ|giao|chỉ đạo|thay mặt|trong|được|khai mạc|"
    r"kết luận|cũng|biểu dương)(?!\w)"
)
# The post may stand first: "Chủ tịch UBND phường Trần Văn An nhấn mạnh".
_POST_FIRST = re.compile(
    rf"(?<!\w)((?:Phó )?(?:Bí thư|Chủ tịch|Trưởng|"
    rf"Giám đốc)[^.;:\n]{{3,90}}? ({UPPER}{LOWER}+(?: {UPPER}{LOWER}+){{1,3}})) "
    r"(?:cho biết|khẳng định|nhấn mạnh|biểu dương|đề nghị|phát biểu|yêu cầu|chủ trì|tiếp thu|ghi nhận|"
    r"chia sẻ|lưu ý)(?!\w)"
)
_NAMED_PLACE = re.compile(
    rf"(?:xã|phường|quận|huyện|tỉnh|thành phố|thị trấn|ủy) ({UPPER}{LOWER}+(?: {UPPER}{LOWER}+)*)\Z"
)
_POSTS = re.compile(
    r"bí thư|chủ tịch|trưởng|phó|ủy viên|giám đốc|đại biểu|nguyên|tuv|uvbtv|chủ nhiệm|thường trực|chỉ huy|"
    r"hiệu trưởng|cán bộ|"
    r"đại diện|chuyên viên|bác sĩ"
)
_MOST_PEOPLE = 15


def organiser_of(text: Text, title: Title, event_end: int | None) -> str | None:
    """Name the body that holds or issues: before "tổ chức", "thông báo", "kêu gọi", first after the event's date.

    What stands there must be a body's name: "Hội đã kết nạp 27 hội viên" is a clause. Else the title's body, else the
    letterhead's.
    """
    top = min(len(text.clean), title.end + _TOP)
    for begin in [event_end, title.end] if event_end else [title.end]:
        for found in islice(_ORGANISER.finditer(text.clean, begin, min(top, begin + 900)), _MOST_TRIED):
            start, end = found.span(1)
            later = last_match(_LATER, text.clean, start, end)
            name = _body_name(text, later.start(1) if later else start, end)
            if name:
                return name
    letterhead = _LETTERHEAD.search(text.clean, 0, title.end)
    if letterhead:
        below = _ITS_WARD.match(text.clean, letterhead.end(1))
        return " ".join([text.quote(*letterhead.span(1)), *([text.quote(*below.span(1))] if below else [])])
    for opening in (_OPENS_WITH_BODY.match(text.clean), _OPENS_WITH_BODY.match(text.clean, title.end)):
        name = opening and _body_name(text, opening.start(1), min(opening.start(1) + 140, len(text.clean)))
        if name:
            return name
    return None


def _body_name(text: Text, start: int, end: int) -> str | None:
    """Cut a body's name out of what stands before its verb; None where no name is left."""
    stop = _NAME_ENDS.search(text.low, start, end)
    name = text.quote(start, stop.start() if stop else end).rstrip(" ,-–:")
    return name if " " in name and not _NO_BODY.match(name.lower()) else None


def told_places(text: Text, title: Title) -> list[tuple[int, int]]:
    """Find where it happens: the labelled line, else each "tại …" of a room or a house below the title, or in it."""
    labelled = _PLACE_LABEL.search(text.low, title.end, title.end + _TOP)
    if labelled:
        return [labelled.span(1)]
    for begin, end in ((title.end, title.end + _TOP), (0, title.end)):
        places = islice(_PLACE.finditer(text.low, begin, end), _MOST_PLACES)
        found = [place.span(1) for place in places if not _is_aside(text.low, place.start(1))]
        if found:  # where people only sign up comes after where it is
            return [span for span in found if not _SIGNS_UP.search(text.low, begin, span[0])] or found
    return []


def _is_aside(low: str, at: int) -> bool:
    """Tell a place for those who could not come ("Ai chưa nhận kịp thì nhận tại Bưu điện xã"), or to flee to."""
    begin = max(low.rfind("\n", 0, at), low.rfind(". ", 0, at)) + 1
    return bool(_ASIDE.match(low, begin, at) or _SHELTER.search(low, begin, at))


def place_of(text: Text, title: Title) -> str | None:
    """Name the place: where it happens, else the ward itself."""
    told = told_places(text, title)
    if told:
        return text.quote(*told[0])
    ward = _WARD.search(text.clean, title.end, title.end + _TOP) or _WARD.search(text.clean, 0, title.end + _TOP)
    return text.quote(*ward.span(1)) if ward else None


def people_of(text: Text, title: Title) -> tuple[str, ...]:
    """List who chairs, attends or speaks, as "Name - post", in the text's own punctuation; each name once."""
    people: dict[str, str] = {}
    top = min(len(text.clean), title.end + 2 * _TOP)
    for match in _PERSON.finditer(text.clean, title.end, top):
        ends = _POST_ENDS.search(text.low, match.start(2), match.end(2))
        post_end = ends.start() if ends else match.end(2)
        if match[1] in people or not _POSTS.search(text.low, match.start(2), post_end):
            continue
        people[match[1]] = text.quote(match.start(1), post_end).rstrip(" ,-–")
        if len(people) >= _MOST_PEOPLE:
            return tuple(people.values())
    for match in _POST_FIRST.finditer(text.clean, title.end, top):
        place = _NAMED_PLACE.search(match[1])
        if place is None or len(place[1].split()) > 2:  # "Bí thư Đảng ủy xã Phong Hải" names nobody
            people.setdefault(match[2], text.quote(*match.span(1)))
    return tuple(people.values())
