"""The ward's channel when a worker dies, Telegram is silent or puts the bot out: as for people, and counted apart."""

import signal

import pytest

from bot.domain.delivery import DeliveryState
from bot.storage import broadcasts
from tests.fakes.telegram import Fault
from tests.faults.kit import URGENT, Ward, running, working

CHANNEL = -1_001_234_567_890
LEASE = {"LOA_LEASE_SECONDS": "2"}
PEOPLE = 3


async def on_air(ward: Ward, people: int = PEOPLE) -> None:
    await ward.populate(people)
    await ward.add_channel(CHANNEL)


def shown(ward: Ward) -> list[str]:
    """What stands in the channel."""
    return [one.text for one in ward.tg.world.chats[CHANNEL].visible()]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "most"), [("claim:1", 1), ("send:1", 1), ("accept:1", 2), ("record:1", 1)])
async def test_a_worker_killed_at_any_place_leaves_one_message_and_a_second_only_where_it_is_told(
    ward: Ward, place: str, most: int
) -> None:
    await on_air(ward, people=0)
    await ward.publish()
    assert await ward.process(die=place, **LEASE).ended() == -signal.SIGKILL
    await ward.expire_leases()
    async with running(ward.process(**LEASE)):
        await ward.finished()
    assert 1 <= len(shown(ward)) <= most
    progress = await ward.progress()
    (aired,) = progress.aired
    assert (aired.state, progress.total, progress.repeated) == (DeliveryState.SENT, 0, 0)
    assert aired.tried or len(shown(ward)) == 1


async def test_silence_is_tried_once_more_and_told_as_uncertain_beside_the_people(ward: Ward) -> None:
    await on_air(ward)
    silent = ward.tg.script(CHANNEL, then=Fault.server_error(504), times=None)
    await ward.publish()
    async with working(ward.app()):
        await ward.pass_waits()
    progress = await ward.progress()
    (aired,) = progress.aired
    assert (silent.fired, aired.state) == (2, DeliveryState.UNCERTAIN)
    assert (progress.total, progress.sent, progress.uncertain) == (PEOPLE, PEOPLE, 0)


@pytest.mark.parametrize("how", ["kicked", "may not post"])
async def test_a_channel_that_takes_nothing_any_more_is_off_named_and_told_and_nobody_else_is_held_up(
    ward: Ward, how: str
) -> None:
    await on_air(ward)
    chat = ward.tg.world.chats[CHANNEL]
    if how == "kicked":
        chat.bot_status = "kicked"
    else:
        chat.may_post = False
    await ward.publish()
    async with working(ward.app()):
        await ward.finished()
        await ward.until(lambda: ward.tg.user(1001).reads("không còn đăng được ở kênh"))
    progress = await ward.progress()
    (aired,) = progress.aired
    assert aired.lost
    assert (progress.total, progress.sent, progress.failed) == (PEOPLE, PEOPLE, 0)
    async with ward.database.read() as transaction:
        named = await broadcasts.find_named(transaction)
    assert named is not None
    assert not named.reachable


@pytest.mark.parametrize("may_edit", [True, False])
async def test_what_is_urgent_is_pinned_where_the_bot_may_and_taken_down_with_its_post(
    ward: Ward, *, may_edit: bool
) -> None:
    await on_air(ward)
    chat = ward.tg.world.chats[CHANNEL]
    chat.may_edit = may_edit
    await ward.publish(URGENT, urgent=True)
    async with working(ward.app()):
        await ward.finished()
        await ward.until(lambda: len(chat.pinned) == int(may_edit))
        assert (await ward.progress()).aired[0].state is DeliveryState.SENT
        withdrawal = await ward.withdraw()
        await ward.finished(withdrawal)
        await ward.until(lambda: chat.pinned == [])
    (text,) = shown(ward)
    assert "ĐÃ THU HỒI tin số 1" in text
    assert ward.tg.world.chats[ward.people[0].id].visible() == []
