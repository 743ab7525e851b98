"""The sessions of what a post tells of: each day of a schedule is one, with its own hours."""

import re
from dataclasses import replace
from datetime import date, datetime, time

from bot.clock import VIETNAM, in_vietnam
from bot.domain.events import Session, begins_at
from bot.domain.posts import FollowUp, Post

_PLACE = re.compile(r"[,;.(]|\s(?:tại|tai|ở)\s", re.IGNORECASE)

Hours = tuple[time, time | None]
"""When it opens and, where that is told, when it closes."""


def sessions_of(post: Post) -> tuple[Session, ...]:
    """When it takes place, in order; nothing where nothing does. A day whose hours are not known is a whole one."""
    begins = begins_at(post)
    if begins is None:
        return ()
    if post.closing is not None and post.closing.follow_up is FollowUp.MOVED:
        return _moved(post.closing.words, post.updated_at)
    ends = post.ends_at if post.ends_at is not None and post.ends_at > begins else None
    whole = Session(begins, ends if post.starts_at is not None else None, hours=post.starts_at is not None)
    if not post.when.time:
        return (whole,)
    # Not at the start: the reading's patterns take longer to make than all the rest of it needs.
    from bot.reading.days import days_of, hours_of, place_of

    first = in_vietnam(begins).date()
    named = days_of(post.when.time, first, in_vietnam(ends).date() if ends else first)
    spans = [one for one in named if one[1] >= first]
    if len(spans) == 1:
        # "Từ 7 giờ đến 9 giờ, từ ngày 24/11 đến ngày 26/11" is no event of three days and two nights.
        told = next((found for one in post.when.time if (found := hours_of(one, shared=True))), None)
        if told and told[1] and whole.hours and _lasts_days(whole):
            closes = _at(first, told[1])
            return (replace(whole, ends=closes if closes > begins else None),)
        return (whole,)
    lines = [line for *_, line in spans]
    # "Từ 7 giờ đến 11 giờ các ngày:" stands above the days.
    above = (found for one in post.when.time if one not in lines and (found := hours_of(one, shared=True)))
    for_all = next(above, None)
    sessions = [
        _session(begin, end, hours_of(line, shared=lines.count(line) > 1) or for_all) for begin, end, line in spans
    ]
    if not sessions[0].hours and whole.hours and sessions[0].ends == sessions[0].begins:
        sessions[0] = Session(begins, None)
    places = [place_of(line) if lines.count(line) == 1 else "" for line in lines]
    if not any(places):
        return tuple(sessions)
    return tuple(replace(one, place=place) for one, place in zip(sessions, places, strict=True))


def _moved(words: str, said_at: datetime) -> tuple[Session, ...]:
    """The new time of a meeting as an official told it, "19h thứ sáu 27/11, tại nhà văn hóa"; none where not plain."""
    from bot.reading.moments import parse_due

    found = parse_due(_PLACE.split(words, maxsplit=1)[0], said_at)
    return (Session(found.at, None),) if found is not None else ()


def _lasts_days(session: Session) -> bool:
    """Whether it ends on a later day, at an hour that no night explains."""
    begins, ends = in_vietnam(session.begins), in_vietnam(session.ends or session.begins)
    return ends.date() > begins.date() and ends.time() > begins.time()


def _session(begin: date, end: date, hours: Hours | None) -> Session:
    """One session; of days on end only a night has hours: "từ 22 giờ ngày 02/12 đến 5 giờ ngày 03/12"."""
    opens, closes = hours or (None, None)
    night = (end - begin).days == 1 and opens is not None and closes is not None and closes < opens
    if opens is None or (end > begin and not night):
        return Session(_at(begin, time()), _at(end, time()), hours=False)
    begins, ends = _at(begin, opens), _at(end, closes) if closes else None
    return Session(begins, ends if ends and ends > begins else None)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, VIETNAM)
