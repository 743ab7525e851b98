"""Long texts become several messages without losing or breaking anything."""

import time

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from bot.messages.markup import plain, utf16_units
from bot.messages.split import split


def markup(source: str) -> Markup:
    return Markup(source)  # noqa: S704 - these tests are about markup, good and bad


FAMILY = "👨‍👩‍👧‍👦"
PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<i>", "</i>", "<s>", "</s>", "&amp;", "&lt;", "&#39;", " ", "\n", "\n\n", "\r\n", "\t"),
        *("Kính gửi", "bà con", ". ", "2,6\u00a0tỉ", "e\u0302\u0301", "\u0301", "\u200d", FAMILY, "🇻🇳", "\u0600", "한"),
    ]
)
SOURCES = (
    st.lists(st.one_of(PIECES, st.text(max_size=8).map(lambda text: str(escape(text)))), max_size=60)
    .map("".join)
    .map(markup)
)
UNITS = st.integers(min_value=2, max_value=40)


def without_space(text: str) -> str:
    return "".join(text.split())


@given(SOURCES, UNITS)
@example(markup("x" * 41), 40)
@example(markup(FAMILY * 9), 12)
def test_no_piece_is_longer_than_the_limit(source: Markup, units: int) -> None:
    assert all(utf16_units(plain(piece)) <= units for piece in split(source, units))


@given(SOURCES, UNITS)
@example(markup("a" * 10 + " " * 100 + "b" * 10), 12)
def test_nothing_but_white_space_is_lost(source: Markup, units: int) -> None:
    joined = "".join(plain(piece) for piece in split(source, units))
    assert without_space(joined) == without_space(plain(source))


@given(SOURCES, UNITS)
def test_white_space_is_lost_only_at_cuts(source: Markup, units: int) -> None:
    text = plain(source)
    position = 0
    for piece in split(source, units):
        found = text.index(plain(piece), position)
        assert not text[position:found].strip()
        position = found + len(plain(piece))
    assert not text[position:].strip()


@given(SOURCES, UNITS)
@example(markup("<b><i>abc</b>def</i>"), 2)
def test_the_tags_of_every_piece_are_closed_in_order(source: Markup, units: int) -> None:
    pieces = split(source, units)
    if pieces == [source]:
        return  # what was handed in whole is handed back whole, even when it was broken
    for piece in pieces:
        still_open: list[str] = []
        for closes, name in regex.findall(r"<(/?)([bis])>", str(piece)):
            if closes:
                assert still_open.pop() == name
            else:
                still_open.append(name)
        assert not still_open
        assert "<" not in regex.sub(r"</?[bis]>", "", str(piece))


@given(SOURCES, UNITS)
@example(markup("abc\u0600 defg"), 5)  # a space that belongs to the character in front of it
@example(markup("abcd \u0301efg"), 4)  # a space that carries an accent
@example(markup("abcd\r\nefgh"), 5)
def test_no_cut_falls_inside_a_grapheme_cluster(source: Markup, units: int) -> None:
    text = plain(source)
    if any(utf16_units(cluster) > units for cluster in regex.findall(r"\X", text)):
        return  # a cluster longer than a whole message has to be broken
    boundaries = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    position = 0
    for piece in split(source, units):
        position = text.index(plain(piece), position)
        assert position in boundaries
        position += len(plain(piece))
        assert position in boundaries


@given(SOURCES)
def test_a_text_that_fits_is_left_alone(source: Markup) -> None:
    assert split(source, 10_000) == [source]


def test_every_character_keeps_its_own_markup() -> None:
    assert split(Markup("một <b>hai ba <i>bốn</i></b> năm"), 8) == ["một <b>hai</b>", "<b>ba <i>bốn</i></b>", "năm"]


def test_a_tag_that_opens_at_a_cut_leaves_no_empty_pair() -> None:
    assert split(Markup("abcd <b>efgh</b> ijkl"), 4) == ["abcd", "<b>efgh</b>", "ijkl"]


def test_entities_count_as_the_one_character_that_people_see() -> None:
    assert split(markup("&amp;" * 6), 4) == ["&amp;" * 4, "&amp;" * 2]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Đoạn một.\nVẫn một. Hết\n\nĐoạn hai. Câu kế tiếp dài ra", "Đoạn một.\nVẫn một. Hết"),
        ("Dòng đầu tiên. Câu hai\nDòng hai còn dài lắm nhé", "Dòng đầu tiên. Câu hai"),
        ("Câu thứ nhất ở đây. Câu thứ hai dài hơn nữa", "Câu thứ nhất ở đây."),
        ("Những từ không có dấu câu cứ nối nhau mãi", "Những từ không có dấu câu cứ"),
    ],
)
def test_a_cut_falls_at_a_paragraph_then_a_line_then_a_sentence_then_a_space(text: str, first: str) -> None:
    assert split(markup(text), 30)[0] == first


def test_an_early_paragraph_end_does_not_leave_a_stub() -> None:
    assert split(markup("Ngắn\n\n" + "chữ " * 20), 40)[0].startswith("Ngắn\n\nchữ chữ")


def test_a_no_break_space_holds_a_number_and_its_unit_together() -> None:
    assert split(Markup("kinh phí 2,6\u00a0tỉ đồng"), 14) == ["kinh phí", "2,6\u00a0tỉ đồng"]


def test_a_limit_that_cannot_hold_an_emoji_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        split(Markup("🎉"), 1)


@pytest.mark.parametrize(
    "text",
    [
        "xin chào bà con. " * 60_000,
        "a" + "\u0301" * 1_000_000,
        FAMILY * 140_000,
        "<b>a</b>" * 130_000,
        "\n" * 1_000_000,
    ],
    ids=["words", "combining marks", "emoji", "tags", "blank lines"],
)
def test_a_megabyte_takes_no_more_than_linear_time(text: str) -> None:
    begun = time.process_time()
    split(markup(text), 4096)
    assert time.process_time() - begun < 5  # 0.1 to 0.8 s here; anything quadratic takes minutes
