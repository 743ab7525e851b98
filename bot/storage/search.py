"""Full-text search over published posts and their figures, in folded words; ranking is done above, alike for both."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Integer, Select, column, exists, literal, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import in_vietnam
from bot.domain.life import VISIBLE
from bot.domain.people import Viewer
from bot.domain.posts import Kind, Outline, PostState
from bot.domain.words import fold_words
from bot.storage import postgres, sqlite
from bot.storage.posts import NEWEST
from bot.storage.tables import SEARCHED, attachment, figure, post, revision, revision_attachment
from bot.storage.visibility import visible

CANDIDATES = 200
"""How many posts the ranking looks at: what holds all that is asked first, then the newest with any of them."""


MOST_OF_FILES = 300_000
"""Characters of folded words of a post's documents: PostgreSQL takes 1 MB of what it makes of them and of the text,
which may be twice as much."""


POSTS, FIGURES = SEARCHED


async def index_post(connection: AsyncConnection, post_id: int, revision_id: int, text: str) -> None:
    """Make the words of a post, its documents and its figures findable, replacing those of an earlier revision."""
    in_files, of_figures = await _words_of(connection, revision_id, text.partition("\n")[0])
    folded = f"{fold_words(text)} {in_files[:MOST_OF_FILES]}" if in_files else fold_words(text)
    leaf = postgres if connection.dialect.name == "postgresql" else sqlite
    await connection.execute(leaf.INDEX[POSTS], {"id": post_id, "folded": folded})
    await connection.execute(leaf.INDEX[FIGURES], {"id": post_id, "folded": of_figures})


async def _words_of(connection: AsyncConnection, revision_id: int, title: str) -> tuple[str, str]:
    """The words that a revision's documents are found by, and those of its figures: with its title and year, which
    figures without a period are of. In one statement, as every published text asks for both."""
    figures = select(literal("figure").label("sort"), figure.c.position, figure.c.folded).where(
        figure.c.revision_id == revision_id
    )
    files = (
        select(literal("file"), revision_attachment.c.position, attachment.c.words)
        .join(attachment, attachment.c.id == revision_attachment.c.attachment_id)
        .where(revision_attachment.c.revision_id == revision_id, attachment.c.words.is_not(None))
    )
    every = figures.union_all(files).subquery()
    rows = await connection.execute(
        select(every.c.sort, every.c.folded, revision.c.event_date, revision.c.created_at)
        .join(revision, revision.c.id == revision_id)
        .order_by(every.c.sort, every.c.position)
    )
    found: dict[str, dict[str, None]] = {"figure": {}, "file": {}}
    year = ""
    for row in rows:
        found[row.sort][row.folded] = None
        year = (row.event_date or f"{in_vietnam(row.created_at):%Y}")[:4]
    of_figures = " ".join([fold_words(title), year, *found["figure"]]) if found["figure"] else ""
    return " ".join(filter(None, found["file"])), of_figures


async def load_outlines(connection: AsyncConnection, ids: Sequence[int]) -> list[Outline]:
    """What is compared of the posts that `find_candidates` found in the same transaction, the newest first."""
    wrote = revision.c
    query = select(
        post.c.id, post.c.state, wrote.kind, wrote.title, wrote.body, wrote.event_date, wrote.starts_at, wrote.ends_at
    ).join(revision, revision.c.id == post.c.revision_id)
    rows = await connection.execute(query.where(post.c.id.in_(ids)).order_by(*NEWEST))
    return [
        Outline(
            row_id, PostState(state), Kind(kind), title, body, date.fromisoformat(day) if day else None, starts, ends
        )
        for row_id, state, kind, title, body, day, starts, ends in rows
    ]


async def find_candidates(
    connection: AsyncConnection,
    viewer: Viewer,
    terms: Sequence[Sequence[str]],
    *,
    ways: Sequence[bool] = (True, False),
    states: Collection[PostState] = VISIBLE,
    limit: int = CANDIDATES,
    index: str = POSTS,
    with_figures: bool = False,
) -> list[int]:
    """Ids of posts that hold all `terms` (the last also as a beginning), or else any of them, the newest first.

    A term is its folded phrases, of which one is enough; the words of the first may stand apart. None is empty.
    `ways` are those two in their order: whether all of the terms are needed. `index` says whether the whole text or the
    words of figures have to hold them; `with_figures` leaves out posts without any.
    """
    leaf = postgres if connection.dialect.name == "postgresql" else sqlite
    for all_terms in ways:
        query = leaf.search_query(terms, all_terms=all_terms)
        ids: list[int] = []
        for matching in leaf.MATCHING[index]:
            newest = _newest(matching, viewer, states, with_figures=with_figures).limit(limit)
            ids = list(await connection.scalars(newest, {"query": query}))
            if len(ids) == limit:
                break
        if ids:
            return ids
    return []


def _newest(matching: str, viewer: Viewer, states: Collection[PostState], *, with_figures: bool) -> Select[tuple[int]]:
    """What the viewer may see of the posts that a search query matches."""
    matched = sql(matching).columns(column("post_id", Integer)).subquery("matching")
    newest = (
        select(matched.c.post_id)
        .join(post, post.c.id == matched.c.post_id)
        .where(visible(viewer, states))
        .order_by(matched.c.post_id.desc())
    )
    return newest.where(exists().where(figure.c.revision_id == post.c.revision_id)) if with_figures else newest
