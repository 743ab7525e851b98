"""What only sounds like an emergency, and what makes one of it after all. A person may read and extend this.

How a line is written stands in patterns.py.
"""

INNOCENT = """
# Words of danger that mean something else; they are taken out before danger is looked for.
báo_cháy tự_động/là
cháy hàng/vé/máy/túi/thẻ/phố/hết_hàng/số/show/cầu_chì/bóng_đèn/bóng/đèn/nắng/da/ví/giáo_án/chợ_phiên
đèn/bóng/bóng_đèn/cầu_chì/máy/mô_tơ/motor/tivi bị? cháy
cơm/cá/thịt/bánh bị? cháy/khét
điện/đèn/mạng/wifi chập_chờn
ngộp_thở/nghẹt_thở vì/với deadline/công_việc/bài_vở/giá/giá_cả/nợ
cháy vé
ăn/quán/cơm/món/bún/phở/đồ/tiệc/bếp/nấu/=đám =chay
chay trường/tịnh/lạt
giải/thi/đường/cuộc/phong_trào/bộ =chạy/chay
chạy/chay xe ôm/đạp/máy/tải/hàng/thuê/về/đi/qua/ra/vô/vào/ở/được/không/chưa/theo/nhanh/chậm/cẩn_thận/mấy/sao/tới/đến
chạy/chay bộ/thử/việt_dã/chợ_ăn/thận/điểm/án/tiền/trường/lịch/theo/về/ra/qua/vô/đua/nhanh/chậm
chạy/chay tuyến/grab/làng/nước_rút
xe/xe_buýt/buýt/buyt/tàu/đò/phà/máy/app/tuyến/nước/bus =chạy/chạy
bình/máy_bơm/thiết_bị/dụng_cụ/vòi/trụ/họng chữa_cháy/cứu_hỏa/chữa_cháy_mini
lính/đội/tổ/lực_lượng/cảnh_sát/trạm/hội/anh_hùng chữa_cháy/cứu_hỏa/phòng_cháy/pccc
đánh giá/máy/thuế/vần/cầu/bắt/số/đổi/dấu/lưới/bóng/cờ/răng/đàn/bài/thức
chết máy
y/kinh/thực/quốc/tinh/từ/tử/cứu/văn =tế/te
chém gió/giá/đẹp
đâm chồi/đơn/đầu
cướp lời/cờ/đất/công/thời_cơ/chồng/ghế/sóng
điện giật giá
giật giá/deal/sale/cô_hồn
nổ hũ/máy/lực/mìn_đá
lửa trại/thử
giật mình/tít/gân/cục/giải/lùi
cứu trợ/đói/tế/hộ/hạn/nạn_nhân
cứu_trợ/cứu_đói
phòng/khoa/bệnh_viện cấp_cứu
sơ cấp_cứu
sơ_cứu
sáp/sap nhập/nhap
sập/sap tiệm/giá/sàn/bẫy/nguồn/mạng/web/hụi/hố
sắp/sap xếp/xep/tới/toi/đến
nhà =sắp
xe cứu_thương/cấp_cứu từ_thiện/miễn_phí/của
bắt_cóc dán
đánh_bắt
cầm/có dao động
nhảy cầu_lông
hơi ga_lăng
mùi/hơi =gà
cầu/đổ =mưa/xăng/rác/mồ_hôi/bê_tông/đất/cát
tai_nạn giao_thông giảm/tăng
mắc_kẹt xe
kẹt xe
nước cuốn trôi_rác
# Water that is led into a house, or kept out of it, floods none.
kéo/dẫn/đường_ống/đồng_hồ nước vô/vào nhà
lắp/gắn/bắt/thay ống nước vô/vào nhà
không/chưa/hổng có nước vô/vào nhà
chống/ngăn nước mưa/lũ/sông/cống/triều? vô/vào/tràn vào? nhà
nước lên/vô/vào/tới nhà tôi/tui/em/mình? rất/hơi/quá? yếu
nước lên/vô/vào/tới nhà tôi/tui/em/mình? không/hổng nổi
# Whoever does not want to live beside something wants to live.
=sống cạnh/bên_cạnh/gần/kế/sát quán/tiệm/nhà/nhà_máy/bãi/bãi_rác/chợ/đường/xưởng/trại/karaoke/kênh/sông/trạm/lò
=sống với/chung_với chồng/vợ/mẹ_chồng/ba_chồng/nhà_chồng/hàng_xóm/ổng/bả/tiếng_ồn/mùi
=sống ở/trong khóm/khu/hẻm/xóm/ấp/chỗ/nơi/nhà_trọ/chung_cư/phường
# A paper that does not come is no child.
chưa/không/hổng thấy/có/nhận giấy/thẻ/hồ_sơ/kết_quả/sổ/căn_cước/hộ_chiếu/học_bổng/quà … về/đâu
# An animal that ran away is a sorrow, and nobody for the police.
chó/mèo/gà/vịt/heo/trâu/bò/dê/chim/vẹt/cún/két/thú_cưng … đi? lạc/mất/mất_tích/xổng/sút/bay
lạc/mất/tìm/kiếm con? chó/mèo/gà/vịt/heo/trâu/bò/dê/chim/vẹt/cún/két/thú_cưng
bắn pháo_hoa
quậy vui
treo cờ tổ_quốc/nước/đảng/rủ/phướn/hồng_kỳ/đỏ/ngày/dịp/lễ/chưa/không
đuối sức/lý/hơi/quá
# Who wants to die of heat does not.
đói/đói_bụng/nóng/lạnh/mệt/buồn_ngủ/ngứa/mắc_cười/vui/nhức_đầu/nhức_răng … muốn/gần/sắp chết
đau_răng/khát/chán/bực/tức/sợ/mắc/đắt/dơ/hôi/ồn … muốn/gần/sắp chết
lạc hậu/đề/quan/điệu/loài
té/rơi/rớt/chảy nước bọt/mắt/miếng/dãi/mũi/lễ_hội
"""

