"""What officials ask of their own work: how many people get posts, where, and how many the last posts reached."""

from collections import Counter
from datetime import date, datetime

from bot.clock import VIETNAM, in_vietnam
from bot.domain.people import Role, Viewer
from bot.domain.stats import Month, Stats
from bot.services.context import Context, require
from bot.storage import stats as storage

MONTHS = 6
POSTS = 10


class Statistics:
    """Counts, for writers and above."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def of_ward(self, viewer: Viewer) -> Stats:
        """Everything that is counted."""
        require(viewer, Role.WRITER)
        people, groups, unreachable, everywhere = await storage.count_people(self._transaction)
        channels: Counter[str] = Counter()
        for route, count in await storage.count_routes(self._transaction):
            channels[route.partition(":")[0]] += count
        firsts = _months(in_vietnam(self._context.now).date())
        bounds = [datetime.combine(one, datetime.min.time(), VIETNAM) for one in firsts]
        moved = await storage.count_consents(self._transaction, bounds)
        return Stats(
            people=people,
            groups=groups,
            unreachable=unreachable,
            everywhere=everywhere,
            channels=tuple(channels.most_common()),
            areas=await storage.count_areas(self._transaction),
            topics=await storage.count_topics(self._transaction),
            months=tuple(Month(first, *count) for first, count in zip(firsts, moved, strict=False)),
            posts=tuple(await storage.list_reach(self._transaction, viewer, limit=POSTS)),
        )


def _months(today: date) -> list[date]:
    """The first days of the last months, this one's and the next one's too."""
    this = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(this - MONTHS + 1, this + 2)]
