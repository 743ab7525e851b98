"""What a dispatch says need not be one revision of a post: it may bring a message of its own, for its own audience.

The clock asks twice a second for posts whose time is over: an index holds those that have an end at all.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Write the dispatch table anew where the engine cannot change it (SQLite), else change it in place."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("dispatch") as batch:
        batch.alter_column("revision_id", existing_type=key, nullable=True)
        batch.add_column(sa.Column("content", sa.JSON()))
        batch.add_column(sa.Column("audience", sa.Text()))
    ends = sa.text("expires_at IS NOT NULL")
    op.create_index(
        "ix_post_state_expires_at", "post", ["state", "expires_at"], sqlite_where=ends, postgresql_where=ends
    )
