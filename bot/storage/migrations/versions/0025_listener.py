"""A route's reception names the process that alone may ask for its events, where a platform hands each to one."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Nobody holds one yet."""
    op.add_column("reception", sa.Column("holder", sa.Text()))
    op.add_column("reception", sa.Column("held_until", sa.BigInteger()))
