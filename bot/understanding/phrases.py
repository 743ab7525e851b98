"""What people say when they want something of the bot itself. A person may read and extend this.

How a line is written stands in patterns.py. Every table is asked in the order of this file; the first that knows the
message decides. What begins like one of them and goes on about something else is a question: "đăng ký" stands alone or
with "nhận tin", and never before "kết hôn".
"""

NO_WISH = """
# What sounds like a wish and is a complaint or a question.
không/chưa/hổng nhận được tiền/quà/gạo/hỗ_trợ/lương/giấy/thẻ
không/chưa/hổng nhận được thông_báo thuế/nộp/phạt
chuyển_tiền/chuyển_khoản/otp/lừa_đảo/bị_lừa
xưng/tự_xưng/giả_danh/mạo_danh/kêu_cài
=dân =số
^ dân số
"""

PRIVACY = """
xóa/bỏ hết/toàn_bộ? dữ_liệu/thông_tin/lịch_sử
xóa hết/toàn_bộ? mọi? thứ/cái? về tôi/tui/em/mình
xóa tên/số/số_điện_thoại/tài_khoản tôi/tui/em/mình/của
^ xóa tài_khoản $
^ xóa tôi/tui/em/mình $
rút lại? sự? đồng_ý
rút … đồng_ý
quyền_riêng_tư
riêng_tư $
dữ_liệu/thông_tin cá_nhân $
bot/phường/ad/đang đang? lưu/giữ/thu_thập những/cái? gì/dữ_liệu/thông_tin …
lưu/giữ/thu_thập những? thông_tin/dữ_liệu gì
thông_tin/dữ_liệu của? tôi/tui/em/mình $
bảo_mật/lộ thông_tin/dữ_liệu
ai cho phường/bot/ad? biết? số/số_điện_thoại/tên/thông_tin
"""

STOP = """
@news = tin/thông_báo/tin_nhắn/bản_tin/tin_tức
@end = hủy/bỏ/ngừng/ngưng/dừng/thôi/hủy_bỏ
@not = không/hổng/khỏi/hết/chẳng/chả
@dont = đừng/đừng_có/khỏi/=chớ/đừng_bao_giờ
# "hủy", "bỏ", "thôi" before signing up or getting news
hủy/bỏ/xóa/dừng/ngừng/ngưng/thôi/rút/cắt/ngắt/hủy_bỏ đăng_ký $
@end … nhận/theo_dõi @news $
@end đăng_ký … @news/bot/kênh/nhóm $
@end theo_dõi $
# "tắt tin", "ngưng gửi tin", "chặn bot"
tắt/ngắt/ngừng/ngưng/=dừng/khóa/hủy/chặn/bỏ @news/bot/kênh $
tắt giùm/giúp/dùm/đi
ngừng/ngưng/dừng/thôi gửi/gởi/nhắn/báo/đưa @news? $
^ ngừng/ngưng/stop/stop_bot/unsubscribe/unsub/unfollow $
^ =dừng $
^ dừng lại $
^ ngừng/ngưng/dừng/thôi nhận $
^ thôi nhận tin/thông_báo
# "đừng gửi nữa", "không muốn nhận", "không cần tin"
@dont/không/hổng gửi/gởi/nhắn/báo @news/gì/tùm_lum? tôi/tui/em/mình/nữa? nữa/đâu? $
@dont gửi/gởi/nhắn nữa
@dont làm phiền
@not muốn bị? làm_phiền
@dont làm_phiền
@dont nhắn/gửi/gởi/báo $
@dont nhắn/gửi/gởi/báo @news/gì/hoài/mãi/tùm_lum/nhiều/rác/hàng_ngày/mỗi_ngày/vậy
@not muốn/cần/thèm/thích? nhận/đọc/coi/xem/nghe/thấy @news/gì? nữa/đâu $
@not muốn/cần/thèm/thích nhận/xem/đọc/coi @news? $
@not nhận/muốn/cần/thèm/thích @news $
không/hổng/khỏi/hết nhận nữa/đâu
không/hổng nhận tin/thông_báo nữa/đâu? $
không/hổng đăng_ký nữa/đâu
# leaving
rút/xóa/bỏ/gạch tên tôi/tui/em/mình/ra? ra? khỏi? danh_sách? $
^ rút tên
rút/ra/xóa khỏi danh_sách/nhóm/kênh
không/hổng/khỏi/hết theo_dõi nữa/đâu? $
đưa/bỏ/xóa/cho/loại/gạch tôi/tui/em/mình ra khỏi danh_sách/nhóm/kênh/đây
thoát/rời khỏi? nhóm/kênh/bot $
^ ra nhóm/kênh/bot $
ra khỏi nhóm/kênh/bot $
^ im/câm đi/miệng/mồm
^ im $
# what is said of it
spam
phiền vl/vãi/quá/ghê/lắm/chết … ngừng/ngưng/dừng/thôi/tắt/im
làm_phiền quá
phiền quá
^ tin rác $
nhắn/gửi/gởi hoài/tùm_lum/nhiều mệt/phiền/bực/ồn quá
nhiều tin quá
"""

