"""A word on the eve of an event: asked for, once, moved and gone with the event."""

from datetime import datetime

import pytest
from icalendar import Calendar

from bot.clock import in_vietnam
from bot.domain.people import Role
from bot.storage.tables import audit, dispatch, person, reminder
from tests.integration.approving import WRITER
from tests.integration.phones import MEETING, PEOPLE, Mail, publish, subscribers, withdraw
from tests.ward import ADMIN, After

ANH, BA, CHI = PEOPLE
WATER = "Thông báo cúp nước\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ ngày 28/11/2026."


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


async def clock_at(mail: Mail, hour: str) -> None:
    mail.house.clock.moment = datetime.strptime(f"{hour} 2026 +0700", "%d/%m %H:%M %Y %z")
    while await mail.house.dues.run_once():
        pass
    await mail.run()


def reminded(mail: Mail, chat: str) -> list[str]:
    return [one for one in mail.telegram.rings(chat) if "Nhắc bà con" in one]


async def test_who_asked_is_reminded_on_the_eve_at_six_once_and_nobody_else(mail: Mail) -> None:
    await publish(mail, WATER)
    (read,) = await mail.house.say(ANH, "đọc 1")
    (asked,) = await mail.house.press(ANH, read.buttons["🔔 Nhắc tôi"])
    assert "18:00 ngày 27/11" in asked.text
    await clock_at(mail, "27/11 17:59")
    assert reminded(mail, ANH) == []
    await clock_at(mail, "27/11 18:00")
    (word,) = reminded(mail, ANH)
    assert "Nhắc bà con, ngày mai:" in word
    assert "từ 8 giờ đến 17 giờ" in word
    await clock_at(mail, "27/11 18:05")
    assert len(reminded(mail, ANH)) == 1
    assert reminded(mail, BA) == reminded(mail, CHI) == []
    assert await mail.house.rows(reminder) == []


async def test_asked_twice_is_asked_once_and_can_be_taken_back(mail: Mail) -> None:
    await publish(mail, WATER)
    for _ in range(2):
        (asked,) = await mail.house.say(ANH, "nhac 1")
    await mail.house.press(ANH, asked.buttons["Thôi, đừng nhắc"])
    await mail.house.press(ANH, asked.buttons["Thôi, đừng nhắc"])
    await clock_at(mail, "27/11 18:00")
    assert reminded(mail, ANH) == []


