"""What an official may do with a post as it stands, which is what cards show buttons for."""

import itertools
from dataclasses import replace

import pytest

from bot.domain.audit import Action
from bot.domain.life import OPEN, TRANSITIONS, follow_ups_for, moves_for
from bot.domain.posts import Audience, FollowUp, Kind, Post, PostState
from tests.unit.test_when_cards import notice


def test_no_button_stands_for_what_the_table_of_moves_refuses() -> None:
    for state, own, urgent in itertools.product(PostState, (True, False), (True, False)):
        post = replace(notice().post, state=state, urgent=urgent)
        shown = moves_for(post, own=own)
        # Out before anybody agreed is a schedule; of what was agreed to Đăng asks nobody any more.
        really = {Action.UNAPPROVED: Action.SCHEDULE, **({Action.SUBMIT: Action.SCHEDULE} if state != "draft" else {})}
        assert all((state, really.get(one, one)) in TRANSITIONS for one in shown), (state, own)


def test_only_who_did_not_write_a_post_decides_about_it_and_only_while_it_waits() -> None:
    for state, own in itertools.product(PostState, (True, False)):
        decides = Action.APPROVE in moves_for(replace(notice().post, state=state), own=own)
        assert decides == (state is PostState.PENDING and not own)


@pytest.mark.parametrize("corrects", [None, 1])
@pytest.mark.parametrize("urgent", [True, False])
def test_only_what_cannot_wait_goes_out_before_anybody_agreed(urgent: bool, corrects: int | None) -> None:
    post = replace(notice().post, state=PostState.PENDING, urgent=urgent, corrects_id=corrects)
    assert (Action.UNAPPROVED in moves_for(post, own=True)) == (urgent or corrects is not None)


def test_what_is_over_for_good_can_be_changed_by_nobody() -> None:
    gone = set(PostState) - {*OPEN, PostState.PUBLISHED, PostState.EXPIRED}
    assert gone
    assert not any(moves_for(replace(notice().post, state=state), own=True) for state in gone)


def test_a_meeting_is_called_off_or_moved_and_only_a_danger_is_over() -> None:
    out = replace(notice().post, state=PostState.PUBLISHED, audience=Audience.EVERYONE, urgent=False)
    meeting: Post = replace(out, kind=Kind.MEETING)
    assert follow_ups_for(meeting) == (FollowUp.OFF, FollowUp.MOVED)
    assert follow_ups_for(replace(meeting, urgent=True)) == (FollowUp.SAFE,)
    assert follow_ups_for(replace(out, kind=Kind.REPORT)) == ()
    assert follow_ups_for(replace(meeting, state=PostState.EXPIRED)) == ()
