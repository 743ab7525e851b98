"""More ways in which slips are written, and sound sentences of every kind: the rules are for the language."""

import pytest

from bot.reading.reader import read
from tests.unit.reading.test_everyday_slips import doubts

RAISED = {
    "weekday-mismatch": [
        "Lễ ra quân: 7h30 thứ bảy, 04/12/2026.",
        "Vào lúc 14 giờ ngày 09 tháng 12 năm 2026 (Thứ Sáu)",
        "Lịch trực tuần: Thứ 5 - 12/12/2026",
        "vào chiều thứ tư tuần này, ngày 10/12/2026",
    ],
    "impossible-date": [
        "Thời gian nhận đơn: từ ngày 01/11/2026 đến ngày 31/11/2026.",
        "Họp tổ dân phố tối 31/6/2026.",
        "Ngày 30-2-2026, phường trao quà.",
        "Thời gian: 19 giờ, ngày 31 tháng 4",
        "Tiêm ngày 29/2/2027 tại trạm.",
        "đến hết ngày 00/12/2026",
    ],
    "impossible-time": [
        "Thời gian: 7h65 ngày 12/12/2026",
        "Mời họp vào 24h45 ngày 12/12/2026",
        "Từ 8h đến 26h ngày 12/12/2026 cúp điện",
        "lúc 19 giờ 90, tại hội trường",
        "Tập trung lúc 17:72 tại sân",
        "vào 29 giờ ngày 12/12",
    ],
    "end-before-start": [
        "Thời gian cúp điện: 16h30 - 7h30 ngày 12/12/2026",
        "Thời gian: từ 9h00 đến 8h30",
        "Triển lãm mở từ ngày 20 đến ngày 15/12/2026",
        "Nghỉ Tết từ 10/02/2027 đến 05/02/2027",
        "Tiếp nhận hồ sơ từ tháng 12/2026 đến tháng 10/2026",
        "Buổi sáng từ 11h đến 7h",
        "Thời gian thực hiện: từ 15/12/2026 - 15/11/2026",
    ],
    "deadline-after-event": [
        "Đêm văn nghệ diễn ra lúc 19 giờ ngày 10/12/2026. Các chi hội đăng ký tiết mục trước ngày 15/12/2026.",
        "Ngày hội hiến máu: sáng 10/12/2026. Ai tham gia xin đăng ký với tổ trưởng chậm nhất là ngày 12/12/2026.",
        "Hạn chót đăng ký: 17h ngày 12/12/2026. Cuộc thi diễn ra ngày 11/12/2026.",
        "Tập huấn ngày 10/12/2026; danh sách gửi về Văn hóa - Xã hội trước 15/12/2026.",
    ],
    "bad-phone": [
        "Mọi chi tiết xin liên hệ ông Nam - 091234567",
        "ĐT: 02963.852.1",
        "SĐT: 0909 1234 567",
        "Liên hệ: anh Tư (0918 22 333)",
        "Gọi số 0937-12-34-5 gặp chị Ba",
    ],
    "share-over-100": [
        "Hộ có nhà vệ sinh hợp chuẩn chiếm 103%.",
        "105% trẻ trong độ tuổi được uống vitamin A.",
        "Tỷ lệ trẻ 6 tuổi vào lớp 1 đạt 101%.",
        "Hộ gia đình văn hóa đạt 104%",
        "Đã cấp căn cước cho 2.050/2.000 cử tri.",
    ],
    "direction-mismatch": [
        "Hộ nghèo từ 28 hộ giảm xuống còn 31 hộ.",
        "Tỷ lệ hộ nghèo giảm từ 2,1% (năm 2025) lên 2,6% (năm 2026).",
        "Tỷ lệ hộ nghèo từ 1,9% tăng lên 1,2%.",
        "Tai nạn giao thông 8 vụ, tăng 2 vụ so với cùng kỳ năm trước (10 vụ).",
        "Thu nhập tăng từ 65 triệu đồng lên 62 triệu đồng/người/năm.",
        "Số hộ cận nghèo giảm từ 40 còn 44 hộ.",
    ],
    "product-mismatch": [
        "Tặng quà cho 30 hộ nghèo, mỗi hộ 1 triệu đồng, với tổng số tiền 35 triệu đồng.",
        "Tổng trị giá quà tặng là 20 triệu đồng (50 phần quà, mỗi phần 300 ngàn đồng).",
        "Trao 10 chiếc xe đạp, trị giá 2 triệu đồng/chiếc, tổng trị giá 25 triệu đồng.",
        "100 suất x 300.000đ/suất = 35.000.000đ",
        "Hỗ trợ xây 3 căn nhà, mỗi căn 80 triệu đồng, tổng kinh phí 250 triệu đồng.",
    ],
    "contradiction": [
        "Mời ông bà dự họp lúc 18 giờ 30 ngày 12/12/2026.\nThời gian họp: 19 giờ ngày 12/12/2026.",
        "Phí vệ sinh là 30.000 đồng/hộ/tháng. Hằng tháng, phí vệ sinh 35.000 đồng/hộ/tháng do tổ trưởng thu.",
        "Thủ tục này giải quyết trong 03 ngày làm việc. Hồ sơ nộp tại một cửa, kết quả trả trong 05 ngày làm việc.",
    ],
    "parts-exceed-total": [
        "Chi bộ có 30 đảng viên, trong đó nữ 32 đồng chí.",
        "Trong tổng số 200 hộ có 210 hộ đăng ký.",
        "8/12 khu phố xuất sắc, 6/12 khu phố khá.",
    ],
    "sum-mismatch": [
        "Có 250 đại biểu dự, trong đó 120 nam, còn lại 140 nữ.",
        "Tổng 45 vụ; trong đó hòa giải thành 30 vụ, còn lại 10 vụ chuyển cấp trên.",
        "Phường có 10 trường: 4 trường mầm non, 3 trường tiểu học, 2 trường THCS.",
        "Tổng số: 60 suất (40 suất hộ nghèo + 30 suất trẻ em)",
    ],
    "blank-date": [
        "Tân Lộc, ngày ... tháng ... năm 2026",
        "Tân Lộc, ngày tháng 11 năm 2026.",
        "….., ngày  tháng 11 năm 2026",
        "Tân Lộc, ngày   /   /2026",
        "ngày…./…/2026",
        "Tân Lộc, ngày __/__/2026",
        "Tân Lộc, ngày 05 tháng … năm 2026",
        "Tân Lộc, ngày tháng 12 năm 20...",
    ],
    "damaged-term": [
        "Kết quả Năm 20-26 của phường",
        "nhiệm kỳ 2025 - 20",
        "nhiệm kỳ 2025-",
        "giai đoạn -2030",
        "Nhiệm kỳ 20 25-2030",
    ],
    "ambiguous-number": [
        "Thu ngân sách 5,680 tỷ đồng.",
        "Chi 1. 357 tỷ đồng.",
        "Diện tích tự nhiên của phường Tân Lộc 5.432 km2",
        "Phường Tân Lộc rộng 12.345 km2",
        "Toàn phường có diện tích 35.420.000 ha",
    ],
    "unit-jump": [
        "Vận động được 45,6 triệu đồng. Với 45,6 tỷ đồng trên, phường xây 2 căn nhà.",
        "Thu ngân sách 12,4 tỷ đồng, đạt 103% dự toán (12,04 triệu đồng).",
        "Khóm 1: 12,5 triệu đồng; khóm 2: 13,2 triệu đồng; khóm 3: 12,8 tỷ đồng.",
        "Tổng kinh phí 320 triệu đồng, trong đó ngân sách 200 triệu đồng, nhân dân góp 120 tỷ đồng.",
        "Thu nhập bình quân 70 nghìn đồng/người/năm",
        "Doanh thu tăng từ 36,5 triệu đồng lên 42 tỷ đồng",
    ],
    "repeated-word": [
        "Các khóm khóm trưởng báo cáo.",
        "Thực hiện thực hiện nghiêm",
        "tổ chức tổ chức",
        "xin xin cảm ơn",
    ],
    "blank-number": [
        "Số: /BC-UBND",
        "Số:.../TB-UBND",
        "Số: …../GM-UBND",
        "Số :      /KH-UBND",
    ],
    "rate-mismatch": [
        "Giải quyết 1.318/1.325 hồ sơ, đạt 98,5%.",
        "Kết nạp 12/15 đảng viên (đạt 75%)",
        "Thu 12,4 tỷ đồng/11,8 tỷ đồng, đạt 115,1%",
        "Phát 176/180 lệnh, đạt 95,8%",
        "Hộ nghèo 45/1.500 hộ, chiếm 4,5%",
    ],
}

