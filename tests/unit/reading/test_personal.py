"""Personal data that must be held, and what a notice may well say. All names and numbers are invented."""

import pytest
from hypothesis import example, given

from bot.domain.figures import AT_POSTING, WarningCode
from bot.reading.doubts.personal import MOST_QUOTES, personal_of
from tests.unit.reading.test_properties import FAST, TEXTS

HELD = [
    # citizens' numbers
    "Bà Trần Thị Hoa, số căn cước 089160012345, được hỗ trợ sửa nhà.",
    "CCCD: 089095001234",
    "CCCD số 089 095 001 234 cấp ngày 01/02/2022",
    "Số định danh cá nhân 0890 9500 1234",
    "Ông Nguyễn Văn An (089095001234) trúng tuyển nghĩa vụ quân sự.",
    "1. Nguyễn Văn An\t1995\t089095001234\tkhóm 3",
    "| 1 | Trần Thị Bé | 001301012345 | 500.000 |",
    "Căn cước công dân 001.099.012.345",
    "Căn cước công dân 001-099-012-345",
    "cccd 079 3 02 123456",
    "CMND 351234567 do Công an An Giang cấp",
    "Số CMND: 351 234 567",
    "chứng minh nhân dân số 351.234.567",
    "CMND/CCCD: 351234567",
    "Giấy chứng minh nhân dân: 351234567, ngày cấp 05/06/2010",
    "Nhặt được thẻ căn cước mang tên Lê Thị Mận, số 089185004567, mời đến nhận lại.",
    "Tài khoản định danh điện tử 089185004567 đã kích hoạt.",
    "Người nhận: số tài khoản 0123456789, CCCD 089185004567",
    "CCCD 123456789012",
    "Mất giấy tờ: cccd089185004567".replace("cccd0", "cccd 0"),
    # lists of telephones
    "An 0912345678, Bình 0987654321, Chi 0355555123",
    "0912 345 678\n0987 654 321\n0355 555 123",
    "Danh sách học sinh\n1. Lê Thị Mận 0912.345.678\n2. Võ Văn Tý 0987.654.321\n3. Bùi Văn Tèo 0355.555.123",
    "+84912345678; +84 987 654 321; 84355555123",
    "(+84) 912345678, (+84) 987654321, (+84) 355555123",
    "Hộ vay vốn\tĐiện thoại\nÔng An\t0912345678\nBà Bé\t0987654321\nÔng Cư\t0355555123",
    "Người đăng ký tiêm: chị Lan 070-123-4567, anh Hùng 081-234-5678, cô Ba 059-876-5432.",
    "Liên hệ anh An 0912345678, chị Bé 0987654321 hoặc anh Cư 0355555123.",
    "F0 tại khóm: 0912345678 - 0987654321 - 0355555123",
    "Tổ 5: 0912345678\nTổ 6: 0987654321\nTổ 7: 0355555123\nTổ 8: 0366666123\nTổ 9: 0377777123",
    # lists of the poor and of those who are supported
    "DANH SÁCH HỘ NGHÈO NĂM 2026\n1. Nguyễn Văn An\n2. Trần Thị Bé\n3. Lê Văn Cư",
    "Danh sách hộ cận nghèo khóm 3\n- Nguyễn Văn An, tổ 5\n- Trần Thị Bé, tổ 6\n- Lê Văn Cư, tổ 7",
    "Danh sách hỗ trợ tiền Tết\n\n1) Ông Nguyễn Văn An: 500.000\n2) Bà Trần Thị Bé: 500.000\n3) Bà Lê Thị Cam: 9.000",
    "Thông báo\n\nCác hộ nghèo được nhận quà:\nHộ ông Nguyễn Văn An\nHộ bà Trần Thị Bé\nHộ ông Lê Văn Cư",
    "Phường trao quà cho các hộ nghèo: Nguyễn Văn An, Trần Thị Bé, Lê Văn Cư.",
    "DANH SÁCH NGƯỜI CÓ CÔNG\nSTT\tHọ tên\tỞ\n1\tNguyễn Văn An\ttổ 5\n2\tTrần Thị Bé\ttổ 6\n3\tLê Văn Cư\ttổ 7",
    "Danh sách bảo trợ xã hội\n| 1 | NGUYỄN VĂN AN | tổ 5 |\n| 2 | TRẦN THỊ BÉ | tổ 6 |\n| 3 | LÊ VĂN CƯ | tổ 7 |",
    "DANH SÁCH HỘ NGHÈO\nSTT\nHọ và tên\nĐịa chỉ\n1\nNguyễn Văn An\nTổ 5\n2\nTrần Thị Bé\nTổ 6\n3\nLê Văn Cư\nTổ 7",
    "Danh sách trẻ mồ côi nhận học bổng:\n• Cháu Nguyễn Thị Na\n• Cháu Thạch Sô Phi\n• Em Huỳnh Minh Tí",
    "Bảng chi trợ cấp khuyết tật\n1. Đặng Thị Út - 720.000đ\n2. Phạm Văn Bảy - 720.000đ\n3. Võ Thị Tám - 720.000đ",
    "HỘ NGHÈO KHÓM 2\nBùi Thị Sáu\nNgô Văn Lắm\nĐỗ Thị Sương",
]

