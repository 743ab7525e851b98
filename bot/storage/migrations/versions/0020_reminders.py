"""Reminders on the eve of an event, reports of mistakes, the ward's own welcome, and who was asked where they live.

Who subscribed before is asked once where they live.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add two tables that are empty at first, and columns."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "reminder",
        sa.Column("id", key, nullable=False),
        sa.Column("person_id", key, nullable=False),
        sa.Column("post_id", key, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_reminder_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("person_id", "post_id", name=op.f("uq_reminder_person_id_post_id")),
    )
    op.create_index("ix_reminder_due_at", "reminder", ["due_at"])
    op.create_index("ix_reminder_post_id", "reminder", ["post_id"])
    op.create_table(
        "mistake",
        sa.Column("id", key, nullable=False),
        sa.Column("post_id", key, nullable=False),
        sa.Column("person_id", key),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("remind_at", sa.BigInteger()),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("answered_by", key),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_mistake_post_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mistake_person_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_mistake_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake")),
    )
    for column in ("post_id", "person_id"):
        op.create_index(f"ix_mistake_{column}", "mistake", [column])
    op.add_column("ward", sa.Column("welcome", sa.Text(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("areas_asked", sa.Boolean(), nullable=False, server_default=sa.text("false")))
