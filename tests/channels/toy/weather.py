"""The weather that the ward published last."""

from bot import cards
from bot.chat.request import Request, command
from bot.messages.message import Reply
from bot.services import Services


@command("weather", "thoitiet")
async def weather(request: Request, services: Services) -> Reply:
    """Tin thời tiết mới nhất."""
    return cards.posts.post_list(await services.answers.latest(request.viewer))
