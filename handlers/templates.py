"""Everyday notices: a few questions about what changes, and the draft is there."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot import cards
from bot.chat.request import WAITS, Answer, Later, Request, action, job, step
from bot.domain.drafts import DraftView
from bot.domain.templates import TEMPLATES, WHEN, Template, fill, skips
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.drafts import read_text

ANSWER = "template.answer"
OPEN = timedelta(days=1)
"""At most: the job that ends it long before must not lose the answers where nobody did jobs for hours."""


@action("template")
async def begin(request: Request, services: Services) -> Answer:
    """A notice was chosen: its first question."""
    services.posts.check_writer(request.viewer)
    template = _template(request.text)
    data = {"template": template.key, "answers": {}, "at": request.now.isoformat()}
    request.talk.open(ANSWER, data, request.now + OPEN)
    return Answer([cards.drafts.ask_template(template.questions[0])], jobs=[Later("template.timeout", {}, WAITS)])


def _template(key: str) -> Template:
    found = next((one for one in TEMPLATES if one.key == key), None)
    if found is None:
        raise MissingError("draft")
    return found


@step(ANSWER, keeps=skips)
async def take_answer(request: Request, services: Services) -> Reply | Answer:
    """One answer; after the last the draft is shown like any other, with what it lacks."""
    services.posts.check_writer(request.viewer)
    data = request.talk.data
    template = _template(data["template"])
    question = template.questions[len(data["answers"])]
    answer = "" if skips(request.text) else " ".join(request.text.split())
    if question.required and not fold_words(answer):
        raise InvalidError("answer-needed")
    if answer and (lacks := question.lacks(answer)):
        raise InvalidError(f"answer-{lacks}")
    data["answers"][question.key] = services.publishing.spelled_out(answer) if question.key == WHEN else answer
    data["at"] = request.now.isoformat()
    if len(data["answers"]) < len(template.questions):
        return cards.drafts.ask_template(template.questions[len(data["answers"])])
    request.talk.close()
    return Answer(cards.panel.preview(await _written(request, services, template, data["answers"])))


async def _written(request: Request, services: Services, template: Template, answers: Mapping[str, str]) -> DraftView:
    """The draft of what was answered."""
    text = fill(template, answers)
    return await services.posts.start(
        request.viewer, text, read_text(text), urgent=template.urgent, topic=template.topic or ""
    )


@job("template.timeout")
async def timeout(request: Request, services: Services, _result: None) -> Reply | Answer:
    """An hour without another answer: what was answered becomes a draft, so that nothing is lost."""
    data = request.talk.data
    if request.talk.step != ANSWER:
        return Answer()
    quiet = request.now - datetime.fromisoformat(data["at"])
    if quiet < WAITS:
        return Answer(jobs=[Later("template.timeout", {}, WAITS - quiet)])
    request.talk.close()
    template, answers = _template(data["template"]), data["answers"]
    if any(one.required and not answers.get(one.key) for one in template.questions):
        return cards.drafts.template_given_up(template.label)
    draft = await _written(request, services, template, answers)
    return Answer([cards.drafts.template_unfinished(), *cards.panel.preview(draft)])
