"""Posts as people see them: the push, the list, the whole text."""

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from bot.cards import buttons
from bot.cards.coming import ahead
from bot.cards.counts import reached
from bot.cards.figures import headlines
from bot.cards.files import attached_line, files_button, get_buttons, outgoing
from bot.cards.format import as_lines, change_lines, cut, day, lines, minute, snippet
from bot.cards.names import KIND_MARKS, KIND_NAMES, said
from bot.cards.paging import paging
from bot.cards.pictures import picture_buttons, table_button
from bot.cards.when import place_beside, told_fully, when_entry, when_lines
from bot.domain.attachments import photo_of
from bot.domain.events import has_eve
from bot.domain.heading import below_title, besides
from bot.domain.posts import CADRE_MARK, Audience, Correction, Kind, Post, PostState
from bot.domain.reading import Field
from bot.domain.views import Found, Page, PostPage, PostView
from bot.domain.words import fold_words
from bot.messages.capabilities import CAPTION_UNITS
from bot.messages.markup import plain, utf16_units
from bot.messages.message import Button, ButtonRows, Reply

PUSH_UNITS = 1900
"""The longest push in UTF-16 units: one Zalo message, and well inside Telegram's 4,096."""

CAPTION_TITLE = 200

PUSH_WHEN, CAPTION_WHEN = 900, 450
"""The longest When-lines in UTF-16 units: a push must have room for what is behind them."""

BETWEEN = 3
"""Line breaks between head, body and foot."""

HEADLINE_FIGURES = 5
SAID_UNITS = 160
SHOWN_CHANGES = 5
READS_A_ROW = 5
AREAS_NAMED = 6
"""Areas that stand in the heading of a post in a channel; of more it says how many."""


def push(view: PostView, above: Markup | None = None, *, photos: bool = True, short: bool = False) -> Reply:
    """The one message of a push: the whole text where it fits, else a summary and the headline figures.

    A notice says first when, where, for whom and what to do; its heading and these lines are told once.

    It stands under the post's first photo, where the channel takes `photos`; what else there is goes out on demand.
    With `short` it fits under a photo although the post has none (any more). `above` stands before everything: what
    became of the post since.
    """
    post = view.post
    photo = photo_of(view.attachments) if photos else None
    short = short or photo is not None
    others = [one for one in view.attachments if one is not photo]
    told = (above, "") if above else ()
    title = cut(post.title, CAPTION_TITLE) if short else post.title
    top = (*told, _heading(view), Markup("<b>{}</b>").format(title))
    foot = lines(attached_line(others, _get_files(view)), _signature(post), page_line(view), _ask_bot(view))
    # Under a photo what became of the post since may leave the When-lines less room than they could have.
    most = (CAPTION_UNITS if short else PUSH_UNITS) - utf16_units(plain(foot)) - BETWEEN
    left = most - utf16_units(plain(lines(*top, "")))
    when = when_lines(post, view.ward.name, units=min(CAPTION_WHEN if short else PUSH_WHEN, left))
    head = lines(*top, *when, "")
    room = most - utf16_units(plain(head))
    whole = _is_whole(view)
    body = as_lines(told_text(view) if whole else besides(told_text(view), told_fully(post, when)))
    issuer = _issuer_beside(post, body)
    if issuer and utf16_units(plain(issuer)) < room:
        head = lines(*top, *when, issuer, "")
        room = most - utf16_units(plain(head))
    if whole and when and utf16_units(body) > room:
        # The text says all of it, every line in its order: the When-lines are what gives way.
        head = lines(*top, "")
        room = most - utf16_units(plain(head))
    file = outgoing(photo) if photo else None
    on_demand = (*((files_button(others, post.number),) if others else ()), *table_button(post))
    eve = ((buttons.remind(post.number),),) if has_eve(post) else ()
    if utf16_units(body) <= room:
        text = lines(head, body, "", foot) if body else lines(head, foot)
        return Reply(text, (*((on_demand,) if on_demand else ()), *eve), file)
    text = lines(head, _digest(view, room), "", foot)
    return Reply(text, ((buttons.read(post.number), *on_demand), *eve), file)


