"""Numbers that may be typed run on through all lists of a chat, and a conversation knows since when it asks.

What stood in `buttons` were the numbered lines of a chat's last answer, on channels that nobody has had yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Exchange one column of conversation for two."""
    op.add_column("conversation", sa.Column("asked_at", sa.BigInteger()))
    op.add_column("conversation", sa.Column("choices", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_column("conversation", "buttons")
