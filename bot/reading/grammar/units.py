"""The nouns that wards count (hộ, lượt hộ, căn nhà), the measures, and what is never counted."""

import re

from bot.reading.grammar.text import word_set

# What people are called when they are counted; two of them joined ("cán bộ, hội viên") count people: "người".
PEOPLE = word_set(
    """cán bộ, công chức, viên chức, đảng viên, hội viên, đoàn viên, học sinh, sinh viên, giáo viên, thanh niên,
    thiếu nhi, trẻ em, trẻ, cháu, em, cụ, ông, bà, anh, chị, lao động, công nhân, nông dân, phụ nữ, cựu chiến binh,
    đại biểu, đồng chí, cử tri, ứng cử viên, công dân, người, nhân khẩu, bệnh nhân, bác sĩ, y sĩ, tình nguyện viên,
    chiến sĩ, dân quân, tân binh, thành viên, ủy viên, cá nhân, nạn nhân, hành khách, du khách, khách,
    vận động viên, tổ viên, xã viên, cộng tác viên, tuyên truyền viên, đối tượng, nhân viên, thí sinh, học viên,
    báo cáo viên, hòa giải viên, đoàn viên thanh niên, đảng viên mới, quần chúng, người dân, thân nhân, chuyên gia,
    nghệ nhân, diễn viên, liệt sĩ, liệt sỹ"""
)
# Two and three syllables that are one unit.
_LONG = word_set(
    """căn nhà, căn cước, điểm phần trăm, ngôi nhà, căn hộ, hộ gia đình, tập thể, cá nhân, chi bộ, đảng bộ,
    công đoàn cơ sở, công đoàn, chi hội, chi đoàn, phân hội, tổ hội, chỉ tiêu, tiêu chí, chương trình, công trình,
    mô hình, phần việc, dự án, đề án, kế hoạch, nghị quyết, quyết định, văn bản, tờ trình, thông báo, công văn,
    báo cáo, trường hợp, vụ việc, hồ sơ, thủ tục, hội nghị, lớp học, lớp tập huấn, buổi, ý kiến, kiến nghị,
    phản ánh, đơn thư, tin bài, bài viết, tổ dân phố, khu phố, khu dân cư, khóm, đơn vị, cơ quan, tổ chức,
    doanh nghiệp, hợp tác xã, tổ hợp tác, cơ sở, cửa hàng, trường học, trạm y tế, phòng học, học bổng, suất quà,
    suất học bổng, phần quà, phần mộ, túi quà, quyển sổ, sổ tiết kiệm, chuyến xe, phương tiện, camera, bóng đèn,
    cột đèn, trụ đèn, tuyến đường, tuyến hẻm, cây xanh, cây cầu, ca nô, máy tính, điểm cầu, gian hàng, sản phẩm,
    tiết mục, giải thưởng, giải pháp, nhiệm vụ, nội dung, đám cưới, đám tang, bằng khen, giấy khen, huy hiệu,
    huân chương, danh hiệu, giấy chứng nhận, giấy phép, thẻ căn cước, tài khoản, thuê bao, tin nhắn, tờ rơi,
    băng rôn, khẩu hiệu, áp phích, phiếu bầu, lá phiếu, đơn vị máu, liều vắc xin, mũi tiêm, ổ dịch, ca bệnh, ca mắc,
    điểm nóng, vụ cháy, vụ tai nạn, ngày công, ngày làm việc, giờ làm việc, điểm trường, nhà văn hóa, sân chơi,
    câu lạc bộ, đội hình, ban công tác, tổ công tác, tổ hòa giải, tổ bầu cử, khu vực bỏ phiếu, đợt kiểm tra,
    cuộc họp, cuộc vận động, cuộc giám sát, cuộc kiểm tra, đoàn kiểm tra, mục tiêu, hạng mục, hộ kinh doanh,
    đại biểu, đảng viên, hội viên, đoàn viên, lao động, học sinh, đồng chí, cử tri, cán bộ, công chức, viên chức,
    nhân khẩu, công nhân, giáo viên, thanh niên, phụ nữ, nông dân, công dân, thành viên, ủy viên, bệnh nhân,
    cựu chiến binh, đối tượng, trẻ em, sinh viên, du khách, người dân, tình nguyện viên, chiến sĩ, vận động viên,
    học viên, dân quân, thí sinh, ông bà, mẫu nước, vòng hoa, mâm cơm, bộ hồ sơ, bộ quần áo, chiếc xe, xe đạp,
    xe lăn, thùng hàng, thùng mì, hũ gạo, gia đình, con giống, tấn gạo, thẻ bảo hiểm, thẻ bhyt, sổ đỏ, điểm bán,
    điểm đỗ, biển báo, gói thầu, nhà thầu, cống thoát nước, hố ga, trạm biến áp, văn kiện, cuộc thi, đội thi,
    đội bóng, hoạt động, phong trào, dịch vụ công, điểm du lịch, di tích, lễ hội, hợp đồng, giao dịch"""
)
# One syllable, with what it stands for when a text leaves the rest away ("cất 13 căn").
_SHORT = word_set(
    """hộ, người, thôn, ấp, bản, buôn, làng, xã, phường, thị trấn, khóm, tổ, đội, nhóm, ban, hội, đoàn, câu lạc bộ,
    trường, lớp, trạm, chợ, đám, cuộc, lượt, vụ, ca, suất, phần, cháu, em, cụ, con, cây, bông, chiếc, cái, bộ, tấm,
    bức, quyển, cuốn, tập, tờ, lá, thẻ, sổ, gói, thùng, bao, túi, hộp, chai, bình, liều, mũi, giường, phòng, căn,
    nhà, cầu, cống, kênh, tuyến, đoạn, điểm, nút, cụm, khu, lô, thửa, ô, vườn, ao, lồng, bè, tàu, xe, máy, đèn, trụ,
    cột, biển, loa, tin, bài, giải, đơn, phiếu, hồ sơ, buổi, đợt, phiên, kỳ, lần, tiết, chuyến, huy chương, mẹ, ông,
    bà, anh, chị, trẻ, dự án, công, quỹ, bể, giếng, hũ, nồi, chậu, mâm, quả, trái, đàn, mô hình, chốt, kiốt, ki ốt,
    sạp, gian, quầy, khách, vé"""
)
MEASURES = word_set(
    """ha, m, m2, m², m3, m³, km, km2, km², cm, mm, kg, tấn, tạ, yến, lít, gam, gram, g, héc ta, hecta, mét, mét vuông,
    mét khối, ki lô mét, kilomet, km/h, kwh, mwh, usd, đô la, eur, mẫu, sào, công đất"""
)
# Settings of devices and files, not results: 22kV, 5 MB, 8 ký tự, 18 tuổi.
NOT_COUNTED = word_set(
    """kv, kva, độ, oc, mb, gb, kb, tb,
    w, v, hz, inch, px, tệp, file, ký tự, chữ số, tuổi, tầng, trang, like, view, follow,
    mặt,
    cấp, bên, bước, điều, khoản, năm, tháng, quý, tuần, thập kỷ, thế kỷ, giây, phút, điểm nghẽn, rõ, tốt, không, có,
    xanh, sạch, mũi nhọn, trụ cột, ngày đêm, ngày lương, lượt xem, lượt thích, lượt chia sẻ, lượt bình luận,
    bình luận, người theo dõi, người xem, dấu hiệu, chữ, phần trăm năm, chủ tịch, phó chủ, phó bí, bí thư,
    trưởng ban, phó trưởng, phó ban, trưởng đoàn, thư ký"""
)
_CANONICAL = {
    "căn": "căn nhà",
    "ngôi": "ngôi nhà",
    "hộ gia đình": "hộ",
    "hộ kinh doanh": "hộ",
    "héc ta": "ha",
    "hecta": "ha",
    "mét": "m",
    "mét vuông": "m²",
    "m2": "m²",
    "m3": "m³",
    "km2": "km²",
    "mét khối": "m³",
    "người dân": "người",
    "đám cưới": "đám",
    "đám tang": "đám",
    "đoàn viên thanh niên": "đoàn viên",
    "cuộc họp": "cuộc",
    "cuộc giám sát": "cuộc",
    "cuộc kiểm tra": "cuộc",
    "lớp tập huấn": "lớp",
    "đảng viên mới": "đảng viên",
    "gram": "g",
    "lớp học": "lớp",
    "gam": "g",
    "kilomet": "km",
    "ki lô mét": "km",
    "liệt sỹ": "liệt sĩ",
    "tuyến đường": "tuyến",
    "usd": "USD",
    "đô la": "USD",
    "thẻ bhyt": "thẻ BHYT",
    "suất quà": "suất",
}
COUNTED = (_LONG | _SHORT | PEOPLE) - NOT_COUNTED
WORDS = re.compile(r" {0,2}([^\W\d_]+[²³23]?)(?: {1,2}([^\W\d_]+))?(?: {1,2}([^\W\d_]+))?")
_NO_NOUN = word_set(
    """và, của, đến, với, trong, tại, để, là, năm, tháng, quý, từ, cho, theo, về, so, trên, dưới, hoặc, nhưng, còn,
    thì, mà, do, bị, được, đã, đang, sẽ, cũng, như, khi, nếu, vì, nên, tới, cùng, gồm, không, có, này, đó, qua, ở,
    vào, ra, lên, xuống, giữ, tổ chức, vận động, hoàn thành, thực hiện, phát động, triển khai, giờ, ngày, sáng,
    chiều, tối, nhằm, bởi, tức, hay, lại, mới, nay, các, những, mỗi, tiếp, cả, số, thứ, đối, kv, kể, tham, dự, trở, đạt,
    vượt, tăng, giảm, bằng, chiếm, gấp, đồng thời, đề nghị, phát biểu, góp ý, lưu động, phát sóng, nhân, xin, kính,
    trân, mời"""
)


