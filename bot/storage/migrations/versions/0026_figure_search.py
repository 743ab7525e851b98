"""What figures tell is found by an index of their words, a row a published post."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.words import fold_words

revision = "0026"
down_revision = "0025"

_BATCH = 1_000
_POSTS = """
SELECT post.id, revision.title, revision.event_date, revision.created_at, post.revision_id
FROM post JOIN revision ON revision.id = post.revision_id
WHERE post.number IS NOT NULL AND post.id > :after ORDER BY post.id LIMIT :most
"""
_FIGURES = "SELECT folded FROM figure WHERE revision_id = :revision ORDER BY position"


def upgrade() -> None:
    """Build the index in each engine's own form, and fill it from the posts that are out."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE figure_search (post_id bigint PRIMARY KEY, folded text NOT NULL,"
            " words tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED)"
        )
        op.execute("CREATE INDEX ix_figure_search_words ON figure_search USING gin (words)")
    else:
        op.execute("CREATE VIRTUAL TABLE figure_search USING fts5(folded, tokenize = 'unicode61')")
    after = 0
    while rows := _rows(_POSTS, after=after, most=_BATCH):
        for row in rows:
            _index(row)
        after = rows[-1].id


def _index(row: Any) -> None:
    words = [one.folded for one in _rows(_FIGURES, revision=row.revision_id)]
    if not words:
        return
    # Microseconds since 1970; of the turn of the year no post is worth a time zone here.
    year = (row.event_date or str(1970 + int(row.created_at / 1e6 / 31_556_952)))[:4]
    key = "post_id" if op.get_bind().dialect.name == "postgresql" else "rowid"
    add = sa.text(f"INSERT INTO figure_search ({key}, folded) VALUES (:id, :folded)")  # noqa: S608 - one of two names
    folded = " ".join([fold_words(row.title), year, *dict.fromkeys(words)])
    op.get_bind().execute(add, {"id": row.id, "folded": folded})


def _rows(query: str, **known: int) -> list[Any]:
    return list(op.get_bind().execute(sa.text(query), known))
