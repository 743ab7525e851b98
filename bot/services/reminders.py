"""A word on the eve of an event, to whoever asked for it: once, and gone with the event."""

from datetime import datetime

from bot.domain.events import next_of
from bot.domain.hours import eve_of
from bot.domain.people import Viewer
from bot.domain.posts import Post, PostNumber, PostState
from bot.errors import InvalidError, LateError
from bot.services.answers import Answers
from bot.services.context import Context, require_own
from bot.services.sessions import sessions_of
from bot.storage import posts as post_storage
from bot.storage import reminders as storage
from bot.storage import ward as ward_storage


class Reminders:
    """Asking to be reminded, and being reminded."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def ask(self, viewer: Viewer, number: PostNumber) -> tuple[Post, datetime]:
        """Note that somebody wants to be reminded; returns when they will be.

        Raises MissingError as reading does, InvalidError for what takes place at no known time, LateError where the
        eve is over.
        """
        require_own(viewer)
        post = (await Answers(self._context).read(viewer, number)).post
        # Somebody may correct or withdraw it at this moment.
        await post_storage.lock_post(self._transaction, post.id)
        post = await post_storage.load_post(self._transaction, post.id) or post
        due_at = self.eve(post)
        if due_at is None:
            if not sessions_of(post) or post.state is not PostState.PUBLISHED:
                raise InvalidError("no-event", number=str(number))
            raise LateError("event-near", number=str(number))
        await storage.insert_reminder(self._transaction, viewer.person_id, post.id, due_at, self._context.now)
        return post, due_at

    def eve(self, post: Post) -> datetime | None:
        """When somebody who asks now is reminded: on the eve of the next session at 18:00; None where that is over."""
        coming = next_of(sessions_of(post), self._context.now) if post.state is PostState.PUBLISHED else None
        eve = eve_of(coming.begins) if coming else None
        return eve if eve is not None and eve > self._context.now else None

    async def drop(self, viewer: Viewer, number: PostNumber) -> Post:
        """Forget that wish."""
        require_own(viewer)
        post = (await Answers(self._context).read(viewer, number)).post
        await storage.delete_reminder(self._transaction, viewer.person_id, post.id)
        return post

    async def due(self) -> list[int]:
        """Events whose eve has come; what the bot has missed waits while phones are let be."""
        due = list(await storage.list_due(self._transaction, self._context.now))
        return [] if due and await ward_storage.is_quiet(self._transaction, self._context.now) else due

    async def remind(self, post_id: int) -> None:
        """Send the reminders of an event, or forget them where it is over or called off."""
        await post_storage.lock_post(self._transaction, post_id)
        post = await post_storage.load_post(self._transaction, post_id)
        sessions = sessions_of(post) if post is not None and post.state is PostState.PUBLISHED else ()
        if post is None or next_of(sessions, self._context.now) is None:
            await storage.delete_reminders(self._transaction, post_id)
            return
        await storage.remind(self._transaction, post_id, post.revision_id, self._context.now)


async def follow_event(context: Context, post: Post) -> None:
    """Let an event's reminders follow what became of it: another time, or nothing at all."""
    coming = next_of(sessions_of(post), context.now) if post.state is PostState.PUBLISHED else None
    if coming is None:
        await storage.delete_reminders(context.transaction, post.id)
    else:
        await storage.move_reminders(context.transaction, post.id, eve_of(coming.begins))