def unit_at(low: str, pos: int, *, lenient: bool) -> tuple[str, int] | None:
    """Read the unit that follows a number: its canonical name and where it ends, or None when none follows.

    "hộ dân" gives hộ, "căn" gives căn nhà, "ông, bà" and "cán bộ, hội viên" give người, "lượt hộ" stays lượt hộ.
    `lenient` also takes a noun that no list knows ("05 vi bằng"), two syllables of it.
    """
    match = WORDS.match(low, pos)
    if match is None:
        return None
    one, two, three = match.groups()
    pair = f"{one} {two}" if two else one
    triple = f"{pair} {three}" if three else pair
    if one in NOT_COUNTED or pair in NOT_COUNTED:
        return None
    if pair in MEASURES and two:
        return _CANONICAL.get(pair, pair), match.end(2)
    if one in MEASURES:
        return _CANONICAL.get(one, one), match.end(1)
    if one == "lượt" and two and two != "lượt" and two not in _NO_NOUN:
        inner = unit_at(low, match.end(1), lenient=False)
        return (f"lượt {inner[0]}", inner[1]) if inner else ("lượt", match.end(1))
    if one == "tin" and low.startswith(", bài", match.end(1)):
        return "tin, bài", match.end(1) + 5
    if pair == "tổ chức":  # "12 tổ chức tôn giáo" are counted, "Phường 12 tổ chức hội nghị" is a verb
        return (pair, match.end(2)) if _BODIES.match(low, match.end(2)) else None
    if one == "chị" and two == "em":
        return pair, match.end(2)
    if one == "công":
        if pair in {"công an", "công ty"}:
            return pair, match.end(2)
        if two and pair not in COUNTED and two not in _NO_NOUN and two != "lao":  # "16 công báo" is a name
            return None
    for words, group in ((triple, 3), (pair, 2), (one, 1)):
        if words in COUNTED and match.group(group):
            if words in PEOPLE and words != "đồng chí" and (together := _joined_people(low, match.end(group))):
                return "người", together
            return _CANONICAL.get(words, words), match.end(group)
    if two and pair[:-1] in COUNTED and len(two) > 2:  # a slip of one letter: "12/14 chi bội"
        return pair[:-1], match.end(2)
    if not lenient or one in _NO_NOUN or pair in _NO_NOUN or len(one) < 2:
        return None
    if two and two not in _NO_NOUN:
        return pair, match.end(2)
    return one, match.end(1)


_BODIES = re.compile(
    r" {0,2}(?:[,.;)\n]|và |cá nhân|chính trị|tôn giáo|cơ sở|đảng|đoàn|hội |thành viên|xã hội|kinh tế|tín dụng|được)"
)
_AND = re.compile(r"(?:,| và) {1,2}([^\W\d_]+)(?: {1,2}([^\W\d_]+))?")


def _joined_people(low: str, pos: int) -> int:
    """Where the second people noun of "cán bộ, hội viên" ends; 0 when there is none."""
    match = _AND.match(low, pos)
    if match is None:
        return 0
    if match[2] and f"{match[1]} {match[2]}" in PEOPLE:
        return match.end(2)
    return match.end(1) if match[1] in PEOPLE else 0
