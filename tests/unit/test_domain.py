"""Words and numbers of posts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, PostNumber
from bot.domain.words import fold, fold_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chỉ tiêu Đạt", "chi tieu dat"),
        ("ĐƯỜNG", "duong"),
        ("Thuỷ Thủy", "thuy thuy"),
        ("nghị quyết", "nghi quyet"),
        ("e\u0302\u0301", "e"),
        ("", ""),
        ("ằẵẳặắ ỹỵỷ ờởỡợớ", "aaaaa yyy ooooo"),
    ],
)
def test_folding_takes_case_and_accents_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folded_words_are_plain_and_folding_twice_changes_nothing(text: str) -> None:
    once = fold_words(text)
    assert fold_words(once) == once
    assert all(char in "abcdefghijklmnopqrstuvwxyz0123456789 " for char in once)
    assert once == " ".join(once.split())


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold_words(unicodedata.normalize("NFC", text)) == fold_words(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        (" 12 ", "12"),
        ("số 12", "12"),
        ("so 12", "12"),
        ("#12", "12"),
        ("CB-3", "CB-3"),
        ("cb 3", "CB-3"),
        ("cb3", "CB-3"),
        ("số CB-3", "CB-3"),
        ("012", "12"),
    ],
)
def test_a_posts_number_is_read_however_it_is_written(text: str, number: str) -> None:
    assert str(PostNumber.parse(text)) == number


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "1 2", "CB", "CB-", "1234567890", "12a", "1\n2", "số"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert PostNumber.parse(text) is None


@given(st.sampled_from(list(Audience)), st.integers(1, 999_999_999))
def test_a_printed_number_is_read_back(audience: Audience, value: int) -> None:
    number = PostNumber(audience, value)
    assert PostNumber.parse(str(number)) == number


@pytest.mark.parametrize("role", list(Role))
def test_a_group_never_sees_more_than_a_resident(role: Role) -> None:
    assert not Viewer(1, 1, "telegram:1", "-5", role, group=True).sees_cadre_posts
    assert Viewer(1, 1, "telegram:1", "5", role).sees_cadre_posts == (role >= Role.CADRE)
