"""Posts and their revisions: what the ward says, and the states a post goes through."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.frame import without
from bot.domain.when_lines import NO_LINES, WhenLines


class Kind(StrEnum):
    """What sort of thing a post is."""

    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    REPORT = "report"
    RESOLUTION = "resolution"
    GUIDE = "guide"


class PostState(StrEnum):
    """Where a post stands in its life."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    MERGED = "merged"  # a correction that has become the next revision of its post
    CANCELLED = "cancelled"


class Audience(StrEnum):
    """Who may ever see a post."""

    EVERYONE = "everyone"
    CADRES = "cadres"


@dataclass(frozen=True, slots=True)
class PostNumber:
    """A published post's number: 1, 2, 3 for everyone; CB-1, CB-2 in a series of their own for cadres."""

    audience: Audience
    value: int

    def __str__(self) -> str:
        return f"CB-{self.value}" if self.audience is Audience.CADRES else str(self.value)

    @classmethod
    def parse(cls, text: str) -> "PostNumber | None":
        """Read "12", "số 12", "#12", "CB-3" or "cb 3"; None for anything else."""
        match = re.fullmatch(r"(?:(?:số|so|#)\s*)?(cb[\s-]*)?(\d{1,9})", text.strip().lower())
        if match is None:
            return None
        return cls(Audience.CADRES if match[1] else Audience.EVERYONE, int(match[2]))


CADRE_MARK = "NỘI BỘ CÁN BỘ"
"""What a post for cadres says of itself, before it has a number too."""


def tells_of_cadre_posts(text: str) -> bool:
    """Whether a text shows something of a post for cadres, which is never shown without its number or its mark."""
    return CADRE_MARK in text or re.search(r"\bCB-\d", text) is not None


class Correction(StrEnum):
    """What a correction does to the revision before it: mends its spelling, or changes what it means."""

    TYPING = "typing"
    MEANING = "meaning"


class FollowUp(StrEnum):
    """What became of a post after it went out, in one tap: the danger is over, the meeting is off, or is moved."""

    SAFE = "safe"
    OFF = "off"
    MOVED = "moved"


class Said(NamedTuple):
    """What an official said of a post after it went out: what became of it, and words of their own.

    Without a follow-up the words are why it was withdrawn.
    """

    words: str = ""
    follow_up: FollowUp | None = None

    @classmethod
    def of(cls, words: str | None, follow_up: str | None) -> "Said | None":
        """What two columns hold, where they hold anything."""
        return cls(words or "", FollowUp(follow_up) if follow_up else None) if words or follow_up else None


@dataclass(frozen=True, slots=True)
class Outline:
    """What a search compares of a post: of hundreds, of which few are shown."""

    id: int
    state: PostState
    kind: Kind
    title: str
    body: str
    event_date: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One thing the ward says, with its current revision; `number`, `code` and `published_at` come with publishing.

    `summary` holds the text's own sentences. `event_date` is known only in full; `date_as_written` keeps the
    text's own form. A draft that corrects a published post names it in `corrects_id`. `due_at` is when a scheduled post
    goes out, `expires_at` when a published one ends by itself; `closing` says why it was withdrawn or how it ended.
    `change` tells what the newest correction was, and `changes` what the newest one of meaning changed, in the words of
    both revisions; `review_due` that it went out before anybody else agreed. `place`, `starts_at`, `ends_at` and `when`
    are what the text says of where and when it takes place, `left_out` the spans of the body that are not pushed.
    """

    id: int
    number: PostNumber | None
    audience: Audience
    state: PostState
    urgent: bool
    code: str | None
    author_id: int | None
    revision_id: int
    revision: int
    kind: Kind
    title: str
    body: str
    organisation: str | None
    event_date: date | None
    date_as_written: str | None
    summary: tuple[str, ...]
    topics: tuple[str, ...]
    created_at: datetime
    published_at: datetime | None
    updated_at: datetime
    corrects_id: int | None = None
    due_at: datetime | None = None
    remind_at: datetime | None = None
    expires_at: datetime | None = None
    closing: Said | None = None
    paid: bool = False
    review_due: bool = False
    change: Correction | None = None
    changes: tuple[str, ...] = ()
    place: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    when: WhenLines = NO_LINES
    left_out: tuple[tuple[int, int], ...] = ()

    @property
    def told(self) -> str:
        """The body without what tells residents nothing."""
        return without(self.body, self.left_out)
