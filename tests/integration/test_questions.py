"""What people ask in their own words, over what a ward has published: the answer that a clerk at the counter gives."""

import pytest

from bot.domain.people import Role
from bot.messages.incoming import IncomingFile
from tests.ward import After, House, Past

RESIDENT, SUBSCRIBER, WRITER = "9", "8", "7"
HOTLINE = "0296 3841 000"
FIXED = ["Tin mới", "Số điện thoại phường"]

POWER, VACCINE, REPORT, STORM, MEETING, WATER, GUIDE, GIFTS = POSTS = (
    """Thông báo tạm ngừng cung cấp điện

Điện lực ngừng cấp điện hẻm 12, hẻm 14 đường Lê Lợi từ 7 giờ 30 đến 11 giờ 30 ngày 02/12/2026 để thay trạm biến áp.""",
    """Tiêm vắc xin cho trẻ em

Trạm y tế tiêm vắc xin cho trẻ từ 8 giờ đến 11 giờ ngày 27/11/2026 tại trạm y tế phường.""",
    """Báo cáo kinh tế xã hội

Sáng ngày 08-7, UBND phường báo cáo tình hình 6 tháng. Thu ngân sách đạt 91,5% năm 2026. Toàn phường còn 37 hộ nghèo.
""",
    """Thông báo bão số 9

Bão số 9 vào đất liền tối 29/11/2026. Bà con chằng chống nhà cửa từ ngày 28/11/2026.""",
    """Họp khóm 3

Khóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa khóm 3.""",
    """Thông báo cúp nước hẻm 47

Cúp nước hẻm 47 từ 8 giờ đến 17 giờ ngày 28/11/2026 để sửa ống.""",
    """Hướng dẫn cài VNeID

Bà con mang căn cước đến công an phường để cài VNeID. Phường hướng dẫn nộp hồ sơ điện tử.""",
    """Phát quà Tết cho hộ nghèo

Phường phát quà Tết cho hộ nghèo lúc 8 giờ ngày 15/12/2026 tại hội trường phường.""",
)
SECRET = "Thông báo họp kín Cà Na\n\nTổ Cà Na họp kín lúc 19 giờ ngày 26/11/2026 tại nhà ông Cà Na; còn 913 hộ Cà Na."

FOUND = {
    "cup dien khi nao": "11 giờ 30 ngày 02/12/2026",
    "mất điện tới mấy giờ vậy": "11 giờ 30 ngày 02/12/2026",
    "bao gio co dien lai": "11 giờ 30 ngày 02/12/2026",
    "khu vuc nao cup dien": "hẻm 12, hẻm 14 đường Lê Lợi",
    "ngưng cấp nước bữa nào": "17 giờ ngày 28/11/2026",
    "hem 47 cup nuoc luc may gio": "17 giờ ngày 28/11/2026",
    "bao khi nao vo": "Thông báo bão số 9",
    "xem tin về bão": "Thông báo bão số 9",
    "chich ngua cho con nit o dau": "trạm y tế phường",
    "đăng ký tiêm cho bé": "Tiêm vắc xin cho trẻ em",
    "hop khom 3 may gio": "19 giờ ngày 24/11/2026",
    "phat qua tet luc nao": "8 giờ ngày 15/12/2026",
    "cài vneid làm sao": "Hướng dẫn cài VNeID",
    "huong dan vneid": "Hướng dẫn cài VNeID",
    "ngan sach nam nay bao nhieu": "Thu ngân sách đạt 91,5% năm 2026 – tin số 3",
    "co bao nhieu ho ngheo": "còn 37 hộ nghèo – tin số 3",
    "phường còn mấy hộ nghèo": "còn 37 hộ nghèo – tin số 3",
    "kết quả tiêm chủng": "Tiêm vắc xin cho trẻ em",
}
"""What is asked, with what must stand in the first three lines."""

