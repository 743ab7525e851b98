"""Lines that hold nothing but the name of who writes: they stand over a heading and are none."""

import re

_LONGEST = 70
_BODY = re.compile(
    r"(?:ủy ban|uỷ ban|ubnd|hđnd|hội đồng|đảng ủy|đảng bộ|trạm|xí nghiệp|công ty|điện lực|bảo hiểm|hội|đoàn|ban|trường|"
    r"trung tâm|bưu điện|công an|chi cục|đội|kho bạc|ngân hàng|hợp tác xã|htx|"
    r"chi hội|chi bộ|chi đoàn|mặt trận|nhà máy|bệnh viện|thuế|quỹ)"
    r"(?!\w)(?! (?:nghị|viên|thi|thảo|thao|xuân|chợ|diễn|trại|làng|khỏe|hoa|đua|vật))"
)
_VERB = re.compile(
    r"(?<!\w)(?:tổ chức|họp|ra quân|thông báo|lắng nghe|triển khai|thực hiện|phối hợp|mời|tiêm|cúp|cắt|ngừng|lịch|"
    r"báo cáo|khám|chiêu sinh|khai giảng|vận động|kêu gọi|tạm ngừng|tạm dừng|thay đổi|tiếp|lấy|công bố|niêm yết|"
    r"đại hội|kỳ họp|tuyển|treo|trao|tổng kết|sơ kết|đạt|công khai|"
    r"kế hoạch|kết quả)(?!\w)"
)
_BOARD = re.compile(r"\Aban (?:tổ chức|chỉ đạo|chỉ huy|quản lý|điều hành)(?!\w)")

# Who is no office and calls all the same: "TỔ THU GOM RÁC KHU PHỐ 6 THÔNG BÁO".
_NEIGHBOURS = re.compile(
    r"(?:tổ|nhóm|câu lạc bộ|clb|chi hội|chi bộ|chi đoàn|phòng|phường|xã|khóm|khu phố|ấp|thôn|xóm|khu)(?!\w)"
)
# "CÔNG AN PHƯỜNG QUYẾT THẮNG THÔNG BÁO", "Bưu điện phối hợp UBND xã thông báo:": who calls, and not yet what.
_CALLS = re.compile(
    r" (?:xin |trân trọng |kính )?(?:thông báo|kính báo|thông tin)(?: (?:đến|tới|cho)[^.:;]{3,40})?\W*\Z"
)


def calls_out(low: str) -> bool:
    """Tell a line, in small letters, that only says who announces something."""
    bare = low.strip(" []*_")
    return len(bare) <= _LONGEST and bool(_BODY.match(bare) or _NEIGHBOURS.match(bare)) and bool(_CALLS.search(bare))


def names_issuer(low: str) -> bool:
    """Tell a body's name alone, in small letters: "xí nghiệp nước sạch", "[trạm y tế phường 4]"."""
    bare = low.strip(" []*_")
    if len(bare) > _LONGEST or any(mark in bare for mark in ",:;.!?"):
        return False
    return bool(_BODY.match(bare)) and not _VERB.search(_BOARD.sub("", bare))
