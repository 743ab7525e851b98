"""Who is unhappy: about the state of things, about what nobody does, with the bot. A person may read and extend this.

How a line is written stands in patterns.py.
"""

UNDONE = """
# Nobody does something about it; these words are none of what is searched for.
không/hổng/chưa/chẳng/chả/hỏng ai/thấy_ai/thấy … dọn/sửa/hốt/lấy/gom/lo/quản/xử_lý/giải_quyết/xử/đổ/lắp/vá
không/hổng/chưa/chẳng/chả đứa/người/thằng/ma/đội nào … dọn/sửa/hốt/gom/lo/quản/xử_lý/giải_quyết/đổ/lắp/vá
sao … chưa/không/hổng/hoài … dọn/sửa/hốt/gom/lo/quản/xử_lý/giải_quyết/đổ/lắp/vá/làm
bao_giờ/chừng_nào/khi_nào/đến_bao_giờ mới dọn/sửa/hốt/gom/xử_lý/giải_quyết/lắp/vá/làm
mấy/cả bữa/ngày/tuần/tháng/năm … dọn/sửa/hốt/gom/xử_lý/giải_quyết
"""

COMPLAINT = """
# Somebody is unhappy about the state of things: what a post says of it is told, and else whom to tell.
dơ/bẩn/hôi/thối/thúi/ồn/ồn_ào/bụi/ngập/kẹt/tối_thui/xuống_cấp quá/hoài/lắm/rình/suốt/um/dữ/kinh/hà/vậy/không_chịu_nổi
bụi mù_mịt/mịt_mù
nước_thải/nước_cống/khói/mùi … … thúi/thối/hôi/khét/thúi_quắc
hôi/thúi/thối quắc/hoắc/rình/um
đậu/đỗ/dựng/bày/đậu_xe … lối_đi/lòng_đường
đậu/đỗ/để/dựng/bày/chắn/choán … bít/chắn/kín/hết/choán/lấn lối_đi/đường/hẻm/cửa/vỉa_hè
chó/mèo/bò/heo … … ị/ỉa/tè/phóng_uế/sủa
nước … đục/phèn/tanh/dơ/đen
muỗi nhiều/quá/dữ
loa … kêu/mở/nói to/lớn/ồn/inh_ỏi/nhức_đầu
cây … sắp/muốn/nghiêng ngã/đổ/gãy
hôi_rình/hôi_thối/thối_um/bốc_mùi/ô_nhiễm/mất_vệ_sinh/ồn_ào
nghẹt/tắc/bể/sụp/mất/hư cống/nắp_cống/ống_cống
đường/cống/cầu/hẻm/vỉa_hè/nắp_cống … hư/hỏng/nát/lở/nghẹt/tắc/bể/xấu/sụp quá/hoài/rồi/hết/nặng/tùm_lum
ổ_gà/ổ_voi
đèn_đường/đèn/điện_đường … hư/tắt/cháy/không_sáng/tối
lấn chiếm/vỉa_hè/đường
xả/đổ rác/nước_thải bừa_bãi/trộm/bậy/ra_đường/xuống_kênh/xuống_sông
hát/mở/ca karaoke/loa/nhạc … ồn/hoài/khuya/đêm/to/lớn/inh_ỏi
karaoke/loa_kẹo_kéo … ồn/hoài/khuya/đêm/to/ngủ
hát/nhậu/hò_hét/mở_nhạc … giờ đêm/khuya/sáng
hát/nhậu/hò_hét/mở_nhạc … nửa_đêm/thâu_đêm/suốt_đêm/cả_đêm/tới_khuya/tối_ngày
nước … chảy/ra rỉ_rỉ/ri_rỉ/rỉ_rả/ri_ri/nhỏ_giọt/nhỏ_xíu/tí_tách/như_kiến_bò
cúp/mất/cắt điện/nước … hoài/miết/suốt/tối_ngày
làm_ăn kiểu gì … mà
bức_xúc/phản_ánh/kiến_nghị/góp_ý/tố_giác
"""

ABUSE = """
# Only what is said to us: the same words in a question leave it a question.
đồ/thằng/con/bọn/tụi/lũ/mấy ngu/điên/khùng/hèn/mất_dạy/vô_dụng/ăn_hại/ăn_bám/bất_tài
=ngu
^ ngu quá/thế/vậy/ngốc/si
ngu như/hơn/thấy … bò/lợn/chó/heo/mẹ
bot/ad/phường óc/ngu/dốt/dở/tệ/điên/khùng/rác/vô_dụng/cùi
dốt quá
hỏi gì/cái_gì/chi … không/hổng/hông biết
tệ quá
quá tệ
làm_việc như/quá rùa_bò/rùa/ốc_sên/chậm/tệ/ì_ạch/tắc_trách
vô_dụng/ăn_hại/mất_dạy/vô_học/khốn_nạn/láo/ăn_bám/bất_tài/tào_lao/xạo/nói_láo/lừa_dân
^ láo
bot/ad/phường =xàm/nhảm/xạo/ngáo
=xàm xí/xàm/ngôn
ăn_hại vừa/quá thôi?
tụi_bây/bọn_bây/tụi_mày/chúng_mày ăn_hại/ăn_bám/làm_ăn/vô_dụng
cút đi?
mày/tụi_bây/chúng_mày/bay điên/khùng/ngu/bệnh/rảnh/câm
óc chó/bã_đậu/heo/lợn
đồ/thằng/con? chó_chết/chó_má/chó_đẻ
địt/đụ/đéo/đếch/lồn/cặc/buồi
đm/dm/vl/vcl/vkl/cc/đcm/dcm/dmm/đmm/clm/cmm/vãi/đkm/wtf/fuck/shit
làm_ăn như/kiểu hạch/hạch_nhau/cái/c/l/vậy/gì
làm_ăn/làm_việc vậy/gì/kiểu_gì
mấy/các? ông/bà/cán_bộ/người? ăn lương/tiền dân … làm vậy/gì/kiểu_gì hả/đó?
"""
