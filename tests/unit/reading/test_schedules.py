"""Schedules that give each village its own day, hour and place, and what else a notice's lines must not lose."""

import pytest

from bot.domain.when_lines import WhenLines, is_ward
from bot.reading.reader import read


def when(text: str) -> WhenLines:
    return read(text).when


@pytest.mark.parametrize(
    ("items", "hours"),
    [
        (
            (
                "Xóm Đồi: sáng 14/12/2026, tại sân kho cũ",
                "Xóm Trại và xóm Mít: chiều 14/12/2026, tại nhà ông Bảy",
                "Xóm Chùa: sáng 15/12/2026, tại hội trường xã",
            ),
            "Buổi sáng từ 7 giờ 30, buổi chiều từ 14 giờ",
        ),
        (
            ("Tổ 1, 2: Thứ Bảy 12/12/2026, nhà văn hóa tổ 2", "Tổ 3: Chủ nhật 13/12/2026, trường mầm non"),
            "Sáng làm từ 8h - 11h",
        ),
        (
            ("Ngày 14/12/2026: các hộ nuôi trâu bò", "Ngày 15/12/2026: các hộ nuôi lợn"),
            "Giờ tiêm: từ 7h đến 10h",
        ),
    ],
)
@pytest.mark.parametrize("sign", ["- ", "", "+ "])
def test_each_village_keeps_its_name_and_the_hours_for_all_stand_first(
    items: tuple[str, ...], hours: str, sign: str
) -> None:
    listed = "\n".join(f"{sign}{item}" for item in items)
    assert when(f"Thông báo lịch tiêm gia súc\n\nTrạm thú y tiêm như sau:\n{listed}\n{hours}.").time == (hours, *items)


def test_a_sentence_that_gives_each_quarter_its_day_is_a_schedule_too() -> None:
    reading = read(
        "Thông báo tiêm trâu bò\n\nBản Che, bản Bua 1, 2 tiêm ngày 14/12; bản Phăng tiêm ngày 15/12; các bản còn lại "
        "tiêm ngày 16/12/2026. Tiêm từ 7h đến 11h."
    )
    assert reading.when.time == (
        "Tiêm từ 7h đến 11h",
        "Bản Che, bản Bua 1, 2 tiêm ngày 14/12",
        "bản Phăng tiêm ngày 15/12",
        "các bản còn lại tiêm ngày 16/12/2026",
    )
    assert not reading.warnings
    assert reading.starts_at is not None
    assert reading.ends_at is not None
    assert f"{reading.starts_at:%d/%m %H} {reading.ends_at:%d/%m %H}" == "14/12 07 16/12 11"
    assert not reading.figures


def test_whoever_has_another_day_is_told_and_office_hours_are_hours() -> None:
    text = (
        "Thông báo phát thẻ\n\nGia đình nhận thẻ tại bộ phận Một cửa, từ ngày 14/12/2026 đến ngày 18/12/2026, giờ hành "
        "chính. Riêng xóm Đồi nhận tại đình sáng 16/12/2026."
    )
    assert when(text).time == (
        "từ ngày 14/12/2026 đến ngày 18/12/2026, giờ hành chính",
        "Riêng xóm Đồi nhận tại đình sáng 16/12/2026",
    )
    assert when(text).place[0] == "bộ phận Một cửa"


def test_a_list_under_an_invitation_is_when_and_where_and_nothing_to_do() -> None:
    text = "Trường họp\n\nKính mời quý phụ huynh đến dự:\n- Lớp 1: 7h ngày 14/12/2026\n- Lớp 2: 9h ngày 14/12/2026"
    assert when(text).time == ("Lớp 1: 7h ngày 14/12/2026", "Lớp 2: 9h ngày 14/12/2026")
    assert when(text).todo == ()


def test_the_hours_of_a_day_that_heads_its_own_list_stay_below_it() -> None:
    told = (
        "Ngày 14/12/2026 (thứ Hai)",
        "Từ 8h đến 11h: trạm Bến Cát, xóm Đồi",
        "Ngày 16/12/2026 (thứ Tư)",
        "Từ 13h đến 15h: trạm Chợ Mới, xóm Mít",
    )
    assert when("Lịch cắt điện tuần tới\n" + "\n".join(told)).time == told


