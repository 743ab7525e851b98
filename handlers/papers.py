"""What officials print: a post for the notice board, and the ward's poster."""

from bot import cards
from bot.chat.request import Request, command
from bot.domain.people import Role
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import needed, number_of

MOST_WORDS = 4
"""Of an area's name, behind the command typed without a slash."""


@command("print", "inan", role=Role.WRITER, takes=lambda rest: not rest or number_of(rest) is not None)
async def print_post(request: Request, services: Services) -> Reply:
    """In một tin ra A4 để dán bảng tin, ví dụ: in ấn 12."""
    number = needed(number_of(request.rest), "in ấn 12")
    return cards.papers.board_sheet(await services.papers.of_post(request.viewer, number))


@command("poster", "apphich", role=Role.WRITER, takes=lambda rest: len(rest.split()) <= MOST_WORDS)
async def poster(request: Request, services: Services) -> Reply:
    """In áp phích mời bà con nhận tin, của cả phường hay một khóm."""
    return cards.papers.poster(await services.papers.poster(request.viewer, request.rest))
