"""Báo sai: what a resident says is wrong reaches the author and the approvers, nobody else, and is answered in time."""

from datetime import datetime

import pytest

from bot.domain.people import Role
from bot.storage.tables import audit, mistake, person
from tests.ward import ADMIN, Heard, House

WRITER, APPROVER, OTHER, BA = "7", "8", "9", "20"
WATER = "Thông báo cúp nước\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026."


@pytest.fixture
async def ward(house: House) -> House:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(OTHER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    await house.join(BA, subscribed=True)
    await house.publish(WRITER, WATER)
    for chat in (WRITER, APPROVER, OTHER, BA, ADMIN):
        await house.notices(chat)
    return house


async def told(house: House, chat: str) -> list[Heard]:
    return [one for one in await house.notices(chat) if "sai" in one.text]


async def test_the_words_reach_the_author_and_the_approvers_without_a_name_and_nobody_else(ward: House) -> None:
    (asked,) = await ward.say(BA, "báo sai 1")
    assert "sai chỗ nào" in asked.text
    (done,) = await ward.say(BA, "Hẻm 21 chứ không phải hẻm 12")
    assert "03/12/2026" in done.text
    for chat in (WRITER, APPROVER, ADMIN):
        (one,) = await told(ward, chat)
        assert "Hẻm 21 chứ không phải hẻm 12" in one.text
        assert "Hạn trả lời: 03/12/2026" in one.text
        assert "Người 20" not in one.text
    assert await told(ward, OTHER) == []
    assert await told(ward, BA) == []
    for words in ("hẻm 21", "/lichsu 1", "đọc 1", "/search hẻm 21"):
        assert "chứ không phải" not in await ward.ask("21", words)


async def test_the_answer_comes_back_to_whoever_reported_it_once(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    (one,) = await told(ward, APPROVER)
    (other,) = await told(ward, WRITER)
    await ward.press(APPROVER, one.buttons["Trả lời"])
    (done,) = await ward.say(APPROVER, "Dạ đúng là hẻm 21, phường đã sửa.")
    assert "Đã gửi câu trả lời" in done.text
    (answer,) = await ward.notices(BA)
    assert "Dạ đúng là hẻm 21, phường đã sửa." in answer.text
    assert "đã có người trả lời" in (await ward.press(WRITER, other.buttons["Trả lời"]))[0].text


async def test_who_never_subscribed_is_remembered_until_their_report_is_answered_however_late(ward: House) -> None:
    await ward.join("30")
    await ward.say("30", "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    (one,) = await told(ward, APPROVER)
    ward.clock.advance(days=40)
    await ward.reconciler().run_once()
    await ward.press(APPROVER, one.buttons["Trả lời"])
    await ward.say(APPROVER, "Dạ đúng là hẻm 21, phường đã sửa.")
    (answer,) = await ward.notices("30")
    assert "Dạ đúng là hẻm 21" in answer.text
    ward.clock.advance(hours=1)
    await ward.reconciler().run_once()
    assert "Người 30" not in {row["name"] for row in await ward.rows(person)}


async def test_only_the_author_and_approvers_answer(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    (one,) = await told(ward, WRITER)
    for chat in (OTHER, BA):
        await ward.press(chat, one.buttons["Trả lời"])
        await ward.say(chat, "Sai rồi")
    (row,) = await ward.rows(mistake)
    assert row["answer"] is None
    assert "chứ không phải" not in await ward.ask(OTHER, "/baosai")
    assert "chứ không phải" in await ward.ask(WRITER, "/baosai")


async def test_reports_of_others_posts_do_not_hide_ones_own_and_the_rest_is_counted(ward: House) -> None:
    await ward.publish(OTHER, WATER.replace("hẻm 12", "hẻm 47"))
    for chat in ("20", "21", "22"):
        for place in range(4):
            await ward.say(chat, f"/baosai 1 sai chỗ {chat}/{place}")
    await ward.say(BA, "/baosai 2 hẻm 74 chứ")
    theirs = await ward.ask(OTHER, "/baosai")
    assert "hẻm 74 chứ" in theirs
    assert "báo sai nữa" not in theirs
    assert (await ward.ask(WRITER, "/baosai")).endswith("… và 2 báo sai nữa")
    assert (await ward.ask(APPROVER, "/baosai")).endswith("… và 3 báo sai nữa")


async def test_officials_are_told_again_before_it_is_due_and_when_it_is(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    await told(ward, WRITER)
    seen = []
    for day in ("29/11", "30/11", "01/12", "03/12", "04/12", "09/12"):
        ward.clock.moment = datetime.strptime(f"{day}/2026 10:00 +0700", "%d/%m/%Y %H:%M %z")
        while await ward.dues.run_once():
            pass
        seen.append(len(await told(ward, WRITER)))
    assert seen == [0, 1, 0, 1, 0, 0]


async def test_the_audit_counts_reports_and_answers_without_telling_who_reported(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    (one,) = await told(ward, WRITER)
    await ward.press(WRITER, one.buttons["Trả lời"])
    await ward.say(WRITER, "Cảm ơn bà con")
    shown = await ward.ask(ADMIN, "/nhatky 1")
    assert "nhận một báo sai về tin số 1" in shown
    assert "trả lời báo sai về tin số 1" in shown
    assert "Người 20" not in shown
    rows = [row for row in await ward.rows(audit) if row["action"] == "mistake-reported"]
    assert [row["person_id"] for row in rows] == [None]


async def test_nobody_reports_what_they_cannot_see_or_without_end_or_nothing(ward: House) -> None:
    await ward.publish(WRITER, WATER.replace("hẻm 12", "hẻm 913"), cadres=True)
    nothing = await ward.ask(BA, "/baosai 99 sai")
    assert (await ward.ask(BA, "/baosai CB-1 sai")).replace("CB-1", "99") == nothing
    await ward.say(BA, "báo sai 1")
    assert "Xin gõ bằng chữ." in await ward.ask(BA, "😀")
    assert "Câu này dài quá" in await ward.ask(BA, "dài " * 500)
    for number in range(5):
        await ward.say(BA, f"/baosai 1 sai chỗ {number}")
    assert "Xin chờ phường trả lời" in await ward.ask(BA, "/baosai 1 sai nữa")
    assert len(await ward.rows(mistake)) == 5


async def test_an_answer_about_a_cadre_post_does_not_reach_who_is_no_cadre_any_more(ward: House) -> None:
    await ward.publish(WRITER, WATER.replace("hẻm 12", "hẻm 913"), cadres=True)
    await ward.set_role(BA, Role.CADRE)
    await ward.say(BA, "/baosai CB-1 sai hẻm")
    await ward.set_role(BA, Role.RESIDENT)
    (one,) = await told(ward, WRITER)
    await ward.press(WRITER, one.buttons["Trả lời"])
    (done,) = await ward.say(WRITER, "Hẻm 913 là đúng")
    assert "không nhận được nữa" in done.text
    assert await ward.notices(BA) == []


async def test_reports_are_told_exported_and_erased_with_their_person(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    assert "Chỗ sai bà con đã báo: 1" in await ward.ask(BA, "/riengtu")
    await ward.press(BA, "privacy.erase")
    assert await ward.rows(mistake) == []


CRIES = (
    "chay nha roi hem 47/12 khom 3",
    "cháy nhà\nhẻm 47 khóm 3",
    "chay nha ngo 3/12",
    "cháy nhà ông Sáu " + "trong hẻm cạnh chợ cũ " * 8,
    "ngày 28/11 có cháy nhà, cứu với",
)


@pytest.mark.parametrize("cry", CRIES)
async def test_a_cry_for_help_is_no_report_until_it_is_said_again(ward: House, cry: str) -> None:
    await ward.say(BA, "báo sai 1")
    heard = await ward.ask(BA, cry)
    assert heard.startswith("Gọi ngay 114")
    assert "gửi lại lần nữa" in heard
    assert await ward.rows(mistake) == []
    assert "Đã chuyển tới cán bộ" in await ward.ask(BA, cry)


async def test_an_official_who_reports_cries_for_help_like_anyone(ward: House) -> None:
    await ward.say(WRITER, "/baosai 1")
    await ward.say(OTHER, "báo sai 1")
    for chat in (WRITER, OTHER):
        assert (await ward.ask(chat, "cháy nhà\nhẻm 47 khóm 3")).startswith("Gọi ngay 114")


async def test_an_address_makes_no_answer_of_an_officials_cry_and_a_day_does(ward: House) -> None:
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    (one,) = await told(ward, WRITER)
    await ward.press(WRITER, one.buttons["Trả lời"])
    assert (await ward.ask(WRITER, "chay nha kiet 4/12")).startswith("Gọi ngay 114")
    assert "Đã gửi câu trả lời" in await ward.ask(WRITER, "Diễn tập cháy nhà ngày 28/11, mời bà con")


async def test_what_is_typed_half_an_hour_later_is_no_report_and_no_answer(ward: House) -> None:
    await ward.say(BA, "báo sai 1")
    ward.clock.advance(minutes=31)
    assert "Đã chuyển tới" not in await ward.ask(BA, "mai có cúp nước không")
    await ward.say(BA, "/baosai 1 Hẻm 21 chứ không phải hẻm 12")
    (one,) = await told(ward, WRITER)
    await ward.press(WRITER, one.buttons["Trả lời"])
    ward.clock.advance(minutes=31)
    assert "Đã gửi câu trả lời" not in await ward.ask(WRITER, "mai có cúp nước không")
    assert len(await ward.rows(mistake)) == 1


async def test_whoever_pressed_bao_sai_by_mistake_presses_thoi(ward: House) -> None:
    (asked,) = await ward.say(BA, "báo sai 1")
    assert "Đã hủy" in (await ward.press(BA, asked.buttons["Thôi"]))[0].text
    assert "không dùng được nữa" in (await ward.press(BA, asked.buttons["Thôi"]))[0].text
    await ward.say(BA, "mai có cúp nước không")
    assert await ward.rows(mistake) == []


@pytest.mark.parametrize("typed", ["tin 1 sai ngày rồi", "tin số 1 ghi sai hẻm", "bao sai tin 1"])
async def test_a_resident_who_says_which_post_is_wrong_is_asked_what(ward: House, typed: str) -> None:
    assert "Tin số 1 sai chỗ nào" in await ward.ask(BA, typed)
    assert "Đã chuyển tới" in await ward.ask(BA, "Hẻm 21 chứ không phải hẻm 12")


@pytest.mark.parametrize("typed", ["báo lỗi", "bao loi", "tin này sai rồi", "ghi sai ngày rồi"])
async def test_a_resident_who_does_not_is_told_how(ward: House, typed: str) -> None:
    assert "báo sai và số tin, ví dụ: báo sai 12" in await ward.ask(BA, typed)


async def test_a_writer_who_says_the_same_corrects(ward: House) -> None:
    assert "sai chỗ nào" not in await ward.ask(WRITER, "tin 1 sai ngày rồi")
