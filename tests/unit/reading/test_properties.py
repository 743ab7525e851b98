"""What holds for any text: it never raises, every quote is a piece of it, and what is written is read back."""

import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.reading import Reading
from bot.reading.grammar.dates import date_at, period_at
from bot.reading.grammar.numbers import LITERAL, amount_at, parse
from bot.reading.reader import read, to_json
from tests.examples import examples

SEEDLIKE = (
    "Hội nghị Sơ kết phường Tân Lộc\n\nSáng ngày 08-7, Đảng ủy phường tổ chức hội nghị. Đạt 10/12 chỉ tiêu đạt "
    "và vượt; thu 2,6 tỉ đồng, đạt 103,9% năm 2022 và 87,8% trong 6 tháng đầu năm 2023; 3/14 chi bộ tiêu biểu, "
    "12/14 chi bộ hoàn thành tốt; tổng 120 suất: 70 suất cho cụ, 40 suất cho cháu; nhiệm kỳ -2025; vận động vận động; "
    "thu 5,680 tỷ.\n"
    "STT\tChỉ tiêu\tKế hoạch\tThực hiện\n1\tThu\t5\t6\n| a | 5 |\n| b | 6% |\nThời gian: 7h30 ngày 25/11/2026 đến 9h"
)
PIECES = [
    *SEEDLIKE.split(" "),
    "\n",
    "\t",
    "|",
    "ngày … tháng … năm",
    "Số:   /BC-UBND",
    "1/500",
    "\u200b",
    "\u00a0",
    "e\u0301",
    "😀",
    "\ud800",
    "\0",
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)
FAST = examples(150)


def quotes_of(reading: Reading) -> list[str]:
    found = [figure.quote for figure in reading.figures]
    found += [quote for warning in reading.warnings for quote in warning.quotes]
    found += [*reading.summary, *reading.chair_or_guests]
    found += [part for part in (reading.date_as_written, reading.organisation, reading.place) if part]
    return found


@given(TEXTS)
@example("")
@example("\0")
@example("\ud800\udc00 5 hộ \ud800")
@example("9" * 5000)
@example("lượt " * 2000)
@example("5 - " * 2000)
@FAST
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert to_json(read(text))["kind"]


@given(TEXTS)
@FAST
def test_every_quote_is_an_exact_piece_of_the_text(text: str) -> None:
    for quote in quotes_of(read(text)):
        assert quote
        assert quote in text


def test_quotes_of_odd_forms_come_from_the_original() -> None:
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, SEEDLIKE).replace(" đồng", "\u00a0đồng").replace("10/12", "10\u200b/12")
        reading = read(text)
        assert [figure.value for figure in reading.figures] == [figure.value for figure in read(SEEDLIKE).figures]
        assert len(reading.warnings) == len(read(SEEDLIKE).warnings)
        for quote in quotes_of(reading):
            assert quote in text


def vietnamese(value: int | Decimal) -> str:
    """Write a number as wards do: dots for thousands, a comma for decimals."""
    return f"{value:,}".replace(",", "_").replace(".", ",").replace("_", ".")


@given(st.integers(min_value=0, max_value=10**15))
def test_a_written_number_is_read_back(value: int) -> None:
    assert parse(vietnamese(value)) == value
    assert parse(str(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_written_decimal_is_read_back(value: Decimal) -> None:
    assert parse(vietnamese(value)) == value


SCALES = st.sampled_from(
    [("nghìn đồng", 10**3), ("triệu đồng", 10**6), ("tỷ đồng", 10**9), ("tỉ đồng", 10**9), ("đồng", 1)]
)


@given(st.decimals(min_value=Decimal("0.1"), max_value=9999, places=1), SCALES)
def test_a_written_sum_of_money_is_read_back(value: Decimal, scale: tuple[str, int]) -> None:
    written = f"{vietnamese(value)} {scale[0]}."
    match = LITERAL.match(written)
    assert match is not None
    amount = amount_at(written, match)
    assert amount is not None
    assert (amount.value, amount.unit) == (value * scale[1], "đồng")


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=999))
def test_a_compound_sum_is_read_back(billions: int, millions: int) -> None:
    written = f"{billions} tỷ {millions} triệu đồng"
    match = LITERAL.match(written)
    assert match is not None
    amount = amount_at(written, match)
    assert amount is not None
    assert amount.value == billions * 10**9 + millions * 10**6


@given(st.integers(min_value=0, max_value=400), st.integers(min_value=13, max_value=400))
def test_a_written_ratio_is_read_back(value: int, of: int) -> None:
    figures = read(f"Tin phường\n\nCó {value:02d}/{of} hộ dân.").figures
    assert [(f.value, f.of, f.unit) for f in figures] == [(Decimal(value), Decimal(of), "hộ")]


YEARS = st.integers(min_value=2000, max_value=2090)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
FORMS = st.sampled_from(
    ["{0.day}/{0.month}/{0.year}", "{0.day:02}-{0.month:02}-{0.year}", "{0.day}.{0.month}.{0.year}"]
)
LONG_FORMS = st.sampled_from(["{0.day:02} tháng {0.month} năm {0.year}", "{0.day} tháng {0.month:02}/{0.year}"])


@given(DAYS, st.one_of(FORMS, LONG_FORMS))
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    found = date_at(form.format(day), 0, told=False)
    assert found is not None
    assert found.first.as_date() == found.last.as_date() == day


@given(DAYS, st.integers(min_value=0, max_value=23), st.integers(min_value=0, max_value=59))
def test_the_start_of_a_notice_is_read_back(day: date, hour: int, minute: int) -> None:
    text = f"Thông báo cúp điện khóm 3 lúc {hour}h{minute:02} ngày {day.day}/{day.month}/{day.year}"
    starts_at = read(text).starts_at
    assert starts_at is not None
    assert (starts_at.date(), starts_at.hour, starts_at.minute) == (day, hour, minute)


@given(
    st.integers(min_value=2000, max_value=2090),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=1, max_value=4),
)
def test_a_written_period_is_read_back(year: int, month: int, quarter: int) -> None:
    for written, before in (
        (f"{month}/{year}", "tháng"),
        (f"{month} năm {year}", "tháng"),
        (f"{quarter} năm {year}", "quý"),
        (f"6 tháng đầu năm {year}", ""),
        (f"{year} – {year + 5}".replace("–", "-"), "kỳ"),
        (str(year), "năm"),
    ):
        found = period_at(written, 0, before)
        assert found is not None
        assert found.end == len(written)