QUIET = [
    "Tỷ lệ hộ nghèo giảm 0,5%, còn 1,9%.",
    "Tỷ lệ hộ nghèo năm 2026 còn 1,9%, giảm từ 2,4% năm 2025.",
    "Trong năm phường vận động 1,25 tỷ đồng, đạt 125% kế hoạch; trao 320 suất quà trị giá 160 triệu đồng.",
    "Trao 320 suất quà, mỗi suất gồm 10 kg gạo và 300.000 đồng, tổng trị giá 160 triệu đồng.",
    "Hội trao 25 suất học bổng, mỗi suất 1.000.000 đồng; 15 xe đạp, tổng trị giá 55 triệu đồng.",
    "Mức hỗ trợ: 500.000 đồng/hộ. Mức hỗ trợ: 300.000 đồng/người cao tuổi.",
    "Lệ phí: không.\nThời hạn: 15 ngày.\nPhí: 50.000 đồng/hồ sơ.",
    "Thời gian: từ 7 giờ 30 đến 11 giờ và từ 13 giờ 30 đến 17 giờ các ngày trong tuần.",
    "Bà con nộp hồ sơ từ thứ Hai đến thứ Sáu, sáng 7 giờ - 11 giờ 30, chiều 13 giờ - 17 giờ.",
    "Chợ đêm mở từ 17 giờ đến 23 giờ 30 các ngày thứ bảy, chủ nhật.",
    "Karaoke phải đóng cửa từ 22 giờ đến 8 giờ hôm sau.",
    "Đăng ký trước ngày 15/12/2026 tại nhà văn hóa. Lớp học khai giảng ngày 20/12/2026.",
    "Hội thi diễn ra ngày 10/12/2026, công bố kết quả ngày 15/12/2026, trao giải trước ngày 20/12/2026.",
    "Hội nghị lúc 8 giờ ngày 10/12/2026. Các đơn vị gửi báo cáo tham luận về phường trước ngày 05/12/2026.",
    "Sau hội nghị tổ chức ngày 10/12/2026, các khóm gửi danh sách hộ nghèo trước ngày 15/12/2026.",
    "Có 45 hộ nghèo, trong đó 20 hộ neo đơn, 15 hộ có người khuyết tật.",
    "Có 12 khóm, 245 tổ tự quản; trong đó 240 tổ đạt chuẩn.",
    "Tổng số 310 đảng viên, trong đó 112 đồng chí nữ.",
    "Tổng thu 12,4 tỷ đồng, đạt 103% dự toán, trong đó thu phí 1,2 tỷ đồng, đạt 98% dự toán.",
    "Tổng thu ngân sách 45,6 tỷ đồng; tổng chi ngân sách 43,2 tỷ đồng.",
    "Phường phạt 12 trường hợp, tổng số tiền 36 triệu đồng, mỗi trường hợp 3 triệu đồng.",
    "Mỗi hộ đóng 50.000 đồng, đã thu được 12 triệu đồng.",
    "Khóm 1: 12,5 triệu đồng; khóm 2: 3,2 triệu đồng; khóm 3: 22,8 triệu đồng.",
    "Tuyến đường dài 1,2 km, rộng 5 m, tổng kinh phí 1,2 tỷ đồng, nhân dân hiến 1.200 m2 đất.",
    "Phường có diện tích 12,3 km2, dân số 45.320 người.",
    "Xã rộng 3.456 ha, có 12 thôn.",
    "Số điện thoại: 0296.3.852.147 hoặc 0913.111.222.",
    "Liên hệ số 02963852147, gặp bà Lan trước 16 giờ 30 ngày 12/12/2026.",
    "Gọi 1800 599 920 hoặc 19001900.",
    "Chủ nhật, ngày 13/12/2026, toàn phường ra quân.",
    "Sáng thứ bảy (12/12/2026), phường trồng cây.",
    "Từ nay đến ngày 31/12/2026, bà con nộp thuế.",
    "Ngày 30/4 và 1/5 nghỉ lễ.",
    "Ngày 29/2/2028 là năm nhuận.",
    "Năm học 2026-2027 có 1.250 học sinh.",
    "Giai đoạn 2021-2025, phường có 25 tuyến phố văn minh.",
    "Nhiệm kỳ 2026-2031 bầu 25 đại biểu.",
    "Nghị quyết số 15/2026/NQ-HĐND ngày 12/7/2026.",
    "Tỷ lệ dân số tham gia bảo hiểm y tế 95,2%, vượt 0,2% so với chỉ tiêu; bảo hiểm xã hội 45,6%, tăng 3,1%.",
    "Giá trị sản xuất đạt 1.250 tỷ đồng, tăng 12,5%. Thu 45,125 tỷ đồng và 3,2 tỷ đồng.",
    "Đến 15 giờ 30 cùng ngày, đám cháy được khống chế. Vụ cháy xảy ra lúc 14 giờ 10.",
    "Lúc 8 giờ, khai mạc hội nghị; 9 giờ, thảo luận; 11 giờ, bế mạc.",
    "Thứ hai, cần tăng cường tuyên truyền. Thứ ba, ngày 12/12/2026 là hạn cuối.",
    "Phí rác 30.000 đồng/hộ/tháng; hộ kinh doanh 150.000 đồng/tháng.",
    "Giá nước: 10 m3 đầu 5.973 đồng/m3; trên 10 m3 giá 7.052 đồng/m3.",
    "Tăng từ 15 lên 18 hộ, giảm từ 20 xuống 12 vụ.",
    "Số hộ thoát nghèo từ 12 hộ năm 2025 lên 15 hộ năm 2026.",
    "Tỷ lệ hài lòng đạt 100%, tỷ lệ hồ sơ trực tuyến 98,7%, vượt 18,7%.",
    "Phường kết nạp 36 đảng viên, đạt 120% chỉ tiêu (30 đảng viên).",
    "Toàn phường có 8.520 hộ; 102% hộ so với năm 2025.",
    "Vận động đạt 110% chỉ tiêu giao, chiếm 25% toàn thành phố.",
    "Có 3 giải nhất, 5 giải nhì, 7 giải ba, tổng cộng 15 giải.",
    "Hội viên đóng 85.500.000 đồng, tồn quỹ 12.300.000 đồng, tổng cộng 97.800.000 đồng.",
    "Thu hội phí 45 triệu đồng, chi 32 triệu đồng, tồn 13 triệu đồng.",
    "Trong số 120 hội viên có 80 nữ, còn lại là nam.",
    "Chiều ngày 12/12/2026, từ 13 giờ đến 16 giờ, tiêm tại khóm 1; từ 7 giờ đến 11 giờ ngày 13/12/2026 tại khóm 2.",
]


