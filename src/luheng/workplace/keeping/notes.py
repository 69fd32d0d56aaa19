"""Notes that PostgreSQL itself takes of which transaction wrote to which table.

A trigger of each table adds a row of its own transaction, so no writer waits for another, and the
note is there exactly when the write is: both are committed together or not at all.
"""

from __future__ import annotations

from typing import Any

MIGRATION = "0023_notes_of_writes"
_NOTES, _FORGOTTEN, _FUNCTION = "written_note", "written_note_forgotten", "note_written"
_BEGIN = [
    f"""CREATE TABLE {_NOTES} (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(), name text NOT NULL, PRIMARY KEY (xid, name))""",
    f"CREATE TABLE {_FORGOTTEN} (before xid8 NOT NULL)",
    f"INSERT INTO {_FORGOTTEN} VALUES (pg_snapshot_xmin(pg_current_snapshot()))",
    f"""CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO {_NOTES} (name) VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING;
        RETURN NULL; END $$""",
]
_END = [
    f"DROP FUNCTION {_FUNCTION}() CASCADE",
    f"DROP TABLE {_NOTES}",
    f"DROP TABLE {_FORGOTTEN}",
]
_UNCOVERED = f"""
    SELECT c.relname FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
    AND c.relname NOT IN ('{_NOTES}', '{_FORGOTTEN}')
    AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = '{_FUNCTION}')
    ORDER BY c.relname"""
_COVER = f"""CREATE TRIGGER {_FUNCTION} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {{table}}
    FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"""
_SINCE = f"""
    SELECT pg_current_snapshot()::text,
        (SELECT bool_or(before > pg_snapshot_xmin(%(last)s::pg_snapshot)) FROM {_FORGOTTEN}),
        ARRAY(SELECT DISTINCT name FROM {_NOTES} WHERE xid >= pg_snapshot_xmin(%(last)s::pg_snapshot)
              AND NOT pg_visible_in_snapshot(xid, %(last)s::pg_snapshot))"""


def written_since(cursor: Any, last: str | None) -> tuple[str, frozenset[str] | None]:
    """The snapshot of now, and the tables written by transactions that are over now and were not then.

    None for the tables where they are not known: nothing was asked before, or notes were forgotten.
    """
    if last is None:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0], None
    cursor.execute(_SINCE, {"last": last})
    now, forgotten, names = cursor.fetchone()
    return now, None if forgotten else frozenset(names)


def begin(connection: Any) -> None:
    """Has notes taken of all tables there are. Nothing on SQLite, which tells of every commit."""
    if connection.vendor == "postgresql":
        _execute(connection, _BEGIN)
        cover_new_tables(connection)


def end(connection: Any) -> None:
    """Has no more notes taken: for the way back of the migration."""
    if connection.vendor == "postgresql":
        _execute(connection, _END)


def cover_new_tables(connection: Any) -> None:
    """Has notes taken of tables that were added since, where any are taken."""
    if connection.vendor == "postgresql" and _taken(connection):
        with connection.cursor() as cursor:
            cursor.execute(_UNCOVERED)
            names = [name for (name,) in cursor.fetchall()]
        _execute(connection, [_COVER.format(table=connection.ops.quote_name(name)) for name in names])  # fmt: skip


def forget_notes(connection: Any) -> None:
    """Deletes the notes of transactions that are over; who has not asked since drops every answer."""
    if connection.vendor == "postgresql" and _taken(connection):
        _execute(connection, [
            f"UPDATE {_FORGOTTEN} SET before = pg_snapshot_xmin(pg_current_snapshot())",
            f"DELETE FROM {_NOTES} WHERE xid < (SELECT before FROM {_FORGOTTEN})"
            " OR xid >= pg_snapshot_xmax(pg_current_snapshot())",  # of another server, by pg_restore
        ])  # fmt: skip


def _taken(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [_NOTES])
        return bool(cursor.fetchone()[0])


def _execute(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
