"""Alembic's home: one file a schema change, the same on both engines."""
