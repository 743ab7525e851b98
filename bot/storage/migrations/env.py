"""How Alembic reaches the database: on the connection, and in the transaction, that Database.migrate hands in."""

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite does roll back schema changes, once its driver no longer commits behind our back.
    transactional_ddl=True,
)
context.run_migrations()
