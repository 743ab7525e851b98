"""Drafts: kept as they are typed, listed with their age, changed by two people who see each other, and held where they
name people."""

import pytest

from bot.domain.people import Role
from bot.domain.templates import TEMPLATES, Template
from bot.messages.incoming import Event
from bot.storage.tables import dispatch, post
from tests.integration.approving import HOA, LAN, REPORT, RIGHT, WRITER, WRONG, card, fire, state, strict_ward, submit
from tests.ward import NOTICE, After, Heard, House

ID_CARD = "số căn cước 089160012345"
LACKS = {
    "place": "Chưa ghi ở đâu",
    "when": "Chưa ghi ngày giờ nào",
    "end": "Chưa ghi đến khi nào thì xong",
}


@pytest.fixture
def ward(after: After) -> House:
    return after(strict_ward)


# --- kept ---------------------------------------------------------------------------------------------------------


async def test_whatever_was_typed_is_there_after_a_restart(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {REPORT}")
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} title")
    await ward.say(WRITER, "Báo cáo sáu tháng")
    await ward.press(WRITER, f"post.urgent {number}")
    await ward.press(WRITER, f"post.edit {number} text")
    await ward.say(WRITER, REPORT.replace(WRONG, RIGHT))
    after = House(ward.database, ward.clock, ward.settings, keys=iter(range(20_000, 30_000)))
    await after.say(WRITER, "xong")
    heard = await after.work()
    assert RIGHT in heard[0].text
    assert "🔴 KHẨN" in heard[0].text
    (listed,) = await after.say(WRITER, "/nhap")
    assert "1. Báo cáo sáu tháng (bản nháp · vài giây trước)" in listed.text
    heard = await after.press(WRITER, listed.buttons["Mở 1"])
    assert RIGHT in heard[1].text


@pytest.mark.parametrize("pressed", ["post.when", "post.urgent", "post.files", "post.edit {} title", "post.topics"])
async def test_a_new_text_that_waits_for_xong_survives_any_other_button_of_its_draft(ward: House, pressed: str) -> None:
    heard = await ward.say(WRITER, f"/post {REPORT}")
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} text")
    await ward.say(WRITER, REPORT.replace(WRONG, RIGHT))
    (asked,) = await ward.press(WRITER, pressed.format(number) if "{}" in pressed else f"{pressed} {number}")
    assert "chưa bấm Xong" in asked.text
    await ward.press(WRITER, asked.buttons["Xong"])
    exact, _ = await ward.work()
    assert RIGHT in exact.text


async def test_a_new_text_that_waits_is_not_overtaken_by_dang(ward: House) -> None:
    heard = await ward.tick(WRITER, await ward.say(WRITER, f"/post {NOTICE}"))
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} text")
    await ward.say(WRITER, NOTICE.replace("hẻm 47", "hẻm 49"))
    (asked,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "chưa bấm Xong" in asked.text
    assert [one["state"] for one in await ward.rows(post)] == ["draft"]
    await ward.press(WRITER, asked.buttons["Hủy"])
    heard = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "Tin sẽ đi sau" in heard[-1].text


@pytest.mark.parametrize("other", [f"/post {NOTICE}", "/post", "/post http://127.0.0.1/tin"])
async def test_a_text_in_parts_is_not_lost_to_the_next_one(ward: House, other: str) -> None:
    await ward.say(WRITER, "/post")
    await ward.say(WRITER, REPORT)
    assert "chưa bấm Xong" in await ward.ask(WRITER, other)
    await ward.say(WRITER, "xong")
    exact, _ = await ward.work()
    assert WRONG in exact.text


async def test_other_questions_leave_a_text_in_parts_open(ward: House) -> None:
    await ward.say(WRITER, "/post")
    await ward.say(WRITER, REPORT)
    await ward.say(WRITER, "/nhap")
    await ward.say(WRITER, "/latest")
    await ward.say(WRITER, "xong")
    exact, _ = await ward.work()
    assert WRONG in exact.text


async def edit(ward: House, text: str, message_id: str = "m5", *, chat: str = WRITER) -> list[Heard]:
    return await ward.hear(ward.event(chat, text, event=Event.EDITED, message_id=message_id))


async def test_an_edit_of_the_message_that_was_sent_to_post_is_taken(ward: House) -> None:
    await ward.hear(ward.event(WRITER, f"/post {REPORT}", message_id="m5"))
    exact, panel = await edit(ward, f"/post {REPORT.replace(WRONG, RIGHT)}")
    assert RIGHT in exact.text
    number = panel.buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} title")
    await ward.say(WRITER, "Báo cáo sáu tháng")
    exact, _ = await edit(ward, f"/post {REPORT.replace(WRONG, '91,1%')}")
    assert "91,1%" in exact.text
    assert exact.text.splitlines()[1] == "Báo cáo sáu tháng"
    assert await edit(ward, f"/post {REPORT.replace(WRONG, '91,1%')}") == []


