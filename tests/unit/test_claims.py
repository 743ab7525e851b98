"""What becomes of a claimed row, case by case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.claims import FREE_WAITS, WAIT, Batch, Change, Copy, Fate, Row
from bot.domain.delivery import ChatPace
from bot.domain.people import Role

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PACE = ChatPace(timedelta(seconds=1), timedelta(), timedelta(seconds=4), timedelta())
PUSH = Row(
    id=1,
    dispatch_id=5,
    revision_id=None,
    copy_id=None,
    route="a:1",
    chat_id=None,
    content=None,
    attempts=1,
    maybe_sent=0,
    released=0,
    plain=False,
    message_id=None,
    error=None,
    wanted=3,
    dispatch_kind="new",
    dispatch_state="running",
    words=None,
    follow_up=None,
    paid=False,
    audience="everyone",
    post_state="published",
    subscribed=True,
    role=0,
    kind="private",
    address_id=9,
    address_route="a:1",
    address_chat_id="42",
    active=True,
    next_at=None,
    expires_at=None,
    throttled_at=None,
    answer=None,
    written_for=None,
    place=None,
    address_place=None,
)
REPLY = PUSH._replace(
    dispatch_id=None, chat_id="42", wanted=None, dispatch_kind=None, dispatch_state=None, audience=None, post_state=None
)
EDIT = PUSH._replace(copy_id=7, dispatch_kind="edit")
HELD = Copy(7, "sent", "42", "m7", NOW, NOW, None, 9, "42", True, None)


def decide(row: Row, copy: Copy | None = HELD, *changes: Change, edits: bool = True) -> tuple[str, str | None]:
    """A row's state and why, beside a copy that it may be about."""
    fate = Batch({row.id: copy} if copy else {}, changes, edits=edits, chat_pace=None).decide(row, NOW)
    return str(fate.state), fate.why


@pytest.mark.parametrize(
    ("changed", "fate"),
    [
        ({}, ("sending", None)),
        ({"dispatch_state": "cancelled"}, ("cancelled", "cancelled")),
        ({"dispatch_state": "cancelled", "maybe_sent": 1}, ("uncertain", "cancelled")),
        ({"post_state": "withdrawn"}, ("cancelled", "withdrawn")),
        ({"post_state": "expired"}, ("cancelled", "expired")),
        ({"post_state": None}, ("sending", None)),
        ({"subscribed": False}, ("cancelled", "unsubscribed")),
        ({"subscribed": None, "role": None}, ("cancelled", "unsubscribed")),
        ({"active": False}, ("failed", "blocked")),
        ({"audience": "cadres"}, ("cancelled", "unsubscribed")),
        ({"audience": "cadres", "role": int(Role.CADRE)}, ("sending", None)),
        ({"audience": "cadres", "role": int(Role.ADMIN), "kind": "group"}, ("cancelled", "unsubscribed")),
        ({"audience": None, "post_state": None}, ("cancelled", "unsubscribed")),
    ],
)
def test_a_push_goes_to_those_who_may_still_get_it(changed: dict[str, Any], fate: tuple[str, str | None]) -> None:
    assert decide(PUSH._replace(**changed)) == fate


def test_a_push_follows_its_person_to_another_route() -> None:
    fate = Batch({}, (), edits=True, chat_pace=None).decide(PUSH._replace(address_route="b:1"), NOW)
    assert (fate.state, fate.route, fate.not_before) == ("queued", "b:1", None)


OTHER = Change(7, "sending", 4, "edit")


@pytest.mark.parametrize(
    ("row", "copy", "changes", "fate"),
    [
        (EDIT, HELD, (), ("sending", None)),
        (EDIT, None, (), ("cancelled", "never-got-it")),
        (EDIT, HELD._replace(state="failed"), (), ("cancelled", "never-got-it")),
        (EDIT, HELD._replace(state="sending"), (), ("queued", None)),
        (EDIT, HELD, (OTHER,), ("queued", None)),
        (EDIT, HELD, (OTHER._replace(state="sent"),), ("sending", None)),
        (EDIT, HELD, (OTHER._replace(state="sent", dispatch_id=6),), ("cancelled", "superseded")),
        (EDIT, HELD, (Change(7, "sent", 6, "withdrawal"),), ("cancelled", "superseded")),
        (EDIT, HELD, (Change(7, "sent", 6, "notice"),), ("sending", None)),
        (EDIT, HELD._replace(active=False), (), ("failed", "blocked")),
        (EDIT, HELD._replace(address_chat_id="-100"), (), ("failed", "copy-gone")),
        (EDIT, HELD._replace(message_id=None), (), ("cancelled", "unknown-copy")),
        (EDIT._replace(subscribed=False), HELD, (), ("sending", None)),
        (EDIT._replace(dispatch_kind="notice", subscribed=False), HELD, (), ("cancelled", "unsubscribed")),
        (EDIT._replace(audience="cadres"), HELD, (), ("cancelled", "unsubscribed")),
        (EDIT._replace(audience="cadres", dispatch_kind="withdrawal"), HELD, (), ("sending", None)),
    ],
)
def test_a_change_reaches_the_copies_that_are_still_there(
    row: Row, copy: Copy | None, changes: tuple[Change, ...], fate: tuple[str, str | None]
) -> None:
    assert decide(row, copy, *changes) == fate


def test_a_copy_that_is_not_out_yet_is_waited_for() -> None:
    later = NOW + timedelta(minutes=5)
    waiting = HELD._replace(state="queued", not_before=later)
    fate = Batch({1: waiting}, (), edits=True, chat_pace=None).decide(EDIT, NOW)
    assert fate.not_before == later
    fate = Batch({1: HELD._replace(state="sending")}, (), edits=True, chat_pace=None).decide(EDIT, NOW)
    assert fate.not_before == NOW + WAIT


