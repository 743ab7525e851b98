"""What became of a post, and what was put right in a year."""

from bot import cards
from bot.chat.request import Request, action, command
from bot.errors import InvalidError, MissingError
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import number_in, number_of


@command("history", "lichsu", takes=lambda rest: not rest or number_in(rest) is not None)
async def history(request: Request, services: Services) -> Reply:
    """Xem một tin được đăng, đính chính, thu hồi khi nào, ví dụ: lịch sử 12."""
    number = number_in(request.rest)
    if number is None:
        raise InvalidError("which-history")
    return request.turned(cards.history.history(await services.history.of_post(request.viewer, number, request.offset)))


@action("history.text")
async def withdrawn_text(request: Request, services: Services) -> Reply:
    """What a withdrawn post said, for officials who have to write it anew."""
    number = number_of(request.text)
    if number is None:
        raise MissingError("post", number="…")
    return cards.history.withdrawn_text(await services.history.withdrawn(request.viewer, number))


@command("corrections", "dadinhchinh", "dinhchinhnam", "suasai")
async def corrections(request: Request, services: Services) -> Reply:
    """Xem các tin đã đính chính, thu hồi trong năm."""
    year = next((int(word) for word in request.words if len(word) == 4 and word.isascii() and word.isdigit()), None)
    return request.turned(cards.history.errata(await services.history.errata(request.viewer, year, request.offset)))
