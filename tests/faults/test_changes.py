"""A post is corrected or withdrawn while two workers push it: nobody is left with what was wrong."""

from typing import Any

from sqlalchemy import select

from bot.storage.tables import delivery, revision
from tests.faults.kit import Ward, working

WRONG, RIGHT = "8 giờ", "9 giờ"


async def under_way(ward: Ward) -> Any:
    """A push to 40 people, of whom some have their copy, some have it on the wire, and some still wait."""
    ward.rate = 60
    await ward.populate(40)
    await ward.publish()
    ward.tg.latency = 0.05
    return working(ward.app(), ward.app())


async def test_a_correction_in_the_middle_of_a_push_leaves_nobody_with_the_old_text(ward: Ward) -> None:
    async with await under_way(ward):
        await ward.pushed(10)
        edit, notice = await ward.correct(WRONG, RIGHT)
        had = {entry.chat_id for entry in ward.pushes()}
        assert 10 <= len(had) < 40
        for dispatch_id in (1, edit, notice):
            await ward.finished(dispatch_id)
    for one in ward.people:
        copy, *rings = one.messages
        assert f"hẻm 47 từ {RIGHT} đến 11 giờ" in copy.text
        # Whoever had the old text is told once; whoever got the new one only is not.
        assert ["ĐÍNH CHÍNH tin số 1" in seen.text for seen in rings] == [True] * bool(copy.edits)
    assert {one.id for one in ward.people if one.messages[0].edits} >= had
    async with ward.database.read() as transaction:
        newest = await transaction.scalar(select(revision.c.id).order_by(revision.c.id.desc()))
        shown = await transaction.scalars(select(delivery.c.revision_id).where(delivery.c.dispatch_id == 1))
        assert set(shown) == {newest}


async def test_a_withdrawal_in_the_middle_of_a_push_takes_back_every_copy_and_sends_no_more(ward: Ward) -> None:
    async with await under_way(ward):
        await ward.pushed(10)
        withdrawal = await ward.withdraw()
        await ward.finished(withdrawal)
        had = ward.copies()
        await ward.until(lambda: not ward.tg.log.in_flight())
    assert ward.copies() == had
    assert 10 <= sum(had.values()) < 40
    assert max(had.values()) == 1
    assert not [one.id for one in ward.people if one.messages]
    states = await ward.states()
    assert states == {"sent": sum(had.values()), "cancelled": 40 - sum(had.values())}
    assert await ward.dispatch_state() == "cancelled"
