"""Who receives what the ward says, and when they agreed."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.hours import Bundle
from bot.domain.people import Consent
from bot.storage.tables import consent, person


async def set_subscribed(connection: AsyncConnection, person_id: int, *, subscribed: bool) -> None:
    """Switch pushes on or off."""
    await connection.execute(update(person).where(person.c.id == person_id).values(subscribed=subscribed))


async def load_bundle(connection: AsyncConnection, person_id: int) -> Bundle:
    """How somebody wants what is not urgent."""
    found = await connection.scalars(select(person.c.bundle).where(person.c.id == person_id))
    return Bundle(found.one())


async def set_bundle(connection: AsyncConnection, person_id: int, bundle: Bundle) -> None:
    """Let what is not urgent reach somebody another way from now on."""
    await connection.execute(update(person).where(person.c.id == person_id).values(bundle=bundle))


async def insert_consent(connection: AsyncConnection, person_id: int, version: str, now: datetime) -> None:
    """Store that the person agreed to this version of the text, now."""
    await connection.execute(insert(consent).values(person_id=person_id, version=version, given_at=now))


async def withdraw_consents(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    """End every consent that still holds."""
    await connection.execute(
        update(consent)
        .where(consent.c.person_id == person_id, consent.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


async def list_consents(connection: AsyncConnection, person_id: int) -> list[Consent]:
    """A person's consents, oldest first."""
    rows = await connection.execute(
        select(consent.c.version, consent.c.given_at, consent.c.withdrawn_at)
        .where(consent.c.person_id == person_id)
        .order_by(consent.c.id)
    )
    return [Consent(*row) for row in rows]
