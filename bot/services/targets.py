"""Targets as everyone may see them: the scoreboard, and each target with what was measured."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.clock import in_vietnam
from bot.domain.people import Role, Viewer
from bot.domain.periods import Period, months
from bot.domain.target_table import cells_of
from bot.domain.targets import Origin, Target, standing
from bot.domain.views import Page, TargetsView, TargetView
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.services.context import Context, require
from bot.services.terms import says_much
from bot.storage import readings
from bot.storage import targets as storage
from bot.understanding import understand

ORIGINS_A_PAGE = 8
ALIKE = 80
"""From which likeness on (of 100) words that stand in no name still mean a target."""


OF_REACHING = frozenset(["dat", "chua", "khong", "vuot", "duoc", "cham"])
"""Folded words that ask how far a thing has come."""


class Targets:
    """What the ward committed itself to, and how far it has come."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction
        self.today = in_vietnam(context.now).date()

    def names_one(self, typed: str) -> bool:
        """Whether somebody's words name a target, and do not only ask which of them are reached, or of this year's."""
        words = understand(typed).words.split()
        return says_much(" ".join(one for one in words if fold_words(one) not in OF_REACHING))

    async def board(
        self, viewer: Viewer, *, asked: Period | None = None, words: str = "", ids: Collection[int] | None = None
    ) -> TargetsView:
        """The scoreboard, the worst first: of what is under way, or of a term or year that is asked for.

        With `words` only those targets that they name, with `ids` only these. The tally that a post states is of what
        is under way.
        """
        every = await storage.list_targets(self._transaction, viewer, ids)
        until = min(asked.last, self.today) if asked is not None else self.today
        chosen = [one.until(until) for one in (_within(every, asked) if asked else _current(every, self.today))]
        shown = sorted(
            ((one, standing(one, until)) for one in (named(chosen, words) if words else chosen)),
            key=lambda pair: pair[1].status.place,
        )
        tally = None if asked or words or ids is not None else await readings.find_tally(self._transaction, viewer)
        there = {span for one in every if (span := one.span) is not None}
        return TargetsView(
            tally=tally[0] if tally else None,
            post=tally[1] if tally else None,
            targets=tuple(shown),
            asked=asked,
            terms=tuple(sorted(there - {asked}, reverse=True)),
            question=words,
        )

    async def one(self, viewer: Viewer, target_id: int) -> TargetView:
        """One target with all that was measured; raises MissingError."""
        every = await storage.list_targets(self._transaction, viewer)
        found = next((one for one in every if one.id == target_id), None)
        if found is None:
            raise MissingError("target")
        same = fold_words(found.name)
        others = tuple(one for one in every if one.id != found.id and fold_words(one.name) == same)
        return TargetView(found, standing(found, self.today), self.today, others)

    async def under_way(self, viewer: Viewer) -> Sequence[Target]:
        """Those that have not ended, for whoever writes down how far they have come."""
        require(viewer, Role.WRITER)
        every = await storage.list_targets(self._transaction, viewer)
        return [one for one in every if one.ended_at is None]

    async def origins(self, viewer: Viewer, offset: int = 0) -> Page[Origin]:
        """How every value came to be, the newest first, for admins."""
        require(viewer, Role.ADMIN)
        found = await storage.list_origins(self._transaction, offset, ORIGINS_A_PAGE + 1)
        return Page.cut(found, offset=offset, size=ORIGINS_A_PAGE)

    async def cells(self, viewer: Viewer, asked: Period | None = None) -> Sequence[Sequence[str]]:
        """The whole table of what is under way, or of a term, as it can be read again."""
        every = await storage.list_targets(self._transaction, viewer)
        return cells_of(_within(every, asked) if asked else _current(every, self.today))

    def last_year(self) -> Period:
        """The year before this one."""
        return months(self.today.year - 1, 1, 12)


def named(targets: Iterable[Target], words: str) -> list[Target]:
    """Those whose name holds all the words; if none does, those whose name is like them."""
    # Not before somebody asks in words: a start loads nothing that it does not run on.
    from rapidfuzz import fuzz

    every = list(targets)
    wanted = fold_words(words)
    terms = set(wanted.split())
    exact = [one for one in every if fold_words(one.name) == wanted]
    holding = [one for one in every if terms <= set(fold_words(f"{one.name} {one.topic}").split())]
    alike = [one for one in every if fuzz.token_sort_ratio(fold_words(one.name), wanted) >= ALIKE]
    return exact or holding or alike


def _current(every: Sequence[Target], today: date) -> list[Target]:
    """What is under way: terms that today lies in and targets without one; between two terms the newest that began."""
    spans = {span for one in every if (span := one.span) is not None}
    running = {span for span in spans if span.first <= today <= span.last}
    newest = running or set(sorted(spans)[-1:])
    found = [one for one in every if one.span is None or one.span in newest]
    return [one for one in found if one.ended_at is None] or found


def _within(every: Sequence[Target], asked: Period) -> list[Target]:
    """Targets of a term; of a year also those of terms that it lies in."""
    return [one for one in every if one.span is not None and (one.span == asked or one.span.holds(asked))]
