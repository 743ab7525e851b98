"""Common questions and the ward's answers to them."""

from bot import cards
from bot.chat.request import Answer, Request, command, timer
from bot.domain.facts import FactKind
from bot.domain.people import Role
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from handlers.facts import asks_to_write, begin, may_write
from handlers.numbers import number_of


@command("answers", "hoidap", takes=lambda rest: not rest or number_of(rest) is not None)
async def answers(request: Request, services: Services) -> Reply | Answer:
    """Hỏi đáp: những điều bà con hay hỏi, ví dụ: hỏi đáp 1."""
    if asks_to_write(request):
        return await begin(request, services, FactKind.ANSWER)
    ward = await services.ward.info()
    if request.rest.isascii() and request.rest.isdigit() and len(request.rest) < 16:
        one, sure = await services.facts.answer(int(request.rest))
        return cards.facts.answer(one, ward, sure=sure)
    if request.rest:
        return cards.questions.answered(await services.search.about(request.viewer, request.rest), ward)
    page = await services.facts.answers(request.offset)
    return request.turned(cards.facts.answers(page, writes=may_write(request)))


@timer("review", lambda services: services.facts.due_for_review())
async def review_due(answer_id: int, services: Services) -> list[Notice]:
    """An answer's last sure day is over: its author is asked whether it still holds, else admins are."""
    asked = await services.facts.ask_review(answer_id)
    if asked is None:
        return []
    one, author_id = asked
    reply = cards.facts.ask_review(one)
    return [Notice(reply, person_id=author_id) if author_id is not None else Notice(reply, role=Role.ADMIN)]