def test_two_changes_of_one_copy_go_out_one_after_the_other() -> None:
    batch = Batch({1: HELD, 2: HELD}, (), edits=True, chat_pace=None)
    fates = [batch.decide(EDIT._replace(id=id_), NOW) for id_ in (1, 2)]
    assert [fate.state for fate in fates] == ["sending", "queued"]


def test_a_chat_that_was_just_written_to_waits_for_its_turn_and_the_others_do_not() -> None:
    batch = Batch({}, (), edits=True, chat_pace=PACE)
    rows = [PUSH, PUSH._replace(id=2), PUSH._replace(id=3, address_id=10), REPLY._replace(id=4)]
    fates = [batch.decide(row, NOW) for row in rows]
    assert [fate.state for fate in fates] == ["sending", "queued", "sending", "queued"]
    assert fates[1] == replace(Fate(fates[1].state), not_before=NOW + PACE.gap)
    assert batch.spent == {9: NOW + PACE.gap, 10: NOW + PACE.gap}


def test_a_group_is_written_to_more_slowly() -> None:
    batch = Batch({}, (), edits=True, chat_pace=PACE)
    batch.decide(PUSH._replace(kind="group"), NOW)
    assert batch.spent == {9: NOW + PACE.group_gap}


def test_a_reply_goes_to_its_chat_whoever_is_there() -> None:
    fate = Batch({}, (), edits=True, chat_pace=None).decide(REPLY._replace(subscribed=None, active=None), NOW)
    assert (fate.state, fate.chat_id) == ("sending", "42")


# --- waits and what comes too late --------------------------------------------------------------------------------


def batch(**waits: datetime) -> Batch:
    """A batch beside one chat's waits, by method."""
    return Batch({7: HELD}, (), edits=True, chat_pace=None, waits={("42", name): at for name, at in waits.items()})


def test_a_row_waits_for_its_chat_without_a_try_and_others_go() -> None:
    until = NOW + timedelta(minutes=15)
    fate = batch(send=until).decide(PUSH, NOW)
    assert (str(fate.state), fate.why, fate.not_before, fate.throttled) == ("queued", "throttled", until, True)
    assert str(batch(send=until).decide(PUSH._replace(address_chat_id="43"), NOW).state) == "sending"


def test_a_wait_for_changes_holds_no_new_message_and_the_other_way_round() -> None:
    until = NOW + timedelta(minutes=15)
    line = REPLY._replace(message_id="m1", content={"text": "…"})
    assert str(batch(change=until).decide(PUSH, NOW).state) == "sending"
    assert str(batch(change=until).decide(line, NOW).state) == "queued"
    assert str(batch(send=until).decide(line, NOW).state) == "sending"


def test_a_row_that_has_waited_for_an_hour_is_tried() -> None:
    tired = PUSH._replace(throttled_at=NOW - FREE_WAITS)
    assert str(batch(send=NOW + timedelta(minutes=15)).decide(tired, NOW).state) == "sending"


def test_of_answers_that_come_too_late_one_says_so_in_each_chat() -> None:
    late = REPLY._replace(answer="1", expires_at=NOW)
    one = batch()
    first, second = one.decide(late, NOW), one.decide(late._replace(id=2), NOW)
    assert (str(first.state), first.instead) == ("sending", "late")
    assert (str(second.state), second.why) == ("cancelled", "late")
    elsewhere = one.decide(late._replace(id=3, chat_id="43"), NOW)
    assert (str(elsewhere.state), elsewhere.instead) == ("sending", "late")


def test_what_nobody_asked_for_ends_without_a_word_when_it_is_late() -> None:
    notice = REPLY._replace(content={"text": "a"}, expires_at=NOW)
    assert str(batch().decide(notice, NOW).state) == "cancelled"
    assert str(batch().decide(notice, NOW - timedelta(seconds=1)).state) == "sending"


# --- what was written for a role ----------------------------------------------------------------------------------

CADRES_ANSWER = REPLY._replace(answer="1", written_for=int(Role.CADRE), role=int(Role.CADRE))


@pytest.mark.parametrize("role", [Role.CADRE, Role.WRITER, Role.ADMIN])
def test_who_kept_the_role_or_has_a_larger_one_gets_what_was_written_for_it(role: Role) -> None:
    fate = batch().decide(CADRES_ANSWER._replace(role=int(role)), NOW)
    assert (str(fate.state), fate.instead) == ("sending", None)


@pytest.mark.parametrize("role", [0, None])
def test_who_lost_the_role_is_told_so_once_and_gets_nothing_of_what_was_written_for_it(role: int | None) -> None:
    one, lost = batch(), CADRES_ANSWER._replace(role=role)
    first, second = one.decide(lost, NOW), one.decide(lost._replace(id=2, answer="2"), NOW)
    assert (str(first.state), first.instead) == ("sending", "role-lost")
    assert (str(second.state), second.why) == ("cancelled", "role-lost")


def test_a_notice_or_a_live_line_for_a_role_that_was_lost_ends_without_a_word() -> None:
    notice = CADRES_ANSWER._replace(answer=None, role=0)
    assert (decide(notice), decide(notice._replace(message_id="m1"))) == (("cancelled", "role-lost"),) * 2


def test_an_answer_that_is_late_as_well_says_nothing_of_what_it_was_for() -> None:
    assert batch().decide(CADRES_ANSWER._replace(role=0, expires_at=NOW), NOW).instead == "role-lost"