UNKNOWN = (
    "giá vàng",
    "gia vang hom nay",
    "xổ số miền nam",
    "đăng ký kết hôn cần gì",
    "sap nhap phuong chua",
    "làm căn cước",
    "mua nha o dau",
    "truong hoc nghi khong",
    "tiệm bánh",
)
"""What nothing was published about, although posts hold some of the words."""

DANGERS = {
    "cháy nhà bà Năm rồi trời ơi": ("114",),
    "chay lon qua hem 12": ("114",),
    "114": ("114",),
    "co nguoi te xiu": ("115",),
    "chong danh vo du qua": ("113",),
}
NO_DANGERS = (
    "tập huấn chữa cháy khi nào",
    "cháy hàng rồi",
    "số báo cháy là gì",
    "con chó nhà tui đi lạc",
    "mat con meo mun",
    "tìm chó lạc",
)


@Past
async def a_ward_with_news(house: House) -> None:
    """Eight posts for everyone, and one for cadres."""
    await house.join(WRITER, Role.WRITER)
    for text in POSTS:
        await house.publish(WRITER, text)
    await house.publish(WRITER, SECRET, cadres=True)
    await house.join(RESIDENT)
    await house.join(SUBSCRIBER, subscribed=True)


@pytest.fixture
def town(after: After) -> House:
    return after(a_ward_with_news)


async def test_a_question_gets_the_post_with_its_hour_day_and_place_in_the_first_lines(town: House) -> None:
    for asked, told in FOUND.items():
        (heard,) = await town.say(RESIDENT, asked)
        assert told in "\n".join(heard.text.splitlines()[:3]), (asked, heard.text)
        assert list(heard.buttons)[1:] == FIXED, asked


async def test_what_nothing_was_published_about_is_said_with_the_hotline(town: House) -> None:
    for asked in UNKNOWN:
        (heard,) = await town.say(RESIDENT, asked)
        assert heard.text.startswith("Dạ, phường chưa có tin về “"), (asked, heard.text)
        assert HOTLINE in heard.text
        assert list(heard.buttons) == FIXED


async def test_what_is_still_ahead_is_told_before_what_is_over(town: House) -> None:
    await town.publish(WRITER, POWER.replace("ngày 02/12", "ngày 05/12").replace("hẻm 12, hẻm 14", "hẻm 8"))
    town.clock.advance(days=10)
    heard = await town.ask(RESIDENT, "bao giờ cúp điện")
    assert heard.index("05/12/2026") < heard.index("02/12/2026")


async def test_of_what_is_ahead_the_next_is_told_first(town: House) -> None:
    await town.publish(WRITER, POWER.replace("ngày 02/12", "ngày 05/12").replace("hẻm 12, hẻm 14", "hẻm 8"))
    heard = await town.ask(RESIDENT, "bao giờ cúp điện")
    assert heard.index("02/12/2026") < heard.index("05/12/2026")


# --- what the best post does not tell of -----------------------------------------------------------------------------


async def test_another_place_than_the_one_asked_about_is_said(town: House) -> None:
    for asked, told in {
        "hem 20 co cup dien khong": "tin này ghi hẻm 12, 14, không thấy nhắc hẻm 20",
        "cup nuoc hem 5": "tin này ghi hẻm 47, không thấy nhắc hẻm 5",
        "khom 4 hop bua nao": "tin này ghi khóm 3, không thấy nhắc khóm 4",
    }.items():
        assert told in await town.ask(RESIDENT, asked), asked
    for asked in ("hem 14 co cup dien khong", "hẻm 47 cúp nước hả"):
        assert "không thấy nhắc" not in await town.ask(RESIDENT, asked), asked


async def test_another_day_than_the_one_asked_about_is_said(town: House) -> None:
    for asked, told in {
        "mai co cup dien khong": "chưa thấy tin nào ghi thứ Ba 24/11",
        "thu nam co cup dien khong": "chưa thấy tin nào ghi thứ Năm 26/11",
        "5/12 co cup nuoc khong": "chưa thấy tin nào ghi thứ Bảy 05/12",
    }.items():
        heard = await town.ask(RESIDENT, asked)
        assert told in heard, asked
        assert "Tin gần nhất" in heard
    for asked in ("2/12 co cup dien khong", "thu tu tuan sau co cup dien khong", "thu bay cup nuoc khong"):
        heard = await town.ask(RESIDENT, asked)
        assert "chưa thấy tin nào" not in heard, asked
        assert "tin số" in heard, asked


