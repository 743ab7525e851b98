"""What answers where no handler of a feature does: a stale button, thanks, "hủy", words that nobody understood."""

from collections.abc import Sequence

from bot import cards
from bot.chat.request import LOOKED_AT, Command, Handler, Request
from bot.messages.message import Reply
from bot.services import Services


async def cancel(request: Request, services: Services) -> Reply:
    """ "hủy" gives up the conversation that is open, and nothing else."""
    if request.talk.step is None:
        return cards.refusals.nothing_to_cancel(request.viewer)
    draft = request.talk.data.get("post")
    request.talk.close()
    return cards.refusals.cancelled(draft)


async def acknowledge(request: Request, services: Services) -> Reply:
    """Somebody only says thanks, yes or no."""
    return cards.refusals.acknowledged(request.viewer)


async def stale_button(request: Request, services: Services) -> Reply:
    """A button of an older version, or a forged one."""
    return cards.refusals.stale_button()


async def stale_number(request: Request, services: Services) -> Reply:
    """A number that does not mean anything any more."""
    return cards.refusals.stale_number()


async def ask_word(request: Request, services: Services) -> Reply:
    """The bare number of what cannot be taken back: it wants its word too."""
    return cards.refusals.ask_word(request.text)


async def too_long(request: Request, services: Services) -> Reply:
    """More than anyone types by hand."""
    return cards.refusals.message_too_long()


async def no_text(request: Request, services: Services) -> Reply:
    """A sticker, a voice message."""
    return cards.refusals.only_text()


def suggest(nearest: Sequence[Command]) -> Handler:
    """Words that are no command: the commands that come nearest."""

    async def answer(request: Request, services: Services) -> Reply:
        ward = await services.ward.info()
        commands = [(one.names[0], one.help) for one in nearest]
        return cards.refusals.suggestions(commands, request.text[:LOOKED_AT], ward.hotline)

    return answer
