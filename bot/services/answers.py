"""What everyone may ask: the latest, one post, targets; always as far as the viewer may see."""

from dataclasses import replace

from bot.clock import in_vietnam
from bot.domain.people import Viewer
from bot.domain.posts import Kind, Post, PostNumber, PostState
from bot.domain.views import LONGEST_QUESTION, Page, PostPage, PostView
from bot.domain.words import first_words, fold_words
from bot.errors import MissingError
from bot.services.context import Context
from bot.services.history import corrections_of
from bot.services.upcoming import Upcoming
from bot.storage import posts as storage
from bot.storage import ward as ward_storage
from bot.storage.views import load_view_of

POSTS_A_PAGE = 5
GUIDES_A_PAGE = 8
MOST_GUIDES = 100


class Answers:
    """Reading what was published."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def latest(self, viewer: Viewer, kind: Kind | None = None, offset: int = 0) -> PostPage:
        """Published posts, newest first."""
        found = await storage.list_posts(
            self._transaction,
            viewer,
            kind=kind,
            offset=offset,
            limit=POSTS_A_PAGE + 1,
        )
        return PostPage(Page.cut(found, offset=offset, size=POSTS_A_PAGE), kind)

    async def meetings(self, viewer: Viewer, offset: int = 0) -> PostPage:
        """Meetings: on the first page those that are still ahead, the next one first, then what was, newest first."""
        page = await self.latest(viewer, Kind.MEETING, offset)
        coming = () if offset else tuple(await Upcoming(self._context).meetings(viewer))
        ahead = {one.post.id for one in coming}
        past = tuple(one for one in page.posts.items if one.id not in ahead)
        today = in_vietnam(self._context.now).date()
        return replace(page, posts=replace(page.posts, items=past), coming=coming, today=today)

    async def guides(self, viewer: Viewer, words: str = "", offset: int = 0) -> Page[Post]:
        """Guides by topic, of each title the newest; with `words` those whose title or topic has them all."""
        ids = await storage.list_ids_of_kind(self._transaction, viewer, Kind.GUIDE, limit=MOST_GUIDES)
        found = await storage.list_posts(self._transaction, viewer, ids=ids, limit=MOST_GUIDES)
        newest: dict[str, Post] = {}
        for one in found:
            if one.state is PostState.PUBLISHED:
                newest.setdefault(fold_words(one.title), one)
        order = [row.name for row in await ward_storage.list_topics(self._transaction)]
        words = first_words(" ".join(words.split()), LONGEST_QUESTION)
        terms = fold_words(words).split()
        shown = [
            one for one in newest.values() if set(terms) <= set(fold_words(" ".join((one.title, *one.topics))).split())
        ]
        shown.sort(
            key=lambda one: order.index(one.topics[0]) if one.topics[:1] and one.topics[0] in order else len(order)
        )
        return Page.cut(shown[offset : offset + GUIDES_A_PAGE + 1], offset=offset, size=GUIDES_A_PAGE, question=words)

    async def read(self, viewer: Viewer, number: PostNumber) -> PostView:
        """One published post with its reading; raises MissingError alike for none and for one not to be seen."""
        found = await storage.find_post(self._transaction, viewer, number)
        if found is None:
            raise MissingError("post", number=str(number))
        if found.state is PostState.WITHDRAWN:
            raise MissingError("post-withdrawn", number=str(number), why=found.closing.words if found.closing else "")
        corrected = await corrections_of(self._transaction, found)
        return replace(await load_view_of(self._transaction, found), corrected=corrected)
