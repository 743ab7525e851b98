"""Reading the audit, for admins."""

from bot.domain.audit import Entry
from bot.domain.people import Role, Viewer
from bot.domain.posts import PostNumber
from bot.domain.views import Page
from bot.domain.words import fold_words
from bot.errors import MissingError
from bot.services.context import Context, require
from bot.storage import audit as storage

ENTRIES_A_PAGE = 10


class Audit:
    """Who did what, newest first."""

    def __init__(self, context: Context) -> None:
        self._transaction = context.transaction

    async def newest(self, viewer: Viewer, offset: int = 0) -> Page[Entry]:
        """Everything that was noted."""
        return await self._page(viewer, offset)

    async def of_post(self, viewer: Viewer, number: PostNumber, offset: int = 0) -> Page[Entry]:
        """What was done with one post, from its first draft on; raises MissingError."""
        require(viewer, Role.ADMIN)
        post_id = await storage.find_numbered(self._transaction, number)
        if post_id is None:
            raise MissingError("post", number=str(number))
        return await self._page(viewer, offset, post_id=post_id)

    async def of_person(self, viewer: Viewer, person_id: int, offset: int = 0) -> tuple[str, Page[Entry]]:
        """A person's name and what they did; raises MissingError for somebody who never had a part in it."""
        known = dict(await self._known(viewer))
        if person_id not in known:
            raise MissingError("audit-person")
        return known[person_id], await self._page(viewer, offset, person_id=person_id)

    async def named(self, viewer: Viewer, name: str) -> list[tuple[int, str]]:
        """People (id, name) whose name is this one, or else holds all its words, typed with or without accents."""
        known = await self._known(viewer)
        wanted = fold_words(name)
        exact = [one for one in known if fold_words(one[1]) == wanted]
        return exact or [one for one in known if set(wanted.split()) <= set(fold_words(one[1]).split())]

    async def _known(self, viewer: Viewer) -> list[tuple[int, str]]:
        require(viewer, Role.ADMIN)
        return [(row.id, row.name) for row in await storage.list_known(self._transaction)]

    async def _page(self, viewer: Viewer, offset: int, **about: int) -> Page[Entry]:
        require(viewer, Role.ADMIN)
        found = await storage.list_entries(self._transaction, offset=offset, limit=ENTRIES_A_PAGE + 1, **about)
        return Page.cut(found, offset=offset, size=ENTRIES_A_PAGE)
