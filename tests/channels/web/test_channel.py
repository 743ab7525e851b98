"""The try-out channel by itself: what it keeps, what it refuses, and when it acknowledges."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup, escape

from bot.channels import tryout
from bot.channels.base import Channel
from bot.channels.tryout import TryoutChannel
from bot.demo.personas import PERSONAS
from bot.domain.people import Role
from bot.errors import ChannelDownError, DatabaseDownError, RejectedError, StaleFileError, UnreachableError
from bot.messages.incoming import FileKind, Incoming, Raw
from bot.messages.message import Button, File, Outgoing
from tests.fakes.conftest import PNG


class Listener:
    """Runs `listen` around a test and notes what came in."""

    def __init__(self, channel: TryoutChannel) -> None:
        self.channel = channel
        self.came: list[Incoming] = []
        self.error: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def __aenter__(self) -> "Listener":
        self._task = asyncio.create_task(self.channel.listen(self.take))
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *details: object) -> None:
        self._task.cancel()
        await asyncio.wait([self._task])

    async def take(self, batch: Sequence[Raw]) -> None:
        if not batch:
            return
        await self.gate.wait()
        if self.error:
            raise self.error
        self.came += [self.channel.read(raw.body) for raw in batch]


def messages(channel: TryoutChannel, persona: str) -> list[dict[str, Any]]:
    with channel.watch() as feed:
        event = feed.get_nowait()
    assert event is not None
    shown: list[dict[str, Any]] = event[1]["chats"][persona]
    return shown


def text_of(channel: TryoutChannel, persona: str) -> list[str]:
    return [message["html"] for message in messages(channel, persona)]


def test_the_personas_have_every_role_and_two_residents() -> None:
    channel: Channel = TryoutChannel(PERSONAS)
    assert isinstance(channel, TryoutChannel)
    assert [person.chat_id for person in channel.people] == [
        "resident",
        "resident2",
        "cadre",
        "writer",
        "approver",
        "admin",
    ]
    assert {person.role for person in channel.people} == set(Role)


async def test_a_sent_message_appears_in_its_own_chat_only() -> None:
    channel = TryoutChannel(PERSONAS)
    sent = await channel.send(Outgoing("resident", Markup("<b>Tin</b> mới"), ((Button("Đọc", "read 1"),),)))
    [message] = messages(channel, "cu-dan")
    assert (message["id"], message["author"], message["html"]) == (sent, "bot", "<b>Tin</b> mới")
    assert message["buttons"] == [[{"label": "Đọc", "data": "read 1"}]]
    assert messages(channel, "cu-dan-2") == []


async def test_message_ids_are_never_shared_between_chats() -> None:
    channel = TryoutChannel(PERSONAS)
    ids = [await channel.send(Outgoing(person.chat_id, Markup("Tin"))) for person in channel.people]
    assert len(set(ids)) == len(ids)


async def test_an_edit_changes_the_message_in_place_and_says_so() -> None:
    channel = TryoutChannel(PERSONAS)
    first = await channel.send(Outgoing("resident", Markup("Cúp điện 8 giờ")))
    await channel.send(Outgoing("resident", Markup("Tin khác")))
    assert await channel.send(Outgoing("resident", Markup("Cúp điện 9 giờ"), edit=first)) == first
    shown = messages(channel, "cu-dan")
    assert [(one["html"], one["edited"]) for one in shown] == [("Cúp điện 9 giờ", True), ("Tin khác", False)]


async def test_an_edit_of_the_buttons_alone_is_not_called_edited() -> None:
    channel = TryoutChannel(PERSONAS)
    first = await channel.send(Outgoing("writer", Markup("Xem"), ((Button("☐ 1", "tick 1"),),)))
    await channel.send(Outgoing("writer", Markup("Xem"), ((Button("☑ 1", "tick 1"),),), edit=first))
    [message] = messages(channel, "soan-tin")
    assert message["buttons"][0][0]["label"] == "☑ 1"
    assert message["edited"] is False


async def test_an_edit_that_changes_nothing_is_fine_and_tells_nobody() -> None:
    channel = TryoutChannel(PERSONAS)
    first = await channel.send(Outgoing("resident", Markup("Tin")))
    with channel.watch() as feed:
        feed.get_nowait()
        assert await channel.send(Outgoing("resident", Markup("Tin"), edit=first)) == first
        assert feed.empty()


async def test_an_edit_of_a_message_that_is_not_there_sends_a_new_one() -> None:
    channel = TryoutChannel(PERSONAS)
    other = await channel.send(Outgoing("resident2", Markup("Của Anh Nam")))
    new = await channel.send(Outgoing("resident", Markup("Tin"), edit=other))
    assert new != other
    assert text_of(channel, "cu-dan") == ["Tin"]
    assert text_of(channel, "cu-dan-2") == ["Của Anh Nam"]


async def test_an_edit_never_replaces_what_a_person_wrote() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel):
        await channel.say("cu-dan", "tin moi", "k1")
    [mine] = messages(channel, "cu-dan")
    await channel.send(Outgoing("resident", Markup("Trả lời"), edit=mine["id"]))
    assert text_of(channel, "cu-dan") == ["tin moi", "Trả lời"]


async def test_a_chat_that_is_no_persona_is_unreachable() -> None:
    with pytest.raises(UnreachableError):
        await TryoutChannel(PERSONAS).send(Outgoing("nobody", Markup("Tin")))


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        "<b> </b>",
        "x" * 4097,
        "😀" * 2049,
        "<b>đậm",
        "đậm</b>",
        "<b><i>chéo</b></i>",
        "<script>x</script>",
        '<a href="x">x</a>',
        "3 < 5",
    ],
)
async def test_what_a_real_platform_would_refuse_is_refused_here(html: str) -> None:
    channel = TryoutChannel(PERSONAS)
    with pytest.raises(RejectedError):
        await channel.send(Outgoing("resident", Markup(html)))  # noqa: S704 - broken on purpose
    assert messages(channel, "cu-dan") == []


async def test_escaped_text_and_nested_markup_of_full_length_are_accepted() -> None:
    channel = TryoutChannel(PERSONAS)
    await channel.send(Outgoing("resident", Markup("<b>{}<i>x</i></b>").format("<" * 4095)))
    assert len(messages(channel, "cu-dan")) == 1


async def test_a_file_can_be_fetched_by_its_message() -> None:
    channel = TryoutChannel(PERSONAS)
    sent = await channel.send(Outgoing("resident", Markup("Đây"), file=File("du-lieu.json", b"{}")))
    [message] = messages(channel, "cu-dan")
    assert message["file"] == {"name": "du-lieu.json", "size": 2}
    assert channel.file(sent) == File("du-lieu.json", b"{}")
    assert channel.file("999") is None


async def test_a_photo_stays_under_new_words_until_another_takes_its_place() -> None:
    channel = TryoutChannel(PERSONAS)
    sent = await channel.send(Outgoing("resident", Markup("Cũ"), file=File("Ảnh 1", PNG, photo=True)))
    [first] = messages(channel, "cu-dan")
    await channel.send(Outgoing("resident", Markup("Mới"), edit=sent, edits_photo=True, only_edit=True))
    [second] = messages(channel, "cu-dan")
    assert (second["html"], second["edited"], second["file"]) == ("Mới", True, first["file"])
    other = File("Ảnh 1", PNG + b" ", photo=True)
    await channel.send(Outgoing("resident", Markup("Mới"), file=other, edit=sent, edits_photo=True, only_edit=True))
    [third] = messages(channel, "cu-dan")
    assert third["file"]["photo"] != first["file"]["photo"]
    assert channel.file(sent) == other


async def test_a_caption_is_no_longer_than_anywhere_else() -> None:
    channel = TryoutChannel(PERSONAS)
    file = File("Ảnh 1", PNG, photo=True)
    long = Outgoing("resident", escape("x" * 1025))
    for message in (replace(long, file=file), replace(long, edits_photo=True)):
        with pytest.raises(RejectedError):
            await channel.send(message)


async def test_only_the_last_messages_are_kept() -> None:
    channel = TryoutChannel(PERSONAS)
    for number in range(tryout.HISTORY + 3):
        await channel.send(Outgoing("resident", Markup("Tin {}").format(number)))
    shown = text_of(channel, "cu-dan")
    assert len(shown) == tryout.HISTORY
    assert shown[0] == "Tin 3"


async def test_what_is_typed_arrives_whole_and_is_shown_escaped() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        await channel.say("soan-tin", "a <b> & “c”", "k1")
    assert listener.came == [
        Incoming("web", "tryout", "k1", "writer", "a <b> & “c”", name="Anh Phúc"),
    ]
    [message] = messages(channel, "soan-tin")
    assert (message["author"], message["html"], message["pending"]) == ("me", "a &lt;b&gt; &amp; “c”", False)


async def test_a_very_long_text_is_received_whole_but_kept_short() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        await channel.say("soan-tin", "x" * 1_000_000, "k1")
    assert len(listener.came[0].text) == 1_000_000
    assert len(text_of(channel, "soan-tin")[0]) == tryout.SHOWN_CHARS + 1


async def test_saying_is_acknowledged_only_after_it_was_taken_in() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        listener.gate.clear()
        saying = asyncio.create_task(channel.say("cu-dan", "tin moi", "k1"))
        await asyncio.sleep(0.01)
        assert not saying.done()
        assert messages(channel, "cu-dan")[0]["pending"] is True
        listener.gate.set()
        await saying
    assert messages(channel, "cu-dan")[0]["pending"] is False


async def test_a_message_that_was_not_committed_disappears_and_can_be_sent_again() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        listener.error = DatabaseDownError()
        with pytest.raises(DatabaseDownError):
            await channel.say("cu-dan", "tin moi", "k1")
        assert messages(channel, "cu-dan") == []
        listener.error = None
        await channel.say("cu-dan", "tin moi", "k1")
    assert text_of(channel, "cu-dan") == ["tin moi"]
    assert [one.event_key for one in listener.came] == ["k1"]


async def test_the_same_key_twice_is_one_message_even_at_the_same_time() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        await asyncio.gather(*(channel.say("cu-dan", "tin moi", "k1") for _ in range(3)))
    assert len(listener.came) == 1
    assert text_of(channel, "cu-dan") == ["tin moi"]


async def test_one_chat_keeps_its_order_while_another_does_not_wait() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        listener.gate.clear()
        slow = [asyncio.create_task(channel.say("cu-dan", str(number), f"k{number}")) for number in range(3)]
        await asyncio.sleep(0)
        listener.gate.set()
        await asyncio.wait_for(channel.say("can-bo", "khác", "other"), 1)
        await asyncio.gather(*slow)
    assert [one.text for one in listener.came if one.chat_id == "resident"] == ["0", "1", "2"]


async def test_a_press_names_the_message_that_the_button_sits_on() -> None:
    channel = TryoutChannel(PERSONAS)
    sent = await channel.send(Outgoing("resident", Markup("?"), ((Button("Đồng ý", "yes"),),)))
    async with Listener(channel) as listener:
        await channel.press("cu-dan", sent, "yes", "k1")
    [came] = listener.came
    assert (came.pressed, came.text, came.message_id, came.chat_id) == (True, "yes", sent, "resident")


async def test_nobody_presses_buttons_in_a_chat_of_somebody_else() -> None:
    channel = TryoutChannel(PERSONAS)
    sent = await channel.send(Outgoing("writer", Markup("?"), ((Button("Đăng", "post.publish 1"),),)))
    async with Listener(channel) as listener:
        with pytest.raises(KeyError):
            await channel.press("cu-dan", sent, "post.publish 1", "k1")
    assert listener.came == []


async def test_before_anybody_listens_nothing_is_swallowed() -> None:
    channel = TryoutChannel(PERSONAS)
    with pytest.raises(ChannelDownError):
        await channel.say("cu-dan", "tin moi", "k1")
    assert messages(channel, "cu-dan") == []


async def test_a_watcher_gets_everything_first_and_then_each_change() -> None:
    channel = TryoutChannel(PERSONAS)
    await channel.send(Outgoing("resident", Markup("Cũ")))
    with channel.watch() as feed:
        await channel.send(Outgoing("cadre", Markup("Mới")))
        first, second = feed.get_nowait(), feed.get_nowait()
    assert first is not None
    assert second is not None
    assert first[0] == "snapshot"
    assert [one["html"] for one in first[1]["chats"]["cu-dan"]] == ["Cũ"]
    assert (second[0], second[1]["persona"], second[1]["message"]["html"]) == ("message", "can-bo", "Mới")


async def test_a_watcher_that_lags_is_told_to_start_again_and_holds_nobody_up() -> None:
    channel = TryoutChannel(PERSONAS)
    with channel.watch() as slow, channel.watch() as quick:
        for number in range(tryout.FEED_EVENTS + 5):
            await channel.send(Outgoing("resident", Markup("Tin {}").format(number)))
            quick.get_nowait()
        assert slow.get_nowait() is None
        assert slow.empty()
        assert quick.qsize() == 1


async def test_closing_ends_every_watcher() -> None:
    channel = TryoutChannel(PERSONAS)
    with channel.watch() as feed:
        await channel.close()
        assert feed.get_nowait() is None


# --- files and large keys -----------------------------------------------------------------------------------------


async def test_a_photo_and_a_document_come_in_as_a_platform_would_bring_them() -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        await channel.send_file("soan-tin", File("anh.png", PNG, photo=True), "/dangtin Cúp điện", "k1")
        await channel.send_file("soan-tin", File("tb.txt", "Thông báo".encode()), "", "k2")
        await channel.send_file("soan-tin", File("tb.txt", "Thông báo".encode()), "", "k2")
    photo, document = listener.came
    assert photo.text == "/dangtin Cúp điện"
    assert photo.document is not None
    assert (photo.document.kind, photo.document.name) == (FileKind.PHOTO, "")
    assert await channel.fetch(photo.document.id) == PNG
    assert document.document is not None
    assert (document.document.kind, document.document.name, document.document.size) == (FileKind.DOCUMENT, "tb.txt", 11)
    assert [one["file"]["name"] for one in messages(channel, "soan-tin")] == ["anh.png", "tb.txt"]


async def test_a_file_that_is_forgotten_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tryout, "MOST_UPLOADED", 10)
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        for number in range(2):
            await channel.send_file("soan-tin", File("a.txt", b"12345678"), "", f"k{number}")
    first, second = (one.document for one in listener.came)
    assert first is not None
    assert second is not None
    with pytest.raises(RejectedError):
        await channel.fetch(first.id)
    assert await channel.fetch(second.id) == b"12345678"


async def test_large_keys_stay_with_their_persona() -> None:
    channel = TryoutChannel(PERSONAS)
    chat = next(one.chat_id for one in PERSONAS if one.id == "cu-dan")
    with channel.watch() as feed:
        await channel.send(Outgoing(chat, Markup("Bốn phím to"), keys=("Tin mới", "Sắp tới")))
        events = [feed.get_nowait() for _ in range(3)]
    assert events[-1] == ("keys", {"persona": "cu-dan", "keys": ["Tin mới", "Sắp tới"]})
    with channel.watch() as feed:
        snapshot = feed.get_nowait()
    assert snapshot is not None
    assert snapshot[1]["keys"]["cu-dan"] == ["Tin mới", "Sắp tới"]
    assert snapshot[1]["keys"]["can-bo"] == []


async def test_what_was_sent_up_is_shown_where_it_is_sent_on_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    channel = TryoutChannel(PERSONAS)
    async with Listener(channel) as listener:
        await channel.send_file("soan-tin", File("anh.png", PNG, photo=True), "", "k1")
    (photo,) = (one.document for one in listener.came)
    assert photo is not None
    copy = Outgoing(PERSONAS[0].chat_id, Markup("Cúp điện"), file=File("Ảnh 1", photo=True, id=photo.id))
    shown = channel.file(await channel.send(copy))
    assert shown is not None
    assert shown.content == PNG
    with pytest.raises(StaleFileError):
        await channel.send(replace(copy, file=File("Ảnh 1", photo=True, id="upload-forgotten")))
