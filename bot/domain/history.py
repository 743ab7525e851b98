"""What became of a post: its moves, what they changed and how many copies they reached; and the errata of a year."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.audit import Action
from bot.domain.delivery import DispatchKind
from bot.domain.posts import Correction, FollowUp, PostNumber

PUBLIC = (Action.PUBLISH, Action.PUBLISHED, Action.CORRECT, Action.ALL_CLEAR, Action.EXPIRE, Action.WITHDRAW)
"""What everybody may know of a post they may see."""

ON_THE_WAY = (Action.SUBMIT, Action.APPROVE, Action.RETURN, Action.UNAPPROVED)
"""What officials are told besides of a post, or of a correction, before it went out."""

SINCE = (
    Action.REVIEWED,
    Action.DISPATCH_PAUSED,
    Action.DISPATCH_RESUMED,
    Action.DISPATCH_CANCELLED,
    Action.DISPATCH_RESENT,
)
"""What officials are told besides of a post that went out."""

BEGUN_BY = {
    Action.PUBLISH: (DispatchKind.NEW,),
    Action.CORRECT: (DispatchKind.EDIT, DispatchKind.NOTICE),
    Action.ALL_CLEAR: (DispatchKind.ALL_CLEAR,),
    Action.EXPIRE: (DispatchKind.ALL_CLEAR,),
    Action.WITHDRAW: (DispatchKind.WITHDRAWAL,),
}
"""The dispatches that a move begins, and whose counts belong to it; each has the move's own moment."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a dispatch had come to when it was done, in copies."""

    kind: DispatchKind
    sent: int
    total: int
    blocked: int
    twins: int = 0
    """People who may still hold a copy of before, which nothing can change."""

    @classmethod
    def of(cls, detail: Mapping[str, Any]) -> "Reached":
        """Out of what was noted of it; older notes know of no twins."""
        counts = (int(detail.get(name, 0)) for name in ("sent", "total", "blocked", "twins"))
        return cls(DispatchKind(detail["kind"]), *counts)

    @property
    def missed(self) -> int:
        """Copies that it did not reach for another reason than that the person had blocked the bot."""
        return max(0, self.total - self.sent - self.blocked)


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of a post's life; `action` is a word of `Action`, `reason` what was said to everybody or to the author.

    A `follow_up` tells what became of the post, and `reason` then only adds to it. `revision` is the one that it led
    to, and `change` and `changes` what a correction did. `of_correction` tells that it was done with the draft of a
    correction. `who` did it, the `author` of the revision and who `accepted` how many of its doubts are for officials,
    and None or empty for everybody else.
    """

    at: datetime
    action: str
    revision: int = 0
    reason: str = ""
    follow_up: FollowUp | None = None
    of_correction: bool = False
    change: Correction | None = None
    changes: tuple[str, ...] = ()
    reached: tuple[Reached, ...] = ()
    who: str | None = None
    author: str | None = None
    accepted: tuple[tuple[str, int], ...] = ()

    @property
    def wordless(self) -> "Moved":
        """That it happened, and of a post that was taken back only why: all else would tell what the post said."""
        if self.action == Action.WITHDRAW:
            return self
        return replace(self, reason="", follow_up=None, changes=())


@dataclass(frozen=True, slots=True)
class Erratum:
    """One correction of meaning, or one withdrawal, which has a reason but neither title nor changes."""

    number: PostNumber
    at: datetime
    title: str = ""
    changes: tuple[str, ...] = ()
    reason: str = ""
    withdrawn: bool = False
