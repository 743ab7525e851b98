"""What is typed while something is open or on its way: it stops the post, calls for help, or answers what was asked."""

import pytest

from bot.domain.people import Role
from tests.ward import ADMIN, NOTICE, SEED, ZALO, After, House, Past, settings

WRITER, APPROVER, RESIDENT = "7", "5", "9"
PASTED = (
    "Thông báo tạm ngừng cấp nước\n\nXí nghiệp cấp nước ngừng cấp nước khóm 2 từ 8 giờ đến 17 giờ ngày 28/11/2026 để "
    "sửa ống chính trên đường Lê Lợi. Mong bà con thông cảm, trữ sẵn nước để dùng."
)


@Past
async def a_ward(house: House) -> None:
    """A writer, an approver, a subscriber, and two posts."""
    await house.join(ADMIN)
    await house.join(WRITER, Role.WRITER)
    await house.join(APPROVER, Role.APPROVER)
    await house.join(RESIDENT, subscribed=True)
    await house.publish(WRITER, NOTICE)
    await house.publish(WRITER, SEED)
    house.clock.advance(minutes=10)


@pytest.fixture
def ward(after: After) -> House:
    return after(a_ward)


@pytest.fixture
def patient(after: After) -> House:
    """The same ward, in which Đăng can be taken back for a minute."""
    house = after(a_ward)
    return House(house.database, house.clock, settings(undo_seconds=60), keys=house.keys)


# --- a post that is about to go out ---------------------------------------------------------------------------------

STOPPING = (
    "dừng lại",
    "Hoàn tác",
    "hoan tac",
    "huy",
    "khoan đã",
    "khoan!!",
    "đừng đăng",
    "dừng gửi",
    "thôi",
    "sai rồi",
)


@pytest.mark.parametrize("typed", STOPPING)
async def test_whatever_says_stop_after_publishing_stops_that_post(patient: House, typed: str) -> None:
    await patient.publish(WRITER, PASTED)
    heard = await patient.ask(WRITER, typed)
    assert "chưa gửi cho ai" in heard, typed
    patient.clock.advance(minutes=5)
    assert await patient.dues.run_once() == 0
    assert "Không có tin số 3" in await patient.ask(RESIDENT, "/read 3")


async def test_stopping_words_stop_a_post_although_a_question_about_a_draft_is_open(patient: House) -> None:
    await patient.publish(WRITER, PASTED)
    await patient.say(WRITER, "/post")
    assert "chưa gửi cho ai" in await patient.ask(WRITER, "hủy")


async def test_who_stops_what_has_just_gone_is_told_how_to_take_it_back(ward: House) -> None:
    await ward.publish(WRITER, PASTED)
    assert "thuhoi 3" in await ward.ask(WRITER, "dừng lại")
    ward.clock.advance(minutes=5)
    (heard,) = await ward.say(WRITER, "dừng lại")
    assert "unsubscribe" in heard.buttons.values()


async def test_cancelling_beside_a_new_draft_is_not_about_the_post_before_it(ward: House) -> None:
    await ward.publish(WRITER, PASTED)
    await ward.say(WRITER, f"/post {PASTED}")
    assert "thuhoi" not in await ward.ask(WRITER, "hủy")


async def test_a_post_that_waits_for_its_hour_is_asked_about(ward: House) -> None:
    (*_, panel) = await ward.tick(WRITER, await ward.say(WRITER, f"/post {PASTED}"))
    await ward.press(WRITER, panel.buttons["Hẹn giờ"])
    (asked,) = await ward.say(WRITER, "8h sáng mai")
    await ward.press(WRITER, asked.buttons["Hẹn giờ này"])
    (heard,) = await ward.say(WRITER, "hoàn tác")
    assert "tạm ngừng cấp nước" in heard.text
    assert "chưa gửi cho ai" in "\n".join(one.text for one in await ward.press(WRITER, heard.buttons["Hoàn tác"]))


async def test_a_resident_who_says_stop_has_stopped_and_an_official_with_nothing_on_its_way_is_asked(
    ward: House,
) -> None:
    assert (await ward.ask(RESIDENT, "dừng lại")).startswith("Đã ngừng gửi tin.")
    await ward.press(WRITER, "subscribe.agree")
    (heard,) = await ward.say(WRITER, "dừng lại")
    assert "Hiện không có tin nào của anh/chị sắp đi" in heard.text
    assert (await ward.ask(WRITER, "hủy đăng ký")).startswith("Đã ngừng gửi tin.")


