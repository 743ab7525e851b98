"""What is still ahead in the ward."""

from bot import cards
from bot.chat.request import Request, command, nothing
from bot.messages.message import Reply
from bot.services import Services


@command("upcoming", "sapden", "saptoi", takes=nothing)
async def upcoming(request: Request, services: Services) -> Reply:
    """Sắp tới có gì, ví dụ: hôm nay, tuần này, cuối tuần có gì."""
    return request.turned(
        cards.coming.upcoming(await services.upcoming.coming(request.viewer, request.rest, request.offset))
    )
