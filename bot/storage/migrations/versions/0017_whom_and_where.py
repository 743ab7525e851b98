"""A message tells for which role it was written, of which answer it is a part, and where in its chat it stands.

A place in a chat, a topic of a group, is kept where its pushes go and with slow work. An event counts how often it was
begun after a stop.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add columns; a message that waits was written for the role that its reader has now."""
    op.add_column("delivery", sa.Column("role", sa.Integer()))
    op.add_column("delivery", sa.Column("answer", sa.Text()))
    for table in ("delivery", "address", "job"):
        op.add_column(table, sa.Column("place", sa.Text()))
    op.add_column("inbox", sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(
        "UPDATE delivery SET role = (SELECT person.role FROM address JOIN person ON person.id = address.person_id"
        " WHERE address.route = delivery.route AND address.chat_id = delivery.chat_id AND person.role > 0"
        " AND person.kind = 'private') WHERE dispatch_id IS NULL"
    )
    delivery = sa.table(
        "delivery",
        *(sa.column(name) for name in ("id", "dispatch_id", "answer")),
        sa.column("content", sa.JSON(none_as_null=True)),
    )
    replies = sa.select(delivery.c.id, delivery.c.content).where(delivery.c.dispatch_id.is_(None))
    for row_id, content in op.get_bind().execute(replies).all():
        answer = (content or {}).pop("answer", None)
        if answer is not None:
            mine = sa.update(delivery).where(delivery.c.id == row_id)
            op.get_bind().execute(mine.values(answer=answer, content=content))