RECEIVES_NOTHING = """
# Who misses the news wants it.
sao/tại_sao/vì_sao … không/hổng/chưa gửi/gởi/nhắn tin/thông_báo/bản_tin
sao/tại_sao/vì_sao … ngừng/ngưng/thôi gửi/gởi/nhắn tin/thông_báo/bản_tin
# … and who asks that it may go on.
^ đừng/đừng_có/khỏi ngừng/ngưng/tắt/hủy/cắt gửi/gởi/nhận? tin/thông_báo/bản_tin/đăng_ký
^ đừng/đừng_có/khỏi ngừng/ngưng/tắt/cắt $
sao/tại_sao/vì_sao/làm_sao … không/hổng/chưa nhận/thấy/có được? tin/thông_báo/bản_tin/tin_nhắn
không/hổng/chưa nhận/thấy được tin/thông_báo/bản_tin/tin_nhắn nào/gì/hết?
"""

START = """
@news = tin/thông_báo/tin_nhắn/bản_tin/tin_tức
^ đăng_ký $
^ ghi_danh $
đăng_ký/ghi_danh … nhận @news
đăng_ký/ghi_danh nhận @news
đăng_ký/ghi_danh tin/thông_báo/bot/kênh/nhóm $
đăng_ký theo_dõi kênh/bot/phường/tin?
^ muốn/cần/xin/cho theo_dõi tin/thông_báo/kênh/bot
đăng_ký lại $
chưa/không/hổng nhận/thấy … tin/thông_báo nào/gì/hết $
^ muốn/cần/xin/cho … nhận @news lại/trở_lại? $
^ muốn/cần/xin/cho … nhận @news của/từ/về/ở/hàng_ngày/mỗi_ngày/phường
^ cho tôi/tui/em/con/mình/ba/mẹ/chị/anh/bác/cô/chú/ông/bà/=chị nhận tin/thông_báo
làm sao/thế_nào/cách_nào? … nhận tin/thông_báo/tin_tức
cách nhận tin/thông_báo
nhận tin/thông_báo thế_nào/sao/bằng_cách_nào $
^ nhận tin/thông_báo/bản_tin/tin_tức $
^ nhận lại $
^ nhận tin/thông_báo lại/trở_lại/phường $
bật/mở tin/thông_báo lại? $
^ theo_dõi kênh/bot/phường/tin $
^ tham_gia nhóm/kênh/bot $
^ gửi/gởi tin/thông_báo cho tôi/tui/em/mình với/đi? $
^ có tin/gì? thì/nhớ? báo/nhắn/gửi tôi/tui/em/mình
vô/vào nhóm/kênh phường/bot? $
subscribe
"""

# What follows in pairs is for messages of these words alone, in whatever order: one of the signs, and nothing beside
# them but the words that go with them. A word that is not there makes a question of the message.

