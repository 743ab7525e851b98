"""The words around a match: whole ones of the text, whatever was looked for."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import Post
from bot.domain.views import Found
from bot.domain.words import first_words
from bot.services.search import SNIPPET, found
from bot.services.terms import terms_of
from tests.unit.test_when_cards import notice

PIECES = [
    *("ngân", "sách", "hộ", "nghèo", "thu", "đạt", "103,9%", "năm", "2023", "phường", "khóm", "họp", "“Vì"),
    *("(nghiêng)", "ngang", "Sáng", "08-7,", "điện.", "vắc-xin", "A\nB"),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map(" ".join)
ASKED = ["ngan", "sach", "ho", "ngheo", "an", "ng", "thu", "2023", "nghe", "dien", "8", "b"]
WORD = re.compile(r"[^\W_]+")
QUESTIONS = st.lists(st.sampled_from(ASKED), min_size=1, max_size=3).map(" ".join)


def post(body: str) -> Post:
    return replace(notice().post, title="Tiêu đề", body=body)


def told(body: str, question: str) -> Found:
    return found(post(body), question, terms_of(question))


def words_of(text: str) -> str:
    return "".join(f" {word}" for word in WORD.findall(text)) + " "


@given(TEXTS, QUESTIONS)
def test_a_snippet_is_whole_words_of_the_text_in_their_order(body: str, question: str) -> None:
    shown = told(body, question)
    assert words_of(f"{shown.before}{shown.match}{shown.after}") in words_of(body)
    assert len(shown.after) <= SNIPPET + 2
    assert not shown.before.startswith(" ")


def test_the_match_is_a_whole_word_and_never_a_piece_of_another() -> None:
    shown = told("Trong sạch vững mạnh, thu ngân sách đạt", "sach")
    assert (shown.before, shown.match) == ("Trong ", "sạch")
    assert told("Ngang qua đường An Hòa", "an").match == "An"
    assert told("Bà con làm căn cước", "thu cuo").match == "cước"


def test_words_that_stand_in_no_text_leave_no_snippet() -> None:
    shown = told("Ngang qua đường", "an")
    assert (shown.before, shown.match) == ("", "")


@given(st.text(alphabet="ab c", max_size=80), st.integers(1, 40))
def test_the_first_words_of_a_text_end_where_a_word_does(text: str, most: int) -> None:
    short = first_words(text, most)
    assert len(short) <= most
    assert text.startswith(short)
    assert text[len(short) : len(short) + 1] in ("", " ") or " " not in text[: most + 1].strip()
