"""A word on the eve of an event, and the event for somebody's own calendar."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.calendars import calendar_of, events_of
from bot.cards.format import cut, lines, moment, soon
from bot.cards.posts import became
from bot.cards.when import when_entry, when_lines
from bot.domain.events import Session, begins_at
from bot.domain.posts import Audience, FollowUp, Post, PostNumber
from bot.domain.views import PostView
from bot.messages.message import Button, ButtonRows, File, Reply

TITLE_UNITS = 160


def offer(number: PostNumber | None) -> ButtonRows:
    """Below an event that is still ahead."""
    return (
        (
            buttons.remind(number),
            Button("🗓 Lưu vào lịch", f"calendar {number}", file=True, extra=True),
        ),
    )


def will_remind(post: Post, at: datetime) -> Reply:
    """Somebody will be reminded."""
    return Reply(
        Markup("🔔 Dạ, bot sẽ nhắc bà con lúc <b>{}</b>: {}").format(soon(at), cut(post.title, TITLE_UNITS)),
        ((Button("Thôi, đừng nhắc", f"remind.drop {post.number}"), buttons.read(post.number)),),
    )


def not_reminded(post: Post) -> Reply:
    """Somebody will not be reminded after all."""
    return Reply(Markup("Dạ, bot sẽ không nhắc về tin số {} nữa.").format(post.number), replace=True)


def event_reminder(view: PostView) -> Reply:
    """The word itself: what takes place tomorrow, when and where."""
    post = view.post
    begins = begins_at(post)
    # Of several times all are told: which of them is tomorrow changes from eve to eve.
    told = when_lines(post, view.ward.name) if len(post.when.time) > 1 else []
    when = lines(*told) if told else when_entry(post) or (Markup("🕒 {}").format(moment(begins)) if begins else None)
    if post.closing is not None and post.closing.follow_up is FollowUp.MOVED:
        # What the text says of when and where holds no more; what was said since follows.
        when = None
    text = lines(Markup("🔔 <b>Nhắc bà con, ngày mai:</b> {}").format(cut(post.title, TITLE_UNITS)), when, became(post))
    return Reply(text, ((buttons.read(post.number),),), protect=post.audience is Audience.CADRES)


def calendar_file(view: PostView, sessions: Sequence[Session]) -> Reply:
    """An event as a file that a phone's calendar opens."""
    post = view.post
    return Reply(
        Markup("🗓 Mở tệp này để lưu “{}” vào lịch trên điện thoại.").format(cut(post.title, TITLE_UNITS)),
        file=File(f"tin-{post.number}.ics", _calendar(view, sessions)),
        protect=post.audience is Audience.CADRES,
    )


def _calendar(view: PostView, sessions: Sequence[Session]) -> bytes:
    post = view.post
    how = f"Tin số {post.number} của {view.ward.name}. Muốn đọc, nhắn cho bot: đọc {post.number}"
    return calendar_of(events_of(post, sessions, how))
