"""A notice's When-lines from the writer's text to everybody's phone, and of rows older than their column."""

import pytest
from sqlalchemy import update

from bot.domain.people import Role
from bot.storage.tables import revision
from tests.ward import Heard, House

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


# --- in the ward's words ----------------------------------------------------------------------------------------------

WATER = "Thông báo phát nước sạch\n\nPhường phát nước sạch cho bà con lúc 8 giờ ngày 25/11/2026 tại nhà văn hóa khóm 3."


async def changed(house: House, typed: str, text: str = WATER) -> list[Heard]:
    """A writer's draft with When-lines put into other words."""
    await house.join("7", Role.WRITER)
    panel = (await house.say("7", f"/post {text}"))[-1]
    (fields,) = await house.press("7", panel.buttons["Sửa"])
    await house.press("7", fields.buttons["Thời gian, địa điểm"])
    return await house.say("7", typed)


async def test_a_button_puts_when_lines_into_the_wards_words_which_everybody_sees_as_such(house: House) -> None:
    exact, panel = await changed(house, "dia diem: Trạm y tế phường, cổng sau\nĐối tượng: hộ ở khóm 3")
    for shown in (exact.text, panel.text):
        assert "📍 Địa điểm: Trạm y tế phường, cổng sau (lời của phường)" in shown
        assert "👥 Đối tượng: hộ ở khóm 3 (lời của phường)" in shown
        assert "🕒 Thời gian: lúc 8 giờ ngày 25/11/2026\n" in shown
    await house.press("7", panel.buttons["Đăng"])
    assert "Địa điểm: Trạm y tế phường, cổng sau (lời của phường)" in await house.ask("9", "/read 1")


async def test_an_hour_in_the_wards_words_is_that_of_the_event_and_of_its_end(house: House) -> None:
    panel = (await changed(house, "Thời gian: từ 14 giờ đến 16 giờ ngày 27/11/2026"))[-1]
    assert "Bắt đầu: 14:00" in panel.text
    assert "Tự kết thúc: 16:00 thứ Sáu, ngày 27/11/2026" in panel.text


async def test_a_line_is_left_out_and_several_items_are_a_list(house: House) -> None:
    exact, _ = await changed(house, "Địa điểm: bỏ\nThời gian: 8 giờ ngày 25/11/2026\n14 giờ ngày 26/11/2026")
    assert "Địa điểm" not in exact.text
    assert "Thời gian: 8 giờ ngày 25/11/2026; 14 giờ ngày 26/11/2026 (lời của phường)" in exact.text


async def test_the_wards_words_outlive_another_text_and_another_kind_and_are_not_asked_for_again(house: House) -> None:
    lacking = "Thông báo họp dân\n\nMời bà con họp dân lúc 19 giờ ngày 25/11/2026 để bàn làm đường."
    panel = (await changed(house, "Địa điểm: nhà ông Tư, hẻm 47", lacking))[-1]
    assert "Chưa ghi ở đâu" not in panel.text
    number = panel.buttons["Sửa"].split()[1]
    await house.press("7", f"post.kind {number} meeting")
    await house.press("7", f"post.kind {number} announcement")
    await house.press("7", f"post.edit {number} piece")
    panel = (await house.say("7", "làm đường => sửa cầu"))[-1]
    assert "Địa điểm: nhà ông Tư, hẻm 47 (lời của phường)" in panel.text
    assert "Chưa ghi ở đâu" not in panel.text


async def test_a_correction_of_a_line_alone_is_told(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", WATER)
    panel = (await house.say("7", "/dinhchinh 1"))[-1]
    (fields,) = await house.press("7", panel.buttons["Sửa"])
    await house.press("7", fields.buttons["Thời gian, địa điểm"])
    panel = (await house.say("7", "Địa điểm: trạm y tế"))[-1]
    assert "• Địa điểm: nhà văn hóa khóm 3 → Địa điểm: trạm y tế" in panel.text
    assert "Đã đính chính tin số 1" in (await house.press("7", panel.buttons["Đăng"]))[0].text


@pytest.mark.parametrize("typed", ["trạm y tế", "Giá vé: 5.000 đồng", "Địa điểm: " + "xa " * 200])
async def test_what_names_no_line_is_asked_for_again(house: House, typed: str) -> None:
    (heard,) = await changed(house, typed)
    assert "Xin gõ tên dòng rồi lời mới" in heard.text
    assert "trạm y tế (lời" in (await house.say("7", "Địa điểm: trạm y tế"))[-1].text


# --- a day without its year -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["ngày 28/11", "ngày 28 tháng 11", "thứ Bảy 28-11"])
async def test_whoever_ticks_that_no_year_is_needed_loses_neither_the_reminder_nor_the_calendar(
    house: House, day: str
) -> None:
    await house.join("7", Role.WRITER)
    text = f"Thông báo họp dân\n\nMời bà con họp từ 19 giờ đến 20 giờ {day} tại nhà văn hóa khóm 3."
    panel = (await house.say("7", f"/post {text}"))[-1]
    assert "Ngày chưa ghi năm" in panel.text
    panel = (await house.press("7", panel.buttons["☐ 1"]))[-1]
    assert "Bắt đầu: 19:00" in panel.text
    assert "Ngày: 28/11/2026" in panel.text
    assert "Ngày chưa ghi năm" not in panel.text
    await house.press("7", panel.buttons["Đăng"])
    shown = (await house.say("9", "/read 1"))[-1]
    assert "🔔 Nhắc tôi" in shown.buttons
    assert "19:00 – 20:00" in await house.ask("9", "/upcoming")


async def test_a_day_without_its_year_that_is_over_stays_a_doubt_that_is_ticked(house: House) -> None:
    await house.join("7", Role.WRITER)
    panel = (await house.say("7", "/post Thông báo\n\nSáng ngày 08-7, phường đã trao quà cho các hộ ở khóm 3."))[-1]
    (panel,) = await house.press("7", panel.buttons["☐ 1"])
    assert "☑ 1. Ngày chưa ghi năm" in panel.text
    assert "Bắt đầu" not in panel.text


async def test_a_day_that_is_typed_tells_the_hours_of_its_text_too(house: House) -> None:
    await house.join("7", Role.WRITER)
    text = "Thông báo họp dân\n\nMời bà con họp lúc 19 giờ ngày 28/11 tại nhà văn hóa khóm 3."
    panel = (await house.say("7", f"/post {text}"))[-1]
    await house.press("7", f"post.edit {panel.buttons['Sửa'].split()[1]} date")
    assert "Bắt đầu: 19:00" in (await house.say("7", "28/11/2026"))[-1].text
