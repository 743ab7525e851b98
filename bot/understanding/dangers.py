"""What is an emergency, whom to call, and what only sounds like one. A person may read and extend this.

How a line is written stands in patterns.py. Better a number too many than a fire not heard: a phrase is left out here
only where its excuse is written below.
"""

DANGERS = {
    "114": """
# fire; "chay" without accents is also to run and to eat no meat, so it needs a neighbour
=cháy
cháy nhà/chợ/kho/rừng/quán/xưởng/bếp/phòng/trường/lớn/to/dữ/rồi/kìa/cháy/hết/lan/nổ
nhà/chợ/kho/bếp/phòng/quán/xưởng/rừng/bãi_rác/hàng_xóm đang/bị? cháy
bị/bốc/phát/đám/ngọn/lửa/báo/có cháy
bốc/ngọn/đám/có lửa
lửa lớn/to/bốc/lan/cháy
khói đen/mù_mịt/mịt_mù/nghi_ngút/bốc
khói nhiều/dày quá/đặc
chập điện/mạch
cháy nổ
cứu_hỏa/cứu_hoả
chữa cháy
chết cháy
# gas, explosion, electricity
nổ bình/bom/gas/ga/mìn/trạm/lớn/to
xì/rò/rò_rỉ/hở/mùi/hơi/thoát/sặc/xả gas/ga
gas/ga bị? xì/rò/rò_rỉ/nổ/hở
bình gas/ga … xì/nổ/cháy/rò/hở
đứt dây điện
dây điện bị? đứt/rơi/rớt/sà/chạm/xẹt/tóe_lửa
dây_điện_cao_thế/dây_cao_thế đứt/rơi/rớt
điện xẹt/rò/hở/chạm
trụ/cột điện bị? ngã/đổ/gãy/sập
rò điện
# collapse, caught, carried off
sập/đổ nhà/cầu/tường/trần/mái/giàn_giáo/hầm
nhà/tường/trần/mái/cầu/giàn_giáo/công_trình bị/mới? sập/đổ_sập
nhà/tường … =sập
sạt_lở nhà/đất/bờ
mắc_kẹt/mắc_kẹt_trong/kẹt_trong/bị_kẹt/kẹt_thang_máy
kẹt thang máy
nước cuốn
lũ cuốn
bị/đang/có vùi/chôn
""",
    "114 115": """
đuối_nước
chết_đuối/chìm_xuồng/chìm_ghe/lật_xuồng/lật_ghe/chìm_đò/lật_đò
té/rơi/rớt/ngã/lọt/sụp/trượt xuống? sông/kênh/ao/mương/giếng/hồ/biển/cống/hố/rạch
xuống sông/kênh/giếng/ao rồi/mất
người … =chìm
điện giật/giựt
giật/giựt điện
""",
    "115": """
cấp_cứu
xe cứu_thương
cứu_thương
xỉu/bất_tỉnh/mê_man/hôn_mê/ngất_xỉu/bất_động
=ngất
bị/té/ngã ngất
đột_quỵ/đột_quị/tai_biến/nhồi_máu/co_giật/động_kinh/hấp_hối/nguy_kịch/trụy_tim
khó/ngưng/ngừng/tắt/hết/không thở được?
thở không được/nổi
đau tim/ngực
đau bụng dữ/dữ_dội/quằn_quại
tai_nạn
đụng/tông/va_chạm/đâm/tung/húc xe
xe đụng/tông/cán/húc/lật
lật xe
té/ngã/rớt/rơi xe/lầu/thang/cầu_thang/mái/giàn_giáo
gãy/dập/đứt chân/tay/cổ/lìa/xương
bể/vỡ/chấn_thương đầu/sọ
té bể/vỡ/đập đầu
chảy máu
máu_me/mất_máu/ra_máu/ói_máu/hộc_máu/nôn_ra_máu
bị? thương nặng
bị_thương
rắn cắn
ong chích/đốt
ngộ_độc/trúng_độc/sốc_phản_vệ/sốc_thuốc
uống/nuốt/hít … thuốc_sâu/thuốc_rầy/thuốc_chuột/thuốc_cỏ/thuốc_diệt_cỏ/thuốc_độc/axit/thuốc_ngủ
hóc/mắc xương/dị_vật/hột/hạt/đồng_xu
đẻ/sanh/sinh rơi/rớt
sắp/chuyển sanh/đẻ/dạ
chuyển_dạ/vỡ_ối/đau_đẻ/băng_huyết
=phỏng nặng/nước_sôi/lửa
bỏng/phỏng nặng/nước_sôi/toàn_thân/lửa/quá
sắp/muốn/gần chết rồi/đến_nơi/mất
người chết
gọi xe cứu
""",
    "115 113": """
=tự_tử
tự_vẫn/tự_sát/thắt_cổ/treo_cổ/nhảy_cầu/nhảy_lầu
đòi/muốn/định/bạn/người/chuẩn_bị tự_tử
đòi/muốn/định chết/nhảy_cầu/nhảy_lầu
cắt cổ_tay/tay/mạch_máu
""",
    "113": """
đánh nhau/lộn/người/đập/hội_đồng/ghen
đập/quánh/uýnh/oánh/quýnh lộn/nhau/người
ẩu_đả/hỗn_chiến/xô_xát/thanh_toán_nhau
bị/đang/hay? … đánh/đập dã_man/đập/đau/chết/túi_bụi/tới_tấp
bị … đánh
đánh vợ/chồng/con/em/tôi/tui/mẹ/cháu/má/cha/ba/bà/ông
chồng/cha/ba/mẹ/dượng/vợ/thằng/nó đánh
=chém
chém nhau/người/lộn
bị chém/đâm
=đâm nhau/người/chết/chém
đâm chém/nhau
cướp
cướp_giật/cướp_của/ăn_cướp
giật/giựt dây_chuyền/túi/giỏ/bóp/điện_thoại/đồ/của
trộm
ăn_trộm/ăn_cắp/đột_nhập/móc_túi/cạy_cửa/cạy_khóa/phá_khóa
bị/mới mất_cắp/mất_trộm
giết người/tôi/tui/nhau/vợ/chồng
=giết
bắt_cóc/hiếp_dâm/hiếp/cưỡng_hiếp/sàm_sỡ/dâm_ô/xâm_hại/bạo_hành/khủng_bố/tống_tiền
cầm/có/mang/vác/xách dao/súng/mã_tấu/rựa/kiếm/bom/mìn
dọa/doạ/đe/đe_dọa/hăm giết/chém/đánh/đốt
quậy/phá_phách/phá quá/phá/tưng_bừng/dữ
say/xỉn … quậy/phá/đánh
nổ súng
bắn nhau/người/súng
đốt nhà
""",
    "114 115 113": """
cứu với/tôi/tui/em/con/mạng/mình/nó/người
cứu … với
kêu cứu
^ =cứu
^ cuu/cứu $
khẩn_cấp $
^ khẩn_cấp
^ nguy_hiểm quá? $
""",
}
"""By the numbers to call, the likeliest first: 113 police, 114 fire and rescue, 115 ambulance."""

