"""What residents and officials mean, by tables of sentences; and what holds for any message."""

import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.words import fold, fold_words
from bot.understanding import (
    Ask,
    Meaning,
    Span,
    asks,
    complaints,
    dangers,
    excuses,
    frauds,
    names_a_date,
    officials,
    phrases,
    understand,
    words,
)
from bot.understanding.patterns import Table, lines_of
from bot.understanding.synonyms import groups
from bot.understanding.tokens import LOOKED_AT
from tests.examples import examples
from tests.unit.understanding.table import Sentence, is_right, sentences, wrong

TABLES = (
    "sentences.txt",
    "blind.txt",
    "strangers.txt",
    "neighbours.txt",
    "passers_by.txt",
    "once_more.txt",
    "odd_words.txt",
)
EVERY = [sentence for name in TABLES for sentence in sentences(name)]
CALLS_FOR_HELP = [one for one in EVERY if one.wanted[0].startswith(Meaning.EMERGENCY)]


def told(found: list[tuple[Sentence, Any]]) -> str:
    return "\n".join(f"{one.text}: {' or '.join(one.wanted)}, not {intent}" for one, intent in found)


@pytest.mark.parametrize("name", TABLES)
def test_sentences_are_understood(name: str) -> None:
    missed = wrong(name)
    assert len(missed) <= 0.03 * len(sentences(name)), told(missed)


def test_the_tables_hold_enough_sentences_and_enough_that_only_look_like_something() -> None:
    first = sentences("sentences.txt")
    assert len(first) >= 300
    assert sum(one.trap for one in first) >= 90


def test_no_call_for_help_is_missed() -> None:
    for one in CALLS_FOR_HELP:
        for text in (one.text, one.text.upper(), f"{one.text}!!!", unicodedata.normalize("NFD", one.text)):
            assert is_right(one, understand(text)), text


def test_what_only_looks_like_a_wish_triggers_nothing() -> None:
    traps = [one.text for one in EVERY if one.trap]
    assert traps
    assert [text for text in traps if understand(text).meaning is not Meaning.QUESTION] == []


NEVER_SUBSCRIBES = [one.text for one in EVERY if one.wanted[0].partition(" ")[0] in ("stop", "cancel", "privacy")]


def test_whoever_wants_to_stop_is_never_offered_to_subscribe() -> None:
    for text in NEVER_SUBSCRIBES:
        for form in (text, fold(text), text.upper(), f"Dạ {text} giúp tôi với ạ", f"{text} đi"):
            assert understand(form).meaning is not Meaning.START, form


def test_accents_count_where_they_were_typed_and_missing_ones_match_all() -> None:
    assert understand("cháy nhà").meaning is Meaning.EMERGENCY
    assert understand("chay nha").meaning is Meaning.EMERGENCY
    assert understand("chạy nhà").meaning is Meaning.QUESTION
    assert understand("ăn chay").meaning is Meaning.QUESTION
    assert understand("dừng").meaning is Meaning.STOP
    assert understand("đúng").meaning is not Meaning.STOP
    assert understand("đường").words == "đường"
    assert understand("dương").words == "dương"


def test_a_question_keeps_its_words_and_tells_what_it_asks_for() -> None:
    asked = understand("Dạ cho em hỏi mai mấy giờ cúp điện hẻm 12, chỗ nào vậy ạ?")
    assert asked.meaning is Meaning.QUESTION
    assert asked.words == "cúp điện hẻm 12"
    assert asked.asks == (Ask.WHEN, Ask.WHERE)
    assert asked.span is Span.TOMORROW
    assert understand("con bao nhiêu hộ nghèo").asks == (Ask.NUMBER,)


def test_an_emergency_keeps_its_place_and_names_the_likeliest_number_first() -> None:
    fire = understand("chay nha chay nha hem 14 duong Le Loi")
    assert (fire.calls, fire.place) == (("114",), "hem 14 duong Le Loi")
    assert fire.words == "chay nha hem 14 duong Le Loi"
    assert understand("cứu với").calls == ("114", "115", "113")
    assert understand("có người bị đuối nước").calls == ("114", "115")
    for arson in ("chau dot nha roi cuu voi", "thằng say đang đốt nhà", "nó phóng hỏa cái quán", "châm lửa đốt xe kìa"):
        assert understand(arson).calls == ("114", "113"), arson
    for no_fire in ("đốt nhang trong nhà có sao không", "dot do ma o dau", "đốt pháo có bị phạt không"):
        assert understand(no_fire).calls == (), no_fire


def test_a_question_about_an_ambulance_station_is_answered_with_the_number_beside_it() -> None:
    asked = understand("phòng cấp cứu bệnh viện nào gần nhất")
    assert (asked.meaning, asked.calls) == (Meaning.QUESTION, ("115",))


@pytest.mark.parametrize(
    "typed",
    [
        "079085001234 Tran Van Bay",
        "cccd 0790 8500 1234",
        "số 079.085.001.234 của tôi",
        "gọi +84 912 345 678",
        "079085001234",
    ],
)
def test_a_long_number_is_in_nothing_that_may_be_shown(typed: str) -> None:
    meant = understand(typed)
    assert meant.personal
    assert not re.search(r"\d{4}", meant.words + meant.place)
    assert meant.meaning is not Meaning.EMERGENCY


