"""The errata of a year are found without a look at every dispatch there was."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add an index."""
    op.create_index("ix_dispatch_kind_created_at", "dispatch", ["kind", "created_at"])
