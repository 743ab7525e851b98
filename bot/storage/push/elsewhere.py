"""A push that an address did not take goes to another of its person's addresses, where one can be reached."""

from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import is_outsider
from bot.domain.delivery import DeliveryState, DispatchKind
from bot.storage.push.claimed import load_rows
from bot.storage.tables import delivery, person

_MAY_STAND = [DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN]


async def send_elsewhere(connection: AsyncConnection, row_id: int, now: datetime) -> None:
    """Let a push begin anew that has failed a moment ago, if its person is told somewhere else by now.

    What a digest tells waits for the next one. What is about a copy stays where that is.
    """
    row = (await load_rows(connection, [row_id])).get(row_id)
    if row is None or row.dispatch_id is None or row.copy_id is not None or not row.active:
        return
    here = (row.route, row.chat_id) == (row.address_route, row.address_chat_id)
    if here or is_outsider(row, row.address_role) or await _has_it(connection, row_id):
        return
    failed = delivery.c.state == DeliveryState.FAILED, delivery.c.finished_at == now
    anew = {"error": None, "finished_at": None, "not_before": now}
    if row.dispatch_kind == DispatchKind.DIGEST:
        told = update(delivery).where(delivery.c.digest_id == row_id, *failed)
        await connection.execute(told.values(state=DeliveryState.HELD, digest_id=None, **anew))
        return
    queued = {"state": DeliveryState.QUEUED, "route": row.address_route, "attempts": 0, "plain": False}
    await connection.execute(
        update(delivery).where(delivery.c.id == row_id, *failed).values(**queued, throttled_at=None, **anew)
    )


async def _has_it(connection: AsyncConnection, row_id: int) -> bool:
    """Whether it reached the same person as who they were at another address, when both were on the wire."""
    other, former = delivery.alias("other"), person.alias("former")
    found = (
        select(other.c.id)
        .join(former, former.c.id == other.c.person_id)
        .join(
            delivery, and_(delivery.c.dispatch_id == other.c.dispatch_id, delivery.c.person_id == former.c.merged_into)
        )
        .where(delivery.c.id == row_id, other.c.state.in_(_MAY_STAND))
    )
    return await connection.scalar(found.limit(1)) is not None
