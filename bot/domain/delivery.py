"""The words of delivery: lanes, states, and how long to wait before the next try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

from bot.domain.hours import Bundle
from bot.domain.posts import Audience, Said
from bot.domain.quota import SHORT


class Lane(IntEnum):
    """What a row waits for its turn with (see domain.turns)."""

    REPLY = 0  # an answer, for which somebody waits
    URGENT = 1
    CHANGE = 2  # edits, notices and withdrawals of what was already delivered
    ROUTINE = 3
    NOTICE = 4  # what officials are told without having asked, and live lines


class DeliveryState(StrEnum):
    """Where one message to one person stands; the last four are final."""

    HELD = "held"  # until the hour at which its person wants to hear
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


class DispatchKind(StrEnum):
    """Why a revision is pushed."""

    NEW = "new"
    SAMPLE = "sample"  # the newest post, to somebody who has just subscribed
    EDIT = "edit"  # delivered copies are brought up to date
    NOTICE = "notice"  # says what was corrected, so that phones ring
    WITHDRAWAL = "withdrawal"
    ALL_CLEAR = "all-clear"  # a word after the first one, to exactly those who got that
    SWEEP = "sweep"  # what was said about copies that are withdrawn is taken back too
    RECALL = "recall"  # says that a post was withdrawn, so that phones ring
    DIGEST = "digest"  # what waited for one person's hour, in one message
    REMINDER = "reminder"  # a word on the eve of an event, to those who asked for it


PUSHES = (DispatchKind.NEW, DispatchKind.SAMPLE)
"""What leaves a copy of a post with somebody; every other kind is about such copies."""

ASIDE = (DispatchKind.SAMPLE, DispatchKind.DIGEST, DispatchKind.REMINDER)
"""What one person brought about: nobody watches it, and no post's history tells of it."""

SAYS = (DispatchKind.NOTICE, DispatchKind.ALL_CLEAR, DispatchKind.REMINDER)
"""What leaves a message about a copy beside it; it quotes the post, so that a withdrawal must reach it as well."""

TAKES_BACK = (DispatchKind.WITHDRAWAL, DispatchKind.SWEEP)
"""What takes a message away, or leaves nothing of it but that the post was withdrawn."""

MENDS = (DispatchKind.EDIT, *TAKES_BACK)
"""What changes a message in place: doing it twice is doing it once."""

BESIDE = (DispatchKind.NOTICE, DispatchKind.RECALL)
"""What only makes phones ring beside a copy that is changed in place anyway."""

OF_EVENT = (DispatchKind.REMINDER, DispatchKind.NOTICE, DispatchKind.ALL_CLEAR, DispatchKind.RECALL)
"""What goes, without a copy, to whoever wanted to be reminded of an event: on its eve, and when it is another."""

