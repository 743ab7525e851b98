"""A second person agrees before a post goes out: who may, and to what exactly."""

import asyncio

import pytest

from bot.domain.people import Role
from bot.settings import PolicySettings
from bot.storage.engine import Database
from bot.storage.tables import approval, audit, delivery, dispatch
from tests.conftest import FakeClock
from tests.integration.approving import HOA, LAN, RIGHT, WRITER, WRONG, card, fire, moves, state, strict_ward, submit
from tests.ward import ADMIN, TELEGRAM, After, House, settings


@pytest.fixture
def ward(after: After) -> House:
    return after(strict_ward)


# --- asking -----------------------------------------------------------------------------------------------------


async def test_everyone_who_approves_gets_the_real_message_and_who_accepted_its_doubts(ward: House) -> None:
    (answer,) = await submit(ward)
    assert "phường Mỹ Bình” cần một người khác duyệt; đã gửi cho 2 người duyệt." in answer.text
    assert "Đăng ngay, duyệt sau" not in answer.buttons
    for chat in (HOA, LAN):
        exact, panel = await ward.notices(chat)
        assert "BÁO CÁO · Phường Mỹ Bình" in exact.text
        assert WRONG in exact.text
        assert exact.buttons == {}
        assert panel.text.startswith("🖊 Báo cáo chờ anh/chị duyệt. Người soạn: Người 7.")
        assert "☑ 1. Ngày chưa ghi năm: “Sáng ngày 08-7”" in panel.text
        assert "Người 7 đã xem, lúc 08:3" in panel.text
        assert "Gửi cho: 1 người" in panel.text
        assert list(panel.buttons) == ["Duyệt", "Trả lại", "Từ chối", "Sửa", "Đính kèm"]
    assert await ward.notices(WRITER) == []
    assert await ward.notices("20") == []
    assert await ward.rows(dispatch) == []
    assert "Chưa tìm thấy" in await ward.ask("20", "/search báo cáo")


