"""What is ahead: the right days, the viewer's areas first, nothing that is over, in the ward's own time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.people import Role
from bot.services.upcoming import days_ahead
from bot.understanding import Intent, Meaning, Span
from tests.ward import ADMIN, House

WRITER = "7"
# The clock of the tests stands on Monday 23/11/2026, 8:00 in Vietnam.
CUT = "Thông báo cúp điện\n\nĐiện lực cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày {day}."


async def writer(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)


async def test_what_is_ahead_is_listed_by_day_and_what_is_over_is_not(house: House) -> None:
    await writer(house)
    for day in ("26/11/2026", "24/11/2026", "20/11/2026"):
        await house.publish(WRITER, CUT.format(day=day))
    answer = await house.ask("8", "sap toi")
    assert "20/11" not in answer
    assert answer.index("Ngày mai, thứ Ba 24/11") < answer.index("Thứ Năm 26/11")
    assert "08:00 – 11:00" in answer


@pytest.mark.parametrize(
    ("typed", "there", "missing"),
    [
        ("hôm nay", "tin số 1", "tin số 2"),
        ("hom nay co gi khong", "tin số 1", "tin số 2"),
        ("mai có gì", "tin số 2", "tin số 1"),
        ("tuần này", "tin số 2", "tin số 4"),
        ("cuối tuần", "tin số 3", "tin số 2"),
        ("tuan sau co gi", "tin số 4", "tin số 3"),
        ("thu bay nay co gi", "tin số 3", "tin số 2"),
        ("ngày 1/12 có gì không", "tin số 4", "tin số 3"),
        ("/sapden tuần sau", "tin số 4", "tin số 3"),
    ],
)
async def test_the_days_that_are_asked_for_are_answered(house: House, typed: str, there: str, missing: str) -> None:
    await writer(house)
    for day in ("23/11/2026", "24/11/2026", "28/11/2026", "01/12/2026"):
        await house.publish(WRITER, CUT.format(day=day))
    answer = await house.ask("8", typed)
    assert there in answer
    assert missing not in answer


async def test_a_day_with_nothing_is_said_to_have_nothing_and_the_next_thing_is_told(house: House) -> None:
    await writer(house)
    assert "chưa có lịch gì" in await house.ask("8", "hôm nay có gì")
    await house.publish(WRITER, CUT.format(day="28/11/2026"))
    answer = await house.ask("8", "hôm nay có gì")
    assert "Hôm nay, thứ Hai 23/11 phường chưa có lịch gì" in answer
    assert answer.index("Gần nhất") < answer.index("tin số 1")


async def test_ones_own_areas_come_first_within_a_day_and_others_say_where_they_are(house: House) -> None:
    await writer(house)
    for name in ("Khóm 1", "Khóm 2"):
        await house.say(ADMIN, f"/khuvuc them {name}")
    for area in (2, 1):
        heard = await house.say(WRITER, "/post " + CUT.format(day="24/11/2026"))
        post_id = heard[-1].buttons["Đăng"].split()[1]
        await house.press(WRITER, f"post.area {post_id} {area}")
        heard = await house.press(WRITER, f"post.show {post_id}")
        await house.press(WRITER, (await house.tick(WRITER, heard))[-1].buttons["Đăng"])
    await house.join("8", subscribed=True)
    await house.press("8", "areas.toggle 1")
    answer = await house.ask("8", "sắp tới")
    assert answer.index("(Khóm 1)") < answer.index("(Khóm 2)")


async def test_something_that_lasts_for_days_is_still_there_on_each_of_them(house: House) -> None:
    await writer(house)
    await house.publish(
        WRITER, "Thông báo nộp thuế đất\n\nBà con nộp thuế tại trụ sở từ ngày 01/12/2026 đến ngày 31/12/2026."
    )
    assert "đến hết 31/12" in await house.ask("8", "sắp tới")
    house.clock.moment = datetime(2026, 12, 20, 3, tzinfo=UTC)
    assert "Đang diễn ra, đến hết 31/12" in await house.ask("8", "hôm nay")
    house.clock.moment = datetime(2027, 1, 2, 3, tzinfo=UTC)
    assert "tin số 1" not in await house.ask("8", "sắp tới")


async def test_each_session_of_a_notice_stands_on_its_own_day_and_no_day_between(house: House) -> None:
    await writer(house)
    await house.publish(
        WRITER,
        "Thông báo tiêm chủng\n\nNgày 24/11/2026: từ 7g30 - 10g30 tại khóm 1.\n"
        "Ngày 27/11/2026: từ 13g30 - 16g tại khóm 2.",
    )
    answer = await house.ask("8", "sắp tới")
    assert answer.count("tin số 1") == 2
    assert "Ngày mai, thứ Ba 24/11" in answer
    assert "Thứ Sáu 27/11" in answer
    assert "13g30 - 16g" in answer
    house.clock.advance(days=2)
    assert "tin số 1" not in (await house.ask("8", "hôm nay")).partition("Gần nhất")[0]


async def test_a_night_across_midnight_is_one_thing(house: House) -> None:
    await writer(house)
    await house.publish(
        WRITER, "Thông báo cúp điện\n\nCúp điện hẻm 12 từ 22 giờ ngày 24/11/2026 đến 5 giờ ngày 25/11/2026."
    )
    answer = await house.ask("8", "sắp tới")
    assert answer.count("tin số 1") == 1
    assert "22:00 – 05:00 hôm sau" in answer


async def test_late_in_the_evening_tomorrow_is_the_wards_tomorrow(house: House) -> None:
    await writer(house)
    await house.publish(WRITER, CUT.format(day="25/11/2026"))
    house.clock.moment = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # 23:30 in Vietnam
    assert "08:00 – 11:00" in await house.ask("8", "mai có gì")
    house.clock.moment = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # 0:30 of the 25th
    assert "08:00 – 11:00" in (await house.ask("8", "hôm nay")).partition("Gần nhất")[0]


async def test_a_meeting_that_is_ahead_comes_before_those_that_were(house: House) -> None:
    await writer(house)
    meeting = "Họp khóm {khom}\n\nKhóm {khom} họp dân lúc 19 giờ ngày {day} tại nhà văn hóa."
    await house.publish(WRITER, meeting.format(khom=3, day="27/11/2026"))
    await house.publish(WRITER, meeting.format(khom=4, day="10/11/2026"))
    answer = await house.ask("8", "hop")
    assert answer.index("Họp khóm 3") < answer.index("Họp khóm 4")
    assert answer.count("Họp khóm 3") == 1
    assert "10/11/2026" in answer
    assert "Họp khóm 3" in await house.ask("8", "tuần này có họp gì không")


async def test_only_meetings_are_told_to_who_asks_for_meetings(house: House) -> None:
    await writer(house)
    await house.publish(WRITER, CUT.format(day="24/11/2026"))
    assert "tin số 1" not in await house.ask("8", "tuần này có họp gì không")


async def test_what_was_withdrawn_or_called_off_is_not_told_as_coming(house: House) -> None:
    await writer(house)
    await house.publish(WRITER, CUT.format(day="24/11/2026"))
    await house.withdraw(WRITER, "1 nhầm ngày")
    assert "tin số 1" not in await house.ask("8", "sắp tới")


async def test_many_things_turn_pages_and_none_is_told_twice(house: House) -> None:
    await writer(house)
    for day in range(10):
        await house.publish(WRITER, CUT.format(day=f"{day + 1:02}/12/2026"))
    (first,) = await house.say("8", "sắp tới")
    (second,) = await house.press("8", first.buttons["Tiếp theo ›"])
    seen = [number for number in range(1, 11) for page in (first, second) if f"tin số {number}\n" in page.text + "\n"]
    assert sorted(seen) == list(range(1, 11))


LONG = "/sapden bác cho con hỏi thăm một chút là ở bên khu nhà mình có lịch {} gì vào tháng sau không ạ"


@pytest.mark.parametrize("asked", [LONG.format(""), LONG.format("họp")])
async def test_the_next_page_is_of_the_same_days_however_long_the_question_was(house: House, asked: str) -> None:
    await writer(house)
    for day in ("30/11/2026", *(f"{number:02}/12/2026" for number in range(1, 11)), "05/01/2027"):
        await house.publish(WRITER, CUT.format(day=day))
        await house.publish(WRITER, f"Họp khóm 3\n\nKhóm 3 họp dân lúc 19 giờ ngày {day} tại nhà văn hóa khóm 3.")
    pages = await house.say("8", asked)
    house.clock.advance(days=1)
    while (older := pages[-1].buttons.get("Tiếp theo ›")) is not None:
        pages += await house.press("8", older)
    seen = "\n".join(one.text for one in pages)
    assert seen.count("tin số ") == (10 if "họp" in asked else 20)
    assert "30/11" not in seen
    assert "/2027" not in seen
    (back,) = await house.press("8", pages[-1].buttons["‹ Trước"])
    assert back.text == pages[-2].text


@pytest.mark.parametrize("forged", ["2026-13-01..2026-12-01 hop", "..", "0000000000..----------", "2026-11-24.."])
async def test_a_forged_page_is_of_whatever_comes(house: House, forged: str) -> None:
    await writer(house)
    await house.publish(WRITER, CUT.format(day="24/11/2026"))
    assert "trục trặc" not in (await house.press("8", f"upcoming {forged} @0"))[0].text


@pytest.mark.parametrize(
    ("today", "span", "days"),
    [
        (date(2026, 11, 30), Span.WEEK, (date(2026, 11, 30), date(2026, 12, 6))),
        (date(2026, 12, 6), Span.WEEK, (date(2026, 12, 6), date(2026, 12, 6))),
        (date(2026, 12, 6), Span.WEEKEND, (date(2026, 12, 6), date(2026, 12, 6))),
        (date(2026, 12, 31), Span.MONTH, (date(2026, 12, 31), date(2026, 12, 31))),
        (date(2026, 12, 31), Span.NEXT_MONTH, (date(2027, 1, 1), date(2027, 1, 31))),
        (date(2027, 1, 31), Span.NEXT_MONTH, (date(2027, 2, 1), date(2027, 2, 28))),
        (date(2026, 12, 31), Span.TOMORROW, (date(2027, 1, 1), date(2027, 1, 1))),
    ],
)
def test_days_end_where_weeks_and_months_do(today: date, span: Span, days: tuple[Any, Any]) -> None:
    assert days_ahead(Intent(Meaning.UPCOMING, span=span), today) == days
