"""A 429 is kept where it belongs, with a chat and a method or with a token's pace; and a row knows since when it waits.

Replies have a share of the pace beside a push, and where they stand in it is kept with the pace.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add columns, and a table of waits that is empty on most days."""
    op.create_table(
        "throttle",
        sa.Column("route", sa.Text(), primary_key=True),
        sa.Column("chat_id", sa.Text(), primary_key=True),
        sa.Column("method", sa.Text(), primary_key=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    for name in ("slow_until", "waits_until", "replies_at"):
        op.add_column("pace", sa.Column(name, sa.BigInteger()))
    op.add_column("delivery", sa.Column("throttled_at", sa.BigInteger()))
