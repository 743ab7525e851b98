"""Posts with an hour: said back, listed, moved, stopped, and let go once, or asked about when it is long past."""

import asyncio
from types import ModuleType

import pytest
from markupsafe import Markup
from structlog.testing import capture_logs

from bot.chat.answering import Means
from bot.chat.request import Timer, timer
from bot.chat.router import Router
from bot.chat.timers import TimerRunner
from bot.domain.people import Role
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.publishing import Publishing
from bot.storage.tables import audit, dispatch, post
from tests.integration.approving import HOA, REPORT, WRITER, card, fire, state, strict_ward
from tests.ward import ADMIN, NOTICE, After, Heard, House, settings


@pytest.fixture
async def ward(house: House) -> House:
    """A writer, and a subscriber; nobody has to agree."""
    plain = House(house.database, house.clock, settings(undo_seconds=15))
    await plain.join(WRITER, Role.WRITER)
    await plain.join("20", subscribed=True)
    return plain


async def ask_hour(house: House, typed: str, text: str = NOTICE) -> Heard:
    """Write a post, press Hẹn giờ, and type an hour; returns what is asked then."""
    heard = await house.tick(WRITER, await house.say(WRITER, f"/post {text}"))
    await house.press(WRITER, heard[-1].buttons["Hẹn giờ"])
    (asked,) = await house.say(WRITER, typed)
    return asked


async def schedule(house: House, typed: str = "8h sáng mai") -> Heard:
    """Let a post go out at an hour."""
    asked = await ask_hour(house, typed)
    (done,) = await house.press(WRITER, asked.buttons["Hẹn giờ này"])
    return done


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8h sáng mai", "08:00 thứ Ba, ngày 24/11/2026"),
        ("thứ hai tuần sau 7h", "07:00 thứ Hai, ngày 30/11/2026"),
        ("24/11 08:00", "08:00 thứ Ba, ngày 24/11/2026"),
        ("thu hai tuan sau 7h", "07:00 thứ Hai, ngày 30/11/2026"),
    ],
)
async def test_an_hour_is_said_back_so_that_nobody_can_take_it_for_another(ward: House, typed: str, said: str) -> None:
    asked = await ask_hour(ward, typed)
    assert asked.text == f"Sẽ đăng lúc {said}: tin “Thông báo cúp điện”."
    assert await state(ward) == "draft"
    (done,) = await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    assert f"Tin sẽ đăng lúc {said}" in done.text
    assert await state(ward) == "scheduled"
    (listed,) = await ward.say(WRITER, "/nhap")
    assert f"Thông báo cúp điện (đã hẹn giờ {said}" in listed.text


@pytest.mark.parametrize("typed", ["25h", "mai", "ngày mai", "31/02 08:00", "tám giờ", "8" * 199])
async def test_what_is_no_hour_is_asked_again(ward: House, typed: str) -> None:
    asked = await ask_hour(ward, typed)
    assert "Chưa hiểu giờ" in asked.text or "Sẽ đăng lúc" in asked.text
    assert await state(ward) == "draft"
    if "Chưa hiểu giờ" in asked.text:
        assert "Sẽ đăng lúc 08:00" in await ward.ask(WRITER, "8h sáng mai")


@pytest.mark.parametrize(
    ("typed", "asks"),
    [("21h29 hôm nay", False), ("21h30 hôm nay", True), ("5h59 sáng mai", True), ("6h sáng mai", False)],
)
async def test_the_night_is_asked_about(ward: House, typed: str, asks: bool) -> None:
    asked = await ask_hour(ward, typed)
    assert ("đêm khuya, nhiều người đang ngủ; anh/chị vẫn muốn đăng giờ này?" in asked.text) is asks
    assert list(asked.buttons) == ["Hẹn giờ này", "Chọn giờ khác"]
    await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    assert await state(ward) == "scheduled"


async def test_at_an_hour_at_which_phones_are_let_be_it_is_said_when_people_get_it(ward: House) -> None:
    await ward.join(ADMIN)
    await ward.say(ADMIN, "/phuong yenlang 21:30-6:00")
    asked = await ask_hour(ward, "22h tối nay")
    assert "nhận tin lúc 06:00 ngày 24/11" in asked.text


async def test_the_past_is_asked_about(ward: House) -> None:
    asked = await ask_hour(ward, "23/11/2026 08:00")
    assert "08:00 thứ Hai, ngày 23/11/2026 đã qua rồi" in asked.text
    assert await state(ward) == "draft"
    (again,) = await ward.press(WRITER, asked.buttons["Chọn giờ khác"])
    assert "Đăng tin “Thông báo cúp điện” lúc nào?" in again.text
    (done,) = await ward.press(WRITER, asked.buttons["Đăng ngay"])
    assert "Tin sẽ đi sau 15 giây" in done.text


