"""Writing the directory and the answers: a form in one message or a worksheet, and another person's yes where asked."""

from typing import Any

from bot import cards
from bot.chat.request import WAITS, Answer, Later, Request, action, job, step
from bot.domain.facts import FactKind, Written
from bot.domain.people import Role
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.messages.incoming import FileKind
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from bot.services.intake import check_sent, fetch_table
from handlers.attachments import sent_file

FORM = "fact.form"
"""How long a form is waited for: what is typed later is about something else."""
ADD = "them"


def may_write(request: Request) -> bool:
    """Whether buttons for writing are shown."""
    return request.viewer.role >= Role.WRITER and not request.viewer.group


def asks_to_write(request: Request) -> bool:
    """Whether a command goes on with "thêm": an empty form is asked for, or a filled one stands behind it."""
    return not request.pressed and fold_words(request.rest.partition(" ")[0]) == ADD


async def begin(request: Request, services: Services, kind: FactKind) -> Reply | Answer:
    """Take the form that stands behind "thêm", or ask for one."""
    services.facts.check_writer(request.viewer)
    form = "".join(request.text.split(maxsplit=1)[1:])
    if not form:
        return _ask_form(request, kind)
    return await _told(request, services, await services.facts.write(request.viewer, kind, None, form))


def _ask_form(request: Request, kind: FactKind) -> Reply:
    request.talk.open(FORM, {"kind": kind.value, "id": None}, request.now + WAITS)
    return cards.facts.ask_form(kind)


async def _told(request: Request, services: Services, done: Written) -> Answer:
    """Say what was written; where it waits, ask those who may agree."""
    told = Answer([cards.facts.written(done)])
    if done.proposal is None:
        return told
    who = await services.people.name(request.viewer)
    asked = cards.facts.ask_fact_agreement(done.proposal, await services.facts.names_of(done.proposal), who)
    return told + Answer(notices=[Notice(asked, role=Role.APPROVER, besides=request.viewer.person_id)])


def _kind_and_id(request: Request) -> tuple[FactKind, int]:
    words = request.text.split()
    if len(words) != 2 or words[0] not in list(FactKind) or not words[1].isascii() or not words[1].isdigit():
        raise MissingError("fact")
    return FactKind(words[0]), int(words[1][:15])


def _kind(request: Request) -> FactKind:
    word = request.words[0] if request.words else ""
    if word not in list(FactKind):
        raise MissingError("fact")
    return FactKind(word)


@action("fact.add")
async def add(request: Request, services: Services) -> Reply:
    """Thêm: an empty form."""
    services.facts.check_writer(request.viewer)
    return _ask_form(request, _kind(request))


@action("fact.pick")
async def pick(request: Request, services: Services) -> Reply:
    """Sửa, bỏ: which one?"""
    services.facts.check_writer(request.viewer)
    kind = _kind(request)
    return request.turned(cards.facts.pick_fact(kind, await services.facts.named(kind, request.offset)))


@action("fact.edit")
async def edit(request: Request, services: Services) -> Reply:
    """One fact's form, as it is now."""
    kind, fact_id = _kind_and_id(request)
    fields = await services.facts.fields(request.viewer, kind, fact_id)
    request.talk.open(FORM, {"kind": kind.value, "id": fact_id}, request.now + WAITS)
    return cards.facts.ask_form(kind, fields, fact_id)


@step(FORM, files=True, long=True)
async def take_form(request: Request, services: Services) -> Reply | Answer:
    """The form as it is typed, or a worksheet with many rows."""
    services.facts.check_writer(request.viewer)
    kind, fact_id = FactKind(request.talk.data["kind"]), request.talk.data["id"]
    if request.document is not None:
        document = check_sent(request.document)
        if document.kind is not FileKind.DOCUMENT:
            raise InvalidError("fact-file")
        request.talk.close()
        payload = {**sent_file(request, document), "kind": kind.value}
        return Answer([cards.drafts.reading_now()], jobs=[Later("fact.import", payload)])
    done = await services.facts.write(request.viewer, kind, fact_id, request.text)
    request.talk.close()
    return await _told(request, services, done)


@job("fact.import", fetching=fetch_table)
async def finish_import(request: Request, services: Services, result: tuple[dict[str, Any], str]) -> Answer:
    """A worksheet was read: its good rows are written, its bad ones told."""
    payload, text = result
    kind = FactKind(payload["kind"])
    return await _told(request, services, await services.facts.write_rows(request.viewer, kind, text))


@action("fact.drop")
async def ask_drop(request: Request, services: Services) -> Reply:
    """Bỏ hẳn asks once."""
    kind, fact_id = _kind_and_id(request)
    fields = await services.facts.fields(request.viewer, kind, fact_id)
    return cards.facts.ask_drop_fact(kind, fact_id, next(iter(fields.values())))


@action("fact.drop.yes", irrevocable=True)
async def drop(request: Request, services: Services) -> Answer:
    """The second tap."""
    kind, fact_id = _kind_and_id(request)
    done = await services.facts.remove(request.viewer, kind, fact_id)
    if request.talk.step == FORM:
        request.talk.close()
    return await _told(request, services, done)


@action("fact.waiting")
async def show_waiting(request: Request, services: Services) -> Reply:
    """What somebody wants to write, once more, with the buttons to decide."""
    one = await services.facts.undecided(request.viewer, _number(request))
    who = await services.people.name_of(one.asked_by)
    return cards.facts.ask_fact_agreement(one, await services.facts.names_of(one), who)


@action("fact.agree", irrevocable=True)
async def agree(request: Request, services: Services) -> Answer:
    """Đồng ý: what somebody wants to write may stand there."""
    return await _decide(request, services, agreed=True)


@action("fact.decline")
async def decline(request: Request, services: Services) -> Answer:
    """Từ chối: it may not."""
    return await _decide(request, services, agreed=False)


async def _decide(request: Request, services: Services, *, agreed: bool) -> Answer:
    one, done = await services.facts.decide(request.viewer, _number(request), agreed=agreed)
    notices = []
    if one.asked_by is not None:
        who = await services.people.name(request.viewer)
        notices.append(Notice(cards.facts.told_fact_decided(one, done, who), person_id=one.asked_by))
    return Answer([cards.facts.fact_decided(one, done)], notices)


@action("fact.renew")
async def renew(request: Request, services: Services) -> Reply:
    """Còn đúng: an answer whose day is over still holds."""
    return cards.facts.renewed(await services.facts.renew(request.viewer, _number(request)))


def _number(request: Request) -> int:
    numbers = request.numbers(1)
    if numbers is None:
        raise MissingError("fact")
    return numbers[0]
