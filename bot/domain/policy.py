"""What the ward decided once for all posts: who must agree, and when phones are let be."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.clock import in_vietnam
from bot.domain.posts import Kind

Approval = Literal["none", "one"]
"""How many others must agree before something goes out."""

QUIET_FROM = time(21, 30)
QUIET_UNTIL = time(6, 0)


def in_quiet_hours(at: datetime) -> bool:
    """Tell whether an instant falls between 21:30 and 6:00 in Vietnam; at 6:00 sharp the day has begun."""
    hour = in_vietnam(at).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


@dataclass(frozen=True, slots=True)
class Policy:
    """For what a second person must agree before it goes out; the defaults are those of the settings."""

    report: Approval = "one"
    resolution: Approval = "one"
    meeting: Approval = "none"
    announcement: Approval = "none"
    guide: Approval = "none"
    urgent: Approval = "one"
    correction: Approval = "one"

    def needs_approval(self, kind: Kind, *, urgent: bool, correction: bool) -> bool:
        """Whether a second person must agree.

        A correction follows its own rule alone: how fast a wrong text may be mended must not depend on what sort of
        text it is.
        """
        if correction:
            return self.correction == "one"
        of_kind = {
            Kind.REPORT: self.report,
            Kind.RESOLUTION: self.resolution,
            Kind.MEETING: self.meeting,
            Kind.ANNOUNCEMENT: self.announcement,
            Kind.GUIDE: self.guide,
        }
        return of_kind[kind] == "one" or (urgent and self.urgent == "one")