async def scheduled(ward: House) -> None:
    """A post of the writer waits for tomorrow."""
    (*_, panel) = await ward.tick(WRITER, await ward.say(WRITER, f"/post {PASTED}"))
    await ward.press(WRITER, panel.buttons["Hẹn giờ"])
    (asked,) = await ward.say(WRITER, "8h sáng mai")
    await ward.press(WRITER, asked.buttons["Hẹn giờ này"])


async def test_a_stray_cancelling_word_is_about_the_draft_at_hand_and_never_about_another_post(ward: House) -> None:
    await scheduled(ward)
    await ward.say(WRITER, "/post Thông báo phát cây giống\n\nPhát cây giống ở khóm 5 lúc 8 giờ ngày 30/11/2026.")
    (heard,) = await ward.say(WRITER, "hủy")
    assert "phát cây giống" in heard.text
    assert "cấp nước" not in heard.text
    assert "Đã hủy bản nháp “Thông báo phát cây giống”" in (await ward.press(WRITER, heard.buttons["Hủy"]))[0].text
    assert "cấp nước" not in await ward.ask(WRITER, "hủy")


async def test_a_draft_that_is_reopened_after_a_post_went_out_is_what_a_cancelling_word_is_about(ward: House) -> None:
    heard = await ward.say(WRITER, "/post Thông báo phát cây giống\n\nPhát cây giống ở khóm 5 ngày 30/11/2026.")
    await ward.publish(WRITER, PASTED)
    await ward.press(WRITER, heard[-1].buttons["Khẩn"])
    assert "phát cây giống" in await ward.ask(WRITER, "hủy")


@pytest.mark.parametrize("typed", ["hoàn tác", "Hoan tac"])
async def test_the_typed_word_brings_back_the_draft_that_was_just_thrown_away(ward: House, typed: str) -> None:
    await scheduled(ward)
    heard = await ward.say(WRITER, "/post Thông báo phát cây giống\n\nPhát cây giống ở khóm 5 ngày 30/11/2026.")
    await ward.press(WRITER, heard[-1].buttons["Hủy"])
    heard = await ward.say(WRITER, typed)
    assert "Thông báo phát cây giống" in heard[-2].text
    assert "Đăng" in heard[-1].buttons


async def test_nobody_stops_anothers_post_by_such_words(patient: House) -> None:
    await patient.publish(WRITER, PASTED)
    (heard,) = await patient.say(APPROVER, "dừng lại")
    assert "chưa gửi cho ai" not in heard.text


# --- within a step ----------------------------------------------------------------------------------------------------

REASON = "/thuhoi 1"
STEPS = {
    "a reason": (REASON,),
    "a text": ("/post",),
    "a correction": ("/dinhchinh 1",),
}


@pytest.mark.parametrize("step", STEPS)
async def test_a_cry_for_help_is_answered_within_every_step_and_said_again_it_is_the_answer(
    ward: House, step: str
) -> None:
    for said in STEPS[step]:
        await ward.say(WRITER, said)
    heard = await ward.ask(WRITER, "chay nha hem 14")
    assert heard.startswith("Gọi ngay 114")
    assert "gửi lại lần nữa" in heard
    assert "Gọi ngay" not in await ward.ask(WRITER, "chay nha hem 14")


@pytest.mark.parametrize("step", STEPS)
async def test_another_command_within_a_step_is_done_and_no_answer(ward: House, step: str) -> None:
    for said in STEPS[step]:
        await ward.say(WRITER, said)
    assert "thu hồi tin số 2" in await ward.ask(WRITER, "xoa tin 2")


@pytest.mark.parametrize("step", STEPS)
async def test_who_wants_no_more_news_has_stopped_within_every_step(ward: House, step: str) -> None:
    await ward.press(WRITER, "subscribe.agree")
    for said in STEPS[step]:
        await ward.say(WRITER, said)
    assert "Đã ngừng gửi tin" in await ward.ask(WRITER, "hủy đăng ký")


async def test_what_only_sounds_like_a_command_is_the_reason_that_was_asked_for(ward: House) -> None:
    for reason in ("đăng tin nhầm ngày rồi, mai mới cúp điện", "tin sai giờ", "họp dời sang tuần sau"):
        await ward.say(WRITER, REASON)
        assert reason in await ward.ask(WRITER, reason)
        await ward.say(WRITER, "hủy")


@pytest.mark.parametrize("typed", ["xoa nhap", "hủy bản nháp", "thôi không đăng nữa", "khoan đã", "dừng lại"])
async def test_a_text_that_is_being_collected_is_given_up_in_many_words(ward: House, typed: str) -> None:
    await ward.say(WRITER, "/post")
    await ward.say(WRITER, "Phần một của bài")
    assert "muốn bỏ hết những gì vừa gửi?" in await ward.ask(WRITER, typed)
    assert "Đã hủy" in await ward.ask(WRITER, typed)
    assert "chưa hiểu" not in await ward.ask(WRITER, "tin mới")


