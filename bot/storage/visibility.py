"""Who may see and who may get which posts, written once: every query for readers, and every push, goes through here.

`Viewer` says whose eyes they are; whoever opens a public page is `NOBODY`, who sees what everyone may see.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, true

from bot.domain.life import VISIBLE
from bot.domain.people import Role, Viewer
from bot.domain.posts import Audience, PostState
from bot.storage.tables import person, post


def visible(viewer: Viewer, states: Collection[PostState] = VISIBLE) -> ColumnElement[bool]:
    """The one condition that decides which posts exist for a viewer: those that are out, or in other `states`."""
    return shown(cadre_posts=viewer.sees_cadre_posts, states=states)


def shown(*, cadre_posts: bool, states: Collection[PostState] = VISIBLE) -> ColumnElement[bool]:
    """The same for statements that are made once for all viewers of a sort."""
    theirs = true() if cadre_posts else post.c.audience == Audience.EVERYONE
    return and_(post.c.state.in_(states), theirs)


def addressed(audience: Audience) -> ColumnElement[bool]:
    """The persons a post of this audience may go to: the same rule, seen from the post."""
    if audience is Audience.EVERYONE:
        return true()
    return and_(person.c.role >= int(Role.CADRE), person.c.kind == "private")
