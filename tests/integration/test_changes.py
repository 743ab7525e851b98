"""Corrections of what was delivered: every copy, and only the new text for those who have none yet."""

import asyncio

import pytest

from bot.domain.people import Role
from bot.errors import MaybeSentError, UnreachableError
from bot.storage.tables import dispatch, post
from tests.integration.approving import HOA, REPORT, RIGHT, WRITER, WRONG, card, fire, strict_ward, submit
from tests.integration.phones import NEVER, PEOPLE, Mail, correct, publish, shows, states, subscribers, withdraw
from tests.ward import ZALO, After


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


# --- corrections ------------------------------------------------------------------------------------------------


async def test_spelling_is_mended_in_every_copy_and_no_phone_rings(mail: Mail) -> None:
    await publish(mail, REPORT.replace("báo cáo.", "báo caó."))
    heard = await mail.house.say(WRITER, "/dinhchinh 1 caó => cáo")
    assert "Chỉ là lỗi gõ: tin ở máy mọi người được sửa lặng lẽ" in heard[-1].text
    await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    await mail.run()
    for chat in PEOPLE:
        assert "báo cáo." in shows(mail, chat)
        assert "ĐÍNH CHÍNH" not in shows(mail, chat)
        assert len(mail.telegram.rings(chat)) == 1


async def test_spelling_is_told_to_everyone_where_its_writer_wants_that(mail: Mail) -> None:
    await publish(mail, REPORT.replace("báo cáo.", "báo caó."))
    heard = await mail.house.say(WRITER, "/dinhchinh 1 caó => cáo")
    heard = await mail.house.press(WRITER, heard[-1].buttons["☐ Báo cho mọi người"])
    assert "nhận thêm một tin báo" in heard[-1].text
    await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    await mail.run()
    assert [len(mail.telegram.rings(chat)) for chat in PEOPLE] == [2, 2, 2]


async def test_a_figure_is_mended_and_marked_in_every_copy_and_every_phone_rings_once(mail: Mail) -> None:
    await publish(mail)
    copies = dict(mail.telegram.shown.keys())
    await correct(mail)
    await mail.run()
    for chat in PEOPLE:
        copy, notice = mail.telegram.texts(chat)
        assert copy.startswith("✏️ ĐÍNH CHÍNH")
        assert f"đạt {RIGHT}." in copy.split("BÁO CÁO")[1]
        assert WRONG not in copy.split("BÁO CÁO")[1]
        assert f"đạt {WRONG} → đạt {RIGHT}" in notice
        assert mail.telegram.rings(chat)[1:] == [notice]
        assert mail.telegram.rang[-1].reply_to in copies.values()
    assert {one.chat_id: one.reply_to for one in mail.telegram.rang[3:]} == copies
    answer = await mail.house.ask("20", "/read 1")
    assert RIGHT in answer
    assert WRONG not in answer.split("BÁO CÁO")[1]


async def test_who_has_not_got_it_yet_gets_the_new_text_only(mail: Mail) -> None:
    await submit(mail.house)
    await mail.record(await mail.send(await mail.claim(limit=1)))
    (first,) = {chat for chat, _ in mail.telegram.shown}
    await correct(mail)
    await mail.run()
    for chat in PEOPLE:
        if chat == first:
            assert len(mail.telegram.texts(chat)) == 2
            continue
        assert RIGHT in shows(mail, chat)
        assert "ĐÍNH CHÍNH" not in shows(mail, chat)
        assert WRONG not in shows(mail, chat)
    assert await states(mail.house, "edit") == {"sent": 1}
    assert await states(mail.house, "notice") == {"sent": 1}


@pytest.mark.parametrize(
    "outcome", ["arrives", "dies", *(pytest.param(one, marks=pytest.mark.slow) for one in ("never", "silence"))]
)
async def test_a_copy_that_is_on_the_wire_while_the_correction_is_published_is_mended_too(
    mail: Mail, outcome: str
) -> None:
    await submit(mail.house)
    held = await mail.claim()
    await correct(mail)
    for row in held:
        if outcome == "never":
            mail.telegram.fails(row.chat_id, NEVER)
        if outcome == "silence":
            mail.telegram.fails(row.chat_id, MaybeSentError("no-answer"), MaybeSentError("no-answer"))
    outcomes = await mail.send(held)
    if outcome == "dies":
        mail.house.clock.advance(seconds=40)
    else:
        await mail.record(outcomes)
    await mail.run()
    for chat in PEOPLE:
        rings, seen = mail.telegram.rings(chat), mail.telegram.texts(chat)
        assert RIGHT in seen[-1]
        if outcome == "arrives":
            assert "ĐÍNH CHÍNH" in seen[0]
            assert len(rings) == 2
        elif outcome == "never":
            assert len(rings) == 1
        else:
            # It goes out once more, and with the new text.
            assert len(rings) == 2
            assert "ĐÍNH CHÍNH" not in rings[1]
    assert (await states(mail.house, "notice")).keys() <= {"sent", "cancelled"}