async def test_the_drafts_asked_for_while_a_text_is_collected_tell_of_it(ward: House) -> None:
    await ward.say(WRITER, "/post")
    await ward.say(WRITER, "Phần một của bài")
    heard = await ward.ask(WRITER, "/nhap")
    assert "chưa thành bản nháp" in heard
    assert "Đã nhận 2 phần" in await ward.ask(WRITER, "Phần hai")


async def test_an_everyday_notice_keeps_its_own_words_for_nothing(ward: House) -> None:
    await ward.press(WRITER, "template power")
    await ward.say(WRITER, "hẻm 47")
    await ward.say(WRITER, "7h đến 11h ngày 28/11/2026")
    heard = await ward.say(WRITER, "không có")
    assert "không có" not in "\n".join(one.text for one in heard).lower()


async def test_an_everyday_notice_takes_no_command_and_no_chatter_for_a_time(ward: House) -> None:
    await ward.press(WRITER, "template power")
    assert "câu trả lời bằng chữ" in await ward.ask(WRITER, "??")
    await ward.say(WRITER, "hẻm 47")
    for typed in ("hẻm 47", "chưa rõ nữa", "sếp bảo vậy", "0296 3841 113"):
        assert "Chưa thấy giờ hay ngày nào" in await ward.ask(WRITER, typed)
    assert "Vì sao cúp điện" in await ward.ask(WRITER, "7h đến 11h ngày 28/11/2026")


# --- consent, codes, numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ["telegram:1", ZALO])
@pytest.mark.parametrize("typed", ["đồng ý", "dong y", "Tôi đồng ý ạ", "OK đồng ý"])
async def test_agreeing_may_be_typed_below_the_consent_text(ward: House, route: str, typed: str) -> None:
    await ward.say("20", "/subscribe", route=route)
    assert "Đã đăng ký" in await ward.ask("20", typed, route=route)


@pytest.mark.parametrize("typed", ["không đồng ý", "ok", "đồng ý là gì vậy bot ơi cho hỏi"])
async def test_nobody_is_subscribed_by_other_words(ward: House, typed: str) -> None:
    await ward.say("20", "/subscribe")
    assert "Đã đăng ký" not in await ward.ask("20", typed)
    assert "Nhận tin: không" in await ward.ask("20", "/privacy")


async def test_agreeing_with_nothing_asked_subscribes_nobody(ward: House) -> None:
    await ward.say("20", "đồng ý")
    assert "Nhận tin: không" in await ward.ask("20", "/privacy")


async def test_below_the_consent_text_all_else_is_answered_as_ever(ward: House) -> None:
    await ward.say("20", "/subscribe")
    assert "cúp điện" in (await ward.ask("20", "bao gio cup dien")).lower()
    assert (await ward.ask("20", "cháy nhà")).startswith("Gọi ngay 114")
    assert "Đã đăng ký" in await ward.ask("20", "đồng ý")


async def test_the_second_tap_on_ones_own_code_is_told_that_it_worked(ward: House) -> None:
    invited = await ward.ask(ADMIN, "/invite writer")
    code = next(
        word for word in invited.replace(".", " ").split() if len(word) == 10 and word.isalnum() and word.isupper()
    )
    assert "Đã nhận mã" in await ward.ask("21", f"/start {code}")
    assert "Đã nhận mã" in await ward.ask("21", f"/start {code}")
    assert "không đúng" in await ward.ask("22", f"/start {code}")


async def test_a_lone_number_opens_that_post(ward: House) -> None:
    await ward.say(RESIDENT, "tin mới")
    assert "hẻm 47" in await ward.ask(RESIDENT, "1")
    assert "Không có tin số 77" in await ward.ask(RESIDENT, "77")


@pytest.mark.parametrize("typed", ["duyệt 12", "duyet", "đăng đi", "từ chối 3"])
async def test_a_word_of_a_drafts_button_leads_officials_to_what_waits(ward: House, typed: str) -> None:
    await ward.say(WRITER, f"/post {PASTED}")
    assert "đang soạn" in await ward.ask(WRITER, typed)


# --- a notice without its command -------------------------------------------------------------------------------------


async def test_a_notice_that_an_official_pastes_is_offered_to_be_posted(ward: House) -> None:
    (heard,) = await ward.say(WRITER, PASTED)
    assert heard.buttons["Soạn tin"] == "post.offered"
    (*_, panel) = await ward.press(WRITER, "post.offered")
    assert "Đăng" in panel.buttons


