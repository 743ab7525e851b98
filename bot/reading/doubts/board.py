"""A new text's figures beside the ward's table of targets: another value or plan, a sum that fell, a thousandfold.

Only what is said of a target almost in its own words is compared: `SURE` is stricter than what is offered to a writer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from bot.domain.figures import Figure, Warning, WarningCode
from bot.domain.measuring import in_unit, likeness
from bot.domain.periods import Period, months
from bot.domain.posts import PostNumber
from bot.domain.reading import Reading
from bot.domain.target_cells import plain_number
from bot.domain.targets import Measurement, Target
from bot.reading.doubts.earlier import same_value, span_of

SURE = 92
MOST_DOUBTS = 6
_THOUSAND = Decimal(1000)
_SHARE = re.compile(r"(?<![\d/])\d+ ?/ ?(\d+)(?![\d/])")


def with_periods(reading: Reading, day: date) -> list[tuple[Figure, Period | None]]:
    """A reading's figures, each with the period that itself or the title tells; a missing year is that of the day."""
    titled = span_of(reading.title, day, title=True)
    spans = [span_of(one.period, day) if one.period else titled for one in reading.figures]
    return [
        (figure, months(span.year, span.first, span.last) if span else None)
        for figure, span in zip(reading.figures, spans, strict=True)
    ]


def doubts_on_board(
    figures: Iterable[tuple[Figure, Period | None]], targets: Sequence[Target], corrected: PostNumber | None = None
) -> tuple[Warning, ...]:
    """List the doubts that targets raise about figures, each given with its period.

    What was measured by the post that is `corrected` is not compared: it follows the correction.
    """
    found: dict[str, Warning] = {}
    for figure, period in figures:
        target = next((one for one in targets if _is_about(figure, one)), None)
        if target is None:
            continue
        known = [one for one in target.measurements if one.source is None or one.source.number != corrected]
        doubt = _plan(figure, target) if figure.is_target else _value(figure, period, target, known)
        if doubt is not None:
            found.setdefault(figure.quote, doubt)
    return tuple(found.values())[:MOST_DOUBTS]


def _is_about(figure: Figure, target: Target) -> bool:
    return in_unit(figure, target.unit) is not None and likeness(figure.label, target.name) >= SURE


def _plan(figure: Figure, target: Target) -> Warning | None:
    """Another plan than any that is known, where the text names the term of these."""
    value = in_unit(figure, target.unit)
    span = target.span
    same_term = span is not None and figure.period is not None and str(span.last.year) in figure.period
    if not same_term or not target.plans or any(one.value == value for one in target.plans):
        return None
    told = "; ".join(_amount(one.value, target) for one in target.plans)
    return Warning(WarningCode.HISTORY_DIFFERS, (figure.quote,), f"bảng chỉ tiêu ghi kế hoạch {told}")


def _value(figure: Figure, period: Period | None, target: Target, known: Sequence[Measurement]) -> Warning | None:
    value = in_unit(figure, target.unit)
    if period is None or value is None:
        return None
    same = next((one for one in known if one.span == period), None)
    if same is not None:
        scale = value / figure.value if figure.value else Decimal(1)
        told = Figure(plain_number(same.value), figure.label, same.value / scale if scale else same.value, figure.unit)
        if not same_value(figure, told):
            return _doubt(WarningCode.HISTORY_DIFFERS, figure, target, same)
        return _other_whole(figure, same)
    for one in _before(period, known):
        if one.value and value and max(value / one.value, one.value / value) >= _THOUSAND / 2:
            return _doubt(WarningCode.HISTORY_DIFFERS, figure, target, one)
        frame = target.frame(period)
        if frame is None or one.span is None or target.is_rate or not one.cumulative:
            continue
        if period.first == frame.first and frame.holds(one.span) and value < one.value:
            return _doubt(WarningCode.CUMULATIVE_FELL, figure, target, one)
    return None


def _other_whole(figure: Figure, known: Measurement) -> Warning | None:
    """The same number, but of another whole than the post says from which it was measured: 9/14 and 9/13."""
    share = _SHARE.search(known.source.quote) if known.source is not None else None
    if known.source is None or share is None or figure.of is None or figure.of == int(share[1]):
        return None
    note = f"bảng chỉ tiêu lấy từ tin số {known.source.number}, ghi “{known.source.quote}”, khác tổng số"
    return Warning(WarningCode.HISTORY_DIFFERS, (figure.quote,), note)


def _before(period: Period, known: Sequence[Measurement]) -> Iterator[Measurement]:
    """The newest measurement of a time before that one."""
    earlier = [one for one in known if one.span is not None and one.span.last < period.last]
    yield from earlier[-1:]


def _doubt(code: WarningCode, figure: Figure, target: Target, known: Measurement) -> Warning:
    return Warning(code, (figure.quote,), f"bảng chỉ tiêu ghi {_amount(known.value, target)}, {known.period}")


def _amount(value: Decimal, target: Target) -> str:
    unit = target.unit
    return plain_number(value) + (unit if unit.startswith(("%", "‰")) else f" {unit}" if unit else "")
