"""The answer to a question in somebody's own words: what is known of it, or whom to call."""

from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.facts import answer_lines, contact_lines
from bot.cards.figures import figure_line
from bot.cards.format import cut, day, lines, minute, snippet, span
from bot.cards.talk import call_ward, unclear
from bot.cards.when import when_entry, when_known
from bot.domain.posts import Audience, Post, PostNumber, PostState
from bot.domain.views import Answered, Found, SourcedFigure, WardInfo
from bot.messages.markup import utf16_units
from bot.messages.message import Button, Reply

TITLE_UNITS = 160
WHEN_UNITS = 900
MOST_FIGURES = 3


def answered(view: Answered, ward: WardInfo, said: str = "", *, where: bool = False, complains: bool = False) -> Reply:
    """What the ward itself answers, then the best post with its hour, day and place, then two more.

    Figures stand before posts, and who is called for what is asked behind them. `said` is the message in which it was
    asked, where it may be repeated; whoever asked `where` reads the place first.
    """
    if not view:
        if view.withdrawn is not None:
            return taken_back(*view.withdrawn, ward)
        if complains:
            return complaint(ward)
        return nothing_known(said, ward) if view.question else unclear(ward)
    parts = [part for block in _blocks(view, ward, where=where) for part in ("", *block)]
    if complains:
        parts += ["", call_ward(ward, "Bot không chuyển lời được. Muốn phản ánh, xin gọi phường:") or ""]
    numbers = [*(one.number for one in view.figures[:1]), *([view.best.post.number] if view.best else [])]
    reads = [buttons.read(number, f"Đọc tin {number}") for number in numbers[:1]]
    first = [_more(view.question)] if view.more else reads
    return Reply(lines(*parts[1:]), (*([tuple(first)] if first else []), buttons.FIXED))


def _blocks(view: Answered, ward: WardInfo, *, where: bool) -> list[list[Markup | str]]:
    """The parts of an answer, each of which stands below an empty line."""
    known, figures = view.known, _figures(view.figures)
    contacts: list[list[Markup | str]] = [[contact_lines(one)] for one in known.contacts]
    blocks: list[list[Markup | str]] = []
    if known.answer is not None:
        blocks.append([answer_lines(known.answer, ward, sure=known.sure)])
    blocks += contacts if known.named else []
    blocks += [[*figures]] if figures else []
    if view.best is not None:
        blocks.append([*_but(view), *_best(view.best, ward, where=where)])
    elif known.contacts and not (known.named or known.answer or figures):
        blocks.append(["Dạ, phường chưa có tin về việc này. Bà con gọi hỏi:"])
    if view.others:
        more = Markup("<b>Xem thêm</b> (gõ ví dụ: đọc {}):").format(view.others[0].post.number)
        blocks.append([more, *(_other(one.post) for one in view.others)])
    return blocks if known.named else [*blocks, *contacts]


def _more(question: str) -> Button:
    """All that was found, in pages."""
    return Button("Tìm thêm", f"search {question}", typed=f"tìm {question}")


def _but(view: Answered) -> list[Markup]:
    """What the best post does not tell of, although it was asked about."""
    said = []
    if view.days is not None:
        said.append(Markup("Dạ, chưa thấy tin nào ghi <b>{}</b>. Tin gần nhất:").format(span(*view.days)))
    if view.elsewhere is not None:
        asked, there = view.elsewhere
        said.append(Markup("Dạ, tin này ghi <b>{}</b>, không thấy nhắc {}:").format(there, asked))
    return said


def taken_back(number: PostNumber, at: datetime, ward: WardInfo) -> Reply:
    """What would have answered was withdrawn: its number and when, and nothing that it said."""
    return Reply(
        lines(
            Markup("Dạ, tin về việc này (tin số {}) phường đã <b>thu hồi</b> lúc {}, chưa có tin mới thay.").format(
                number, minute(at)
            ),
            call_ward(ward, "Cần hỏi ngay, xin gọi phường:"),
        ),
        (buttons.FIXED,),
    )


def complaint(ward: WardInfo) -> Reply:
    """Somebody is unhappy about something, and no post tells of it: the bot passes nothing on, the ward can be told."""
    return Reply(
        lines(
            "Dạ, phường chưa có tin về việc này. Bot chỉ đưa tin, không chuyển lời phản ánh được, mong bà con thông "
            "cảm.",
            call_ward(ward, "Bà con gọi giúp cho phường, nói rõ ở đâu, từ bao giờ:")
            or "Bà con báo giúp tổ trưởng, hoặc đến bộ phận một cửa của phường, nói rõ ở đâu, từ bao giờ.",
        ),
        (buttons.FIXED,),
    )


def nothing_known(question: str, ward: WardInfo) -> Reply:
    """Nothing was published about it: a wrong post would mislead, and the ward can be called.

    The question is said back whole, or not at all.
    """
    asked = None
    if question and utf16_units(question) <= TITLE_UNITS and "\n" not in question.strip():
        asked = Markup("Dạ, phường chưa có tin về “{}”.").format(" ".join(question.split()))
    return Reply(
        lines(asked or "Dạ, phường chưa có tin về việc này.", call_ward(ward, "Cần hỏi ngay, xin gọi phường:")),
        (buttons.FIXED,),
    )


def _best(found: Found, ward: WardInfo, *, where: bool) -> list[Markup | str]:
    post = found.post
    told: list[Markup | str] = [*when_known(post, ward.name, units=WHEN_UNITS, where=where)]
    if not told and (found.match or found.before):
        told = [snippet(found.before, found.match, found.after)]
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
    told = groupby(figures, key=lambda one: (one.number, one.figure.phrase or one))
    every = [
        Markup("• {} – tin số {}").format(figure_line(tuple(one.figure for one in line)), number)
        for (number, _), line in told
    ]
    return every[:MOST_FIGURES]
