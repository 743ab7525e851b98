"""What pictures show: texts stay texts, bars have the right length, and everything can be drawn."""

import io
from decimal import Decimal
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from PIL import Image

from bot.cards.charts.bars import Bar, Block, bars
from bot.cards.charts.draw import draw, key_of
from bot.cards.charts.targets import Row, board
from bot.messages.message import Drawing, File, Reply, outgoing_from_json, reply_to_json
from tests.examples import examples

WRITTEN = st.text(
    st.sampled_from("#$[]{}\\\"'`*_@<>=-/~&%|^; \n\tàđỹẾ2u😀\u200d\u202e") | st.characters(codec="utf-8"),
    max_size=60,
)
VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18)


def words_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def sheet(name: str, rows: int = 1) -> Drawing:
    row = {"kind": "met", "name": name, "unit": "%", "plan": "100", "value": "96", "period": "2025", "word": "đạt"}
    return Drawing("sheet", {"over": "Phường", "title": "Bảng", "tally": "", "foot": "", "rows": [row] * rows}, "pdf")


@examples(60)
@given(WRITTEN, WRITTEN)
def test_whatever_people_wrote_can_be_drawn(title: str, label: str) -> None:
    drawing = bars(over=title, title=title, blocks=[Block([Bar(label, Decimal(1), label)], label, (Decimal(1), label))])
    assert draw(drawing).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "evil",
    [
        '#panic("no")',
        '#read("common.typ")',
        "$x^2$",
        "*đậm*",
        "= Mục",
        "[#pagebreak()]",
        "\\#",
        '"',
        "// bỏ",
        "@ref",
        "<a>",
    ],
)
def test_signs_of_markup_are_shown_as_they_were_written(evil: str) -> None:
    assert evil in words_of(draw(sheet(f"Thu {evil} xong")))


def test_all_targets_of_a_long_sheet_are_printed_on_pages_that_are_counted() -> None:
    pdf = draw(sheet("Tỷ lệ hộ dân tham gia bảo hiểm y tế toàn dân", 60))
    assert words_of(pdf).count("Tỷ lệ hộ dân") == 60
    assert len(pypdfium2.PdfDocument(pdf)) > 1


@given(st.lists(VALUES, min_size=1, max_size=12), st.none() | VALUES)
def test_bars_lie_within_the_picture_and_keep_their_order(values: list[Decimal], plan: Decimal | None) -> None:
    block = Block([Bar("", one, "") for one in values], plan=None if plan is None else (plan, ""))
    (told,) = bars(over="", title="", blocks=[block]).data["blocks"]
    ends = [(one["start"], one["end"], one["zero"]) for one in told["bars"]]
    assert all(0 <= start <= zero <= end <= 1 and zero in (start, end) for start, end, zero in ends)
    by_value = sorted(zip(values, (start + end for start, end, _ in ends), strict=True))
    assert all(one <= other for (_, one), (_, other) in pairwise(by_value))
    assert plan is None or 0 <= told["plan"] <= 1


@pytest.mark.parametrize("values", [["0"], ["0", "0"], ["-5", "-1"], ["1e17", "1"], ["-1e17", "1e-6"]])
def test_one_nought_negative_and_huge_values_have_pictures(values: list[str]) -> None:
    blocks = [Block([Bar(f"năm {at}", Decimal(one), one) for at, one in enumerate(values)])]
    picture = Image.open(io.BytesIO(draw(bars(over="", title="Thu", blocks=blocks))))
    assert picture.size[0] == 1080


def test_thirty_targets_with_the_longest_names_make_a_picture_that_telegram_takes() -> None:
    row = Row("behind", "chậm", "Tỷ lệ hộ dân tham gia bảo hiểm y tế " * 3, "91,2% (cộng các kỳ); kế hoạch 95% " * 8)
    picture = Image.open(io.BytesIO(draw(board([row] * 30, over="", title="Chỉ tiêu", tally="", foot=""))))
    assert sum(picture.size) <= 10_000
    assert picture.size[1] < 20 * picture.size[0]


def test_what_shows_the_same_has_one_key() -> None:
    assert key_of(sheet("a")) == key_of(sheet("a")) != key_of(sheet("b"))


def test_a_drawing_comes_back_out_of_a_row_as_it_went_in() -> None:
    file = File("bang.pdf", drawing=sheet("a"))
    assert outgoing_from_json(reply_to_json(Reply(Markup("x"), file=file)), chat_id="1", edit=None).file == file
