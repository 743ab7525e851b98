"""How a post ends: withdrawn from every chat and answer, called off, moved, or over by itself."""

import asyncio

import pytest
from sqlalchemy import select, update

from bot.domain.people import Role
from bot.domain.quota import SHORT
from bot.errors import MaybeSentError
from bot.storage.tables import delivery, dispatch, post
from tests.integration.approving import REPORT, RIGHT, WRITER, WRONG, fire, submit
from tests.integration.phones import (
    MEETING,
    PEOPLE,
    STORM,
    Mail,
    correct,
    publish,
    shows,
    states,
    subscribers,
    withdraw,
)
from tests.ward import NOTICE, ZALO, After


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


# --- withdrawals ------------------------------------------------------------------------------------------------


async def test_a_withdrawn_post_is_taken_out_of_every_chat_and_every_answer(mail: Mail) -> None:
    await publish(mail)
    await withdraw(mail)
    await mail.run()
    for chat in PEOPLE:
        assert mail.telegram.texts(chat) == []
        assert len(mail.telegram.rings(chat)) == 1
    for question in ("/latest", "/search báo cáo", "/results ngân sách", "/targets", "/meetings"):
        assert "87,4" not in await mail.house.ask("20", question)
    assert "Tin số 1 đã được thu hồi. Lý do: Nhầm số liệu" in await mail.house.ask("20", "/read 1")
    await submit(mail.house, NOTICE)
    assert "Tin số 2" in await mail.house.ask("20", "/read 2")


async def test_after_two_days_copies_say_that_it_was_withdrawn_and_why(mail: Mail) -> None:
    await publish(mail)
    mail.house.clock.advance(hours=47, minutes=30)
    await withdraw(mail)
    await mail.run()
    for chat in PEOPLE:
        assert shows(mail, chat).startswith("⛔ ĐÃ THU HỒI tin số 1")
        assert "Lý do: Nhầm số liệu" in shows(mail, chat)
        assert "87,4" not in shows(mail, chat)
        assert len(mail.telegram.rings(chat)) == 1


@pytest.mark.parametrize("fixed", [False, True])
async def test_where_the_platform_refuses_to_delete_the_next_best_is_done(mail: Mail, fixed: bool) -> None:
    await publish(mail)
    mail.telegram.undeletable |= set(mail.telegram.shown)
    mail.telegram.fixed |= set(mail.telegram.shown) if fixed else set()
    copies = dict(mail.telegram.shown.keys())
    await withdraw(mail)
    await mail.run()
    for chat in PEOPLE:
        assert "ĐÃ THU HỒI tin số 1" in mail.telegram.texts(chat)[-1]
        assert len(mail.telegram.rings(chat)) == (2 if fixed else 1)
    if fixed:
        assert {one.chat_id: one.reply_to for one in mail.telegram.rang[3:]} == copies
    assert await states(mail.house, "withdrawal") == {"sent": 3}


async def test_an_answer_in_place_of_a_refused_edit_that_ends_in_silence_is_tried_once_more_and_not_eight_times(
    mail: Mail,
) -> None:
    await publish(mail)
    mail.house.clock.advance(days=3)
    mail.telegram.fixed |= set(mail.telegram.shown)
    await mail.house.join("30", subscribed=True, route=ZALO)
    await withdraw(mail)
    await mail.run()
    assert [len(mail.telegram.rings(chat)) for chat in PEOPLE] == [2, 2, 2]


async def test_where_nothing_can_be_taken_back_the_word_rings_at_most_twice(mail: Mail) -> None:
    await mail.house.join("30", subscribed=True, route=ZALO)
    await publish(mail)
    mail.zalo.fails("30", *[MaybeSentError("no-answer")] * 8)
    await withdraw(mail)
    await mail.run()
    assert [text.startswith("⛔ ĐÃ THU HỒI") for text in mail.zalo.rings("30")] == [False, True, True]
    assert "Chưa chắc đã đến: 1" in await mail.house.ask(WRITER, "/tinhtrang 1")


async def test_who_left_is_not_written_to_but_what_they_hold_is_taken_back(mail: Mail) -> None:
    await mail.house.join("30", subscribed=True, route=ZALO)
    await publish(mail)
    await mail.house.say("30", "ngừng", route=ZALO)
    await mail.house.say("20", "ngừng")
    await withdraw(mail)
    await mail.run()
    assert mail.telegram.texts("20") == []
    assert len(mail.zalo.rings("30")) == 1


async def test_who_waits_for_a_withdrawn_post_gets_nothing_and_what_is_on_the_wire_is_taken_back(mail: Mail) -> None:
    await submit(mail.house)
    held = await mail.claim(limit=2)
    await withdraw(mail)
    await mail.record(await mail.send(held))
    await mail.run()
    for chat in PEOPLE:
        assert mail.telegram.texts(chat) == []
    assert len(mail.telegram.rang) == 2
    assert await states(mail.house, "new") == {"sent": 2, "cancelled": 1}


