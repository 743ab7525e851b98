"""A post is corrected or withdrawn while two workers push it: nobody is left with what was wrong."""

from sqlalchemy import select

from bot.storage.tables import delivery, revision
from bot.ward import Ward as LiveWard
from tests.faults.kit import Ward, working

WRONG, RIGHT = "8 giờ", "9 giờ"


async def under_way(ward: Ward) -> tuple[LiveWard, LiveWard]:
    """A push to 40 people, so slow that it cannot be over before it is changed, and its two workers."""
    ward.rate = 10
    await ward.populate(40)
    await ward.publish()
    ward.tg.latency = 0.05
    return ward.app(), ward.app()


def hurry(*apps: LiveWard) -> None:
    for app in apps:
        for channel in app.channels:
            channel.rate = 100


async def test_a_correction_in_the_middle_of_a_push_leaves_nobody_with_the_old_text(ward: Ward) -> None:
    apps = await under_way(ward)
    async with working(*apps):
        await ward.pushed(8)
        edit, notice = await ward.correct(WRONG, RIGHT)
        had = {entry.chat_id for entry in ward.pushes()}
        assert 8 <= len(had) < 40
        hurry(*apps)
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
    apps = await under_way(ward)
    async with working(*apps):
        await ward.pushed(8)
        withdrawal = await ward.withdraw()
        hurry(*apps)
        await ward.finished(withdrawal)
        await ward.until(lambda: not ward.tg.log.in_flight())
        had = ward.copies()
    assert 8 <= sum(had.values()) < 40
    assert max(had.values()) == 1
    assert not [one.id for one in ward.people if one.messages]
    assert await ward.states() == {"sent": sum(had.values()), "cancelled": 40 - sum(had.values())}
    assert await ward.dispatch_state() == "cancelled"
