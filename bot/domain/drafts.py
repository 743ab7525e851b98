"""A draft and its way out, as use cases give it to cards."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.domain.changes import Changes
from bot.domain.delivery import Progress, Recipients
from bot.domain.measuring import Followed
from bot.domain.people import Choice, Viewer
from bot.domain.posts import Correction, Post, PostNumber
from bot.domain.views import PostView


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a push goes to, and about how long that takes for those who get it at once.

    `later` are those who get it at another moment: in the morning, or at the hour that they chose.
    """

    people: int
    time: timedelta
    later: tuple[tuple[datetime, int], ...] = ()

    stars: int = 0
    """Telegram Stars that the pace costs; nothing at the free pace."""
    channel: str = ""
    """The ward's channel, where the post goes there too; nobody counts who reads it."""

    @property
    def at_once(self) -> int:
        """How many get it as soon as the pace lets them."""
        return self.people - sum(people for _, people in self.later)


class Accepted(NamedTuple):
    """A doubt that somebody has looked at: who, when, and their person, unless they were erased."""

    name: str
    at: datetime
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a draft's text proposes and its author has not chosen: a topic, areas, and the words for two boxes.

    Those that sound urgent, and those of what is for cadres alone.
    """

    urgent: tuple[str, ...] = ()
    topic: Choice | None = None
    areas: tuple[Choice, ...] = ()
    cadres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as officials see it before publishing; `accepted` has one entry a warning.

    `corrected` is the post that it corrects. `changes` tells what is another than in that post, or than when
    approvers were asked before. `may_agree` are the others who may, where somebody must (`needs_approval`).
    `other` is who else changed it last, and when. What is `held` holds personal data, and stays with its author.
    """

    view: PostView
    accepted: tuple[Accepted | None, ...]
    recipients: Recipients
    reach: Reach
    author: str = ""
    corrected: Post | None = None
    changes: Changes | None = None
    needs_approval: bool = False
    approved: bool = False
    may_agree: tuple[int, ...] = ()
    other: tuple[str, datetime] | None = None
    held: bool = False
    own: bool = True
    """Whether whoever looks is its author."""
    areas: tuple[str, ...] = ()
    copies: int = 0
    fixed: int = 0
    """Of these, copies on channels where nothing that was sent can be changed."""
    """How many people hold a copy of the post that a correction is about."""
    reason: str = ""
    """Why it was sent back, where it was."""
    ends_at: datetime | None = None
    """When it ends by itself once it is out."""
    rings_at: datetime | None = None
    """Until when the word about a correction waits, where that is not told at once."""
    proposed: Proposed = Proposed()

    @property
    def exact(self) -> PostView:
        """What people will get or see: of a correction, the post under its number with what changed."""
        if self.corrected is None:
            return self.view
        changes = tuple(self.changes.told()) if self.changes is not None and self.loud else self.corrected.changes
        post = replace(
            self.view.post,
            number=self.corrected.number,
            code=self.corrected.code,
            published_at=self.corrected.published_at,
            state=self.corrected.state,
            changes=changes,
        )
        return replace(self.view, post=post)

    @property
    def corrects(self) -> PostNumber | None:
        """The number of the post that this corrects."""
        return self.corrected.number if self.corrected else None

    @property
    def seal(self) -> int:
        """A number that is another whenever Đăng or Duyệt would do another thing: text, audience or urgency."""
        post = self.view.post
        to = (post.audience.value, post.urgent, sorted(post.topics), sorted(self.areas))
        return zlib.crc32(repr((post.revision, *to, self.loud)).encode())

    @property
    def ready(self) -> bool:
        """Whether every warning was ticked, so that Đăng works."""
        return all(self.accepted) and not self.held

    @property
    def loud(self) -> bool:
        """Whether a correction tells everyone who holds a copy, besides mending it."""
        return self.changes is not None and (self.changes.meaning or self.view.post.change is Correction.MEANING)


@dataclass(frozen=True, slots=True)
class DraftList:
    """What waits for an official: own drafts, others' to approve, and posts that went out before anybody agreed.

    `names` holds the authors' names by their ids, `dropped` own drafts that can still be had again.
    """

    mine: tuple[Post, ...]
    waiting: tuple[Post, ...]
    unseen: tuple[Post, ...]
    names: Mapping[int, str]
    dropped: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where Đăng or Duyệt has led: the post as it stands now, and its pushes once there are any.

    `ask` names what is still to be agreed to: "alone" (nobody else may approve), "stars" (the push costs `stars`),
    "hour" (the one that was chosen passed long before somebody agreed). `approvers` are those who were asked.
    """

    post: Post
    pushes: tuple[Progress, ...] = ()
    ask: Literal["", "alone", "stars", "hour"] = ""
    stars: int = 0
    approvers: tuple[int, ...] = ()
    measured: tuple[Followed, ...] = ()
    """Values of targets that a correction has put right."""


@dataclass(frozen=True, slots=True)
class Fired:
    """What became of a post whose moment had come: its pushes are under way, or it was held, and why.

    Of a correction `post` is the one that it has become part of.
    """

    post: Post
    author: Viewer | None = None
    pushes: tuple[Progress, ...] = ()
    held: str = ""
    correction: bool = False
    draft_id: int = 0
    due_at: datetime | None = None
    """The draft that it was, and the hour that its cards told."""
    waited: timedelta = timedelta()
    agreed: tuple[int, ...] = ()
    """Who had agreed to it."""
    measured: tuple[Followed, ...] = ()
    """Values of targets that a correction or a withdrawal has put right."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A moment that was typed: whether it is past, and whether people sleep then, and would get it when they wake."""

    at: datetime
    past: bool
    quiet: bool
    until: datetime | None = None
