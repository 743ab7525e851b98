"""When a notice is for: each of its days once, in its own words, and none that tells of something else."""

import pytest

from bot.domain.posts import Kind
from bot.reading.reader import read


def test_a_list_under_time_ends_where_no_time_is_told_and_its_hours_come_first() -> None:
    lines = read(
        "Thông báo phát lúa giống\n\nThời gian, địa điểm:\nNgày 10/12/2026: ấp Tân, tại kho ấp Tân\n"
        "Ngày 11/12/2026: ấp Phú, tại đình Phú\nBuổi sáng từ 7 giờ 30\nBà con đem theo bao đựng."
    ).when
    assert lines.time == (
        "Buổi sáng từ 7 giờ 30",
        "Ngày 10/12/2026: ấp Tân, tại kho ấp Tân",
        "Ngày 11/12/2026: ấp Phú, tại đình Phú",
    )
    assert lines.todo == ("Bà con đem theo bao đựng",)


def test_the_heading_is_not_told_a_second_time_as_a_time() -> None:
    lines = read(
        "Ngày 03/12/2026, Chi nhánh cấp nước ngừng cấp nước trên địa bàn phường Phú Mỹ.\nTừ 13h đến 15h thứ Năm ngày "
        "03/12/2026, thợ sửa ống trên đường Hoàng Diệu (đoạn từ số 2 đến số 40)."
    ).when
    assert lines.time == ("Từ 13h đến 15h thứ Năm ngày 03/12/2026",)
    assert lines.area == ("đường Hoàng Diệu (đoạn từ số 2 đến số 40)",)


def test_each_of_few_days_is_told_and_a_day_takes_the_year_told_before_it() -> None:
    reading = read(
        "Thông báo đổi ngày chợ\n\nChợ nghỉ ngày 01/01/2027 (thứ Sáu). Chợ họp bù vào sáng 03/01, từ 5h đến 10h, tại "
        "sân "
        "vận động."
    )
    assert reading.when.time == ("ngày 01/01/2027 (thứ Sáu)", "vào sáng 03/01, từ 5h đến 10h")
    assert not reading.warnings
    assert reading.starts_at is not None
    assert reading.starts_at.year == 2027


