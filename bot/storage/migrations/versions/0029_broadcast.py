"""Channels of the ward are a handful among many people, and found by an index of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add the index; there was no channel before."""
    theirs = sa.text("kind = 'broadcast'")
    op.create_index("ix_person_broadcast", "person", ["id"], sqlite_where=theirs, postgresql_where=theirs)
