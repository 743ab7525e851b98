"""Whether a message that goes round is the ward's: what was published under its code."""

import re

from bot import cards
from bot.chat.request import Request, command
from bot.messages.message import Reply
from bot.services import Services

_CODE = re.compile(r"[a-z0-9]{4}", re.IGNORECASE | re.ASCII)


def _is_code(words: str) -> bool:
    return not words or _CODE.fullmatch(words.removeprefix("mã ").removeprefix("ma ").strip()) is not None


@command("verify", "xacminh", takes=_is_code)
async def verify(request: Request, services: Services) -> Reply:
    """Xác minh một tin có phải của phường không, bằng mã ghi ở cuối tin."""
    code = request.rest.split()[-1].upper() if request.rest.split() else ""
    if not code:
        return cards.codes.ask_code()
    return cards.codes.verified(code, await services.shelves.of_code(request.viewer, code))