NEEDLESS = ("never-got-it", "up-to-date", "elsewhere")
"""Why a row was not needed: there is no such copy, it went out with the new text, or its person has the post at another
of their addresses. It counts nowhere."""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a dispatch is for: an audience, narrowed to topics and areas; none of them means all."""

    audience: Audience
    topic_ids: tuple[int, ...] = ()
    area_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewDispatch:
    """A dispatch to be written at a moment: what it says, and in which chat (route, chat id) its live line stands.

    It says a revision of a post, or `content`, a message of its own as it is stored, for its own `audience`. `said`
    is what the official adds.
    """

    kind: DispatchKind
    lane: Lane
    at: datetime
    revision_id: int | None = None
    content: Mapping[str, Any] | None = None
    audience: Audience | None = None
    said: Said | None = None
    paid: bool = False
    progress_to: tuple[str, str] | None = None
    promised_at: datetime | None = None
    waits: Mapping[Bundle, datetime] = field(default_factory=dict)
    """Until when it waits for those who want it bundled, or for all (see domain.hours)."""


class Held(NamedTuple):
    """How many people hold a copy of a post; of these, `fixed` where nothing can be changed or taken away any more.

    `deletable_for` is how long a message can be taken out of a chat, where a platform ends that.
    """

    copies: int
    fixed: int
    deletable_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Attempted:
    """What one attempt leaves of a row: where it stands now, and when it may be tried again."""

    state: DeliveryState
    attempts: int
    not_before: datetime
    message_id: str | None = None
    error: str | None = None
    maybe_sent: int = 0
    plain: bool = False


class DispatchState(StrEnum):
    """Where one push stands."""

    RUNNING = "running"
    HELD = "held"  # all that is left waits for people's own hours
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


LOST = ("blocked", "kicked", "not-member", "no-rights", "chat-not-found", "forbidden")
"""Why nothing can be posted in a channel any more: the bot was put out, or may not post there."""


@dataclass(frozen=True, slots=True)
class Aired:
    """What became of a dispatch in one channel; with `tried` it may stand there twice."""

    name: str
    state: DeliveryState
    error: str | None = None
    tried: bool = False

    @property
    def lost(self) -> bool:
        """Whether the channel takes nothing from the bot any more."""
        return self.state is DeliveryState.FAILED and self.error in LOST


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dispatch has come, in rows of people and groups; of channels, which nobody counts, each by itself."""

    dispatch_id: int
    kind: DispatchKind
    state: DispatchState
    total: int
    sent: int
    held: int
    """Rows that wait for their person's own hour."""
    waiting: int
    failed: int
    uncertain: int
    cancelled: int
    repeated: int
    """Rows of which a copy may have gone out twice: a try ended in silence and another followed."""
    twins: int
    """People who may hold a copy from before this dispatch whose message nobody knows: nothing can change it."""
    reasons: tuple[tuple[str, int], ...]
    """Why rows failed, the most frequent reason first."""
    stopped: tuple[tuple[str, int], ...]
    """Why rows were cancelled, the same way."""
    created_at: datetime
    promised_at: datetime | None
    finished_at: datetime | None
    note: str | None
    route: str | None
    chat_id: str | None
    number: str
    """Of the post, as people say it: "1", "CB-3"."""
    aired: tuple[Aired, ...] = ()
    """What became of it in the ward's channels."""

    @classmethod
    def begun(cls, dispatch_id: int, new: NewDispatch, rows: int, number: str, *, held: int = 0) -> "Progress":
        """That of a dispatch which was written a moment ago: all its rows wait, some until later."""
        route, chat_id = new.progress_to or (None, None)
        return cls(
            dispatch_id=dispatch_id,
            kind=new.kind,
            state=DispatchState.RUNNING,
            total=rows,
            sent=0,
            held=held,
            waiting=rows - held,
            failed=0,
            uncertain=0,
            cancelled=0,
            repeated=0,
            twins=0,
            reasons=(),
            stopped=(),
            created_at=new.at,
            promised_at=new.promised_at,
            finished_at=None,
            note=None,
            route=route,
            chat_id=chat_id,
            number=number,
        )

    @property
    def slot(self) -> str:
        """The name of the dispatch's live line."""
        return f"dispatch:{self.dispatch_id}"


REPLY_LIFE = timedelta(minutes=10)
"""Of an answer older than this only one line goes out that says so: the person has asked again or gone."""

MAX_ATTEMPTS = 8
"""After this many tries a row is given up: with the waits below that is 8 to 14 minutes after the first."""

FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0


def backoff(attempts: int, jitter: float) -> float:
    """Seconds to wait after `attempts` tries: 1, 3, 9 … at most 300, spread by `jitter` (0 to 1) over ±25 %."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 3.0 ** max(0, attempts - 1))
    return wait * (0.75 + 0.5 * jitter)


FAR = timedelta(seconds=60)
"""A next instant further ahead than this comes from a clock that jumped, and is not believed."""

LONGEST_PAUSE = timedelta(hours=1)
"""No pause lasts longer, whatever a platform or a clock that jumped says."""


@dataclass(frozen=True, slots=True)
class ChatPace:
    """How fast a platform lets one chat be written to: a message every `gap`, with short bursts; groups have their own.

    A chat may be `credit / gap` messages ahead of its gap.
    """

    gap: timedelta
    credit: timedelta
    group_gap: timedelta
    group_credit: timedelta

    def instant(self, next_at: datetime | None, at: datetime, *, group: bool) -> tuple[datetime, datetime]:
        """When a chat may get a message meant for `at`, and its next instant after that one.

        The generic cell rate algorithm: `next_at` is where the chat would stand had it always kept its gap.
        """
        gap, credit = (self.group_gap, self.group_credit) if group else (self.gap, self.credit)
        if next_at is not None and next_at - at > FAR:
            next_at = None
        stands = max(next_at, at) if next_at is not None else at
        allowed = max(at, stands - credit)
        return allowed, stands + gap


GONE = ("blocked", "deactivated", "kicked", "chat-not-found", "topic-closed", "copy-gone", "edit-refused")
"""Why a push could not do its work through no fault of its own: every ward's list has some of these."""

ALARM_ROWS = 20
ALARM_SHARE = 5


def too_many_failures(progress: Progress) -> bool:
    """Whether a push should hold and ask a human: 20 rows and a fifth of those finished did not arrive.

    Relative, because a fixed number would stop a large ward and never a small one. People who are gone do not count,
    nor those whom a platform's monthly plan leaves out: no fault is to be found there.
    """
    gone = sum(rows for reason, rows in progress.reasons if reason in (*GONE, SHORT))
    bad = progress.failed - gone + progress.uncertain
    return bad >= ALARM_ROWS and bad * ALARM_SHARE >= progress.sent + bad
