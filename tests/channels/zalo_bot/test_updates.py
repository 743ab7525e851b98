"""Reading Zalo's events: whatever comes, a word of what it says or nothing, and never an error."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot.updates import read_update
from bot.messages.incoming import FileKind

NAMES = ["message.text.received", "message.image.received", "message.sticker.received", "message.unsupported.received"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), "\ud800"])
    | st.floats(allow_nan=False)
    # With halves of a surrogate pair.
    | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["message_id", "date", "from", "chat", "text", "photo", "photo_url", "caption", "sticker"]


def event(name: str = "message.text.received", /, **told: Any) -> dict[str, Any]:
    message = {
        "message_id": "2d758cb5e222177a4e01",
        "date": 1_790_000_000_123,
        "from": {"id": "6ede9afa", "display_name": "Nguyễn Văn A", "is_bot": False},
        "chat": {"id": "6ede9afa", "chat_type": "PRIVATE"},
        "text": "chào",
    }
    return {"event_name": name, "message": message | told}


def test_a_date_is_milliseconds_or_seconds_and_nonsense_is_none() -> None:
    for told, said in (
        (1_790_000_000_123, datetime(2026, 9, 21, 14, 13, 20, 123000, tzinfo=UTC)),
        (1_790_000_000, datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)),
        (0, None),
        (-5, None),
        (10**30, None),
        (10**400, None),
        (-(10**400), None),
        (float("inf"), None),
        (float("nan"), None),
        ("1790000000123", None),
        (True, None),
    ):
        incoming = read_update(event(date=told), "1", groups=False).incoming
        assert incoming is not None
        assert incoming.sent_at == said


def test_an_id_that_cannot_be_stored_is_none() -> None:
    for told in ("", "a b", "a\x00", "\ud800", "a\udfffb", "a" * 129, 10**400, 10**5000, -(10**5000), True, None, 1.5):
        assert not read_update(event(message_id=told), "1", groups=False).readable
        assert not read_update(event(chat={"id": told}), "1", groups=False).readable
    assert read_update(event(message_id=7, chat={"id": 10**127}), "1", groups=False).incoming is not None


def test_a_name_is_the_first_of_its_fields_that_holds_one() -> None:
    for who, name in (
        ({"display_name": "Lan", "name": "X"}, "Lan"),
        ({"display_name": " ", "name": "Lan"}, "Lan"),
        ({"first_name": "Lan"}, "Lan"),
        ({"display_name": 7}, ""),
        ("Lan", ""),
    ):
        incoming = read_update(event(**{"from": who}), "1", groups=False).incoming
        assert incoming is not None
        assert incoming.name == name


def test_one_key_is_one_message_of_one_chat_and_flat_and_wrapped_are_the_same() -> None:
    flat = event()
    keys = [
        read_update(one, "1", groups=False).incoming
        for one in (flat, {"ok": True, "result": flat}, event(message_id="b"), event(chat={"id": "other"}))
    ]
    assert keys[0] == keys[1]
    assert len({one.event_key for one in keys if one}) == 3


def test_other_bots_are_not_answered_and_a_picture_from_nowhere_is_something_else() -> None:
    assert read_update(event(**{"from": {"id": "9", "is_bot": True}}), "1", groups=False).incoming is None
    for url in ("ftp://a/b", "file:///etc/passwd", 7, None, "https://x/" + "a" * 3000):
        incoming = read_update(event("message.image.received", photo_url=url), "1", groups=False).incoming
        assert incoming is not None
        assert incoming.document is not None
        assert incoming.document.kind is FileKind.OTHER


@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6),
    st.sampled_from([*NAMES, "message.future.received"]) | JSON,
    st.booleans(),
    st.booleans(),
)
def test_whatever_comes_is_read_or_left_and_read_again_the_same(
    odd: dict[str, Any], name: Any, wrapped: bool, groups: bool
) -> None:
    raw: dict[str, Any] = event(**odd) | {"event_name": name}
    raw = {"ok": True, "result": raw} if wrapped else raw
    raw = json.loads(json.dumps(raw))
    update = read_update(raw, "1", groups=groups, bot_name="Bot Phường Mẫu")
    if update.incoming is not None:
        ids = update.incoming.event_key, update.incoming.chat_id, update.incoming.message_id
        assert all(one and one.encode() for one in ids)
        again = read_update(json.loads(json.dumps(raw)), "1", groups=groups, bot_name="Bot Phường Mẫu")
        assert again == update


@given(JSON)
def test_no_json_at_all_raises(raw: Any) -> None:
    read_update(raw, "1", groups=True)
