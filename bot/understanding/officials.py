"""What officials say of posts in their own words; a resident who says so is led to the ward. A person may extend this.

How a line is written stands in patterns.py.
"""

WITHDRAW = """
xóa/gỡ/thu_hồi/rút/hủy/hạ/bỏ tin/bài/thông_báo/bản_tin số? <số>
rút/thu_hồi/gỡ lại/về/xuống? tin/bài/thông_báo/bản_tin số? <số>
tin/bài/thông_báo số? <số> … xóa/gỡ/thu_hồi/rút
"""

WITHDRAW_ABOUT = """
# what follows is what the post is about
^ gỡ/thu_hồi tin/bài/thông_báo/bản_tin về?
^ xóa/rút bài/thông_báo/bản_tin về?
"""

CORRECT = """
sửa/đính_chính/chỉnh/chỉnh_sửa/cập_nhật/sửa_chữa/thay lại? nội_dung/giờ/ngày/chữ? tin/bài/thông_báo/bản_tin số? <số>
tin/bài/thông_báo số? <số> … sửa/đính_chính/chỉnh
"""

CORRECT_ABOUT = """
^ sửa/đính_chính/chỉnh_sửa tin/bài/thông_báo/bản_tin về?
"""

MISTAKE = """
nhắn/gửi/gởi tin/tin_nhắn/thông_báo nhầm/lộn/sai
tin/bài/thông_báo số? <số> … sai/nhầm/lộn
báo/ghi/đăng/đưa/viết sai tin/bài/thông_báo số? <số>
^ báo sai $
^ báo lỗi $
tin/bài/thông_báo/thông_tin này/trên/đó ghi/đăng/bị? sai/nhầm/không_đúng/lộn
ghi/đăng/đưa/viết sai ngày/giờ/số/tên/chỗ/địa_chỉ/tin/rồi
"""

APPROVE = """
# What a button below a draft says, typed where no draft is open.
^ duyệt tin/bài/bản_nháp? số? <số>? $
^ duyệt tin/bài $
^ đồng_ý duyệt/đăng tin/bài? số? <số>? $
^ trả_lại/từ_chối tin/bài số? <số>? $
^ trả_lại/từ_chối <số> $
^ đăng tin/bài? số? <số>? ngay/luôn/đi? $
"""

HALT_SIGNS = """
=dừng/đừng/ngừng/ngưng/khoan/hoãn/stop/hủy/thôi/hoàn_tác/rút_lại/từ_từ/chờ/đợi
dung lại
sai/nhầm/lộn rồi/ngày/giờ/số/chỗ/tên
"""

HALT_BESIDE = """
lại/gửi/gởi/đăng/phát/tin/bài/đã/không/nữa/lệnh/việc/chết/trời/hủy/bỏ/thôi/khoan/hoàn_tác/ngày/giờ/số/chỗ/tên/rút/sửa/xem/chưa
"""
"""What says no more than to stop: signs, and the words that may stand beside them."""
