"""What public pages show beside what the chat answers: shelves of posts, a post's page, what a code stands for."""

from dataclasses import replace
from datetime import timedelta

from bot.clock import in_vietnam
from bot.domain.events import EVENTS, Session
from bot.domain.people import Viewer
from bot.domain.posts import Post, PostNumber
from bot.domain.shelf import Choices, Front, Narrow, Shown
from bot.domain.views import Page
from bot.services.answers import Answers
from bot.services.context import Context
from bot.services.sessions import sessions_of
from bot.storage import choices, coming, shelf
from bot.storage import posts as storage
from bot.storage import ward as ward_storage

A_PAGE = 20
URGENT_FOR = timedelta(days=3)
"""How long an urgent post that does not end by itself stands first."""
CODE_LENGTH = 4
BACK = timedelta(days=31)
"""How long an event stays in the calendar when it is over."""


class Shelves:
    """Reading on public pages, always as far as the viewer may see."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def choices(self) -> Choices:
        """What the shelves are called."""
        topics = await ward_storage.list_topics(self._transaction)
        areas = await ward_storage.list_areas(self._transaction)
        return Choices(tuple((row.id, row.name) for row in topics), tuple((row.id, row.name) for row in areas))

    async def front(self, viewer: Viewer) -> Front:
        """What is urgent, the newest posts, and what the shelves are called."""
        urgent = await shelf.list_urgent(self._transaction, viewer, self._context.now - URGENT_FOR)
        return Front(tuple(urgent), await self.of(viewer, Narrow()), await self.choices())

    async def of(self, viewer: Viewer, narrow: Narrow, offset: int = 0) -> Page[Post]:
        """A page of a shelf, newest first."""
        ids = None
        last = offset + A_PAGE + 1
        if narrow.topic_id is not None:
            ids = await shelf.list_ids_of_topic(self._transaction, viewer, narrow.topic_id, limit=last)
        elif narrow.area_id is not None:
            ids = await shelf.list_ids_of_area(self._transaction, viewer, narrow.area_id, limit=last)
        found = await storage.list_posts(
            self._transaction, viewer, kind=narrow.kind, ids=ids, offset=offset, limit=A_PAGE + 1
        )
        return Page.cut(found, offset=offset, size=A_PAGE)

    async def read(self, viewer: Viewer, number: PostNumber) -> Shown:
        """One published post; raises MissingError as `Answers.read` does."""
        view = await Answers(self._context).read(viewer, number)
        _, areas = await choices.load_post_choices(self._transaction, view.post.id)
        return Shown(view, tuple(name for _, name in areas))

    async def withdrawn(self, viewer: Viewer) -> list[Post]:
        """The newest that were withdrawn: who may hold a copy is to be told. Nothing but that and why may be shown."""
        return await shelf.list_newest_withdrawn(self._transaction, viewer)

    async def gone_out(self, viewer: Viewer, after: int | None) -> tuple[list[PostNumber], int]:
        """The posts that the pushes behind one are about, and the newest push; without one those of the last few."""
        return await shelf.list_gone_out(self._transaction, viewer, after)

    async def events(self, viewer: Viewer) -> list[tuple[Post, tuple[Session, ...]]]:
        """What takes place from a month ago on, with its sessions; what was called off or withdrawn too."""
        today = in_vietnam(self._context.now).date()
        rows = [
            row
            for first in (today - BACK, today)
            for row in await coming.list_ahead(self._transaction, viewer, first, shelf.TOLD)
        ]
        ids = sorted({row.id for row in rows if row.kind in EVENTS})
        posts = await storage.list_posts(self._transaction, viewer, ids=ids, limit=len(ids)) if ids else []
        posts += await storage.list_withdrawn(self._transaction, viewer, ids)
        # What was called off has sessions too, each of which is struck out.
        told = [(one, sessions_of(replace(one, closing=None))) for one in posts]
        since = self._context.now - BACK
        there = [(one, all_) for one, all_ in told if all_ and (all_[-1].ends or all_[-1].begins) >= since]
        return sorted(there, key=lambda pair: pair[1][0].begins)

    async def of_code(self, viewer: Viewer, code: str) -> list[Post]:
        """What went out under a code, withdrawn or not; usually one post, and none for what is no code."""
        code = "".join(code.split()).upper()
        if len(code) != CODE_LENGTH or not (code.isascii() and code.isalnum()):
            return []
        return await shelf.list_of_code(self._transaction, viewer, code)