async def test_the_post_of_the_day_asked_about_comes_first(town: House) -> None:
    await town.publish(WRITER, POWER.replace("ngày 02/12", "ngày 05/12").replace("hẻm 12, hẻm 14", "hẻm 8"))
    heard = await town.ask(RESIDENT, "5/12 co cup dien khong")
    assert heard.index("05/12/2026") < heard.index("02/12/2026")


async def test_who_asks_where_reads_the_place_first(town: House) -> None:
    heard = await town.ask(RESIDENT, "chích ngừa cho con nít ở đâu")
    assert heard.index("Địa điểm") < heard.index("Thời gian")
    heard = await town.ask(RESIDENT, "chích ngừa cho con nít bữa nào")
    assert heard.index("Thời gian") < heard.index("Địa điểm")


async def test_of_what_was_withdrawn_only_its_number_and_hour_are_told(town: House) -> None:
    await town.withdraw(WRITER, "6 nhầm hẻm")
    for asked in ("cup nuoc hem 47", "bao gio cup nuoc"):
        heard = await town.ask(RESIDENT, asked)
        assert "tin số 6" in heard, asked
        assert "thu hồi" in heard
        assert not {"sửa", "ống", "28/11/2026", "nhầm"} & set(heard.replace(".", " ").split()), heard
    await town.withdraw(WRITER, "CB-1 nhầm")
    assert "thu hồi" not in await town.ask(RESIDENT, "họp kín cà na")


FEW_SLIPS = {
    "cup dien duong Le Loy": "Lê Lợi",
    "kinh te xax hooij": "Báo cáo kinh tế xã hội",
    "mat nuot hem 47": "Thông báo cúp nước hẻm 47",
    "cài vneidd": "VNeID",
    "huong dan cai vnied": "VNeID",
    "phat quaf teest": "Phát quà Tết",
    "tramj bieens asp": "tạm ngừng cung cấp điện",
    "cup dien tram bein ap": "tạm ngừng cung cấp điện",
}


async def test_one_slip_of_typing_is_forgiven_where_nothing_holds_the_word(town: House) -> None:
    for asked, told in FEW_SLIPS.items():
        assert told in await town.ask(RESIDENT, asked), asked


async def test_a_right_word_that_nothing_holds_is_not_taken_for_another(town: House) -> None:
    for asked in ("giá vàng", "gia vang", "tiệm bánh", "mua xe may", "trong rau sach", "hoc boi", "sua quat dien tu"):
        assert "chưa có tin" in await town.ask(RESIDENT, asked), asked


async def test_a_name_that_no_post_has_and_another_deed_are_no_matter_of_its(town: House) -> None:
    for asked in ("tiêm covid ở đâu", "sửa VNeID ở đâu"):
        told = await town.ask(RESIDENT, asked)
        assert "chưa có tin" in told, asked
    assert "Bot chưa hiểu ý" in await town.ask(RESIDENT, "tin của phường cho bà con")
    assert "27/11" in await town.ask(RESIDENT, "tiêm vaccine cho bé ở đâu vậy cô")


async def test_the_house_in_an_alley_is_in_the_alley(town: House) -> None:
    told = await town.ask(RESIDENT, "hẻm 14/5 Lê Lợi cúp điện lúc nào")
    assert "7h30" in told or "7 giờ 30" in told
    assert "không thấy nhắc" not in told


async def test_whom_the_directory_does_not_have_is_said_with_the_hotline(town: House) -> None:
    told = await town.ask(RESIDENT, "gọi ai khi đèn đường hư")
    assert "chưa ghi số riêng" in told
    assert HOTLINE in told