async def test_an_edit_of_anything_else_is_no_message(ward: House) -> None:
    await ward.hear(ward.event(WRITER, f"/post {NOTICE}", message_id="m5"))
    for text, chat in (("/latest", WRITER), ("tin mới", "20"), (f"/post {REPORT}", HOA), ("cháy nhà", "20")):
        assert await edit(ward, text, "m6", chat=chat) == []
    assert len(await ward.rows(post)) == 1


async def test_an_edit_does_not_undo_what_was_changed_in_the_draft_and_not_what_is_out(ward: House) -> None:
    heard = await ward.hear(ward.event(WRITER, f"/post {NOTICE}", message_id="m5"))
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} piece")
    await ward.say(WRITER, "hẻm 47 => hẻm 49")
    assert await edit(ward, f"/post {NOTICE} Xin cảm ơn.") == []
    heard = await ward.hear(ward.event(WRITER, f"/post {NOTICE}", message_id="m7"))
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    (told,) = await edit(ward, f"/post {NOTICE} Xin cảm ơn.", "m7")
    assert "đã đăng rồi, là tin số 1" in told.text


async def test_an_edited_part_of_a_long_text_stands_in_its_place(ward: House) -> None:
    await ward.say(WRITER, "/post")
    await ward.hear(ward.event(WRITER, "Thông báo cúp điện", message_id="m5"))
    await ward.hear(ward.event(WRITER, "Cúp điện hẻm 47 từ 8 giờ đến 11 giờ ngày 25/11/2026.", message_id="m6"))
    (told,) = await edit(ward, "Thông báo cúp nước")
    assert "Đã nhận 2 phần" in told.text
    await ward.say(WRITER, "xong")
    exact, _ = await ward.work()
    assert exact.text.splitlines()[1] == "Thông báo cúp nước"
    assert "hẻm 47" in exact.text


async def test_drafts_are_listed_to_those_who_may_see_them_with_state_and_age(ward: House) -> None:
    assert "Không có bản nháp nào" in await ward.ask(WRITER, "/nhap")
    await submit(ward)
    ward.clock.advance(minutes=90)
    await ward.say(WRITER, f"/post {NOTICE}")
    (mine,) = await ward.say(WRITER, "/drafts")
    assert mine.text.splitlines() == [
        "Tin anh/chị đang soạn",
        "1. Thông báo cúp điện (bản nháp · vài giây trước)",
        "2. Báo cáo kinh tế - xã hội phường Mỹ Bình (chờ duyệt · 1 giờ 30 phút trước)",
    ]
    (theirs,) = await ward.say(HOA, "/drafts")
    assert theirs.text.splitlines() == [
        "Chờ anh/chị duyệt",
        "1. Báo cáo kinh tế - xã hội phường Mỹ Bình (chờ duyệt · Người 7 · 1 giờ 30 phút trước)",
    ]
    heard = await ward.press(HOA, theirs.buttons["Xem và duyệt 1"])
    assert "Duyệt" in heard[-1].buttons
    await ward.join("30", Role.WRITER)
    assert "Không có bản nháp nào" in await ward.ask("30", "/nhap")
    assert "dành cho cán bộ soạn tin" in await ward.ask("20", "/nhap")


async def test_what_an_approver_wrote_or_changed_does_not_wait_for_them(ward: House) -> None:
    await submit(ward, chat=HOA)
    assert "Chờ anh/chị duyệt" not in await ward.ask(HOA, "/drafts")
    assert "Chờ anh/chị duyệt" in await ward.ask(LAN, "/drafts")


