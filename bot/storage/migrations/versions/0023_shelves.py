"""Posts are found by their code and by their topic, without a look at every post there was."""

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add indexes."""
    op.create_index("ix_post_code", "post", ["code"])
    op.create_index("ix_post_topic_topic_id_post_id", "post_topic", ["topic_id", "post_id"])
