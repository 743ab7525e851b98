"""Who may do what: inviting, listing, revoking."""

from bot import cards
from bot.channels.base import Reply
from bot.chat.request import Request, action, command
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.services import Services
from bot.services.people import INVITE_LIFE

ROLE_WORDS = {
    "can bo": Role.CADRE,
    "soan": Role.WRITER,
    "soan tin": Role.WRITER,
    "duyet": Role.APPROVER,
    "nguoi duyet": Role.APPROVER,
    "quan tri": Role.ADMIN,
    **{role.code: role for role in Role if role is not Role.RESIDENT},
}


@command("invite", "moi", role=Role.ADMIN)
async def invite(request: Request, services: Services) -> Reply:
    """Tạo mã mời cán bộ, người soạn, người duyệt, quản trị."""
    role = ROLE_WORDS.get(fold_words(request.rest))
    if role is None:
        services.people.check_admin(request.viewer)
        return cards.invite_usage()
    return cards.invited(role, await services.people.invite(request.viewer, role), INVITE_LIFE.days)


@command("people", "nhansu", role=Role.ADMIN)
async def people(request: Request, services: Services) -> Reply:
    """Xem những ai có vai trò trong bot."""
    return cards.members(await services.people.members(request.viewer), request.viewer)


@command("revoke", "thuhoiquyen", role=Role.ADMIN)
async def revoke(request: Request, services: Services) -> Reply:
    """Thu quyền của một người."""
    members = await services.people.members(request.viewer)
    numbers = request.numbers(1)
    if numbers is None:
        return cards.members(members, request.viewer)
    member = next((one for one in members if one.person_id == numbers[0]), None)
    if member is None:
        raise MissingError("person")
    return cards.ask_revoke(member)


@action("revoke.yes")
async def revoke_yes(request: Request, services: Services) -> Reply:
    """The second tap."""
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("person")
    return cards.revoked(await services.people.revoke(request.viewer, numbers[0]))
