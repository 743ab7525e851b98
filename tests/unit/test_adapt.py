"""What a channel can carry of a message: nothing is lost, nothing is too long, and a number means one thing."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from bot.delivery.adapt import adapt, adapt_push
from bot.messages.capabilities import Capabilities
from bot.messages.choices import ALIVE, EMERGENCIES, HIGHEST, MOST, NO_CHOICES, Choices
from bot.messages.markup import plain, utf16_units
from bot.messages.message import Button, File, Reply, outgoing_from_json, reply_to_json
from tests.fakes.bare import BARE
from tests.ward import FULL

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WORDS = ("duyệt", "từ chối", "đăng ngay", "hủy")

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=6000).map(escape)
labels = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30)
WAYS: st.SearchStrategy[tuple[str, str]] = st.one_of(
    st.just(("", "")),
    st.sampled_from(WORDS).map(lambda word: ("", word)),
    labels.map(lambda label: (f"lệnh {label}", "")),
)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    data = draw(st.lists(st.integers(1, 60), unique=True, max_size=25))
    buttons = [Button(draw(labels), f"do {one}", *draw(WAYS)) for one in data]
    rows = tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))
    return Reply(draw(texts), rows)


def said(reply: Reply, choices: Choices = NO_CHOICES, now: datetime = NOW) -> tuple[str, Choices]:
    adapted = adapt(reply, BARE, choices, now)
    return "\n".join(plain(one.text) for one in adapted.messages), adapted.choices


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(replies(), replies())
def test_every_button_can_be_reached_by_what_its_line_says(first: Reply, second: Reply) -> None:
    _, choices = said(first)
    text, choices = said(second, choices)
    for button in (one for row in second.buttons for one in row):
        if button.typed:
            assert f"“{button.typed}”" in text
            continue
        *_, choice = [one for one in choices.given if (one.data, one.word) == (button.data, button.final)]
        typed = choices.typed(f"{button.final} {choice.number}", NOW, None)
        assert typed is not None
        assert (typed.choice.data, typed.lacks_word, typed.expired) == (button.data, False, False)
        assert str(choice.number) in text
        alone = choices.typed(str(choice.number), NOW, None)
        assert alone is not None
        assert alone.lacks_word is bool(button.final)


@given(st.lists(st.tuples(replies(), st.integers(0, 30)), max_size=12))
def test_no_number_means_two_things_while_it_is_alive(answers: list[tuple[Reply, int]]) -> None:
    choices, now = NO_CHOICES, NOW
    means: dict[int, tuple[str, str, datetime]] = {}
    for reply, hours in answers:
        now += timedelta(hours=hours)
        _, choices = said(reply, choices, now)
        assert len({one.number for one in choices.given}) == len(choices.given)
        for one in choices.given:
            data, word, at = means.get(one.number, (one.data, one.word, one.at))
            assert (data, word) == (one.data, one.word) or now - at >= ALIVE
            assert one.number not in EMERGENCIES
            means[one.number] = (one.data, one.word, one.at)


@given(replies(), st.sampled_from([BARE, FULL, replace(BARE, text_units=300), replace(FULL, caption_units=50)]))
def test_nothing_is_too_long_and_no_word_is_lost(reply: Reply, able: Capabilities) -> None:
    file = File("tệp.txt", b"x") if able.files_out else None
    pieces = adapt(replace(reply, file=file), able, NO_CHOICES, NOW).messages
    for piece in pieces:
        assert utf16_units(plain(piece.text)) <= (able.caption_units if piece.file else able.text_units)
    shown = squeezed("".join(plain(one.text) for one in pieces))
    assert shown.startswith(squeezed(plain(reply.text)))
    assert [one.file for one in pieces if one.file] == ([file] if file and pieces else [])
    assert [one.buttons for one in pieces if one.buttons] == ([reply.buttons] if able.buttons and reply.buttons else [])


def test_a_list_that_is_shown_again_keeps_its_numbers_and_others_run_on() -> None:
    boxes = Reply(Markup("Chọn"), ((Button("☐ Điện", "topic 1"), Button("☐ Y tế", "topic 2")),))
    text, choices = said(boxes)
    assert "1. ☐ Điện\n2. ☐ Y tế" in text
    text, choices = said(Reply(Markup("Khác"), ((Button("Sửa", "change"), Button("Xem", "show")),)), choices)
    assert "3. Sửa\n4. Xem" in text
    ticked = Reply(Markup("Chọn"), ((Button("☑ Điện", "topic 1"), Button("☐ Y tế", "topic 2")),))
    assert "1. ☑ Điện\n2. ☐ Y tế" in said(ticked, choices)[0]


def test_numbers_begin_again_when_all_have_expired_and_an_old_one_is_known_as_expired() -> None:
    _, choices = said(Reply(Markup("Một"), ((Button("Sửa", "change 1"), Button("Xem", "show 1")),)))
    later = NOW + ALIVE
    typed = choices.typed("2", later, None)
    assert typed is not None
    assert typed.expired
    text, choices = said(Reply(Markup("Hai"), ((Button("Sửa", "change 2"),),)), choices, later)
    assert "Gõ “1”: Sửa" in text
    again = choices.typed("1", later, None)
    assert again is not None
    assert again.choice.data == "change 2"


def test_after_the_highest_number_they_begin_again_beside_those_that_are_alive() -> None:
    choices = NO_CHOICES
    for at in range(HIGHEST * 2 // 9):
        wanted = [(f"do {at} {place}", "") for place in range(9)]
        choices, numbers = choices.give(wanted, NOW)
        assert len(set(numbers)) == 9
        assert all(0 < number <= HIGHEST for number in numbers)
    assert len(choices.given) == MOST
    assert len({one.number for one in choices.given}) == MOST


@pytest.mark.parametrize(
    "typed", ["2", " 2 ", "2.", "2)", "số 2", "So 2", "chọn 2", "chon so 2", "2 ạ", "2 nhé!", "bấm 2"]
)
def test_people_type_a_number_as_they_talk(typed: str) -> None:
    choices, _ = NO_CHOICES.give([("a", ""), ("b", "")], NOW)
    found = choices.typed(typed, NOW, None)
    assert found is not None
    assert found.choice.data == "b"


@pytest.mark.parametrize(
    "typed", ["0", "3", "22", "0002", "2026", "2,5", "-2", "tin 2", "2 8", "đọc 2", "8h ngày 2", "２"]
)
def test_what_is_no_number_of_a_list_chooses_nothing(typed: str) -> None:
    choices, _ = NO_CHOICES.give([("a", ""), ("b", "")], NOW)
    assert choices.typed(typed, NOW, None) is None


@pytest.mark.parametrize("typed", ["duyệt 1", "duyet 1", "DUYỆT 1", "Duyệt số 1", "duyet1", "duyệt 1 ạ"])
def test_the_word_of_what_cannot_be_taken_back_needs_no_accents(typed: str) -> None:
    choices, _ = NO_CHOICES.give([("approve 5", "duyệt")], NOW)
    found = choices.typed(typed, NOW, None)
    assert found is not None
    assert not found.lacks_word


@pytest.mark.parametrize("typed", ["từ chối 1", "duyệt", "duyệt 2", "không duyệt 1"])
def test_another_word_or_number_does_not_do_what_cannot_be_taken_back(typed: str) -> None:
    choices, _ = NO_CHOICES.give([("approve 5", "duyệt")], NOW)
    assert choices.typed(typed, NOW, None) is None


def test_while_a_question_is_open_an_older_number_answers_it_and_a_word_still_acts() -> None:
    choices, _ = NO_CHOICES.give([("show", ""), ("approve", "duyệt")], NOW)
    asked = NOW + timedelta(minutes=1)
    assert choices.typed("1", asked, asked) is None
    assert choices.typed("duyệt 2", asked, asked) is not None
    choices, _ = choices.give([("title", "")], asked)
    assert choices.typed("3", asked, asked) is not None


def test_a_push_says_its_commands_and_no_number() -> None:
    reply = Reply(Markup("Tin"), ((Button("Đọc toàn văn", "read 5", typed="đọc 5"), Button("Sửa", "change 5")),))
    assert plain(adapt_push(reply, BARE).text) == "Tin\n\nGõ “đọc 5”: Đọc toàn văn"
    assert adapt_push(reply, FULL) == reply
    told = replace(reply, text=Markup("Tin (gõ: đọc 5)"))
    assert adapt_push(told, BARE).text == told.text


def test_a_push_of_full_length_keeps_its_own_words_alone() -> None:
    reply = Reply(escape("x" * BARE.text_units), ((Button("Đọc toàn văn", "read 5", typed="đọc 5"),),))
    assert adapt_push(reply, BARE).text == reply.text


def test_what_only_shows_how_far_something_has_come_is_not_sent_where_nothing_can_be_edited() -> None:
    for reply in (
        Reply(Markup("⏳ 3/10"), slot="a", passing=True),
        Reply(Markup("Ở dưới"), replace=True, in_place=True),
    ):
        assert adapt(reply, BARE, NO_CHOICES, NOW).messages == ()
        assert adapt(reply, FULL, NO_CHOICES, NOW).messages == (reply,)
    over = Reply(Markup("✅ 10/10"), slot="a")
    assert adapt(over, BARE, NO_CHOICES, NOW).messages == (over,)


def test_a_file_that_cannot_travel_becomes_words_and_buttons_for_files_go_with_it() -> None:
    reply = Reply(Markup("Tệp"), ((Button("Xem 1", "file 1", file=True), Button("Xong", "show")),), File("a.txt", b"x"))
    text, _ = said(reply)
    assert "bot chưa gửi được ảnh và tệp" in text
    assert "Xem 1" not in text
    assert "Gõ “1”: Xong" in text
    beside = Reply(Markup("Tin"), ((Button("Lưu vào lịch", "calendar 1", file=True, extra=True),),))
    assert said(beside)[0] == "Tin"
    photo = Reply(Markup("Ảnh"), file=File("a.png", b"x", photo=True))
    (as_file,) = adapt(photo, replace(FULL, photo_by_upload=False), NO_CHOICES, NOW).messages
    assert as_file.file == File("a.png", b"x", photo=False)


def test_words_for_pressing_are_words_for_choosing_where_nothing_can_be_pressed() -> None:
    reply = Reply(Markup("Xin <k>bấm|chọn</k> <b>Đăng</b>."), ((Button("Đăng", "publish"),),))
    (pressed,) = adapt(reply, FULL, NO_CHOICES, NOW).messages
    assert pressed.text == "Xin bấm <b>Đăng</b>."
    assert said(reply)[0].startswith("Xin chọn Đăng.")
    assert plain(reply.text) == "Xin bấm Đăng."


@pytest.mark.parametrize("photo", [True, False])
def test_a_picture_that_was_made_here_is_still_one_in_its_row(photo: bool) -> None:
    file = File("biểu đồ.png", b"\x89PNG", photo=photo)
    message = outgoing_from_json(reply_to_json(Reply(Markup("Chữ"), file=file)), chat_id="1", edit=None)
    assert message.file == file
    of_an_older_version = {"text": "Chữ", "file": ["a.json", "eA=="]}
    assert outgoing_from_json(of_an_older_version, chat_id="1", edit=None).file == File("a.json", b"x")


@pytest.mark.parametrize("able", [FULL, BARE])
def test_a_button_whose_question_is_too_long_for_a_channel_asks_the_whole_of_it(able: Capabilities) -> None:
    data = f"search {'họp tổ dân phố bàn việc nâng cấp hẻm ' * 5}@5"
    reply = Reply(Markup("Mười tin"), ((Button("Cũ hơn ›", data), Button("Tin mới", "latest")),))
    adapted = adapt(reply, able, NO_CHOICES, NOW)
    choices = adapted.choices
    if able.buttons:
        ((older, latest),) = adapted.messages[0].buttons
        assert older.fits
        assert latest.data == "latest"
        assert choices.kept(older.data, NOW) == data
        assert choices.kept(older.data, NOW + ALIVE) is None
        assert choices.kept("latest", NOW) is None
        assert choices.keep("search khác", NOW)[0].kept(older.data, NOW) == data
        assert all(choices.typed(str(number), NOW, None) is None for number in range(1000))
    else:
        assert data in [one.data for one in choices.given]


def test_kept_questions_leave_the_numbers_of_lists_alone() -> None:
    _, choices = said(Reply(Markup("Một"), ((Button("Sửa", "change 1"), Button("Xem", "show 1")),)))
    choices, _ = choices.keep("search cúp điện", NOW)
    again, choices = said(Reply(Markup("Hai"), ((Button("Sửa", "change 2"),),)), choices)
    assert "Gõ “3”: Sửa" in again
    assert [one.number for one in choices.given if one.number > 0] == [1, 2, 3]
