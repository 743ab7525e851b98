"""Replacing a piece of a text as it is typed on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.versions.replacement import Problem, Trouble, replace_once

BODY = (
    "Cúp điện hẻm 47\n\nThu ngân sách đạt 103,8% năm 2022, vượt 3,8%. Từ 8h ngày 25/11/2026 đến 18h.\n"
    "Bà con phường Mỹ Bình – khóm 3, thành phố Long Xuyên. Số  tiền 5.000 đồng, 5 người. Đổi mới cách làm."
)

DONE = [
    ("103,8 => 103,9", "103,8", "103,9"),
    ("103,8=>103,9", "103,8", "103,9"),
    ("103,8 -> 103,9", "103,8", "103,9"),
    ("103,8->103,9", "103,8", "103,9"),
    ("103,8 → 103,9", "103,8", "103,9"),
    ("103,8→103,9", "103,8", "103,9"),
    ("103,8 —> 103,9", "103,8", "103,9"),
    ("103,8% thành 103,9%", "103,8%", "103,9%"),
    ("103,8 thanh 103,9", "103,8", "103,9"),
    ("103,8 THÀNH 103,9", "103,8", "103,9"),
    ("sửa 103,8 thành 103,9", "103,8", "103,9"),
    ("đổi lại 103,8 => 103,9", "103,8", "103,9"),
    ("  103,8  =>  103,9  ", "103,8", "103,9"),
    ("“103,8” => “103,9”", "103,8", "103,9"),
    ("hem 47 => hẻm 49", "hẻm 47", "hẻm 49"),
    ("HẺM 47 => hẻm 49", "hẻm 47", "hẻm 49"),
    ("hem47 => hẻm 49", "hẻm 47", "hẻm 49"),
    ("so tien => Kinh phí", "Số  tiền", "Kinh phí"),
    ("Số tiền => Kinh phí", "Số  tiền", "Kinh phí"),
    ("phuong my binh - khom 3 => phường Mỹ Bình – khóm 5", "phường Mỹ Bình – khóm 3", "phường Mỹ Bình – khóm 5"),
    ("3,8 => 3,9", " 3,8", " 3,9"),
    ("8h => 9h", " 8h", " 9h"),
    ("5 => 6", "5 người", "6 người"),
    ("25/11 => 26/11", "25/11", "26/11"),
    ("đổi mới => cải tiến", "Đổi mới", "cải tiến"),
    ("thành phố Long Xuyên thành tỉnh An Giang", "thành phố Long Xuyên", "tỉnh An Giang"),
    ("tien 5.000 => tiền 6.000", "tiền 5.000", "tiền 6.000"),
]


@pytest.mark.parametrize(("typed", "old", "new"), DONE)
def test_a_piece_is_replaced_however_it_is_typed(typed: str, old: str, new: str) -> None:
    assert BODY.count(old) == 1
    assert replace_once(BODY, typed) == BODY.replace(old, new)


@pytest.mark.parametrize(
    ("typed", "trouble", "piece"),
    [
        ("", Trouble.NOT_UNDERSTOOD, ""),
        ("xin chào", Trouble.NOT_UNDERSTOOD, "xin chào"),
        ("103,8 =>", Trouble.NOT_UNDERSTOOD, "103,8 =>"),
        ("=> 103,9", Trouble.NOT_UNDERSTOOD, "=> 103,9"),
        ("1 => 2 => 3", Trouble.NOT_UNDERSTOOD, "1 => 2 => 3"),
        ("104,8 => 103,9", Trouble.NOT_FOUND, "104,8"),
        ("sửa 104,8 thành 103,9", Trouble.NOT_FOUND, "104,8"),
        ("3 => 4", Trouble.NOT_FOUND, "3"),
        ("000 => 100", Trouble.NOT_FOUND, "000"),
        ("ong => ông", Trouble.NOT_FOUND, "ong"),
    ],
)
def test_what_cannot_be_replaced_is_told(typed: str, trouble: Trouble, piece: str) -> None:
    body = BODY.replace("khóm 3", "khóm bốn")
    assert replace_once(body, typed) == Problem(trouble, piece)


def test_a_piece_that_stands_twice_is_not_replaced() -> None:
    assert replace_once("mở 5 lớp, thêm 5 lớp", "5 => 6") == Problem(Trouble.TWICE, "5")
    assert replace_once("Khóm 3 và khóm 3", "KHOM 3 => khóm 4") == Problem(Trouble.TWICE, "KHOM 3")


def test_an_exact_piece_is_preferred_to_those_that_only_look_alike() -> None:
    assert replace_once("Hẻm 47 gần hẻm 47", "hẻm 47 => hẻm 49") == "Hẻm 47 gần hẻm 49"


def test_lines_are_replaced_together_or_not_at_all() -> None:
    assert replace_once("từ 8h đến 9h", "8h => 9h\n\n9h => 10h") == "từ 9h đến 10h"
    assert replace_once("từ 8h đến 9h", "8h => 9h\n7h => 10h") == Problem(Trouble.NOT_FOUND, "7h")
    assert replace_once("từ 8h đến 9h", "8h đến => 9h đến\nđến 9h => đến 10h") == Problem(
        Trouble.NOT_UNDERSTOOD, "đến 9h => đến 10h"
    )


def test_letters_with_their_marks_apart_are_found_whole() -> None:
    assert replace_once("he\u0309m 47", "hẻm => ngõ") == "ngõ 47"


@given(st.text(max_size=200), st.text(max_size=60))
def test_nothing_typed_ever_fails(body: str, typed: str) -> None:
    assert isinstance(replace_once(body, typed), (str, Problem))


@given(st.text(max_size=80), st.text("abcđê 123,%", min_size=1, max_size=12), st.text(max_size=80))
def test_a_piece_between_blanks_is_replaced_exactly_once(left: str, piece: str, right: str) -> None:
    piece = " ".join(piece.split())
    body = f"{left} {piece} {right}"
    done = replace_once(body, f"{piece} => XYZ")
    if isinstance(done, str):
        assert done.count("XYZ") == body.count("XYZ") + 1
    elif piece:
        assert done.trouble in {Trouble.TWICE, Trouble.NOT_UNDERSTOOD}
