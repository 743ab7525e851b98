"""What services hand to cards: pages of answers, and a draft as its author sees it."""

import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from bot.domain.figures import Figure, Tally
from bot.domain.posts import Kind, Post, PostNumber
from bot.domain.reading import Reading
from bot.domain.targets import Target

Item = TypeVar("Item", covariant=True)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items from `offset` on, and whether more follow; `question` is what was asked for, if anything.

    `size` is how many a full page holds: the last one has fewer.
    """

    items: tuple[Item, ...]
    offset: int
    more: bool
    question: str = ""
    size: int = 1

    @classmethod
    def cut(cls, items: list[Item], *, offset: int, size: int, question: str = "") -> "Page[Item]":
        """Make a page of at most `size` out of a query that asked for one more than that."""
        return cls(tuple(items[:size]), offset, len(items) > size, question, size)


@dataclass(frozen=True, slots=True)
class WardInfo:
    """Who speaks, and the number to call."""

    name: str
    hotline: str


@dataclass(frozen=True, slots=True)
class PostPage:
    """Posts of one kind, or of all."""

    posts: Page[Post]
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class PostView:
    """One post with what was read from it, ready to be shown."""

    post: Post
    reading: Reading
    ward: WardInfo


@dataclass(frozen=True, slots=True)
class Found:
    """A post that a search found: the words around the match, and where in them the match stands."""

    post: Post
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True)
class TargetsView:
    """The newest tally with its post, and single targets where they are known."""

    tally: Tally | None
    post: Post | None
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """A figure and the number of the post it was read from."""

    figure: Figure
    number: PostNumber


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a push goes to, and about how long that takes."""

    people: int
    time: timedelta
    stars: int = 0
    """Telegram Stars that the pace costs; nothing at the free pace."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as its author sees it before publishing; `accepted` has one entry a warning."""

    view: PostView
    accepted: tuple[bool, ...]
    reach: Reach

    @property
    def seal(self) -> int:
        """A number that is another whenever Đăng would do another thing: other text, audience, topics or urgency."""
        post = self.view.post
        return zlib.crc32(repr((post.revision, post.audience.value, post.urgent, sorted(post.topics))).encode())

    @property
    def ready(self) -> bool:
        """Whether every warning was ticked, so that Đăng works."""
        return all(self.accepted)
