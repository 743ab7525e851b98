"""The ward's directory, its answers, its own synonyms, and what waits for a second person's yes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.facts import Answer, Contact, FactKind, Fields, Proposal
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.storage.people import reached_as_official
from bot.storage.tables import answer, contact, person, proposal, synonym

_TABLES = {FactKind.CONTACT: (contact, contact.c.name), FactKind.ANSWER: (answer, answer.c.question)}


_OF_FACTS = proposal.c.kind.in_(list(FactKind))
"""Other proposals are about targets."""


async def list_contacts(connection: AsyncConnection) -> list[Contact]:
    """The whole directory, in the order in which it was written."""
    rows = await connection.execute(select(contact).order_by(contact.c.id))
    return [Contact(row.id, row.name, row.phone, row.address, row.hours, row.matters) for row in rows]


async def list_answers(connection: AsyncConnection) -> list[Answer]:
    """Every answer, in the order in which they were written."""
    return [_answer(row) for row in await connection.execute(select(answer).order_by(answer.c.id))]


def _answer(row: Row[*tuple[Any, ...]]) -> Answer:
    until = date.fromisoformat(row.reviewed_until)
    return Answer(row.id, row.question, row.words, row.text, row.source, until, row.author_id)


async def find_named(connection: AsyncConnection, kind: FactKind, name: str) -> int | None:
    """The id of the fact of this name or question, or None."""
    table, _ = _TABLES[kind]
    found: int | None = await connection.scalar(select(table.c.id).where(table.c.folded == fold_words(name)))
    return found


async def count_facts(connection: AsyncConnection, kind: FactKind) -> int:
    """How many there are."""
    return await connection.scalar(select(func.count()).select_from(_TABLES[kind][0])) or 0


async def write_fact(
    connection: AsyncConnection, kind: FactKind, fact_id: int | None, fields: Fields, author_id: int | None
) -> None:
    """Add a fact, or change the one with this id; an answer is asked about anew when its day is over."""
    table, name = _TABLES[kind]
    values: dict[str, Any] = {**fields, "folded": fold_words(fields[name.name])}
    if kind is FactKind.ANSWER:
        values |= {"author_id": author_id, "asked_at": None}
    if fact_id is None:
        await connection.execute(insert(table).values(**values))
    else:
        await connection.execute(update(table).where(table.c.id == fact_id).values(**values))


async def delete_fact(connection: AsyncConnection, kind: FactKind, fact_id: int) -> None:
    """Take a fact away."""
    table, _ = _TABLES[kind]
    await connection.execute(delete(table).where(table.c.id == fact_id))


# --- answers whose day is over ----------------------------------------------------------------------------------------


async def list_due_answers(connection: AsyncConnection, today: date, asked_before: datetime) -> Sequence[int]:
    """Ids of answers whose last sure day is over and whose author was not asked since."""
    rows = await connection.scalars(
        select(answer.c.id).where(
            answer.c.reviewed_until < today.isoformat(),
            or_(answer.c.asked_at.is_(None), answer.c.asked_at < asked_before),
        )
    )
    return rows.all()


async def mark_asked(connection: AsyncConnection, answer_id: int, now: datetime) -> None:
    """Note that somebody was asked whether an answer still holds."""
    await connection.execute(update(answer).where(answer.c.id == answer_id).values(asked_at=now))


async def renew_answer(connection: AsyncConnection, answer_id: int, until: date) -> None:
    """An answer holds for longer."""
    values = {"reviewed_until": until.isoformat(), "asked_at": None}
    await connection.execute(update(answer).where(answer.c.id == answer_id).values(**values))


# --- what waits for a second person -----------------------------------------------------------------------------------


async def count_deciders(connection: AsyncConnection, besides: int) -> int:
    """How many others may agree and can be reached."""
    reachable = reached_as_official()
    found = await connection.scalar(
        select(func.count())
        .select_from(person)
        .where(person.c.role >= int(Role.APPROVER), person.c.kind == "private", person.c.id != besides, reachable)
    )
    return found or 0


async def insert_proposal(
    connection: AsyncConnection,
    *,
    kind: FactKind,
    subject_id: int | None,
    entries: Sequence[Fields],
    asked_by: int,
    now: datetime,
) -> Proposal:
    """Write down what somebody wants to write."""
    content = [dict(one) for one in entries]
    proposal_id: int = (
        await connection.execute(
            insert(proposal)
            .values(kind=kind, subject_id=subject_id, content=content, asked_by=asked_by, asked_at=now)
            .returning(proposal.c.id)
        )
    ).scalar_one()
    return Proposal(proposal_id, kind, subject_id, tuple(entries), asked_by, now)


async def lock_proposal(connection: AsyncConnection, proposal_id: int) -> Proposal | None:
    """A proposal, kept from others until the transaction ends; None where there is none."""
    rows = await connection.execute(select(proposal).where(proposal.c.id == proposal_id, _OF_FACTS).with_for_update())
    row = rows.one_or_none()
    return _proposal(row) if row is not None else None


async def list_undecided(connection: AsyncConnection, besides: int, limit: int) -> list[Proposal]:
    """What waits for a yes, but not what this person wants to write; the oldest first."""
    others = or_(proposal.c.asked_by.is_(None), proposal.c.asked_by != besides)
    waiting = select(proposal).where(_OF_FACTS, proposal.c.decided_at.is_(None), others)
    rows = await connection.execute(waiting.order_by(proposal.c.asked_at, proposal.c.id).limit(limit))
    return [_proposal(row) for row in rows]


def _proposal(row: Row[*tuple[Any, ...]]) -> Proposal:
    entries = tuple(row.content or ())
    kind = FactKind(row.kind)
    return Proposal(
        row.id, kind, row.subject_id, entries, row.asked_by, row.asked_at, decided_at=row.decided_at, agreed=row.agreed
    )


async def decide_proposal(
    connection: AsyncConnection, proposal_id: int, person_id: int, now: datetime, *, agreed: bool
) -> None:
    """Note who agreed or did not."""
    values = {"decided_by": person_id, "decided_at": now, "agreed": agreed}
    await connection.execute(update(proposal).where(proposal.c.id == proposal_id).values(**values))


# --- synonyms ---------------------------------------------------------------------------------------------------------


async def list_synonyms(connection: AsyncConnection) -> list[tuple[int, tuple[str, ...]]]:
    """The ward's own groups of phrases that mean the same, each with its id."""
    rows = await connection.execute(select(synonym.c.id, synonym.c.words).order_by(synonym.c.id))
    return [(row.id, tuple(row.words)) for row in rows]


async def insert_synonyms(connection: AsyncConnection, words: Sequence[str]) -> None:
    """Add a group."""
    await connection.execute(insert(synonym).values(words=list(words)))


async def delete_synonyms(connection: AsyncConnection, group_id: int) -> None:
    """Take a group away."""
    await connection.execute(delete(synonym).where(synonym.c.id == group_id))
