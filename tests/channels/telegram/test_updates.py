"""Telegram's updates in our words, whatever they hold."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.updates import Me, Update, read_update
from bot.messages.incoming import Event, Incoming

ME = Me(id=42, username="LoaBot")
LAN: dict[str, Any] = {"id": 1001, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn Thị"}
PRIVATE: dict[str, Any] = {"id": 1001, "type": "private", "first_name": "Lan"}
GROUP: dict[str, Any] = {"id": -500, "type": "group", "title": "Tổ 3"}


def read(kind: str, body: object, me: Me = ME) -> Update:
    return read_update({"update_id": 7, kind: body}, me, "42")


def message(chat: dict[str, Any], **fields: object) -> dict[str, Any]:
    return {"message_id": 5, "date": 1, "chat": chat, "from": LAN, **fields}


def said(text: str, **fields: object) -> Incoming:
    incoming = read("message", message(PRIVATE, text=text, **fields)).incoming
    assert incoming is not None
    return incoming


def in_group(text: str, **fields: object) -> Update:
    return read("message", message(GROUP, text=text, **fields))


def heard(text: str, **fields: object) -> Incoming:
    incoming = in_group(text, **fields).incoming
    assert incoming is not None
    return incoming


def test_a_private_text_comes_with_its_key_chat_and_name() -> None:
    assert replace(said("tin mới"), sent_at=None, message_id=None) == Incoming(
        channel="telegram", account="42", event_key="7", chat_id="1001", text="tin mới", name="Lan Nguyễn Thị"
    )


@pytest.mark.parametrize(
    ("date", "sent_at"),
    [
        (1_764_500_000, datetime(2025, 11, 30, 10, 53, 20, tzinfo=UTC)),
        *((odd, None) for odd in (-1, 2**62, "1764500000", None, 1.5, True)),
    ],
)
def test_a_message_is_as_old_as_telegram_says(date: object, sent_at: datetime | None) -> None:
    assert said("tin mới", date=date).sent_at == sent_at


def test_a_deep_link_keeps_its_payload() -> None:
    assert said("/start MOI-7K2P").text == "/start MOI-7K2P"


def test_a_caption_counts_as_text() -> None:
    incoming = read("message", message(PRIVATE, caption="/post", photo=[{}])).incoming
    assert incoming is not None
    assert incoming.text == "/post"


@pytest.mark.parametrize("kind", ["sticker", "photo", "document", "voice", "location"])
def test_what_is_no_text_comes_as_an_empty_text(kind: str) -> None:
    incoming = read("message", message(PRIVATE, **{kind: {}})).incoming
    assert incoming is not None
    assert incoming.text == ""


@pytest.mark.parametrize("kind", ["new_chat_members", "left_chat_member", "pinned_message", "something_new"])
def test_service_messages_say_nothing(kind: str) -> None:
    assert read("message", message(GROUP, **{kind: {}})) == Update()


def test_an_edited_message_says_which_it_was_and_what_it_says_now() -> None:
    incoming = read("edited_message", message(PRIVATE, text="x")).incoming
    assert incoming is not None
    assert (incoming.event, incoming.message_id, incoming.text) == (Event.EDITED, "5", "x")


@pytest.mark.parametrize("fields", [{"text": "/latest"}, {"text": "@loa_bot tin mới"}])
def test_an_edit_in_a_group_is_ignored(fields: dict[str, Any]) -> None:
    assert read("edited_message", message(GROUP, **fields)) == Update()


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post", "poll", "something_new"])
def test_other_kinds_of_updates_are_ignored(kind: str) -> None:
    assert read(kind, message(PRIVATE, text="x")) == Update()


def test_posts_of_a_channel_are_ignored_even_as_messages() -> None:
    assert read("message", message({"id": -100, "type": "channel"}, text="x")) == Update()


def test_other_bots_are_not_answered() -> None:
    assert read("message", message(GROUP, text="/help", **{"from": LAN | {"is_bot": True}})) == Update()


# --- buttons ------------------------------------------------------------------------------------------------------


def press(**fields: object) -> dict[str, Any]:
    return {"id": "99", "from": LAN, "message": message(PRIVATE, text="Chọn"), "data": "read 1", **fields}


def test_a_pressed_button_names_its_message() -> None:
    update = read("callback_query", press())
    assert update.press_id == "99"
    assert update.incoming == Incoming(
        channel="telegram",
        account="42",
        event_key="7",
        chat_id="1001",
        text="read 1",
        pressed=True,
        message_id="5",
        forwardable=True,
        name="Lan Nguyễn Thị",
    )


def test_a_button_of_a_message_too_old_to_be_shown_still_works() -> None:
    update = read("callback_query", press(message={"message_id": 5, "date": 0, "chat": PRIVATE}))
    assert update.incoming is not None
    assert update.incoming.message_id == "5"


def test_a_button_in_a_group_needs_the_rights_of_who_pressed_it() -> None:
    update = read("callback_query", press(message=message(GROUP, text="Chọn")))
    assert update.incoming is not None
    assert update.incoming.speaker == "1001"
    assert update.incoming is not None
    assert update.incoming.group
    assert update.incoming.addressed


@pytest.mark.parametrize("broken", [{"message": None}, {"data": None}, {"message": {"chat": {}}}])
def test_a_button_that_cannot_be_read_is_confirmed_all_the_same(broken: dict[str, Any]) -> None:
    assert read("callback_query", press(**broken)) == Update(press_id="99")


# --- blocking and moving ------------------------------------------------------------------------------------------


def membership(chat: dict[str, Any], status: str) -> Update:
    return read("my_chat_member", {"chat": chat, "from": LAN, "new_chat_member": {"status": status, "user": {}}})


@pytest.mark.parametrize(
    ("before", "after", "greeted"),
    [
        ("left", "member", True),
        ("kicked", "administrator", True),
        ("member", "administrator", False),
        ("administrator", "member", False),
    ],
)
def test_a_group_that_takes_the_bot_in_is_an_event_and_a_promotion_is_none(
    before: str, after: str, greeted: bool
) -> None:
    members = {"old_chat_member": {"status": before}, "new_chat_member": {"status": after}}
    update = read("my_chat_member", {"chat": GROUP, "from": LAN, **members})
    assert (update.incoming is not None and update.incoming.event is Event.JOINED) is greeted


@pytest.mark.parametrize(
    ("chat", "status", "event"),
    [
        (PRIVATE, "kicked", Event.BLOCKED),
        (PRIVATE, "member", Event.UNBLOCKED),
        (GROUP, "kicked", Event.BLOCKED),
        (GROUP, "left", Event.BLOCKED),
    ],
)
def test_blocking_unblocking_and_putting_the_bot_out_are_events(
    chat: dict[str, Any], status: str, event: Event
) -> None:
    incoming = membership(chat, status).incoming
    assert incoming is not None
    assert (incoming.event, incoming.chat_id) == (event, str(chat["id"]))


@pytest.mark.parametrize("status", ["member", "administrator", "restricted"])
def test_a_group_that_lets_the_bot_in_is_greeted_and_not_let_back_in_by_that(status: str) -> None:
    incoming = membership(GROUP, status).incoming
    assert incoming is not None
    assert (incoming.event, incoming.group, incoming.name) == (Event.JOINED, True, "Tổ 3")


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    incoming = read("message", message(GROUP, migrate_to_chat_id=-100777)).incoming
    assert incoming is not None
    assert (incoming.event, incoming.chat_id, incoming.new_chat_id) == (Event.MOVED, "-500", "-100777")


def test_the_supergroups_own_notice_of_that_is_not_a_second_move() -> None:
    chat = {"id": -100777, "type": "supergroup", "title": "Tổ 3"}
    assert read("message", message(chat, migrate_from_chat_id=-500)) == Update()


# --- groups -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/dangky@LoaBot", "/dangky"),
        ("/dangky@loabot dien nuoc", "/dangky dien nuoc"),
        ("/post@LoaBot\ndòng hai", "/post\ndòng hai"),
        ("/dangky", "/dangky"),
        ("@LoaBot tin moi", "tin moi"),
        ("@loabot, tin moi", "tin moi"),
        ("cho hỏi @LoaBot tin moi", "cho hỏi tin moi"),
        ("@LoaBot /dangky", "/dangky"),
        ("@LoaBot", ""),
    ],
)
def test_in_a_group_commands_and_mentions_address_the_bot_and_lose_its_name(text: str, left: str) -> None:
    incoming = heard(text)
    assert incoming.addressed
    assert incoming.text == left


@pytest.mark.parametrize("text", ["chào bà con", "thư gửi ai@LoaBot.vn", "@LoaBotKhac tin moi", "t.me/@LoaBot"])
def test_other_talk_in_a_group_does_not_address_the_bot(text: str) -> None:
    incoming = heard(text)
    assert not incoming.addressed
    assert incoming.text == text


def test_a_command_for_another_bot_is_not_heard() -> None:
    assert in_group("/help@OtherBot") == Update()


def test_until_the_username_is_known_a_command_with_a_name_counts() -> None:
    incoming = read("message", message(GROUP, text="/help@LoaBot"), Me(id=42)).incoming
    assert incoming is not None
    assert incoming.text == "/help"


def test_a_reply_to_the_bots_message_addresses_it() -> None:
    assert heard("2", reply_to_message={"from": {"id": 42}}).addressed
    assert not heard("2", reply_to_message={"from": {"id": 43}}).addressed


def test_a_group_appears_by_its_title_and_not_by_who_typed() -> None:
    assert heard("/tinmoi").name == "Tổ 3"


def test_whoever_speaks_in_a_group_is_named_so_that_their_right_can_be_looked_up() -> None:
    assert heard("/dangky").speaker == "1001"
    assert not heard("/dangky").by_group_admin


def test_an_anonymous_admin_speaks_as_the_group_itself() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "username": "GroupAnonymousBot"}
    update = in_group("/dangky", **{"from": anonymous, "sender_chat": GROUP})
    assert update.incoming is not None
    assert update.incoming.speaker == ""
    assert update.incoming.by_group_admin


def test_a_channel_that_speaks_in_a_group_is_not_its_admin() -> None:
    update = in_group("/dangky", sender_chat={"id": -100999, "type": "channel"})
    assert update.incoming is not None
    assert update.incoming.speaker == ""
    assert not update.incoming.by_group_admin


def test_the_linked_channels_posts_are_not_answered() -> None:
    assert in_group("/dangky", sender_chat={"id": -100999}, is_automatic_forward=True) == Update()


# --- anything at all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        "x",
        [],
        {},
        {"update_id": "7", "message": {}},
        {"update_id": True},
        {"update_id": -7},
        {"update_id": 10**30},
        {"update_id": 7, "message": None},
        {"update_id": 7, "message": {"chat": {"id": "1001", "type": "private"}, "text": "x"}},
        {"update_id": 7, "message": {"chat": PRIVATE, "text": ["x"]}},
        {"update_id": 7, "my_chat_member": {"chat": PRIVATE}},
        {"update_id": 7, "callback_query": {}},
    ],
    ids=repr,
)
def test_a_malformed_update_is_unreadable(raw: object) -> None:
    assert read_update(raw, ME, "42") == Update(readable=False)


FIELDS = (
    *("message", "callback_query", "my_chat_member", "chat", "from", "sender_chat", "reply_to_message", "id", "type"),
    *("text", "caption", "data", "migrate_to_chat_id", "new_chat_member", "status", "title", "first_name", "sticker"),
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["private", "group", "member", "kicked", "/a@LoaBot", "@LoaBot", "a\x00b"])
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=25,
)


@given(ANYTHING, st.sampled_from(["message", "callback_query", "my_chat_member"]))
def test_nothing_that_json_can_say_raises(body: object, kind: str) -> None:
    assert isinstance(read_update(body, ME, "42"), Update)
    update = read(kind, body)
    if update.incoming is not None:
        assert isinstance(update.incoming.chat_id, str)


@pytest.mark.parametrize("protected", [True, False])
def test_a_press_tells_whether_its_message_can_be_forwarded(protected: bool) -> None:
    message: dict[str, Any] = {"message_id": 5, "chat": {"id": 1001, "type": "private"}}
    message |= {"has_protected_content": True} if protected else {}
    press = {"id": "p1", "data": "latest @5", "from": {"id": 1001, "first_name": "Lan"}, "message": message}
    incoming = read_update({"update_id": 1, "callback_query": press}, ME, "1").incoming
    assert incoming is not None
    assert incoming.forwardable is not protected


def test_what_is_said_in_a_topic_names_it_and_a_thread_of_answers_does_not() -> None:
    said = message(GROUP, text="/latest") | {"message_thread_id": 7}
    in_topic, in_thread = (read("message", one).incoming for one in (said | {"is_topic_message": True}, said))
    assert in_topic is not None
    assert in_thread is not None
    assert (in_topic.place, in_thread.place) == ("7", None)
    pressed = press(
        message={"message_id": 5, "date": 0, "chat": GROUP, "message_thread_id": 7, "is_topic_message": True}
    )
    incoming = read("callback_query", pressed).incoming
    assert incoming is not None
    assert incoming.place == "7"
