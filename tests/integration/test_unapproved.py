"""What goes out without an answer, and when: nobody is there, it cannot wait, or the ward does not ask."""

import pytest

from bot.check import check_all
from bot.domain.people import Role
from bot.settings import PolicySettings
from bot.storage.engine import Database
from bot.storage.tables import post
from tests.conftest import FakeClock
from tests.integration.approving import (
    CHIEF,
    HOA,
    LAN,
    REPORT,
    RIGHT,
    WRITER,
    WRONG,
    card,
    fire,
    moves,
    state,
    strict_ward,
    submit,
)
from tests.ward import ADMIN, FREE, NOTICE, After, House, settings


@pytest.fixture
def ward(after: After) -> House:
    return after(strict_ward)


# --- nobody answers, nobody is there ------------------------------------------------------------------------------


async def test_who_does_not_answer_in_twenty_minutes_is_reminded_once(ward: House) -> None:
    await ward.join(ADMIN)
    await submit(ward)
    for chat in (HOA, LAN, ADMIN):
        await ward.notices(chat)
    await fire(ward, minutes=19)
    assert await ward.notices(HOA) == []
    await fire(ward, minutes=2)
    for chat in (HOA, LAN, ADMIN):
        (told,) = await ward.notices(chat)
        assert "của Người 7 chờ duyệt đã 20 phút" in told.text
        heard = await ward.press(chat, told.buttons["Xem và duyệt"])
        assert "Duyệt" in heard[-1].buttons
    (told,) = await ward.notices(WRITER)
    assert "chưa ai duyệt sau 20 phút. Bot vừa nhắc" in told.text
    await fire(ward, hours=5)
    for chat in (HOA, LAN, ADMIN, WRITER):
        assert await ward.notices(chat) == []


