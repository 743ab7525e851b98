"""What waited for somebody's hour, in one message."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.cards.format import cut, lines
from bot.cards.posts import PUSH_UNITS, entry, read_buttons
from bot.domain.posts import Audience, Post, PostState
from bot.domain.views import PostView
from bot.messages.message import Reply

AROUND = 60
"""UTF-16 units of an entry that are neither title nor When-line: its number, its day, what became of it."""


def digest(views: Sequence[PostView], hidden: int = 0) -> Reply:
    """Several posts in one message: of each its title, when and where, and a button to read it.

    Of what was withdrawn since only that stands there; `hidden` counts posts that its person may not see any more.
    """
    room = (PUSH_UNITS - 100) // max(1, len(views)) - AROUND
    shown = [one.post for one in views if one.post.state is not PostState.WITHDRAWN]
    entries = [_entry(one.post, room) for one in views]
    if hidden:
        entries.append(Markup("🔒 Có tin nội bộ, nay anh/chị không xem được nữa."))
    head = Markup("<b>📬 {} tin của {}</b>").format(len(views) + hidden, views[0].ward.name if views else "phường")
    text = lines(head, *(part for one in entries for part in ("", one)))
    return Reply(text, read_buttons(shown, 4), protect=any(one.audience is Audience.CADRES for one in shown))


def _entry(post: Post, room: int) -> Markup:
    if post.state is not PostState.WITHDRAWN:
        return entry(post, title=room // 2, when=room // 4)
    why = post.closing.words if post.closing else ""
    return Markup("⛔ Tin số {} <b>đã thu hồi</b>, xin đừng làm theo.").format(post.number) + (
        f" Lý do: {cut(why, room)}" if why else ""
    )
