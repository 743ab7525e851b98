"""More ways of saying what must be doubted, and of saying what must not: the rules are for the language."""

import pytest

from bot.reading.reader import read

OPENING = "Hội nghị sơ kết phường Tân Lộc\n\nSáng ngày 05/7/2026, UBND phường Tân Lộc tổ chức hội nghị. "


def codes(sentence: str) -> list[str]:
    return [warning.code.value for warning in read(OPENING + sentence).warnings]


RAISED = [
    (
        "parts-exceed-total",
        "Cuối năm, 5/12 chi bộ được xếp loại hoàn thành xuất sắc nhiệm vụ; 8/12 chi bộ hoàn thành tốt nhiệm vụ.",
    ),
    ("parts-exceed-total", "Phường có 6/9 khu phố đạt loại tốt, 4/9 khu phố đạt loại khá."),
    ("parts-exceed-total", "Trong 20 hộ được rà soát, có 12 hộ thoát nghèo, 9 hộ còn nghèo."),
    ("parts-exceed-total", "Tổng số 30 đảng viên dự họp, trong đó 18 đảng viên nam, 14 đảng viên nữ."),
    ("parts-exceed-total", "Có 40% hộ khá, 35% hộ trung bình, 30% hộ nghèo."),
    (
        "parts-exceed-total",
        (
            "Kết quả đánh giá: 25/60 đảng viên hoàn thành xuất sắc, 30/60 đảng "
            "viên hoàn thành tốt, 8/60 đảng viên hoàn thành nhiệm vụ."
        ),
    ),
    ("parts-exceed-total", "Có 35/40 hộ đã nhận tiền, 7/40 hộ chưa nhận."),
    ("rate-mismatch", "Có 120/150 hộ đăng ký gia đình văn hóa, đạt tỷ lệ 75%."),
    ("rate-mismatch", "Đã thu 450/500 triệu đồng quỹ, đạt 95%."),
    ("rate-mismatch", "Tiêm cho 80/100 cháu (đạt 90%)."),
    ("rate-mismatch", "Có 18 trong tổng số 24 khu phố hoàn thành, đạt 85%."),
    ("rate-mismatch", "Chỉ tiêu giao 200 lao động, phường đã giải quyết 150 lao động, đạt 80%."),
    ("rate-mismatch", "Phường đã thu 8 tỷ đồng trên kế hoạch 10 tỷ đồng, đạt 90%."),
    ("rate-mismatch", "Thu ngân sách được 8 tỷ đồng, đạt 90% kế hoạch (10 tỷ đồng)."),
    ("rate-mismatch", "Tổng số 250 hộ, có 200 hộ tham gia, chiếm 85%."),
    ("rate-mismatch", "Đạt 60% (45/60 hộ)."),
    ("rate-mismatch", "Đến nay có 85% số hộ (45/60 hộ) hiến đất."),
    ("sum-mismatch", "Tổng cộng 45 căn nhà, gồm 20 căn xây mới, 15 căn sửa chữa."),
    ("sum-mismatch", "Phường có 12 chi bộ (8 chi bộ khu phố, 3 chi bộ cơ quan)."),
    ("sum-mismatch", "Trao 100 suất quà, bao gồm 60 suất cho hộ nghèo, 30 suất cho hộ cận nghèo."),
    ("sum-mismatch", "Tổng kinh phí 500 triệu đồng, gồm ngân sách 300 triệu đồng, xã hội hóa 150 triệu đồng."),
    ("sum-mismatch", "Khóm 1 trao 70 suất, khóm 2 trao 40 suất, tổng cộng 120 suất."),
    ("sum-mismatch", "Có 95 hồ sơ, gồm: 50 hồ sơ đất đai; 30 hồ sơ hộ tịch; 10 hồ sơ khác."),
    (
        "contradiction",
        "Hội trao 50 suất quà cho hộ nghèo. Mỗi suất trị giá 500.000 đồng. Tất cả 55 suất quà đã đến tay bà con.",
    ),
    ("contradiction", "Hội nghị có 120 đại biểu tham dự. Kết thúc, 125 đại biểu tham dự đã biểu quyết."),
    ("contradiction", "Phường có 12 khu phố. Trong buổi lễ, cả 14 khu phố ký cam kết."),
    ("contradiction", "Tổng thu ngân sách cả năm đạt 12 tỷ đồng. Như vậy, tổng thu ngân sách cả năm đạt 13 tỷ đồng."),
    ("contradiction", "Đã xây 10 căn nhà. Hội nghị biểu dương việc hoàn thành 12 căn nhà đã xây."),
    ("contradiction", "Phường tổ chức 3 buổi tập huấn. Sau 4 buổi tập huấn nói trên, bà con nắm vững."),
    ("contradiction", "Tổng số hộ nghèo toàn phường là 45 hộ. Cuối bài: tổng số hộ nghèo toàn phường là 54 hộ."),
    ("damaged-term", "Nghị quyết nhiệm kỳ – 2030."),
    ("damaged-term", "nhiệm kỳ 20252030"),
    ("damaged-term", "Nhiệm kỳ 2025-203 đạt kết quả."),
    ("repeated-word", "Nhân dân trên địa bàn địa bàn phường."),
    ("repeated-word", "Bà con đã đã nhận quà."),
    ("repeated-word", "Các các hộ."),
    ("blank-date", "Tân Lộc, ngày    tháng 9 năm 2026"),
    ("blank-date", "ngày…tháng…năm 2026"),
    ("blank-date", "Ngày ___ tháng ___ năm 2026"),
    ("blank-date", "ngày .../.../2026"),
    ("blank-number", "Số:         /QĐ-UBND"),
    ("blank-number", "Số:…/KH-UBND"),
    ("blank-number", "Số ___/TB-UBND"),
    ("blank-number", "Số: /TB-UBND"),
    ("blank-number", "SỐ:     /GM-UBND"),
    ("ambiguous-number", "Chi 12,345 triệu đồng."),
    ("ambiguous-number", "Kinh phí 1. 250 triệu đồng."),
    ("ambiguous-number", "Có 2. 150 hộ dân."),
    ("ambiguous-number", "Dự toán 235,125 tỷ đồng"),
    ("unit-jump", "Kinh phí 850 triệu đồng để sửa đường. Tổng kinh phí sửa đường là 850 tỷ đồng."),
    ("unit-jump", "Thu quỹ 45,2 tỷ đồng. So với năm trước, quỹ 45,2 triệu đồng này tăng."),
    ("unit-jump", "Trao quà trị giá 27.500.000 đồng. Tổng giá trị 27,5 tỷ đồng."),
]
QUIET = [
    "Có 35/40 hộ đã nhận tiền, 5/40 hộ chưa nhận.",
    "Có 38/38 tổ dân phố đã họp, 36/38 tổ dân phố hoàn thành tốt.",
    "100% cán bộ đã học Nghị quyết, 98% hộ dân không vi phạm.",
    "Tỷ lệ hộ khá đạt 60%, tỷ lệ hộ nghèo còn 2%, tỷ lệ hộ cận nghèo còn 3%.",
    "Có 20/20 chi bộ đạt yêu cầu, 15/20 chi bộ hoàn thành tốt nhiệm vụ.",
    "Tỷ lệ hồ sơ đúng hạn đạt 99,5%, tỷ lệ hồ sơ quá hạn 0,5%.",
    "Tiếp nhận 5.230 hồ sơ (trực tuyến 4.812 hồ sơ, trực tiếp 418 hồ sơ).",
    "Toàn phường có 320 hộ (trong đó có 12 hộ nghèo, 25 hộ cận nghèo).",
    "Phường có 45 doanh nghiệp (10 doanh nghiệp lớn, 5 doanh nghiệp mới).",
    "Khóm 1 trao 70 suất, khóm 2 trao 40 suất, tổng cộng 110 suất.",
    "Trao 5 suất quà, mỗi suất 500.000 đồng, tổng cộng 2.500.000 đồng.",
    "Tháng 9 trao 70 suất, tháng 10 trao 40 suất. Lũy kế từ đầu năm 300 suất.",
    "Tổng thu 45,6 tỷ đồng, gồm thuế 22,3 tỷ đồng, tiền đất 15,8 tỷ đồng, các khoản thu khác 7,5 tỷ đồng.",
    "Tổng kinh phí khoảng 500 triệu đồng, gồm ngân sách 300 triệu đồng, dân góp 195 triệu đồng.",
    "Hội nghị có 120 đại biểu tham dự. Có 15 đại biểu phát biểu.",
    "Mở 3 lớp tập huấn cho 150 hội viên. Mở 2 lớp dạy nghề cho 60 hội viên.",
    "Trao 50 suất quà cho hộ nghèo khóm 1. Trao 60 suất quà cho hộ nghèo khóm 2.",
    "Tỷ lệ giải quyết hồ sơ đạt 98%. Năm trước tỷ lệ giải quyết hồ sơ đạt 95%.",
    "Tỷ lệ người dân tham gia bảo hiểm y tế đạt 93%; phấn đấu tỷ lệ người dân tham gia bảo hiểm y tế đạt 95%.",
    "Xử phạt 15 trường hợp vi phạm trật tự đô thị. Xử phạt 12 trường hợp vi phạm an toàn giao thông.",
    "Vận động 14 hộ dân hiến đất, 320 hộ dân đóng góp. Các hộ này được biểu dương.",
    "Có 45 hộ nghèo. Phường hỗ trợ 30 hộ nghèo này xây nhà.",
    "Thu nhập bình quân đạt 67,5 triệu đồng/người/năm, tăng 5 triệu đồng.",
    "Chi 2,5 tỷ đồng làm đường và 2,5 triệu đồng cho mỗi hộ.",
    "Giải ngân 3,5 tỷ đồng; mỗi hộ vay 35 triệu đồng.",
    "Kết quả bầu cử: 12.345/12.400 cử tri đi bầu, đạt 99,56%.",
    "Đã có 1.150/1.200 hộ (95,8%) đăng ký; 1.100/1.150 hộ (95,7%) đạt.",
    "Đạt 106,3% kế hoạch, bằng 112% so với cùng kỳ.",
    "Dự toán 20 tỷ đồng, thu 12,3 tỷ đồng, đạt 61,5% dự toán và bằng 110% cùng kỳ.",
    "Ước thu cả năm 20 tỷ đồng, đạt 105% dự toán; chi 18 tỷ đồng, đạt 98% dự toán.",
    "Từ 20 hộ nghèo giảm còn 15 hộ, giảm 5 hộ.",
    "Toàn phường có 6 khóm, 45 tổ tự quản. Cả 6 khóm đều đạt chuẩn.",
    "Có 8 đơn vị dự thi. Ban tổ chức trao 1 giải nhất, 2 giải nhì, 3 giải ba. Tất cả 8 đơn vị nhận cờ lưu niệm.",
    "Bà con từng bước từng bước ổn định cuộc sống.",
    "Dần dần, nhanh nhanh chóng chóng, xa xa là cánh đồng.",
    "Phường Tân Tân Lộc.",
    "Chị Lan Lan nhận quà.",
    "Ngày sinh: ngày 12 tháng 5 năm 1990.",
    "Đơn vị: Tổ 5, ngày làm việc tháng đầu năm.",
    "Giá vàng 4,125 %.",
    "Tọa độ 10,375.",
    "Diện tích 0,125 ha.",
    "Thông báo số 12/TB-UBND, ngày 05 tháng 8 năm 2026; Số: 12/TB-UBND.",
    "Nhiệm kỳ 2020 - 2025 và nhiệm kỳ 2025 – 2030, giai đoạn 2021-2030.",
    "Từ nhiệm kỳ 2020-2025, phường đã có tiến bộ.",
    "Phường có 12 chi bộ, trong đó 8 chi bộ khu phố, 4 chi bộ cơ quan.",
    "Đảng bộ có 250 đảng viên (nữ 112 đảng viên, chiếm 44,8%).",
    "Số hộ nghèo 45 hộ/4.500 hộ, chiếm 1%.",
    "Biểu quyết: 27/27 đại biểu tán thành, 0/27 đại biểu không tán thành.",
]


