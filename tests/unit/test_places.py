"""Which numbered places a text names, and what is asked about another."""

import pytest

from bot.services.places import elsewhere, places_in

NAMED = {
    "Cúp điện khóm 1, 3 và 5": {"khom": ["1", "3", "5"]},
    "từ khóm 1 đến khóm 4": {"khom": ["1", "2", "3", "4"]},
    "hẻm 47, khóm 3 từ 8 giờ": {"hem": ["47"], "khom": ["3"]},
    "họp khóm 3, 19 giờ ngày 24/11": {"khom": ["3"]},
    "Khóm 1 và khóm 5": {"khom": ["1", "5"]},
    "hẻm 12/5, 14a – 18": {"hem": ["12/5", "14a", "18"]},
    "tổ dân phố 7; tổ 8": {"to dan pho": ["7"], "to": ["8"]},
    "khu phố số 2 & 3": {"khu pho": ["2", "3"]},
    "toàn phường": {},
}


@pytest.mark.parametrize("text", NAMED)
def test_the_numbers_of_places_are_read(text: str) -> None:
    assert places_in(text) == NAMED[text]


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("cup dien khom 4", "Cúp điện khóm 1 và khóm 5", ("khóm 4", "khóm 1, 5")),
        ("khóm 3 cúp nước", "từ khóm 1 đến khóm 5", None),
        ("hem 9 cup nuoc", "Cúp nước hẻm 12, khóm 9", ("hẻm 9", "hẻm 12")),
        ("khom 4 hop", "Họp dân toàn phường", None),
        ("cup dien", "Cúp điện khóm 1", None),
    ],
)
def test_what_is_asked_about_another_place_is_said(question: str, text: str, told: tuple[str, str] | None) -> None:
    assert elsewhere(question, text) == told
