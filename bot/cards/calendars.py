"""What takes place, in the form that calendars read (RFC 5545): one entry a session, which keeps its name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.cards.names import said
from bot.clock import in_vietnam
from bot.domain.events import Session
from bot.domain.posts import FollowUp, Post, PostState
from bot.domain.when_lines import is_ward

if TYPE_CHECKING:
    from icalendar import Event

NOT_THEN = (FollowUp.OFF, FollowUp.MOVED)
"""What was said of an event that takes place at its time no more."""


def calendar_of(events: "Iterable[Event]", name: str = "") -> bytes:
    """A calendar, with the rules of Vietnam's time zone; one that is subscribed to has a `name`."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Loa phường//VI")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("x-published-ttl", "PT1H")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def events_of(post: Post, sessions: Sequence[Session], how: str, link: str = "") -> "Iterator[Event]":
    """Its entries; `how` tells how to read the post, `link` leads to its page.

    Of a withdrawn post the day alone is told, without which no calendar could strike it out.
    """
    for place, session in enumerate(sessions):
        # The first keeps its name when a correction adds more of them.
        event = _event(post, session, f"-{session.begins:%Y%m%d%H%M}" if place else "")
        event.add("description", " ".join(filter(None, (said(post.closing), how))))
        if link:
            event.add("url", link)
        yield event


def is_cancelled(post: Post) -> bool:
    """Whether nothing takes place at the time that a post told."""
    return post.state is PostState.WITHDRAWN or (post.closing is not None and post.closing.follow_up in NOT_THEN)


def _event(post: Post, session: Session, which: str) -> "Event":
    from icalendar import Event

    begins, ends, cancelled = in_vietnam(session.begins), session.ends, is_cancelled(post)
    event = Event()
    event.add("uid", f"{post.code or ''}-{post.number}{which}@loa-phuong")
    # Grows with every revision, and in between where it is called off.
    event.add("sequence", 2 * post.revision + cancelled)
    event.add("dtstamp", post.updated_at)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", f"Đã thu hồi (tin số {post.number})" if post.state is PostState.WITHDRAWN else post.title)
    if session.hours:
        event.add("dtstart", begins)
        # Without an end where the post tells none: nobody is to plan by an hour that was made up.
        if ends is not None and ends > begins:
            event.add("dtend", in_vietnam(ends))
    else:
        event.add("dtstart", begins.date())
        if ends is not None and ends > begins:
            event.add("dtend", in_vietnam(ends).date() + timedelta(days=1))
    if (where := _where(post, session)) and post.state is not PostState.WITHDRAWN:
        event.add("location", where)
    return event


def _where(post: Post, session: Session) -> str:
    """Where one session is: its own place, else that of the post; the ward alone tells nobody where to go."""
    at_all = "; ".join((*post.when.place, *post.when.area))
    if session.place or at_all:
        return session.place or at_all
    return post.place if session.place is None and post.place and not is_ward(post.place) else ""