def _issuer_beside(post: Post, body: str) -> Markup | None:
    """Whose notice it is, where it is not the ward itself and nothing that is shown says it: its letterhead is cut."""
    issuer = fold_words(post.organisation or "")
    if post.kind is not Kind.ANNOUNCEMENT or not issuer or issuer.startswith(("ubnd", "uy ban nhan dan")):
        return None
    shown = fold_words(f"{post.title} {body}")
    return None if issuer in shown else Markup("🏢 <b>Đơn vị:</b> {}").format(cut(post.organisation or "", SAID_UNITS))


def told_text(view: PostView) -> str:
    """The text as it goes out, below its title; with its letterhead where its author wants all of it sent."""
    return below_title(view.post.told, view.post.title, whole=_is_whole(view))


def _is_whole(view: PostView) -> bool:
    """Whether its author wants every line of the text sent."""
    return Field.WHOLE in view.reading.by_hand


def is_digest(reply: Reply) -> bool:
    """Whether a push leaves out something of its text."""
    return any(button.data.startswith("read ") for row in reply.buttons for button in row)


def became(post: Post, units: int = SAID_UNITS) -> Markup | None:
    """What an official, or the clock, said of a post since: that it is over, or takes place at another time."""
    what = said(post.closing)
    if post.state is PostState.EXPIRED:
        return Markup("<b>⏹ ĐÃ KẾT THÚC</b>") + (f": {cut(what, units)}" if what else "")
    return Markup("<b>📌 {}</b>").format(cut(what, units)) if what else None


def push_first(view: PostView, *, photos: bool = True) -> Reply:
    """The push for who has not got the post yet."""
    return push(view, became(view.post), photos=photos)


def _digest(view: PostView, room: int) -> Markup:
    """Headline figures and as many of the text's own sentences as fit `room` UTF-16 units."""
    reading = view.reading
    figures = ["• " + line for line in headlines(reading, HEADLINE_FIGURES)]
    sentences = [one for one in reading.summary if not _is_told(one, view.post)] or [told_text(view)]
    below = lines("", Markup("<b>Số liệu chính</b>"), *figures) if figures else Markup("")
    left = room - utf16_units(plain(below)) - 1
    while left < 200 and len(figures) > 1:
        figures.pop()
        below = lines("", Markup("<b>Số liệu chính</b>"), *figures)
        left = room - utf16_units(plain(below)) - 1
    if left < 0:
        figures, below = [], Markup("")
        left = room
    chosen: list[str] = []
    for sentence in sentences:
        if left < 60:
            break
        short = cut(" ".join(sentence.split()), min(left, 500))
        chosen.append(short)
        left -= utf16_units(short) + 1
    return lines(*chosen, *([below] if figures else []))


def _is_told(sentence: str, post: Post) -> bool:
    """Whether a When-line has said most of a sentence."""
    told = [*post.when.todo, *post.when.time]
    return any(len(one) > 30 and one in sentence and len(sentence) < 1.4 * len(one) for one in told)


def _heading(view: PostView) -> Markup:
    post = view.post
    marks = ["🔴 KHẨN"] if post.urgent else []
    if post.audience is Audience.CADRES:
        marks.append(f"🔒 {CADRE_MARK}")
    marks.append(f"{KIND_MARKS[post.kind]} {KIND_NAMES[post.kind].upper()}")
    return escape(" · ".join([*marks, view.ward.name, *_where(view)]))


def _where(view: PostView) -> list[str]:
    """Where a post applies, beside who says it; in a channel everybody reads it, wherever they live."""
    named, more = view.areas[:AREAS_NAMED], len(view.areas[AREAS_NAMED:])
    return [f"📍 {', '.join(named)}{f' và {more} nơi khác' if more else ''}"] if named else []


