"""A notice's When-lines are kept with its revision; of older ones nothing is known but hour, day and place."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add one column, which stays empty in the rows that stand."""
    op.add_column("revision", sa.Column("when_lines", sa.JSON()))
