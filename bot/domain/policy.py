"""What the ward decided once for all posts: who must agree."""

from dataclasses import dataclass
from typing import Literal

from bot.domain.posts import Kind

Approval = Literal["none", "one"]
"""How many others must agree before something goes out."""


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
