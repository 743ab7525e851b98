"""The answer to a question in somebody's own words: what is known of it, or whom to call."""

from itertools import groupby

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.figures import figure_line
from bot.cards.format import cut, day, lines
from bot.cards.talk import call_ward
from bot.cards.when import when_entry, when_known
from bot.domain.posts import Audience, Post, PostState
from bot.domain.views import Answered, Found, SourcedFigure, WardInfo
from bot.messages.message import Reply

TITLE_UNITS = 160
WHEN_UNITS = 900
MOST_FIGURES = 3


def answered(view: Answered, ward: WardInfo) -> Reply:
    """The best post with its hour, day and place in the first lines, then two more; figures before all."""
    if view.best is None and not view.figures:
        return nothing_known(view.question, ward)
    figures = _figures(view.figures)
    parts: list[Markup | str] = [*figures]
    if view.best is not None:
        parts += ["", *_best(view.best, ward)] if figures else _best(view.best, ward)
    if view.others:
        parts += ["", Markup("<b>Xem thêm</b> (gõ ví dụ: đọc {}):").format(view.others[0].post.number)]
        parts += [_other(one.post) for one in view.others]
    number = view.best.post.number if view.best and not figures else view.figures[0].number
    return Reply(lines(*parts), ((buttons.read(number, f"Đọc tin {number}"),), buttons.FIXED))


def nothing_known(question: str, ward: WardInfo) -> Reply:
    """Nothing was published about it: a wrong post would mislead, and the ward can be called."""
    asked = Markup("Dạ, phường chưa có tin về “{}”.").format(cut(question, TITLE_UNITS)) if question else None
    return Reply(
        lines(asked or "Dạ, phường chưa có tin về việc này.", call_ward(ward, "Cần hỏi ngay, xin gọi phường:")),
        (buttons.FIXED,),
    )


def _best(found: Found, ward: WardInfo) -> list[Markup | str]:
    post = found.post
    told: list[Markup | str] = [*when_known(post, ward.name, units=WHEN_UNITS)]
    if not told and found.match:
        told = [Markup("{}<b>{}</b>{}").format(found.before, found.match, found.after)]
    return [_title(post), *told]


def _title(post: Post) -> Markup:
    marks = "🔴 " if post.urgent else ""
    marks += "🔒 " if post.audience is Audience.CADRES else ""
    over = Markup(" – <b>ĐÃ KẾT THÚC</b>") if post.state is PostState.EXPIRED else Markup("")
    published = f", đăng {day(post.published_at)}" if post.published_at else ""
    title = Markup("{}<b>{}</b> – tin số {}{}").format(marks, cut(post.title, TITLE_UNITS), post.number, published)
    return title + over


def _other(post: Post) -> Markup:
    over = " (đã kết thúc)" if post.state is PostState.EXPIRED else ""
    return lines(Markup("• {}. {}{}").format(post.number, cut(post.title, TITLE_UNITS), over), when_entry(post))


def _figures(figures: tuple[SourcedFigure, ...]) -> list[Markup]:
    told = groupby(figures, key=lambda one: (one.number, one.figure.phrase or one.figure))
    every = [
        Markup("• {} – tin số {}").format(figure_line(tuple(one.figure for one in line)), number)
        for (number, _), line in told
    ]
    return every[:MOST_FIGURES]
