"""What became of a post is a fact beside the words: that it is safe, off or moved, not the sentence that says so.

The audit, which only grows, keeps the sentences of before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

SENTENCES = {
    "safe": "Đã an toàn, bà con trở lại sinh hoạt bình thường.",
    "off": "Cuộc họp này hủy, không diễn ra.",
}
"""As they were stored until now."""


def upgrade() -> None:
    """Add the fact to posts and to what was told of them, and take the sentences out; other words stay."""
    op.add_column("post", sa.Column("follow_up", sa.Text()))
    op.add_column("dispatch", sa.Column("follow_up", sa.Text()))
    post = sa.table("post", *map(sa.column, ("closing", "follow_up", "state")))
    dispatch = sa.table("dispatch", *map(sa.column, ("words", "follow_up", "kind")))
    # Why a post was withdrawn was never one of these.
    ended = post.c.state.in_(["published", "expired"])
    told = dispatch.c.kind == "all-clear"
    for fact, sentence in SENTENCES.items():
        op.execute(sa.update(post).where(ended, post.c.closing == sentence).values(follow_up=fact, closing=None))
        op.execute(sa.update(dispatch).where(told, dispatch.c.words == sentence).values(follow_up=fact, words=None))
    op.execute(sa.update(post).where(ended, post.c.closing.is_not(None)).values(follow_up="moved"))
    op.execute(sa.update(dispatch).where(told, dispatch.c.words.is_not(None)).values(follow_up="moved"))
