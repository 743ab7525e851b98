"""What became of a post, and the errata of a year."""

from dataclasses import replace

from markupsafe import Markup, escape

from bot.cards import buttons
from bot.cards.audit import WORDS, who_did
from bot.cards.counts import reached
from bot.cards.format import change_lines, cut, day, first_up, lines, minute
from bot.cards.names import said
from bot.cards.paging import paging
from bot.cards.posts import full
from bot.domain.audit import Action
from bot.domain.history import PUBLIC, Erratum, Moved
from bot.domain.posts import Correction, PostState, Said
from bot.domain.views import Errata, HistoryView, PostView
from bot.messages.message import Button, Reply

SHOWN_CHANGES = 12
REASON_UNITS = 500

PUBLIC_WORDS = {
    Action.PUBLISH: "Đăng tin",
    Action.PUBLISHED: "Đăng tin",
    Action.CORRECT: "Đính chính",
    Action.ALL_CLEAR: "Báo tiếp cho những người đã nhận",
    Action.EXPIRE: "Kết thúc",
    Action.WITHDRAW: "Thu hồi",
}
TEXTS = (Action.PUBLISH, Action.PUBLISHED, Action.CORRECT)
BY_A_PERSON = (Action.ALL_CLEAR, Action.EXPIRE, Action.WITHDRAW)
"""Public moves of which officials are told who made them; who wrote a text stands below what it led to."""


def history(view: HistoryView) -> Reply:
    """A post's moves, newest first."""
    number, withdrawn = view.number, view.state is PostState.WITHDRAWN
    head = Markup("<b>Lịch sử tin số {}</b>").format(number)
    title = Markup(": {}").format(cut(view.title, 200)) if view.title else ""
    state = {
        PostState.WITHDRAWN: Markup("⛔ Tin này đã <b>thu hồi</b>, xin đừng làm theo hay chuyển tiếp."),
        PostState.EXPIRED: Markup("⏹ Tin này đã kết thúc."),
    }.get(view.state)
    due = Markup("⚠️ Tin đã đi khi <b>chưa có người duyệt</b>, còn chờ người khác xem lại.") if view.review_due else None
    row = [Button("Xem nội dung đã thu hồi", f"history.text {number}")] if withdrawn and view.official else []
    row += [] if withdrawn else [buttons.read(number)]
    row += [buttons.status(number)] if view.official else []
    row = row or [buttons.LATEST]
    parts = [part for move in view.moves.items for part in _move(move)]
    return Reply(lines(head + title, state, due, "", *parts), (tuple(row), *paging("history", str(number), view.moves)))


def _move(move: Moved) -> list[Markup]:
    """One move in a line, and below it what it changed, whom it reached and, for officials, whose work it was."""
    when = Markup("• <i>{}</i>").format(minute(move.at))
    reason = " ".join(said(Said(move.reason, move.follow_up)).split())
    why = Markup(": {}").format(cut(reason, REASON_UNITS)) if reason else ""
    if move.action not in PUBLIC:
        what = "bản đính chính" if move.of_correction else "tin"
        return [when + Markup(" {}: {}").format(who_did(move.action, move.who), _words(move.action, what)) + why]
    typing = move.change is Correction.TYPING
    words = "Sửa lỗi gõ" if typing else PUBLIC_WORDS[Action(move.action)]
    version = f" (bản {move.revision})" if move.action in TEXTS and move.revision else ""
    by = f" – {who_did(move.action, move.who)}" if move.who and move.action in BY_A_PERSON else ""
    below: list[Markup | str] = [*change_lines(move.changes, SHOWN_CHANGES)]
    below += [f"{first_up(reached(count))}." for count in move.reached]
    if move.author is not None:
        below.append(f"Người soạn: {move.author or '(không tên)'}")
    below += [f"{name or '(không còn tên)'} đã xem {count} chỗ đáng ngờ" for name, count in move.accepted]
    return [
        when + Markup(" <b>{}</b>{}{}").format(words, version, by) + why,
        *(Markup("   {}").format(one) for one in below),
    ]


def _words(action: str, what: str) -> str:
    known = {one.value: text for one, text in WORDS.items()}
    return " ".join(known.get(action, "làm một việc khác với {post}").format(post=what, role="", value="").split())


def withdrawn_text(view: PostView) -> Reply:
    """What a withdrawn post said, for officials: it never looks like one that holds."""
    mark = Markup("<b>⛔ ĐÃ THU HỒI</b>: {}").format(cut(said(view.post.closing), REASON_UNITS))
    only = "Nội dung dưới đây chỉ cán bộ soạn tin xem được, xin đừng chuyển tiếp."
    text = full(replace(view, post=replace(view.post, closing=None))).text
    return Reply(lines(mark, only, "", text), ((buttons.post("Đăng tin mới"),),))


def errata(found: Errata) -> Reply:
    """What was corrected and withdrawn in a year, newest first."""
    page = found.page
    if not page.items:
        text = f"Năm {found.year} phường chưa có tin nào phải đính chính hay thu hồi."
        return Reply(escape(text if not page.offset else "Đã hết, không còn tin nào cũ hơn."))
    entries = [part for one in page.items for part in (*_erratum(one), Markup(""))]
    other = None if page.more else Markup("Xem năm khác, gõ ví dụ: <b>đã đính chính {}</b>").format(found.year - 1)
    row = tuple(
        buttons.read(number, f"Đọc {number}")
        for number in dict.fromkeys(one.number for one in page.items if not one.withdrawn)
    )
    rows = ((row,) if row else ()) + paging("corrections", str(found.year), page)
    head = Markup("<b>Các tin đã đính chính, thu hồi năm {}</b>").format(found.year)
    return Reply(lines(head, "", *entries, other), rows)


def _erratum(one: Erratum) -> list[Markup]:
    if one.withdrawn:
        told = Markup("⛔ <b>Tin số {}</b>: đã thu hồi ngày {}").format(one.number, day(one.at))
        return [told, *([Markup("   Lý do: {}").format(cut(one.reason, REASON_UNITS))] if one.reason else [])]
    told = Markup("✏️ <b>Tin số {}</b>: {} <i>(đính chính ngày {})</i>").format(
        one.number, cut(one.title, 160), day(one.at)
    )
    return [told, *(Markup("   {}").format(line) for line in change_lines(one.changes, SHOWN_CHANGES))]
