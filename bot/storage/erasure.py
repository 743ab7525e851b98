"""Addresses that move, and people who are erased with what is theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import BROADCAST
from bot.domain.posts import Audience, PostState
from bot.storage import mistakes, roles
from bot.storage.people import find_viewer, list_addresses
from bot.storage.tables import (
    address,
    answer,
    approval,
    audit,
    consent,
    conversation,
    delivery,
    dispatch,
    figure,
    invite,
    job,
    mistake,
    person,
    person_area,
    person_topic,
    post,
    post_area,
    post_topic,
    proposal,
    reminder,
    revision,
    revision_attachment,
    tally,
    ward,
    warning,
)


async def delete_drafts_of(connection: AsyncConnection, author_id: int) -> None:
    """Remove every post of an author that was never published, with all that was read from it.

    A correction that was published is a revision of the post it corrected by now, and stays; so does its own row, which
    tells in that post's history who agreed to it.
    """
    unseen = (post.c.author_id == author_id, post.c.published_at.is_(None), post.c.state != PostState.MERGED)
    drafts = select(post.c.id).where(*unseen).scalar_subquery()
    revisions = select(revision.c.id).where(revision.c.post_id.in_(drafts)).scalar_subquery()
    for table in (figure, warning, tally, approval, revision_attachment):
        await connection.execute(delete(table).where(table.c.revision_id.in_(revisions)))
    for table in (revision, post_topic, post_area):
        await connection.execute(delete(table).where(table.c.post_id.in_(drafts)))
    await connection.execute(delete(post).where(*unseen))


async def move_address(connection: AsyncConnection, route: str, old_chat_id: str, new_chat_id: str) -> None:
    """Give a group its new id; where a subscriber has that already, the old address is only switched off."""
    known = await find_viewer(connection, route, new_chat_id)
    if known is not None and not known.subscribed and await find_viewer(connection, route, old_chat_id) is not None:
        # It was heard under its new id before the platform told of the move: what it chose stands at the old one.
        await erase_person(connection, known.person_id)
        known = None
    old = and_(address.c.route == route, address.c.chat_id == old_chat_id)
    if known is None:
        both = await connection.begin_nested()
        try:
            await connection.execute(
                update(address).where(old).values(chat_id=new_chat_id, active=True, preferred=True)
            )
        except IntegrityError:
            # It wrote under its new id at this very moment, and is known by now.
            await both.rollback()
            await move_address(connection, route, old_chat_id, new_chat_id)
            return
        await both.commit()
    else:
        await connection.execute(update(address).where(old).values(active=False))
    # Replies to the old chat follow; a push's row looks for its address anew when it is claimed.
    await connection.execute(
        update(delivery)
        .where(
            delivery.c.dispatch_id.is_(None),
            delivery.c.route == route,
            delivery.c.chat_id == old_chat_id,
            delivery.c.slot.is_(None),
        )
        .values(chat_id=new_chat_id)
    )


async def load_profile_row(connection: AsyncConnection, person_id: int) -> Row[Any, Any, Any, Any, Any]:
    """A person's own row: name, role, subscribed, bundle, created_at."""
    columns = (person.c.name, person.c.role, person.c.subscribed, person.c.bundle, person.c.created_at)
    return (await connection.execute(select(*columns).where(person.c.id == person_id))).one()


async def count_person_rows(connection: AsyncConnection, person_id: int) -> tuple[int, int, int]:
    """How many deliveries, posts and answers to common questions name this person."""
    theirs = select(person.c.id).where(or_(person.c.id == person_id, person.c.merged_into == person_id))
    deliveries = await connection.scalar(
        select(func.count()).select_from(delivery).where(delivery.c.person_id.in_(theirs))
    )
    posts = await connection.scalar(select(func.count()).select_from(post).where(post.c.author_id == person_id))
    answers = await connection.scalar(select(func.count()).select_from(answer).where(answer.c.author_id == person_id))
    return deliveries or 0, posts or 0, answers or 0


async def count_public(connection: AsyncConnection, person_id: int) -> int:
    """How many deliveries of what everybody may see name this person."""
    theirs = select(person.c.id).where(or_(person.c.id == person_id, person.c.merged_into == person_id))
    public = func.coalesce(post.c.audience, dispatch.c.audience) == Audience.EVERYONE
    found = (
        select(func.count())
        .select_from(delivery)
        .join(dispatch, dispatch.c.id == delivery.c.dispatch_id)
        .outerjoin(revision, revision.c.id == dispatch.c.revision_id)
        .outerjoin(post, post.c.id == revision.c.post_id)
        .where(delivery.c.person_id.in_(theirs), public)
    )
    return await connection.scalar(found) or 0


