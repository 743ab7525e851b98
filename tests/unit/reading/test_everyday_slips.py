"""Slips of days, hours, telephones and counts: each kind with texts that must be doubted and texts that must not."""

from datetime import date

import pytest

from bot.reading.doubts.days import past_of
from bot.reading.reader import read

# A dated opening, so that no text is doubted for its missing year.
OPENING = "Tin phường Tân Lộc\n\nNgày 05/7/2026, UBND phường Tân Lộc tổ chức hội nghị sơ kết. "


def doubts(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code.value, one.quotes) for one in read(OPENING + text).warnings]


RAISED = {
    "weekday-mismatch": [
        "Kính mời bà con họp lúc 19 giờ thứ Năm, ngày 02/12/2026 tại nhà văn hóa.",
        "Lịch tiếp công dân: thứ Hai 08/12/2026.",
        "Cúp điện từ 8 giờ đến 11 giờ chủ nhật ngày 05/12/2026.",
        "Thời gian: 7 giờ 30, ngày 10/12/2026 (thứ Tư).",
        "Sáng thứ 6, ngày 12 tháng 12 năm 2026, trạm y tế tiêm chủng.",
        "Hạn nộp là ngày 04/12/2026, thứ Bảy, tại bộ phận một cửa.",
        "Buổi họp vào tối thứ bảy ngày 11/7 tại khóm 3 và thứ hai ngày 20/7/2026 tại khóm 4, CN 13/7/2026 tại khóm 5.",
    ],
    "impossible-date": [
        "Hạn cuối nộp hồ sơ là ngày 31/11/2026.",
        "Mời bà con họp vào sáng ngày 31/9.",
        "Tính đến ngày 30 tháng 02 năm 2026, phường có 12 hộ nghèo.",
        "Phường ra quân ngày 29/02/2026.",
        "Báo cáo số liệu đến hết ngày 15/13/2026.",
        "Lịch cúp điện: 32/12/2026.",
        "Lễ phát động tổ chức chiều ngày 31-04-2026.",
    ],
    "impossible-time": [
        "Kính mời bà con họp lúc 25 giờ ngày 02/12/2026.",
        "Cúp nước từ 7 giờ 75 ngày 02/12/2026.",
        "Hội nghị khai mạc lúc 19h60 tại hội trường.",
        "Vào hồi 8:75 sáng, vụ việc xảy ra ở khóm 2.",
        "Mời bà con đến lúc 19 giờ sáng ngày 02/12/2026.",
        "Thời gian: 27h30, tại nhà văn hóa khóm 3.",
        "Bắt đầu 14 giờ 65 phút ngày 02/12/2026 tại sân vận động.",
    ],
    "end-before-start": [
        "Cúp điện từ 11 giờ 30 đến 7 giờ 30 ngày 05/12/2026.",
        "Ngừng cấp nước từ 14 giờ đến 8 giờ ngày 05/12/2026.",
        "Cấm đường từ ngày 25/11/2026 đến hết ngày 20/11/2026.",
        "Nhận hồ sơ từ ngày 25/11 đến ngày 20/11/2026.",
        "Cấm xe từ 8 giờ ngày 06/12/2026 đến 17 giờ ngày 05/12/2026.",
        "Trạm tiêm chủng từ 13h30 - 11h30 ngày 05/12/2026.",
        "Hội chợ mở cửa từ ngày 12 tháng 12 năm 2026 đến ngày 2 tháng 12 năm 2026.",
    ],
    "deadline-after-event": [
        "Hội thi tổ chức ngày 10/12/2026. Các khóm đăng ký trước ngày 15/12/2026.",
        "Đại hội khai mạc lúc 8 giờ ngày 10/12/2026. Đề nghị gửi danh sách đại biểu chậm nhất ngày 12/12/2026.",
        "Giải chạy diễn ra sáng ngày 20/12/2026. Hạn đăng ký: hết ngày 25/12/2026.",
        "Thời gian: 19 giờ ngày 10/12/2026.\nĐề nghị xác nhận tham dự trước 17 giờ ngày 11/12/2026.",
        "Lớp tập huấn tổ chức từ ngày 10/12/2026 đến ngày 12/12/2026. Hộ dân đăng ký tham gia đến hết ngày 14/12/2026.",
        "Hội thao diễn ra ngày 10/12/2026. Các đội gửi danh sách vận động viên trước ngày 18/12/2026.",
    ],
    "bad-phone": [
        "Bà con liên hệ số điện thoại 0912 345 67 để được hướng dẫn.",
        "Liên hệ: chị Lan, SĐT 09123456789.",
        "Đường dây nóng: 0296 3852 12.",
        "Hotline 0988.123.45 trực cả ngày.",
        "Chi tiết xin gọi (0296) 38521234.",
        "Zalo của tổ: 0377 123 4567.",
        "Điện thoại liên hệ: +84 912 345 67.",
    ],
    "share-over-100": [
        "Tỷ lệ hộ dùng nước sạch đạt 104%.",
        "Có 102,5% hộ dân ký cam kết.",
        "Tỷ lệ người dân tham gia bảo hiểm y tế đạt 101,3%.",
        "Gia đình văn hóa chiếm 112%.",
        "Cuối năm có 15/14 chi bộ hoàn thành tốt nhiệm vụ.",
        "Biểu quyết: 32/30 đại biểu tán thành.",
        "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 120%.",
    ],
    "direction-mismatch": [
        "Số hộ nghèo giảm từ 28 xuống 31 hộ.",
        "Số hộ nghèo giảm từ 28 hộ xuống còn 31 hộ.",
        "Số vụ vi phạm tăng từ 31 vụ lên 28 vụ.",
        "Tỷ lệ hộ nghèo giảm từ 1,9% xuống còn 2,4%.",
        "Thu ngân sách tăng từ 12,4 tỷ đồng lên 11,8 tỷ đồng.",
        "Phạm pháp hình sự xảy ra 31 vụ, giảm 3 vụ so với cùng kỳ (28 vụ).",
        "Số hội viên tăng từ 120 hội viên năm 2025 lên 112 hội viên năm 2026.",
    ],
    "product-mismatch": [
        "Hội trao 85 suất quà, mỗi suất 500.000 đồng, tổng trị giá 52,5 triệu đồng.",
        "Trao 85 suất × 500.000 đồng = 52,5 triệu đồng.",
        "Tặng 20 phần quà cho hộ nghèo (mỗi phần 300.000 đồng), tổng kinh phí 8 triệu đồng.",
        "Hỗ trợ 12 hộ, mỗi hộ 60 triệu đồng, tổng số tiền 700 triệu đồng.",
        "Trao tổng trị giá 30 triệu đồng cho 50 suất học bổng, mỗi suất 500.000 đồng.",
        "Phường tặng 40 thẻ bảo hiểm y tế, mỗi thẻ trị giá 972.000 đồng, tổng trị giá 48.600.000 đồng.",
        "Thưởng 15 học sinh giỏi, mỗi em 200.000 đồng, tổng cộng 3.500.000 đồng.",
    ],
    "contradiction": [
        "Khoảng 14 giờ 48 phút ngày 02/12/2026 xảy ra vụ cháy tại khóm 3. Theo người dân, vụ cháy xảy ra lúc 14h46.",
        "Mời bà con họp lúc 19 giờ ngày 02/12/2026. Cuộc họp bắt đầu lúc 19h30 ngày 02/12/2026.",
        "Cúp điện từ 8 giờ đến 11 giờ ngày 02/12/2026.\nViệc cúp điện bắt đầu từ 8 giờ 30 đến 11 giờ ngày 02/12/2026.",
        "Lễ phát động diễn ra lúc 7 giờ ngày 02/12/2026. Mời bà con dự lễ lúc 7 giờ 30 ngày 02/12/2026.",
        "Lệ phí cấp bản sao là 15.000 đồng. Khi nhận, công dân nộp lại tiền mặt. Lệ phí cấp bản sao là 20.000 đồng.",
        "Thời hạn giải quyết: 03 ngày làm việc.\nHồ sơ gồm tờ khai.\nThời hạn giải quyết hồ sơ: 05 ngày làm việc.",
        "Mức thu: 30.000 đồng/hộ/tháng.\nBà con đóng cho tổ trưởng.\nMức thu: 35.000 đồng/hộ/tháng.",
    ],
    "blank-date": [
        "Tân Lộc, ngày tháng 6 năm 2026",
        "Tân Lộc, ngày tháng năm 2026",
        "Tân Lộc, ngày / /2026",
        "Tân Lộc, ngày /11/2026",
        "Căn cứ Kế hoạch ngày tháng 9 năm 2026 của phường.",
        "Mời bà con họp lúc … giờ tại nhà văn hóa khóm 3.",
        "Mời bà con họp lúc giờ ngày 02/12/2026 tại nhà văn hóa khóm 3.",
        "Tân Lộc, ngày 12 tháng 11 năm 20",
    ],
    "damaged-term": [
        "Năm 20-26, phường phấn đấu tốt hơn.",
        "Kế hoạch năm 20226 của phường.",
        "Nhiệm vụ năm 202 6 của phường.",
        "Kết quả năm 20 26.",
        "Phương hướng năm 20-27: giữ vững an ninh.",
        "Chỉ tiêu năm 2o26 được giao.",
    ],
    "parts-exceed-total": [
        "Toàn phường có 45 hộ khó khăn, trong đó 50 hộ nghèo.",
        "Hội có 120 hội viên, trong đó có 130 hội viên nữ.",
        "Trao 85 suất quà, trong đó 90 suất quà cho trẻ em.",
        "Tổng thu 12,4 tỷ đồng, trong đó thu thuế 13,4 tỷ đồng.",
        "Phường xử lý 24 vụ, trong đó 26 vụ vi phạm giao thông.",
        "Đảng bộ có 310 đảng viên, trong đó 312 đảng viên chính thức.",
    ],
    "sum-mismatch": [
        "Toàn phường có 120 hộ khó khăn, trong đó 70 hộ nghèo, còn lại 40 hộ cận nghèo.",
        "Tổng kinh phí 500 triệu đồng, trong đó ngân sách 300 triệu đồng, còn lại 250 triệu đồng do dân đóng góp.",
        "Phường có 24 đoàn viên, gồm 15 đoàn viên nam, còn lại 10 đoàn viên nữ.",
        "Có 62% hộ dùng nước máy, còn lại 48% hộ dùng nước giếng.",
        "Trao 100 suất quà: 60 suất cho hộ nghèo, còn lại 50 suất cho gia đình chính sách.",
        "Xử lý 40 hồ sơ, trong đó 32 hồ sơ đúng hạn, còn lại 6 hồ sơ trễ hạn.",
    ],
    "ambiguous-number": [
        "Diện tích tự nhiên của phường là 3.456 km2.",
        "Phường có tổng diện tích 245.678 ha.",
        "Diện tích toàn phường 1.875 km², chia thành 24 khóm.",
        "Xã có diện tích tự nhiên 987.654 ha, dân số 12.450 người.",
        "Diện tích tự nhiên toàn xã là 2,5 ha.",
        "Diện tích phường 4.521 km2.",
    ],
    "unit-jump": [
        "Thu nhập bình quân đạt 67,5 tỷ đồng/người/năm.",
        "Thu nhập bình quân đầu người 67.500 đồng/người/năm.",
        "Thu nhập bình quân của lao động 8,5 tỷ đồng/người/tháng.",
        "Quyên góp được 36,5 triệu đồng. Số tiền 36,5 tỷ đồng này đã chuyển về Quỹ.",
        "Kinh phí 1,25 tỷ đồng làm đường. Bà con góp vào 1.250 tỷ đồng làm đường.",
        "Chi sửa chữa trường 845 triệu đồng. Chi sửa chữa trường hết 845 nghìn đồng.",
    ],
}

