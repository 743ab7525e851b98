"""Numbers as wards write them, each in an invented sentence: value, unit, and what is no figure at all."""

import pytest

from bot.reading.reader import read, to_json


def figures(sentence: str) -> list[tuple[object, object, object]]:
    """(value, unit, of) of every figure that a body sentence holds."""
    shown = to_json(read(f"Tin hoạt động của phường Tân Lộc\n\n{sentence}"))["figures"]
    assert isinstance(shown, list)
    return [(f["value"], f["unit"], f["of"]) for f in shown]


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Đã chăm lo cho 8.125 lượt hộ.", 8125, "lượt hộ"),
        ("Diện tích cây xanh 24.297,5m².", 24297.5, "m²"),
        ("Hệ số bồi thường là 1.5 lần.", 1.5, "lần"),
        ("Xây mới 07 căn nhà cho hộ nghèo.", 7, "căn nhà"),
        ("Phường có 6500 đảng viên sinh hoạt.", 6500, "đảng viên"),
        ("Quyết toán 63.544.100.000 đồng.", 63544100000, "đồng"),
        ("Vận động gần 3,4 tỉ đồng cho Quỹ.", 3400000000, "đồng"),
        ("Vốn đầu tư 161.994 tỷ đồng.", 161994000000000, "đồng"),
        ("Thu được 1 tỷ 357 triệu đồng.", 1357000000, "đồng"),
        ("Thu được 2 tỷ rưỡi.", 2500000000, "đồng"),
        ("Thu được 15 nghìn tỷ đồng.", 15000000000000, "đồng"),
        ("Quỹ còn 47 triệu so với đầu năm.", 47000000, "đồng"),
        ("Hỗ trợ 350 nghìn đồng mỗi hộ.", 350000, "đồng"),
        ("Mức hỗ trợ 200.000đ/người.", 200000, "đồng/người"),
        ("Thu nhập 67,5 triệu đồng/người/năm.", 67500000, "đồng/người/năm"),
        ("Chi trả 76.651.779 VND cho người dân.", 76651779, "đồng"),
        ("Chi trả 76.651.779 VND (Bằng chữ: Bảy mươi sáu triệu đồng).", 76651779, "đồng"),
        ("Tốc độ tăng bình quân 10,2%/năm.", 10.2, "%/năm"),
        ("Tỷ suất sinh là 10,6 ‰ trong năm.", 10.6, "‰"),
        ("Tỷ suất sinh là 10,6 %o trong năm.", 10.6, "‰"),
        ("Tỷ lệ bao phủ đạt ≥ 55 % dân số.", 55, "%"),
        ("Giảm 3,5 phần trăm số vụ.", 3.5, "%"),
        ("Tuyến đường dài 1,63km đã xong.", 1.63, "km"),
        ("Sản lượng bằng 02 lần năm ngoái.", 2, "lần"),
        ("Dân số khoảng 1,2 triệu người.", 1200000, "người"),
        ("Trồng được 20 nghìn cây.", 20000, "cây"),
        ("Hồ sơ giải quyết trong 03 ngày làm việc.", 3, "ngày làm việc"),
        ("Hộ dân đóng góp 250 ngày công.", 250, "ngày công"),
        ("Có hơn 70 cán bộ, hội viên tham gia.", 70, "người"),
        ("Lập 05 vi phạm hành chính.", 5, "vi phạm"),
        ("Tổng số 12 hộ được hỗ trợ.", 12, "hộ"),
        ("Toàn phường 38 tổ dân phố đã họp.", 38, "tổ dân phố"),
        ("Tổng thu 2. 310 tỷ đồng.", 2310000000000, "đồng"),
        ("Trao 1 250 000 đồng tiền mặt.", 1250000, "đồng"),
        ("Tổng số hộ: 1.250.", 1250, "hộ"),
        ("Kim ngạch 25 triệu USD trong năm.", 25000000, "USD"),
        ("Mật độ dân số 12.789 người/km² hiện nay.", 12789, "người/km²"),
        ("Tỷ số giới tính khi sinh ≤ 112 bé trai/100 bé gái.", 112, "bé trai/100 bé gái"),
    ],
)
def test_a_number_with_its_unit_is_read(sentence: str, value: float, unit: str) -> None:
    assert figures(sentence) == [(value, unit, None)]


