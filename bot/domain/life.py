"""The life of a post: every state, every move between them, and who has to agree; nothing else changes a state.

    draft -> (pending -> approved | returned | rejected) -> scheduled -> published -> withdrawn | expired

An edit leads back to a draft from everywhere before publishing, and takes every approval with it. Undoing a schedule
leads back to the draft, approved where it was. A draft that was thrown away can be had again for a while.

A correction is a draft of its own (`Post.corrects_id`) with the same life up to "scheduled"; then its revision becomes
the next one of the post that it corrects, and the draft is merged.
"""

import re
from collections.abc import Mapping

from bot.domain.audit import Action
from bot.domain.delivery import PUSHES, TAKES_BACK, DispatchKind
from bot.domain.people import Role
from bot.domain.posts import FollowUp, Kind, Post, PostState
from bot.domain.text import lower, normalise

_DRAFT, _PENDING, _APPROVED = PostState.DRAFT, PostState.PENDING, PostState.APPROVED
_RETURNED, _SCHEDULED = PostState.RETURNED, PostState.SCHEDULED

TRANSITIONS: Mapping[tuple[PostState, Action], PostState] = {
    **{(state, Action.EDIT): _DRAFT for state in (_DRAFT, _PENDING, _APPROVED, _RETURNED, _SCHEDULED)},
    **{(state, Action.DROP): PostState.CANCELLED for state in (_DRAFT, _PENDING, _APPROVED, _RETURNED, _SCHEDULED)},
    (PostState.CANCELLED, Action.RESTORE): _DRAFT,
    (_DRAFT, Action.SUBMIT): _PENDING,
    (_RETURNED, Action.SUBMIT): _PENDING,
    (_PENDING, Action.APPROVE): _APPROVED,
    (_PENDING, Action.RETURN): _RETURNED,
    (_PENDING, Action.REJECT): PostState.REJECTED,
    (_DRAFT, Action.SCHEDULE): _SCHEDULED,
    # Without the approval that was asked for: an emergency, or a ward that has no second approver.
    (_PENDING, Action.SCHEDULE): _SCHEDULED,
    (_RETURNED, Action.SCHEDULE): _SCHEDULED,
    (_APPROVED, Action.SCHEDULE): _SCHEDULED,
    (_SCHEDULED, Action.SCHEDULE): _SCHEDULED,
    (_SCHEDULED, Action.UNDO): _DRAFT,  # or approved, where its revision was
    (_SCHEDULED, Action.PUBLISH): PostState.PUBLISHED,
    (_SCHEDULED, Action.CORRECT): PostState.MERGED,
    (PostState.PUBLISHED, Action.CORRECT): PostState.PUBLISHED,
    (PostState.PUBLISHED, Action.WITHDRAW): PostState.WITHDRAWN,
    (PostState.PUBLISHED, Action.EXPIRE): PostState.EXPIRED,
    (PostState.EXPIRED, Action.CORRECT): PostState.PUBLISHED,  # its end may be another one now
    (PostState.EXPIRED, Action.WITHDRAW): PostState.WITHDRAWN,
}
"""(state, move) → the state after it. What is not here cannot happen."""

VISIBLE = (PostState.PUBLISHED, PostState.EXPIRED)
"""States in which a post exists for those who may see it."""

OPEN = (_DRAFT, _PENDING, _APPROVED, _RETURNED, _SCHEDULED)
"""States in which a post is still on its way: nobody but officials knows of it."""


ENDING = (Kind.ANNOUNCEMENT, Kind.MEETING)
"""What ends by itself when its time is over; a report's dates are about the past."""


def may_break_glass(*, urgent: bool, correction: bool) -> bool:
    """Whether a post may go out first and be looked at afterwards: where waiting does more harm than a slip."""
    return urgent or correction


_MEETS = re.compile(r"(?<!\w)(?:họp|hội nghị|đại hội|tiếp xúc cử tri)(?!\w)")


def is_meeting(post: Post) -> bool:
    """Whether a post is about one meeting, which may be called off or moved: an invitation is an announcement."""
    return tells_of_meeting(post.kind, post.title)


def tells_of_meeting(kind: Kind, title: str) -> bool:
    """The same of a post of which no more than that is known."""
    return kind is Kind.MEETING or (kind is Kind.ANNOUNCEMENT and _MEETS.search(lower(normalise(title))) is not None)


def moves_for(post: Post, *, own: bool) -> frozenset[Action]:
    """What an official who may see a post can do with it as it stands; `own` says whether they wrote it.

    SUBMIT is Đăng, whoever has to agree then; UNAPPROVED goes out first and is looked at afterwards.
    """
    if post.state is _PENDING and not own:
        return frozenset({Action.APPROVE, Action.RETURN, Action.REJECT, Action.EDIT})
    if post.state is _PENDING:
        glass = may_break_glass(urgent=post.urgent, correction=post.corrects_id is not None)
        return frozenset({Action.EDIT, Action.DROP, *([Action.UNAPPROVED] if glass else [])})
    if post.state is _SCHEDULED:
        return frozenset({Action.UNDO, Action.SCHEDULE, Action.EDIT})
    if post.state in OPEN:
        return frozenset({Action.EDIT, *((Action.SUBMIT, Action.SCHEDULE, Action.DROP) if own else ())})
    return frozenset({Action.CORRECT, Action.WITHDRAW}) if post.state in VISIBLE else frozenset()


def follow_ups_for(post: Post) -> tuple[FollowUp, ...]:
    """What may become of a post that is out: the danger is over, or the meeting is off or at another time."""
    if post.state is not PostState.PUBLISHED:
        return ()
    if post.urgent:
        return (FollowUp.SAFE,)
    return (FollowUp.OFF, FollowUp.MOVED) if is_meeting(post) else ()


APPROVES = Role.APPROVER
"""From this role on somebody may agree to another's post."""


def goes_out(kind: DispatchKind, state: PostState) -> bool:
    """Whether a dispatch of this kind may still be sent: nobody is told anew of what was withdrawn or is over."""
    if kind in PUSHES or kind is DispatchKind.REMINDER:
        return state is PostState.PUBLISHED
    return state in VISIBLE or kind in (*TAKES_BACK, DispatchKind.RECALL)
