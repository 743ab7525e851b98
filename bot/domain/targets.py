"""Targets: what the ward committed itself to, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.posts import PostNumber


class Direction(StrEnum):
    """Which side of the plan is the good one."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    KEEP = "keep"
    MILESTONE = "milestone"


class Status(StrEnum):
    """How a target stands; the order is the order of showing, worst first."""

    MISSED = "missed"
    NEAR = "near"
    MET = "met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measurement:
    """A target's actual value in a period, with the post it came from."""

    period: str
    value: Decimal
    cumulative: bool
    measured_at: datetime
    post: PostNumber | None


@dataclass(frozen=True, slots=True)
class Target:
    """A commitment: name, unit, direction, its named plans, and the newest measurement."""

    id: int
    name: str
    unit: str
    direction: Direction
    plans: tuple[tuple[str, Decimal], ...]
    latest: Measurement | None

    @property
    def status(self) -> Status:
        """Compare the newest measurement with the first plan.

        "Near" is within a tenth of the plan, so the word means the same for 12 houses and for 2.6 billion đồng.
        """
        if self.latest is None or not self.plans:
            return Status.UNKNOWN
        planned, actual = self.plans[0][1], self.latest.value
        if self.direction is Direction.KEEP:
            return Status.MET if actual == planned else Status.MISSED
        lacking = actual - planned if self.direction is Direction.AT_MOST else planned - actual
        if lacking <= 0:
            return Status.MET
        return Status.NEAR if lacking <= abs(planned) / 10 else Status.MISSED
