"""Who may do what: inviting, listing, revoking."""

from dataclasses import replace

from bot import cards
from bot.chat.request import Answer, Request, action, command
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.messages.notice import Notice
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


@command("invite", "moi", role=Role.ADMIN, irrevocable=True)
async def invite(request: Request, services: Services) -> Reply | Answer:
    """Tạo mã mời cán bộ, người soạn, người duyệt, quản trị."""
    role = ROLE_WORDS.get(fold_words(request.rest))
    if role is None:
        services.people.check_admin(request.viewer)
        return cards.roles.invite_usage()
    asked = await services.people.invite(request.viewer, role)
    told = [] if asked.change_id is None else [_to_admins(request, cards.roles.ask_agreement(asked))]
    ward, link = await services.ward.info(), services.people.link(request.viewer, asked.code)
    forwarded = cards.roles.to_forward(asked, INVITE_LIFE.days, ward.name, link)
    return Answer([cards.roles.invited(asked, INVITE_LIFE.days), forwarded], told)


@command("people", "nhansu", role=Role.ADMIN)
async def people(request: Request, services: Services) -> Reply:
    """Xem những ai có vai trò trong bot."""
    return cards.roles.members(await services.people.members(request.viewer), request.viewer)


@command("revoke", "thuhoiquyen", role=Role.ADMIN)
async def revoke(request: Request, services: Services) -> Reply:
    """Thu quyền của một người."""
    members = await services.people.members(request.viewer)
    numbers = request.numbers(1)
    if numbers is None:
        return cards.roles.members(members, request.viewer)
    member = next((one for one in members if one.person_id == numbers[0]), None)
    if member is None:
        raise MissingError("person")
    return cards.roles.ask_revoke(member)


@action("revoke.yes", irrevocable=True)
async def revoke_yes(request: Request, services: Services) -> Answer:
    """The second tap."""
    done = await services.people.revoke(request.viewer, _number(request, "person"))
    told = [] if done.change_id is None else [_to_admins(request, cards.roles.tell_revoked(done))]
    person_id = done.member.person_id
    gone = [replace(cards.roles.role_gone(done), menu=()), cards.people.large_keys(Role.RESIDENT)]
    told += [Notice(one, person_id=person_id, anyone=True) for one in gone if person_id != request.viewer.person_id]
    return Answer([cards.roles.revoked(done)], told)


@action("role.agree", irrevocable=True)
async def agree(request: Request, services: Services) -> Answer:
    """Đồng ý: another admin's code may be used."""
    return await _decide(request, services, agreed=True)


@action("role.decline")
async def decline(request: Request, services: Services) -> Answer:
    """Từ chối: it may not."""
    return await _decide(request, services, agreed=False)


@action("role.back", irrevocable=True)
async def give_back(request: Request, services: Services) -> Answer:
    """Trả lại quyền: a role was taken away by mistake."""
    return await _decide(request, services, agreed=True, back=True)


async def _decide(request: Request, services: Services, *, agreed: bool, back: bool = False) -> Answer:
    done = await services.people.decide(request.viewer, _number(request, "role-change"), agreed=agreed, back=back)
    told = [_to_admins(request, cards.roles.tell_role_decided(done))]
    if done.person_id is not None:
        back_again = replace(cards.roles.role_back(done), menu=request.menu(done.role))
        told.append(Notice(back_again, person_id=done.person_id))
    return Answer([cards.roles.role_decided(done)], told)


def _to_admins(request: Request, reply: Reply) -> Notice:
    """The same for every other admin."""
    return Notice(reply, role=Role.ADMIN, besides=request.viewer.person_id)


def _number(request: Request, missing: str) -> int:
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError(missing)
    return numbers[0]