QUIET = [
    "",
    "Toàn phường còn 117 hộ nghèo (3,04%) và 290 hộ cận nghèo (7,47%).",
    "Trao 55 suất quà cho hộ nghèo, mỗi suất 500.000 đồng.",
    "Chăm lo 7.950 lượt hộ nghèo, gia đình chính sách và người có công.",
    "Thu ngân sách 63.544.100.000 đồng, chi 161.994 tỷ đồng.",
    "Tổng vốn 123456789012 đồng.",
    "Tổng vốn 012345678901 đồng.",
    "Kinh phí 351.234.567 đồng cấp đổi căn cước.",
    "Mọi chi tiết liên hệ 0912345678.",
    "Liên hệ anh An 0912345678 hoặc chị Bé 0987654321.",
    "Liên hệ anh An 0912345678, chị Bé 0987654321; gọi lại 0912 345 678, 0987.654.321.",
    "Đường dây nóng: 0912345678, 0987654321, 0355555123.",
    "Hotline 0912345678\nHotline 0987654321\nHotline 0355555123",
    "Số điện thoại trực bão:\nÔng An 0912345678\nÔng Bình 0987654321\nÔng Cư 0355555123",
    "DANH BẠ KHẨN CẤP\nÔng An: 0912345678\nÔng Bình: 0987654321\nÔng Cư: 0355555123",
    "Công an phường 0912345678, Trạm y tế 0987654321, Điện lực 0355555123.",
    "Trưởng khóm 1: 0912345678\nTrưởng khóm 2: 0987654321\nTrưởng khóm 3: 0355555123",
    "0912345678 (trực ban ngày), 0987654321 (trực ban đêm), 0355555123 (trực cứu hộ)",
    "UBND phường: 0296 3841234; Trạm y tế: 0296.3852345; Công an: 02963863456.",
    "Gọi 113, 114, 115 hoặc 1900 1234, 1800 5678.",
    "Gọi tổng đài 19009000, 18001090, 19001006.",
    "Số tài khoản 012345678901 ngân hàng Agribank, Quỹ Vì người nghèo.",
    "Ủng hộ qua STK 089095001234 Vietcombank.",
    "STK: 089 095 001 234, chủ tài khoản UBMTTQ phường.",
    "Chuyển khoản về Kho bạc Nhà nước: 089095001234.",
    "Số tài khoản:\n089095001234",
    "Mã hồ sơ 089095001234 đã có kết quả.",
    "Mã số thuế 351234567.",
    "Mã khách hàng 089095001234.",
    "Số căn cước gồm 12 số, ví dụ 001099012345.",
    "Căn cước công dân có 12 chữ số, mang theo khi đi làm thủ tục.",
    "Cấp căn cước cho 351 công dân, 234 thẻ đã trả, 567 hồ sơ chờ.",
    "Từ ngày 01/7 cấp 1.234 thẻ căn cước, đạt 100%.",
    "Quyết định số 089095/2026/QĐ-UBND ngày 25/11/2026.",
    "Nghị quyết 258/2025/QH15 và Luật số 91/2025/QH15.",
    "Mã 999999999999 và 000000000000.",
    "Số 089995001234 không phải số của ai.",
    "089295991234",
    "1234567890123456",
    "351234567 con giống thả xuống sông.",
    "Dân số 126.000 người, 36.000 hộ, 351.234.567 lượt truy cập.",
    "Ngày 25/11/2026 lúc 08:00 đến 11:30, 01-02-2026, 2025-2030.",
    "Tọa độ 10.386912345, 105.435123456.",
    "CCCD: 089******234",
    "Mang theo CCCD, BHYT. Hạn 30/11/2026.",
    "CẤP CĂN CƯỚC LƯU ĐỘNG\nKhóm 1: 8h ngày 25/11/2026\nKhóm 2: 8h ngày 26/11/2026\nKhóm 3: 8h ngày 27/11/2026",
    "Đến dự có ông Nguyễn Văn An - Chủ tịch, bà Trần Thị Bé - Phó Chủ tịch và ông Lê Văn Cư - Bí thư.",
    "Khen thưởng:\n1. Nguyễn Văn An\n2. Trần Thị Bé\n3. Lê Văn Cư",
    "Danh sách ủng hộ Quỹ vì người nghèo\n1. Nguyễn Văn An: 500.000\n2. Trần Thị Bé: 200.000\n3. Lê Văn Cư: 100.000",
    "Nhà hảo tâm giúp hộ nghèo:\n1. Nguyễn Văn An\n2. Trần Thị Bé\n3. Lê Văn Cư",
    "Phân công cán bộ phụ trách hộ nghèo:\n1. Nguyễn Văn An - khóm 1\n2. Trần Thị Bé - khóm 2\n3. Lê Văn Cư - khóm 3",
    "Trao quà hộ nghèo có các đồng chí: Nguyễn Văn An, Trần Thị Bé, Lê Văn Cư.",
    "Danh sách hộ nghèo\n1. Nguyễn Văn An\n2. Trần Thị Bé",
    "Danh sách hộ nghèo được niêm yết tại nhà văn hóa khóm. Bà con đến xem.",
    "DANH SÁCH HỘ NGHÈO THEO KHÓM\nKhóm 1: 12 hộ\nKhóm 2: 9 hộ\nKhóm 3: 15 hộ",
    "Hướng dẫn hộ nghèo làm hồ sơ:\n1. Nộp đơn\n2. Khóm họp xét\n3. Phường ra quyết định",
    "Mức hỗ trợ hộ nghèo:\n- Tiền điện 59.000 đồng\n- Bảo hiểm y tế 100%\n- Học phí 100%",
    "Hỗ trợ hộ nghèo xây nhà ở đường Nguyễn Trãi, Trần Hưng Đạo, Lê Lợi.",
    "Các tuyến có người khuyết tật được miễn vé:\nTuyến Nguyễn Trãi\nTuyến Lê Lợi\nTuyến Trần Phú",
    "Tiếp công dân:\nÔng Nguyễn Văn An - Chủ tịch: thứ hai\nBà Trần Thị Bé - Phó Chủ tịch: thứ tư",
    "Ông Nguyễn Văn An và bà Trần Thị Bé thoát nghèo, hộ nghèo giảm còn 12.",
    "Tổ công tác thăm hộ nghèo:\nĐ/c Nguyễn Văn An\nĐ/c Trần Thị Bé\nĐ/c Lê Văn Cư",
]


