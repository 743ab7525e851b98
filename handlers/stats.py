"""The ward's own numbers, for officials."""

from bot import cards
from bot.chat.request import Request, action, command, nothing
from bot.domain.people import Role
from bot.messages.message import Reply
from bot.services import Services


@command("stats", "thongke", role=Role.WRITER, takes=nothing)
async def stats(request: Request, services: Services) -> Reply:
    """Thống kê: bao nhiêu người nhận tin, ở đâu, các tin gần nhất đến được ai."""
    return cards.stats.ward_numbers(await services.statistics.of_ward(request.viewer))


@action("stats.picture")
async def picture(request: Request, services: Services) -> Reply:
    """Biểu đồ: the same as a picture."""
    return cards.stats.ward_picture(await services.statistics.of_ward(request.viewer), await services.ward.info())
