"""What a table of targets would change, row by row, before anybody agrees to it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.domain.target_cells import COLUMNS, fields_of, plain_number
from bot.domain.target_columns import PLAN
from bot.domain.target_table import BadCell, Result, Row
from bot.domain.targets import Plan, Target


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, as a table names it, with what stands there now and what is to."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One target as it is to be; `before` is None for a new one. Each new value comes with the one that it replaces."""

    target: Target
    before: Target | None
    fields: tuple[Difference, ...]
    results: tuple[tuple[Result, Decimal | None], ...]

    def __bool__(self) -> bool:
        return self.before is None or bool(self.fields or self.results)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a table would do: its changes, how many targets it leaves as they are, and which cells are wrong.

    `skipped` counts rows that have a name alone, and no target's: headings, and who signs.
    """

    changes: tuple[Change, ...]
    same: int = 0
    bad: tuple[BadCell, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class TargetProposal:
    """A table of targets that somebody wants to write; with `subject_id` its row is what becomes of that target."""

    id: int
    cells: Sequence[Sequence[str]]
    subject_id: int | None
    asked_by: int | None
    asked_at: datetime
    decided: bool = False


def change_of(row: Row, before: Target | None, now: datetime, *, anew: bool = False) -> Change:
    """What a row changes of the target that is there; with `anew` the plans that it names are all."""
    after = row.onto(replace(before, plans=()) if before and anew and row.plans else before, now)
    old = fields_of(before) | _plans(before.plans) if before else {}
    new = fields_of(after) | _plans(after.plans)
    fields = tuple(
        Difference(COLUMNS.get(name, name), old.get(name, ""), value)
        for name, value in (dict.fromkeys(old, "") | new).items()
        if value != old.get(name, "")
    )
    return Change(after, before, fields, tuple(_results(row.results, before)))


def _plans(plans: Sequence[Plan]) -> dict[str, str]:
    return {f"{PLAN}: {plan.name}" if plan.name else PLAN: plain_number(plan.value) for plan in plans}


def _results(results: Iterable[Result], before: Target | None) -> Iterable[tuple[Result, Decimal | None]]:
    known = {(one.period, one.cumulative): one.value for one in before.measurements} if before else {}
    for one in results:
        value = known.get((one.period, one.cumulative))
        if value != one.value:
            yield one, value
