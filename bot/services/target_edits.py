"""Writing targets: a table or a form becomes changes, which a second person agrees to where the ward wants that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import in_vietnam
from bot.domain.audit import Action
from bot.domain.measuring import renames
from bot.domain.people import Role, Viewer
from bot.domain.posts import Kind
from bot.domain.target_changes import Change, Sheet, TargetProposal, change_of
from bot.domain.target_table import Cells, Grid, read_table
from bot.domain.words import fold_words
from bot.errors import InvalidError, LateError, MissingError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import facts as fact_storage
from bot.storage import people as people_storage
from bot.storage import targets as storage
from bot.storage import ward as ward_storage
from bot.storage.targets import key_of

MOST = 300
"""Targets of all terms together."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; with `proposal` it waits for another person's yes."""

    changes: tuple[Change, ...]
    proposal: TargetProposal | None = None


class TargetEdits:
    """New, edited and ended targets, and values that somebody knows without a post."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    def _check_units(self, changes: Sequence[Change]) -> None:
        """Raise InvalidError where figures that are there would be said to count something else."""
        for one in changes:
            old = one.before
            if old is not None and old.measurements and not renames(old.unit, one.target.unit):
                raise InvalidError("target-unit", name=old.name, unit=old.unit, other=one.target.unit)

    def check_writer(self, viewer: Viewer) -> None:
        """Let only those pass who may write targets, before anything is asked."""
        require(viewer, Role.WRITER)

    async def read(self, viewer: Viewer, grid: Grid, subject: int | None = None) -> Sheet:
        """What a table would change, row by row; raises InvalidError where it is no table of targets, or may not be.

        With `subject` its only row is that target, whatever it is called by now.
        """
        sheet = await self._read(viewer, grid, subject)
        self._check_units(sheet.changes)
        return sheet

    async def _read(
        self, viewer: Viewer, grid: Grid, subject: int | None = None, asked_at: datetime | None = None
    ) -> Sheet:
        """As `read`, whatever becomes of units, so that it can be declined.

        A year that the table does not name is that of `asked_at`, else this one.
        """
        self.check_writer(viewer)
        topics = {row.folded: row.name for row in await ward_storage.list_topics(self._transaction)}
        known = {key_of(one.name, one.term): one for one in await storage.list_targets(self._transaction, viewer)}
        by_id = {one.id: one for one in known.values()}
        if subject is not None and subject not in by_id:
            raise MissingError("target")
        table = read_table(
            grid,
            in_vietnam(asked_at or self._context.now).date(),
            topics,
            undated={fold_words(one.name) for one in known.values() if not one.term},
            term=by_id[subject].term if subject is not None else None,
        )
        if table is None:
            raise InvalidError("target-table")
        changes = []
        for row in table.rows:
            there = known.get(key_of(row.name, row.term))
            before = by_id[subject] if subject is not None else there
            if subject is not None and there is not None and there.id != subject:
                raise InvalidError("target-twice", name=row.name)
            if before is not None or not row.bare:
                changes.append(change_of(row, before, self._context.now, anew=subject is not None))
        if not (changes or table.bad):
            raise InvalidError("target-table-empty")
        same = sum(not one for one in changes)
        return Sheet(tuple(filter(None, changes)), same, table.bad, len(table.rows) - len(changes))

    async def write(self, viewer: Viewer, cells: Cells, subject: int | None = None) -> Written:
        """Write what a table changes, or ask for another person's yes; raises InvalidError for a wrong cell."""
        sheet = await self.read(viewer, Grid(tuple(map(tuple, cells))), subject)
        if sheet.bad:
            raise InvalidError(sheet.bad[0].reason, cell=sheet.bad[0].cell, text=sheet.bad[0].text)
        added = sum(one.before is None for one in sheet.changes)
        if added and added + await storage.count_targets(self._transaction) > MOST:
            raise InvalidError("target-full", most=MOST)
        if not sheet.changes:
            return Written(())
        needs = self._context.policy.needs_approval(Kind.REPORT, urgent=False, correction=False)
        if needs and not await fact_storage.count_deciders(self._transaction, viewer.person_id):
            if viewer.role < Role.ADMIN:
                raise InvalidError("no-approver")
            needs = False
        if needs:
            proposal = await storage.insert_proposal(
                self._transaction, cells, subject, viewer.person_id, self._context.now
            )
            return Written(sheet.changes, proposal)
        await self._apply(sheet.changes)
        await self._audit(viewer, Action.TARGET_UPDATED, sheet.changes)
        return Written(sheet.changes)

    async def undecided(self, viewer: Viewer, proposal_id: int) -> tuple[TargetProposal, Sheet]:
        """What waits for this person's yes, as it would change things now; raises LateError where it is decided."""
        require(viewer, Role.APPROVER)
        one = await storage.lock_proposal(self._transaction, proposal_id)
        if one is None or one.decided:
            raise LateError("target-decided")
        if one.asked_by == viewer.person_id:
            raise InvalidError("fact-own")
        return one, await self._read(viewer, Grid(tuple(map(tuple, one.cells))), one.subject_id, one.asked_at)

    async def decide(self, viewer: Viewer, proposal_id: int, *, agreed: bool) -> tuple[TargetProposal, Written]:
        """Another person agrees or does not; agreed to, it is written as it applies by now."""
        one, sheet = await self.undecided(viewer, proposal_id)
        if agreed:
            asker = await people_storage.find_official(self._transaction, one.asked_by) if one.asked_by else None
            if asker is None or asker.role < Role.WRITER:
                raise InvalidError("fact-asker")
            if sheet.bad:
                raise InvalidError(sheet.bad[0].reason, cell=sheet.bad[0].cell, text=sheet.bad[0].text)
            self._check_units(sheet.changes)
            await self._apply(sheet.changes)
        await fact_storage.decide_proposal(
            self._transaction, one.id, viewer.person_id, self._context.now, agreed=agreed
        )
        await self._audit(viewer, Action.TARGET_AGREED if agreed else Action.TARGET_DECLINED, sheet.changes)
        return replace(one, decided=True), Written(sheet.changes)

    async def waiting(self, viewer: Viewer) -> Sequence[TargetProposal]:
        """What others want to write and waits for this person's yes, the oldest first."""
        if viewer.role < Role.APPROVER:
            return []
        return await storage.list_undecided(self._transaction, viewer.person_id)

    async def _apply(self, changes: Sequence[Change]) -> None:
        topics = {row.name: row.id for row in await ward_storage.list_topics(self._transaction)}
        for one in changes:
            target_id = await storage.write_target(
                self._transaction,
                one.before.id if one.before else None,
                one.target,
                topics.get(one.target.topic),
                self._context.now,
            )
            for result, _ in one.results:
                await storage.insert_measurement(
                    self._transaction,
                    target_id,
                    period=result.period,
                    value=result.value,
                    cumulative=result.cumulative,
                    now=self._context.now,
                )

    async def _audit(self, viewer: Viewer, action: Action, changes: Sequence[Change]) -> None:
        await audit_storage.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id,
            action=action,
            detail={"name": "; ".join(one.target.name for one in changes)[:200]},
        )
