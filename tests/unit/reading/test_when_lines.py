"""The When-lines of notices, in invented texts: when, where, who and what to do, in the text's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import Kind
from bot.domain.when_lines import WhenLines
from bot.reading.reader import read
from tests.unit.reading.test_properties import FAST, TEXTS


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            (
                "Thông báo tiêm ngừa dại\n\n1. Đối tượng: Chó, mèo từ 2 tháng tuổi\n2. Thời gian: 7h30 ngày 25/11/2026 "
                "(thứ Tư)\n3. Địa điểm: Nhà văn hóa khóm 2.\nĐề nghị bà con rọ mõm chó khi đến."
            ),
            WhenLines(
                time=("7h30 ngày 25/11/2026 (thứ Tư)",),
                place=("Nhà văn hóa khóm 2",),
                people=("Chó, mèo từ 2 tháng tuổi",),
                todo=("Đề nghị bà con rọ mõm chó khi đến",),
            ),
        ),
        (
            "Lịch khám mắt\nThời gian: từ ngày 16/11/2026 đến ngày 18/11/2026 (Sáng 8h-10h) - Địa điểm: Trạm Y tế xã.",
            WhenLines(time=("từ ngày 16/11/2026 đến ngày 18/11/2026 (Sáng 8h-10h)",), place=("Trạm Y tế xã",)),
        ),
        (
            "Thông báo cúp điện\n\nĐiện lực cúp điện khóm 3 và hẻm 47 từ 7 giờ đến 11 giờ ngày 25/11/2026 để sửa.",
            WhenLines(time=("từ 7 giờ đến 11 giờ ngày 25/11/2026",), area=("khóm 3 và hẻm 47",)),
        ),
        (
            (
                "Thông báo cúp nước\n\nNgày 30/11/2026 từ 15g đến 16g cúp nước khóm 3. Ngày 12/12: từ 7g30 - 10g30 cúp "
                "nước khóm 5."
            ),
            WhenLines(
                time=(
                    "Ngày 30/11/2026 từ 15g đến 16g cúp nước khóm 3",
                    "Ngày 12/12: từ 7g30 - 10g30 cúp nước khóm 5",
                )
            ),
        ),
        (
            (
                "Cấp căn cước lưu động\n\nCông an phường thông báo:\n- Ngày 26/11/2026: tại nhà văn hóa khóm 1\n"
                "- Ngày 27/11/2026: tại nhà văn hóa khóm 2\nBà con nhớ mang theo giấy khai sinh."
            ),
            WhenLines(
                time=("Ngày 26/11/2026: tại nhà văn hóa khóm 1", "Ngày 27/11/2026: tại nhà văn hóa khóm 2"),
                todo=("Bà con nhớ mang theo giấy khai sinh",),
            ),
        ),
        (
            "Giấy mời họp khóm\n\nKính mời bà con khóm 4 đến dự họp lúc 19 giờ tối mai tại nhà ông Năm.",
            WhenLines(
                time=("lúc 19 giờ tối mai",),
                place=("nhà ông Năm",),
                people=("bà con khóm 4",),
                todo=("Kính mời bà con khóm 4 đến dự họp lúc 19 giờ tối mai tại nhà ông Năm",),
            ),
        ),
        (
            (
                "Thông báo lịch tiếp dân\n\nChủ tịch tiếp dân vào thứ Năm hằng tuần, trong giờ hành chính tại phòng "
                "tiếp của xã."
            ),
            WhenLines(time=("vào thứ Năm hằng tuần, trong giờ hành chính",), place=("phòng tiếp của xã",)),
        ),
        (
            "Thông báo khẩn về bão\n\nPhường đề nghị người dân thực hiện:\n1. Chằng chống nhà cửa.\n2. Trữ nước sạch.",
            WhenLines(todo=("Chằng chống nhà cửa", "Trữ nước sạch")),
        ),
        (
            (
                "Lịch cúp điện\nNgày | Từ | Đến | Khu vực |\n23/11/2026 | 04:00 | 10:00 | Khóm 1 |\n"
                "24/11/2026 | 06:00 | 08:00 | Khóm 2 |"
            ),
            WhenLines(time=("23/11/2026 | 04:00 | 10:00 | Khóm 1", "24/11/2026 | 06:00 | 08:00 | Khóm 2")),
        ),
    ],
)
def test_a_notice_says_when_where_who_and_what_to_do(text: str, lines: WhenLines) -> None:
    reading = read(text)
    assert reading.kind is Kind.ANNOUNCEMENT
    assert reading.when == lines


@pytest.mark.parametrize(
    ("text", "time"),
    [
        (
            "Thông báo cúp điện\n1. Thứ tư 25/11/2026:\n* Khóm 3: hẻm 9 từ 7h30 đến 11h30.\n* Khóm 5: từ 8h00 đến 9h.",
            ("Thứ tư 25/11/2026", "Khóm 3: hẻm 9 từ 7h30 đến 11h30", "Khóm 5: từ 8h00 đến 9h"),
        ),
        (
            (
                "Thông báo tiêm chó\n- Thời gian: Từ ngày 6/11 đến ngày 7/11/2026.\n+ Ngày 6/11 tiêm ở khóm 1\n"
                "+ Ngày 7/11 tiêm ở khóm 2"
            ),
            ("Từ ngày 6/11 đến ngày 7/11/2026", "Ngày 6/11 tiêm ở khóm 1", "Ngày 7/11 tiêm ở khóm 2"),
        ),
        (
            (
                "Thông báo nghỉ Tết\nXã nghỉ liền 9 ngày, từ thứ Bảy, ngày 14-2-2026 (tức ngày 27 tháng Chạp) đến hết "
                "Chủ nhật, ngày 22-2-2026 (tức mùng 6)."
            ),
            (("từ thứ Bảy, ngày 14-2-2026 (tức ngày 27 tháng Chạp) đến hết Chủ nhật, ngày 22-2-2026 (tức mùng 6)"),),
        ),
    ],
)
def test_a_list_of_days_keeps_what_happens_on_each(text: str, time: tuple[str, ...]) -> None:
    assert read(text).when.time == time


def test_news_has_no_when_lines() -> None:
    assert not read("Phường họp\n\nSáng 5/7/2026, UBND phường đã tổ chức hội nghị tại hội trường.").when


def test_a_cited_papers_day_or_the_hour_of_posting_is_no_time() -> None:
    reading = read(
        "Thông báo thu phí rác\nĐăng lúc 14:48 14/11/2026\nTheo Quyết định số 5/QĐ-UBND ngày 02/01/2026, "
        "phường thu phí rác từ ngày 01/12/2026 đến ngày 05/12/2026."
    )
    assert reading.when.time == ("từ ngày 01/12/2026 đến ngày 05/12/2026",)


PIECES = (
    "Thông báo", "\n", "Thời gian:", "Địa điểm:", "từ 7h", "đến 11h", "ngày 25/11/2026", "(", ")", "- ", "|", "1.",
    "cúp điện", "khóm 3", "tại nhà văn hóa", "kính mời bà con", "đến dự", "Đối tượng:", "đề nghị bà con", ":", ".",
    "cho trẻ em", "hằng tuần", "thứ Năm", "\t", "\u200b", "đăng ký trước", "Khu vực mất điện:", ";",
    "\n⏰", "\n🏥 Trạm y tế", "1; ấp Vàm; 07/12/2026; đình", "Bà con ơi!", "đến nhà bà Tư, hẻm 9", "(số 4 đường Đê)",
    "trước ngày 25/12/2026", "yêu cầu:", "xin hoãn", "hằng tháng", "UBND xã thông báo:", "các tuyến đường Lê Lợi",
)  # fmt: skip
NOTICES = st.lists(st.sampled_from(PIECES), max_size=50).map(" ".join)


@given(st.one_of(TEXTS, NOTICES))
@FAST
def test_every_line_is_an_exact_piece_of_the_text(text: str) -> None:
    when = read(text).when
    for items in (when.time, when.place, when.area, when.people, when.todo):
        assert len(set(items)) == len(items) <= 10
        assert all(item and item in text for item in items)


@pytest.mark.parametrize(
    "tail",
    [
        "Nơi nhận:\n- Như trên;\n- Trạm Y tế phường;\n- Lưu: VT.",
        "Nơi nhận: Các khóm; lưu: VP.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Bảy",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Thị Tám\nNơi nhận:\n- Phòng Văn hóa;\n- Yêu cầu các cơ quan lưu hồ sơ.",
        "**Nơi nhận:**\n- Trường Tiểu học số 2;\n- Các hộ dân khóm 4;\n- Lưu: VT, VX.",
    ],
)
def test_copies_and_signatures_are_no_place_no_audience_and_no_action(tail: str) -> None:
    labelled = read(f"Thông báo khám mắt\n\nThời gian: 8h ngày 15/12/2026.\nĐịa điểm: Đình Khóm 2.\n{tail}")
    assert labelled.when == WhenLines(time=("8h ngày 15/12/2026",), place=("Đình Khóm 2",))
    assert labelled.place == "Đình Khóm 2"
    assert read(f"Thông báo khám mắt\n\nKhám lúc 8h ngày 15/12/2026.\n{tail}").when == WhenLines(
        time=("lúc 8h ngày 15/12/2026",)
    )


def test_an_appendix_under_the_copies_and_a_place_that_hands_out_are_read() -> None:
    appendix = "Nơi nhận:\n- Lưu: VT.\nPHỤ LỤC\nThời gian: 8h ngày 15/12/2026\nĐịa điểm: Đình Khóm 2"
    assert read(f"Thông báo khám mắt\n\nTrạm Y tế khám mắt theo lịch.\n{appendix}").when.place == ("Đình Khóm 2",)
    handed = "Thông báo phát quà\n\nThời gian: 8h ngày 15/12/2026\nNơi nhận quà: Chùa Khóm 3"
    assert read(handed).when.place == ("Chùa Khóm 3",)


@pytest.mark.parametrize(
    "ask",
    [
        "Bà con trữ sẵn nước dùng trong ngày",
        "Người dân đem theo căn cước và sổ hộ khẩu",
        "Khi đến nhớ cầm giấy mời",
        "Các gia đình rút phích cắm tivi, tủ lạnh",
        "Phụ huynh chuẩn bị nước uống cho bé",
        "Ai có tên trong danh sách đến đúng giờ",
        "Yêu cầu chủ nuôi xích chó",
        "Kính mời các cụ đến dự đông đủ",
    ],
)
def test_what_people_are_to_do_is_found_whatever_words_ask_it(ask: str) -> None:
    text = f"Thông báo của khóm 4\n\nKhóm họp lúc 19 giờ ngày 15/12/2026 tại nhà ông Năm.\n{ask}.\nĐường vào có đèn."
    assert read(text).when.todo == (ask,)


def test_what_people_bring_comes_before_the_invitation() -> None:
    text = (
        "Giấy mời họp khóm\n\nKính mời bà con đến dự họp lúc 19 giờ ngày 15/12/2026 tại nhà ông Năm.\n"
        "Bà con nhớ mang sổ hộ khẩu. Đề nghị các hộ tắt bếp trước khi đi."
    )
    assert read(text).when.todo == ("Bà con nhớ mang sổ hộ khẩu", "Đề nghị các hộ tắt bếp trước khi đi")


@pytest.mark.parametrize(
    ("told", "time"),
    [
        ("Họp tổ 6 ngày 27/11/2026, 14g-16g30 tại đình.", ("27/11/2026, 14g-16g30",)),
        ("Họp tổ 6 ngày 27/11/2026, 7g30 - 10g tại đình.", ("27/11/2026, 7g30 - 10g",)),
        ("Họp tổ 6 ngày 27/11/2026, 8 giờ-9 giờ 30 tại đình.", ("27/11/2026, 8 giờ-9 giờ 30",)),
        ("Họp tổ 6 lúc 14g ngày 27/11/2026 tại đình.", ("lúc 14g ngày 27/11/2026",)),
        ("Mỗi hộ nhận 14g - 16g men tiêu hóa ngày 27/11/2026 tại đình.", ("ngày 27/11/2026",)),
    ],
)
def test_a_range_of_hours_is_told_whole_and_grams_are_no_hours(told: str, time: tuple[str, ...]) -> None:
    assert read(f"Thông báo họp tổ 6\n\n{told}").when.time == time


@pytest.mark.parametrize(
    "denied",
    [
        "Không tổ chức lúc 18h như thông báo trước.",
        "Ban tổ chức không diễn lúc 18 giờ như đã báo.",
        "Thay vì 18h30 như kế hoạch, bà con có thể ăn cơm rồi hãy đi.",
    ],
)
def test_the_hour_at_which_it_is_not_is_told_as_no_hour(denied: str) -> None:
    found = read(f"Thông báo văn nghệ\n\nVăn nghệ lúc 19h30 ngày 28/11/2026 tại sân phường. {denied}")
    assert found.when.time == ("lúc 19h30 ngày 28/11/2026",)
    assert found.starts_at is not None
    assert (found.starts_at.hour, found.starts_at.minute) == (19, 30)


def test_the_hour_of_a_quarter_apart_is_told_with_its_name() -> None:
    text = (
        "Thông báo cúp nước\n\nCúp nước khóm 1, khóm 2 từ 7 giờ đến 10 giờ ngày 27/11/2026 để súc rửa đường ống.\n"
        "Riêng hẻm 12 có nước lại lúc 15 giờ."
    )
    assert read(text).when.time == (
        "từ 7 giờ đến 10 giờ ngày 27/11/2026",
        "Riêng hẻm 12 có nước lại lúc 15 giờ",
    )


@pytest.mark.parametrize(
    ("told", "area"),
    [
        ("Bà con khóm 5 kiểm tra mái nhà trước 17 giờ hôm nay.", "khóm 5"),
        ("Người dân tổ 7, tổ 9 dọn cống trước nhà sáng chủ nhật 29/11/2026.", "tổ 7, tổ 9"),
        ("Các hộ dân hẻm 12 khóm Bình Thới 2, buộc lại mái tôn.", "hẻm 12 khóm Bình Thới 2"),
        ("Bà con khóm 5 và khu dân cư ven rạch Cái Sao chằng nhà.", "khóm 5 và khu dân cư ven rạch Cái Sao"),
        ("Bà con xóm chùa không qua cầu.", "xóm chùa"),
    ],
)
def test_an_area_is_a_place_and_no_clause(told: str, area: str) -> None:
    assert read(f"Thông báo mưa lớn\n\n{told}").when.area == (area,)


def test_lines_that_open_with_a_clock_and_a_house_announce() -> None:
    found = read("⏰ 7g30 sáng thứ bảy, 28/11\n🏥 Trạm y tế phường Mỹ Bình\nTrẻ từ 9 tháng tuổi uống vitamin A")
    assert (found.kind, found.title) == (Kind.ANNOUNCEMENT, "Trẻ từ 9 tháng tuổi uống vitamin A")
    assert found.when.time == ("7g30 sáng thứ bảy, 28/11",)
    assert found.when.place == ("Trạm y tế phường Mỹ Bình",)
    assert read("⏰ 19g tối chủ nhật 29/11\n🏡 Nhà ông Tư, khóm 2").kind is Kind.ANNOUNCEMENT


def test_where_people_flee_to_is_no_place_of_the_warning() -> None:
    found = read(
        "CẢNH BÁO LŨ QUÉT\nDự báo đêm 04/12/2026 có mưa to. Yêu cầu 12 hộ ở bản Pá sơ tán đến Trường Tiểu học Pá "
        "xong trước 16 giờ hôm nay."
    )
    assert found.when.place == ()
    assert found.place != "Trường Tiểu học Pá"
    assert "sơ tán đến Trường Tiểu học Pá xong trước 16 giờ hôm nay" in found.when.todo[0]


def test_when_the_old_address_closes_is_no_time_of_the_new_one() -> None:
    found = read(
        "Về việc chuyển trụ sở Trạm Y tế\nTừ ngày 14/12/2026, Trạm Y tế phường chuyển về số 20 đường Bà Triệu.\n"
        "Địa chỉ cũ số 5 đường Lê Lai ngừng khám kể từ 16h00 ngày 11/12/2026."
    )
    assert found.when.time == ("Từ ngày 14/12/2026",)


def test_a_fee_and_an_announcement_are_no_order() -> None:
    cup = "GIẢI CỜ TƯỚNG\n- Khai mạc: 7h ngày 26/12/2026, sân đình\n- Lệ phí 50.000 đồng/đội, đăng ký với chú Ba"
    assert read(f"{cup} trước ngày 20/12/2026").when.todo == ("đăng ký với chú Ba trước ngày 20/12/2026",)
    talk = "Hội nghị đối thoại\nHọp lúc 8 giờ ngày 16/12/2026.\nUBND xã thông báo và kính mời bà con thôn Hạ đến dự"
    assert read(talk).when.todo == ("kính mời bà con thôn Hạ đến dự",)