async def test_who_may_have_got_it_is_told_that_it_was_withdrawn(mail: Mail) -> None:
    await submit(mail.house)
    mail.telegram.fails("20", MaybeSentError("no-answer"), MaybeSentError("no-answer"))
    await mail.run()
    await withdraw(mail)
    await mail.run()
    assert mail.telegram.texts("20")[-1].startswith("⛔ ĐÃ THU HỒI tin số 1")
    assert mail.telegram.texts("21") == []


async def test_who_may_have_got_it_before_a_crash_is_told_that_it_was_withdrawn_unless_it_is_not_for_them_any_more(
    mail: Mail,
) -> None:
    for chat in PEOPLE:
        await mail.house.set_role(chat, Role.CADRE)
    await mail.house.publish(WRITER, REPORT, cadres=True)
    lost = await mail.claim(limit=2)
    await mail.send(lost)
    await mail.house.set_role(lost[0].chat_id, Role.RESIDENT)
    (asked,) = await mail.house.say(WRITER, "/thuhoi CB-1 Nhầm số liệu")
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    assert [len(mail.telegram.rings(row.chat_id)) for row in lost] == [1, 2]
    assert mail.telegram.rings(lost[1].chat_id)[-1].startswith("⛔ ĐÃ THU HỒI tin số CB-1")
    assert len(mail.telegram.rang) == 3
    assert await states(mail.house, "new") == {"uncertain": 2, "cancelled": 1}


async def test_a_withdrawal_ends_a_correction_under_way_and_can_be_done_once(mail: Mail) -> None:
    await publish(mail)
    heard = await mail.house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm số liệu")
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    (again,) = await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    assert "Nút này không dùng được nữa" in again.text
    assert "đã thu hồi nên không làm gì thêm được" in await mail.house.ask(WRITER, "/thuhoi 1 lần nữa")
    assert "đã thu hồi nên không làm gì thêm được" in await mail.house.ask(WRITER, "/dinhchinh 1")
    (refused,) = await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    assert "không còn nữa" in refused.text
    await mail.run()
    assert mail.telegram.texts("20") == []


async def test_correcting_and_withdrawing_at_one_moment_never_leaves_a_copy(mail: Mail) -> None:
    await publish(mail)
    heard = await mail.house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    await mail.house.join("8", Role.APPROVER)
    (asked,) = await mail.house.say("8", "/thuhoi 1 Nhầm số liệu")
    await asyncio.gather(
        mail.house.receive(mail.house.event(WRITER, heard[-1].buttons["Đăng"], pressed=True)),
        mail.house.receive(mail.house.event("8", asked.buttons["Thu hồi"], pressed=True)),
    )
    await mail.run()
    assert (await mail.house.rows(post))[0]["state"] == "withdrawn"
    for chat in PEOPLE:
        assert all("ĐÍNH CHÍNH" not in text and "BÁO CÁO" not in text for text in mail.telegram.texts(chat))


@pytest.mark.parametrize(("role", "may"), [(Role.CADRE, False), (Role.WRITER, False), (Role.APPROVER, True)])
async def test_its_author_and_whoever_approves_withdraw_a_post(mail: Mail, role: Role, may: bool) -> None:
    await publish(mail)
    await mail.house.join("8", role)
    answer = await mail.house.ask("8", "/thuhoi 1 Nhầm")
    assert ("Thu hồi tin số 1" in answer) is may
    if not may:
        (refused,) = await mail.house.press("8", "withdraw.yes 1")
        assert "Đã thu hồi" not in refused.text
        assert (await mail.house.rows(post))[0]["state"] == "published"
        return
    await mail.house.say("8", "Nhầm ngày")
    await mail.house.press("8", "withdraw.yes 1")
    told = (await mail.house.notices(WRITER))[-1]
    assert "Người 8 vừa thu hồi tin số 1" in told.text
    assert "Nhầm ngày" in told.text


# --- it is over -------------------------------------------------------------------------------------------------


async def test_that_the_danger_is_over_is_told_to_exactly_those_who_got_the_alarm(mail: Mail) -> None:
    await submit(mail.house, STORM, urgent=True)
    await mail.record(await mail.send(await mail.claim(limit=2)))
    told = {chat for chat, _ in mail.telegram.shown}
    heard = await mail.house.press(WRITER, "clear.safe 1")
    assert "cho đúng những người đã nhận tin số 1" in heard[0].text
    (again,) = await mail.house.press(WRITER, "clear.safe 1")
    assert "đã báo rồi" in again.text
    await mail.run()
    for chat in PEOPLE:
        if chat not in told:
            assert mail.telegram.texts(chat) == []
            continue
        copy, word = mail.telegram.texts(chat)
        assert "⏹ ĐÃ KẾT THÚC: Đã an toàn" in copy
        assert word.startswith("✅ Đã an toàn")
        assert len(mail.telegram.rings(chat)) == 2
    assert "⏹ ĐÃ KẾT THÚC: Đã an toàn" in await mail.house.ask("20", "/read 1")
    # Its spelling may be mended, but the alarm is not raised again.
    await correct(mail, "hẻm 47 => hẻm 48")
    await mail.run()
    assert (await mail.house.rows(post))[0]["state"] == "expired"


