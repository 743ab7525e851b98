"""When phones are let be, and when what is bundled goes out: on a wall clock in Vietnam."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import in_vietnam
from bot.domain.hours import NEVER, NIGHT, Bundle, QuietHours, goes_at, waits

MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda one: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=one))
HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
NIGHTS = st.builds(QuietHours, HOURS, HOURS)


def at(words: str) -> datetime:
    return datetime.strptime(f"{words} +0700", "%d/%m/%Y %H:%M %z")


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [("21:29", False), ("21:30", True), ("23:59", True), ("00:00", True), ("05:59", True), ("06:00", False)],
)
def test_the_night_is_quiet_from_half_past_nine_to_six(hour: str, quiet: bool) -> None:
    assert NIGHT.covers(at(f"24/11/2026 {hour}")) is quiet
    assert NIGHT.covers(at(f"24/11/2026 {hour}").astimezone(UTC)) is quiet


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("21:30-6:00", "21:30-6:00"),
        ("22h - 5h30", "22:00-5:30"),
        ("từ 21 giờ đến 6 giờ", "21:00-6:00"),
        ("21h30 6h", "21:30-6:00"),
        ("12:00–13:00", "12:00-13:00"),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert str(QuietHours.parse(typed)) == read


@pytest.mark.parametrize("typed", ["", "đêm", "25h-6h", "21:30", "21:75-6:00", "-", "21-6-7", "1" * 400])
def test_what_is_no_span_of_hours_is_none(typed: str) -> None:
    assert QuietHours.parse(typed) is None


@given(NIGHTS)
def test_what_is_stored_is_read_back(night: QuietHours) -> None:
    assert (QuietHours.parse(str(night)) or NEVER) == night or not night


@pytest.mark.parametrize(
    ("bundle", "said", "gets"),
    [
        (Bundle.NOW, "24/11/2026 09:00", "24/11/2026 09:00"),
        (Bundle.NOW, "24/11/2026 22:00", "25/11/2026 06:00"),
        (Bundle.NOW, "25/11/2026 05:59", "25/11/2026 06:00"),
        (Bundle.DAILY, "24/11/2026 17:59", "24/11/2026 18:00"),
        (Bundle.DAILY, "24/11/2026 18:00", "25/11/2026 18:00"),
        (Bundle.DAILY, "24/11/2026 23:00", "25/11/2026 18:00"),
        # The 29th is a Sunday.
        (Bundle.WEEKLY, "24/11/2026 09:00", "29/11/2026 18:00"),
        (Bundle.WEEKLY, "29/11/2026 17:00", "29/11/2026 18:00"),
        (Bundle.WEEKLY, "29/11/2026 18:00", "06/12/2026 18:00"),
    ],
)
def test_everybody_gets_it_when_they_want_it(bundle: Bundle, said: str, gets: str) -> None:
    assert goes_at(bundle, at(said), NIGHT) == at(gets)


def test_an_evening_within_the_quiet_hours_waits_for_their_end() -> None:
    early = QuietHours.parse("17:00-7:00")
    assert early is not None
    assert goes_at(Bundle.DAILY, at("24/11/2026 09:00"), early) == at("25/11/2026 07:00")


@given(MOMENTS, st.sampled_from(Bundle), NIGHTS)
def test_nobody_gets_anything_earlier_than_it_is_said_in_the_quiet_or_a_week_and_a_night_later(
    said: datetime, bundle: Bundle, night: QuietHours
) -> None:
    gets = goes_at(bundle, said, night)
    assert said <= gets <= said + timedelta(days=8)
    assert not night.covers(gets)


@given(MOMENTS, NIGHTS)
def test_only_what_waits_is_said_to_wait(said: datetime, night: QuietHours) -> None:
    hold = waits(said, night)
    assert all(moment > said for moment in hold.values())
    assert {Bundle.DAILY, Bundle.WEEKLY} <= hold.keys()
    assert (Bundle.NOW in hold) is night.covers(said)
    if Bundle.NOW in hold:
        assert in_vietnam(hold[Bundle.NOW]).time() == night.end
