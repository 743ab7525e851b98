// What to try, by role. A chip that ends in a blank is put into the composer instead of being sent.
const ASK = [
  ["Tin mới", "/latest"],
  ["Chỉ tiêu", "chi tieu"],
  ["Ngân sách", "/results ngân sách"],
  ["Tìm…", "/search "],
];
export const CHIPS = {
  resident: [...ASK, ["Đăng ký", "/subscribe"], ["Trợ giúp", "/help"]],
  cadre: [...ASK, ["Các cuộc họp", "/meetings"], ["Đăng ký", "/subscribe"], ["Trợ giúp", "/help"]],
  writer: [["Đăng tin…", "/post "], ["Bản nháp", "/nhap"], ...ASK, ["Trợ giúp", "/help"]],
  approver: [["Chờ duyệt", "/nhap"], ["Đăng tin…", "/post "], ...ASK, ["Trợ giúp", "/help"]],
  admin: [["Mọi người", "/people"], ["Mời người soạn", "/invite writer"], ["Phường", "/ward"], ["Đăng tin…", "/post "],
    ...ASK, ["Trợ giúp", "/help"]],
};
// On Zalo everything is typed in words.
CHIPS.zalo = [["Tin mới", "tin moi"], ["Chỉ tiêu", "chi tieu"], ["Ngân sách", "ket qua ngan sach"], ["Tìm…", "tim "],
  ["Đăng ký", "dang ky"], ["Trợ giúp", "tro giup"]];
export const HINTS = {
  resident: "Hỏi như nhắn cho người quen: “tin moi”, “chi tieu”, “tim cup dien”. Đăng ký để tin của phường tự đến.",
  cadre: "Đăng ký nhận tin, xem các cuộc họp và hỏi kết quả thực hiện chỉ tiêu.",
  writer: "Dán nguyên văn một báo cáo. Bot đọc, chỉ ra chỗ đáng ngờ, và cho xem đúng tin mà người dân sẽ nhận.",
  approver: "Xem tin mới, hoặc tự đăng tin. Người soạn và người duyệt là hai người khác nhau.",
  admin: "Mời cán bộ bằng mã dùng một lần, đặt chủ đề và khu vực của phường.",
};
