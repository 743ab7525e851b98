"""What a post tells of that takes place: when it begins, and when somebody is reminded of it."""

from datetime import datetime, time

from bot.clock import VIETNAM
from bot.domain.hours import eve_of
from bot.domain.posts import FollowUp, Kind, Post, PostState

EVENTS = (Kind.ANNOUNCEMENT, Kind.MEETING)
"""What may take place; a report's dates are about the past."""


def begins_at(post: Post) -> datetime | None:
    """When what a post tells of begins; a day without an hour begins at midnight. None of what does not take place."""
    if post.kind not in EVENTS or (post.closing is not None and post.closing.follow_up is FollowUp.OFF):
        return None
    if post.starts_at is not None or post.event_date is None:
        return post.starts_at
    return datetime.combine(post.event_date, time(), VIETNAM)


def reminded_at(post: Post, now: datetime) -> datetime | None:
    """When somebody who asks now is reminded: on the eve at 18:00; None where that is over, or nothing takes place."""
    begins = begins_at(post)
    if begins is None or post.state is not PostState.PUBLISHED:
        return None
    eve = eve_of(begins)
    return eve if eve > now else None
