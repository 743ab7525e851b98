"""What was said about a post, its notices and all-clears, goes with it when it is withdrawn."""

import pytest

from bot.domain.people import Role
from bot.errors import UnreachableError
from tests.integration.approving import REPORT, RIGHT, WRITER
from tests.integration.phones import (
    MEETING,
    NEVER,
    PEOPLE,
    STORM,
    Mail,
    correct,
    publish,
    states,
    subscribers,
    withdraw,
)
from tests.ward import ZALO, After


@pytest.fixture
def mail(after: After) -> Mail:
    return Mail(after(subscribers))


@pytest.mark.parametrize("hours", [0, 47.5])
async def test_what_said_how_a_withdrawn_post_was_corrected_is_taken_back_too_and_rings_no_more(
    mail: Mail, hours: float
) -> None:
    await publish(mail)
    await correct(mail)
    await mail.run()
    mail.house.clock.advance(hours=hours)
    await correct(mail, f"{RIGHT} => 79,4%")
    await mail.run()
    await withdraw(mail)
    await mail.run()
    for chat in PEOPLE:
        # The second correction told of itself a moment ago, so that its message can be deleted in any case.
        assert len(mail.telegram.texts(chat)) == (2 if hours else 0)
        assert all(text.startswith("⛔ ĐÃ THU HỒI tin số 1") for text in mail.telegram.texts(chat))
        assert len(mail.telegram.rings(chat)) == 3
    lines = [one.text for one in await mail.house.notices(WRITER)]
    assert [line for line in lines if "thu hồi" in line] == ["✅ Tin số 1: Đã thu hồi 3/3 · xong"]
    assert "tin báo kèm theo" not in await mail.house.ask(WRITER, "/tinhtrang 1")
    assert (await mail.house.ask(WRITER, "/lichsu 1")).count("Đã thu hồi 3/3.") == 1
    assert (await mail.house.ask("20", "/dadinhchinh")).count("Tin số 1") == 1


async def test_that_the_danger_was_over_is_taken_back_with_the_alarm(mail: Mail) -> None:
    await publish(mail, STORM, urgent=True)
    await mail.house.press(WRITER, "clear.safe 1")
    await mail.run()
    await mail.house.say("20", "ngừng")
    await withdraw(mail, told=True)
    await mail.run()
    for chat in PEOPLE:
        # An urgent post that is withdrawn is told to those who got it, but for who stopped since.
        told = mail.telegram.texts(chat)
        assert [text.partition("\n")[0] for text in told] == ["⛔ ĐÃ THU HỒI tin số 1"] * (chat != "20")
        assert len(mail.telegram.rings(chat)) == 2 + len(told)


async def test_where_nothing_can_be_taken_back_one_word_about_the_post_is_enough(mail: Mail) -> None:
    await mail.house.join("30", subscribed=True, route=ZALO)
    await publish(mail)
    await correct(mail)
    await mail.run()
    await withdraw(mail)
    await mail.run()
    assert [text.startswith("⛔ ĐÃ THU HỒI tin số 1") for text in mail.zalo.rings("30")] == [False, False, True]
    assert "Đã thu hồi 4/4." in await mail.house.ask(WRITER, "/lichsu 1")


async def test_what_the_platform_lets_nobody_take_back_is_named_and_phones_ring_once_for_it(mail: Mail) -> None:
    await publish(mail)
    await correct(mail)
    await mail.run()
    mail.telegram.undeletable |= set(mail.telegram.shown)
    mail.telegram.fixed |= {place for place in mail.telegram.shown if place[0] == "20"}
    await withdraw(mail)
    await mail.run()
    assert len(mail.telegram.rings("20")) == 3
    assert mail.telegram.rings("20")[-1].startswith("⛔ ĐÃ THU HỒI tin số 1")
    for chat in ("21", "22"):
        assert all(text.startswith("⛔ ĐÃ THU HỒI tin số 1") for text in mail.telegram.texts(chat))
        assert len(mail.telegram.rings(chat)) == 2
    status = await mail.house.ask(WRITER, "/tinhtrang 1")
    assert "Đã thu hồi: 3/3" in status
    assert "Tin số 1 · Thu hồi tin báo kèm theo: đã thu hồi xong" in status
    assert "Đã thu hồi: 2/3" in status
    assert "nền tảng không cho sửa nữa: 1" in status


