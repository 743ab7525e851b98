"""Figures as pictures, each with a caption that tells the same in words."""

import re
from collections.abc import Sequence

from markupsafe import Markup

from bot.cards.charts.bars import Bar, Block, bars
from bot.cards.charts.tables import table
from bot.cards.figures import headlines
from bot.cards.format import cut, day, figure_value, first_up, lines
from bot.domain.posts import Audience, Post
from bot.domain.results import Series
from bot.domain.tables import tables_in
from bot.domain.views import PostView, WardInfo
from bot.messages.capabilities import CAPTION_UNITS
from bot.messages.markup import plain, utf16_units
from bot.messages.message import Button, ButtonRows, Drawing, File, Reply

TITLE_UNITS = 160


def picture(drawing: Drawing, name: str) -> File:
    """A drawing as a file that goes out: shown at once, or to keep and to print where it is a PDF."""
    return File(f"{name}.{drawing.format}", photo=drawing.format == "png", drawing=drawing)


def captioned(head: Sequence[Markup | str], told: Sequence[Markup], foot: Sequence[str]) -> Markup:
    """What a picture shows in words, as many lines of it as fit below one."""
    text = lines(*head, *told, *foot)
    return text if not told or utf16_units(plain(text)) <= CAPTION_UNITS else captioned(head, told[:-1], foot)


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


MOST_LINES = 8
"""Lines of figures on a picture that people pass on."""
MOST_TABLES = 3
ENOUGH_LINES = 2
"""With fewer the text itself is as short."""
_BOLD = re.compile(r"<b>(.*?)</b>")


def picture_buttons(view: PostView) -> ButtonRows:
    """What of a post can be had as a picture: its tables, its figures."""
    row = list(table_button(view.post))
    if len(headlines(view.reading, ENOUGH_LINES)) >= ENOUGH_LINES:
        row.append(Button("Ảnh số liệu", f"post.figures {view.post.number}", file=True, extra=True))
    return (tuple(row),) if row else ()


def table_button(post: Post) -> tuple[Button, ...]:
    """The button that sends a post's tables as pictures, where it has any; a draft has no number yet."""
    has_any = tables_in(post.told)
    return (Button("Bảng", f"post.tables {post.number or 'x'}", file=True, extra=True),) if has_any else ()


def report_figures(view: PostView) -> Reply:
    """The figures of one post in its own words, for people to pass on; what is for cadres cannot be."""
    told = headlines(view.reading, MOST_LINES)
    data = {
        "over": view.ward.name,
        "title": cut(view.post.title, TITLE_UNITS),
        "foot": _signed(view.post),
        "lines": [segments(one) for one in told],
    }
    title = Markup("<b>{}</b>").format(cut(view.post.title, TITLE_UNITS))
    text = captioned([title], [Markup("• {}").format(one) for one in told], [_signed(view.post)])
    return _of_post(view.post, text, picture(Drawing("card", data), f"so-lieu-{view.post.number}"))


def post_tables(view: PostView) -> list[Reply]:
    """The tables of a post, each as a picture."""
    found = tables_in(view.post.told)[:MOST_TABLES]
    return [_post_table(view, place) for place in range(len(found))]


def _post_table(view: PostView, place: int) -> Reply:
    """One table of a post."""
    found = tables_in(view.post.told)
    title = cut(view.post.title, TITLE_UNITS)
    which = f"Bảng {place + 1}/{len(found)}" if len(found) > 1 else "Bảng"
    drawing = table(found[place], over=view.ward.name, title=title, foot=f"{which} · {_signed(view.post)}")
    text = Markup("{} trong tin số {}: {}").format(which, view.post.number, title)
    return _of_post(view.post, text, picture(drawing, f"bang-{view.post.number}-{place + 1}"))


def _of_post(post: Post, text: Markup, file: File) -> Reply:
    return Reply(text, file=file, protect=post.audience is Audience.CADRES)


def _signed(post: Post) -> str:
    when = f" · {day(post.published_at)}" if post.published_at else ""
    changed = f" · bản {post.revision}" if post.revision > 1 else ""
    return f"Tin số {post.number}{changed}{when} · mã {post.code}"


def segments(line: Markup) -> list[tuple[str, bool]]:
    """A line as words with and without bold letters."""
    pieces = enumerate(_BOLD.split(str(line)))
    return [(str(Markup(piece).unescape()), place % 2 == 1) for place, piece in pieces if piece]  # noqa: S704 - our own line
