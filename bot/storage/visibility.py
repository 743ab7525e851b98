"""Who may see which posts, written once."""

from sqlalchemy import ColumnElement, and_

from bot.domain.life import VISIBLE
from bot.domain.posts import Audience
from bot.storage.tables import post


def visible(sees_cadre_posts: bool) -> ColumnElement[bool]:
    """The one condition that decides which published posts exist for a viewer; every query for readers uses it."""
    published = post.c.state.in_(VISIBLE)
    return published if sees_cadre_posts else and_(published, post.c.audience == Audience.EVERYONE)