def test_a_long_text_is_no_wish() -> None:
    text = "Thông báo về việc đăng ký nhận tin và hủy đăng ký của bà con trong phường. " * 20
    assert understand(text).meaning is Meaning.QUESTION


@pytest.mark.parametrize(
    ("typed", "words"), [("cúp ddieenj", "cup dien"), ("cu1p d9ie65n", "cup dien"), ("họppp", "hop")]
)
def test_what_the_keyboard_left_raw_is_searched_for_as_it_was_meant(typed: str, words: str) -> None:
    assert fold_words(understand(typed).words) == words


def test_names_and_foreign_words_are_not_mended_into_others() -> None:
    for typed in ("zalo", "VNeID", "facebook", "khóm 5", "Thạch Sanh", "karaoke", "Y Moan"):
        assert fold_words(understand(typed).words) == fold_words(typed)


# --- any message --------------------------------------------------------------------------------------------------

PIECES = [word for sentence in EVERY for word in sentence.text.split()] + [
    "079085001234",
    "\u202e",
    "😀",
    "\0",
    "\ud800",
]
MESSAGES = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


@given(MESSAGES)
@example("")
@example("có … không")
@examples(300)
def test_any_message_means_something_and_always_the_same(text: str) -> None:
    meant = understand(text)
    assert meant == understand(text)
    assert not re.search(r"\d{9}", meant.words + meant.place)
    assert (meant.meaning is Meaning.EMERGENCY) <= bool(meant.calls)


HOSTILE = [
    "có " * 300,
    "không có gì " * 100,
    "dạ ạ " * 150,
    "cháy " * 200,
    "a" * LOOKED_AT,
    "xyzwj" * 120,
    "cu1p" * 150,
]


def steps(text: str) -> int:
    """How many lines of Python it takes to understand a text."""
    taken = 0

    def step(_frame: object, event: str, _argument: object) -> Any:
        nonlocal taken
        taken += event == "line"
        return step

    understand(text)
    sys.settrace(step)
    try:
        understand(text)
    finally:
        sys.settrace(None)
    return taken


@pytest.mark.parametrize("text", HOSTILE, ids=lambda one: one[:12])
def test_a_hostile_message_costs_little_and_a_longer_one_no_more(text: str) -> None:
    assert steps(text) < 300_000
    assert steps(text * 20) < steps(text) + 20_000


@pytest.mark.parametrize("sentence", sentences("long.txt"), ids=lambda one: one.text[:30])
def test_who_tells_all_that_happened_is_in_danger_and_who_pastes_a_text_is_not(sentence: Sentence) -> None:
    assert len(sentence.text.split()) > 60
    assert is_right(sentence, understand(sentence.text)), understand(sentence.text)


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("khóm ba họp chưa", "khóm 3 họp"),
        ("hẻm mười hai cúp điện", "hẻm 12 cúp điện"),
        ("k5 cup dien", "khóm 5 cup dien"),
        ("hẻm Hai Bà Trưng", "hẻm Hai Bà Trưng"),
        ("mấy giờ khóm 3 họp để tui đi", "khóm 3 họp"),
        ("chừng nào cúp nước để còn trữ nước", "cúp nước"),
        ("chỗ nào để xe", "xe"),
        ("dem van nghe bat dau may gio", "dem van nghe bat dau"),
    ],
)
def test_what_is_searched_for_is_what_the_question_is_about(text: str, searched: str) -> None:
    assert fold(understand(text).words) == fold(searched)


# --- the tables are in order --------------------------------------------------------------------------------------


def tables() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for module in (phrases, asks, complaints, officials, words, dangers, frauds, excuses):
        for name, value in vars(module).items():
            if name.isupper() and name not in ("SHORT_FORMS", "DROPPED"):
                found += (
                    [(f"{name} {key}", text) for key, text in value.items()]
                    if isinstance(value, dict)
                    else [(name, value)]
                )
    return found


def test_a_table_repeats_no_line_and_every_line_says_something() -> None:
    for name, text in tables():
        lines = lines_of(text)
        assert len(lines) == len(set(lines)), (name, sorted(line for line in lines if lines.count(line) > 1))
        for phrase in Table(text).phrases:
            assert any(slot.choices or slot.number for slot in phrase.slots if not slot.optional), (name, phrase.line)


def test_the_room_is_pure_and_knows_only_the_domain() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in Path(phrases.__file__).parent.glob("*.py"))
    assert set(re.findall(r"(?:from|import) bot\.(\w+)", sources)) == {"domain", "understanding"}
    assert not re.search(r"\bopen\(|random|datetime|asyncio", sources)


def test_a_word_belongs_to_one_group_of_synonyms() -> None:
    known: dict[str, str] = {}
    for group in groups():
        assert len(group) > 1
        for word in group:
            assert known.setdefault(word.lower(), group[0]) == group[0], word


def test_a_day_is_a_date_however_its_numbers_are_parted_and_an_address_is_none() -> None:
    for text in ("8h 28/11", "28-11-2026", "tập huấn 28.11", "ngày 5", "ngay 5 thang 12", "mùng 5 tháng 12"):
        assert names_a_date(f"dien tap chay nha luc {text}"), text
    for where in ("hẻm", "hem so", "số", "ngõ", "ngach", "kiệt", "số nhà", "sn", "khom", "đường"):
        for number in ("3/12", "3-12", "3.12", "47/12", "4/12/5"):
            assert not names_a_date(f"chay nha roi {where} {number} khom 3"), (where, number)
