"""Whom to call: the ward's directory."""

from bot import cards
from bot.chat.request import Answer, Request, a_change, command
from bot.domain.facts import FactKind
from bot.messages.message import Reply
from bot.services import Services
from handlers.facts import asks_to_write, begin, may_write


@command("contacts", "danhba", "sodienthoai", takes=a_change)
async def contacts(request: Request, services: Services) -> Reply | Answer:
    """Danh bạ: số điện thoại, địa chỉ, giờ làm việc của phường, ví dụ: danh bạ y tế."""
    if asks_to_write(request):
        return await begin(request, services, FactKind.CONTACT)
    ward = await services.ward.info()
    told = await services.search.call(request.viewer, request.rest) if request.rest and not request.pressed else None
    if told is not None:
        return cards.questions.answered(told, ward, unlisted=not told.known) if told else cards.facts.not_listed(ward)
    page = await services.facts.contacts(request.offset)
    return request.turned(cards.facts.directory(ward, page, writes=may_write(request)))
