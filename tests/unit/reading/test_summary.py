"""The sentences of a push: what people must do first, nothing that only stands about a text."""

import pytest

from bot.reading.reader import read

NEWS = (
    "Phường Tân Lộc làm đường\n"
    "{}\n"
    "Trong năm 2026, phường Tân Lộc đã bê tông hóa 3,4 km đường hẻm tại bốn khóm.\n"
    "Bà con các khóm đóng góp hơn 800 ngày công và hiến 1.200 m² đất để mở rộng hẻm.\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "Đăng lúc: 09:15:02 04/12/2026 (GMT+7) - Lượt xem: 312",
        "Ngày cập nhật 05/12/2026 bởi ban biên tập phường",
        "- Tổ trưởng khóm 2: bà Lê Thị Ví Dụ, SĐT 0900 000 003",
        "Mọi thắc mắc xin gọi 0900.000.004 trong giờ hành chính",
        "Căn cứ Nghị quyết của Hội đồng nhân dân phường về phát triển giao thông",
        "Kính gửi: Các khóm, các tổ dân phố trên địa bàn phường Tân Lộc",
        "Nơi nhận: Như trên; Thường trực Đảng ủy phường; Lưu văn thư",
        "Tân Lộc, ngày 04 tháng 12 năm 2026",
        "Tân Lộc, ngày … tháng … năm 2026",
        "(Kèm theo danh sách các hẻm đã được bê tông hóa trong năm)",
        "ỦY BAN NHÂN DÂN PHƯỜNG TÂN LỘC, THÀNH PHỐ LONG XUYÊN",
        "Tin, ảnh: Ban biên tập trang thông tin phường Tân Lộc",
    ],
)
def test_what_only_stands_about_a_text_is_never_chosen(line: str) -> None:
    summary = read(NEWS.format(line)).summary
    assert len(summary) == 2
    assert not any(line in sentence for sentence in summary)


def test_no_two_sentences_say_nearly_the_same() -> None:
    again = "Trong năm 2026, phường Tân Lộc đã bê tông hóa được 3,4 km đường hẻm tại bốn khóm của phường."
    summary = read(NEWS.format(again)).summary
    assert sum("3,4 km" in sentence for sentence in summary) == 1


def test_what_people_must_do_comes_first_in_a_notice() -> None:
    text = (
        "THÔNG BÁO\nVề việc phun thuốc diệt muỗi\n\n"
        "Trạm Y tế phường sẽ phun thuốc diệt muỗi tại khóm 3 từ 7 giờ 30 ngày 12/12/2026.\n"
        "Đợt phun nhằm ngăn dịch sốt xuất huyết đang tăng ở ba khóm giáp sông.\n"
        "Đề nghị bà con che đậy thức ăn, đưa trẻ nhỏ ra khỏi nhà và mở cửa khi tổ phun đến.\n"
    )
    assert read(text).summary[0].startswith("Đề nghị bà con che đậy")
