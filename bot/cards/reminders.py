"""A word on the eve of an event, and the event for somebody's own calendar."""

from datetime import datetime, timedelta

from markupsafe import Markup

from bot.cards import buttons
from bot.cards.format import cut, lines, moment, soon
from bot.cards.posts import became
from bot.cards.when import when_entry
from bot.clock import in_vietnam
from bot.domain.events import begins_at
from bot.domain.posts import Audience, Post, PostNumber
from bot.domain.views import PostView
from bot.messages.message import Button, ButtonRows, File, Reply

TITLE_UNITS = 160


def offer(number: PostNumber | None) -> ButtonRows:
    """Below an event that is still ahead."""
    return (
        (
            Button("🔔 Nhắc tôi", f"remind {number}", typed=f"nhắc {number}"),
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
    when = when_entry(post) or (Markup("🕒 {}").format(moment(begins)) if begins else None)
    text = lines(Markup("🔔 <b>Nhắc bà con, ngày mai:</b> {}").format(cut(post.title, TITLE_UNITS)), when, became(post))
    return Reply(text, ((buttons.read(post.number),),), protect=post.audience is Audience.CADRES)


def calendar_file(view: PostView) -> Reply:
    """An event as a file that a phone's calendar opens."""
    post = view.post
    return Reply(
        Markup("🗓 Mở tệp này để lưu “{}” vào lịch trên điện thoại.").format(cut(post.title, TITLE_UNITS)),
        file=File(f"tin-{post.number}.ics", _calendar(view)),
        protect=post.audience is Audience.CADRES,
    )


def _calendar(view: PostView) -> bytes:
    """One event in RFC 5545's form; a day without an hour is all of that day."""
    from icalendar import Calendar, Event

    post = view.post
    begins = begins_at(post)
    if begins is None:
        raise ValueError("no event")
    event = Event()
    event.add("uid", f"{post.code or ''}-{post.number}@loa-phuong")
    event.add("sequence", post.revision)
    event.add("dtstamp", post.updated_at)
    event.add("summary", post.title)
    if post.starts_at is None:
        event.add("dtstart", in_vietnam(begins).date())
    else:
        event.add("dtstart", begins)
        event.add("dtend", post.ends_at if post.ends_at and post.ends_at > begins else begins + timedelta(hours=1))
    where = [*post.when.place, *post.when.area] or ([post.place] if post.place else [])
    if where:
        event.add("location", "; ".join(where))
    event.add("description", f"Tin số {post.number} của {view.ward.name}. Muốn đọc, nhắn cho bot: đọc {post.number}")
    calendar = Calendar()
    calendar.add("prodid", "-//Loa phường//VI")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
