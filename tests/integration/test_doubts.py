"""Doubts that only posting raises: beside what was published before, and about what a notice lacks."""

from bot.domain.people import Role
from bot.storage.tables import warning
from tests.ward import House

REPORT = (
    "Báo cáo kinh tế - xã hội phường Mỹ Bình\n\nSáng ngày 05/10/2026, UBND phường báo cáo. "
    "Thu ngân sách 6 tháng đầu năm 2026 đạt 87,4%."
)
OTHER = REPORT.replace("87,4", "78,4")
INVITATION = "Thông báo họp dân\n\nMời bà con họp dân lúc 19 giờ tại nhà văn hóa khóm 3."
DIFFERS = "Khác với số đã đăng trước đây"


async def codes(house: House) -> list[str]:
    """The codes of the newest revision's doubts."""
    rows = await house.rows(warning)
    newest = max((row["revision_id"] for row in rows), default=0)
    return [row["code"] for row in rows if row["revision_id"] == newest]


async def test_another_value_than_published_is_shown_with_its_post_and_ticked(house: House) -> None:
    await house.join("7", Role.WRITER)
    first = await house.publish("7", REPORT)
    assert "Đã đăng tin số 1" in first[0].text
    panel = (await house.say("7", f"/post {OTHER}"))[-1]
    assert f"☐ 1. {DIFFERS}: “đạt 78,4%” (tin số 1 ghi “đạt 87,4%”)" in panel.text
    refused = await house.press("7", panel.buttons["Đăng"])
    assert "Đã đăng tin số 2" not in refused[0].text
    (panel,) = await house.press("7", panel.buttons["☐ 1"])
    assert "(tin số 1 ghi “đạt 87,4%”)" in panel.text
    published = await house.press("7", panel.buttons["Đăng"])
    assert "Đã đăng tin số 2" in published[0].text


TWICE = "Bài này trùng với tin đã có, có người sẽ nhận hai lần"


