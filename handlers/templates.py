"""Everyday notices: a few questions about what changes, and the draft is there."""

from bot import cards
from bot.chat.request import Answer, Request, action, step
from bot.domain.templates import TEMPLATES, WHEN, Template, fill, skips
from bot.domain.words import fold_words
from bot.errors import InvalidError, MissingError
from bot.messages.message import Reply
from bot.services import Services
from bot.services.drafts import read_text

ANSWER = "template.answer"


@action("template")
async def begin(request: Request, services: Services) -> Reply:
    """A notice was chosen: its first question."""
    services.posts.check_writer(request.viewer)
    template = _template(request.text)
    request.talk.open(ANSWER, {"template": template.key, "answers": {}})
    return cards.drafts.ask_template(template.questions[0])


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
    if len(data["answers"]) < len(template.questions):
        return cards.drafts.ask_template(template.questions[len(data["answers"])])
    request.talk.close()
    text = fill(template, data["answers"])
    draft = await services.posts.start(
        request.viewer, text, read_text(text), urgent=template.urgent, topic=template.topic or ""
    )
    return Answer(cards.panel.preview(draft))
