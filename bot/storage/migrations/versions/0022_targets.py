"""A target has its term, topic, owner and end; a measurement the words that it was read from, and its own end.

Targets of before have no term: their plans are compared with what was measured last, as they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns, and an index over the measurements that came from a post."""
    op.add_column("target", sa.Column("term", sa.Text(), nullable=False, server_default=""))
    op.add_column("target", sa.Column("yearly", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("target", sa.Column("due", sa.Text()))
    op.add_column("target", sa.Column("topic_id", _KEY))
    op.add_column("target", sa.Column("owner", sa.Text(), nullable=False, server_default=""))
    op.add_column("target", sa.Column("ended_at", sa.BigInteger()))
    op.add_column("measurement", sa.Column("revision_id", _KEY))
    op.add_column("measurement", sa.Column("quote", sa.Text(), nullable=False, server_default=""))
    op.add_column("measurement", sa.Column("ended_at", sa.BigInteger()))
    op.add_column("measurement", sa.Column("ended", sa.Text()))
    there = sa.text("post_id IS NOT NULL")
    op.create_index("ix_measurement_post_id", "measurement", ["post_id"], sqlite_where=there, postgresql_where=there)
