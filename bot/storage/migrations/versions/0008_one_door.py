"""Search keys made anew: Ð counts as Đ, full-width and look-alike letters as plain ones, unseen marks not at all.

Only rows whose text holds such letters change. Words read from attached documents stay as they were: the text that
they were folded from was not kept.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.domain.words import fold_words

revision = "0008"
down_revision = "0007"

_BATCH = 5_000
_PLAIN = frozenset(
    "\t\n\r"
    + "".join(map(chr, range(0x20, 0x7F)))
    + "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
    "\u00a0\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323–—“”‘’…•"
)
"""Letters that both ways of folding treat alike; a text of nothing else is not folded to be compared."""
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def upgrade() -> None:
    """Fold anew names, figures and the full-text index, wherever that makes a difference."""
    for named in ("topic", "area", "target"):
        _update_names(named)
    for figures in _batches("SELECT id, label, quote, unit, period FROM figure WHERE id > :after ORDER BY id"):
        told = [(one.id, f"{one.label} {one.quote} {one.unit or ''} {one.period or ''}") for one in figures]
        _update("UPDATE figure SET folded = :folded WHERE id = :id", told, lambda _old, new, _id: new)
    _update_posts()


def _update_names(table: str) -> None:
    """Two names that have become one keep two keys: each key is unique, and both names are known to people."""
    rows = op.get_bind().execute(sa.text(f"SELECT id, name, folded FROM {table} ORDER BY id")).all()  # noqa: S608
    taken = {row.folded for row in rows}
    for row in rows:
        key = fold_words(row.name)
        if key not in taken:
            taken.add(key)
            change = sa.text(f"UPDATE {table} SET folded = :folded WHERE id = :id")  # noqa: S608 - our own table names
            op.get_bind().execute(change, {"folded": key, "id": row.id})


def _update_posts() -> None:
    """The index holds a post's folded text and, behind it, its documents' words, which stay."""
    key = "post_id" if op.get_bind().dialect.name == "postgresql" else "rowid"
    read = sa.text(f"SELECT folded FROM post_search WHERE {key} = :id")  # noqa: S608 - one of two names

    def indexed(old: str, new: str, post_id: int) -> str | None:
        stored = op.get_bind().scalar(read, {"id": post_id})
        return None if stored is None else new + stored.removeprefix(old) if stored.startswith(old) else new

    posts = (
        "SELECT post.id, title, body FROM post JOIN revision ON revision.id = post.revision_id"
        " WHERE post.id > :after ORDER BY post.id"
    )
    for rows in _batches(posts):
        told = [(one.id, f"{one.title}\n{one.body}") for one in rows]
        _update(f"UPDATE post_search SET folded = :folded WHERE {key} = :id", told, indexed)  # noqa: S608 - as above


def _batches(query: str) -> Iterator[list[Any]]:
    after = 0
    while rows := list(op.get_bind().execute(sa.text(f"{query} LIMIT {_BATCH}"), {"after": after})):
        yield rows
        after = rows[-1].id


def _update(change: str, texts: list[tuple[int, str]], key: Callable[[str, str, int], str | None]) -> None:
    changed = []
    for row_id, text in texts:
        if _PLAIN.issuperset(text):
            continue
        old, new = _old_fold_words(text), fold_words(text)
        folded = key(old, new, row_id) if old != new else None
        if folded is not None:
            changed.append({"id": row_id, "folded": folded})
    if changed:
        op.get_bind().execute(sa.text(change), changed)


def _old_fold_words(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _NOT_WORD.sub(" ", "".join(char for char in decomposed if not unicodedata.combining(char))).strip()
