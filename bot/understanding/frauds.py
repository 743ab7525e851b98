"""Who was cheated, and who is just being talked into it. A person may read and extend this.

How a line is written stands in patterns.py.
"""

SCAMS = """
# Somebody was cheated out of money: the police, and the bank at once.
bị/mới/vừa … lừa_đảo/lừa/gạt/lừa_gạt/dụ/dụ_dỗ … chuyển_khoản/chuyển_tiền/tiền/triệu/tỷ/tài_khoản/vàng
bị lừa_đảo/lừa/gạt/lừa_gạt rồi/mất/hết/sạch
bị/mới hack/chiếm … mất/trừ/lấy/rút tiền
mới/lỡ/vừa/đã/trót chuyển/chuyển_khoản/chuyển_tiền … … lừa/gạt/lừa_đảo/kẻ_gian
lỡ/trót đọc/cho/đưa/gửi/bấm … otp/mật_khẩu
đã/mới cho/đưa/bấm … otp/mật_khẩu
# who "has sent a code" may be the portal, and who "has read" one its owner
@thief = nó/họ/người_lạ/người_ta/chúng/bọn/tụi/thằng/kẻ/kẻ_gian
đã/mới đọc/gửi … otp/mật_khẩu … cho @thief
đã/mới đọc/gửi cho? @thief … otp/mật_khẩu
lỡ/trót bấm/nhấn/mở … link/đường_link/đường_dẫn
bấm/nhấn/mở/vô/vào … link/đường_link/đường_dẫn … mất/bị … tiền/tài_khoản
lỡ/trót … đưa/cho/đọc/gửi/nhập/chụp … số_thẻ/thẻ_ngân_hàng/số_tài_khoản/căn_cước
đã/mới … đưa/cho/đọc/gửi số_thẻ/thẻ_ngân_hàng/số_tài_khoản … cho @thief
tài_khoản/thẻ/ví … bị … rút/hack/chiếm/trừ … sạch/hết/mất/tiền_hết
tài_khoản/thẻ/ví … bị hack/chiếm
lỡ/trót/mới/đã chuyển_tiền/chuyển_khoản/chuyển … cho @thief
chuyển/chuyển_khoản/chuyển_tiền … lừa_đảo/kẻ_gian/bọn_lừa/tụi_lừa rồi
"""

LURES = """
# Somebody is after their money, a code or a tap, by telephone or in a name that is not theirs: nothing is lost yet.
@office = công_an/điện_lực/bên_điện/bên_nước/cán_bộ/ngân_hàng/bảo_hiểm/tòa_án/viện_kiểm_sát/nhà_mạng/thuế/nhân_viên
@calls = gọi/gọi_điện/điện/nhắn/nhắn_tin/kêu/biểu/bảo/đòi/ép/hù/dọa
@someone = số_lạ/người_lạ/ai_đó/người/người_ta/nó/họ/thằng/đứa/kẻ/thằng_nào/bọn/tụi
@wants = chuyển_tiền/chuyển_khoản/chuyển/đóng_tiền/nộp_tiền/đưa_tiền/thu_tiền/triệu/otp/mật_khẩu
@wants = cài/link/đường_dẫn/quét_mã
giả/xưng/giả_danh/giả_làm/tự_xưng/mạo_danh là? @office/bên … … @wants
có? @someone @calls … … @wants
có? @someone @calls … … đọc … số/mã … tin_nhắn
@someone nói … … trúng_thưởng/chuyển_tiền/chuyển_khoản/otp/mật_khẩu
trúng_thưởng … … phí/đóng/nộp/chuyển_tiền/chuyển_khoản/link/otp
chuyển_tiền/chuyển_khoản/đưa_tiền cho? người_lạ/số_lạ/tòa_án/viện_kiểm_sát
phường/ủy_ban có? gọi/gọi_điện … thu_tiền/đóng_tiền/nộp_tiền
@office … bắt đóng_tiền/nộp_tiền/chuyển_tiền
@office có? @calls … … @wants
gọi/báo/nói/nhắn con/cháu/mẹ/ba/chồng/vợ/người_nhà … cấp_cứu/tai_nạn/bị_bắt … … @wants
gọi/báo/nói/nhắn con/cháu/mẹ/ba/chồng/vợ/người_nhà … tai_nạn … cấp_cứu … … @wants
tin_nhắn/cuộc_gọi/số_lạ/link … … … phải? lừa/lừa_đảo/thật/thiệt không/hông
"""

NO_LURE = """
# Who reads or asks about frauds, and has none at the door.
tập_huấn/tuyên_truyền/phòng_chống/phòng_ngừa/cảnh_giác/cảnh_báo/nhận_biết/thủ_đoạn/là_gì
"""
