"""Events wait in the inbox as their platform sent them, in the order in which they came; and when one last could come.

Rows that are there already were handled: they only keep an event from counting twice. Wrong codes are counted a person.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Write the inbox anew: neither engine can give a table another primary key in place."""
    op.execute("CREATE TABLE inbox_kept AS SELECT * FROM inbox")
    op.drop_table("inbox")
    op.create_table(
        "inbox",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "account", "event_key", name=op.f("uq_inbox_channel_account_event_key")),
    )
    op.execute(
        "INSERT INTO inbox (channel, account, event_key, chat_id, state, error, received_at)"
        " SELECT channel, account, event_key, '', state, error, received_at FROM inbox_kept ORDER BY received_at"
    )
    op.drop_table("inbox_kept")
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["channel", "account", "chat_id", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.add_column("person", sa.Column("wrong_codes", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("person", sa.Column("wrong_codes_since", sa.BigInteger()))
    op.create_table(
        "reception",
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("back_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("route", name=op.f("pk_reception")),
    )
