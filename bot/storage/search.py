"""Full-text search over published posts, in folded words; ranking is done above, alike for both engines."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import postgres, sqlite

CANDIDATES = 200
"""How many posts the ranking looks at: what holds all words first, then the newest with any of them."""


async def index_post(connection: AsyncConnection, post_id: int, folded: str) -> None:
    """Make a post's folded words findable, replacing those of an earlier revision."""
    leaf = postgres if connection.dialect.name == "postgresql" else sqlite
    await leaf.index_text(connection, post_id, folded)


async def find_candidates(connection: AsyncConnection, words: Sequence[str], *, sees_cadre_posts: bool) -> list[int]:
    """Ids of posts that hold all folded `words` (the last also as a beginning), or else any of them."""
    leaf = postgres if connection.dialect.name == "postgresql" else sqlite
    for all_words in (True, False):
        rows = await connection.scalars(
            text(leaf.SEARCH),
            {
                "query": leaf.search_query(list(words), all_words=all_words),
                "cadre": sees_cadre_posts,
                "limit": CANDIDATES,
            },
        )
        found = list(rows)
        if found:
            return found
    return []