async def test_more_than_three_hits_are_a_button_and_there_are_never_more_than_three_buttons(town: House) -> None:
    for hem in (8, 9, 10):
        await town.publish(WRITER, POWER.replace("hẻm 12, hẻm 14", f"hẻm {hem}"))
    (heard,) = await town.say(RESIDENT, "cúp điện")
    assert list(heard.buttons) == ["Tìm thêm", *FIXED]
    assert "hẻm 10" in "\n".join(one.text for one in await town.press(RESIDENT, heard.buttons["Tìm thêm"]))
    for asked in (*FOUND, *UNKNOWN):
        assert len((await town.say(RESIDENT, asked))[0].buttons) <= 3


async def test_a_complaint_is_no_request_and_is_told_where_to_go(town: House) -> None:
    for typed in ("rác không ai dọn", "duong hu nat qua troi", "karaoke on ao suot dem", "đèn đường hư cả tháng"):
        heard = await town.ask(RESIDENT, typed)
        assert "không chuyển lời" in heard, typed
        assert HOTLINE in heard
    heard = await town.ask(RESIDENT, "cup nuoc hoai khong ai sua het")
    assert "tin số 6" in heard
    assert "Muốn phản ánh" in heard


async def test_a_question_is_said_back_whole_or_not_at_all(town: House) -> None:
    assert "“mua nhà ở đâu vậy bot”" in await town.ask(RESIDENT, "mua nhà ở đâu vậy bot")
    assert "“" not in await town.ask(RESIDENT, "tôi tên Bảy số 079085001234 mua nhà ở đâu")
    assert "“" not in await town.ask(RESIDENT, "mua nhà " * 40)


async def test_no_answer_of_a_search_repeats_somebodys_number(town: House) -> None:
    for typed in (
        "/search 079085001234",
        "/search 0790 8500 1234 cup dien",
        "tìm 079085001234",
        "kết quả 079085001234",
    ):
        heard = await town.say(RESIDENT, typed)
        assert "5001234" not in str([(one.text, one.buttons) for one in heard]).replace(" ", ""), typed


async def test_politeness_before_a_question_is_none_of_it(town: House) -> None:
    for asked in (
        "cam on, ma bao gio cup dien vay",
        "alo phuong oi cho hoi cup dien",
        "chào bot, mai mốt cúp điện ngày nào",
    ):
        assert "11 giờ 30 ngày 02/12/2026" in await town.ask(RESIDENT, asked), asked


async def test_nobody_finds_what_is_for_cadres_by_asking(town: House) -> None:
    for asked in ("họp kín cà na ở đâu", "ca na con bao nhieu ho", "tin về Cà Na", "kết quả cà na", "nha ong ca na"):
        for more in ({}, {"route": "zalo-bot:1"}):
            heard = await town.ask(RESIDENT, asked, **more)
            assert not {"913", "CB-1", "19 giờ", "họp kín lúc"} & set(heard.split()), (asked, heard)
            assert "Tổ Cà Na" not in heard
            assert "26/11/2026" not in heard
    await town.set_role(RESIDENT, Role.CADRE)
    assert "26/11/2026" in await town.ask(RESIDENT, "họp kín cà na khi nào")


# --- danger -----------------------------------------------------------------------------------------------------------


async def test_who_is_in_danger_reads_first_whom_to_call(town: House) -> None:
    for typed, calls in DANGERS.items():
        heard = await town.ask(RESIDENT, typed)
        assert heard.splitlines()[: len(calls)] == [f"Gọi ngay {call}" for call in calls], (typed, heard)
        assert HOTLINE in heard
    for typed in NO_DANGERS:
        assert "Gọi ngay" not in await town.ask(RESIDENT, typed), typed


async def test_a_post_about_a_fire_is_no_cry_for_help_while_its_writer_is_asked_for_the_text(town: House) -> None:
    await town.say(WRITER, "/post")
    heard = await town.ask(WRITER, "Cháy nhà ở hẻm 12, khóm 3 lúc 8 giờ ngày 23/11/2026.")
    assert "Gọi ngay" not in heard
    assert "Đã nhận 1 phần" in heard