WHICH_NUMBER = """
# Who asks for an office's number does not call it.
công_an/trạm_y_tế phường? số mấy/nào/gì/bao_nhiêu
"""

NO_FIRE = """
# Without accents "chảy máu" begins like a fire.
chay/chảy máu/mồ_hôi/nước_mắt
"""

NOW = """
# What makes a hint an emergency: it is here, now, or happens to somebody.
đang/rồi/kìa/nè/với/gấp/ơi/quá/trời/mau/lẹ/nhanh/giúp/giùm/dùm
có người/ai/em/cháu/bé/bà/ông
bị/mới/vừa/sắp/tụi_nó/thằng
ở/trước/sau/gần/ngay/đầu/cuối/cạnh hẻm/ngõ/đường/khóm/ấp/tổ/cầu/chợ/trường/ngã_tư/ngã_ba/nhà/chung_cư/đây/quán/số/cổng
nhà/vợ/chồng/con/mẹ/ba/má/cha/ông/bà/bạn/anh/chị tôi/tui/em/con/mình/cháu/nội/ngoại
hàng_xóm
"""

EXCUSES = """
# What shows that somebody asks or reads about it, and is not in it.
coi_chừng/cảnh_giác/đề_phòng/phòng_ngừa
là gì/sao/ai
nghĩa gì/là
bao nhiêu
mấy/may/số vụ/người/ca/trường_hợp/chiếc/lần
bao giờ
khi nào
lúc nào
ngày mấy/nào
hôm nào
chừng nào
mấy giờ
cấp_cứu/cứu_thương/cứu_hỏa … ở đâu/mô
phòng/trạm/bệnh_viện/chỗ … nào
mua … ở đâu
tiêm/chích/chích_ngừa/tiêm_ngừa/tiêm_phòng/khám … ở? đâu/chỗ_nào
tiêm/chích phòng/ngừa? bệnh? =dại
phòng chống/cháy/tránh/ngừa/ngộ_độc/đuối_nước/tai_nạn
phòng_chống/phòng_cháy/phòng_tránh/phòng_ngừa/pccc/ngăn_ngừa/đề_phòng
=chống đuối_nước/cháy/trộm/cướp/bạo_lực/bạo_hành/tai_nạn
tập_huấn/diễn_tập/hội_thao/hội_thi/tuyên_truyền/lớp/khóa_học/huấn_luyện/kỹ_năng/chuyên_đề/thực_tập/cuộc_thi
được/tiền/mức/xin/chính_sách/quỹ/gói hỗ_trợ
hỗ_trợ hộ/người/gì/bao_nhiêu/cho/những/các/nhà/nạn_nhân
hỗ_trợ … không $
bảo_hiểm/chính_sách/trợ_cấp/bồi_thường/chế_độ/đền_bù/thăm_hỏi/quyên_góp/ủng_hộ/trợ_giúp_xã_hội
mức/bị/xử phạt/lý
=phạt/xét_xử/khởi_tố/=tội
giảm/tăng so/bao_nhiêu/mạnh
thống_kê/số_vụ/tình_hình/kế_hoạch/phương_án/quyết_định/nghị_quyết/quy_định/luật/nghị_định/văn_bản/khai_báo/đề_án
ai chịu/đền/trả/lo
chịu trách_nhiệm
phường/trạm/ở_đây/khu/bệnh_viện có xe/trạm/đội/chỗ/dịch_vụ … không
giá/tiền/phí xe/gọi? cấp_cứu
thủ_tục/làm_lại/xin_xác_nhận
nghe/tin nói/đồn
hôm/bữa/tuần/tháng/năm/ngày qua/trước/ngoái/rồi/kia
hồi trước/năm/tháng/hôm/xưa
vụ … hôm_qua/sao_rồi/ra_sao/thế_nào/hôm_trước
nguyên_nhân/kết_quả/điều_tra
tuyên_dương/khen_thưởng/biểu_dương/=khen/=thưởng/=gương
tuyển/công_tác/nhiệm_vụ/phong_trào/tiêu_chí/công_trình/dự_án/quy_hoạch
chung_cư/nhà có … thiết_bị
học/dạy/lớp/biết cách? chữa_cháy/cứu_hỏa/sơ_cứu/cấp_cứu/bơi
hiến máu
phim/truyện/game/trò_chơi/bài_hát/sách
lao_động … chế_độ/khai_báo/bảo_hiểm
học_đường/gia_đình_văn_hóa
hưởng/hưởng_chế_độ
chứng_tử/mai_táng
"""

