"""Notices as clerks type them: greetings, callers, pictures for labels, places without "tại", rows of a table."""

import pytest

from bot.domain.heading import below_title, besides
from bot.domain.posts import Kind
from bot.reading.reader import read


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "CÔNG AN XÃ ĐÔNG MỸ THÔNG BÁO\nTối thứ Sáu 11/12/2026, xã bắn thử còi báo động tại bờ kè.\nBà con đừng lo.",
            "Tối thứ Sáu 11/12/2026, xã bắn thử còi báo động tại bờ kè.",
        ),
        (
            "Bưu điện phối hợp UBND xã Lộc Hòa thông báo:\nĐổi thẻ hưu trí đợt 2\nSáng 11/12/2026, tại bưu điện xã.",
            "Đổi thẻ hưu trí đợt 2",
        ),
        (
            "Bà con ấp Trên ơi!\nNgày mai 09/12/2026 đoàn bác sĩ về khám mắt tại trường làng.\nNhớ mang theo sổ khám.",
            "Ngày mai 09/12/2026 đoàn bác sĩ về khám mắt tại trường làng.",
        ),
        (
            "HỘI NÔNG DÂN ẤP 6\nKính gửi bà con!\nSáng 13/12/2026, ấp ra quân vớt lục bình ở kênh Ba.\nMang theo: sào",
            "Sáng 13/12/2026, ấp ra quân vớt lục bình ở kênh Ba.",
        ),
        (
            "THÔNG BÁO KHẨN\nGãy cột điện ở đầu hẻm 12 lúc 7 giờ sáng nay 02/12/2026. Điện cắt toàn bộ khu phố 4.",
            "Gãy cột điện ở đầu hẻm 12 lúc 7 giờ sáng nay 02/12/2026.",
        ),
        (
            (
                "Ban Quản lý chợ Cây Gáo xin thông báo: Để thay mái tôn, chợ tạm nghỉ từ 5 giờ ngày 14/12/2026; mở "
                "lại lúc "
                "5 giờ ngày 17/12/2026. Tiểu thương dọn hàng trước 18 giờ ngày 13/12/2026, ai gửi hàng thì báo anh Tám."
            ),
            "Chợ tạm nghỉ từ 5 giờ ngày 14/12/2026; mở lại lúc 5 giờ ngày 17/12/2026.",
        ),
        (
            (
                "Chó dại cắn người vừa xảy ra ở xóm Đồng. Trạm thú y sẽ tiêm vét cho chó mèo vào 7 giờ ngày "
                "14/12/2026 tại "
                "sân kho. Nhà nào có chó thì xích lại, rọ mõm khi đưa tới, mỗi con mười lăm nghìn đồng tiền công."
            ),
            "Trạm thú y sẽ tiêm vét cho chó mèo vào 7 giờ ngày 14/12/2026 tại sân kho.",
        ),
        (
            (
                "UBND XÃ SUỐI CÁT\nSố: 12/UBND-VX\nV/v treo cờ dịp lễ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "Độc lập - Tự do - Hạnh phúc\nSuối Cát, ngày 20 tháng 8 năm 2026\nKính gửi: Trưởng các ấp.\n"
                "Xã đề nghị treo cờ."
            ),
            "Treo cờ dịp lễ",
        ),
        (
            (
                "UBND XÃ SUỐI CÁT\nSố: 12/UBND-VX\nV/v treo cờ dịp lễ\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "Suối Cát, ngày 20 tháng 8 năm 2026\nKính gửi: Trưởng các ấp.\nXã đề nghị treo cờ."
            ),
            "Treo cờ dịp lễ",
        ),
        ("THÔNG BÁO\nvề việc đổi giờ thu rác\n\nXe rác đến lúc 18 giờ.", "Về việc đổi giờ thu rác"),
        (
            (
                "GIẤY MỜI\nHọp mặt cựu giáo chức\nThường trực Hội kính mời các thầy cô đến dự lúc 8 giờ.\n"
                "Thời gian: 8 giờ ngày 12/12/2026."
            ),
            "Họp mặt cựu giáo chức",
        ),
    ],
)
def test_the_title_is_what_tells_and_neither_who_calls_nor_the_greeting(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            (
                "Lịch tổ chức đại hội các chi đoàn\n\nBan Thường vụ đã thống nhất lịch đại hội như sau:\n"
                "- Chi đoàn ấp 1: 8 giờ ngày 12/12/2026.\n- Chi đoàn ấp 2: 14 giờ ngày 12/12/2026."
            ),
            Kind.ANNOUNCEMENT,
        ),
        (
            "Chợ phiên nông sản cuối tuần\nChủ nhật 13/12/2026 chợ mở từ 6 giờ tại sân đình. Bà con mang rau đến.",
            Kind.ANNOUNCEMENT,
        ),
        (
            "Lớp học đan lưới miễn phí cho 30 chị em\nKhai giảng 8 giờ ngày 15/12/2026. Đăng ký: cô Tư, 0296 3811 222.",
            Kind.ANNOUNCEMENT,
        ),
        ("4 điều bà con cần nhớ khi đi trên sông\n1. Mặc áo phao.\n2. Không chở quá người.", Kind.GUIDE),
        (
            (
                "Xã Phú Lâm ra quân vớt lục bình\nSáng 06/12/2026, xã Phú Lâm tổ chức ra quân, đã vớt 12 tấn lục bình. "
                "Chủ tịch xã đề nghị bà con không đổ rác xuống kênh."
            ),
            Kind.REPORT,
        ),
    ],
)
def test_whoever_speaks_to_people_announces_and_news_of_a_deed_stays_news(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("Mời bà con đến nhà ông Tư Mốt, hẻm 9 lúc 19 giờ ngày 12/12/2026.", "nhà ông Tư Mốt, hẻm 9"),
        ("Họp lúc 8 giờ ngày 12/12/2026 tại hội trường ấp (số 7 đường Đê).", "hội trường ấp (số 7 đường Đê)"),
        ("Lúc 8h thứ Bảy 12/12/2026 (4 tháng 11 âm lịch), sân chùa Phước Lâm.", "sân chùa Phước Lâm"),
        ("Tập trung 6 giờ ngày 12/12/2026 tại đầu cầu Kinh Xáng.", "đầu cầu Kinh Xáng"),
        ("Học bơi lúc 16 giờ ngày 12/12/2026 ở bể bơi trường Lê Lợi.", "bể bơi trường Lê Lợi"),
    ],
)
def test_a_place_is_found_without_at_and_with_its_address(told: str, place: str) -> None:
    assert read(f"Thông báo họp ấp\n\n{told} Bà con nhớ đến đúng giờ.").when.place == (place,)


