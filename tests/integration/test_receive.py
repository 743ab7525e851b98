"""An event comes in: its effects happen once, its answer is stored with them, and nothing people send breaks it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.chat.request import WAITS
from bot.domain.people import Role
from bot.errors import InvalidError
from bot.messages.incoming import Event
from bot.services import Services
from bot.storage.tables import address, conversation, delivery, inbox, job, person, post
from tests.ward import ADMIN, NOTICE, Heard, House, event, group_message


def replace_handler(house: House, name: str, handler: Any) -> None:
    """Put another handler behind a command, as a feature of ours with a mistake in it."""
    house.router._by_name[name] = replace(house.router._by_name[name], handler=handler)


# --- once, and never lost ---------------------------------------------------------------------------------------


async def test_the_same_event_twice_has_one_effect_and_one_answer(house: House) -> None:
    incoming = house.event("7", "/start")
    assert len(await house.hear(incoming)) == 1
    assert await house.hear(incoming) == []
    assert len(await house.rows(person)) == 1
    assert len(await house.rows(inbox)) == 1


async def test_the_same_event_arriving_twice_at_one_moment_has_one_effect(house: House) -> None:
    await house.join("7")
    house.claimed.clear()
    incoming = house.event("7", "/latest")
    await asyncio.gather(*(house.receive(incoming) for _ in range(4)))
    assert len(house.claimed) == 1


async def test_two_first_messages_at_one_moment_are_both_answered_and_make_one_person(house: House) -> None:
    await asyncio.gather(house.receive(house.event("7", "/start")), house.receive(house.event("7", "/latest")))
    texts = [Heard.of(row).text for row in house.claimed]
    assert len(texts) == 2
    assert not [text for text in texts if "trục trặc" in text]
    assert len(await house.rows(person)) == 1
    assert {row["state"] for row in await house.rows(inbox)} == {"done"}


async def test_parts_of_a_pasted_text_arriving_at_one_moment_are_all_kept(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    await asyncio.gather(*(house.receive(house.event("7", f"phần {number}")) for number in range(6)))
    (row,) = await house.rows(conversation)
    assert sorted(row["data"]["parts"]) == [f"phần {number}" for number in range(6)]


async def test_a_handler_that_raises_is_rolled_back_apologised_for_and_not_repeated(house: House) -> None:
    async def broken(request: Any, services: Services) -> None:
        await services.subscriptions.subscribe(request.viewer)
        raise ZeroDivisionError("mật khẩu 12345")

    await house.join("7")
    replace_handler(house, "latest", broken)
    incoming = house.event("7", "/latest")
    (heard,) = await house.hear(incoming)
    assert "trục trặc" in heard.text
    (row,) = [row for row in await house.rows(inbox) if row["event_key"] == incoming.event_key]
    assert (row["state"], row["error"]) == ("failed", "ZeroDivisionError")
    assert [row["subscribed"] for row in await house.rows(person)] == [False]
    assert await house.hear(incoming) == []
    assert "trục trặc" not in await house.ask("7", "/targets")


async def test_a_refusal_stores_nothing_but_its_answer(house: House) -> None:
    async def refuses(request: Any, services: Services) -> None:
        await services.subscriptions.subscribe(request.viewer)
        request.talk.open("post.title", {"post": 1}, request.now + WAITS)
        raise InvalidError("date")

    await house.join("7")
    replace_handler(house, "latest", refuses)
    incoming = house.event("7", "/latest")
    (heard,) = await house.hear(incoming, deliver=False)
    assert "08/07/2023" in heard.text
    assert [row["subscribed"] for row in await house.rows(person)] == [False]
    assert [row for row in await house.rows(conversation) if row["step"] is not None] == []
    assert [row["state"] for row in await house.rows(inbox)] == ["done", "done"]
    assert len(await house.rows(delivery)) == 1


async def test_an_answer_stands_leased_in_the_database_before_anything_is_sent(house: House) -> None:
    await house.join("7")
    await house.hear(house.event("7", "/latest"), deliver=False)
    (row,) = await house.rows(delivery)
    assert (row["state"], row["attempts"]) == ("sending", 1)
    assert row["claim"]
    assert row["lease_until"] - row["not_before"] == timedelta(seconds=30)
    assert row["expires_at"] - row["not_before"] == timedelta(minutes=10)


async def test_an_answer_that_was_sent_leaves_no_row(house: House) -> None:
    await house.say("7", "/start")
    assert await house.rows(delivery) == []


# --- what people type -----------------------------------------------------------------------------------------


TYPED = (
    ("/latest", "Phường chưa đăng tin nào"),
    ("TIN MOI", "Phường chưa đăng tin nào"),
    ("Tin mới nhất", "Phường chưa đăng tin nào"),
    ("/Moinhat", "Phường chưa đăng tin nào"),
    ("/latest@LoaBot", "Phường chưa đăng tin nào"),
    ("chi tieu", "Phường chưa công bố chỉ tiêu nào"),
    ("Chỉ tiêu", "Phường chưa công bố chỉ tiêu nào"),
    ("  /chitieu  ", "Phường chưa công bố chỉ tiêu nào"),
    ("tim cup dien", "Chưa tìm thấy tin nào có “cup dien”"),
    ("Tìm kiếm cúp điện", "Chưa tìm thấy tin nào có “cúp điện”"),
    ("ket qua ngan sach", "Chưa có số liệu nào về “ngan sach”"),
    ("doc 12", "Không có tin số 12"),
    ("xem tin 12", "Không có tin số 12"),
    ("họp", "Phường chưa đăng tin họp, hội nghị nào"),
    ("dang ky", "Đồng ý"),
    ("ngung", "hiện không đăng ký"),
    ("rieng tu", "Phường đang lưu về bà con"),
    ("trợ giúp", "cứ gõ như nói chuyện"),
    ("trợ giúp tất cả", "/moinhat – Tin mới nhất của phường."),
    ("cho xem tất cả lệnh", "/moinhat – Tin mới nhất của phường."),
    ("HỦY", "Hiện không có việc gì đang làm dở"),
    ("", "bot chỉ đọc được chữ"),
    ("\x00\x01", "bot chỉ đọc được chữ"),
    ("/", "Bot chưa hiểu ý"),
    ("/khongcolenh", "Bot chưa hiểu ý"),
    ("asdkjh", "phường chưa có tin về “asdkjh”.\nCần hỏi ngay, xin gọi phường: 0296 3841 000."),
    ("tin so 12", "Không có tin số 12"),
    ("đăng kí nhận tin", "Bấm Đồng ý bên dưới"),
    ("😀", "Bot chưa hiểu ý"),
    ("/dangtin xin chào", "Việc này dành cho cán bộ soạn tin"),
    ("nhan su", "Việc này dành cho quản trị"),
)
"""What residents type, with what they are answered."""


async def test_what_a_resident_types_is_understood(house: House) -> None:
    for number, (typed, answer) in enumerate(TYPED, 100):
        heard = await house.say(str(number), typed)
        said = "\n".join([one.text for one in heard] + [label for one in heard for label in one.buttons])
        assert answer in said, f"{typed!r} was answered {said!r}"


async def test_an_unknown_command_gets_three_ways_on_that_the_person_may_use_as_buttons(house: House) -> None:
    (heard,) = await house.say("7", "/muonxemketqu")
    assert len(heard.buttons) == 3
    assert not set(heard.buttons.values()) & {"post", "invite", "people", "revoke", "ward", "target"}
    for data in heard.buttons.values():
        assert "trục trặc" not in "".join(one.text for one in await house.press("7", data))


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.WRITER])
async def test_a_forged_button_gets_a_sentence(house: House, role: Role) -> None:
    await house.join("7", role)
    for data in ("", "x", "post.publish", "post.publish 1", "post.tick 1 1 99999999999999999", "read"):
        heard = await house.press("7", data)
        assert heard, data
        assert "trục trặc" not in heard[0].text, data


@pytest.mark.parametrize("rest", ["", "99999999999999999999", "1 @5 ١"])
async def test_no_button_with_wrong_data_breaks_a_handler(house: House, rest: str) -> None:
    await house.join(ADMIN, Role.ADMIN)
    names = [*house.router._by_name, *house.router.actions]
    for name in names:
        if name != "privacy.erase":
            heard = await house.press(ADMIN, f"{name} {rest}".strip())
            assert not [one for one in heard if "trục trặc" in one.text], name


# --- hostile texts --------------------------------------------------------------------------------------------

HOSTILE = [
    "<b>đậm</b> & <script>alert(1)</script>",
    "nul\x00giữa",
    "nửa \ud83d đôi",
    "‮ngược‬ \u200b\u2028\u2029",
    "'; DROP TABLE person; --",
    "{number} %s %(x)s {0}",
    "👨‍👩‍👧‍👦🇻🇳",
    "\\\"'`*_[](~)",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_whatever_people_write_in_names_and_texts_is_stored_and_escaped(house: House, text: str) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post Thông báo {text}\n\nNội dung {text} hết.", name=text)
    assert not [one for one in heard if "trục trặc" in one.text]
    heard += await house.say("7", "/privacy", name=text)
    heard += await house.publish("7", f"Tiêu đề {text}\n\n{text}")
    for question in ("/latest", "/read 1", f"/search {text}", f"/results {text}", text):
        heard += await house.say("7", question, name=text)
    assert not [one for one in heard if "trục trặc" in one.text]
    for one in heard:
        assert "<script" not in one.markup
        assert "</b> &" not in one.markup
    (stored,) = await house.rows(person)
    assert "\x00" not in stored["name"]


async def test_a_megabyte_of_text_gets_one_short_answer(house: House) -> None:
    await house.join("7", Role.WRITER)
    for start in ("", "/post ", "/search ", "/results ", "/read ", "/topics ", "chi tieu ", "tim "):
        for size in (999_000, 1_000_001):
            heard = await house.say("7", start + "đ " * (size // 2))
            assert len(heard) == 1, (start, size)
            assert len(heard[0].text) < 1000, (start, size)
    assert await house.rows(post) == []


async def test_a_megabyte_name_is_cut(house: House) -> None:
    await house.say("7", "/start", name="tên " * 300_000)
    (row,) = await house.rows(person)
    assert len(row["name"]) <= 64


# --- groups ---------------------------------------------------------------------------------------------------


async def test_in_a_group_words_that_are_not_for_the_bot_leave_no_trace(house: House) -> None:
    assert await house.hear(group_message(house, "chi tieu nha ai", addressed=False)) == []
    assert await house.rows(person) == []


async def test_in_a_group_commands_of_writers_answer_that_they_work_in_private(house: House) -> None:
    await house.join(ADMIN, Role.ADMIN)
    forms = ("/post xin chào", "/invite writer", "/people", "/ward", "/target a", "/topics them X", "/areas bo X")
    for typed in forms:
        (heard,) = await house.hear(group_message(house, typed, by_group_admin=True))
        assert "nhắn riêng cho bot" in heard.text, typed
    assert await house.rows(post) == []


async def test_only_an_admin_of_the_group_subscribes_it(house: House) -> None:
    for incoming in (group_message(house, "/subscribe"), group_message(house, "subscribe.agree", pressed=True)):
        (heard,) = await house.hear(incoming)
        assert "chỉ quản trị viên của nhóm" in heard.text
    assert [row["subscribed"] for row in await house.rows(person)] == [False]
    await house.hear(group_message(house, "subscribe.agree", pressed=True, by_group_admin=True))
    assert [row["subscribed"] for row in await house.rows(person)] == [True]
    for incoming in (
        group_message(house, "/unsubscribe"),
        group_message(house, "privacy.erase", pressed=True),
        group_message(house, "privacy.export", pressed=True),
        group_message(house, "/privacy"),
        group_message(house, "topics.toggle 1", pressed=True),
    ):
        (heard,) = await house.hear(incoming)
        assert "chỉ quản trị viên của nhóm" in heard.text, incoming.text
    await house.hear(group_message(house, "/unsubscribe", by_group_admin=True))
    assert [row["subscribed"] for row in await house.rows(person)] == [False]


async def test_an_invite_code_typed_in_a_group_gives_nobody_a_role_and_stays_good(house: House) -> None:
    async with house.services() as services:
        code = await services.people.make_code(Role.WRITER, None)
    (heard,) = await house.hear(group_message(house, f"/start {code}"))
    assert "nhắn riêng" in heard.text
    assert "cán bộ soạn tin" in await house.ask("7", code)


async def test_a_group_gets_help_for_residents_only(house: House) -> None:
    for typed in ("/help", "/help tất cả"):
        (heard,) = await house.hear(group_message(house, typed))
        assert "Khẩn cấp: công an 113" in heard.text
        assert "/dangtin" not in heard.text
    assert "/moinhat" in heard.text


async def test_help_is_four_large_choices_and_every_command_behind_a_fifth(house: House) -> None:
    await house.join("8")
    (heard,) = await house.say("8", "tro giup")
    news, coming, phone, subscribe = "Tin mới", "Sắp tới có gì", "Số điện thoại phường", "Đăng ký nhận tin"
    assert list(heard.buttons) == [news, coming, phone, subscribe, "Xem tất cả lệnh"]
    assert "/" not in heard.text
    (every,) = await house.press("8", heard.buttons["Xem tất cả lệnh"])
    assert "/riengtu – Xem, tải về hoặc xóa dữ liệu của mình." in every.text
    assert "/dangtin" not in every.text
    await house.join("7", Role.WRITER)
    (heard,) = await house.say("7", "trợ giúp")
    assert list(heard.buttons) == ["Đăng tin", "Bản nháp", "Chỉ tiêu", "Thống kê", "Xem tất cả lệnh"]
    assert "/dangtin" in heard.text
    assert "/moinhat" not in heard.text


# --- conversations ----------------------------------------------------------------------------------------------


async def test_a_conversation_takes_the_next_message_and_a_command_still_works_in_between(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    assert "Phường chưa đăng tin nào" in await house.ask("7", "/latest")
    assert "Không có tin số 99" in await house.ask("7", "/read 99")
    assert "Đã nhận 1 phần" in await house.ask("7", "chi tieu cua phuong")
    assert "muốn bỏ hết những gì vừa gửi" in await house.ask("7", "hủy")
    assert "Đã hủy việc đang làm" in await house.ask("7", "hủy")
    assert "Phường chưa công bố chỉ tiêu" in await house.ask("7", "chi tieu")


@pytest.mark.parametrize("what", ["title", "date", "text"])
async def test_who_is_revoked_in_the_middle_of_a_conversation_is_refused_once_and_then_free(
    house: House, what: str
) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    number = heard[-1].buttons["Sửa"].split()[1]
    await house.press("7", f"post.edit {number} {what}")
    await house.set_role("7", Role.RESIDENT)
    assert "dành cho cán bộ soạn tin" in await house.ask("7", "Tiêu đề mới")
    assert "Phường chưa công bố chỉ tiêu" in await house.ask("7", "chi tieu")


@pytest.mark.parametrize("end", ["Đăng", "Hủy"])
async def test_a_draft_button_answers_an_open_question_for_a_title(house: House, end: str) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    number = heard[-1].buttons["Sửa"].split()[1]
    await house.press("7", f"post.edit {number} title")
    await house.press("7", heard[-1].buttons[end])
    # What is typed next is a question again, and no title.
    assert "chỉ tiêu" in (await house.ask("7", "chi tieu")).lower()


async def test_a_date_that_cannot_be_read_is_asked_for_again(house: House) -> None:
    await house.join("7", Role.WRITER)
    heard = await house.say("7", f"/post {NOTICE}")
    await house.press("7", f"post.edit {heard[-1].buttons['Sửa'].split()[1]} date")
    assert "Chưa đọc được ngày" in await house.ask("7", "hôm qua")
    assert "08/07/2023" in await house.ask("7", "8/7/2023")


# --- other events -----------------------------------------------------------------------------------------------


async def test_blocking_switches_the_address_off_and_unblocking_or_writing_on_again(house: House) -> None:
    await house.join("7", subscribed=True)
    assert await house.hear(event(house, "7", Event.BLOCKED)) == []
    assert [row["active"] for row in await house.rows(address)] == [False]
    await house.hear(event(house, "7", Event.UNBLOCKED))
    assert [row["active"] for row in await house.rows(address)] == [True]
    await house.hear(event(house, "7", Event.BLOCKED))
    await house.say("7", "tin moi")
    assert [row["active"] for row in await house.rows(address)] == [True]
    assert [row["subscribed"] for row in await house.rows(person)] == [True]


async def test_events_about_people_nobody_knows_change_nothing(house: House) -> None:
    for what in (Event.BLOCKED, Event.UNBLOCKED, Event.MOVED):
        assert await house.hear(event(house, "404", what, new_chat_id="405")) == []
    assert await house.rows(person) == []


async def test_a_group_that_moves_keeps_its_subscription_under_its_new_id(house: House) -> None:
    await house.hear(group_message(house, "subscribe.agree", pressed=True, by_group_admin=True))
    await house.hear(event(house, "-500", Event.MOVED, new_chat_id="-100500", group=True))
    await house.join("7", Role.WRITER)
    await house.publish("7", NOTICE)
    assert await house.pushes() == ["-100500"]


async def test_a_group_that_wrote_under_its_new_id_before_it_moved_gets_one_copy(house: House) -> None:
    await house.hear(group_message(house, "subscribe.agree", pressed=True, by_group_admin=True))
    await house.hear(house.event("-100500", "/help", group=True, name="Nhóm khóm 3"))
    await house.hear(event(house, "-500", Event.MOVED, new_chat_id="-100500", group=True))
    await house.join("7", Role.WRITER)
    await house.publish("7", NOTICE)
    assert await house.pushes() == ["-100500"]


async def test_jobs_wait_as_rows_until_their_time(house: House) -> None:
    await house.join("7", Role.WRITER)
    await house.say("7", "/post")
    assert [row["kind"] for row in await house.rows(job)] == ["post.timeout"]
    assert await house.work() == []
