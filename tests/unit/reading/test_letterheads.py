"""Who writes stands over a heading and is none; what year a day is of, and what people are asked, in other places."""

import pytest

from bot.domain.posts import Kind
from bot.reading.reader import read


@pytest.mark.parametrize(
    ("issuer", "heading"),
    [
        ("NHÀ MÁY NƯỚC HÒA TÂN", "Thông báo cúp nước hẻm 9"),
        ("[TRẠM Y TẾ XÃ HÒA TÂN]", "Lịch khám mắt cho người cao tuổi"),
        ("BAN TỔ CHỨC LỄ HỘI ĐÌNH ĐÔNG", "Thông báo tạm nghỉ chợ phiên"),
        ("BƯU ĐIỆN HÒA TÂN", "Thông báo phát lương hưu tháng 12"),
    ],
)
def test_a_body_alone_over_the_heading_is_no_title(issuer: str, heading: str) -> None:
    reading = read(f"{issuer}\n{heading}\nBắt đầu từ 8h ngày 14/12/2026 tại đình, bà con nhớ mang sổ theo.")
    assert (reading.title, reading.kind) == (heading, Kind.ANNOUNCEMENT)


def test_a_body_alone_over_a_letters_subject_makes_it_a_letter() -> None:
    reading = read(
        "Hội Làm vườn xã Hòa Tân\nV/v họp mặt đầu năm\n\nKính gửi: Các chi hội\nHội họp lúc 8h ngày 14/12/2026."
    )
    assert (reading.title, reading.kind) == ("Họp mặt đầu năm", Kind.ANNOUNCEMENT)


def test_a_heading_that_tells_of_a_body_stays() -> None:
    for heading in ("HỘI NÔNG DÂN XÃ HÒA TÂN TỔNG KẾT NĂM", "TRƯỜNG MẦM NON HÒA TÂN TUYỂN SINH"):
        assert read(f"{heading}\nSáng 14/12/2026, đơn vị đã tổ chức.\nCó 40 người dự.").title == heading


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Lịch tiếp dân tháng 12 năm 2026\n\nNgày 14/12: ông An\nNgày 21/12: bà Bình\nSáng từ 8h đến 11h.",
            "2026-12-14",
        ),
        ("Thông báo cấm đường\n\nĐường đóng đêm 14/12/2026. Từ 20 giờ ngày 14/12 xe đi lối chợ.", "2026-12-14"),
        ("Thông báo lễ mừng thọ\n\nLễ vào mùng 4 tháng Giêng (tức ngày 09/02/2027), bắt đầu 8 giờ.", "2027-02-09"),
        ("Thông báo ngày hội\n\nThời gian: phần lễ từ 19h00 ngày 14/12/2026 (thứ Hai).", "2026-12-14"),
        ("Thông báo cúp nước\n\nCúp nước từ 13h30 hôm nay 14/12/2026 đến 22h cùng ngày.", "2026-12-14"),
    ],
)
def test_the_year_that_stands_elsewhere_is_no_missing_year(text: str, day: str) -> None:
    reading = read(text)
    assert str(reading.date) == day
    assert not reading.warnings


def test_the_hour_of_what_is_asked_neither_starts_nor_ends_a_notice() -> None:
    reading = read(
        "Thông báo cấm đường\n\nThời gian: từ 4h đến 9h ngày 14/12/2026.\n"
        "Đề nghị các hộ không để xe dưới lòng đường từ 22h ngày 13/12/2026."
    )
    assert reading.starts_at is not None
    assert f"{reading.starts_at:%d %H:%M}" == "14 04:00"


def test_a_lunar_day_stands_before_its_date_and_a_round_is_no_weekday() -> None:
    lunar = read("Thông báo lễ mừng thọ\n\nLễ vào mùng 4 tháng Giêng (tức ngày 09/02/2027), bắt đầu 8 giờ.")
    assert lunar.when.time == ("vào mùng 4 tháng Giêng (tức ngày 09/02/2027), bắt đầu 8 giờ",)
    again = read("Thông báo ra quân\n\nĐoàn sẽ ra quân lần thứ 4 vào lúc 6 giờ ngày 14/12/2026 tại chợ.")
    assert again.when.time == ("vào lúc 6 giờ ngày 14/12/2026",)


