"""Texts as the fake reads them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.telegram_errors import ApiError
from tests.fakes.telegram_html import clean, detect, parse_html, units


@pytest.mark.parametrize(
    ("html", "answer"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("đ < 5", 'Unsupported start tag "" at byte offset 3'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x:y>a</a>", "Unexpected end of name token at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_with_the_place(html: str, answer: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(html)
    assert caught.value.description == f"Bad Request: can't parse entities: {answer}"


def test_all_tags_give_their_entities() -> None:
    text, entities = parse_html(
        "<strong>a</strong><em>b</em><ins>c</ins><del>d</del><tg-spoiler>e</tg-spoiler><code>f</code>"
        '<pre><code class="language-python">g</code></pre><a href="https://phuong.example/?a=1&amp;b=2">h</a>'
        "<blockquote expandable>i</blockquote><a href='x'>j</a>"
    )
    assert text == "abcdefghij"
    assert [entity["type"] for entity in entities] == [
        *("bold", "italic", "underline", "strikethrough", "spoiler", "code"),
        *("pre", "text_link", "expandable_blockquote"),
    ]
    assert entities[6]["language"] == "python"
    assert entities[7]["url"] == "https://phuong.example/?a=1&b=2"


def test_character_references_are_read_once() -> None:
    assert parse_html("&lt;b&gt; &amp;lt; &#273; &#x1F600; &nbsp; &copy &#0;")[0] == "<b> &lt; đ 😀 &nbsp; &copy &#0;"


def test_nested_entities_come_outermost_first() -> None:
    _, entities = parse_html("<b>a<i>b</i></b>")
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == [
        ("bold", 0, 2),
        ("italic", 1, 1),
    ]


def test_blanks_at_the_ends_go_and_entities_follow() -> None:
    text, entities = clean(*parse_html(" \n<b> a </b>\n"))
    assert (text, entities) == ("a", [{"type": "bold", "offset": 0, "length": 1}])
    assert clean("\u200b \n", []) == ("", [])


def test_commands_links_and_hashtags_are_found_but_not_inside_code() -> None:
    text, entities = parse_html("😀 /read@loa_phuong_bot 5, <code>/no</code> https://a.vn/b. #tin_mới @ai_do 7/9")
    found = [(one["type"], one["offset"], one["length"]) for one in detect(text, entities)]
    assert found == [
        ("bot_command", 3, 20),
        ("code", 27, 3),
        ("url", 31, 14),
        ("hashtag", 47, 8),
        ("mention", 56, 6),
    ]


@given(st.text(max_size=200))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text
    if text:
        assert parse_html(f"<b>{escaped}</b>")[1] == [{"type": "bold", "offset": 0, "length": units(text)}]


@given(st.text(alphabet="<>/ab =\"'&;#1đ😀", max_size=40))
def test_any_garbage_is_either_read_or_refused(html: str) -> None:
    with suppress(ApiError):
        text, entities = parse_html(html)
        assert all(e["offset"] >= 0 and e["offset"] + e["length"] <= units(text) for e in entities)
