"""What the clock does: a post goes out, approvers are asked again, a notice ends, people's own hours come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import cards
from bot.chat.request import timer
from bot.domain.drafts import Fired
from bot.domain.life import APPROVES
from bot.domain.people import Role
from bot.messages.notice import Notice
from bot.services import Services
from handlers.publish import gone_out, on_the_board

LOOKING_ON = timedelta(minutes=5)
"""How long whoever pressed Đăng still has that card before their eyes."""


@timer("publish", lambda services: services.publishing.due_to_publish())
async def publish_due(post_id: int, services: Services) -> Sequence[Notice]:
    """A scheduled post goes out, or its author is told why not."""
    fired = await services.publishing.fire(post_id)
    if fired is None:
        return []
    told = _told(fired)
    if fired.held or fired.author is None:
        return told
    scored = await on_the_board(services, fired.post, fired.measured, correction=fired.correction)
    return [*told, *(Notice(one, person_id=fired.author.person_id) for one in scored)]


def _told(fired: Fired) -> list[Notice]:
    post, author = fired.post, fired.author
    if fired.held == "author":
        # Somebody without the right to write cannot decide any more.
        return [Notice(cards.publishing.orphaned(post), role=Role.ADMIN, besides=post.author_id)]
    if fired.held or author is None:
        return [Notice(cards.publishing.held(post, fired.held), person_id=post.author_id)]
    first, *lines = gone_out(post, fired.pushes, correction=fired.correction)
    notices = [Notice(one, person_id=author.person_id) for one in (first, *lines)]
    line = cards.publishing.outcome_line(fired.draft_id, fired.due_at)
    if line is None:
        return notices
    told = cards.publishing.told_out(post, line, correction=fired.correction)
    if fired.waited > LOOKING_ON:
        # The card with the hour is far up by now: it is mended there, and what is new is said below.
        notices.insert(0, Notice(told, person_id=author.person_id))
    else:
        notices[0] = Notice(replace(first, slot=line), person_id=author.person_id)
    return [*notices, *(Notice(told, person_id=who) for who in fired.agreed if who != author.person_id)]


@timer("remind", lambda services: services.publishing.due_to_remind())
async def remind_due(post_id: int, services: Services) -> Sequence[Notice]:
    """Nobody has answered: approvers and admins are asked once more, and the author is told."""
    post = await services.publishing.remind(post_id)
    if post is None:
        return []
    author = await services.people.name_of(post.author_id)
    return [
        Notice(cards.approval.reminder(post, author), role=APPROVES, besides=post.author_id),
        Notice(cards.approval.reminded(post), person_id=post.author_id),
    ]


@timer("expire", lambda services: services.corrections.due_to_expire())
async def expire_due(post_id: int, services: Services) -> Sequence[Notice]:
    """A notice whose time is over ends."""
    fired = await services.corrections.expire(post_id)
    return [] if fired is None else [Notice(cards.corrections.ended(fired.post), person_id=fired.post.author_id)]


@timer("digest", lambda services: services.digests.due())
async def release_due(_everybody: int, services: Services) -> Sequence[Notice]:
    """What waited for the morning, the evening or the week goes out; nobody else is told."""
    await services.digests.release()
    return []
