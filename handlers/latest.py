"""The newest posts, meetings, and one post in full."""

from bot import cards
from bot.chat.request import Answer, Request, command, nothing
from bot.messages.message import Reply
from bot.services import Services
from handlers.numbers import number_in
from handlers.subscribe import asked_where


@command("latest", "moinhat", "tinmoi", "tinmoinhat", takes=nothing)
async def latest(request: Request, services: Services) -> Answer:
    """Tin mới nhất của phường."""
    page = await services.answers.latest(request.viewer, offset=request.offset)
    return Answer([request.turned(cards.posts.post_list(page)), *await asked_where(request, services)])


@command("read", "doc", "xem", takes=lambda rest: number_in(rest) is not None)
async def read(request: Request, services: Services) -> Reply:
    """Đọc toàn văn một tin, ví dụ: đọc 1."""
    number = number_in(request.rest)
    if number is None:
        return cards.posts.post_list(await services.answers.latest(request.viewer))
    view = await services.answers.read(request.viewer, number)
    more = cards.reminders.offer(number) if services.reminders.eve(view.post) else ()
    wrong = () if request.viewer.group else ((cards.mistakes.button(number),),)
    paper = ((cards.papers.button(number),),) if services.papers.may_print(request.viewer, view.post) else ()
    return cards.posts.full(view, (*more, *wrong, *paper))


@command("meetings", "hop", takes=nothing)
async def meetings(request: Request, services: Services) -> Reply:
    """Các cuộc họp, hội nghị: sắp tới và đã qua."""
    return request.turned(cards.posts.post_list(await services.answers.meetings(request.viewer, request.offset)))
