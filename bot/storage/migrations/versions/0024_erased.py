"""A ward counts whom it erased since the last time that what was deleted left the disk."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column."""
    op.add_column("ward", sa.Column("erased", sa.Integer(), nullable=False, server_default="0"))
