"""Targets as pictures: the scoreboard, one target over its periods, and a sheet to print."""

from datetime import date
from decimal import Decimal

from markupsafe import Markup

from bot.cards.charts.bars import Bar, Block, bars
from bot.cards.charts.targets import Row, board, sheet
from bot.cards.format import amount, cut, day, first_up, lines, number
from bot.cards.pictures import captioned, picture
from bot.cards.targets import ADDED, MOST_PERIODS, STATUS_MARKS, plan_words, reached_words, tally_lines, target_line
from bot.domain.targets import Direction, Measurement, Standing, Target
from bot.domain.views import TargetsView, TargetView, WardInfo
from bot.messages.message import Reply

MOST_ROWS, MOST_PRINTED = 30, 300
"""Targets of one picture, and of one sheet of paper."""
NAME_UNITS, PLAN_UNITS = 120, 160


def scoreboard_picture(view: TargetsView, ward: WardInfo, today: date) -> Reply:
    """The scoreboard, worst first, with the tally above it."""
    shown = view.targets[:MOST_ROWS]
    left = len(view.targets) - len(shown)
    foot = f"Tính đến {day(today)}" + (f" · còn {number(left)} chỉ tiêu nữa trong bản in" if left else "")
    rows = [_row(*one) for one in shown]
    drawing = board(rows, over=ward.name, title=_title("Chỉ tiêu", view), tally=_tally(view), foot=foot)
    text = captioned(tally_lines(view), [target_line(*one) for one in shown], [])
    return Reply(text, file=picture(drawing, "chi-tieu"))


def target_print(view: TargetsView, ward: WardInfo, today: date) -> Reply:
    """The same on A4, to be printed and put up."""
    rows = [_row(*one) for one in view.targets[:MOST_PRINTED]]
    foot = f"{ward.name} · tính đến {day(today)}"
    drawing = sheet(rows, over=ward.name, title=_title("Bảng chỉ tiêu", view), tally=_tally(view), foot=foot)
    return Reply(lines(*tally_lines(view), "Bản in khổ A4."), file=picture(drawing, "bang-chi-tieu"))


def target_series(view: TargetView, ward: WardInfo) -> Reply:
    """One target over its periods, the oldest first, with a line where its plan is."""
    target, standing = view.target, view.standing
    shown = target.measurements[-MOST_PERIODS:]
    # The plan is no measure of a bar that is only a part of what it asks for.
    plan = None if any(map(target.adds_up, shown)) else _plan(target)
    blocks = [Block([_bar(target, one) for one in shown], plan=plan)]
    word = STATUS_MARKS[standing.status][1]
    numbers = dict.fromkeys(str(one.source.number) for one in shown if one.source)
    foot = f"{first_up(word)} · tính đến {day(view.today)}" + (
        f" · theo tin số {', '.join(numbers)}" if numbers else ""
    )
    drawing = bars(over=ward.name, title=cut(target.name, NAME_UNITS), blocks=blocks, foot=foot)
    told = [Markup("• {}: <b>{}</b>").format(bar.label, bar.shown) for bar in blocks[0].bars]
    return Reply(captioned([target_line(target, standing)], told, []), file=picture(drawing, "chi-tieu"))


def _bar(target: Target, one: Measurement) -> Bar:
    alone = ", riêng kỳ" if one.period and target.adds_up(one) else ""
    return Bar(first_up(one.period or "Chưa rõ kỳ") + alone, one.value, amount(one.value, target.unit or None))


def _plan(target: Target) -> tuple[Decimal, str] | None:
    """The first plan's value and all plans in words; a milestone's day is no length."""
    if not target.plans or target.direction is Direction.MILESTONE:
        return None
    told = "; ".join(plan_words(target, one) for one in target.plans)
    return target.plans[0].value, cut(f"Kế hoạch {told}", PLAN_UNITS)


def _row(target: Target, standing: Standing) -> Row:
    """One target in words; without a figure only how it stands and what is planned."""
    latest = target.latest
    plan = cut("; ".join(plan_words(target, one) for one in target.plans), PLAN_UNITS)
    reached = reached_words(target, standing)
    told = [reached] if reached else []
    told += [f"kế hoạch {plan}"] if plan else []
    value, period = (latest.value, latest.period) if latest is not None else (None, "")
    if standing.reached is not None and standing.reached.value != value:
        value, period = standing.reached.value, ADDED
    return Row(
        kind=standing.status.value,
        word=STATUS_MARKS[standing.status][1],
        name=cut(target.name, NAME_UNITS),
        told="; ".join(told),
        unit=target.unit,
        plan=plan,
        value=amount(value, target.unit or None) if value is not None else "",
        period=period,
    )


def _title(what: str, view: TargetsView) -> str:
    terms = {one.term for one, _ in view.targets}
    of = view.asked.name if view.asked is not None else terms.pop() if len(terms) == 1 else ""
    return f"{what} {of}".rstrip()


def _tally(view: TargetsView) -> str:
    own = view.count
    return f"Đạt và vượt {own.met}/{own.total}" if own.total else ""
