"""What the ward of the try-out has kept: guides that stand as they are, and forms that are taken."""

import pytest

from bot.cards.posts import PUSH_UNITS
from bot.demo.facts import forms_of, guide_texts
from bot.domain.facts import FactKind
from bot.domain.forms import FORMS, parse_form
from bot.domain.posts import Kind
from bot.messages.markup import utf16_units
from bot.reading.reader import read
from bot.storage.ward import FIRST_TOPICS


@pytest.mark.parametrize("text", guide_texts(), ids=lambda text: text.partition("\n")[0])
def test_a_guide_is_read_as_one_without_a_doubt_and_is_pushed_whole(text: str) -> None:
    reading = read(text)
    assert reading.kind is Kind.GUIDE
    assert reading.warnings == ()
    assert utf16_units(text) < PUSH_UNITS - 200


def test_the_guides_are_those_that_people_need_most_and_have_topics() -> None:
    assert len(guide_texts()) == 3
    for about in ("VNeID", "Cổng dịch vụ công", "không dùng tiền mặt"):
        assert any(about in text.partition("\n")[0] for text in guide_texts())
    assert set(guide_texts().values()) <= set(FIRST_TOPICS)


@pytest.mark.parametrize("kind", FactKind)
def test_every_line_of_a_form_is_one_of_its_fields(kind: FactKind) -> None:
    for form in forms_of(kind):
        assert len(parse_form(kind, form)) == len(form.splitlines())
        assert all(len(parse_form(kind, form).get(one.field, "")) <= one.most for one in FORMS[kind])
