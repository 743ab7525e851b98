"""What is printed by officials: a post for the notice board, and the ward's poster."""

from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, Post, PostNumber
from bot.domain.views import Poster, PostView, Way
from bot.errors import InvalidError, MissingError
from bot.services.answers import Answers
from bot.services.context import Context, require
from bot.services.subscriptions import is_named
from bot.storage import ward as storage


class Papers:
    """Sheets of paper, and the addresses that lead from them to the bot."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def of_post(self, viewer: Viewer, number: PostNumber) -> PostView:
        """A post that may hang where everybody reads it; raises InvalidError for one that is for cadres."""
        require(viewer, Role.WRITER)
        view = await Answers(self._context).read(viewer, number)
        if not self.may_print(viewer, view.post):
            raise InvalidError("print-cadres", number=str(number))
        return view

    def may_print(self, viewer: Viewer, post: Post) -> bool:
        """Whether somebody may have a post on paper."""
        return viewer.role >= Role.WRITER and not viewer.group and post.audience is Audience.EVERYONE

    def ways(self, start: str = "") -> tuple[Way, ...]:
        """What opens the bot on each channel that has such an address, and says `start` to it."""
        links = ((route.partition(":")[0], account.link(start)) for route, account in self._context.accounts.items())
        return tuple(Way(channel, link) for channel, link in links if link)

    async def poster(self, viewer: Viewer, words: str = "") -> Poster:
        """The ward's poster, for an official."""
        require(viewer, Role.WRITER)
        return await self.own_poster(words)

    async def own_poster(self, words: str = "") -> Poster:
        """The same for the command line, whose user owns the machine: that of all, or of the area with this name.

        Raises MissingError where there is no such area, InvalidError where nothing leads to the ward yet.
        """
        ward = await storage.load_ward(self._transaction)
        rows = await storage.list_areas(self._transaction)
        area = next((row for row in rows if is_named(row, words)), None)
        if words.strip() and area is None:
            raise MissingError("area")
        ways = self.ways(f"kv-{area.id}" if area else "")
        ways = ways or ((Way("", ward.public_url),) if ward.public_url else ())
        if not ways:
            raise InvalidError("poster-address")
        others = tuple(row.name for row in rows if area is None or row.id != area.id)
        return Poster(ward, area.name if area else "", ways, others)