NUMBERS = """
# The number alone, or the wish to call it.
^ 113/114/115/112/111 $
gọi/kêu/bấm/điện 113/114/115/112/111
113/114/115 ơi/cứu
số 113/114/115 $
số/số_điện_thoại cứu_hỏa/cứu_thương/cấp_cứu
gọi cứu_hỏa/công_an/cấp_cứu/cứu_thương
"""

INNOCENT = """
# Words of danger that mean something else; they are taken out before danger is looked for.
cháy hàng/vé/máy/túi/thẻ/phố/sạch/hết_hàng/số/kho_hàng/show/cầu_chì/bóng_đèn/nắng/da
cháy vé
ăn/quán/cơm/món/bún/phở/đồ/tiệc/=đám =chay/chay
chay trường/tịnh/lạt
giải/thi/đường/cuộc/phong_trào/bộ chạy/chay
chạy/chay bộ/thử/việt_dã/xe/chợ_ăn/thận/điểm/án/tiền/trường/lịch/theo/về/ra/qua/vô/đua/nhanh/chậm/tuyến/grab/làng/nước_rút
xe/xe_buýt/buýt/buyt/tàu/đò/phà/máy/app/tuyến/nước/bus =chạy/chạy
bình/máy_bơm/thiết_bị/dụng_cụ/vòi/trụ/họng chữa_cháy/cứu_hỏa/chữa_cháy_mini
lính/đội/tổ/lực_lượng/cảnh_sát/trạm/hội/anh_hùng chữa_cháy/cứu_hỏa/phòng_cháy/pccc
đánh giá/máy/thuế/vần/cầu/bắt/số/đổi/dấu/lưới/bóng/cờ/răng/đàn/bài/thức
chết máy
chém gió
đâm chồi/đơn/đầu
cướp lời/cờ
nổ hũ/máy/lực/mìn_đá
lửa trại/thử
giật mình/tít/gân/cục/giải/lùi
cứu trợ/đói/tế/hộ/hạn/nạn_nhân
cứu_trợ/cứu_đói
phòng/khoa/bệnh_viện cấp_cứu
sơ cấp_cứu
sơ_cứu
sáp/sap nhập/nhap
sắp/sap xếp/xep/tới/toi/đến
nhà sắp/sap
xe cứu_thương/cấp_cứu từ_thiện/miễn_phí/của
cầm/có dao động
nhảy cầu_lông
hơi ga_lăng
mùi/hơi gà
cầu/đổ =mưa/xăng/rác/mồ_hôi/bê_tông/đất/cát
tai_nạn giao_thông giảm/tăng
mắc_kẹt xe
kẹt xe
nước cuốn trôi_rác
trộm nghĩ/vía
bắn pháo_hoa
quậy vui
"""

