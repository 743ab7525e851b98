"""After one attempt: what is recorded, and what the outcome means for everybody else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.policy import Blame, blame, decide
from bot.domain.delivery import LONGEST_WAIT, MAX_ATTEMPTS, DeliveryState, backoff
from bot.errors import (
    ChannelDownError,
    DeliveryError,
    MaybeSentError,
    MovedError,
    NeverSentError,
    RejectedError,
    ThrottledError,
    UnreachableError,
)

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
QUEUED, SENT, FAILED, UNCERTAIN = (
    DeliveryState.QUEUED,
    DeliveryState.SENT,
    DeliveryState.FAILED,
    DeliveryState.UNCERTAIN,
)


@pytest.mark.parametrize(
    ("outcome", "attempts", "maybe_sent", "plain", "state", "counted", "silent", "as_plain"),
    [
        ("m1", 1, 0, False, SENT, 1, 0, False),
        ("m1", MAX_ATTEMPTS, 1, True, SENT, MAX_ATTEMPTS, 1, True),
        (NeverSentError("refused"), 1, 0, False, QUEUED, 1, 0, False),
        (NeverSentError("refused"), MAX_ATTEMPTS - 1, 1, False, QUEUED, MAX_ATTEMPTS - 1, 1, False),
        (NeverSentError("refused"), MAX_ATTEMPTS, 0, False, FAILED, MAX_ATTEMPTS, 0, False),
        (DeliveryError("KeyError"), 1, 0, False, QUEUED, 1, 0, False),
        (DeliveryError("KeyError"), MAX_ATTEMPTS, 0, False, FAILED, MAX_ATTEMPTS, 0, False),
        (MaybeSentError("no-answer"), 1, 0, False, QUEUED, 1, 1, False),
        (MaybeSentError("no-answer"), 2, 1, False, UNCERTAIN, 2, 1, False),
        (ThrottledError(7), 1, 0, False, QUEUED, 0, 0, False),
        (ThrottledError(7), MAX_ATTEMPTS, 1, True, QUEUED, MAX_ATTEMPTS - 1, 1, True),
        (ChannelDownError("unauthorised"), MAX_ATTEMPTS, 0, False, QUEUED, MAX_ATTEMPTS - 1, 0, False),
        (UnreachableError("blocked"), 1, 0, False, FAILED, 1, 0, False),
        (RejectedError("markup"), 1, 0, False, QUEUED, 1, 0, True),
        (RejectedError("markup"), 2, 0, True, FAILED, 2, 0, True),
        (MovedError("-100"), 1, 0, False, QUEUED, 1, 0, False),
    ],
)
def test_each_outcome_has_its_decision(
    outcome: str | DeliveryError,
    attempts: int,
    maybe_sent: int,
    plain: bool,
    state: DeliveryState,
    counted: int,
    silent: int,
    as_plain: bool,
) -> None:
    made = decide(outcome, attempts=attempts, maybe_sent=maybe_sent, plain=plain, now=NOW, jitter=0.5)
    assert (made.state, made.attempts, made.maybe_sent, made.plain) == (state, counted, silent, as_plain)


def test_only_what_concerns_everybody_touches_everybody() -> None:
    def of(outcome: DeliveryError) -> tuple[timedelta | None, bool, str | None]:
        made = decide(outcome, attempts=1, maybe_sent=0, plain=False, now=NOW, jitter=0)
        return made.pause, made.switch_off, made.move_to

    assert of(ThrottledError(7)) == (timedelta(seconds=7), False, None)
    assert of(ChannelDownError("x")) == (timedelta(seconds=60), False, None)
    assert of(UnreachableError("blocked")) == (None, True, None)
    assert of(MovedError("-100")) == (None, False, "-100")
    for other in (NeverSentError("x"), MaybeSentError("x"), RejectedError("x"), DeliveryError("x")):
        assert of(other) == (None, False, None)


@pytest.mark.parametrize("kind", [NeverSentError, MaybeSentError, RejectedError, DeliveryError])
def test_every_kind_of_outcome_comes_to_an_end_if_it_repeats(kind: type[DeliveryError]) -> None:
    attempts, maybe_sent, plain, now = 0, 0, False, NOW
    for _ in range(MAX_ATTEMPTS + 2):
        made = decide(kind("x"), attempts=attempts + 1, maybe_sent=maybe_sent, plain=plain, now=now, jitter=1)
        if made.state is not QUEUED:
            return
        attempts, maybe_sent, plain, now = made.attempts, made.maybe_sent, made.plain, made.not_before
    pytest.fail(f"{kind.__name__} is tried for ever")


@given(st.integers(0, 300), st.floats(0, 1))
def test_waits_grow_to_a_bound(attempts: int, jitter: float) -> None:
    wait = backoff(attempts, jitter)
    assert 0.75 <= wait <= LONGEST_WAIT * 1.25
    assert backoff(attempts + 1, jitter) >= wait


# --- whom a 429 is about ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "changes", "another_lately", "token_pauses", "token_slows"),
    [
        (True, False, False, False, False),
        (True, False, True, False, False),
        (False, True, False, False, False),
        (False, True, True, False, False),
        (False, False, False, False, True),
        (False, False, True, True, False),
    ],
)
def test_a_refusal_for_speed_is_charged_to_what_it_is_about(
    group: bool, changes: bool, another_lately: bool, token_pauses: bool, token_slows: bool
) -> None:
    about = blame(group=group, changes=changes, another_lately=another_lately)
    made = decide(ThrottledError(7), attempts=3, maybe_sent=0, plain=False, now=NOW, jitter=0, throttled=about)
    assert (made.pause is not None, made.slow is not None) == (token_pauses, token_slows)
    # The chat itself waits in every case, and the row waits with it without a try.
    assert made.chat_wait == timedelta(seconds=7)
    assert (made.state, made.attempts, made.not_before) == (QUEUED, 2, NOW + timedelta(seconds=7))


def test_a_row_that_has_waited_for_an_hour_comes_to_an_end() -> None:
    attempts = 0
    for _ in range(MAX_ATTEMPTS + 1):
        made = decide(
            ThrottledError(900),
            attempts=attempts + 1,
            maybe_sent=0,
            plain=False,
            now=NOW,
            jitter=0,
            throttled=Blame.CHAT,
            waits_free=False,
        )
        if made.state is not QUEUED:
            return
        attempts = made.attempts
    pytest.fail("a chat that is refused for ever is tried for ever")