async def test_an_hour_that_went_by_while_it_was_confirmed_is_the_past(ward: House) -> None:
    asked = await ask_hour(ward, "9h sáng nay")
    ward.clock.advance(hours=1)
    (answer,) = await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    assert "đã qua rồi" in answer.text
    assert await state(ward) == "draft"


async def test_a_scheduled_post_goes_out_at_its_hour_and_not_before(ward: House) -> None:
    await schedule(ward)
    await fire(ward, hours=23)
    assert await state(ward) == "scheduled"
    assert "Chưa tìm thấy" in await ward.ask("20", "/search cúp điện")
    await fire(ward, minutes=30)
    assert await state(ward) == "published"
    assert await ward.pushes() == ["20"]
    told = await ward.notices(WRITER)
    assert "Đã đăng tin số 1" in told[0].text


async def test_the_hour_is_moved_or_the_post_is_stopped(ward: House) -> None:
    done = await schedule(ward)
    await ward.press(WRITER, done.buttons["Đổi giờ"])
    (asked,) = await ward.say(WRITER, "9h sáng mai")
    (done,) = await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    await fire(ward, hours=23, minutes=31)
    assert await state(ward) == "scheduled"
    heard = await ward.press(WRITER, done.buttons["Hoàn tác"])
    assert "chưa gửi cho ai" in heard[0].text
    assert "Đăng" in heard[-1].buttons
    await fire(ward, hours=5)
    assert await state(ward) == "draft"
    assert await ward.rows(dispatch) == []
    (again,) = await ward.press(WRITER, done.buttons["Hoàn tác"])
    assert "Tin này đang là bản nháp" in again.text


async def test_after_it_went_out_it_cannot_be_stopped_and_the_way_out_is_told(ward: House) -> None:
    done = await schedule(ward)
    await fire(ward, hours=23, minutes=40)
    (late,) = await ward.press(WRITER, done.buttons["Hoàn tác"])
    assert "Tin đã đi rồi, là tin số 1. Muốn rút lại, gõ: thuhoi 1" in late.text


async def test_changing_a_scheduled_post_says_that_its_hour_is_lost_and_it_waits(ward: House) -> None:
    await schedule(ward)
    (listed,) = await ward.say(WRITER, "/nhap")
    heard = await ward.press(WRITER, listed.buttons["Mở 1"])
    assert "Đã hẹn đăng lúc 08:00 thứ Ba, ngày 24/11/2026" in heard[-1].text
    (asked,) = await ward.press(WRITER, heard[-1].buttons["Sửa"])
    assert "bỏ giờ hẹn: xin bấm Đăng hoặc Hẹn giờ lại" in asked.text
    await ward.press(WRITER, asked.buttons["Tiêu đề"])
    heard = await ward.say(WRITER, "Cúp điện hẻm 47")
    assert "Hẹn giờ" in heard[-1].buttons
    await fire(ward, days=2)
    assert await state(ward) == "draft"


