"""Each doubt with sentences that must raise it and sentences that must not."""

import pytest

from bot.domain.figures import WarningCode
from bot.reading.reader import read

# A dated opening, so that no text is doubted for its missing year.
OPENING = (
    "Hội nghị sơ kết công tác phường Tân Lộc\n\nSáng ngày 05/7/2026, UBND phường Tân Lộc tổ chức hội nghị sơ kết. "
)


def doubts(sentence: str) -> list[tuple[str, tuple[str, ...]]]:
    reading = read(OPENING + sentence)
    return [(w.code.value, w.quotes) for w in reading.warnings]


def codes(sentence: str) -> list[str]:
    return [code for code, _ in doubts(sentence)]


RAISED = [
    (
        "parts-exceed-total",
        "Cuối năm có 4/11 chi bộ hoàn thành xuất sắc nhiệm vụ, 8/11 chi bộ hoàn thành tốt nhiệm vụ.",
    ),
    ("parts-exceed-total", "Có 4/11 chi bộ xuất sắc, 8/11 chi bộ hoàn thành tốt."),
    ("parts-exceed-total", "Kết quả 7/15 chỉ tiêu vượt, 6/15 chỉ tiêu đạt, 3/15 chỉ tiêu chưa đạt."),
    ("parts-exceed-total", "Trong số cử tri, nam chiếm 52%, nữ chiếm 51%."),
    ("parts-exceed-total", "Toàn phường có 45 hộ khó khăn, trong đó 30 hộ nghèo, 20 hộ cận nghèo."),
    ("parts-exceed-total", "Trong 15 chỉ tiêu có 9 chỉ tiêu vượt, 8 chỉ tiêu đạt."),
    ("parts-exceed-total", "Xếp loại gia đình: 12/20 hộ loại khá, 6/20 hộ loại trung bình, 4/20 hộ loại yếu."),
    ("rate-mismatch", "Đã có 45/60 hộ ký cam kết, đạt 85%."),
    ("rate-mismatch", "Đã có 45/60 hộ (85%) ký cam kết."),
    ("rate-mismatch", "Tỷ lệ hộ tham gia đạt 85% (45/60 hộ)."),
    ("rate-mismatch", "Kế hoạch giao 20 tỷ đồng, thu được 12,3 tỷ đồng, đạt 75%."),
    ("rate-mismatch", "Thu ngân sách 12,3 tỷ đồng/kế hoạch 20 tỷ đồng, đạt 75%."),
    ("rate-mismatch", "Thu ngân sách được 12,3/20 tỷ đồng, đạt 75%."),
    ("rate-mismatch", "Số hộ nghèo giảm từ 20 hộ xuống còn 15 hộ (giảm 35%)."),
    ("sum-mismatch", "Phường trao tổng 120 suất: 70 suất cho người già, 40 suất cho trẻ em."),
    ("sum-mismatch", "Tổng số 250 phần quà, gồm 100 phần quà cho hộ nghèo và 120 phần quà cho hộ cận nghèo."),
    ("sum-mismatch", "Tổng số 90 hộ, bao gồm:\n- 50 hộ ở khóm 1;\n- 30 hộ ở khóm 2."),
    ("sum-mismatch", "Dân số 6.200 + 2.600 = 8.900 người."),
    ("contradiction", "Phường mở 6 lớp dạy nghề cho lao động nữ. Đến cuối tháng đã kết thúc 7 lớp đã mở."),
    ("contradiction", "Phường vận động 40 hộ hiến đất. Cả 42 hộ đều được biểu dương."),
    ("contradiction", "Tỷ lệ cử tri đi bầu đạt 96,6%. Đến 19 giờ, tỷ lệ cử tri đi bầu đạt trên 98%."),
    (
        "contradiction",
        "Nhân kỷ niệm 79 năm Ngày Thương binh Liệt sĩ. Chào mừng 80 năm Ngày Thương binh Liệt sĩ, phường tặng quà.",
    ),
    ("missing-year", "Ngày 12-9 là hạn cuối.\n"),
    ("blank-date", "Báo cáo này thay thế báo cáo ngày … tháng … năm 2026."),
    ("blank-date", "Tân Lộc, ngày      tháng       năm 2026"),
    ("blank-date", "Tân Lộc, ngày ..... tháng 7 năm 2026"),
    ("blank-number", "Số:      /TB-UBND"),
    ("blank-number", "Số: ....../BC-UBND"),
    ("blank-number", "Số …/KH-UBND"),
    ("damaged-term", "Ban Chấp hành nhiệm kỳ -2030 ra mắt."),
    ("damaged-term", "Ban Chấp hành nhiệm kỳ 2025- đã ra mắt."),
    ("damaged-term", "Ban Chấp hành nhiệm kỳ 2030 – 2025 ra mắt."),
    ("repeated-word", "Phường tăng cường tăng cường kiểm tra."),
    ("repeated-word", "Hồ sơ nộp tại Trung tâm Trung tâm phục vụ hành chính công."),
    ("repeated-word", "Công tác của của phường có nhiều tiến bộ."),
    ("repeated-word", "Tình hình trên địa địa phương ổn định."),
    ("repeated-word", "Ủy ban nhân dân Ủy ban nhân dân phường thông báo."),
    ("ambiguous-number", "Tổng thu 4,125 tỷ đồng."),
    ("ambiguous-number", "Tổng thu 2. 310 tỷ đồng."),
    ("ambiguous-number", "Có 1,357 hộ tham gia."),
    ("unit-jump", "Phường quyên góp được 36,5 triệu đồng. Toàn bộ 36,5 tỷ đồng ấy đã chuyển về Quỹ."),
    ("unit-jump", "Kinh phí sửa đường là 1,25 tỷ đồng. Nhân dân góp đủ 1.250 tỷ đồng."),
    ("turned-text", "Thu ngân sách đạt \u202e%8,301\u202c so với dự toán."),
    ("turned-text", "Hộ nghèo còn \u202e53 hộ"),
    ("turned-text", "Họp lúc \u206719 giờ tại hội trường\u2069."),
    ("turned-text", "Họp lúc \u202b19 giờ tại hội trường\u202c."),
    ("turned-text", "Cúp điện \u200f8 - 10 giờ sáng mai."),
]


