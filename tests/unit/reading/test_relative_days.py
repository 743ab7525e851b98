"""Days told from the day of writing are doubted, each with the date that it is."""

from datetime import date

import pytest

from bot.domain.posts import Kind
from bot.reading.doubts.relative import relative_of

TODAY = date(2026, 11, 30)  # a Monday


def doubted(text: str, kind: Kind = Kind.ANNOUNCEMENT) -> list[tuple[str, str]]:
    return [(one.quotes[0], one.note) for one in relative_of(text, kind, TODAY)]


@pytest.mark.parametrize(
    ("text", "quote", "day"),
    [
        ("Khóm họp lúc 19h tối nay tại đình.", "tối nay", "tối 30/11/2026"),
        ("Sáng mai 7h cúp điện hẻm 9.", "Sáng mai", "sáng 01/12/2026"),
        ("Mai 7h bà con ra dọn kênh.", "Mai", "ngày 01/12/2026"),
        ("Ngày mốt Trạm tiêm cho trẻ.", "Ngày mốt", "ngày 02/12/2026"),
        ("Chiều thứ Sáu tuần này thu rác lớn.", "Chiều thứ Sáu tuần này", "chiều 04/12/2026"),
        ("Thứ Bảy tới khám mắt tại chùa.", "Thứ Bảy tới", "ngày 05/12/2026"),
        ("Chủ nhật tuần sau họp khóm.", "Chủ nhật tuần sau", "ngày 13/12/2026"),
        ("Thứ 2 tuần tới xe lấy rác.", "Thứ 2 tuần tới", "ngày 07/12/2026"),
    ],
)
def test_a_day_told_from_today_is_doubted_with_its_date(text: str, quote: str, day: str) -> None:
    assert doubted(f"Thông báo của khóm 4\n\n{text}") == [(quote, f"ghi rõ “{day}”")]


@pytest.mark.parametrize(
    "text",
    [
        "Khóm họp lúc 19h tối nay, 30/11/2026, tại đình.",
        "Cúp nước ngày mai (01/12/2026) từ 8h đến 10h.",
        "Bão vào đêm nay, các hộ ven sông sơ tán ngay.",
        "Ngày nay ai cũng dùng mạng; từ trước đến nay hiếm khi cúp điện.",
        "Chị Mai trưởng khóm, ông Nguyễn Mai gọi 5 hộ.",
        "Họp vào thứ Năm hằng tuần, sáng thứ Bảy 05/12/2026 nghỉ.",
    ],
)
def test_a_day_with_its_date_and_other_words_are_not(text: str) -> None:
    assert doubted(f"Thông báo của khóm 4\n\n{text}") == []


def test_each_is_told_once_at_most_three_and_of_notices_only() -> None:
    text = "Sáng mai họp. Sáng mai nhớ đi. Tối nay dọn. Tối mai xem phim. Chiều mai tập."
    assert [quote for quote, _ in doubted(text)] == ["Sáng mai", "Tối nay", "Tối mai"]
    assert doubted(text, Kind.MEETING) == []
