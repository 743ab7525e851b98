"""News at everybody's own hour: what waits for the morning, the evening or the week, and the one message of it all."""

from datetime import datetime

import pytest

from bot.clock import in_vietnam
from bot.domain.delivery import DispatchState
from bot.domain.people import Role
from bot.errors import FixedError, MaybeSentError, UnreachableError
from bot.storage.push import dispatches
from bot.storage.tables import delivery, dispatch
from tests.integration.approving import WRITER
from tests.integration.phones import MEETING, NEVER, PEOPLE, STORM, Mail, subscribers, withdraw
from tests.ward import ADMIN, After

WATER = "Thông báo cúp nước\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026."
POWER = "Thông báo cúp điện\n\nCúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 30/11/2026."
ANH, BA, CHI = PEOPLE


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


async def wants(mail: Mail, chat: str, bundle: str) -> None:
    await mail.house.press(chat, f"bundle {bundle}")


async def clock_at(mail: Mail, hour: str) -> None:
    """Let it be that hour ("24/11 18:00"), and everything happen that is due by then."""
    mail.house.clock.moment = datetime.strptime(f"{hour} 2026 +0700", "%d/%m %H:%M %Y %z")
    while await mail.house.dues.run_once():
        pass
    await mail.run()


async def post(mail: Mail, text: str, *, urgent: bool = False, cadres: bool = False) -> None:
    """Publish, and deliver what is not held."""
    heard = await mail.house.say(WRITER, f"/post {text}")
    for label in (["Khẩn"] if urgent else []) + (["Đối tượng"] if cadres else []):
        heard = await mail.house.press(WRITER, heard[-1].buttons[label])
    heard = await mail.house.tick(WRITER, heard)
    await mail.house.press(WRITER, heard[-1].buttons["Đăng"])
    await mail.run()


async def night(mail: Mail) -> None:
    """The ward lets phones be from 21:30 to 6:00, and it is eleven at night."""
    await mail.house.join(ADMIN)
    await mail.house.say(ADMIN, "/phuong yenlang 21:30-6:00")
    await clock_at(mail, "23/11 23:00")


