"""The ward's channel: one message for each public post, which everybody there reads."""

from typing import Any

from bot import cards
from bot.chat.request import WAITS, Answer, AsksRight, Later, Request, action, command, job, step
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.messages.incoming import Origin
from bot.messages.message import Reply
from bot.services import Services

NAMING = "channel.forward"
OFF = ("tat", "thoi", "ngung", "off")


@command("channel", "kenh", role=Role.ADMIN, takes=lambda rest: not rest or fold_words(rest) in OFF)
async def channel(request: Request, services: Services) -> Reply:
    """Đưa tin lên kênh Telegram của phường, hoặc tắt."""
    if fold_words(request.rest) in OFF:
        _leave(request)
        return cards.channels.stopped(await services.broadcasts.stop(request.viewer))
    named = await services.broadcasts.named(request.viewer)
    here = services.broadcasts.may_name(request.viewer)
    if here:
        request.talk.open(NAMING, {}, request.now + WAITS)
    return cards.channels.channel(named, here=here)


@step(NAMING, files=True)
async def forwarded(request: Request, services: Services) -> Reply:
    """A message of the channel, forwarded: it tells which one is meant."""
    named = await services.broadcasts.named(request.viewer)
    if request.origin is None:
        raise InvalidError("channel-forward")
    request.talk.close()
    return cards.channels.ask_use(request.origin, named)


@action("channel.use")
async def use(request: Request, services: Services) -> Answer:
    """Dùng kênh này: the platform is asked whether the bot, and who says so, may post there."""
    await services.broadcasts.named(request.viewer)
    chat_id, _, name = request.text.partition(" ")
    if not chat_id or not name:
        raise MissingError("channel")
    _leave(request)
    # In private a chat's id is its person's, on every platform that has channels.
    asked = {"chat": chat_id, "name": name, "person": request.viewer.chat_id}
    asked["bot"] = request.viewer.route.partition(":")[2]
    return Answer([cards.channels.asking(name)], jobs=[Later("channel.rights", asked)])


async def _ask(payload: dict[str, Any], asks: AsksRight) -> dict[str, Any]:
    chat_id = payload.get("chat", "")
    return payload | {who: await asks(chat_id, payload.get(who, "")) for who in ("bot", "person")}


@job("channel.rights", asking=_ask)
async def answered(request: Request, services: Services, found: dict[str, Any]) -> Reply:
    """What the platform says of who may post there."""
    await services.broadcasts.named(request.viewer)
    name = found.get("name", "")
    if not (found["bot"] and found["person"]):
        return cards.channels.refused(name, bot=found["bot"])
    replaced = await services.broadcasts.name(request.viewer, Origin(found["chat"], name))
    return cards.channels.used(name, replaced)


@action("channel.leave")
async def leave(request: Request, services: Services) -> Reply:
    """Không dùng."""
    await services.broadcasts.named(request.viewer)
    _leave(request)
    return cards.channels.left()


def _leave(request: Request) -> None:
    """End the question which channel it is; what else is open stays so."""
    if request.talk.step == NAMING:
        request.talk.close()