@pytest.mark.parametrize(
    ("sentence", "value", "of", "unit"),
    [
        ("Có 3/14 chi bộ trực thuộc.", 3, 14, "chi bộ"),
        ("Có 06/06 đại biểu dự họp.", 6, 6, "đại biểu"),
        ("Có 10/12 tổ dân phố văn hóa.", 10, 12, "tổ dân phố"),
        ("Có mặt 20/21 ông, bà thành viên.", 20, 21, "người"),
        ("Thu được 12,3/15 tỷ đồng.", 12300000000, 15000000000, "đồng"),
        ("Thu được (12,3 tỷ đồng/15 tỷ đồng).", 12300000000, 15000000000, "đồng"),
        ("Có 68/68 phản ánh đã xong.", 68, 68, "phản ánh"),
    ],
)
def test_a_ratio_keeps_its_denominator(sentence: str, value: float, of: float, unit: str) -> None:
    assert figures(sentence) == [(value, unit, of)]


@pytest.mark.parametrize(
    ("sentence", "low", "high", "unit"),
    [
        ("Tỷ lệ còn 3,5 - 4% số hộ.", 3.5, 4, "%"),
        ("Đăng 05 - 07 tin, bài mỗi tuần.", 5, 7, "tin, bài"),
        ("Mở rộng lòng đường từ 36m đến 48m.", 36, 48, "m"),
        ("Số thôn giảm từ 21 thôn xuống còn 18 thôn.", 21, 18, "thôn"),
        ("Sắp xếp từ 38 tổ dân phố còn 15 tổ dân phố.", 38, 15, "tổ dân phố"),
        ("Mạng có 15-16 triệu người dùng.", 15000000, 16000000, "người"),
        ("Xử lý từ 24 - 48 giờ.", 24, 48, "giờ"),
    ],
)
def test_a_range_gives_two_figures(sentence: str, low: float, high: float, unit: str) -> None:
    assert figures(sentence) == [(low, unit, None), (high, unit, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Kết luận số 01-KL/TU và Chỉ thị số 05-CT/TW.",
        "Căn cứ Quyết định 25/2021/QĐ-TTg và Công văn 1848/UBND-TP.",
        "Căn cứ Nghị quyết 258/2025/QH15 của Quốc hội.",
        "Theo Nghị quyết số 21-\nNQ/TW của Trung ương.",
        "Bản đồ tỷ lệ 1/500 đã duyệt.",
        "Nhà số 226/11 và hẻm 499/44/6D đã thông.",
        "Sửa Quốc lộ 6 đoạn qua phường và đường Vành đai 2,5.",
        "Khu phố 4 và tổ dân phố 25 vận động tốt.",
        "Ảnh hưởng của bão số 3 đã qua.",
        "Liên hệ 0296 3 841 234 hoặc 0912.345.678 hoặc 1900 1234.",
        "Kỷ niệm 79 năm Ngày Thương binh liệt sĩ 27/7.",
        "Giá trị trên 1 ha đất chưa tính.",
        "Có hàng chục, hàng trăm hộ tham gia.",
        "Phường Tân Lộc thực hiện 3 rõ, 4 tốt và tháo gỡ 5 điểm nghẽn.",
        "Nhiệm kỳ 2020-2025 và giai đoạn 2026 – 2030.",
        "Lúc 14 giờ 48 phút và 7h30, từ 19h00 – 21h00.",
        "Đường dây 22kV và ống D300, máy in A4.",
        "Công dân đủ 18 tuổi trở lên.",
        "Từ ngày 22 đến ngày 24 tháng 02 năm 2026, 26 – 27/9/2025 và 24.4.",
        "Phòng dịch COVID-19 và mô hình 5+1.",
        "Điều 12 khoản 3 và Phụ lục 2 của quy chế.",
        "Trong 5 năm qua và 6 tháng đầu năm 2026.",
        "Trường Tiểu học số 2 và Ban chỉ đạo 138.",
        "Ủng hộ 01 ngày lương theo kêu gọi.",
        "#SapXepThon2026 #TanLoc2030",
        "Số căn cước 079123456789 được cấp lại.",
    ],
)
def test_names_dates_and_documents_are_no_figures(sentence: str) -> None:
    assert figures(sentence) == []
