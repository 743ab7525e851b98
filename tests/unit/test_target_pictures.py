"""Targets as pictures: what stands beside a value, and where the plan is drawn."""

from datetime import date
from typing import Any

import pytest

from bot import cards
from bot.domain.targets import Direction, Target, standing
from bot.domain.views import TargetsView, TargetView, WardInfo
from bot.messages.message import Reply
from tests.unit.test_targets import TODAY, measured, target

WARD = WardInfo("Phường Hòa Lạc", "0296")
FIRST, SECOND = (measured("quý I/2026", "20", cumulative=False), measured("quý II/2026", "10", cumulative=False))
HALF = measured("6 tháng đầu năm 2026", "30")


def drawn(reply: Reply) -> dict[str, Any]:
    assert reply.file is not None
    assert reply.file.drawing is not None
    return reply.file.drawing.data


def printed(one: Target, today: date = TODAY) -> dict[str, Any]:
    view = TargetsView(None, None, ((one, standing(one, today)),))
    row: dict[str, Any] = drawn(cards.target_pictures.target_print(view, WARD, today))["rows"][0]
    return row


def series(one: Target, today: date = TODAY) -> dict[str, Any]:
    return drawn(cards.target_pictures.target_series(TargetView(one, standing(one, today), today), WARD))


def test_a_printed_sum_stands_under_no_single_quarters_name() -> None:
    row = printed(target(Direction.AT_LEAST, "100", FIRST, SECOND))
    assert (row["value"], row["period"]) == ("30 căn", "cộng các kỳ đã có")
    row = printed(target(Direction.AT_LEAST, "100", FIRST))
    assert (row["value"], row["period"]) == ("20 căn", "quý I/2026")
    row = printed(target(Direction.AT_LEAST, "100"))
    assert (row["value"], row["period"]) == ("", "")


def test_a_printed_value_of_another_year_names_that_year() -> None:
    row = printed(target(Direction.AT_LEAST, "100", measured("năm 2025", "120")))
    assert (row["value"], row["period"], row["kind"]) == ("120 căn", "năm 2025", "unknown")


def test_a_bar_of_a_single_period_says_so_and_is_held_against_no_plan_of_the_whole() -> None:
    mixed = series(target(Direction.AT_LEAST, "100", FIRST, HALF))
    said = str(mixed)
    assert "Quý I/2026, riêng kỳ" in said
    assert "6 tháng đầu năm 2026, riêng" not in said
    assert "Kế hoạch" not in said


@pytest.mark.parametrize(
    "one",
    [
        target(Direction.AT_LEAST, "100", HALF),
        target(Direction.AT_LEAST, "100", FIRST, unit="%"),
        target(Direction.KEEP, "100", FIRST),
        target(Direction.AT_LEAST, "100", measured("năm 2025", "9", cumulative=False), term="2021-2026", yearly=True),
        target(Direction.AT_LEAST, "100", FIRST, term=""),
    ],
)
def test_the_plan_is_drawn_where_bars_are_judged_by_all_of_it(one: Target) -> None:
    said = str(series(one))
    assert "Kế hoạch" in said
    assert "riêng kỳ" not in said
