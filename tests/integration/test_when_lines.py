"""A notice's When-lines from the writer's text to everybody's phone, and of rows older than their column."""

from sqlalchemy import update

from bot.domain.people import Role
from bot.storage.tables import revision
from tests.ward import House

OUTAGE = (
    "THÔNG BÁO\nVề việc cúp điện\n\nNgày 30/11/2026 từ 15g đến 16g cúp điện khóm 3. "
    "Ngày 12/12: từ 7g30 - 10g30 cúp điện khóm 5."
)
LINES = "🕒 Thời gian: Ngày 30/11/2026 từ 15g đến 16g cúp điện khóm 3; Ngày 12/12: từ 7g30 - 10g30 cúp điện khóm 5"


async def test_a_notice_keeps_its_lines_and_its_last_hour_from_the_panel_to_the_list(house: House) -> None:
    await house.join("7", Role.WRITER)
    exact, panel = await house.say("7", f"/post {OUTAGE}")
    assert exact.text.splitlines()[2] == LINES
    assert exact.text.count("Về việc cúp điện") == 1
    assert LINES in panel.text
    assert "Tự kết thúc: 10:30 thứ Bảy, ngày 12/12/2026" in panel.text
    await house.press("7", panel.buttons["Đăng"])
    for question in ("/read 1", "/latest"):
        assert "🕒" in await house.ask("9", question)
        assert "12/12" in await house.ask("9", "/read 1")


async def test_a_notice_older_than_its_lines_shows_the_hour_and_the_place_that_are_known(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", "/post Họp khóm\n\nMời bà con họp lúc 19h00 ngày 25/11/2026 tại nhà văn hóa khóm 3.")
    await house.press("7", heard[-1].buttons["Đăng"])
    async with house.database.write() as transaction:
        await transaction.execute(update(revision).values(when_lines=None))
    shown = await house.ask("9", "/read 1")
    assert "🕒 Thời gian: 19:00 thứ Tư, ngày 25/11/2026" in shown
    assert "📍 Địa điểm: nhà văn hóa khóm 3" in shown


async def test_a_draft_that_becomes_a_notice_gets_its_lines_and_loses_them_again(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", "/post Họp khóm 3\n\nChiều ngày 25/11/2026, lúc 14 giờ, khóm đã họp tại nhà văn hóa.")
    number = heard[-1].buttons["Sửa"].split()[1]
    assert "🕒" not in heard[-1].text
    heard = await house.press("7", f"post.kind {number} announcement")
    assert "🕒" in heard[-1].text
    heard = await house.press("7", f"post.kind {number} meeting")
    assert "🕒" not in heard[-1].text
