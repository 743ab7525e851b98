"""Đăng: a draft goes to whoever must agree, or out to everyone it is meant for."""

from collections.abc import Sequence

from bot import cards
from bot.chat.request import Answer, Request, action
from bot.domain.delivery import Progress
from bot.domain.drafts import DraftView, Outcome
from bot.domain.life import APPROVES
from bot.domain.people import Role
from bot.domain.posts import Post, PostState
from bot.messages.message import Reply
from bot.messages.notice import Notice
from bot.services import Services
from handlers.draft import draft_numbers


async def sealed(request: Request, services: Services) -> tuple[DraftView, list[Reply] | None]:
    """The draft that a button is about; and what to answer instead where the button shows an older one."""
    post_id, seal = draft_numbers(request, 2)
    draft = await services.posts.preview(request.viewer, post_id)
    if draft.seal != seal:
        # A panel further up may still say "chỉ cán bộ": what it shows is not what would go out now.
        return draft, [cards.panel.draft_changed(), *cards.panel.preview(draft)]
    return draft, None


@action("post.publish")
async def publish(request: Request, services: Services) -> Answer:
    """Đăng: to whoever must agree, or numbered, findable, and on its way to everyone it is meant for."""
    draft, changed = await sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    return await settle(
        request, services, draft, await services.publishing.publish(request.viewer, post.id, post.revision)
    )


@action("post.alone")
async def alone(request: Request, services: Services) -> Answer:
    """An admin whom nobody else can check confirms once more."""
    draft, changed = await sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.publish(request.viewer, post.id, post.revision, alone=True)
    return await settle(request, services, draft, outcome)


@action("post.now")
async def ask_at_once(request: Request, services: Services) -> Answer:
    """The first tap of going out before anybody agreed."""
    draft, changed = await sealed(request, services)
    return changed or cards.approval.ask_at_once(draft.view.post.id, draft.seal)


@action("post.now.yes")
async def at_once(request: Request, services: Services) -> Answer:
    """The second tap: it goes out, and everyone who approves is told to look at it."""
    draft, changed = await sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.publish(request.viewer, post.id, post.revision, at_once=True)
    if not outcome.ask:
        told = cards.approval.told_unapproved(outcome.post, draft.author, draft.corrects or outcome.post.number)
        request.notices.append(Notice(told, role=APPROVES, besides=request.viewer.person_id))
    return await settle(request, services, draft, outcome)


@action("post.pay")
async def pay(request: Request, services: Services) -> Answer:
    """An admin agrees to what a fast push costs."""
    draft, changed = await sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.publish(request.viewer, post.id, post.revision, pay=True)
    if not draft.own and outcome.post.state is PostState.SCHEDULED:
        request.notices.append(Notice(cards.publishing.scheduled(outcome.post, request.now), person_id=post.author_id))
    return await settle(request, services, draft, outcome)


async def settle(request: Request, services: Services, draft: DraftView, outcome: Outcome) -> Answer:
    """Answer where a post has come to, and tell those whose turn it is."""
    post, viewer = outcome.post, request.viewer
    if outcome.ask == "alone":
        return cards.approval.ask_alone(post.id, draft.seal)
    if outcome.ask == "stars":
        question = cards.pushes.ask_stars(post.id, draft.seal, outcome.stars)
        if viewer.role >= Role.ADMIN:
            return question
        request.notices.append(Notice(question, role=Role.ADMIN))
        return cards.pushes.stars_asked(outcome.stars)
    if outcome.ask == "hour":
        return cards.publishing.approved_late(post)
    if post.state is PostState.PENDING:
        shown = cards.panel.preview(await services.publishing.for_approvers(post))
        request.notices.extend(Notice(one, person_id=who) for who in outcome.approvers for one in shown)
        return cards.approval.submitted(post, len(outcome.approvers), draft.seal)
    if post.state is PostState.SCHEDULED:
        return cards.publishing.scheduled(post, request.now)
    replies = gone_out(post, outcome.pushes, correction=draft.corrects is not None)
    if draft.own:
        return replies
    # Its author watches it, whoever let it go.
    request.notices.extend(Notice(one, person_id=draft.view.post.author_id) for one in replies)
    return replies[0]


def gone_out(post: Post, pushes: Sequence[Progress], *, correction: bool) -> list[Reply]:
    """What has just gone out, and the live lines of its pushes."""
    done = cards.corrections.corrected(post) if correction else cards.drafts.published(post)
    return [done, *(cards.pushes.progress(one) for one in pushes)]
