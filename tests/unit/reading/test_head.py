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
        ("https://phuong.example/tin/123\nHọp khóm 3\n\nKhóm 3 họp lúc 19 giờ.", "Họp khóm 3"),
        ("Nguồn: www.phuong.example/a?b=1\n\nLịch tiêm tháng 12\nTrạm tiêm lúc 7 giờ.", "Lịch tiêm tháng 12"),
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


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        (
            (
                "ỦY BAN NHÂN DÂN\nXÃ LỘC AN\nSố: 7/UBND-VX CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "V/v dọn vệ sinh đón Tết Độc lập - Tự do - Hạnh phúc\nLộc An, ngày 25 tháng 01 năm 2027\n"
                "Kính gửi: Các khóm.\nUBND xã đề nghị các khóm dọn vệ sinh."
            ),
            "Dọn vệ sinh đón Tết",
            Kind.ANNOUNCEMENT,
        ),
        (
            (
                "UBND PHƯỜNG LỘC AN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "Số: 214/UBND-VX      Lộc An, ngày 26 tháng 8 năm 2026\nV/v vận động\nNhân dân nhận diện lừa đảo\n\n"
                "Kính gửi: Ban quản lý các khu phố."
            ),
            "Vận động Nhân dân nhận diện lừa đảo",
            Kind.ANNOUNCEMENT,
        ),
        (
            (
                "UBND PHƯỜNG LỘC AN\nSố: 8/TB-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
                "THÔNG BÁO KHẨN\nVề việc ứng phó bão số 9\nĐể chủ động, phường yêu cầu bà con ở trong nhà."
            ),
            "Về việc ứng phó bão số 9",
            Kind.ANNOUNCEMENT,
        ),
        (
            "KẾT LUẬN\ncủa Chủ tịch UBND phường tại buổi giao ban\n\nNgày 3/11/2026, Chủ tịch chủ trì giao ban.",
            "Kết luận của Chủ tịch UBND phường tại buổi giao ban",
            Kind.MEETING,
        ),
        (
            "THÔNG BÁO\nV/v tạm ngừng cấp nước\nCông ty Cấp nước thông báo: tạm ngừng cấp nước hẻm 9.",
            "Tạm ngừng cấp nước",
            Kind.ANNOUNCEMENT,
        ),
        (
            (
                "Trang chủ > Tin tức\nPHƯỜNG LỘC AN\n\nHội Nông dân phường trao bò giống\n"
                "Ngày đăng 15/11/2026 | 07:05  | Lượt xem: 381\n\nSáng 13/11, Hội đã trao bò giống cho 4 hộ."
            ),
            "Hội Nông dân phường trao bò giống",
            Kind.REPORT,
        ),
        (
            "Thủ tục xác nhận hôn nhân\nMã thủ tục: 1.009999\nThành phần hồ sơ: tờ khai.\nLệ phí: 15.000 đồng.",
            "Thủ tục xác nhận hôn nhân",
            Kind.GUIDE,
        ),
        (
            (
                "Ngày 02/12/2026 Nhà máy nước tạm ngừng cung cấp nước hẻm 14 từ 8 giờ đến 10 giờ, mong bà con trữ nước "
                "trước và thông cảm cho sự bất tiện này, nước có lại sẽ đục trong vài phút đầu, bà con xả bỏ"
            ),
            (
                "Ngày 02/12/2026 Nhà máy nước tạm ngừng cung cấp nước hẻm 14 từ 8 giờ đến 10 giờ, mong bà con trữ nước "
                "trước và thông cảm cho sự bất tiện này, nước có lại sẽ đục trong vài phút đầu, bà con xả bỏ"
            ),
            Kind.ANNOUNCEMENT,
        ),
        (
            (
                "KỲ HỌP THỨ BẢY HĐND XÃ LỘC AN\nNgày 22/12/2026, xã tổ chức kỳ họp thứ bảy HĐND xã. Kỳ họp thông qua "
                "các chỉ tiêu: hộ nghèo còn 1,2%; thu 20 tỷ đồng; làm 3 km đường; trồng 500 cây."
            ),
            "KỲ HỌP THỨ BẢY HĐND XÃ LỘC AN",
            Kind.MEETING,
        ),
        (
            "Đoàn phường ra quân hướng dẫn cài VNeID\nSáng 12/11/2026, Đoàn phường đã tổ chức ra quân tại 4 khóm.",
            "Đoàn phường ra quân hướng dẫn cài VNeID",
            Kind.REPORT,
        ),
        (
            "LỊCH CÚP NƯỚC\n\nTHÔNG BÁO TẠM NGỪNG CẤP NƯỚC\n\nNhà máy thông báo tạm ngừng cấp nước.",
            "THÔNG BÁO TẠM NGỪNG CẤP NƯỚC",
            Kind.ANNOUNCEMENT,
        ),
        (
            "THÔNG BÁO\n\nVề việc tiêm phòng\n\ncho đàn chó của xã\n\nXã thông báo lịch tiêm như sau:",
            "Về việc tiêm phòng cho đàn chó của xã",
            Kind.ANNOUNCEMENT,
        ),
        (
            "THÔNG BÁO CỦA UBND XÃ LỘC AN\n\nV/v tiêm phòng cho chó\n\nKính thưa bà con!",
            "Tiêm phòng cho chó",
            Kind.ANNOUNCEMENT,
        ),
        (
            "Lộc An tiêm phòng cho chó\n\nĐến nay các khóm đã tiêm cho 400 con chó, đạt 90% kế hoạch.",
            "Lộc An tiêm phòng cho chó",
            Kind.REPORT,
        ),
        (
            "Lộc An sẽ tổ chức Hội hoa xuân\nPhường sẽ tổ chức hội hoa tại công viên, kính mời bà con đến xem.",
            "Lộc An sẽ tổ chức Hội hoa xuân",
            Kind.ANNOUNCEMENT,
        ),
    ],
)
def test_letterheads_and_a_sites_own_lines_are_no_title(text: str, title: str, kind: Kind) -> None:
    reading = read(text)
    assert (reading.title, reading.kind) == (title, kind)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Họp mặt\nĐăng lúc: 08:10:42 03/12/2026 (GMT+7)\nNgày 28/11/2026, xã tổ chức họp mặt.", "2026-11-28"),
        ("Thông báo cúp nước\nHẻm 5 cúp nước để sửa ống.\nNgày cập nhật : 28/11/2026", None),
        ("Trao quà\n05/12/2026 | 16:46\nHội phụ nữ trao quà cho trẻ em.", None),
        ("Hội thao\nThứ Hai, 16/11/2026\nSáng CN 15/11, phường đã tổ chức hội thao.", "2026-11-15"),
        ("Hội thao\n\nSáng CN 15/11, phường đã tổ chức hội thao.", None),
        (
            (
                "Lịch tiếp công dân của Chủ tịch xã năm 2026\nTheo Luật ngày 25/11/2013.\n"
                "Tháng | Người tiếp | Ngày |\nTháng 7 | Lê Văn An | Ngày 02; 09; 16 |\nTháng 8 | Lê Văn An | Ngày 06 |"
            ),
            "2026-07-02",
        ),
        (
            (
                "UBND XÃ LỘC AN\nSố: 4/TB-UBND\nLộc An, ngày 20 tháng 8 năm 2026\nTHÔNG BÁO\nTreo cờ Quốc khánh\n"
                "Đề nghị các hộ treo cờ từ ngày 31/8/2026 đến hết ngày 03/9/2026."
            ),
            "2026-08-31",
        ),
    ],
)
def test_a_day_is_that_of_the_event_and_never_that_of_the_posting(text: str, day: str | None) -> None:
    reading = read(text)
    assert (reading.date.isoformat() if reading.date else None) == day


