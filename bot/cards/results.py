"""Results: lines of figures about one thing together, each leading to its post."""

from dataclasses import replace
from itertools import groupby

from markupsafe import Markup

from bot.cards import buttons, posts
from bot.cards.figures import dated_line
from bot.cards.format import cut, first_up, lines
from bot.cards.paging import paging
from bot.domain.results import ENOUGH_PERIODS, ResultsPage, Told
from bot.domain.views import PostView
from bot.messages.message import Button, ButtonRows, Reply

SOURCES_A_ROW = 4


def results(view: ResultsPage) -> Reply:
    """Lines of figures, the newest first, each with the post that states it and a button to see it there."""
    page = view.page
    if not page.items:
        if not page.question:
            return Reply(Markup("Phường chưa công bố số liệu nào."), ((buttons.LATEST,),))
        return Reply(
            Markup("Chưa có số liệu nào về “{}”. Bà con thử từ khác hoặc ít chữ hơn.").format(page.question),
            ((Button("Mọi số liệu", "results", typed="số liệu"),),),
        )
    title = (
        Markup("<b>Kết quả về “{}”</b>").format(page.question) if page.question else Markup("<b>Kết quả mới nhất</b>")
    )
    entries: list[Markup | str] = []
    places = iter(range(1, len(page.items) + 1))
    for name, told in groupby(page.items, key=lambda one: one.matter):
        if name and entries:
            entries.append("")
        entries += [Markup("<b>{}</b>").format(first_up(name))] if name else []
        entries += [_entry(next(places), one) for one in told]
    if view.cut:
        entries += ["", "Muốn xem số liệu cũ hơn, bà con gõ thêm việc và năm, ví dụ: kết quả ngân sách 2023"]
    charts = [one for one in page.items if one.periods >= ENOUGH_PERIODS]
    each = {one.matter: _chart(one, alone=len({of.matter for of in charts}) == 1) for one in reversed(charts)}
    text = lines(title, *notes_of(view), "", *entries)
    rows = (*_sources(page.items), *((one,) for one in reversed(each.values())))
    return Reply(text, (*rows, *paging("results", page.question, page)))


def not_drawn(view: ResultsPage) -> Reply:
    """A picture is asked for, and no figure is known of periods enough: the figures that there are."""
    if not view.page.items:
        return Reply(Markup("Phường chưa có số liệu nào để vẽ biểu đồ."), (buttons.FIXED,))
    shown = results(view)
    return replace(shown, text=lines("Chưa đủ ba kỳ số liệu để vẽ biểu đồ. Số liệu đang có:", "", shown.text))


def notes_of(view: ResultsPage) -> list[str]:
    """What is to be known of the lines before they are read."""
    notes = []
    if view.instead and view.asked:
        notes.append(f"Chưa có số liệu của {view.asked.name}. Dưới đây là các kỳ khác.")
    if view.beside:
        notes.append("Chưa có số liệu mang đúng những chữ này. Dưới đây là số liệu trong câu nói về việc đó.")
    return notes


def _entry(place: int, told: Told) -> Markup:
    line = dated_line(told.line, told.when if told.titled else None)
    return Markup("<k>{}.|•</k> {} – tin số {}").format(place, line, told.source.number)


def _chart(told: Told, *, alone: bool) -> Button:
    label = "Biểu đồ" if alone else f"Biểu đồ: {cut(told.matter, 40)}"
    return Button(label, f"results.chart {told.source.number} {told.source.position}", file=True, extra=True)


def _sources(items: tuple[Told, ...]) -> ButtonRows:
    """A button for each line: its post, with the words that were read in bold, or where there are none the post."""
    each = [
        Button(
            f"Xem {place}",
            f"results.source {one.source.number} {one.source.position}",
            typed=f"đọc {one.source.number}",
            line=f"Đọc {one.source.number}",
        )
        for place, one in enumerate(items, 1)
    ]
    return tuple(tuple(each[start : start + SOURCES_A_ROW]) for start in range(0, len(each), SOURCES_A_ROW))


def figure_in_post(view: PostView, quote: str) -> Reply:
    """The post that tells a figure, with the words that it was read from in bold."""
    return posts.full(view, quote=quote)
