"""The hour of a post: Hẹn giờ, and Hoàn tác while it waits."""

from datetime import UTC, datetime

from bot import cards
from bot.chat.request import WAITS, Answer, Request, action, step
from bot.domain.drafts import DraftView
from bot.errors import InvalidError
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from handlers.draft import HOUR, as_shown, draft_numbers
from handlers.publish import settle


@action("post.when")
async def ask_hour(request: Request, services: Services) -> Reply:
    """Hẹn giờ: when?"""
    post_id = draft_numbers(request, 1)[0]
    draft = await services.posts.preview(request.viewer, post_id)
    request.talk.open(HOUR, {"post": post_id}, request.now + WAITS)
    return cards.publishing.ask_hour(draft)


@step(HOUR)
async def take_hour(request: Request, services: Services) -> Reply:
    """The next message is the moment; it is said back before anything happens."""
    draft = await services.posts.preview(request.viewer, request.talk.data["post"])
    hour = services.publishing.read_hour(request.text, draft)
    if hour is None:
        raise InvalidError("hour")
    request.talk.close()
    return cards.publishing.confirm_hour(draft, hour.at, past=hour.past, quiet=hour.quiet, until=hour.until)


@action("post.at")
@as_shown
async def set_hour(request: Request, services: Services, draft: DraftView) -> Reply | Answer:
    """The hour is settled: the post goes out then, or to an approver first."""
    at = datetime.fromtimestamp(draft_numbers(request, 3)[2] * 60, UTC)
    if at <= request.now:
        return cards.publishing.confirm_hour(draft, at, past=True)
    return await settle(request, services, draft, await services.publishing.publish(request.viewer, draft, at=at))


@action("post.undo")
async def undo(request: Request, services: Services) -> Answer:
    """Hoàn tác: it does not go out."""
    draft = await services.publishing.undo(request.viewer, draft_numbers(request, 1)[0])
    if not draft.own:
        told = cards.publishing.undone_by_other(draft.view.post, await services.people.name(request.viewer))
        return Answer(
            [cards.publishing.undone(draft, below=False)], [Notice(told, person_id=draft.view.post.author_id)]
        )
    return Answer([cards.publishing.undone(draft), *cards.panel.preview(draft)])
