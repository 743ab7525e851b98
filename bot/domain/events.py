"""What a post tells of that takes place: when it begins, in how many sessions, and which of them comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import VIETNAM
from bot.domain.hours import eve_of
from bot.domain.posts import FollowUp, Kind, Post, PostState

EVENTS = (Kind.ANNOUNCEMENT, Kind.MEETING)
"""What may take place; a report's dates are about the past."""


@dataclass(frozen=True, slots=True)
class Session:
    """One time at which it takes place; without `hours` all of its days, `ends` being the midnight before the last.

    `place` is where this one is, where several have places of their own: empty where it is not told, None where all of
    them are where the post is.
    """

    begins: datetime
    ends: datetime | None
    hours: bool = True
    place: str | None = None


def begins_at(post: Post) -> datetime | None:
    """When what a post tells of begins; a day without an hour begins at midnight. None of what does not take place."""
    if post.kind not in EVENTS or (post.closing is not None and post.closing.follow_up is FollowUp.OFF):
        return None
    if post.starts_at is not None or post.event_date is None:
        return post.starts_at
    return datetime.combine(post.event_date, time(), VIETNAM)


def has_eve(post: Post) -> bool:
    """Whether somebody who got a post when it last changed could still be reminded on its eve: a calm event ahead.

    What was moved since has a time that no field holds; what is urgent is not for tomorrow.
    """
    begins, known_at = begins_at(post), post.published_at
    if begins is None or known_at is None or post.urgent or post.closing is not None:
        return False
    return post.state is PostState.PUBLISHED and eve_of(begins) > max(known_at, post.updated_at)


def next_of(sessions: Sequence[Session], now: datetime) -> Session | None:
    """The session that somebody who asks now is reminded of; where no eve is still to come, one that has not begun."""
    ahead = [one for one in sessions if one.begins > now]
    return next((one for one in ahead if eve_of(one.begins) > now), next(iter(ahead), None))


def is_ahead(sessions: Sequence[Session], now: datetime) -> bool:
    """Whether something of it is still to come or goes on, so that people may set out for it."""
    return any(max(one.begins, _over(one)) > now for one in sessions)


def _over(session: Session) -> datetime:
    """When a session is over; one without hours is over with its last day."""
    ends = session.ends or session.begins
    return ends if session.hours else ends + timedelta(days=1)


def rings_when_withdrawn(post: Post, sessions: Sequence[Session], now: datetime, *, reminded: bool) -> bool:
    """Whether a withdrawal is told aloud unless its writer wants it otherwise: people were frightened, or would act.

    They act on what is still ahead; `reminded` says that somebody asked to be reminded of it.
    """
    return post.urgent or reminded or (post.state is PostState.PUBLISHED and is_ahead(sessions, now))