async def test_who_may_have_got_it_is_told_of_a_correction_without_touching_any_message(mail: Mail) -> None:
    await submit(mail.house)
    mail.telegram.fails("20", MaybeSentError("no-answer"), MaybeSentError("no-answer"))
    await mail.run()
    await correct(mail)
    await mail.run()
    assert mail.telegram.texts("20")[-1].startswith("✏️ ĐÍNH CHÍNH tin số 1")
    assert {one.chat_id for one in mail.telegram.rang[4:] if one.reply_to is None} == {"20"}
    assert await states(mail.house, "edit") == {"sent": 2}
    assert await states(mail.house, "notice") == {"sent": 3}


TWIN = "có thể còn giữ một bản cũ"


@pytest.mark.parametrize("arrived", [True, False], ids=["sent-at-last", "never-known"])
async def test_who_may_hold_a_copy_that_nothing_can_change_is_counted_in_every_later_report(
    mail: Mail, arrived: bool
) -> None:
    await submit(mail.house)
    for chat in ("20", "21"):
        mail.telegram.fails(chat, *[MaybeSentError("no-answer")] * (1 if arrived else 2))
    await mail.run()
    assert TWIN not in await mail.house.ask(WRITER, "/tinhtrang 1"), "of the post itself no copy is an old one"
    await correct(mail)
    await mail.run()
    await correct(mail, f"{RIGHT} => 79,4%")
    await mail.run()
    lines = [heard.text for heard in await mail.house.notices(WRITER) if TWIN in heard.text]
    assert lines
    assert f"2 người {TWIN}" in lines[-1]
    status = await mail.house.ask(WRITER, "/tinhtrang 1")
    assert status.count(f"2 người {TWIN}") == 2, "of the edit and of the notice"
    assert f"2 người {TWIN}" in await mail.house.ask("22", "/lichsu 1")
    assert f"2 người {TWIN}" in await mail.house.ask("22", "/read 1")
    await withdraw(mail)
    await mail.run()
    assert (await mail.house.ask(WRITER, "/tinhtrang 1")).count(f"2 người {TWIN}") == 3
    # What they hold is what is counted: the copies that were never changed.
    old = [
        text for chat in ("20", "21") for text in mail.telegram.texts(chat) if text.startswith("📊") and WRONG in text
    ]
    assert len(old) == (2 if arrived else 4)


async def test_a_copy_that_was_sent_once_and_known_leaves_nobody_with_an_old_one(mail: Mail) -> None:
    await publish(mail)
    mail.telegram.fails("20", MaybeSentError("no-answer"))
    await correct(mail)
    await mail.run()
    assert TWIN not in await mail.house.ask(WRITER, "/tinhtrang 1"), "an edit that is repeated leaves nothing beside it"


async def test_a_correction_of_a_correction_ends_what_still_waits_of_the_first(mail: Mail) -> None:
    await publish(mail)
    await correct(mail)
    await correct(mail, f"{RIGHT} => 79,4%")
    await mail.run()
    for chat in PEOPLE:
        copy, notice = mail.telegram.texts(chat)
        assert "79,4%" in copy
        assert WRONG not in copy
        assert f"đạt {RIGHT} → đạt 79,4%" in notice
        assert len(mail.telegram.rings(chat)) == 2
    notes = [(row["kind"], row["state"], row["note"]) for row in await mail.house.rows(dispatch)]
    assert notes[1:3] == [("edit", "cancelled", "superseded"), ("notice", "cancelled", "superseded")]
    assert notes[3:] == [("edit", "done", None), ("notice", "done", None)]


async def test_an_older_edit_that_comes_back_from_the_wire_does_not_undo_a_newer_one(mail: Mail) -> None:
    await publish(mail)
    await correct(mail)
    held = [row for row in await mail.claim() if row.kind == "edit"]
    await correct(mail, f"{RIGHT} => 79,4%")
    for row in held:
        mail.telegram.fails(row.chat_id, NEVER)
    await mail.record(await mail.send(held))
    await mail.run()
    for chat in PEOPLE:
        assert "79,4%" in mail.telegram.texts(chat)[0]


