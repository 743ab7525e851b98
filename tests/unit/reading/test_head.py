"""Kind, title, date, start and end, people and place, in invented texts of every form."""

from datetime import date

import pytest

from bot.domain.posts import Kind
from bot.reading.reader import read, to_json

FORM = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG TÂN LỘC\tĐộc lập - Tự do - Hạnh phúc
Số: {number}\tTân Lộc, ngày 04 tháng 8 năm 2026

{kind}
{title}

Căn cứ Kế hoạch số 12/KH-UBND ngày 05/3/2026 của UBND thành phố; UBND phường báo cáo như sau:
Phường đã hoàn thành công tác năm.
"""


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("THÔNG BÁO", Kind.ANNOUNCEMENT),
        ("GIẤY MỜI", Kind.ANNOUNCEMENT),
        ("QUYẾT ĐỊNH", Kind.ANNOUNCEMENT),
        ("BÁO CÁO", Kind.REPORT),
        ("NGHỊ QUYẾT", Kind.RESOLUTION),
        ("KẾ HOẠCH", Kind.RESOLUTION),
        ("HƯỚNG DẪN", Kind.GUIDE),
    ],
)
def test_an_official_form_names_its_kind_and_its_title_stands_below(word: str, kind: Kind) -> None:
    text = FORM.format(kind=word, title="Về công tác phòng chống dịch\ntrên địa bàn phường", number="15/UBND")
    reading = read(text)
    assert reading.kind is kind
    assert reading.title == "Về công tác phòng chống dịch trên địa bàn phường"
    assert reading.date == date(2026, 8, 4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thông báo cúp điện khóm 3 từ 7h30 đến 16h30 ngày 25/11/2026", Kind.ANNOUNCEMENT),
        (
            "Lịch tiêm chủng tháng 9\n\nTrạm Y tế phường mời bà con đưa trẻ đến.\nThời gian: 8h\nĐịa điểm: Trạm Y tế",
            Kind.ANNOUNCEMENT,
        ),
        ("Kính mời bà con dự họp khóm\n\nBan Quản lý khóm 2 trân trọng kính mời bà con.", Kind.ANNOUNCEMENT),
        ("Họp khóm 3 lúc 19h ngày 5/8/2026", Kind.ANNOUNCEMENT),
        ("Họp khóm 3\n\n19h ngày 5/8/2026 tại nhà văn hóa. Mời bà con dự đông đủ.", Kind.ANNOUNCEMENT),
        ("Phường tuyển dụng công chức\n\nUBND phường thông báo nhu cầu.", Kind.ANNOUNCEMENT),
        ("Phường Tân Lộc họp giao ban\n\nChiều ngày 3/4/2026, UBND phường tổ chức cuộc họp giao ban.", Kind.MEETING),
        ("Kỳ họp thứ 5 HĐND phường\n\nNgày 3/4/2026, HĐND phường khai mạc kỳ họp thứ 5.", Kind.MEETING),
        ("Tân Lộc đẩy mạnh vệ sinh\n\nSáng ngày 3/4/2026, Hội Phụ nữ phường tổ chức dọn rác.", Kind.REPORT),
        ("Báo cáo tình hình kinh tế\n\nThu ngân sách đạt 12 tỷ đồng.", Kind.REPORT),
        ("Hướng dẫn cài đặt VNeID\n\nBước 1: mở ứng dụng. Bước 2: nhập mã.", Kind.GUIDE),
        ("Các bước nộp hồ sơ trực tuyến\n\nNgười dân mở Cổng dịch vụ công.", Kind.GUIDE),
        ("Chỉ tiêu năm 2027 của phường\n\nPhấn đấu thu 20 tỷ đồng; giảm 5 hộ nghèo.", Kind.RESOLUTION),
    ],
)
def test_the_kind_is_told_from_title_and_opening(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("📢 TIN VUI 📢\n\nNội dung.", "TIN VUI"),
        ("# Họp khóm\n\nNội dung.", "Họp khóm"),
        (
            "HỘI NGHỊ TỔNG KẾT CÔNG TÁC NĂM\nVÀ TRIỂN KHAI NHIỆM VỤ MỚI\nSáng ngày 2/3/2026, phường họp.",
            "HỘI NGHỊ TỔNG KẾT CÔNG TÁC NĂM VÀ TRIỂN KHAI NHIỆM VỤ MỚI",
        ),
        ("Cúp nước hẻm 12", "Cúp nước hẻm 12"),
        ("", ""),
    ],
)
def test_the_title_is_the_heading(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    ("opening", "day", "written"),
    [
        ("Sáng ngày 05/7/2026, UBND phường tổ chức hội nghị.", "2026-07-05", "Sáng ngày 05/7/2026"),
        ("Ngày 30-6-2026, UBND phường tổ chức hội nghị.", "2026-06-30", "Ngày 30-6-2026"),
        (
            "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024, chiều ngày 25/7/2025, phường tổ chức lễ ra mắt.",
            "2025-07-25",
            "chiều ngày 25/7/2025",
        ),
        (
            "Chào mừng Quốc khánh (02/9/1945 - 02/9/2026), sáng 28/8/2026, phường tổ chức gặp mặt.",
            "2026-08-28",
            "sáng 28/8/2026",
        ),
        ("Trong hai ngày 26 – 27/9/2025, phường tổ chức hội thi.", "2025-09-26", "Trong hai ngày 26 – 27/9/2025"),
        (
            "Thời gian: Từ ngày 22 đến ngày 24 tháng 02 năm 2026.",
            "2026-02-22",
            "Từ ngày 22 đến ngày 24 tháng 02 năm 2026",
        ),
        ("Sáng ngày 08-7, phường họp sơ kết; hoàn thành trước ngày 30-9-2026.", None, "Sáng ngày 08-7"),
        ("Phường nhận ủng hộ từ nay đến hết 15/12/2026.", None, "từ nay đến hết 15/12/2026"),
        ("Kỷ niệm ngày thành lập Hội 20/10/1930, chị em thi đua.", None, None),
    ],
)
def test_the_events_date_is_told_from_cited_celebrated_and_closing_dates(
    opening: str, day: str | None, written: str | None
) -> None:
    shown = to_json(read(f"Tin phường Tân Lộc\n\n{opening}"))
    assert (shown["date"], shown["date_as_written"]) == (day, written)


def test_the_line_of_posting_lends_its_year_to_the_event_and_the_doubt_stays() -> None:
    reading = read("Phường họp giao ban\n16/07/2026 - 17:14\n\nChiều 15-7, UBND phường tổ chức họp giao ban.")
    assert reading.date == date(2026, 7, 15)
    assert [w.code.value for w in reading.warnings] == ["missing-year"]


@pytest.mark.parametrize(
    ("notice", "starts_at", "ends_at"),
    [
        ("Thông báo cúp điện khóm 3 từ 7h30 đến 16h30 ngày 25/11/2026", "2026-11-25T07:30", "2026-11-25T16:30"),
        (
            "Thông báo cúp nước\n\nThời gian: 8 giờ 00 ngày 25/11/2026 đến 17 giờ 00 ngày 26/11/2026.",
            "2026-11-25T08:00",
            "2026-11-26T17:00",
        ),
        ("Giấy mời họp khóm\n\nThời gian: 19h00, ngày 06/02/2026\nĐịa điểm: Nhà văn hóa", "2026-02-06T19:00", None),
        (
            "Thông báo tiêm chủng\n\nNgày 12/8/2026, từ 7 giờ 30 đến 11 giờ 30 tại Trạm Y tế.",
            "2026-08-12T07:30",
            "2026-08-12T11:30",
        ),
        (
            "Lịch khám sức khỏe\n\nThời gian: Sáng từ 7h00 - 11h00, chiều từ 13h30 - 16h30, ngày 12/8/2026.",
            "2026-08-12T07:00",
            "2026-08-12T16:30",
        ),
        ("Thông báo tiếp công dân\n\nVào hồi 14 giờ 00 phút, ngày 04 tháng 8 năm 2026.", "2026-08-04T14:00", None),
        ("Thông báo họp\n\nThời gian: 8h00 ngày 12/8.", None, None),
        ("Thông báo nghỉ lễ\n\nTừ ngày 01/9/2026 đến ngày 02/9/2026.", None, None),
    ],
)
def test_start_and_end_of_a_notice_are_read(notice: str, starts_at: str | None, ends_at: str | None) -> None:
    shown = to_json(read(notice))
    assert (shown["starts_at"], shown["ends_at"]) == (starts_at, ends_at)


def test_people_place_and_organiser_are_read() -> None:
    reading = read(
        "Hội nghị gặp mặt\n\nSáng ngày 05/7/2026, tại hội trường UBND phường, Ủy ban MTTQ Việt Nam phường Tân Lộc "
        "tổ chức gặp mặt. "
        "Dự có đồng chí Trần Văn An - Bí thư Đảng ủy; bà Lê Thị Bình, Phó Chủ tịch UBND phường cùng đại biểu. "
        "Chủ tịch HĐND phường Phạm Minh Châu phát biểu chúc mừng."
    )
    assert reading.organisation == "Ủy ban MTTQ Việt Nam phường Tân Lộc"
    assert reading.place == "hội trường UBND phường"
    assert reading.chair_or_guests == (
        "Trần Văn An - Bí thư Đảng ủy",
        "Lê Thị Bình, Phó Chủ tịch UBND phường",
        "Chủ tịch HĐND phường Phạm Minh Châu",
    )


def test_the_labelled_place_wins() -> None:
    assert (
        read("Thông báo họp\n\nThời gian: 8h\nĐịa điểm: Nhà văn hóa khóm 2, phường Tân Lộc.").place
        == "Nhà văn hóa khóm 2, phường Tân Lộc"
    )
