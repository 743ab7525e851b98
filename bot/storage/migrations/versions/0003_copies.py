"""What changes a copy is found by that copy."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the index; pushes, which are most rows, do not stand in it."""
    about_a_copy = sa.text("copy_id IS NOT NULL")
    op.create_index(
        "ix_delivery_copy_id",
        "delivery",
        ["copy_id"],
        sqlite_where=about_a_copy,
        postgresql_where=about_a_copy,
    )