async def test_what_was_bundled_comes_in_one_message_in_the_evening(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    assert mail.telegram.rings(ANH) == []
    assert len(mail.telegram.rings(BA)) == 2
    await clock_at(mail, "23/11 17:59")
    assert mail.telegram.rings(ANH) == []
    await clock_at(mail, "23/11 18:00")
    (told,) = mail.telegram.rings(ANH)
    assert "2 tin của" in told
    assert "từ 8 giờ đến 17 giờ" in told
    assert "Họp khóm 3" in told
    (message,) = [one for one in mail.telegram.rang if one.chat_id == ANH]
    assert [button.data for row in message.buttons for button in row] == ["read 1", "read 2"]


async def test_one_post_alone_comes_whole(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await clock_at(mail, "23/11 18:00")
    assert mail.telegram.rings(ANH) == mail.telegram.rings(BA)


async def test_the_week_is_told_on_sunday_evening(mail: Mail) -> None:
    await wants(mail, ANH, "weekly")
    await post(mail, POWER)
    await clock_at(mail, "25/11 09:00")
    await post(mail, MEETING.replace("24/11", "02/12"))
    await clock_at(mail, "28/11 18:00")
    assert mail.telegram.rings(ANH) == []
    await clock_at(mail, "29/11 18:00")
    assert [one[:1] for one in mail.telegram.rings(ANH)] == ["📬"]


async def test_at_night_what_is_routine_waits_for_the_morning_and_what_is_urgent_does_not(mail: Mail) -> None:
    await night(mail)
    await clock_at(mail, "24/11 02:00")
    await post(mail, WATER)
    assert mail.telegram.rings(ANH) == []
    await post(mail, STORM, urgent=True)
    (storm,) = mail.telegram.rings(ANH)
    assert "KHẨN" in storm
    await clock_at(mail, "24/11 06:00")
    assert len(mail.telegram.rings(ANH)) == 2


async def test_an_urgent_post_never_waits_for_the_evening_either(mail: Mail) -> None:
    await wants(mail, ANH, "weekly")
    await post(mail, STORM, urgent=True)
    assert len(mail.telegram.rings(ANH)) == 1


async def test_the_preview_counts_who_gets_it_when(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    heard = await mail.house.say(WRITER, f"/post {WATER}")
    assert "Gửi cho: 3 người" in heard[-1].text
    assert "2 người nhận ngay · 1 người lúc 18:00 ngày 23/11" in heard[-1].text
    heard = await mail.house.press(WRITER, heard[-1].buttons["Khẩn"])
    assert "nhận ngay" not in heard[-1].text


async def test_status_tells_who_still_waits_and_cancelling_ends_that_too(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    (told,) = await mail.house.say(WRITER, "/tinhtrang 1")
    assert "Đã gửi: 2/3" in told.text
    assert "họ chọn): 1" in told.text
    await mail.house.say(WRITER, "/huygui 1")
    await clock_at(mail, "23/11 18:00")
    assert mail.telegram.rings(ANH) == []


async def test_a_push_that_is_held_waits_beyond_peoples_hours(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await mail.house.say(WRITER, "/tamdung 1")
    await clock_at(mail, "23/11 18:00")
    assert mail.telegram.rings(ANH) == []
    await mail.house.say(WRITER, "/tieptuc 1")
    await clock_at(mail, "23/11 18:01")
    assert len(mail.telegram.rings(ANH)) == 1


async def test_a_post_that_was_withdrawn_before_is_in_no_digest(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await post(mail, POWER)
    await withdraw(mail)
    await clock_at(mail, "23/11 18:00")
    (told,) = mail.telegram.rings(ANH)
    assert "cúp nước" not in told.lower()
    assert "số 1" not in told
    assert "Họp khóm 3" in told


async def test_a_post_that_is_withdrawn_after_is_struck_from_the_digest_and_the_rest_stays(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await clock_at(mail, "23/11 18:00")
    await withdraw(mail)
    await mail.run()
    (told,) = mail.telegram.texts(ANH)
    assert "hẻm 12" not in told
    assert "Tin số 1 đã thu hồi" in told
    assert "Nhầm số liệu" in told
    assert "Họp khóm 3" in told
    assert len(mail.telegram.rings(ANH)) == 1


async def test_where_a_digest_cannot_be_changed_a_word_beside_it_says_what_was_withdrawn(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await clock_at(mail, "23/11 18:00")
    mail.telegram.fails(ANH, FixedError())
    await withdraw(mail)
    await mail.run()
    told, word = mail.telegram.rings(ANH)
    assert "2 tin" in told
    assert "ĐÃ THU HỒI tin số 1" in word
    assert "Họp khóm 3" not in word


async def test_a_change_of_meaning_mends_the_digest_and_rings(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await clock_at(mail, "23/11 18:00")
    await mail.house.correct(WRITER, "1 17 giờ => 19 giờ")
    await mail.run()
    digest, notice = mail.telegram.texts(ANH)
    assert "từ 8 giờ đến 19 giờ" in digest
    assert "đã đính chính" in digest
    assert "ĐÍNH CHÍNH tin số 1" in notice
    (rang,) = [one for one in mail.telegram.rang if one.chat_id == ANH and "ĐÍNH CHÍNH" in one.text]
    assert (ANH, rang.reply_to) in mail.telegram.shown


async def test_what_is_corrected_while_it_waits_is_told_as_it_reads_now(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await mail.house.correct(WRITER, "1 17 giờ => 19 giờ")
    await mail.run()
    assert mail.telegram.rings(ANH) == []
    await clock_at(mail, "23/11 18:00")
    (told,) = mail.telegram.rings(ANH)
    assert "từ 8 giờ đến 19 giờ" in told


async def test_a_digest_of_which_nobody_knows_is_tried_again_and_its_withdrawal_reaches_it(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    mail.telegram.fails(ANH, MaybeSentError("no-answer"))
    await clock_at(mail, "23/11 18:00")
    assert 1 <= len(mail.telegram.rings(ANH)) <= 2
    await withdraw(mail)
    await mail.run()
    assert "thu hồi" in mail.telegram.texts(ANH)[-1].lower()


async def test_who_left_meanwhile_gets_nothing_and_is_not_tried_for_ever(mail: Mail) -> None:
    for chat in (ANH, BA):
        await wants(mail, chat, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await mail.house.say(ANH, "/ngung")
    mail.telegram.fails(BA, UnreachableError("blocked"))
    await clock_at(mail, "23/11 18:00")
    assert mail.telegram.rings(ANH) == mail.telegram.rings(BA) == []
    states = {row["state"] for row in await mail.house.rows(delivery) if row["dispatch_id"]}
    assert states <= {"sent", "cancelled", "failed"}
    assert {row["state"] for row in await mail.house.rows(dispatch)} == {"done"}
    assert await mail.house.dues.run_once() == 0


async def test_who_was_erased_meanwhile_gets_nothing(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await mail.house.press(ANH, "privacy.erase")
    await clock_at(mail, "23/11 18:00")
    assert [one for one in mail.telegram.rings(ANH) if "tin của" in one] == []
    assert await mail.house.dues.run_once() == 0


async def test_who_wants_it_at_once_again_gets_what_waited_now(mail: Mail) -> None:
    await wants(mail, ANH, "weekly")
    await post(mail, WATER)
    await wants(mail, ANH, "now")
    await clock_at(mail, "23/11 09:00")
    assert len(mail.telegram.rings(ANH)) == 1


async def test_a_cadres_digest_shows_nothing_for_cadres_once_they_are_none(mail: Mail) -> None:
    await mail.house.set_role(ANH, Role.CADRE)
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    await post(mail, "Họp kín Bằng Lăng\n\nChi bộ họp kín lúc 7 giờ ngày 30/11/2026.", cadres=True)
    await mail.house.set_role(ANH, Role.RESIDENT)
    await clock_at(mail, "23/11 18:00")
    (told,) = mail.telegram.rings(ANH)
    assert "2 tin" in told
    assert "Bằng Lăng" not in told
    assert "CB" not in told


async def test_a_digest_with_a_cadre_post_cannot_be_forwarded_and_forgets_it_when_mended_later(mail: Mail) -> None:
    await mail.house.set_role(ANH, Role.CADRE)
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, "Họp kín Bằng Lăng\n\nChi bộ họp kín lúc 7 giờ ngày 30/11/2026.", cadres=True)
    await clock_at(mail, "23/11 18:00")
    (message,) = [one for one in mail.telegram.rang if one.chat_id == ANH]
    assert "Bằng Lăng" in message.text
    assert message.protect
    await mail.house.set_role(ANH, Role.RESIDENT)
    await withdraw(mail)
    await mail.run()
    (told,) = mail.telegram.texts(ANH)
    assert "Bằng Lăng" not in told
    assert "Tin số 1 đã thu hồi" in told


async def test_more_than_one_message_holds_comes_in_several_and_nothing_is_left_out(mail: Mail) -> None:
    await wants(mail, ANH, "weekly")
    for number in range(1, 11):
        await post(mail, WATER.replace("hẻm 12", f"hẻm {number}").replace("28/11", "30/11"))
    await clock_at(mail, "29/11 18:00")
    told = "\n".join([*mail.telegram.rings(ANH), ""])
    assert [number for number in range(1, 11) if f"hẻm {number}\n" not in told] == []
    assert len(mail.telegram.rings(ANH)) == 2


async def test_a_phone_rings_once_a_minute_but_for_what_is_urgent(mail: Mail) -> None:
    await post(mail, WATER)
    await post(mail, MEETING)
    await post(mail, STORM, urgent=True)
    assert [one.silent for one in mail.telegram.rang if one.chat_id == ANH] == [False, True, False]
    mail.house.clock.advance(seconds=61)
    await post(mail, POWER)
    assert not mail.telegram.rang[-1].silent


async def test_two_processes_release_what_waited_once(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    mail.house.clock.moment = in_vietnam(mail.house.clock.now()).replace(hour=18, minute=0)
    for _ in range(2):
        await mail.house.dues._do("digest", 1)
    await mail.run()
    assert len(mail.telegram.rings(ANH)) == 1


async def test_a_digest_that_fails_for_good_is_a_failure_of_its_posts_and_can_be_sent_again(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    await post(mail, MEETING)
    mail.telegram.fails(ANH, *[NEVER] * 8)
    await clock_at(mail, "23/11 18:00")
    assert mail.telegram.rings(ANH) == []
    (told,) = await mail.house.say(WRITER, "/tinhtrang 1")
    assert "Không gửi được: 1" in told.text
    await mail.house.say(WRITER, "/guilai 1")
    await mail.run()
    (again,) = mail.telegram.rings(ANH)
    assert "2 tin" not in again
    assert "hẻm 12" in again


async def test_after_a_restore_what_waited_waits_for_an_official(mail: Mail) -> None:
    await wants(mail, ANH, "daily")
    await post(mail, WATER)
    async with mail.house.database.write() as transaction:
        await dispatches.pause_running(transaction, "restored")
    await clock_at(mail, "23/11 18:00")
    assert mail.telegram.rings(ANH) == []
    (row,) = [row for row in await mail.house.rows(dispatch) if row["kind"] == "new"]
    assert row["state"] == DispatchState.PAUSED
