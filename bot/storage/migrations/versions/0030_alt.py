"""What a photo shows is said beside it, for who cannot see it."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add a column; nothing was said of the photos that there are."""
    op.add_column("revision_attachment", sa.Column("alt", sa.Text(), nullable=False, server_default=""))
