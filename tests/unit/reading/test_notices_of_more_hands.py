"""More hands: plans of one event, corrections, offices that move, days over their hours, half-typed accents."""

import pytest

from bot.domain.figures import WarningCode
from bot.domain.posts import Kind
from bot.domain.text import lower
from bot.reading.grammar.bare import with_accents
from bot.reading.reader import read

# --- kinds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            (
                "TRƯỜNG TIỂU HỌC BÌNH MINH\nKẾ HOẠCH\nTổ chức ngày hội đọc sách năm học 2026-2027\nI. Mục đích\n"
                "Khơi dậy niềm vui đọc sách.\nII. Thời gian, địa điểm\n- Thời gian: 7 giờ 30 ngày 11/12/2026\n"
                "- Địa điểm: sân trường"
            ),
            Kind.ANNOUNCEMENT,
        ),
        (
            (
                "UBND XÃ TRUNG HÒA\nKẾ HOẠCH\nTổ chức thực hiện phát triển kinh tế năm 2027\n"
                "1. Thu ngân sách đạt 31 tỷ đồng.\n"
                "2. Giảm 12 hộ nghèo.\n3. Trồng 40 ha rừng.\n4. Bảo hiểm y tế đạt 97%."
            ),
            Kind.RESOLUTION,
        ),
        (
            "ĐÍNH CHÍNH\nBan điều hành khu phố 3 ghi nhầm giờ phát quà. Nay sửa lại: phát lúc 9 giờ ngày 20/12/2026.",
            Kind.ANNOUNCEMENT,
        ),
        (
            "THƯ CẢM ƠN\nUBND xã cảm ơn các nhà hảo tâm đã ủng hộ bà con vùng lũ trong tháng 11/2026.",
            Kind.ANNOUNCEMENT,
        ),
        (
            "TRẠM Y TẾ CHUYỂN TRỤ SỞ\nKể từ ngày 16/12/2026, Trạm Y tế xã Lộc Thành chuyển về 48 Hùng Vương.",
            Kind.ANNOUNCEMENT,
        ),
        (
            (
                "UBND PHƯỜNG AN BÌNH\nTHÔNG BÁO\nKết luận của Chủ tịch UBND phường tại buổi làm việc với khu phố 5\n"
                "Ngày 12/11/2026, đồng chí Lê Văn Bảy làm việc với khu phố 5."
            ),
            Kind.MEETING,
        ),
        (
            "THÔNG BÁO\nKết quả xét tuyển viên chức\nUBND xã niêm yết danh sách tại trụ sở từ ngày 12/12/2026.",
            Kind.ANNOUNCEMENT,
        ),
    ],
)
def test_what_somebody_announces_is_a_notice_and_what_was_concluded_a_meeting(text: str, kind: Kind) -> None:
    assert read(text).kind is kind


# --- titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Chuyển tiếp từ Hội Phụ nữ xã Tân Lợi\nPHIÊN CHỢ 0 ĐỒNG\n7h ngày 13/12/2026 tại sân đình.",
            "PHIÊN CHỢ 0 ĐỒNG",
        ),
        (
            "Tin nhắn được chuyển tiếp:\nLỊCH PHÁT GẠO\nNgày 13/12/2026 phát gạo tại nhà văn hóa ấp 4.",
            "LỊCH PHÁT GẠO",
        ),
        (
            "KHẨN CẤP! KHẨN CẤP!\nVỠ ĐÊ BAO ẤP TRÀM CHIM\nBà con sơ tán ngay trước 15 giờ ngày 02/12/2026.",
            "VỠ ĐÊ BAO ẤP TRÀM CHIM",
        ),
        (
            (
                "CHI HỘI NÔNG DÂN ẤP 7\nKính mời Ông/Bà: ..............\nTới dự: Hội thảo trồng xoài rải vụ\n"
                "Vào lúc: 8 giờ ngày 15/12/2026\nTại: nhà ông Ba Đực"
            ),
            "Hội thảo trồng xoài rải vụ",
        ),
    ],
)
def test_who_passes_on_shouts_or_invites_is_no_title(text: str, title: str) -> None:
    assert read(text).title == title


# --- days and hours ---------------------------------------------------------------------------------------------------

OF_TWO_DAYS = """LỊCH CẮT ĐIỆN XÃ PHÚ TÂN
1. Ngày 14/12/2026
- Từ 8 giờ đến 10 giờ: ấp Nhất
- Từ 14 giờ đến 16 giờ: ấp Nhì
2. Ngày 16/12/2026
- Từ 6 giờ 30 đến 9 giờ: ấp Ba"""


def test_hours_that_are_listed_under_a_day_are_of_that_day() -> None:
    reading = read(OF_TWO_DAYS)

    assert reading.starts_at is not None
    assert reading.ends_at is not None
    assert f"{reading.starts_at:%d/%m %H:%M} {reading.ends_at:%d/%m %H:%M}" == "14/12 08:00 16/12 09:00"


