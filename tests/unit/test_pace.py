"""The pace of a token, whatever the moments at which workers come."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.channel import CHAT_PACE
from bot.delivery.pace import AHEAD, CATCH_UP, REPLY_BURST, REPLY_SHARE, free_for_reply, free_instants, made_up_at
from bot.domain.delivery import FAR, Lane
from bot.storage.push.pace import TokenPace
from tests.examples import examples

START = datetime(2026, 11, 23, tzinfo=UTC)
RATES = st.sampled_from([0.5, 1.0, 20 / 60, 7.3, 30.0, 1000.0])
GAPS = st.lists(st.floats(0, 2), min_size=1, max_size=40)


def take_all(rate: float, gaps: list[float], most: int) -> list[datetime]:
    """What workers reserve that come after these waits, each taking what is free."""
    now, next_at, even_at, taken = START, START, START, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        instants, late = free_instants(next_at, even_at, now, rate, most)
        assert len(instants) <= most
        assert all(now <= one <= now + AHEAD for one in instants)
        if instants:
            next_at = instants[-1] - late + timedelta(seconds=1 / rate)
            even_at = made_up_at(late, now)
        taken += instants
    return taken


@examples(200)
@given(RATES, GAPS, st.integers(1, 256), st.floats(0.1, 3))
def test_no_window_holds_much_more_than_the_rate_however_often_workers_stall(
    rate: float, gaps: list[float], most: int, window: float
) -> None:
    taken = sorted(take_all(rate, gaps, most))
    for index, begin in enumerate(taken):
        inside = bisect_left(taken, begin + timedelta(seconds=window)) - index
        # What was made up for between two claims comes together.
        assert inside <= rate * (window + CATCH_UP * (window + AHEAD.total_seconds())) * 1.001 + 1


@given(RATES, st.floats(0.3, 0.7))
def test_a_worker_that_stood_still_for_a_moment_makes_up_for_all_of_it(rate: float, stall: float) -> None:
    gaps = [0.05] * 100 + [stall] + [0.05] * 400
    assert len(take_all(rate, gaps, 1000)) >= rate * sum(gaps) - 1


@examples(50)
@given(RATES)
def test_a_steady_worker_uses_the_whole_rate(rate: float) -> None:
    taken = take_all(rate, [0.05] * 400, 256)
    assert len(taken) >= 20 * rate * 0.99 - 1


@given(st.floats(61, 1e8))
def test_an_instant_far_ahead_is_a_clock_that_jumped(seconds: float) -> None:
    far = START + timedelta(seconds=seconds)
    for even_at in (None, START + timedelta(seconds=10), far):
        instants, _ = free_instants(far, even_at, START, 30, 5)
        assert instants[0] == START


@given(st.booleans(), st.lists(st.floats(0, 30), min_size=1, max_size=60))
def test_a_chat_gets_no_more_than_its_platform_allows(group: bool, gaps: list[float]) -> None:
    now, next_at, sent = START, None, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        allowed, next_at = CHAT_PACE.instant(next_at, now, group=group)
        assert allowed >= now
        now = allowed
        sent.append(allowed)
    assert sent == sorted(sent)
    pace = CHAT_PACE
    every, credit = (pace.group_gap, pace.group_credit) if group else (pace.gap, pace.credit)
    minute = timedelta(seconds=60)
    for begin in sent:
        inside = [one for one in sent if begin <= one < begin + minute]
        assert len(inside) <= (minute + credit) / every + 1e-6
        if group:
            assert len(inside) <= 20


def test_a_chat_whose_clock_jumped_is_not_silent() -> None:
    allowed, _ = CHAT_PACE.instant(START + FAR + timedelta(seconds=1), START, group=False)
    assert allowed == START


@examples(100)
@given(st.sampled_from([1.0, 7.3, 30.0]), st.lists(st.floats(0, 2), min_size=1, max_size=200), st.floats(-1e6, 1e6))
def test_replies_beside_a_push_never_have_more_than_their_share_and_a_burst(
    rate: float, gaps: list[float], left: float
) -> None:
    """However they come, and whatever a clock that jumped left in the row."""
    far = START + timedelta(seconds=left)
    held, now, taken = TokenPace(START, None, far, None, None, None), START, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        # The push moves on with the clock.
        held = held._replace(next_at=max(held.next_at, now))
        found = free_for_reply(held, (Lane.ROUTINE,), rate, now, now)
        if found is not None:
            taken += 1
            held = held._replace(replies_at=found.replies_at)
    passed = now - START + REPLY_BURST
    assert taken <= rate * REPLY_SHARE * passed.total_seconds() + 1
