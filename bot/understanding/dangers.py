"""What is an emergency, and whom to call. A person may read and extend this; what excuses a phrase is in excuses.py.

How a line is written stands in patterns.py. Better a number too many than a fire not heard: a phrase is left out here
only where its excuse is written there.
"""

from bot.understanding.frauds import SCAMS

DANGERS = {
    "114": """
# fire; "chay" without accents is also to run and to eat no meat, so it needs a neighbour
~ cháy
=cháy nhà/chợ/kho/xe/rừng/quán/xưởng/bếp/phòng/trường/lớn/to/dữ/rồi/kìa/cháy/hết/lan/nổ/quá/ở/trước/sau/gần/bãi
=cháy cháy
cháy nhà/chợ/kho/rừng/quán/xưởng/bếp/phòng/trường/lớn/to/dữ/rồi/kìa/cháy/hết/lan/nổ
nhà/chợ/kho/bếp/phòng/quán/xưởng/rừng/bãi_rác/hàng_xóm đang/bị? cháy
bị/bốc/phát/đám/ngọn/lửa/báo/có cháy
bốc/ngọn/đám/có lửa
lửa lớn/to/bốc/lan/cháy
khói đen/mù_mịt/mịt_mù/nghi_ngút/bốc
khói nhiều/dày quá/đặc
bốc/có/đầy/toàn/thấy khói
khét/khói quá/dữ
lửa phừng_phừng/ngùn_ngụt/đỏ_rực/rực_trời/dữ_dội
phát_nổ
xe/pin/bình/nồi/lò/máy/trạm phát? =nổ
mùi khét
hỏa_hoạn/hoả_hoạn
cháy sạch/sạp/rụi/trụi/đen/dữ_dội
chập điện/mạch
cháy nổ
phát_hỏa/phát_hoả/bắt_lửa/bén_lửa/tóe_lửa/khói_lửa/cháy_ngún
lửa bén/bùng/ngùn_ngụt/ngút_trời
điện chập/nổ/tóe_lửa
chập/cháy/nổ ổ_điện/ổ_cắm/cầu_dao/bảng_điện/công_tơ/đồng_hồ_điện/pin/ắc_quy/bình_điện
nổ tung/banh/pin/nồi/ắc_quy/xe/lò/hơi
~ cứu_hỏa/cứu_hoả
~ chữa cháy
trụ/cột điện sắp/muốn ngã/đổ/gãy
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
cây đổ/ngã/đè trúng/người/nhà/xe/lên/vô/đè
=đè trúng/lên? người/nhà/em/tôi/con/trẻ
bị … =đè
bị nhốt/kẹt
còn/có người … =kẹt
=kẹt trong/dưới/giữa
nhà/tường/trần/mái/cầu/giàn_giáo/công_trình bị/mới? =sập/đổ_sập
nhà/tường/trần/mái/cầu bị/mới sập
nhà/tường/trần/mái/cầu/giàn_giáo … =sụp
nhà/tường/trần/mái/cầu sập rồi/kìa/xuống
nhà/tường … =sập
đổ_sập/bị_sập/vừa_sập/mới_sập
bồn/xăng/dầu … cháy
sạt_lở nhà/đất/bờ
mắc_kẹt/mắc_kẹt_trong/kẹt_trong/bị_kẹt/kẹt_thang_máy
kẹt thang máy
rò/rò_rỉ/tràn/xì/nổ hóa_chất/khí_độc/khí/amoniac/dầu/axit
kẹt tay/chân/đầu … thang/máy/cửa/cống/rào/khe
leo/trèo lên? cột_điện/trụ_điện/mái/nóc/cầu … nhảy/tự_tử/không_xuống
rắn/trăn vô/vào/trong/bò nhà/phòng/vô/vào
sụt/lún/lở nhà/đất … người/nhà/rồi/sập
lũ quét/cuốn
nước cuốn
lũ cuốn
bị/đang/có vùi/chôn
# floods, in which people are
nước … tới/đến/ngang/quá/lên bụng/ngực/cổ/đầu/nóc/mái/gối/lưng
nước lũ? đang/cứ/vẫn dâng/lên nhanh/vô/vào/quá
nước lũ đang/cứ/vẫn? dâng/lên/tràn/vô/vào/về
lũ đang/cứ/vẫn? dâng/lên/tràn/về/tới rồi/nhanh/quá/nhà
nước dâng nhanh/ngập
ngập sâu quá/lắm/nhà/rồi
ngập nhà/lút/tới rồi/hết/nóc/mái/ngực/cổ/đầu
bị/mắc/kẹt cô_lập/kẹt … lũ/nước/ngập
@flood = mưa/sông/lũ/lụt/kênh/rạch/mương/cống/biển/triều/triều_cường/ngập
nước @flood? ngập/tràn/dâng/lụt/ùa/xộc/lên/lũ … vô/vào/trong/khắp nhà
nước lên/dâng/ngập/tràn/leo tới/đến/lên? nhà/giường/thềm/bàn_thờ/cửa
nước @flood? vô/vào/trong nhà rồi/kìa/hết/quá/nhiều/tới/ào_ào
nước @flood? vô/vào nhà tôi/tui/em/con/mình/cháu? $
nhà … ngập/lụt hết/rồi/tới/nửa/sâu/quá/trơn/nước
~ tràn đê/bờ_bao
nước @flood? tràn qua? đê/bờ_bao
=vỡ đê
bể/sạt/sụp đê/bờ_bao/bờ_đê/bờ_kè
vỡ/tràn đê/bờ_bao/bờ_đê/bờ_kè/đập rồi/kìa/nước
bờ_bao/bờ_đê/bờ_kè/đê/đập bị/mới/đã? =vỡ/bể/tràn/sạt/=lở/sập/sụp
# wind, trees, houses that give way
mái_tôn/mái_nhà/nóc_nhà/=mái/=nóc … =bay/tốc/sập
cháy xe … xăng/rồi/kìa/nổ
tốc/=bay/cuốn mất/hết/luôn/nguyên? mái/nóc/tôn
lốc_xoáy/vòi_rồng/giông_lốc/lốc … nhà/mái/nóc/cây
cây … ngã/đổ/gãy/bật_gốc/trốc_gốc … đường/hẻm/lối/cửa/dây/nhà/xe
nhà/tường/trần/mái/cầu/trụ … muốn/sắp/gần/chực sập/sụp/đổ/ngã
=sạt/=lở bờ/đất/kè/kênh/sông
sạt/=lở/sụp bờ/đất/kè/kênh/sông … cuốn/trôi/sập
""",
    "114 113": """
# somebody sets fire to something: the fire first
đốt nhà/xe/cửa/tiệm/kho/chợ/quán
phóng_hỏa/phóng_hoả
châm/nổi lửa … nhà/xe/cửa/tiệm/kho/chợ/quán
""",
    "114 115": """
~ đuối_nước
bị/đang/sắp/có/người/em/cháu/bé/trẻ đuối_nước
chết_đuối
người/em/cháu/bé/trẻ/con/thằng/đứa … bị/đang/sắp đuối rồi/kìa? $
người/em/cháu/bé/trẻ/con/thằng/đứa … =đuối
=ngộp/=ngạt nước
bị/đang/sắp ngộp/ngạt nước
hụt chân … chìm/sông/kênh/nước
ngộp nước rồi/kìa/quá/ngoài/dưới/ở
chìm nghỉm/lỉm
té/rơi/rớt/ngã/lọt xuống? nước rồi/kìa/mất/sâu
~ té/rơi/rớt/=ngã/lọt xuống nước
bé/cháu/con/em/trẻ/người/nhỏ bị? té/rơi/rớt/ngã/lọt nước $
lật/chìm/đắm/úp xuồng/ghe/đò/tàu/thuyền/phà/vỏ_lãi/sà_lan
xuồng/ghe/đò/tàu/thuyền/phà/vỏ_lãi/sà_lan bị? lật/chìm/đắm/úp
nhảy/gieo_mình/lao xuống? sông/kênh/hồ/biển/giếng
trôi sông/xuống/theo
bị/người/đang trôi
mất_tích … sông/kênh/nước/biển/xuồng/ghe
té/rơi/rớt/ngã/lọt/sụp/trượt xuống? sông/kênh/ao/mương/giếng/rạch
=té/rơi/rớt/=ngã/lọt/sụp/trượt xuống? hồ/biển/cống/hố
té/ngã/rơi/rớt/lọt xuống? hồ/biển/cống/hố_ga/hầm
xuống sông/kênh/giếng/ao rồi/mất
=chìm dưới/xuống/rồi/trong/mất
bị/đang/sắp chìm
không biết bơi … nước/sông/kênh
bị/nước/sóng cuốn
điện giật/giựt
bị giật/giựt =điện $
""",
    "115": """
~ cấp_cứu
~ cứu_thương
cần/gọi/kêu/xin/nhờ … cấp_cứu/cứu_thương
^ xe cấp_cứu/cứu_thương $
cấp_cứu với/gấp/giùm/giúp/dùm/tôi/tui/ngay/lẹ
=xỉu
bị chó/mèo/khỉ/chuột/heo/bò … cắn/cào/húc/táp
chó/khỉ cắn $
chó/khỉ cắn/táp trúng? em/con/cháu/bé/thằng/người/tôi/tui/mẹ/ba/bà/ông/cụ/vợ/chồng/đứa/chân/tay/mặt
mệt tim
xỉu rồi/mất/ngang
bị/té/ngã/lăn_ra xỉu
bất_tỉnh/mê_man/hôn_mê/ngất_xỉu/bất_động/tím_tái/=lả_người
=lịm đi/dần/rồi
nằm im/bất_động/thẳng_cẳng/co_quắp
không/hết/chẳng cử_động/nhúc_nhích/tỉnh/tỉnh_lại/thở/phản_ứng
kêu/gọi/lay không/hoài_không? trả_lời/dậy/tỉnh
méo miệng/mồm
liệt nửa/một? người/bên
lên cơn co_giật/tim/động_kinh/suyễn/hen/đau_tim
sốt cao/co_giật … co_giật/mê/không_hạ/li_bì
trúng gió/thực/độc
sặc sữa/nước/cháo/cơm
ngạt khí/khói/nước/thở
=ngạt/=ngộp thở/khí/khói/nước/ga/gas
ngộp thở/khói/khí/ga/gas
thở dốc/gấp/khò_khè/không_ra_hơi/thoi_thóp
tim … ngừng/ngưng đập/rồi/thở
tim không/hết/thôi/chẳng/ko còn? đập
tim ngừng/ngưng
mất/hết mạch rồi
không bắt được mạch
thoi_thóp/ngừng_tim/ngưng_tim/tắt_thở/sốc_nhiệt/say_nắng/sảy_thai/xuất_huyết_não/hạ_đường_huyết/tụt_huyết_áp
huyết_áp tụt/tăng_vọt/lên_cao/cao_quá
nuốt cục/viên/trái/miếng/cái? đồng_xu/pin/kim/cúc/hạt/hột/xương/đinh/thuốc/nhầm/phải
uống thuốc nhầm/lộn/quá_liều
xe đâm/đụng/tông/tung nhau
uống quá_liều/cả_vỉ/thuốc_quá_liều/thuốc_tự_tử/nhầm/lộn
đứt/cụt/giập/nát mạch_máu/tay/chân/ngón
đâm/lủng/thủng bụng/ngực/cổ
không dậy/ngồi_dậy/đứng_dậy nổi/được
té/ngã … không dậy/đứng nổi/được
té/ngã … máu/gãy/bất_tỉnh/xỉu/bể/đầu
ra nước ối/máu
rết/bò_cạp/bọ_cạp/rắn/khỉ cắn/chích/đốt
^ con_tôi/con_tui/bé/cháu/em_bé/bà/ông/mẹ? bị chó/mèo/khỉ/heo cắn/táp rồi/kìa? $
chó/mèo/khỉ cắn tôi/tui/con_tôi/con_tui/người/bé/cháu/em_bé/bà/ông/mẹ rồi/kìa?
~ =chóng_mặt
chóng mặt quá/lắm/té/xỉu
chó/mèo/heo cắn … máu/nặng/rách/đứt/mặt
sốt 40/41/bốn_mươi
dị_ứng nặng/khó_thở/sưng
sốc thuốc/ma_túy/phản_vệ
=nghẹn/=nghẹt thở/cơm/thức_ăn
=ngất
bị/té/ngã ngất
đột_quỵ/đột_quị/tai_biến/nhồi_máu/co_giật/động_kinh/hấp_hối/nguy_kịch/trụy_tim
khó/ngưng/ngừng/tắt/hết/không thở được?
thở không được/nổi
đau tim/ngực
đau bụng dữ/dữ_dội/quằn_quại
~ tai_nạn
bị/gây/xảy_ra/vừa/mới tai_nạn
tai_nạn giao_thông/xe/ở/trước/ngay/gần/rồi/nặng/chết
=đụng/tông/va_chạm/=đâm/húc xe
đụng/đâm xe … bị_thương/máu/chết/té/rồi/nằm/ngã/nặng
đụng/đâm xe ở ngã_tư/ngã_ba/đầu/cầu/trước … người/bị/chết/té
xe … =đụng/=tông/=cán/húc/lật/ủi/=đâm
xe tông/đụng
bị/mới/vừa =đụng/tông/=cán/húc/quẹt/ủi
=cán/tông/=đụng/húc chết/trúng/phải người/em/bé/con/cụ/bà/ông
=cán người/chết/ngang
tông người/nhau/chết/trúng
lật xe
té/ngã/rớt/rơi xe/lầu/thang/cầu_thang/mái/giàn_giáo
gãy/dập/đứt/lìa chân/tay/cổ/lìa/xương/ngón/đùi/gân
máy/xe/dao/cưa/kiếng/kính bị? cuốn/cán/chém/cắt/đứt/cứa tay/chân/đứt/người/trúng
=bể/=vỡ/chấn_thương đầu/=sọ
té bể/vỡ/đập đầu
chảy/ra/ói/nôn/phun/mất/đầy nhiều? máu
máu chảy/phun/ra/không_cầm/nhiều
máu_me/mất_máu/ra_máu/ói_máu/hộc_máu/nôn_ra_máu
bị? thương nặng
bị_thương
rắn/trăn … cắn/mổ
ong … chích/đốt/đánh/cắn
ngộ_độc/trúng_độc/sốc_phản_vệ/sốc_thuốc
uống/nuốt/hít nhầm/lộn/phải? … thuốc_sâu/thuốc_rầy/thuốc_chuột/thuốc_cỏ/thuốc_diệt_cỏ/thuốc_độc/axit/thuốc_ngủ
uống/nuốt/hít nhầm/lộn/phải? … thuốc trừ/diệt/bả/bảo_vệ sâu/cỏ/chuột/rầy/ốc/mối/muỗi/kiến/gián/thực_vật
uống/nuốt nhầm/lộn/phải? … bả_chuột/nước_tẩy/nước_javel/javel/xăng/dầu_hỏa/thạch_tín/paraquat/keo_chó
hóc/mắc xương/dị_vật/hột/hạt/đồng_xu
đẻ/sanh/sinh rơi/rớt
sắp/chuyển sanh/đẻ/dạ
sắp/đang sinh/sanh/đẻ … xe/đau/gấp/rồi/cứu/kịp
chuyển_dạ/=vỡ_ối/đau_đẻ/băng_huyết/đẻ_rớt/đau_bụng_đẻ/đau_bụng_sanh/đau_bụng_sinh/vo_oi/bể_ối
=phỏng nặng/nước_sôi/lửa
bỏng/phỏng nặng/nước_sôi/toàn_thân/lửa/quá
sắp/muốn/gần chết rồi/đến_nơi/mất
người chết
gọi xe cứu
ôm ngực/tim/đầu/bụng … gục/té/ngã/xỉu/quỵ/lăn
=gục/=quỵ xuống/rồi/ngã
ngã_quỵ/gục_xuống/ngã_gục
""",
    "115 113": """
~ =tự_tử
=người/chồng/vợ/con/anh/chị/em/mẹ/ba/má/cháu tôi/tui treo_cổ
có/thấy/mới/vừa người/ai/thằng/đứa/ông/bà/cô/chú … treo_cổ
tự_vẫn/tự_sát/thắt_cổ/treo_=cổ/nhảy_cầu/nhảy_lầu
đòi/muốn/định/bạn/người/chuẩn_bị tự_tử
đòi/muốn/định chết/nhảy_cầu/nhảy_lầu
đòi/muốn/định/dọa … tự_tử
cắt cổ_tay/tay/mạch_máu
nhắn/gửi/gởi/để_lại/viết/ghi … vĩnh_biệt/tuyệt_mệnh/thư_tuyệt_mệnh
không/hổng/hỏng/hết/chẳng/chả/ko muốn/thiết/còn_muốn =sống
không/hổng/hỏng/hết/chẳng muốn/thiết song nữa/gì
=chán sống
""",
    "113": f"""
{SCAMS}
đánh nhau/lộn/người/đập/hội_đồng/ghen
đập/quánh/uýnh/oánh/quýnh lộn/nhau/người
ẩu_đả/hỗn_chiến/xô_xát/thanh_toán_nhau
bị/đang/hay? … đánh/đập dã_man/đập/đau/chết/túi_bụi/tới_tấp
bị … đánh
đánh vợ/trẻ/bé/người_già/mẹ_già/chồng/con/em/tôi/tui/mẹ/cháu/má
đập/quánh/uýnh/oánh/tẩn/dần/hành_hạ/bạt_tai/đá vợ/con/vợ_con/mẹ/cha/ba/má/bà/ông/trẻ/em_bé/chồng
=đánh cha/ba/bà/ông
chồng/cha/ba/mẹ/dượng/vợ/thằng/nó đánh
=chém
chém nhau/người/lộn
bị chém/đâm
=đâm nhau/người/chết/chém
đâm chém/nhau
~ cướp
~ =trộm
~ trộm
bị/có/bọn/thằng/tụi/kẻ/bắt cướp/trộm
cướp cướp/của/xe/tiền/tiệm/giật/đồ/điện_thoại
trộm vô/vào/trong/đang/trộm/xe/đồ
cướp_giật/cướp_của/ăn_cướp
giật/giựt/lấy/móc/chộp mất? dây_chuyền/túi/giỏ/bóp/ví/điện_thoại/đồ_của/tiền/xe_của
=giật đồ
ăn_trộm/ăn_cắp/đột_nhập/móc_túi/cạy_cửa/cạy_khóa/phá_khóa
mất xe/xe_máy/xe_đạp/xe_điện rồi/kìa/ở/trước/ngay
bị/mới? mất_cắp/mất_trộm/trộm_cắp/mất_cướp
mất … bị trộm/cướp
cạy/bẻ/phá/đục cửa/khóa/khoá/két/tường
lấy/bị/mới trộm/cắp/mất_trộm
giết người/tôi/tui/nhau/vợ/chồng
~ =giết
bị giết
bắt_cóc/hiếp_dâm/hiếp/cưỡng_hiếp/sàm_sỡ/dâm_ô/xâm_hại/bạo_hành/khủng_bố/tống_tiền
cầm/có/mang/vác/xách/vung dao/súng/mã_tấu/rựa/kiếm/bom/mìn/búa/rìu/gậy/kim_tiêm/hung_khí/phóng_lợn/phản
dọa/=đe/hăm_dọa/đe_dọa người/tôi/tui/em/dân/mọi_người/nhà
… =dọa $
quánh/oánh/uýnh/bụp/choảng/tẩn/xử/thọi lộn/nhau/người
chặn/chận/vây/bao_vây đường/xe/đánh/nhà … đánh/cướp/đòi/chém
ném đá/gạch/bom/chai … nhà/xe/người
lạc/thất_lạc mất? con/cháu/bé/mẹ/bà/ông/em_bé/đứa_nhỏ
=lạc/thất_lạc mất? thằng/đứa … nhỏ/con/cháu/út/nhóc
con/cháu/bé/em_bé/đứa_nhỏ … lạc mất/trong/đường/rồi
con/cháu/bé/em_bé/đứa_nhỏ … lạc ở/ngoài chợ/công_viên/bến/hội/lễ_hội/đường/siêu_thị/trường
con/cháu/bé/mẹ/bà/ông … lạc đâu_mất
con/cháu/bé tôi/tui/em/trai/gái … … chưa/không/hổng thấy về/đâu
con/cháu/bé/em_bé/đứa_nhỏ … … tới/đến/mà giờ chưa/không/hổng … về/đâu
tìm/kiếm … không thấy/ra con/cháu/bé/em_bé/đứa_nhỏ tôi/tui/em/đâu? $
không thấy con/cháu/bé/em_bé/đứa_nhỏ tôi/tui/em? đâu
con/cháu/bé/em/mẹ/bà/ông … đi_lạc/mất_tích/bị_lạc
khoe_thân/bám_đuôi/dụ_dỗ/quay_lén/gạ_gẫm/cưỡng_bức/băng_nhóm
xác chết/người/trôi
thi_thể
dọa/doạ/đe/đe_dọa/hăm giết/chém/đánh/đốt
quậy/phá_phách/phá quá/phá/tưng_bừng/dữ
say/xỉn … quậy/phá/đánh
nổ súng
người/kẻ/thằng/ai lạ/gian vô/vào/trong/rình/leo/đột_nhập/đứng/theo/lảng_vảng
=lạ vô/vào nhà
kẻ gian/xấu/cướp/trộm/biến_thái
bám theo/đuổi tôi/tui/em/con/mình
theo/rình dõi/rập/mò tôi/tui/em/con/mình/nhà
bắt đi/mất con/cháu/bé/em/bạn/người/trẻ/tôi/tui/vợ
bắt con/cháu/bạn/người/vợ/trẻ … đi/mất
bị/đang nhốt/giam/trói/hành_hung/đuổi_đánh/đuổi_chém/rượt/bóp_cổ/siết_cổ/ép
hành_hung/bóp_cổ/siết_cổ/tạt_axit/ném_bom_xăng/xã_hội_đen/giang_hồ/côn_đồ/ngáo_đá/gây_rối/sờ_mó/quấy_rối
đập phá/xe/cửa/đồ/quán
chích/chơi/hút ma_túy/xì_ke
xì_ke/nghiện/=say/=xỉn/ngáo … giật/lấy/vô/phá/quậy/chém/đánh/đòi
đòi nợ … đánh/đập/tạt/khủng_bố/dọa/nhà
bắn nhau/người/súng
""",
    "114 115 113": """
cứu/giúp/tới tôi/tui/em/con/với? gấp/mau/lẹ/liền có_chuyện/nguy/chết/không_xong
cứu với/tôi/tui/em/con/mạng/mình/nó/người
cứu … với
kêu cứu
~ =cứu
help me/với/cứu/us
^ sos
^ =cứu
^ cuu/cứu $
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
số … 113/114/115 $
số/số_điện_thoại cứu_hỏa/cứu_thương/cấp_cứu
gọi/báo/kêu cứu_hỏa/công_an/cấp_cứu/cứu_thương gấp/ngay/lẹ/mau/giùm/giúp/tới/đến/dùm?
"""