AT_FIRST_SIGHT = [
    ("impossible-date", "Phường họp dân vào tối 30/02/2027 tại nhà văn hóa khóm 1."),
    ("impossible-time", "Bắt đầu vào lúc 7 giờ 90 phút sáng ngày 15/12/2026, bà con tập trung tại đình."),
    ("impossible-time", "Thời gian: 26 giờ 30, ngày 15/12/2026"),
    ("end-before-start", "Điện lực tạm ngừng cấp điện từ 16 giờ 00 đến 07 giờ 30 ngày 15/12/2026 để thi công."),
    ("end-before-start", "Thời gian tuyển sinh: từ ngày 15/7/2026 đến ngày 05/7/2026."),
    ("end-before-start", "Thời gian: 09h00 - 08h00 ngày 15/12/2026"),
    ("bad-phone", "Mọi thắc mắc liên hệ chị Hoa – Tổ trưởng, điện thoại 0918 123 45."),
    ("bad-phone", "Đường dây nóng Công an phường: 0296 385 21 47 8."),
    ("bad-phone", "Số điện thoại: 0918.12.34.567"),
    ("share-over-100", "Đến nay tỷ lệ hộ gia đình tham gia phân loại rác là 103,5%."),
    ("share-over-100", "Số cử tri đi bầu 4.120/4.100 cử tri."),
    ("direction-mismatch", "Hộ nghèo giảm từ 45 hộ (đầu năm) xuống còn 54 hộ (cuối năm)."),
    ("direction-mismatch", "Tỷ lệ hộ cận nghèo giảm từ 2,1% xuống 2,4%."),
    ("product-mismatch", "Trao 50 phần quà cho hộ nghèo, mỗi phần 400.000 đồng, tổng trị giá 25.000.000 đồng."),
    ("product-mismatch", "Trao tặng 15 xe đạp, mỗi chiếc trị giá 1,8 triệu đồng, tổng kinh phí 30 triệu đồng."),
    ("contradiction", "Phường có 24 khóm. Năm 2026, cả 25 khóm đều đạt chuẩn văn hóa."),
    ("parts-exceed-total", "Kết quả xếp loại: xuất sắc 5/20 chi bộ, tốt 12/20 chi bộ, hoàn thành 6/20 chi bộ."),
    ("sum-mismatch", "Tổng số 85 suất quà, trong đó 45 suất cho người cao tuổi, còn lại 35 suất cho trẻ em."),
    ("sum-mismatch", "Phường tiếp nhận 320 hồ sơ, gồm 200 hồ sơ trực tuyến và 110 hồ sơ trực tiếp."),
    ("blank-date", "Tân Lộc, ngày..... tháng..... năm 2026"),
    ("damaged-term", "Phương hướng nhiệm vụ Năm 20-27 của phường như sau:"),
    ("damaged-term", "Đại hội Hội Nông dân phường nhiệm kỳ 2026-31 và nhiệm kỳ 2026- đã thành công."),
    ("repeated-word", "Đề nghị bà con bà con thực hiện nghiêm."),
    ("repeated-word", "Ủy ban nhân dân phường đã đã chỉ đạo các khóm."),
    ("ambiguous-number", "Tổng kinh phí là 3,250 triệu đồng."),
    ("ambiguous-number", "Phường Tân Lộc có diện tích tự nhiên 1.234,5 km2, dân số 25.430 người."),
    ("unit-jump", "Dự toán thu 12,5 tỷ đồng, thực hiện 12,9 triệu đồng, đạt 103,2% dự toán."),
    ("unit-jump", "Hội vận động được 125,4 triệu đồng. Từ số tiền 125,4 tỷ đồng, Hội xây 2 căn nhà."),
    ("rate-mismatch", "Có 95/120 hộ đã nộp phí, đạt 89,2%."),
    ("rate-mismatch", "Kế hoạch trồng 2.000 cây, đã trồng 1.500 cây, đạt 85%."),
    ("broken-text", "Tổng thu ngân sách 12,4 t ỷ đ ồng, đ ạt 103% d ự toán."),
]