def test_a_label_with_a_list_beside_it_keeps_the_afternoon() -> None:
    text = (
        "Thông báo tiếp dân\n\nThời gian: - Sáng: 8h đến 11h ngày 14/12/2026;\n- Chiều: 14h đến 16h.\nĐịa điểm: phòng 2"
    )
    assert when(text).time == ("Sáng: 8h đến 11h ngày 14/12/2026", "Chiều: 14h đến 16h")


def test_what_happens_on_another_day_and_in_rain_is_told_too() -> None:
    text = (
        "Thông báo cắt điện\n\nThời gian: từ 7h đến 9h ngày 14/12/2026.\nKhu vực mất điện: xóm Đồi.\n"
        "Riêng ngày 15/12/2026, từ 13h đến 15h cắt thêm xóm Mít. Nếu trời mưa sẽ dời sang ngày 16/12/2026."
    )
    assert when(text).time == (
        "từ 7h đến 9h ngày 14/12/2026",
        "Riêng ngày 15/12/2026, từ 13h đến 15h cắt thêm xóm Mít",
        "Nếu trời mưa sẽ dời sang ngày 16/12/2026",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Uống vitamin lúc 8h ngày 14/12/2026.\nCó hai điểm: Trạm Y tế xã; nhà cô Sáu (xóm Mít).",
            ("Trạm Y tế xã; nhà cô Sáu (xóm Mít)",),
        ),
        ("Phát quà lúc 8h ngày 14/12/2026.\nTại: sân đình xóm Đồi.", ("sân đình xóm Đồi",)),
        (
            "Khám lúc 8h ngày 14/12/2026. Các cụ xóm Đồi khám tại Trạm Y tế; các cụ xóm Mít khám tại trường tiểu học.",
            ("Các cụ xóm Đồi khám tại Trạm Y tế", "các cụ xóm Mít khám tại trường tiểu học"),
        ),
        ("Xe thu rác đi từ 18h ngày 14/12/2026 trên địa bàn xã Hòa Tân.", ()),
    ],
)
def test_the_place_is_where_people_come_to(text: str, place: tuple[str, ...]) -> None:
    assert when(f"Thông báo của xã Hòa Tân\n\n{text}").place == place


def test_the_quarters_without_water_are_told_and_not_only_the_ward() -> None:
    text = (
        "Thông báo cúp nước trên địa bàn phường Hòa Tân\n\nNhà máy sửa đường ống trên đường Chợ Cũ. Nước yếu tại các "
        "khu phố 2, 5 và một phần khu phố 6.\nThời gian: từ 8h đến 11h ngày 14/12/2026."
    )
    assert when(text).area == ("các khu phố 2, 5 và một phần khu phố 6",)


def test_a_notice_without_a_place_tells_whose_quarters_it_is_about() -> None:
    text = (
        "Cảnh báo lũ\n\nHồ xả nước lúc 15h ngày 14/12/2026. Bà con các thôn Đồi, Mít không qua suối, di dời trâu bò "
        "trước 13h."
    )
    assert when(text).area == ("các thôn Đồi, Mít",)
    assert not any("trâu" in one for one in when(text).time)


def test_news_that_a_schedule_is_announced_is_a_notice_and_its_first_day_the_date() -> None:
    reading = read(
        "Xã Hòa Tân cấp gạo giáp hạt\n\nUBND xã thông báo thời gian cấp gạo như sau:\n"
        "Thôn Đồi: ngày 14/12/2026, tại nhà văn hóa.\nThôn Mít: sáng 15/12/2026, tại sân trường."
    )
    assert (reading.kind.value, str(reading.date)) == ("announcement", "2026-12-14")


def test_when_to_sign_up_keeps_its_label_and_homes_are_no_place_to_come_to() -> None:
    text = "Mở lớp nấu ăn\n\nThời gian đăng ký: từ nay đến hết ngày 14/12/2026.\nThu phí tại nhà hoặc chuyển khoản."
    assert when(f"Thông báo\n{text}").todo == ("Thời gian đăng ký: từ nay đến hết ngày 14/12/2026",)
    assert when(f"Thông báo\n{text}").place == ()


