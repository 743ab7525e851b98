"""Words that name a target or a figure are answered with it: how far, of which period, from which post."""

import pytest

from bot.domain.people import Role
from tests.ward import NOTICE, After, House, Past

RESIDENT, WRITER = "9", "7"
TABLE = """Chỉ tiêu | Đơn vị | Yêu cầu | Nhiệm kỳ | Kế hoạch: tỉnh giao | Thực hiện: năm 2025 | Thực hiện: năm 2026
Thu ngân sách | % | ít nhất | 2025-2030 | 100 | 103,9 | 96,4
Tỷ lệ hộ nghèo | % | nhiều nhất | 2025-2030 | 1,5 | 2,1 | 1,2
Sửa xong cầu Cái Sơn | % | ít nhất | 2025-2030 | 100 | 40 | 100"""
REPORT = """Báo cáo kinh tế năm 2024

Thu ngân sách đạt 104,2% dự toán năm 2024. Toàn phường cất 13 căn nhà Đại đoàn kết."""
VACCINE = """Tiêm chủng cho hộ nghèo

Trạm y tế tiêm chủng cho hộ nghèo từ 8 giờ đến 11 giờ ngày 27/11/2026 tại trạm y tế phường."""
OFFICE = """Tên: Trạm y tế phường
Điện thoại: 0296 3841 115
Giờ: 7h – 17h"""


@Past
async def a_ward_with_numbers(house: House) -> None:
    await house.join(WRITER, Role.WRITER)
    await house.join("1001", Role.ADMIN)
    await house.say("1001", f"/capnhat\n{TABLE}")
    await house.say("1001", "ghi")
    await house.publish(WRITER, REPORT)
    await house.say("1001", f"/danhba them\n{OFFICE}")


@pytest.fixture
def ward(after: After) -> House:
    return after(a_ward_with_numbers)


@pytest.mark.parametrize(
    "typed",
    ["ho ngheo", "hộ nghèo", "nha ngheo", "ti le ho ngheo la bao nhieu", "chi tieu ho ngheo dat chua", "hooj ngheof"],
)
async def test_words_that_name_a_target_are_answered_with_it(ward: House, typed: str) -> None:
    first = (await ward.ask(RESIDENT, typed)).splitlines()[0]
    assert "Tỷ lệ hộ nghèo" in first
    assert "1,2% (năm 2026" in first


async def test_a_year_that_is_named_is_the_year_that_is_told(ward: House) -> None:
    told = await ward.ask(RESIDENT, "ngan sach 2024")
    assert told.startswith("• Thu ngân sách đạt 104,2% dự toán")
    assert "96,4" not in told
    assert "103,9% (năm 2025" in await ward.ask(RESIDENT, "thu ngan sach nam 2025")
    assert "Chưa có số liệu của năm 2019" in await ward.ask(RESIDENT, "ngan sach 2019 bao nhieu")


async def test_a_figure_whose_period_only_its_posts_title_tells_is_answered_with_it(ward: House) -> None:
    await ward.publish(WRITER, "Kết quả thu chi 6 tháng đầu năm 2026\n\nChi ngân sách đạt 4 tỷ đồng.")
    for typed in ("chi ngân sách 2026", "chi ngan sach bao nhieu"):
        told = await ward.ask(RESIDENT, typed)
        assert "Chi ngân sách đạt 4 tỷ đồng (6 tháng đầu năm 2026) – tin số 2" in told, typed
    assert "dự toán năm 2024 – tin số 1" in await ward.ask(RESIDENT, "ngan sach 2024")


async def test_a_figure_is_found_by_its_words_though_a_small_one_is_missing(ward: House) -> None:
    assert "13 căn nhà Đại đoàn kết (năm 2024) – tin số 1" in await ward.ask(RESIDENT, "bao nhieu can nha dai doan ket")


async def test_a_word_between_those_that_were_asked_makes_another_thing_of_a_figure(ward: House) -> None:
    await ward.publish(
        WRITER,
        "Kết quả giảm nghèo\n\nĐến nay có 15 hộ thoát nghèo. Tỷ lệ hộ tái nghèo 0,2%. Hộ cận nghèo còn 80 hộ. "
        "Đã hỗ trợ 7 hộ đã thoát nghèo vay vốn.",
    )
    for typed in ("còn bao nhiêu hộ nghèo", "con bao nhieu ho ngheo", "tỷ lệ hộ nghèo bao nhiêu"):
        told = await ward.ask(RESIDENT, typed)
        assert "1,2%" in told, typed
        assert not [figure for figure in ("15", "0,2%", "80", "7 hộ") if figure in told], typed
    assert "15 hộ thoát nghèo" in await ward.ask(RESIDENT, "bao nhiêu hộ thoát nghèo")
    assert "80 hộ" in await ward.ask(RESIDENT, "bao nhieu ho can ngheo")