def test_a_last_sitting_that_only_begins_leaves_the_end_open() -> None:
    reading = read(
        "MỜI XEM HỘI\nUBND phường mời bà con:\n• Chợ đêm: từ 17h đến 21h ngày 30/12/2026, sân đình\n"
        "• Đua ghe: 7h00 ngày 31/12/2026, bến sông"
    )
    assert reading.starts_at is not None
    assert (reading.starts_at.day, reading.ends_at) == (30, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kính báo dời lịch phát gạo\nTừ 14/12/2026: phát tại kho ấp Chợ, sáng 7h đến 10h.", Kind.ANNOUNCEMENT),
        (
            "Xã Phú Lâm sơ kết cải cách thủ tục\nSáng nay (14/10/2026), UBND xã tổ chức hội nghị, đã xử lý 412 hồ sơ.",
            Kind.MEETING,
        ),
    ],
)
def test_a_change_of_hours_is_announced_and_reform_is_no_advice(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


def test_the_day_of_this_morning_is_that_in_the_brackets() -> None:
    reading = read(
        "Xã Phú Lâm ra quân làm đường\nThứ tư - 14/10/2026 16:20\nSáng nay (14/10/2026), xã ra quân làm đường."
    )
    assert reading.date is not None
    assert reading.date.isoformat() == "2026-10-14"


def test_opening_hours_from_monday_to_friday_have_no_end() -> None:
    reading = read(
        "Kính báo đổi giờ làm việc\nTừ 01/12/2026: sáng 7h30 - 11h45, chiều 13h15 - 17h00, từ thứ Hai đến thứ Sáu."
    )
    assert reading.starts_at is not None
    assert reading.ends_at is None
    dated = read(
        "Thông báo hội chợ\nHội chợ mở từ 8h đến 21h, từ thứ Hai 07/12/2026 đến thứ Sáu 11/12/2026, tại sân đình."
    )
    assert dated.ends_at is not None
    assert dated.ends_at.day == 11


def test_what_is_put_off_is_held_on_its_new_day() -> None:
    reading = read(
        "Thông báo hoãn họp\nDo mưa, buổi họp tổ 5 tối nay 06/12/2026 xin hoãn. Thời gian họp lại: 19h ngày "
        "13/12/2026, tại "
        "nhà bà Tư. Mong bà con thông cảm."
    )
    assert reading.date is not None
    assert reading.date.day == 13
    assert reading.when.time == ("19h ngày 13/12/2026, tại nhà bà Tư",)


@pytest.mark.parametrize(
    ("told", "time"),
    [
        ("Ban quản lý đề nghị các hộ nộp trước ngày 25/12/2026 tại nhà ông Chung.", ("trước ngày 25/12/2026",)),
        (
            "Cho học sinh nghỉ Tết từ ngày 01/02/2027 đến hết ngày 14/02/2027.",
            ("từ ngày 01/02/2027 đến hết ngày 14/02/2027",),
        ),
    ],
)
def test_the_day_of_signing_is_no_time_where_the_text_tells_another(told: str, time: tuple[str, ...]) -> None:
    letter = f"BAN QUẢN LÝ ĐÒ\nSố: 08/BQL\nV/v thu tiền đò quý IV\nYên Thành, ngày 04 tháng 12 năm 2026\n{told}"
    assert read(letter).when.time == time


def test_a_cited_papers_year_is_not_lent_to_the_day_after_it() -> None:
    reading = read(
        "Xã khám sơ tuyển\nTheo hướng dẫn số 688/HD ngày 10/10/2026 của Ban Chỉ huy, sáng ngày 07/11 xã tổ chức khám."
    )
    assert reading.date is None


def test_what_happens_in_rain_stays_beside_the_time() -> None:
    lines = read(
        "Thông báo chiếu phim\nThời gian: từ 18h30 ngày 12/12/2026. Nếu trời mưa sẽ dời sang ngày hôm sau.\nTại: đình."
    ).when
    assert lines.time == ("từ 18h30 ngày 12/12/2026. Nếu trời mưa sẽ dời sang ngày hôm sau",)


def test_a_day_that_is_told_with_its_hour_is_told_once() -> None:
    lines = read("Thông báo cấm đường\nPhường diễn tập đêm 02/12/2026. Đường Lê Lợi cấm xe từ 20 giờ ngày 02/12.").when
    assert lines.time == ("từ 20 giờ ngày 02/12",)


@pytest.mark.parametrize("days", ["ngày 15 hằng tháng", "các ngày 5, 15 hàng tháng", "ngày 1 và ngày 20 hằng tháng"])
def test_the_days_of_each_month_are_no_figures(days: str) -> None:
    assert read(f"Thông báo thu phí\n\nBan thu phí vào {days} tại đình.").figures == ()


def test_an_hour_of_measuring_begins_nothing() -> None:
    reading = read(
        "Thông báo xả đập\nHồi 6 giờ ngày 19/11/2026, mực nước hồ ở cao trình 31,5 m. Đập mở cửa xả bắt đầu từ 9 giờ "
        "00 ngày "
        "19/11/2026."
    )
    assert reading.when.time == ("bắt đầu từ 9 giờ 00 ngày 19/11/2026",)
    assert reading.starts_at is not None
    assert reading.starts_at.hour == 9


def test_a_weekday_with_its_hour_is_the_day_and_not_when_slips_are_handed_out() -> None:
    reading = read(
        "MỜI BÀ CON ĐẾN CHỢ 0 ĐỒNG\n7h - 10h sáng Chủ nhật 24/01/2027\nTại sân đình\nPhiếu phát từ ngày 18/01 đến "
        "22/01/2027."
    )
    assert reading.date is not None
    assert reading.date.day == 24


def test_until_when_to_pay_is_a_deadline_and_where_to_pay_is_no_time() -> None:
    reading = read(
        "THÔNG BÁO\nCông khai khoản thu\n1. Nơi nộp: phòng tài vụ, các ngày thứ Ba, thứ Năm.\n2. Hạn nộp đợt 1: "
        "30/9/2026."
    )
    assert reading.date is None
    assert reading.when.time == ("các ngày thứ Ba, thứ Năm",)


def test_savers_groups_are_no_quarters() -> None:
    lines = read(
        "Các tổ tiết kiệm ơi, phiên giao dịch mở 8h sáng thứ Ba 08/12/2026 tại điểm giao dịch xã. Tổ trưởng thu xong "
        "trước "
        "17h ngày 07/12/2026."
    ).when
    assert lines.time[0] == "8h sáng thứ Ba 08/12/2026"


def test_orders_that_each_have_an_hour_are_told_once() -> None:
    lines = read(
        "TIN BÃO KHẨN CẤP\nUBND phường yêu cầu:\n- Bà con tổ 1, tổ 2 sơ tán đến trường Lê Lợi xong trước 14 giờ hôm "
        "nay.\n"
        "- Từ 16 giờ, không ra khỏi nhà cho đến khi có tin mới.\n- Tàu thuyền vào bờ trước 10 giờ."
    ).when
    assert lines.time == ()
    assert len(lines.todo) == 3


def test_weather_that_is_over_tells_no_time() -> None:
    lines = read(
        "THÔNG BÁO KHẨN\nVề mưa lũ\nTừ đêm 01/12/2026 đến sáng 02/12/2026, trên địa bàn xã đã xảy ra mưa lớn.\n"
        "UBND xã Tân Hà khuyến cáo:\nNgười dân không đi qua ngầm tràn."
    )
    assert lines.when.time == ()
    assert lines.when.todo == ("Người dân không đi qua ngầm tràn",)
    assert lines.organisation == "UBND xã Tân Hà"


def test_until_further_news_alone_is_no_time_where_the_order_says_it() -> None:
    lines = read(
        "THÔNG BÁO KHẨN\nVề mưa lũ\nUBND xã Tân Hà khuyến cáo:\n"
        "Người dân không đi qua ngầm tràn cho đến khi có thông báo mới."
    ).when
    assert lines.time == ()
    assert lines.todo == ("Người dân không đi qua ngầm tràn cho đến khi có thông báo mới",)


def test_what_to_do_begins_without_the_word_that_joins_it() -> None:
    lines = read("THÔNG BÁO\nVề việc thu phí rác\nThu từ ngày 05/12/2026.\nVậy đề nghị các hộ dân nộp đúng hạn.").when
    assert lines.todo == ("đề nghị các hộ dân nộp đúng hạn",)