URGENT = """
# What makes it one whatever else is said.
cứu với/tôi/tui/em/con/mạng/mình
gấp
khẩn_cấp
=đang cháy/chảy/đánh/chém/hấp_hối/ngất/xỉu/co_giật/nguy_kịch/chìm/đuối
đang/bị cháy/chém/đánh/giật/hấp_hối/nguy_kịch … giúp/tới/đến/lẹ/mau/nhanh
lẹ lên/giùm/đi
mau lên/đi
nhanh lên/đi
trời ơi
sao/mà/nãy_giờ chưa tới/đến/thấy
nãy giờ
gọi/kêu giùm/giúp … xe/công_an/cứu_hỏa/cấp_cứu
"""

CRIES = """
# What nobody writes who only tells about danger: in a long message one of these makes an emergency of it.
cứu với/nó/người
bà_con/phường/bot/ad ơi
"""

PLEAS = """
# A cry of whoever is in it himself: it is one even where the message names a day.
cứu tôi/tui/em/con/mạng/mình
trời ơi
mau/lẹ/nhanh lên/giùm/giúp/đi/với
giúp/giùm tôi/tui/em/con/mình/với
gấp lắm/quá/với/giùm/gấp
gọi/kêu giùm/giúp/dùm
làm sao đây/bây_giờ
biết làm sao
sao/nãy_giờ/mà chưa tới/đến/thấy
"""

TOLD = """
# What only a text about danger holds: with a day in it too, it is one of the past, whoever cried then.
vận_động/quyên_góp/ủng_hộ/khuyến_cáo/nhà_hảo_tâm/mạnh_thường_quân/số_tài_khoản/chuyển_khoản/hoàn_cảnh/chung_tay
nguyên_nhân/lực_lượng/thiệt_hại/rút_kinh_nghiệm/tuyên_truyền/cảnh_giác/phòng_chống/phòng_cháy/phòng_tránh/pccc
thông_báo/đề_nghị/kính_mời/kính_gửi/trân_trọng/tuyên_dương/khen_thưởng/mong_bà_con/giúp_đỡ/hỗ_trợ
"""

MEDICAL_PLACE = """
# A question about where or when to be treated: answered as a question, with 115 beside it.
cấp_cứu
cứu_thương
sơ cấp_cứu
"""