@pytest.mark.parametrize(("code", "sentence"), [r for r in RAISED if r[0] != "missing-year"])
def test_a_doubtful_sentence_is_doubted_once(code: str, sentence: str) -> None:
    assert codes(sentence) == [code]


QUIET = [
    "Thu ngân sách \u200eđạt \u202a103,8%\u202c so với \u2066dự toán\u2069.",
    "Họp tại \u202bđình\u202c, \u202ea\u202c, mở 12\u200f lớp, cúp điện đến \u200f10 giờ.",
    "Có 4/11 chi bộ xuất sắc, 7/11 chi bộ hoàn thành tốt.",
    "Có 9/11 chi bộ đạt chuẩn, trong đó 5/11 chi bộ tiêu biểu.",
    "Có 12/12 thôn có nhà văn hóa, 10/12 thôn đạt chuẩn văn hóa.",
    "Có 20/21 thành viên dự họp, 20/21 phiếu tán thành.",
    "Phường có 10/12 chỉ tiêu đạt và vượt, trong đó 6/12 chỉ tiêu vượt.",
    "Trong 15 chỉ tiêu có 6 chỉ tiêu vượt, 7 chỉ tiêu đạt, 2 chỉ tiêu chưa đạt.",
    "Nam chiếm 49,3%, nữ chiếm 50,7%.",
    "Đã có 45/60 hộ ký cam kết, đạt 75%.",
    "Đã giải quyết 178/185 phản ánh, đạt 96,2%.",
    "Đã giải quyết 178 phản ánh, đạt 96,2%.",
    "Đã xử lý 60/68 vụ việc (88,2%).",
    "Có 2/3 số hộ đồng ý, đạt 66,7%.",
    "Có 2/3 số hộ đồng ý, đạt 66,6%.",
    "Kế hoạch giao 20 tỷ đồng, thu được 12,3 tỷ đồng, đạt 61,5%.",
    "Thu 12,3 tỷ đồng, đạt 61% dự toán tỉnh giao và 58% dự toán HĐND phường giao.",
    "Thu 12,3 tỷ đồng, đạt 61% dự toán, tăng 15% so với cùng kỳ.",
    "Số hộ nghèo giảm từ 20 hộ xuống còn 15 hộ (giảm 25%).",
    "Có 117 hộ nghèo (3,04%) và 290 hộ cận nghèo (7,47%).",
    "Trao tổng 110 suất: 70 suất cho người già, 40 suất cho trẻ em.",
    "Trao tổng 110 suất quà, gồm 70 suất cho người già (còn lại cho trẻ em).",
    "Tổng số 250 phần quà, gồm 100 phần quà cho hộ nghèo, 120 phần quà cho hộ cận nghèo và một số phần quà khác.",
    "Ghi nhận 108 đám cưới và 53 đám tang (trong đó có 47 trường hợp hỏa táng).",
    "Toàn phường có 45 hộ, trong đó 30 hộ nghèo, 20 hộ dân tộc Khmer.",
    "Dân số 6.232 + 2.623 = 8.855 người.",
    "Tổng số 120 hộ, trong đó có 45 hộ nghèo.",
    "Quý I mở 6 lớp dạy nghề, quý II mở 7 lớp dạy nghề.",
    "Phường mở 6 lớp dạy nghề và 7 lớp tin học. Cả 13 lớp đều kết thúc tốt đẹp.",
    "Vận động 40 hộ hiến đất. Cả 40 hộ đều được biểu dương.",
    "Khóm 1 có tỷ lệ hộ nghèo đa chiều còn 3%. Khóm 2 có tỷ lệ hộ nghèo đa chiều còn 4%.",
    "Trao 50 suất quà cho hộ nghèo. Trao 30 suất quà cho trẻ em mồ côi.",
    "Năm 2025 tỷ lệ cử tri đi bầu đạt 96%. Năm 2026 tỷ lệ cử tri đi bầu đạt 98%.",
    "Kỷ niệm 79 năm Ngày Thương binh Liệt sĩ và 96 năm Ngày thành lập Đảng.",
    "Kỷ niệm Ngày Quốc khánh 2/9.",
    "Ngày 02 tháng 9 năm 2026 là ngày nghỉ lễ.",
    "Kê khai ngày, tháng, năm sinh theo mẫu.",
    "Số: 15/TB-UBND",
    "Ghi rõ Số/Ký hiệu văn bản.",
    "Ban Chấp hành nhiệm kỳ 2025 – 2030 ra mắt.",
    "Nghị quyết Đại hội nhiệm kỳ 2025-2030./.",
    "Bà con luôn luôn vui vẻ, ngày ngày làm việc, nhà nhà treo cờ.",
    "Hội nghị thành công công tác bầu cử.",
    "Từ từ tháo gỡ, năm năm liền đạt danh hiệu.",
    "Tổng thu 4,12 tỷ đồng.",
    "Tổng thu 2.310 tỷ đồng.",
    "Tỷ lệ đạt 3,125%.",
    "Diện tích 124.297,5m².",
    "Quyên góp 36,5 triệu đồng tiền mặt và 36,5 tấn gạo.",
    "Hỗ trợ 2 triệu đồng cho mỗi hộ. Đầu tư đường 2 tỷ đồng.",
    "Thu nhập bình quân đạt 67,5 triệu đồng/người/năm. Tổng vốn vay 67,5 tỷ đồng.",
]