async def test_who_asks_when_or_where_is_not_told_how_many(ward: House) -> None:
    await ward.publish(WRITER, VACCINE)
    for typed in ("khi nào tiêm chủng hộ nghèo", "tiêm chủng hộ nghèo ở đâu"):
        told = await ward.ask(RESIDENT, typed)
        assert "tại trạm y tế" in told or "trạm y tế phường" in told
        assert "1,2%" not in told


async def test_a_post_about_the_very_thing_stands_before_its_number(ward: House) -> None:
    await ward.publish(WRITER, VACCINE)
    told = await ward.ask(RESIDENT, "ho ngheo")
    assert told.index("Tiêm chủng cho hộ nghèo") < told.index("1,2%")


async def test_whether_a_thing_is_done_is_told_by_its_target(ward: House) -> None:
    assert "Sửa xong cầu Cái Sơn" in await ward.ask(RESIDENT, "cầu Cái Sơn sửa xong chưa")
    assert "Sửa xong" not in await ward.ask(RESIDENT, "cầu Cái Sơn có kẹt xe không")


@pytest.mark.parametrize("typed", ["phuong minh co bao nhieu dan", "dân số phường bao nhiêu", "tỷ lệ sinh"])
async def test_a_number_that_nobody_published_is_owned_up_to(ward: House, typed: str) -> None:
    assert "phường chưa có tin về" in await ward.ask(RESIDENT, typed)


async def test_a_picture_can_be_asked_for_in_words(ward: House) -> None:
    for typed in ("bieu do", "cho xem biểu đồ chỉ tiêu", "/bieudo"):
        (heard,) = await ward.say(RESIDENT, typed)
        assert heard.text.startswith("Chỉ tiêu nhiệm kỳ 2025-2030")
        assert "drawing" in (heard.row.content or {})
    (heard,) = await ward.say(RESIDENT, "ve bieu do ho ngheo di")
    assert "Năm 2025: 2,1%" in heard.text
    assert "drawing" in (heard.row.content or {})
    assert "phường chưa có tin về “giá vàng”" in await ward.ask(RESIDENT, "biểu đồ giá vàng")


@pytest.mark.parametrize(
    "typed", ["tram y te mo may gio", "trạm y tế chiều có làm không", "khi nao tram y te dong cua"]
)
async def test_when_an_office_is_open_is_told_by_the_directory(ward: House, typed: str) -> None:
    await ward.publish(WRITER, VACCINE)
    told = await ward.ask(RESIDENT, typed)
    assert told.startswith("Trạm y tế phường")
    assert "7h – 17h" in told
    assert "Tiêm chủng" not in told


async def test_what_a_post_says_of_an_offices_hours_on_that_day_stands_before_those_of_every_day(ward: House) -> None:
    await ward.publish(WRITER, "Trạm y tế nghỉ sáng 27/11\n\nTrạm y tế nghỉ sáng 27/11/2026 để tập huấn.")
    told = await ward.ask(RESIDENT, "thu sau tram y te co lam khong")
    assert told.index("Trạm y tế nghỉ sáng 27/11") < told.index("7h – 17h")
    told = await ward.ask(RESIDENT, "thu hai tram y te co lam khong")
    assert told.startswith("Trạm y tế phường")


async def test_who_lost_money_to_a_fraud_reads_whom_to_call_and_what_the_ward_warned_of(ward: House) -> None:
    await ward.say("1001", "/danhba them\nTên: Công an phường\nĐiện thoại: 0296 3841 113")
    await ward.publish(WRITER, NOTICE)
    await ward.publish(WRITER, "Thông báo cảnh giác lừa đảo\n\nNgày 23/11/2026 công an nhắc không đọc mã OTP.")
    for typed in ("bi lua dao mat tien", "tui mới bị gạt 5 triệu", "lỡ đọc mã otp cho nó rồi"):
        (heard,) = await ward.say(RESIDENT, typed)
        assert heard.text.startswith("Gọi ngay 113")
        assert "ngân hàng" in heard.text
        assert "Công an phường: 0296 3841 113" in heard.text
        assert list(heard.buttons) == ["Đọc tin 3"]
    assert "Gọi ngay" not in await ward.ask(RESIDENT, "cách nhận biết lừa đảo")


async def test_who_doubts_a_message_is_asked_for_its_code(ward: House) -> None:
    for typed in ("tin nay co that khong", "cái này có phải của phường không", "tin giả hả"):
        assert "gõ mã ghi ở cuối tin" in await ward.ask(RESIDENT, typed), typed
