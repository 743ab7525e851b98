"""Posts and their revisions: what the ward says, and the states a post goes through."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a post is."""

    ANNOUNCEMENT = "announcement"
    MEETING = "meeting"
    REPORT = "report"
    RESOLUTION = "resolution"
    GUIDE = "guide"


class PostState(StrEnum):
    """Where a post stands in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"


class AudienceScope(StrEnum):
    """Who may ever see a post."""

    EVERYONE = "everyone"
    CADRES = "cadres"
