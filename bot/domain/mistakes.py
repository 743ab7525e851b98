"""A resident's word that a post is wrong: to its author and approvers, with a day by which it is answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.posts import PostNumber

ANSWERED_WITHIN = timedelta(days=10)
"""Law on access to information, as amended, in force from 2026-09-01."""

REMIND_BEFORE = timedelta(days=3)
MOST_OPEN = 5
"""Reports of one person that may wait at the same time."""

LONGEST_REPORT = 500


@dataclass(frozen=True, slots=True)
class Mistake:
    """One report; `person_id` is who made it, whom officials do not learn."""

    id: int
    post_id: int
    number: PostNumber
    title: str
    author_id: int | None
    person_id: int | None
    words: str
    created_at: datetime
    due_at: datetime
    remind_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