def test_rows_of_numbers_and_fixed_pairs_are_not_cut() -> None:
    reading = read(
        "Tin xã Hòa Tân\n\nTrường nhận 25 trẻ ở các tổ 1, 2, 3, 4 Hòa Đông. "
        "Phong trào sản xuất, kinh doanh giỏi có 60 hộ."
    )
    assert [one.phrase for one in reading.figures] == [
        "Trường nhận 25 trẻ ở các tổ 1, 2, 3, 4 Hòa Đông",
        "Phong trào sản xuất, kinh doanh giỏi có 60 hộ",
    ]


def test_what_is_compared_keeps_its_subject_and_a_bare_count_is_no_headline() -> None:
    figures = read(
        "Tin xã Hòa Tân\n\nTai nạn xảy ra 5 vụ, thiệt hại 80 triệu đồng; so với cùng kỳ giảm 2 vụ. Thời gian: 01 buổi."
    ).figures
    assert [one.phrase for one in figures][2:] == ["Tai nạn … so với cùng kỳ giảm 2 vụ", "01 buổi"]
    assert figures[-1].rank is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Chi ngân sách trong tháng 2,15 tỷ đồng; lũy kế 8 tháng 17,3 tỷ đồng, đạt 71,2% dự toán năm.",
            "Chi ngân sách trong tháng 2,15 tỷ đồng; lũy kế 8 tháng 17,3 tỷ đồng, đạt 71,2% dự toán năm",
        ),
        (
            "Đội quản lý chợ nhắc nhở 64 trường hợp lấn chiếm, xử phạt số tiền 32 triệu đồng.",
            "Đội quản lý chợ nhắc nhở 64 trường hợp lấn chiếm, xử phạt số tiền 32 triệu đồng",
        ),
        (
            "Bà Lê Thị Mận, Phó Chủ tịch xã, cho biết trong 9 công trình đề ra, xã đã xong 7 công trình.",
            "trong 9 công trình đề ra, xã đã xong 7 công trình",
        ),
    ],
)
def test_what_goes_on_from_the_words_before_shares_their_line(text: str, line: str) -> None:
    reading = read(f"Kết quả năm 2026 của xã Tân Mỹ\n\n{text}")
    assert {figure.phrase for figure in reading.figures} == {line}


def test_a_national_target_programme_is_no_plan_and_a_sum_is_of_what_stands_before_it() -> None:
    reading = read(
        "Kết quả năm 2026 của xã Tân Mỹ\n\nVốn các chương trình mục tiêu quốc gia giải ngân 5,2 tỷ đồng, đạt 81%. Xã "
        "xây 2 nhà "
        "tình nghĩa trị giá 160 triệu đồng, trao 90 suất quà cho người già, mỗi suất 500.000 đồng."
    )
    assert not any(figure.is_target for figure in reading.figures)
    assert not reading.warnings


@pytest.mark.parametrize(
    "text",
    [
        "Lúc 8 giờ ngày 12/12/2026 tại đình, gồm ấp Vàm (35 cử tri), ấp Rạch (20 cử tri).",
        "Thường trực Hội trân trọng mời các ủy viên và 7 chi hội đến dự lúc 8 giờ ngày 12/12/2026.",
    ],
)
def test_how_many_are_called_is_no_figure(text: str) -> None:
    assert not read(f"Lịch tiếp xúc cử tri\n\n{text}").figures


def test_who_came_stays_a_figure() -> None:
    told = "Sáng 12/12/2026, đại biểu đã tiếp xúc hơn 80 cử tri; các chi hội góp 7 triệu đồng, 5 chi hội được khen."
    assert len(read(f"Phường Phú Thứ tiếp xúc cử tri\n\n{told}").figures) == 3