STOP_SIGNS = """
hủy/=bỏ/ngừng/ngưng/=dừng/tắt/=đừng/thoát/=rời/=chặn/=rút/=khóa
không/hổng/khỏi/hết/chẳng muốn/cần/thích
không/hổng nhận/theo_dõi/đăng_ký
khỏi/thôi nhận/gửi/gởi/nhắn/báo/đăng_ký/theo_dõi
"""
STOP_BESIDE = """
đăng_ký/nhận/gửi/gởi/nhắn/báo/tin/tin_nhắn/thông_báo/tin_tức/bản_tin/bot/nhóm/kênh/danh_sách/theo_dõi/làm_phiền/tên/ra/khỏi
muốn/không/có/thôi/việc/hàng_ngày/mỗi_ngày/hoài/những/các/loại/luôn_luôn/khi_nào/từ_nay/nữa/tham_gia/vĩnh_viễn/hẳn
"""

START_SIGNS = """
đăng_ký/ghi_danh/theo_dõi/tham_gia
nhận tin/tin_nhắn/thông_báo/tin_tức/bản_tin
nhận … tin/tin_nhắn/thông_báo/tin_tức/bản_tin
gửi/gởi/báo tin/thông_báo
bật tin/thông_báo
chưa/không nhận được tin/thông_báo
"""
START_BESIDE = """
tin/tin_nhắn/thông_báo/tin_tức/bản_tin/bot/nhóm/kênh/nhận/trở_lại/hàng_ngày/mỗi_ngày/khi_có/mới/gửi/gởi/báo/vào/vô/bật
ông/bà/ba/má/mẹ/chồng/vợ/nội/ngoại/người_nhà/gia_đình/thêm/các/những/có/ở_đây/chỗ_này/zalo/telegram
"""

LATEST_SIGNS = """
tin/tin_tức/thông_báo/bài/bản_tin mới/nhất/hot/nóng/gì/nào
mới/hot/nóng tin/nhất
"""
LATEST_BESIDE = """
tin/tin_tức/thông_báo/bài/bản_tin/mới/nhất/hot/nóng/gì/nào/có/xem/đọc/coi/nghe/cập_nhật/update/hôm_nay/bữa_nay/không/chưa
những/các/mấy/phường/gần_đây/vừa/ra/đăng
"""

HELP_SIGNS = """
bot/này/đây/app … dùng/xài/sử_dụng/bấm/làm/giúp
không/chưa biết/rành dùng/xài/sử_dụng/bấm/nhắn/gõ
làm/giúp được gì/những_gì
biết làm gì
trợ_giúp/menu/lệnh
"""
HELP_BESIDE = """
bot/dùng/xài/sử_dụng/bấm/làm/giúp/biết/gì/sao/thế_nào/như_thế_nào/cách/hướng_dẫn/không/chưa/được/già/lệnh/menu/chức_năng
những/các/mọi/tất_cả/danh_sách/xem/coi/việc/có/là/ai/điện_thoại/đâu/chỗ_nào/rành/gõ/nhắn
"""

AREAS_SIGNS = """
đổi/chuyển/dọn/dời/chọn/sửa … khóm/khu_phố/tổ/ấp/khu_vực/nơi_ở/chỗ_ở
"""
AREAS_BESIDE = """
đổi/chuyển/dọn/dời/chọn/sửa/sang/qua/về/tới/đến/mới/nhà/ở/khóm/khu_phố/tổ/ấp/khu_vực/nơi_ở/chỗ_ở/khác/<số>/vừa/lại/dân_phố
"""

PRIVACY_SIGNS = """
xóa/lưu/giữ/thu_thập/bán/lộ/bảo_mật … thông_tin/dữ_liệu/số/tên/tài_khoản/cá_nhân
thông_tin/dữ_liệu … cá_nhân/bảo_mật/lộ/an_toàn/ai
ai … xem/biết/thấy/đọc … thông_tin/dữ_liệu/tin_nhắn/số
"""
PRIVACY_BESIDE = """
xóa/lưu/giữ/thu_thập/bán/lộ/bảo_mật/thông_tin/dữ_liệu/số/tên/tài_khoản/cá_nhân/điện_thoại/đừng/không/hết/toàn_bộ/bot/gì/ai
xem/biết/thấy/đọc/tin_nhắn/có/được/an_toàn/những/nào/của/về/mọi
"""

