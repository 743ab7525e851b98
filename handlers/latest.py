"""The newest posts, meetings, and one post in full."""

import re

from bot import cards
from bot.chat.request import Request, command
from bot.domain.posts import Kind
from bot.domain.words import fold_words
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import number_in

_POST = re.compile(r"tin (?:so )?(?:cb )?\d{1,6}")


@command("latest", "moinhat", "tinmoi", "tinmoinhat")
async def latest(request: Request, services: Services) -> Reply:
    """Tin mới nhất của phường."""
    return request.turned(cards.posts.post_list(await services.answers.latest(request.viewer, offset=request.offset)))


def _names_a_post(text: str) -> bool:
    """Whether all that was typed is a post's number: "tin 12", "tin số 12"."""
    return _POST.fullmatch(fold_words(text)) is not None


@command("read", "doc", "xem", matches=_names_a_post)
async def read(request: Request, services: Services) -> Reply:
    """Đọc toàn văn một tin, ví dụ: đọc 1."""
    number = number_in(request.rest)
    if number is None:
        return cards.posts.post_list(await services.answers.latest(request.viewer))
    return cards.posts.full(await services.answers.read(request.viewer, number))


@command("meetings", "hop")
async def meetings(request: Request, services: Services) -> Reply:
    """Kết quả các cuộc họp, hội nghị."""
    return request.turned(
        cards.posts.post_list(await services.answers.latest(request.viewer, Kind.MEETING, request.offset))
    )
