"""Files of posts: kept once by their hash, linked to revisions, known to each platform by an id of its own.

A delivered copy keeps which picture it shows, so that whoever changes it knows what sort of message it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add three tables and one column; no copy has shown a picture so far."""
    op.create_table(
        "attachment",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("private", sa.JSON(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        # Last: SQLite reads through everything that stands before a column.
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("hash", name=op.f("uq_attachment_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "revision_attachment",
        sa.Column("revision_id", _KEY, nullable=False),
        sa.Column("attachment_id", _KEY, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_attachment_revision_id")),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_revision_attachment_attachment_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "attachment_id", name=op.f("pk_revision_attachment")),
    )
    op.create_index("ix_revision_attachment_attachment_id", "revision_attachment", ["attachment_id"], unique=False)
    op.create_table(
        "attachment_file",
        sa.Column("attachment_id", _KEY, nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("photo", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_attachment_file_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", "route", "photo", name=op.f("pk_attachment_file")),
    )
    op.add_column("delivery", sa.Column("photo_id", _KEY))
