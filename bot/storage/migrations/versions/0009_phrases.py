"""A figure keeps the words that it is shown in, whose they are, and its place among the headlines.

Figures stored before have none of these, and are shown by their label.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add three columns, which is done in place on both engines."""
    op.add_column("figure", sa.Column("phrase", sa.Text(), nullable=False, server_default=""))
    op.add_column("figure", sa.Column("wording", sa.Text(), nullable=False, server_default="text"))
    op.add_column("figure", sa.Column("rank", sa.Integer()))
