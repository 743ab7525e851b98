"""The messages that a platform's plan has for one account in a month: who still gets one when they run short."""

from dataclasses import dataclass
from datetime import datetime

from bot.clock import in_vietnam

RESERVED = 5
"""The last fifth is kept for what cannot wait until the next month."""

SHORT = "quota"
"""Why a row does not go out."""


@dataclass(slots=True)
class Quota:
    """How many messages there are, and how many are used by the more careful count: those that came in as well."""

    most: int
    used: int

    def admits(self, *, first: bool) -> bool:
        """Whether a message goes out; `first` is what the last fifth is kept for."""
        return first or self.used < self.most - self.most // RESERVED

    @property
    def level(self) -> int:
        """How near its end it is, in the steps at which admins are told: 0, 80 or 100 (per cent)."""
        if self.used >= self.most:
            return 100
        return 0 if self.admits(first=False) else 80


@dataclass(frozen=True, slots=True)
class Plan:
    """What a platform's plan has for an account: messages a month, and people who may write; None for no limit."""

    messages: int | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Shortage:
    """An account's messages, or the people that its plan has room for, run short."""

    route: str
    quota: Quota
    of_people: bool


def month_of(now: datetime) -> str:
    """The month that a message counts for, in Vietnam: "2026-12"."""
    return f"{in_vietnam(now):%Y-%m}"
