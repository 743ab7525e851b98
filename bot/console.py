"""What the command line prints for people: a reading, a check, how far a backup is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.cards.format import day, figure_value, minute
from bot.cards.names import DOUBTS, KIND_NAMES
from bot.domain.reading import Reading
from bot.messages.capabilities import Check


def print_reading(text: str, reading: Reading, console: Console) -> None:
    """Print what was read, the doubts first, then the text with its figures and doubts marked."""
    head = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in (
        ("Tiêu đề", reading.title),
        ("Loại", KIND_NAMES[reading.kind]),
        ("Ngày", day(reading.date) if reading.date else reading.date_as_written),
        ("Thời gian", "; ".join(reading.when.time)),
        ("Địa điểm", "; ".join(reading.when.place)),
        ("Khu vực", "; ".join(reading.when.area)),
        ("Đối tượng", "; ".join(reading.when.people)),
        ("Cần làm", "; ".join(reading.when.todo)),
        ("Bắt đầu", minute(reading.starts_at) if reading.starts_at else None),
        ("Kết thúc", minute(reading.ends_at) if reading.ends_at else None),
        ("Đơn vị", reading.organisation),
        ("Nơi", None if reading.when.place else reading.place),
        ("Chủ trì, khách", "; ".join(reading.chair_or_guests)),
        ("Chỉ tiêu", f"đạt {reading.tally.met}/{reading.tally.total}" if reading.tally else None),
    ):
        if value:
            head.add_row(Text(name, "bold"), Text(value))
    console.print(head)
    if reading.warnings:
        console.print(Text(f"\nChỗ đáng ngờ ({len(reading.warnings)})", "bold red"))
        for doubt in reading.warnings:
            quotes = "; ".join(f"“{quote}”" for quote in doubt.quotes)
            console.print(Text(f"  ! {DOUBTS[doubt.code]}: ", "red").append(quotes, "default"))
    else:
        console.print(Text("\nKhông thấy chỗ nào đáng ngờ.", "green"))
    if reading.figures:
        table = Table(title=f"Số liệu ({len(reading.figures)})", title_justify="left")
        for column in ("Số liệu", "Giá trị", "Kỳ", "Loại", "Trích"):
            table.add_column(column, overflow="fold")
        for figure in reading.figures:
            table.add_row(
                Text(figure.label),
                Text(figure_value(figure), "bold"),
                Text(figure.period or ""),
                Text("mục tiêu" if figure.is_target else figure.comparison or ""),
                Text(figure.quote),
            )
        console.print(table)
    marked = Text("\n" + text.strip())
    for figure in reading.figures:
        marked.highlight_words([figure.quote], "bold cyan")
    for doubt in reading.warnings:
        marked.highlight_words(list(doubt.quotes), "bold red")
    console.print(marked)


def print_checks(checks: Sequence[Check], console: Console) -> None:
    """Print one line a check: a word, what it is about, what was found."""
    words = {
        "ok": Text("được ", "bold green"),
        "off": Text("tắt  ", "bold yellow"),
        "bad": Text("hỏng ", "bold red"),
    }
    for one in checks:
        console.print(
            words[one.state].copy().append(f" {one.name}: ", "bold").append(one.found, "default"), soft_wrap=True
        )


@contextmanager
def progress(what: str, console: Console) -> Iterator[Callable[[int, int], object] | None]:
    """A bar for what takes long, gone when it is done; gives what tells it how much is done, and of how much.

    Gives None where nobody watches: a pipe, a timer's log.
    """
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
