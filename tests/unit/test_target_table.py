"""Tables of targets: read as people write them, given out so that reading them again changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.figures import Figure
from bot.domain.measuring import counts_up, found_again, in_unit, offers_of
from bot.domain.periods import months
from bot.domain.target_cells import plain_number, read_plan, read_value
from bot.domain.target_changes import change_of
from bot.domain.target_table import Grid, cells_of, from_head, letters, read_table, sheet_grid, typed_grid
from bot.domain.targets import Direction, Measurement, Plan, Target, in_order
from bot.domain.words import fold_words

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, tzinfo=UTC)
TOPICS = {"y te": "Y tế", "van hoa": "Văn hóa"}
WORDS = st.text("abc đ ạơ xyz", min_size=1, max_size=12).map(str.split).map(" ".join).filter(bool)
NUMBERS = st.decimals(-(10**9), 10**9, places=3)
SPANS = st.builds(
    lambda year, quarter, whole: (
        months(year, 1, 12) if whole else months(year, 3 * quarter - 2, 3 * quarter) if quarter else months(year, 1, 6)
    ),
    st.integers(2015, 2026),
    st.integers(0, 4),
    st.booleans(),
)
MEASURED = st.lists(st.tuples(SPANS, st.booleans(), NUMBERS), max_size=4, unique_by=lambda one: (one[0], one[1]))


@st.composite
def targets(draw: st.DrawFn) -> list[Target]:
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    return [
        Target(
            place,
            f"Chỉ tiêu {name}",
            draw(st.sampled_from(["%", "hộ", "tỷ đồng", "triệu đồng/người", ""])),
            draw(st.sampled_from(list(Direction))),
            tuple(Plan(plan, draw(NUMBERS)) for plan in draw(st.sampled_from([("",), ("tỉnh giao", "HĐND giao")]))),
            term=draw(st.sampled_from(["2020-2025", "2026", ""])),
            yearly=draw(st.booleans()),
            due=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
            topic=draw(st.sampled_from(["", *TOPICS.values()])),
            owner=draw(st.just("") | WORDS),
            ended_at=draw(st.none() | st.just(NOW)),
            measurements=in_order(
                Measurement(at, span.name, value, cumulative, NOW)
                for at, (span, cumulative, value) in enumerate(draw(MEASURED))
            ),
        )
        for place, name in enumerate(names)
    ]


def read(cells: Sequence[Sequence[str]]) -> list[Target]:
    """What a table says of targets that nobody knows yet, but for those that have no term."""
    undated = {fold_words(row[0]) for row in cells[1:] if not row[3]}
    table = read_table(Grid(tuple(map(tuple, cells))), TODAY, TOPICS, undated=undated)
    assert table is not None
    assert table.bad == ()
    return [
        replace(
            row.onto(None, NOW),
            measurements=in_order(
                Measurement(at, one.period, one.value, one.cumulative, NOW) for at, one in enumerate(row.results)
            ),
        )
        for row in table.rows
    ]


@given(targets())
def test_what_is_given_out_and_read_again_is_given_out_the_same(every: list[Target]) -> None:
    cells = cells_of(every)
    assert cells_of(read(cells)) == cells


@given(targets())
def test_a_table_that_comes_back_changes_nothing(every: list[Target]) -> None:
    undated = {fold_words(one.name) for one in every if not one.term}
    table = read_table(Grid(tuple(map(tuple, cells_of(every)))), TODAY, TOPICS, undated=undated)
    assert table is not None
    assert not [one for row, before in zip(table.rows, every, strict=True) if (one := change_of(row, before, NOW))]


@given(NUMBERS)
def test_a_number_is_read_back(value: Decimal) -> None:
    assert read_value(plain_number(value)) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,5", "1234.5"),
        ("63.544.100.000", "63544100000"),
        ("95%", "95"),
        ("1.5", "1.5"),
        ("−3", "-3"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_as_vietnamese_write_it(typed: str, value: str) -> None:
    assert read_value(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "value", "direction", "unit"),
    [
        ("≥ 95 %", "95", Direction.AT_LEAST, "%"),
        ("dưới 1%", "1", Direction.AT_MOST, "%"),
        ("không quá 10 vụ", "10", Direction.AT_MOST, "vụ"),
        ("giữ 6 khóm", "6", Direction.KEEP, "khóm"),
        ("không có", "0", Direction.KEEP, ""),
        ("2,5 tỷ đồng", "2.5", None, "tỷ đồng"),
    ],
)
def test_a_plan_says_its_side_and_its_unit(typed: str, value: str, direction: Direction | None, unit: str) -> None:
    assert read_plan(typed) == (Decimal(value), direction, unit)


def test_a_cell_has_the_name_that_it_has_in_its_sheet() -> None:
    lines = ["Bảng", "Chỉ tiêu\tKế hoạch", "Thu\tnhiều", "", "Trang 2", "x\ty"]
    grid = sheet_grid(lines, ["B2", "Z10", "Z12", "", "", "A1"])
    table = read_table(grid, TODAY, {})
    assert table is not None
    assert [one.cell for one in table.bad] == ["AA12"]
    assert (letters(0), letters(25), letters(26), letters(701), letters(702)) == ("A", "Z", "AA", "ZZ", "AAA")


def test_of_several_sheets_the_one_with_targets_is_taken() -> None:
    lines = ["Bìa", "Báo cáo", "", "Số liệu", "Tên\tKế hoạch", "Thu\t5"]
    grid = sheet_grid(lines, ["", "A1", "", "", "B2", "B3"])
    table = read_table(grid, TODAY, {})
    assert table is not None
    assert [row.name for row in table.rows] == ["Thu"]


def test_a_table_of_markdown_has_no_cells_around_it() -> None:
    grid = from_head(typed_grid("| Tên | Kế hoạch |\n|---|---|\n| | 4 |"))
    table = read_table(grid, TODAY, {})
    assert table is not None
    assert [(one.cell, one.reason) for one in table.bad] == [("A2", "table-name")]


def test_a_pasted_tables_empty_lines_are_counted() -> None:
    grid = from_head(typed_grid("Nghị quyết\n\nTên | Kế hoạch\n\nThu | 5\n |\nChi | x\n\n\nQuỹ | y"))
    table = read_table(grid, TODAY, {})
    assert table is not None
    assert [one.cell for one in table.bad] == ["B5", "B8"]


def test_the_head_of_a_second_table_is_a_head() -> None:
    second = "Phần 2\nTên\tĐVT\tKế hoạch\nNhà\tcăn\t6"
    table = read_table(typed_grid(f"Tên\tKế hoạch\tĐVT\nThu\t5\t%\n{second}"), TODAY, {})
    assert table is not None
    assert table.bad == ()
    assert [(row.name, row.given.get("unit"), dict(row.plans)) for row in table.rows if not row.bare] == [
        ("Thu", "%", {"": Decimal(5)}),
        ("Nhà", "căn", {"": Decimal(6)}),
    ]


def test_a_row_with_a_name_alone_is_a_heading_and_may_stand_there_twice() -> None:
    rows = ("I\tKINH TẾ\t", "1\tThu\t5", "\tTrong đó:\t", "2\tChi\t6", "\tTrong đó:\t", "\tNgười lập biểu\t")
    table = read_table(typed_grid("\n".join(("STT\tChỉ tiêu\tKế hoạch", *rows))), TODAY, {})
    assert table is not None
    assert table.bad == ()
    assert [row.name for row in table.rows if not row.bare] == ["Thu", "Chi"]


def test_a_term_above_the_table_is_that_of_its_rows() -> None:
    table = read_table(typed_grid("Nghị quyết 2025 – 2030\nTên\tKế hoạch\nThu\t5\n"), TODAY, {})
    assert table is not None
    assert table.rows[0].term == "2025-2030"


@pytest.mark.parametrize(
    ("above", "term"),
    [
        ("Theo Nghị quyết số 45/2025/NQ-HĐND ngày 15/12/2025", "2026"),
        ("Phường, ngày 3 tháng 1 năm 2025", "2026"),
        ("Nghị quyết 45/2024/NQ-HĐND về nhiệm vụ năm 2025", "2025"),
        ("Kết quả đến ngày 30/6/2025", "2025"),
        ("Kết quả tháng 11/2025", "2025"),
        ("Kết quả 6T/2025", "2025"),
        ("Kết quả quý 3/2025", "2025"),
    ],
)
def test_the_day_and_the_number_of_a_paper_above_a_table_are_no_term(above: str, term: str) -> None:
    table = read_table(typed_grid(f"{above}\nTên\tKế hoạch\nThu\t5\n"), TODAY, {})
    assert table is not None
    assert table.rows[0].term == term


def test_a_row_without_a_term_is_of_what_is_said_around_it() -> None:
    def terms(text: str, **known: Any) -> list[str]:
        table = read_table(typed_grid(text), TODAY, {}, **known)
        assert table is not None
        assert table.bad == ()
        return [row.term for row in table.rows]

    rows = "Tên\tNhiệm kỳ\tKế hoạch\nThu\t\t5\nThu\t2026\t6\nChi\t\t7"
    assert terms(rows, undated={"thu"}) == ["", "2026", "2026"], "a target that has no term is not another one's double"
    assert terms(f"Năm 2025\n{rows}", undated={"thu"}) == ["2025", "2026", "2025"]
    assert terms("Tên\tKế hoạch\nThu\t5", term="2020-2025", undated={"thu"}) == ["2020-2025"]
    assert terms("Tên\tKế hoạch\nThu\t5", term="") == [""]


def test_there_is_no_result_of_a_period_that_has_not_begun() -> None:
    columns = "Tên\tThực hiện năm 2026\tThực hiện tháng 12/2026\tThực hiện 6 tháng đầu năm 2027"
    table = read_table(typed_grid(f"{columns}\nThu\t5\t\t\nChi\t5\t6\t7"), TODAY, {})
    assert table is not None
    assert [(one.cell, one.reason) for one in table.bad] == [("C3", "table-future"), ("D3", "table-future")]
    assert len(table.rows[0].results) == 1, "a column that waits for its time may stand there"


HEADS = (
    ("Năm 2023", "năm 2023"),
    ("2023", "năm 2023"),
    ("TH 2023", "năm 2023"),
    ("TH/2023", "năm 2023"),
    ("TH năm 2023 (%)", "năm 2023"),
    ("Ước TH 2023", "năm 2023"),
    ("Kết quả thực hiện năm 2023", "năm 2023"),
    ("6T/2024", "6 tháng đầu năm 2024"),
    ("TH 6T/2024", "6 tháng đầu năm 2024"),
    ("6T đầu năm 2024", "6 tháng đầu năm 2024"),
    ("Quý I/2024", "quý I năm 2024"),
    ("TH QI/2024", "quý I năm 2024"),
    ("Thực hiện đến 30/6/2024", "6 tháng đầu năm 2024"),
    ("TH đến tháng 6/2024", "6 tháng đầu năm 2024"),
    ("Lũy kế 9T/2024", "9 tháng đầu năm 2024"),
    ("Tháng 5/2024", "tháng 5 năm 2024"),
)


@pytest.mark.parametrize(("head", "period"), HEADS)
def test_a_column_of_results_is_headed_as_wards_head_it(head: str, period: str) -> None:
    table = read_table(typed_grid(f"Chỉ tiêu\tĐVT\t{head}\nThu\t%\t5"), TODAY, {})
    assert table is not None
    assert table.bad == ()
    assert [one.period for one in table.rows[0].results] == [period]


@pytest.mark.parametrize(
    ("head", "plan", "term"),
    [
        ("KH 2024", "", "2024"),
        ("KH/2024", "", "2024"),
        ("Kế hoạch năm 2024", "", "2024"),
        ("KH 2024 tỉnh giao", "tỉnh giao", "2024"),
        ("Kế hoạch tỉnh giao năm 2024", "tỉnh giao", "2024"),
        ("Kế hoạch (2024)", "", "2024"),
        ("Mục tiêu 2025-2030", "", "2025-2030"),
        ("NQ HĐND 2024", "HĐND", "2024"),
        ("Chỉ tiêu năm 2024", "", "2024"),
        ("KH năm 2024 (điều chỉnh)", "điều chỉnh", "2024"),
        ("KH (điều chỉnh, năm 2024)", "điều chỉnh", "2024"),
        ("KH tỉnh giao (năm 2024)", "tỉnh giao", "2024"),
        ("KH tỉnh giao (bổ sung) 2024", "tỉnh giao (bổ sung)", "2024"),
        ("KH đến 31/12/2024", "", "2024"),
        ("Nghị quyết HĐND phường (15/12/2025)", "HĐND phường (15/12/2025)", "2026"),
        ("NQ 12/NQ-HĐND ngày 20/12/2025", "12/NQ-HĐND ngày 20/12/2025", "2026"),
        ("NQ HĐND ngày 15 tháng 12 năm 2025", "HĐND ngày 15 tháng 12 năm 2025", "2026"),
        ("NQ 45/2025/NQ-HĐND", "45/2025/NQ-HĐND", "2026"),
        ("NQ ngày 20-12-2024 cho năm 2025", "ngày 20-12-2024 cho", "2025"),
        ("Tỉnh giao", "Tỉnh giao", "2026"),
        ("HĐND phường giao", "HĐND phường giao", "2026"),
    ],
)
def test_a_column_of_plans_may_name_their_year(head: str, plan: str, term: str) -> None:
    table = read_table(typed_grid(f"Nội dung\tĐVT\t{head}\nThu\t%\t5"), TODAY, {})
    assert table is not None
    assert table.bad == ()
    assert (dict(table.rows[0].plans), table.rows[0].term) == ({plan: Decimal(5)}, term)


@pytest.mark.parametrize(
    "head",
    [
        "KH 6T/2026",
        "KH quý I/2026",
        "Kế hoạch 9 tháng đầu năm 2026",
        "KH tỉnh giao quý II",
        "KH T5/2026",
        "KH tháng 11/2026 (điều chỉnh)",
        "KH đến 30/6/2026",
        "KH nửa đầu năm",
        "Mục tiêu năm 2026 (6 tháng)",
        "Quý I tỉnh giao",
    ],
)
def test_a_plan_for_a_part_of_a_year_is_not_taken_for_the_years(head: str) -> None:
    table = read_table(typed_grid(f"Tên\tĐVT\t{head}\nTrồng cây\tcây\t200"), TODAY, {})
    assert table is not None
    assert [(one.cell, one.reason) for one in table.bad] == [("C1", "table-plan-part")]
    assert not table.rows[0].plans


@pytest.mark.parametrize(
    "head", ["KH 12 tháng năm 2026", "KH đến 31/12/2026", "Kế hoạch Quỹ 2026", "KH Q.1 giao năm 2026"]
)
def test_a_plan_for_a_whole_year_is_one_however_it_is_said(head: str) -> None:
    table = read_table(typed_grid(f"Tên\tĐVT\t{head}\nTrồng cây\tcây\t200"), TODAY, {})
    assert table is not None
    assert (table.bad, list(table.rows[0].plans.values())) == ((), [Decimal(200)])


def test_a_wards_own_table_is_read_as_it_stands() -> None:
    head = "TT\tChỉ tiêu\tĐVT\tTH 2023\tKH 2024\t6T/2024\tSo với KH (%)\tSo cùng kỳ\tĐánh giá\tGhi chú"
    rows = "1\tThu ngân sách\ttỷ đồng\t12,5\t14\t7,9\t56,4\t103\tĐạt tiến độ\t\n2\tHộ nghèo\thộ\t31\t25\t28\t\t\t\t"
    table = read_table(typed_grid(f"{head}\n{rows}"), TODAY, {})
    assert table is not None
    assert table.bad == ()
    assert [(row.name, row.term, dict(row.plans)) for row in table.rows] == [
        ("Thu ngân sách", "2024", {"": Decimal(14)}),
        ("Hộ nghèo", "2024", {"": Decimal(25)}),
    ]
    assert [one.period for one in table.rows[0].results] == ["năm 2023", "6 tháng đầu năm 2024"]


def test_plans_of_several_years_need_a_column_that_says_whose_each_row_is() -> None:
    def read(head: str, row: str) -> tuple[list[tuple[str, str]], list[dict[str, Decimal]]]:
        table = read_table(typed_grid(f"{head}\n{row}"), TODAY, {})
        assert table is not None
        return [(one.cell, one.reason) for one in table.bad], [dict(one.plans) for one in table.rows]

    assert read("Tên\tKH 2023\tKH 2024", "Thu\t5\t6")[0] == [("C1", "table-plan-terms")]
    bad, plans = read("Tên\tNhiệm kỳ\tKH 2023\tKH 2024", "Thu\t2024\t\t6")
    assert (bad, plans) == ([], [{"": Decimal(6)}])
    bad, _ = read("Tên\tNhiệm kỳ\tKH\tKH 2024", "Thu\t2024\t5\t6")
    assert bad == [("D2", "table-column-twice")]


@pytest.mark.parametrize("head", ["Cùng kỳ", "Cột lạ", "Thực hiện", "TH", "Giai đoạn 2021-2025", "6T"])
def test_a_column_that_names_no_period_is_asked_about(head: str) -> None:
    table = read_table(typed_grid(f"Tên\tĐVT\t{head}\nThu\t%\t5"), TODAY, {})
    assert table is not None
    assert [(one.cell, one.reason) for one in table.bad] == [("C1", "table-column")]


# --- figures of posts ---------------------------------------------------------------------------------------------

YEAR = months(2026, 1, 12)
BUDGET = Target(1, "Thu ngân sách trên địa bàn", "%", Direction.AT_LEAST, (Plan("", Decimal(100)),), term="2026")
POOR = Target(2, "Tỷ lệ hộ nghèo", "%", Direction.AT_MOST, (Plan("", Decimal(1)),), term="2026")
FUND = Target(3, "Vận động Quỹ Vì người nghèo", "tỷ đồng", Direction.AT_LEAST, (Plan("", Decimal(2)),), term="2026")


def figure(label: str, value: str, unit: str, **more: object) -> Figure:
    return Figure(f"{label} {value}", label, Decimal(value), unit, **more)  # type: ignore[arg-type]


def test_a_figure_is_offered_for_the_target_that_it_is_most_like() -> None:
    told = [
        (0, figure("thu ngân sách", "103.9", "%"), YEAR),
        (1, figure("tỷ lệ hộ cận nghèo", "2", "%"), YEAR),
        (2, figure("quỹ Vì người nghèo vận động", "2600000000", "đồng"), YEAR),
        (3, figure("thu ngân sách", "50", "tỷ đồng"), YEAR),
        (4, figure("thu ngân sách", "99", "%"), None),
    ]
    found = offers_of(told, [BUDGET, POOR, FUND]).known
    assert [(one.place, one.target.id, one.value) for one in found if one.target is not POOR] == [
        (0, 1, Decimal("103.9")),
        (2, 3, Decimal("2.6")),
    ]


def test_what_is_known_is_not_offered_again_and_a_plan_of_no_target_may_become_one() -> None:
    plan = figure("trồng cây xanh", "500", "cây", is_target=True)
    found = offers_of([(0, plan, YEAR), (1, figure("hộ nghèo", "1", "hộ"), YEAR)], [BUDGET])
    assert found.known == ()
    assert [place for place, _ in found.new] == [0]


def test_a_rate_that_is_to_stay_below_does_not_add_up() -> None:
    assert not counts_up(POOR, YEAR)
    assert counts_up(BUDGET, months(2026, 1, 6))
    assert not counts_up(BUDGET, months(2026, 4, 6))


def test_units_that_measure_the_same_are_one() -> None:
    assert in_unit(figure("x", "2500000", "đồng"), "triệu đồng") == Decimal("2.5")
    assert in_unit(figure("x", "5", "hộ"), "người") is None
    assert in_unit(figure("x", "5", "%"), "‰") is None


def test_a_statement_is_found_again_with_another_value_and_not_guessed_among_several() -> None:
    old = figure("thu", "5", "%")
    assert found_again(old, [figure("chi", "5", "%"), figure("thu", "6", "%")]) == figure("thu", "6", "%")
    assert found_again(old, [figure("thu", "6", "%"), figure("thu", "7", "%")]) is None
    assert found_again(old, [figure("chi", "5", "%")]) is None
