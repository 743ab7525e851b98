"""Đăng: a draft goes to whoever must agree, or out to everyone it is meant for."""

from collections.abc import Sequence
from dataclasses import replace

from bot import cards
from bot.chat.request import Answer, Request, action
from bot.domain.delivery import Progress
from bot.domain.drafts import DraftView, Outcome
from bot.domain.life import APPROVES
from bot.domain.measuring import Followed
from bot.domain.people import Role
from bot.domain.posts import Post, PostState
from bot.domain.views import PostView
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from handlers.draft import as_shown, asked_no_more


@action("post.publish", irrevocable=True)
@as_shown
async def publish(request: Request, services: Services, draft: DraftView) -> Answer:
    """Đăng: to whoever must agree, or numbered, findable, and on its way to everyone it is meant for.

    Not where the same text went out since this was written: that is doubted first.
    """
    doubted = await services.posts.asked_anew(request.viewer, draft)
    if doubted is not None:
        return Answer([cards.panel.draft_changed(), *cards.panel.preview(doubted)])
    return await settle(request, services, draft, await services.publishing.publish(request.viewer, draft))


@action("post.alone", irrevocable=True)
@as_shown
async def alone(request: Request, services: Services, draft: DraftView) -> Answer:
    """An admin whom nobody else can check confirms once more."""
    return await settle(request, services, draft, await services.publishing.publish(request.viewer, draft, alone=True))


@action("post.now")
@as_shown
async def ask_at_once(request: Request, services: Services, draft: DraftView) -> Reply:
    """The first tap of going out before anybody agreed."""
    return cards.approval.ask_at_once(draft)


@action("post.now.yes", irrevocable=True)
@as_shown
async def at_once(request: Request, services: Services, draft: DraftView) -> Answer:
    """The second tap: it goes out, and everyone who approves is told to look at it."""
    outcome = await services.publishing.publish(request.viewer, draft, at_once=True)
    settled = await settle(request, services, draft, outcome)
    if outcome.ask:
        return settled
    told = cards.approval.told_unapproved(outcome.post, draft.author, draft.corrects or outcome.post.number)
    notices = asked_no_more(request, draft, draft.author, "cho đăng không chờ duyệt")
    return Answer(notices=[*notices, Notice(told, role=APPROVES, besides=request.viewer.person_id)]) + settled


@action("post.pay", irrevocable=True)
@as_shown
async def pay(request: Request, services: Services, draft: DraftView) -> Answer:
    """An admin agrees to what a fast push costs."""
    outcome = await services.publishing.publish(request.viewer, draft, pay=True)
    settled = await settle(request, services, draft, outcome)
    if draft.own or outcome.post.state is not PostState.SCHEDULED:
        return settled
    told = Notice(cards.publishing.scheduled(outcome.post, request.now), person_id=outcome.post.author_id)
    return Answer(notices=[told]) + settled


async def settle(request: Request, services: Services, draft: DraftView, outcome: Outcome) -> Answer:
    """Answer where a post has come to, and tell those whose turn it is."""
    post, viewer = outcome.post, request.viewer
    if outcome.ask == "alone":
        return Answer([cards.approval.ask_alone(draft)])
    if outcome.ask == "stars":
        question = cards.pushes.ask_stars(post.id, draft.seal, outcome.stars)
        if viewer.role >= Role.ADMIN:
            return Answer([question])
        return Answer([cards.pushes.stars_asked(outcome.stars)], [Notice(question, role=Role.ADMIN)])
    if outcome.ask == "hour":
        return Answer([cards.publishing.approved_late(post)])
    if post.state is PostState.PENDING:
        *exact, panel = cards.panel.preview(await services.publishing.for_approvers(post))
        shown = [*exact, replace(panel, slot=cards.approval.asking_line(post))]
        notices = [Notice(one, person_id=who) for who in outcome.approvers for one in shown]
        return Answer([cards.approval.submitted(post, len(outcome.approvers), draft.seal)], notices)
    if post.state is PostState.SCHEDULED:
        return Answer([cards.publishing.scheduled(post, request.now)])
    replies = gone_out(post, outcome.pushes, correction=draft.corrects is not None)
    scored = await on_the_board(services, post, outcome.measured, draft.view, correction=draft.corrects is not None)
    if draft.own:
        return Answer([*replies, *scored])
    # Its author watches it, whoever let it go.
    return Answer(replies[:1], [Notice(one, person_id=draft.view.post.author_id) for one in (*replies, *scored)])


async def on_the_board(
    services: Services, post: Post, measured: Sequence[Followed], view: PostView | None = None, *, correction: bool
) -> list[Reply]:
    """What a post that has just gone out did to the scoreboard, and what it has for it."""
    # A correction changes what was taken from its post by itself.
    offers = await services.measuring.offers(post, view) if not correction else None
    told = [cards.target_sources.targets_followed(str(post.number), measured)] if measured else []
    return [*told, *([cards.target_sources.target_offers(post, offers)] if offers else [])]


def gone_out(post: Post, pushes: Sequence[Progress], *, correction: bool) -> list[Reply]:
    """What has just gone out, and the live lines of its pushes."""
    done = cards.corrections.corrected(post, pushes) if correction else cards.drafts.published(post)
    return [done, *(cards.pushes.progress(one) for one in pushes)]
