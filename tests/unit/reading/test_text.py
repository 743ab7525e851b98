"""The text made fit for matching, and the way back to the original."""

import unicodedata
from typing import Literal

import pytest

from bot.reading.grammar.text import prepare, sentences


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_span_of_the_clean_text_gives_back_the_original(form: Literal["NFC", "NFD"]) -> None:
    raw = unicodedata.normalize(form, "Ủy ban phường\u00a0Tân Lộc\u200b họp – “tốt”")
    text = prepare(raw)
    assert text.clean == 'Ủy ban phường Tân Lộc họp - "tốt"'
    start = text.clean.index("phường")
    assert text.quote(start, start + len("phường Tân Lộc")) == unicodedata.normalize(form, "phường\u00a0Tân Lộc")
    assert len(text.low) == len(text.clean)


def test_old_and_new_tone_placement_are_one() -> None:
    assert prepare("uỷ ban hoà bình khoẻ quý").low == prepare("ủy ban hòa bình khỏe quý").low
    assert prepare("hoàn thành, huyện, quỹ").low == "hoàn thành, huyện, quỹ"


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("Một câu. Hai câu! Ba câu?", 3),
        ("hoàn thành nhiệm vụ.Dịp này phường khen thưởng.", 2),
        ("Tại TP. Long Xuyên có mưa.", 1),
        ("Thu 1. 357 tỷ đồng.", 1),
        ("Dòng một\nDòng hai", 2),
        ("ThS. Lan và BS. Minh đến.", 1),
        ("1. Thu ngân sách đạt.\n2. Chi ngân sách.", 2),
        ("II. PHƯƠNG HƯỚNG\nLàm tốt.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(raw: str, count: int) -> None:
    assert len(sentences(prepare(raw))) == count


def test_lines_broken_by_a_column_are_joined_and_list_lines_are_not() -> None:
    wrapped = "Ủy ban nhân dân phường đã ban hành kế hoạch triển khai trên địa bàn\nphường Tân Lộc."
    assert "\n" not in prepare(wrapped).low
    assert prepare("- Thu ngân sách\n- Chi ngân sách").low.count("\n") == 1
    assert prepare("Thu ngân sách\ntỷ đồng").low.count("\n") == 1
