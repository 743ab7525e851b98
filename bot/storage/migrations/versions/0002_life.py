"""The life of a post: approvals, schedules, corrections, and which revision each delivered copy shows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns, and note for every copy that is out there which revision it shows."""
    op.add_column("post", sa.Column("corrects_id", _KEY))
    op.add_column("post", sa.Column("due_at", sa.BigInteger()))
    op.add_column("post", sa.Column("remind_at", sa.BigInteger()))
    op.add_column("post", sa.Column("paid", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("post", sa.Column("expires_at", sa.BigInteger()))
    op.add_column("post", sa.Column("closing", sa.Text()))
    op.add_column("post", sa.Column("review_due", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("revision", sa.Column("change", sa.Text()))
    op.add_column("revision", sa.Column("changes", sa.JSON()))
    op.add_column("dispatch", sa.Column("words", sa.Text()))
    op.add_column("delivery", sa.Column("revision_id", _KEY))
    op.add_column("delivery", sa.Column("copy_id", _KEY))
    op.create_table(
        "approval",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("revision_id", _KEY, nullable=False),
        sa.Column("person_id", _KEY, nullable=True),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_approval_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("revision_id", "person_id", name=op.f("uq_approval_revision_id_person_id")),
    )
    op.execute(
        "UPDATE delivery SET revision_id ="
        " (SELECT dispatch.revision_id FROM dispatch WHERE dispatch.id = delivery.dispatch_id)"
        " WHERE dispatch_id IS NOT NULL"
    )
