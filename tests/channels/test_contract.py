"""One contract over all channels, as far as each one's Capabilities go."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from markupsafe import Markup, escape

from bot.cards.files import blank_picture
from bot.errors import DatabaseDownError, RejectedError, UnreachableError
from bot.messages.capabilities import Capabilities
from bot.messages.incoming import Event
from bot.messages.markup import utf16_units
from bot.messages.message import Button, File, Outgoing
from bot.messages.split import split
from tests.channels.contract import PLATFORMS, Ear, Person, Platform, listening
from tests.channels.telegram.kit import until
from tests.fakes.conftest import PNG

NAMES = ("Lan", "<b>Tèo</b> & Co. 👨‍👩‍👧 &amp;", "Tên dài " * 62 + "hết")

AS_TYPED = [
    "Cúp điện hẻm 47 từ 8 giờ – 11 giờ",
    "<b>không đậm</b> & <script>alert('x')</script> </i>",
    "&lt;b&gt; &amp;amp; &#39; &nbsp;",
    "_gạch_ *sao* `mã` [chữ](http://a.b) ~x~ ||y|| \\*",
    "👨‍👩‍👧‍👦 🇻🇳 👍🏽 e\u0323\u0302 ễ",
    "dòng một\n\ndòng ba",
    "{0} %s {name} $x",
    "/latest @LoaBot #tag https://phuong.example/?a=1&b=2",
]


@pytest.fixture(params=PLATFORMS)
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    async with PLATFORMS[request.param](NAMES) as platform:
        yield platform


@pytest.fixture
def able(platform: Platform) -> Capabilities:
    return platform.channel.capabilities


@pytest.fixture
def lan(platform: Platform) -> Person:
    return platform.people[0]


def need(has: bool, platform: Platform, what: str) -> None:
    """Skip a test of what this channel cannot do."""
    if not has:
        pytest.skip(f"{platform.channel.name} has no {what}")


# --- messages out -----------------------------------------------------------------------------------------------------


async def test_a_plain_text_arrives_exactly_and_its_id_is_a_string(platform: Platform, lan: Person) -> None:
    sent = await platform.channel.send(Outgoing(lan.chat_id, Markup("Phường họp lúc 8 giờ.")))
    (seen,) = lan.seen()
    assert isinstance(sent, str)
    assert (seen.id, seen.text, seen.marks, seen.buttons) == (sent, "Phường họp lúc 8 giờ.", frozenset(), ())
    assert platform.people[1].seen() == []


@pytest.mark.parametrize("typed", AS_TYPED)
async def test_what_people_wrote_arrives_as_they_typed_it(platform: Platform, lan: Person, typed: str) -> None:
    await platform.channel.send(Outgoing(lan.chat_id, escape(typed)))
    (seen,) = lan.seen()
    assert (seen.text, seen.marks) == (typed, frozenset())


async def test_bold_italic_and_struck_text_shows_or_is_stripped(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    text = Markup("<b>đậm <i>cả hai</i></b> &lt;thường&gt; <s>gạch</s>")
    await platform.channel.send(Outgoing(lan.chat_id, text))
    (seen,) = lan.seen()
    assert seen.text == "đậm cả hai <thường> gạch"
    assert seen.marks == (frozenset("bis") if able.markup else frozenset())


@pytest.mark.parametrize("filler", ["x", "ệ", "😀"])
async def test_a_text_of_exactly_the_limit_arrives_and_one_unit_more_is_rejected(
    platform: Platform, lan: Person, able: Capabilities, filler: str
) -> None:
    size = utf16_units(filler)
    text = filler * (able.text_units // size) + "y" * (able.text_units % size)
    assert utf16_units(text) == able.text_units
    await platform.channel.send(Outgoing(lan.chat_id, escape(text)))
    with pytest.raises(RejectedError):
        await platform.channel.send(Outgoing(lan.chat_id, escape(text + "y")))
    assert [seen.text for seen in lan.seen()] == [text]


async def test_the_limit_counts_what_is_seen_and_not_its_markup(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    text = Markup("<b>") + escape("&" * able.text_units) + Markup("</b>")
    await platform.channel.send(Outgoing(lan.chat_id, text))
    assert [seen.text for seen in lan.seen()] == ["&" * able.text_units]


async def test_a_long_text_arrives_whole_in_the_pieces_of_the_splitter(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    words = [f"từ{number}😀" for number in range(3 * able.text_units // 8)]
    pieces = split(Markup("<b>{}</b>").format(" ".join(words)), able.text_units)
    assert len(pieces) > 2
    for piece in pieces:
        await platform.channel.send(Outgoing(lan.chat_id, piece))
    assert " ".join(seen.text for seen in lan.seen()).split() == words


@pytest.mark.parametrize("text", ["", "  \n ", "<b>hở", "a < b", "<b><i>chéo</b></i>"])
async def test_nothing_and_broken_markup_are_rejected(platform: Platform, lan: Person, text: str) -> None:
    if text.strip():
        need(platform.channel.capabilities.markup, platform, "markup")
    with pytest.raises(RejectedError):
        await platform.channel.send(Outgoing(lan.chat_id, Markup(text)))  # noqa: S704 - literals of this test
    assert lan.seen() == []


async def test_a_file_arrives_with_its_text(platform: Platform, lan: Person, able: Capabilities) -> None:
    need(able.files_out, platform, "files out")
    file = File("dữ-liệu.json", '{"tên": "Lan"}'.encode())
    await platform.channel.send(Outgoing(lan.chat_id, Markup("Đây là <b>tệp</b>."), file=file))
    (seen,) = lan.seen()
    assert (seen.text, seen.file) == ("Đây là tệp.", (file.name, file.content))


async def test_a_photo_has_its_words_under_it_and_both_can_change(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    need(able.photo_by_upload and able.edit, platform, "photos that can be changed")
    first, second = File("Ảnh 1", PNG, photo=True), blank_picture()
    text = await platform.channel.send(Outgoing(lan.chat_id, Markup("Chữ")))
    photo = await platform.channel.send(Outgoing(lan.chat_id, Markup("Ảnh <b>một</b>"), file=first))
    assert [(seen.text, seen.photo, seen.file) for seen in lan.seen()] == [("Chữ", None, None), ("Ảnh một", PNG, None)]
    for message in (
        Outgoing(lan.chat_id, Markup("Chữ mới"), edit=photo, edits_photo=True, only_edit=True),
        Outgoing(lan.chat_id, Markup("Có ảnh"), file=second, edit=text, only_edit=True),
    ):
        assert await platform.channel.send(message) == message.edit
    assert [(seen.text, seen.photo) for seen in lan.seen()] == [("Có ảnh", second.content), ("Chữ mới", PNG)]
    await platform.channel.send(Outgoing(lan.chat_id, Markup("Ảnh hai"), file=second, edit=photo, edits_photo=True))
    assert [(seen.text, seen.photo) for seen in lan.seen()][1] == ("Ảnh hai", second.content)


async def test_words_that_do_not_fit_under_a_photo_are_rejected(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    need(able.photo_by_upload, platform, "photos")
    photo = File("Ảnh 1", PNG, photo=True)
    await platform.channel.send(Outgoing(lan.chat_id, escape("x" * able.caption_units), file=photo))
    with pytest.raises(RejectedError):
        await platform.channel.send(Outgoing(lan.chat_id, escape("x" * (able.caption_units + 1)), file=photo))
    assert len(lan.seen()) == 1


async def test_twenty_messages_at_once_all_arrive_under_their_own_ids(platform: Platform, lan: Person) -> None:
    texts = [f"Tin {number}" for number in range(20)]
    ids = await asyncio.gather(*(platform.channel.send(Outgoing(lan.chat_id, escape(text))) for text in texts))
    assert len(set(ids)) == 20
    assert {seen.id: seen.text for seen in lan.seen()} == dict(zip(ids, texts, strict=True))


async def test_a_person_who_blocked_the_bot_is_unreachable_and_the_others_are_not(
    platform: Platform, lan: Person
) -> None:
    need(platform.block(lan), platform, "way to block a bot")
    with pytest.raises(UnreachableError):
        await platform.channel.send(Outgoing(lan.chat_id, Markup("Tin mới")))
    other = platform.people[1]
    await platform.channel.send(Outgoing(other.chat_id, Markup("Tin mới")))
    assert len(other.seen()) == 1


@pytest.mark.parametrize("edit", [None, "7"])
async def test_a_chat_that_does_not_exist_is_unreachable(platform: Platform, edit: str | None) -> None:
    with pytest.raises(UnreachableError):
        await platform.channel.send(Outgoing(platform.nobody, Markup("Tin mới"), edit=edit))


# --- edits ------------------------------------------------------------------------------------------------------------


async def test_an_edit_changes_the_message_in_place(platform: Platform, lan: Person, able: Capabilities) -> None:
    need(able.edit, platform, "edits")
    rows = ((Button("Đăng", "post.publish 1"),),)
    first = await platform.channel.send(Outgoing(lan.chat_id, Markup("Cúp điện 8 giờ"), rows))
    await platform.channel.send(Outgoing(lan.chat_id, Markup("Tin khác")))
    edited = await platform.channel.send(Outgoing(lan.chat_id, Markup("Cúp điện <b>9</b> giờ"), edit=first))
    assert edited == first
    assert [(seen.id == first, seen.text, seen.buttons) for seen in lan.seen()] == [
        (True, "Cúp điện 9 giờ", ()),
        (False, "Tin khác", ()),
    ]


async def test_an_edit_to_the_same_content_succeeds(platform: Platform, lan: Person, able: Capabilities) -> None:
    need(able.edit, platform, "edits")
    rows = ((Button("Đăng", "post.publish 1"),),) if able.buttons else ()
    message = Outgoing(lan.chat_id, Markup("<b>Tin</b> mới"), rows)
    first = await platform.channel.send(message)
    again = Outgoing(lan.chat_id, message.text, rows, edit=first)
    assert await platform.channel.send(again) == first
    assert len(lan.seen()) == 1


@pytest.mark.parametrize("edit", ["987654", "khong-co", "0", "-1", "９"])
async def test_an_edit_of_an_unknown_message_still_delivers(platform: Platform, lan: Person, edit: str) -> None:
    sent = await platform.channel.send(Outgoing(lan.chat_id, Markup("Bản mới"), edit=edit))
    assert [(seen.id, seen.text) for seen in lan.seen()] == [(sent, "Bản mới")]


# --- buttons ----------------------------------------------------------------------------------------------------------


async def test_buttons_arrive_in_their_rows_and_a_press_comes_in(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    need(able.buttons, platform, "buttons")
    rows = (
        (Button("☐ 1", "post.tick 12 1 0"), Button("☐ 2", "post.tick 12 1 1")),
        (Button("Đăng & gửi <ngay>", "post.publish " + "ị" * 17),),
    )
    ear = Ear()
    async with listening(platform.channel, ear):
        sent = await platform.channel.send(Outgoing(lan.chat_id, Markup("Xem lại"), rows))
        assert lan.seen()[-1].buttons == (("☐ 1", "☐ 2"), ("Đăng & gửi <ngay>",))
        lan.press("Đăng & gửi <ngay>")
        lan.press("☐ 2")
        await until(lambda: len(ear.taken) == 2)
    pressed = ear.taken[0]
    assert (pressed.pressed, pressed.text, pressed.message_id) == (True, rows[1][0].data, sent)
    assert (pressed.event, pressed.chat_id, pressed.group) == (Event.MESSAGE, lan.chat_id, False)
    assert ear.taken[1].text == "post.tick 12 1 1"
    assert ear.taken[0].event_key != ear.taken[1].event_key


async def test_a_press_that_was_not_taken_in_is_repeated_under_its_key(
    platform: Platform, lan: Person, able: Capabilities
) -> None:
    need(able.buttons, platform, "buttons")
    ear = Ear(DatabaseDownError())
    async with listening(platform.channel, ear):
        await platform.channel.send(Outgoing(lan.chat_id, Markup("Đăng?"), ((Button("Đăng", "post.publish 1"),),)))
        lan.press("Đăng")
        await until(lambda: ear.taken)
    assert ear.heard == [ear.taken[0]] * 2


# --- messages in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [*AS_TYPED, "x" * 4096])
async def test_a_typed_text_comes_in_as_it_was_typed(platform: Platform, lan: Person, typed: str) -> None:
    ear = Ear()
    async with listening(platform.channel, ear):
        lan.say(typed)
        await until(lambda: ear.taken)
    (incoming,) = ear.taken
    assert incoming.text == typed
    assert (incoming.channel, incoming.account) == (platform.channel.name, platform.channel.account)
    assert (incoming.chat_id, incoming.name, incoming.event) == (lan.chat_id, "Lan", Event.MESSAGE)
    assert (incoming.pressed, incoming.group, incoming.addressed) == (False, False, True)
    assert incoming.message_id is None or isinstance(incoming.message_id, str)
    assert isinstance(incoming.event_key, str)
    assert isinstance(incoming.chat_id, str)


async def test_every_event_has_a_key_of_its_own(platform: Platform) -> None:
    ear = Ear()
    async with listening(platform.channel, ear):
        for person in platform.people:
            for _ in range(5):
                person.say("như nhau")
        await until(lambda: len(ear.taken) == 15)
    assert len({one.event_key for one in ear.taken}) == 15
    assert {one.chat_id for one in ear.taken} == {person.chat_id for person in platform.people}


@pytest.mark.parametrize("position", range(len(NAMES)))
async def test_whatever_a_person_is_called_comes_in_as_plain_text(platform: Platform, position: int) -> None:
    ear = Ear()
    person = platform.people[position]
    async with listening(platform.channel, ear):
        person.say("chào")
        await until(lambda: ear.taken)
    name = ear.taken[0].name
    assert name == (person.name if len(person.name) <= 60 else person.name[: len(name)])
    assert name


async def test_an_event_is_acknowledged_only_after_it_was_taken_in(platform: Platform, lan: Person) -> None:
    ear = Ear()
    ear.gate.clear()
    async with listening(platform.channel, ear):
        lan.say("chào")
        await until(lambda: ear.heard)
        await asyncio.sleep(0.1)
        assert platform.unacknowledged() == 1
        ear.gate.set()
        await until(lambda: platform.unacknowledged() == 0)
    assert len(ear.taken) == 1


async def test_an_event_that_met_a_dead_database_comes_again_under_the_same_key(
    platform: Platform, lan: Person
) -> None:
    ear = Ear(*(DatabaseDownError() for _ in range(4)))
    async with listening(platform.channel, ear):
        lan.say("chào")
        await until(lambda: ear.taken)
        lan.say("còn đó không")
        await until(lambda: len(ear.taken) == 2)
        await until(lambda: platform.unacknowledged() == 0)
    assert ear.heard == [ear.taken[0]] * 5 + [ear.taken[1]]


async def test_an_event_that_was_not_acknowledged_survives_the_end_of_listening(
    platform: Platform, lan: Person
) -> None:
    ear = Ear(*(DatabaseDownError() for _ in range(1000)))
    async with listening(platform.channel, ear):
        lan.say("chào")
        await until(lambda: len(ear.heard) > 1)
    again = Ear()
    async with listening(platform.channel, again):
        await until(lambda: again.taken)
    assert again.taken[0] == ear.heard[0]


async def test_an_event_that_our_own_code_fails_on_does_not_stop_the_next(platform: Platform, lan: Person) -> None:
    ear = Ear(*(RuntimeError("lỗi của chúng ta") for _ in range(3)))
    async with listening(platform.channel, ear):
        lan.say("một")
        await until(lambda: ear.heard)
        await until(lambda: not ear.errors or platform.unacknowledged() == 0)
        ear.errors.clear()
        lan.say("hai")
        await until(lambda: ear.taken and ear.taken[-1].text == "hai")


async def test_listening_ends_when_cancelled_and_nothing_is_left_after_closing(platform: Platform, lan: Person) -> None:
    before = asyncio.all_tasks()
    ear = Ear()
    async with listening(platform.channel, ear):
        lan.say("chào")
        await until(lambda: ear.taken)
        await platform.channel.send(Outgoing(lan.chat_id, Markup("Chào bà con")))
    await platform.channel.close()
    await platform.channel.close()
    # Tasks of the platform's side are not ours: a fake server keeps one a connection until it is gone.
    await until(lambda: not {task for task in asyncio.all_tasks() - before if "tests.fakes" not in repr(task)})
