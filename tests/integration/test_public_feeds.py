"""To subscribe without a bot: a feed reader and a calendar accept what they get, before and after a post changes."""

import warnings
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from bot.domain.people import Role
from tests.site import PUBLIC_URL, browsing, text_of
from tests.ward import ADMIN, NOTICE, SEED, After, House, Past

WRITER = "7"
MEETING = (
    "Thư mời họp dân khóm 3\n\nThời gian: 19 giờ 00 ngày 24/11/2026\nĐịa điểm: nhà văn hóa, sân bóng & chợ <A>\n"
    "Mời bà con đến dự đông đủ."
)
ODD = "Tin lạ & <b>đậm</b> ]]>\n\nDòng có ký tự lạ \x0b\x0c và \ufffe ở giữa.\n\nMột\tHai\nBa\tBốn"


@Past
async def some_posts(house: House) -> None:
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.say(ADMIN, "/khuvuc them Khóm 3")
    await house.publish(WRITER, SEED, topic="Họp–báo cáo")
    await house.publish(WRITER, NOTICE)
    await house.publish(WRITER, MEETING)
    await house.publish(WRITER, ODD)


@pytest.fixture
def ward(after: After) -> House:
    return after(some_posts)


async def feed(browser: httpx.AsyncClient, path: str) -> Any:
    with warnings.catch_warnings():
        # It still imports what the next Python has no more.
        warnings.simplefilter("ignore")
        import feedparser  # type: ignore[import-untyped]

    read = feedparser.parse((await text_of(browser, path)).encode())
    assert not read.bozo, read.get("bozo_exception")
    return read


SHELVES = ("/tin", "/loai/thong-bao", "/chu-de/hop-bao-cao", "/khu-vuc/khom-3")


@pytest.mark.parametrize("path", SHELVES)
async def test_each_shelf_is_a_feed_of_the_same_posts(browser: httpx.AsyncClient, path: str) -> None:
    read = await feed(browser, f"{path}.atom")
    page = await text_of(browser, path)
    assert len(read.entries) == page.count("<h3>") > 0
    for entry in read.entries:
        assert entry.link.removeprefix("https://tin.example.vn") in page
    response = await browser.get(f"{path}.json")
    assert response.headers["content-type"].startswith("application/feed+json")
    items = response.json()["items"]
    assert [(one["id"], one["url"], one["title"]) for one in items] == [
        (one.id, one.link, one.title_detail.value) for one in read.entries
    ]
    assert f'href="/loa{path}.atom"' in page


async def test_a_correction_and_a_withdrawal_reach_who_reads_a_feed(ward: House, browser: httpx.AsyncClient) -> None:
    before = {one.id: one for one in (await feed(browser, "/tin.atom")).entries}
    await ward.correct(WRITER, "2 8 giờ => 9 giờ")
    await ward.withdraw(WRITER, "3 nhầm ngày")
    after = {one.id: one for one in (await feed(browser, "/tin.atom")).entries}
    assert before.keys() == after.keys()
    mended, gone = f"{PUBLIC_URL}/2", f"{PUBLIC_URL}/3"
    assert after[mended].updated_parsed > before[mended].updated_parsed
    assert "ĐÍNH CHÍNH" in after[mended].content[0].value
    assert after[gone].title == "Đã thu hồi: tin số 3"
    assert "nhầm ngày" in after[gone].content[0].value
    assert "họp dân" not in str(after[gone])


async def test_a_ward_without_posts_has_feeds_too(house: House) -> None:
    async with browsing(house) as browser:
        assert (await feed(browser, "/tin.atom")).entries == []
        assert (await browser.get("/tin.json")).json()["items"] == []
        assert Calendar.from_ical(await text_of(browser, "/lich.ics")).walk("VEVENT") == []


async def events(browser: httpx.AsyncClient) -> dict[str, Any]:
    calendar = Calendar.from_ical(await text_of(browser, "/lich.ics"))
    assert [str(one["TZID"]) for one in calendar.walk("VTIMEZONE")] in ([], ["Asia/Ho_Chi_Minh"])
    return {str(one["URL"]): one for one in calendar.walk("VEVENT")}


async def test_the_calendar_has_what_is_ahead_with_its_place(browser: httpx.AsyncClient) -> None:
    response = await browser.get("/lich.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "TZID:Asia/Ho_Chi_Minh" in response.text
    found = await events(browser)
    assert set(found) == {f"{PUBLIC_URL}/2", f"{PUBLIC_URL}/3"}
    meeting = found[f"{PUBLIC_URL}/3"]
    assert (meeting["SUMMARY"], meeting["STATUS"]) == ("Thư mời họp dân khóm 3", "CONFIRMED")
    assert f"{meeting['DTSTART'].dt:%d/%m/%Y %H:%M %z}" == "24/11/2026 19:00 +0700"


async def test_only_an_end_that_the_post_tells_stands_in_the_calendar(browser: httpx.AsyncClient) -> None:
    found = await events(browser)
    notice, meeting = found[f"{PUBLIC_URL}/2"], found[f"{PUBLIC_URL}/3"]
    assert (notice["DTSTART"].dt.hour, notice["DTEND"].dt.hour) == (8, 11)
    assert "DTEND" not in meeting
    assert "DURATION" not in meeting


async def test_a_calendar_is_told_of_a_correction_and_of_a_withdrawal(ward: House, browser: httpx.AsyncClient) -> None:
    before = await events(browser)
    await ward.correct(WRITER, "3 19 giờ 00 => 20 giờ 00")
    mended = (await events(browser))[f"{PUBLIC_URL}/3"]
    assert mended["UID"] == before[f"{PUBLIC_URL}/3"]["UID"]
    assert mended["SEQUENCE"] > before[f"{PUBLIC_URL}/3"]["SEQUENCE"]
    assert mended["DTSTART"].dt.hour == 20
    await ward.withdraw(WRITER, "3 nhầm ngày")
    gone = (await events(browser))[f"{PUBLIC_URL}/3"]
    assert (gone["UID"], gone["STATUS"]) == (mended["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > mended["SEQUENCE"]
    assert "họp" not in str(gone["SUMMARY"])
    assert "LOCATION" not in gone


async def test_a_meeting_that_was_called_off_is_struck_out(ward: House, browser: httpx.AsyncClient) -> None:
    before = (await events(browser))[f"{PUBLIC_URL}/3"]
    await ward.press(WRITER, "clear.off 3")
    off = (await events(browser))[f"{PUBLIC_URL}/3"]
    assert off["STATUS"] == "CANCELLED"
    assert off["SEQUENCE"] > before["SEQUENCE"]
    assert "hủy" in off["DESCRIPTION"]


async def test_what_took_place_stays_a_month_and_then_goes(ward: House, browser: httpx.AsyncClient) -> None:
    ward.clock.advance(days=10)
    assert f"{PUBLIC_URL}/3" in await events(browser)
    ward.clock.advance(days=40)
    assert await events(browser) == {}
