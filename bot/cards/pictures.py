"""Figures as pictures, each with a caption that tells the same in words."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards.charts.bars import Bar, Block, bars
from bot.cards.format import cut, figure_value, first_up, lines
from bot.domain.results import Series
from bot.domain.views import WardInfo
from bot.messages.message import Drawing, File, Reply

TITLE_UNITS = 160


def picture(drawing: Drawing, name: str) -> File:
    """A drawing as a file that goes out: shown at once, or to keep and to print where it is a PDF."""
    return File(f"{name}.{drawing.format}", photo=drawing.format == "png", drawing=drawing)


def figure_series(series: Series, ward: WardInfo) -> Reply:
    """One thing over its periods, the oldest first, each with its post."""
    name = first_up(series.name)
    shown = [Bar(first_up(period.name), one.figure.value, figure_value(one.figure)) for period, one in series.points]
    numbers = list(dict.fromkeys(str(one.number) for _, one in series.points))
    drawing = bars(over=ward.name, title=cut(name, TITLE_UNITS), blocks=[Block(shown)], foot=_told_in(numbers))
    told = [
        Markup("• {}: <b>{}</b> – tin số {}").format(first_up(period.name), figure_value(one.figure), one.number)
        for period, one in series.points
    ]
    return Reply(lines(Markup("<b>{}</b>").format(cut(name, TITLE_UNITS)), *told), file=picture(drawing, "bieu-do"))


def _told_in(numbers: Sequence[str]) -> str:
    return f"Theo tin số {', '.join(numbers)}"
