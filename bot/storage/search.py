"""Full-text search over published posts, in folded words; ranking is done above, alike for both engines."""

from collections.abc import Sequence

from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.words import fold_words
from bot.storage import attachments, postgres, sqlite

CANDIDATES = 200
"""How many posts the ranking looks at: what holds all words first, then the newest with any of them."""


MOST_OF_FILES = 300_000
"""Characters of folded words of a post's documents: PostgreSQL takes 1 MB of what it makes of them and of the text,
which may be twice as much."""


async def index_post(connection: AsyncConnection, post_id: int, revision_id: int, text: str) -> None:
    """Make the words of a post and of its documents findable, replacing those of an earlier revision."""
    in_files = " ".join(await attachments.list_words(connection, revision_id))[:MOST_OF_FILES]
    folded = f"{fold_words(text)} {in_files}" if in_files else fold_words(text)
    leaf = postgres if connection.dialect.name == "postgresql" else sqlite
    await leaf.index_text(connection, post_id, folded)


async def find_candidates(connection: AsyncConnection, words: Sequence[str], *, sees_cadre_posts: bool) -> list[int]:
    """Ids of posts that hold all folded `words` (the last also as a beginning), or else any of them."""
    leaf = postgres if connection.dialect.name == "postgresql" else sqlite
    for all_words in (True, False):
        rows = await connection.scalars(
            sql(leaf.SEARCH),
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
