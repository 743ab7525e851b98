"""Texts that were typed without a single accent, given accents where their commonest words allow one reading.

Only the form that rules match is touched: a letter and its accented form take one place each, so every place stays.
"""

import re

from bot.domain.words import fold

_FEWEST = 20  # letters, under which nothing is told of how a text was typed
_ACCENTED = re.compile("[à-ỹđ]")
_LETTER = re.compile("[a-z]")
_PHRASES = """
    thông báo, giấy mời, thư mời, kính mời, kính gửi, kính thưa, trân trọng, về việc, bà con, nhân dân,
    người dân, các hộ, hộ dân, hộ nghèo, hộ gia đình, mỗi hộ, cử tri, phụ huynh, học sinh, trẻ em,
    người cao tuổi, hội viên, các cụ, đề nghị, yêu cầu, mang theo, đăng ký, nộp, đúng giờ, đầy đủ, tổ chức,
    họp dân, họp tổ, họp khu phố, cuộc họp, tham dự, thời gian, địa điểm, đối tượng, thành phần, nội dung,
    khu vực, lịch, giờ, phút, ngày, tháng, sáng, chiều, trưa, buổi, lúc, thứ hai, thứ ba, thứ tư, thứ năm,
    thứ sáu, thứ bảy, chủ nhật, hôm nay, ngày mai, hằng tuần, hằng tháng, hành chính, trước ngày, hết ngày,
    tổ dân phố, khu phố, thôn, xóm, ấp, khóm, hẻm, đường, phường, xã, ủy ban, tại, tại nhà, nhà văn hóa,
    hội trường, trạm y tế, trụ sở, nhà sinh hoạt, trường tiểu học, trường mầm non, bưu điện, công an,
    hợp tác xã, điện lực, cúp điện, cắt điện, mất điện, cúp nước, cắt nước, mất nước, tạm ngừng, tạm ngưng,
    cung cấp, cấp nước, cấp điện, tiêm chủng, tiêm phòng, khám sức khỏe, phun thuốc, thu tiền, tiền nước,
    tiền điện, tiền rác, vệ sinh, môi trường, chi trả, trợ cấp, lương hưu, xã hội, căn cước, sẽ, phần quà,
    suất quà, nhận quà, mức thu, mức đóng, mức chi, không, đồng/người, đồng/hộ, đồng/tháng, đồng/m3, nghỉ,
    hoãn, liên hệ
"""
_KNOWN = {fold(phrase): phrase for phrase in (" ".join(one.split()) for one in _PHRASES.split(","))}
_SURE = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True)) + r")(?!\w)")
# Words that a number beside them makes sure.
_BESIDE_NUMBER = tuple(
    (re.compile(pattern), accented)
    for pattern, accented in (
        (r"(?<!\w)tu(?= (?:ngày |sáng |chiều )?\d)", "từ"),
        (r"(?<!\w)den(?= (?:hết |ngày )?\d)", "đến"),
        (r"(?<!\w)nam(?= 20\d\d)", "năm"),
        (r"(?<!\w)to(?= \d)", "tổ"),
        (r"(?<=\d )ho(?!\w)", "hộ"),
        (r"(?<=\d )(?:nguoi)(?!\w)", "người"),
        (r"(?<=\d )dong(?!\w)", "đồng"),
        (r"(?<=\d )trieu(?!\w)", "triệu"),
        (r"(?<=\d )(?:ty)(?!\w)", "tỷ"),
        (r"(?<=\d )phan(?!\w)", "phần"),
        (r"(?<=\d )suat(?!\w)", "suất"),
    )
)
# Of a line that has some of its accents: "Sang thu 7 ngay 5/12 tu 7h30 tại trạm y tế".
_HALF = {"ngay": "ngày", "tu": "từ", "thu": "thứ"}
_HALF_TYPED = re.compile(
    r"(?<!\w)(?:ngay(?= \d{1,2} ?[/-] ?\d)|tu(?= \d{1,2} ?(?:h|g|:\d))|thu(?= [2-7],? ng[aà]y \d))(?!\w)"
)


def with_accents(low: str) -> str:
    """A text in small letters with the accents that are sure, where it or a line of it has none; of the same length."""
    if _ACCENTED.search(low):
        low = _HALF_TYPED.sub(lambda found: _HALF[found[0]], low)
        return "\n".join(_typed_bare(line) for line in low.split("\n"))
    return _typed_bare(low)


def _typed_bare(low: str) -> str:
    if _ACCENTED.search(low) or len(_LETTER.findall(low[:200])) < _FEWEST:
        return low
    low = _SURE.sub(lambda found: _KNOWN[found[0]], low)
    for pattern, accented in _BESIDE_NUMBER:
        low = pattern.sub(accented, low)
    return low
