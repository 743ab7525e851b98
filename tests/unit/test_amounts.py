"""Numbers as people write them."""

from decimal import Decimal

import pytest

from bot.cards.format import amount


@pytest.mark.parametrize(
    ("value", "of", "unit", "written"),
    [
        ("2372845000", None, "đồng", "2,37 tỷ đồng"),
        ("1200000000", None, "đồng", "1,2 tỷ đồng"),
        ("36500000", None, "đồng", "36,5 triệu đồng"),
        ("500000", None, "đồng", "500.000 đồng"),
        ("67500000", None, "đồng/người/năm", "67,5 triệu đồng/người/năm"),
        ("28600000000", "31200000000", "đồng", "28,6/31,2 tỷ đồng"),
        ("3000000", "1500000000", "đồng", "3/1.500 triệu đồng"),
        ("3", "14", "chi bộ", "3/14 chi bộ"),
        ("178", "185", None, "178/185"),
        ("103.9", None, "%", "103,9%"),
        ("2372845", None, "hộ", "2.372.845 hộ"),
    ],
)
def test_an_amount_is_written_as_people_say_it(value: str, of: str | None, unit: str | None, written: str) -> None:
    assert amount(Decimal(value), unit, of=Decimal(of) if of else None) == written
