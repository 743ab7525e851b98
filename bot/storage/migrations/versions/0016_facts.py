"""The ward's directory, its answers to common questions, its own synonyms, and what waits for a second person's yes.

What is still ahead is found by when it ends, begins, or by its bare day; guides by their kind.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add four tables, empty, and indexes."""
    op.create_table(
        "contact",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("matters", sa.Text(), nullable=False),
        sa.UniqueConstraint("folded", name="uq_contact_folded"),
    )
    op.create_table(
        "answer",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reviewed_until", sa.Text(), nullable=False),
        sa.Column("author_id", _KEY, sa.ForeignKey("person.id", name="fk_answer_author_id")),
        sa.Column("asked_at", sa.BigInteger()),
        sa.UniqueConstraint("folded", name="uq_answer_folded"),
    )
    op.create_table(
        "synonym",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("words", sa.JSON(), nullable=False),
    )
    op.create_table(
        "proposal",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", _KEY),
        sa.Column("content", sa.JSON()),
        sa.Column("asked_by", _KEY, sa.ForeignKey("person.id", name="fk_proposal_asked_by")),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", _KEY, sa.ForeignKey("person.id", name="fk_proposal_decided_by")),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("agreed", sa.Boolean()),
    )
    op.create_index("ix_revision_kind", "revision", ["kind"])
    for name in ("ends_at", "starts_at", "event_date"):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_revision_{name}", "revision", [name], sqlite_where=there, postgresql_where=there)