async def test_a_writer_who_has_nothing_open_and_a_resident_with_a_step_are_in_danger_like_anyone(town: House) -> None:
    assert (await town.ask(WRITER, "chay nha hem 14 roi")).startswith("Gọi ngay 114")
    await town.say(WRITER, "/post")
    await town.set_role(WRITER, Role.RESIDENT)
    assert (await town.ask(WRITER, "chay nha hem 14 roi")).startswith("Gọi ngay 114")


# --- wishes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["huy dang ky", "thôi đừng nhắn tin nữa", "tắt thông báo", "dừng", "rut ten toi ra"])
async def test_who_wants_to_stop_has_stopped(town: House, typed: str) -> None:
    assert (await town.ask(SUBSCRIBER, typed)).startswith("Đã ngừng gửi tin.")
    heard = await town.say(SUBSCRIBER, typed)
    assert "subscribe" not in heard[0].buttons.values()


async def test_who_wants_news_is_asked_for_consent(town: House) -> None:
    for typed in ("tôi muốn nhận tin", "dang ky nhan tin"):
        (heard,) = await town.say(RESIDENT, typed)
        assert heard.buttons == {"Đồng ý": "subscribe.agree"}
        assert "unsubscribe" not in (await town.say(SUBSCRIBER, typed))[0].buttons.values()


WISHES = {
    "xóa hết dữ liệu của tôi": "Phường đang lưu về bà con",
    "dien luc so may": f"Số điện thoại phường: {HOTLINE}",
    "trạm y tế số điện thoại bao nhiêu": f"Số điện thoại phường: {HOTLINE}",
    "hotline": f"Số điện thoại phường: {HOTLINE}",
    "so dien thoai phuong": f"Số điện thoại phường: {HOTLINE}",
    "mở tin số hai": "Tiêm vắc xin cho trẻ em",
    "đọc số 4 đi": "Thông báo bão số 9",
    "tin 2 noi gi": "Tiêm vắc xin cho trẻ em",
    "tin số 5 lúc mấy giờ vậy": "Họp khóm 3",
    "cám ơn nghen": "Dạ, không có chi",
    "đồ ngu": HOTLINE,
    "079085001234": HOTLINE,
    "xóa tin 1": "chỉ cán bộ phường",
}


async def test_other_wishes_get_what_they_ask_for(town: House) -> None:
    for typed, told in WISHES.items():
        assert told in await town.ask(RESIDENT, typed), typed


async def test_an_identity_number_is_never_repeated(town: House) -> None:
    for typed in ("079085001234", "0790 8500 1234 Tran Van Bay", "toi la Bay cccd 079085001234 xin ho tro"):
        (heard,) = await town.say(RESIDENT, typed)
        assert "5001234" not in f"{heard.text}{heard.buttons}".replace(" ", ""), typed


async def test_officials_speak_in_their_own_words(town: House) -> None:
    assert "thu hồi tin số 2" in await town.ask(WRITER, "thu hồi tin 2")
    await town.say(WRITER, "hủy")
    assert "thu hồi tin số 2" in await town.ask(WRITER, "xóa tin 2")
    await town.say(WRITER, "hủy")
    assert "tin số 1" in await town.ask(WRITER, "sửa tin 1")
    await town.say(WRITER, "hủy")
    (heard,) = await town.say(WRITER, "hủy")
    assert "unsubscribe" not in heard.buttons.values()


async def test_what_is_no_text_gets_a_kind_line_and_the_hotline(town: House) -> None:
    for more in ({}, {"document": IncomingFile("f", "anh.jpg", 3)}):
        heard = await town.ask(RESIDENT, "", **more)
        assert "chỉ đọc được chữ" in heard
        assert HOTLINE in heard


async def test_a_link_whose_word_is_no_code_welcomes(town: House) -> None:
    for word in ("khom5", "facebook"):
        assert "Kính chào" in await town.ask("20", f"/start {word}")
