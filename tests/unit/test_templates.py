"""Everyday notices from templates, read back by the bot's own reading."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import VIETNAM
from bot.domain.posts import Kind
from bot.domain.templates import SKIP, TEMPLATES, Template, fill
from bot.reading.doubts.notices import lacks_of
from bot.reading.doubts.personal import personal_of
from bot.reading.reader import read
from bot.storage.ward import FIRST_TOPICS

PLACE, WHEN = "nhà văn hóa khóm 3", "7h30 đến 11h ngày 25/11/2026"
ANSWERS = {
    "power": {"place": PLACE, "when": WHEN, "reason": "thay trạm biến áp"},
    "water": {"place": PLACE, "when": WHEN, "reason": "sửa ống bị vỡ"},
    "vaccination": {"what": "vắc xin sởi cho trẻ", "when": WHEN, "place": PLACE, "bring": "sổ tiêm chủng của trẻ"},
    "meeting": {"area": "khóm 3", "when": WHEN, "place": PLACE, "agenda": "bình xét gia đình văn hóa"},
    "reception": {"who": "Chủ tịch UBND phường", "when": WHEN, "place": PLACE},
    "storm": {"what": "bão số 13, gió giật cấp 11", "when": WHEN, "place": PLACE, "phone": "0296 3841 113"},
    "flood": {"place": PLACE, "state": "xe máy không qua được", "when": WHEN, "phone": "0912 345 678"},
    "fire": {"place": PLACE, "when": WHEN, "gather": "sân Trường Lê Lợi"},
}
TITLES = {
    "power": "Thông báo cúp điện",
    "water": "Thông báo cúp nước",
    "vaccination": "Thông báo tiêm chủng",
    "meeting": "Thông báo họp khóm 3",
    "reception": "Thông báo lịch tiếp công dân",
    "storm": "Cảnh báo bão",
    "flood": "Cảnh báo ngập nước",
    "fire": "Cảnh báo cháy",
}
ASKED = {
    ("power", "place"): ["missing-place"],
    ("power", "when"): ["missing-time", "missing-end"],
    ("water", "place"): ["missing-place"],
    ("water", "when"): ["missing-time", "missing-end"],
    ("vaccination", "place"): ["missing-place"],
    ("vaccination", "when"): ["missing-time"],
    ("meeting", "when"): ["missing-time"],
    ("reception", "place"): ["missing-place"],
    ("reception", "when"): ["missing-time"],
}
"""What is asked when an answer is skipped; of nothing else, and never of what is urgent."""

EVERY = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
SKIPPABLE = [(one, question.key) for one in TEMPLATES for question in one.questions if not question.required]


def lacking(text: str) -> list[str]:
    reading = read(text)
    return [one.code.value for one in lacks_of(text, reading.kind, reading.date)]


@EVERY
def test_a_filled_template_is_read_as_it_is_meant(template: Template) -> None:
    text = fill(template, ANSWERS[template.key])
    reading = read(text)
    assert reading.kind is template.kind is Kind.ANNOUNCEMENT
    assert reading.title == TITLES[template.key]
    assert reading.place == PLACE
    assert reading.starts_at == datetime(2026, 11, 25, 7, 30, tzinfo=VIETNAM)
    assert reading.ends_at == datetime(2026, 11, 25, 11, 0, tzinfo=VIETNAM)
    assert (reading.warnings, reading.figures) == ((), ())
    assert lacking(text) == []
    assert personal_of(text) is None
    assert "{" not in text


@pytest.mark.parametrize(("template", "key"), SKIPPABLE, ids=lambda one: one if isinstance(one, str) else one.key)
def test_a_skipped_answer_drops_its_line_and_is_asked_about(template: Template, key: str) -> None:
    answers = ANSWERS[template.key]
    full, skipped = fill(template, answers), fill(template, {**answers, key: SKIP})
    gone = [line for line in full.split("\n") if line not in skipped.split("\n")]
    assert len(gone) == 1
    assert answers[key] in gone[0]
    assert skipped == fill(template, {one: typed for one, typed in answers.items() if one != key})
    assert lacking(skipped) == ASKED.get((template.key, key), [])
    assert read(skipped).kind is Kind.ANNOUNCEMENT


@EVERY
def test_with_only_what_is_required_the_notice_still_reads(template: Template) -> None:
    required = {one.key: ANSWERS[template.key][one.key] for one in template.questions if one.required}
    reading = read(fill(template, required))
    assert reading.kind is Kind.ANNOUNCEMENT
    assert reading.title == TITLES[template.key]


@pytest.mark.parametrize("key", ["power", "water"])
def test_an_interruption_without_its_end_is_asked_for_it(key: str) -> None:
    template = next(one for one in TEMPLATES if one.key == key)
    assert lacking(fill(template, {**ANSWERS[key], "when": "từ 8h ngày 25/11/2026"})) == ["missing-end"]


@EVERY
def test_a_required_answer_may_not_be_skipped(template: Template) -> None:
    for question in template.questions:
        if question.required:
            with pytest.raises(ValueError, match=question.key):
                fill(template, {**ANSWERS[template.key], question.key: "bo qua"})


@EVERY
def test_a_template_asks_little_politely_and_with_an_example(template: Template) -> None:
    assert 3 <= len(template.questions) <= 5
    assert all("ạ? Ví dụ: " in one.ask for one in template.questions)
    assert {one.key for one in template.questions} == set(ANSWERS[template.key])
    assert all(f"{{{one.key}}}" in template.text for one in template.questions)
    assert template.topic in FIRST_TOPICS or (template.urgent and template.topic is None)


def test_templates_are_told_apart() -> None:
    assert len({one.key for one in TEMPLATES}) == len({one.label for one in TEMPLATES}) == len(TEMPLATES)
    assert [one.key for one in TEMPLATES if one.urgent] == ["storm", "flood", "fire"]


def test_an_answer_is_fitted_into_its_sentence() -> None:
    template = next(one for one in TEMPLATES if one.key == "reception")
    text = fill(template, {"who": "chủ tịch  phường.", "when": "7h thứ hai\n và thứ ba.", "place": "{who}"})
    assert "Chủ tịch phường tiếp công dân." in text
    assert "Thời gian: 7h thứ hai, và thứ ba." in text
    assert "Địa điểm: {who}." in text


@given(st.sampled_from(TEMPLATES), st.text(max_size=60))
def test_whatever_is_typed_goes_in_and_adds_no_line(template: Template, typed: str) -> None:
    typed = f"a{typed}b"
    text = fill(template, {**dict.fromkeys(ANSWERS[template.key], "x"), template.questions[1].key: typed})
    assert text.count("\n") == template.text.count("\n")
    if len(typed.splitlines()) == 1:
        assert " ".join(typed.split()) in text
