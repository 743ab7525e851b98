"""A person may have several addresses: where they wish to be told, what each may do, and who became whom.

Every address so far is its person's only one: it keeps all that the person may do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add columns."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    true = sa.text("true")
    op.add_column("address", sa.Column("wished", sa.Boolean(), nullable=False, server_default=true))
    op.add_column("address", sa.Column("official", sa.Boolean(), nullable=False, server_default=true))
    op.add_column("address", sa.Column("role", sa.Integer(), nullable=False, server_default=sa.text("4")))
    op.add_column("address", sa.Column("link_hash", sa.Text()))
    op.add_column("address", sa.Column("link_until", sa.BigInteger()))
    there = sa.text("link_hash IS NOT NULL")
    op.create_index("ix_address_link_hash", "address", ["link_hash"], postgresql_where=there, sqlite_where=there)
    op.add_column("person", sa.Column("merged_into", key))
    gone = sa.text("merged_into IS NOT NULL")
    op.create_index("ix_person_merged_into", "person", ["merged_into"], postgresql_where=gone, sqlite_where=gone)
