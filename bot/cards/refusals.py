"""Saying no, and not understanding: always what to do next, never an error."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, minute, number, own_words
from bot.domain.people import Role, Viewer
from bot.domain.words import fold_words
from bot.errors import RefusedError
from bot.messages.message import BUTTON_DATA_BYTES, Button, ButtonRows, Reply

ROLE_WORDS = {
    "cadre": "cán bộ",
    "writer": "cán bộ soạn tin",
    "approver": "người duyệt",
    "admin": "quản trị",
}

_SENTENCES: dict[str, str] = {
    "group": "Việc này xin nhắn riêng cho bot, không làm trong nhóm.",
    "group-admin": "Trong nhóm, chỉ quản trị viên của nhóm mới đổi được việc này.",
    "invite-role": "Chỉ mời được: cán bộ, soạn tin, duyệt, quản trị.",
    "code": "Mã này không đúng, đã dùng hoặc đã quá hạn. Xin hỏi lại người đã mời.",
    "code-tries": "Đã thử mã sai nhiều lần. Xin hỏi lại người đã mời, và sau một giờ hãy nhắn mã.",
    "code-waiting": "Mã này còn chờ một quản trị nữa đồng ý. Xin đợi và nhắn lại mã sau.",
    "link-nowhere": "Phường hiện chỉ có Loa phường ở đây, chưa có nơi nào khác để liên kết.",
    "link-tries": "Bà con đã thử mã sai nhiều lần. Xin đợi một giờ rồi gõ “liên kết” bên kia để lấy mã mới.",
    "link-same": "Mã này lấy ở chính bên này. Bà con mở Loa phường bên kia (Telegram hoặc Zalo) rồi nhắn mã ở đó ạ.",
    "link-taken": "Một trong hai bên đã liên kết rồi. Muốn đổi, bà con gõ “liên kết” ở bên ấy và chọn Tách ra trước ạ.",
    "link-undecided": "Vai trò vừa thu còn có thể được trả lại trong 24 giờ, nên chưa liên kết được. Xin thử lại sau.",
    "link-alone": "Bà con chỉ dùng Loa phường ở đây, không có gì để tách ra.",
    "link-late": "Lời hỏi này đã hết hạn. Bà con gõ “liên kết” bên kia để lấy mã mới ạ.",
    "link-own-role": "Việc này cần một quản trị khác xác nhận, không tự xác nhận cho mình.",
    "link": "Không còn tài khoản ấy. Bà con gõ “liên kết” để xem đang dùng Loa phường ở đâu.",
    "erase-elsewhere": "Ở đây vai trò của anh/chị chưa được xác nhận nên chưa xóa được dữ liệu chung. Xin xóa bên kia, "
    "hoặc gõ “liên kết”, chọn Tách ra, rồi xóa riêng bên này.",
    "role-change": "Việc này không còn chờ ai quyết định. Gõ /nhansu để xem ai đang có quyền gì.",
    "role-decided": "Việc này đã có người quyết định rồi. Gõ /nhatky để xem là ai.",
    "role-late": "Đã quá 24 giờ nên <k>nút|lựa chọn</k> này hết hạn. Nếu vẫn cần, xin tạo mã mời mới bằng /moi.",
    "role-own": "Việc này cần một quản trị khác quyết định, không phải người đã làm hay người bị thu quyền.",
    "person": "Không thấy người này trong danh sách nhân sự. Gõ /nhansu để xem lại.",
    "audit-person": "Không thấy người này trong nhật ký. Gõ /nhatky để xem các việc mới nhất.",
    "last-admin": "Đây là quản trị duy nhất nên chưa thu quyền được. Xin mời thêm một quản trị trước.",
    "last-admin-erase": "Anh/chị là quản trị duy nhất nên chưa xóa được. Xin mời thêm một quản trị trước (/moi).",
    "search-empty": "Bà con muốn tìm gì? Xin gõ chữ “tìm” và điều cần tìm, ví dụ: tìm cúp điện",
    "which-history": "Bà con muốn xem lịch sử của tin số mấy? Gõ ví dụ: lịch sử 12",
    "text-empty": "Chưa có nội dung nào. Mời anh/chị dán nội dung cần đăng.",
    "text-long": "Bài dài quá, mỗi tin tối đa {most} ký tự. Xin chia thành hai tin.",
    "text-waiting": "Anh/chị đã gửi nội dung mới mà chưa <k>bấm|gõ</k> Xong, nên bot chưa làm việc này. "
    "<k>Bấm|Gõ</k> Xong để dùng nội dung ấy, hoặc Hủy để bỏ.",
    "title": "Tiêu đề cần có chữ và không dài quá {most} ký tự. Mời anh/chị gõ lại.",
    "name": "Tên còn thiếu hoặc dài quá {most} ký tự. Mời anh/chị gõ lại cả câu lệnh.",
    "date": "Chưa đọc được ngày. Mời anh/chị gõ đủ ngày, tháng, năm, ví dụ 08/07/2023.",
    "end": "Chưa đọc được giờ kết thúc. Mời anh/chị gõ đủ giờ và ngày, ví dụ 10h30 ngày 12/12/2026, hoặc gõ: không",
    "end-past": "Lúc ấy đã qua rồi. Mời anh/chị gõ giờ kết thúc khác, hoặc gõ: không",
    "when-lines": "Xin gõ tên dòng rồi lời mới, ví dụ: Địa điểm: hội trường phường. Muốn bỏ thì gõ: Đối tượng: bỏ",
    "figures-order": "Xin gõ số của các dòng muốn giữ, từ 1 đến {most}, mỗi số một lần, ví dụ: 2 1 4",
    "figures-words": "Câu mới cần có con số và không dài quá {most} ký tự, ví dụ: 2: Thu ngân sách đạt 103,9%",
    "figures-number": "Số {number} không có trong bài. Muốn đổi con số, xin <k>bấm|chọn</k> Sửa rồi Thay một chỗ.",
    "draft": "Bản nháp này không còn nữa. <k>Bấm nút dưới|Gõ như dưới đây</k> để soạn tin mới.",
    "taken-back": "Người soạn đang sửa lại tin này. Khi tin được gửi duyệt lại, anh/chị sẽ nhận bản mới.",
    "draft-changed": "Bản nháp vừa được sửa. Xin xem lại bản mới nhất rồi <k>bấm|chọn</k> lại.",
    "doubts-open": "Còn {open} chỗ chưa xác nhận. Xin <k>bấm từng ô ☐|chọn từng chỗ</k> sau khi xem, hoặc "
    "<k>bấm|chọn</k> Sửa.",
    "already-published": "Tin này đã đăng rồi, là tin số {number}; không có gì bị gửi lần nữa. "
    "Muốn sửa, gõ: dinhchinh {number}",
    "already-corrected": "Bản đính chính này đã đăng rồi. Không có gì bị gửi lần nữa.",
    "rejected": "Tin này đã bị từ chối. <k>Bấm|Chọn</k> Soạn lại ở tin báo để viết thành bản nháp mới.",
    "state-draft": "Tin này đang là bản nháp, chưa gửi duyệt. Gõ /nhap để xem.",
    "state-pending": "Tin này đang chờ duyệt. Có thể sửa (tin về lại bản nháp), hủy, hoặc chờ người duyệt.",
    "state-approved": "Tin này đã được duyệt. Mở bản nháp rồi <k>bấm|chọn</k> Đăng để gửi đi.",
    "state-returned": "Tin này đã được trả lại cho người soạn sửa.",
    "state-rejected": "Tin này đã bị từ chối nên không đăng được.",
    "state-scheduled": "Tin này đã hẹn giờ đăng. <k>Bấm|Chọn</k> Hoàn tác nếu muốn dừng lại.",
    "state-published": "Tin số {number} đã đăng. Có thể đính chính: dinhchinh {number}, hoặc thu hồi: thuhoi {number}",
    "state-expired": "Tin số {number} đã kết thúc. Đính chính: dinhchinh {number}, thu hồi: thuhoi {number}",
    "state-withdrawn": "Tin số {number} đã thu hồi nên không làm gì thêm được.",
    "state-merged": "Bản đính chính này đã đăng rồi.",
    "state-cancelled": "Người soạn đã hủy tin này, không cần duyệt nữa.",
    "not-author": "Chỉ người soạn mới <k>bấm|chọn</k> Đăng được. Anh/chị có thể duyệt khi người soạn gửi duyệt.",
    "not-author-drop": "Chỉ người soạn hủy được bản nháp. Anh/chị có thể <k>bấm|chọn</k> Trả lại hoặc Từ chối.",
    "own-post": "Anh/chị đã soạn hoặc sửa tin này nên không tự duyệt được. Xin nhờ một người duyệt khác.",
    "no-approver": "Việc này cần một người khác duyệt mà phường chưa có ai. Xin nhờ quản trị mời thêm người duyệt.",
    "not-urgent": "Chỉ tin khẩn và đính chính mới đăng trước, duyệt sau được.",
    "nothing-corrected": "Chưa sửa gì ở tin số {number}. Gõ chỗ sai và chỗ đúng, ví dụ: 8h => 9h",
    "personal-data": "Tin có thông tin riêng của người dân nên chưa đăng được. Xin sửa để bỏ hoặc che bớt, "
    "hoặc bỏ tệp có thông tin ấy.",
    "correction-audience": "Đính chính gửi cho đúng những người của tin cũ nên không đổi mục này được.",
    "correction-taken": "Tin số {number} đang được {name} sửa. Xin báo người ấy; bỏ dở một giờ thì làm lại được.",
    "answer-needed": "Câu này cần câu trả lời thì thông báo mới đủ. Xin gõ lại, hoặc gõ hủy để thôi.",
    "answer-words": "Xin gõ câu trả lời bằng chữ. Không có thì gõ: bỏ qua. Muốn thôi thì gõ: hủy.",
    "answer-time": "Chưa thấy giờ hay ngày nào. Xin gõ ví dụ: 7h30 đến 11h ngày 25/11/2026. Không có thì gõ: bỏ qua.",
    "reason": "Xin gõ lý do bằng chữ.",
    "reason-long": "Lý do dài quá {most} ký tự. Xin gõ ngắn hơn.",
    "words": "Xin gõ bằng chữ.",
    "words-long": "Câu này dài quá {most} ký tự. Xin gõ ngắn hơn.",
    "hour": "Chưa hiểu giờ. Xin gõ ví dụ: 8h sáng mai, thứ hai tuần sau 7h, 24/11 08:00",
    "undo-late": "Tin đã đi rồi, là tin số {number}. Muốn rút lại, gõ: thuhoi {number}",
    "review-early": "Tin này sắp đi, chưa đăng. Muốn dừng thì <k>bấm|chọn</k> Xem tin, Hoàn tác; không thì "
    "chờ tin đi rồi <k>bấm|chọn</k> lại.",
    "reviewed": "Tin này không còn chờ xem lại.",
    "held-author": "Người soạn không còn quyền đăng tin nên tin chưa đi.",
    "held-unapproved": "Tin chưa có người duyệt nên chưa đi. <k>Bấm|Chọn</k> Đăng để gửi duyệt.",
    "held-late": "Giờ hẹn đã qua lâu nên tin chưa đi. Xin <k>bấm|chọn</k> Đăng lại.",
    "held-withdrawn": "Tin cần đính chính đã được thu hồi.",
    "withdraw": "Chỉ người soạn, người duyệt và quản trị làm được việc này với tin ấy. Xin báo một người trong đó.",
    "withdraw-stale": "<k>Nút|Lựa chọn</k> này không dùng được nữa. Muốn thu hồi tin, gõ: thuhoi và số tin.",
    "replace-not-understood": "Chưa hiểu “{piece}”. Xin gõ: chỗ sai => chỗ đúng, mỗi chỗ một dòng.",
    "replace-not-found": "Không thấy “{piece}” trong bài. Xin chép đúng chỗ sai rồi gõ lại.",
    "replace-twice": "“{piece}” có ở nhiều chỗ. Xin gõ dài hơn để bot biết sửa chỗ nào.",
    "post-withdrawn": "Tin số {number} đã được thu hồi. Lý do: {why}",
    "post": "Không có tin số {number}. Xin <k>bấm nút dưới|gõ như dưới đây</k> để xem các tin đang có.",
    "print-cadres": "Tin nội bộ không in để dán bảng tin: ai đi qua cũng đọc được.",
    "poster-address": "Chưa có địa chỉ nào để in lên áp phích. Xin đợi bot kết nối được với Telegram rồi thử lại, hoặc "
    "nhờ người trông máy bật trang công khai.",
    "no-post": "Phường chưa đăng tin nào.",
    "topic": "Không có chủ đề này. Gõ chủ đề để xem các chủ đề đang có.",
    "area": "Không có khu vực này. Gõ khu vực để xem các khu vực đang có.",
    "channel": "Phường chưa có kênh nào nhận tin. Gõ <b>kênh</b> để xem cách đặt.",
    "channel-forward": "Chưa thấy kênh nào. Xin mở kênh của phường, giữ một tin rồi chuyển tiếp vào đây; "
    "hoặc gõ <b>hủy</b> để thôi.",
    "channel-elsewhere": "Để đặt kênh, xin nhắn lệnh này cho bot trên Telegram.",
    "choice": "Lựa chọn này không còn nữa. Gõ đăng ký nhận tin để xem các lựa chọn đang có.",
    "quiet": "Chưa hiểu giờ yên lặng. Xin gõ ví dụ: /phuong yenlang 21:30-6:00, hoặc /phuong yenlang tắt",
    "mistake": "Báo sai này không còn nữa.",
    "mistake-answered": "Báo sai này đã có người trả lời rồi.",
    "mistakes-full": "Bà con đã báo {most} chỗ đang chờ trả lời. Xin chờ phường trả lời rồi báo tiếp ạ.",
    "no-event": "Tin số {number} không nói việc gì sắp diễn ra nên bot không nhắc được.",
    "event-near": "Dạ, việc trong tin số {number} sắp diễn ra hoặc đã qua, nên bot không nhắc trước một hôm được nữa. "
    "Bà con xem lại: gõ <b>đọc {number}</b>.",
    "topics-full": "Đã đủ {most} chủ đề, nhiều hơn thì bà con khó chọn. Xin bỏ bớt một chủ đề trước.",
    "areas-full": "Đã đủ {most} khu vực. Xin bỏ bớt một khu vực trước.",
    "target-source": "Chỉ tiêu thì ai cũng xem được, nên nguồn phải là tin cho mọi người, không phải tin nội bộ.",
    "target": "Chỉ tiêu này không còn nữa. Gõ <b>chỉ tiêu</b> để xem các chỉ tiêu đang có.",
    "target-stale": "<k>Nút|Lựa chọn</k> này không dùng được nữa. Xin gõ <b>cập nhật</b> để làm lại.",
    "target-twice": "Đã có chỉ tiêu “{name}” trong kỳ ấy. Xin đặt tên khác.",
    "target-name": "Tên chỉ tiêu cần có chữ và không dài quá {most} ký tự. Mời anh/chị gõ lại tên.",
    "target-topic": "Phường chưa có chủ đề ấy. Các chủ đề đang có: {topics}. Xin gõ lại, hoặc gõ <b>bỏ qua</b>.",
    "target-plans": "Mỗi chỉ tiêu ghi được nhiều nhất {most} kế hoạch. Mời anh/chị gõ lại.",
    "target-counted": "Chưa rõ số tính thế nào. Xin gõ <b>lũy kế</b> (từ đầu kỳ kế hoạch đến nay) hoặc <b>trong kỳ</b> "
    "(riêng kỳ này).",
    "target-decided": "Việc này đã có người quyết định rồi. Gõ <b>chỉ tiêu</b> để xem các chỉ tiêu đang có.",
    "target-unit": "“{name}” đã có số liệu tính bằng {unit} nên không đổi sang {other} được: số cũ sẽ thành sai. "
    "Nếu cần, xin kết thúc chỉ tiêu này và thêm chỉ tiêu mới.",
    "target-full": "Đã đủ {most} chỉ tiêu. Xin kết thúc bớt chỉ tiêu cũ.",
    "target-offer": "Số này đã khác hoặc tin đã thu hồi nên chưa ghi. Xin gõ <b>cập nhật</b> để ghi tay.",
    "target-unsaid": "Tin số {number} không ghi số ấy. Xin xem lại, hoặc gõ <b>bỏ qua</b> nếu số chưa đăng ở tin nào.",
    "target-period": "Chưa hiểu kỳ. Xin gõ ví dụ: năm 2026, 6 tháng đầu năm 2026, quý III/2026, tháng 5/2026",
    "target-table": "Chưa thấy bảng chỉ tiêu. Hàng đầu phải có cột <b>Chỉ tiêu</b> và ít nhất một cột nữa, ví dụ "
    "<b>Kế hoạch</b>. Gõ <b>chỉ tiêu mẫu</b> để lấy bảng mẫu, hoặc <b>hủy</b> để thôi.",
    "target-table-empty": "Bảng này chưa điền chỉ tiêu nào. Xin ghi mỗi hàng một chỉ tiêu, có tên và ít nhất một ô "
    "nữa, ví dụ <b>Kế hoạch</b>, rồi gửi lại; hoặc gõ <b>hủy</b> để thôi.",
    "table-future": "Kỳ này chưa bắt đầu nên chưa có kết quả",
    "table-number": "Phải là một số, ví dụ 95 hoặc 1.234,5",
    "table-term": "Phải là nhiệm kỳ hoặc năm, ví dụ 2025-2030 hoặc 2026",
    "table-plan-terms": "Bảng có kế hoạch của nhiều năm. Xin gửi mỗi năm một bảng, hoặc thêm cột Nhiệm kỳ",
    "table-plan-part": "Kế hoạch này chỉ của một phần năm. Xin ghi kế hoạch cả năm, ví dụ KH 2026, hoặc bỏ cột này",
    "table-direction": "Phải là: ít nhất, nhiều nhất, giữ ở hoặc mốc",
    "table-day": "Phải là một ngày, ví dụ 31/12/2026",
    "table-yearly": "Phải là: cả kỳ hoặc từng năm",
    "table-state": "Phải là: đang thực hiện hoặc đã kết thúc",
    "table-topic": "Không phải chủ đề nào của phường. Gõ chủ đề để xem các chủ đề đang có",
    "table-name": "Thiếu tên chỉ tiêu",
    "table-twice": "Trùng với một hàng ở trên",
    "table-column": "Chưa hiểu cột này; cột số liệu xin ghi rõ kỳ, ví dụ Thực hiện: năm 2026",
    "table-column-twice": "Cột này có hai lần",
    "table-too-long": "Dài quá, xin viết ngắn lại",
    "table-many": "Có nhiều kế hoạch hoặc nhiều kỳ quá",
    "table-long": "Bảng dài quá 100 hàng, xin gửi làm nhiều lần",
    "which-post": "Tin số mấy? Gõ ví dụ: {example}",
    "told-already": "Việc này đã báo rồi cho những người nhận tin số {number}. Không có gì bị gửi lần nữa.",
    "nobody-failed": "Không có ai bị lỗi, nên không gửi lại.",
    "dispatch-running": "Tin số {number} đang gửi. Muốn dừng, gõ: tamdung {number}",
    "dispatch-paused": "Tin số {number} đang tạm dừng. Muốn gửi tiếp, gõ: tieptuc {number}",
    "dispatch-cancelled": "Tin số {number} đã hủy gửi nên không làm tiếp được.",
    "dispatch-done": "Tin số {number} đã gửi xong. Xem kết quả: tinhtrang {number}",
    "document-large": "Tệp này lớn hơn 20 MB nên bot không đọc được. Xin gửi tệp nhỏ hơn, hoặc dán phần chữ vào đây.",
    "document-kind": "Bot chỉ đọc được .docx, .pdf, .xlsx, .rtf và .txt. Xin lưu tệp sang một trong các loại "
    "ấy rồi gửi lại.",
    "document-doc": "Máy của bot chưa đọc được .doc. Xin lưu tệp thành .docx rồi gửi lại, hoặc nhờ người "
    "quản trị máy cài antiword.",
    "document-encrypted": "Tệp này có mật khẩu nên bot không mở được. Xin bỏ mật khẩu rồi gửi lại.",
    "document-scan": "Tệp này là ảnh hoặc bản quét, không có chữ để đọc. Xin gửi tệp gốc .docx, hoặc dán chữ. "
    "Muốn bot đọc được bản quét, nhờ người quản trị máy cài tesseract-ocr và tesseract-ocr-vie.",
    "document-pages": "Bản quét dài hơn 10 trang nên bot không đọc. Xin gửi tệp gốc .docx, hoặc chỉ gửi những trang "
    "cần đăng.",
    "document-blurred": "Bản quét mờ hoặc lệch quá nên bot không đọc ra chữ. Xin quét lại cho rõ, hoặc gửi tệp gốc "
    ".docx.",
    "document-letters": "Chữ trong tệp bị lỗi phông nên bot không đọc. Xin lưu lại bằng phông Unicode rồi gửi lại.",
    "document-damaged": "Tệp này bị hỏng nên bot không đọc được. Xin mở thử, lưu lại rồi gửi lại.",
    "document-bomb": "Tệp này khi mở ra lớn bất thường nên bot không đọc. Xin lưu lại thành tệp mới rồi gửi lại.",
    "document-slow": "Bot đọc tệp này quá lâu nên đã dừng. Xin chia nhỏ, hoặc dán phần chữ cần đăng vào đây.",
    "document-long": "Văn bản dài hơn 200 KB chữ nên bot không đọc hết được. Xin chia thành nhiều phần.",
    "document-empty": "Bot không thấy bài viết nào trong đó. Xin dán phần chữ cần đăng vào đây.",
    "document-lost": "Bot chưa tải được tệp này từ máy chủ tin nhắn. Xin gửi lại tệp.",
    "document-mixed": "Đã nhận một phần bằng chữ rồi. Xin <k>bấm|chọn</k> Xong để đọc phần ấy, hoặc Hủy rồi gửi tệp.",
    "file": "Ảnh hoặc tệp này không còn ở tin này nữa. Gõ: tệp và số tin, để xem tin có những gì.",
    "which-file": "Tin số mấy? Gõ ví dụ: tệp 12",
    "file-kind": "Bot chỉ nhận ảnh<f> và tệp .docx, .pdf, .xlsx, .txt</f>; chưa nhận video, ghi âm, nhãn dán, loại tệp "
    "khác. Xin gửi lại bằng một trong các loại trên.",
    "file-empty": "Tệp này trống, không có gì bên trong. Xin kiểm tra rồi gửi lại.",
    "photo-large": "Ảnh này lớn hơn {most} MB nên không gửi cho bà con được. Xin gửi ảnh nhỏ hơn.",
    "photo-unread": "Bot không đọc ra văn bản nào trong ảnh này. Ảnh chụp một văn bản thì xin chụp thẳng và rõ hơn"
    "<f>, hoặc gửi dưới dạng tệp</f>. Muốn đăng tin có ảnh: gõ /dangtin và nội dung trước, rồi gửi ảnh.",
    "album-unread": "Bot không đọc ra văn bản nào trong các ảnh này. Ảnh chụp các trang một văn bản thì xin chụp thẳng "
    "và rõ hơn<f>, hoặc gửi dưới dạng tệp</f>. Muốn đăng tin có ảnh: gõ /dangtin và nội dung trước, rồi gửi ảnh.",
    "files-full": "Mỗi tin kèm nhiều nhất {most} ảnh và tệp. Xin <k>bấm|chọn</k> Đính kèm để bỏ bớt rồi gửi lại.",
    "files-large": "Ảnh và tệp của một tin cộng lại không quá {most} MB. Xin <k>bấm|chọn</k> Đính kèm để bỏ "
    "bớt rồi gửi lại.",
    "fact": "Mục này không còn nữa. Gõ danh bạ hoặc hỏi đáp để xem lại.",
    "fact-name": "Chưa có tên. Xin ghi thêm dòng “Tên: …”.",
    "fact-nothing": "“{name}” chưa có số điện thoại, địa chỉ hay giờ. Xin ghi ít nhất một mục.",
    "fact-phone": "“{phone}” chưa phải số điện thoại. Xin ghi lại số.",
    "fact-question": "Chưa có câu hỏi. Xin ghi thêm dòng “Hỏi: …”.",
    "fact-text": "Chưa có câu trả lời. Xin ghi thêm dòng “Trả lời: …”.",
    "fact-source": "Chưa ghi theo văn bản hay tin nào. Xin ghi thêm dòng “Theo: …”, để bà con biết căn cứ.",
    "fact-cadre": "Mục này ai cũng đọc được, nên xin đừng nhắc số tin nội bộ ở dòng “{label}”. Xin ghi cách khác.",
    "fact-lines": "Xin gửi lại dòng cần sửa, có tên mục ở đầu, ví dụ: {label}: … Gõ hủy để thôi.",
    "fact-asker": "Người gửi không còn quyền soạn tin nên không đồng ý được nữa. Xin <k>bấm|chọn</k> Từ chối; "
    "nếu vẫn cần, xin nhờ người khác gửi lại.",
    "fact-day": "Ngày xem lại chưa đúng. Xin gõ một ngày còn ở phía trước, đủ ngày, tháng, năm, ví dụ 30/06/2027.",
    "fact-long": "Mục “{label}” dài quá {most} ký tự. Xin viết gọn lại.",
    "fact-twice": "Đã có mục tên “{name}”. Xin đặt tên khác, hoặc sửa mục ấy.",
    "fact-full": "Đã đủ {most} mục. Xin bỏ bớt mục không còn cần.",
    "fact-own": "Anh/chị là người gửi nên không tự đồng ý được. Xin nhờ một người duyệt khác.",
    "fact-decided": "Việc này đã có người quyết định rồi. Gõ danh bạ hoặc hỏi đáp để xem lại.",
    "fact-file": "Chỗ này xin gửi tệp .xlsx, hoặc gõ theo mẫu.",
    "synonyms": "Không có nhóm từ số này. Gõ /tucungnghia để xem các nhóm đang có.",
    "synonyms-few": "Cần ít nhất hai từ, cách nhau bằng dấu phẩy, ví dụ: /tucungnghia them lốc xoáy, vòi rồng",
    "synonyms-phrase": "Mỗi từ chỉ nên có nhiều nhất {most} chữ, dài hơn thì bà con không gõ đúng được.",
    "synonyms-letters": "Mỗi từ dài nhiều nhất {most} ký tự. Xin ghi ngắn hơn.",
    "synonyms-long": "Một nhóm có nhiều nhất {most} từ. Xin bỏ bớt từ ít dùng.",
    "fact-table": "Không thấy dòng nào để ghi. Hàng đầu của bảng cần có tên các cột: {columns}.",
    "link-form": "Liên kết phải là một địa chỉ trang web công khai, bắt đầu bằng http:// hoặc https://.",
    "link-private": "Liên kết này dẫn vào mạng nội bộ nên bot không mở. Xin dùng địa chỉ trang web công khai.",
    "link-unreachable": "Bot không mở được liên kết này. Xin mở thử bằng trình duyệt, hoặc dán phần chữ vào đây.",
    "link-redirects": "Liên kết này chuyển hướng quá nhiều lần. Xin mở bằng trình duyệt rồi gửi địa chỉ cuối cùng.",
    "link-slow": "Trang web này trả lời quá chậm. Xin thử lại sau, hoặc dán phần chữ cần đăng vào đây.",
    "link-large": "Trang hoặc tệp ở liên kết này lớn hơn 5 MB. Xin tải về, rồi gửi tệp hoặc dán phần chữ.",
    "link-kind": "Liên kết này không dẫn tới bài viết, .docx, .pdf, .xlsx hay .txt nên bot không đọc được.",
    "table": "Tin này không còn bảng nào.",
    "series": "Việc này chưa đủ ba kỳ số liệu để vẽ biểu đồ.",
}


def refusal(error: RefusedError) -> Reply:
    """The sentence for a service's no."""
    if error.reason == "role":
        role = ROLE_WORDS[str(error.facts["role"])]
        return Reply(
            Markup(
                "Việc này dành cho {}. Ai được phường giao việc này, xin hỏi người quản trị bot để lấy mã mời."
            ).format(role),
            ((buttons.LATEST, buttons.HELP),),
        )
    return Reply(sentence(error.reason, error.facts), _WAYS_OUT.get(error.reason, ()))


