"""How many messages of a month an account has used, where its platform counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Nothing has been counted before."""
    op.create_table(
        "quota",
        sa.Column("route", sa.Text(), primary_key=True),
        sa.Column("month", sa.Text(), primary_key=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("crowded", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
