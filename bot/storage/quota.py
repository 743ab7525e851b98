"""How many messages of a month an account has used; only of accounts whose platform counts them."""

from collections.abc import Mapping

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.quota import Plan, Quota, Shortage
from bot.storage.tables import address, quota
from bot.storage.upsert import upsert


async def add(connection: AsyncConnection, route: str, month: str, *, sent: int = 0, received: int = 0) -> None:
    """Count messages that went out, or may have, and that came in."""
    counted = upsert(connection, quota).values(route=route, month=month, sent=sent, received=received)
    more = {"sent": quota.c.sent + counted.excluded.sent, "received": quota.c.received + counted.excluded.received}
    await connection.execute(counted.on_conflict_do_update(index_elements=["route", "month"], set_=more))


async def load(connection: AsyncConnection, route: str, month: str, most: int) -> Quota:
    """Where an account stands in a month."""
    mine = quota.c.route == route, quota.c.month == month
    used: int | None = await connection.scalar(select(quota.c.sent + quota.c.received).where(*mine))
    return Quota(most, used or 0)


async def take_shortages(connection: AsyncConnection, month: str, plans: Mapping[str, Plan]) -> list[Shortage]:
    """What runs short in a month and has not been told yet: each step is handed out once."""
    people = select(func.count()).where(address.c.route == quota.c.route).scalar_subquery()
    rows = await connection.execute(
        select(quota, people.label("people")).where(quota.c.route.in_(plans), quota.c.month == month)
    )
    taken: list[Shortage] = []
    for row in rows.all():
        plan = plans[row.route]
        for of, most, used in (
            ("warned", plan.messages, row.sent + row.received),
            ("crowded", plan.people, row.people),
        ):
            step = Quota(most, used).level if most is not None else 0
            mine = quota.c.route == row.route, quota.c.month == month, quota.c[of] < step
            told = step > getattr(row, of) and await connection.execute(update(quota).where(*mine).values({of: step}))
            if told and told.rowcount and most is not None:
                taken.append(Shortage(row.route, Quota(most, used), of_people=of == "crowded"))
    return taken