async def test_a_reminder_moves_with_the_event(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    await mail.house.correct(WRITER, "1 ngày 28/11/2026 => ngày 30/11/2026")
    await mail.run()
    await clock_at(mail, "27/11 18:00")
    assert reminded(mail, ANH) == []
    await clock_at(mail, "29/11 18:00")
    (word,) = reminded(mail, ANH)
    assert "30/11/2026" in word


async def test_nobody_is_reminded_of_what_was_withdrawn_or_called_off(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    await withdraw(mail)
    await mail.house.publish(WRITER, MEETING.replace("24/11", "26/11"))
    await mail.run()
    await mail.house.say(ANH, "nhac 2")
    await mail.house.press(WRITER, "allclear 2 off")
    assert {row["post_id"] for row in await mail.house.rows(reminder)} <= {2}
    await mail.run()
    await clock_at(mail, "27/11 18:00")
    assert [one for one in reminded(mail, ANH) if "hẻm 12" in one] == []


async def test_a_reminder_that_stands_in_a_chat_goes_with_its_post(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    await clock_at(mail, "27/11 18:00")
    await withdraw(mail)
    await mail.run()
    assert [one for one in mail.telegram.texts(ANH) if "hẻm 12" in one] == []


async def test_who_stops_is_not_reminded(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    await mail.house.say(ANH, "/ngung")
    await clock_at(mail, "27/11 18:00")
    assert reminded(mail, ANH) == []


async def test_a_reminder_that_was_missed_waits_until_the_night_is_over(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.join(ADMIN)
    await mail.house.say(ADMIN, "/phuong yenlang 21:30-6:00")
    await mail.house.say(ANH, "nhac 1")
    await clock_at(mail, "27/11 23:00")
    assert reminded(mail, ANH) == []
    await clock_at(mail, "28/11 06:00")
    assert len(reminded(mail, ANH)) == 1


async def test_two_processes_remind_once_and_the_second_writes_nothing(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    mail.house.clock.moment = datetime.strptime("27/11 18:00 2026 +0700", "%d/%m %H:%M %Y %z")
    async with mail.house.services() as services:
        (post_id,) = await services.reminders.due()
    for _ in range(2):
        async with mail.house.services() as services:
            await services.reminders.remind(post_id)
    assert [row["kind"] for row in await mail.house.rows(dispatch)].count("reminder") == 1
    await mail.run()
    assert len(reminded(mail, ANH)) == 1


async def test_who_never_subscribed_may_be_reminded_too(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.join("30")
    await mail.house.say("30", "nhac 1")
    await clock_at(mail, "27/11 18:00")
    assert len(reminded(mail, "30")) == 1


async def test_who_never_subscribed_is_remembered_until_they_are_reminded_however_far_it_is(mail: Mail) -> None:
    await publish(mail, WATER.replace("28/11", "28/12"))
    for chat in ("30", "31"):
        await mail.house.join(chat)
    await mail.house.say("30", "nhac 1")
    await clock_at(mail, "26/12 09:00")
    assert "Người 30" in {row["name"] for row in await mail.house.rows(person)}
    assert "Người 31" not in {row["name"] for row in await mail.house.rows(person)}
    await clock_at(mail, "27/12 18:00")
    assert len(reminded(mail, "30")) == 1
    await clock_at(mail, "27/12 20:00")
    assert "Người 30" not in {row["name"] for row in await mail.house.rows(person)}


async def test_what_takes_place_tomorrow_or_never_is_told_so(mail: Mail) -> None:
    await publish(mail, WATER)
    await clock_at(mail, "27/11 18:00")
    assert "sắp diễn ra hoặc đã qua" in await mail.house.ask(ANH, "nhac 1")
    await mail.house.publish(WRITER, "Hướng dẫn nộp thuế\n\nBà con nộp thuế tại phường.")
    assert "không nói việc gì sắp diễn ra" in await mail.house.ask(ANH, "nhac 2")
    assert "Nhắc tôi" not in str([one.buttons for one in await mail.house.say(ANH, "đọc 2")])


async def test_nobody_hears_of_a_cadre_event_once_they_are_no_cadre(mail: Mail) -> None:
    await mail.house.set_role(ANH, Role.CADRE)
    await mail.house.publish(WRITER, WATER, cadres=True)
    await mail.run()
    await mail.house.say(ANH, "nhac CB-1")
    await mail.house.set_role(ANH, Role.RESIDENT)
    await clock_at(mail, "27/11 18:00")
    assert reminded(mail, ANH) == []
    assert "CB-1" not in await mail.house.ask(ANH, "/riengtu")
    assert "nhac" not in (await mail.house.ask(BA, "nhac CB-1")).lower().split("không có tin số")[0]


async def test_reminders_are_told_exported_and_erased(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    assert "Sẽ nhắc về tin số: 1" in await mail.house.ask(ANH, "/riengtu")
    await mail.house.press(ANH, "privacy.erase")
    assert await mail.house.rows(reminder) == []


async def test_nobody_learns_who_is_reminded(mail: Mail) -> None:
    await publish(mail, WATER)
    await mail.house.say(ANH, "nhac 1")
    before = await mail.house.rows(audit)
    await clock_at(mail, "27/11 18:00")
    assert await mail.house.rows(audit) == before
    assert "nhắc" not in (await mail.house.ask(WRITER, "/tinhtrang 1")).lower()


async def test_an_event_is_a_file_for_a_calendar(mail: Mail) -> None:
    await publish(mail, WATER)
    (file,) = await mail.house.press(ANH, "calendar 1")
    assert file.row.content is not None
    message = mail.worker.sender.renderer.render(file.row, mail.telegram.capabilities, mail.house.clock.now())[0]
    assert message.file is not None
    (event,) = Calendar.from_ical(message.file.content).walk("VEVENT")
    assert event["SUMMARY"] == "Thông báo cúp nước"
    assert event["LOCATION"] == "hẻm 12"
    assert event.decoded("dtstart") == datetime.strptime("28/11/2026 08:00 +0700", "%d/%m/%Y %H:%M %z")
    assert event.decoded("dtend") == datetime.strptime("28/11/2026 17:00 +0700", "%d/%m/%Y %H:%M %z")


ROUNDS = """Thông báo tiêm vắc xin sởi

Ngày 26/11/2026 từ 15g30 đến 17g30 tại Trạm Y tế phường.
Ngày 28/11/2026: từ 7g30 - 10g30 tại nhà văn hóa khóm 3."""


async def calendar_of(mail: Mail, number: int) -> list[tuple[datetime, datetime]]:
    (file,) = await mail.house.press(ANH, f"calendar {number}")
    message = mail.worker.sender.renderer.render(file.row, mail.telegram.capabilities, mail.house.clock.now())[0]
    assert message.file is not None
    events = Calendar.from_ical(message.file.content).walk("VEVENT")
    assert len({one["UID"] for one in events}) == len(events)
    return [(in_vietnam(one.decoded("dtstart")), in_vietnam(one.decoded("dtend"))) for one in events]


IN_THE_CALENDAR = {
    ROUNDS: ("15:30 26/11 - 17:30 26/11", "07:30 28/11 - 10:30 28/11"),
    "Thông báo tiêm\n\nThời gian: từ 7 giờ đến 11 giờ:\n- Khóm 1: ngày 24/11/2026\n- Khóm 2: ngày 27/11/2026": (
        "07:00 24/11 - 11:00 24/11",
        "07:00 27/11 - 11:00 27/11",
    ),
    "Thông báo cúp nước\n\nCúp nước hẻm 12 từ 8 giờ đến 17 giờ từ ngày 24/11/2026 đến ngày 26/11/2026.": (
        "08:00 24/11 - 17:00 24/11",
    ),
    "Thông báo hội chợ\n\nHội chợ mở từ 8 giờ ngày 24/11/2026 đến 17 giờ ngày 26/11/2026 tại công viên.": (
        "08:00 24/11 - 17:00 26/11",
    ),
    "Thông báo cúp điện\n\nCúp điện từ 22 giờ ngày 24/11/2026 đến 5 giờ ngày 25/11/2026.\n"
    "Cúp điện từ 22 giờ ngày 27/11/2026 đến 5 giờ ngày 28/11/2026.": (
        "22:00 24/11 - 05:00 25/11",
        "22:00 27/11 - 05:00 28/11",
    ),
}


@pytest.mark.parametrize("text", IN_THE_CALENDAR)
async def test_each_session_of_a_schedule_stands_in_the_calendar_by_itself(mail: Mail, text: str) -> None:
    await publish(mail, text)
    told = [f"{begins:%H:%M %d/%m} - {ends:%H:%M %d/%m}" for begins, ends in await calendar_of(mail, 1)]
    assert tuple(told) == IN_THE_CALENDAR[text]


async def test_who_asks_after_the_first_session_is_reminded_of_the_next(mail: Mail) -> None:
    await publish(mail, ROUNDS)
    await mail.house.say(BA, "nhac 1")
    await clock_at(mail, "25/11 18:00")
    assert len(reminded(mail, BA)) == 1
    await clock_at(mail, "26/11 19:00")
    (asked,) = await mail.house.say(ANH, "nhac 1")
    assert "18:00 ngày 27/11" in asked.text
    await clock_at(mail, "27/11 18:00")
    (word,) = reminded(mail, ANH)
    assert "28/11/2026" in word
    assert len(reminded(mail, BA)) == 1
    assert "sắp diễn ra hoặc đã qua" in await mail.house.ask(ANH, "nhac 1")


LATER_MEETING = MEETING.replace("24/11", "28/11")


async def asked_without_a_copy(mail: Mail, chat: str = "30") -> None:
    """Somebody who subscribed to nothing wants to be reminded of post 1."""
    await mail.house.join(chat)
    await mail.house.say(chat, "nhac 1")


@pytest.mark.parametrize("reminded_before", [False, True], ids=["not-reminded-yet", "reminded-before"])
async def test_who_is_to_be_reminded_but_has_no_copy_hears_that_it_is_off_and_only_once(
    mail: Mail, reminded_before: bool
) -> None:
    await publish(mail, LATER_MEETING)
    await asked_without_a_copy(mail)
    await mail.house.say(ANH, "nhac 1")
    if reminded_before:
        await clock_at(mail, "27/11 18:00")
    await mail.house.press(WRITER, "clear.off 1")
    await mail.run()
    for chat in ("30", ANH, BA):
        assert len([one for one in mail.telegram.rings(chat) if "Cuộc họp này hủy" in one]) == 1
    await clock_at(mail, "27/11 18:05")
    assert len(reminded(mail, "30")) == int(reminded_before)


async def test_a_meeting_that_is_moved_is_told_to_who_has_no_copy_and_reminded_of_on_its_new_eve(mail: Mail) -> None:
    await publish(mail, LATER_MEETING)
    await asked_without_a_copy(mail)
    await mail.house.press(WRITER, "clear.moved 1")
    await mail.house.say(WRITER, "19h30 thứ hai 30/11, tại sân đình")
    await mail.run()
    (word,) = [one for one in mail.telegram.rings("30") if "sân đình" in one]
    assert "Dời sang 19h30 thứ hai 30/11" in word
    await clock_at(mail, "27/11 18:00")
    assert reminded(mail, "30") == []
    await clock_at(mail, "29/11 18:00")
    (eve,) = reminded(mail, "30")
    assert "sân đình" in eve
    assert "28/11" not in eve


async def test_who_has_no_copy_hears_of_a_correction_of_the_day(mail: Mail) -> None:
    await publish(mail, WATER)
    await asked_without_a_copy(mail)
    await mail.house.correct(WRITER, "1 ngày 28/11/2026 => ngày 30/11/2026")
    await mail.run()
    (word,) = [one for one in mail.telegram.rings("30") if "ĐÍNH CHÍNH" in one]
    assert "30/11/2026" in word
    await clock_at(mail, "29/11 18:00")
    assert len(reminded(mail, "30")) == 1


async def test_who_has_no_copy_hears_of_a_withdrawal_with_its_reason_and_nothing_of_what_it_said(mail: Mail) -> None:
    await publish(mail, WATER)
    await asked_without_a_copy(mail)
    await withdraw(mail, "Nhầm ngày", told=True)
    await mail.run()
    (word,) = [one for one in mail.telegram.rings("30") if "ĐÃ THU HỒI" in one]
    assert "Nhầm ngày" in word
    assert "hẻm 12" not in word
    # Whoever held a copy would have set out as well.
    assert [one for one in mail.telegram.rings(BA) if "THU HỒI" in one] == [word]


async def test_who_asked_to_be_reminded_hears_of_a_withdrawal_that_its_writer_wants_told_to_nobody(mail: Mail) -> None:
    await publish(mail, WATER)
    await asked_without_a_copy(mail)
    await withdraw(mail, "Nhầm ngày")
    await mail.run()
    assert [one for one in mail.telegram.rings("30") if "THU HỒI" in one]
    assert not [one for one in mail.telegram.rings(BA) if "THU HỒI" in one]


async def test_who_stopped_hears_nothing_of_an_event_any_more(mail: Mail) -> None:
    await publish(mail, LATER_MEETING)
    await asked_without_a_copy(mail)
    await mail.house.say("30", "/ngung")
    before = len(mail.telegram.rings("30"))
    await mail.house.press(WRITER, "clear.off 1")
    await mail.run()
    assert len(mail.telegram.rings("30")) == before


async def test_a_cadre_who_lost_the_role_hears_nothing_of_a_meeting_of_cadres(mail: Mail) -> None:
    await mail.house.join("30", Role.CADRE)
    await mail.house.publish(WRITER, LATER_MEETING, cadres=True)
    await mail.run()
    await mail.house.say("30", "nhac CB-1")
    await mail.house.set_role("30", Role.RESIDENT)
    await mail.house.press(WRITER, "clear.off CB-1")
    await mail.run()
    assert mail.telegram.rings("30") == []


SITTINGS = (
    "THÔNG BÁO\nKhám mắt miễn phí\n\nPhường tổ chức khám mắt miễn phí như sau:\n"
    "- Buổi 1: 7 giờ 30 ngày 05/12/2026 tại Trạm Y tế phường\n- Buổi 2: 07/12/2026 13:30 tại Nhà văn hóa khóm 5\n"
)
OUTAGES = (
    "THÔNG BÁO\nVề việc tạm ngừng cung cấp điện\n\nĐiện lực thông báo cúp điện trên địa bàn phường Mỹ Bình như sau:\n"
    "- Ngày 05/12/2026, từ 7 giờ 30 đến 11 giờ: khóm 1.\n- Ngày 06/12/2026, từ 8 giờ đến 12 giờ: khóm 2.\n"
)
ONE_HOUSE = (
    "THÔNG BÁO\nTiêm vắc xin\n\nPhường tổ chức tiêm vắc xin cho trẻ em:\n- Ngày 05/12/2026, từ 7 giờ đến 11 giờ.\n"
    "- Ngày 06/12/2026, từ 8 giờ đến 12 giờ.\nĐịa điểm: Trạm Y tế phường.\n"
)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (SITTINGS, ["Trạm Y tế phường", "Nhà văn hóa khóm 5"]),
        (OUTAGES, ["khóm 1", "khóm 2"]),
        (ONE_HOUSE, ["Trạm Y tế phường", "Trạm Y tế phường"]),
    ],
)
async def test_each_session_in_a_calendar_is_where_its_own_line_says(mail: Mail, body: str, where: list[str]) -> None:
    await publish(mail, body)
    (file,) = await mail.house.press(ANH, "calendar 1")
    assert file.row.content is not None
    message = mail.worker.sender.renderer.render(file.row, mail.telegram.capabilities, mail.house.clock.now())[0]
    assert message.file is not None
    assert [one["LOCATION"] for one in Calendar.from_ical(message.file.content).walk("VEVENT")] == where
