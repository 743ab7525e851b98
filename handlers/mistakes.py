"""Báo sai: a resident says what is wrong in a post, an official answers."""

from collections.abc import Sequence
from datetime import timedelta

from bot import cards
from bot.chat.request import Answer, Request, action, command, step, timer
from bot.domain.life import APPROVES
from bot.domain.mistakes import Mistake
from bot.domain.people import Role
from bot.errors import MissingError
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from handlers.numbers import needed, number_and_rest, number_of

REPORT, ANSWER = "mistake.words", "mistake.reply"
ASKED_FOR = timedelta(minutes=30)
"""How long a question waits: what is typed later is about something else."""


@command("mistake", "baosai", takes=lambda rest: number_and_rest(rest)[0] is not None or not rest)
async def mistake(request: Request, services: Services) -> Reply | Answer:
    """Báo chỗ sai trong một tin, ví dụ: báo sai 12."""
    number, words = number_and_rest(request.text)
    if number is None and request.viewer.role >= Role.WRITER and not request.viewer.group:
        return cards.mistakes.mistakes(*await services.mistakes.waiting(request.viewer))
    number = needed(number, "baosai 12")
    if words.strip():
        return _reported(await services.mistakes.report(request.viewer, number, words))
    await services.mistakes.check(request.viewer, number)
    request.talk.open(REPORT, {"number": str(number)}, request.now + ASKED_FOR)
    return cards.mistakes.ask_what_is_wrong(number)


@step(REPORT, anyone=True)
async def take_words(request: Request, services: Services) -> Answer:
    """The next message says what is wrong."""
    number = needed(number_of(request.talk.data["number"]), "baosai 12")
    try:
        report = await services.mistakes.report(request.viewer, number, request.text)
    except MissingError:
        # Withdrawn meanwhile, or no longer for them: the number, which they did not type now, is not told again.
        raise MissingError("mistake") from None
    request.talk.close()
    return _reported(report)


def _reported(report: Mistake) -> Answer:
    told = _to_officials(report, cards.mistakes.mistake_reported(report))
    return Answer([cards.mistakes.mistake_taken(report)], [told])


def _to_officials(report: Mistake, reply: Reply) -> Notice:
    return Notice(reply, role=APPROVES, person_id=report.author_id)


@action("mistake.stop")
async def stop(request: Request, services: Services) -> Reply:
    """Thôi: nothing is reported or answered."""
    if request.talk.step not in (REPORT, ANSWER):
        return cards.refusals.stale_button()
    request.talk.close()
    return cards.refusals.cancelled()


@action("mistake.answer")
async def ask_answer(request: Request, services: Services) -> Reply:
    """Trả lời: what?"""
    report = await services.mistakes.answerable(request.viewer, _number(request))
    request.talk.open(ANSWER, {"report": report.id}, request.now + ASKED_FOR)
    return cards.mistakes.ask_mistake_answer(report)


@step(ANSWER, long=True)
async def take_answer(request: Request, services: Services) -> Answer:
    """The next message is the answer; whoever reported it is told."""
    report, person_id = await services.mistakes.answer(request.viewer, request.talk.data.get("report", 0), request.text)
    request.talk.close()
    told = person_id is not None
    notices = [Notice(cards.mistakes.answer_to_reporter(report), person_id=person_id, anyone=True)] if told else []
    return Answer([cards.mistakes.mistake_answered(report, told=told)], notices)


@timer("mistake", lambda services: services.mistakes.due())
async def remind_due(report_id: int, services: Services) -> Sequence[Notice]:
    """A report still waits: its post's author and those who approve are told once more."""
    report = await services.mistakes.remind(report_id)
    return [] if report is None else [_to_officials(report, cards.mistakes.mistake_due(report))]


def _number(request: Request) -> int:
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("mistake")
    return numbers[0]