WHOLE_TEXTS = [
    """\
HƯỚNG DẪN
Thủ tục đăng ký kết hôn
Mã thủ tục: 1.000894
1. Thành phần hồ sơ: tờ khai; giấy xác nhận tình trạng hôn nhân (có giá trị 06 tháng).
2. Thời hạn giải quyết: ngay trong ngày; trường hợp cần xác minh thì không quá 05 ngày làm việc.
3. Lệ phí: miễn lệ phí; đăng ký kết hôn có yếu tố nước ngoài: 1.000.000 đồng.
4.
Cấp bản sao trích lục: 8.000 đồng/bản.
Thời hạn: trong ngày, nếu nhận sau 15 giờ thì trả ngày làm việc tiếp theo.
5.
Nơi nộp: bộ phận một cửa, sáng từ 7 giờ đến 11 giờ, chiều từ 13 giờ đến 17 giờ, thứ Hai đến thứ Sáu;
sáng thứ Bảy từ 7 giờ 30 đến 11 giờ.
Liên hệ: 0296 3852 147 hoặc 0913 111 222 (bà Lan).""",
    """\
LỊCH TIẾP CÔNG DÂN THÁNG 12/2026
STT\tNgày\tNgười tiếp
1\tThứ Năm, 03/12/2026\tÔng Trần Văn A
2\tThứ Năm, 10/12/2026\tBà Lê Thị B
Thời gian: sáng từ 7 giờ 30 đến 11 giờ, chiều từ 13 giờ 30 đến 16 giờ 30.""",
    """\
THÔNG BÁO
Về việc ngừng cung cấp nước
Thời gian: từ 22 giờ 00 ngày 12/12/2026 đến 04 giờ 00 ngày 13/12/2026.
Khu vực: khóm 1, khóm 2. Khóm 3: từ 13 giờ đến 15 giờ ngày 14/12/2026.
Đường dây nóng: 1900 1009, 02963 852 147.""",
    """\
BÁO CÁO
Kết quả công tác tháng 11 năm 2026
Tổng thu ngân sách 11 tháng 28,6 tỷ đồng/31,2 tỷ đồng, đạt 91,7% dự toán, tăng 8,3% so với cùng kỳ (26,4 tỷ đồng).
Tổng chi 25,125 tỷ đồng, đạt 85,4%.
Tiếp nhận 1.325 hồ sơ, giải quyết 1.318 hồ sơ (trước và đúng hạn 1.318 hồ sơ, 100%), còn lại 7 hồ sơ trong hạn.
Số ca mắc sốt xuất huyết 17 ca, giảm 8 ca (32%) so với cùng kỳ (25 ca).
Kết nạp 36/30 đảng viên mới, đạt 120% chỉ tiêu. Vận động Quỹ được 125% kế hoạch.
Trao 120 suất quà, mỗi suất 500.000 đồng và 10 kg gạo, tổng trị giá 78 triệu đồng.
Hộ nghèo giảm từ 54 hộ xuống còn 48 hộ, tỷ lệ còn 1,06%; hộ cận nghèo 96 hộ, chiếm 2,1%.
Phạm pháp hình sự 6 vụ, giảm 2 vụ (25%).
Xử phạt 14 trường hợp với số tiền 36,5 triệu đồng, mỗi trường hợp từ 1 đến 4 triệu đồng.
Lúc 14 giờ 48 phút ngày 12/11/2026 xảy ra vụ cháy tại khóm 2; đến 15 giờ 20 cùng ngày thì khống chế.""",
    """\
Kính mời bà con dự đêm văn nghệ
Thời gian: 19 giờ 30, thứ Bảy ngày 12/12/2026 (nhằm ngày 4/11 âm lịch).
Bà con có mặt trước 19 giờ. Chương trình từ 19 giờ 30 đến 21 giờ 30.
Năm 2026 là năm thứ 20 phường tổ chức. Trong những ngày tháng 12 này, trời lạnh về đêm.""",
    """\
Hội Phụ nữ phường có 1.250 hội viên, sinh hoạt ở 24 chi hội.
Trong 1.250 hội viên có 320 hội viên là công nhân, còn lại làm nghề tự do.
Góp vốn xoay vòng: mỗi chị 200.000 đồng/tháng, tổ 15 chị được 3.000.000 đồng/tháng.
Lãi suất 0,65%/tháng.
Vay từ 10 đến 50 triệu đồng.
Tổng dư nợ 45,6 tỷ đồng cho 1.125 hộ vay, bình quân 40,5 triệu đồng/hộ.""",
]


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in RAISED.items() for text in texts])
def test_a_slip_in_other_words_is_doubted_once(code: str, text: str) -> None:
    assert [found for found, _ in doubts(text)] == [code]


