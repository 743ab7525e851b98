"""Pictures of a post: its tables, and its figures to pass on."""

from bot import cards
from bot.chat.request import Answer, Request, action
from bot.domain.views import PostView
from bot.errors import InvalidError, MissingError
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import number_of


async def _post(request: Request, services: Services) -> PostView:
    number = number_of(request.text)
    if number is None:
        raise InvalidError("which-post", example="đọc 12")
    return await services.answers.read(request.viewer, number)


@action("post.tables")
async def tables(request: Request, services: Services) -> Answer:
    """Bảng: each table of a post as a picture."""
    pictures = cards.pictures.post_tables(await _post(request, services))
    if not pictures:
        raise MissingError("table")
    return Answer(pictures)


@action("post.figures")
async def figures(request: Request, services: Services) -> Reply:
    """Ảnh số liệu: the figures of a post on one picture."""
    return cards.pictures.report_figures(await _post(request, services))
