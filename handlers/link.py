"""One person at several addresses: Telegram and Zalo, each post once."""

from bot import cards
from bot.chat.request import Answer, Request, action, command, step
from bot.domain.links import CODE_LIFE, OFFER_OPEN, code_in
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import LateError, MissingError
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services

OFFERED = "link.offered"
_AGREES = ("dong y", "lien ket", "co", "co lien ket", "ok")
_NAMED = ("zalo", "telegram", "voi zalo", "voi telegram", "telegram zalo", "zalo telegram", "telegram voi zalo")


def _takes(rest: str) -> bool:
    return not rest or fold_words(rest) in _NAMED or bool(code_in(rest))


@command("link", "lienket", matches=lambda text: bool(code_in(text)), takes=_takes)
async def link(request: Request, services: Services) -> Reply:
    """Liên kết Telegram với Zalo, để mỗi tin chỉ đến một lần."""
    services.links.check(request.viewer)
    code = code_in(request.rest)
    if code:
        offer = await services.links.use(request.viewer, code)
        if offer is None:
            return cards.links.wrong_code(code)
        request.talk.open(OFFERED, {"address": offer.address_id, "token": offer.token}, request.now + OFFER_OPEN)
        return cards.links.offer(offer)
    places = await services.links.places(request.viewer)
    if len(places) > 1:
        return cards.links.standing(places)
    fresh = await services.links.new_code(request.viewer)
    return cards.links.code(fresh, services.links.others(places), CODE_LIFE)


@step(OFFERED, takes=lambda text: fold_words(text[:20]) in _AGREES, anyone=True)
async def typed_agreement(request: Request, services: Services) -> Reply | Answer:
    """ "đồng ý" as it is typed."""
    return await _join(request, services)


@action("link.yes")
async def join(request: Request, services: Services) -> Answer:
    """Liên kết: two addresses become one person's."""
    _check_offer(request)
    return await _join(request, services)


def _check_offer(request: Request) -> None:
    """A button is about the offer above it, and an offer that came later is another's."""
    if request.talk.step != OFFERED or str(request.talk.data.get("address")) != request.rest:
        raise LateError("link-late")


async def _join(request: Request, services: Services) -> Answer:
    token = request.talk.data.get("token")
    if not isinstance(token, str):
        raise LateError("link-late")
    done = await services.links.join(request.viewer, token)
    request.talk.close()
    told = []
    if done.office.address_id != request.viewer.address_id:
        told.append(Notice(cards.links.tell_linked(done), person_id=done.person_id, anyone=True))
    if done.waits is not None:
        told.append(Notice(cards.links.ask_confirm(done, done.waits), role=Role.ADMIN, besides=done.person_id))
    return Answer([cards.links.joined(done)], told)


@action("link.no")
async def decline(request: Request, services: Services) -> Reply:
    """Không: nothing is linked."""
    _check_offer(request)
    request.talk.close()
    return cards.links.declined()


@action("link.wish")
async def wish(request: Request, services: Services) -> Reply:
    """Nhận ở …: where posts come from now on."""
    return cards.links.standing(await services.links.wish(request.viewer, request.rest), replace=True)


@action("link.part")
async def ask_part(request: Request, services: Services) -> Reply:
    """Tách ra asks once."""
    services.links.check(request.viewer)
    return cards.links.ask_part(await services.links.leaving(request.viewer), request.viewer.role)


@action("link.part.yes")
async def part(request: Request, services: Services) -> Reply:
    """Tách ra: two persons again."""
    services.links.check(request.viewer)
    return cards.links.parted(await services.links.part(request.viewer))


@action("link.confirm", irrevocable=True)
async def confirm(request: Request, services: Services) -> Answer:
    """Xác nhận: an official's other address has their role too."""
    numbers = request.numbers(2)
    if numbers is None:
        raise MissingError("person")
    done = await services.links.confirm(request.viewer, *numbers)
    own = done.person_id == request.viewer.person_id
    told = [] if own else [Notice(cards.links.tell_confirmed(done), person_id=done.person_id)]
    return Answer([cards.links.confirmed(done)], told)