def test_when_an_office_works_again_begins_nothing() -> None:
    reading = read(
        "THÔNG BÁO\nNghỉ lễ giỗ Tổ\nBộ phận một cửa nghỉ ngày 15/04/2027. Làm việc trở lại từ 7 giờ ngày 16/04/2027."
    )

    assert reading.starts_at is None
    assert str(reading.date) == "2027-04-15"


def test_an_office_moves_on_the_day_from_which_it_works_elsewhere() -> None:
    reading = read(
        "CÔNG AN XÃ CHUYỂN ĐỊA ĐIỂM TIẾP DÂN\nKể từ ngày 21/12/2026, Công an xã chuyển về 7 Lê Duẩn (gần chợ).\n"
        "Trụ sở cũ ngừng nhận hồ sơ từ 16h ngày 18/12/2026."
    )

    assert str(reading.date) == "2026-12-21"
    assert reading.when.place == ("7 Lê Duẩn (gần chợ)",)


def test_a_line_with_half_of_its_accents_keeps_its_day_and_hour() -> None:
    reading = read("Mời bà con tham dự nha!\nSang thu 6 ngay 11/12/2026 tu 8h họp ở đình.")

    assert str(reading.date) == "2026-12-11"
    assert f"{reading.starts_at:%H:%M}" == "08:00"


@pytest.mark.parametrize("text", ["hôm nay thu 7 triệu đồng", "đi tu 12 năm", "làm ngay 2 việc"])
def test_words_that_have_no_accents_keep_none(text: str) -> None:
    assert with_accents(lower(text)) == text


# --- where and for whom -----------------------------------------------------------------------------------------------


def test_a_label_may_name_the_place_by_what_is_done_there() -> None:
    for verb in ("chi trả", "phát gạo", "bán vé", "hiến máu"):
        reading = read(f"LỊCH THÁNG 12\nThời gian: 8 giờ ngày 20/12/2026\nNơi {verb}: nhà văn hóa xóm Đoài")
        assert reading.when.place == ("nhà văn hóa xóm Đoài",)


def test_the_list_of_copies_is_no_place() -> None:
    reading = read("THÔNG BÁO\nVề việc thu gom rác\nTừ ngày 12/12/2026 thu gom rác buổi tối.\nNơi nhận: các tổ dân phố")

    assert reading.when.place == ()


def test_a_letter_goes_to_those_with_a_dash_and_not_to_the_sentence_below() -> None:
    reading = read(
        "Số: 9/UBND\nV/v nạo vét kênh\nKính gửi:\n- Trưởng 6 ấp;\n- Hợp tác xã Đồng Tiến.\n"
        "Thực hiện kế hoạch nạo vét kênh, UBND xã yêu cầu các ấp ra quân từ ngày 12/12/2026."
    )

    assert reading.when.people == ("Trưởng 6 ấp", "Hợp tác xã Đồng Tiến")
    assert reading.figures == ()


def test_a_place_ends_before_how_long() -> None:
    reading = read(
        "THÔNG BÁO\nNiêm yết danh sách cử tri\nDanh sách niêm yết tại nhà văn hóa thôn Đồi trong 15 ngày từ 12/12/2026."
    )

    assert reading.place == "nhà văn hóa thôn Đồi"


# --- figures and doubts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "THÔNG BÁO\nLấy ý kiến quy hoạch\nĐồ án quy hoạch chi tiết tỷ lệ 1/500 khu dân cư Gò Me niêm yết tại UBND xã.",
        "THÔNG BÁO\nThu hồi đất\nThu hồi các thửa 3, 9, 27 tờ bản đồ số 4 để mở đường liên ấp.",
        "THÔNG BÁO\nDọn kênh\nMỗi hộ cử 1 người, mỗi chi đoàn cử 3 bạn ra dọn kênh lúc 6 giờ ngày 13/12/2026.",
    ],
)
def test_scales_parcels_and_who_is_asked_to_come_are_no_figures(text: str) -> None:
    assert read(text).figures == ()


def test_a_label_in_a_list_keeps_its_comma() -> None:
    reading = read("Kết quả quyên góp\nTổng 30.000.000 đồng, gồm:\n- Giáo viên, nhân viên nhà trường: 30.000.000 đồng")

    assert "Giáo viên, nhân viên nhà trường: 30.000.000 đồng" in [figure.phrase for figure in reading.figures]


def test_two_prices_of_one_thing_are_doubted() -> None:
    told = "LỊCH TIÊM CHO GIA SÚC\nGiá tiêm 40.000 đồng/con.\nBà con nhốt trâu bò.\nGiá tiêm {} đồng/con, nộp tại chỗ."

    assert [one.code for one in read(told.format("45.000")).warnings] == [WarningCode.CONTRADICTION]
    assert read(told.format("40.000")).warnings == ()


def test_goods_have_prices_of_their_own() -> None:
    assert read("Giá nông sản tuần qua\nXoài: giá bán 25.000 đồng/kg.\nỔi: giá bán 12.000 đồng/kg.").warnings == ()