@pytest.mark.parametrize(
    "aside",
    [
        "Xe máy gửi xe tại trường mầm non Hoa Mai.",
        "Đơn gửi về trụ sở UBND xã.",
        "Người thường trú tại ấp 3 được ưu tiên.",
    ],
)
def test_where_cars_papers_and_dwellers_are_is_no_place_to_come_to(aside: str) -> None:
    lines = read(f"Thông báo hội làng\n\nHội làng mở lúc 18 giờ ngày 12/12/2026. {aside}").when
    assert lines.place == ()


def test_pictures_stand_for_labels() -> None:
    lines = read(
        "ĐO LOÃNG XƯƠNG MIỄN PHÍ\n🗓 Chủ nhật, 13/12/2026\n⏰ 7h00 - 10h30\n🏥 Trạm Y tế xã, ấp Chợ\n"
        "👵 Phụ nữ từ 50 tuổi trở lên\n📌 Mang theo: căn cước."
    ).when
    assert lines.time == ("Chủ nhật, 13/12/2026", "7h00 - 10h30")
    assert lines.place == ("Trạm Y tế xã, ấp Chợ",)
    assert lines.people == ("Phụ nữ từ 50 tuổi trở lên",)
    assert lines.todo == ("căn cước",)


def test_rows_of_a_table_lose_their_number_and_the_body_its_head() -> None:
    text = (
        "LỊCH TRỰC TIẾP DÂN\nTT | Ngày | Người tiếp\n1 | Thứ Hai, 07/12/2026 | Ông An\n2 | Thứ Hai, 14/12/2026 | Bà "
        "Lê\n"
        "Thời gian: từ 8 giờ đến 10 giờ."
    )
    reading = read(text)
    rows = ("Thứ Hai, 07/12/2026 | Ông An", "Thứ Hai, 14/12/2026 | Bà Lê")
    assert reading.when.time == ("từ 8 giờ đến 10 giờ", *rows)
    assert besides(below_title(text, reading.title), reading.when.time) == ""


def test_rows_parted_by_semicolons_are_a_schedule() -> None:
    reading = read(
        "THÔNG BÁO\nThu phí đò năm 2027\nBan quản lý bến đò thu phí như sau:\nSTT; Ấp; Ngày; Nơi thu\n"
        "1; Ấp Vàm; 07/12/2026; bến đò Vàm\n2; Ấp Rạch; 08/12/2026; chợ Rạch\nGiờ thu: từ 7h đến 10h."
    )
    assert reading.date is not None
    assert reading.date.isoformat() == "2026-12-07"
    assert reading.when.time == (
        "Giờ thu: từ 7h đến 10h",
        "Ấp Vàm; 07/12/2026; bến đò Vàm",
        "Ấp Rạch; 08/12/2026; chợ Rạch",
    )