@pytest.mark.parametrize(("code", "sentence"), RAISED)
def test_a_doubtful_wording_is_doubted_once(code: str, sentence: str) -> None:
    assert codes(sentence) == [code]


@pytest.mark.parametrize("sentence", QUIET)
def test_a_sound_wording_is_not_doubted(sentence: str) -> None:
    assert codes(sentence) == []


@pytest.mark.parametrize(
    "sentences",
    [
        "Trẻ dưới 2 tuổi tiêm lúc 7 giờ 30 ngày 12/12/2026. Trẻ từ 2 đến 5 tuổi tiêm lúc 9 giờ ngày 12/12/2026.",
        "Buổi văn nghệ lần một lúc 15 giờ ngày 12/12/2026. Buổi văn nghệ lần hai lúc 19 giờ ngày 12/12/2026.",
        "Lớp bơi vỡ lòng học lúc 16 giờ ngày 12/12/2026. Lớp bơi nâng cao học lúc 18 giờ ngày 12/12/2026.",
        "Đại hội phiên trù bị lúc 14 giờ ngày 12/12/2026. Đại hội phiên chính thức lúc 16 giờ ngày 12/12/2026.",
    ],
)
def test_two_sittings_of_one_event_are_no_two_hours(sentences: str) -> None:
    assert read(f"THÔNG BÁO\nVề việc của phường\n{sentences}").warnings == ()


def test_one_sitting_with_two_hours_is_doubted() -> None:
    text = "Buổi văn nghệ lần một lúc 15 giờ ngày 12/12/2026. Buổi văn nghệ lần một lúc 19 giờ ngày 12/12/2026."
    assert [one.code.value for one in read(f"THÔNG BÁO\nVề văn nghệ\n{text}").warnings] == ["contradiction"]


def test_the_least_of_each_is_no_share_of_a_total() -> None:
    text = "BÁO CÁO\nNăm 2026, có 22 chỉ tiêu đạt từ 50% trở lên (trong đó đạt và vượt chỉ tiêu 11 chỉ tiêu)."
    assert read(text).warnings == ()
