"""A revision knows what an official set by hand and what of its text residents do not get; a post, where it was typed.

Revisions of before have neither: they go out whole, and their fields were read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add columns."""
    for name in ("by_hand", "left_out"):
        op.add_column("revision", sa.Column(name, sa.JSON(none_as_null=True)))
    op.add_column("post", sa.Column("message_id", sa.Text()))
