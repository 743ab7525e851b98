"""Finding posts by words."""

from bot import cards
from bot.chat.request import Request, command
from bot.messages.message import Reply
from bot.services import Services


@command("search", "tim", "timkiem")
async def search(request: Request, services: Services) -> Reply:
    """Tìm tin, không cần gõ dấu, ví dụ: tìm cúp điện."""
    page = await services.search.find(request.viewer, request.rest, request.offset)
    if page.offset:
        return request.turned(cards.posts.search_results(page))
    known = cards.facts.known_lines(await services.search.known(page.question), await services.ward.info())
    return request.turned(cards.posts.search_results(page, known))
