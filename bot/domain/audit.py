"""The audit: what is noted of who did what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.posts import PostNumber


class Action(StrEnum):
    """Everything that is noted; cards.audit has the words for each."""

    # A post's life.
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    SCHEDULE = "schedule"
    UNDO = "undo"
    PUBLISH = "publish"
    PUBLISHED = "published"
    UNAPPROVED = "unapproved"
    REVIEWED = "reviewed"
    ALL_CLEAR = "all-clear"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    DROP = "drop"
    RESTORE = "restore"
    # Its pushes.
    DISPATCH_PAUSED = "dispatch-paused"
    DISPATCH_RESUMED = "dispatch-resumed"
    DISPATCH_CANCELLED = "dispatch-cancelled"
    DISPATCH_RESENT = "dispatch-resent"
    DISPATCH_DONE = "dispatch-done"
    # What residents say is wrong in it.
    MISTAKE_REPORTED = "mistake-reported"
    MISTAKE_ANSWERED = "mistake-answered"
    # The ward's facts.
    TARGET_UPDATED = "target-updated"
    TARGET_AGREED = "target-agreed"
    TARGET_DECLINED = "target-declined"
    TARGET_MEASURED = "target-measured"
    WARD_RENAMED = "ward-renamed"
    HOTLINE_CHANGED = "hotline-changed"
    QUIET_CHANGED = "quiet-changed"
    WELCOME_CHANGED = "welcome-changed"
    CHANNEL_NAMED = "channel-named"
    CHANNEL_STOPPED = "channel-stopped"
    TOPIC_ADDED = "topic-added"
    TOPIC_RETIRED = "topic-retired"
    AREA_ADDED = "area-added"
    AREA_RETIRED = "area-retired"
    CONTACT_CHANGED = "contact-changed"
    CONTACT_REMOVED = "contact-removed"
    ANSWER_CHANGED = "answer-changed"
    ANSWER_REMOVED = "answer-removed"
    ANSWER_RENEWED = "answer-renewed"
    FACT_AGREED = "fact-agreed"
    FACT_DECLINED = "fact-declined"
    SYNONYMS_ADDED = "synonyms-added"
    SYNONYMS_REMOVED = "synonyms-removed"
    # Roles: `revoked` and `role-returned` name who did it, `role-lost` and `role-regained` whom it happened to.
    INVITED = "invited"
    INVITE_ASKED = "invite-asked"
    INVITE_AGREED = "invite-agreed"
    INVITE_DECLINED = "invite-declined"
    REDEEMED = "redeemed"
    REVOKED = "revoked"
    ROLE_LOST = "role-lost"
    LISTED_ADMIN_REVOKED = "listed-admin-revoked"
    ROLE_RETURNED = "role-returned"
    ROLE_REGAINED = "role-regained"
    # Several addresses of one person.
    LINKED = "linked"
    PARTED = "parted"
    LINK_CONFIRMED = "link-confirmed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit; `name` is None where the person was erased, or the clock or the machine did it.

    `action` is a word of `Action`, unless a newer program wrote it. `post` is None for a draft too; `about_post` tells.
    With `of_correction` it was done to a correction on its way, and `post` is what that corrects.
    """

    at: datetime
    action: str
    name: str | None
    post: PostNumber | None
    about_post: bool
    detail: Mapping[str, Any]
    of_correction: bool = False
