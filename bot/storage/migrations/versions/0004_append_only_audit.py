"""The audit can only grow: the database refuses every other change but loosening a row from an erased person."""

from alembic import op

revision = "0004"
down_revision = "0003"

REFUSED = "the audit is only ever added to"


def upgrade() -> None:
    """Name the post in rows about its pushes, which knew only the push; then close the table."""
    if op.get_bind().dialect.name == "postgresql":
        _name_posts("(audit.detail ->> 'dispatch')::bigint")
        _close_on_postgresql()
    else:
        _name_posts("json_extract(audit.detail, '$.dispatch')")
        _close_on_sqlite()


def _name_posts(pushed: str) -> None:
    op.execute(
        "UPDATE audit SET post_id = (SELECT revision.post_id FROM dispatch"  # noqa: S608 - our own words
        f" JOIN revision ON revision.id = dispatch.revision_id WHERE dispatch.id = {pushed})"
        " WHERE audit.post_id IS NULL AND audit.action LIKE 'dispatch-%'"
    )


def _close_on_sqlite() -> None:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in ("id", "at", "action", "post_id", "detail"))
    op.execute(
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit"
        f" WHEN NOT (NEW.person_id IS NULL AND {same}) BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )
    op.execute(f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
    # REPLACE deletes without asking the trigger above.
    op.execute(
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit"  # noqa: S608 - our own words
        " WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def _close_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF TG_OP = 'UPDATE' THEN"
        " IF NEW.person_id IS NULL AND (NEW.id, NEW.at, NEW.action, NEW.post_id, NEW.detail ::text)"
        " IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.action, OLD.post_id, OLD.detail ::text) THEN RETURN NEW; END IF;"
        f" END IF; RAISE EXCEPTION '{REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit"
        " FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute("CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit EXECUTE FUNCTION refuse_audit_change()")
