"""Plans of a table: what a column is one of, and which plan of a target that it knows already is meant."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.target_table import cells_of, read_table, typed_grid
from bot.domain.targets import Direction, Plan, Target

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, tzinfo=UTC)
PLANNED = Target(
    1, "Thu ngân sách", "tỷ đồng", Direction.AT_LEAST, (Plan("tỉnh giao năm 2026", Decimal(10)),), term="2026"
)


@pytest.mark.parametrize("name", ["tỉnh giao năm 2026", "tỉnh giao", "HĐND phường giao 2026", "nghị quyết 2026"])
def test_a_plan_that_its_target_knows_keeps_its_name(name: str) -> None:
    target = replace(PLANNED, plans=(Plan(name, Decimal(10)),))
    cells = cells_of([target])
    table = read_table(typed_grid("\n".join(" | ".join(row) for row in cells)), TODAY, {})
    assert table is not None
    assert (table.bad, [row.onto(target, NOW).plans for row in table.rows]) == ((), [target.plans])


def test_a_new_plan_stands_beside_those_that_are_known() -> None:
    table = read_table(typed_grid("Chỉ tiêu | Năm | Kế hoạch: phường giao\nThu ngân sách | 2026 | 12"), TODAY, {})
    assert table is not None
    plans = table.rows[0].onto(PLANNED, NOW).plans
    assert plans == (*PLANNED.plans, Plan("phường giao", Decimal(12)))


@pytest.mark.parametrize("head", ["Số KH 2026", "KH 2026", "Số kế hoạch năm 2026"])
def test_the_number_of_a_plan_is_the_plan(head: str) -> None:
    table = read_table(typed_grid(f"Chỉ tiêu | {head}\nThu ngân sách | 12"), TODAY, {})
    assert table is not None
    assert dict(table.rows[0].plans) == {"": Decimal(12)}


def test_what_compares_with_a_plan_is_no_plan() -> None:
    table = read_table(typed_grid("Chỉ tiêu | KH 2026 | So KH\nThu ngân sách | 12 | 103%"), TODAY, {})
    assert table is not None
    assert dict(table.rows[0].plans) == {"": Decimal(12)}