@pytest.mark.parametrize("text", QUIET)
def test_sound_prose_is_not_doubted(text: str) -> None:
    assert doubts(text) == []


@pytest.mark.parametrize(("code", "text"), AT_FIRST_SIGHT)
def test_slips_written_after_the_rules_are_seen(code: str, text: str) -> None:
    assert [found for found, _ in doubts(text)] == [code]


@pytest.mark.parametrize("text", WHOLE_TEXTS)
def test_a_sound_guide_report_or_notice_is_not_doubted(text: str) -> None:
    assert read(text).warnings == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Toàn xã có 14 ấp, trong đó 9 ấp đạt chuẩn văn hóa, 4 ấp chưa đạt.", ["sum-mismatch"]),
        ("Toàn xã có 14 ấp, trong đó 9 ấp đạt chuẩn văn hóa, 5 ấp chưa đạt.", []),
        ("Toàn xã có 14 ấp, trong đó 9 ấp đạt chuẩn văn hóa, 4 ấp kiểu mẫu.", []),
        ("Trao thưởng 385 lượt học sinh, tổng trị giá 92,5 triệu đồng; quỹ đạt 18.000 đồng/người dân.", []),
        ("Tặng 40 suất quà, 300.000 đồng/suất, tổng trị giá 15 triệu đồng.", ["product-mismatch"]),
        (
            "Họp lúc 19 giờ ngày 12/12/2026 tại trụ sở. Mời các hộ có mặt lúc 18 giờ 30 ngày 13/12/2026.",
            ["contradiction"],
        ),
        ("Họp lúc 19 giờ ngày 12/12/2026 tại trụ sở. Mời các hộ có mặt lúc 18 giờ 30 ngày 12/12/2026.", []),
        ("Lễ khai mạc lúc 8 giờ ngày 12/12/2026. Các đoàn tập trung lúc 15 giờ ngày 11/12/2026 tại trường.", []),
    ],
)
def test_opposites_rates_and_being_there_too_late(text: str, codes: list[str]) -> None:
    assert [warning.code.value for warning in read(f"Kết quả và lịch của xã\n\n{text}").warnings] == codes