def test_the_end_of_several_sittings_is_that_of_the_last_and_a_day_borrows_the_texts_year() -> None:
    shown = to_json(
        read(
            "Thông báo cúp điện\n\nNgày 30/11/2026 từ 15g38 đến 15g40 cúp điện khóm 3. "
            "Ngày 12/12: từ 7g30 - 10g30 cúp điện khóm 5."
        )
    )
    assert (shown["starts_at"], shown["ends_at"]) == ("2026-11-30T15:38", "2026-12-12T10:30")


def test_an_hour_of_posting_or_of_a_deadline_neither_starts_nor_ends_a_notice() -> None:
    shown = to_json(
        read(
            "Thông báo khám mắt\nĐăng ngày 14-11-2026 14:48\nĐăng ký trước 17 giờ ngày 20/11/2026. "
            "Khám từ ngày 23/11/2026 đến ngày 25/11/2026 (Sáng 8h-10h; Chiều 14h-16h)."
        )
    )
    assert (shown["starts_at"], shown["ends_at"]) == ("2026-11-23T08:00", "2026-11-25T16:00")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "Hội Phụ nữ phường Lộc An Tây sơ kết\nTrong 9 tháng, Hội đã kết nạp 27 hội viên mới, tổ chức 3 lớp.",
            "Hội Phụ nữ phường Lộc An Tây",
        ),
        ("Trao nhà\nUBND xã Lộc An xây dựng phương án và tổ chức trao 3 căn nhà.", "UBND xã Lộc An"),
        ("Họp\nThực hiện Kế hoạch số 5/KH-UBND, Trạm Y tế xã Lộc An xin thông báo lịch khám.", "Trạm Y tế xã Lộc An"),
    ],
)
def test_the_organiser_is_a_body_and_never_a_clause(text: str, body: str) -> None:
    assert read(text).organisation == body


def test_a_body_that_opens_the_text_ends_at_what_it_does() -> None:
    told = {
        "Điện lực cúp điện hẻm 47, khóm 3 từ 8 giờ đến 11 giờ ngày 25/11/2026 để thay trạm.": "Điện lực",
        "Trạm Y tế phường tiêm vắc xin sởi cho trẻ lúc 7 giờ ngày 25/11/2026.": "Trạm Y tế phường",
        "Công ty Cấp nước An Giang tạm ngừng cấp nước từ 8 giờ ngày 25/11/2026.": "Công ty Cấp nước An Giang",
    }
    for body, name in told.items():
        assert read(f"Thông báo\n\n{body}").organisation == name, body
