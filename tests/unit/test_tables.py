"""Tables in a text."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.charts.draw import draw
from bot.cards.charts.tables import table
from bot.domain.tables import MOST_COLUMNS, MOST_ROWS, tables_in

CELLS = st.text(st.sampled_from("ab 1,.%#$[]\\"), max_size=12)


def test_neighbouring_rows_are_one_table_and_words_between_part_two() -> None:
    text = "Đầu\nTT\tViệc\n1\tThu\nHết.\nA\tB\n2\t3\n4\t5\nmột\tdòng lẻ\n"
    first, second = tables_in(text)
    assert first.header == ("TT", "Việc")
    assert second.rows == (("2", "3"), ("4", "5"), ("một", "dòng lẻ"))


def test_a_lone_row_and_what_no_picture_can_show_are_no_tables() -> None:
    assert not tables_in("a\tb")
    assert not tables_in("\n".join(["\t".join("x" * (MOST_COLUMNS + 1))] * 3))
    assert not tables_in("\n".join(["a\tb"] * (MOST_ROWS + 2)))


def test_rows_that_lack_cells_are_filled_up() -> None:
    (found,) = tables_in("a\tb\tc\n1\t2")
    assert found.rows == (("1", "2", ""),)
    assert found.numeric == (True, True, True)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=MOST_COLUMNS), min_size=2, max_size=6))
def test_every_cell_is_kept(rows: list[list[str]]) -> None:
    (found,) = tables_in("\n".join("\t".join(row) for row in rows))
    kept = [cell for row in (found.header, *found.rows) for cell in row if cell]
    assert kept == [" ".join(cell.split()) for row in rows for cell in row if cell.split()]


def test_ten_columns_of_long_words_can_be_drawn() -> None:
    (found,) = tables_in("\n".join(["\t".join(["Ủy ban nhân dân phường #$[x]"] * MOST_COLUMNS)] * 3))
    assert draw(table(found, over="", title="Bảng", foot="")).startswith(b"\x89PNG")