@pytest.mark.parametrize(
    ("title", "may_be_called_off"),
    [("Thông báo họp khóm 3", True), ("Giấy mời HỌP tổ dân phố", True), ("Thông báo tuyển dụng hợp đồng", False)],
)
async def test_whoever_invites_to_a_meeting_may_call_it_off(mail: Mail, title: str, may_be_called_off: bool) -> None:
    heard = await submit(mail.house, f"{title}\n\nLúc 19 giờ ngày 24/11/2026 tại nhà văn hóa khóm 3.")
    assert ({"Báo hủy họp", "Báo dời họp"} <= set(heard[0].buttons)) is may_be_called_off


async def test_whatever_is_asked_or_said_of_a_withdrawal_names_the_post_by_number_and_title(mail: Mail) -> None:
    await publish(mail)
    told = [(await mail.house.say(WRITER, "/thuhoi 1"))[0]]
    told += await mail.house.say(WRITER, "nhầm ngày")
    told += await mail.house.press(WRITER, told[-1].buttons["Giữ lại"])
    told += (await mail.house.say(WRITER, "/thuhoi 1 nhầm ngày"))[:1]
    told += (await mail.house.press(WRITER, told[-1].buttons["Thu hồi"]))[:1]
    for one in told:
        assert "tin số 1 “Báo cáo kinh tế - xã hội phường Mỹ Bình”" in one.text[0].lower() + one.text[1:]


async def test_whatever_is_asked_or_said_of_a_correction_names_the_post_by_number_and_title(mail: Mail) -> None:
    await publish(mail)
    begun, _, panel = await mail.house.say(WRITER, "/dinhchinh 1")
    (fields,) = await mail.house.press(WRITER, panel.buttons["Sửa"])
    (asked,) = await mail.house.press(WRITER, fields.buttons["Thay một chỗ"])
    panel = (await mail.house.say(WRITER, f"{WRONG} => {RIGHT}"))[-1]
    done = (await mail.house.press(WRITER, panel.buttons["Đăng"]))[0]
    for one in (begun, asked, done):
        assert "tin số 1 “Báo cáo kinh tế - xã hội phường Mỹ Bình”" in one.text


async def test_a_meeting_that_moves_is_named_by_number_and_title_when_that_is_asked_and_told(mail: Mail) -> None:
    heard = await submit(mail.house, MEETING)
    (asked,) = await mail.house.press(WRITER, heard[0].buttons["Báo dời họp"])
    told = (await mail.house.say(WRITER, "19h thứ sáu 27/11"))[0]
    for one in (asked, told):
        assert f"tin số 1 “{MEETING.splitlines()[0]}”" in one.text


async def test_a_post_that_is_kept_after_all_is_not_withdrawn_by_what_is_typed_or_pressed_next(mail: Mail) -> None:
    await publish(mail)
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 nhầm ngày")
    assert "vẫn giữ nguyên" in (await mail.house.press(WRITER, asked.buttons["Giữ lại"]))[0].text
    assert "Thu hồi" not in await mail.house.ask(WRITER, "tin mới")
    assert "không dùng được nữa" in (await mail.house.press(WRITER, asked.buttons["Thu hồi"]))[0].text
    assert (await mail.house.rows(post))[0]["state"] == "published"


@pytest.mark.parametrize(("reason", "refused"), [("...", "gõ lý do bằng chữ"), ("dài " * 200, "Lý do dài quá")])
async def test_a_reason_that_nobody_could_read_is_refused_when_it_is_typed(
    mail: Mail, reason: str, refused: str
) -> None:
    await publish(mail)
    assert refused in await mail.house.ask(WRITER, f"/thuhoi 1 {reason}")
    await mail.house.say(WRITER, "/thuhoi 1")
    (heard,) = await mail.house.say(WRITER, reason)
    if use := heard.buttons.get("Dùng để trả lời"):
        (heard,) = await mail.house.press(WRITER, use)
    assert refused in heard.text
    assert "Lý do: nhầm ngày" in await mail.house.ask(WRITER, "nhầm ngày")


