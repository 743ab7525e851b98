"""People may have what is not urgent bundled, the ward's nights are quiet, and a chat's phone rings once a minute.

Whoever subscribed before goes on getting each post at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add columns, and indexes over the few rows that wait or stand in a digest."""
    op.add_column("ward", sa.Column("quiet", sa.Text(), nullable=False, server_default="21:30-6:00"))
    op.add_column("person", sa.Column("bundle", sa.Text(), nullable=False, server_default="now"))
    op.add_column("address", sa.Column("rang_at", sa.BigInteger()))
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("delivery", sa.Column("digest_id", key))
    held, told = sa.text("state = 'held'"), sa.text("digest_id IS NOT NULL")
    op.create_index(
        "ix_delivery_held", "delivery", ["not_before", "person_id"], sqlite_where=held, postgresql_where=held
    )
    op.create_index("ix_delivery_digest_id", "delivery", ["digest_id"], sqlite_where=told, postgresql_where=told)