def sentence(reason: str, facts: Mapping[str, str | int]) -> Markup:
    """What is said for a reason, filled with its facts."""
    return own_words(_SENTENCES[reason]).format(**_written(facts))


def _written(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as people write them: 200000 as 200.000."""
    return {key: number(value) if isinstance(value, int) else value for key, value in facts.items()}


_WAYS_OUT: dict[str, ButtonRows] = {
    "post": ((buttons.LATEST,),),
    "draft": ((buttons.post(),),),
    "which-history": ((buttons.LATEST,),),
    "target-table": ((Button("Hủy", "target.stop", typed="hủy"),),),
    "text-waiting": ((buttons.DONE, Button("Hủy", "post.stop sure", typed="hủy")),),
}


def reasons() -> Sequence[str]:
    """Every reason that has a sentence."""
    return ["role", *_SENTENCES]


def apology() -> Reply:
    """Something went wrong on our side."""
    return Reply(Markup("Xin lỗi, bot vừa gặp trục trặc và đã ghi nhận. Xin thử lại sau ít phút."))


def suggestions(commands: Sequence[tuple[str, str]], typed: str, hotline: str = "") -> Reply:
    """A command that does not exist: to look for its words among the posts, and the commands that come nearest."""
    words = " ".join(typed.split())
    # The first words of a command's help are its name for people: "Tìm tin", "Đọc toàn văn một tin".
    rows = [(Button(re.split("[,.:]", text)[0], name),) for name, text in commands]
    if fold_words(words):
        rows = [(Button("Tìm trong các tin", f"search {words}"),), *rows[:2]]
    call = Markup(" Cần gặp phường, xin gọi: <b>{}</b>.").format(hotline) if hotline else ""
    return Reply(Markup("Bot chưa hiểu ý.{} Có phải bà con muốn:").format(call), tuple(rows))


def nothing_to_cancel(viewer: Viewer) -> Reply:
    """ "hủy" with nothing open: it might have meant to stop, or a draft."""
    if viewer.role >= Role.WRITER:
        return Reply(
            Markup(
                "Hiện không có việc gì đang làm dở. Muốn bỏ một bản nháp thì mở bản ấy rồi <k>bấm|chọn</k> <b>Hủy</b>."
            ),
            ((buttons.DRAFTS, buttons.HELP),),
        )
    return Reply(
        Markup("Hiện không có việc gì đang làm dở. Bà con muốn ngừng nhận tin của phường?"),
        ((buttons.UNSUBSCRIBE, Button("Không", "help", typed="không")),),
    )


def ask_give_up(rows: ButtonRows = ()) -> Reply:
    """What was typed would be gone with the conversation that is open: asked about once; `rows` are its own buttons."""
    return Reply(
        Markup(
            "Anh/chị muốn bỏ hết những gì vừa gửi? Đúng thì {} <b>hủy</b> lần nữa; muốn giữ thì cứ làm tiếp."
        ).format(own_words("<k>bấm|gõ</k>" if rows else "gõ")),
        rows,
    )


def cancelled(draft: int | None = None) -> Reply:
    """The open conversation was given up; a draft that was being changed stays as it was."""
    if draft is None:
        return Reply(Markup("Đã hủy việc đang làm."), kept=True)
    return Reply(
        Markup("Đã hủy việc đang làm. Bản nháp vẫn như cũ."),
        ((Button("Xem bản nháp", f"post.show {draft}"),),),
        kept=True,
    )


def too_late_to_answer(typed: str, data: str) -> Reply:
    """An official answers a question that waits no longer; `data` takes the words as its answer after all."""
    return Reply(
        Markup(
            "Câu hỏi lúc trước để lâu nên bot không chờ nữa, và <b>chưa làm gì</b> với “{}”. "
            "Nếu đó là câu trả lời, anh/chị <k>bấm|chọn</k> <b>Dùng câu này</b>; bài cần đăng thì <b>Soạn tin</b> ạ."
        ).format(cut(" ".join(typed.split()), 120)),
        ((Button("Dùng câu này", data), Button("Soạn tin", "post.offered")),),
    )


def stale_button() -> Reply:
    """A button of an older version or a forged one."""
    return Reply(Markup("<k>Nút|Lựa chọn</k> này không dùng được nữa."), ((buttons.HELP,),))


def stale_number() -> Reply:
    """A typed number whose list is too old."""
    return Reply(
        Markup("Số này hết hạn rồi, bot chưa làm gì. Mời mở lại danh sách rồi gõ số mới ạ."),
        ((Button("Trợ giúp", "help", typed="trợ giúp"),),),
    )


def ask_word(typed: str) -> Reply:
    """A bare number of what cannot be taken back, which wants its word too ("duyệt 12")."""
    return Reply(Markup("Bot chưa làm gì. Việc này làm rồi thì khó lấy lại, nên xin gõ đủ: <b>{}</b>").format(typed))


def ask_again(data: str, sent_at: datetime | None) -> Reply:
    """What cannot be taken back was asked for long ago, or may have been; `data` does it now."""
    since = (
        f"Anh/chị gửi lệnh này lúc {minute(sent_at)}, bây giờ bot mới nhận được."
        if sent_at is not None
        else "Bot vừa bị gián đoạn nên chưa rõ anh/chị yêu cầu việc này từ lúc nào."
    )
    held = Markup("{} Việc này không rút lại được nên bot chưa làm. Nếu vẫn cần, xin ").format(since)
    if len(data.encode()) > BUTTON_DATA_BYTES:
        return Reply(held + "gửi lại lệnh.")
    return Reply(held + "chọn ở dưới đây.", ((Button("Vẫn làm", data, final="vẫn làm"),),))


def message_too_long() -> Reply:
    """More than anyone types by hand."""
    return Reply(Markup("Tin nhắn dài quá nên bot không đọc được. Xin gửi thành nhiều phần ngắn hơn."))


def hurry() -> Reply:
    """Somebody asks faster than they can be answered."""
    return Reply(Markup("Bà con nhắn hơi nhanh nên bot trả lời chưa kịp. Bot sẽ trả lời câu mới nhất của bà con ạ."))


def role_lost() -> Reply:
    """In place of an answer to somebody who meanwhile may not see any more what it shows."""
    return Reply(
        Markup("Quyền của anh/chị trong bot vừa thay đổi nên bot không gửi câu trả lời cũ nữa. Xin hỏi lại ạ.")
    )


def too_late() -> Reply:
    """In place of an answer that comes too late to be of use."""
    return Reply(Markup("Lúc bà con hỏi, máy đang bận nên chưa trả lời kịp. Nếu vẫn cần, xin bà con hỏi lại giúp ạ."))