async def test_a_channel_that_cannot_edit_gets_one_correction_that_names_the_post(mail: Mail) -> None:
    await mail.house.join("30", subscribed=True, route=ZALO)
    await publish(mail)
    assert len(mail.zalo.rings("30")) == 1
    await correct(mail)
    await mail.run()
    assert len(mail.zalo.texts("30")) == 2
    assert mail.zalo.texts("30")[1].startswith("✏️ ĐÍNH CHÍNH tin số 1")
    assert RIGHT in mail.zalo.texts("30")[1]
    # Of mere spelling nobody there is told.
    await correct(mail, "báo cáo. => báo caó.")
    await mail.run()
    assert len(mail.zalo.texts("30")) == 2


async def test_a_copy_that_the_platform_lets_nobody_change_is_named_and_its_owner_is_told(mail: Mail) -> None:
    await publish(mail)
    mail.telegram.fixed |= {place for place in mail.telegram.shown if place[0] == "20"}
    await correct(mail)
    await mail.run()
    old, notice = mail.telegram.texts("20")
    assert WRONG in old
    assert RIGHT in notice
    status = await mail.house.ask(WRITER, "/tinhtrang 1")
    assert "Đã sửa: 2/3" in status
    assert "nền tảng không cho sửa nữa: 1" in status
    assert "Đã báo: 3/3" in status


async def test_who_blocked_the_bot_is_counted_by_name_and_gets_it_when_they_are_back(mail: Mail) -> None:
    await publish(mail)
    for chat in ("20", "21"):
        mail.telegram.fails(chat, UnreachableError("blocked"))
    await correct(mail)
    await mail.run()
    lines = [one.text for one in await mail.house.notices(WRITER)]
    assert "✅ Tin số 1: Đã sửa 1/3 · 2 đã chặn bot · xong" in lines
    assert "✅ Tin số 1: Đã báo 1/3 · 2 đã chặn bot · xong" in lines
    await mail.house.say("20", "/start")
    (status,) = await mail.house.say(WRITER, "/tinhtrang 1")
    assert "đã chặn bot: 2" in status.text
    await mail.house.press(WRITER, status.buttons["Gửi lại cho người bị lỗi"])
    await mail.run()
    copy, notice = mail.telegram.texts("20")
    assert RIGHT in copy
    assert "ĐÍNH CHÍNH tin số 1" in notice
    assert len(mail.telegram.rings("22")) == 2
    lines = [one.text for one in await mail.house.notices(WRITER)]
    assert "✅ Tin số 1: Đã sửa 2/3 · 1 đã chặn bot · xong" in lines


async def test_what_somebody_holds_is_mended_after_they_left_and_their_phone_is_left_alone(mail: Mail) -> None:
    await publish(mail)
    await mail.house.say("20", "ngừng")
    await correct(mail)
    await mail.run()
    assert "ĐÍNH CHÍNH" in shows(mail, "20")
    assert len(mail.telegram.rings("20")) == 1


async def test_other_words_for_a_figure_are_a_correction(mail: Mail) -> None:
    await publish(mail)
    heard = await mail.house.say(WRITER, "/dinhchinh 1")
    number = heard[-1].buttons["Sửa"].split()[1]
    await mail.house.press(WRITER, f"post.edit {number} figures")
    heard = await mail.house.say(WRITER, f"1: Thu ngân sách của phường mới đạt {WRONG}")
    assert "Chưa sửa gì" not in heard[-1].text
    assert f"→ Thu ngân sách của phường mới đạt {WRONG}" in heard[-1].text
    answers = await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    assert not any("Chưa sửa gì" in one.text for one in answers)


async def test_a_day_that_was_set_by_hand_is_a_correction_and_so_is_a_kind(mail: Mail) -> None:
    await publish(mail)
    heard = await mail.house.say(WRITER, "/dinhchinh 1")
    number = heard[-1].buttons["Sửa"].split()[1]
    (refused,) = await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    assert "Chưa sửa gì ở tin số 1" in refused.text
    await mail.house.press(WRITER, f"post.edit {number} date")
    heard = await mail.house.say(WRITER, "08/07/2026")
    assert "ngày 08/07/2026" in heard[-1].text
    await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    await mail.run()
    assert "08/07/2026" in await mail.house.ask("20", "/read 1")
    assert [len(mail.telegram.rings(chat)) for chat in PEOPLE] == [2, 2, 2]
    heard = await mail.house.say(WRITER, "/dinhchinh 1")
    number = heard[-1].buttons["Sửa"].split()[1]
    heard = await mail.house.press(WRITER, f"post.kind {number} guide")
    await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    await mail.run()
    assert "HƯỚNG DẪN" in mail.telegram.texts("20")[0]
    assert len(mail.telegram.rings("20")) == 2


