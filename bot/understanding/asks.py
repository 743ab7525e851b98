"""The words that ask: when, where, how, how many, whether. A person may read and extend this.

How a line is written stands in patterns.py.
"""

ASKS_WHEN = """
tổ_chức/diễn_ra/bắt_đầu/khai_mạc/mở? bao giờ/lâu
mấy/may giờ bắt đầu
bắt đầu lúc/từ? nào/mấy/khi_nào/mấy_giờ/may_gio
tổ_chức/diễn_ra/bắt_đầu/khai_mạc? khi/hôm/ngày/lúc/bữa nào
khi nào/=mô/mo
chừng nào/mô
hồi nào/mô
lúc nào/mô
lúc mấy/may giờ
hôm nào/=mô
bữa nào/mô
ngày nào/mấy/mô
thứ mấy
mấy giờ
=mấy giờ
giờ nào
tháng mấy/nào
bao lâu
tới/đến khi/bao nào/giờ
còn mấy ngày
lịch
hạn chót
trễ/chậm/muộn nhất
hết/đến/tới/trễ hạn
^ hạn
hạn đăng_ký/nộp/đóng/cuối/đến
thời gian nào
thời hạn
"""

ASKS_WHERE = """
tập_trung/xuất_phát/tổ_chức/diễn_ra/nằm/phát? ở đâu/=mô/mo
nằm ở/tại/bên? đường/hẻm/khóm/chỗ/khu/khúc/số? nào/mấy
chỗ/nơi/khu/hẻm/đường/khóm/điểm/phòng/chốn nào
chỗ/nơi mô/mo
tới/đến/ra/đi/vô/vào/lên đâu
=đâu $
đâu rồi/vậy $
địa_chỉ
ngõ/xóm/ấp/tổ nào
khúc nào
bệnh_viện/trạm/trường/trụ_sở/cơ_sở nào
gần nhất/đây
"""

ASKS_HOW = """
@mang = mang/đem/cầm/xách
làm sao
làm thế_nào
bằng cách nào
như_thế_nào
như thế nào
thế_nào
ra_sao
cách
kiểu gì/nào/sao/chi
sao $
răng $
mần răng
làm răng
làm gì
phải làm gì/sao
cần/gồm/có giấy_tờ/giấy/hồ_sơ/thủ_tục gì
cần những? giấy_tờ/giấy/hồ_sơ gì/nào
@mang/nộp/chuẩn_bị theo? những? giấy_tờ/giấy/hồ_sơ/đồ? gì/nào theo?
@mang theo gì/cái_gì
cần/gồm những? gì
cần gì
thủ_tục
quy_trình
các_bước
xem/đọc/coi/có? bài/các/những? hướng_dẫn
chỉ cách
"""

ASKS_NUMBER = """
còn/đạt/được? bao nhiêu phần_trăm?
còn/đạt/được mấy phần_trăm?
mấy bữa/ngày/hôm/buổi
nhiêu $
nhiêu tiền
=mấy
mấy hộ/người/tỷ/triệu/đồng/tiền/cái/lần/phần_trăm/vụ/em/căn/xe/con/suất/khóm/tổ/chỉ_tiêu/chục/trăm/ngàn
mấy ca/trường_hợp/bệnh_nhân/mũi/liều/đảng_viên/chi_bộ/dự_án/công_trình/trường/học_sinh
được/có/đạt nhiều/nhiêu không/hông
phần_trăm bao_nhiêu
so với dự_toán/kế_hoạch/chỉ_tiêu/cùng_kỳ/năm_trước/năm_ngoái
tổng_số
số lượng
tỷ_lệ
"""

ASKS_YES_NO = """
có … … không/chưa
không $
chưa $
hả $
hở $
có/được/bị … … =hôn $
hem $        # the alley is "hẻm", or has a number behind it
phải không/hông
tình_hình … … thế_nào/ra_sao/sao_rồi/sao/tới_đâu
đúng/thật/thiệt/thực không/hông/hong
thật/thiệt hả/à
được không
có … không ta/nhỉ $
"""

# Words that ask for other things than the five: they are not searched for either.
ASKS_ELSE = """
tại_sao
vì_sao
sao
là gì
gì
làm ai
là ai
là sao
hay sao
"""
