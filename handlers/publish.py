"""From Đăng to everyone's phone: a second person agrees, the hour, Hoàn tác, and what the clock does."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot import cards
from bot.channels.base import Reply
from bot.chat.request import Answer, Notice, Request, action, due, step
from bot.domain.delivery import Progress
from bot.domain.life import APPROVES
from bot.domain.pages import DraftView, Fired, Outcome
from bot.domain.people import Role
from bot.domain.posts import Post, PostState
from bot.errors import InvalidError, MissingError
from bot.services import Services
from handlers.draft import ASKING, draft_numbers

HOUR, REASON = ASKING[-2:]
DECISIONS = {"return": "trả lại", "reject": "từ chối"}


async def _sealed(request: Request, services: Services) -> tuple[DraftView, list[Reply] | None]:
    """The draft that a button is about; and what to answer instead where the button shows an older one."""
    post_id, seal = draft_numbers(request, 2)
    draft = await services.posts.preview(request.viewer, post_id)
    if draft.seal != seal:
        # A panel further up may still say "chỉ cán bộ": what it shows is not what would go out now.
        return draft, [cards.draft_changed(), *cards.preview(draft)]
    return draft, None


@action("post.publish")
async def publish(request: Request, services: Services) -> Answer:
    """Đăng: to whoever must agree, or numbered, findable, and on its way to everyone it is meant for."""
    draft, changed = await _sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    return await _settle(
        request, services, draft, await services.publishing.publish(request.viewer, post.id, post.revision)
    )


@action("post.alone")
async def alone(request: Request, services: Services) -> Answer:
    """An admin whom nobody else can check confirms once more."""
    draft, changed = await _sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.publish(request.viewer, post.id, post.revision, alone=True)
    return await _settle(request, services, draft, outcome)


@action("post.now")
async def ask_at_once(request: Request, services: Services) -> Answer:
    """The first tap of going out before anybody agreed."""
    draft, changed = await _sealed(request, services)
    return changed or cards.ask_at_once(draft.view.post.id, draft.seal)


@action("post.now.yes")
async def at_once(request: Request, services: Services) -> Answer:
    """The second tap: it goes out, and everyone who approves is told to look at it."""
    draft, changed = await _sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.publish(request.viewer, post.id, post.revision, at_once=True)
    if not outcome.ask:
        told = cards.told_unapproved(outcome.post, draft.author, draft.corrects or outcome.post.number)
        request.notices.append(Notice(told, role=APPROVES, besides=request.viewer.person_id))
    return await _settle(request, services, draft, outcome)


@action("post.pay")
async def pay(request: Request, services: Services) -> Answer:
    """An admin agrees to what a fast push costs."""
    draft, changed = await _sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.publish(request.viewer, post.id, post.revision, pay=True)
    if not draft.own and outcome.post.state is PostState.SCHEDULED:
        request.notices.append(Notice(cards.scheduled(outcome.post, request.now), person_id=post.author_id))
    return await _settle(request, services, draft, outcome)


async def _settle(request: Request, services: Services, draft: DraftView, outcome: Outcome) -> Answer:
    """Answer where a post has come to, and tell those whose turn it is."""
    post, viewer = outcome.post, request.viewer
    if outcome.ask == "alone":
        return cards.ask_alone(post.id, draft.seal)
    if outcome.ask == "stars":
        question = cards.ask_stars(post.id, draft.seal, outcome.stars)
        if viewer.role >= Role.ADMIN:
            return question
        request.notices.append(Notice(question, role=Role.ADMIN))
        return cards.stars_asked(outcome.stars)
    if outcome.ask == "hour":
        return cards.approved_late(post)
    if post.state is PostState.PENDING:
        shown = cards.preview(await services.publishing.for_approvers(post))
        request.notices.extend(Notice(one, person_id=who) for who in outcome.approvers for one in shown)
        return cards.submitted(post, len(outcome.approvers), draft.seal)
    if post.state is PostState.SCHEDULED:
        return cards.scheduled(post, request.now)
    replies = _out(post, outcome.pushes, correction=draft.corrects is not None)
    if draft.own:
        return replies
    # Its author watches it, whoever let it go.
    request.notices.extend(Notice(one, person_id=draft.view.post.author_id) for one in replies)
    return replies[0]


def _out(post: Post, pushes: Sequence[Progress], *, correction: bool) -> list[Reply]:
    """What has just gone out, and the live lines of its pushes."""
    done = cards.corrected(post) if correction else cards.published(post)
    return [done, *(cards.progress(one) for one in pushes)]


# --- a second person ------------------------------------------------------------------------------------------------


@action("post.approve")
async def approve(request: Request, services: Services) -> Answer:
    """Duyệt: it goes out; its author is told."""
    draft, changed = await _sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    outcome = await services.publishing.approve(request.viewer, post.id, post.revision)
    who = await services.people.name(request.viewer)
    told = cards.told_approved(outcome.post, who, request.now, late=outcome.ask == "hour")
    request.notices.append(Notice(told, person_id=post.author_id))
    return await _settle(request, services, draft, outcome)


@action("post.return")
async def ask_return(request: Request, services: Services) -> Answer:
    """Trả lại: why?"""
    return await _ask_reason(request, services, "return")


@action("post.reject")
async def ask_reject(request: Request, services: Services) -> Answer:
    """Từ chối: why?"""
    return await _ask_reason(request, services, "reject")


async def _ask_reason(request: Request, services: Services, decision: str) -> Answer:
    draft, changed = await _sealed(request, services)
    if changed:
        return changed
    post = draft.view.post
    services.publishing.check_pending(request.viewer, post)
    request.talk.open(REASON, {"post": post.id, "revision": post.revision, "decision": decision})
    return cards.ask_reason(DECISIONS[decision])


@step(REASON)
async def decide(request: Request, services: Services) -> Answer:
    """The next message is the reason."""
    services.posts.check_writer(request.viewer)
    data = request.talk.data
    returning = data["decision"] == "return"
    act = services.publishing.send_back if returning else services.publishing.reject
    post = await act(request.viewer, data["post"], data["revision"], request.text)
    request.talk.close()
    tell = cards.told_returned if returning else cards.told_rejected
    who = await services.people.name(request.viewer)
    reason = " ".join(request.text.split())
    request.notices.append(Notice(tell(post, who, reason), person_id=post.author_id))
    return cards.decided(post, DECISIONS[data["decision"]])


@action("post.reviewed")
async def reviewed(request: Request, services: Services) -> Reply:
    """A post that went out before anybody agreed was looked at."""
    return cards.reviewed(await services.publishing.reviewed(request.viewer, draft_numbers(request, 1)[0]))


# --- the hour -------------------------------------------------------------------------------------------------------


@action("post.when")
async def ask_hour(request: Request, services: Services) -> Reply:
    """Hẹn giờ: when?"""
    post_id = draft_numbers(request, 1)[0]
    await services.posts.preview(request.viewer, post_id)
    request.talk.open(HOUR, {"post": post_id})
    return cards.ask_hour()


@step(HOUR)
async def take_hour(request: Request, services: Services) -> Answer:
    """The next message is the moment; it is said back before anything happens."""
    draft = await services.posts.preview(request.viewer, request.talk.data["post"])
    hour = services.publishing.read_hour(request.text)
    if hour is None:
        raise InvalidError("hour")
    request.talk.close()
    return cards.confirm_hour(draft.view.post.id, draft.seal, hour.at, past=hour.past, quiet=hour.quiet)


@action("post.at")
async def set_hour(request: Request, services: Services) -> Answer:
    """The hour is settled: the post goes out then, or to an approver first."""
    numbers = request.numbers(3)
    if numbers is None:
        raise MissingError("draft")
    post_id, seal, minutes = numbers
    draft = await services.posts.preview(request.viewer, post_id)
    if draft.seal != seal:
        return [cards.draft_changed(), *cards.preview(draft)]
    at = datetime.fromtimestamp(minutes * 60, UTC)
    if at <= request.now:
        return cards.confirm_hour(post_id, seal, at, past=True, quiet=False)
    outcome = await services.publishing.publish(request.viewer, post_id, draft.view.post.revision, at=at)
    return await _settle(request, services, draft, outcome)


@action("post.undo")
async def undo(request: Request, services: Services) -> Answer:
    """Hoàn tác: it does not go out."""
    draft = await services.publishing.undo(request.viewer, draft_numbers(request, 1)[0])
    if not draft.own:
        told = cards.undone_by_other(draft.view.post, await services.people.name(request.viewer))
        request.notices.append(Notice(told, person_id=draft.view.post.author_id))
        return cards.undone(below=False)
    return [cards.undone(), *cards.preview(draft)]


# --- what the clock does ----------------------------------------------------------------------------------------------


@due("publish")
async def publish_due(post_id: int, services: Services) -> Sequence[Notice]:
    """A scheduled post goes out, or its author is told why not."""
    fired = await services.publishing.fire(post_id)
    return [] if fired is None else _told(fired)


def _told(fired: Fired) -> list[Notice]:
    post, author = fired.post, fired.author
    if fired.held == "author":
        # Somebody without the right to write cannot decide any more.
        return [Notice(cards.orphaned(post), role=Role.ADMIN, besides=post.author_id)]
    if fired.held or author is None:
        return [Notice(cards.held(post, fired.held), person_id=post.author_id)]
    replies = _out(post, fired.pushes, correction=fired.correction)
    return [Notice(one, person_id=author.person_id) for one in replies]


@due("remind")
async def remind_due(post_id: int, services: Services) -> Sequence[Notice]:
    """Nobody has answered: approvers and admins are asked once more, and the author is told."""
    post = await services.publishing.remind(post_id)
    if post is None:
        return []
    author = await services.people.name_of(post.author_id)
    return [
        Notice(cards.reminder(post, author), role=APPROVES, besides=post.author_id),
        Notice(cards.reminded(post), person_id=post.author_id),
    ]


@due("expire")
async def expire_due(post_id: int, services: Services) -> Sequence[Notice]:
    """A notice whose time is over ends."""
    fired = await services.corrections.expire(post_id)
    return [] if fired is None else [Notice(cards.ended(fired.post), person_id=fired.post.author_id)]