@pytest.mark.parametrize("place", ["phường Hòa Tân", "địa bàn xã Đông Mỹ", "Phường 12", "XÃ TÂN LẬP ĐÔNG"])
def test_the_ward_itself_is_no_place_to_go_to(place: str) -> None:
    assert is_ward(place)
    assert not is_ward(f"Trạm Y tế {place}")
    assert not is_ward(f"khu phố 3, {place}")


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ("Trạm mời gia đình có con từ 6 đến 24 tháng tuổi đến uống.", "gia đình có con từ 6 đến 24 tháng tuổi"),
        (
            "Xã phát quà cho người có công, hưu trí, hộ nghèo tại hội trường.",
            "người có công, hưu trí, hộ nghèo",
        ),
        ("Dành cho: các hộ chưa nộp", "các hộ chưa nộp"),
    ],
)
def test_whom_a_notice_is_for_is_told_to_its_end(told: str, people: str) -> None:
    assert when(f"Thông báo của xã Hòa Tân\n\nBắt đầu 8h ngày 14/12/2026.\n{told}").people == (people,)


def test_whom_the_heading_names_or_nobody_names_is_no_line() -> None:
    assert when("Thông báo khám mắt cho người cao tuổi\n\nKhám lúc 8h ngày 14/12/2026.").people == ()
    assert (
        when("Thông báo phát quà\n\nXã mời bà con thuộc các diện dưới đây đến nhận lúc 8h ngày 14/12/2026.").people
        == ()
    )


@pytest.mark.parametrize(
    "ask",
    [
        "Hộ nuôi chó phải rọ mõm chó",
        "Bà con che đậy thức ăn, nhốt gà vịt",
        "Mỗi gia đình cử một người đi họp",
        "Ý kiến góp ý gửi về phòng số 5",
    ],
)
def test_what_people_do_themselves_is_told(ask: str) -> None:
    assert when(f"Thông báo của thôn Đồi\n\nBắt đầu 8h ngày 14/12/2026 tại đình.\n{ask}.").todo == (ask,)


def test_no_line_says_again_what_another_says() -> None:
    text = (
        "Thông báo cắt điện\n\nThời gian cắt điện như sau:\nThời gian: Từ 7h đến 9h ngày 14/12/2026, xóm Đồi.\n"
        "Thời gian: Từ 13h đến 15h ngày 14/12/2026, xóm Mít."
    )
    assert len(when(text).time) == len({one.removeprefix("Thời gian: ") for one in when(text).time}) == 2


def test_a_span_of_hours_behind_a_word_of_time_is_no_length_of_time() -> None:
    reading = read("Thông báo khám mắt\n\nThời gian khám từ 7 giờ đến 11 giờ ngày 14/12/2026 tại Trạm Y tế.")
    assert reading.starts_at is not None
    assert reading.starts_at.hour == 7
    assert not reading.figures


def test_a_greeting_over_an_invitation_is_no_title() -> None:
    reading = read("Kính thưa bà con khu phố 5!\nKhu phố kính mời mỗi hộ một người đi họp.\nVào 19h ngày 14/12/2026.")
    assert reading.title == "Khu phố kính mời mỗi hộ một người đi họp."


def test_the_day_of_issue_lends_its_year_to_the_days_of_a_schedule_and_the_doubt_stays() -> None:
    reading = read(
        "Thông báo cấp căn cước\n\nTổ 1: thứ Bảy 09/01, nhà văn hóa\nTổ 2: Chủ nhật 10/01, trường học\n"
        "Sáng từ 8h đến 11h.\nHòa Tân, ngày 29 tháng 12 năm 2026"
    )
    assert str(reading.date) == "2027-01-09"
    assert [one.code.value for one in reading.warnings] == ["missing-year"]
    assert reading.starts_at is not None
    assert f"{reading.starts_at:%d/%m/%Y %H:%M}" == "09/01/2027 08:00"


def test_what_is_done_every_day_at_an_hour_has_no_end() -> None:
    reading = read("Thông báo giờ thu rác\n\nTừ ngày 04/01/2027 xe đi như sau:\n- Các hẻm: từ 18h đến 20h hằng ngày.")
    assert reading.starts_at is not None
    assert reading.ends_at is None
