"""A second person looks at a draft: Duyệt, Trả lại, Từ chối."""

from bot import cards
from bot.chat.request import WAITS, Answer, Request, action, step
from bot.domain.drafts import DraftView
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from handlers.draft import REASON, as_shown, asked_no_more, draft_numbers
from handlers.publish import settle

DECISIONS = {"return": "trả lại", "reject": "từ chối"}


@action("post.approve", irrevocable=True)
@as_shown
async def approve(request: Request, services: Services, draft: DraftView) -> Answer:
    """Duyệt: it goes out; its author is told."""
    outcome = await services.publishing.approve(request.viewer, draft)
    who = await services.people.name(request.viewer)
    told = cards.publishing.told_approved(outcome.post, who, request.now, late=outcome.ask == "hour")
    settled = await settle(request, services, draft, outcome)
    others = asked_no_more(request, draft, who, "duyệt")
    return Answer(notices=[Notice(told, person_id=draft.view.post.author_id), *others]) + settled


@action("post.return")
@as_shown
async def ask_return(request: Request, services: Services, draft: DraftView) -> Reply:
    """Trả lại: why?"""
    return _ask_reason(request, services, draft, "return")


@action("post.reject")
@as_shown
async def ask_reject(request: Request, services: Services, draft: DraftView) -> Reply:
    """Từ chối: why?"""
    return _ask_reason(request, services, draft, "reject")


def _ask_reason(request: Request, services: Services, draft: DraftView, decision: str) -> Reply:
    post = draft.view.post
    services.publishing.check_pending(request.viewer, post)
    request.talk.open(REASON, {"post": post.id, "revision": post.revision, "decision": decision}, request.now + WAITS)
    return cards.approval.ask_reason(draft, DECISIONS[decision])


@step(REASON, long=True)
async def decide(request: Request, services: Services) -> Answer:
    """The next message is the reason."""
    services.posts.check_writer(request.viewer)
    data = request.talk.data
    returning = data["decision"] == "return"
    draft = await services.posts.preview(request.viewer, data["post"])
    act = services.publishing.send_back if returning else services.publishing.reject
    post = await act(request.viewer, data["post"], data["revision"], request.text)
    request.talk.close()
    tell = cards.approval.told_returned if returning else cards.approval.told_rejected
    who = await services.people.name(request.viewer)
    reason = " ".join(request.text.split())
    told = Notice(tell(post, who, reason), person_id=post.author_id)
    decided = DECISIONS[data["decision"]]
    others = asked_no_more(request, draft, who, decided)
    return Answer([cards.approval.decided(post, decided)], [told, *others])


@action("post.reviewed")
async def reviewed(request: Request, services: Services) -> Reply:
    """A post that went out before anybody agreed was looked at."""
    return cards.approval.reviewed(await services.publishing.reviewed(request.viewer, draft_numbers(request, 1)[0]))
