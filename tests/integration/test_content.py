"""A dispatch that is about no post: it brings a message of its own, and is delivered, counted and ended like any."""

from markupsafe import Markup

from bot.domain.delivery import DispatchKind, DispatchState, Lane, NewDispatch, Recipients
from bot.domain.people import Role
from bot.domain.posts import Audience
from bot.messages.message import Reply, reply_to_json
from bot.storage.push import dispatches
from bot.storage.tables import audit, dispatch
from tests.integration.phones import Mail
from tests.ward import House


async def send(house: House, text: str, audience: Audience, to: Recipients) -> int:
    content = reply_to_json(Reply(Markup("{}").format(text)))
    new = NewDispatch(DispatchKind.NEW, Lane.ROUTINE, house.clock.now(), content=content, audience=audience)
    async with house.database.write() as transaction:
        dispatch_id, _ = await dispatches.insert_dispatch(transaction, new, to)
    return dispatch_id


async def test_a_message_of_its_own_reaches_everybody_it_is_for_once(house: House) -> None:
    for chat in ("20", "21", "22"):
        await house.join(chat, subscribed=True)
    mail = Mail(house)
    dispatch_id = await send(house, "Mai họp khóm 3 lúc 19 giờ.", Audience.EVERYONE, Recipients(Audience.EVERYONE))
    await mail.run()
    assert [mail.telegram.rings(chat) for chat in ("20", "21", "22")] == [["Mai họp khóm 3 lúc 19 giờ."]] * 3
    async with house.database.read() as transaction:
        progress = await dispatches.load_progress(transaction, dispatch_id)
    assert (progress.state, progress.sent, progress.total, progress.number) == (DispatchState.DONE, 3, 3, "")
    (row,) = await house.rows(dispatch)
    assert row["revision_id"] is None
    # No post's history tells of it.
    assert [row["action"] for row in await house.rows(audit) if row["action"] == "dispatch-done"] == []


async def test_what_is_for_cadres_does_not_reach_who_is_none_any_more(house: House) -> None:
    for chat in ("20", "21"):
        await house.join(chat, Role.CADRE, subscribed=True)
    mail = Mail(house)
    await send(house, "Họp chi bộ lúc 19 giờ.", Audience.CADRES, Recipients(Audience.CADRES))
    await house.set_role("21", Role.RESIDENT)
    await mail.run()
    assert mail.telegram.rings("20") == ["Họp chi bộ lúc 19 giờ."]
    assert mail.telegram.rings("21") == []


async def test_a_message_that_does_not_say_for_whom_it_is_goes_to_no_resident(house: House) -> None:
    await house.join("20", subscribed=True)
    mail = Mail(house)
    new = NewDispatch(DispatchKind.NEW, Lane.ROUTINE, house.clock.now(), content=reply_to_json(Reply(Markup("Tin"))))
    async with house.database.write() as transaction:
        await dispatches.insert_dispatch(transaction, new, Recipients(Audience.EVERYONE))
    await mail.run()
    assert mail.telegram.rings("20") == []
