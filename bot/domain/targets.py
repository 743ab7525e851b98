"""Targets (chỉ tiêu): what the ward committed itself to, what it has measured, and how it stands. Pure.

A target's status compares what was reached with each of its plans (`status`), as far as time has run (`reached`): a
figure of half the time is judged against half of the plan, and the cards say so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.clock import in_vietnam
from bot.domain.periods import Period, period_of
from bot.domain.posts import PostNumber


class Direction(StrEnum):
    """Which side of the plan is the good one."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    KEEP = "keep"
    MILESTONE = "milestone"


class Status(StrEnum):
    """How a target stands; the order is the order of showing, worst first, and last what cannot be told."""

    MISSED = "missed"
    BEHIND = "behind"
    ON_TRACK = "on-track"
    MET = "met"
    EXCEEDED = "exceeded"
    UNKNOWN = "unknown"

    @property
    def place(self) -> int:
        """Its place in that order, the worst being 0."""
        return list(Status).index(self)


REACHED = (Status.MET, Status.EXCEEDED)
"""What counts in "10/12 chỉ tiêu đạt và vượt"."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A value to reach and who set it ("tỉnh giao", "HĐND phường giao"); one that is the only one may have no name."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """The post that states a value, and its words; `quote` is empty where somebody only named the post."""

    number: PostNumber
    revision: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A target's actual value in a period.

    `cumulative` counts from the beginning of the time that the plan is for (lũy kế); else it is of this period alone.
    A period that cannot be read (older rows) stands as it was typed.
    """

    id: int
    period: str
    value: Decimal
    cumulative: bool
    measured_at: datetime
    source: Source | None = None

    @property
    def span(self) -> Period | None:
        """Its period's days."""
        return period_of(self.period)

    @property
    def on(self) -> date:
        """The day on which it was so: its period's last one, or that on which it was written where that was earlier."""
        written = in_vietnam(self.measured_at).date()
        return min(self.span.last, written) if self.span else written


class Ended(StrEnum):
    """Why a measurement holds no more."""

    REPLACED = "replaced"
    CORRECTED = "corrected"
    UNSAID = "unsaid"
    """Its post's newest revision does not state it."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Origin:
    """How a value of a target came to be; `ended` says why it holds no more, if so."""

    name: str
    unit: str
    measurement: Measurement
    ended_at: datetime | None = None
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A commitment of a term or a year, with its measurements, the oldest period first.

    `term` is "2020-2025" or "2026", empty where nobody said. The plans are for the whole of it, or with `yearly` for
    each of its years. `due` is the day by which a milestone is to be reached. `topic` names one of the ward's topics,
    `owner` who sees to it. One that has ended is kept under its term.
    """

    id: int
    name: str
    unit: str
    direction: Direction
    plans: tuple[Plan, ...]
    term: str = ""
    yearly: bool = False
    due: date | None = None
    topic: str = ""
    owner: str = ""
    ended_at: datetime | None = None
    measurements: tuple[Measurement, ...] = ()

    @property
    def span(self) -> Period | None:
        """The days of its term."""
        return period_of(self.term)

    @property
    def latest(self) -> Measurement | None:
        """The measurement of the newest period of its term; where there is none of it, the newest of all."""
        newest = self.measurements[-1] if self.measurements else None
        return next(filter(self.concerns, reversed(self.measurements)), newest)

    def concerns(self, one: Measurement) -> bool:
        """Whether a value tells of the target's term: that of last year, beside this year's plan, is for comparing.

        What is to be done by a day may be done before the term, or after it.
        """
        term, of = self.span, one.span
        if self.direction is Direction.MILESTONE or term is None or of is None:
            return True
        return of.first <= term.last and term.first <= of.last

    @property
    def is_rate(self) -> bool:
        """Whether values of parts of a year do not add up: shares, and amounts for each of something."""
        return self.unit.startswith(("%", "‰")) or "/" in self.unit

    def frame(self, of: Period | None) -> Period | None:
        """The time that its plans are for, of which a period is a part; None where that is not known."""
        span = self.span
        if self.yearly and of is not None:
            return Period(date(of.last.year, 1, 1), date(of.last.year, 12, 31))
        return span if span is not None and of is not None and span.holds(of) else None

    def adds_up(self, one: Measurement) -> bool:
        """Whether a value is of a part of its plans' time alone, so that all of the plan is no measure of it."""
        if (
            one.span is None
            or one.cumulative
            or self.is_rate
            or self.direction in (Direction.KEEP, Direction.MILESTONE)
        ):
            return False
        return (self.yearly or self.span is not None) and one.span != self.frame(one.span)

    def until(self, day: date) -> "Target":
        """As it was known of the time up to that day: "năm trước"."""
        return replace(self, measurements=tuple(one for one in self.measurements if one.on <= day))


