"""The ward's directory and its answers to common questions: read by everyone, written by officials."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.clock import VIETNAM, in_vietnam
from bot.domain.audit import Action
from bot.domain.facts import REVIEWED_FOR, Answer, BadRow, Contact, FactKind, Fields, Proposal, Written
from bot.domain.forms import FORMS, parse_form, parse_table
from bot.domain.people import Role, Viewer
from bot.domain.posts import Kind
from bot.domain.views import Page
from bot.domain.words import fold_words
from bot.errors import InvalidError, LateError, MissingError
from bot.services.context import Context, require
from bot.storage import audit as audit_storage
from bot.storage import facts as storage
from bot.storage import people as people_storage

A_PAGE = 8
MOST_WAITING = 10
MOST = {FactKind.CONTACT: 100, FactKind.ANSWER: 200}
ASKED_AGAIN = timedelta(days=14)
"""How long after the first time somebody is asked once more whether an answer still holds."""
ASKED_FROM, ASKED_UNTIL = time(7), time(20)
"""When an author is asked: in the hours in which people work."""

Fact = TypeVar("Fact", Contact, Answer)

_FIRST = {kind: labels[0].field for kind, labels in FORMS.items()}
_CHANGED = {FactKind.CONTACT: Action.CONTACT_CHANGED, FactKind.ANSWER: Action.ANSWER_CHANGED}
_REMOVED = {FactKind.CONTACT: Action.CONTACT_REMOVED, FactKind.ANSWER: Action.ANSWER_REMOVED}
_CADRE_POST = re.compile(r"\bcb ?\d")
"""A post for cadres by its number, folded."""
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
"""A day as it is kept."""
_LOST_ZERO = re.compile(r"[2-9]\d{8,9}")
"""A telephone number as a worksheet keeps it that took it for an amount."""


class Facts:
    """Contacts and answers."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    @property
    def _today(self) -> date:
        return in_vietnam(self._context.now).date()

    async def contacts(self, offset: int = 0) -> Page[Contact]:
        """The directory, a page of it."""
        every = await storage.list_contacts(self._transaction)
        return Page.cut(every[offset : offset + A_PAGE + 1], offset=offset, size=A_PAGE)

    async def answers(self, offset: int = 0) -> Page[Answer]:
        """Answers to common questions, a page of them."""
        every = await storage.list_answers(self._transaction)
        return Page.cut(every[offset : offset + A_PAGE + 1], offset=offset, size=A_PAGE)

    async def named(self, kind: FactKind, offset: int = 0, size: int = A_PAGE) -> Page[tuple[int, str]]:
        """The names of facts, each with its id, a page of them."""
        if kind is FactKind.CONTACT:
            every = [(one.id, one.name) for one in await storage.list_contacts(self._transaction)]
        else:
            every = [(one.id, one.question) for one in await storage.list_answers(self._transaction)]
        return Page.cut(every[offset : offset + size + 1], offset=offset, size=size, question=kind)

    async def contact(self, contact_id: int) -> Contact:
        """One line of the directory; raises MissingError."""
        return _found(await storage.list_contacts(self._transaction), contact_id)

    async def answer(self, answer_id: int) -> tuple[Answer, bool]:
        """One answer, and whether it is sure today; raises MissingError."""
        one = _found(await storage.list_answers(self._transaction), answer_id)
        return one, one.is_sure(self._today)

    async def fields(self, viewer: Viewer, kind: FactKind, fact_id: int) -> Fields:
        """What stands in a fact now, as its form shows it to whoever may change it."""
        self.check_writer(viewer)
        return await self._fields(kind, fact_id)

    async def _fields(self, kind: FactKind, fact_id: int) -> Fields:
        if kind is FactKind.CONTACT:
            one = await self.contact(fact_id)
            return {label.field: str(getattr(one, label.field)) for label in FORMS[kind]}
        told, _ = await self.answer(fact_id)
        return {
            **{label.field: str(getattr(told, label.field)) for label in FORMS[kind]},
            "reviewed_until": f"{told.reviewed_until:%d/%m/%Y}",
        }

    def check_writer(self, viewer: Viewer) -> None:
        """Let only those pass who may write facts, before anything is asked."""
        require(viewer, Role.WRITER)

    # --- writing ------------------------------------------------------------------------------------------------------

    async def write(self, viewer: Viewer, kind: FactKind, fact_id: int | None, typed: str) -> Written:
        """Add a fact, or change the fields that a form gives of one; raises InvalidError with what is wrong."""
        self.check_writer(viewer)
        given = parse_form(kind, typed, whole=fact_id is None)
        if fact_id is None:
            return await self._propose(viewer, kind, None, [self._checked(kind, given)])
        stray = given.pop("", None)
        if not given or (stray is not None and _FIRST[kind] not in given):
            # Whatever else people say while a form is open is no new name of what everybody reads.
            raise InvalidError("fact-lines", label=FORMS[kind][1].label)
        return await self._propose(viewer, kind, fact_id, [given])

    async def write_rows(self, viewer: Viewer, kind: FactKind, text: str) -> Written:
        """Add or change by their names all that stands in a table; its bad rows are told and change nothing."""
        self.check_writer(viewer)
        good: dict[str, Fields] = {}
        bad: list[BadRow] = []
        for begins, row in parse_table(kind, text):
            try:
                fields = self._checked(kind, _with_zero(row))
                name = fold_words(fields[_FIRST[kind]])
                if name in good:
                    raise InvalidError("fact-twice", name=fields[_FIRST[kind]])  # noqa: TRY301 - told as any other
                good[name] = fields
            except InvalidError as error:
                bad.append(BadRow(begins, error.reason, error.facts))
        if not good and not bad:
            raise InvalidError("fact-table", columns=", ".join(one.label for one in FORMS[kind]))
        if not good:
            return Written(kind, (), bad=tuple(bad))
        return replace(await self._propose(viewer, kind, None, list(good.values())), bad=tuple(bad))

    async def remove(self, viewer: Viewer, kind: FactKind, fact_id: int) -> Written:
        """Take a fact away."""
        self.check_writer(viewer)
        return replace(await self._propose(viewer, kind, fact_id, []), removed=True)

    async def decide(self, viewer: Viewer, proposal_id: int, *, agreed: bool) -> tuple[Proposal, Written]:
        """Another person agrees to what somebody wants to write, or does not; raises LateError where it is decided.

        Agreed to, it changes the fact as that is by then; raises MissingError where that is gone.
        """
        one = await self.undecided(viewer, proposal_id)
        names = await self.names_of(one)
        if agreed:
            asker = await people_storage.find_official(self._transaction, one.asked_by) if one.asked_by else None
            if asker is None or asker.role < Role.WRITER:
                raise InvalidError("fact-asker")
            whole = await self._whole(one.kind, one.subject_id, one.entries)
            await self._apply(one.kind, one.subject_id, whole, one.asked_by)
            names = tuple(each[_FIRST[one.kind]] for each in whole) or names
        await storage.decide_proposal(self._transaction, one.id, viewer.person_id, self._context.now, agreed=agreed)
        await self._audit(viewer, Action.FACT_AGREED if agreed else Action.FACT_DECLINED, names)
        return replace(one, agreed=agreed), Written(one.kind, names, removed=not one.entries)

    async def undecided(self, viewer: Viewer, proposal_id: int) -> Proposal:
        """What waits for this person's yes, kept from others; raises LateError where it is decided."""
        require(viewer, Role.APPROVER)
        one = await storage.lock_proposal(self._transaction, proposal_id)
        if one is None or one.decided_at is not None:
            raise LateError("fact-decided")
        if one.asked_by == viewer.person_id:
            raise InvalidError("fact-own")
        return one

    async def waiting(self, viewer: Viewer) -> Sequence[tuple[Proposal, tuple[str, ...]]]:
        """What others want to write and waits for this person's yes, the oldest first, each with its names."""
        if viewer.role < Role.APPROVER:
            return []
        found = await storage.list_undecided(self._transaction, viewer.person_id, MOST_WAITING)
        return [(one, await self.names_of(one)) for one in found]

    async def names_of(self, one: Proposal) -> tuple[str, ...]:
        """What a proposal is about, by its names; of what is changed or taken away as it is called now, if at all."""
        if one.subject_id is None:
            return tuple(entry[_FIRST[one.kind]] for entry in one.entries)
        return await self._name(one.kind, one.subject_id)

    async def _name(self, kind: FactKind, fact_id: int | None) -> tuple[str, ...]:
        every = await self.named(kind, size=MOST[kind])
        return tuple(name for each, name in every.items if each == fact_id)

    async def _propose(self, viewer: Viewer, kind: FactKind, fact_id: int | None, entries: Sequence[Fields]) -> Written:
        """Write at once, or where the ward's policy wants a second person for guides, ask for their yes.

        Of what is changed only the given fields wait: by then the others may be newer.
        """
        whole = await self._whole(kind, fact_id, entries)
        names = tuple(one[_FIRST[kind]] for one in whole) or await self._name(kind, fact_id)
        if await storage.count_facts(self._transaction, kind) + len(entries) > MOST[kind] and fact_id is None:
            raise InvalidError("fact-full", most=MOST[kind])
        needs = self._context.policy.needs_approval(Kind.GUIDE, urgent=False, correction=False)
        if needs and not await storage.count_deciders(self._transaction, viewer.person_id):
            if viewer.role < Role.ADMIN:
                raise InvalidError("no-approver")
            needs = False
        if not needs:
            await self._audit(viewer, (_CHANGED if entries else _REMOVED)[kind], names)
            await self._apply(kind, fact_id, whole, viewer.person_id)
            return Written(kind, names)
        asked = await storage.insert_proposal(
            self._transaction,
            kind=kind,
            subject_id=fact_id,
            entries=[{field: one[field] for field in given} for given, one in zip(entries, whole, strict=True)],
            asked_by=viewer.person_id,
            now=self._context.now,
        )
        return Written(kind, names, proposal=asked)

    async def _whole(self, kind: FactKind, fact_id: int | None, entries: Sequence[Fields]) -> Sequence[Fields]:
        """Every field as it would stand now; raises MissingError where what is changed or taken away is gone."""
        if fact_id is None:
            return entries
        before = dict(await self._fields(kind, fact_id))
        if (until := _day(before.get("reviewed_until", ""))) and until < self._today:
            # What is written anew was looked at anew.
            before["reviewed_until"] = ""
        whole = [self._checked(kind, {**before, **given}) for given in entries]
        for name in (one[_FIRST[kind]] for one in whole):
            if await storage.find_named(self._transaction, kind, name) not in (None, fact_id):
                raise InvalidError("fact-twice", name=name)
        return whole

    async def _apply(
        self, kind: FactKind, fact_id: int | None, entries: Sequence[Fields], author_id: int | None
    ) -> None:
        if not entries and fact_id is not None:
            await storage.delete_fact(self._transaction, kind, fact_id)
        for fields in entries:
            # By its name where it is new: what is written twice is one line.
            there = await storage.find_named(self._transaction, kind, fields[_FIRST[kind]])
            await storage.write_fact(self._transaction, kind, there or fact_id, fields, author_id)

    def _checked(self, kind: FactKind, given: Fields) -> Fields:
        """Every field of a fact; raises InvalidError with the first thing that is wrong."""
        fields = {one.field: given.get(one.field, "").strip() for one in FORMS[kind]}
        if kind is FactKind.CONTACT:
            fields = {field: " ".join(value.split()) for field, value in fields.items()}
        for one in FORMS[kind]:
            if len(fields[one.field]) > one.most:
                raise InvalidError("fact-long", label=one.label, most=one.most)
            if _CADRE_POST.search(fold_words(fields[one.field])):
                # Everybody reads it; this would tell that a post for cadres is there.
                raise InvalidError("fact-cadre", label=one.label)
        return _contact(fields) if kind is FactKind.CONTACT else self._answer(fields)

    def _answer(self, fields: dict[str, str]) -> Fields:
        if not fold_words(fields["question"]):
            raise InvalidError("fact-question")
        if not fold_words(fields["text"]):
            raise InvalidError("fact-text")
        if not fold_words(fields["source"]):
            raise InvalidError("fact-source")
        until = self._today + REVIEWED_FOR
        if fields["reviewed_until"]:
            told = _day(fields["reviewed_until"])
            if told is None or told < self._today:
                raise InvalidError("fact-day")
            until = told
        return {**fields, "reviewed_until": until.isoformat()}

    async def _audit(self, viewer: Viewer, action: Action, names: Sequence[str]) -> None:
        await audit_storage.insert_audit(
            self._transaction,
            at=self._context.now,
            person_id=viewer.person_id,
            action=action,
            detail={"name": "; ".join(names)[:200]},
        )

    # --- answers whose day is over ------------------------------------------------------------------------------------

    async def due_for_review(self) -> Sequence[int]:
        """Answers whose last sure day is over and whose author is to be asked now, by day."""
        local = in_vietnam(self._context.now)
        if not ASKED_FROM <= local.time() < ASKED_UNTIL:
            return []
        return await storage.list_due_answers(self._transaction, local.date(), self._context.now - ASKED_AGAIN)

    async def ask_review(self, answer_id: int) -> tuple[Answer, int | None] | None:
        """Note that an answer's author is asked now, and who that is; None where nobody can be: then admins are."""
        if answer_id not in await self.due_for_review():
            return None
        one, _ = await self.answer(answer_id)
        await storage.mark_asked(self._transaction, answer_id, self._context.now)
        author = await people_storage.find_official(self._transaction, one.author_id) if one.author_id else None
        return one, one.author_id if author is not None and author.role >= Role.WRITER else None

    async def renew(self, viewer: Viewer, answer_id: int) -> Answer:
        """Còn đúng: an answer holds for another half year."""
        self.check_writer(viewer)
        one, _ = await self.answer(answer_id)
        until = self._today + REVIEWED_FOR
        await storage.renew_answer(self._transaction, answer_id, until)
        await self._audit(viewer, Action.ANSWER_RENEWED, [one.question])
        return replace(one, reviewed_until=until)


def _contact(fields: dict[str, str]) -> Fields:
    if not fold_words(fields["name"]):
        raise InvalidError("fact-name")
    if not any(fields[one] for one in ("phone", "address", "hours")):
        raise InvalidError("fact-nothing", name=fields["name"])
    if fields["phone"] and sum(map(str.isdigit, fields["phone"])) < 3:
        raise InvalidError("fact-phone", phone=fields["phone"])
    return fields


def _with_zero(row: Fields) -> Fields:
    phone = row.get("phone", "")
    return {**row, "phone": f"0{phone}"} if _LOST_ZERO.fullmatch(phone) else row


def _day(typed: str) -> date | None:
    found = _DAY.search(typed)
    try:
        if _ISO.fullmatch(typed):
            return date.fromisoformat(typed)
        return datetime(int(found[3]), int(found[2]), int(found[1]), tzinfo=VIETNAM).date() if found else None
    except ValueError:
        return None


def _found(every: Sequence[Fact], fact_id: int) -> Fact:
    one = next((one for one in every if one.id == fact_id), None)
    if one is None:
        raise MissingError("fact")
    return one
