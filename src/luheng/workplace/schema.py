"""Tables of the workplace: an empty database gets them at once, one that has tables is migrated.

Going through all migrations draws every model anew after each step, which takes most of the time of
making a city. Both ways give the same tables: tests/workplace/test_new_databases.py compares them.
"""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from luheng.workplace.audit import guards
from luheng.workplace.keeping import notes

Key = tuple[str, str]  # app and name of a migration


def bring_up_to_date() -> None:
    """Today's tables, with what Django itself keeps in them (kinds of content, permissions)."""
    if not connection.introspection.table_names():
        make_tables(MigrationExecutor(connection).loader.graph.leaf_nodes())
    call_command("migrate", verbosity=0, interactive=False)


def is_behind() -> bool:
    """Whether a migration has not been applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def make_tables(last: list[Key]) -> StateApps:
    """All tables as they are after those migrations, in one transaction; the models of that time.

    The database must be empty. Those migrations, and all before them, then count as applied.
    """
    executor = MigrationExecutor(connection)
    models = executor.loader.project_state(last).apps
    with connection.schema_editor() as editor:
        editor.create_model(executor.recorder.Migration)
        for model in models.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        if guards.TABLE in {model._meta.db_table for model in models.get_models()}:
            guards.put_up(connection)
        plan = [migration for migration, _ in executor.migration_plan(last)]
        if notes.MIGRATION in {migration.name for migration in plan}:
            notes.begin(connection)
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)
    return models
