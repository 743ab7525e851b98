"""The life of a post: every state, every move between them, and who has to agree; nothing else changes a state.

    draft -> (pending -> approved | returned | rejected) -> scheduled -> published -> withdrawn | expired

An edit leads back to a draft from everywhere before publishing, and takes every approval with it. Undoing a schedule
leads back to the draft, approved where it was.

A correction is a draft of its own (`Post.corrects_id`) with the same life up to "scheduled"; then its revision becomes
the next one of the post that it corrects, and the draft is merged.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from bot.domain.delivery import PUSHES, TAKES_BACK, DispatchKind
from bot.domain.people import Role
from bot.domain.posts import Kind, Post, PostState
from bot.domain.text import lower, normalise


class Move(StrEnum):
    """What somebody, or the clock, does to a post."""

    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    SCHEDULE = "schedule"
    UNDO = "undo"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    DROP = "drop"


_DRAFT, _PENDING, _APPROVED = PostState.DRAFT, PostState.PENDING, PostState.APPROVED
_RETURNED, _SCHEDULED = PostState.RETURNED, PostState.SCHEDULED

TRANSITIONS: Mapping[tuple[PostState, Move], PostState] = {
    **{(state, Move.EDIT): _DRAFT for state in (_DRAFT, _PENDING, _APPROVED, _RETURNED, _SCHEDULED)},
    **{(state, Move.DROP): PostState.CANCELLED for state in (_DRAFT, _PENDING, _APPROVED, _RETURNED, _SCHEDULED)},
    (_DRAFT, Move.SUBMIT): _PENDING,
    (_RETURNED, Move.SUBMIT): _PENDING,
    (_PENDING, Move.APPROVE): _APPROVED,
    (_PENDING, Move.RETURN): _RETURNED,
    (_PENDING, Move.REJECT): PostState.REJECTED,
    (_DRAFT, Move.SCHEDULE): _SCHEDULED,
    # Without the approval that was asked for: an emergency, or a ward that has no second approver.
    (_PENDING, Move.SCHEDULE): _SCHEDULED,
    (_RETURNED, Move.SCHEDULE): _SCHEDULED,
    (_APPROVED, Move.SCHEDULE): _SCHEDULED,
    (_SCHEDULED, Move.SCHEDULE): _SCHEDULED,
    (_SCHEDULED, Move.UNDO): _DRAFT,  # or approved, where its revision was
    (_SCHEDULED, Move.PUBLISH): PostState.PUBLISHED,
    (_SCHEDULED, Move.CORRECT): PostState.MERGED,
    (PostState.PUBLISHED, Move.CORRECT): PostState.PUBLISHED,
    (PostState.PUBLISHED, Move.WITHDRAW): PostState.WITHDRAWN,
    (PostState.PUBLISHED, Move.EXPIRE): PostState.EXPIRED,
    (PostState.EXPIRED, Move.CORRECT): PostState.PUBLISHED,  # its end may be another one now
    (PostState.EXPIRED, Move.WITHDRAW): PostState.WITHDRAWN,
}
"""(state, move) → the state after it. What is not here cannot happen."""

VISIBLE = (PostState.PUBLISHED, PostState.EXPIRED)
"""States in which a post exists for those who may see it."""

OPEN = (_DRAFT, _PENDING, _APPROVED, _RETURNED, _SCHEDULED)
"""States in which a post is still on its way: nobody but officials knows of it."""


def may_break_glass(*, urgent: bool, correction: bool) -> bool:
    """Whether a post may go out first and be looked at afterwards: where waiting does more harm than a slip."""
    return urgent or correction


_MEETS = re.compile(r"(?<!\w)(?:họp|hội nghị|đại hội|tiếp xúc cử tri)(?!\w)")


def is_meeting(post: Post) -> bool:
    """Whether a post is about one meeting, which may be called off or moved: an invitation is an announcement."""
    return post.kind is Kind.MEETING or (
        post.kind is Kind.ANNOUNCEMENT and _MEETS.search(lower(normalise(post.title))) is not None
    )


APPROVES = Role.APPROVER
"""From this role on somebody may agree to another's post."""


def goes_out(kind: DispatchKind, state: PostState) -> bool:
    """Whether a dispatch of this kind may still be sent: nobody is told anew of what was withdrawn or is over."""
    if kind in PUSHES:
        return state is PostState.PUBLISHED
    return state in VISIBLE or kind in TAKES_BACK
