"""What people ask in their own words, over what a ward has published: the answer that a clerk at the counter gives."""

import pytest

from bot.domain.people import Role
from bot.messages.incoming import IncomingFile
from tests.integration.conftest import After, House, Past

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
NO_DANGERS = ("tập huấn chữa cháy khi nào", "cháy hàng rồi", "số báo cháy là gì")


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
    "hotline": f"Số điện thoại phường: {HOTLINE}",
    "so dien thoai phuong": f"Số điện thoại phường: {HOTLINE}",
    "mở tin số hai": "Tiêm vắc xin cho trẻ em",
    "đọc số 4 đi": "Thông báo bão số 9",
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
