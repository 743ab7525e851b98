"""The ward's name, its hotline, topics and areas; kept by admins."""

from bot import cards
from bot.chat.request import Request, command
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.messages.message import Reply
from bot.services import Services


@command("ward", "phuong", role=Role.ADMIN)
async def ward(request: Request, services: Services) -> Reply:
    """Tên phường, đường dây nóng, giờ yên lặng, lời chào, chủ đề, khu vực."""
    services.people.check_admin(request.viewer)
    words = request.words
    value = " ".join(words[1:])
    field = fold_words(words[0]) if words else ""
    if field == "ten" and value:
        await services.ward.rename(request.viewer, value)
        return cards.people.ward_changed("Đã đổi tên phường", value)
    if field in ("hotline", "dienthoai") and value:
        await services.ward.set_hotline(request.viewer, value)
        return cards.people.ward_changed("Đã đổi đường dây nóng", value)
    if field in ("yenlang", "yen") and value:
        quiet = await services.ward.set_quiet(request.viewer, value)
        return cards.people.ward_changed("Giờ yên lặng", quiet or "không đặt")
    if field == "chao" and value:
        welcome = await services.ward.set_welcome(request.viewer, value)
        return cards.people.ward_changed("Lời chào", welcome or "như ban đầu")
    topics = [one.name for one in await services.ward.topics()]
    return cards.people.ward_page(await services.ward.info(), topics, await services.ward.areas())