async def test_a_correction_that_somebody_else_began_is_theirs_until_they_leave_it(mail: Mail) -> None:
    house = mail.house
    await house.join("8", Role.WRITER)
    await publish(mail)
    await house.say(WRITER, "/dinhchinh 1")
    assert "đang được Người 7 sửa" in await house.ask("8", f"/dinhchinh 1 {WRONG} => {RIGHT}")
    house.clock.advance(minutes=61)
    heard = await house.say("8", f"/dinhchinh 1 {WRONG} => {RIGHT}")
    assert "Đính chính tin số 1" in heard[-1].text
    await house.set_role("8", Role.RESIDENT)
    heard = await house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    await house.press(WRITER, heard[-1].buttons["Đăng"])
    assert [row["state"] for row in await house.rows(post)] == ["published", "cancelled", "cancelled", "merged"]


async def test_two_pieces_of_a_long_text_that_are_mended_at_once_are_both_mended(mail: Mail) -> None:
    long = f"{REPORT} Hỗ trợ 120 hộ. " + "Bà con cùng nhau giữ gìn vệ sinh khu phố. " * 120
    house = mail.house
    await submit(house, REPORT)
    heard = await house.say(WRITER, "/post")
    await house.say(WRITER, long)
    await house.say(WRITER, "xong")
    panel = (await house.work())[-1]
    number = panel.buttons["Sửa"].split()[1]
    for typed in (f"{WRONG} => {RIGHT}", "120 hộ => 121 hộ"):
        await house.press(WRITER, f"post.edit {number} piece")
        heard = await house.say(WRITER, typed)
        assert "Đang đọc" in heard[0].text
    await house.work()
    house.clock.advance(minutes=1)  # the chat has had its share of messages
    heard = await house.tick(WRITER, await house.press(WRITER, f"post.show {number}"))
    await house.press(WRITER, heard[-1].buttons["Đăng"])
    answer = await house.ask("20", "/read 2")
    assert RIGHT in answer
    assert "121 hộ" in answer


# --- samples ----------------------------------------------------------------------------------------------------


async def test_the_sample_of_a_new_subscriber_is_a_copy_that_corrections_and_withdrawals_reach(mail: Mail) -> None:
    await publish(mail)
    await mail.house.join("23", subscribed=True)
    await mail.run()
    assert WRONG in shows(mail, "23")
    await mail.house.say("23", "ngừng")
    await mail.house.press("23", "subscribe.agree")
    await mail.run()
    assert len(mail.telegram.rings("23")) == 1
    await correct(mail)
    await mail.run()
    assert "ĐÍNH CHÍNH" in mail.telegram.texts("23")[0]
    assert len(mail.telegram.rings("23")) == 2
    await mail.house.join("24", subscribed=True)
    await mail.run()
    assert RIGHT in shows(mail, "24")
    assert WRONG not in shows(mail, "24")
    await withdraw(mail)
    await mail.run()
    assert all("BÁO CÁO" not in text for chat in ("23", "24") for text in mail.telegram.texts(chat))
    await mail.house.join("25", subscribed=True)
    await mail.run()
    assert mail.telegram.rings("25") == []


async def test_who_subscribes_while_a_correction_is_published_has_the_new_text_in_the_end(mail: Mail) -> None:
    await publish(mail)
    await mail.house.join("23")
    heard = await mail.house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    await asyncio.gather(
        mail.house.receive(mail.house.event("23", "subscribe.agree", pressed=True)),
        mail.house.receive(mail.house.event(WRITER, heard[-1].buttons["Đăng"], pressed=True)),
    )
    await mail.run()
    assert RIGHT in mail.telegram.texts("23")[0]


# --- a second person --------------------------------------------------------------------------------------------


async def test_a_refused_correction_is_taken_up_again_as_a_correction(after: After) -> None:
    ward = after(strict_ward)
    await submit(ward)
    await ward.press(HOA, (await card(ward)).buttons["Duyệt"])
    await fire(ward, seconds=20)
    await ward.notices(WRITER)
    heard = await ward.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await ward.press(HOA, (await card(ward)).buttons["Từ chối"])
    await ward.say(HOA, "Số cũ mới đúng")
    (told,) = await ward.notices(WRITER)
    heard = await ward.press(WRITER, told.buttons["Soạn lại"])
    assert "Đính chính tin số 1" in heard[-1].text
    assert f"đạt {WRONG} → đạt {RIGHT}" in heard[-1].text
