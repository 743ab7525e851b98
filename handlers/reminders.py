"""Being reminded of an event, and taking it into one's own calendar."""

from collections.abc import Sequence

from bot import cards
from bot.chat.request import Request, action, command, timer
from bot.errors import InvalidError
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.sessions import sessions_of
from handlers.numbers import needed, number_in, number_of


@command("remind", "nhac", "nhactoi", takes=lambda rest: number_in(rest) is not None)
async def remind(request: Request, services: Services) -> Reply:
    """Nhắc trước một hôm, ví dụ: nhắc 12."""
    number = needed(number_in(request.rest), "nhac 12")
    post, at = await services.reminders.ask(request.viewer, number)
    return cards.reminders.will_remind(post, at)


@action("remind.drop")
async def drop(request: Request, services: Services) -> Reply:
    """Thôi, đừng nhắc."""
    number = needed(number_of(request.rest), "nhac 12")
    return cards.reminders.not_reminded(await services.reminders.drop(request.viewer, number))


@action("calendar")
async def calendar(request: Request, services: Services) -> Reply:
    """An event as a file for a phone's calendar."""
    view = await services.answers.read(request.viewer, needed(number_of(request.rest), "doc 12"))
    sessions = sessions_of(view.post)
    if not sessions:
        raise InvalidError("no-event", number=str(view.post.number))
    return cards.reminders.calendar_file(view, sessions)


@timer("reminder", lambda services: services.reminders.due())
async def remind_due(post_id: int, services: Services) -> Sequence[Notice]:
    """The eve of an event has come: those who asked are reminded; nobody else is told."""
    await services.reminders.remind(post_id)
    return []
