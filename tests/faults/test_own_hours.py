"""Five real kills while people's own hours come: nobody misses their digest or their reminder, or gets it twice.

Twice may come only what the platform took and the dead process had not recorded, as anywhere.
"""

import asyncio
import signal
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.clock import in_vietnam
from bot.domain.hours import Bundle
from bot.storage.push.states import HELD
from bot.storage.tables import address, delivery, dispatch, person, reminder
from bot.storage.tables import ward as ward_table
from tests.faults.kit import Ward, number_of, running

LEASE = {"LOA_LEASE_SECONDS": "120"}
"""Longer than a busy machine lets an answer lie: a lease ends here only with its process."""
PEOPLE, REMINDED = 30, 12
DIGEST, REMINDER = "digest", "reminder"
PATIENT = 120.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def notice(ward: Ward, lane: str) -> str:
    day = in_vietnam(ward.clock.now() + timedelta(days=3))
    return f"Thông báo cúp nước\n\nCúp nước hẻm {lane} từ 8 giờ đến 17 giờ ngày {day:%d/%m/%Y}."


async def people_who_wait(ward: Ward) -> None:
    """Everybody has two posts told at their own hour, and some want to be reminded of the first."""
    people = await ward.populate(PEOPLE)
    async with ward.database.write() as transaction:
        await transaction.execute(update(ward_table).values(quiet=""))
        await transaction.execute(update(person).where(person.c.subscribed).values(bundle=Bundle.DAILY))
    for lane in ("12", "14"):
        await ward.publish(notice(ward, lane))
    async with ward.database.write() as transaction:
        for one in people[:REMINDED]:
            await ward.services(transaction).reminders.ask(await ward.viewer(one.id, transaction), number_of(1))


async def hour_comes(ward: Ward, *, of_reminders: bool = False) -> None:
    """It is the hour that people wait for: of what is bundled, or the eve."""
    now = ward.clock.now()
    async with ward.database.write() as transaction:
        if of_reminders:
            await transaction.execute(update(reminder).values(due_at=now))
        else:
            await transaction.execute(update(delivery).where(delivery.c.state == HELD).values(not_before=now))


def arrived(ward: Ward) -> Counter[tuple[str, str]]:
    """How many digests and reminders the platform took for each chat."""
    chats = {one.id for one in ward.people}
    texts = [(one.chat_id, str(one.params.get("text"))) for one in ward.tg.log.accepted("sendMessage")]
    return Counter(
        (str(chat), REMINDER if "Nhắc bà con" in text else DIGEST)
        for chat, text in texts
        if chat in chats and ("hẻm 12" in text or "hẻm 14" in text)
    )


async def recorded(ward: Ward) -> dict[tuple[str, str], int]:
    """Whose digest and whose reminder the database knows to have arrived, and after how many unanswered tries."""
    rows = (
        select(address.c.chat_id, dispatch.c.kind, delivery.c.maybe_sent)
        .join(delivery, delivery.c.person_id == address.c.person_id)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .where(dispatch.c.kind.in_([DIGEST, REMINDER]), delivery.c.state == "sent")
    )
    async with ward.database.read() as transaction:
        return {(row.chat_id, row.kind): row.maybe_sent for row in await transaction.execute(rows)}


async def test_five_kills_while_peoples_hours_come_lose_nobody_and_tell_nobody_twice(ward: Ward) -> None:
    await people_who_wait(ward)
    await hour_comes(ward, of_reminders=True)
    lost: Counter[tuple[str, str]] = Counter()
    known: Counter[tuple[str, str]] = Counter()
    for place in ("remind:1", "release:1", "claim:1", "accept:5", "record:1"):
        doomed = ward.process("run", die=place, **LEASE)
        assert await doomed.ended(PATIENT) == -signal.SIGKILL, place
        # What the dead process wrote may still lie in a socket.
        await asyncio.sleep(0.1)
        there, sure = arrived(ward), await recorded(ward)
        lost.update(one for one, count in there.items() if count > known[one] and one not in sure)
        known = there
        if place == "remind:1":
            await hour_comes(ward)
        await ward.expire_leases()

    async def all_over() -> bool:
        async with ward.database.read() as transaction:
            rows: Any = select(delivery.c.id).where(delivery.c.state.in_(["held", "queued", "sending"]))
            return await transaction.scalar(rows.where(delivery.c.dispatch_id.is_not(None)).limit(1)) is None

    async with running(ward.process("run", **LEASE)):
        await ward.until(all_over, patience=PATIENT)
    told, sure = arrived(ward), await recorded(ward)
    for index, one in enumerate(ward.people):
        wanted = (DIGEST, REMINDER) if index < REMINDED else (DIGEST,)
        for kind in wanted:
            key = (str(one.id), kind)
            assert 1 <= told[key] <= 1 + lost[key] + sure.get(key, 0), key
        assert index < REMINDED or told[str(one.id), REMINDER] == 0
    async with ward.database.read() as transaction:
        assert await transaction.scalar(select(reminder.c.id).limit(1)) is None
