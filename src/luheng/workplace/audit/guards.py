"""Triggers of the database: an audit entry is linked once, and never changed or deleted after."""

from __future__ import annotations

from typing import Any

TABLE = "workplace_auditentry"
_SAID = ("id", "at", "actor_id", "act", "subject_kind", "subject_id", "before", "after", "details")
_REFUSAL = "the audit log is append-only"

_SQLITE = [
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE}
        WHEN OLD.sequence IS NOT NULL
        {" ".join(f'OR OLD."{name}" IS NOT NEW."{name}"' for name in _SAID)}
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
]
_SQLITE_OFF = ["DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_update"]
_POSTGRESQL = [
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW
        WHEN (OLD.sequence IS NOT NULL
        {" ".join(f'OR OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in _SAID)})
        EXECUTE FUNCTION audit_refuse()""",
]
_POSTGRESQL_OFF = [
    *(f"DROP TRIGGER audit_no_{what} ON {TABLE}" for what in ("delete", "truncate", "update")),
    "DROP FUNCTION audit_refuse()",
]


def put_up(connection: Any) -> None:
    """Puts the triggers up in a database."""
    _execute(connection, _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def take_down(connection: Any) -> None:
    """Takes the triggers down: for the way back of the migration, and to empty a test database."""
    _execute(connection, _SQLITE_OFF if connection.vendor == "sqlite" else _POSTGRESQL_OFF)


def _execute(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