async def test_who_has_decided_is_not_reminded(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.press(HOA, panel.buttons["Trả lại"])
    await ward.say(HOA, "Sai số")
    await ward.notices(HOA)
    await fire(ward, minutes=30)
    assert await ward.notices(HOA) == []


@pytest.fixture
async def alone(database: Database, clock: FakeClock) -> House:
    """A ward whose admin is the only one who could approve."""
    house = House(database, clock, settings(policy=PolicySettings(), undo_seconds=15))
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join("20", subscribed=True)
    return house


async def test_where_nobody_else_may_approve_an_admin_confirms_twice_and_it_is_noted(alone: House) -> None:
    (asked,) = await submit(alone, chat=ADMIN)
    assert "chưa có người duyệt thứ hai (mời thêm bằng /moi)" in asked.text
    assert await state(alone) == "draft"
    (answer,) = await alone.press(ADMIN, asked.buttons["Tôi tự đăng"])
    assert "Tin sẽ đi" in answer.text
    await fire(alone, seconds=20)
    assert await state(alone) == "published"
    assert ("unapproved", 1) in await moves(alone)
    assert "cho đăng tin số 1 khi chưa có người duyệt" in await alone.ask(ADMIN, "/audit 1")
    url = alone.database.url.render_as_string(hide_password=False)
    checks = {one.name: one for one in await check_all(settings(database_url=_Secret(url)))}
    assert checks["Tin chưa có người duyệt"].state == "off"
    assert "tin số 1 đã đăng" in checks["Tin chưa có người duyệt"].found
    # Whoever comes later looks at it.
    await alone.join(HOA, Role.APPROVER)
    (listed,) = await alone.say(HOA, "/drafts")
    assert "Đã đăng không chờ duyệt, cần xem lại" in listed.text
    await alone.press(HOA, listed.buttons["Đã xem lại 1"])
    checks = {one.name: one for one in await check_all(settings(database_url=_Secret(url)))}
    assert checks["Tin chưa có người duyệt"].state == "ok"


class _Secret:
    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        return self._value


async def test_a_writer_without_anybody_to_ask_is_told_whom_to_turn_to(database: Database, clock: FakeClock) -> None:
    house = House(database, clock, settings(policy=PolicySettings()))
    await house.join(WRITER, Role.WRITER)
    (refused,) = await submit(house)
    assert "phường chưa có ai. Xin nhờ quản trị mời thêm người duyệt" in refused.text
    assert await state(house) == "draft"


async def test_the_admin_alone_approves_others_and_is_asked_as_soon_as_there_is_another(alone: House) -> None:
    await submit(alone)
    await alone.press(ADMIN, (await card(alone, ADMIN)).buttons["Duyệt"])
    assert await state(alone) == "scheduled"
    heard = await alone.say(ADMIN, f"/post {REPORT} Hai.")
    heard = await alone.tick(ADMIN, heard)
    (asked,) = await alone.press(ADMIN, heard[-1].buttons["Đăng"])
    await alone.join(CHIEF, Role.ADMIN)
    (answer,) = await alone.press(ADMIN, asked.buttons["Tôi tự đăng"])
    assert "đã gửi cho 1 người duyệt" in answer.text
    assert await state(alone, 2) == "pending"


# --- an emergency -------------------------------------------------------------------------------------------------


async def test_an_urgent_post_goes_out_first_after_two_taps_and_everyone_is_told(ward: House) -> None:
    await ward.join(ADMIN)
    (answer,) = await submit(ward, NOTICE, urgent=True)
    for chat in (HOA, LAN, ADMIN):
        await ward.notices(chat)
    (asked,) = await ward.press(WRITER, answer.buttons["Đăng ngay, duyệt sau"])
    assert "Đăng ngay tin “Thông báo cúp điện”, không chờ duyệt?" in asked.text
    assert await state(ward) == "pending"
    heard = await ward.press(WRITER, asked.buttons["Đăng ngay"])
    assert "Đã đăng tin số 1" in heard[0].text
    assert await ward.pushes() == ["20"]
    for chat in (HOA, LAN, ADMIN):
        told = (await ward.notices(chat))[-1]
        assert (
            "🚨 Người 7 vừa cho đăng không chờ duyệt: tin số 1 “Thông báo cúp điện”. Nhờ anh/chị xem lại" in told.text
        )
        (shown,) = await ward.press(chat, told.buttons["Xem tin"])
        assert "hẻm 47" in shown.text
    assert ("unapproved", 1) in await moves(ward)
    (refused,) = await ward.press(WRITER, told.buttons["Đã xem lại"])
    assert "dành cho" in refused.text
    (done,) = await ward.press(HOA, told.buttons["Đã xem lại"])
    assert "Đã ghi nhận anh/chị xem lại tin số 1" in done.text
    assert ("reviewed", 1) in await moves(ward)
    (again,) = await ward.press(LAN, told.buttons["Đã xem lại"])
    assert "không còn chờ xem lại" in again.text


async def test_a_correction_that_goes_out_first_is_looked_at_with_the_button_that_tells_of_it(ward: House) -> None:
    await submit(ward)
    await ward.press(HOA, (await card(ward)).buttons["Duyệt"])
    await fire(ward, seconds=20)
    heard = await ward.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    (answer,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await ward.notices(HOA)
    (asked,) = await ward.press(WRITER, answer.buttons["Đăng ngay, duyệt sau"])
    (answer,) = await ward.press(WRITER, asked.buttons["Đăng ngay"])
    assert "Tin sẽ đi" in answer.text
    (_, told) = await ward.notices(HOA)
    assert "đính chính tin số 1" in told.text
    (early,) = await ward.press(HOA, told.buttons["Đã xem lại"])
    assert "sắp đi, chưa đăng" in early.text
    heard = await ward.press(HOA, told.buttons["Xem tin"])
    assert "Hoàn tác" in heard[-1].buttons
    await fire(ward, seconds=20)
    assert RIGHT in await ward.ask("20", "/read 1")
    (done,) = await ward.press(HOA, told.buttons["Đã xem lại"])
    assert "xem lại tin số 1" in done.text
    assert [row["review_due"] for row in await ward.rows(post)] == [False, False]


async def test_what_is_no_emergency_waits(ward: House) -> None:
    await submit(ward)
    number, seal = (await card(ward)).buttons["Duyệt"].split()[1:]
    (refused,) = await ward.press(WRITER, f"post.now.yes {number} {seal}")
    assert "Chỉ tin khẩn và đính chính" in refused.text
    assert await state(ward) == "pending"


async def test_a_post_for_tomorrow_that_becomes_an_emergency_goes_out_at_once(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    heard = await ward.tick(WRITER, await ward.press(WRITER, heard[-1].buttons["Khẩn"]))
    await ward.press(WRITER, heard[-1].buttons["Hẹn giờ"])
    (asked,) = await ward.say(WRITER, "8h sáng mai")
    (answer,) = await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    (asked,) = await ward.press(WRITER, answer.buttons["Đăng ngay, duyệt sau"])
    heard = await ward.press(WRITER, asked.buttons["Đăng ngay"])
    assert "Đã đăng tin số 1" in heard[0].text


# --- what asks for it ---------------------------------------------------------------------------------------------

TEXTS = {
    "report": REPORT,
    "resolution": "Nghị quyết về nước sạch\n\nĐảng ủy phường ra nghị quyết về nước sạch cho bà con hẻm 47.",
    "meeting": "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 24/11/2026 tại nhà văn hóa khóm 3.",
    "announcement": NOTICE,
    "guide": "Hướng dẫn nộp thuế\n\nBà con nộp thuế tại phường từ ngày 01/12/2026 đến ngày 31/12/2026.",
}


@pytest.mark.parametrize("kind", sorted(TEXTS))
@pytest.mark.parametrize("asked", ["none", "one"])
async def test_each_kind_asks_as_the_ward_has_decided(house: House, kind: str, asked: str) -> None:
    house = House(house.database, house.clock, settings(policy=FREE.model_copy(update={kind: asked})))
    await house.join(WRITER, Role.WRITER)
    await house.join(HOA, Role.APPROVER)
    heard = await house.say(WRITER, f"/post {TEXTS[kind]}")
    number = heard[-1].buttons["Sửa"].split()[1]
    heard = await house.tick(WRITER, await house.press(WRITER, f"post.kind {number} {kind}"))
    await house.press(WRITER, heard[-1].buttons["Đăng"])
    assert await state(house) == ("pending" if asked == "one" else "published")


@pytest.mark.parametrize("what", ["urgent", "correction"])
async def test_urgent_posts_and_corrections_ask_for_themselves(house: House, what: str) -> None:
    house = House(house.database, house.clock, settings(policy=FREE.model_copy(update={what: "one"})))
    await house.join(WRITER, Role.WRITER)
    await house.join(HOA, Role.APPROVER)
    await submit(house, REPORT, urgent=what == "urgent")
    assert await state(house) == ("pending" if what == "urgent" else "published")
    if what == "correction":
        heard = await house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
        await house.press(WRITER, heard[-1].buttons["Đăng"])
        assert await state(house, 2) == "pending"
        assert WRONG in await house.ask("20", "/read 1")
