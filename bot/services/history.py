"""What became of a post, and what was put right in a year: for everybody, as far as they may see the posts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from bot.clock import VIETNAM, in_vietnam
from bot.domain.audit import Action
from bot.domain.history import BEGUN_BY, ON_THE_WAY, PUBLIC, SINCE, Moved
from bot.domain.people import Role, Viewer
from bot.domain.posts import Correction, FollowUp, Post, PostNumber, PostState
from bot.domain.views import Errata, HistoryView, Page, PostView
from bot.errors import MissingError
from bot.services.context import Context, require
from bot.storage import history as storage
from bot.storage import posts as post_storage
from bot.storage.engine import Transaction
from bot.storage.views import load_view

MOVES_A_PAGE = 6
ERRATA_A_PAGE = 5
FIRST_YEAR = 2000
MOST_CORRECTIONS = 50
"""How many corrections, the newest first, are looked through for the newest one of meaning."""


class History:
    """The past of what was published."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._transaction = context.transaction

    async def of_post(self, viewer: Viewer, number: PostNumber, offset: int = 0) -> HistoryView:
        """A post's moves; raises MissingError alike for a post that there is not and for one not to be seen.

        Of a withdrawn post everybody is told what was done with it, and only officials what it said and what was
        changed in it. They alone are told who did what, and what happened before it went out.
        """
        post = await self._find(viewer, number)
        official = viewer.is_official
        withdrawn = post.state is PostState.WITHDRAWN
        found = await _list_moves(
            self._transaction,
            post.id,
            (*PUBLIC, *ON_THE_WAY, *SINCE) if official else PUBLIC,
            of_corrections=ON_THE_WAY if official else (),
            official=official,
            offset=offset,
            limit=MOVES_A_PAGE + 1,
        )
        if withdrawn and not official:
            found = [one.wordless for one in found]
        return HistoryView(
            number,
            "" if withdrawn and not official else post.title,
            post.state,
            Page.cut(found, offset=offset, size=MOVES_A_PAGE),
            official,
            review_due=official and post.review_due,
        )

    async def withdrawn(self, viewer: Viewer, number: PostNumber) -> PostView:
        """What a withdrawn post said, for officials; raises MissingError."""
        require(viewer, Role.WRITER)
        post = await self._find(viewer, number)
        if post.state is not PostState.WITHDRAWN:
            raise MissingError("post", number=str(number))
        return await load_view(self._transaction, post.revision_id)

    async def errata(self, viewer: Viewer, year: int | None = None, offset: int = 0) -> Errata:
        """What was corrected in its meaning and what was withdrawn in a year, by the calendar of Vietnam.

        The current year where none is given, or none of which a bot can know.
        """
        this_year = in_vietnam(self._context.now).year
        if year is None or not FIRST_YEAR <= year <= this_year:
            year = this_year
        found = await storage.list_errata(
            self._transaction,
            viewer,
            since=datetime(year, 1, 1, tzinfo=VIETNAM),
            until=datetime(year + 1, 1, 1, tzinfo=VIETNAM),
            offset=offset,
            limit=ERRATA_A_PAGE + 1,
        )
        return Errata(year, Page.cut(found, offset=offset, size=ERRATA_A_PAGE))

    async def _find(self, viewer: Viewer, number: PostNumber) -> Post:
        post = await post_storage.find_post(self._transaction, viewer, number)
        if post is None:
            raise MissingError("post", number=str(number))
        return post


async def corrections_of(transaction: Transaction, post: Post) -> tuple[Moved, ...]:
    """The corrections of a post that stand above its text: the newest, and the newest that changed what it means."""
    if post.change is None:
        return ()
    found = await _list_moves(transaction, post.id, (Action.CORRECT,), limit=MOST_CORRECTIONS)
    meaning = next((one for one in found if one.change is Correction.MEANING), None)
    return tuple(dict.fromkeys((*found[:1], *((meaning,) if meaning else ()))))


async def _list_moves(
    transaction: Transaction,
    post_id: int,
    actions: Collection[Action],
    *,
    of_corrections: Collection[Action] = (),
    official: bool = False,
    offset: int = 0,
    limit: int,
) -> list[Moved]:
    """A post's moves with what they changed and reached; with who did them for an `official` alone."""
    rows = await storage.list_moves(
        transaction, post_id, actions, of_corrections=of_corrections, offset=offset, limit=limit
    )
    led_to = {_led_to(row.action, row.detail) for row in rows if row.post_id == post_id}
    written = await storage.load_written(transaction, post_id, led_to - {0})
    reached = await storage.list_reached(transaction, post_id)
    moves = []
    for row in rows:
        own = row.post_id == post_id
        revision = _led_to(row.action, row.detail) if own else 0
        wrote = written.get(revision) if row.action in _WRITING else None
        kinds = BEGUN_BY.get(row.action, ()) if own else ()
        moves.append(
            Moved(
                row.at,
                row.action,
                revision,
                reason=str(row.detail.get("reason", "")),
                follow_up=FollowUp(told) if (told := row.detail.get("follow_up")) else None,
                of_correction=not own,
                change=wrote.change if wrote else None,
                changes=wrote.changes if wrote else (),
                reached=tuple(reached[row.at, kind] for kind in kinds if (row.at, kind) in reached),
                who=row.name if official else None,
                author=wrote.author if wrote and official else None,
                accepted=wrote.accepted if wrote and official else (),
            )
        )
    return moves


_WRITING = (Action.PUBLISH, Action.PUBLISHED, Action.CORRECT)
"""Moves that show people another text than before."""


def _led_to(action: str, detail: dict[str, Any]) -> int:
    """The revision that stood after a move; a correction is noted with the one before it. 0 where it is not noted."""
    revision = int(detail.get("revision") or 0)
    return revision + 1 if action == Action.CORRECT and revision else revision