async def test_an_approved_post_goes_out_when_the_moments_to_take_it_back_are_over(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    (answer,) = await ward.press(HOA, panel.buttons["Duyệt"])
    assert "Tin sẽ đi sau 15 giây" in answer.text
    (told,) = await ward.notices(WRITER)
    assert "Người 8 đã duyệt tin “Báo cáo kinh tế - xã hội phường Mỹ Bình”. Tin sẽ đi sau" in told.text
    assert list(told.buttons) == ["Hoàn tác"]
    await ward.dues.run_once()
    assert await state(ward) == "scheduled"
    await fire(ward, seconds=15)
    assert await state(ward) == "published"
    assert await ward.pushes() == ["20"]
    done, line = await ward.notices(WRITER)
    assert "Đã đăng tin số 1" in done.text
    assert "Đã gửi 0/1" in line.text
    assert await moves(ward) == [("submit", 1), ("approve", 1), ("schedule", 1), ("publish", 1)]


async def test_of_a_post_that_goes_out_at_once_its_author_gets_the_panel_and_the_live_line(database: Database) -> None:
    house = House(database, FakeClock(), settings(policy=PolicySettings()))
    for chat, role in ((WRITER, Role.WRITER), (HOA, Role.APPROVER)):
        await house.join(chat, role)
    await house.join("20", subscribed=True)
    await submit(house)
    panel = await card(house)
    answers = await house.press(HOA, panel.buttons["Duyệt"])
    assert ["Đã đăng tin số 1" in one.text for one in answers] == [True]
    agreed, done, line = await house.notices(WRITER)
    assert "đã duyệt" in agreed.text
    assert "Thu hồi" in done.buttons
    assert "Đã gửi 0/1" in line.text


@pytest.mark.parametrize(
    ("button", "decision", "then", "offered"),
    [("Trả lại", "trả lại", "returned", "Sửa tin"), ("Từ chối", "từ chối", "rejected", "Soạn lại")],
)
async def test_sending_back_and_rejecting_ask_why_and_tell_the_author(
    ward: House, button: str, decision: str, then: str, offered: str
) -> None:
    await submit(ward)
    panel = await card(ward)
    (asked,) = await ward.press(HOA, panel.buttons[button])
    assert f"Vì sao {decision} tin “Báo cáo kinh tế - xã hội phường Mỹ Bình”?" in asked.text
    assert await state(ward) == "pending"
    assert "Xin gõ lý do" in await ward.ask(HOA, "\u00ad\u200b")
    assert "dài quá" in await ward.ask(HOA, "dài " * 200)
    assert await state(ward) == "pending"
    (answer,) = await ward.say(HOA, "Sai số\n thu ngân sách <b>")
    assert f"Đã {decision} tin" in answer.text
    assert await state(ward) == then
    (told,) = await ward.notices(WRITER)
    assert f"Người 8 {decision} tin" in told.text
    assert "Lý do: Sai số thu ngân sách <b>" in told.text
    assert offered in told.buttons
    assert "Lý do" not in await ward.ask(HOA, "tin mới")
    if then == "returned":
        # Later too, when the message with the reason is far up.
        again = (await ward.press(WRITER, told.buttons[offered]))[-1]
        assert "bị trả lại. Lý do: Sai số thu ngân sách <b>" in again.text
    (noted,) = [row for row in await ward.rows(audit) if row["action"] in ("return", "reject")]
    assert noted["detail"]["reason"] == "Sai số thu ngân sách <b>"
    refused = await ward.press(LAN, panel.buttons["Duyệt"])
    assert await state(ward) == then
    assert "trả lại" in refused[0].text if then == "returned" else "bị từ chối" in refused[0].text


async def test_who_gives_up_saying_why_has_decided_nothing(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.press(HOA, panel.buttons["Từ chối"])
    assert "Đã hủy việc đang làm" in await ward.ask(HOA, "hủy")
    assert await state(ward) == "pending"
    await ward.press(HOA, panel.buttons["Từ chối"])
    (answer,) = await ward.press(HOA, panel.buttons["Duyệt"])
    assert "Tin sẽ đi" in answer.text
    # What is typed next is no reason any more.
    assert "Tin mới nhất" in await ward.ask(HOA, "tin mới") or await state(ward) == "scheduled"


async def test_a_reason_that_comes_too_late_is_refused_once_and_not_for_ever(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.press(HOA, panel.buttons["Trả lại"])
    await ward.press(LAN, panel.buttons["Duyệt"])
    assert "đã hẹn giờ đăng" in await ward.ask(HOA, "Sai số thu")
    assert "đã hẹn giờ đăng" not in await ward.ask(HOA, "tin mới")
    assert await state(ward) == "scheduled"


async def test_a_returned_post_comes_back_with_what_was_changed(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.press(HOA, panel.buttons["Trả lại"])
    await ward.say(HOA, "Sai số thu")
    (told,) = await ward.notices(WRITER)
    heard = await ward.press(WRITER, told.buttons["Sửa tin"])
    assert "Tình trạng: bị trả lại" in heard[-1].text
    # The draft comes below: the reason stays where it is.
    assert len(heard) == 2
    await ward.press(WRITER, f"post.edit {panel.buttons['Duyệt'].split()[1]} piece")
    heard = await ward.say(WRITER, f"{WRONG} => {RIGHT}")
    assert "☑ 1" in heard[-1].buttons
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    panel = await card(ward)
    assert "Thay đổi so với bản trước" in panel.text
    assert f"đạt {WRONG} → đạt {RIGHT}" in panel.text
    # Its doubt is still accepted, by whom and when it was.
    assert "Người 7 đã xem" in panel.text


async def test_a_post_that_its_author_changed_while_it_waited_shows_what_was_changed(ward: House) -> None:
    await submit(ward)
    old = await card(ward)
    number = old.buttons["Duyệt"].split()[1]
    await ward.press(WRITER, f"post.edit {number} piece")
    heard = await ward.say(WRITER, f"{WRONG} => {RIGHT}")
    assert await state(ward) == "draft"
    (answer,) = await ward.press(HOA, old.buttons["Duyệt"])
    assert "Người soạn đang sửa lại tin này" in answer.text
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert f"đạt {WRONG} → đạt {RIGHT}" in (await card(ward)).text


async def test_a_correction_shows_what_it_changes_and_whom_it_reaches(ward: House) -> None:
    await submit(ward)
    await ward.press(HOA, (await card(ward)).buttons["Duyệt"])
    await fire(ward, seconds=20)
    await ward.pushes()
    heard = await ward.say(WRITER, f"/dinhchinh 1 {WRONG} => {RIGHT}")
    assert "Bấm Đăng thì tin gửi tới 2 người duyệt trước" in heard[-1].text
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    panel = await card(ward)
    assert "Đính chính tin số 1 chờ anh/chị duyệt" in panel.text
    assert "đã gửi 1 người" in panel.text
    assert f"đạt {WRONG} → đạt {RIGHT}" in panel.text
    await ward.press(HOA, panel.buttons["Duyệt"])
    await fire(ward, seconds=20)
    assert RIGHT in await ward.ask("20", "/read 1")
    assert await state(ward) == "published"


# --- who may ----------------------------------------------------------------------------------------------------


async def test_nobody_approves_their_own_post(ward: House) -> None:
    (answer,) = await submit(ward, chat=HOA)
    assert "đã gửi cho 1 người duyệt" in answer.text
    assert await ward.notices(HOA) == []
    panel = await card(ward, LAN)
    (refused,) = await ward.press(HOA, panel.buttons["Duyệt"])
    assert "không tự duyệt được. Xin nhờ một người duyệt khác" in refused.text
    assert await state(ward) == "pending"
    assert await ward.rows(approval) == []


async def test_who_changed_a_post_approves_it_no_more_and_its_author_is_told(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    number = panel.buttons["Duyệt"].split()[1]
    (asked,) = await ward.press(HOA, panel.buttons["Sửa"])
    assert "tin anh/chị đã sửa thì người khác duyệt" in asked.text
    await ward.press(HOA, f"post.edit {number} title")
    heard = await ward.say(HOA, "Báo cáo sáu tháng")
    assert list(heard[-1].buttons) == ["Sửa", "Đính kèm"]
    assert await state(ward) == "draft"
    (told,) = await ward.notices(WRITER)
    assert "Người 8 vừa sửa tin “Báo cáo sáu tháng” của anh/chị; tin về lại bản nháp" in told.text
    heard = await ward.press(WRITER, told.buttons["Xem bản nháp"])
    assert "Người 8 cũng vừa sửa bản nháp này" in heard[-1].text
    (answer,) = await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert "đã gửi cho 1 người duyệt" in answer.text
    assert await ward.notices(HOA) == []
    panel = await card(ward, LAN)
    # Its author accepted the doubt, and still did when somebody else changed something else.
    assert "Người 7 đã xem" in panel.text
    (refused,) = await ward.press(HOA, panel.buttons["Duyệt"])
    assert "đã soạn hoặc sửa tin này" in refused.text
    await ward.press(LAN, panel.buttons["Duyệt"])
    assert await state(ward) == "scheduled"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CADRE, Role.WRITER])
async def test_whoever_may_not_approve_decides_nothing(ward: House, role: Role) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.join("30", role)
    for button in ("Duyệt", "Trả lại", "Từ chối", "Sửa"):
        (refused,) = await ward.press("30", panel.buttons[button])
        assert "87,4" not in refused.text
        assert "dành cho" in refused.text or "không còn nữa" in refused.text
    assert await state(ward) == "pending"


async def test_a_right_that_was_taken_approves_nothing_and_what_it_approved_waits_again(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.press(HOA, panel.buttons["Duyệt"])
    await ward.notices(WRITER)
    await ward.set_role(HOA, Role.RESIDENT)
    await fire(ward, seconds=20)
    assert await state(ward) == "draft"
    assert await ward.rows(dispatch) == []
    (told,) = await ward.notices(WRITER)
    assert "chưa được đăng: tin chưa có người duyệt, hoặc người đã duyệt không còn quyền" in told.text
    heard = await ward.press(WRITER, told.buttons["Xem bản nháp"])
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    panel = await card(ward, LAN)
    assert await ward.notices(HOA) == []
    (refused,) = await ward.press(HOA, panel.buttons["Duyệt"])
    assert "dành cho" in refused.text
    assert await state(ward) == "pending"


async def test_a_post_whose_author_lost_their_right_is_held_and_an_admin_may_write_it_anew(ward: House) -> None:
    await ward.join(ADMIN)
    await submit(ward)
    panel = await card(ward)
    await ward.press(HOA, panel.buttons["Duyệt"])
    await ward.notices(WRITER)
    await ward.set_role(WRITER, Role.RESIDENT)
    await fire(ward, seconds=20)
    assert await ward.rows(dispatch) == []
    assert await ward.notices(WRITER) == []
    told = (await ward.notices(ADMIN))[-1]
    assert "người soạn không còn quyền đăng tin. Nếu vẫn cần, xin soạn lại" in told.text
    heard = await ward.press(ADMIN, told.buttons["Soạn lại"])
    assert WRONG in heard[0].text
    for other in (HOA, WRITER):
        refused = await ward.press(other, told.buttons["Soạn lại"])
        assert WRONG not in refused[0].text


async def test_only_its_author_throws_a_draft_away(ward: House) -> None:
    await submit(ward)
    number = (await card(ward)).buttons["Duyệt"].split()[1]
    (refused,) = await ward.press(HOA, f"post.drop {number}")
    assert "bấm Trả lại hoặc Từ chối" in refused.text
    assert await state(ward) == "pending"
    await ward.press(WRITER, f"post.drop {number}")
    assert await state(ward) == "cancelled"
    assert "Người soạn đã hủy" in (await ward.press(HOA, f"post.restore {number}"))[0].text
    assert await state(ward) == "cancelled"


async def test_what_was_agreed_to_and_thrown_away_comes_back_without_anybodys_yes(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    number = panel.buttons["Duyệt"].split()[1]
    await ward.press(HOA, panel.buttons["Duyệt"])
    await ward.press(WRITER, f"post.undo {number}")
    (dropped,) = await ward.press(WRITER, f"post.drop {number}")
    await ward.press(WRITER, dropped.buttons["Hoàn tác"])
    assert await state(ward) == "draft"
    assert await ward.rows(approval) == []


# --- one revision -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["title", "date", "piece", "kind", "audience", "urgent", "topic"])
async def test_an_approval_ends_with_any_change(ward: House, what: str) -> None:
    await submit(ward)
    panel = await card(ward)
    number = panel.buttons["Duyệt"].split()[1]
    await ward.press(HOA, panel.buttons["Duyệt"])
    assert len(await ward.rows(approval)) == 1
    typed = {"title": "Tiêu đề khác", "date": "08/07/2026", "piece": f"{WRONG} => {RIGHT}"}
    pressed = {"audience": "post.audience {}", "urgent": "post.urgent {}", "topic": "post.topic {} 1"}
    if what in typed:
        await ward.press(WRITER, f"post.edit {number} {what}")
        await ward.say(WRITER, typed[what])
    else:
        await ward.press(WRITER, pressed.get(what, "post.kind {} resolution").format(number))
    assert await ward.rows(approval) == []
    assert await state(ward) == "draft"
    await fire(ward, minutes=5)
    assert await ward.rows(dispatch) == []
    heard = await ward.press(WRITER, f"post.show {number}")
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    assert await state(ward) == "pending"
    await ward.press(LAN, panel.buttons["Duyệt"])
    assert await state(ward) == "pending", "an older panel approved what it does not show"


async def test_the_panel_of_an_older_form_approves_nothing_and_shows_the_new_one(ward: House) -> None:
    await submit(ward)
    old = await card(ward)
    number = old.buttons["Duyệt"].split()[1]
    heard = await ward.press(WRITER, f"post.audience {number}")
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    heard = await ward.press(HOA, old.buttons["Duyệt"])
    assert "Bản nháp đã đổi" in heard[0].text
    assert "NỘI BỘ CÁN BỘ" in heard[1].text
    await ward.press(HOA, old.buttons["Từ chối"])
    await ward.say(HOA, "Không đúng")
    assert await state(ward) == "pending"
    await ward.press(HOA, heard[-1].buttons["Duyệt"])
    assert await state(ward) == "scheduled"


async def test_two_who_approve_at_one_moment_let_it_go_out_once(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    events = [ward.event(chat, panel.buttons["Duyệt"], pressed=True) for chat in (HOA, LAN, HOA)]
    await asyncio.gather(*map(ward.receive, events))
    assert len(await ward.rows(approval)) == 1
    await fire(ward, seconds=20)
    assert len(await ward.rows(dispatch)) == 1
    (answer,) = await ward.press(LAN, panel.buttons["Duyệt"])
    assert "đã đăng rồi, là tin số 1" in answer.text


async def test_approving_and_changing_at_one_moment_never_sends_what_nobody_saw(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    number = panel.buttons["Duyệt"].split()[1]
    await asyncio.gather(
        ward.receive(ward.event(HOA, panel.buttons["Duyệt"], pressed=True)),
        ward.receive(ward.event(WRITER, f"post.audience {number}", pressed=True)),
    )
    assert await state(ward) == "draft"
    assert await ward.rows(approval) == []


async def test_hoan_tac_by_another_tells_the_author(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    (answer,) = await ward.press(HOA, panel.buttons["Duyệt"])
    await ward.notices(WRITER)
    (undone,) = await ward.press(LAN, answer.buttons["Hoàn tác"])
    assert "chưa gửi cho ai" in undone.text
    (told,) = await ward.notices(WRITER)
    assert "Người 9 vừa dừng tin" in told.text
    assert await state(ward) == "approved"
    heard = await ward.press(WRITER, told.buttons["Xem bản nháp"])
    assert "Đã có người duyệt bản này" in heard[-1].text
    await ward.press(WRITER, heard[-1].buttons["Đăng"])
    await fire(ward, seconds=20)
    assert await state(ward) == "published"


# --- what follows -------------------------------------------------------------------------------------------------


async def test_what_is_told_about_a_post_goes_to_officials_only(ward: House) -> None:
    await submit(ward)
    panel = await card(ward)
    await ward.set_role(WRITER, Role.RESIDENT)
    await ward.press(HOA, panel.buttons["Trả lại"])
    await ward.say(HOA, "Sai số thu")
    assert await ward.notices(WRITER) == []
    written = [row for row in await ward.rows(delivery) if row["chat_id"] == WRITER and row["route"] == TELEGRAM]
    assert not any("Sai số thu" in str(row["content"]) for row in written)
