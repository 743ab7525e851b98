"""Guides of the ward, by topic."""

from bot import cards
from bot.chat.request import Request, command, nothing
from bot.messages.message import Reply
from bot.services import Services


@command("guides", "huongdan", takes=nothing)
async def guides(request: Request, services: Services) -> Reply:
    """Các bài hướng dẫn của phường, theo chủ đề."""
    page = await services.answers.guides(request.viewer, request.rest, request.offset)
    if not page.items and request.rest and not request.pressed:
        # No guide, and perhaps another post that tells how.
        told = await services.search.about(request.viewer, request.rest)
        return cards.questions.answered(told, await services.ward.info())
    return request.turned(cards.posts.guides(page))