async def test_what_was_pasted_in_two_pieces_is_one_text_and_may_be_forgotten(ward: House) -> None:
    await ward.say(WRITER, PASTED)
    await ward.say(WRITER, PASTED.replace("khóm 2", "khóm 9"))
    heard = await ward.say(WRITER, "soạn tin")
    assert "khóm 9" in "\n".join(one.text for one in heard)
    await ward.say(WRITER, PASTED)
    assert "Đã hủy" in await ward.ask(WRITER, "thôi")
    assert "không dùng được nữa" in (await ward.press(WRITER, "post.offered"))[0].text


async def test_what_is_pasted_later_is_another_text_and_takes_the_place_of_the_first(ward: House) -> None:
    await ward.say(WRITER, PASTED)
    ward.clock.advance(minutes=2)
    await ward.say(WRITER, PASTED.replace("khóm 2", "khóm 9"))
    ward.clock.advance(seconds=40)
    await ward.say(WRITER, PASTED.replace("khóm 2", "khóm 8"))
    said = "\n".join(one.text for one in await ward.say(WRITER, "soạn tin"))
    assert "khóm 9" in said
    assert "khóm 8" in said
    assert "khóm 2" not in said


async def test_a_resident_who_pastes_the_same_is_offered_nothing(ward: House) -> None:
    (heard,) = await ward.say(RESIDENT, PASTED)
    assert "post.offered" not in heard.buttons.values()


# --- a notice while something is asked --------------------------------------------------------------------------------

OPENED = {
    "why a post is withdrawn": (REASON,),
    "whether it is": (REASON, "nhầm ngày"),
    "what is wrong in a post": ("/dinhchinh 1",),
    "a title": ("post.edit 3 title",),
    "a day": ("post.edit 3 date",),
    "an hour": ("post.when 3",),
    "files": ("post.files 3",),
}


async def opened(ward: House, name: str) -> None:
    await ward.say(WRITER, "/post Thông báo phát cây giống\n\nPhát cây giống ở khóm 5 lúc 8 giờ ngày 30/11/2026.")
    for said in OPENED[name]:
        await (ward.press if said.startswith("post.") else ward.say)(WRITER, said)


@pytest.mark.parametrize("name", OPENED)
async def test_a_notice_that_is_typed_while_something_is_asked_is_kept_and_offered(ward: House, name: str) -> None:
    await opened(ward, name)
    (heard,) = await ward.say(WRITER, PASTED)
    assert list(heard.buttons) == ["Soạn tin", "Thôi", "Dùng để trả lời"]
    (exact, panel) = await ward.press(WRITER, heard.buttons["Soạn tin"])
    assert "tạm ngừng cấp nước" in exact.text
    assert "Đăng" in panel.buttons


async def test_what_was_asked_waits_on_beside_a_text_that_is_offered_or_not_wanted(ward: House) -> None:
    await opened(ward, "whether it is")
    (heard,) = await ward.say(WRITER, PASTED)
    assert "vẫn chờ" in (await ward.press(WRITER, heard.buttons["Thôi"]))[0].text
    assert "không dùng được nữa" in (await ward.press(WRITER, heard.buttons["Soạn tin"]))[0].text
    await ward.say(WRITER, PASTED)
    assert "Đã thu hồi tin số 1" in (await ward.press(WRITER, "withdraw.yes 1"))[0].text


async def test_what_looks_like_a_notice_may_be_the_answer_after_all(ward: House) -> None:
    await opened(ward, "why a post is withdrawn")
    (heard,) = await ward.say(WRITER, PASTED)
    (asked,) = await ward.press(WRITER, heard.buttons["Dùng để trả lời"])
    assert "Lý do: Thông báo tạm ngừng cấp nước Xí nghiệp" in asked.text
    assert "Thu hồi" in asked.buttons


async def test_many_corrections_in_one_message_are_no_notice(ward: House) -> None:
    await opened(ward, "what is wrong in a post")
    many = "8 giờ => 9 giờ\n11 giờ => 12 giờ\nĐiện lực cúp điện hẻm 47 từ => Điện lực Long Xuyên cúp điện hẻm 47 từ"
    assert "9 giờ" in (await ward.say(WRITER, many))[-1].text


async def test_a_notice_that_comes_too_late_for_a_question_may_be_posted_too(ward: House) -> None:
    await opened(ward, "a title")
    ward.clock.advance(hours=2)
    (heard,) = await ward.say(WRITER, PASTED)
    (_, panel) = await ward.press(WRITER, heard.buttons["Soạn tin"])
    assert "Đăng" in panel.buttons
