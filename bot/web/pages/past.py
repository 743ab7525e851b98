"""Pages about what became of posts: the history of one, and what was put right in a year."""

from typing import Any

from bot.cards.counts import reached
from bot.cards.history import PUBLIC_WORDS
from bot.cards.names import said
from bot.domain.audit import Action
from bot.domain.history import Moved
from bot.domain.people import NOBODY
from bot.domain.posts import Correction, PostState, Said
from bot.services.history import ERRATA_A_PAGE, FIRST_YEAR, MOVES_A_PAGE
from bot.web.pages.answer import MissingPageError, Sheet, Visit
from bot.web.pages.reading import exact_number, turning


async def history(visit: Visit) -> Sheet:
    """When a post went out, was corrected, ended or withdrawn, and what that changed; of a withdrawn one no word."""
    number = exact_number(visit.named["number"])
    view = await visit.services.history.of_post(NOBODY, number, visit.page * MOVES_A_PAGE)
    values = {"view": view, "moves": [_move(one) for one in view.moves.items], **turning(visit, view.moves)}
    return Sheet("history.html", values, status=410 if view.state is PostState.WITHDRAWN else 200)


def _move(move: Moved) -> dict[str, Any]:
    words = "Sửa lỗi gõ" if move.change is Correction.TYPING else PUBLIC_WORDS[Action(move.action)]
    return {
        "at": move.at,
        "words": words,
        "why": said(Said(move.reason, move.follow_up)),
        "changes": move.changes,
        "reached": [reached(one) for one in move.reached],
    }


async def errata(visit: Visit) -> Sheet:
    """What was corrected in its meaning and what was withdrawn in a year: this one, or one that its address names."""
    named = visit.named.get("year")
    if named is not None and not (named.isascii() and named.isdigit() and len(named) == len(str(FIRST_YEAR))):
        raise MissingPageError
    found = await visit.services.history.errata(NOBODY, int(named) if named else None, visit.page * ERRATA_A_PAGE)
    if named is not None and int(named) != found.year:
        raise MissingPageError
    return Sheet("errata.html", {"found": found, "first": FIRST_YEAR, **turning(visit, found.page)})