@pytest.mark.parametrize("sentence", QUIET)
def test_a_sound_sentence_is_not_doubted(sentence: str) -> None:
    assert doubts(sentence) == []


def test_an_event_without_its_year_is_doubted() -> None:
    reading = read("Hội nghị giao ban\n\nSáng ngày 12-9, phường Tân Lộc tổ chức hội nghị giao ban tháng.")
    assert [(w.code, w.quotes) for w in reading.warnings] == [(WarningCode.MISSING_YEAR, ("Sáng ngày 12-9",))]
    assert reading.date is None


@pytest.mark.parametrize(
    "opening",
    [
        "Sáng 12-9-2026, phường Tân Lộc tổ chức hội nghị giao ban tháng.",
        "Phường Tân Lộc tổ chức mít tinh kỷ niệm ngày Quốc khánh 2/9.",
        "Phường Tân Lộc nhận hồ sơ đến hết ngày 15/12.",
    ],
)
def test_no_year_is_missed_where_none_is_due(opening: str) -> None:
    assert read(f"Tin phường Tân Lộc\n\n{opening}").warnings == ()


def test_a_table_row_whose_percent_does_not_follow_is_doubted() -> None:
    table = "STT\tChỉ tiêu\tĐVT\tKế hoạch\tThực hiện\tTỷ lệ (%)\n"
    table += "1\tThu phí\ttriệu đồng\t200\t150\t85\n2\tTrồng cây\tcây\t400\t300\t75\n"
    reading = read(OPENING + "\n\n" + table)
    assert [(w.code.value, w.quotes) for w in reading.warnings] == [
        ("rate-mismatch", ("1\tThu phí\ttriệu đồng\t200\t150\t85",))
    ]


def test_a_turned_piece_is_quoted_as_it_is_read_and_without_its_marks() -> None:
    text = "Thu đạt \u202e%8,301\u202c, chi \u200f8 \u200b- 10 tỷ, \u202e" + "ab " * 300
    quotes = [one.quotes for one in read(text).warnings if one.code == "turned-text"]
    assert quotes[:2] == [("%8,301",), ("8 \u200b- 10",)]
    assert all(quote in text and len(quote) <= 200 for (quote,) in quotes)