async def test_the_same_text_again_is_doubted_once_with_the_number_and_day_of_the_first(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", REPORT)
    same = REPORT.replace("\n\n", "\n").replace("phường báo cáo.", "phường  báo cáo")
    panel = (await house.say("7", f"/post {same}"))[-1]
    assert "Cần xem lại 1 chỗ" in panel.text
    assert f"{TWICE}: “Báo cáo kinh tế - xã hội phường Mỹ Bình” (tin số 1, đăng ngày 23/11/2026)" in panel.text
    (panel,) = await house.press("7", panel.buttons["☐ 1"])
    assert "Đã đăng tin số 2" in (await house.press("7", panel.buttons["Đăng"]))[0].text


async def test_of_two_drafts_of_one_text_the_second_is_doubted_when_the_first_is_out(house: House) -> None:
    await house.join("7", Role.WRITER)
    first = (await house.say("7", f"/post {REPORT}"))[-1]
    second = (await house.say("7", f"/post {REPORT}"))[-1]
    assert TWICE not in second.text
    await house.press("7", first.buttons["Đăng"])
    told, _, panel = await house.press("7", second.buttons["Đăng"])
    assert "chưa đăng gì" in told.text
    assert f"{TWICE}: “Báo cáo kinh tế - xã hội phường Mỹ Bình” (tin số 1" in panel.text
    (panel,) = await house.press("7", panel.buttons["☐ 1"])
    assert "Đã đăng tin số 2" in (await house.press("7", panel.buttons["Đăng"]))[0].text


async def test_a_text_that_only_cadres_got_is_doubted_without_its_number(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", REPORT, cadres=True)
    panel = (await house.say("7", f"/post {REPORT}"))[-1]
    assert "(một tin chỉ gửi cán bộ, đăng ngày 23/11/2026)" in panel.text
    assert "CB-1" not in panel.text


async def test_a_text_that_waits_for_its_hour_is_doubted_where_it_is_written_again_but_not_itself(house: House) -> None:
    await house.join("7", Role.WRITER)
    panel = (await house.say("7", f"/post {REPORT}"))[-1]
    await house.press("7", panel.buttons["Hẹn giờ"])
    asked = (await house.say("7", "8h sáng mai"))[-1]
    await house.press("7", asked.buttons["Hẹn giờ này"])
    panel = (await house.say("7", f"/post {REPORT}"))[-1]
    assert "(một tin của anh/chị đang chờ đi)" in panel.text
    await house.press("7", panel.buttons["Hủy"])
    await house.press("7", "post.edit 1 title")
    assert TWICE not in (await house.say("7", "Báo cáo sáu tháng"))[-1].text


async def test_neither_what_was_withdrawn_nor_what_is_corrected_makes_a_text_one_that_is_out(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", REPORT)
    await house.withdraw("7", "1 nhầm số")
    panel = (await house.say("7", f"/post {REPORT}"))[-1]
    assert TWICE not in panel.text
    correction = (await house.publish("7", OTHER))[0]
    assert "Đã đăng tin số 2" in correction.text
    panel = (await house.say("7", "/dinhchinh 2 78,4 => 78,5"))[-1]
    assert TWICE not in panel.text


async def test_a_draft_is_not_compared_with_drafts_and_a_new_text_is_asked_anew(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", f"/post {REPORT}")
    panel = (await house.say("7", f"/post {OTHER}"))[-1]
    assert "Không thấy chỗ nào đáng ngờ" in panel.text
    await house.publish("7", REPORT)
    await house.press("7", f"post.edit {panel.buttons['Sửa'].split()[1]} text")
    await house.say("7", OTHER)
    await house.say("7", "xong")
    panel = (await house.work())[-1]
    assert DIFFERS in panel.text


async def test_figures_of_a_cadre_post_are_named_by_its_own_number(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.publish("7", REPORT, cadres=True)
    panel = (await house.say("7", f"/post {OTHER}"))[-1]
    assert "(tin số CB-1 ghi “đạt 87,4%”)" in panel.text


async def test_a_sum_that_fell_and_a_report_sent_again_are_doubted(house: House) -> None:
    half = (
        "Báo cáo kết quả 6 tháng đầu năm 2026\n\nUBND phường Mỹ Bình báo cáo. Thu ngân sách được 12,5 tỷ đồng. "
        "Giải quyết việc làm cho 150 người. Khám bệnh cho 320 người dân. Tổ chức 12 lớp tập huấn."
    )
    await house.join("7", Role.WRITER)
    await house.publish("7", half)
    await house.say("7", "/post " + half.replace("6 tháng", "9 tháng").replace("12,5", "11,5"))
    assert await codes(house) == ["same-as-last", "cumulative-fell"]


async def test_what_a_notice_lacks_is_asked_until_it_is_told(house: House) -> None:
    await house.join("7", Role.WRITER)
    panel = (await house.say("7", f"/post {INVITATION}"))[-1]
    assert "☐ 1. Chưa ghi ngày giờ nào: “Thông báo họp dân”" in panel.text
    (panel,) = await house.press("7", panel.buttons["☐ 1"])
    number = panel.buttons["Sửa"].split()[1]
    await house.press("7", f"post.edit {number} title")
    panel = (await house.say("7", "Họp dân khóm 3"))[-1]
    # It is about another sentence now: what was accepted is not what stands there.
    assert "☐ 1. Chưa ghi ngày giờ nào: “Họp dân khóm 3”" in panel.text
    await house.press("7", f"post.edit {number} date")
    panel = (await house.say("7", "25/11/2026"))[-1]
    assert "Không thấy chỗ nào đáng ngờ" in panel.text


async def test_another_kind_is_not_asked_what_a_notice_lacks(house: House) -> None:
    await house.join("7", Role.WRITER)
    panel = (await house.say("7", f"/post {INVITATION}"))[-1]
    number = panel.buttons["Sửa"].split()[1]
    panel = (await house.press("7", f"post.kind {number} guide"))[-1]
    assert "Không thấy chỗ nào đáng ngờ" in panel.text
    panel = (await house.press("7", f"post.kind {number} announcement"))[-1]
    assert "Chưa ghi ngày giờ nào" in panel.text


async def test_private_data_is_asked_about_until_it_is_taken_out(house: House) -> None:
    await house.join("7", Role.WRITER)
    panel = (await house.say("7", "/post Danh sách nhận quà\n\nBà Trần Thị Hoa, số căn cước 089160012345."))[-1]
    assert await codes(house) == ["personal-data"]
    assert "🔒 1. Có thông tin riêng" in panel.text
    assert "xin bỏ hoặc che bớt: “089160012345”" in panel.text
    assert not [label for label in panel.buttons if label.startswith("☐")]
    await house.press("7", f"post.edit {panel.buttons['Sửa'].split()[1]} text")
    await house.say("7", "Danh sách nhận quà\n\nBà Trần Thị Hoa, khóm 3.")
    await house.say("7", "xong")
    panel = (await house.work())[-1]
    assert "Không thấy chỗ nào đáng ngờ" in panel.text
