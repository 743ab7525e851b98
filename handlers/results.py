"""Results: the figures of what was published, by what they are about and by period."""

from bot import cards
from bot.chat.request import Request, action, command
from bot.domain.posts import PostNumber
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.services import Services


@command("results", "ketqua", "solieu")
async def results(request: Request, services: Services) -> Reply:
    """Số liệu theo việc và kỳ, ví dụ: kết quả ngân sách 2023."""
    view = await services.results.find(request.viewer, request.rest, request.offset)
    if not view.page.items and view.page.question and not request.pressed:
        # "Kết quả bầu cử" has no figure, and may still have a post.
        told = await services.search.about(request.viewer, view.page.question)
        if told.best is not None:
            return cards.questions.answered(told, await services.ward.info())
    return request.turned(cards.results.results(view))


@action("results.source")
async def source(request: Request, services: Services) -> Reply:
    """Xem: the post that tells a figure, with its words in bold."""
    return cards.results.figure_in_post(*await services.results.source(request.viewer, *_figure(request)))


@action("results.chart")
async def chart(request: Request, services: Services) -> Reply:
    """Biểu đồ: what a figure is about, over the periods that are known, as a picture."""
    series = await services.results.series(request.viewer, *_figure(request))
    return cards.pictures.figure_series(series, await services.ward.info())


def _figure(request: Request) -> tuple[PostNumber, int]:
    """The post and the place of the figure in it that a button names."""
    typed, _, position = request.text.rpartition(" ")
    number = PostNumber.parse(typed)
    if number is None or not (position.isascii() and position.isdigit() and len(position) < 6):
        raise MissingError("post", number=typed[:20])
    return number, int(position)
