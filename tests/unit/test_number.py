"""Numbers as Vietnamese writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.format import number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (7950, "7.950"),
        (-1234567, "-1.234.567"),
        (Decimal("103.90"), "103,9"),
        (Decimal("1.0"), "1"),
        (Decimal("1E+5"), "100.000"),
        (Decimal("0.05"), "0,05"),
        (Decimal("1234.5678"), "1.234,5678"),
    ],
)
def test_thousands_have_points_and_decimals_a_comma(value: Decimal | int, written: str) -> None:
    assert number(value) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9))
def test_no_digit_is_lost(value: Decimal) -> None:
    assert Decimal(number(value).replace(".", "").replace(",", ".")) == value