def _get_files(view: PostView) -> str:
    return "" if view.on_air else f" (gõ: tệp {view.post.number or '…'})"


def _ask_bot(view: PostView) -> Markup | None:
    """Where somebody who reads a post in a channel finds the rest, if the ward has no pages."""
    if not view.on_air or page_line(view) is not None:
        return None
    return Markup("Hỏi thêm về tin này: nhắn riêng cho bot của phường, gõ <b>đọc {}</b>").format(
        view.post.number or "…"
    )


def _signature(post: Post) -> Markup:
    """Number, date and code; a draft has none of them yet and shows where they will stand."""
    number_text = f"Tin số {post.number}" if post.number else "Tin số …"
    when = day(post.published_at) if post.published_at else "…"
    return Markup("<i>{} · {} · mã {}</i>").format(number_text, when, post.code or "…")


def page_line(view: PostView) -> Markup | None:
    """Where everybody can read a post without a bot; a draft has no number yet, and a post for cadres no page."""
    if not view.ward.public_url or view.post.audience is not Audience.EVERYONE:
        return None
    return Markup("Xem trên web: {}/{}").format(view.ward.public_url, view.post.number or "…")


def full(view: PostView, more: ButtonRows = (), *, quote: str = "") -> Reply:
    """The whole text of one post, with its number and revision, below what became of it; `more` buttons stand last.

    A `quote` of its text stands bold.
    """
    post = view.post
    above = [part for part in (became(post), *_corrected(view)) if part is not None]
    when: list[Markup | str] = [*when_lines(post, view.ward.name)]
    facts = when or ([f"Ngày: {_when(post)}"] if _when(post) else [])
    if post.organisation:
        facts.append(f"Đơn vị: {post.organisation}")
    if not when and (place := place_beside(post, view.ward.name)):
        facts.append(f"Địa điểm: {place}")
    body = as_lines(below_title(post.body, post.title, whole=True))
    typing = next((one for one in view.corrected[:1] if one.change is Correction.TYPING), None)
    version = Markup("<i>Tin số {} · bản {}{} · đăng {} · mã {}</i>").format(
        post.number,
        post.revision,
        f" (sửa lỗi gõ {day(typing.at)})" if typing else "",
        day(post.published_at or post.created_at),
        post.code,
    )
    text = lines(
        *((*above, "") if above else ()),
        _heading(view),
        Markup("<b>{}</b>").format(post.title),
        *facts,
        "",
        *((_marked(body, quote), "") if body else ()),
        attached_line(view.attachments),
        version,
        page_line(view),
    )
    history = (
        ((Button("Các lần sửa", f"history {post.number}", typed=f"lịch sử {post.number}"),),) if view.corrected else ()
    )
    return Reply(text, (*get_buttons(view), *picture_buttons(view), *history, *more))


def _marked(body: str, quote: str) -> Markup:
    before, match, after = body.partition(quote) if quote else (body, "", "")
    return snippet(before, match, after)


def _corrected(view: PostView) -> list[Markup]:
    """What the newest correction of meaning changed and when, and how many of the delivered copies it has reached."""
    if not view.post.changes:
        return []
    move = next((one for one in view.corrected if one.change is Correction.MEANING), None)
    when = escape(f" lúc {minute(move.at)}") if move else ""
    count = [escape(f"Tin đã gửi: {reached(one)}.") for one in move.reached[:1]] if move else []
    return [Markup("<b>✏️ ĐÍNH CHÍNH</b>") + when, *change_lines(view.post.changes, SHOWN_CHANGES), *count]


def _when(post: Post) -> str | None:
    return day(post.event_date) if post.event_date else post.date_as_written