@pytest.mark.parametrize("text", HELD)
def test_private_data_is_held_with_exact_quotes(text: str) -> None:
    found = personal_of(text)
    assert found is not None
    assert found.code is WarningCode.PERSONAL_DATA
    assert 1 <= len(found.quotes) <= MOST_QUOTES
    assert all(quote in text for quote in found.quotes)


@pytest.mark.parametrize("text", QUIET)
def test_what_belongs_in_a_notice_is_not_held(text: str) -> None:
    assert personal_of(text) is None


def test_the_quotes_are_what_must_go() -> None:
    assert personal_of("Bà Hoa, căn cước 089160012345, điện thoại 0912345678.").quotes == ("089160012345",)  # type: ignore[union-attr]
    held = personal_of(HELD[30])
    assert held is not None
    assert held.quotes == ("DANH SÁCH HỘ NGHÈO NĂM 2026", "Nguyễn Văn An", "Trần Thị Bé", "Lê Văn Cư")


def test_it_is_asked_at_posting_only() -> None:
    assert WarningCode.PERSONAL_DATA in AT_POSTING


@given(TEXTS)
@example("hộ nghèo:\n" * 3000)
@example("089160012345 " * 3000)
@example("0912345678 " * 3000)
@example("Nguyễn " * 3000)
@example("1 " * 5000)
@FAST
def test_any_text_is_read_and_quoted_exactly(text: str) -> None:
    found = personal_of(text)
    assert found is None or all(quote in text for quote in found.quotes)
