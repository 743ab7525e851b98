"""Words of the ward's people beside those of its notices."""

from bot import cards
from bot.chat.request import Request, command
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.services import Services


@command("synonyms", "tucungnghia", "tudong", role=Role.ADMIN)
async def synonyms(request: Request, services: Services) -> Reply:
    """Từ cùng nghĩa khi tìm tin, ví dụ: /tucungnghia them lốc xoáy, vòi rồng."""
    act, _, rest = request.rest.partition(" ")
    if fold_words(act) == "them" and rest:
        return cards.synonyms.added(await services.synonyms.add(request.viewer, rest))
    if fold_words(act) == "bo" and rest:
        if not rest.isascii() or not rest.isdigit() or len(rest) > 15:
            raise MissingError("synonyms")
        return cards.synonyms.removed(await services.synonyms.remove(request.viewer, int(rest)))
    return cards.synonyms.synonyms(await services.synonyms.groups(request.viewer))