QUIET = {
    "weekday-mismatch": [
        "Kính mời bà con họp lúc 19 giờ thứ Tư, ngày 02/12/2026 tại nhà văn hóa.",
        "Tiếp công dân từ thứ Hai đến thứ Sáu, ngày 01/12/2026 nghỉ.",
        "Phiên họp lần thứ hai, ngày 05/12/2026.",
        "Thời gian: 7 giờ 30, ngày 10/12/2026 (thứ Năm).",
        "Chủ nhật ngày 06/12/2026 ra quân dọn vệ sinh.",
        "Họp vào thứ bảy hằng tuần, riêng ngày 02/12/2026 họp thêm.",
        "Kỳ họp thứ sáu ngày 22/12/2026 thông qua nghị quyết.",
    ],
    "impossible-date": [
        "Hạn cuối nộp hồ sơ là ngày 30/11/2026.",
        "Phường ra quân ngày 29/02/2028.",
        "Nhà ở hẻm 31/11 đường Lê Lợi.",
        "Giỗ Tổ ngày 30/2 âm lịch.",
        "Trong ngày 45/60 hộ đã nhận tiền.",
        "Đến hết ngày 31/12/2026.",
        "Ngày 31 tháng 10 năm 2026 là hạn cuối.",
    ],
    "impossible-time": [
        "Hồ sơ giải quyết trong 48 giờ.",
        "Họp lúc 19 giờ 30 ngày 02/12/2026.",
        "Trực 24/24 giờ, hotline trực từ 0 giờ đến 24 giờ.",
        "Tập huấn trong 36 giờ học.",
        "Từ 22 giờ đến 5 giờ sáng ngày mai cúp nước.",
        "Từ 24 - 48 giờ sau tiêm, phụ huynh theo dõi trẻ.",
        "Đội bóng thắng 19-75 điểm.",
    ],
    "end-before-start": [
        "Cúp nước từ 22 giờ đến 5 giờ ngày 05/12/2026.",
        "Cúp điện từ 7 giờ 30 đến 11 giờ 30 ngày 05/12/2026.",
        "Cúp điện sáng từ 7 giờ đến 11 giờ, chiều từ 13 giờ đến 5 giờ chiều.",
        "Cấm xe từ 20 giờ ngày 05/12/2026 đến 8 giờ ngày 06/12/2026.",
        "Nhận hồ sơ từ ngày 28/12 đến ngày 05/01/2027.",
        "Trực từ 13 giờ đến 7 giờ sáng hôm sau.",
        "Hội thao từ ngày 26 - 27/12/2026.",
    ],
    "deadline-after-event": [
        "Hội thi tổ chức ngày 10/12/2026. Các khóm đăng ký trước ngày 05/12/2026.",
        "Hội nghị tổ chức ngày 10/12/2026. Các khóm báo cáo kết quả trước ngày 15/12/2026.",
        "Chiến dịch ra quân ngày 10/12/2026. Thanh quyết toán xong trước ngày 31/12/2026.",
        "Lớp học diễn ra từ ngày 10/12/2026 đến ngày 20/12/2026. Hộ dân đăng ký bổ sung trước ngày 15/12/2026.",
        "Tiếp nhận đăng ký đến hết ngày 15/12/2026.",
        "Thời gian: 19 giờ ngày 10/12/2026. Đề nghị xác nhận tham dự trước ngày 10/12/2026.",
    ],
    "bad-phone": [
        "Bà con liên hệ số điện thoại 0912 345 678 để được hướng dẫn.",
        "Đường dây nóng: 0296 3852 123.",
        "Liên hệ (0296) 3852 123 hoặc 0296.3852.123.",
        "Gọi 113, 114, 115 hoặc tổng đài 1900 1009.",
        "Số tài khoản 0123456789012 tại ngân hàng.",
        "Hotline: 0912 345 678 - 0987 654 321.",
        "Liên hệ bộ phận một cửa, số thứ tự 012345.",
        "Điện thoại: +84 912 345 678; 1800 1091.",
    ],
    "share-over-100": [
        "Thu ngân sách đạt 104% dự toán.",
        "Tỷ lệ hộ dùng nước sạch đạt 100%.",
        "Trồng cây đạt 120% kế hoạch.",
        "Tỷ lệ tham gia bảo hiểm y tế đạt 101% so với chỉ tiêu giao.",
        "Kết nạp 12/10 đảng viên, đạt 120% chỉ tiêu.",
        "Sản lượng lúa tăng 104%.",
        "Tỷ lệ hoàn thành chỉ tiêu đạt 115%.",
    ],
    "direction-mismatch": [
        "Số hộ nghèo giảm từ 31 xuống 28 hộ.",
        "Số hộ nghèo giảm từ 31 hộ xuống còn 28 hộ.",
        "Số vụ vi phạm tăng từ 28 vụ lên 31 vụ.",
        "Phạm pháp hình sự xảy ra 25 vụ, giảm 3 vụ so với cùng kỳ (28 vụ).",
        "Phạt tiền từ 25 đến 35 triệu đồng.",
        "Giảm nghèo cho từ 10 đến 15 hộ mỗi năm.",
        "Từ 20 hộ nghèo giảm còn 15 hộ.",
    ],
    "product-mismatch": [
        "Hội trao 85 suất quà, mỗi suất 500.000 đồng, tổng trị giá 42,5 triệu đồng.",
        "Trao 85 suất quà cho hộ nghèo, 20 suất quà cho trẻ em, mỗi suất 500.000 đồng, tổng trị giá 52,5 triệu đồng.",
        "Tặng 20 phần quà (mỗi phần 300.000 đồng) và 20 thùng mì, tổng kinh phí gần 6,2 triệu đồng.",
        "Mỗi suất 500.000 đồng, trao tại 3 khóm.",
        "Trao 50 suất quà, mỗi suất gồm 300.000 đồng tiền mặt và quà trị giá 200.000 đồng, tổng trị giá 25 triệu đồng.",
        "Hỗ trợ 12 hộ, mỗi hộ 60 triệu đồng, tổng số tiền 720 triệu đồng.",
        "Trao 7 suất học bổng, mỗi suất 1,5 triệu đồng, tổng trị giá hơn 10 triệu đồng.",
    ],
    "contradiction": [
        "7 giờ 30 đón đại biểu. Hội nghị khai mạc lúc 8 giờ ngày 02/12/2026.",
        "Khóm 1 họp lúc 19 giờ ngày 02/12/2026. Khóm 2 họp lúc 20 giờ ngày 02/12/2026.",
        "Lúc 14 giờ 48 xảy ra cháy. Lúc 14 giờ 52, lực lượng chữa cháy có mặt. Đến 15 giờ 20, đám cháy được dập tắt.",
        "Cúp điện từ 8 giờ đến 11 giờ ngày 02/12/2026. Cúp điện từ 13 giờ đến 16 giờ ngày 03/12/2026.",
        "1. Khai sinh\nThời hạn giải quyết: 03 ngày làm việc.\n2. Chứng thực\nThời hạn giải quyết: 02 ngày làm việc.",
        "Lệ phí: 8.000 đồng. Trường hợp khai sinh quá hạn, lệ phí là 15.000 đồng.",
        "Thời hạn giải quyết: 03 ngày làm việc.\nTrường hợp phải xác minh, thời hạn giải quyết là 08 ngày làm việc.",
        "Tổng thu quỹ Vì người nghèo là 85,5 triệu đồng. Tổng chi quỹ Vì người nghèo là 62 triệu đồng.",
        "Thủ tục chứng thực: phí 2.000 đồng/trang. Thủ tục cấp bản sao: phí 8.000 đồng/bản.",
    ],
    "blank-date": [
        "Trong những ngày tháng 6 năm 2026, trời mưa nhiều.",
        "Ghi rõ ngày tháng năm sinh.",
        "Tân Lộc, ngày 12 tháng 6 năm 2026",
        "Vào một ngày tháng 6 năm 2026, bà con họp mặt.",
        "Sáng, ngày 12 tháng 6 năm\n2026, phường ra quân.",
        "Mời bà con họp lúc 19 giờ ngày 02/12/2026 tại nhà văn hóa.",
    ],
    "damaged-term": [
        "Mỗi năm 20-26 hộ thoát nghèo.",
        "Năm 2026 phường có 12 khóm.",
        "Từ năm 2025-2026, phường tiến bộ.",
        "Hằng năm 20-30 em được nhận học bổng.",
        "Năm 2026-2027 là năm học mới.",
        "Trong năm 20 hộ đã thoát nghèo.",
    ],
    "parts-exceed-total": [
        "Tỷ lệ bao phủ bảo hiểm y tế đạt 95,2%, vượt 7,2% so với kế hoạch.",
        "Tỷ lệ trẻ được tiêm đạt 96,5%, tăng 4,5% so với cùng kỳ.",
        "Tỷ lệ hộ khá đạt 60,5%, vượt 45% kế hoạch.",
        "Toàn phường có 45 hộ khó khăn, trong đó 45 hộ nghèo.",
        "Hội có 120 hội viên, trong đó có 30 hội viên nữ.",
        "Tổng thu 12,4 tỷ đồng, trong đó thu thuế 10,4 tỷ đồng.",
        "Trao 85 suất quà, trong đó 90 kg gạo do bà con góp.",
    ],
    "sum-mismatch": [
        "Toàn phường có 120 hộ khó khăn, trong đó 70 hộ nghèo, còn lại 50 hộ cận nghèo.",
        "Tổng quỹ 185 triệu đồng: thu 120 triệu đồng, chi 95 triệu đồng.",
        "Quỹ khuyến học: thu 45 triệu đồng, chi 40 triệu đồng, tổng cộng còn 30 triệu đồng.",
        "Hội có 62% là nữ, còn lại 38% là nam.",
        "Toàn phường có 120 hộ, trong đó 70 hộ nghèo, còn lại là hộ cận nghèo.",
        "Tổng kinh phí 500 triệu đồng, trong đó ngân sách 300 triệu đồng, còn lại do dân đóng góp.",
        "Xử lý 40 hồ sơ, trong đó 32 hồ sơ đúng hạn, 6 hồ sơ trễ hạn, còn lại đang xử lý.",
    ],
    "ambiguous-number": [
        "Tổng thu 67,038 tỷ đồng, chi 45,2 tỷ đồng.",
        "Thu 4,125 tỷ đồng, trong đó thuế 3,05 tỷ đồng.",
        "Diện tích tự nhiên của phường là 34,56 km2.",
        "Tổng diện tích sàn xây dựng của trường là 4.521 m2, phường đã nghiệm thu.",
        "Diện tích lúa 12,345 ha, ngô 3,5 ha.",
        "Diện tích tự nhiên toàn xã là 24.150 ha.",
    ],
    "unit-jump": [
        "Thu nhập bình quân đạt 67,5 triệu đồng/người/năm.",
        "Thu nhập bình quân của lao động 8,5 triệu đồng/người/tháng.",
        "Thu nhập bình quân tăng 500.000 đồng/người/năm.",
        "Hỗ trợ 2 triệu đồng mỗi hộ. Đầu tư đường 2 tỷ đồng.",
        "Vốn vay 36,5 tỷ đồng, mỗi hộ vay 36,5 triệu đồng.",
        "Trao 36,5 triệu đồng và 36,5 tấn gạo.",
    ],
    "repeated-word": [
        "Hằng ngày, nhà nhà vui vẻ.",
        "Bà con luôn luôn giữ gìn vệ sinh.",
        "Hội nghị thành công công tác bầu cử.",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in RAISED.items() for text in texts])