LATEST = """
^ tin/thông_báo/bài/tin_tức/bản_tin mới nhất? $
đọc/xem/coi/mở/cho/nghe những/các/mấy? <số>? tin/thông_báo/bài/tin_tức/bản_tin mới nhất? $
có tin/thông_báo/gì tin? gì mới/hot/lạ không/chưa?
có tin/thông_báo/bài/tin_tức mới không/chưa/gì? $
có gì mới/hot/lạ
^ tin/tin_tức hot/nóng/nóng_hổi $
^ update/cập_nhật tin/tin_tức/thông_báo
^ có việc gì mới
^ tin_tức $
^ tin mới nhất
^ bao_giờ/khi_nào/chừng_nào/bao_lâu/hồi_nào mới? thì? có/thấy/ra/đăng tin/thông_báo/bản_tin mới? $
^ xem/đọc/coi? lại? các/những? tin/bài/thông_báo/tin_tức cũ/trước/hôm_qua/bữa_trước/hồi_trước/tuần_trước/tháng_trước $
^ xem/đọc/coi/nghe tin/thông_báo/tin_tức/bản_tin/bảng_tin $
phường/hôm_nay/bữa_nay? có tin/thông_báo gì không/chưa? $
^ bản/bảng tin $
"""

OPEN = """
tin/bài/thông_báo/bản_tin số? <số> nói/ghi/viết/báo/có/là/về … gì/sao/nào/thế_nào $
^ tin/bài/bản_tin số? <số> lúc/vào/từ/họp/diễn_ra? bao_giờ/khi_nào/mấy_giờ/ngày_nào/ở_đâu/chỗ_nào/lúc_nào/thế_nào/sao $
đọc/xem/coi/mở/cho/nghe/gửi/gởi lại? toàn_văn/chi_tiết/nội_dung? tin/bài/thông_báo/bản_tin số? <số> $
đọc/xem/coi/mở/nghe lại? số? <số> $
^ tin/bài/thông_báo/bản_tin số? <số> $
^ số <số> $
chi_tiết tin/bài số? <số>
"""
OPEN_ABOUT = """
# what follows is what the post is about
đọc/xem/coi/mở/nghe lại? những/các? tin/bài/bài_viết/thông_báo/bản_tin về?
gửi/gởi/cho lại? tôi/tui/em/mình? tin/bài/thông_báo/bản_tin về
"""

VERIFY = """
# Whether a message that goes round is the ward's.
tin/tin_nhắn/thông_báo/cái/bài này/đó/kia có/là? … thật/giả/thiệt/đúng/dỏm không/hả/hông $
tin/tin_nhắn/thông_báo/bài/cái này/đó/kia/tôi_nhận có? phải phường/của_phường … không/hông $
có_phải tin/tin_nhắn/thông_báo của? phường không/hông/gửi/đăng
^ tin giả hả/không/hông? $
"""

TARGETS = """
bao_nhiêu/mấy chỉ_tiêu
đạt/hoàn_thành/vượt/thực_hiện … chỉ_tiêu
xem/coi/cho … chỉ_tiêu $
"""

CHART = """
# what follows is what is to be drawn
^ có/xem/coi/vẽ/cho/gửi/gởi/mở? xem/coi? các/những/cái/hình? biểu_đồ/đồ_thị của/về/chỉ_tiêu/số_liệu/kết_quả?
"""

