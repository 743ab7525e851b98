"""What is kept about a person: see, export, erase."""

from bot import cards
from bot.chat.request import Request, action, command, nothing
from bot.messages.message import Reply
from bot.services import Services


@command("privacy", "riengtu", takes=nothing)
async def privacy(request: Request, services: Services) -> Reply:
    """Xem, tải về hoặc xóa dữ liệu của mình."""
    services.subscriptions.check_own(request.viewer)
    places = [] if request.viewer.group else await services.links.places(request.viewer)
    links = "" if request.viewer.group else cards.links.label(places, services.links.others(places))
    return cards.people.privacy(await services.privacy.profile(request.viewer), links)


@action("privacy.export")
async def export(request: Request, services: Services) -> Reply:
    """The same as a file that a program can read too."""
    return cards.people.privacy_file(await services.privacy.profile(request.viewer))


@action("privacy.ask")
async def ask(request: Request, services: Services) -> Reply:
    """Erasing asks once."""
    services.subscriptions.check_own(request.viewer)
    return cards.people.ask_erase([one.channel for one in await services.links.places(request.viewer)])


@action("privacy.erase")
async def erase(request: Request, services: Services) -> Reply:
    """Erased means gone: not even the conversation is kept."""
    await services.privacy.erase(request.viewer)
    request.talk.forget()
    return cards.people.erased()