EXCUSES = """
# What shows that somebody asks or reads about it, and is not in it.
là gì/sao/ai
nghĩa gì/là
bao nhiêu
mấy/may/số vụ/người/ca/trường_hợp
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
phòng chống/cháy/tránh/ngừa/ngộ_độc/đuối_nước/tai_nạn
phòng_chống/phòng_cháy/phòng_tránh/phòng_ngừa/pccc/ngăn_ngừa/đề_phòng
chống đuối_nước/cháy/trộm/cướp/bạo_lực/bạo_hành/tai_nạn
tập_huấn/diễn_tập/hội_thao/hội_thi/tuyên_truyền/lớp/khóa_học/huấn_luyện/kỹ_năng/chuyên_đề/thực_tập/cuộc_thi
bảo_hiểm/hỗ_trợ/chính_sách/trợ_cấp/bồi_thường/chế_độ/đền_bù/thăm_hỏi/quyên_góp/ủng_hộ/trợ_giúp_xã_hội
mức/bị/xử phạt
=phạt/xử_lý/xét_xử/khởi_tố/=tội
giảm/tăng so/bao_nhiêu/mạnh
thống_kê/số_vụ/tình_hình/báo_cáo/kế_hoạch/quyết_định/nghị_quyết/quy_định/luật/nghị_định/thông_báo/văn_bản
thủ_tục/giấy_tờ/hồ_sơ
nghe/tin nói/đồn
hôm/bữa/tuần/tháng/năm/ngày qua/trước/ngoái/rồi/kia
hồi trước/nãy/năm/tháng/hôm/xưa
vụ … hôm_qua/sao_rồi/ra_sao/thế_nào/hôm_trước
nguyên_nhân/kết_quả/điều_tra
tuyển/công_tác/nhiệm_vụ/phong_trào/tiêu_chí/an_toàn
chung_cư/nhà có … thiết_bị
phim/truyện/game/trò_chơi/bài_hát/sách
nếu/=lỡ
phải làm sao/gì
thực_phẩm
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
gọi/kêu giùm/giúp … xe/công_an/cứu_hỏa/cấp_cứu
"""

MEDICAL_PLACE = """
# A question about where or when to be treated: answered as a question, with 115 beside it.
cấp_cứu
cứu_thương
sơ cấp_cứu
"""
