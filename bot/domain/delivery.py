"""The words of delivery: lanes, states, and how long to wait before the next try."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Lane(IntEnum):
    """Which row goes first; a smaller number overtakes a larger one."""

    REPLY = 0
    URGENT = 1
    CHANGE = 2  # edits, notices and withdrawals of what was already delivered
    ROUTINE = 3


class DeliveryState(StrEnum):
    """Where one message to one person stands; the last four are final."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


class DispatchKind(StrEnum):
    """Why a revision is pushed."""

    NEW = "new"


class DispatchState(StrEnum):
    """Where one push stands."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dispatch has come, in rows."""

    dispatch_id: int
    state: DispatchState
    total: int
    sent: int
    waiting: int
    failed: int
    uncertain: int
    cancelled: int
    promised_at: datetime | None
    route: str | None
    chat_id: str | None
    number: str
    """Of the post, as people say it: "1", "CB-3"."""

    @property
    def slot(self) -> str:
        """The name of the dispatch's live line."""
        return f"dispatch:{self.dispatch_id}"


MAX_ATTEMPTS = 8
"""After this many tries a row is given up: with the waits below that is about 13 minutes."""

FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0


def backoff(attempts: int, jitter: float) -> float:
    """Seconds to wait after `attempts` tries: 1, 3, 9 … at most 300, spread by `jitter` (0 to 1) over ±25 %."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 3.0 ** max(0, attempts - 1))
    return wait * (0.75 + 0.5 * jitter)