def in_order(measurements: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """The oldest period first; those whose period cannot be read stand before all others, as they were written."""
    return tuple(
        sorted(measurements, key=lambda one: (one.span.last if one.span else date.min, one.measured_at, one.id))
    )


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a target has come.

    `share` is how much of the plan is asked for, as so much of its time has run (0 to 1); `over` is whether all has.
    `grows` says that the value adds up over it, and can only grow. `late` says that a milestone's day had passed by
    then.
    """

    value: Decimal
    share: Decimal = Decimal(1)
    over: bool = True
    grows: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A target's status, the worst that one of its plans gives; and what it was judged by."""

    status: Status
    reached: Reached | None = None
    by_plan: tuple[tuple[Plan, Status], ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether a part of the plan was asked for, as the time was not over."""
        return self.reached is not None and self.reached.share < 1 and self.status in (Status.ON_TRACK, Status.BEHIND)


def standing(target: Target, today: date) -> Standing:
    """How a target stands: each plan's status and the worst of them; unknown without a plan or a measurement."""
    so_far = reached(target, today)
    if so_far is None or not target.plans:
        return Standing(Status.UNKNOWN, so_far)
    by_plan = tuple((plan, status(target.direction, plan.value, so_far)) for plan in target.plans)
    return Standing(min((one for _, one in by_plan), key=lambda one: one.place), so_far, by_plan)


def status(direction: Direction, plan: Decimal, so_far: Reached) -> Status:
    """Compare what was reached with a plan.

    Vượt is said of what is to be at least so much alone: of a limit it would read as its breach. Before its time is
    over, what adds up is judged against the share of the time that has run; a limit that is broken by a sum stays so.
    """
    value = so_far.value
    if direction is Direction.KEEP:
        return _kept(plan, so_far)
    if direction is Direction.AT_MOST:
        if value > plan:
            return Status.MISSED if so_far.grows or so_far.over else Status.BEHIND
        if so_far.over or not so_far.grows:
            return Status.MET
        return Status.ON_TRACK if value <= plan * so_far.share else Status.BEHIND
    if direction is Direction.MILESTONE:
        if value >= plan:
            return Status.BEHIND if so_far.late else Status.MET
        if so_far.late or so_far.over:
            return Status.MISSED
    elif value >= plan:
        return Status.EXCEEDED if value > plan else Status.MET
    elif so_far.over:
        return Status.MISSED
    return Status.ON_TRACK if value >= plan * so_far.share else Status.BEHIND


def _kept(plan: Decimal, so_far: Reached) -> Status:
    """What is to stay as it is: within a tenth of it there is time to mend that, further away or at the end not."""
    away = abs(so_far.value - plan)
    if not away:
        return Status.MET
    return Status.BEHIND if not so_far.over and away <= abs(plan) / 10 else Status.MISSED


def reached(target: Target, today: date) -> Reached | None:
    """What the measurements come to; None where there is none of the target's term."""
    latest = target.latest
    if latest is None or not target.concerns(latest):
        return None
    if target.direction is Direction.MILESTONE:
        return _milestone(target, latest, today)
    period = latest.span
    frame = target.frame(period)
    if period is None or frame is None:
        return Reached(latest.value)
    share, over = _share(frame, period.last), period.last >= frame.last
    if target.direction is Direction.KEEP or (target.is_rate and target.direction is Direction.AT_MOST):
        # A level that is to stay, or to stay below, however it was counted: no part of it would do half-way.
        return Reached(latest.value, over=over)
    if latest.cumulative:
        return Reached(latest.value, share, over, grows=True)
    if target.is_rate or period == frame:
        return Reached(latest.value, share, over)
    return _added(target.measurements, frame)


def _added(measurements: Sequence[Measurement], frame: Period) -> Reached:
    """Values of single periods add up; where some are not known, the plan's share for those that are is asked for."""
    total, days = Decimal(0), 0
    before: date | None = None
    for one in reversed(measurements):
        span = one.span
        if span is None or not frame.holds(span):
            continue
        if one.cumulative:
            span = Period(frame.first, span.last)
        if before is None or span.last < before:
            total, days, before = total + one.value, days + span.days, span.first
    return Reached(total, Decimal(days) / frame.days, days == frame.days, grows=True)


def _milestone(target: Target, latest: Measurement, today: date) -> Reached:
    due = target.due or (target.span.last if target.span else None)
    most = max((one.value for one in target.plans), default=Decimal(0))
    done = next((one for one in target.measurements if one.value >= most), None)
    if due is None:
        return Reached((done or latest).value)
    on = done.on if done is not None else max(latest.on, today)
    begun = target.span.first if target.span else date(due.year, 1, 1)
    share = _share(Period(begun, max(due, begun)), latest.on)
    return Reached((done or latest).value, share, over=on >= due, late=on > due)


def _share(frame: Period, day: date) -> Decimal:
    run = min(max((day - frame.first).days + 1, 0), frame.days)
    return Decimal(run) / frame.days


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many targets are reached (đạt và vượt), and of how many nothing can be told yet."""

    met: int
    total: int
    unknown: int = 0


def count(standings: Iterable[Standing]) -> Count:
    """The tally of single targets."""
    statuses = [one.status for one in standings]
    met = sum(one in REACHED for one in statuses)
    return Count(met, len(statuses), statuses.count(Status.UNKNOWN))


class Trend(StrEnum):
    """Whether a newer value is good news: a poverty rate that rose is bad, though the number grew."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


def trend(target: Target, before: Decimal, after: Decimal) -> Trend:
    """Compare two values of the same kind of period."""
    if target.direction is Direction.KEEP and target.plans:
        plan = target.plans[0].value
        gained = abs(before - plan) - abs(after - plan)
    else:
        gained = before - after if target.direction is Direction.AT_MOST else after - before
    return Trend.SAME if not gained else Trend.BETTER if gained > 0 else Trend.WORSE