async def test_a_meeting_is_called_off_with_one_tap(mail: Mail) -> None:
    await publish(mail, MEETING)
    await mail.house.say("20", "ngừng")
    await mail.house.press(WRITER, "clear.off 1")
    await mail.run()
    assert "ĐÃ KẾT THÚC: Cuộc họp này hủy" in shows(mail, "20")
    copy, word = mail.telegram.texts("21")
    assert "Cuộc họp này hủy, không diễn ra" in word
    assert "ĐÃ KẾT THÚC" in copy


async def test_a_meeting_that_is_moved_is_told_and_whoever_comes_later_sees_it_at_once(mail: Mail) -> None:
    await submit(mail.house, MEETING)
    await mail.record(await mail.send(await mail.claim(limit=1)))
    (first,) = {chat for chat, _ in mail.telegram.shown}
    await mail.house.press(WRITER, "clear.moved 1")
    (answer, *_) = await mail.house.say(WRITER, "19h thứ sáu 27/11, tại nhà văn hóa khóm 3")
    assert "Dời sang 19h thứ sáu 27/11" in answer.text
    await mail.run()
    await mail.house.join("23", subscribed=True)
    await mail.run()
    copy, word = mail.telegram.texts(first)
    assert copy.startswith("📌 Dời sang 19h thứ sáu 27/11")
    assert word.startswith("✅ Dời sang 19h thứ sáu 27/11")
    for chat in {*PEOPLE, "23"} - {first}:
        assert shows(mail, chat).startswith("📌 Dời sang 19h thứ sáu 27/11")
    assert "📌 Dời sang 19h" in await mail.house.ask("20", "/read 1")
    # It does not end at its old hour.
    await fire(mail.house, days=2)
    assert (await mail.house.rows(post))[0]["state"] == "published"


@pytest.mark.parametrize("button", ["clear.safe 1", "clear.off 1", "clear.moved 1"])
async def test_only_its_author_and_whoever_approves_says_that_it_is_over(mail: Mail, button: str) -> None:
    await publish(mail, MEETING)
    await mail.house.join("8", Role.WRITER)
    (refused,) = await mail.house.press("8", button)
    assert "Chỉ người soạn, người duyệt và quản trị" in refused.text
    assert len(await mail.house.rows(dispatch)) == 1


async def test_a_notice_ends_by_itself_in_every_copy_and_no_phone_rings(mail: Mail) -> None:
    await publish(mail, NOTICE)
    await fire(mail.house, days=2, hours=2)
    assert (await mail.house.rows(post))[0]["state"] == "published"
    await fire(mail.house, hours=1)
    assert (await mail.house.rows(post))[0]["state"] == "expired"
    (told,) = [one for one in await mail.house.notices(WRITER) if "kết thúc" in one.text]
    assert "Tin số 1 “Thông báo cúp điện” đã kết thúc" in told.text
    await mail.run()
    for chat in PEOPLE:
        assert shows(mail, chat).startswith("⏹ ĐÃ KẾT THÚC")
        assert len(mail.telegram.rings(chat)) == 1
    # It goes on longer after all.
    await correct(mail, "25/11/2026 => 26/11/2026")
    await mail.run()
    assert "ĐÃ KẾT THÚC" not in mail.telegram.texts("20")[0]
    assert (await mail.house.rows(post))[0]["state"] == "published"
    await fire(mail.house, days=1)
    assert (await mail.house.rows(post))[0]["state"] == "expired"


async def test_nobody_gets_a_notice_that_is_over(mail: Mail) -> None:
    await submit(mail.house, NOTICE)
    await fire(mail.house, days=3)
    await mail.house.join("23", subscribed=True)
    await mail.run()
    assert mail.telegram.rang == []
    assert await states(mail.house, "new") == {"cancelled": 3}


@pytest.mark.parametrize("over", [False, True])
async def test_who_was_left_out_because_the_month_ran_short_gets_it_later_only_while_it_is_not_over(
    mail: Mail, *, over: bool
) -> None:
    await submit(mail.house, NOTICE)
    async with mail.house.database.write() as transaction:
        person_id = (await transaction.scalars(select(delivery.c.person_id).order_by(delivery.c.id))).first()
        left_out = update(delivery).where(delivery.c.dispatch_id == 1, delivery.c.person_id == person_id)
        await transaction.execute(left_out.values(state="failed", error=SHORT))
    await mail.run()
    assert "chừa cho tin khẩn và cán bộ: 1" in await mail.house.ask(WRITER, "/tinhtrang 1")
    assert sum(len(mail.telegram.rings(chat)) for chat in PEOPLE) == 2
    if over:
        await fire(mail.house, days=5)
    asked = await mail.house.ask(WRITER, "/guilai 1")
    await mail.run()
    assert sum(len(mail.telegram.rings(chat)) for chat in PEOPLE) == (2 if over else 3)
    assert ("không có ai" in asked.lower()) == over
