"""The answer to a question in somebody's own words: what is known of it, or whom to call."""

from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.facts import answer_lines, contact_lines
from bot.cards.figures import dated_line
from bot.cards.format import cut, day, lines, minute, snippet, span
from bot.cards.talk import TITLE_UNITS, call_ward, unclear
from bot.cards.targets import name_among, target_line, unsourced
from bot.cards.when import when_entry, when_known
from bot.domain.posts import Audience, Post, PostNumber, PostState
from bot.domain.results import titled_period
from bot.domain.views import Answered, Found, Numbers, SourcedFigure, WardInfo
from bot.messages.markup import utf16_units
from bot.messages.message import Button, ButtonRows, Reply

WHEN_UNITS = 900
MOST_TARGETS, MOST_FIGURES = 3, 3


def answered(
    view: Answered,
    ward: WardInfo,
    said: str = "",
    *,
    where: bool = False,
    complains: bool = False,
    unlisted: bool = False,
) -> Reply:
    """What the ward itself answers, then the best post with its hour, day and place, then two more.

    Figures stand before posts, and who is called for what is asked behind them. `said` is the message in which it was
    asked, where it may be repeated; whoever asked `where` reads the place first. `unlisted` tells who asked whom to
    call that the directory has nobody for it.
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
    if unlisted:
        parts += ["", call_ward(ward, "Danh bạ chưa ghi số riêng cho việc này, xin gọi phường:") or ""]
    return Reply(lines(*parts[1:]), (*_leading(view), buttons.FIXED))


def _leading(view: Answered) -> ButtonRows:
    """The one button above the fixed two: all that was found, else what was told first."""
    told = view.numbers
    numbers = [*(one.number for one in told.figures[:1]), *([view.best.post.number] if view.best else [])]
    if view.more:
        return ((_more(view.question),),)
    if told.targets and (told.first or not numbers):
        target = told.targets[0][0]
        return ((Button(cut(target.name, 40), f"targets.one {target.id}", line=f"Xem: {cut(target.name, 60)}"),),)
    return ((buttons.read(numbers[0], f"Đọc tin {numbers[0]}"),),) if numbers else ()


def _blocks(view: Answered, ward: WardInfo, *, where: bool) -> list[list[Markup | str]]:
    """The parts of an answer, each of which stands below an empty line."""
    known, numbers = view.known, _numbers(view.numbers)
    contacts: list[list[Markup | str]] = [[contact_lines(one)] for one in known.contacts]
    blocks: list[list[Markup | str]] = []
    if known.answer is not None:
        blocks.append([answer_lines(known.answer, ward, sure=known.sure)])
    blocks += contacts if known.named else []
    blocks += [numbers] if numbers and view.numbers.first else []
    if view.best is not None:
        told = {one.number for one in view.numbers.figures[:MOST_FIGURES]}
        blocks.append([*_but(view), *_best(view.best, ward, where=where, told=view.best.post.number in told)])
    elif known.contacts and not (known.named or known.answer or numbers):
        blocks.append(["Dạ, phường chưa có tin về việc này. Bà con gọi hỏi:"])
    blocks += [numbers] if numbers and not view.numbers.first else []
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


def _best(found: Found, ward: WardInfo, *, where: bool, told: bool) -> list[Markup | str]:
    """The best post: its when-lines, or else its words around the match, unless its figures were `told`."""
    post = found.post
    when: list[Markup | str] = [*when_known(post, ward.name, units=WHEN_UNITS, where=where)]
    if not when and not told and (found.match or found.before):
        when = [snippet(found.before, found.match, found.after)]
    return [_title(post), *when]


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


def _numbers(numbers: Numbers) -> list[Markup | str]:
    """Each target and figure in a line, with its period and its post."""
    every = [target for target, _ in numbers.targets]
    told: list[Markup | str] = [f"Chưa có số liệu của {numbers.missing}. Các kỳ khác:"] if numbers.missing else []
    shown = numbers.targets[:MOST_TARGETS]
    told += [target_line(target, standing, name_among(target, every)) for target, standing in shown]
    told += _figures(numbers.figures)
    if written := unsourced(target for target, _ in shown):
        told.append(Markup("<i>{}</i>").format(written))
    return told


def _figures(figures: tuple[SourcedFigure, ...]) -> list[Markup]:
    told = (tuple(line) for _, line in groupby(figures, key=lambda one: (one.number, one.figure.phrase or one)))
    every = [
        Markup("• {} – tin số {}").format(
            dated_line(tuple(one.figure for one in line), titled_period(line)), line[0].number
        )
        for line in told
    ]
    return every[:MOST_FIGURES]