async def test_other_buttons_end_the_question_for_the_hour(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    await ward.press(WRITER, heard[-1].buttons["Hẹn giờ"])
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "Chưa hiểu giờ" not in await ward.ask(WRITER, "tin mới")


@pytest.mark.parametrize(("minutes", "goes"), [(29, True), (31, False)])
async def test_after_a_standstill_a_post_goes_out_late_once_or_its_author_is_asked(
    ward: House, minutes: int, goes: bool
) -> None:
    await schedule(ward, "9h sáng nay")
    ward.clock.advance(minutes=30 + minutes)
    await asyncio.gather(*(ward.dues.run_once() for _ in range(3)))
    await fire(ward, minutes=1)
    assert await state(ward) == ("published" if goes else "draft")
    assert len(await ward.rows(dispatch)) == int(goes)
    told = await ward.notices(WRITER)
    if goes:
        assert "Đã đăng tin số 1" in told[0].text
        return
    (asked,) = told
    assert "chưa được đăng: máy ngừng đúng vào giờ hẹn, nay đã quá 30 phút. Xin xem lại rồi bấm Đăng" in asked.text
    heard = await ward.press(WRITER, asked.buttons["Xem bản nháp"])
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    assert await state(ward) == "published"
    await ward.join("1001", Role.ADMIN)
    noted = await ward.ask("1001", "/audit 1")
    assert "Bot, khi đến giờ: hoàn tác việc đăng tin số 1 (bản 1; lý do: máy ngừng đúng vào giờ hẹn" in noted


async def test_pressing_dang_again_while_it_is_about_to_go_out_sends_it_once(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    for _ in range(3):
        (done,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
        assert "Tin sẽ đi sau 15 giây" in done.text
    await fire(ward, seconds=20)
    await fire(ward, seconds=20)
    assert len(await ward.rows(dispatch)) == 1
    assert [row["action"] for row in await ward.rows(audit)].count("publish") == 1


async def test_a_timer_that_cannot_say_what_is_due_does_not_silence_the_others(
    ward: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(services: Services) -> list[int]:
        raise ValueError("a row that nobody can read")

    await schedule(ward)
    ward.clock.advance(hours=23, minutes=31)
    bad = Timer("bad", fails, ward.router.timers["publish"].handler)
    monkeypatch.setitem(ward.router.timers, "bad", bad)
    with capture_logs() as log:
        for _ in range(3):
            await ward.dues.run_once()
            ward.clock.advance(seconds=61)
    assert await state(ward) == "published"
    assert [one["subject"] for one in log if one["event"] == "timer_failed"] == [("bad",)]


async def test_urgent_posts_have_no_moments_to_take_back(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {NOTICE}")
    heard = await ward.press(WRITER, heard[-1].buttons["Khẩn"])
    heard = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "Đã đăng tin số 1" in heard[0].text
    assert await state(ward) == "published"


async def test_one_post_whose_hour_cannot_be_served_does_not_hold_up_the_others(
    ward: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        await schedule(ward)
    fire_one = Publishing.fire

    async def fails(self: Publishing, post_id: int) -> object:
        if post_id == 1:
            raise OSError("disk")
        return await fire_one(self, post_id)

    with monkeypatch.context() as patch:
        patch.setattr(Publishing, "fire", fails)
        ward.clock.advance(hours=23, minutes=31)
        await ward.dues.run_once()
    assert [row["state"] for row in await ward.rows(post)] == ["scheduled", "published"]
    await ward.dues.run_once()
    assert await state(ward) == "scheduled"
    ward.clock.advance(minutes=1)
    await ward.dues.run_once()
    assert [row["number"] for row in await ward.rows(post)] == [2, 1]


async def test_who_approves_after_the_hour_that_was_chosen_has_its_author_choose_again(after: After) -> None:
    ward = after(strict_ward)
    heard = await ward.tick(WRITER, await ward.say(WRITER, f"/post {REPORT}"))
    await ward.press(WRITER, heard[-1].buttons["Hẹn giờ"])
    (asked,) = await ward.say(WRITER, "10h sáng nay")
    (answer,) = await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    assert "Khi được duyệt, tin sẽ đăng lúc 10:00 thứ Hai, ngày 23/11/2026" in answer.text
    panel = await card(ward)
    assert "Hẹn đăng lúc 10:00 thứ Hai, ngày 23/11/2026" in panel.text
    ward.clock.advance(hours=13)
    (answer,) = await ward.press(HOA, panel.buttons["Duyệt"])
    assert "Giờ hẹn đã qua nên tin chưa đi" in answer.text
    told = (await ward.notices(WRITER))[-1]
    assert "xin mở bản nháp, bấm Đăng hoặc hẹn giờ khác" in told.text
    await fire(ward, minutes=5)
    assert await ward.rows(dispatch) == []
    heard = await ward.press(WRITER, told.buttons["Xem bản nháp"])
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    assert await state(ward) == "published"


async def test_a_timer_may_be_about_people_as_well_as_about_posts(ward: House) -> None:
    person_id = await ward.join("20", Role.CADRE)
    waiting = [person_id]

    async def subjects(services: Services) -> list[int]:
        return [*waiting]

    @timer("greet", subjects)
    async def greet(subject: int, services: Services) -> list[Notice]:
        waiting.remove(subject)
        return [Notice(Reply(Markup("Mai có họp.")), person_id=subject)]

    feature = ModuleType(greet.__module__)
    vars(feature)["greet"] = greet
    means = Means(
        database=ward.database,
        router=Router([feature]),
        clock=ward.clock,
        settings=ward.settings,
        accounts=ward.accounts,
        deliver=lambda rows: None,
    )
    ward.dues = TimerRunner(means)
    assert [await ward.dues.run_once() for _ in range(2)] == [1, 0]
    assert [one.text for one in await ward.notices("20")] == ["Mai có họp."]