async def test_a_word_of_correction_that_is_on_the_wire_is_taken_back_and_one_that_waits_never_goes(mail: Mail) -> None:
    await publish(mail)
    await correct(mail)
    edits = await mail.claim()
    await mail.record(await mail.send(edits))
    mail.house.clock.advance(seconds=2)
    held = await mail.claim(limit=2)
    assert [row.kind for row in held] == ["notice", "notice"]
    mail.telegram.fails(held[1].chat_id, NEVER)
    await withdraw(mail)
    assert await mail.claim() != []
    await mail.record(await mail.send(held))
    await mail.run()
    for chat in PEOPLE:
        assert mail.telegram.texts(chat) == []
    assert len(mail.telegram.rang) == 4
    assert await states(mail.house, "sweep") == {"sent": 1, "cancelled": 1}


async def test_who_may_have_got_a_word_of_correction_before_a_crash_is_told_that_all_was_withdrawn(mail: Mail) -> None:
    await publish(mail)
    await correct(mail)
    await mail.record(await mail.send(await mail.claim()))
    mail.house.clock.advance(seconds=2)
    (lost,) = await mail.claim(limit=1)
    await mail.send([lost])
    await withdraw(mail)
    await mail.run()
    *_, word = mail.telegram.texts(lost.chat_id)
    assert word.startswith("⛔ ĐÃ THU HỒI tin số 1")
    for chat in set(PEOPLE) - {lost.chat_id}:
        assert mail.telegram.texts(chat) == []


async def test_who_comes_back_has_what_was_said_taken_back_when_the_rest_is_sent_again(mail: Mail) -> None:
    await publish(mail, MEETING)
    await correct(mail, "19 giờ => 20 giờ")
    await mail.run()
    mail.telegram.fails("21", UnreachableError("blocked"))
    await mail.house.press(WRITER, "clear.off 1")
    await mail.run()
    for _ in range(2):
        mail.telegram.fails("20", UnreachableError("blocked"))
    await withdraw(mail)
    await mail.run()
    assert mail.telegram.texts("20") != []
    for chat in ("20", "21"):
        await mail.house.say(chat, "/start")
    (status,) = await mail.house.say(WRITER, "/tinhtrang 1")
    await mail.house.press(WRITER, status.buttons["Gửi lại cho người bị lỗi"])
    await mail.run()
    for chat in PEOPLE:
        assert mail.telegram.texts(chat) == []
    assert all("Cuộc họp này hủy" not in text for text in mail.telegram.rings("21"))


async def test_who_is_no_cadre_any_more_keeps_nothing_of_a_withdrawn_post_and_reads_no_reason(mail: Mail) -> None:
    for chat in PEOPLE:
        await mail.house.set_role(chat, Role.CADRE)
    await mail.house.publish(WRITER, REPORT, cadres=True)
    await mail.run()
    await correct(mail, number="CB-1")
    await mail.run()
    await mail.house.set_role("20", Role.RESIDENT)
    mail.house.clock.advance(days=3)
    (asked,) = await mail.house.say(WRITER, "/thuhoi CB-1 Nhầm số liệu")
    await mail.house.press(WRITER, asked.buttons["Thu hồi"])
    await mail.run()
    for chat in PEOPLE:
        assert len(mail.telegram.texts(chat)) == 2
        for text in mail.telegram.texts(chat):
            assert text.startswith("⛔ ĐÃ THU HỒI tin số CB-1")
            assert ("Nhầm số liệu" in text) is (chat != "20")
