"""Lines of figures: their numbers bold, in the order that the writer chose, in the text's words or the ward's."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.figures import figure_line, headlines
from bot.domain.figures import Figure, Tally, Wording
from bot.domain.lines import arranged, bold_in, carried, headlines_of, in_order, lines_of
from bot.domain.posts import Kind
from bot.domain.reading import Reading
from bot.errors import InvalidError
from bot.reading.figures.headlines import ranked
from bot.reading.reader import read

BODY = (
    "Tin phường Tân Lộc\n\nThu ngân sách đạt 96,5% dự toán, tăng 8% so với cùng kỳ. Vận động Quỹ 1,2 tỷ đồng. "
    "Phường trao 40 suất quà."
)
FIGURES = read(BODY).figures


def words(figures: tuple[Figure, ...]) -> list[str]:
    return [line[0].phrase for line in headlines_of(figures)]


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("Đêm nay có mưa 80-120mm.", "Đêm nay có mưa <b>80-120mm</b>"),
        ("Đổ rác bậy bị phạt từ 15 đến 25 triệu.", "Đổ rác bậy bị phạt <b>từ 15 đến 25 triệu</b>"),
        ("Quỹ nhận gần 2,6 tỉ đồng.", "Quỹ nhận <b>gần 2,6 tỉ đồng</b>"),
        ("Hiện 19/24 hộ đã được vay vốn.", "<b>19/24 hộ</b> đã được vay vốn"),
        ("Thu 1 tỷ 357 triệu đồng.", "Thu <b>1 tỷ 357 triệu đồng</b>"),
        ("Thu thuế đạt 8,6 tỷ đồng/9,2 tỷ đồng.", "Thu thuế đạt <b>8,6 tỷ đồng/9,2 tỷ đồng</b>"),
        ("Bầu ra 27 đồng chí.", "Bầu ra <b>27 đồng chí</b>"),
        ("Số ca sởi 12 ca, giảm 3 ca (20%).", "Số ca sởi <b>12 ca</b>, giảm <b>3 ca</b> (<b>20%</b>)"),
        ("Số thôn giảm từ 21 thôn xuống còn 18 thôn.", "Số thôn giảm <b>từ 21 thôn xuống còn 18 thôn</b>"),
        ("Trong 30 chỉ tiêu có 8 vượt và 20 đạt.", "Trong <b>30 chỉ tiêu</b> có <b>8</b> vượt và <b>20</b> đạt"),
        ("Năm 2026, phường trồng 12 ha lúa.", "Phường trồng <b>12 ha</b> lúa (năm 2026)"),
        ("Phấn đấu năm 2027 trồng 12 ha lúa.", "Phấn đấu năm 2027 trồng <b>12 ha</b> lúa"),
        ("Năm tới trồng 12 ha lúa.", "Năm tới trồng <b>12 ha</b> lúa (mục tiêu)"),
        ("Hộ <b> & 5 hộ.", "Hộ &lt;b&gt; &amp; <b>5 hộ</b>"),
    ],
)
def test_the_number_stands_bold_in_the_texts_words(sentence: str, line: str) -> None:
    (shown,) = [figure_line(one) for one in lines_of(read(f"Tin phường Tân Lộc\n\n{sentence}").figures)]
    assert shown == line


def test_a_tables_row_and_the_wards_own_words_are_marked() -> None:
    row = Figure("1\tThu\t5\t4", "Thu", Decimal(4), "tỷ đồng", phrase="Thu: 4/5 tỷ đồng (80%)", wording=Wording.ROW)
    assert figure_line((row,)) == "Thu: <b>4/5 tỷ đồng</b> (80%) (lập từ dòng bảng)"
    own = Figure("đạt 80%", "Thu", Decimal(80), "%", phrase="Thu mới đạt 80%", wording=Wording.WARD)
    assert figure_line((own,)) == "Thu mới đạt <b>80%</b> (lời của phường)"


def test_what_was_stored_before_there_were_phrases_is_shown_by_its_label() -> None:
    old = (
        Figure("10/12 chỉ tiêu", "Chỉ tiêu", Decimal(10), "chỉ tiêu", of=Decimal(12)),
        Figure("đạt 96,5%", "thu ngân sách", Decimal("96.5"), "%", period="2026"),
        Figure("20 tỷ đồng", "thu", Decimal(20_000_000_000), "đồng", is_target=True),
    )
    reading = Reading(Kind.REPORT, "Tin", figures=old, tally=Tally(10, 12))
    assert headlines(reading, 5) == ["Chỉ tiêu: <b>đạt 10/12</b>", "Thu ngân sách: <b>96,5%</b> (năm 2026)"]


def test_the_tally_is_told_once() -> None:
    reading = read("Tin phường Tân Lộc\n\nPhường có 11/12 chỉ tiêu đạt và vượt. Thu 15 tỷ đồng.")
    shown = headlines(reading, 5)
    assert shown[0] == "Phường có <b>11/12 chỉ tiêu</b> đạt và vượt"
    assert sum("11/12" in line for line in shown) == 1


def test_the_writer_drops_and_orders_lines() -> None:
    first, second, third = words(FIGURES)
    assert words(arranged(FIGURES, "3 1", BODY)) == [third, first]
    assert words(arranged(FIGURES, " 2,3, 1", BODY)) == [second, third, first]
    assert [line[0].phrase for line in in_order(arranged(FIGURES, "3", BODY))] == [third, first, second]


def test_a_line_in_the_wards_words_is_marked_and_keeps_its_quotes() -> None:
    made = arranged(FIGURES, "1: Thu  ngân sách mới đạt 96,5%", BODY)
    (line, *_) = headlines_of(made)
    assert {one.phrase for one in line} == {"Thu ngân sách mới đạt 96,5%"}
    assert {one.wording for one in line} == {Wording.WARD}
    assert [one.quote for one in made] == [one.quote for one in FIGURES]
    assert [one.value for one in made] == [one.value for one in FIGURES]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "figures-order"),
        ("bỏ dòng 2", "figures-order"),
        ("4", "figures-order"),
        ("0 1", "figures-order"),
        ("1 1", "figures-order"),
        ("9: Thu đạt 96,5%", "figures-words"),
        ("1: Thu ngân sách tốt", "figures-words"),
        ("1: Thu đạt 96,5% " + "rất tốt " * 40, "figures-words"),
        ("1: Thu đạt 69,5%", "figures-number"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        arranged(FIGURES, typed, BODY)
    assert refused.value.reason == code


def test_a_mended_text_keeps_what_the_writer_chose() -> None:
    chosen = arranged(arranged(FIGURES, "3 1", BODY), "1: Trao 40 suất quà Tết", BODY)
    mended = read(BODY.replace("96,5", "95,6")).figures
    kept = carried(chosen, mended, ranked(chosen, None))
    assert [line[0].phrase for line in headlines_of(kept)] == [
        "Trao 40 suất quà Tết",
        "Thu ngân sách đạt 95,6% dự toán, tăng 8% so với cùng kỳ",
    ]
    assert carried(FIGURES, mended, ranked(FIGURES, None)) == mended


@given(st.text(max_size=60), st.lists(st.sampled_from(FIGURES), min_size=1, max_size=4))
def test_bold_pieces_never_overlap_whatever_the_words(phrase: str, figures: list[Figure]) -> None:
    at = 0
    for start, end in bold_in(phrase, tuple(figures)):
        assert at <= start <= end <= len(phrase)
        at = end