CONTACTS = """
@office = phường/ủy_ban/công_an/trạm_y_tế/y_tế/trạm/một_cửa/tổ_trưởng/khóm_trưởng/trưởng_khóm/trưởng_khu
@office = chủ_tịch/bí_thư/địa_chính/tư_pháp/tiếp_dân/điện_lực/cấp_nước/cán_bộ/bảo_vệ/dân_phòng/quân_sự
^ số_điện_thoại/điện_thoại/sđt/đt $
số_điện_thoại/sđt/hotline/điện_thoại/đt/số_đt/số_liên_lạc/số_liên_hệ … @office
số của? bên? @office
số/sđt/đt/số_điện_thoại/điện_thoại ca phường
xin/cho/cần/hỏi/lấy số_điện_thoại/sđt/điện_thoại/đt/số_liên_lạc/hotline
số nóng
số/zalo/facebook/fb/mail/email của? @office
số máy/bàn của? @office
cho/xin số chủ_tịch/tổ_trưởng/khóm_trưởng/trưởng_khóm/công_an/phường/cán_bộ
hotline/đường_dây_nóng/tổng_đài/danh_bạ
đường dây nóng
^ liên_hệ/liên_lạc/gọi phường/uỷ_ban/ủy_ban/ai/đâu/cán_bộ
liên_hệ/liên_lạc ai/đâu/số_nào/thế_nào/sao/với_ai
gọi cho? số nào/mấy
gọi điện? cho? ai
@office số mấy/nào/bao_nhiêu/điện_thoại
@office số_điện_thoại/sđt/hotline/điện_thoại_số
số @office/điện_nước
gặp/tìm/kiếm/gọi/liên_hệ/liên_lạc … chủ_tịch/bí_thư/cán_bộ/tổ_trưởng/khóm_trưởng/công_an/địa_chính/tư_pháp/phó_chủ_tịch
^ gặp/nói_chuyện/nói với? người/nhân_viên/ai thật/trực/thiệt? $
khiếu_nại/tố_cáo/phản_ánh/góp_ý/kiến_nghị ở_đâu/với_ai/chỗ_nào
khiếu_nại $
tố_cáo $
phản_ánh $
địa_chỉ/trụ_sở phường/uỷ_ban/ủy_ban/công_an/trạm_y_tế/một_cửa
phường/uỷ_ban/ủy_ban/trạm_y_tế/một_cửa/trụ_sở ở đâu $
giờ làm_việc
ủy_ban/một_cửa/phường/công_an/trạm_y_tế/trạm_xá làm đến/tới/từ mấy/may giờ
làm_việc mấy/may giờ
làm_việc đến/tới/từ mấy/may giờ
mấy/may giờ … mở/đóng/làm/nghỉ cửa/việc $
thứ_bảy/chủ_nhật/thứ_7/t7/cn … làm_việc không
^ thứ_bảy/chủ_nhật/thứ_7/t7/cn có? làm/nghỉ/mở/mở_cửa không $
thứ_bảy/chủ_nhật/thứ_7/t7/cn … ủy_ban/một_cửa/phường/công_an/trạm_y_tế … mở/mở_cửa/làm/nghỉ không
lịch tiếp công? dân
tiếp công? dân khi_nào/ngày_nào/hôm_nào/thứ_mấy/lúc_nào
"""

HELP = """
^ giúp/trợ_giúp/help/menu/lệnh/hướng_dẫn_sử_dụng $
hướng_dẫn sử_dụng/dùng/xài bot
^ hướng_dẫn sử_dụng $
^ mày/m/mi/ông/bà? biết/giúp/làm làm/được? gì $
bot/ad làm/giúp/biết/có được/làm/giúp? những? việc/cái/chức_năng? gì
^ làm/giúp được những? việc/cái? gì
^ giúp được gì
bot là gì/ai
^ mày/con/em/cháu/bạn/ad là ai/gì/người/máy
bot/đây/này? dùng/xài/sử_dụng sao/thế_nào/cách_nào/làm_sao $
^ xài/dùng sao/thế_nào $
^ làm_sao xài/dùng/sử_dụng cái? này/bot/đây? $
không biết dùng/xài/sử_dụng/bấm
bấm/gõ/mở/xem không/hổng được $
bot là người/máy/rô_bốt/robot/ai
dùng/xài/sử_dụng bot
^ làm sao $
^ ở? cái? này/đây là gì/cái_gì/ai/chỗ_nào/chỗ_gì
không biết chữ/đọc $
^ bấm/nhấn/gõ … ở? chỗ/nút/cái? nào/đâu/gì $
chữ nhỏ/to/lớn quá/xíu/không/khó/lên/hơn/ra
đọc/thấy không ra/rõ chữ? $
"""