async def test_what_is_written_anew_is_for_the_same_people(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {REPORT}")
    for button in ("Đối tượng", "Khẩn"):
        heard = await ward.press(WRITER, heard[-1].buttons[button])
    heard = await ward.tick(WRITER, heard)
    topics = await ward.press(WRITER, heard[-1].buttons["Chủ đề"])
    topics = await ward.press(WRITER, topics[-1].buttons["☐ Thuế–phí"])
    heard = await ward.press(WRITER, topics[-1].buttons["Xong"])
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await ward.press(HOA, (await card(ward)).buttons["Từ chối"])
    await ward.say(HOA, "Chưa đúng lúc")
    (told,) = await ward.notices(WRITER)
    heard = await ward.press(WRITER, told.buttons["Soạn lại"])
    assert "🔴 KHẨN · 🔒 NỘI BỘ CÁN BỘ" in heard[0].text
    assert "Thuế–phí" in heard[-1].text
    rejected, anew = sorted(await ward.rows(post), key=lambda row: row["id"])
    assert (anew["audience"], anew["urgent"]) == (rejected["audience"], rejected["urgent"]) == ("cadres", True)


# --- two people ---------------------------------------------------------------------------------------------------


async def test_the_author_is_told_when_somebody_else_changes_the_files(ward: House) -> None:
    await submit(ward)
    number = (await card(ward)).buttons["Duyệt"].split()[1]
    await ward.press(HOA, f"post.files {number}")
    await ward.send_photo(HOA, b"\xff\xd8\xff")
    await ward.work()
    assert await state(ward) == "draft"
    (told,) = await ward.notices(WRITER)
    assert "Người 8 vừa sửa tin" in told.text
    files = await ward.press(HOA, f"post.files {number}")
    await ward.press(HOA, files[0].buttons["Bỏ 1"])
    (told,) = await ward.notices(WRITER)
    assert "Người 8 vừa sửa tin" in told.text


async def test_two_who_change_one_draft_see_each_other_for_an_hour(ward: House) -> None:
    await submit(ward)
    number = (await card(ward)).buttons["Duyệt"].split()[1]
    await ward.press(HOA, f"post.edit {number} title")
    await ward.say(HOA, "Báo cáo sáu tháng")
    heard = await ward.press(WRITER, f"post.show {number}")
    assert "✍️ Người 8 cũng vừa sửa bản nháp này" in heard[-1].text
    await ward.press(WRITER, f"post.edit {number} piece")
    heard = await ward.say(WRITER, f"{WRONG} => {RIGHT}")
    assert "✍️ Người 8 cũng vừa sửa" in heard[-1].text
    heard = await ward.press(HOA, f"post.show {number}")
    assert "✍️ Người 7 cũng vừa sửa" in heard[-1].text
    assert "Báo cáo sáu tháng" in heard[1].text
    assert RIGHT in heard[1].text
    ward.clock.advance(hours=1, minutes=1)
    heard = await ward.press(WRITER, f"post.show {number}")
    assert "cũng vừa sửa" not in heard[-1].text


async def test_the_older_panel_of_one_does_not_publish_what_the_other_changed(ward: House) -> None:
    answers = await submit(ward)
    number = (await card(ward)).buttons["Duyệt"].split()[1]
    panel = (await ward.press(WRITER, answers[0].buttons["Xem lại"]))[-1]
    assert "Đăng" not in panel.buttons
    await ward.press(HOA, f"post.edit {number} title")
    mine = (await ward.press(WRITER, f"post.show {number}"))[-1]
    await ward.say(HOA, "Báo cáo sáu tháng")
    heard = await ward.press(WRITER, mine.buttons.get("Đăng", f"post.publish {number} 1"))
    assert "Bản nháp đã đổi" in heard[0].text
    assert "Báo cáo sáu tháng" in heard[1].text
    assert await state(ward) == "draft"


# --- everyday notices -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
async def test_a_notice_without_a_place_a_time_or_an_end_is_doubted(house: House, template: Template) -> None:
    await house.join(WRITER, Role.WRITER)
    (asked,) = await house.say(WRITER, "/post")
    heard = await house.press(WRITER, asked.buttons[template.label])
    for question in template.questions:
        heard = await house.say(WRITER, "vắc xin sởi" if question.required else "bỏ qua")
    panel = heard[-1].text
    required = {question.key for question in template.questions if question.required}
    asks = {question.key for question in template.questions}
    if template.urgent:
        # What is urgent goes out with what is known: nobody has to tick what nobody knows yet.
        return
    if "when" in asks:
        assert LACKS["when"] in panel
    if "place" in asks - required:
        assert LACKS["place"] in panel
    if template.key in ("power", "water"):
        assert LACKS["end"] in panel
    (refused,) = await house.press(WRITER, heard[-1].buttons["Đăng"])
    assert "chỗ chưa xác nhận" in refused.text


async def test_a_day_told_from_today_is_doubted_with_its_date_until_it_is_ticked_or_written(ward: House) -> None:
    heard = await ward.say(WRITER, "/post Thông báo họp khóm 3\n\nMời bà con khóm 3 họp lúc 19 giờ tối mai tại đình.")
    assert "“tối mai” (ghi rõ “tối 24/11/2026”)" in heard[-1].text
    (refused,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "chỗ chưa xác nhận" in refused.text
    number = heard[-1].buttons["Sửa"].split()[1]
    await ward.press(WRITER, f"post.edit {number} text")
    heard = await ward.say(WRITER, "tối mai => tối 24/11/2026")
    assert "tối mai" not in heard[-1].text


# --- personal data --------------------------------------------------------------------------------------------------


async def test_a_draft_that_names_people_exists_for_its_author_alone_and_goes_nowhere(ward: House) -> None:
    heard = await ward.say(WRITER, f"/post {REPORT} Bà Trần Thị Hoa, {ID_CARD}.")
    assert "🔒 Tin có thông tin riêng của người dân nên chỉ anh/chị xem được" in heard[-1].text
    heard = await ward.tick(WRITER, heard)
    number = heard[-1].buttons["Sửa"].split()[1]
    (refused,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "chưa đăng được. Xin sửa để bỏ hoặc che bớt" in refused.text
    await ward.press(WRITER, heard[-1].buttons["Hẹn giờ"])
    (asked,) = await ward.say(WRITER, "8h sáng mai")
    (refused,) = await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    assert "Xin sửa để bỏ hoặc che bớt" in refused.text
    heard = await ward.press(WRITER, f"post.urgent {number}")
    seal = heard[-1].buttons["Đăng"].split()[2]
    (refused,) = await ward.press(WRITER, f"post.now.yes {number} {seal}")
    assert "Xin sửa" in refused.text
    assert await state(ward) == "draft"
    assert await ward.notices(HOA) == []


async def test_what_names_people_is_kept_from_those_who_saw_the_draft_before(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    number = panel.buttons["Duyệt"].split()[1]
    await ward.press(WRITER, f"post.edit {number} piece")
    await ward.say(WRITER, f"{WRONG} => {WRONG}; bà Trần Thị Hoa, {ID_CARD}")
    for data in (panel.buttons["Duyệt"], f"post.show {number}", panel.buttons["Sửa"], f"post.edit {number} text"):
        heard = await ward.press(HOA, data)
        assert not any("0891" in one.text or "Hoa," in one.text for one in heard)
    assert "0891" not in await ward.ask(HOA, "/drafts")
    await ward.press(WRITER, f"post.edit {number} piece")
    heard = await ward.say(WRITER, f"; bà Trần Thị Hoa, {ID_CARD} => ;")
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await ward.press(HOA, (await card(ward)).buttons["Duyệt"])
    await fire(ward, seconds=20)
    assert await state(ward) == "published"


async def test_a_correction_that_names_people_is_held_too(ward: House) -> None:
    await submit(ward)
    await ward.press(HOA, (await card(ward)).buttons["Duyệt"])
    await fire(ward, seconds=20)
    heard = await ward.say(WRITER, f"/dinhchinh 1 {WRONG} => {WRONG}; bà Trần Thị Hoa, {ID_CARD}")
    heard = await ward.tick(WRITER, heard)
    (refused,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "Xin sửa để bỏ hoặc che bớt" in refused.text
    assert [row["state"] for row in await ward.rows(post)] == ["published", "draft"]
    assert len(await ward.rows(dispatch)) == 1
