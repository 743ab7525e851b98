"""Who is told aloud of a change, and when: withdrawals, and corrections within the quiet hours."""

from datetime import datetime

import pytest

from bot.storage.tables import dispatch
from tests.integration.approving import REPORT, RIGHT, WRITER, WRONG, submit
from tests.integration.phones import PEOPLE, STORM, Mail, correct, publish, states, subscribers
from tests.ward import ADMIN, After

ANH, BA, CHI = PEOPLE
FAR_MEETING = "Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày 30/11/2026 tại nhà văn hóa khóm 3."
TOLD = "Báo cho người đã nhận"


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


def rings(mail: Mail, chat: str, words: str) -> list[str]:
    return [one for one in mail.telegram.rings(chat) if words in one]


async def clock_at(mail: Mail, hour: str) -> None:
    mail.house.clock.moment = datetime.strptime(f"{hour} 2026 +0700", "%d/%m %H:%M %Y %z")
    while await mail.house.dues.run_once():
        pass
    await mail.run()


# --- withdrawing what frightened people -------------------------------------------------------------------------------


async def test_withdrawing_an_urgent_post_tells_those_who_got_it_unless_its_writer_says_no(mail: Mail) -> None:
    await publish(mail, STORM, urgent=True)
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm, bão không vào")
    assert f"☑ {TOLD}" in asked.buttons
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    for chat in PEOPLE:
        (word,) = rings(mail, chat, "ĐÃ THU HỒI tin số 1")
        assert "Nhầm, bão không vào" in word
        assert "hẻm 47" not in "".join(mail.telegram.texts(chat))


async def test_the_box_taken_off_lets_phones_be(mail: Mail) -> None:
    await publish(mail, STORM, urgent=True)
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm")
    (asked,) = await mail.house.press(WRITER, asked.buttons[f"☑ {TOLD}"])
    (asked,) = await mail.house.press(WRITER, asked.buttons[f"☐ {TOLD}"])
    (asked,) = await mail.house.press(WRITER, asked.buttons[f"☑ {TOLD}"])
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    assert [rings(mail, chat, "THU HỒI") for chat in PEOPLE] == [[], [], []]


@pytest.mark.parametrize("told", [False, True])
async def test_what_nobody_acts_on_is_taken_back_in_silence_unless_its_writer_wants_it_told(
    mail: Mail, told: bool
) -> None:
    await publish(mail, REPORT)
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm số liệu")
    assert f"☐ {TOLD}" in asked.buttons
    if told:
        (asked,) = await mail.house.press(WRITER, asked.buttons[f"☐ {TOLD}"])
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    assert len(rings(mail, ANH, "ĐÃ THU HỒI tin số 1")) == told


async def test_withdrawing_what_is_still_ahead_tells_those_who_would_set_out(mail: Mail) -> None:
    await publish(mail, FAR_MEETING)
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm ngày")
    assert f"☑ {TOLD}" in asked.buttons
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    for chat in PEOPLE:
        (word,) = rings(mail, chat, "ĐÃ THU HỒI tin số 1")
        assert "Nhầm ngày" in word


async def test_what_is_over_is_not_told_of_unless_its_writer_wants_that(mail: Mail) -> None:
    await publish(mail, FAR_MEETING)
    await clock_at(mail, "01/12 08:00")
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm ngày")
    assert f"☐ {TOLD}" in asked.buttons