async def erase_person(connection: AsyncConnection, person_id: int) -> None:
    """Remove a person with all of their addresses, and who they were at each before that became theirs.

    Rows of their own are deleted, what counts for others stays without a name or an address.

    A message that is on the wire at this moment cannot be called back; the rest of the queue is cancelled.
    """
    for former in (await connection.scalars(select(person.c.id).where(person.c.merged_into == person_id))).all():
        await erase_person(connection, former)
    addresses = await list_addresses(connection, person_id)
    address_ids = select(address.c.id).where(address.c.person_id == person_id).scalar_subquery()
    await connection.execute(
        update(delivery)
        .where(delivery.c.person_id == person_id, delivery.c.state.in_(["held", "queued", "sending"]))
        .values(state="cancelled")
    )
    await connection.execute(
        update(delivery)
        .where(delivery.c.person_id == person_id)
        .values(person_id=None, chat_id=None, message_id=None, claim=None)
    )
    for route, chat_id in addresses:
        await connection.execute(
            delete(delivery).where(
                delivery.c.dispatch_id.is_(None), delivery.c.route == route, delivery.c.chat_id == chat_id
            )
        )
    await connection.execute(delete(conversation).where(conversation.c.address_id.in_(address_ids)))
    await connection.execute(delete(job).where(job.c.address_id.in_(address_ids)))
    await stop_progress(connection, person_id)
    await roles.forget_person(connection, person_id)
    # Nobody but its author can reach a draft: it would lie there for ever.
    await delete_drafts_of(connection, person_id)
    for column in (
        invite.c.created_by,
        invite.c.redeemed_by,
        post.c.author_id,
        revision.c.created_by,
        warning.c.accepted_by,
        approval.c.person_id,
        audit.c.person_id,
        answer.c.author_id,
        proposal.c.asked_by,
        proposal.c.decided_by,
    ):
        await connection.execute(update(column.table).where(column == person_id).values({column: None}))
    await mistakes.delete_mistakes_of(connection, person_id)
    for table in (reminder, consent, person_topic, person_area, address):
        await connection.execute(delete(table).where(table.c.person_id == person_id))
    await connection.execute(delete(person).where(person.c.id == person_id))
    await connection.execute(update(ward).values(erased=func.abs(ward.c.erased) + 1))


async def count_erased(connection: AsyncConnection) -> int:
    """How many people were ever erased where any of them may be on the disk yet; 0 where nothing is."""
    return max(0, await connection.scalar(select(ward.c.erased)) or 0)


async def note_wiped(connection: AsyncConnection, erased: int) -> None:
    """Note that nothing of so many erased people is on the disk any more, unless others were erased meanwhile.

    The number only grows and its sign turns, so that nobody who wiped beside another takes a later erasure for theirs.
    """
    await connection.execute(update(ward).where(ward.c.erased == erased).values(erased=-erased))


async def stop_progress(connection: AsyncConnection, person_id: int) -> None:
    """Draw no push's live line in a person's chats any more, and send them no alarm of one."""
    for route, chat_id in await list_addresses(connection, person_id):
        await connection.execute(
            update(dispatch)
            .where(dispatch.c.progress_route == route, dispatch.c.progress_chat_id == chat_id)
            .values(progress_route=None, progress_chat_id=None)
        )


async def list_strangers(connection: AsyncConnection, seen_before: datetime, limit: int) -> Sequence[int]:
    """People who neither subscribed nor have a role and have not written since `seen_before`: nothing needs them.

    Who is still to be reminded of an event, or waits for an answer to what they reported, is needed for that; and so
    is a channel that gets nothing any more, since what stands there is still corrected.
    """
    reminded = exists().where(reminder.c.person_id == person.c.id)
    answered = exists().where(mistake.c.person_id == person.c.id, mistake.c.answered_at.is_(None))
    rows = await connection.scalars(
        select(person.c.id)
        .where(person.c.subscribed.is_(False), person.c.role == 0, person.c.seen_at < seen_before)
        .where(~reminded, ~answered, person.c.kind != BROADCAST, person.c.merged_into.is_(None))
        .limit(limit)
    )
    return rows.all()
