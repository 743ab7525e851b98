"""The newest posts, meetings, and one post in full."""

from bot import cards
from bot.channels.base import Reply
from bot.chat.request import Request, command
from bot.domain.posts import Kind, PostNumber
from bot.services import Services


@command("latest", "moinhat", "tinmoi", "tinmoinhat")
async def latest(request: Request, services: Services) -> Reply:
    """Tin mới nhất của phường."""
    return cards.post_list(await services.answers.latest(request.viewer, offset=request.offset))


@command("read", "doc", "xem")
async def read(request: Request, services: Services) -> Reply:
    """Đọc toàn văn một tin, ví dụ: đọc 1."""
    number = PostNumber.parse(request.rest.removeprefix("tin").strip())
    if number is None:
        return cards.post_list(await services.answers.latest(request.viewer))
    return cards.full(await services.answers.read(request.viewer, number))


@command("meetings", "hop")
async def meetings(request: Request, services: Services) -> Reply:
    """Kết quả các cuộc họp, hội nghị."""
    return cards.post_list(await services.answers.latest(request.viewer, Kind.MEETING, request.offset))
