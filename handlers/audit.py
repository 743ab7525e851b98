"""Who did what: the newest, by post, by person."""

from bot import cards
from bot.chat.request import Request, action, command
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import number_of

TARGETS = "chi tieu"


@command("audit", "nhatky", role=Role.ADMIN)
async def audit(request: Request, services: Services) -> Reply:
    """Xem ai đã làm gì, ví dụ: nhật ký 12, nhật ký chỉ tiêu, hoặc nhật ký và tên một người."""
    asked, viewer = request.rest, request.viewer
    if fold_words(asked) == TARGETS:
        origins = await services.targets.origins(viewer, request.offset)
        return request.turned(cards.target_sources.target_origins(origins))
    if not asked:
        return request.turned(cards.audit.audit_page(await services.audit.newest(viewer, request.offset)))
    number = number_of(asked)
    if number is not None:
        page = await services.audit.of_post(viewer, number, request.offset)
        return request.turned(cards.audit.audit_of_post(page, number))
    found = await services.audit.named(viewer, asked)
    return (
        await _of_person(request, services, found[0][0]) if len(found) == 1 else cards.audit.which_person(asked, found)
    )


@action("audit.person")
async def person(request: Request, services: Services) -> Reply:
    """One of several people of a name, or another page of one."""
    if not request.rest.isascii() or not request.rest.isdigit() or len(request.rest) > 15:
        raise MissingError("audit-person")
    return await _of_person(request, services, int(request.rest))


async def _of_person(request: Request, services: Services, person_id: int) -> Reply:
    name, page = await services.audit.of_person(request.viewer, person_id, request.offset)
    return request.turned(cards.audit.audit_of_person(page, person_id, name))
