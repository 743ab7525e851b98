"""Everyday words beside official ones, one group a line: whoever types one means all. A ward may add to these.

The words of a line are parted by commas; within a group every one is tried for every other. The first is the official
one, as notices write it.
"""

SYNONYMS = """
# Điện, nước
ngừng cấp điện, cúp điện, mất điện, cắt điện, cúp đèn, tạm ngừng cung cấp điện, mất đèn, ngưng cấp điện, có điện lại
ngừng cấp nước, cúp nước, mất nước, cắt nước, ngưng cấp nước, tạm ngừng cung cấp nước, có nước lại
nước sinh hoạt, nước máy, nước phông tên
tiền điện, hóa đơn điện, giá điện
đèn đường, điện chiếu sáng, chiếu sáng công cộng
trụ điện, cột điện
# Y tế
tiêm chủng, tiêm, chích, chích ngừa, tiêm phòng, tiêm ngừa, tiêm vắc xin, chích thuốc
tiêm cúm, tiêm vắc xin cúm, chích cúm, ngừa cúm, chích ngừa cúm, tiêm ngừa cúm
vắc xin, vaccine, vacxin, vắc-xin
khám bệnh, khám sức khỏe, khám chữa bệnh, đi khám
trạm y tế, trạm xá, y tế phường
bảo hiểm y tế, BHYT, thẻ bảo hiểm, thẻ y tế
bảo hiểm xã hội, BHXH
sốt xuất huyết, diệt lăng quăng, diệt muỗi, diệt bọ gậy, xịt muỗi, phun muỗi, phun thuốc muỗi
xét nghiệm máu, thử máu, lấy máu, rút máu
dạy nghề, học nghề, lớp nghề
bệnh dại, chó dại, tiêm dại, chích dại, tiêm phòng dại, chích chó mèo
ngã, té, bổ
khám mắt, đo mắt, mổ mắt, mổ cườm, đục thủy tinh thể, mờ mắt
nghĩa vụ quân sự, đi lính, khám nghĩa vụ, nhập ngũ, đi bộ đội, khám tuyển nghĩa vụ
phòng cháy, PCCC, phòng cháy chữa cháy, chữa cháy
ngất, xỉu, bất tỉnh
trẻ em, con nít, trẻ nhỏ, thiếu nhi, cháu bé, tụi nhỏ, sắp nhỏ, đám nhỏ
đá banh, đá bóng, giải bóng đá
# Giấy tờ
căn cước, căn cước công dân, CCCD, CMND, chứng minh nhân dân, chứng minh thư, thẻ căn cước
khai sinh, giấy khai sinh, làm khai sinh, đăng ký khai sinh
kết hôn, đăng ký kết hôn, giấy kết hôn, hôn thú
khai tử, giấy chứng tử, chứng tử
tạm trú, đăng ký tạm trú, khai báo tạm trú, KT3, ở trọ, thuê trọ, người ở trọ
thường trú, hộ khẩu, sổ hộ khẩu, nhập khẩu, đăng ký thường trú
tạm vắng, khai báo tạm vắng
chứng thực, công chứng, sao y, sao y bản chính
giấy chứng nhận quyền sử dụng đất, sổ đỏ, sổ hồng, giấy đất, bìa đỏ
kinh doanh, buôn bán, mua bán
hộ kinh doanh, tiểu thương
giấy phép kinh doanh, đăng ký kinh doanh
xác nhận độc thân, tình trạng hôn nhân, giấy độc thân
định danh điện tử, VNeID, định danh mức 2
dịch vụ công, DVC, cổng dịch vụ công, nộp hồ sơ qua mạng, nộp online
một cửa, bộ phận một cửa, trung tâm phục vụ hành chính công, chỗ nộp hồ sơ
lệ phí, phí, tiền lệ phí
miễn phí, không mất tiền, không tốn tiền, khỏi mất tiền, khỏi tốn tiền
phí vệ sinh, tiền rác, phí rác, tiền vệ sinh, tiền đổ rác, phí thu gom rác
# Tiền, hỗ trợ
thu nhập bình quân, thu nhập bình quân đầu người, thu nhập đầu người
hộ nghèo, nhà nghèo, hộ khó khăn, sổ hộ nghèo
hộ cận nghèo, cận nghèo
hỗ trợ, tiền hỗ trợ, gói hỗ trợ
trợ cấp, bảo trợ xã hội, trợ giúp xã hội, tiền người già, lãnh tiền, lĩnh tiền, phát tiền
người cao tuổi, người già, cao tuổi, ông bà già, cụ già
người có công, thương binh, liệt sĩ, gia đình chính sách
thuế đất phi nông nghiệp, thuế đất, thuế nhà đất
quà Tết, phát quà, tặng quà, nhận quà
phát gạo, cấp gạo, nhận gạo, gạo hỗ trợ
thanh toán không dùng tiền mặt, tiền mặt, chuyển khoản, quét mã, quét QR
vay vốn, vay tiền, vốn chính sách, vốn vay, mượn vốn
việc làm, tìm việc, tuyển dụng, tuyển công nhân, tuyển lao động, tuyển người, xin việc, kiếm việc, hội việc làm
# Đường sá, môi trường
rác, đổ rác, gom rác, thu gom rác, rác thải
ngập, lụt, lội nước, ngập nước, triều cường, nước lên, nước lớn, nước ngập
bão, áp thấp, áp thấp nhiệt đới
di dời, sơ tán, chạy bão, trú bão, tránh bão, trú ẩn, núp bão, chạy lũ, tránh lũ
sửa đường, thi công đường, nâng cấp đường, làm đường
cấm đường, rào đường, cấm xe
vỉa hè, lề đường, lòng lề đường
rác cồng kềnh, đồ cũ, bàn ghế, bàn ghế cũ, nệm, nệm cũ, giường tủ, tủ cũ, giường cũ, bỏ giường, bỏ nệm, bỏ tủ
hẻm, ngõ, ngách, kiệt
cống, thoát nước, nghẹt cống
tiếng ồn, karaoke, loa kẹo kéo, loa kéo, ồn ào
# Vui chơi, mua bán, cảnh giác
văn nghệ, ca hát, ca nhạc, đêm nhạc, biểu diễn văn nghệ
nghỉ bán, ngừng bán, tạm nghỉ, đóng cửa
ngập hàng, ngập kho, ngập mặt, ngập đầu, ngập nắng
tin nhắn rác, thư rác, cuộc gọi rác
lừa đảo, giả danh, mạo danh, xưng công an, gọi lừa, tin nhắn lừa, đòi chuyển tiền, mã OTP, đòi mã OTP
mất điện thoại, rớt điện thoại, rớt ví, mất ví, rớt bóp, mất bóp, mất đồ, rớt đồ, mất giấy tờ
trộm cắp, mất trộm, ăn trộm, mất xe, trộm xe
# Trường lớp
tuyển sinh, nhập học, vào lớp 1, xin học
nghỉ học, cho học sinh nghỉ
trường mầm non, mẫu giáo, nhà trẻ
# Họp hành, tổ chức
họp tổ dân phố, họp tổ, họp khu phố, họp khóm, họp dân, họp hành
tiếp xúc cử tri, gặp cử tri
tiếp công dân, tiếp dân, lịch tiếp dân, gặp chủ tịch, gặp trực tiếp chủ tịch, gặp lãnh đạo
Ủy ban nhân dân, UBND, ủy ban, phường
tổ dân phố, khu phố, khóm, ấp, thôn, bản
sắp xếp, sáp nhập, nhập phường
bầu cử, bỏ phiếu, đi bầu
công an, cảnh sát, công an phường
# Hỏi han
cha mẹ, bố mẹ, ba má, phụ huynh
"""


def groups() -> tuple[tuple[str, ...], ...]:
    """The groups as they are written, the official word first."""
    lines = (line.partition("#")[0].strip() for line in SYNONYMS.splitlines())
    return tuple(tuple(word.strip() for word in line.split(",")) for line in lines if line)