def test_a_number_that_ends_an_item_is_no_day_with_the_next_items_number() -> None:
    reading = read("Kết quả\n1. Đã gắn 31 biển số nhà ở tổ 8.\n2. 45% hộ phân loại rác.\n3. Sửa 2 km đường.")

    assert 45 in [figure.value for figure in reading.figures]
    assert reading.date is None


@pytest.mark.parametrize("hour", ["8 giờ, Chủ nhật, ngày 13/12/2026", "14 giờ, Chủ nhật ngày 13/12/2026"])
def test_an_hour_on_a_sunday_is_a_time_of_day(hour: str) -> None:
    reading = read(f"GIẤY MỜI\nHọp mặt cựu học sinh\nThời gian: {hour}\nĐịa điểm: trường cũ")

    assert f"{reading.starts_at:%H %d/%m}" == f"{hour.split()[0]:0>2} 13/12"


def test_who_speaks_to_the_elders_reports_nothing() -> None:
    reading = read(
        "Chiều thứ năm 17/12/2026, 14h, trạm phát thuốc ở đình Trung. Các cụ cầm sổ khám theo giúp em. Em Lý y tế thôn."
    )

    assert reading.kind is Kind.ANNOUNCEMENT
    assert reading.place == "đình Trung"


def test_an_urgent_message_is_named_by_what_it_tells() -> None:
    assert (
        read("🚨 TIN KHẨN 🚨\nNƯỚC SÔNG LÊN NHANH\nBà con ấp 2 đưa heo lên gò trước 17 giờ.").title
        == "NƯỚC SÔNG LÊN NHANH"
    )


TOTALLED = """Danh sách đóng góp xây cầu
1. Cơ sở gỗ Tân Tiến: 12.000.000 đồng
2. Bà Bảy Rơm, tổ 3: 1.500.000 đồng
- Nhóm Bạn trẻ: 3.000.000 đồng
Tổng cộng: {} đồng"""


def test_a_total_below_its_list_is_added_up() -> None:
    assert [one.code for one in read(TOTALLED.format("17.500.000")).warnings] == [WarningCode.SUM_MISMATCH]
    assert read(TOTALLED.format("16.500.000")).warnings == ()


@pytest.mark.parametrize(
    "item", ["- Hội Phụ nữ: 40 phần quà, 2.000.000 đồng", "- Anh Ba Gỗ: hai xe cát", "- Tổ 5: 9 ngày công"]
)
def test_a_list_that_is_not_all_of_one_sum_each_is_not_added_up(item: str) -> None:
    text = f"Danh sách\n{item}\n- Hộ A: 2.000.000 đồng\n- Hộ B: 1.000.000 đồng\nTổng cộng: 5.000.000 đồng"

    assert read(text).warnings == ()


def test_a_total_of_subtotals_is_left_alone() -> None:
    text = (
        "Danh sách đóng góp\n- Hộ A: 2.000.000 đồng\n- Hộ B: 1.000.000 đồng\nCộng ấp 1: 3.000.000 đồng\n"
        "- Hộ C: 4.000.000 đồng\n- Hộ D: 1.000.000 đồng\nTổng cộng: 8.000.000 đồng"
    )

    assert read(text).warnings == ()


def test_each_row_of_a_calendar_has_its_weekday() -> None:
    told = "LỊCH TRỰC\nThứ Ba, 15/12/2026\tÔng Sáu\tsáng\nThứ Hai, {}/12/2026\tBà Tư\tchiều"

    assert [one.code for one in read(told.format("22")).warnings] == [WarningCode.WEEKDAY_MISMATCH]
    assert read(told.format("21")).warnings == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            (
                "THÔNG BÁO\nPhường trao quà Tết lúc 8 giờ ngày 05/12/2026 tại hội trường UBND phường. Quà chưa nhận "
                "được chuyển về khóm, phát tại nhà văn hóa khóm 3 sau ngày 10/12."
            ),
            "hội trường UBND phường",
        ),
        (
            (
                "THÔNG BÁO\nTrạm Y tế tiêm vắc xin sởi lúc 7 giờ ngày 05/12/2026 tại nhà văn hóa khóm 2. Trẻ sốt cao "
                "chuyển về tuyến trên, khám tại trạm y tế phường."
            ),
            "nhà văn hóa khóm 2",
        ),
        (
            (
                "THÔNG BÁO\nCông an phường nhận hồ sơ đổi bằng lái lúc 8 giờ ngày 05/12/2026 tại hội trường khóm 1. Ai "
                "chuyển nơi ở đến khóm khác thì nộp tại trụ sở công an tỉnh."
            ),
            "hội trường khóm 1",
        ),
        (
            (
                "THÔNG BÁO\nTừ ngày 05/12/2026, thay đổi địa điểm tiếp công dân từ hội trường cũ sang nhà văn hóa "
                "khóm 4."
            ),
            "nhà văn hóa khóm 4",
        ),
    ],
)
def test_what_is_moved_elsewhere_is_no_place_to_come_to(text: str, place: str) -> None:
    assert place in " ".join(read(text).when.place)