def test_those_who_suffered_are_not_whom_an_appeal_is_for() -> None:
    lines = read(
        "LỜI KÊU GỌI\nChung tay sau lũ\n\nLũ gây thiệt hại nặng nề cho bà con vùng cao. Hội Chữ thập đỏ kêu gọi các hộ "
        "kinh doanh, đoàn viên chung tay giúp sức. Mọi ủng hộ xin gửi về: văn phòng Hội, ấp Chợ."
    ).when
    assert lines.people == ("các hộ kinh doanh, đoàn viên",)
    assert lines.todo == ("Mọi ủng hộ xin gửi về: văn phòng Hội, ấp Chợ",)


def test_what_an_order_lists_is_what_to_do_and_is_not_told_twice() -> None:
    text = (
        "Thông báo giữ rừng mùa khô\n\nỦy ban nhân dân xã yêu cầu:\n1. Không đốt rẫy khi có gió to.\n"
        "2. Khi có cháy gọi ngay 114."
    )
    reading = read(text)
    assert reading.when.todo == ("Không đốt rẫy khi có gió to", "Khi có cháy gọi ngay 114")
    assert besides(below_title(text, reading.title), reading.when.todo) == ""


def test_dots_for_a_name_are_no_audience() -> None:
    lines = read(
        "GIẤY MỜI\nHọp mặt đầu xuân\nKính gửi: ........................\nTới dự họp mặt.\nThời gian: 8 giờ ngày "
        "12/02/2027\n"
        "Địa điểm: đình làng"
    ).when
    assert lines.people == ()


def test_people_who_go_out_to_a_field_are_told_apart_from_it() -> None:
    lines = read(
        "Xóm 7 họp dân\nTối thứ bảy này 12/12/2026 lúc 19h mời bà con hẻm 86 ra sân bóng hẻm 86 họp bàn góp tiền."
    ).when
    assert (lines.time, lines.place) == (("Tối thứ bảy này 12/12/2026 lúc 19h",), ("sân bóng hẻm 86",))
    assert (lines.people, lines.area) == (("bà con hẻm 86",), ())


def test_a_line_ends_with_its_bracket_when_what_was_told_goes() -> None:
    assert besides("Thời gian: 7 giờ, ngày 15/11 (Chủ nhật)\nĐông đủ.", ["7 giờ, ngày 15/11 (Chủ nhật)"]) == "Đông đủ."


def test_the_countrys_name_within_a_heading_is_no_letterhead() -> None:
    heading = "Ra quân chào mừng Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam, phường 3 dọn kênh"
    assert read(f"{heading}\nSáng 30/8/2026, phường đã dọn 2 km kênh.").title == heading


def test_a_schools_name_over_its_heading_is_no_title_and_parents_are_invited() -> None:
    reading = read(
        "Trường Mầm non Sao Mai\nHọp phụ huynh cuối năm\nKính mời phụ huynh đến dự họp lúc 8 giờ ngày 12/5/2027 tại "
        "phòng học."
    )
    assert (reading.title, reading.kind) == ("Họp phụ huynh cuối năm", Kind.ANNOUNCEMENT)


def test_a_letter_to_neighbours_is_a_notice_and_its_greeting_no_title() -> None:
    reading = read(
        "Thân gửi bà con tổ 8!\nSáng 13/12/2026, 6h30, tổ ra quân vớt bèo ở công viên nhỏ đầu hẻm 4. Mỗi nhà một sào."
    )
    assert reading.kind is Kind.ANNOUNCEMENT
    assert reading.title.startswith("Sáng 13/12/2026")
    assert reading.when.place == ("công viên nhỏ đầu hẻm 4",)


def test_whom_a_form_invites_is_no_part_of_its_title() -> None:
    reading = read("GIẤY MỜI\nHỌP CHI BỘ THÁNG 12\nKính mời: Toàn thể đảng viên\nThời gian: 14 giờ ngày 05/12/2026")
    assert reading.title == "HỌP CHI BỘ THÁNG 12"


def test_an_audience_keeps_all_its_hamlets_and_signing_up_is_no_place_of_the_event() -> None:
    lines = read(
        "Thông báo khám mắt\nĐoàn bác sĩ khám cho bà con xóm Quýt, xóm Muồng tại đình Cả sáng ngày 15/12/2026. Đăng "
        "ký tại nhà "
        "văn hóa trước ngày 13/12/2026."
    ).when
    assert (lines.people, lines.place) == (("bà con xóm Quýt, xóm Muồng",), ("đình Cả",))


def test_where_latecomers_go_is_not_where_it_is() -> None:
    reading = read(
        "Thông báo phát quà\nBưu điện phát quà, sáng từ 7h30:\n+ Ấp Vàm: sáng 05/12/2026, đình Vàm\n"
        "+ Ấp Rạch: sáng 06/12/2026, chợ Rạch\nAi chưa nhận kịp thì nhận tại Bưu điện xã đến hết ngày 20/12/2026."
    )
    assert reading.place is None
    assert reading.when.place == ()
    assert "Ấp Vàm: sáng 05/12/2026, đình Vàm" in reading.when.time