GUIDES = """
^ hướng_dẫn $
xem/đọc/coi/các/những/bài/có hướng_dẫn
hướng_dẫn cài/cài_đặt/dùng/sử_dụng/nộp/đăng_nhập/đăng_ký/làm/kích_hoạt/tạo/thanh_toán/chuyển/tải/tra_cứu
^ hướng_dẫn
"""

TOPICS_LESS = """
# News about something that is not wanted, or alone wanted.
^ không/hổng/đừng/khỏi muốn/cần? nhận/gửi/gởi tin/thông_báo/tin_nhắn …  $
"""

TOPICS = """
chọn/đổi/chỉnh/sửa/thêm/bớt/bỏ/xem/các/những chủ_đề
^ chủ_đề $
chỉ muốn/cần/thích? nhận/xem/đọc tin/thông_báo
chỉ nhận tin/thông_báo
chỉ gửi/gởi tin/thông_báo
không/khỏi/bớt/đừng nhận/gửi/gởi tin/thông_báo về
bớt tin $
"""

AREAS = """
chọn/đổi/chỉnh/sửa/thêm/bớt/bỏ khu_vực/khóm/khu_phố/tổ/ấp/nơi_ở/chỗ_ở $
^ khu_vực $
mới? chuyển/dọn/dời nhà? qua/sang/về/tới/đến khóm/khu_phố/tổ/ấp/khu/hẻm
^ tôi/tui/em/mình/con/nhà/gia_đình ở khóm/khu_phố/tổ/ấp/khu <số> $
"""

CANCEL = """
^ hủy hủy? $
^ hoàn_tác $
^ hủy/xóa/bỏ bản? nháp/bài_này/tin_này/cái_này $
^ hủy bỏ/đi/lệnh/thao_tác/nháp/bản_nháp $
^ thôi khỏi/bỏ/không_làm/để_sau? $
^ khỏi $
^ khoan/từ_từ/=đợi/=chờ hủy/đăng/gửi/đã? $
^ bỏ qua/đi $
^ thôi? không làm/đăng/gửi nữa? $
^ để sau $
^ cancel $
^ thoát $
^ dẹp đi? $
"""

THANKS = """
cảm_ơn/cám_ơn/thank/cảm_tạ/biết_ơn nhiều/nhiêu/lắm/you/báo/nhắc/giúp/trả_lời/thông_tin?
thank you
tốt quá/lắm
hay quá/lắm
giỏi quá/lắm
tuyệt/tuyệt_vời/good/great
yêu/iu/thương/love bot/ad/phường/quá/ghê/you
"""

GREETING = """
xin? chào buổi/cả_nhà? sáng/trưa/chiều/tối?
^ e/ê/nè/này bot/ad/ơi
^ a lô
^ alo/hello/hi/hey/chào/halo/hé_lô
bot/ad/admin/phường/em ơi
^ kính? chào bạn/mọi_người/cả_nhà/các_bạn/quý_vị/buổi? sáng/trưa/chiều/tối? $
^ kính chào
hé/hế/hê/he lô
^ hí/hú/hé/hey $
có ai/người không/đó/ở_đó $
có ai … trả_lời/nghe/trực/đọc không/hông/đó $
good morning
chúc … ngủ_ngon/vui_vẻ/sức_khỏe/tốt_lành
"""

ACK = """
ok/oke/okie/okê/oki/okela/okay/uk/uh
dạ/vâng/ừ/ừm/um/ờ
biết/hiểu/rõ/nhận/xong/được rồi
=hiểu
đã hiểu/biết/rõ/nhận/xem/đọc
đồng_ý
=được
có/không $
rõ $
tạm_biệt/bye
"""