async def test_the_old_no_of_one_withdrawal_ends_no_other(mail: Mail) -> None:
    await publish(mail, REPORT)
    await submit(mail.house, REPORT)
    await mail.run()
    (old,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm số liệu")
    (asked,) = await mail.house.say(WRITER, "/thuhoi 2 Nhầm số liệu")
    await mail.house.press(WRITER, old.buttons["Giữ lại"])
    assert "Đã thu hồi tin số 2" in (await mail.house.press(WRITER, asked.buttons["Thu hồi"]))[0].text


async def test_where_nothing_can_be_taken_away_the_word_in_its_place_is_not_said_twice(mail: Mail) -> None:
    await mail.house.join("90", route="zalo-bot:1", subscribed=True)
    await publish(mail, STORM, urgent=True)
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm")
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    assert len([one for one in mail.zalo.rings("90") if "THU HỒI" in one]) == 1


async def test_who_stopped_since_is_not_rung_for_a_withdrawal(mail: Mail) -> None:
    await publish(mail, STORM, urgent=True)
    await mail.house.say(BA, "/ngung")
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm")
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    assert rings(mail, BA, "THU HỒI") == []
    assert len(rings(mail, CHI, "THU HỒI")) == 1


async def test_a_withdrawal_that_is_told_at_night_is_told_at_once(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, STORM, urgent=True)
    await clock_at(mail, "23/11 23:30")
    (asked,) = await mail.house.say(WRITER, "/thuhoi 1 Nhầm")
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    assert len(rings(mail, ANH, "THU HỒI")) == 1


# --- corrections at night ---------------------------------------------------------------------------------------------


async def quiet_nights(mail: Mail) -> None:
    await mail.house.join(ADMIN)
    await mail.house.say(ADMIN, "/phuong yenlang 21:30-6:00")


async def test_a_routine_correction_at_night_edits_at_once_and_rings_when_the_night_is_over(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, REPORT)
    await clock_at(mail, "23/11 22:00")
    shown = await mail.house.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    assert "nhận thêm một tin báo lúc 06:00 ngày 24/11" in shown[-1].text
    heard = await mail.house.press(WRITER, shown[-1].buttons["Đăng"])
    assert "chờ đến giờ" in heard[-1].text
    await mail.run()
    assert RIGHT in "".join(mail.telegram.texts(ANH))
    assert rings(mail, ANH, "ĐÍNH CHÍNH tin số") == []
    await clock_at(mail, "24/11 05:59")
    assert rings(mail, ANH, "ĐÍNH CHÍNH tin số") == []
    await clock_at(mail, "24/11 06:00")
    for chat in PEOPLE:
        assert len(rings(mail, chat, "ĐÍNH CHÍNH tin số")) == 1
    assert await states(mail.house, "notice") == {"sent": 3}
    assert {row["state"] for row in await mail.house.rows(dispatch)} == {"done"}


async def test_two_corrections_of_one_night_are_both_told_in_the_morning(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, FAR_MEETING)
    await clock_at(mail, "23/11 22:00")
    await correct(mail, "19 giờ => 20 giờ")
    await clock_at(mail, "23/11 23:00")
    await correct(mail, "30/11/2026 tại nhà văn hóa khóm 3 => 30/11/2026 tại sân đình")
    await clock_at(mail, "24/11 06:00")
    first, second = rings(mail, ANH, "ĐÍNH CHÍNH tin số")
    assert "20 giờ" in first
    assert "sân đình" in second


async def test_what_takes_place_before_people_have_read_it_is_told_at_night(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, FAR_MEETING.replace("19 giờ ngày 30/11", "7 giờ ngày 24/11"))
    await clock_at(mail, "23/11 22:00")
    await correct(mail, "tại nhà văn hóa khóm 3 => tại sân đình")
    await mail.run()
    assert len(rings(mail, ANH, "ĐÍNH CHÍNH tin số")) == 1


async def test_an_urgent_correction_is_told_at_night(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, STORM, urgent=True)
    await clock_at(mail, "23/11 23:00")
    await correct(mail, "hẻm 47 => hẻm 74")
    await mail.run()
    assert len(rings(mail, ANH, "ĐÍNH CHÍNH tin số")) == 1


async def test_a_post_that_is_withdrawn_before_the_morning_is_not_corrected_then(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, REPORT)
    await clock_at(mail, "23/11 22:00")
    await correct(mail)
    await mail.house.withdraw(WRITER, "1 nhầm")
    await clock_at(mail, "24/11 06:00")
    assert rings(mail, ANH, "ĐÍNH CHÍNH tin số") == []


async def test_news_that_waited_are_one_digest_and_the_correction_a_word_of_its_own(mail: Mail) -> None:
    await quiet_nights(mail)
    await publish(mail, REPORT)
    await clock_at(mail, "23/11 22:00")
    await correct(mail)
    for lane in ("12", "14"):
        await mail.house.publish(
            WRITER, f"Thông báo cúp nước\n\nCúp nước hẻm {lane} từ 8 giờ đến 17 giờ ngày 28/11/2026."
        )
    await clock_at(mail, "24/11 06:00")
    assert len(rings(mail, ANH, "ĐÍNH CHÍNH tin số")) == 1
    (digest,) = [one for one in mail.telegram.rings(ANH) if "hẻm 12" in one]
    assert "hẻm 14" in digest
