"""What the ward of the try-out has kept: guides that stand as they are, and forms that are taken."""

import pytest

from bot.cards.posts import PUSH_UNITS
from bot.demo.facts import forms_of, guide_texts, targets_table
from bot.domain.facts import FactKind
from bot.domain.forms import FORMS, parse_form
from bot.domain.posts import Kind
from bot.domain.target_table import read_table, typed_grid
from bot.domain.words import fold_words
from bot.messages.markup import utf16_units
from bot.reading.reader import read
from bot.storage.ward import FIRST_TOPICS
from tests.conftest import MORNING


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


def test_the_targets_are_twelve_of_the_reports_term_and_said_to_be_invented() -> None:
    table = read_table(typed_grid(targets_table()), MORNING.date(), {fold_words(one): one for one in FIRST_TOPICS})
    assert table is not None
    assert table.bad == ()
    assert len(table.rows) == 12
    assert {row.term for row in table.rows} == {"2020-2025"}
    assert all("ví dụ" in row.plans and "dùng thử" in row.given["owner"] for row in table.rows)
