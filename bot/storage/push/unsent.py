"""Replies that go out no more: taken out of the table, since what they say may not be for who is there any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import Instead
from bot.domain.delivery import DeliveryState
from bot.storage.tables import delivery

NEARLY_LATE = timedelta(minutes=1)
"""What comes too late within this time is over with what is too late now, so that a chat hears of it once."""


async def drop(
    connection: AsyncConnection, route: str, over: Sequence[int], excused: Mapping[str, Instead], now: datetime
) -> None:
    """Delete cancelled replies, `over`, and what else waits for chats that are told why an answer does not come.

    Of a chat's answers only one is claimed at a time; the line that is said in its place stands for all of them.
    """
    if over:
        # The message of a live line that came too late is used again, but not what is for somebody else by now.
        ends = or_(delivery.c.slot.is_(None), delivery.c.error == Instead.ROLE_LOST)
        await connection.execute(delete(delivery).where(delivery.c.id.in_(over), ends))
    if not excused:
        return
    late, lost = ([chat for chat, why in excused.items() if why is one] for one in (Instead.LATE, Instead.ROLE_LOST))
    gone = (
        select(delivery.c.id)
        .where(
            delivery.c.dispatch_id.is_(None),
            delivery.c.route == route,
            delivery.c.answer.is_not(None),
            delivery.c.state == DeliveryState.QUEUED,
            or_(
                and_(delivery.c.chat_id.in_(late), delivery.c.expires_at <= now + NEARLY_LATE),
                # Not what they asked since, as who they are now.
                and_(delivery.c.chat_id.in_(lost), delivery.c.role.is_not(None)),
            ),
        )
        # What somebody takes back at this moment is left to them: they may wait for the pace that a claim holds.
        .with_for_update(skip_locked=True)
    )
    await connection.execute(delete(delivery).where(delivery.c.id.in_(gone)))
