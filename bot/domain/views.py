"""What services hand to cards: pages of answers, and a draft as its author sees it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from bot.domain.attachments import Attachment
from bot.domain.coming import Coming
from bot.domain.facts import Answer, Contact
from bot.domain.figures import Figure, Tally
from bot.domain.history import Erratum, Moved
from bot.domain.hours import NIGHT, QuietHours
from bot.domain.periods import Period
from bot.domain.posts import Kind, Post, PostNumber, PostState
from bot.domain.reading import Reading
from bot.domain.targets import Count, Standing, Target, count

LONGEST_QUESTION = 200
"""Characters of a question; it is repeated in the answer, and by the buttons that turn its pages."""

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
    quiet: QuietHours = NIGHT
    """When phones are let be."""
    welcome: str = ""
    """The ward's own first words, where it has some."""
    public_url: str = ""
    """Where its public pages stand, where it has some."""
    keeps_targets: bool = False
    """Whether it has a table of targets."""


@dataclass(frozen=True, slots=True)
class Way:
    """What opens the bot: on which channel, and by what address. Of no channel: the ward's pages."""

    channel: str
    link: str


@dataclass(frozen=True, slots=True)
class Poster:
    """What the ward's poster shows: for all, or for the people of an area; `areas` are those that have another one."""

    ward: WardInfo
    area: str
    ways: tuple[Way, ...]
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostPage:
    """Posts of one kind, or of all; of meetings also those that are still ahead, seen from `today`."""

    posts: Page[Post]
    kind: Kind | None
    coming: tuple[Coming, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class ComingPage:
    """What is ahead from `first` to `until` (None: whatever comes), and what comes next where that is nothing."""

    page: Page[Coming]
    today: date
    first: date
    until: date | None
    later: tuple[Coming, ...] = ()


@dataclass(frozen=True, slots=True)
class PostView:
    """One post with what was read from it, ready to be shown."""

    post: Post
    reading: Reading
    ward: WardInfo
    attachments: tuple[Attachment, ...] = ()
    areas: tuple[str, ...] = ()
    """In a channel, where nobody chose theirs: where the post applies, if not everywhere."""
    on_air: bool = False
    """Whether it stands in a channel of the ward, where nobody can press or type anything."""
    corrected: tuple[Moved, ...] = ()
    """Of a published post that is read: its newest correction, and the newest one of meaning."""


@dataclass(frozen=True, slots=True)
class Found:
    """A post that a search found: the words around the match, and where in them the match stands."""

    post: Post
    before: str
    match: str
    after: str


@dataclass(frozen=True, slots=True)
class TargetsView:
    """Single targets with their standing, the worst first, and the newest tally with the post that states it.

    `asked` is the term or year that was asked for, None for what is under way; `terms` are the others that there are.
    `question` holds the words by which they were chosen, if any.
    """

    tally: Tally | None
    post: Post | None
    targets: tuple[tuple[Target, Standing], ...]
    asked: Period | None = None
    terms: tuple[Period, ...] = ()
    question: str = ""

    @property
    def count(self) -> Count:
        """The tally of what is shown."""
        return count(standing for _, standing in self.targets)


@dataclass(frozen=True, slots=True)
class TargetView:
    """One target with its standing, seen from `today`, and its namesakes of other terms."""

    target: Target
    standing: Standing
    today: date
    namesakes: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """A figure and where it was read: the post's number and title, its place among the post's figures, and the day.

    The day is the one that the post is about, else the one on which it was published.
    """

    figure: Figure
    number: PostNumber
    position: int
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Known:
    """What the ward's own facts say to a question: an answer and whether it is `sure` today, and whom to call.

    With `named` the contacts are what was asked for by name, else they are called for it.
    """

    answer: Answer | None = None
    sure: bool = True
    contacts: tuple[Contact, ...] = ()
    named: bool = False

    def __bool__(self) -> bool:
        return self.answer is not None or bool(self.contacts)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Targets and figures that a question names, the newest first; `first` before any post.

    `missing` names the period that was asked about, of which nothing is known: these are of others.
    """

    targets: tuple[tuple[Target, Standing], ...] = ()
    figures: tuple[SourcedFigure, ...] = ()
    missing: str = ""
    first: bool = True

    def __bool__(self) -> bool:
        return bool(self.targets or self.figures)


@dataclass(frozen=True, slots=True)
class Answered:
    """What answers a question: what is known, the best post and the next ones, and the numbers that it names.

    `best` is None where no post answers it; `more` tells that still more posts do. Where the best is about another
    place or other days than those asked about, `elsewhere` names the place asked about and those it is about, and
    `days` are the ones it does not tell of. `withdrawn` is what would have answered, and was taken back.
    """

    question: str
    best: Found | None
    others: tuple[Found, ...] = ()
    numbers: Numbers = Numbers()
    more: bool = False
    elsewhere: tuple[str, str] | None = None
    days: tuple[date, date] | None = None
    withdrawn: tuple[PostNumber, datetime] | None = None
    known: Known = Known()

    def __bool__(self) -> bool:
        return self.best is not None or bool(self.numbers) or bool(self.known)


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A post's moves, newest first; `title` is empty where the viewer may not know it any more.

    `official` tells that the moves say who did them; `review_due` that nobody has agreed to the post yet.
    """

    number: PostNumber
    title: str
    state: PostState
    moves: Page[Moved]
    official: bool
    review_due: bool = False


@dataclass(frozen=True, slots=True)
class Errata:
    """What was corrected and withdrawn in a year, newest first."""

    year: int
    page: Page[Erratum]