def test_a_slip_is_doubted_once(code: str, text: str) -> None:
    assert [found for found, _ in doubts(text)] == [code]


@pytest.mark.parametrize("text", [text for texts in QUIET.values() for text in texts])
def test_what_only_looks_odd_is_not_doubted(text: str) -> None:
    assert doubts(text) == []


TODAY = date(2026, 11, 25)
OVER = [
    "Kính mời bà con dự lễ lúc 8 giờ ngày 20/11/2026 tại sân chợ.",
    "GIẤY MỜI\n\nTrân trọng kính mời ông, bà dự hội nghị.\nThời gian: 8 giờ, ngày 24 tháng 11 năm 2026.",
    "Mời bà con xem văn nghệ tối 05/9/2026 tại công viên.",
    "Phường tổ chức tiêm chủng sáng ngày 12/10/2026, mời các gia đình đưa trẻ đến trạm.",
    "Mời ông bà dự họp khóm lúc 19 giờ ngày 25/11/2025.",
    "Mời bà con dự hội chợ tổ chức từ ngày 15/11/2026 đến ngày 20/11/2026.",
]
AHEAD = [
    "Kính mời bà con dự lễ lúc 8 giờ ngày 25/11/2026 tại sân chợ.",
    "Mời bà con dự hội chợ tổ chức từ ngày 20/11/2026 đến ngày 30/11/2026.",
    "Sáng ngày 20/11/2026, phường tổ chức lễ kỷ niệm.",
    "Mời bà con góp ý. Kế hoạch số 12/KH-UBND ngày 20/11/2026 đăng trên cổng thông tin.",
    "Mời bà con họp lúc 19 giờ tối mai.",
    "Đã tổ chức hội nghị ngày 20/11/2026; mời bà con dự buổi họp lúc 19 giờ ngày 27/11/2026.",
]


@pytest.mark.parametrize("text", OVER)
def test_an_invitation_to_a_day_that_is_over_is_doubted(text: str) -> None:
    assert [one.code.value for one in past_of(text, TODAY)] == ["past-event"]
    assert all(quote in text for one in past_of(text, TODAY) for quote in one.quotes)


@pytest.mark.parametrize("text", AHEAD)
def test_what_is_ahead_or_told_as_news_is_not(text: str) -> None:
    assert past_of(text, TODAY) == ()
