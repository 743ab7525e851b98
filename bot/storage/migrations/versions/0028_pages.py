"""The ward knows where its public pages stand, so that messages of every process can lead there."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add a column."""
    op.add_column("ward", sa.Column("public_url", sa.Text(), nullable=False, server_default=""))