def post_list(page: PostPage) -> Reply:
    """Posts, newest first, each with a button to read it."""
    posts = page.posts
    name = f"tin {KIND_NAMES[page.kind].lower()}" if page.kind else "tin"
    coming = ahead(page.coming, page.today) if page.today else []
    if not posts.items and not coming:
        if posts.offset:
            return Reply(Markup("Đã hết, không còn {} nào cũ hơn.").format(name))
        return Reply(
            Markup("Phường chưa đăng {} nào. Khi có, ai đã đăng ký sẽ nhận được ngay.").format(name),
            ((buttons.SUBSCRIBE,),),
        )
    title = f"{KIND_NAMES[page.kind]} gần đây" if page.kind else "Tin mới nhất của phường"
    entries = [entry(post) for post in posts.items]
    return Reply(
        lines(*coming, *([""] if coming and entries else []), *(_headed(title, entries) if entries else [])),
        (
            *read_buttons(list(dict.fromkeys([*(one.post for one in page.coming), *posts.items]))),
            *paging("meetings" if page.kind else "latest", "", posts),
        ),
    )


def guides(page: Page[Post]) -> Reply:
    """Guides below their topics, each with a button to read it."""
    if not page.items:
        return Reply(Markup("Phường chưa đăng bài hướng dẫn nào."), (buttons.FIXED,))
    about = Markup(" về “{}”").format(page.question) if page.question else ""
    parts: list[Markup | str] = [Markup("<b>Hướng dẫn của phường{}</b>").format(about)]
    for topic, found in groupby(page.items, key=lambda one: one.topics[:1]):
        other = "Việc khác" if len(parts) > 1 else ""
        parts += ["", *([Markup("<b>{}</b>").format(name)] if (name := topic[0] if topic else other) else [])]
        parts += [entry(one) for one in found]
    return Reply(lines(*parts), (*read_buttons(page.items), *paging("guides", page.question, page)))


def _headed(title: str, entries: list[Markup]) -> list[Markup | str]:
    return [Markup("<b>{}</b>").format(title), "", *entries]


def entry(post: Post, *, title: int = 160, when: int = 140) -> Markup:
    """One post in a list, with its day, its place and what became of it; `title` and `when` limit UTF-16 units."""
    urgent = "🔴 " if post.urgent else ""
    cadre = "🔒 " if post.audience is Audience.CADRES else ""
    notes = [day(post.published_at)] if post.published_at else []
    notes += ["đã đính chính"] if post.changes else []
    notes += ["đã kết thúc"] if post.state is PostState.EXPIRED else []
    told = Markup("{}{}<b><k>{}.|Tin số {}:</k></b> {} <i>({})</i>").format(
        urgent, cadre, post.number, post.number, cut(post.title, title), " · ".join(notes)
    )
    return lines(told, when_entry(post, when))


def read_buttons(posts: Sequence[Post], a_row: int = READS_A_ROW) -> ButtonRows:
    """A button to read each post, so many a row."""
    each = [buttons.read(post.number, f"Đọc {post.number}") for post in posts if post.number]
    return tuple(tuple(each[start : start + a_row]) for start in range(0, len(each), a_row))


def search_results(page: Page[Found], known: Sequence[Markup] = ()) -> Reply:
    """Posts that a search found, each with the words around the match, below what the ward itself answers."""
    above: list[Markup | str] = [part for one in known for part in (one, "")]
    if not page.items and above:
        return Reply(lines(*above[:-1]), (buttons.FIXED,))
    if not page.items:
        return Reply(
            Markup("Chưa tìm thấy tin nào có “{}”. Bà con thử từ khác hoặc ít chữ hơn.").format(page.question),
            ((buttons.LATEST,),),
        )
    entries: list[Markup] = []
    for found in page.items:
        there = found.match or found.before
        told = snippet(found.before, found.match, found.after) if there else Markup("📎 Có trong tệp kèm theo.")
        entries += [entry(found.post), told, Markup("")]
    return Reply(
        lines(*above, Markup("Tìm “{}”:").format(page.question), "", *entries),
        (*read_buttons([one.post for one in page.items]), *paging("search", page.question, page)),
    )
